#!/usr/bin/env bash
# `selftest`: what theory knows exactly is what the simulator measures; equal options give equal bytes.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

stepstorm selftest --quick
expect_status 0 "--quick"
expect_line out '^The simulator against what is known exactly, seed 2026; quick: ' "the headline"
expect_line out '^All 9[0-9] checks hold\.$' "the last line"
expect_line out '^  mean waiting time Wq, s +0\.101291 +0\.1[0-9]+ +[0-9.]+ %  holds$' "M/M/100"
expect_line out '^  response time p99, ms +246\.684 +2[0-9.]+ +[0-9.]+ %  holds$' "the order workflow"
expect_line out '^  retries exhausted +0\.0081 +0\.0[0-9]+ +[0-9.]+ %  holds$' "retries"
expect_line out '^  payment: waiting times = queue, ns +([0-9,]+) +\1    exact  holds$' "Little's law"
expect_line out '^  full jitter: until all are done, ms +7346 +[0-9.]+ +[0-9.]+ %  holds$' "AWS's back-off comparison"
[[ ! -s $scratch/err ]] || fail "no terminal, but progress: $(head -c 300 "$scratch/err")"

stepstorm selftest --quick --only m/m/8/16 --seed 9 --json
cp "$scratch/out" "$scratch/once"
expect_in out '"seed": 9' "--json"
(($(grep -c '"title"' "$scratch/out") == 1)) || fail "--only chose more than one experiment"
stepstorm selftest --quick --only M/M/8/16 --seed 9 --json
cmp -s "$scratch/out" "$scratch/once" || fail "one seed, two results"
stepstorm selftest --quick --only M/M/8/16 --seed 10 --json
cmp -s "$scratch/out" "$scratch/once" && fail "two seeds, one result"

refused "nothing to check" "--only: no check has 'M/M/7' in its name" selftest --only M/M/7
lines=2 refused "no seed" "--seed" selftest --seed -1

finish
