#!/usr/bin/env bash
# Fails, naming file and line, when a page links to a file that is not in the tree, or to a heading that its page does not have.
# Pages are README.md, CONTRIBUTING.md and all of docs/; links to other sites are left alone.
# usage: links.sh ROOT
set -euo pipefail
cd "$1"

# anchors PAGE: the anchors of its headings as GitHub makes them, a line each: lower case, without punctuation, - for blanks
anchors() {
  awk '/^```/ { code = !code } !code && /^#+ / { sub(/^#+ /, ""); print }' "$1" |
    tr '[:upper:] ' '[:lower:]-' | tr -cd 'a-z0-9_\n-'
}

# links PAGE: line:target for each link
links() {
  awk '/^```/ { code = !code } { print code ? "" : $0 }' "$1" | { grep -noP '\]\(\K[^)\s]+(?=\))' || true; }
}

count=0
wrong=0
for page in README.md CONTRIBUTING.md docs/*.md docs/*/*.md; do
  [[ -f $page ]] || continue
  while IFS=: read -r line target; do
    [[ $target == *://* ]] && continue
    count=$((count + 1))
    file=$page
    [[ $target == '#'* ]] || file=$(dirname "$page")/${target%%#*}
    if [[ ! -e $file ]]; then
      echo "$page:$line: there is no $target"
      wrong=1
    elif [[ $target == *'#'* ]] && ! anchors "$file" | grep -xF -- "${target#*#}" > /dev/null; then
      echo "$page:$line: $file has no heading #${target#*#}"
      wrong=1
    fi
  done < <(links "$page")
done
echo "$count links"
exit "$wrong"
