#!/usr/bin/env bash
# Help and version.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

for command in "" run demo simulate experiment explore shrink sweep compare selftest validate graph conform eval init completion serve; do
  # shellcheck disable=SC2086  # no word when there is no command
  stepstorm $command --help
  expect_status 0 "$command --help"
  expect_in out "stepstorm" "$command --help"
  [[ ! -s $scratch/err ]] || fail "$command --help: complaints"
done
stepstorm --help
for command in run demo simulate experiment explore shrink sweep compare selftest validate graph conform eval init completion serve version; do expect_line out "^  $command " "--help"; done

stepstorm version
expect_status 0 "version"
expect_line out '^stepstorm [0-9]+\.[0-9]+\.[0-9]+$' "version"

# What shells complete by is the grammar's own.
# completes WORD...: what bash offers for the last of these words
completes() {
  # shellcheck disable=SC2034  # read by the function
  COMP_WORDS=(stepstorm "$@") COMP_CWORD=$#
  _stepstorm
  echo "${COMPREPLY[*]}"
}
stepstorm completion bash
expect_status 0 "completion bash"
# shellcheck source=/dev/null
source "$scratch/out"
[[ $(completes sim) == simulate ]] || fail "sim is completed to '$(completes sim)'"
[[ $(completes experiment --ju) == --junit ]] || fail "--ju is completed to '$(completes experiment --ju)'"
[[ $(completes validate --ju) == "" ]] || fail "validate has no --junit"
for shell in zsh fish; do
  stepstorm completion $shell
  expect_status 0 "completion $shell"
  expect_in out junit "completion $shell"
  ! command -v $shell > /dev/null || $shell -n "$scratch/out" || fail "completion $shell is no $shell"
done
stepstorm completion tcsh
expect_status 2 "another shell"
expect_in err "expected bash, zsh or fish, found 'tcsh'" "another shell"

finish
