#!/usr/bin/env bash
# A thousand invocations, and a hundred that crash, leave no process, no descriptor, no file and no memory behind.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

mkdir "$scratch/functions"
cat > "$scratch/functions/f.py" << 'PY'
import os

def handler(event, context):
    if event.get("crash"):
        os._exit(1)
    return event
PY
cat > "$scratch/functions/settings.json" << 'JSON'
{"orchestrators": 1, "functions": {"Echo": {"handler": "f.handler", "runtime": "python3", "concurrency": 1}}}
JSON
serve --settings "$scratch/functions/settings.json"
cat > "$scratch/drive.py" << 'PY'
import json
import os
import sys
import time

from step_functions_api import StepFunctions

port, server, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
call = StepFunctions(port).call


def descendants(root):
    parents = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="latin-1") as stat:
                parents[int(pid)] = int(stat.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            pass
    found = [root]
    for parent in found:
        found += [pid for pid, its_parent in parents.items() if its_parent == parent]
    return found[1:]


def resident_mb(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def files():
    return sorted(os.path.join(where, name) for where, _, names in os.walk(folder) for name in names)


machine = call("CreateStateMachine", name="m", type="EXPRESS", roleArn="arn:aws:iam::123456789012:role/r", definition=json.dumps(
    {"StartAt": "T", "States": {"T": {"Type": "Task", "End": True,
                                      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Echo"}}}))["stateMachineArn"]


def invoke(count, payload, status):
    for number in range(count):
        ended = call("StartSyncExecution", stateMachineArn=machine, input=json.dumps({"number": number, **payload}))
        assert ended["status"] == status, ended


def crash(count):
    for number in range(count):
        ended = call("StartSyncExecution", stateMachineArn=machine, input='{"crash": true}')
        assert ended["status"] == "FAILED", ended
        time.sleep(0.05)


def state():
    """Once what is ending has ended: processes, descriptors, threads, and each one's resident memory."""
    invoke(2, {}, "SUCCEEDED")
    for _ in range(100):
        seen = len(descendants(server)), len(os.listdir(f"/proc/{server}/fd")), len(os.listdir(f"/proc/{server}/task"))
        time.sleep(0.05)
        if seen == (len(descendants(server)), len(os.listdir(f"/proc/{server}/fd")), len(os.listdir(f"/proc/{server}/task"))):
            break
    return seen, resident_mb(server), files()


invoke(200, {}, "SUCCEEDED")
crash(10)
before, memory_before, files_before = state()
invoke(1000, {}, "SUCCEEDED")
after, memory_after, files_after = state()
assert after == before, f"processes, descriptors, threads: {before} before and {after} after a thousand invocations"
assert files_after == files_before, sorted(set(files_after) ^ set(files_before))
grown = memory_after - memory_before
crash(100)
crashed, memory_crashed, files_crashed = state()
assert crashed == before, f"processes, descriptors, threads: {before} before and {crashed} after a hundred crashes"
assert files_crashed == files_before, sorted(set(files_crashed) ^ set(files_before))
print(f"processes, descriptors, threads {before}; the program {memory_before:.1f} MB, {grown:+.1f} MB by a thousand invocations, "
      f"{memory_crashed - memory_after:+.1f} MB by a hundred crashes")
# What the store keeps of 1,100 executions is a MB or two; a process or a connection that leaked would be more.
if "STEPSTORM_SANITIZED" not in os.environ:  # sanitizers keep what was freed
    assert grown < 6 and memory_crashed - memory_after < 6, "memory grows"
PY
PYTHONPATH=tests/cli PYTHONDONTWRITEBYTECODE=1 python3 "$scratch/drive.py" "$port" "$server" "$scratch/functions" || fail "something is left"

finish
