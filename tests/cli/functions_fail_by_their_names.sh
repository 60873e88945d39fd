#!/usr/bin/env bash
# Each row of the table in docs/functions.md, by a function that does just that; and that no process is left.
# shellcheck disable=SC2016
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/f.py" << 'PY'
import os
import subprocess
import time

class CustomError(Exception):
    pass

def handler(event, context):
    do = event["do"]
    if do == "raise":
        raise CustomError("went wrong")
    if do == "hang":
        subprocess.Popen(["setsid", "sleep", "987.5"])
        time.sleep(60)
    if do == "exit":
        os._exit(event["status"])
    if do == "signal":
        os.kill(os.getpid(), 9)
    if do == "memory":
        kept = b"x" * (400 << 20)
        time.sleep(20)
    if do == "memory of a child":
        subprocess.run(["python3", "-c", "import time; kept = b'x' * (400 << 20); time.sleep(20)"])
    if do == "large":
        return "x" * 6_291_556
    if do == "set":
        return {1, 2}
    if do == "much":
        return "x" * 262_143
    if do == "leave":
        subprocess.Popen(["setsid", "sleep", "987.5"])
    return {"done": do}
PY
printf 'import nothing_of_this_name\n' > "$scratch/no_import.py"
printf 'def handler(:\n' > "$scratch/no_python.py"
printf 'import os\nos._exit(7)\n' > "$scratch/init_exit.py"
printf 'import time\ntime.sleep(60)\n' > "$scratch/init_hang.py"
cat > "$scratch/bad.sh" << 'SH'
#!/usr/bin/env bash
# answers what $_HANDLER says
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  headers=$(curl -s -D - -o /dev/null "$api/next")
  id=$(sed -n 's/^lambda-runtime-aws-request-id: *\([^[:space:]]*\).*/\1/ip' <<< "$headers")
  case $_HANDLER in
    text) curl -s -o /dev/null --data 'no JSON' "$api/$id/response" ;;
    nameless) curl -s -o /dev/null --data '{"errorMessage": "nothing more"}' "$api/$id/error" ;;
    bounds)
      large=$(head -c 51000000 /dev/zero | curl -s -o /dev/null -w '%{http_code}' -H 'Expect:' --data-binary @- "$api/$id/response")
      long=$(curl -s -o /dev/null -w '%{http_code}' -H "Long: $(head -c 20000 /dev/zero | tr '\0' x)" --data 1 "$api/$id/response")
      next=$(curl -s -o /dev/null -w '%{http_code}' "$api/next")
      init=$(curl -s -o /dev/null -w '%{http_code}' --data '{}' "${api%/*}/init/error")
      curl -s -o /dev/null --data "[$large,$long,$next,$init]" "$api/$id/response" ;;
    twice)
      foreign=$(curl -s -o /dev/null -w '%{http_code}' --data '1' "$api/00000000-0000-4000-8000-000000000000/response")
      unknown=$(curl -s -o /dev/null -w '%{http_code}' "${api%/*}/other")
      method=$(curl -s -o /dev/null -w '%{http_code}' --data 1 "$api/next")
      first=$(curl -s -o /dev/null -w '%{http_code}' --data "[$foreign,$unknown,$method]" "$api/$id/response")
      echo "first $first second $(curl -s -o /dev/null -w '%{http_code}' --data '2' "$api/$id/response")" ;;
  esac
done
SH
printf 'not a program\n' > "$scratch/not_a_program"
chmod +x "$scratch/bad.sh" "$scratch/not_a_program"
cat > "$scratch/settings.json" << 'JSON'
{"functions": {
  "F": {"handler": "f.handler", "runtime": "python3", "timeout": "2 s", "concurrency": 2},
  "Large": {"handler": "f.handler", "runtime": "python3", "timeout": "60 s"},
  "NoImport": {"handler": "no_import.handler", "runtime": "python3"},
  "NoPython": {"handler": "no_python.handler", "runtime": "python3"},
  "NoHandler": {"handler": "f.other", "runtime": "python3"},
  "InitExit": {"handler": "init_exit.handler", "runtime": "python3"},
  "InitHang": {"handler": "init_hang.handler", "runtime": "python3"},
  "Frail": {"handler": "f.handler", "runtime": "python3",
    "supervision": {"restarts": 1, "window": "60 s", "backoff": {"initial": "10 ms", "max": "10 ms"}, "restore_after": "60 s"}},
  "Text": {"command": ["./bad.sh"], "handler": "text"},
  "Nameless": {"command": ["./bad.sh"], "handler": "nameless"},
  "Bounds": {"command": ["./bad.sh"], "handler": "bounds"},
  "Twice": {"command": ["./bad.sh"], "handler": "twice"},
  "NoProgram": {"command": ["./not_a_program"]},
  "Missing": {"command": ["no-such-program-anywhere"]}}}
JSON

# fails FUNCTION INPUT ERROR CAUSE: the execution fails with this error and a cause that matches
fails() {
  printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:%s", "End": true}}}' \
    "$1" > "$scratch/m.asl.json"
  stepstorm run "$scratch/m.asl.json" --settings "$scratch/settings.json" --input "$2" --history json
  local error cause
  error=$(jq -r .error "$scratch/out")
  cause=$(jq -r .cause "$scratch/out")
  [[ $error == "$3" ]] || fail "$1 $2: $error instead of $3, $cause"
  [[ $cause =~ $4 ]] || fail "$1 $2: the cause is $cause"
}
id='[0-9a-f]{8}-[0-9a-f-]{27}'
platform() { printf '^\\{"errorType":"%s","errorMessage":"RequestId: %s Error: %s"\\}$' "$1" "$id" "$2"; }

fails F '{"do":"raise"}' CustomError '^\{"errorMessage": "went wrong", "errorType": "CustomError", "requestId": "'"$id"'", "stackTrace": \["  File \\".*f.py\\", line [0-9]+, in handler\\n    raise CustomError\(\\"went wrong\\"\)\\n"\]\}$'
started=$SECONDS
fails F '{"do":"hang"}' Sandbox.Timedout "$(platform Sandbox.Timedout 'Task timed out after 2.00 seconds')"
((SECONDS - started < 20)) || fail "a process that hangs took $((SECONDS - started)) s"
fails F '{"do":"exit","status":3}' Runtime.ExitError "$(platform Runtime.ExitError 'Runtime exited with error: exit status 3')"
fails F '{"do":"exit","status":0}' Runtime.ExitError "$(platform Runtime.ExitError 'Runtime exited without providing a reason')"
fails F '{"do":"signal"}' Runtime.ExitError "$(platform Runtime.ExitError 'Runtime exited with error: signal: killed')"
expect_line err 'F: the service may call Runtime.ExitError otherwise' "a name that is uncertain says so"
fails Large '{"do":"memory"}' Runtime.OutOfMemory "$(platform Runtime.OutOfMemory 'Runtime exited with error: signal: killed')"
fails Large '{"do":"memory of a child"}' Runtime.OutOfMemory "$(platform Runtime.OutOfMemory 'Runtime exited with error: signal: killed')"
fails F '{"do":"large"}' Function.ResponseSizeTooLarge '^\{"errorMessage":"Response payload size exceeded maximum allowed payload size \(6291556 bytes\)."'
fails F '{"do":"much"}' States.DataLimitExceeded "^The state/task '[^']*' returned a result with a size exceeding the maximum number of bytes service limit"
fails F '{"do":"set"}' Runtime.MarshalError 'Unable to marshal response: Object of type set is not JSON serializable'
fails NoImport '{}' Runtime.ImportModuleError "Unable to import module 'no_import': No module named 'nothing_of_this_name'"
fails NoPython '{}' Runtime.UserCodeSyntaxError "Syntax error in module 'no_python': "
fails NoHandler '{}' Runtime.HandlerNotFound "Handler 'other' missing on module 'f'"
fails InitExit '{}' Runtime.ExitError "$(platform Runtime.ExitError 'Runtime exited with error: exit status 7')"
fails InitHang '{}' Sandbox.Timedout "$(platform Sandbox.Timedout 'Init timed out after 10.00 seconds')"
fails Ghost '{}' Lambda.ResourceNotFoundException '^Function not found: arn:aws:lambda:us-east-1:123456789012:function:Ghost:\$LATEST \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [0-9a-f-]{36}; Proxy: null\)$'
fails NoProgram '{}' Runtime.InvalidEntrypoint "$(platform Runtime.InvalidEntrypoint './not_a_program: Exec format error')"
fails Missing '{}' Runtime.InvalidEntrypoint "$(platform Runtime.InvalidEntrypoint 'no-such-program-anywhere: No such file or directory')"
if command -v curl > /dev/null; then
  fails Text '{}' Lambda.Unknown 'answered what is not JSON'
  fails Nameless '{}' Lambda.Unknown '^The cause could not be determined because Lambda did not return an error type. Returned payload: \{"errorMessage": "nothing more"\}$'
  printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Twice", "Next": "W"},
    "W": {"Type": "Wait", "Seconds": 1, "End": true}}}' > "$scratch/m.asl.json"
  stepstorm run "$scratch/m.asl.json" --settings "$scratch/settings.json" --history json --log-level info
  [[ $(jq -r .output "$scratch/out") == '[400,404,405]' ]] || fail "what is foreign, unknown or not so called: $(cat "$scratch/out")"
  expect_in err "first 202 second 400" "a second response"
  printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Bounds", "End": true}}}' \
    > "$scratch/m.asl.json"
  stepstorm run "$scratch/m.asl.json" --settings "$scratch/settings.json" --history json
  [[ $(jq -r .output "$scratch/out") == '[413,431,403,403]' ]] || fail "bodies, headers, and calls out of turn: $(cat "$scratch/out")"
else
  echo "skipped: what curl says, since there is none"
fi

# --- a function that its supervisor has given up
cat > "$scratch/frail.asl.json" << 'JSON'
{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Frail", "End": true,
  "Retry": [{"ErrorEquals": ["Runtime.ExitError"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 5}]}}}
JSON
stepstorm run "$scratch/frail.asl.json" --settings "$scratch/settings.json" --input '{"do":"exit","status":3}' --history json
[[ $(jq -r '.error + " " + .cause' "$scratch/out") =~ ^Lambda.ServiceException\ The\ resource\ Frail\ is\ down:\  ]] || fail "a function that was given up: $(jq -r '.error, .cause' "$scratch/out")"

# --- an asynchronous invocation is accepted at once, run by itself, and run again when it fails
cat > "$scratch/event.asl.json" << 'JSON'
{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
  "Parameters": {"FunctionName": "F", "InvocationType": "Event", "Payload": {"do": "exit", "status": 3}}}}}
JSON
jq '.functions.F.service_time = "1 s"' "$scratch/settings.json" > "$scratch/modelled.json"
stepstorm run "$scratch/event.asl.json" --settings "$scratch/modelled.json" --history json --clock virtual
expect_status 0 "an asynchronous invocation"
[[ $(jq -c '.output | fromjson | [.StatusCode, .Payload]' "$scratch/out") == '[202,""]' ]] || fail "what an asynchronous invocation gives: $(jq .output "$scratch/out")"
expect_in err "Waiting for 1 asynchronous invocation" "it is waited for"
expect_line err 'F: 3 calls, .* 3 failed' "it is tried three times"
expect_in err "1 asynchronous invocation failed as often as Lambda tries" "that it was tried in vain"
printf '{"machine": "event.asl.json", "settings": "modelled.json", "duration": "3 s", "arrivals": {"constant": 1}}' > "$scratch/events.json"
stepstorm simulate "$scratch/events.json"
expect_line err '^2 asynchronous invocations failed as often as Lambda tries$' "a simulation in virtual time runs them to their end"
stepstorm run <(jq '.States.T.Parameters.Payload = {"do": "a"}' "$scratch/event.asl.json") --settings "$scratch/settings.json" --history none
expect_line err 'F: 1 call, .* 0 failed' "one that succeeds is run once, in real time"
stepstorm run <(jq '.States.T.Parameters.InvocationType = "DryRun"' "$scratch/event.asl.json") --settings "$scratch/settings.json" --history json
[[ $(jq -c '.output | fromjson | .StatusCode' "$scratch/out") == 204 ]] || fail "a dry run: $(jq .output "$scratch/out")"
! grep -q 'F: ' "$scratch/err" || fail "a dry run calls nothing: $(cat "$scratch/err")"

# --- more at once than may be
cat > "$scratch/m.asl.json" << 'JSON'
{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemsPath": "$.items", "ItemProcessor": {"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:F", "End": true,
    "Catch": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "ResultPath": "$.error", "Next": "Full"}]},
  "Full": {"Type": "Pass", "End": true}}}}}}
JSON
stepstorm run "$scratch/m.asl.json" --settings "$scratch/settings.json" --input '{"items":[{"do":"a"},{"do":"b"},{"do":"c"}]}' --history json
expect_status 0 "more at once than may be"
[[ $(jq -c '.output | fromjson | [(map(select(has("done"))) | length), (map(select(has("error"))) | length)]' "$scratch/out") == '[2,1]' ]] \
  || fail "two of three are served: $(jq .output "$scratch/out")"
expect_in out 'Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: ' "the third one's cause"

# --- what a function leaves behind ends with it
printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:F", "End": true}}}' > "$scratch/m.asl.json"
stepstorm run "$scratch/m.asl.json" --settings "$scratch/settings.json" --input '{"do":"leave"}'
expect_status 0 "a function that starts something"
! pgrep -f 'sleep 987.5' > "$scratch/left" || fail "processes are left: $(cat "$scratch/left")"

finish
