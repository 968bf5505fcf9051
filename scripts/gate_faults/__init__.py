# SPDX-License-Identifier: GPL-2.0
"""
The faults of scripts/gate-selftest.  Each is a function that plants it and returns what is wrong
with the gate's answer, or nothing; its docstring is its name.
"""


def where(condition, reason):
    """The fault is planted where condition(planted) holds; reason says why not elsewhere."""
    def with_condition(fault):
        said = reason if callable(reason) else lambda planted: reason
        fault.conditions = [(condition, said), *getattr(fault, "conditions", [])]
        return fault
    return with_condition


def configured(*options):
    return lambda planted: planted.has_option(*options)


def not_configured(*options):
    return lambda planted: not planted.has_option(*options)
