#!/usr/bin/env bash
# Debian's boto3, unmodified: modelled errors, paginators, Express, versions and aliases; needs python3-boto3.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
/usr/bin/python3 -c 'import boto3' 2> /dev/null || { echo "skipped: there is no boto3 for /usr/bin/python3"; exit 77; }

serve --clock virtual

/usr/bin/python3 - "$url" <<'PY' || fail "see above"
import json, sys, time, boto3
from botocore.config import Config
sfn = boto3.client("stepfunctions", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="123456789012",
                   aws_secret_access_key="any", config=Config(inject_host_prefix=False))
role = "arn:aws:iam::123456789012:role/any"


def definition(**states): return json.dumps({"StartAt": next(iter(states)), "States": states})


def refused(error, call, **params):
    try: call(**params)
    except error: return
    raise AssertionError(f"{error} expected")


day = definition(Wait={"Type": "Wait", "Seconds": 86400, "End": True})
machine = sfn.create_state_machine(name="Day", definition=day, roleArn=role, tags=[{"key": "a", "value": "b"}])["stateMachineArn"]
began = time.time()
executions = [sfn.start_execution(stateMachineArn=machine, name=f"e{n}", input="[1]")["executionArn"] for n in range(5)]
for arn in executions:
    while sfn.describe_execution(executionArn=arn)["status"] == "RUNNING": time.sleep(0.01)
shown = sfn.describe_execution(executionArn=executions[0])
assert (shown["stopDate"] - shown["startDate"]).total_seconds() == 86400, shown
assert shown["output"] == "[1]" and time.time() - began < 10
pages = list(sfn.get_paginator("list_executions").paginate(stateMachineArn=machine, PaginationConfig={"PageSize": 2}))
assert [e["name"] for p in pages for e in p["executions"]] == ["e4", "e3", "e2", "e1", "e0"] and len(pages) == 3
history = sfn.get_execution_history(executionArn=executions[0], reverseOrder=True, maxResults=1)
assert history["events"][0]["type"] == "ExecutionSucceeded" and history["nextToken"]
assert sfn.list_tags_for_resource(resourceArn=machine)["tags"] == [{"key": "a", "value": "b"}]

express = definition(Say={"Type": "Pass", "Result": "hi", "End": True})
quick = sfn.create_state_machine(name="Quick", definition=express, roleArn=role, type="EXPRESS")["stateMachineArn"]
answer = sfn.start_sync_execution(stateMachineArn=quick)
assert (answer["status"], answer["output"], answer["billingDetails"]["billedMemoryUsedInMB"]) == ("SUCCEEDED", '"hi"', 64)

e = sfn.exceptions
refused(e.StateMachineDoesNotExist, sfn.describe_state_machine, stateMachineArn=machine + "x")
refused(e.InvalidArn, sfn.describe_execution, executionArn="nonsense")
refused(e.ExecutionDoesNotExist, sfn.get_execution_history, executionArn=executions[0] + "x")
refused(e.ExecutionAlreadyExists, sfn.start_execution, stateMachineArn=machine, name="e0", input="[1]")
refused(e.InvalidExecutionInput, sfn.start_execution, stateMachineArn=machine, input="{")
refused(e.InvalidName, sfn.start_execution, stateMachineArn=machine, name="a b")
refused(e.InvalidDefinition, sfn.create_state_machine, name="Bad", definition="{}", roleArn=role)
refused(e.StateMachineAlreadyExists, sfn.create_state_machine, name="Day", definition=express, roleArn=role)
refused(e.StateMachineTypeNotSupported, sfn.start_sync_execution, stateMachineArn=machine)
refused(e.StateMachineTypeNotSupported, sfn.list_executions, stateMachineArn=quick)
refused(e.InvalidToken, sfn.list_executions, stateMachineArn=machine, nextToken="x")
refused(e.InvalidToken, sfn.send_task_heartbeat, taskToken="x")
refused(e.MissingRequiredParameter, sfn.update_state_machine, stateMachineArn=machine)
refused(e.ResourceNotFound, sfn.list_tags_for_resource, resourceArn=machine + "x")
refused(e.ActivityDoesNotExist, sfn.describe_activity, activityArn="arn:aws:states:us-east-1:123456789012:activity:x")
sfn.update_state_machine(stateMachineArn=machine, definition=express)
assert sfn.describe_state_machine(stateMachineArn=machine)["definition"] == express
assert sfn.describe_state_machine_for_execution(executionArn=executions[0])["definition"] == day
sfn.delete_state_machine(stateMachineArn=machine)
assert [m["name"] for m in sfn.list_state_machines()["stateMachines"]] == ["Quick"]
PY
finish
