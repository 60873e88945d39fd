#!/usr/bin/env bash
# stepstorm eval: results as JSON, errors with their code and a caret, three languages, two dialects, a suite.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

stepstorm eval '$sum(items.(price * n))' --input '{"items":[{"price":2.5,"n":2},{"price":1,"n":3}]}'
expect_status 0 "a result"
expect_line out '^8$' "a result"

echo '{"a":{"b":[1]}}' > "$scratch/input.json"
stepstorm eval 'a' --input "@$scratch/input.json"
expect_in out '"b": [' "an input from a file"

stepstorm eval '$limit > 2 ? "over"' --bindings '{"limit":3}'
expect_line out '^"over"$' "a binding"

stepstorm eval $'1 +\n  "a"'
expect_status 1 "an expression that fails"
expect_line err '^T2002: The right side of the "\+" operator must evaluate to a number$' "its error"
expect_line err '^  1 \+$' "its line"
expect_line err '^    \^$' "the caret"

stepstorm eval 'missing'
expect_status 1 "nothing"
expect_in err 'returned nothing (undefined)' "nothing"

stepstorm eval 'a ?? 1'
expect_status 2 "?? in AWS's dialect"
expect_line err '^S0211: ' "?? in AWS's dialect"
stepstorm eval 'a ?? 1' --dialect 2.2
expect_line out '^1$' "?? in 2.2"

stepstorm eval '$.a.b[0]' --language jsonpath --input "@$scratch/input.json"
expect_line out '^1$' "JSONPath"
stepstorm eval '$.x' --language jsonpath
expect_status 1 "JSONPath that selects nothing"
expect_in err "No results for path: \$['x']" "JSONPath that selects nothing"
stepstorm eval "States.Format('{}!', \$name)" --language intrinsic --bindings '{"name":"Ann"}'
expect_line out '^"Ann!"$' "an intrinsic function"

refused "no expression" "expected either an EXPRESSION or --suite DIR" eval
refused "bindings that are no object" "--bindings: expected an object" eval 1 --bindings '[]'
refused "input that is no JSON" "--input:1:" eval 1 --input '{'

mkdir -p "$scratch/suite/groups/sums"
echo '[{"expr":"1+1","result":2},{"expr":"1+1","result":3}]' > "$scratch/suite/groups/sums/a.json"
stepstorm eval --suite "$scratch/suite"
expect_status 1 "a suite with a failing case"
expect_line out '^FAIL sums/a\.json\[1\]$' "the failing case"
expect_line out '^sums: 1 passed, 1 failed$' "its group"
expect_line out '^1 passed, 1 failed$' "all"

finish
