#!/usr/bin/env bash
# Help and version.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

for command in "" run demo simulate experiment explore shrink sweep compare selftest validate graph conform eval serve; do
  # shellcheck disable=SC2086  # no word when there is no command
  stepstorm $command --help
  expect_status 0 "$command --help"
  expect_in out "stepstorm" "$command --help"
  [[ ! -s $scratch/err ]] || fail "$command --help: complaints"
done
stepstorm --help
for command in run demo simulate experiment explore shrink sweep compare selftest validate graph conform eval serve version; do expect_line out "^  $command " "--help"; done

stepstorm version
expect_status 0 "version"
expect_line out '^stepstorm [0-9]+\.[0-9]+\.[0-9]+$' "version"

finish
