#!/usr/bin/env bash
# `explore` finds seeds that fail; `shrink` makes of them an experiment that is small, and fails in the same way.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
experiments=config/experiments

# shrunk FILE OPTIONS...: into $scratch/small.json
shrunk() {
  stepstorm shrink "$@" --out "$scratch/small.json"
  expect_status 0 "shrink $1"
}

brief lost_answers_without_idempotency "1 min" "10 s" "40 s"
shrunk "$scratch/brief_lost_answers_without_idempotency.json"
expect_in out "no_order_charged_twice with 1 order: order 0 was charged 2 times" "what is left"
expect_line small.json '"orders": 1' "one order"
expect_in small.json '"target": { "resource": "payment", "last_attempt": 1 }' "one attempt"
cp "$scratch/small.json" "$scratch/once.json"
stepstorm experiment "$scratch/small.json"
expect_status 3 "the small experiment"
expect_in out "✗ no_order_charged_twice" "the small experiment"
shrunk "$scratch/brief_lost_answers_without_idempotency.json"
cmp -s "$scratch/once.json" "$scratch/small.json" || fail "one experiment, two results"

# Seventeen faults, of which one is enough to make a provider without idempotency charge twice.
sed "s|\"method\"|\"settings\": \"$PWD/config/settings.json\", \"resources\": {\"payment\": {\"settings\": {\"idempotent\": false}}}, \"method\"|" \
  $experiments/mixed_faults.json > "$scratch/mixture.json"
stepstorm explore "$scratch/mixture.json" --seeds 20 --seed 5 --junit "$scratch/seeds.xml" --markdown "$scratch/seeds.md"
expect_status 3 "seeds that fail"
expect_line out '✗ no_order_charged_twice: [0-9]+ seeds, 6 7 ' "which seeds fail"
expect_in out "stepstorm shrink $scratch/mixture.json --seed 6" "how to make it small"
xmllint --noout --schema tests/cli/junit.xsd "$scratch/seeds.xml" 2> "$scratch/judged" || fail "seeds.xml: $(cat "$scratch/judged")"
[[ $(xmllint --xpath 'count(//testcase[failure])' "$scratch/seeds.xml") -ge 2 ]] || fail "seeds.xml names nothing that fails"
grep -q '^| ✗ | no\\_order\\_charged\\_twice | invariants | fails on' "$scratch/seeds.md" || fail "seeds.md: $(cat "$scratch/seeds.md")"
shrunk "$scratch/mixture.json" --seed 6
(($(grep -c '"name"' "$scratch/small.json") == 1)) || fail "more than one fault is left: $(cat "$scratch/small.json")"
expect_line out '^no_order_charged_twice with [1-5] orders?: order' "few orders of the mixture"
stepstorm experiment "$scratch/small.json" --no-control
expect_status 3 "the small mixture"

# A hypothesis that fails after the faults, and only there and during them, goes on doing so.
brief retry_storm "3 min" "1 min" "20 s"
shrunk "$scratch/brief_retry_storm.json" --budget 20
expect_in out "the budget of 20 runs is used up" "the budget"
stepstorm experiment "$scratch/small.json"
expect_status 99 "the small storm"
expect_line out '✗ orders succeed rate>0.95 +before ✓ .*during ✗ .*after ✗ 0' "the small storm"

# Ctrl-C writes the smallest so far.
env --default-signal=INT "$STEPSTORM" shrink "$scratch/brief_retry_storm.json" --out "$scratch/early.json" \
  > "$scratch/out" 2> "$scratch/err" &
started=$SECONDS
until grep -q 'fails on seed 17' "$scratch/err" || ((SECONDS - started > 600)); do sleep 0.1; done
sleep 1
kill -INT $!
status=0
wait $! || status=$?
expect_status 0 "an interrupted search"
expect_in out "interrupted: there may be a smaller one" "an interrupted search"
stepstorm experiment "$scratch/early.json" --no-control
expect_status 99 "what an interrupted search has left"

stepstorm shrink $experiments/lost_answers.json --out "$scratch/none.json"
expect_status 1 "an experiment that holds"
expect_in err "lost_answers.json holds on seed 11: there is nothing to shrink" "an experiment that holds"
[[ ! -e $scratch/none.json ]] || fail "an experiment that holds was written"
cp "$scratch/mixture.json" "$scratch/kept.json"
stepstorm shrink "$scratch/kept.json" --out "$scratch/kept.json"
expect_status 1 "a file over itself"
expect_in err "--out: $scratch/kept.json would be overwritten" "a file over itself"
stepstorm shrink "$scratch/kept.json" --out "$scratch/nowhere/small.json"
expect_in err "--out: there is no folder $scratch/nowhere" "a folder that is not there"

echo '{"machine": 7}' > "$scratch/wrong.json"
for command in shrink explore; do
  stepstorm $command "$scratch/wrong.json"
  expect_status 1 "$command an invalid file"
  expect_in err "wrong.json:1:13: /machine: expected" "$command an invalid file"
done
lines=2 refused "a budget that is none" "--budget: expected a number of runs or a time such as '30 s', found 'much'" \
  shrink $experiments/lost_answers.json --budget much
lines=2 refused "no seeds" "--seeds" explore $experiments/lost_answers.json --seeds 0

stepstorm explore $experiments/mixed_faults.json --seeds 100
expect_status 0 "seeds that hold"
expect_line out '✓ 100 seeds from 1, [0-9,]+ orders: all hold' "seeds that hold"
finish
