#!/usr/bin/env bash
# Whatever is wrong with what `run` is given: exit code 2, nothing on standard output, one line with the place.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

machine=OrderProcessingStateMachine

# --- inputs
head -c 10000000 /dev/zero | tr '\0' ' ' > "$scratch/large.json"
printf '{"orderId": "12345"' > "$scratch/truncated.json"
refused "truncated JSON" "--input:1:12: " run $machine --input '{"orderId":'
refused "a truncated file" "$scratch/truncated.json:1:20: " run $machine --input "@$scratch/truncated.json"
refused "a missing file" "no such file: $scratch/none.json" run $machine --input "@$scratch/none.json"
refused "a directory" "this is a directory, not a file: $scratch" run $machine --input "@$scratch"
refused "10 MB in a file" "larger than 262144 bytes" run $machine --input "@$scratch/large.json"
stdin=$scratch/large.json refused "10 MB on standard input" "larger than 262144 bytes" run $machine --input -
refused "a name with a space" "--name: " run $machine --name "order 1"
refused "a machine's name with a slash" "--machine-name: " run $machine --machine-name "a/b"

# --- machines
refused "no such machine" "did you mean OrderProcessingStateMachine?" run OrderProcesingStateMachine
refused "no such file" "no file and no state machine is called 'none.asl.json'" run none.asl.json
refused "a directory as definition" "this is a directory" run "$scratch"

definition() { printf '%s' "$1" > "$scratch/machine.asl.json"; }
definition '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}'
refused "a truncated definition" "$scratch/machine.asl.json:1:" run "$scratch/machine.asl.json"
definition '{"StartAt": "Ghost", "States": {"A": {"Type": "Pass", "End": true}}}'
lines=2 refused "a missing StartAt target" "machine.asl.json:1:13: error MISSING_TRANSITION_TARGET" run "$scratch/machine.asl.json"
definition '{"StartAt": 1, "States": {"A": {"Type": "Pass", "End": true, "Comment": 2}}}'
lines=2 refused "wrong types" "machine.asl.json:1:13: error SCHEMA_VALIDATION_FAILED" run "$scratch/machine.asl.json"
definition '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true, "Colour": "red"}}}'
refused "an unknown field" "Colour" run "$scratch/machine.asl.json"
definition '[]'
refused "no object" "machine.asl.json:1:1: error" run "$scratch/machine.asl.json"

# --- settings
settings() { printf '%s' "$1" > "$scratch/settings.json"; }
function='arn:aws:lambda:us-east-1:123456789012:function'
settings '{"resources": [{"name": "v", "arn": "'$function':ValidateOrder", "kind": "validate"}]}'
lines=2 refused "tasks that nothing answers" \
  "order_processing.asl.json:12:19: error UNBOUND_TASK: nothing answers state 'ProcessPayment': $scratch/settings.json binds no workers to $function:ProcessPayment; a row such as" \
  run config/machines/order_processing.asl.json --settings "$scratch/settings.json" --strict
settings '{"resources": [{"name": "v", "arn": "'$function':ValidateOrder", "kind": "courier"}]}'
refused "an unknown kind of worker" "$scratch/settings.json:1:" run $machine --settings "$scratch/settings.json"
settings '{"resources": ['
refused "truncated settings" "$scratch/settings.json:1:16: " run $machine --settings "$scratch/settings.json"
settings '{"resources": [{"name": "v", "arn": "'$function':V", "kind": "echo", "actorz": 2}]}'
refused "an unknown setting" "did you mean 'actors'?" run $machine --settings "$scratch/settings.json"
refused "missing settings" "no such file: $scratch/none.json" run $machine --settings "$scratch/none.json"
refused "a directory as settings" "this is a directory" run $machine --settings "$scratch"

# --- words
lines=2
refused "a substitution without a name" "--substitute: expected NAME=VALUE, NAME=@FILE or @FILE, found '=x'" run $machine --substitute =x
refused "a substitution's missing file" "no such file: $scratch/none.json" run $machine --substitute "@$scratch/none.json"
refused "no command" "stepstorm --help"
refused "an unknown command" "did you mean 'run'?" rum
refused "an unknown option" "did you mean '--history'?" run $machine --histroy live
refused "an unknown view" "--history" run $machine --history film

finish
