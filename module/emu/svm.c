// SPDX-License-Identifier: GPL-2.0
/*
 * AMD-V, under which the software TDX module runs vCPUs: memory for each CPU, and the state of this
 * CPU around VMRUN.  A hypervisor that has AMD-V in use finds it as it was.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/build_bug.h>
#include <linux/gfp.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/fpu/api.h>
#include <asm/fpu/types.h>
#include <asm/fpu/xcr.h>
#include <asm/io.h>
#include <asm/msr.h>

#include "internal.h"
#include "machine.h"
#include "vmrun.h"
#include "module/shared/compat.h"
#include "core/emu/emu.h"
#include "core/emu/host.h"

#define REG_OFFSET(reg)	(offsetof(struct emu_regs, gpr) + offsetof(struct tdx_regs, reg))

static_assert(REG_OFFSET(rcx) == EMU_REGS_RCX && REG_OFFSET(rdx) == EMU_REGS_RDX &&
	      REG_OFFSET(rbx) == EMU_REGS_RBX && REG_OFFSET(rsi) == EMU_REGS_RSI &&
	      REG_OFFSET(rdi) == EMU_REGS_RDI && REG_OFFSET(r8) == EMU_REGS_R8 &&
	      REG_OFFSET(r9) == EMU_REGS_R9 && REG_OFFSET(r10) == EMU_REGS_R10 &&
	      REG_OFFSET(r11) == EMU_REGS_R11 && REG_OFFSET(r12) == EMU_REGS_R12 &&
	      REG_OFFSET(r13) == EMU_REGS_R13 && REG_OFFSET(r14) == EMU_REGS_R14 &&
	      REG_OFFSET(r15) == EMU_REGS_R15 &&
	      offsetof(struct emu_regs, rbp) == EMU_REGS_RBP);

/* 2 MiB of translations, or where there are many CPUs a quarter of that. */
#define AREA_ORDER		9
#define AREA_ORDER_OF_MANY	7
#define MANY_CPUS		64

/* A TD's guest-physical addresses have 48 bits at least, and page tables must hold them. */
#define MIN_ADDRESS_BITS	48

#define SVM_LEAF		0x8000000a
#define SVM_NESTED_PAGING	BIT(0)
#define VM_CR_SVM_DISABLED	BIT(4)

/* State of a CPU from host_guest_begin() to host_guest_end(). */
struct svm_cpu {
	struct page *save_area;
	struct page *host_vmcb;
	bool own_fpu;
	u64 efer;
	u64 save_area_pa;
	u64 xcr0;
	u64 xfam;	/* of the guest */
};

static DEFINE_PER_CPU(struct svm_cpu, svm_cpus);
static struct emu_area *areas;
static unsigned int num_areas;
static unsigned int area_order;
static const char *missing;

static const char *what_is_missing(void)
{
	u64 vm_cr;

	if (!boot_cpu_has(X86_FEATURE_SVM))
		return "this CPU has no AMD-V";
	if (!(cpuid_edx(SVM_LEAF) & SVM_NESTED_PAGING))
		return "this CPU's AMD-V has no nested paging";
	if (!rdmsrq_safe(MSR_VM_CR, &vm_cr) && vm_cr & VM_CR_SVM_DISABLED)
		return "AMD-V is disabled by the firmware";
	if (boot_cpu_data.x86_phys_bits < MIN_ADDRESS_BITS)
		return "this CPU's physical addresses have less than 48 bits";
	if (!boot_cpu_has(X86_FEATURE_OSXSAVE))
		return "this CPU has no XSAVE";
	return NULL;
}

static void free_areas(void)
{
	unsigned int cpu;

	for (unsigned int i = 0; i < num_areas; i++)
		if (areas[i].va)
			free_pages((unsigned long)areas[i].va, area_order);
	kfree(areas);
	areas = NULL;
	num_areas = 0;
	for_each_possible_cpu(cpu) {
		struct svm_cpu *svm = per_cpu_ptr(&svm_cpus, cpu);

		if (svm->save_area)
			__free_page(svm->save_area);
		if (svm->host_vmcb)
			__free_page(svm->host_vmcb);
		svm->save_area = NULL;
		svm->host_vmcb = NULL;
	}
}

/* LPs are numbered as the present CPUs are, see emu_machine_describe(). */
static bool allocate_areas(void)
{
	unsigned int cpu, lp = 0;

	area_order = num_present_cpus() < MANY_CPUS ? AREA_ORDER : AREA_ORDER_OF_MANY;
	areas = kcalloc(num_present_cpus(), sizeof(*areas), GFP_KERNEL);
	if (!areas)
		return false;
	num_areas = num_present_cpus();
	for_each_present_cpu(cpu) {
		struct svm_cpu *svm = per_cpu_ptr(&svm_cpus, cpu);
		struct emu_area *area = &areas[lp++];

		area->va = (void *)__get_free_pages(GFP_KERNEL, area_order);
		svm->save_area = alloc_page(GFP_KERNEL | __GFP_ZERO);
		svm->host_vmcb = alloc_page(GFP_KERNEL | __GFP_ZERO);
		if (!area->va || !svm->save_area || !svm->host_vmcb)
			return false;
		area->pa = __pa(area->va);
		area->pages = 1 << area_order;
	}
	return true;
}

void __init emu_svm_init(void)
{
	missing = what_is_missing();
	if (!missing && !allocate_areas()) {
		free_areas();
		missing = "there is no memory to run vCPUs in";
	}
	if (missing)
		pr_info("TDs can be built and not run: %s\n", missing);
}

void emu_svm_exit(void)
{
	if (!missing)
		free_areas();
}

const char *emu_svm_missing(void)
{
	return missing;
}

void emu_svm_describe(struct emu_config *config)
{
	if (missing)
		return;
	config->guests = 1;
	config->areas = areas;
	config->npt_levels = pgtable_l5_enabled() ? 5 : 4;
	/*
	 * Hypervisors allocate ASIDs from 1 up, so the highest one is the least likely to be in
	 * use.
	 */
	config->asid = cpuid_ebx(SVM_LEAF) - 1;
	config->xfam = xgetbv(XCR_XFEATURE_ENABLED_MASK) &
		       (XFEATURE_MASK_FPSSE | XFEATURE_MASK_YMM | XFEATURE_MASK_AVX512 |
			XFEATURE_MASK_PKRU);
}

static void read_dr(u64 *dr)
{
	dr[0] = read_debugreg(0);
	dr[1] = read_debugreg(1);
	dr[2] = read_debugreg(2);
	dr[3] = read_debugreg(3);
}

static void write_dr(const u64 *dr)
{
	native_set_debugreg(7, 0x400);
	native_set_debugreg(0, dr[0]);
	native_set_debugreg(1, dr[1]);
	native_set_debugreg(2, dr[2]);
	native_set_debugreg(3, dr[3]);
}

static void xrstor(const void *image, u64 mask)
{
	asm volatile("xrstor64 %0" : : "m" (*(const struct xregs_state *)image),
		     "a" ((u32)mask), "d" ((u32)(mask >> 32)) : "memory");
}

static void xsave(void *image, u64 mask)
{
	asm volatile("xsave64 %0" : "+m" (*(struct xregs_state *)image) :
		     "a" ((u32)mask), "d" ((u32)(mask >> 32)) : "memory");
}

void host_set_guest_tsc_aux(u64 tsc_aux)
{
	if (boot_cpu_has(X86_FEATURE_RDTSCP))
		wrmsrq_safe(MSR_TSC_AUX, tsc_aux);
}

void host_guest_begin(const struct host_guest *guest)
{
	struct svm_cpu *svm = this_cpu_ptr(&svm_cpus);

	/* tdxcall_vp_enter() has an FPU section already; other callers of TDH.VP.ENTER may not. */
	svm->own_fpu = irq_fpu_usable();
	if (svm->own_fpu)
		kernel_fpu_begin();
	rdmsrq_safe(MSR_EFER, &svm->efer);
	if (!(svm->efer & EFER_SVME))
		wrmsrq_safe(MSR_EFER, svm->efer | EFER_SVME);
	rdmsrq_safe(MSR_VM_HSAVE_PA, &svm->save_area_pa);
	wrmsrq_safe(MSR_VM_HSAVE_PA, page_to_phys(svm->save_area));

	svm->xfam = guest->xfam;
	svm->xcr0 = xgetbv(XCR_XFEATURE_ENABLED_MASK);
	xrstor(guest->xsave, guest->xfam);
	xsetbv(XCR_XFEATURE_ENABLED_MASK, guest->xcr0);
	write_dr(guest->dr);
	host_set_guest_tsc_aux(guest->tsc_aux);
}

void host_vmrun(u64 vmcb_pa, struct emu_regs *regs)
{
	emu_vmrun(regs, vmcb_pa, page_to_phys(this_cpu_ptr(&svm_cpus)->host_vmcb));
}

u64 host_guest_xcr0(void)
{
	return xgetbv(XCR_XFEATURE_ENABLED_MASK);
}

void host_set_guest_xcr0(u64 xcr0)
{
	xsetbv(XCR_XFEATURE_ENABLED_MASK, xcr0);
}

void host_guest_end(struct host_guest *guest)
{
	struct svm_cpu *svm = this_cpu_ptr(&svm_cpus);

	guest->xcr0 = xgetbv(XCR_XFEATURE_ENABLED_MASK);
	xsetbv(XCR_XFEATURE_ENABLED_MASK, svm->xcr0);
	xsave(guest->xsave, guest->xfam);
	read_dr(guest->dr);
	wrmsrq_safe(MSR_VM_HSAVE_PA, svm->save_area_pa);
	if (!(svm->efer & EFER_SVME))
		wrmsrq_safe(MSR_EFER, svm->efer);
	if (svm->own_fpu)
		kernel_fpu_end();
}

/* noinline: its large variable must not be in the stack frame of other calls. */
noinline enum emu_verdict emu_run_guest(struct emu *emu, struct emu_regs *regs)
{
	enum emu_verdict verdict;
	struct tdx_xmm xmm;
	unsigned long flags;

	local_irq_save(flags);
	/* No guest has run yet; emu_run() may return without one. */
	this_cpu_write(svm_cpus.xfam, 0);
	emu_get_xmm(&xmm);
	verdict = emu_run(emu, emu_machine_lp(), regs, &xmm);
	/* Lose what a TD exit loses; the caller restores it. */
	emu_clobber_after_guest(this_cpu_read(svm_cpus.xfam));
	emu_put_xmm(&xmm);
	local_irq_restore(flags);
	return verdict;
}
