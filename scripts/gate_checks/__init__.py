# SPDX-License-Identifier: GPL-2.0
"""
What the checks of scripts/gate share.  A check is a function of the build that yields a line for
each violation; its name is the check's, and its docstring is the reason that people are told.
"""


class Missing(Exception):
    """Missing input is a failure: a gate that passes on nothing guards nothing."""


def note(line):
    print(f"gate: note: {line}")


def where(condition, otherwise=None):
    """
    The check is made where condition(build) holds.  Elsewhere otherwise(build) says why not (in
    nothing, where there is nothing to say); without it, the kernel does not ask for the check.
    """
    def with_condition(check):
        check.conditions = [(condition, otherwise), *getattr(check, "conditions", [])]
        return check
    return with_condition


def configured(*options):
    return lambda build: build.has_option(*options)


def not_configured(*options):
    return lambda build: not build.has_option(*options)


class Report:
    """What was found, told as it is found."""

    def __init__(self):
        self.checks = 0
        self.failures = 0
        self.unasked = []

    def judge(self, check, subject):
        name = check.__name__.replace("_", "-")
        for condition, otherwise in getattr(check, "conditions", []):
            if not condition(subject):
                if not otherwise:
                    self.unasked.append(name)
                elif said := otherwise(subject):
                    note(said)
                return
        self.checks += 1
        found = 0
        for line in check(subject):
            print(f"gate: {line} [{name}]")
            found += 1
        if found:
            print(f"        {' '.join(check.__doc__.split())}")
        self.failures += found

    def finish(self, what):
        """Says how it went, as an exit status too."""
        if self.unasked:
            note(f"this kernel does not ask for: {' '.join(self.unasked)}")
        verdict = f"{self.failures} FAILED" if self.failures else "clean"
        print(f"gate: {what}, {self.checks} checks: {verdict}")
        return 1 if self.failures else 0
