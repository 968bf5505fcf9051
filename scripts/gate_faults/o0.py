# SPDX-License-Identifier: GPL-2.0
"""The core at -O0."""
import shutil


def core(planted, text):
    """A directory core/ with the clean source and more text, for the gate to compile."""
    directory = planted.temporary / "o0"
    shutil.rmtree(directory, ignore_errors=True)
    (directory / "core").mkdir(parents=True)
    planted.arguments = ["--o0", directory]
    if text is not None:
        shutil.copy(planted.clean / "core/x.h", directory / "core")
        source = (planted.clean / "core/x.cpp").read_text(encoding="utf-8")
        (directory / "core/x.cpp").write_text(source + text, encoding="utf-8")


def no_source(planted):
    """-O0: no source"""
    core(planted, None)
    return planted.refused(r".*: no C\+\+ source \[input\]")


def clean(planted):
    """-O0: the clean core passes"""
    core(planted, "")
    return planted.accepted()


def inline_function(planted):
    """-O0: inline function"""
    core(planted, "inline u64 twice(u64 n) { return n + n; }\n"
                  "u64 core_twice(u64 n); u64 core_twice(u64 n) { return twice(n); }\n")
    return planted.refused(r".*core/x\.o: W _Z5twicem \[weak\]")


def static_constructor(planted):
    """-O0: static constructor"""
    core(planted, "static volatile u64 input = 1; u64 core_table = input;\n")
    return planted.refused(r".*core/x\.o: _GLOBAL__sub_I_.* \[constructors\]")


def not_cxx(planted):
    """-O0: does not compile"""
    core(planted, "not C++\n")
    return planted.refused(r"core/x\.cpp: .* \[compile\]")


def clean_module(planted):
    """the clean module still passes"""
    return planted.accepted()


FAULTS = (no_source, clean, inline_function, static_constructor, not_cxx, clean_module)
