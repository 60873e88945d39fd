#!/usr/bin/env bash
# The insurance claim, whose workers, effects and invariants are all of its own files: a payout made twice is found, and cured
# by idempotency. What was found goes to CI as JUnit's XML and as Markdown.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

experiments=config/experiments

stepstorm experiment $experiments/payout_lost_answers_without_idempotency.json --junit "$scratch/junit.xml" \
  --markdown "$scratch/summary.md" --out "$scratch/report"
expect_status 3 "a bank without idempotency pays twice"
expect_line out '✗ no_claim_paid_twice +[0-9]+ of [0-9,]+ keys, [0-9,]+ effects, [0-9,]+ claims' "which its own invariant finds"
expect_line out "^ +claim C-[0-9]+ \(no\. [0-9]+\) has 'payout' [2-9] times, at most 1 is allowed$" "and says of which claim"
expect_line out '– no_order_charged_twice +not applicable' "nothing is charged here"
expect_line out '✓ every_claim_ends +[0-9,]+ claims checked' "what runs is called claims"
for held in what_is_paid_ends_well what_ends_well_is_paid no_reserve_is_left what_is_denied_is_not_paid \
  a_claim_takes_ten_days_at_most what_is_paid_was_claimed; do
  [[ $held == what_is_paid_was_claimed ]] || expect_line out "✓ $held +[1-9]" "$held holds of something"
done
expect_line out '✗ what_is_paid_was_claimed' "more was paid than was claimed"

xmllint --noout "$scratch/junit.xml" || fail "junit.xml is no XML"
[[ $(xmllint --xpath 'count(//testcase[failure])' "$scratch/junit.xml") == 2 ]] || fail "junit.xml: two test cases fail"
[[ $(xmllint --xpath 'string(/testsuites/@failures)' "$scratch/junit.xml") == 2 ]] || fail "junit.xml: counts no two failures"
[[ $(xmllint --xpath 'count(//testcase)' "$scratch/junit.xml") == $(xmllint --xpath 'string(/testsuites/@tests)' "$scratch/junit.xml") ]] ||
  fail "junit.xml: counts other test cases than it has"
[[ $(xmllint --xpath 'count(//testcase[skipped])' "$scratch/junit.xml") == 3 ]] || fail "junit.xml: what is not applicable is skipped"
grep -q "^| ✗ | no\\\\_claim\\\\_paid\\\\_twice | invariants | [0-9]* of" "$scratch/summary.md" || fail "summary.md: $(head -c 900 "$scratch/summary.md")"
grep -q "^- claim C-[0-9]* (no. [0-9]*) has 'payout' 2 times" "$scratch/summary.md" || fail "summary.md names no claim"
jq -e '.invariants[] | select(.name == "no_claim_paid_twice") | .violations > 0 and .examples[0].history != []
       and (.examples[0].subject | startswith("claim C-"))' "$scratch/report/report.json" > "$scratch/judged" || fail "report.json says otherwise"
grep -q 'claim C-[0-9]* (no\. [0-9]*)' "$scratch/report/report.html" || fail "the page names no claim"

stepstorm experiment $experiments/payout_lost_answers.json
expect_status 0 "idempotency cures it"
expect_line out '✓ no_claim_paid_twice +[1-9][0-9,]* keys checked' "of as many claims"
expect_line out '[1-9][0-9,]* fired of' "under the same faults"
diff <(jq 'del(.title, .description)' $experiments/payout_lost_answers.json) \
  <(jq 'del(.title, .description, .resources)' $experiments/payout_lost_answers_without_idempotency.json) ||
  fail "something else differs between the two"

stepstorm experiment $experiments/payout_bank_closed.json
expect_status 0 "a night without a bank violates nothing"
expect_line out 'Claim.Denied +[1-9]' "though some claims are denied"

stepstorm experiment $experiments/payout_lost_answers.json --junit "$scratch/none/junit.xml"
expect_status 1 "a report that cannot be written"
expect_in err "--junit: cannot write" "is said before anything runs"

finish
