#!/usr/bin/env bash
# Bytes that are not UTF-8, at every door: one line says so, and nothing dies of them.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

root=$PWD
mkdir "$scratch/bucket"
printf 'code\ncaf\xe9\n' > "$scratch/bucket/latin1.csv"
: > "$scratch/bucket/$(printf 'name\xff.txt')"
cat > "$scratch/settings.json" << EOF2
{"buckets": {"b": "bucket"}, "resources": [{"name": "a", "arn": "*", "kind": "echo"}]}
EOF2
map() { # map NAME READER ERROR_PATH
  cat > "$scratch/$1.asl.json" << EOF2
{"StartAt": "M", "States": {
  "M": {"Type": "Map", "ItemReader": $2, "Next": "F",
        "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                          "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}},
  "F": {"Type": "Fail", "ErrorPath": "$3"}}}
EOF2
  printf '{"machine": "%s.asl.json", "settings": "settings.json", "duration": "2 s", "arrivals": {"constant": 5}}' "$1" > "$scratch/$1.json"
}
map csv '{"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
          "Parameters": {"Bucket": "b", "Key": "latin1.csv"}}' '$[0].code'
map list '{"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "b", "Prefix": "name"}}' '$[0].Key'

for machine in csv list; do
  stepstorm simulate "$scratch/$machine.json" --format json --out "$scratch/$machine.report.json"
  expect_status 0 "$machine: simulate"
  jq -e '.replications[0].errors | keys == ["States.ItemReaderFailed"]' "$scratch/$machine.report.json" > /dev/null ||
    fail "$machine: the reader did not fail: $(jq -c '.replications[0].errors' "$scratch/$machine.report.json")"
  stepstorm experiment "$scratch/$machine.json" --format json
  expect_status 0 "$machine: experiment"
  stepstorm run "$scratch/$machine.asl.json" --settings "$scratch/settings.json" --clock virtual --history none
  expect_status 1 "$machine: run"
  expect_line out '^cause  .*not UTF-8' "$machine: run says why"
done

latin=$(printf 'caf\xe9')
cp "$scratch/csv.json" "$scratch/$latin.json"
for words in "simulate $scratch/$latin.json" "validate $latin.json" "run $latin" "sweep $scratch/csv.json --vary /title=$latin"; do
  # shellcheck disable=SC2086
  lines=1 refused "a word in latin-1: ${words%% *}" "stepstorm: this word is not UTF-8: " $words
  iconv -f UTF-8 "$scratch/err" > /dev/null || fail "${words%% *}: the complaint is not UTF-8"
done

printf '{"StartAt":"A","States":{"A":{"Type":"Pass","Comment":"caf\xe9","End":true}}}' > "$scratch/definition.json"
printf 'StartAt: A\nStates:\n  A: {Type: Pass, Comment: "caf\xe9", End: true}\n' > "$scratch/definition.yaml"
for definition in json yaml; do
  refused "a definition in latin-1" "not UTF-8 at byte " run "$scratch/definition.$definition"
done

mkdir "$scratch/$latin" && cd "$scratch/$latin" || exit 1
refused "a folder in latin-1" "the current folder's name is not UTF-8" version
cd "$root" || exit 1

finish
