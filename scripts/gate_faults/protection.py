# SPDX-License-Identifier: GPL-2.0
"""Protections that were lost on the way to C++."""
from . import configured, not_configured, where

has_retpolines = where(configured("RETPOLINE", "MITIGATION_RETPOLINE"), "the kernel has none")
has_plain_frames = where(
    not_configured("KASAN", "KMSAN", "KCSAN", "UBSAN", "GCOV_KERNEL", "KCOV"),
    "the kernel's sanitizers enlarge frames")

REGISTERS_HANDLER = """\
#include <linux/kdebug.h>
int planted_handles(struct notifier_block *block);
int planted_handles(struct notifier_block *block)
{
	return register_die_notifier(block);
}
"""
ASM_TAIL_CALLS = """\
SYM_FUNC_START(asm_by_register)
	jmp	*%rdi
SYM_FUNC_END(asm_by_register)
SYM_FUNC_START(asm_by_memory)
	jmp	*8(%rdi)
SYM_FUNC_END(asm_by_memory)
"""


def position_independent(planted):
    """position-independent code"""
    planted.without("-fno-PIE", "-mcmodel=kernel")
    planted.flags("-fPIE")
    planted.build()
    return planted.refused(r"core/x\.o: lacks -fno-PIE \[flag-lost\]",
                           r"core/x\.o: \.rela\.text: R_X86_64_.*GOT.* \[got\]")


def stack_protector(planted):
    """stack protector in %fs"""
    planted.without("-mcmodel=kernel")
    planted.flags("-fstack-protector-all")
    planted.build()
    return planted.refused(r"core/x\.o: lacks -mcmodel=kernel \[flag-lost\]",
                           r"planted\.ko: core_answer \[fs-segment\]")


def red_zone(planted):
    """red zone"""
    planted.without("-mno-red-zone")
    planted.build()
    return planted.refused(r"core/x\.o: lacks -mno-red-zone \[flag-lost\]")


def cf_protection(planted):
    """no -fcf-protection"""
    planted.without("-fcf-protection=branch", "-fcf-protection=none")
    planted.build()
    return planted.refused(r"core/x\.o: lacks -fcf-protection=.* \[flag-lost\]")


@where(configured("RETHUNK", "MITIGATION_RETHUNK"), "the kernel has none")
def return_thunks(planted):
    """no return thunks"""
    planted.without("-mfunction-return=thunk-extern")
    planted.build()
    return planted.refused(r"core/x\.o: lacks -mfunction-return=thunk-extern \[flag-lost\]",
                           r"core/x\.o: core_answer \[naked-return\]",
                           r"build\.log: .*naked.* \[log-objtool\]")


@has_retpolines
def retpolines(planted):
    """no retpolines"""
    planted.without("-mindirect-branch=thunk-extern")
    planted.source("u64 core_jump(u64 (*f)()); u64 core_jump(u64 (*f)()) { return f() + 1; }")
    planted.build()
    return planted.refused(r"core/x\.o: lacks -mindirect-branch=thunk-extern \[flag-lost\]",
                           r"core/x\.o: _Z9core_jumpPFmvE \[indirect\]",
                           r"build\.log: .* \[log-objtool\]")


@has_retpolines
def indirect_tail_call(planted):
    """indirect tail call"""
    # With all flags in place: an attribute loses one function's retpoline.
    planted.source('[[gnu::indirect_branch("keep")]] u64 core_tail(u64 (*f)());',
                   "u64 core_tail(u64 (*f)()) { return f(); }")
    planted.build()
    return planted.refused(r"core/x\.o: _Z9core_tailPFmvE \[indirect\]")


@has_retpolines
def indirect_tail_calls_in_asm(planted):
    """indirect tail calls in assembler, by register and by memory"""
    planted.append("asm/y.S", ASM_TAIL_CALLS)
    planted.build()
    return planted.refused(r"asm/y\.o: asm_by_register \[indirect\]",
                           r"asm/y\.o: asm_by_memory \[indirect\]")


def flags_of_c(planted):
    """flags of C alone"""
    planted.append("Kbuild", "ccflags-y += -fgnu89-inline -Wno-nested-externs\n")
    planted.build()
    planted.arguments.insert(0, "--werror")
    return planted.accepted()


def another_compiler(planted):
    """another compiler"""
    comment = planted.temporary / "comment"
    comment.write_bytes(b"GCC: (Another 9.9.9) 9.9.9\0")
    planted.objcopy("--update-section", f".comment={comment}", "core/x.o")
    return planted.refused(r"core/x\.o: made by GCC: \(Another 9\.9\.9\) 9\.9\.9 \[compiler\]")


def function_with_frame(name, size):
    return (f"u64 {name}(u64 n); u64 {name}(u64 n) {{ char volatile pad[{size}] {{}};"
            " pad[n] = 1; return asm_answer() + pad[0]; }")


@has_plain_frames
def large_frame(planted):
    """large stack frame"""
    planted.source(function_with_frame("core_pad", 1040), function_with_frame("core_fit", 520))
    planted.build()
    return planted.refused(r"planted\.ko: _Z8core_padm: 10[4-9][0-9] bytes \[frame\]",
                           "1 modules, [0-9]+ objects, [0-9]+ checks: 1 FAILED")


@has_plain_frames
def large_frame_in_handler(planted):
    """large stack frame in a handler of #UD"""
    planted.source(function_with_frame("core_pad", 520), function_with_frame("core_fit", 400))
    planted.append("module/main.c", REGISTERS_HANDLER)
    planted.build()
    return planted.refused(r"planted\.ko: _Z8core_padm: 5[2-9][0-9] bytes \[frame\]",
                           "1 modules, [0-9]+ objects, [0-9]+ checks: 1 FAILED")


FAULTS = (position_independent, stack_protector, red_zone, cf_protection, return_thunks,
          retpolines, indirect_tail_call, indirect_tail_calls_in_asm, flags_of_c,
          another_compiler, large_frame, large_frame_in_handler)
