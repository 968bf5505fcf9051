# SPDX-License-Identifier: GPL-2.0
"""The compiler of the C++ core and its flags, beside those of the C objects."""
import fnmatch
import functools
import os
import re
import subprocess

from . import Missing, binutils

# Flags that are kept from C++, and those that only C++ needs.  All else must stand on both sides.
C_ONLY = ("-fplugin=*", "-fplugin-arg-*")
CXX_ONLY = ("-ffreestanding", "-fno-exceptions", "-fno-rtti")


def listed(word, patterns):
    return any(fnmatch.fnmatchcase(word, pattern) for pattern in patterns)


def stale(build):
    """left by another build, perhaps for another kernel: make clean"""
    for file in sorted(os.listdir()):
        if file.endswith(".ko") and file not in build.modules:
            yield f"{file}: not in modules.order"


def compiler(build):
    """
    g++ and gcc, clang++ and clang of one version: another one has other flags and another ABI
    """
    made_by = binutils.compilers(build.cxx + build.c)
    known = {made_by[file] for file in build.c}
    for file in build.cxx:
        if made_by[file] not in known:
            yield f"{file}: made by {made_by[file]}"


@functools.cache
def refused_by_cxx(program, flag):
    """Tomorrow's flag may be for C alone: the compiler says so."""
    result = subprocess.run([*program.split(), flag, "-x", "c++", "-fsyntax-only", "/dev/null"],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                            errors="surrogateescape", check=False)
    return bool(re.search(rf"'{re.escape(flag)}' .*not .*C\+\+", result.stdout))


def flag_lost(build):
    """each -m, -f and -O flag of C code is one of the kernel's rules or protections"""
    required = set.intersection(*(set(build.flags[file]) for file in build.c))
    if not required:
        raise Missing("the C objects have no -m, -f or -O flag in common")
    for file in sorted(build.cxx):
        program = build.command_of(file).split(" -", 1)[0]
        for flag in sorted(required.difference(build.flags[file])):
            if not listed(flag, C_ONLY) and not refused_by_cxx(program, flag):
                yield f"{file}: lacks {flag}"


def flag_added(build):
    """
    a flag that C code does not have undoes one of the kernel's, or hides a fault from this gate
    """
    known = set().union(*(build.flags[file] for file in build.c))
    for file in build.cxx:
        for flag in build.flags[file]:
            if flag not in known and not listed(flag, CXX_ONLY):
                yield f"{file}: has {flag}"


CHECKS = (stale, compiler, flag_lost, flag_added)
