#!/usr/bin/env bash
# Does sources.sh find what it is there for? Plants one citation at a time.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
mkdir -p "$tree/docs"
printf '## 1. One\n\n### 1.1 First\n\n## 2. Two\n\n1. An item\n2. Another one\n' > "$tree/docs/semantics.md"
printf '## 1. One\n' > "$tree/docs/recordings.md"

# expect FOUND|CLEAN TEXT
expect() {
  local found=CLEAN output
  printf '\n%s\n' "$2" > "$tree/cites.hpp"
  output=$("$here/sources.sh" "$tree") || found=FOUND
  [[ $found == CLEAN || $output == "./cites.hpp:2: "* ]] || found="WRONG PLACE ($output)"
  if [[ $found != "$1" ]]; then
    echo "$2: expected $1, was $found"
    failed=1
  fi
}

expect CLEAN '// Source: semantics.md 1.'
expect CLEAN '// Source: semantics.md 1 (fields, 3 limits), 1.1 and 2.2.'
expect CLEAN '// Source: recordings.md 1 rule 7.'
expect FOUND '// Source: semantics.md 3.'
expect FOUND '// Source: semantics.md 1, 1.2.'
expect FOUND '// Source: semantics.md 1 to 2.3.'
expect FOUND '// Source: recordings.md 2.'
exit "$failed"
