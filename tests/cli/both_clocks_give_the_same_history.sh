#!/usr/bin/env bash
# In real time and in virtual time an execution goes the same way: only its timestamps differ.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

history() {
  stepstorm run OrderFulfilmentStateMachine --input '{"orderId":"1","card":"4000000000000119"}' --history json --clock "$1"
  expect_status 0 "--clock $1"
  sed -E 's/"timestamp": *"[^"]*"//' "$scratch/out" > "$scratch/$1"
}
history wall
history virtual
grep -q LambdaFunctionFailed "$scratch/wall" || fail "no retry in this history: it proves little"
diff "$scratch/wall" "$scratch/virtual" > "$scratch/difference" || fail "they differ: $(head -c 600 "$scratch/difference")"

finish
