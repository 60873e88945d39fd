#!/usr/bin/env bash
# The commands of README's section "From the aws cli" against a server of their own; needs /usr/bin/aws.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
[[ -x /usr/bin/aws ]] || { echo "skipped: there is no /usr/bin/aws"; exit 77; }

serve --clock virtual

awk '/^## From the aws cli/ { there = 1 } there && /^```$/ { exit } there && text { print } there && /^```sh/ { text = 1 }' README.md |
  grep -v '^stepstorm serve' | sed "s#http://127.0.0.1:8083#$url#; s#aws --endpoint#/usr/bin/aws --endpoint#" > "$scratch/commands"
(($(wc -l < "$scratch/commands") > 5)) || fail "README has no commands"
bash -eu "$scratch/commands" > "$scratch/out" 2> "$scratch/err" || fail "a command failed: $(cat "$scratch/err")"
expect_line out '^SUCCEEDED	"good morning"$' "a wait of a day is over"
expect_line out '^ExecutionStarted	WaitStateEntered	WaitStateExited	PassStateEntered	PassStateExited	ExecutionSucceeded$' "history"
expect_line out '^2026-01-02T' "the virtual clock has moved by a day"
expect_line out '^ABORTED	Enough	the shop is closed$' "an execution that was stopped"

kill "$server"
for _ in {1..60}; do kill -0 "$server" 2> /dev/null || break; sleep 0.1; done
kill -0 "$server" 2> /dev/null && fail "SIGTERM did not end the server within six seconds"
finish
