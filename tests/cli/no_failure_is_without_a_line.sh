#!/usr/bin/env bash
# File systems, memory, threads: what cannot go on ends in one line and the exit code for what cannot be run.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

program=$STEPSTORM
[[ $program == /* ]] || program=$PWD/$program
project=$PWD
cat > "$scratch/pass.json" << 'EOF2'
{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}
EOF2
cat > "$scratch/load.json" << EOF2
{"machine": "OrderProcessingStateMachine", "settings": "$project/config/settings.json", "duration": "2 s",
 "arrivals": {"constant": 10}}
EOF2

# in_one_line CODE WHAT TEXT COMMAND...
in_one_line() {
  local code=$1 what=$2 text=$3
  shift 3
  status=0
  "$@" > "$scratch/out" 2> "$scratch/err" || status=$?
  expect_status "$code" "$what"
  (($(wc -l < "$scratch/err") == 1)) || fail "$what: $(wc -l < "$scratch/err") lines: $(head -c 600 "$scratch/err")"
  expect_line err "$text" "$what"
}

# --- a folder that is gone
gone() {
  mkdir "$scratch/gone" && cd "$scratch/gone" && rmdir "$scratch/gone"
  "$program" "$@"
}
in_one_line 1 "shrink in a deleted folder" '' \
  gone shrink "$project/config/experiments/lost_answers_without_idempotency.json" --out x.json --budget 3
cd "$project" || exit 1

# --- no thread
if [[ $(id -u) == 0 ]] && command -v setpriv > /dev/null; then
  chmod 755 "$scratch" && chmod 644 "$scratch"/*.json
  alone() { setpriv --reuid 54321 --clear-groups prlimit --nproc=1 "$program" "$@"; }
  if alone version > /dev/null 2>&1; then
    in_one_line 2 "run without threads" '^stepstorm: .*thread' alone run "$scratch/pass.json" --settings config/settings.json
    in_one_line 2 "simulate without threads" '^stepstorm: .*thread' alone simulate "$scratch/load.json"
    in_one_line 1 "experiment without threads" '^stepstorm: .*thread' alone experiment "$scratch/load.json"
  fi
fi

# --- no memory: a Map over many items of a large input, in an address space that is too small. Of itself the program stays
# below what is available, and the execution fails; settings that promise it more than there is take that away.
if ! ldd "$program" | grep -q asan; then
  python3 - "$scratch" << 'EOF2'
import json, sys
json.dump({"items": list(range(20000)), "text": "x" * 100000}, open(sys.argv[1] + "/input.json", "w"))
json.dump({"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.items", "ItemSelector": {"a.$": "$.text", "b.$": "States.Format('{}{}', $.text, $$.Map.Item.Index)"}, "End": True,
           "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}}}}, open(sys.argv[1] + "/map.json", "w"))
EOF2
  little() { (ulimit -v 600000; "$program" "$@"); }
  echo '{"limits": {"held_mib": 1000000, "history_mib": 1000000}}' > "$scratch/promising.json"
  in_one_line 2 "run without memory" '^stepstorm: there is not enough memory$' \
    little run "$scratch/map.json" --settings "$scratch/promising.json" --input "@$scratch/input.json" --clock virtual --history none
fi

finish
