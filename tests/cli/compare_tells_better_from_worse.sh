#!/usr/bin/env bash
# `compare`: two reports, metric by metric; what differs by chance is told from what does not.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/echo.asl.json" << 'JSON'
{"StartAt": "Serve", "States": {"Serve": {"Type": "Task", "End": true,
  "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Serve"}}}
JSON
mkdir "$scratch/config"
cat > "$scratch/config/settings.json" << 'JSON'
{"resources": [{"name": "serve", "arn": "arn:aws:lambda:us-east-1:123456789012:function:Serve", "kind": "echo"}]}
JSON

# report NAME SERVICE_TIME ARGS...: simulates with that mean service time, and leaves $scratch/NAME.report.json
report() {
  local name=$1
  cat > "$scratch/$name.json" << JSON
{"title": "Load $name", "seed": 3, "machine": "echo.asl.json", "duration": "2 min", "warm_up": "10 s",
 "arrivals": {"poisson": 30},
 "resources": {"serve": {"workers": 1, "capacity": 4, "service_time": {"exponential": "$2"},
   "errors": [{"error": "Flaky", "cause": "now and then", "probability": ${errors:-0.1}}]}}}
JSON
  stepstorm simulate "$scratch/$name.json" --out "$scratch/$name.report.json" "${@:3}"
  expect_status 0 "simulating $name"
}
report quick "90 ms" --replications 6
report slow "115 ms" --replications 6
report other "90 ms" --replications 4 --seed 77
errors=0 report sound "90 ms" --replications 6
report single "90 ms"
report single_slow "115 ms"

# --- the same seeds
stepstorm compare "$scratch/quick.report.json" "$scratch/slow.report.json"
expect_status 99 "worse"
expect_line out "^A  $scratch/quick.report.json: Load quick\$" "what A is"
expect_line out '^paired t-test over 6 pairs of runs with the same seeds, 95 % for all verdicts together$' "the test"
expect_line out '^metric +A +B +B - A +relative +verdict$' "the header"
expect_line out '^response_time_ms avg +[0-9.]+ ms +[0-9.]+ ms +\+[0-9.]+ ± [0-9.]+ ms +\+[0-9.]+ % +worse$' "response times"
expect_line out '^utilisation\{resource:serve\} .* higher$' "what is neither better nor worse"
expect_line out '^executions_started +[0-9]+ +[0-9]+ +0 +0 % +same$' "the same arrivals"
expect_line out '^[0-9]+ better, [1-9][0-9]* worse$' "the sum"

stepstorm compare "$scratch/slow.report.json" "$scratch/quick.report.json"
expect_status 0 "the other way round"
expect_line out '^response_time_ms avg .* better$' "the other way round"

stepstorm compare "$scratch/quick.report.json" "$scratch/quick.report.json"
expect_status 0 "a report and itself"
expect_line out '^0 better, 0 worse$' "a report and itself"

# --- other seeds
stepstorm compare "$scratch/quick.report.json" "$scratch/other.report.json"
expect_line out "^Welch's t-test over 6 runs and 4 runs, 95 % for all verdicts together\$" "the test"
expect_line out '^response_time_ms avg .* no significant difference$' "what differs by chance"

# --- an error that only one side has
stepstorm compare "$scratch/quick.report.json" "$scratch/sound.report.json"
expect_line out '^errors\{error:Flaky\} +[0-9.]+ +0 +-[0-9.]+ ± [0-9.]+ +-100.0 % +better$' "no errors any more"
stepstorm compare "$scratch/sound.report.json" "$scratch/quick.report.json"
expect_line out '^errors\{error:Flaky\} +0 +[0-9.]+ +\+[0-9.]+ ± [0-9.]+ +- +worse$' "errors that were not there"

# --- one run
stepstorm compare "$scratch/single.report.json" "$scratch/single_slow.report.json"
expect_status 0 "one run each"
expect_line out '^one run each: nothing can be said about significance, these are differences only$' "one run each"
expect_line out '^response_time_ms avg +[0-9.]+ ms +[0-9.]+ ms +\+[0-9.]+ ms +\+[0-9.]+ %$' "a difference without a verdict"
stepstorm compare "$scratch/single.report.json" "$scratch/slow.report.json"
expect_line out '^one run of A: nothing can be said about significance, these are differences only$' "one run of one side"
# --- what is asked about, and how much of it matters
stepstorm compare "$scratch/quick.report.json" "$scratch/slow.report.json" --metric 'utilisation{resource:serve}' \
  --metric response_time_ms --margin 0.1% --html "$scratch/compared.html" --junit "$scratch/compared.xml" \
  --markdown "$scratch/compared.md"
expect_status 99 "a metric that is worse"
[[ $(sed -n '/^metric /{n;p}' "$scratch/out") == utilisation* ]] || fail "what is asked about first does not come first"
expect_line out '^response_time_ms p\(99\) .* worse$' "all aggregations of a metric"
expect_line out '^success_rate +[0-9.]+ % +[0-9.]+ % +[-+0-9.]+( points)? +[-+0-9.]+ %$' "what is not asked about is not judged"
xmllint --noout --schema tests/cli/junit.xsd "$scratch/compared.xml" 2> "$scratch/judged" || fail "compared.xml: $(cat "$scratch/judged")"
[[ $(xmllint --xpath 'count(//testcase[failure])' "$scratch/compared.xml") -gt 0 ]] || fail "no test case fails"
xmllint --xpath '//testcase[@name="success_rate"]/skipped' "$scratch/compared.xml" > "$scratch/judged" || fail "what was not judged is skipped"
grep -q '^| ✗ | response\\_time\\_ms avg | comparison | .* worse |$' "$scratch/compared.md" || fail "the Markdown names nothing worse"
grep -q 'Something is worse' "$scratch/compared.html" || fail "the page has another verdict"
stepstorm compare "$scratch/quick.report.json" "$scratch/slow.report.json" --metric 'response_time_ms p(99)' --margin 100%
expect_status 0 "a margin as wide as that"
expect_line out '^response_time_ms p\(99\) .* within the margin$' "a margin as wide as that"
stepstorm compare "$scratch/quick.report.json" "$scratch/slow.report.json" --metric response_time
expect_status 1 "a metric that is in neither"
expect_in err "--metric: neither report has 'response_time'; there are success_rate" "a metric that is in neither"
lines=2 refused "a margin that is none" "--margin: expected a share from 0% to 100%, found 'much'" \
  compare "$scratch/quick.report.json" "$scratch/slow.report.json" --margin much

# --- for programs
stepstorm compare "$scratch/quick.report.json" "$scratch/slow.report.json" --json --confidence 0.99
expect_status 99 "--json"
expect_line out '^  "test": "paired",$' "--json: the test"
expect_line out '^  "confidence": 0.99,$' "--json: the confidence"
expect_line out '^    "title": "Load quick",$' "--json: what A is"
expect_line out '^      "metric": "response_time_ms avg",$' "--json: a metric"
expect_line out '^      "relative": null,$' "--json: no share of nothing"
expect_line out '^      "verdict": "worse"$' "--json: a verdict"

# --- experiments: phases too
cat > "$scratch/outage.json" << JSON
{"seed": 3, "machine": "echo.asl.json", "duration": "1 min", "arrivals": {"poisson": 20},
 "method": [{"name": "out", "error": {"error": "Out"}, "target": {"resource": "serve"}, "start": "20 s", "duration": "10 s"}]}
JSON
stepstorm experiment "$scratch/outage.json" --no-control --replications 4 --out "$scratch/outage"
expect_status 0 "an experiment"
sed -i 's/"out", "error"/"out", "probability": 0.2, "error"/' "$scratch/outage.json"
stepstorm experiment "$scratch/outage.json" --no-control --replications 4 --out "$scratch/milder"
stepstorm compare "$scratch/outage/report.json" "$scratch/milder/report.json"
expect_status 0 "a milder outage"
expect_line out '^success_rate\{phase:during\} +0 % +[0-9.]+ % .* points .* better$' "during the outage"
expect_line out '^success_rate\{phase:before\} +100\.0 % +100\.0 % +0 +0 % +same$' "before the outage"
stepstorm compare "$scratch/milder/report.json" "$scratch/outage/report.json"
expect_status 99 "the other way round"

finish
