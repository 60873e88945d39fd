#!/usr/bin/env bash
# stepstorm conform: runs cases, names those that fail and why, writes results, and says it all in its exit code.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cases=$scratch/cases
mkdir -p "$cases/orders" "$cases/broken"

# record FILE OUTPUT: a case of a machine that hands on its input {"n":1}, said to have ended with OUTPUT
record() {
  printf '{"definition":{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}},"input":{"n":1},
    "expect":{"status":"SUCCEEDED","output":%s}}' "$2" > "$cases/$1.json"
}
record orders/good '{"n":1}'
record orders/bad '{"n":2}'
echo '{"definition":{"StartAt":"A"},"expect":{"status":"SUCCEEDED"}}' > "$cases/broken/refused.json"

stepstorm conform "$cases/orders/good.json"
expect_status 0 "a case that passes"
expect_in out '1 case passed at level history, 0 failed' "a case that passes"

stepstorm conform "$cases"
expect_status 1 "cases that fail"
expect_line out '^FAIL orders/bad  \$\.output\.n: expected 2, found 1$' "the first difference"
expect_line out '^FAIL broken/refused  refused: Invalid State Machine Definition: ' "a refusal"
expect_line out '^total +3 +1/3 +- +-$' "the table"

stepstorm conform "$cases" --failed-only --verbose
expect_in out '    expected 2' "--verbose"
[[ $(grep -c '^total' "$scratch/out") == 0 ]] || fail "--failed-only: there is a table"

stepstorm conform "$cases" --area broken --json
expect_status 1 "--json"
expect_in out '"id": "broken/refused"' "--json"
[[ $(grep -c '"id"' "$scratch/out") == 1 ]] || fail "--area: there are others"

stepstorm conform "$cases" --out "$scratch/results"
expect_status 1 "--out"
expect_in results/orders/good.json '"status":"SUCCEEDED","output":"{\"n\":1}"' "--out"
expect_in results/broken/refused.json '"status":null' "--out"

stepstorm conform "$cases" --format markdown
expect_in out '| `orders` | 0 | 2 | 1/2 | - | - |  |' "--format markdown"

echo '{"expect":{}}' > "$cases/orders/unreadable.json"
stepstorm conform "$cases"
expect_status 2 "an unreadable case"
expect_in err "orders/unreadable.json:1:1: 'definition' is missing" "an unreadable case"
expect_line out '^total +3 ' "what can be read is run all the same"

stepstorm conform "$scratch/nowhere"
expect_status 2 "no such folder"
expect_in err "nowhere: there is no such file or folder" "no such folder"
lines=2 refused "a misspelt option" "there is no option '--stricter'" conform "$cases" --stricter

finish
