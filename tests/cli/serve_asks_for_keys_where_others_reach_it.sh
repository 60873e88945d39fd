#!/usr/bin/env bash
# A key file, signatures, hosts, and where the server may listen; needs python3-boto3.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
/usr/bin/python3 -c 'import boto3' 2> /dev/null || { echo "skipped: there is no boto3 for /usr/bin/python3"; exit 77; }

cat > "$scratch/keys.json" << 'JSON'
{"keys": {"AKIDONE": {"secret": "first secret", "account": "111111111111"},
          "AKIDTWO": {"secret": "second/+secret=", "account": "222222222222"}}}
JSON

serve --clock virtual --keys "$scratch/keys.json" --allow-remote --host 0.0.0.0 --allow-host door.example
/usr/bin/python3 - "$port" << 'PY' || fail "see above"
import http.client, json, sys, boto3
from botocore.config import Config
from botocore.exceptions import ClientError
port = int(sys.argv[1])


def client(key, secret, region="us-east-1"):
    return boto3.client("stepfunctions", endpoint_url=f"http://127.0.0.1:{port}", region_name=region, aws_access_key_id=key,
                        aws_secret_access_key=secret, config=Config(inject_host_prefix=False, retries={"max_attempts": 0}))


def refused(code, sfn):
    try: sfn.list_state_machines()
    except ClientError as error:
        assert error.response["Error"]["Code"] == code and error.response["ResponseMetadata"]["HTTPStatusCode"] == 403, error
        return
    raise AssertionError(code + " expected")


def plain(method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    return response.status, response.read().decode()


one, two = client("AKIDONE", "first secret"), client("AKIDTWO", "second/+secret=")
definition = json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}})
arn = one.create_state_machine(name="Mine", definition=definition, roleArn="arn:aws:iam::111111111111:role/r")["stateMachineArn"]
assert arn == "arn:aws:states:us-east-1:111111111111:stateMachine:Mine", arn
assert [m["name"] for m in one.list_state_machines()["stateMachines"]] == ["Mine"]
assert two.list_state_machines()["stateMachines"] == []
assert one.start_execution(stateMachineArn=arn, input='{"é": " a  b "}')["executionArn"]
refused("InvalidSignatureException", client("AKIDONE", "second/+secret="))
refused("UnrecognizedClientException", client("123456789012", "any"))
refused("InvalidSignatureException", client("AKIDONE", "first secret", "eu-west-1"))

# without a signature there is nothing but that it lives
assert plain("GET", "/_stepstorm/health") == (200, '{"status":"ok"}')
for method, path in [("POST", "/"), ("GET", "/_stepstorm/clock"), ("GET", "/_stepstorm/metrics"), ("POST", "/_stepstorm/reset")]:
    status, body = plain(method, path, "{}", Content_Type="application/json", X_Stepstorm_Account="111111111111")
    assert status == 403 and "MissingAuthenticationToken" in body, (path, status, body)

# the hosts that it is called by
assert plain("GET", "/_stepstorm/health", Host="door.example")[0] == 200
assert plain("GET", "/_stepstorm/health", Host="sync-door.example:8083")[0] == 200
assert plain("GET", "/_stepstorm/health", Host="other.example")[0] == 403
assert plain("GET", "/_stepstorm/health", Host="door.example.evil.example")[0] == 403
assert plain("GET", "/_stepstorm/health", Origin="http://evil.example")[0] == 403
PY
kill "$server"

refused "a host that others reach" "or --allow-remote and --keys FILE beside it" serve --host 0.0.0.0
refused "a host that others reach, without keys" "expected --keys FILE" serve --host 0.0.0.0 --allow-remote
refused "keys that are none" "no_keys.json" serve --keys "$scratch/no_keys.json"
finish
