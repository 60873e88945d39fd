#!/usr/bin/env bash
# Full disks, closed pipes and places that cannot be written to: one line with the reason, and not exit code 0.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/pass.json" << 'EOF2'
{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}
EOF2
cat > "$scratch/load.json" << EOF2
{"title": "load", "machine": "OrderProcessingStateMachine", "settings": "$PWD/config/settings.json", "duration": "2 s",
 "arrivals": {"constant": 10}}
EOF2
cat > "$scratch/case.json" << 'EOF2'
{"definition": {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}, "expect": {"status": "SUCCEEDED"}}
EOF2
stepstorm simulate "$scratch/load.json" --out "$scratch/report.json"
expect_status 0 "a report to compare"

commands=(
  "2 run $scratch/pass.json --settings config/settings.json --clock virtual"
  "2 run $scratch/pass.json --settings config/settings.json --clock virtual --history json"
  "2 simulate $scratch/load.json"
  "2 simulate $scratch/load.json --format json"
  "1 experiment $scratch/load.json --format json"
  "1 experiment $scratch/load.json --dry-run"
  "1 explore $scratch/load.json --seeds 2"
  "1 sweep $scratch/load.json --vary arrivals.rate=1..2"
  "1 compare $scratch/report.json $scratch/report.json --json"
  "2 validate $scratch/pass.json"
  "2 graph $scratch/pass.json"
  "2 conform $scratch/case.json"
  "2 selftest --quick --only M/M/1,"
  "2 version"
  "2 --help"
)
for row in "${commands[@]}"; do
  code=${row%% *} words=${row#* }
  status=0
  # shellcheck disable=SC2086
  "$STEPSTORM" $words > /dev/full 2> "$scratch/err" || status=$?
  expect_status "$code" "$words > /dev/full"
  expect_in err "stepstorm: cannot write standard output: No space left on device" "$words > /dev/full"
  status=0
  # shellcheck disable=SC2086
  "$STEPSTORM" $words >&- 2> "$scratch/err" || status=$?
  expect_status "$code" "$words >&-"
  expect_in err "stepstorm: cannot write standard output: Bad file descriptor" "$words >&-"
done

# --- a pipe that nothing reads costs no report
into_closed_pipe() {
  python3 -c 'import os, subprocess, sys
read, write = os.pipe()
os.close(read)
sys.exit(subprocess.run(sys.argv[1:], stdout=write).returncode)' "$@"
}
for command in simulate experiment; do
  status=0
  into_closed_pipe "$STEPSTORM" $command "$scratch/load.json" --format json --out "$scratch/piped_$command" \
    2> "$scratch/err" || status=$?
  ((status == 1 || status == 2)) || fail "$command: exit code $status for a closed pipe"
  expect_in err "Broken pipe" "$command: a closed pipe"
done
jq -e . "$scratch/piped_simulate" "$scratch/piped_experiment/report.json" > /dev/null || fail "the report went with the pipe"

# --- --out is tried before the run, and why not is said
slow='{"title": "slow", "machine": "OrderProcessingStateMachine", "settings": "'$PWD'/config/settings.json",
       "duration": "1 h", "arrivals": {"constant": 1}}'
echo "$slow" > "$scratch/slow.json"
: > "$scratch/file"
for out in /proc/none "$scratch/file/below"; do
  SECONDS=0
  stepstorm experiment "$scratch/slow.json" --clock wall --no-control --out "$out"
  expect_status 1 "experiment --out $out"
  expect_line err '^--out: cannot make the folder .*: (No such file or directory|Not a directory)$' "experiment --out $out"
  ((SECONDS < 60)) || fail "experiment --out $out: tried after the run"
done
stepstorm simulate "$scratch/slow.json" --clock wall --out "$scratch/none/x.json"
expect_in err "--out: cannot write $scratch/none/x.json: No such file or directory" "simulate --out"
stepstorm simulate "$scratch/slow.json" --clock wall --hgrm "$scratch"
expect_in err "--hgrm: cannot write $scratch: Is a directory" "simulate --hgrm"
stepstorm graph "$scratch/pass.json" --output /dev/full
expect_status 2 "graph --output /dev/full"
expect_in err "cannot write /dev/full: No space left on device" "graph --output /dev/full"
lines=2 refused "an empty --out" "--out: expected the name of a file or folder, found ''" experiment "$scratch/load.json" --out ''

# --- a report that cannot be written leaves the old one whole, and nothing else
mkdir "$scratch/kept"
stepstorm experiment "$scratch/load.json" --out "$scratch/kept"
expect_status 0 "a first report"
cp -r "$scratch/kept" "$scratch/before"
(ulimit -f 20; trap '' XFSZ; "$STEPSTORM" experiment "$scratch/load.json" --seed 9 --out "$scratch/kept") > /dev/null 2> "$scratch/err"
expect_line err '^--out: cannot write .*: File too large$' "a report that is too large"
diff -r "$scratch/before" "$scratch/kept" || fail "a report that could not be written has changed the old one"

# --- a command in a report can be given to a shell
cp "$scratch/load.json" "$scratch/it's \$(touch pwned).json"
stepstorm experiment "$scratch/it's \$(touch pwned).json" --out "$scratch/quoted"
printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' > "$scratch/stepstorm" && chmod +x "$scratch/stepstorm"
said=$(PATH=$scratch:$PATH sh -c "$(jq -r .command "$scratch/quoted/report.json")" | sed -n 2p)
[[ $said == "$scratch/it's \$(touch pwned).json" ]] || fail "the command names another file: $said"

finish
