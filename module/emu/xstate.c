// SPDX-License-Identifier: GPL-2.0
/*
 * What the software TDX module does to this CPU beyond its general-purpose registers: a TD exit
 * leaves extended state, debug registers and MSRs of the host changed, and so does this.
 */
#include <linux/build_bug.h>
#include <linux/string.h>
#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/fpu/types.h>
#include <asm/fpu/xcr.h>
#include <asm/special_insns.h>

#include "module/shared/compat.h"
#include "internal.h"
#include "module/shared/kunit_export.h"
#include "tdxcall_emu.h"
#include "core/emu/emu.h"

#define EACH_XMM(insn) \
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t" insn "\n\t.endr"

void emu_get_xmm(struct tdx_xmm *xmm)
{
	asm volatile(EACH_XMM("movups %%xmm\\n, 16*\\n(%0)") : : "r"(xmm) : "memory");
}

void emu_put_xmm(const struct tdx_xmm *xmm)
{
	asm volatile(EACH_XMM("movups 16*\\n(%0), %%xmm\\n") : : "r"(xmm) : "memory");
}

void emu_zero_xmm(void)
{
	asm volatile(EACH_XMM("xorps %%xmm\\n, %%xmm\\n") : :);
}

/* x87, SSE, AVX and AVX-512; PKRU is a state of its own here. */
#define XSAVE_COMPONENTS	0xe7

static void reset_xsave(u64 components)
{
	/* No component is present in it: all of them get their INIT values. */
	static const struct {
		struct fxregs_state legacy;
		struct xstate_header header;
	} init __aligned(64) = { .legacy.mxcsr = MXCSR_DEFAULT };

	components &= XSAVE_COMPONENTS;
	asm volatile("xrstor64 %0" : : "m"(init), "a"((u32)components),
		     "d"((u32)(components >> 32)));
}

static bool clobber_xsave(void)
{
	if (!boot_cpu_has(X86_FEATURE_OSXSAVE))
		return false;
	reset_xsave(xgetbv(XCR_XFEATURE_ENABLED_MASK));
	return true;
}

static bool clobber_pkru(void)
{
	u32 pkru;

	if (!cpu_feature_enabled(X86_FEATURE_OSPKE))
		return false;
	pkru = rdpkru();
	wrpkru(0);
	return pkru;
}

static bool clobber_xcr0(void)
{
	u64 xcr0;

	if (!boot_cpu_has(X86_FEATURE_OSXSAVE))
		return false;
	xcr0 = xgetbv(XCR_XFEATURE_ENABLED_MASK);
	xsetbv(XCR_XFEATURE_ENABLED_MASK, XFEATURE_MASK_FPSSE);
	return xcr0 != XFEATURE_MASK_FPSSE;
}

static bool clobber_cr2(void)
{
	bool changed = native_read_cr2();

	native_write_cr2(0);
	return changed;
}

static bool clobber_dr(void)
{
	native_set_debugreg(7, 0x400);
	native_set_debugreg(0, 0);
	native_set_debugreg(1, 0);
	native_set_debugreg(2, 0);
	native_set_debugreg(3, 0);
	native_set_debugreg(6, DR6_RESERVED);
	return true;
}

static bool clobber_msr(u32 msr)
{
	u64 before, after;

	if (rdmsrq_safe(msr, &before))
		return false;
	after = emu_msr_after_exit(msr, before);
	return after != before && !wrmsrq_safe(msr, after) && !rdmsrq_safe(msr, &after) &&
	       after != before;
}

static const struct {
	const char *name;
	bool (*clobber)(void);
	u32 msr;
} states[] = {
	[TDXCALL_EMU_XSAVE] = { "xsave", clobber_xsave },
	[TDXCALL_EMU_PKRU] = { "pkru", clobber_pkru },
	[TDXCALL_EMU_XCR0] = { "xcr0", clobber_xcr0 },
	[TDXCALL_EMU_XSS] = { "xss", NULL, MSR_IA32_XSS },
	[TDXCALL_EMU_XFD] = { "xfd", NULL, MSR_IA32_XFD },
	[TDXCALL_EMU_XFD_ERR] = { "xfd_err", NULL, MSR_IA32_XFD_ERR },
	[TDXCALL_EMU_CR2] = { "cr2", clobber_cr2 },
	[TDXCALL_EMU_DR] = { "dr", clobber_dr },
	[TDXCALL_EMU_STAR] = { "star", NULL, MSR_STAR },
	[TDXCALL_EMU_LSTAR] = { "lstar", NULL, MSR_LSTAR },
	[TDXCALL_EMU_FMASK] = { "fmask", NULL, MSR_SYSCALL_MASK },
	[TDXCALL_EMU_KERNEL_GS_BASE] = { "kernel_gs_base", NULL, MSR_KERNEL_GS_BASE },
	[TDXCALL_EMU_TSC_AUX] = { "tsc_aux", NULL, MSR_TSC_AUX },
	[TDXCALL_EMU_DEBUGCTL] = { "debugctl", NULL, 0x1d9 },
	[TDXCALL_EMU_UMWAIT_CONTROL] = { "umwait_control", NULL, 0xe1 },
	[TDXCALL_EMU_TSX_CTRL] = { "tsx_ctrl", NULL, 0x122 },
	[TDXCALL_EMU_UARCH_MISC_CTL] = { "uarch_misc_ctl", NULL, 0x1b01 },
};

static_assert(ARRAY_SIZE(states) == TDXCALL_EMU_STATES);

u32 emu_clobber(u32 wanted)
{
	u32 changed = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(states); i++) {
		if (!(wanted & BIT(i)))
			continue;
		if (states[i].clobber ? states[i].clobber() : clobber_msr(states[i].msr))
			changed |= BIT(i);
	}
	return changed;
}

void emu_clobber_after_guest(u64 xfam)
{
	u64 xcr0 = xgetbv(XCR_XFEATURE_ENABLED_MASK);
	u64 components = (xfam | XFEATURE_MASK_FPSSE) & xcr0;
	u32 extended = BIT(TDXCALL_EMU_XSAVE) | BIT(TDXCALL_EMU_PKRU) | BIT(TDXCALL_EMU_XCR0);

	reset_xsave(components);
	if (components & XFEATURE_MASK_PKRU)
		clobber_pkru();
	if (components != xcr0)
		xsetbv(XCR_XFEATURE_ENABLED_MASK, components);
	emu_clobber(~extended);
}

/**
 * tdxcall_emu_state_name() - name of host state that a TD exit changes
 * @state: which
 *
 * Return: the name, as the file ``echo/states`` has it.
 */
const char *tdxcall_emu_state_name(enum tdxcall_emu_state state)
{
	return states[state].name;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_state_name);
