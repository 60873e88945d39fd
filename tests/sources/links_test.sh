#!/usr/bin/env bash
# Does links.sh find what it is there for? Plants one link at a time.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
mkdir -p "$tree/docs"
# shellcheck disable=SC2016  # backquotes of Markdown
printf '# One\n\n## Two, and `three_four`\n\n```sh\n# no heading\n```\n' > "$tree/docs/page.md"

# expect FOUND|CLEAN TEXT
expect() {
  local found=CLEAN output
  printf '\n%s\n' "$2" > "$tree/README.md"
  output=$("$here/links.sh" "$tree") || found=FOUND
  [[ $found == CLEAN || $output == "README.md:2: "* ]] || found="WRONG PLACE ($output)"
  if [[ $found != "$1" ]]; then
    echo "$2: expected $1, was $found"
    failed=1
  fi
}

expect CLEAN '[a page](docs/page.md)'
expect CLEAN '[a heading](docs/page.md#two-and-three_four), and [another site](https://example.com/x#y)'
expect CLEAN '![a picture](docs/page.md) [a folder](docs)'
expect FOUND '[no page](docs/gone.md)'
expect FOUND '[a page](docs/page.md), [no heading](docs/page.md#two)'
expect FOUND '[a comment in a block](docs/page.md#no-heading)'
expect FOUND '[no heading here](#one)'
exit "$failed"
