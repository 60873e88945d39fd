#!/usr/bin/env bash
# RedriveExecution, map runs and nested executions over HTTP; needs /usr/bin/python3 alone.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

serve --clock virtual

/usr/bin/python3 - "$port" <<'PY' || fail "see above"
import http.client, json, sys, time
port = int(sys.argv[1])
role = "arn:aws:iam::123456789012:role/any"


def call(operation, **params):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/", json.dumps(params), {
        "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions." + operation})
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def ok(operation, **params):
    status, body = call(operation, **params)
    assert status == 200, (operation, body)
    return body


def refused(code, text, operation, **params):
    status, body = call(operation, **params)
    assert status == 400 and body["__type"] == code and text in body["message"], body
    return body


def advance(seconds):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/_stepstorm/clock", json.dumps({"advance": seconds}), {"Content-Type": "application/json"})
    response = connection.getresponse()
    assert response.status == 200, response.read()


def machine(name, states, **more):
    definition = {"StartAt": next(iter(states)), "States": states}
    return ok("CreateStateMachine", name=name, definition=json.dumps(definition), roleArn=role, **more)["stateMachineArn"]


def start(arn, **more): return ok("StartExecution", stateMachineArn=arn, **more)["executionArn"]


def describe(execution): return ok("DescribeExecution", executionArn=execution)


def ended(execution):
    for _ in range(500):
        shown = describe(execution)
        if shown["status"] != "RUNNING": return shown
        time.sleep(0.01)
    raise AssertionError(f"still running: {execution}")


def types(execution): return [e["type"] for e in ok("GetExecutionHistory", executionArn=execution, maxResults=1000)["events"]]


def task_of(activity):
    given = ok("GetActivityTask", activityArn=activity)
    assert given.get("taskToken"), given
    return given["taskToken"]


def succeed(token, output): ok("SendTaskSuccess", taskToken=token, output=json.dumps(output))
def fails(token): ok("SendTaskFailure", taskToken=token, error="E", cause="c")


pack = ok("CreateActivity", name="Pack")["activityArn"]
task = {"Type": "Task", "Resource": pack, "End": True}

# a failed execution is redriven from its failed task
first = machine("First", {"P": {"Type": "Pass", "Next": "T"}, "T": task})
execution = start(first, name="one", input='{"n": 1}')
fails(task_of(pack))
shown = ended(execution)
assert (shown["status"], shown["redriveCount"], shown["redriveStatus"]) == ("FAILED", 0, "REDRIVABLE"), shown
assert "redriveDate" not in shown and "redriveStatusReason" not in shown, shown
when = ok("RedriveExecution", executionArn=execution, clientToken="a")["redriveDate"]
shown = describe(execution)
assert (shown["status"], shown["redriveCount"], shown["redriveDate"]) == ("RUNNING", 1, when), shown
assert shown["redriveStatusReason"] == "Execution is RUNNING and cannot be redriven", shown
assert "stopDate" not in shown and "error" not in shown, shown
assert ok("RedriveExecution", executionArn=execution, clientToken="a")["redriveDate"] == when  # the same redrive
refused("ExecutionNotRedrivable", "Execution is RUNNING and cannot be redriven", "RedriveExecution", executionArn=execution, clientToken="b")
# while it runs it has its name again
assert ok("StartExecution", stateMachineArn=first, name="one", input='{"n": 1}')["executionArn"] == execution
succeed(task_of(pack), "packed")
shown = ended(execution)
assert (shown["status"], shown["output"], shown["redriveCount"]) == ("SUCCEEDED", '"packed"', 1), shown
assert types(execution)[6:] == ["ActivityFailed", "ExecutionFailed", "ExecutionRedriven", "ActivityScheduled", "ActivityStarted",
                                "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"], types(execution)
refused("ExecutionNotRedrivable", "Execution is SUCCEEDED and cannot be redriven", "RedriveExecution", executionArn=execution)
refused("ExecutionAlreadyExists", "one", "StartExecution", stateMachineArn=first, name="one", input='{"n": 1}')
listed = ok("ListExecutions", stateMachineArn=first, redriveFilter="REDRIVEN")["executions"]
assert [(e["name"], e["redriveCount"], e["redriveDate"]) for e in listed] == [("one", 1, when)], listed
assert ok("ListExecutions", stateMachineArn=first, redriveFilter="NOT_REDRIVEN")["executions"] == []

# what was aborted and what timed out, too; a time-out begins anew
waiting = machine("Waiting", {"T": {**task, "TimeoutSeconds": 100}})
execution = start(waiting)
ok("StopExecution", executionArn=execution)
assert ended(execution)["status"] == "ABORTED"
ok("RedriveExecution", executionArn=execution)
advance(101)
shown = ended(execution)
assert (shown["status"], shown["error"]) == ("FAILED", "States.Timeout"), shown
assert abs(shown["stopDate"] - shown["redriveDate"] - 100) < 0.01, shown

# not after 14 days, not when its machine is gone, not what is EXPRESS, not what does not exist
advance(14 * 86400 + 1)
refused("ExecutionNotRedrivable", "Execution redrivable period exceeded", "RedriveExecution", executionArn=execution)
assert describe(execution)["redriveStatusReason"] == "Execution redrivable period exceeded"
gone = machine("Gone", {"F": {"Type": "Fail"}})
execution = start(gone)
assert ended(execution)["redriveStatus"] == "REDRIVABLE"
ok("DeleteStateMachine", stateMachineArn=gone)
refused("ExecutionNotRedrivable", "State machine is in DELETING status", "RedriveExecution", executionArn=execution)
refused("ExecutionDoesNotExist", execution + "x", "RedriveExecution", executionArn=execution + "x")
refused("InvalidArn", "express", "RedriveExecution", executionArn="arn:aws:states:us-east-1:123456789012:express:m:e:u")
refused("ValidationException", "clientToken", "RedriveExecution", executionArn=execution, clientToken="a b")

# a map run: its children, its counts, a change of its settings while it runs, a redrive of the children that failed
each = {"Type": "Map", "End": True, "Label": "Each", "MaxConcurrency": 1, "ToleratedFailureCount": 1,
        "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                          "StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "T"}, "T": task}}}
mapping = machine("Mapping", {"Each": each})
execution = start(mapping, input="[1, 2, 3, 4]")
succeed(task_of(pack), "one")
[run] = ok("ListMapRuns", executionArn=execution)["mapRuns"]
assert run["stateMachineArn"] == mapping + "/Each" and "stopDate" not in run, run
run = run["mapRunArn"]
token = task_of(pack)
shown = ok("DescribeMapRun", mapRunArn=run)
assert (shown["status"], shown["maxConcurrency"], shown["toleratedFailureCount"]) == ("RUNNING", 1, 1), shown
assert {k: v for k, v in shown["executionCounts"].items() if v} == {"pending": 2, "running": 1, "succeeded": 1, "total": 4, "resultsWritten": 1}, shown
refused("ValidationException", "at least one", "UpdateMapRun", mapRunArn=run)
ok("UpdateMapRun", mapRunArn=run, maxConcurrency=2, toleratedFailureCount=0, toleratedFailurePercentage=30)
second = task_of(pack)  # another runs at once
shown = ok("DescribeMapRun", mapRunArn=run)
assert (shown["maxConcurrency"], shown["toleratedFailurePercentage"], shown["executionCounts"]["running"]) == (2, 30, 2), shown
fails(token)
third = task_of(pack)
fails(second)
shown = ended(execution)
assert (shown["status"], shown["error"]) == ("FAILED", "States.ExceedToleratedFailureThreshold"), shown
for _ in range(200):
    shown = ok("DescribeMapRun", mapRunArn=run)
    if shown["executionCounts"]["running"] == 0: break
    time.sleep(0.01)
assert shown["status"] == "FAILED" and shown["stopDate"], shown
assert {k: v for k, v in shown["itemCounts"].items() if v} == {"succeeded": 1, "failed": 2, "aborted": 1, "total": 4, "resultsWritten": 1}, shown
refused("ValidationException", "already completed", "UpdateMapRun", mapRunArn=run, maxConcurrency=3)
children = ok("ListExecutions", mapRunArn=run)["executions"]
assert [(c["status"], c["itemCount"]) for c in children] == [("ABORTED", 1), ("FAILED", 1), ("FAILED", 1), ("SUCCEEDED", 1)], children
child = children[1]["executionArn"]
assert describe(child)["redriveStatus"] == "REDRIVABLE_BY_MAP_RUN"
refused("ExecutionNotRedrivable", "child of a Map Run", "RedriveExecution", executionArn=child)
ok("RedriveExecution", executionArn=execution)
tokens = [task_of(pack), task_of(pack)]
shown = ok("DescribeMapRun", mapRunArn=run)
assert (shown["status"], shown["redriveCount"]) == ("RUNNING", 1) and shown["redriveDate"], shown
assert {k: v for k, v in shown["executionCounts"].items() if v} == {"succeeded": 1, "running": 2, "pendingRedrive": 1, "total": 4, "resultsWritten": 1}, shown
[pending] = ok("ListExecutions", mapRunArn=run, statusFilter="PENDING_REDRIVE")["executions"]
assert pending["status"] == "PENDING_REDRIVE", pending
for token in tokens: succeed(token, "again")
succeed(task_of(pack), "again")
shown = ended(execution)
assert (shown["status"], json.loads(shown["output"])) == ("SUCCEEDED", ["one", "again", "again", "again"]), shown
assert types(execution)[-6:] == ["ExecutionRedriven", "MapRunRedriven", "MapRunSucceeded", "MapStateSucceeded", "MapStateExited",
                                 "ExecutionSucceeded"], types(execution)
assert types(child) == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "TaskStateEntered", "ActivityScheduled", "ActivityStarted",
                        "ActivityFailed", "ExecutionFailed", "ExecutionRedriven", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded",
                        "TaskStateExited", "ExecutionSucceeded"], types(child)
assert ok("DescribeMapRun", mapRunArn=run)["status"] == "SUCCEEDED"
refused("ResourceNotFound", "x", "DescribeMapRun", mapRunArn=run + "x")

# executions start executions of machines that were created here, by version and alias as well
leaf = machine("Leaf", {"P": {"Type": "Pass", "Result": 1, "End": True}}, publish=True)
ok("UpdateStateMachine", stateMachineArn=leaf, definition=json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": 2, "Next": "T"}, "T": task}}))
ok("CreateStateMachineAlias", name="live", routingConfiguration=[{"stateMachineVersionArn": leaf + ":1", "weight": 100}])


def parent(name, child, how=".sync:2"):
    return machine(name, {"S": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution" + how, "End": True,
                                "Parameters": {"StateMachineArn": child, "Input": {"from.$": "$$.Execution.Id"}}}})


shown = json.loads(ended(start(parent("Parent1", leaf + ":live")))["output"])
assert (shown["Output"], shown["StateMachineArn"]) == (1, leaf), shown
nested = describe(shown["ExecutionArn"])
assert nested["stateMachineVersionArn"] == leaf + ":1" and nested["stateMachineAliasArn"] == leaf + ":live", nested
assert [e["executionArn"] for e in ok("ListExecutions", stateMachineArn=leaf + ":1")["executions"]] == [nested["executionArn"]]
execution = start(parent("Parent2", leaf))
task_of(pack)
[running] = ok("ListExecutions", stateMachineArn=leaf, statusFilter="RUNNING")["executions"]
ok("StopExecution", executionArn=execution)  # and what it waits for with it
assert ended(running["executionArn"])["status"] == "ABORTED"
ok("RedriveExecution", executionArn=execution)  # starts another one
succeed(task_of(pack), "nested")
assert json.loads(ended(execution)["output"])["Output"] == "nested"
ok("DeleteStateMachine", stateMachineArn=leaf)
shown = ended(start(parent("Parent3", leaf)))
assert shown["error"] == "StepFunctions.StateMachineDoesNotExistException", shown
shown = ended(start(parent("Parent4", "arn:aws:states:us-east-1:123456789012:stateMachine:First", "")))
assert shown["status"] == "SUCCEEDED" and "ExecutionArn" in shown["output"], shown
PY
finish
