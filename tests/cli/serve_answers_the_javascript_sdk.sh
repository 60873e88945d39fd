#!/usr/bin/env bash
# @aws-sdk/client-sfn, unmodified: each of its operations and modelled errors. ./dev packages clients installs it.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
modules=$PWD/build/clients/node_modules
command -v node > /dev/null || { echo "skipped: there is no node"; exit 77; }
[[ -d $modules/@aws-sdk/client-sfn ]] || { echo "skipped: ./dev packages clients has not installed the SDK"; exit 77; }

serve --clock virtual
node tests/clients/sfn.mjs "$url" "$modules" > "$scratch/out" 2>&1 || fail "$(cat "$scratch/out")"
expect_line out '^37 operations, 20 modelled errors$' "all of them"
finish
