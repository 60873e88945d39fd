#!/usr/bin/env bash
# docs/openapi.json against the server: each operation with its example, each answer against its schema, and what it refuses.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

serve --clock virtual

/usr/bin/python3 - "$port" docs/openapi.json << 'PY' || fail "see above"
import http.client, json, sys
port, document = int(sys.argv[1]), json.load(open(sys.argv[2]))
kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}


def check(value, schema, place):
    if "$ref" in schema: return check(value, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], place)
    if "oneOf" in schema: return
    assert isinstance(value, kinds[schema["type"]]), (place, value)
    if schema["type"] in ("integer", "number"): assert not isinstance(value, bool), (place, value)
    if "enum" in schema: assert value in schema["enum"], (place, value)
    if isinstance(value, list):
        for index, each in enumerate(value): check(each, schema.get("items", {"type": "object"}), f"{place}/{index}")
    if isinstance(value, dict):
        members, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name in schema.get("required", []): assert name in value, (place, name, value)
        for name, each in value.items():
            if name in members: check(each, members[name], place + "/" + name)
            else: assert more, (place, name)
            if isinstance(more, dict) and name not in members: check(each, more, place + "/" + name)


def send(method, path, body, content_type="application/json"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method.upper(), path, body, {"Content-Type": content_type} if content_type else {})
    response = connection.getresponse()
    return response.status, response.getheader("Content-Type"), response.read().decode()


# the clock is a virtual one, and the plan names a resource of the shipped settings
called = 0
error = {"$ref": "#/components/schemas/Error"}
for path, operations in document["paths"].items():
    for method, operation in operations.items():
        body = operation.get("requestBody")
        text = json.dumps(body["content"]["application/json"]["example"]) if body else None
        if body: check(json.loads(text), body["content"]["application/json"]["schema"], f"{method} {path} example")
        status, kind, answer = send(method, path, text)
        assert status == 200, (method, path, status, answer)
        [(media, content)] = operation["responses"]["200"]["content"].items()
        if media == "text/plain": assert kind.startswith("text/plain"), kind
        else: check(json.loads(answer), content["schema"], f"{method} {path}")
        if method != "get":
            status, kind, answer = send(method, path, text, "text/plain")
            assert status == 400, (method, path, status, answer)
            check(json.loads(answer), error, f"{method} {path} without JSON")
        if body and path != "/_stepstorm/reset":
            status, kind, answer = send(method, path, "[]")
            assert status == 400, (method, path, status, answer)
            check(json.loads(answer), error, f"{method} {path} with a list")
        called += 1
    for method in {"get", "put", "post", "delete", "patch"} - operations.keys():
        assert send(method, path, "{}")[0] == 404, (method, path)
assert called == 15, called
PY
finish
