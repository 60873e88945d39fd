#!/usr/bin/env bash
# Control characters of data are shown, never obeyed: no name, error or title clears the screen or begins a line of its own.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

python3 - "$scratch" "$PWD" << 'EOF2'
import json, sys
folder, project = sys.argv[1:]
evil = "\x1b[2J\x1b[31mE\x1b]0;pwn\x07\x9b2J\x7f\nforged: SUCCEEDED\r"
def write(name, value): json.dump(value, open(f"{folder}/{name}", "w"))
fail = {"Type": "Fail", "Error": evil, "Cause": evil}
write("fail.json", {"StartAt": "F", "States": {"F": fail}})
write("named.json", {"StartAt": "A" + evil, "States": {"A" + evil: {"Type": "Pass", "Next": "F" + evil}, "F" + evil: fail}})
write("wrong.json", {"StartAt": "x" + evil, "C" + evil: 1, "States": {evil: {"Type": "P" + evil, "Next": evil, "End": True}}})
write("case.json", {"definition": {"StartAt": "F", "States": {"F": fail}}, "id": "a/b" + evil, "input": {},
                    "features": [evil], "expect": {"status": "SUCCEEDED", "error": evil}})
base = {"title": evil, "description": evil, "machine": "OrderFulfilmentStateMachine",
        "settings": project + "/config/settings.json", "duration": "5 s", "arrivals": {"constant": 10}}
write("load.json", base)
write("experiment.json", base | {"method": [{"name": evil, "error": {"error": "E" + evil, "cause": evil}, "probability": 0.5}],
                                 "thresholds": {"success_rate": ["rate>0.999"]}})
EOF2
settings="--settings config/settings.json --clock virtual"
"$STEPSTORM" experiment "$scratch/experiment.json" --out "$scratch/report" > /dev/null 2>&1

commands=(
  "run $scratch/fail.json $settings" "run $scratch/fail.json $settings --history table"
  "run $scratch/fail.json $settings --history json" "run $scratch/fail.json $settings --history none"
  "run $scratch/named.json $settings" "run $scratch/named.json $settings --history table"
  "run $scratch/wrong.json $settings" "validate $scratch/wrong.json" "validate $scratch/wrong.json --format json"
  "graph $scratch/named.json --format dot" "graph $scratch/named.json"
  "conform $scratch/case.json" "conform $scratch/case.json --verbose" "conform $scratch/case.json --format markdown"
  "conform $scratch/case.json --json"
  "simulate $scratch/load.json" "experiment $scratch/experiment.json" "experiment $scratch/experiment.json --dry-run"
  "experiment $scratch/experiment.json --format json" "explore $scratch/experiment.json --seeds 1"
  "shrink $scratch/experiment.json --out $scratch/small.json --budget 5"
  "sweep $scratch/experiment.json --vary arrivals.rate=1..2"
  "compare $scratch/report/report.json $scratch/report/report.json"
)
for words in "${commands[@]}"; do
  # shellcheck disable=SC2086
  stepstorm $words
  ! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$scratch/out" "$scratch/err" ||
    fail "$words: a control character: $(cat -v "$scratch/out" "$scratch/err" | grep -m 3 -F '^')"
  # In a picture a line break is white space of XML and of DOT.
  [[ $words == graph* ]] || ! grep -q '^forged' "$scratch/out" "$scratch/err" || fail "$words: data has begun a line"
  iconv -f UTF-8 "$scratch/out" > /dev/null || fail "$words: the output is not UTF-8"
done
stepstorm run "$scratch/fail.json" --settings config/settings.json --clock virtual --history json
jq -e '.error | contains("\u009b2J\u007f\nforged")' "$scratch/out" > /dev/null || fail "JSON has lost what it was to show"

# --- on a terminal, where the program itself paints
if command -v script > /dev/null; then
  script -qec "$STEPSTORM run $scratch/named.json $settings" /dev/null < /dev/null > "$scratch/out" 2>&1
  grep -qP '\x1b\[1m' "$scratch/out" || fail "a terminal: there are no colours"
  ! LC_ALL=C grep -qP '\x1b\[2J|\x1b\]0|\x07|\xc2\x9b' "$scratch/out" || fail "a terminal obeys data"
fi

finish
