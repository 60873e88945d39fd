#!/usr/bin/env bash
# Fails, naming file and line, when a file includes what its folder's link line does not allow, brings CAF to where it
# does not belong, or reads a clock, does I/O, makes a thread or draws a random number in a folder that is PURE.
# usage: arrows.sh ROOT ARROWS    (ARROWS is <build>/arrows.txt, written by CMake from the link lines)
set -euo pipefail
rules=$(dirname "$(readlink -f "$0")")/arrows.awk
arrows=$(readlink -f "$2")
cd "$1"

mapfile -t folders < <(awk '{ print $1 }' "$arrows")
mapfile -t files < <(find "${folders[@]}" -name '*.[ch]pp' | sort)
findings=$(awk -f "$rules" "$arrows" "${files[@]}")
if [[ -n $findings ]]; then
  echo "$findings"
  exit 1
fi
echo "${#files[@]} files in ${#folders[@]} folders keep to their arrows"
