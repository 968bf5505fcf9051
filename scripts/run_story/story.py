# SPDX-License-Identifier: GPL-2.0
"""What scripts/run-outside and run-inside say, and a chapter's part in it."""
import base64
import binascii
import collections
import inspect
import json
import pathlib
import re
import subprocess
import sys
import textwrap

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
TDXCALL = TOP / "build/tdxcall/tdxcall"
RULES = TOP / "scripts/tdxcall/mrtd_by_rules.py"


def ask(*words):
    """What the command tdxcall says to these words, and whether it ended well."""
    done = subprocess.run([TDXCALL, "--json", *words], check=False, stdout=subprocess.PIPE,
                          text=True)
    return json.loads(done.stdout or '{"results": []}')["results"], done.returncode == 0


class Seen:
    """What was said in one step."""

    def __init__(self):
        self.facts, self.events, self.given = {}, [], {}

    def take(self, line):
        """One line; False when it is none of ours."""
        kind, _, rest = line.partition(" ")
        name, _, value = rest.partition(" ")
        if kind == "FACT" and name == "event":
            self.events.append(value)
        elif kind == "FACT":
            self.facts[name] = value
        elif kind == "GIVE":
            try:
                self.given[name] = base64.b64decode(value, validate=True)
            except binascii.Error:
                return False
        else:
            return False
        return True

    def number(self, name):
        return int(self.facts[name])

    def text(self, name):
        return self.given[name].decode(errors="replace")

    def table(self, name):
        """Lines of "key: value"."""
        return dict(line.split(": ", 1) for line in self.text(name).splitlines() if ": " in line)

    def counters(self, name):
        """Of the VMM's status: how often the vCPU exited, by reason and by hypercall."""
        return collections.Counter({
            key: int(count) for key, count in
            re.findall(r"^vcpu 0: \w+: (.*): (\d+)$", self.text(name), re.M)})

    def free_keyids(self):
        return int(re.search(r"^free: (\d+)$", self.text("keyids"), re.M).group(1))

    def rows(self, name):
        """Leaf functions and how often they ended in which way: the file calls."""
        rows = (line.split() for line in self.text(name).splitlines())
        return {row[0]: list(map(int, row[1:])) for row in rows
                if len(row) == 5 and all(map(str.isdecimal, row[1:]))}

    def calls(self, name):
        """How often each leaf function was called, however that ended."""
        return collections.Counter({leaf: sum(row) for leaf, row in self.rows(name).items()})

    def refused(self, name):
        return collections.Counter({leaf: row[-1] for leaf, row in self.rows(name).items()})


class Story:
    """All that was seen, what the TD was made from, and what is known of leaf functions."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.steps, self.computed = {}, ""
        self.summaries = {leaf["name"]: leaf["summary"] for leaf in ask("leaves")[0]}

    def file(self, name):
        return self.directory / name

    def said(self, name):
        return self.file(name).read_text(encoding="utf-8").rstrip("\n")

    def parts(self):
        """What MRTD is computed from, in the words of tdxcall mrtd."""
        return [f"kernel={self.file('kernel')}", f"initrd={self.file('initrd')}",
                f"memory={self.said('memory')}", "vcpus=1", f"cmdline={self.said('cmdline')}"]

    def mrtd(self):
        """MRTD of what the TD was started with, computed from the files."""
        if not self.computed:
            rows, good = ask("mrtd", *self.parts())
            if not good:
                raise ValueError("MRTD can't be computed")
            self.computed = rows[0]["value"]
        return self.computed

    def mrtd_by_rules(self):
        """The same by a program that has nothing of tdxcall's code."""
        done = subprocess.run([sys.executable, RULES, self.file("stub"), *self.parts()],
                              check=False, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip()

    def decoded(self, counts, names=None, refused=()):
        """A line for each kind of call, with what it does."""
        lines = []
        for name in names or sorted(counts, key=counts.get, reverse=True):
            if counts.get(name):
                summary = re.sub(r" \([^)]*\)|;.*", "", self.summaries.get(name, ""))
                lines.append(f"{counts[name]:>7}  {name:<23} " +
                             textwrap.shorten(summary, 59, placeholder=" ...") +
                             (f" ({refused[name]} refused)" if refused and refused[name] else ""))
        return lines


class Chapter:
    """One part of the story.  The function's docstring is its title and what people are told."""

    def __init__(self, name, write):
        title, *prose = inspect.getdoc(write).split("\n\n")
        self.name, self.title, self.write = name, title.rstrip("."), write
        self.prose = [" ".join(paragraph.split()) for paragraph in prose]
        self.lines, self.checks, self.facts, self.summary = [], [], {}, title.rstrip(".")

    def line(self, *lines):
        self.lines += lines

    def fact(self, **facts):
        self.facts.update(facts)

    def check(self, name, held, text):
        self.checks.append({"name": name, "held": bool(held), "text": text})

    @property
    def held(self):
        return bool(self.checks) and all(check["held"] for check in self.checks)

    def close(self, story):
        """Once all of it was seen.  What is missing is a check that failed."""
        try:
            self.write(story, self, story.steps[self.name])
        except (KeyError, ValueError, IndexError, OSError) as missing:
            self.check("seen", False, f"what there was to see is missing: {missing!r}")
