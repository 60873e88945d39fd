#!/usr/bin/env bash
# Functions that something else runs: all that can come back from Lambda's Invoke, in run, serve, simulate and experiment.
# shellcheck disable=SC2016
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/lambda.py" << 'PY'
# Answers Invoke: what the name of the function says. Writes its port, and a line for each call.
import http.server
import json
import sys
import time

def answer(name, body):
    if name == "Raises":
        return 200, {"X-Amz-Function-Error": "Unhandled"}, b'{"errorType": "Order.Bad", "errorMessage": "no"}'
    if name == "Busy":
        return 429, {"x-amzn-ErrorType": "TooManyRequestsException"}, b'{"Message": "Rate Exceeded."}'
    if name == "Broken":
        return 500, {"x-amzn-ErrorType": "ServiceException", "x-amzn-RequestId": "r-1"}, b'{"Message": "An error occurred."}'
    if name == "Text":
        return 200, {}, b"no JSON"
    if name == "Large":
        return 200, {}, b"1" * 6_291_557
    if name == "Slow":
        time.sleep(20)
    if name in ("Echo", "Slow"):
        return 200, {"X-Amz-Executed-Version": "$LATEST"}, body
    return 404, {"x-amzn-ErrorType": "ResourceNotFoundException"}, b'{"Message": "Function not found: %s"}' % name.encode()

class Lambda(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        parts = self.path.split("?")[0].split("/")
        ok = parts[:3] + parts[4:] == ["", "2015-03-31", "functions", "invocations"]
        status, headers, body = answer(parts[3], body) if ok else (400, {}, b"{}")
        print(self.path, self.headers["X-Amz-Invocation-Type"], file=sys.stderr, flush=True)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lambda)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 "$scratch/lambda.py" > "$scratch/lambda_port" 2> "$scratch/calls" &
lambda=$!
trap 'kill "$lambda" 2> /dev/null; rm -rf "$scratch"' EXIT
for _ in {1..100}; do [[ -s $scratch/lambda_port ]] && break; sleep 0.1; done
endpoint=http://127.0.0.1:$(cat "$scratch/lambda_port")
printf '{}' > "$scratch/settings.json"

# machine NAME RESOURCE FIELDS
machine() { printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "%s", %s "End": true}}}' "$2" "${3:-}" > "$scratch/$1.asl.json"; }
function=arn:aws:lambda:us-east-1:123456789012:function
run() { stepstorm run "$scratch/$1.asl.json" --settings "$scratch/settings.json" --lambda-endpoint "$endpoint" --history json "${@:2}"; }
# gives WHAT OUTPUT
gives() { [[ $(jq -c '.output | fromjson' "$scratch/out") == "$2" ]] || fail "$1: $(head -c 600 "$scratch/out" "$scratch/err")"; }
# fails FUNCTION ERROR CAUSE
fails() {
  machine m "$function:$1" "${4:-}"
  run m
  [[ $(jq -r .error "$scratch/out") == "$2" ]] || fail "$1: $(jq -c '[.error, .cause]' "$scratch/out") instead of $2"
  [[ $(jq -r .cause "$scratch/out") =~ $3 ]] || fail "$1: the cause is $(jq -r .cause "$scratch/out")"
}

# --- a result, by the function's ARN and by lambda:invoke, whichever way that names it
machine direct "$function:Echo"
run direct --input '{"a":1}'
gives "by its ARN" '{"a":1}'
machine invoke arn:aws:states:::lambda:invoke '"Parameters": {"FunctionName": "Echo:live", "Payload": {"b": 2}}, "OutputPath": "$.Payload",'
run invoke
gives "by its name" '{"b":2}'
machine named arn:aws:states:::lambda:invoke '"Parameters": {"FunctionName.$": "$.f", "Payload": {"c": 3}}, "OutputPath": "$.Payload",'
run named --input '{"f":"Echo"}'
gives "by a name that the input has" '{"c":3}'
expect_line err 'Echo: 1 call, [0-9.]+ ms on average, 0 failed$' "what was called"
[[ $(sort -u "$scratch/calls") == "/2015-03-31/functions/Echo/invocations RequestResponse
/2015-03-31/functions/Echo/invocations?Qualifier=live RequestResponse" ]] || fail "what was asked for: $(cat "$scratch/calls")"

# --- what goes wrong
fails Raises Order.Bad '^\{"errorType": "Order.Bad", "errorMessage": "no"\}$'
fails Busy Lambda.TooManyRequestsException '^Rate Exceeded. \(Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; '
fails Broken Lambda.ServiceException '^An error occurred. \(Service: AWSLambda; Status Code: 500; Error Code: ServiceException; Request ID: r-1; Proxy: null\)$'
fails Missing Lambda.ResourceNotFoundException '^Function not found: Missing \(Service: AWSLambda; Status Code: 404; '
fails Text Lambda.Unknown 'answered what is not JSON'
fails Large Function.ResponseSizeTooLarge '6291556 bytes'
fails Slow States.Timeout '' '"TimeoutSeconds": 1,'
before=$(wc -l < "$scratch/calls")
machine retried "$function:Busy" '"Retry": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 1, "MaxAttempts": 1}],'
run retried
expect_status 1 "a call that fails twice"
(($(wc -l < "$scratch/calls") == before + 2)) || fail "an attempt is a call, no more and no less"

# --- the settings' functions go before the endpoint, and that before the settings' other rows
printf 'def handler(event, context):\n    return "own"\n' > "$scratch/own.py"
printf '{"functions": {"Echo": {"handler": "own.handler", "runtime": "python3"}},
  "resources": [{"name": "other", "arn": "%s:Missing", "kind": "echo"}]}' "$function" > "$scratch/settings.json"
run direct --input '{"a":1}'
gives "a function of the settings" '"own"'
fails Missing Lambda.ResourceNotFoundException '^Function not found'
printf '{}' > "$scratch/settings.json"

# --- load, and faults around it
printf '{"machine": "direct.asl.json", "settings": "settings.json", "duration": "2 s", "arrivals": {"constant": 20}}' > "$scratch/load.json"
stepstorm simulate "$scratch/load.json" --clock wall --lambda-endpoint "$endpoint"
expect_status 0 "load"
expect_line out '39 started, 39 succeeded' "load"
printf '{"machine": "direct.asl.json", "settings": "settings.json", "duration": "2 s", "arrivals": {"constant": 20},
  "method": [{"name": "none", "target": {"state": "T"}, "error": {"error": "Planned", "moment": "before"}, "probability": 1}]}' > "$scratch/experiment.json"
stepstorm experiment "$scratch/experiment.json" --clock wall --lambda-endpoint "$endpoint" --format json
[[ $(jq -c '[.. | objects | select(has("fired")) | .fired][0] > 30' "$scratch/out") == true ]] || fail "faults act around it: $(head -c 400 "$scratch/out" "$scratch/err")"

# --- serve
LAMBDA_ENDPOINT=$endpoint serve --settings "$scratch/settings.json"
trap 'kill "$server" "$lambda" 2> /dev/null; rm -rf "$scratch"' EXIT
call() {
  python3 - "$url" "$1" "$2" << 'PY'
import sys
import urllib.request
request = urllib.request.Request(sys.argv[1], sys.argv[3].encode(), {"X-Amz-Target": "AWSStepFunctions." + sys.argv[2], "Content-Type": "application/x-amz-json-1.0"})
print(urllib.request.urlopen(request).read().decode())
PY
}
arn=$(call CreateStateMachine "$(jq -c '{name: "m", roleArn: "arn:aws:iam::123456789012:role/r", type: "EXPRESS", definition: tojson}' "$scratch/named.asl.json")" | jq -r .stateMachineArn)
call StartSyncExecution "{\"stateMachineArn\": \"$arn\", \"input\": \"{\\\"f\\\": \\\"Echo\\\"}\"}" > "$scratch/out"
gives "serve" '{"c":3}'

# --- what is refused
machine=$scratch/direct.asl.json
lines=2 refused "what is no URL" "--lambda-endpoint: expected http://HOST[:PORT][/PATH], found 'https://x'" run "$machine" --lambda-endpoint https://x
refused "the virtual clock" "--lambda-endpoint: the functions there take real time" \
  run "$machine" --settings "$scratch/settings.json" --lambda-endpoint "$endpoint" --clock virtual
kill "$lambda"
wait "$lambda" 2> /dev/null
fails Echo Lambda.SdkClientException '^Unable to execute HTTP request: 127.0.0.1:[0-9]+: Connection refused$'

finish
