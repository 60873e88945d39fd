#!/usr/bin/env bash
# Fuzzes one target: tests/fuzz/run.sh json_path [seconds]. Findings and the corpus stay in /tmp/stepstorm-fuzz/<target>.
set -euo pipefail
target=${1:?json, json_path or intrinsic}
seconds=${2:-60}
cd "$(dirname "$0")/../.."
home=/tmp/stepstorm-fuzz/$target
mkdir -p "$home/corpus" "$home/objects"
sources=(tests/fuzz/"$target"_fuzz.cpp asl/json*.cpp asl/path_*.cpp asl/reference_path.cpp asl/intrinsic*.cpp
  asl/java_object.cpp asl/payload*.cpp)
compiler="$(command -v ccache || true) clang++-14"
printf '%s\n' "${sources[@]}" | xargs -P 2 -I{} sh -c "$compiler -std=c++20 -g -O1 -fsanitize=fuzzer-no-link,address,undefined \
  -fno-sanitize-recover=all -I. -c {} -o $home/objects/\$(basename {}).o"
clang++-14 -fsanitize=fuzzer,address,undefined "$home"/objects/*.o -lre2 -lcrypto -o "$home/fuzz"
dictionary=$PWD/tests/fuzz/asl.dict
cd "$home"
./fuzz -max_total_time="$seconds" -max_len=600 -dict="$dictionary" -timeout=20 -rss_limit_mb=4096 corpus
