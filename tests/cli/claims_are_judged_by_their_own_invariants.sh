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

xmllint --noout --schema tests/cli/junit.xsd "$scratch/junit.xml" 2> "$scratch/judged" || fail "junit.xml: $(cat "$scratch/judged")"
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

# --- six hours become one claim
jq ".settings = \"$PWD/config/insurance_claim.settings.json\" | .duration = \"6 h\" | .method[0].start = \"1 h\"
    | .method[0].duration = \"4 h\"" $experiments/payout_lost_answers_without_idempotency.json > "$scratch/six_hours.json"
stepstorm shrink "$scratch/six_hours.json" --out "$scratch/claim.json"
expect_status 0 "shrinking it"
expect_line out "^no_claim_paid_twice with 1 claim: claim C-1 \\(no\\. 0\\) has 'payout' [2-9] times, at most 1 is allowed\$" "one claim is left"
! grep -q "there may be a smaller one" "$scratch/out" || fail "the search does not end by itself"
[[ $(jq -c '[.orders, (.method | length), (.invariants | length), .resources]' "$scratch/claim.json") == \
  '[1,1,1,{"bank":{"settings":{"idempotent":false}}}]' ]] || fail "more is left: $(cat "$scratch/claim.json")"
stepstorm experiment "$scratch/claim.json" --no-control
expect_status 3 "one claim that is paid twice"
expect_line out "^ +claim C-1 \\(no\\. 0\\) has 'payout' [2-9] times" "which claim that is"
jq 'del(.resources)' "$scratch/claim.json" > "$scratch/cured.json"
stepstorm experiment "$scratch/cured.json" --no-control
expect_status 0 "idempotency cures this claim"
expect_line out '[1-9] fired of' "though its answer is lost as before"

stepstorm experiment $experiments/payout_lost_answers.json
expect_status 0 "idempotency cures it"
expect_line out '✓ no_claim_paid_twice +[1-9][0-9,]* keys checked' "of as many claims"
expect_line out '[1-9][0-9,]* fired of' "under the same faults"
diff <(jq 'del(.title, .description)' $experiments/payout_lost_answers.json) \
  <(jq 'del(.title, .description, .resources)' $experiments/payout_lost_answers_without_idempotency.json) ||
  fail "something else differs between the two"

# --- thresholds of parts, in a scenario
stepstorm simulate config/scenarios/insurance_claims.json --junit "$scratch/load.xml" --out "$scratch/load.json"
expect_status 0 "two days of claims"
expect_line out '^claims +[0-9,]+ started' "what runs is called claims"
expect_line out '^threshold +✓ response_time_ms\{not_visited:AssessClaim\} p\(99\)<60000: [0-9.]+$' "what no person looks at is quick"
xmllint --noout --schema tests/cli/junit.xsd "$scratch/load.xml" 2> "$scratch/judged" || fail "load.xml: $(cat "$scratch/judged")"
[[ $(xmllint --xpath 'string(/testsuites/@tests)' "$scratch/load.xml") == 4 ]] || fail "load.xml: four thresholds"
jq -e '[.replications[0].metrics | to_entries[] | select(.key | startswith("state_time_ms"))] | length == 1' \
  "$scratch/load.json" > "$scratch/judged" || fail "the report has no metric of a part"
jq ".settings = \"$PWD/config/insurance_claim.settings.json\" | .thresholds = {\"success_rate{product:home}\": [\"rate>0.999\"]}" \
  config/scenarios/insurance_claims.json > "$scratch/strict.json"
stepstorm simulate "$scratch/strict.json" --markdown "$scratch/load.md"
expect_status 99 "a threshold that does not hold"
expect_line out '^threshold +✗ success_rate\{product:home\} rate>0.999' "which one"
grep -q '^| ✗ | success\\_rate{product:home} rate>0.999 | thresholds |' "$scratch/load.md" || fail "load.md: $(cat "$scratch/load.md")"
jq '.thresholds = {"success_rate{produkt:home}": ["rate>0.999"]}' "$scratch/strict.json" > "$scratch/typo.json"
stepstorm simulate "$scratch/typo.json"
expect_status 2 "a tag that is not there"
expect_in err "the scenario has no tag 'produkt'; did you mean 'product'?" "a tag that is not there"

stepstorm experiment $experiments/payout_bank_closed.json
expect_status 0 "a night without a bank violates nothing"
expect_line out 'Claim.Denied +[1-9]' "though some claims are denied"

stepstorm experiment $experiments/payout_lost_answers.json --junit "$scratch/none/junit.xml"
expect_status 1 "a report that cannot be written"
expect_in err "--junit: cannot write" "is said before anything runs"

finish
