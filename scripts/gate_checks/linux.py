# SPDX-License-Identifier: GPL-2.0
"""What Linux wants of a module, and what the core must not know of Linux."""
import os
import pathlib
import re

from . import Missing, configured, where
from .build import has_content, lines_of


def kernel_roots(build):
    """The directories of the kernel: what was built of it, and its source."""
    roots = {build.kdir, (build.kdir / "source").resolve()}
    for file in build.c:
        for match in re.finditer(r"-include (\S*)/include/linux/kconfig\.h",
                                 build.command_of(file)):
            roots.add((build.kdir / match[1]).resolve())
    return [f"{root}/" for root in roots]


def headers_of(build, item):
    """The files that the object was made from, without kbuild's own."""
    inside = False
    for line in build.account_of(item):
        inside = line.startswith("deps_") or inside and bool(line)
        if inside and (match := re.match(r"  ([^ $]+) *\\?$", line)):
            yield match[1]


def kernel_header(build):
    """core knows no Linux: the kernel's facts come through core/call/host.h"""
    roots, places = kernel_roots(build), {}

    def place_of(header):
        # Relative to this directory in newer kernels, to the kernel's in older ones.
        if not os.path.exists(header):
            header = build.kdir / header
        return os.path.abspath(header)

    for file in build.cxx:
        for name in headers_of(build, file):
            if name not in places:
                places[name] = place_of(name)
            header = places[name]
            if any(header.startswith(root) for root in roots) \
                    and not header.startswith(f"{build.directory}/") \
                    or re.match("/usr/include/([^/]*-linux-gnu/)?(linux|asm|asm-generic)/", header):
                yield f"{file}: {header}"


@where(configured("OBJTOOL", "STACK_VALIDATION"))
def objtool(build):
    """no ORC data, no return, call and ENDBR sites: the module loads, but unprotected"""
    for file in sorted({file for file, _ in build.functions}):
        linked = str(pathlib.PurePath(build.module_of[file]).with_suffix(".o"))
        if "objtool" not in build.command_of(file) + build.command_of(linked):
            yield f"{file}: kbuild ran objtool neither on it nor on {linked}"


@where(configured("UNWINDER_ORC"))
def orc(build):
    """stack traces through the core end there"""
    files = list(build.modules)
    # Kernels that don't wait for the linked module have it in each object.
    if "objtool" in build.command_of(build.c[0]):
        files += sorted({file for file, _ in build.functions})
    for file in files:
        if ".orc_unwind" not in build.headers[file].sections:
            yield f"{file}: no .orc_unwind"


def has_prefixes(build):
    """Which option asks for it differs between kernels: what C has got tells."""
    return any(symbol.name.startswith("__pfx_") for symbol in build.symbols)


@where(has_prefixes)
def prefix(build):
    """the function has no padding before it: call-depth tracking and FineIBT write there"""
    # Two names of one function share what stands before it.
    places = {(symbol.file, symbol.name): (symbol.file, symbol.section, symbol.value)
              for symbol in build.symbols if symbol.type == "FUNC"}
    padded = {places.get((symbol.file, symbol.name[len("__pfx_"):]))
              for symbol in build.symbols if symbol.name.startswith("__pfx_")} - {None}
    for file, function in build.functions:
        module = build.module_of[file]
        if places.get((module, function)) not in padded:
            yield f"{module}: no __pfx_{function}"


@where(configured("FTRACE_MCOUNT_RECORD", "DYNAMIC_FTRACE"))
def mcount(build):
    """not in __mcount_loc: ftrace and live patching do not see the function"""
    seen = {(entry.file, entry.symbol, entry.addend) for entry in build.relocations
            if entry.section == ".rela__mcount_loc"}
    names = {name for _, name in build.functions}
    for symbol in build.symbols:
        # Code that must not be seen says so by its section.
        if symbol.file.endswith(".ko") and symbol.kind == "T" and symbol.name in names \
                and symbol.section != ".noinstr.text":
            places = ((start, at + offset)
                      for start, at in ((symbol.section, int(symbol.value, 16)), (symbol.name, 0))
                      for offset in (0, 4))
            if not any((symbol.file, *place) in seen for place in places):
                yield f"{symbol.file}: {symbol.name}"


@where(configured("DEBUG_INFO_BTF_MODULES"))
@where(lambda build: has_content(build.kdir / "vmlinux"),
       lambda build: f"BTF is not checked: {build.kdir} has no vmlinux, so kbuild makes none")
def btf(build):
    """
    pahole gave the whole module up, perhaps over C++ debug information: no BTF for tracing
    """
    for file in build.modules:
        if ".BTF" not in build.headers[file].sections:
            yield f"{file}: no .BTF"


def exports():
    """The rows of what the modules export: CRC, name, module, kind, name space."""
    return [line.split("\t") for line in lines_of("Module.symvers")]


@where(configured("MODVERSIONS"))
def crc(_):
    """genksyms saw no prototype: users of the export do not load"""
    if not os.path.exists("Module.symvers"):
        raise Missing("Module.symvers: missing, the kernel has MODVERSIONS")
    for number, name, *_ in exports():
        if int(number, 16) == 0:
            yield f"Module.symvers: {name} has CRC 0"


@where(lambda build: "-DTDXCALL_TEST" not in build.command_of(build.c[0]), lambda build: "")
def test_export(_):
    """for tests alone: a module that is meant for use must not offer it to anybody"""
    for _, name, *others in exports():
        if others[2:3] == ["TDXCALL_KUNIT"]:
            yield f"Module.symvers: {name}"


def export(build):
    """genksyms reads C only: export from the C file that sees the prototype"""
    for file in build.cxx + build.asm:
        for section in build.headers[file].sections:
            if re.search("ksymtab|export_symbol", section):
                yield f"{file}: section {section}"


CHECKS = (kernel_header, objtool, orc, prefix, mcount, btf, crc, test_export, export)
