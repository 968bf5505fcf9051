// SPDX-License-Identifier: GPL-2.0
/*
 * A guest that AMD-V runs and that executes VMMCALL for ever, in 64-bit mode with its own page
 * tables and nested ones.  What is done around VMRUN is what no hypervisor can do without: its
 * registers and the guest's, segments and system-call MSRs, and RIP behind the instruction.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/cpufeature.h>
#include <asm/io.h>
#include <asm/msr.h>
#include <asm/pgtable.h>
#include <asm/svm.h>

#include "core/emu/emu.h"
#include "module/emu/vmrun.h"
#include "module/shared/compat.h"
#include "round_trip.h"

/* Guest-physical pages. */
enum { GUEST_PML4, GUEST_PDPT, GUEST_PD, GUEST_CODE, GUEST_PAGES };

/* Our pages, in one piece; the guest's come first. */
enum { VMCB = GUEST_PAGES, HOST_VMCB, SAVE_AREA, NESTED, PAGES = NESTED + 5 };

#define ORDER		4

static_assert(PAGES <= 1 << ORDER);

#define TABLE_BITS	(_PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_ACCESSED)
#define CODE_64		0xa9b
#define DATA		0xc93
#define DR6_RESET	0xffff0ff0
#define DR7_RESET	0x400
#define V_INTR_MASK	BIT(24)

static const u8 program[] = {
	0x0f, 0x01, 0xd9,	/* VMMCALL */
	0xeb, 0xfb,		/* JMP to it */
};

static void *pages;
static struct emu_regs regs;
static u64 efer;
static u64 save_area;

static void *page(unsigned int index)
{
	return pages + index * PAGE_SIZE;
}

static u64 pa(unsigned int index)
{
	return virt_to_phys(page(index));
}

/* The first 2 MiB at their own address. */
static void write_guest(void)
{
	u64 *pml4 = page(GUEST_PML4), *pdpt = page(GUEST_PDPT), *pd = page(GUEST_PD);

	pml4[0] = GUEST_PDPT * PAGE_SIZE | TABLE_BITS;
	pdpt[0] = GUEST_PD * PAGE_SIZE | TABLE_BITS;
	pd[0] = TABLE_BITS | _PAGE_DIRTY | _PAGE_PSE;
	memcpy(page(GUEST_CODE), program, sizeof(program));
}

/* As many levels as the host's page tables, as AMD-V demands. */
static void write_nested_tables(void)
{
	unsigned int levels = pgtable_l5_enabled() ? 5 : 4, i;
	u64 *table;

	for (i = 0; i < levels - 1; i++) {
		table = page(NESTED + i);
		table[0] = pa(NESTED + i + 1) | TABLE_BITS;
	}
	table = page(NESTED + i);
	for (i = 0; i < GUEST_PAGES; i++)
		table[i] = pa(i) | TABLE_BITS | _PAGE_DIRTY;
}

/* Linux 7.x has other names. */
#ifdef SVM_NESTED_CTL_NP_ENABLE
#define NESTED_CONTROL	nested_ctl
#define NESTED_PAGING	SVM_NESTED_CTL_NP_ENABLE
#else
#define NESTED_CONTROL	misc_ctl
#define NESTED_PAGING	SVM_MISC_ENABLE_NP
#endif

static struct vmcb_seg segment(u16 selector, u16 attributes)
{
	return (struct vmcb_seg) {
		.selector = selector, .attrib = attributes, .limit = 0xffffffff,
	};
}

static void write_vmcb(void)
{
	struct vmcb *vmcb = page(VMCB);
	struct vmcb_control_area *control = &vmcb->control;
	struct vmcb_save_area *save = &vmcb->save;

	__set_bit(INTERCEPT_INTR, (unsigned long *)control->intercepts);
	__set_bit(INTERCEPT_NMI, (unsigned long *)control->intercepts);
	__set_bit(INTERCEPT_SHUTDOWN, (unsigned long *)control->intercepts);
	__set_bit(INTERCEPT_VMRUN, (unsigned long *)control->intercepts);
	__set_bit(INTERCEPT_VMMCALL, (unsigned long *)control->intercepts);
	control->asid = 1;
	control->int_ctl = V_INTR_MASK;
	control->NESTED_CONTROL = NESTED_PAGING;
	control->nested_cr3 = pa(NESTED);

	save->cs = segment(8, CODE_64);
	save->ss = segment(16, DATA);
	save->ds = segment(16, DATA);
	save->es = segment(16, DATA);
	save->efer = EFER_SVME | EFER_LME | EFER_LMA;
	save->cr0 = X86_CR0_PG | X86_CR0_PE | X86_CR0_ET;
	save->cr3 = GUEST_PML4 * PAGE_SIZE;
	save->cr4 = X86_CR4_PAE;
	save->dr6 = DR6_RESET;
	save->dr7 = DR7_RESET;
	save->rflags = X86_EFLAGS_FIXED;
	save->rip = GUEST_CODE * PAGE_SIZE;
}

void bare_begin(void)
{
	rdmsrq_safe(MSR_EFER, &efer);
	rdmsrq_safe(MSR_VM_HSAVE_PA, &save_area);
	wrmsrq_safe(MSR_EFER, efer | EFER_SVME);
	wrmsrq_safe(MSR_VM_HSAVE_PA, pa(SAVE_AREA));
}

void bare_end(void)
{
	wrmsrq_safe(MSR_VM_HSAVE_PA, save_area);
	wrmsrq_safe(MSR_EFER, efer);
}

bool amd_v_is_on(void)
{
	u64 value = 0;

	rdmsrq_safe(MSR_EFER, &value);
	return value & EFER_SVME;
}

bool bare_is_on(void)
{
	u64 value = 0;

	rdmsrq_safe(MSR_VM_HSAVE_PA, &value);
	return amd_v_is_on() && value == pa(SAVE_AREA);
}

bool bare_trip(void)
{
	struct vmcb *vmcb = page(VMCB);

	local_irq_disable();
	emu_vmrun(&regs, pa(VMCB), pa(HOST_VMCB));
	local_irq_enable();
	switch (vmcb->control.exit_code) {
	case SVM_EXIT_VMMCALL:
		vmcb->save.rip += 3;
		return true;
	case SVM_EXIT_INTR:
	case SVM_EXIT_NMI:
		return true;
	}
	pr_err("the bare guest exits with 0x%llx\n", (u64)vmcb->control.exit_code);
	return false;
}

int bare_init(void)
{
	if (!boot_cpu_has(X86_FEATURE_SVM)) {
		pr_err("this CPU has no AMD-V\n");
		return -ENODEV;
	}
	pages = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, ORDER);
	if (!pages)
		return -ENOMEM;
	write_guest();
	write_nested_tables();
	write_vmcb();
	return 0;
}

void bare_free(void)
{
	free_pages((unsigned long)pages, ORDER);
}
