#!/usr/bin/env bash
# Whole reports against those of tests/cli/reports, which people have looked at: what a terminal of 80 columns shows, Markdown,
# JUnit's XML, and the text of pages. RENEW=1 writes them anew, as docs/regenerate does; then look at what has changed.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

reports=tests/cli/reports
export COLUMNS=80

# looked_at NAME: standard input against the file of that name; what each run takes of real time is left out
looked_at() {
  sed -E 's/^in [0-9].*/in TIME/; s/ in [^:]*: [0-9,]+ times real time, .*/ in TIME/; s/^stepstorm [0-9.]+$/stepstorm VERSION/
          s/^(stepstorm|version)  [0-9.]+$/\1  VERSION/' > "$scratch/$1"
  if [[ -n ${RENEW:-} ]]; then
    cp "$scratch/$1" "$reports/$1"
  else
    diff -u "$reports/$1" "$scratch/$1" > "$scratch/difference" ||
      fail "$1 reads otherwise (RENEW=1 $0 writes it anew): $(head -c 2000 "$scratch/difference")"
  fi
}

# within_80_columns NAME
within_80_columns() {
  local long
  long=$(grep -nE '^.{81,}' "$reports/$1") && fail "$1 has lines of more than 80 columns: $long"
}

# --- an experiment: as text, as Markdown, as JUnit's XML, as a page
stepstorm experiment $reports/claims.json --out "$scratch/claims" --junit "$scratch/claims.junit" --markdown "$scratch/claims.markdown"
expect_status 3 "the claims"
looked_at claims.txt < "$scratch/out"
within_80_columns claims.txt
looked_at claims.md < "$scratch/claims.markdown"
looked_at claims.xml < "$scratch/claims.junit"
looked_at claims.page.txt < <(python3 tests/cli/page_text.py "$scratch/claims/report.html")

# --- a simulation of the same claims, without faults
stepstorm simulate $reports/load.json --junit "$scratch/load.junit" --out "$scratch/load.report"
expect_status 99 "the load"
looked_at load.txt < "$scratch/out"
within_80_columns load.txt
looked_at load.xml < "$scratch/load.junit"

# --- seeds
stepstorm explore $reports/claims.json --seeds 3 --markdown "$scratch/seeds.markdown" --junit "$scratch/seeds.junit"
expect_status 3 "three seeds"
looked_at seeds.txt < "$scratch/out"
within_80_columns seeds.txt
looked_at seeds.md < "$scratch/seeds.markdown"

# --- combinations
stepstorm sweep $reports/claims.json --vary method.0.probability=0,0.3 --vary bank.memory_mib=512,1024 --metric cost_dollars \
  --out "$scratch/map"
expect_status 0 "four combinations"
looked_at map.txt < "$scratch/out"
looked_at map.page.txt < <(python3 tests/cli/page_text.py "$scratch/map/sweep.html")

# --- two reports beside each other
stepstorm experiment $reports/claims.json --replications 3 --no-control --seed 1 --out "$scratch/faulty"
stepstorm simulate $reports/load.json --replications 3 --seed 1 --out "$scratch/sound.json"
cp "$scratch/faulty/report.json" "$scratch/faulty.json"
program=$(realpath "$STEPSTORM")
(cd "$scratch" && STEPSTORM=$program stepstorm compare sound.json faulty.json --html compared.html --markdown compared.markdown \
  --junit compared.junit)
looked_at compared.txt < "$scratch/out"
looked_at compared.md < "$scratch/compared.markdown"
looked_at compared.page.txt < <(python3 tests/cli/page_text.py "$scratch/compared.html")

# --- what build servers read
for file in claims load seeds compared; do
  xmllint --noout --schema tests/cli/junit.xsd "$scratch/$file.junit" 2> "$scratch/judged" || fail "$file: $(cat "$scratch/judged")"
done
python3 tests/cli/junit_adds_up.py "$scratch"/*.junit > "$scratch/judged" || fail "JUnit's XML: $(cat "$scratch/judged")"

finish
