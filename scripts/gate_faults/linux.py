# SPDX-License-Identifier: GPL-2.0
"""objtool, ftrace, BTF, exports, kernel headers in core, and what tools say."""
import os
import pathlib
import re

from . import configured, where

EXPORT_FROM_ASM = """\
#if __has_include(<asm/export.h>)
#include <asm/export.h>
#else
#include <linux/export.h>
#endif
EXPORT_SYMBOL(asm_answer)
"""
CALLS_NOTHING = """\
void not_there(void);
int planted_call(void);
int planted_call(void)
{
	not_there();
	return 1;
}
"""


@where(configured("OBJTOOL", "STACK_VALIDATION"), "the kernel has none")
def no_objtool(planted):
    """objtool not run"""
    for name in ("core/.x.o.cmd", ".planted.o.cmd"):
        planted.edit(name, r"\A(.*?);.*objtool.*", r"\1")
    return planted.refused(
        r"core/x\.o: kbuild ran objtool neither on it nor on planted\.o \[objtool\]")


def non_standard(planted):
    """OBJECT_FILES_NON_STANDARD"""
    planted.append("Kbuild", "OBJECT_FILES_NON_STANDARD := y\n")
    return planted.refused(r".*/work/Kbuild: OBJECT_FILES_NON_STANDARD := y \[non-standard\]")


@where(configured("UNWINDER_ORC"), "the kernel unwinds without")
def orc_lost(planted):
    """ORC data lost"""
    planted.objcopy("-R", ".orc_unwind", "-R", ".orc_unwind_ip", "planted.ko")
    return planted.refused(r"planted\.ko: no \.orc_unwind \[orc\]")


@where(lambda planted: planted.has_symbol("__pfx_"), "the kernel has none")
def padding_lost(planted):
    """call padding lost"""
    planted.edit("core/x.cpp", "^u64 core_answer",
                 r"[[gnu::patchable_function_entry(0, 0)]] \g<0>")
    planted.build()
    return planted.refused(r"planted\.ko: no __pfx_core_answer \[prefix\]")


@where(configured("FTRACE_MCOUNT_RECORD", "DYNAMIC_FTRACE"), "the kernel has none")
def hidden_from_ftrace(planted):
    """function hidden from ftrace"""
    planted.edit("core/x.cpp", "^u64 core_answer", r"[[gnu::no_instrument_function]] \g<0>")
    planted.build()
    return planted.refused(r"planted\.ko: core_answer \[mcount\]")


@where(lambda planted: planted.has_option("DEBUG_INFO_BTF_MODULES")
       and (planted.kdir / "vmlinux").exists(), lambda planted: f"{planted.kdir} makes none")
def btf_lost(planted):
    """BTF lost"""
    planted.objcopy("-R", ".BTF", "planted.ko")
    return planted.refused(r"planted\.ko: no \.BTF \[btf\]")


def export_from_asm(planted):
    """export from asm"""
    planted.append("asm/y.S", EXPORT_FROM_ASM)
    planted.build()
    return planted.refused(r"asm/y\.o: section .* \[export\]")


@where(configured("MODVERSIONS"), "the kernel has no MODVERSIONS")
def export_without_crc(planted):
    """export without a CRC"""
    planted.edit("Module.symvers", "^0x[0-9a-f]*", "0x00000000")
    return planted.refused(r"Module\.symvers: planted_export has CRC 0 \[crc\]")


def export_for_tests(planted):
    """export for tests"""
    planted.edit("Module.symvers", "\tEXPORT_SYMBOL_GPL\t.*", "\tEXPORT_SYMBOL_GPL\tTDXCALL_KUNIT")
    return planted.refused(r"Module\.symvers: planted_export \[test-export\]")


def header_of_build(planted):
    """header of the kernel's build"""
    planted.source(f'#include "{planted.kdir}/include/generated/utsrelease.h"')
    planted.build()
    return planted.refused(
        r"core/x\.o: .*/include/generated/utsrelease\.h \[kernel-header\]")


def header_of_source(planted):
    """header of the kernel's source"""
    command = (planted.work / "module/.main.o.cmd").read_text(encoding="utf-8")
    include = re.search(r"-include (\S*/include)/linux/kconfig\.h", command)[1]
    header = os.path.realpath(pathlib.Path(planted.kdir, include, "uapi/linux/const.h"))
    planted.source(f'#include "{header}"')
    planted.build()
    return planted.refused(r"core/x\.o: .*/include/uapi/linux/const\.h \[kernel-header\]")


def warn(planted):
    planted.source("static u64 unused(u64 n) { return n; }")
    planted.flags("-Wno-error")
    planted.build()


def warning_for_user(planted):
    """compiler warning in a user's build"""
    warn(planted)
    return planted.accepted()


def warning(planted):
    """compiler warning"""
    warn(planted)
    planted.arguments.insert(0, "--werror")
    return planted.refused(r"build\.log: .*unused.* \[log-warning\]")


def modpost_warning(planted):
    """modpost warning"""
    planted.append("module/main.c", CALLS_NOTHING)
    planted.build()
    return planted.refused(r"build\.log: .*modpost: .*not_there.* \[log-modpost\]")


FAULTS = (no_objtool, non_standard, orc_lost, padding_lost, hidden_from_ftrace, btf_lost,
          export_from_asm, export_without_crc, export_for_tests, header_of_build,
          header_of_source, warning_for_user, warning, modpost_warning)
