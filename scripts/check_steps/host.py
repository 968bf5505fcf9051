# SPDX-License-Identifier: GPL-2.0
"""Steps that boot no test kernel of ours."""
import os
import re

from . import SCRIPTS, SHARED, TOP, declared_in, processors, script_step


def follows_headers(step, folder):
    """Objects that were just built are made again when a header changes, with ccache too."""
    asked = ["make", "-q", "-C", folder, "all", f"TDXCALL_SHARED={SHARED}"]
    step.count(step.succeeds(*asked)
               and not step.succeeds(*asked, "-W", "../../core/abi/status.hpp"),
               f"{folder}: a header that changes, and objects that stay as they are")


def user(step):
    """core and the software TDX module in user space, with sanitizers"""
    step.exclusive("user")
    tests = TOP / "kunit/user"
    step.must("make", "-C", tests, f"-j{processors()}", "all", f"TDXCALL_SHARED={SHARED}")
    step.succeeds("make", "-C", tests, "check", f"TDXCALL_SHARED={SHARED}")
    said = step.said()

    def number(pattern):
        return sum(map(int, re.findall(pattern, said, re.M)))

    step.passed = number(r"^\[  PASSED  \] (\d+) test")
    step.failed = number(r"^\[  FAILED  \] (\d+) tests?, listed")
    step.skipped = number(r"^\[  SKIPPED \] (\d+) tests?, listed")
    follows_headers(step, tests)
    declared = declared_in(tests.glob("unit/*.cpp"), r"^TEST(?:_F|_P)?\((\w+), *(\w+)\)")
    ran = re.findall(r"(?:OK|SKIPPED|FAILED) +\] (?:\w+/)?(\w+\.\w+)", said)
    return step.all_declared_ran(declared, set(ran))


def conformance(step):
    """recorded calls of a TDX module, replayed on the software one"""
    step.exclusive("user")
    return script_step(step, SCRIPTS / "conformance",
                       env={**os.environ, "TDXCALL_SHARED": str(SHARED)})


def tables(step):
    """the ABI tables against the reference; are mistakes in them noticed?"""
    step.must(SCRIPTS / "abi-check")
    step.must(SCRIPTS / "abi-check", "--selftest")
    step.passed = 2


def tdxcall(step):
    """the command: every table row, log lines, rubbish"""
    folder = SCRIPTS / "tdxcall"
    whole = script_step(step, folder / "test")
    follows_headers(step, folder)
    return whole


def fuzz_raw(step):
    """the module's parser of calls by hand under libFuzzer, the same inputs each time"""
    step.must("make", "-C", TOP / "kunit/user/fuzz", "check")
    step.count(re.search(r"^Done \d{6,} runs", step.said(), re.M), "raw did not run to its end")
    return True


def fuzz(step):
    """each of the command's parsers under libFuzzer, the same inputs each time"""
    folder = TOP / "scripts/tdxcall"
    step.must("make", "-C", folder, f"-j{processors()}", "fuzz")
    whole = step.succeeds(folder / "fuzz/run", TOP / "build/tdxcall/fuzz")
    step.passed = len(re.findall(r"^ok fuzz-", step.said(), re.M))
    step.failed = len(re.findall(r"^not ok fuzz-", step.said(), re.M))
    return bool(step.passed and (whole or step.failed))


def large(step):
    """10^6 numbers and 10^5 mutated lines: no reading that the tables contradict"""
    for test in ("values", "log.py"):
        step.succeeds(SCRIPTS / f"tdxcall/test_{test}", TOP / "build/tdxcall/tdxcall",
                      env={**os.environ, "NUMBERS": "1000000", "MUTATIONS": "100000"})
    step.passed = len(re.findall(r"^ok ", step.said(), re.M))
    step.failed = len(re.findall(r"^not ok ", step.said(), re.M))
    return step.passed > 0


def vmtest(step):
    """scripts/vm: every pattern of a splat, beside a command that succeeds"""
    return script_step(step, SCRIPTS / "vm-test")


def bench(step):
    """what make bench measures with: can it be built?"""
    step.count(step.succeeds(SCRIPTS / "bench", "--build"), "the bench cannot be built")
    return True


def deb(step):
    """the Debian packages and DKMS, in a fresh Debian 12 and a fresh Debian 13"""
    return script_step(step, SCRIPTS / "deb-test")


def signing(step):
    """signed and unsigned modules under Secure Boot"""
    return script_step(step, SCRIPTS / "signing-test")


def gate(step):
    """the gate: does it catch what it should?"""
    if not script_step(step, SCRIPTS / "gate-selftest"):
        return False
    step.count(step.succeeds(SCRIPTS / "gate", "--o0"), "the gate refuses core/ at -O0")
    return True


def lint(step):
    """static checks and style"""
    return script_step(step, SCRIPTS / "lint", step.kernel)
