#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: scripts/tdxcall/test_json.py [TDXCALL]     --json and Documentation/tdxcall-json.rst have the same keys"""

import itertools
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from test_machines import HOST  # pylint: disable=C0413

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "../..")
TDXCALL = sys.argv[1] if len(sys.argv) > 1 else os.path.join(TOP, "build/tdxcall/tdxcall")
REPORTS = os.path.join(TOP, "kunit/facts/reports")
EVERY = {"kind", "name", "value"}
INPUT = {"line", "input", "likely"}
NESTED = {"bits": {"bits", "name", "value", "releases", "meaning"}, "first_cause": {"line", "input", "explanation"},
          "statuses": {"name", "status", "count"}, "histogram": {"from_seconds", "count"},
          **{key: {"read_mask", "write_mask"} for key in ("host", "host_debug_td", "guest")}}
FAILED = []


def check(name, wrong):
    print(("not ok " if wrong else "ok ") + name)
    if wrong:
        FAILED.append(name)
        print("# " + str(wrong)[:900])


def documented():
    """{(command, kind): keys}, and under (command, None) what stands beside the results; the command is None for all"""
    found, current = {(None, None): set()}, []
    with open(os.path.join(TOP, "Documentation/tdxcall-json.rst"), encoding="utf-8") as file:
        whole, results = file.read().split("Every result has\n")
        for name, command in re.findall(r"^``(\w+)``\n\t(?:of ``(\w+)``)?", whole, re.M):
            found.setdefault((command or None, None), set()).add(name)
        for line in results.splitlines():
            if head := re.match(r"\*\*(\w+)\*\* of (.*)", line):
                current = [(command, head[1]) for command in re.findall(r"``([\w-]+)``", head[2])]
                found.update({one: set() for one in current})
            elif re.match(r"\t``\w+``(, ``\w+``)*$", line):
                for one in current:
                    found[one].update(re.findall(r"``(\w+)``", line))
    return found


def inputs():
    """Whatever the tests of other things decode."""
    with open(os.path.join(HERE, "test_inputs.tsv"), encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                how, text = line.split("\t")[:2]
                text = text.replace("\\n", "\n")
                words = {"log": [], "line": [text]}.get(how, text.split())
                yield [how if how not in ("log", "line") else "decode", *words], text if how == "log" else ""
    with open(os.path.join(HERE, "test_lines.tsv"), encoding="utf-8") as file:
        yield ["decode"], "".join(line.split("\t")[-1] for line in file if not line.startswith("#"))
    for words in ("leaves", "fields", "statuses", "messages", "leaf 22", "field XFAM", "diff 1.5.01 2.0.18",
                  "decode TDH.VP.INIT", "bits MSR 0x1401 0xc00", "decode -l TDH.VP.INIT 0x8000020000000080"):
        yield words.split(), ""
    for name in "go-tdx-guest-tdx_prod_quote_SPR_E4.dat", "migtd-azcvm-quote.blob":
        for command in "structure", "quote":
            yield [command, os.path.join(REPORTS, name)], ""


def files(folder):
    """Commands that read files of ours."""
    with open(f"{folder}/program", "wb") as file:
        file.write(bytes(range(256)))
    yield ["mrtd", f"program={folder}/program", "memory=4", "vcpus=1"], ""
    os.mkdir(f"{folder}/tdxcall")
    for name in "info", "cpus", "metadata":
        with open(f"{folder}/tdxcall/{name}", "w", encoding="utf-8") as file:
            file.write("key: value\n")
        yield [name, "--debugfs", folder], ""
    yield ["check", "--from", HOST.write(f"{folder}/host")], ""
    yield ["collect", f"{folder}/recording"], ""
    yield ["stats", os.path.join(HERE, "test_stats/debugfs/tdxcall/stats.json")], ""
    yield ["trace", os.path.join(HERE, "test_stats/trace")], ""
    # What is written to it goes over the beginning of what is read from it.
    for line, answer in (("TDH.SYS.RD", "status: TDX_SUCCESS (0x0)\nr8: 0x6000\n"), ("read buf0 2", "00: abcd\n"),
                         ("bytes x 1", "")):
        with open(f"{folder}/tdxcall/call", "w", encoding="utf-8") as file:
            file.write("\n" * (len(line) + 1) + answer)
        yield ["call", "--debugfs", folder, *line.split()], ""


def answer_of(command, text):
    """The object; of trace as if it made one."""
    if command != "trace":
        return json.loads(text)
    return {"schema": "tdxcall/1", "command": command, "results": [json.loads(line) for line in text.splitlines()]}


def main():
    known, seen, wrong = documented(), {}, []
    with tempfile.TemporaryDirectory() as folder:
        for words, text in itertools.chain(inputs(), files(folder)):
            done = subprocess.run([TDXCALL, "--json", *words], input=text, capture_output=True, text=True, check=False)
            if not done.stdout:
                continue
            whole = answer_of(words[0], done.stdout)
            more = set(whole) - known[None, None]
            if whole["schema"] != "tdxcall/1" or whole["command"] != words[0] or known[None, None] - set(whole) or \
                    more - known.get((words[0], None), set()):
                wrong.append((words, set(whole)))
            for command in None, words[0]:
                seen.setdefault((command, None), set()).update(whole)
            for row in [*whole["results"], *([{"first_cause": whole.get("first_cause")}])]:
                for key, keys in NESTED.items():
                    parts = row.get(key) or []
                    wrong += [(words, key, set(part)) for part in ([parts] if isinstance(parts, dict) else parts)
                              if set(part) != keys]
            for row in whole["results"]:
                one = (whole["command"], row.get("kind"))
                keys = set(row) - EVERY - (INPUT if words[0] == "decode" else set())
                seen.setdefault(one, set()).update(keys)
                extra = keys - known.get(one, set())
                if EVERY - set(row) or extra:
                    wrong.append((one, "missing", EVERY - set(row), "not documented", extra))
    check("json-is-documented", wrong[:5])
    check("json-that-is-documented-comes", {one: keys - seen.get(one, set()) for one, keys in known.items()
                                            if one not in seen or keys - seen[one]})
    sys.exit(bool(FAILED))


main()
