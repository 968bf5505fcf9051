#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: scripts/tdxcall/test_inputs.py [TDXCALL]     what people paste, in test_inputs.tsv, and what is said of it"""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TDXCALL = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../../build/tdxcall/tdxcall")


def rows():
    with open(os.path.join(HERE, "test_inputs.tsv"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.startswith("#"):
                how, text, wanted, never = line.rstrip("\n").split("\t")
                yield number, how, text.replace("\\n", "\n"), phrases(wanted), phrases(never)


def phrases(cell):
    return [] if cell == "-" else [phrase.replace("\\n", "\n") for phrase in cell.split("; ")]


def ask(how, text):
    words = {"line": ["decode", text], "log": ["decode"]}.get(how) or [how, *text.split()]
    return subprocess.run([TDXCALL, *words], input=text if how == "log" else "", capture_output=True, text=True,
                          check=False)


def wrong(done, wanted, never):
    if wanted == ["!"]:
        refused = done.returncode == 1 and not done.stdout and done.stderr.count("\n") == 1
        return [] if refused else [f"exit status {done.returncode}, wanted no answer: {done.stdout[:300]}"]
    found = [f"exit status {done.returncode}: {done.stderr}"] if done.returncode or done.stderr else []
    found += [f'no "{phrase}"' for phrase in wanted if phrase not in done.stdout]
    found += [f'there is "{phrase}"' for phrase in never if phrase in done.stdout]
    return [*found, done.stdout] if found else []


def main():
    failed = 0
    for number, how, text, wanted, never in rows():
        why = wrong(ask(how, text), wanted, never)
        print(f"{'not ok' if why else 'ok'} input-{number} {text[:60]!r}")
        if why:
            failed += 1
            print("\n".join("# " + line for line in "\n".join([text, *why]).splitlines()[:12]))
    sys.exit(bool(failed))


main()
