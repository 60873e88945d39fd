# For tests of a script that looks through a tree: an empty $tree/docs, and `expect`. To be sourced.
# shellcheck shell=bash
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
mkdir -p "$tree/docs"

# expect SCRIPT FILE FOUND|CLEAN TEXT: plants TEXT as the second line of FILE
expect() {
  local found=CLEAN output
  printf '\n%s\n' "$4" > "$tree/$2"
  output=$("$here/$1" "$tree") || found=FOUND
  [[ $found == CLEAN || ${output#./} == "$2:2: "* ]] || found="WRONG PLACE ($output)"
  if [[ $found != "$3" ]]; then
    echo "$4: expected $3, was $found"
    failed=1
  fi
}
