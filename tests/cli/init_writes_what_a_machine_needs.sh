#!/usr/bin/env bash
# `stepstorm init` on each shipped machine: what it writes can be run as it is, and is never written over.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

for machine in config/machines/*.asl.json; do
  name=$(basename "$machine" .asl.json)
  stepstorm init "$machine" --out "$scratch/$name"
  expect_status 0 "init $name"
  expect_line out '[1-9][0-9,]* started' "$name runs at once"
  stepstorm experiment "$scratch/$name/experiment.json"
  ((status == 0 || status == 99)) || fail "$name: the experiment cannot be run: $(head -c 600 "$scratch/err")"
  expect_line out '✓ not_done_too_often +[1-9]' "$name: its invariant sees effects"
  expect_line out 'it fails before the work +[1-9]' "$name: its faults strike"
  stepstorm validate "$machine"
  expect_status 0 "$name"
  stepstorm run "$machine" --machine-name "$(jq -r '.StateMachines | keys[0]' "$scratch/$name/mocks.json")" --input '{}' --mocks "$scratch/$name/mocks.json" --test-case HappyPath --clock virtual --history none
  ((status == 0 || status == 1)) || fail "$name: the mocks cannot be read: $(head -c 600 "$scratch/err")"
done

before=$(cat "$scratch/order_fulfilment/settings.json")
stepstorm init config/machines/order_fulfilment.asl.json --out "$scratch/order_fulfilment"
expect_status 2 "what is there"
expect_in err "settings.json is there already: nothing was written" "is not written over"
[[ $(cat "$scratch/order_fulfilment/settings.json") == "$before" ]] || fail "settings.json was written over"

stepstorm init no_such_machine.asl.json --out "$scratch/none"
expect_status 2 "a machine that is not there"
[[ ! -e $scratch/none ]] || fail "something was written for no machine"

finish
