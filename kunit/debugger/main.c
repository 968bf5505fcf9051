// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_debugger.ko: a host that looks into a TD whose vCPU halts, and changes it.  The guest is
 * kunit/guest/programs/debugged.cpp, which has told where it notes what is to be seen.  Tells in
 * TAP in the kernel log; for test machines, see kunit/guest/debugger.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include <tdxcall/codes.h>
#include <tdxcall/tdxcall.h>

#include "module/shared/compat.h"
#include "module/vmm/td/td.h"

/* What is written, and a word of the guest's program. */
#define NEW_RBX		0x0123456789abcdefULL
#define NEW_R14		0xfedcba9876543210ULL
#define NEW_DR0		0x00007654321f0000ULL
#define GO		0x600d600d600d600dULL

static unsigned long long tdr;
module_param(tdr, ullong, 0);
MODULE_PARM_DESC(tdr, "Physical address of the TD's root page");

static unsigned long long tdvpr;
module_param(tdvpr, ullong, 0);
MODULE_PARM_DESC(tdvpr, "Physical address of the vCPU's root page");

static unsigned long long note;
module_param(note, ullong, 0);
MODULE_PARM_DESC(note, "GPA of the guest's note");

static unsigned int cpu = 1;
module_param(cpu, uint, 0);
MODULE_PARM_DESC(cpu, "Where the vCPU runs (default: 1)");

static bool debug = true;
module_param(debug, bool, 0);
MODULE_PARM_DESC(debug, "Is it a debug TD? (default: yes)");

/* The note: first the word that the guest waits for, then values of these fields. */
static const struct {
	const char *name;
	u64 field;
} noted[] = {
	{ "RBX", TDXCALL_FIELD_GUEST_GPR_STATE_RBX },
	{ "RBP", TDXCALL_FIELD_GUEST_GPR_STATE_RBP },
	{ "R14", TDXCALL_FIELD_GUEST_GPR_STATE_R14 },
	{ "CR3", TDXCALL_FIELD_VMCS_GUEST_CR3 },
	{ "IDTR base", TDXCALL_FIELD_VMCS_GUEST_IDTR_BASE },
	{ "FS base", TDXCALL_FIELD_VMCS_GUEST_FS_BASE },
	{ "IA32_KERNEL_GS_BASE", TDXCALL_FIELD_GUEST_MSR_STATE_IA32_KERNEL_GS_BASE },
	{ "IA32_LSTAR", TDXCALL_FIELD_GUEST_MSR_STATE_IA32_LSTAR },
	{ "DR0", TDXCALL_FIELD_GUEST_STATE_DR0 },
};

static void tell(const char *what, u64 is, u64 wanted)
{
	if (is == wanted)
		pr_info("ok - debugger: %s\n", what);
	else
		pr_info("not ok - debugger: %s: 0x%llx, not 0x%llx\n", what, is, wanted);
}

/* The rest of a status is what it is about. */
static u64 code(u64 status)
{
	return status & GENMASK_ULL(63, 32);
}

static u64 read_field(u64 field, u64 *value)
{
	struct tdh_vp_rd_out out;
	u64 status = tdxcall_tdh_vp_rd(TDXCALL_MAY_SLEEP, 0, (tdx_tdvpr_t) { tdvpr },
				       (tdx_field_t) { field }, &out);

	*value = out.value;
	return status;
}

static u64 write_field(u64 field, u64 value, u64 *old)
{
	struct tdh_vp_wr_out out;
	u64 status = tdxcall_tdh_vp_wr(TDXCALL_MAY_SLEEP, (tdx_tdvpr_t) { tdvpr },
				       (tdx_field_t) { field }, value, ~0ULL, &out);

	*old = out.old_value;
	return status;
}

static u64 read_memory(u64 gpa, u64 *value)
{
	struct tdh_mem_rd_out out;
	u64 status = tdxcall_tdh_mem_rd(TDXCALL_MAY_SLEEP, (tdx_gpa_t) { gpa },
					(tdx_tdr_t) { tdr }, &out);

	*value = out.data;
	return status;
}

static u64 write_memory(u64 gpa, u64 value, u64 *old)
{
	struct tdh_mem_wr_out out;
	u64 status = tdxcall_tdh_mem_wr(TDXCALL_MAY_SLEEP, (tdx_gpa_t) { gpa },
					(tdx_tdr_t) { tdr }, value, &out);

	*old = out.old_data;
	return status;
}

/* The guest halts with it in RBX, and has it nowhere else. */
static bool halts(u64 rbx)
{
	u64 value;

	for (int i = 0; i < 200; i++, msleep(20))
		if (!read_field(TDXCALL_FIELD_GUEST_GPR_STATE_RBX, &value) && value == rbx)
			return true;
	return false;
}

static void look(void)
{
	u64 value, wanted;

	for (unsigned int i = 0; i < ARRAY_SIZE(noted); i++) {
		if (read_memory(note + 8 * (i + 1), &wanted) ||
		    read_field(noted[i].field, &value))
			pr_info("not ok - debugger: %s cannot be read\n", noted[i].name);
		else
			tell(noted[i].name, value, wanted);
	}
	/* Outside of the TD's memory, and no multiple of eight. */
	tell("TDH.MEM.RD where nothing is", code(read_memory(0xd0000000, &value)),
	     TDXCALL_STATUS_EPT_ENTRY_NOT_PRESENT);
	tell("TDH.MEM.RD of an odd address", read_memory(note + 4, &value),
	     TDXCALL_STATUS_OPERAND_INVALID | 1);
}

static void change(u64 rbx)
{
	u64 old;

	tell("TDH.VP.WR of RBX", write_field(TDXCALL_FIELD_GUEST_GPR_STATE_RBX, NEW_RBX, &old), 0);
	tell("RBX before", old, rbx);
	tell("TDH.VP.WR of R14", write_field(TDXCALL_FIELD_GUEST_GPR_STATE_R14, NEW_R14, &old), 0);
	tell("TDH.VP.WR of DR0", write_field(TDXCALL_FIELD_GUEST_STATE_DR0, NEW_DR0, &old), 0);
	tell("TDH.MEM.WR", write_memory(note, GO, &old), 0);
	tell("the word before", old, 0);
}

static void is_refused(void)
{
	u64 value;

	tell("TDH.VP.RD of RBX refused",
	     code(read_field(TDXCALL_FIELD_GUEST_GPR_STATE_RBX, &value)),
	     TDXCALL_STATUS_METADATA_FIELD_NOT_READABLE);
	tell("TDH.VP.RD of CR3 refused", code(read_field(TDXCALL_FIELD_VMCS_GUEST_CR3, &value)),
	     TDXCALL_STATUS_METADATA_FIELD_NOT_READABLE);
	tell("TDH.VP.WR of RBX refused",
	     code(write_field(TDXCALL_FIELD_GUEST_GPR_STATE_RBX, NEW_RBX, &value)),
	     TDXCALL_STATUS_METADATA_FIELD_NOT_WRITABLE);
	tell("TDH.MEM.RD refused", read_memory(note, &value), TDXCALL_STATUS_TD_NON_DEBUG);
	tell("and gives nothing", value, 0);
	tell("TDH.MEM.WR refused", write_memory(note, GO, &value), TDXCALL_STATUS_TD_NON_DEBUG);
}

/* On the vCPU's CPU, so that it is out of the TD while we run, and stays with that CPU. */
static void visit(void *unused)
{
	u64 rbx;

	if (!debug) {
		is_refused();
		return;
	}
	if (read_memory(note + 8, &rbx) || !halts(rbx)) {
		pr_info("not ok - debugger: the guest does not halt\n");
		return;
	}
	look();
	change(rbx);
}

static int __init debugger_init(void)
{
	if (!tdr || !tdvpr || !note || !cpu_online(cpu)) {
		pr_err("tdr=, tdvpr= and note= are wanted, and a CPU that is online\n");
		return -EINVAL;
	}
	td_on_cpu(cpu, visit, NULL);
	return 0;
}

static void __exit debugger_exit(void)
{
}

module_init(debugger_init);
module_exit(debugger_exit);

IMPORT_NS(TDXCALL_CHANGES_PLATFORM);
IMPORT_NS(TDXCALL_CHANGES_TD);
MODULE_DESCRIPTION("Looks into a debug TD and changes it");
MODULE_LICENSE("GPL");
