#!/usr/bin/env python3
"""Writes table.cpp: what the answers of some AWS services look like, for TestState's check of mocks.

  generate.py > table.cpp

Source: the service models of botocore (Debian's python3-botocore), Apache License 2.0: see NOTICE. Of each service that is
listed here: its actions as Step Functions names them, and the shapes of their answers.
"""
import glob
import gzip
import json

MODELS = "/usr/lib/python3/dist-packages/botocore/data"
SERVICES = {  # as a resource names it: as botocore does
    "athena": "athena", "batch": "batch", "dynamodb": "dynamodb", "ecs": "ecs", "events": "events",
    "eventbridge": "events", "kms": "kms", "lambda": "lambda", "s3": "s3", "secretsmanager": "secretsmanager",
    "states": "stepfunctions", "sfn": "stepfunctions", "sns": "sns", "sqs": "sqs"}
NEWER = {  # values that the services have added since these models were published
    ("lambda", "Runtime"): ["nodejs20.x", "nodejs22.x", "python3.10", "python3.11", "python3.12", "python3.13", "java17",
                            "java21", "dotnet8", "ruby3.2", "ruby3.3", "ruby3.4", "provided.al2023"],
    ("s3", "StorageClass"): ["SNOW", "EXPRESS_ONEZONE"],
    ("s3", "ObjectStorageClass"): ["SNOW", "EXPRESS_ONEZONE"]}
KINDS = {"string": "s", "timestamp": "s", "character": "s", "blob": "s", "boolean": "b", "integer": "n", "long": "n",
         "float": "n", "double": "n", "bigdecimal": "n", "structure": "o", "list": "a", "map": "m"}


def model_of(name):
    found = sorted(glob.glob(f"{MODELS}/{name}/*/service-2.json*"))[-1]
    with (gzip.open if found.endswith(".gz") else open)(found) as file:
        return json.load(file)


def upper(name):
    return name[:1].upper() + name[1:]


def lower(name):
    return name[:1].lower() + name[1:]


class Table:
    def __init__(self, name):
        self.name, self.model, self.index, self.shapes = name, model_of(name), {}, []

    def shape(self, name):
        if name in self.index:
            return self.index[name]
        at = self.index[name] = len(self.shapes)
        self.shapes.append(None)
        source, shape = self.model["shapes"][name], {}
        shape["t"] = KINDS[source["type"]]
        if source["type"] == "structure" and source.get("document"):
            shape["t"] = "*"
        if shape["t"] in "sn":
            for key in ("min", "max"):
                if key in source:
                    shape[key] = source[key]
        if "enum" in source:
            known = source["enum"]
            shape["e"] = known + [one for one in NEWER.get((self.name, name), []) if one not in known]
        if shape["t"] == "o":
            required = set(source.get("required", []))
            shape["m"] = {upper(member): self.shape(of["shape"]) for member, of in source["members"].items()}
            needed = [upper(member) for member in source["members"] if member in required]
            if needed:
                shape["r"] = needed
        if shape["t"] == "a":
            shape["v"] = self.shape(source["member"]["shape"])
        if shape["t"] == "m":
            shape["v"] = self.shape(source["value"]["shape"])
        self.shapes[at] = shape
        return at


def service(name):
    table = Table(name)
    actions = {lower(action): table.shape(of["output"]["shape"])
               for action, of in sorted(table.model["operations"].items()) if "output" in of}
    silent = [lower(action) for action, of in sorted(table.model["operations"].items()) if "output" not in of]
    for action in silent:
        actions[action] = -1
    return {"actions": actions, "shapes": table.shapes}


def main():
    print("// Made by generate.py from the service models of botocore: see NOTICE. Not to be edited.")
    print('#include "api/test_state/aws_shapes/table.hpp"\n')
    print("namespace stepstorm::api {\n\n// clang-format off\nconst std::vector<AwsServiceText>& aws_service_texts() {")
    print("  static const std::vector<AwsServiceText> texts{")
    first = {}
    for name, model in SERVICES.items():
        if model in first:  # another name of a service that is in the table
            print(f'    {{"{name}", "{first[model]}", {{}}}},')
            continue
        first[model] = name
        text = json.dumps(service(model), separators=(",", ":"))
        parts = "\n".join('R"~~({})~~"'.format(text[at:at + 4000]) for at in range(0, len(text), 4000))
        print(f'    {{"{name}", "{name}", {parts}}},')
    print("  };\n  return texts;\n}\n// clang-format on\n\n}  // namespace stepstorm::api")


main()
