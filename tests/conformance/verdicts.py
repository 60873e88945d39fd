"""Says what the corpus's own comparer makes of results: `verdicts.py CORPUS TRIALS`.

TRIALS holds a line per trial: {"case": path, "actual": {...}, "strict": bool}. Prints a line per trial: for each of
outcome, causal and history `+` agrees, `-` differs, `?` cannot be judged.
"""
import json
import sys

sys.path.insert(0, sys.argv[1])
import compare

cases = {}
for line in open(sys.argv[2], encoding="utf-8"):
    trial = json.loads(line)
    path = trial["case"]
    if path not in cases:
        cases[path] = json.load(open(path, encoding="utf-8"))
    verdict = compare.compare_case(trial["actual"], cases[path], compare.Options(), trial["strict"])
    print("".join("?" if verdict[level] is None else "-" if verdict[level] else "+"
                  for level in ("outcome", "causal", "history")))
