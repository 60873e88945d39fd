#!/usr/bin/env bash
# What `graph` draws, and how it refuses: exit code 1 for a definition with errors, 2 for what cannot be read or written.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

machine=config/machines/order_fulfilment.asl.json

# --- pictures
for file in config/machines/*.asl.json; do
  stepstorm graph "$file"
  expect_status 0 "graph $file"
  expect_line out '^<svg xmlns="http://www.w3.org/2000/svg" .* width="[0-9.]+"' "graph $file"
  expect_line out '^</svg>$' "graph $file"
  stepstorm graph "$file" --format dot
  expect_line out '^digraph machine \{$' "graph $file --format dot"
done

stepstorm graph "$machine" --output "$scratch/machine.svg"
expect_status 0 "--output"
[[ ! -s $scratch/out ]] || fail "--output: something went to standard output as well"
grep -q '</svg>' "$scratch/machine.svg" || fail "--output: no SVG was written"

cat > "$scratch/machine.yaml" << 'YAML'
StartAt: Only
States:
  Only: {Type: Pass, End: true}
YAML
stepstorm graph "$scratch/machine.yaml"
expect_in out '>Only<' "a definition in YAML"

# --- runs
stepstorm run OrderFulfilmentStateMachine --input '{"orderId":"12345"}' --history json --seed 1
cp "$scratch/out" "$scratch/result.json"
stepstorm graph "$machine" --history "$scratch/result.json"
expect_status 0 "--history"
expect_in out 'class="node task succeeded"' "--history"
expect_in out "$(sed -nE 's/.*"status": ?"([A-Z_]+)".*/>\1</p' "$scratch/result.json" | head -n 1)" "--history shows the status"

# --- refusals
refused "a missing file" "no such file: $scratch/none.json" graph "$scratch/none.json"
refused "a directory" "this is a directory" graph "$scratch"
refused "a missing history" "no such file: $scratch/none.json" graph "$machine" --history "$scratch/none.json"
printf '{"events": [' > "$scratch/truncated.json"
refused "a truncated history" "$scratch/truncated.json:1:13: " graph "$machine" --history "$scratch/truncated.json"
printf '{}' > "$scratch/empty.json"
refused "no history" "it has no list of events" graph "$machine" --history "$scratch/empty.json"
refused "another machine's history" "is this the history of another one?" graph "$scratch/machine.yaml" --history "$scratch/result.json"
refused "a place that cannot be written to" "cannot write $scratch/none/machine.svg" \
  graph "$machine" --output "$scratch/none/machine.svg"
lines=2 refused "an unknown format" "--format" graph "$machine" --format png

printf '{"StartAt": "Ghost", "States": {"A": {"Type": "Pass", "End": true}}}' > "$scratch/machine.asl.json"
stepstorm graph "$scratch/machine.asl.json"
expect_status 1 "a definition with errors"
expect_in err "machine.asl.json:1:13: error MISSING_TRANSITION_TARGET" "a definition with errors"
[[ ! -s $scratch/out ]] || fail "a definition with errors: something was drawn"

finish
