# SPDX-License-Identifier: GPL-2.0
"""
The steps of scripts/check.  Each is a function that leaves its counts in the Step that it is given,
and returns False, or raises, when it could not do its work; its docstring is what people are told
of it.  It runs in a process whose output is its log.
"""
import fcntl
import os
import pathlib
import re
import subprocess

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
TOP = SCRIPTS.parent
LOGS = TOP / "build/check"
SHARED = TOP.parent / "shared"
if not SHARED.is_dir():
    SHARED = TOP / "kunit/facts"
CACHE = pathlib.Path(os.environ.get("TDXCALL_CACHE") or pathlib.Path(
    os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "tdxcall"))


def processors():
    """What nproc(1) says; in a step, its share (scripts/check sets OMP_NUM_THREADS)."""
    return int(subprocess.run(["nproc"], check=True, stdout=subprocess.PIPE).stdout)


class Step:
    def __init__(self, log, kernel):
        self.log, self.kernel = log, kernel
        self.passed = self.failed = self.skipped = 0

    @staticmethod
    def say(what):
        print(what, flush=True)

    @staticmethod
    def succeeds(*command, **options):
        return subprocess.run(command, check=False, **options).returncode == 0

    @staticmethod
    def must(*command, **options):
        subprocess.run(command, check=True, **options)

    @staticmethod
    def answer(*command):
        """What the command prints, on a line."""
        return subprocess.run(command, check=True, stdout=subprocess.PIPE,
                              text=True).stdout.strip()

    def beside(self, end):
        """A file beside the log, for this step and kernel."""
        return self.log.with_name(f"{self.log.stem}-{end}")

    def said(self, log=None):
        return (log or self.log).read_text(encoding="utf-8", errors="replace")

    def count(self, condition, otherwise):
        """One more test."""
        if condition:
            self.passed += 1
        else:
            self.say(otherwise)
            self.failed += 1

    def take_counts(self):
        """Takes over the counts of a line "N passed, N failed", and of one "N skipped"."""
        text = self.said()
        found = re.findall(r"^(\d+) passed, (\d+) failed", text, re.M)
        if not found:
            return False
        self.passed, self.failed = map(int, found[-1])
        self.skipped = sum(map(int, re.findall(r"^(\d+) skipped$", text, re.M)))
        return True

    def all_declared_ran(self, declared, ran):
        """A test that is declared and did not run is a failure; so is it to find none declared."""
        if not declared:
            self.say("no test is declared")
            return False
        for name in declared:
            if name not in ran:
                self.say(f"did not run: {name}")
                self.failed += 1
        return True

    def exclusive(self, name):
        """The rest of this step is not run beside another that says so."""
        self.lock = open(LOGS / f"{name}.lock", "w", encoding="utf-8")
        fcntl.flock(self.lock, fcntl.LOCK_EX)


def declared_in(files, pattern):
    """What the pattern finds in the sources, its groups joined by a point."""
    return [".".join(match.groups()) for file in files
            for match in re.finditer(pattern, file.read_text(encoding="utf-8"), re.M)]


def script_step(step, *command, **options):
    """A script that closes with its counts, and fails when one of them did."""
    whole = step.succeeds(*command, **options)
    return step.take_counts() and (whole or step.failed > 0)
