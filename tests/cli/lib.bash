# For the scripts of this folder: a scratch folder, and checks that say what was expected and what came.
# Each script runs from the project's root; the program is $STEPSTORM.
set -u
: "${STEPSTORM:?the program to try}"
export LC_ALL=C.UTF-8
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

# stepstorm ARGS...: runs the program; leaves $status, $scratch/out and $scratch/err
stepstorm() {
  status=0
  "$STEPSTORM" "$@" > "$scratch/out" 2> "$scratch/err" < "${stdin:-/dev/null}" || status=$?
}

# expect_status N WHAT
expect_status() {
  ((status == $1)) || fail "$2: exit code $status instead of $1; $(head -c 600 "$scratch/err")"
}

# expect_in FILE TEXT WHAT
expect_in() {
  grep -qF -- "$2" "$scratch/$1" || fail "$3: '$2' is not in $1: $(head -c 600 "$scratch/$1")"
}

# expect_line FILE REGEX WHAT
expect_line() {
  grep -qE -- "$2" "$scratch/$1" || fail "$3: no line of $1 matches '$2': $(head -c 1500 "$scratch/$1")"
}

# refused WHAT TEXT ARGS...: exit code 2, nothing on standard output, one line of complaint that holds TEXT
refused() {
  local what=$1 text=$2
  shift 2
  stepstorm "$@"
  expect_status 2 "$what"
  [[ ! -s $scratch/out ]] || fail "$what: there is output: $(head -c 300 "$scratch/out")"
  expect_in err "$text" "$what"
  (($(wc -l < "$scratch/err") == ${lines:-1})) || fail "$what: $(wc -l < "$scratch/err") lines of complaint: $(head -c 600 "$scratch/err")"
}

# brief EXPERIMENT DURATION START FOR: a copy of a shipped experiment, $scratch/brief_EXPERIMENT.json, that runs for DURATION;
# its first fault begins at START and lasts FOR
brief() {
  jq --arg config "$PWD/config" --arg duration "$2" --arg start "$3" --arg for "$4" \
    '.duration = $duration | .method[0].start = $start | .method[0].duration = $for
     | .settings = $config + "/settings.json" | .machine |= sub("^\\.\\."; $config)' \
    "config/experiments/$1.json" > "$scratch/brief_$1.json"
}

# serve ARGS...: starts a server on a free port, which ends with the script; leaves $server, $port and $url
serve() {
  "$STEPSTORM" serve --port 0 "$@" > "$scratch/served" 2>&1 &
  server=$!
  trap 'kill "$server" 2> /dev/null; rm -rf "$scratch"' EXIT
  for _ in {1..100}; do grep -qs 'http://[0-9.]*:[0-9]*, account' "$scratch/served" && break; sleep 0.1; done
  url=$(grep -o 'http://[0-9.]*:[0-9]*, account' "$scratch/served")
  url=${url%, account}
  port=${url##*:}
  [[ -n $port ]] || fail "no line with a URL: $(cat "$scratch/served")"
}

finish() {
  ((failures == 0)) || exit 1
  echo "all as expected"
}
