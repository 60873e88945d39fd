#!/usr/bin/env bash
# What `run --history json` prints is what the conformance corpus' comparer reads: every third recorded case of a machine
# without tasks. (All cases, with their tasks: stepstorm conform.)
# The corpus is an optional neighbour of the project; without it, or without python3, there is nothing to try.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

corpus=../shared/conformance
if [[ ! -f $corpus/compare.py ]] || ! command -v python3 > /dev/null; then
  echo "skipped: $corpus or python3 is not there"
  exit 0
fi

# Cases with a definition and an input, without tasks, mocks, waits and relative times.
python3 - "$corpus" "$scratch" > "$scratch/cases" <<'PYTHON'
import glob, json, os, sys
corpus, scratch = sys.argv[1:]
def types(node):
    if isinstance(node, dict):
        if isinstance(node.get("Type"), str):
            yield node["Type"]
        for value in node.values():
            yield from types(value)
    elif isinstance(node, list):
        for value in node:
            yield from types(value)
chosen = 0
suitable = 0
for path in sorted(glob.glob(os.path.join(corpus, "cases", "*", "*.json"))):
    case = json.load(open(path))
    if case.get("type") != "STANDARD" or not isinstance(case["definition"], dict) or "input" not in case:
        continue
    if case.get("mocks") or case.get("during") or case.get("tags", []) and any(t.startswith(("needs:", "input:")) for t in case["tags"]):
        continue
    if "history" not in case["expect"]:
        continue
    if not set(types(case["definition"])) <= {"Pass", "Choice", "Succeed", "Fail"}:
        continue
    suitable += 1
    if suitable % 3:
        continue
    name = os.path.join(scratch, f"case{chosen}")
    json.dump(case["definition"], open(name + ".asl.json", "w"))
    json.dump(case["input"], open(name + ".input.json", "w"))
    print(name, path)
    chosen += 1
PYTHON

compared=0
while read -r name case; do
  "$STEPSTORM" run "$name.asl.json" --input "@$name.input.json" --history json 2> "$name.err" |
    sed 's/123456789012/111111111111/g' > "$name.out" # recorded under another account
  python3 "$corpus/compare.py" "$name.out" "$case" > "$name.verdict" 2>&1 || fail "$case: $(head -c 800 "$name.verdict")"
  compared=$((compared + 1))
done < "$scratch/cases"
((compared > 0)) || fail "no case was compared"
echo "compared $compared cases"
finish
