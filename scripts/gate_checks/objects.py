# SPDX-License-Identifier: GPL-2.0
"""Symbols, sections, relocations and instructions of what the C++ core became."""
import os
import re

from . import Missing, configured, not_configured, where
from .build import lines_of
from .compiler import listed

# Bytes of the stack for a frame.
FRAME_LIMIT = 1024
HANDLER_FRAME_LIMIT = 512
# Kernels with these double the stack, and pad each local variable.
SANITIZERS = ("KASAN", "KMSAN", "KCSAN", "UBSAN", "GCOV_KERNEL", "KCOV")


def of_ours(build):
    """The symbols of modules and C++ objects."""
    ours = set(build.ours)
    return (symbol for symbol in build.symbols if symbol.file in ours)


def sections_like(build, pattern):
    for file in build.ours:
        for section in build.headers[file].sections:
            if re.match(pattern, section):
                yield f"{file}: section {section}"


def of_objects(places):
    """
    Those in objects, not in modules: of C there are the kernel's own macros, with branches that it
    patches; objtool knows those.
    """
    return sorted({f"{file}: {function}" for file, function in places if file.endswith(".o")})


def weak(build):
    """
    a copy per object that the linker may discard while mcount and exception tables still point at
    it, or a NULL that modpost accepts: make it always_inline, unnamed-namespace or constexpr
    """
    for symbol in of_ours(build):
        # clang's kCFI: a type's number is a weak symbol.  So are per-CPU variables, of which C++
        # has none, on kernels with DEBUG_FORCE_WEAK_PER_CPU.
        usual = (symbol.name.startswith("__kcfi_typeid_")
                 or symbol.section.startswith(".data..percpu"))
        if symbol.kind in "uVvWw" and not usual:
            yield f"{symbol.file}: {symbol.kind} {symbol.name}"


def os_abi(build):
    """
    a GNU extension (unique symbols, indirect functions) that the module loader does not know
    """
    for file in build.ours:
        for name in build.headers[file].os_abi:
            if "System V" not in name:
                yield f"{file}: OS/ABI is {name}"


def constructors(build):
    """no one runs static constructors and destructors here: constinit"""
    for symbol in of_ours(build):
        if re.match("_GLOBAL__sub_[ID]_", symbol.name):
            yield f"{symbol.file}: {symbol.name}"


# These kernels run the constructors that their instrumentation adds.
@where(not_configured("CONSTRUCTORS", "KASAN", "KCSAN", "GCOV_KERNEL"))
def init_array(build):
    """the kernel does not run it: the objects stay zero, and there is no message"""
    yield from sections_like(build, r"\.(init_array|fini_array|preinit_array|ctors|dtors)")


def guard(build):
    """
    a function-local static that is initialised at run time, racily: constinit or constexpr
    """
    for symbol in of_ours(build):
        if symbol.name.startswith("_ZGV"):
            yield f"{symbol.file}: {symbol.name}"


def runtime(build):
    """no C++ runtime is there to answer: the module does not load"""
    for symbol in build.symbols:
        if symbol.file.endswith(".ko") and symbol.kind == "U" \
                and re.match("_Z|__cxa|_Unwind|__gxx|__dso_handle", symbol.name):
            yield f"{symbol.file}: {symbol.name}"


def undefined(build):
    """core asks for more than scripts/undefined-allowed: reach it through core/call/host.h"""
    path = build.scripts / "undefined-allowed"
    lines = lines_of(path) if os.path.isfile(path) else []
    allowed = [pattern for line in lines if (pattern := line.split("#", 1)[0].strip())]
    if not allowed:
        raise Missing(f"{path}: missing or empty")
    own = {symbol.name for symbol in build.symbols
           if symbol.file.endswith(".o") and symbol.kind in "TDBR"}
    cxx = set(build.cxx)
    for symbol in build.symbols:
        if symbol.file in cxx and symbol.kind == "U" and symbol.name not in own \
                and not listed(symbol.name, allowed):
            yield f"{symbol.file}: {symbol.name}"


def exceptions(build):
    """tables of an unwinder that the kernel does not have"""
    yield from sections_like(build, r"\.(eh_frame|gcc_except_table)")


def got(build):
    """
    the module loader knows no GOT: the code is position-independent, -fno-PIE was lost
    """
    for entry in build.relocations:
        if "GOT" in entry.type:
            yield f"{entry.file}: {entry.section}: {entry.type} {entry.symbol}"


def fs_segment(build):
    """user space's segment: the stack protector or TLS without -mcmodel=kernel"""
    for file, function in sorted(build.code.fs_segment):
        yield f"{file}: {function}"


@where(configured("RETHUNK", "MITIGATION_RETHUNK"))
def naked_return(build):
    """it does not go through the return thunk: Retbleed, SRSO and ITS stay open"""
    yield from of_objects(build.code.returns)


@where(configured("RETPOLINE", "MITIGATION_RETPOLINE"))
def indirect(build):
    """an indirect branch without a retpoline: Spectre v2 stays open"""
    yield from of_objects(build.code.indirect)


def long_symbol(build):
    """
    kallsyms and objtool hold 511 characters, with the prefixes that padding and kCFI add
    """
    for symbol in build.symbols:
        if symbol.file.endswith(".ko") and len(symbol.name) >= 480:
            yield f"{symbol.file}: {len(symbol.name)} characters: {symbol.name}"


# A module that handles #UD answers on whatever stack the instruction was executed on: 16 KiB, used
# by others before, and call chains of ten functions and more. The others keep to what the kernel
# warns of where it is most careful.
@where(not_configured(*SANITIZERS))
def frame(build):
    """more than 1024 bytes of the stack, or 512 in a module that handles #UD"""
    handlers = {symbol.file for symbol in build.symbols if symbol.name == "register_die_notifier"}
    limits = {build.module_of[file]: FRAME_LIMIT for file in build.cxx}
    limits.update((file, HANDLER_FRAME_LIMIT) for file in limits.keys() & handlers)
    for (file, function), size in build.code.frames.items():
        if size > limits.get(file, size):
            yield f"{file}: {function}: {size} bytes"


CHECKS = (weak, os_abi, constructors, init_array, guard, runtime, undefined, exceptions, got,
          fs_segment, naked_return, indirect, long_symbol, frame)
