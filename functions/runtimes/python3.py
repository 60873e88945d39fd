"""Runs a `lambda_handler(event, context)` of a Python file by Lambda's Runtime API, with the standard library alone.

The environment says all it needs, as Lambda's own runtimes are told: _HANDLER, LAMBDA_TASK_ROOT, AWS_LAMBDA_RUNTIME_API.
Errors have the names and the form of Lambda's Python runtime. Speaks HTTP by itself, over one connection that stays open.
"""

import decimal
import importlib
import json
import os
import socket
import sys
import time
import traceback

API = "/2018-06-01/runtime/"


class Api:
    """The Runtime API by one connection, whose requests are answered in their order."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.host = address
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def request(self, method, path, body=b"", headers=""):
        """As it goes over the connection."""
        head = f"{method} {API}{path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        return head.encode() + body

    def send(self, requests):
        self.socket.sendall(requests)

    def read_response(self):
        """(status, headers by lower-case name, body)"""
        data = self.rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self.receive()
        lines = data[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        end += 4
        size = end + int(headers["content-length"])
        if len(data) < size:
            parts = [data]
            missing = size - len(data)
            while missing > 0:
                parts.append(self.receive())
                missing -= len(parts[-1])
            data = b"".join(parts)
        self.rest = data[size:]
        return int(lines[0].split(" ", 2)[1]), headers, data[end:size]

    def receive(self):
        data = self.socket.recv(65536)
        if not data:
            sys.exit(1)
        return data


class Context:
    """What a handler is told about its invocation."""

    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = None
        self.deadline_ms = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self.deadline_ms - int(time.time() * 1000))


class Failure(Exception):
    """What Lambda calls by a name of its own."""

    def __init__(self, error_type, message, stack=()):
        super().__init__(message)
        self.error_type = error_type
        self.stack = list(stack)


def load(handler):
    """The function that `folder/module.function` names."""
    try:
        module_name, function_name = handler.rsplit(".", 1)
    except ValueError as error:
        raise Failure("Runtime.MalformedHandlerName", f"Bad handler '{handler}': {error}") from None
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Failure("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from None
    except SyntaxError as error:
        stack = [f'  File "{error.filename}" Line {error.lineno}\n    {(error.text or "").strip()}\n']
        raise Failure("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", stack) from None
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Failure(
            "Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'"
        ) from None


def error_of(failure, request_id):
    """An exception as Lambda's Python runtime writes it; the frames are those of the user's code."""
    if isinstance(failure, Failure):
        error_type, stack = failure.error_type, failure.stack
    else:
        error_type = type(failure).__name__
        frames = traceback.extract_tb(failure.__traceback__)
        stack = traceback.format_list([frame for frame in frames if frame.filename != __file__])
    return {"errorMessage": str(failure), "errorType": error_type, "requestId": request_id, "stackTrace": stack}


def show(error):
    """The error, for the log."""
    print(f"[ERROR] {error['errorType']}: {error['errorMessage']}", *map(str.rstrip, error["stackTrace"]), sep="\n")


def plain(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def text_of(result):
    try:
        return json.dumps(result, ensure_ascii=False, default=plain).encode()
    except Exception as error:
        raise Failure("Runtime.MarshalError", f"Unable to marshal response: {error}") from None


def post_error(api, path, error):
    body = json.dumps(error, ensure_ascii=False).encode(errors="replace")
    return api.request("POST", path, body, f"Lambda-Runtime-Function-Error-Type: {error['errorType']}\r\n")


def invoke(api, handler, headers, body):
    """The request that answers the invocation."""
    context = Context(headers)
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
    path = f"invocation/{context.aws_request_id}/"
    try:
        response = text_of(handler(json.loads(body), context))
        request = api.request("POST", path + "response", response)
    except Exception as failure:
        error = error_of(failure, context.aws_request_id)
        show(error)
        request = post_error(api, path + "error", error)
    sys.stdout.flush()
    return request


def main():
    sys.dont_write_bytecode = True
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    sys.stdout.reconfigure(line_buffering=True, errors="replace")
    api = Api(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as failure:
        error = error_of(failure, "")
        show(error)
        api.send(post_error(api, "init/error", error))
        api.read_response()
        sys.exit(1)
    following = api.request("GET", "invocation/next")
    api.send(following)
    while True:
        _, headers, body = api.read_response()
        # An answer and the question for what follows go together: that saves a round trip for each invocation.
        api.send(invoke(api, handler, headers, body) + following)
        api.read_response()


if __name__ == "__main__":
    main()
