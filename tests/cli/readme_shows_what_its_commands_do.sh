#!/usr/bin/env bash
# The runs pasted into README.md and docs/*.md are what the program does, apart from times.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

docs/regenerate --check > "$scratch/out" 2>&1 || fail "$(head -c 3000 "$scratch/out")"
(($(grep -c '^<!-- run: stepstorm ' README.md) > 0)) || fail "README.md shows no run"

finish
