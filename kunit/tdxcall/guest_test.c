// SPDX-License-Identifier: GPL-2.0
/* In a TD: real TDCALLs, answered by the TDX module that runs it. */
#include <linux/io.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/cpufeature.h>

#include <tdxcall/tdxcall.h>
#include "core/call/core.h"
#include "kunit/operands.h"
#include "kunit/suites.h"
#include "module/tdxcall/internal.h"

#define OPERAND_INVALID_RCX		0xc000010000000001
#define OPERAND_INVALID_RDX		0xc000010000000002
#define INVALID_REPORTMACSTRUCT		0xc000100100000000
#define METADATA_FIELD_ID_INCORRECT	0xc0000c0000000000

#define FIELD_ATTRIBUTES	0x1110000300000000
#define FIELD_XFAM		0x1110000300000001
#define FIELD_RTMR3		0x1310000300000052
#define RTMR_WORDS		6

/* Offsets of a TDREPORT. */
#define REPORT_TYPE		0
#define REPORT_DATA		128
#define REPORT_ATTRIBUTES	512
#define REPORT_XFAM		520
#define REPORT_RTMR3		864

struct guest {
	u8 data[CORE_REPORT_DATA_BYTES];
	u8 *report;	/* a page: aligned as TDX wants it */
};

static struct guest guest;

static int guest_init(struct kunit *test)
{
	if (!cpu_feature_enabled(X86_FEATURE_TDX_GUEST))
		kunit_skip(test, "this is no TD");
	for (unsigned int i = 0; i < sizeof(guest.data); i++)
		guest.data[i] = 0x80 + i;
	guest.report = (u8 *)get_zeroed_page(GFP_KERNEL);
	return guest.report ? 0 : -ENOMEM;
}

static void guest_exit(struct kunit *test)
{
	free_page((unsigned long)guest.report);
	guest.report = NULL;
}

static u64 word_of_report(unsigned int offset)
{
	u64 word;

	memcpy(&word, guest.report + offset, sizeof(word));
	return word;
}

static u64 field(struct kunit *test, u64 id)
{
	struct tdg_vm_rd_out out = {};

	KUNIT_EXPECT_EQ(test, tdxcall_tdg_vm_rd(0, 0, FIELD(id), &out), 0);
	return out.value;
}

static void guest_is_identified(struct kunit *test)
{
	struct core_identity *id = kunit_kzalloc(test, sizeof(*id), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, id);
	tdxcall_identify(id, UINT_MAX);
	KUNIT_EXPECT_EQ(test, id->machine.role, CORE_ROLE_GUEST);
	KUNIT_EXPECT_STREQ(test, id->probe, "TDG.VP.INFO");
	KUNIT_EXPECT_EQ(test, id->probe_status, 0);
	KUNIT_EXPECT_EQ(test, id->vendor.status, 0);
	KUNIT_EXPECT_EQ(test, id->vendor.value, 0x8086);
	KUNIT_EXPECT_GT(test, id->fields, 0);
}

static void guest_knows_itself(struct kunit *test)
{
	struct tdg_vp_info_out info = {};

	KUNIT_EXPECT_EQ(test, tdxcall_tdg_vp_info(0, &info), 0);
	KUNIT_EXPECT_TRUE(test, info.gpa_width == 48 || info.gpa_width == 52);
	KUNIT_EXPECT_GE(test, info.num_vcpus, num_online_cpus());
	KUNIT_EXPECT_GE(test, info.max_vcpus, info.num_vcpus);
	KUNIT_EXPECT_LT(test, info.vcpu_index, info.num_vcpus);
	KUNIT_EXPECT_EQ(test, info.attributes, field(test, FIELD_ATTRIBUTES));
	/* x87 and SSE, which every TD has. */
	KUNIT_EXPECT_EQ(test, field(test, FIELD_XFAM) & 3, 3);
}

static void guest_reports_on_itself(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, tdxcall_make_report(guest.data, guest.report), 0);
	KUNIT_EXPECT_EQ(test, guest.report[REPORT_TYPE], 0x81);
	KUNIT_EXPECT_MEMEQ(test, guest.report + REPORT_DATA, guest.data, sizeof(guest.data));
	KUNIT_EXPECT_EQ(test, word_of_report(REPORT_ATTRIBUTES), field(test, FIELD_ATTRIBUTES));
	KUNIT_EXPECT_EQ(test, word_of_report(REPORT_XFAM), field(test, FIELD_XFAM));
	for (unsigned int i = 0; i < RTMR_WORDS; i++)
		KUNIT_EXPECT_EQ(test, word_of_report(REPORT_RTMR3 + 8 * i),
				field(test, FIELD_RTMR3 + i));
}

/* The MAC covers the fields behind it. */
static void guest_report_has_a_good_mac(struct kunit *test)
{
	tdx_guest_buffer_t mac = { virt_to_phys(guest.report) };

	KUNIT_ASSERT_EQ(test, tdxcall_make_report(guest.data, guest.report), 0);
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_mr_verifyreport(0, mac), 0);
	guest.report[REPORT_DATA] ^= 1;
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_mr_verifyreport(0, mac), INVALID_REPORTMACSTRUCT);
	guest.report[REPORT_DATA] ^= 1;
	guest.report[255] ^= 0x80;
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_mr_verifyreport(0, mac), INVALID_REPORTMACSTRUCT);
}

static void guest_bad_operands_are_named(struct kunit *test)
{
	phys_addr_t at = virt_to_phys(guest.report);
	struct tdg_vm_rd_out out;

	KUNIT_EXPECT_EQ(test, tdxcall_tdg_mr_report(0, GUEST_BUFFER(at + 64), GUEST_BUFFER(at), 0),
			OPERAND_INVALID_RCX);
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_mr_report(0, GUEST_BUFFER(at), GUEST_BUFFER(at + 8), 0),
			OPERAND_INVALID_RDX);
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_vm_rd(0, 0, FIELD(FIELD_ATTRIBUTES | 0xffff), &out),
			METADATA_FIELD_ID_INCORRECT);
}

/* SHA-384 of 48 zero bytes followed by 00 01 .. 2f. */
static const u8 extended_once[] = {
	0xfe, 0x83, 0xf7, 0x42, 0xd1, 0xca, 0xb5, 0xc7, 0x09, 0xa0, 0xc4, 0x24,
	0x72, 0x98, 0x31, 0xfb, 0xff, 0x9b, 0x5b, 0xb9, 0x74, 0x8a, 0x61, 0x8f,
	0x0b, 0x6e, 0xa0, 0x4f, 0xe1, 0xfd, 0xe4, 0xd5, 0x46, 0xf4, 0x04, 0x0e,
	0x7f, 0xc9, 0x58, 0x7b, 0x2e, 0x6b, 0xad, 0xad, 0xa6, 0xc9, 0x41, 0xb0,
};

static void guest_extends_an_rtmr(struct kunit *test)
{
	tdx_guest_buffer_t data = { virt_to_phys(guest.report) };

	KUNIT_ASSERT_EQ(test, tdxcall_make_report(guest.data, guest.report), 0);
	if (memchr_inv(guest.report + REPORT_RTMR3, 0, sizeof(extended_once)))
		kunit_skip(test, "RTMR3 was extended before: what comes of it is not known here");

	memset(guest.report, 0, PAGE_SIZE);
	for (unsigned int i = 0; i < sizeof(extended_once); i++)
		guest.report[i] = i;
	KUNIT_EXPECT_EQ(test, tdxcall_tdg_mr_rtmr_extend(0, data, 3), 0);
	KUNIT_ASSERT_EQ(test, tdxcall_make_report(guest.data, guest.report), 0);
	KUNIT_EXPECT_MEMEQ(test, guest.report + REPORT_RTMR3, extended_once,
			   sizeof(extended_once));
}

/* GetTdVmCallInfo, which every VMM implements. */
static void guest_asks_its_vmm(struct kunit *test)
{
	const struct tdx_regs in = {};
	struct tdx_vmcall_result result;
	struct tdx_regs out;

	result = tdxcall_vmcall(0x10000, &in, &out);
	KUNIT_EXPECT_EQ(test, result.rax, 0);
	KUNIT_EXPECT_EQ(test, result.r10, 0);
}

static struct kunit_case guest_cases[] = {
	KUNIT_CASE(guest_is_identified),
	KUNIT_CASE(guest_knows_itself),
	KUNIT_CASE(guest_reports_on_itself),
	KUNIT_CASE(guest_report_has_a_good_mac),
	KUNIT_CASE(guest_bad_operands_are_named),
	KUNIT_CASE(guest_extends_an_rtmr),
	KUNIT_CASE(guest_asks_its_vmm),
	{}
};

struct kunit_suite guest_suite = {
	.name = "tdxcall_guest",
	.init = guest_init,
	.exit = guest_exit,
	.test_cases = guest_cases,
};
