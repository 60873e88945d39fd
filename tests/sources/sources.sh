#!/usr/bin/env bash
# Fails, naming file and line, when a comment or a page cites a section of docs/semantics.md or docs/recordings.md that is
# not there. A section is a heading ("## 5.", "### 5.1") or an item of a numbered list ("14.3": the third of section 14).
# usage: sources.sh ROOT
set -euo pipefail
cd "$1"

# sections PAGE: the numbers of all that can be cited, a line each
sections() {
  awk '/^## [0-9]+\./ { section = $2 + 0; print section }
       /^### [0-9]+\.[0-9]+/ { print $2 }
       /^[0-9]+\. / { print section "." ($1 + 0) }' "$1"
}

# cited PAGE: file:line:number for all that is cited of it
cited() {
  local number='[0-9]+(?:\.[0-9]+)?(?: \([^)]*\))?(?: rule [0-9]+)?'
  grep -rnoP --include='*.[ch]pp' --include='*.md' --include='*.sh' --exclude-dir=build \
    "\\b$1 \\K$number(?:(?:, | and | to )$number)*" . |
    sed -E 's/ \([^)]*\)//g; s/ rule [0-9]+//g' |
    awk -F: '{ count = split($3, numbers, /, | and | to /); for (i = 1; i <= count; i++) print $1 ":" $2 ":" numbers[i] }'
}

count=0
wrong=0
for page in semantics recordings; do
  known=" $(sections "docs/$page.md" | tr '\n' ' ') "
  while IFS=: read -r file line number; do
    count=$((count + 1))
    [[ $known == *" $number "* ]] && continue
    echo "$file:$line: docs/$page.md has no section $number"
    wrong=1
  done < <(cited "$page\.md")
done
echo "$count citations"
exit "$wrong"
