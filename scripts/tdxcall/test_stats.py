#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: scripts/tdxcall/test_stats.py TDXCALL

Statistics and traces as the kernel module wrote them (test_stats/), and rubbish: stats, top,
metrics, trace."""

import copy
import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent / "test_stats"
FILE = HERE / "debugfs/tdxcall/stats.json"
SAMPLE = re.compile(r'(tdxcall_[a-z_]+)(\{.*\})? ([0-9.e+-]+)')


class Tests:
    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.counted = json.loads(FILE.read_text(encoding="utf-8"))
        self.passed = self.failed = 0

    def run(self, *words):
        return subprocess.run([self.program, *map(str, words)], text=True, capture_output=True,
                              timeout=60, check=False)

    def expect(self, name, good, why=""):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(f"not ok {name}: {why}")

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content),
                        encoding="utf-8")
        return path

    def row(self, name, counted=None):
        rows = [row for row in (counted or self.counted)["rows"] if row["name"] == name]
        return rows[0]

    def stats(self):
        result = self.run("stats", "--debugfs", HERE / "debugfs")
        lines = {line.split()[0]: line.split() for line in result.stdout.splitlines()}
        for row in self.counted["rows"]:
            self.expect(f"stats_{row['name']}", lines.get(row["name"], [0, 0])[1] == str(row["calls"]),
                        result.stdout)
        self.expect("stats_status", lines["TDX_RND_NO_ENTROPY"][1] == "100", result.stdout)
        self.expect("stats_width", max(map(len, result.stdout.splitlines())) <= 80, result.stdout)
        result = self.run("stats", "--json", FILE)
        found = json.loads(result.stdout)
        self.expect("stats_schema", found["schema"] == "tdxcall/1", result.stdout)
        extend = next(row for row in found["results"] if row["name"] == "TDH.MR.EXTEND")
        row = self.row("TDH.MR.EXTEND")
        seconds = row["cycles"] / self.counted["cycles_per_ms"] / 1000
        self.expect("stats_seconds", abs(extend["seconds"] / seconds - 1) < 1e-9, extend)
        self.expect("stats_mean", abs(extend["mean_seconds"] * row["calls"] / seconds - 1) < 1e-9,
                    extend)
        read = next(row for row in found["results"] if row["name"] == "TDH.SYS.RD")
        self.expect("stats_retries", read["retries"] == {"no entropy": 90}, read)
        self.expect("stats_codes", read["statuses"][2]["status"] == "0x8000020000000000", read)
        result = self.run("stats", "--histogram", FILE)
        self.expect("stats_histogram", result.stdout.count("#\n") ==
                    sum(len(row["histogram"]) for row in self.counted["rows"]), result.stdout)

    def top(self):
        later = copy.deepcopy(self.counted)
        later["milliseconds"] += 2000
        row = self.row("TDH.SYS.RD", later)
        row["calls"] += 500
        row["cycles"] += 1000 * later["cycles_per_ms"]
        row["statuses"][0]["count"] += 480
        row["statuses"][2]["count"] += 20
        row = self.row("TDH.MR.EXTEND", later)
        row["calls"] += 10
        row["cycles"] += 10 * later["cycles_per_ms"]
        row["statuses"][0]["count"] += 10
        result = self.run("top", FILE, self.write("later", later))
        lines = [line.split() for line in result.stdout.splitlines()]
        self.expect("top_head", "255 each second, 50.5 % of a CPU" in result.stdout, result.stdout)
        self.expect("top_order", [line[0] for line in lines[3:]] == ["TDH.SYS.RD", "TDH.MR.EXTEND"],
                    result.stdout)
        self.expect("top_row", lines[3][1:4] == ["250.0", "50.00", "2.00ms"], lines[3])
        self.expect("top_errors", lines[3][5] == "10.0", lines[3])
        self.expect("top_width", max(map(len, result.stdout.splitlines())) <= 80, result.stdout)
        # Counting began anew: all that there is came since.
        anew = copy.deepcopy(self.counted)
        anew["milliseconds"] = 1000
        anew["rows"] = [self.row("TDH.SYS.RD", anew)]
        anew["rows"][0]["calls"] = 7
        result = self.run("top", FILE, self.write("anew", anew))
        self.expect("top_after_reset", "TDX calls of 1.0 s: 7 each second" in result.stdout,
                    result.stdout)
        off = dict(self.counted, on=False)
        (self.folder / "tdxcall").mkdir()
        self.write("tdxcall/stats.json", off)
        result = self.run("top", "--debugfs", self.folder)
        self.expect("top_says_how_to_switch_on", result.returncode == 3 and
                    "parameters/stats" in result.stderr, result.stderr)
        for interval in "0", "-1", "x", "1x", "1e9", "nan":
            result = self.run("top", "--interval", interval)
            self.expect(f"top_interval_{interval}", result.returncode == 2, result.stderr)

    def metrics(self):
        text = self.run("metrics", "--debugfs", HERE / "debugfs").stdout
        types, samples = {}, []
        self.expect("metrics_ends", text.endswith("\n") and "\n\n" not in text)
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                types[line.split()[2]] = line.split()[3]
            elif not line.startswith("# HELP "):
                match = SAMPLE.fullmatch(line)
                self.expect("metrics_line", match, line)
                name = re.sub("_(bucket|sum|count)$", "", match[1])
                self.expect("metrics_typed", name in types, line)
                self.expect("metrics_total", types.get(name) != "counter" or
                            name.endswith("_total"), line)
                samples.append(match.groups())
        for row in self.counted["rows"]:
            mine = [sample for sample in samples if sample[1] and f'name="{row["name"]}"' in sample[1]]
            ended = sum(int(v) for name, _, v in mine if name == "tdxcall_calls_total")
            self.expect("metrics_calls", ended == row["calls"], row["name"])
            buckets = [int(v) for name, _, v in mine if name.endswith("_bucket")]
            self.expect("metrics_buckets", buckets == sorted(buckets) and len(buckets) == 17 and
                        buckets[-1] == row["calls"], buckets)
            seconds = [float(v) for name, _, v in mine if name.endswith("_sum")]
            self.expect("metrics_sum", abs(seconds[0] - row["cycles"] / self.counted["cycles_per_ms"]
                                           / 1000) < 1e-6, seconds)
        path = self.folder / "tdxcall.prom"
        path.write_text("old", encoding="utf-8")
        before = path.stat().st_ino
        with open(path, encoding="utf-8") as reader:
            result = self.run("metrics", "--debugfs", HERE / "debugfs", path)
            self.expect("metrics_leaves_readers_alone", reader.read() == "old")
        self.expect("metrics_replaces", path.read_text(encoding="utf-8") == text and
                    path.stat().st_ino != before, result.stderr)
        self.expect("metrics_mode", stat.S_IMODE(path.stat().st_mode) == 0o644)
        self.expect("metrics_leaves_nothing", not list(self.folder.glob("tdxcall.prom.*")))
        result = self.run("metrics", "--debugfs", HERE / "debugfs", self.folder / "none/x.prom")
        self.expect("metrics_bad_folder", result.returncode == 1 and "x.prom" in result.stderr)
        self.write("tdxcall/stats.json", "rubbish")
        result = self.run("metrics", "--debugfs", self.folder, path)
        self.expect("metrics_keep_the_old_file", result.returncode == 1 and
                    path.read_text(encoding="utf-8") == text, result.stderr)

    def trace(self):
        result = self.run("trace", HERE / "trace")
        lines = result.stdout.splitlines()
        self.expect("trace_lines", len(lines) == 3, result.stdout)
        self.expect("trace_enter", lines[0] == "12.345678 cpu001 cat-123 enter SEAMCALL TDH.SYS.RD",
                    lines[0])
        self.expect("trace_operand", "TDX_OPERAND_BUSY, operand TDR (0x8000020000000080)" in lines[1],
                    lines[1])
        self.expect("trace_exit", "a [b] c-7-124 td_exit" in lines[2] and "origin=kvm" in lines[2] and
                    "TD exit: TDG.VP.VMCALL (77)" in lines[2], lines[2])
        result = self.run("trace", "--json", "--count", 2, HERE / "trace")
        found = [json.loads(line) for line in result.stdout.splitlines()]
        self.expect("trace_json", [(event["name"], event["value"]) for event in found] ==
                    [("enter", None), ("exit", "0x8000020000000080")], found)
        result = self.run("trace", "--tracefs", self.folder)
        self.expect("trace_without_tracefs", result.returncode == 3, result.stderr)

    def rubbish(self):
        """Whatever is wrong with it: one line that says so, and nothing half done."""
        text = FILE.read_text(encoding="utf-8").strip()
        bad = {"cut": [text[:length] for length in range(0, len(text), 37)]}
        bad["format"] = [json.dumps(dict(self.counted, format=what)) for what in (0, 2, "1", None)]
        bad["shape"] = ["[]", "null", "1", '""', "{}", '{"rows": []}', "\0", "[" * 100000]
        bad["member"] = []
        for key in self.counted["rows"][0]:
            for value in (None, -1, 1.5, [], {}, "x", {"x": -1}, [1], [[]], [{}], 2 ** 70):
                broken = copy.deepcopy(self.counted)
                kind = type(broken["rows"][0][key])
                if isinstance(value, kind) and (value in ("x", [], {}) or kind is int and value >= 0):
                    continue
                broken["rows"][0][key] = value
                bad["member"].append(json.dumps(broken))
        for kind, texts in bad.items():
            for i, content in enumerate(texts):
                result = self.run("stats", self.write("bad", content))
                self.expect(f"rubbish_{kind}_{i}", result.returncode == 1 and not result.stdout and
                            result.stderr.count("\n") == 1, (result, content[:200]))


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        tests = Tests(os.path.abspath(sys.argv[1]), folder)
        for test in (tests.stats, tests.top, tests.metrics, tests.trace, tests.rubbish):
            test()
    print(f"{tests.passed} passed, {tests.failed} failed")
    sys.exit(1 if tests.failed else 0)


if __name__ == "__main__":
    main()
