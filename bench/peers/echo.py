"""A function that returns its event; run by itself, it answers a line with a line."""

import json
import sys


def handler(event, context):
    return event


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(handler(json.loads(line), None)), flush=True)
