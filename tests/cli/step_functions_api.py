"""Calls operations of a server under test, one after the other on one connection. For scripts of this folder, which find it by
PYTHONPATH=tests/cli."""
import http.client
import json


class StepFunctions:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def call(self, operation, **arguments):
        """The answer, which must be one: AssertionError with what was answered otherwise."""
        headers = {"X-Amz-Target": "AWSStepFunctions." + operation, "Content-Type": "application/x-amz-json-1.0"}
        self.connection.request("POST", "/", json.dumps(arguments), headers)
        response = self.connection.getresponse()
        body = response.read()
        assert response.status == 200, (operation, response.status, body)
        return json.loads(body or b"{}")
