"""Reads JUnit's XML as build servers do: every test case has a name, a class and at most one outcome, and totals add up."""
import sys
import xml.etree.ElementTree as ElementTree

OUTCOMES = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def complaints(root):
    if root.tag != "testsuites":
        yield f"the root is {root.tag}, not testsuites"
    for suite in [root, *root.findall("testsuite")]:
        cases = list(suite.iter("testcase"))
        counted = {"tests": len(cases)}
        for tag, total in OUTCOMES.items():
            counted[total] = sum(case.find(tag) is not None for case in cases)
        for total, count in counted.items():
            if suite.get(total) != str(count):
                yield f"{suite.tag} {suite.get('name')!r} says {suite.get(total)} {total} and has {count}"
    for case in root.iter("testcase"):
        if not case.get("name") or not case.get("classname"):
            yield f"a test case lacks its name or class: {case.attrib}"
        if sum(case.find(tag) is not None for tag in OUTCOMES) > 1:
            yield f"{case.get('name')!r} has several outcomes"


found = [f"{name}: {complaint}" for name in sys.argv[1:] for complaint in complaints(ElementTree.parse(name).getroot())]
print("\n".join(found))
sys.exit(bool(found))
