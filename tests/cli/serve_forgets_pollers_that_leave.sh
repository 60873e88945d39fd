#!/usr/bin/env bash
# A client that ends its connection while GetActivityTask or StartSyncExecution waits: the next poller gets the task, the
# connection is given back, virtual time goes on. Needs /usr/bin/python3 alone.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

serve --clock virtual

PYTHONPATH=tests/cli /usr/bin/python3 - "$port" "$server" << 'PY' || fail "see above"
import json, os, socket, struct, sys, time
from step_functions_api import StepFunctions
port, process = int(sys.argv[1]), sys.argv[2]
states = StepFunctions(port)


def ask(operation, behind=b"", **arguments):
    """Sends a request without waiting for its answer, and returns its connection."""
    body = json.dumps(arguments).encode()
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    client.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: "
                   b"AWSStepFunctions." + operation + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body + behind)
    return client


def answer(client):
    head = b""
    while not head.endswith(b"\r\n\r\n"): head += client.recv(1)  # and nothing of what follows
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return json.loads(client.recv(length, socket.MSG_WAITALL))


def sockets():
    """How many the server has open."""
    files = f"/proc/{process}/fd"
    count = 0
    for one in os.listdir(files):
        try: count += os.readlink(f"{files}/{one}").startswith("socket:")
        except FileNotFoundError: pass  # closed meanwhile
    return count


def eventually(holds, what):
    for _ in range(200):
        if holds(): return
        time.sleep(0.01)
    raise AssertionError(what)


def close(client): client.close()


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def created(name, definition, **more):
    return states.call("CreateStateMachine", name=name, definition=json.dumps(definition),
                       roleArn="arn:aws:iam::123456789012:role/any", **more)["stateMachineArn"]


activity = states.call("CreateActivity", name="Pack")["activityArn"]
packing = created("Packing", {"StartAt": "Pack", "States": {
    "Pack": {"Type": "Task", "Resource": activity, "HeartbeatSeconds": 60, "End": True}}})
idle = sockets()
leaving = {"closed": close, "reset": reset, "its side ended": lambda client: client.shutdown(socket.SHUT_WR)}
for how, leave in leaving.items():
    for behind in (b"", b"POST / HTTP/1.1\r\n", b"x" * 3000):
        gone = [ask(b"GetActivityTask", behind, activityArn=activity, workerName="Gone") for _ in range(5)]
        time.sleep(0.1)
        for client in gone: leave(client)
        eventually(lambda: sockets() == idle, (how, behind[:10], "connections are kept", sockets(), idle))
        execution = states.call("StartExecution", stateMachineArn=packing)["executionArn"]
        task = answer(ask(b"GetActivityTask", activityArn=activity, workerName="There"))
        assert task["taskToken"], (how, "the task went to a client that had left", task)
        states.call("SendTaskSuccess", taskToken=task["taskToken"], output="1")
        events = states.call("GetExecutionHistory", executionArn=execution)["events"]
        workers = [e["activityStartedEventDetails"]["workerName"] for e in events if e["type"] == "ActivityStarted"]
        assert workers == ["There"], (how, workers)

# what follows a poll on its connection is answered after it
client = ask(b"GetActivityTask", b"GET /_stepstorm/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", activityArn=activity)
time.sleep(0.1)
execution = states.call("StartExecution", stateMachineArn=packing)["executionArn"]
task = answer(client)
assert answer(client) == {"status": "ok"}
states.call("SendTaskSuccess", taskToken=task["taskToken"], output="1")
client.close()

# a task that was handed out has begun, whoever leaves then: its heartbeat ends it
execution = states.call("StartExecution", stateMachineArn=packing)["executionArn"]
client = ask(b"GetActivityTask", activityArn=activity)
assert answer(client)["taskToken"]
client.close()
states.connection.request("POST", "/_stepstorm/clock", '{"advance": 61}', {"Content-Type": "application/json"})
states.connection.getresponse().read()
assert states.call("DescribeExecution", executionArn=execution)["error"] == "States.Timeout"

# a synchronous execution goes on without its caller, whose connection is given back
waiting = created("Waiting", {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 100, "End": True}}}, type="EXPRESS")
states.connection.request("POST", "/_stepstorm/clock", '{"paused": true}', {"Content-Type": "application/json"})
states.connection.getresponse().read()
idle = sockets()
client = ask(b"StartSyncExecution", stateMachineArn=waiting)
time.sleep(0.1)
client.close()
eventually(lambda: sockets() == idle, "the connection of a synchronous execution is kept")
PY
finish
