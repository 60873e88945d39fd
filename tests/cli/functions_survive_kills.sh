#!/usr/bin/env bash
# kill -9 of function processes at random under many executions: every one ends, and no function runs without an attempt in
# the history for it. The number of executions is $EXECUTIONS, 400 unless it is set; the one for the record:
#   EXECUTIONS=10000 STEPSTORM=build/release/stepstorm bash tests/cli/functions_survive_kills.sh
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/f.py" << 'PY'
import os

def handler(event, context):
    # One write of one line: what has begun is known, however it ends.
    with open(os.environ["BOOK"], "ab", buffering=0) as book:
        book.write(f"{event['name']}\n".encode())
    return event["order"]
PY
cat > "$scratch/settings.json" << JSON
{"functions": {"Order": {"handler": "f.handler", "runtime": "python3", "concurrency": 4, "environment": {"BOOK": "$scratch/book"},
  "supervision": {"restarts": 1000000, "window": "5 s", "backoff": {"initial": "10 ms", "rate": 1, "max": "10 ms"}}}}}
JSON
touch "$scratch/book"
serve --settings "$scratch/settings.json"
cat > "$scratch/drive.py" << 'PY'
import collections
import json
import os
import random
import signal
import sys
import threading
import time

from step_functions_api import StepFunctions

port, count, scratch = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
call = StepFunctions(port).call
chance = random.Random(2026)


def function_processes():
    """Those of this test, by their environment."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as environment:
                variables = environment.read().split(b"\0")
            if b"LAMBDA_TASK_ROOT=" + scratch.encode() in variables:
                yield int(pid)
        except OSError:
            pass


killed = 0
over = threading.Event()


def kill():
    global killed
    while not over.wait(chance.uniform(0.05, 0.2)):
        if processes := sorted(function_processes()):
            try:
                os.kill(chance.choice(processes), signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                pass


retry = {"ErrorEquals": ["Runtime.ExitError", "Lambda.Unknown", "Lambda.TooManyRequestsException", "Lambda.ServiceException"],
         "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 10000, "JitterStrategy": "FULL"}
definition = {"StartAt": "T", "States": {"T": {"Type": "Task", "End": True, "Retry": [retry],
    "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Order",
    "Parameters": {"order.$": "$.order", "name.$": "$$.Execution.Name"}}}}
machine = call("CreateStateMachine", name="m", roleArn="arn:aws:iam::123456789012:role/r",
               definition=json.dumps(definition))["stateMachineArn"]
killer = threading.Thread(target=kill)
killer.start()
began = time.monotonic()
executions = [call("StartExecution", stateMachineArn=machine, name=f"order-{order}", input=json.dumps({"order": order}))["executionArn"]
              for order in range(count)]
last = 0
while call("ListExecutions", stateMachineArn=machine, statusFilter="RUNNING", maxResults=1)["executions"]:
    assert time.monotonic() - began < 900, "executions are open after 15 minutes"
    time.sleep(0.1)
took = time.monotonic() - began
over.set()
killer.join()

with open(f"{scratch}/book", encoding="ascii") as book:
    runs = collections.Counter(line.strip() for line in book)
statuses, lost, more_than_once = collections.Counter(), 0, 0
for order, execution in enumerate(executions):
    events = call("GetExecutionHistory", executionArn=execution, maxResults=1000)["events"]
    types = collections.Counter(event["type"] for event in events)
    name = f"order-{order}"
    statuses[events[-1]["type"]] += 1
    scheduled, failed = types["LambdaFunctionScheduled"], types["LambdaFunctionFailed"]
    answered = types["LambdaFunctionSucceeded"]
    assert answered + failed == scheduled, (name, types)
    assert runs[name] <= scheduled, f"{name} ran {runs[name]} times in {scheduled} attempts"
    assert runs[name] >= answered, f"{name} was answered without a run"
    lost += sum(event["type"] == "LambdaFunctionFailed"
                and event["lambdaFunctionFailedEventDetails"]["error"] != "Lambda.TooManyRequestsException" for event in events)
    more_than_once += runs[name] > 1
assert set(runs) <= {f"order-{order}" for order in range(count)}
assert statuses == {"ExecutionSucceeded": count}, statuses
assert killed > 0 and lost > 0, "nothing went wrong, so that nothing is shown"
print(f"{count} executions ended in {took:.1f} s: {killed} processes were killed, {lost} attempts failed with one, "
      f"{more_than_once} functions ran more than once, each time by a retry")
PY
PYTHONPATH=tests/cli PYTHONDONTWRITEBYTECODE=1 python3 "$scratch/drive.py" "$port" "${EXECUTIONS:-400}" "$scratch" || fail "executions under kill -9"
kill "$server"
wait "$server" 2> /dev/null
for _ in {1..100}; do pgrep -f "LAMBDA_TASK_ROOT=$scratch" > /dev/null || break; sleep 0.05; done
for pid in $(pgrep -f runtimes/python3.py); do
  ! tr '\0' '\n' < "/proc/$pid/environ" 2> /dev/null | grep -qx "LAMBDA_TASK_ROOT=$scratch" || fail "process $pid is left"
done

finish
