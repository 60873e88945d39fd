#!/usr/bin/env bash
# Activities, task tokens, accounts and their clocks, refusals; needs /usr/bin/python3 alone.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

serve --clock virtual

/usr/bin/python3 - "$port" <<'PY' || fail "see above"
import http.client, json, sys, threading, time
port = int(sys.argv[1])


def send(method, path, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    text = response.read().decode()
    return response.status, json.loads(text) if text.startswith("{") else text


def call(operation, params, account="123456789012"):
    return send("POST", "/", json.dumps(params), {
        "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions." + operation,
        "Authorization": f"AWS4-HMAC-SHA256 Credential={account}/20260101/us-east-1/states/aws4_request, Signature=0"})


def clock(account="123456789012", **change):
    headers = {"Content-Type": "application/json", "X-Stepstorm-Account": account}
    if change: return send("POST", "/_stepstorm/clock", json.dumps(change), headers)[1]
    return send("GET", "/_stepstorm/clock", None, headers)[1]


def created(name, states, account="123456789012"):
    definition = {"StartAt": next(iter(states)), "States": states}
    status, body = call("CreateStateMachine", {"name": name, "definition": json.dumps(definition),
                                               "roleArn": "arn:aws:iam::123456789012:role/any"}, account)
    assert status == 200, body
    return body["stateMachineArn"]


def started(machine, account="123456789012", **more):
    status, body = call("StartExecution", {"stateMachineArn": machine, **more}, account)
    assert status == 200, body
    return body["executionArn"]


def ended(execution, account="123456789012"):
    for _ in range(400):
        body = call("DescribeExecution", {"executionArn": execution}, account)[1]
        if body["status"] != "RUNNING": return body
        time.sleep(0.02)
    raise AssertionError(f"still running: {execution}")


# a task of an activity goes to whoever polls; while the worker has it, no time passes
activity = call("CreateActivity", {"name": "Pack"})[1]["activityArn"]
task = {"Pack": {"Type": "Task", "Resource": activity, "TimeoutSeconds": 60, "End": True}}
execution = started(created("Packing", task), input='{"order": 1}')
status, given = call("GetActivityTask", {"activityArn": activity, "workerName": "Ann"})
assert status == 200 and given["input"] == '{"order":1}', given
assert clock()["outside"] == 1 and call("DescribeExecution", {"executionArn": execution})[1]["status"] == "RUNNING"
assert call("SendTaskHeartbeat", {"taskToken": given["taskToken"]}) == (200, {})
assert call("SendTaskSuccess", {"taskToken": given["taskToken"], "output": "{"})[1]["__type"] == "InvalidOutput"
assert call("SendTaskSuccess", {"taskToken": given["taskToken"], "output": '"packed"'}) == (200, {})
assert ended(execution)["output"] == '"packed"'
assert call("SendTaskSuccess", {"taskToken": given["taskToken"], "output": "1"})[1]["__type"] == "TaskDoesNotExist"
types = [e["type"] for e in call("GetExecutionHistory", {"executionArn": execution})[1]["events"]]
assert types == ["ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded",
                 "TaskStateExited", "ExecutionSucceeded"], types

# a poll that comes first waits for its task
got = []
poller = threading.Thread(target=lambda: got.append(call("GetActivityTask", {"activityArn": activity})[1]))
poller.start()
time.sleep(0.2)
execution = started(call("ListStateMachines", {})[1]["stateMachines"][0]["stateMachineArn"])
poller.join(10)
assert call("SendTaskFailure", {"taskToken": got[0]["taskToken"], "error": "Torn", "cause": "paper"}) == (200, {})
body = ended(execution)
assert (body["status"], body["error"], body["cause"]) == ("FAILED", "Torn", "paper"), body

# nobody polls: an explicit advance moves time all the same, and the task times out
execution = started(call("ListStateMachines", {})[1]["stateMachines"][0]["stateMachineArn"])
before = clock()
assert before["outside"] == 1
after = clock(advance=61)
assert after["now"] > before["now"], (before, after)
assert ended(execution)["error"] == "States.Timeout"

# an activity that does not exist, an unknown machine, an unknown operation
gone = {"Go": {"Type": "Task", "Resource": activity + "Not", "End": True}}
body = ended(started(created("Gone", gone)))
assert body["error"] == "States.Runtime" and "does not exist" in body["cause"], body
assert call("GetActivityTask", {"activityArn": activity + "Not"})[1]["__type"] == "ActivityDoesNotExist"
assert call("NoSuchThing", {})[1]["__type"] == "UnknownOperationException"
assert call("StartExecution", {"stateMachineArn": 7})[1]["__type"] == "SerializationException"
assert call("StartExecution", {})[1]["message"] == ("1 validation error detected: Value null at 'stateMachineArn' failed to "
                                                    "satisfy constraint: Member must not be null")

# two accounts have clocks of their own
wait = {"Wait": {"Type": "Wait", "Seconds": 86400, "End": True}}
mine, other = clock()["now"], clock(account="222222222222")["now"]
body = ended(started(created("Day", wait, "222222222222"), "222222222222"), "222222222222")
assert round(body["stopDate"] - body["startDate"], 3) == 86400, body
assert clock()["now"] == mine and clock(account="222222222222")["now"] > other

# another site's page, another host, no JSON
assert send("GET", "/_stepstorm/health", None, {"Origin": "https://evil.example"})[0] == 403
assert send("GET", "/_stepstorm/health", None, {"Host": "evil.example"})[0] == 403
assert send("GET", "/_stepstorm/health", None, {}) == (200, {"status": "ok"})
assert send("POST", "/_stepstorm/reset", "{}", {"Content-Type": "text/plain"})[0] == 400
assert "aws_states_executions_started_total" in send("GET", "/_stepstorm/metrics", None, {})[1]
headers = {"Content-Type": "application/json"}
assert send("POST", "/_stepstorm/reset", "{}", headers)[0] == 200
assert call("ListStateMachines", {})[1]["stateMachines"] == []
PY

refused "a port that is taken" "cannot listen on 127.0.0.1:$port" serve --port "$port"
refused "an account that is no number" "expected twelve digits" serve --aws-account me
refused "a host that others reach" "others reach it" serve --host 0.0.0.0
refused "a host that is no address" "the host must be an IP address" serve --host 127.nowhere
finish
