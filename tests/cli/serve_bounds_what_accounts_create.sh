#!/usr/bin/env bash
# A client that goes on creating state machines is refused when its account's memory is used up, and the process stays as
# large as it was; other accounts are served. Needs /usr/bin/python3 alone.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

serve --clock virtual --definitions-mib 128

PYTHONPATH=tests/cli /usr/bin/python3 - "$port" "$server" << 'PY' || fail "see above"
import http.client, json, os, sys
port, process = int(sys.argv[1]), sys.argv[2]
connection = http.client.HTTPConnection("127.0.0.1", port)


def create(name, definition, account="123456789012"):
    connection.request("POST", "/", json.dumps({"name": name, "definition": definition,
                                                "roleArn": "arn:aws:iam::123456789012:role/any"}),
                       {"X-Amz-Target": "AWSStepFunctions.CreateStateMachine", "X-Stepstorm-Account": account,
                        "Content-Type": "application/x-amz-json-1.0"})
    response = connection.getresponse()
    body = json.loads(response.read())
    return "200" if response.status == 200 else body["__type"]


def memory():
    return int(open(f"/proc/{process}/statm").read().split()[1]) * 4096


def machine(bytes_of_text):
    return '{"StartAt":"P","States":{"P":{"Type":"Pass","Result":"' + "x" * bytes_of_text + '","End":true}}}'


million = machine(1_000_000)
before = memory()
answers = [create(f"m{number}", million) for number in range(60)]
assert answers[:2] == ["200"] * 2, answers[:3]
assert set(answers[2:]) == {"StateMachineLimitExceeded"}, answers[2:5]
if "STEPSTORM_SANITIZED" not in os.environ:  # sanitizers keep what was freed
    assert memory() - before < 128 << 20, (before, memory())

# refused before any work is done for it
regexes = "$match(0,/a{1000}/)," * 50_000
bomb = ('{"QueryLanguage":"JSONata","StartAt":"P","States":{"P":{"Type":"Pass","Output":"{% [' + regexes + '1] %}","End":true}}}')
assert create("bomb", bomb, "333333333333") == "StateMachineLimitExceeded"
if "STEPSTORM_SANITIZED" not in os.environ:
    assert memory() - before < 128 << 20, (before, memory())

assert create("small", machine(10), "222222222222") == "200"
PY

lines=2 refused "memory that is no number" "expected a whole number from 1 to 1000000, found 'much'" serve --definitions-mib much
finish
