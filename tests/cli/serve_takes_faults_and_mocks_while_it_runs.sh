#!/usr/bin/env bash
# Faults and mocks by file and by request, the conventions of AWS Step Functions Local; needs /usr/bin/python3 alone.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/settings.json" << 'JSON'
{"seed": 7, "resources": [{"name": "pay", "arn": "arn:aws:lambda:us-east-1:123456789012:function:Pay", "kind": "echo"}]}
JSON
cat > "$scratch/mocks.json" << 'JSON'
{"StateMachines": {"Order": {"TestCases": {"Busy": {"Pay": "BusyTwice"}, "Broken": {"Pay": "Nowhere"}, "Unused": {}}}},
 "MockedResponses": {"BusyTwice": {"0-1": {"Throw": {"Error": "Busy", "Cause": "later"}}, "2": {"Return": {"paid": true}}},
                     "Empty": {}}}
JSON
cat > "$scratch/plan.json" << 'JSON'
{"method": [{"name": "from the start", "error": {"error": "Down"}, "target": {"state": "Pay"}}]}
JSON

cat > "$scratch/client.py" << 'PY'
import http.client, json, sys, time
port = int(sys.argv[1])


def send(method, path, body=None, headers={}, account="123456789012"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    connection.request(method, path, text, {"Content-Type": "application/json", "X-Stepstorm-Account": account, **headers})
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def call(operation, params, account="123456789012"):
    return send("POST", "/", params, {"X-Amz-Target": "AWSStepFunctions." + operation}, account)


def create(name, states, account="123456789012", **more):
    definition = json.dumps({"StartAt": next(iter(states)), "States": states})
    return call("CreateStateMachine", {"name": name, "definition": definition,
                                       "roleArn": "arn:aws:iam::123456789012:role/any", **more}, account)[1]["stateMachineArn"]


def run(machine, account="123456789012", **more):
    status, body = call("StartExecution", {"stateMachineArn": machine, **more}, account)
    if status != 200: return body
    for _ in range(500):
        shown = call("DescribeExecution", {"executionArn": body["executionArn"]}, account)[1]
        if shown["status"] != "RUNNING": return shown
        time.sleep(0.02)
    raise AssertionError("still running: " + body["executionArn"])


def events(execution, account="123456789012"):
    return [e["type"] for e in call("GetExecutionHistory", {"executionArn": execution}, account)[1]["events"]]


pay = {"Pay": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Pay", "End": True,
               "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3600, "MaxAttempts": 3}]}}
PY

SFN_MOCK_CONFIG=$scratch/mocks.json serve --clock virtual --settings "$scratch/settings.json" --faults "$scratch/plan.json"
cat "$scratch/client.py" - << 'PY' > "$scratch/faults.py"
order = create("Order", pay)
body = run(order)
assert (body["status"], body["error"]) == ("FAILED", "Down"), body
shown = send("GET", "/_stepstorm/faults")[1]
assert shown["counts"] == [{"name": "from the start", "offered": 1, "fired": 1}], shown

# a plan that is put replaces the other; its times count from then
assert send("DELETE", "/_stepstorm/faults")[1] == {"method": [], "counts": []}
assert run(order, input='{"a": 1}')["output"] == '{"a":1}'
plan = {"method": [{"name": "refused", "error": {"error": "Refused"}, "start": "10 min", "target": {"resource": "pay"}}]}
assert send("PUT", "/_stepstorm/faults", plan)[0] == 200
assert run(order)["status"] == "SUCCEEDED"
send("POST", "/_stepstorm/clock", {"advance": 600})
assert run(order)["error"] == "Refused"
assert send("GET", "/_stepstorm/faults")[1]["counts"] == [{"name": "refused", "offered": 2, "fired": 1}]

# what is wrong with a plan is said, and changes nothing
for bad, says in [({"method": [{"name": "x", "hang": True, "target": {"resource": "paid"}}]}, "did you mean 'pay'"),
                  ({"method": [{"name": "x", "kill": {"resource": "pay"}}]}, "deaths at planned times are for experiments"),
                  ({"methods": []}, "'method' is missing"),
                  ("{", "1:2")]:
    status, body = send("PUT", "/_stepstorm/faults", bad)
    assert status == 400 and body["__type"] == "ValidationException" and says in body["message"], body
assert send("PUT", "/_stepstorm/faults", plan, {"Content-Type": "text/plain"})[0] == 400
assert run(order)["error"] == "Refused"

# each account has faults of its own, and the file's at first
other = create("Order", pay, "222222222222")
assert run(other, "222222222222")["error"] == "Down"
send("DELETE", "/_stepstorm/faults", account="222222222222")
assert run(other, "222222222222")["status"] == "SUCCEEDED" and run(order)["error"] == "Refused"
send("DELETE", "/_stepstorm/faults")

# a test case is chosen by the ARN, with a version too, and stands in no other ARN
body = run(order + "#Busy")
assert (body["status"], body["output"], body["stateMachineArn"]) == ("SUCCEEDED", '{"paid":true}', order), body
assert round(body["stopDate"] - body["startDate"], 3) == 3600 + 7200, body
types = events(body["executionArn"])
assert types.count("LambdaFunctionFailed") == 2 and types[-1] == "ExecutionSucceeded", types
version = call("PublishStateMachineVersion", {"stateMachineArn": order})[1]["stateMachineVersionArn"]
assert run(version + "#Busy")["output"] == '{"paid":true}'
assert run(order + "#Unused", input="[1]")["output"] == "[1]"
for case, says in [("Busi", "there is no test case 'Busi'; there are Broken, Busy or Unused"),
                   ("Broken", "there is no mocked response 'Nowhere'")]:
    body = run(order + "#" + case)
    assert body["__type"] == "InvalidName" and says in body["message"], body
body = run(create("Another", pay) + "#Busy")
assert body["__type"] == "InvalidName" and "there is no state machine 'Another'; there are Order" in body["message"], body

quick = create("Quick", {"Pay": pay["Pay"]}, type="EXPRESS")
wait = {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 60,
                "Parameters": {"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"}, "End": True}}
asking = create("Asking", wait)
mocks = {"StateMachines": {"Quick": {"TestCases": {"One": {"Pay": "1"}}},
                           "Asking": {"TestCases": {"Silent": {"Ask": "Silent"}, "Said": {"Ask": "1"}}}},
         "MockedResponses": {"1": {"0": {"Return": 1}}, "Silent": {"0": {"Hang": True, "Submitted": {}}}}}
assert send("PUT", "/_stepstorm/mocks", mocks)[1] == {"StateMachines": {"Asking": ["Said", "Silent"], "Quick": ["One"]}}
status, body = call("StartSyncExecution", {"stateMachineArn": quick + "#One"})
assert (status, body["output"]) == (200, "1"), body
assert run(asking + "#Said")["output"] == "1"
assert run(asking + "#Silent")["error"] == "States.Timeout"  # time does not wait for a mock
assert run(order + "#Busy")["__type"] == "InvalidName"
status, body = send("PUT", "/_stepstorm/mocks", {"StateMachines": {"Quick": []}})
assert status == 400 and "mocks:1:29: /StateMachines/Quick: expected an object" in body["message"], body
assert send("GET", "/_stepstorm/mocks")[1]["StateMachines"].keys() == {"Asking", "Quick"}
assert send("DELETE", "/_stepstorm/mocks")[1] == {"StateMachines": {}}
assert "there are no mocks" in run(quick + "#One")["message"]

# objects for Distributed Maps
each = {"Each": {"Type": "Map", "End": True, "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON"}, "Parameters": {"Bucket": "orders", "Key": "all.json"}},
        "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "P",
                          "States": {"P": {"Type": "Pass", "End": True}}}}}
mapping = create("Mapping", each)
assert run(mapping)["error"] == "States.ItemReaderFailed"
assert send("PUT", "/_stepstorm/buckets", {"orders": {"all.json": "[1, 2]"}})[0] == 200
assert json.loads(run(mapping)["output"]) == [1, 2]
assert send("PUT", "/_stepstorm/buckets", {"orders": {"all.json": 1}})[0] == 400
assert send("DELETE", "/_stepstorm/buckets")[1] == {}
PY
/usr/bin/python3 "$scratch/faults.py" "$port" || fail "faults and mocks: see above"
kill "$server"

# waits and the time between attempts are scaled; endpoints that are not called are named; AWS's own spelling of options
WAIT_TIME_SCALE=0.0001 SQS_ENDPOINT=http://127.0.0.1:3001 SFN_MOCK_CONFIG=$scratch/mocks.json \
  serve --settings "$scratch/settings.json" -account 111111111111 -region eu-west-1
expect_in served "account 111111111111, region eu-west-1" "options as AWS Step Functions Local spells them"
expect_in served "SQS_ENDPOINT is set and not used" "an endpoint in the environment"
cat "$scratch/client.py" - << 'PY' > "$scratch/scaled.py"
account = "111111111111"
waiting = create("Waiting", {"Wait": {"Type": "Wait", "Seconds": 3000, "End": True}}, account)
assert waiting.startswith("arn:aws:states:eu-west-1:111111111111:"), waiting
body = run(waiting, account)
assert 0.2 < body["stopDate"] - body["startDate"] < 5, body
body = run(create("Order", pay, account) + "#Busy", account)
assert body["status"] == "SUCCEEDED" and 0.9 < body["stopDate"] - body["startDate"] < 10, body
PY
/usr/bin/python3 "$scratch/scaled.py" "$port" || fail "scaled waits: see above"
kill "$server"

# where functions are declared, one that is not does not exist
serve --settings config/functions/settings.json
cat "$scratch/client.py" - << 'PY' > "$scratch/functions.py"
catch = [{"ErrorEquals": ["Lambda.ResourceNotFoundException"], "Next": "Caught"}]
body = run(create("Missing", {
    "Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "Nothing"},
             "Catch": catch, "End": True}, "Caught": {"Type": "Pass", "OutputPath": "$.Cause", "End": True}}))
assert body["status"] == "SUCCEEDED" and body["output"].startswith(
    '"Function not found: arn:aws:lambda:us-east-1:123456789012:function:Nothing:$LATEST (Service: AWSLambda; Status Code: 404'), body
direct = pay["Pay"]["Resource"][:-3] + "Nothing:live"
body = run(create("Direct", {"Call": {"Type": "Task", "Resource": direct, "End": True}}))
assert body["error"] == "Lambda.ResourceNotFoundException" and "function:Nothing:live (Service" in body["cause"], body
PY
/usr/bin/python3 "$scratch/functions.py" "$port" || fail "missing functions: see above"

lines=2 refused "an endpoint that is not called" "no other endpoint is called" serve -sqsEndpoint http://127.0.0.1:3001
lines=2 refused "a scale that is none" "expected a number from 0 to 1000, found 'slow'" serve --wait-time-scale slow
refused "a plan that names what is not there" "no such file" serve --faults "$scratch/no.json"
echo '{"MockedResponses": {}}' > "$scratch/none.json"
refused "mocks that are none" "none.json:1:1: 'StateMachines' is missing" serve --mock-config "$scratch/none.json"
finish
