// SPDX-License-Identifier: GPL-2.0
/* The software TDX module through tdxcall.ko: bring-up in right and wrong order, on two CPUs. */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/suites.h"
#include "module/emu/tdxcall_emu.h"

/* From the TDX module ABI. */
#define TDH_MNG_CREATE		0x09
#define TDH_SYS_INFO		0x20
#define TDH_SYS_INIT		0x21
#define TDH_SYS_RD		0x22
#define TDH_SYS_LP_INIT		0x23
#define TDH_SYS_RDALL		0x25
#define TDH_SYS_LP_SHUTDOWN	0x2c
#define TDG_VP_INFO		0x01

#define SUCCESS			0x0000000000000000
#define FIRST_FIELD_ID		0x00000c0b00000000
#define OPERAND_INVALID		0xc000010000000000
#define OPERAND_ADDR_RANGE_ERROR 0xc000010100000000
#define SYS_INIT_NOT_PENDING	0xc000050000000000
#define SYS_LP_INIT_NOT_DONE	0xc000050200000000
#define SYS_LP_INIT_DONE	0xc000050300000000
#define SYS_NOT_READY		0xc000050500000000
#define SYS_LP_INIT_NOT_PENDING	0xc000050b00000000
#define FIELD_ID_INCORRECT	0xc0000c0000000000

#define OPERAND_RAX		0
#define OPERAND_RCX		1
#define OPERAND_RDX		2
#define OPERAND_R8		8
#define OPERAND_R9		9

#define FIELD_VENDOR_ID		0x0800000200000000
#define FIELD_MAJOR_VERSION	0x0800000100000004
#define FIELD_MINOR_VERSION	0x0800000100000003
#define FIELD_TDX_FEATURES0	0x0a00000300000008
#define NO_RBP_MOD		BIT(18)

struct remote_call {
	u64 fn;
	struct tdx_regs in;
	struct tdx_regs out;
	u64 status;
};

static int make_remote_call(void *data)
{
	struct remote_call *call = data;

	call->status = tdxcall_seamcall(call->fn, &call->in, &call->out);
	return 0;
}

/* A SEAMCALL on a given CPU, in a task: an interrupt may arrive while the FPU is in use. */
static u64 seamcall_on(int cpu, u64 fn, const struct tdx_regs *in, struct tdx_regs *out)
{
	struct remote_call call = { .fn = fn };

	if (in)
		call.in = *in;
	smp_call_on_cpu(cpu, make_remote_call, &call, false);
	if (out)
		*out = call.out;
	return call.status;
}

static u64 read_field(int cpu, u64 field, struct tdx_regs *out)
{
	const struct tdx_regs in = { .rdx = field };

	return seamcall_on(cpu, TDH_SYS_RD, &in, out);
}

static void bring_up(struct kunit *test)
{
	int cpu;

	KUNIT_ASSERT_EQ(test, seamcall_on(0, TDH_SYS_INIT, NULL, NULL), SUCCESS);
	for_each_online_cpu(cpu)
		KUNIT_ASSERT_EQ(test, seamcall_on(cpu, TDH_SYS_LP_INIT, NULL, NULL), SUCCESS);
}

static int emu_test_init(struct kunit *test)
{
	return tdxcall_emu_reset(NULL);
}

static void emu_refuses_before_sys_init(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_LP_INIT, NULL, NULL),
			SYS_LP_INIT_NOT_PENDING);
	KUNIT_EXPECT_EQ(test, read_field(0, FIELD_VENDOR_ID, NULL), SYS_LP_INIT_NOT_DONE);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INFO, NULL, NULL), SYS_LP_INIT_NOT_DONE);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_RDALL, NULL, NULL), SYS_LP_INIT_NOT_DONE);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_MNG_CREATE, NULL, NULL), SYS_NOT_READY);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_LP_SHUTDOWN, NULL, NULL), SUCCESS);
}

static void emu_initialises_once(struct kunit *test)
{
	const struct tdx_regs reserved = { .rcx = 1 };

	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INIT, &reserved, NULL),
			OPERAND_INVALID | OPERAND_RCX);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INIT, NULL, NULL), SUCCESS);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INIT, NULL, NULL), SYS_INIT_NOT_PENDING);
}

static void emu_initialises_each_lp(struct kunit *test)
{
	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");

	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INIT, NULL, NULL), SUCCESS);
	KUNIT_EXPECT_EQ(test, seamcall_on(1, TDH_SYS_LP_INIT, NULL, NULL), SUCCESS);
	KUNIT_EXPECT_EQ(test, seamcall_on(1, TDH_SYS_LP_INIT, NULL, NULL), SYS_LP_INIT_DONE);
	KUNIT_EXPECT_EQ(test, read_field(1, FIELD_VENDOR_ID, NULL), SUCCESS);
	KUNIT_EXPECT_EQ(test, read_field(0, FIELD_VENDOR_ID, NULL), SYS_LP_INIT_NOT_DONE);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_LP_INIT, NULL, NULL), SUCCESS);
	KUNIT_EXPECT_EQ(test, read_field(0, FIELD_VENDOR_ID, NULL), SUCCESS);
}

static void emu_reads_metadata_fields(struct kunit *test)
{
	struct tdx_regs out;

	bring_up(test);
	KUNIT_EXPECT_EQ(test, read_field(0, FIELD_VENDOR_ID, &out), SUCCESS);
	KUNIT_EXPECT_EQ(test, out.r8, 0x8086);
	KUNIT_EXPECT_EQ(test, read_field(0, FIELD_MAJOR_VERSION, &out), SUCCESS);
	KUNIT_EXPECT_EQ(test, out.r8, 1);
	KUNIT_EXPECT_EQ(test, read_field(0, FIELD_MINOR_VERSION, &out), SUCCESS);
	KUNIT_EXPECT_EQ(test, out.r8, 5);

	KUNIT_EXPECT_EQ(test, read_field(0, ~0ULL, &out), FIRST_FIELD_ID);
	KUNIT_EXPECT_EQ(test, out.r8, 0);
	KUNIT_EXPECT_EQ(test, read_field(0, 0x0a0a00000000beef, &out), FIELD_ID_INCORRECT);
	KUNIT_EXPECT_EQ(test, out.rdx, ~0ULL);
	KUNIT_EXPECT_EQ(test, out.r8, 0);
}

static void emu_refuses_malformed_rax(struct kunit *test)
{
	bring_up(test);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_RD | BIT(24), NULL, NULL),
			OPERAND_INVALID | OPERAND_RAX);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_RD | BIT_ULL(62), NULL, NULL),
			OPERAND_INVALID | OPERAND_RAX);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_RD | 1 << 16, NULL, NULL),
			OPERAND_INVALID | OPERAND_RAX);
	/* Before the module is READY, unknown leaf functions get the same status as known ones. */
	KUNIT_EXPECT_EQ(test, seamcall_on(0, 0xfff0, NULL, NULL), SYS_NOT_READY);
}

static void emu_checks_info_operands(struct kunit *test)
{
	u8 *bytes = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);
	struct tdx_regs in = { .rdx = 1024, .r9 = 32 };

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	in.rcx = virt_to_phys(bytes);
	in.r8 = in.rcx + 1024;

	bring_up(test);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INFO, &in, NULL), SUCCESS);
	KUNIT_EXPECT_EQ(test, *(u32 *)(bytes + 4), 0x8086);
	KUNIT_EXPECT_EQ(test, *(u16 *)(bytes + 14), 5);
	KUNIT_EXPECT_EQ(test, *(u16 *)(bytes + 16), 1);
	KUNIT_EXPECT_EQ(test, bytes[18], 1);
	KUNIT_EXPECT_EQ(test, *(u16 *)(bytes + 32), 64);

	in.rcx += 512;
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INFO, &in, NULL),
			OPERAND_INVALID | OPERAND_RCX);
	in.rcx -= 512;
	in.rdx = 1023;
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INFO, &in, NULL),
			OPERAND_INVALID | OPERAND_RDX);
	in.rdx = 1024;
	in.r8 += 256;
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INFO, &in, NULL),
			OPERAND_INVALID | OPERAND_R8);
	in.r8 -= 256;
	in.r9 = 31;
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INFO, &in, NULL),
			OPERAND_INVALID | OPERAND_R9);
}

/* The kernel's text is RAM but read-only: refused, without an oops. */
static void emu_refuses_read_only_memory(struct kunit *test)
{
	struct tdx_regs in = { .rdx = 1024, .r9 = 32 };

	in.rcx = ALIGN(slow_virt_to_phys(schedule), 1024);
	bring_up(test);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INFO, &in, NULL),
			OPERAND_ADDR_RANGE_ERROR | OPERAND_RCX);
}

static void emu_answers_tdcall_as_outside_a_td(struct kunit *test)
{
	struct tdx_regs out, in = {};

	skip_in_td(test);
	KUNIT_EXPECT_EQ(test, tdxcall_tdcall(TDG_VP_INFO, &in, &out), 0x8000ff0000000006);
}

static const struct tdxcall_emu_params defaults = {
	.keyid_start = 32, .keyids = 32, .no_rbp_mod = true, .loaded = true, .seam = true,
};

static void emu_not_loaded_is_vmfailinvalid(struct kunit *test)
{
	struct tdxcall_emu_params params = defaults;

	params.loaded = false;
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(&params), 0);
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_RD, NULL, NULL), 0x8000ff00ffff0000);
	/* The same through the large register block. */
	KUNIT_EXPECT_EQ(test, seamcall_on(0, TDH_SYS_INIT, NULL, NULL), 0x8000ff00ffff0000);
}

static void emu_without_seam_is_gp(struct kunit *test)
{
	struct tdxcall_emu_params params = defaults;
	unsigned long flags;
	struct tdx_regs in = {}, out;
	u64 status;

	params.seam = false;
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(&params), 0);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_SYS_RD, &in, &out), 0x8000ff000000000d);
	KUNIT_EXPECT_EQ(test, tdxcall_seamcall(TDH_SYS_INIT, &in, &out), 0x8000ff000000000d);

	local_irq_save(flags);
	status = tdxcall_seamcall(TDH_SYS_RD, &in, &out);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, status, 0x8000ff000000000d);
	KUNIT_EXPECT_EQ(test, seamcall_on(num_online_cpus() - 1, TDH_SYS_RD, NULL, NULL),
			0x8000ff000000000d);
}

static void emu_tells_no_rbp_mod(struct kunit *test)
{
	struct tdxcall_emu_params params = defaults;
	struct tdx_regs out;

	bring_up(test);
	KUNIT_EXPECT_EQ(test, read_field(0, FIELD_TDX_FEATURES0, &out), SUCCESS);
	KUNIT_EXPECT_TRUE(test, out.r8 & NO_RBP_MOD);

	params.no_rbp_mod = false;
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(&params), 0);
	bring_up(test);
	KUNIT_EXPECT_EQ(test, read_field(0, FIELD_TDX_FEATURES0, &out), SUCCESS);
	KUNIT_EXPECT_FALSE(test, out.r8 & NO_RBP_MOD);
}

static void emu_refuses_bad_keyids(struct kunit *test)
{
	static const struct { unsigned int start, count; } bad[] = {
		{ 0, 32 }, { 32, 0 }, { 0xffffffff, 2 }, { 1, 0xffffffff }, { 32768, 65536 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		struct tdxcall_emu_params params = defaults;

		params.keyid_start = bad[i].start;
		params.keyids = bad[i].count;
		KUNIT_EXPECT_EQ_MSG(test, tdxcall_emu_reset(&params), -EINVAL, "case %u", i);
	}
	/* The previous software TDX module still answers. */
	bring_up(test);
}

static void emu_stays_away_from_real_tdx(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tdxcall_emu_check_role(CORE_ROLE_HOST), -EBUSY);
	KUNIT_EXPECT_EQ(test, tdxcall_emu_check_role(CORE_ROLE_GUEST), -EBUSY);
	KUNIT_EXPECT_EQ(test, tdxcall_emu_check_role(CORE_ROLE_VM), -EPERM);
	KUNIT_EXPECT_EQ(test, tdxcall_emu_check_role(CORE_ROLE_NONE), 0);
}

#define READS_PER_CPU	2000

struct reader {
	struct task_struct *task;
	unsigned int done;
	unsigned int wrong;
};

static int read_many(void *data)
{
	struct reader *reader = data;
	const struct tdx_regs in = { .rdx = FIELD_VENDOR_ID };
	struct tdx_regs out;

	for (reader->done = 0; reader->done < READS_PER_CPU; reader->done++) {
		if (tdxcall_seamcall(TDH_SYS_RD, &in, &out) != SUCCESS || out.r8 != 0x8086)
			reader->wrong++;
		cond_resched();
	}
	while (!kthread_should_stop())
		usleep_range(500, 1000);
	return 0;
}

static void emu_serves_two_cpus_at_once(struct kunit *test)
{
	struct reader readers[2] = {};
	int cpu;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");

	bring_up(test);
	for (cpu = 0; cpu < 2; cpu++) {
		readers[cpu].task = kthread_create_on_cpu(read_many, &readers[cpu], cpu,
							  "tdxcall-read/%u");
		KUNIT_ASSERT_FALSE(test, IS_ERR(readers[cpu].task));
	}
	for (cpu = 0; cpu < 2; cpu++)
		wake_up_process(readers[cpu].task);
	for (cpu = 0; cpu < 2; cpu++) {
		while (READ_ONCE(readers[cpu].done) < READS_PER_CPU)
			usleep_range(500, 1000);
		kthread_stop(readers[cpu].task);
		KUNIT_EXPECT_EQ(test, readers[cpu].wrong, 0);
	}
}

static struct kunit_case emu_cases[] = {
	KUNIT_CASE(emu_refuses_before_sys_init),
	KUNIT_CASE(emu_initialises_once),
	KUNIT_CASE(emu_initialises_each_lp),
	KUNIT_CASE(emu_reads_metadata_fields),
	KUNIT_CASE(emu_refuses_malformed_rax),
	KUNIT_CASE(emu_checks_info_operands),
	KUNIT_CASE(emu_refuses_read_only_memory),
	KUNIT_CASE(emu_answers_tdcall_as_outside_a_td),
	KUNIT_CASE(emu_not_loaded_is_vmfailinvalid),
	KUNIT_CASE(emu_without_seam_is_gp),
	KUNIT_CASE(emu_tells_no_rbp_mod),
	KUNIT_CASE(emu_refuses_bad_keyids),
	KUNIT_CASE(emu_stays_away_from_real_tdx),
	KUNIT_CASE(emu_serves_two_cpus_at_once),
	{}
};

struct kunit_suite emu_suite = {
	.name = "tdxcall_emu",
	.init = emu_test_init,
	.test_cases = emu_cases,
};
