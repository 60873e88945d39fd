#!/usr/bin/env bash
# Slow, oversized, truncated, pipelined and garbled requests: an error or a closed connection, and the others are served;
# memory stays where it was; SIGTERM ends it with pollers waiting. Needs /usr/bin/python3 alone.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

serve --clock virtual

/usr/bin/python3 - "$port" "$server" << 'PY' || { fail "see above"; kill "$server"; }
import json, os, signal, socket, sys, time
port, process = int(sys.argv[1]), sys.argv[2]


def connected():
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    return client


def exchange(sent, end=False):
    client = connected()
    try:
        client.sendall(sent)
        if end: client.shutdown(socket.SHUT_WR)
    except OSError: pass
    said = b""
    try:
        while True:
            got = client.recv(65536)
            if not got: break
            said += got
    except (ConnectionError, socket.timeout) as error:
        if isinstance(error, socket.timeout): raise AssertionError(("neither answered nor closed", sent[:80]))
    client.close()
    return said


def post(body, operation=b"ListStateMachines", more=b"", kind=b"application/x-amz-json-1.0"):
    return (b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: " + kind + b"\r\nX-Amz-Target: AWSStepFunctions."
            + operation + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n" + more + b"\r\n" + body)


def answered(sent, status, code=None):
    said = exchange(sent)
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + str(status).encode()), (sent[:100], said[:300])
    if code: assert json.loads(body)["__type"] == code, (sent[:100], body)


def memory():
    return int(open(f"/proc/{process}/statm").read().split()[1]) * 4096


def rounds(count):
    for _ in range(count):
        answered(post(b"{}"), 200)
        answered(post(b""), 200)
        answered(post(b"{\"a\": \"\xff\xfe\"}"), 400, "SerializationException")
        answered(post(b"\xc0\x80"), 400, "SerializationException")
        answered(post(b"{"), 400, "SerializationException")
        answered(post(b"[]"), 400, "SerializationException")
        answered(post(b"[" * 100000), 400, "SerializationException")
        answered(post(b'{"maxResults": 1e999}'), 400, "SerializationException")
        answered(post(b'{"maxResults": null}'), 200)
        answered(post(b'{"resourceArn": "a", "tagKeys": [' + b'"",' * 100000 + b'""]}', b"UntagResource"), 400, "ValidationException")
        answered(post(b"{}", b"\xff\xfe"), 400, "UnknownOperationException")
        answered(post(b"{}", b"Nothing" + b"x" * 5000), 400, "UnknownOperationException")
        answered(post(b"{}", kind=b"text/plain"), 400, "SerializationException")
        answered(post(b'{"stateMachineArn": "' + b"a" * 300 + b'"}', b"StartExecution"), 400, "ValidationException")
        answered(post(b'{"name": "a\\u0000b", "definition": "{}", "roleArn": "r"}', b"CreateStateMachine"), 400)
        answered(post(b"{}", more=b"A: " + b"x" * 20000 + b"\r\n"), 431)
        answered(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999999\r\n\r\n", 413)
        answered(b"GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 400, "UnknownOperationException")
        answered(b"GET /_stepstorm/../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 404)
        answered(b"TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 400)
        said = exchange(post(b"{}")[:-1], end=True)
        assert said == b"" or said.startswith(b"HTTP/1.1 400"), ("a truncated request", said)
        pipelined = exchange(post(b"{}").replace(b"Connection: close\r\n", b"") * 20 + post(b"{}"))
        assert pipelined.count(b"HTTP/1.1 200") == 21, pipelined[:200]


rounds(3)
before = memory()
rounds(40)
if "STEPSTORM_SANITIZED" not in os.environ:  # sanitizers keep what was freed
    assert memory() - before < 24 << 20, (before, memory())

# a hundred clients that say nothing or stop in the middle do not keep the others waiting
slow = [connected() for _ in range(100)]
for index, client in enumerate(slow): client.sendall(post(b"{}")[: index % 60])
began = time.time()
answered(post(b"{}"), 200)
assert time.time() - began < 2

# pollers are told that there is nothing when the server ends
activity = json.loads(exchange(post(b'{"name": "Idle"}', b"CreateActivity")).partition(b"\r\n\r\n")[2])["activityArn"]
pollers = [connected() for _ in range(50)]
for poller in pollers: poller.sendall(post(json.dumps({"activityArn": activity}).encode(), b"GetActivityTask"))
time.sleep(0.3)
os.kill(int(process), signal.SIGTERM)
began = time.time()
for poller in pollers:
    said = poller.recv(65536)
    assert said.startswith(b"HTTP/1.1 200") and b'"taskToken":null' in said, said
assert time.time() - began < 5, time.time() - began
PY
wait "$server"
(($? == 0)) || fail "SIGTERM: exit code $?"
finish
