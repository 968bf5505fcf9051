#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: scripts/tdxcall/test_diff.py [TDXCALL]

What tdxcall diff says of two releases, against the column releases of the fact tables in
kunit/facts/abi, which this program reads by its own rules.
"""

import csv
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "../..")
TDXCALL = sys.argv[1] if len(sys.argv) > 1 else os.path.join(TOP, "build/tdxcall/tdxcall")
WORDS = ("ATTRIBUTES", "XFAM", "TDX_FEATURES0", "TD_CTLS", "CONFIG_FLAGS", "EPTP_CONTROLS")
WHOLE = {"1.5.01", "1.5.05"}  # releases whose source is public, all of it
failed = 0


def result(name, why=None):
    global failed
    print(("not ok " if why else "ok ") + name)
    if why:
        failed += 1
        print("\n".join("# " + line for line in str(why).splitlines()[:20]))


def facts(name):
    with open(os.path.join(TOP, "kunit/facts/abi", name + ".tsv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


RELEASES = facts("releases")
NAMES = [row["version"] for row in RELEASES]


def has(ranges, release):
    """Whether the release has what has these ranges: yes, no or unknown."""
    if ranges in ("-", "?"):
        return {"-": "no", "?": "unknown"}[ranges]
    answers = set()
    line, update = release[:3], int(release[4:])
    for part in ranges.split(","):
        if part == "1.0+":
            return "yes"
        earlier, first, rest = re.fullmatch(r"(~?)([\d.]+)(.*)", part).groups()
        if first[:3] != line or len(first) < 6:
            continue
        if update < int(first[4:]):
            answers.add("unknown" if earlier and release not in WHOLE else "no")
        elif rest == "+" or release == first:
            answers.add("yes")
        elif rest == "-?":
            answers.add("no" if release in ("1.5.34", "2.0.18") else "unknown")
        else:
            answers.add("yes" if rest and update <= int(rest[5:]) else "no")
    return next((answer for answer in ("yes", "unknown") if answer in answers), "no")


def things(release):
    """{(what, value or number, name): yes, no or unknown} of one release."""
    found = {}
    for table, call in (("host_leaves", "SEAMCALL"), ("guest_leaves", "TDCALL")):
        for row in facts(table):
            found["leaf", f"{call} {row['leaf']}", row["name"]] = has(row["releases"], release)
    for row in facts("status_codes"):
        if int(row["value"], 16) & 0xffffffff == 0:
            found["status", row["value"].lower(), row["name"]] = has(row["releases"], release)
    for table, scope in (("metadata_global", "platform"), ("metadata_td", "TD"),
                         ("metadata_vcpu", "vCPU")):
        for row in facts(table):
            number = int(row["field_id"], 16)
            if row["table"] == "L2_VMCS":
                number |= 36 << 56
            found["field", f"{'L2 VM' if row['table'] == 'L2_VMCS' else scope} {number:#018x}",
                  row["name"]] = has(row["releases"], release)
    features = {row["version"]: row["tdx_features0"] for row in RELEASES}
    reported = 0
    for value in features.values():
        reported |= int(value, 16) if value != "?" else 0
    for row in facts("bits"):
        if row["value"] not in WORDS or row["name"] == "reserved":
            continue
        answer = has(row["releases"], release)
        if row["value"] == "TDX_FEATURES0" and features[release] != "?" and \
                reported >> int(row["bits"]) & 1:
            answer = "yes" if int(features[release], 16) >> int(row["bits"]) & 1 else "no"
        found["bit", f"bit{'s' if ':' in row['bits'] else ''} {row['bits']}",
              f"{row['value']}.{row['name']}"] = answer
    return found


def ask(*words, code=0):
    done = subprocess.run([TDXCALL, "diff", *words], capture_output=True, text=True, check=False)
    if done.returncode != code:
        raise AssertionError(f"{words}: exit status {done.returncode}\n{done.stdout[:300]}{done.stderr}")
    return done.stderr if code else done.stdout


def compare(a, b, known):
    results = json.loads(ask("--json", a, b))["results"]
    ours = {(row["of"], row["value"], row["name"]): (row["change"], row["in_from"], row["in_to"])
            for row in results if row["kind"] == "difference" and row["of"] != "version"}
    theirs = {}
    for key, before in known[a].items():
        after = known[b][key]
        change = "unknown" if "unknown" in (before, after) else \
            "added" if after == "yes" else "removed"
        if before != after:
            theirs[key] = (change, before, after)
    if ours != theirs:
        return f"differ: {sorted(set(ours.items()) ^ set(theirs.items()))}"
    sides = [row for row in results if row["kind"] == "release"]
    for side, name in zip(sides, (a, b)):
        fact = RELEASES[NAMES.index(name)]
        for key, column in (("mrseam", "mrseam"), ("build_number", "build_num")):
            if (side[key] or "?") != fact[column]:
                return f"{name} {key}: {side[key]}, not {fact[column]}"
    return None if len(sides) == 2 else "not two releases"


def versions(a, b):
    return {(row["name"], row["value"], row["change"])
            for row in json.loads(ask("--json", a, b))["results"]
            if row["kind"] == "difference" and row["of"] == "version"}


def main():
    known = {name: things(name) for name in NAMES}
    pairs = list(zip(NAMES, NAMES[1:])) + [
        ("2.0.18", "1.5.01"), ("1.5.34", "2.0.18"), ("2.0.18", "1.5.34"), ("2.0.02", "1.5.09")]
    wrong = [f"{a} {b}: {why}" for a, b in pairs if (why := compare(a, b, known))]
    result(f"diff-by-the-facts, {len(pairs)} pairs", "\n".join(wrong))
    # From the column max_version.
    exports = {(f"TDH.{name}", "version 1") for name in (
        "EXPORT.BLOCKW", "EXPORT.RESTORE", "EXPORT.MEM", "IMPORT.MEM")}
    for a, b, want in (
            ("1.5.01", "1.5.05", {("TDH.VP.INIT", "version 1", "added")}),
            ("1.5.05", "1.5.01", {("TDH.VP.INIT", "version 1", "removed")}),
            ("2.0.16", "2.0.18", {(*export, "added") for export in exports}),
            ("1.5.28", "1.5.34", {(*export, "added") for export in exports})):
        got = versions(a, b)
        result(f"diff-versions {a} {b}", got != want and f"{got}, not {want}")

    for alias, name in (("1.5", "1.5.01"), ("2.0", "2.0.02"), ("1.5.5", "1.5.05"), ("2.0.8", "2.0.08"),
                        ("TDX_1.5.06", "1.5.06"), ("v2.0.18", "2.0.18"), ("tdx-module-1.5.16", "1.5.16"),
                        ("1.5.05.46.698", "1.5.05")):
        side = json.loads(ask("-j", alias, alias))["results"][0]["value"]
        result(f"diff-alias {alias}", side != name and f"{side}, not {name}")
    for word in ("1.5.07", "1.0", "3.0.01", "1", "1.5.", ".", "", "1.5.x", "1.5.05.46.699", "05.1.5",
                 "1.5.05.46.698.1", "x1.5.05", "1.5.99999999999999999999", "-1.5.05" + "0" * 99):
        error = ask("--", "1.5.05", word, code=1)
        result(f"diff-unknown {word[:20]!r}",
               error.count("\n") != 1 or any(name not in error for name in NAMES) and error)
    result("diff-same", "no difference" not in ask("2.0.08", "2.0.8"))
    result("diff-limits", "not how a release behaves" not in ask("1.5.01", "2.0"))
    for words in (("1.5",), ("1.5", "2.0", "2.0.04")):
        error = ask(*words, code=2)
        result(f"diff-usage {len(words)}", "two releases" not in error and error)
    sys.exit(bool(failed))


main()
