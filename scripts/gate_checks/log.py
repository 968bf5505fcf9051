# SPDX-License-Identifier: GPL-2.0
"""What the tools said during the build, and what would have kept them from saying it."""
import os
import re

from . import note, where
from .build import lines_of

# Of a kernel that was prepared for modules, but not built.
UNKNOWN_SYMBOLS = re.compile(
    r'modpost: .* undefined!|Module[.]symvers" is missing|suppressed .* unresolved symbol')


def log_objtool(build):
    """a warning for C is an unprotected or untraceable function: fix the source"""
    for line in build.said:
        if "objtool: " in line:
            yield f"{build.log.name}: {line}"


def log_modpost(build):
    """the module does not load, or loads by luck"""
    has_symbols = os.path.exists(build.kdir / "Module.symvers")
    if not has_symbols:
        note("whether the kernel has the symbols is not checked: "
             f"no {build.kdir}/Module.symvers")
    for line in build.said:
        if "modpost: " in line and (has_symbols or not UNKNOWN_SYMBOLS.search(line)):
            yield f"{build.log.name}: {line}"


def warnings(build):
    return [line for line in build.said if re.search(": (fatal )?(warning|error): ", line)
            and not re.search("^make|objtool: |modpost: ", line)]


def count_warnings(build):
    found = warnings(build)
    return f"{len(found)} warnings in {build.log.name}" if found else ""


@where(lambda build: build.werror, count_warnings)
def log_warning(build):
    """the build is clean of warnings, the tools' too"""
    for line in warnings(build):
        yield f"{build.log.name}: {line}"


def non_standard(build):
    """it silences the tool that would have told: objtool skips the object"""
    for directory in sorted({build.directory, build.scripts.parent}):
        for name in ("Kbuild*", "Makefile*"):
            for below in ("", "*/", "*/*/"):
                for file in sorted(directory.glob(below + name)):
                    if file.is_file():
                        for line in lines_of(file):
                            if "OBJECT_FILES_NON_STANDARD" in line:
                                yield f"{file}: {line}"


CHECKS = (log_objtool, log_modpost, log_warning, non_standard)
