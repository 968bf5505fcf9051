// SPDX-License-Identifier: GPL-2.0
/* Whole TDs on the software TDX module, through the typed calls: alone, many at once, damaged. */
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sizes.h>
#include <linux/smp.h>

#include <tdxcall/tdxcall.h>
#include "kunit/callee.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "module/vmm/td/td.h"
#include "kunit/watch.h"
#include "module/emu/tdxcall_emu.h"

/* Of 1 MiB whose words are their own GPA: scripts/td-mrtd --memory 1. */
static const u8 mrtd_of_1_mib[TD_MRTD_BYTES] = {
	0x79, 0xb8, 0x71, 0xf8, 0xdf, 0x2e, 0x9e, 0x41, 0x5b, 0x53, 0x0f, 0xca,
	0x10, 0x99, 0x01, 0xfd, 0xbe, 0xaa, 0xc8, 0xcf, 0xb9, 0xf7, 0x96, 0x2d,
	0xa9, 0xe4, 0x89, 0x8a, 0xbd, 0xdc, 0x44, 0xc8, 0x9b, 0x5e, 0xab, 0xd5,
	0x8e, 0x62, 0x00, 0xeb, 0xb6, 0x85, 0xba, 0x4d, 0x14, 0xb6, 0x52, 0x5e,
};

static struct td_platform platform;
static struct td *td;

static const struct tdxcall_emu_params params = {
	.keyid_start = 32, .keyids = 32, .no_rbp_mod = true, .loaded = true, .seam = true,
};

static const struct td_options small = { .vcpus = 1, .measured = SZ_1M };

static int td_test_init(struct kunit *test)
{
	platform = (struct td_platform) { .keyid_start = 32, .keyids = 32 };
	td = kunit_kzalloc(test, sizeof(*td), GFP_KERNEL);
	return td ? tdxcall_emu_reset(NULL) : -ENOMEM;
}

/* Only a new software TDX module has forgotten the memory that the old one got. */
static void td_test_exit(struct kunit *test)
{
	tdxcall_emu_inject_clear();
	if (!tdxcall_emu_reset(NULL))
		td_platform_free(&platform);
}

static void td_is_built_and_taken_down(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
	KUNIT_EXPECT_MEMEQ(test, td->mrtd, mrtd_of_1_mib, TD_MRTD_BYTES);
	/* 256 pages, 3 of secure EPT, 6 of TDCS, 6 of TDVPS. */
	KUNIT_EXPECT_EQ(test, td->chldcnt, 271);
	KUNIT_EXPECT_EQ(test, td->hkid, 33);
	KUNIT_EXPECT_EQ(test, td_destroy(td), 0);
	KUNIT_EXPECT_EQ(test, td->freed, 272);
	KUNIT_EXPECT_EQ(test, td->lost, 0);
}

static void td_has_every_kind_of_page(struct kunit *test)
{
	static const struct td_options options[] = {
		{ .vcpus = 3, .measured = SZ_4M, .added = SZ_2M },
		{ .vcpus = 1, .measured = SZ_1M, .added = SZ_4M, .added_large = true },
		{ .vcpus = 1, .measured = 0, .added = SZ_4M, .added_large = true, .unmap = true },
		{ .vcpus = 2, .measured = SZ_4M, .added = SZ_4M, .unmap = true, .debug = true },
		{ .vcpus = 1, .measured = PAGE_SIZE },
	};

	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(options); i++) {
		KUNIT_ASSERT_EQ_MSG(test, td_build(td, &platform, &options[i]), 0, "case %u", i);
		KUNIT_ASSERT_EQ_MSG(test, td_destroy(td), 0, "case %u", i);
		KUNIT_EXPECT_EQ_MSG(test, td->freed, td->chldcnt + 1, "case %u", i);
	}
}

/* No page reaches the TDX module unflushed, and none comes back to the kernel uncleared. */
static void td_flushes_and_clears_each_page(struct kunit *test)
{
	struct watch *flushed, *cleared;

	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	flushed = watch_begin(test, "tdxcall_flush_pages");
	cleared = watch_begin(test, "tdxcall_clear_pages");
	KUNIT_EXPECT_EQ(test, td_build(td, &platform, &small), 0);
	KUNIT_EXPECT_EQ(test, td_destroy(td), 0);
	watch_end(cleared);
	watch_end(flushed);
	KUNIT_EXPECT_EQ(test, flushed->total, 272);
	KUNIT_EXPECT_EQ(test, cleared->total, 272);
}

/* Two private KeyIDs, one of which is the TDX module's: there is one for a TD. */
static void td_gets_the_last_keyid(struct kunit *test)
{
	struct td *second = kunit_kzalloc(test, sizeof(*second), GFP_KERNEL);
	struct tdxcall_emu_params two = params;

	KUNIT_ASSERT_NOT_NULL(test, second);
	two.keyids = 2;
	platform.keyids = 2;
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(&two), 0);
	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
	KUNIT_EXPECT_EQ(test, td_build(second, &platform, &small), -EIO);
	KUNIT_EXPECT_EQ(test, td_destroy(td), 0);
	KUNIT_ASSERT_EQ(test, td_build(second, &platform, &small), 0);
	KUNIT_EXPECT_EQ(test, second->hkid, 33);
	KUNIT_EXPECT_EQ(test, td_destroy(second), 0);
}

/* A build that fails half-way is undone, and the next TD is not affected. */
static void td_survives_faults(struct kunit *test)
{
	static const char * const faults[] = {
		"seamcall TDH.MNG.KEY.CONFIG status TDX_OPERAND_INVALID",
		"seamcall TDH.MNG.ADDCX status TDX_OPERAND_INVALID skip 3",
		"seamcall TDH.MNG.INIT status TDX_OPERAND_INVALID",
		"seamcall TDH.VP.ADDCX status TDX_OPERAND_INVALID skip 2",
		"seamcall TDH.VP.INIT status TDX_OPERAND_INVALID",
		"seamcall TDH.MEM.SEPT.ADD status TDX_OPERAND_INVALID skip 1",
		"seamcall TDH.MEM.PAGE.ADD status TDX_OPERAND_INVALID skip 100",
		"seamcall TDH.MR.EXTEND status TDX_OPERAND_INVALID skip 1000",
		"seamcall TDH.MR.FINALIZE status TDX_OPERAND_INVALID",
	};

	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(faults); i++) {
		KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command(faults[i]), 0);
		KUNIT_EXPECT_EQ_MSG(test, td_build(td, &platform, &small), -EIO, "%s", faults[i]);
		KUNIT_EXPECT_EQ_MSG(test, td->lost, 0, "%s", faults[i]);
		KUNIT_EXPECT_EQ_MSG(test, td->freed, td->pages.count, "%s", faults[i]);
	}
	KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
	KUNIT_EXPECT_EQ(test, td->hkid, 33);
	KUNIT_EXPECT_EQ(test, td_destroy(td), 0);
}

/* An interrupt at every step of every interruptible call, and busy locks from time to time. */
static void td_survives_contention(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command("interrupt 1"), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command("busy KOT times 5"), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command("busy WBCACHE times 5"), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command("busy RCX times 50"), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command("busy OP_STATE times 50"), 0);
	KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
	KUNIT_EXPECT_EQ(test, td_destroy(td), 0);
}

/*
 * As in an exit path, where SIGKILL is pending all the time.  Locks are busy for longer than a call
 * that signals may end would wait, and still no page or KeyID is lost.
 */
static void td_is_taken_down_by_a_killed_task(struct kunit *test)
{
	static const char * const busy[] = {
		"busy OP_STATE times 100",
		"busy KOT times 100",
		"busy WBCACHE times 100",
		"busy TDR times 100",
		"seamcall TDH.MNG.VPFLUSHDONE status TDX_OPERAND_BUSY times 100",
		"seamcall TDH.MNG.KEY.FREEID status TDX_OPERAND_BUSY times 100",
		"seamcall TDH.PHYMEM.PAGE.RECLAIM status TDX_OPERAND_BUSY times 100",
		"seamcall TDH.VP.FLUSH status TDX_OPERAND_BUSY times 100",
		"interrupt 1",
	};
	int err;

	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(busy); i++) {
		KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
		/* A lost KeyID would be missing for the next TD. */
		KUNIT_EXPECT_EQ_MSG(test, td->hkid, 33, "before %s", busy[i]);
		KUNIT_ASSERT_EQ_MSG(test, tdxcall_emu_inject_command(busy[i]), 0, "%s", busy[i]);
		set_killed(true);
		err = td_destroy(td);
		set_killed(false);
		tdxcall_emu_inject_clear();
		KUNIT_EXPECT_EQ_MSG(test, err, 0, "%s", busy[i]);
		KUNIT_EXPECT_EQ_MSG(test, td->lost, 0, "%s", busy[i]);
		KUNIT_EXPECT_EQ_MSG(test, td->freed, td->pages.count, "%s", busy[i]);
		KUNIT_EXPECT_EQ(test, tdxcall_tdh_sys_rd(0, FIELD(0x0800000100000004), NULL), 0);
	}
}

#define TDS_PER_CPU	5

struct builder {
	struct task_struct *task;
	unsigned int failed;
	bool done;
};

static int build_some(void *data)
{
	struct builder *builder = data;
	struct td *own = kzalloc(sizeof(*own), GFP_KERNEL);

	for (unsigned int i = 0; own && i < TDS_PER_CPU; i++)
		if (td_build(own, &platform, &small) || td_destroy(own))
			builder->failed++;
	if (!own)
		builder->failed = TDS_PER_CPU;
	kfree(own);
	WRITE_ONCE(builder->done, true);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* Four threads on two CPUs, so that calls are also interrupted by others of the same CPU. */
static void tds_are_built_at_once(struct kunit *test)
{
	struct builder builders[4] = {};

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	for (int i = 0; i < ARRAY_SIZE(builders); i++) {
		builders[i].task = kthread_create_on_cpu(build_some, &builders[i], i % 2,
							 "tdxcall-td/%u");
		KUNIT_ASSERT_FALSE(test, IS_ERR(builders[i].task));
	}
	for (int i = 0; i < ARRAY_SIZE(builders); i++)
		wake_up_process(builders[i].task);
	for (int i = 0; i < ARRAY_SIZE(builders); i++) {
		while (!READ_ONCE(builders[i].done))
			schedule_timeout_uninterruptible(1);
		kthread_stop(builders[i].task);
		KUNIT_EXPECT_EQ(test, builders[i].failed, 0);
	}
}

/* Frees the pages of a TD that the software TDX module no longer knows. */
static void forget_td(void)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &td->pages.small, lru)
		__free_page(page);
	if (td->tdr_page)
		__free_page(td->tdr_page);
}

/*
 * Leaf functions that read every kind of donated page, each made once: damage makes some busy for
 * good.  Returns how many succeed.
 */
static unsigned int poke(struct kunit *test, struct page *source)
{
	u64 status[] = {
		tdxcall_tdh_mng_rd(TDXCALL_ONCE, 0, td->tdr, FIELD(0x9010000200000001), NULL),
		tdxcall_tdh_mng_addcx(TDXCALL_ONCE, tdx_page(source), td->tdr),
		tdxcall_tdh_vp_create(TDXCALL_ONCE, tdx_page(source), td->tdr),
		tdxcall_tdh_vp_rd(TDXCALL_ONCE, 0, td->vcpu[0].tdvpr,
				  FIELD(0xa020000200000002), NULL),
		tdxcall_tdh_mem_sept_rd(TDXCALL_ONCE, GPA(0), 0, td->tdr, 0, NULL),
		tdxcall_tdh_mem_range_block(TDXCALL_ONCE, GPA(0), 0, td->tdr, NULL),
		tdxcall_tdh_mem_track(TDXCALL_ONCE, td->tdr),
		tdxcall_tdh_mem_page_remove(TDXCALL_ONCE, GPA(0), 0, td->tdr, NULL),
		tdxcall_tdh_mem_rd(TDXCALL_ONCE, GPA(0), td->tdr, NULL),
		tdxcall_tdh_mr_extend(TDXCALL_ONCE, GPA(0), td->tdr, NULL),
		tdxcall_tdh_mng_vpflushdone(TDXCALL_ONCE, td->tdr),
	};
	unsigned int good = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(status); i++) {
		good += !(status[i] & TDXCALL_ERROR);
		/* The TDX module answered, with whatever status. */
		KUNIT_EXPECT_NE_MSG(test, status[i] >> 32, TDXCALL_SW_ERROR >> 32, "call %u", i);
	}
	return good;
}

static void damage(u64 pa, u8 byte)
{
	memset(phys_to_virt(pa), byte, PAGE_SIZE);
}

static void td_may_be_damaged(struct kunit *test)
{
	static const u8 bytes[] = { 0x00, 0xff, 0x55, 0x80 };
	struct page *source = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, source);
	for (unsigned int i = 0; i < ARRAY_SIZE(bytes); i++) {
		struct page *page;

		KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(NULL), 0);
		KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
		KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
		/* Every page but TDR: TDCS, TDVPS and secure EPT among them. */
		list_for_each_entry(page, &td->pages.small, lru)
			damage(page_to_phys(page), bytes[i]);
		poke(test, source);
		damage(td->tdr.pa, bytes[i]);
		KUNIT_EXPECT_EQ(test, poke(test, source), 0);
		for (unsigned int j = 0; j < platform.num_tdmrs; j++)
			for (unsigned int k = 0; k < 1024; k++)
				damage(page_to_phys(platform.pamt[j]) + k * PAGE_SIZE, bytes[i]);
		poke(test, source);

		KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(NULL), 0);
		forget_td();
		td_platform_free(&platform);
	}
	__free_page(source);
}

/* A TD is gone with its TDX module: calls for it get errors. */
static void td_dies_with_the_module(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_reset(NULL), 0);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_track(0, td->tdr), 0xc000050500000000);
	forget_td();
}

static void init_lp(void *failures)
{
	if (tdxcall_tdh_sys_lp_init(0, NULL))
		atomic_inc(failures);
}

/* After an update of the TDX module the TD is still there, and can be taken down. */
static void td_outlives_an_update(struct kunit *test)
{
	atomic_t failures = ATOMIC_INIT(0);

	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
	KUNIT_EXPECT_EQ(test, tdxcall_emu_inject_command("update"), -EINVAL);
	KUNIT_ASSERT_EQ(test, tdxcall_tdh_sys_shutdown(0, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_track(0, td->tdr), 0xc000050600000000);
	KUNIT_ASSERT_EQ(test, tdxcall_emu_inject_command("update"), 0);

	KUNIT_ASSERT_EQ(test, tdxcall_tdh_sys_init(0, 0, 0, 0, NULL), 0);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_sys_update(0, 0, 0), 0xc000050800000000);
	on_each_cpu(init_lp, &failures, true);
	KUNIT_ASSERT_EQ(test, atomic_read(&failures), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_tdh_sys_update(0, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, tdxcall_tdh_mem_track(0, td->tdr), 0);
	KUNIT_EXPECT_EQ(test, td_destroy(td), 0);
	KUNIT_EXPECT_EQ(test, td->lost, 0);
}

struct vcpu_call {
	tdx_tdvpr_t vcpu;
	u64 field, value, mask;	/* @mask 0: a read */
	u64 status;
};

static void make_vcpu_call(void *data)
{
	struct vcpu_call *call = data;
	struct tdh_vp_rd_out out;

	if (call->mask) {
		call->status = tdxcall_tdh_vp_wr(0, call->vcpu, FIELD(call->field), call->value,
						 call->mask, NULL);
	} else {
		call->status = tdxcall_tdh_vp_rd(0, 0, call->vcpu, FIELD(call->field), &out);
		call->value = out.value;
	}
}

/* What KVM does to a vCPU before it first enters it: posted interrupts, in this order. */
static void td_takes_vcpu_fields_of_kvm(struct kunit *test)
{
	struct vcpu_call calls[] = {
		{ .field = 0x0000000100000002, .value = 0xf2, .mask = 0xffff },	/* vector */
		{ .field = 0x0000000300002016, .value = 0x10000, .mask = ~0ULL },/* descriptor */
		{ .field = 0x0000000200004000, .value = BIT(7), .mask = BIT(7) },/* control */
		{ .field = 0x0000000100000002 },
		{ .field = 0x9100000300000100, .value = 1 },	/* VCPU_STATE_DETAILS */
	};

	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	KUNIT_ASSERT_EQ(test, td_build(td, &platform, &small), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(calls); i++) {
		calls[i].vcpu = td->vcpu[0].tdvpr;
		td_on_cpu(td->vcpu[0].cpu, make_vcpu_call, &calls[i]);
		KUNIT_EXPECT_EQ_MSG(test, calls[i].status, 0, "field 0x%llx", calls[i].field);
	}
	KUNIT_EXPECT_EQ(test, calls[3].value, 0xf2);
	/* No interrupt is pending. */
	KUNIT_EXPECT_EQ(test, calls[4].value, 0);
	KUNIT_EXPECT_EQ(test, td_destroy(td), 0);
}

/* Fields that Linux from 6.13 on reads before it uses a TDX module of 1.5. */
static void platform_has_fields_of_linux(struct kunit *test)
{
	static const u64 fields[] = {
		0x0800000100000003, 0x0800000100000004, 0x0a00000300000008, 0x9000000100000000,
		0x9000000300000080, 0x9000000300000100, 0x9100000100000008, 0x9100000100000009,
		0x9100000100000010, 0x9100000100000011, 0x9100000100000012, 0x9800000100000000,
		0x9800000100000100, 0x9800000100000200, 0x1900000300000000, 0x1900000300000001,
		0x1900000300000002, 0x1900000300000003, 0x9900000100000004, 0x9900000300000400,
		0x9900000300000500,
	};

	KUNIT_ASSERT_EQ(test, td_platform_start(&platform), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(fields); i++)
		KUNIT_EXPECT_EQ_MSG(test, tdxcall_tdh_sys_rd(0, FIELD(fields[i]), NULL), 0,
				    "field 0x%llx", fields[i]);
}

static struct kunit_case td_cases[] = {
	KUNIT_CASE(td_is_built_and_taken_down),
	KUNIT_CASE(td_has_every_kind_of_page),
	KUNIT_CASE(td_flushes_and_clears_each_page),
	KUNIT_CASE(td_gets_the_last_keyid),
	KUNIT_CASE(td_survives_faults),
	KUNIT_CASE(td_survives_contention),
	KUNIT_CASE(td_is_taken_down_by_a_killed_task),
	KUNIT_CASE(tds_are_built_at_once),
	KUNIT_CASE(td_may_be_damaged),
	KUNIT_CASE(td_dies_with_the_module),
	KUNIT_CASE(td_outlives_an_update),
	KUNIT_CASE(td_takes_vcpu_fields_of_kvm),
	KUNIT_CASE(platform_has_fields_of_linux),
	{}
};

struct kunit_suite td_suite = {
	.name = "tdxcall_td",
	.init = td_test_init,
	.exit = td_test_exit,
	.test_cases = td_cases,
};
