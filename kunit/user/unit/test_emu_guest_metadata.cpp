// SPDX-License-Identifier: GPL-2.0
//
// What a guest reads and writes of metadata: of its TD, its vCPU and the platform.  From
// semantics.md, sections 9, 10 and 14, and the columns guest_* of metadata_*.tsv.

#include "test_emu_guest.hpp"

namespace {

using namespace test;
namespace field = tdx::emu::vcpu_field;

constexpr u64 id_incorrect = raw(0xc0000c00);
constexpr u64 not_writable = raw(0xc0000c01);
constexpr u64 not_readable = raw(0xc0000c02);
constexpr u64 value_not_valid = raw(0xc0000c03);
constexpr u64 first_field = raw(0x00000c0b);
constexpr u64 no_field = ~0ULL;

constexpr u64 vm_rd_v1 = 0x10007;

constexpr u64 attributes = 0x1110000300000000;
constexpr u64 num_tdcx = 0x8010000200000002;
constexpr u64 td_uuid = 0x8010000300000020;
constexpr u64 servtd_table = 0x9910000300000080;
constexpr u64 notify_enables = 0x9110000300000010;
constexpr u64 config_flags = 0x1110000300000016;
constexpr u64 td_ctls = 0x1110000300000017;

constexpr u64 vcpu_index = 0xa020000200000002;
constexpr u64 supervisor_ve = 0xa020000000000007;
constexpr u64 user_ve = 0xa020000000000008;
constexpr u64 l2_ctls = 0xa020000300000050;
constexpr u64 tsc_deadline = 0xa020000300000058;
constexpr u64 cpuid_control = 0xa120000000000000;
constexpr u64 msr_bitmaps = 0x2520000300000000;

struct GuestMetadata : RunningTd {
	explicit GuestMetadata(TdOptions options = {}) : RunningTd{options} {}

	static u64 number(GuestLeaf leaf) { return static_cast<u64>(leaf); }
	void expect_read(u64 rax, u64 id, u64 value, u64 next)
	{
		expect(rax, {.rdx = id, .r8 = other_value, .r9 = other_value}, 0,
			{.rdx = next, .r8 = value, .r9 = other_value});
	}
	void expect_no_read(u64 rax, u64 id, u64 status, u64 next = no_field)
	{
		expect(rax, {.rdx = id, .r8 = other_value}, status, {.rdx = next});
	}
	void expect_write(GuestLeaf leaf, u64 id, u64 value, u64 mask, u64 old)
	{
		expect(leaf, {.rdx = id, .r8 = value, .r9 = mask}, 0,
			{.rdx = id, .r8 = old, .r9 = mask});
	}
	void expect_no_write(GuestLeaf leaf, u64 id, u64 value, u64 mask, u64 status)
	{
		expect(leaf, {.rdx = id, .r8 = value, .r9 = mask}, status, {.rdx = id, .r9 = mask});
	}
	// All that reading on from the null id comes to.
	std::vector<u64> walk(u64 rax)
	{
		std::vector<u64> ids;
		emu_regs regs{tdcall(rax, {.rdx = no_field})};
		EXPECT_EQ(regs.rax, first_field);
		while (regs.gpr.rdx != no_field && ids.size() < 2000) {
			ids.push_back(regs.gpr.rdx);
			regs = tdcall(rax, {.rdx = ids.back()});
			EXPECT_EQ(regs.rax, 0u) << std::hex << ids.back();
		}
		return ids;
	}
};

TEST_F(GuestMetadata, OfTheTd)
{
	td.control().attributes = 0x10000001;
	enter();
	u64 const vm_rd{number(GuestLeaf::VmRd)};
	// Version 0 says nothing of what comes next.
	expect_read(vm_rd, attributes, 0x10000001, attributes);
	expect_read(vm_rd_v1, attributes, 0x10000001, attributes + 1);
	// Size, context and other bits that do not count.
	expect_read(vm_rd, 0x9120000000000000, 0x10000001, 0x9120000000000000);
	expect_read(vm_rd_v1, td_uuid + 3, td.root().uuid[3], 0x9010000200000001);
	// The last one.
	EXPECT_EQ(tdcall(vm_rd_v1, {.rdx = servtd_table}).rax, 0u);

	expect(0x20007, {.rdx = attributes}, raw(0xc0000100, 0), {.rdx = no_field});
	expect(vm_rd, {.rcx = 1, .rdx = attributes, .r8 = other_value}, raw(0xc0000100, rcx),
		{.rcx = 1, .rdx = attributes});
	expect(vm_rd_v1, {.rcx = 1, .rdx = attributes}, raw(0xc0000100, rcx),
		{.rcx = 1, .rdx = no_field});
	expect_no_read(vm_rd_v1, no_field, first_field, td_uuid);
	expect_no_read(vm_rd, no_field, id_incorrect);
	for (u64 const bad : {attributes | 1ULL << 38, attributes | 1ULL << 34,
		     attributes | 1ULL << 55, u64{0x1110000300ffffff}, u64{0x2510000300000000}}) {
		expect_no_read(vm_rd, bad, id_incorrect, bad);
		expect_no_read(vm_rd_v1, bad, id_incorrect);
	}
	// Whatever the host of a debug TD may.
	expect_no_read(vm_rd, num_tdcx, not_readable, num_tdcx);
	expect_no_read(vm_rd_v1, 0x9110000300000011, not_readable);
	expect_no_read(vm_rd_v1, 0x9410000300000000, not_readable);
}

// The rows whose guest_rd is not 0, all elements of them.
TEST_F(GuestMetadata, OfTheTdInOrder)
{
	std::vector<u64> ids;
	auto const row = [&](u64 id, u64 elements) {
		for (u64 i = 0; i < elements; i++)
			ids.push_back(id + i);
	};
	row(td_uuid, 4);
	row(0x9010000200000001, 1); // NUM_VCPUS
	row(0x9010000100000005, 1); // NUM_L2_VMS
	row(attributes, 2);         // and XFAM
	row(0x1110000200000002, 1); // MAX_VCPUS
	row(0x1110000000000003, 1); // GPAW
	row(0x111000010000000c, 1); // TSC_FREQUENCY
	row(notify_enables, 1);
	row(config_flags, 1);
	row(td_ctls, 1);
	row(0x1310000300000000, 6);  // MRTD
	row(0x1310000300000010, 6);  // MRCONFIGID
	row(0x1310000300000018, 6);  // MROWNER
	row(0x1310000300000020, 6);  // MROWNERCONFIG
	row(0x1310000300000040, 24); // RTMR
	row(0x9810000300000040, 4);  // PRE_IMPORT_UUID
	row(0x9910000300000000, 6);  // SERVTD_HASH
	row(0x9910000100000006, 1);  // SERVTD_NUM
	row(servtd_table, 16);
	enter();
	EXPECT_EQ(walk(vm_rd_v1), ids);
}

TEST_F(GuestMetadata, WritesOfTheTd)
{
	constexpr GuestLeaf vm_wr{GuestLeaf::VmWr};
	enter();
	expect_write(vm_wr, notify_enables, 1, 1, 0);
	expect_write(vm_wr, notify_enables, 0xfe, 1, 1);
	expect_write(vm_wr, notify_enables, 1, ~0ULL, 0);
	expect_no_write(vm_wr, notify_enables, 3, ~0ULL, value_not_valid);
	expect_no_write(vm_wr, notify_enables, 2, 2, not_writable);
	expect_no_write(vm_wr, notify_enables, 1, 0, not_writable);
	expect_no_write(vm_wr, attributes, 1, ~0ULL, not_writable);
	expect_no_write(vm_wr, 0x9110000300000012, 1, 1, not_writable); // VM_CTLS is the host's
	expect_no_write(vm_wr, no_field, 1, 1, id_incorrect);
	expect(vm_wr, {.rcx = 1, .rdx = notify_enables, .r8 = 1}, raw(0xc0000100, rcx),
		{.rcx = 1, .rdx = notify_enables});
	EXPECT_EQ(td.control().notify_enables, 1u);

	emu_fault const busy{.kind = EMU_FAULT_BUSY, .subject = 176, .times = 1};
	ASSERT_EQ(emu_inject(on.machine.module(), &busy), 0);
	expect_no_write(vm_wr, notify_enables, 0, 1, raw(0x80000200, 176));
}

// Whether pending pages are #VE is the guest's choice only where the host says so.
TEST_F(GuestMetadata, PendingVeDisable)
{
	constexpr u64 flexible{2};
	constexpr GuestLeaf vm_wr{GuestLeaf::VmWr};
	enter();
	expect_no_write(vm_wr, td_ctls, 1, 1, value_not_valid);
	expect_write(vm_wr, td_ctls, 0, 1, 0); // as it is
	td.control().config_flags = td.control().config_flags | flexible;
	expect_write(vm_wr, td_ctls, 1, 1, 0);
	EXPECT_EQ(td.control().td_ctls, 1u);
	expect_no_write(vm_wr, td_ctls, 3, 3, value_not_valid);
	expect_no_write(vm_wr, td_ctls, 2, 2, not_writable);
	expect_write(vm_wr, td_ctls, 0, ~0ULL, 1);
}

TEST_F(GuestMetadata, OfTheVcpu)
{
	constexpr GuestLeaf vp_wr{GuestLeaf::VpWr};
	u64 const vp_rd{number(GuestLeaf::VpRd)};
	vcpu_field<u32>(field::vcpu_index) = 3;
	enter();
	expect_read(vp_rd, vcpu_index, 3, supervisor_ve);
	expect(vp_rd, {.rcx = 1, .rdx = vcpu_index}, raw(0xc0000100, rcx),
		{.rcx = 1, .rdx = no_field});
	expect_no_read(vp_rd, no_field, first_field, vcpu_index);
	expect_no_read(vp_rd, vcpu_index | 1ULL << 38, id_incorrect);
	expect_no_read(vp_rd, msr_bitmaps, id_incorrect); // no L2 VM
	expect_no_read(vp_rd, 0x1020000300000000, not_readable);
	expect_no_read(vp_rd, 0x0020000300006800, not_readable);
	expect(0x10009, {.rdx = vcpu_index}, raw(0xc0000100, 0), {.rdx = vcpu_index});

	ASSERT_EQ(tdcall(5, {.rcx = 3}).rax, 0u); // TDG.VP.CPUIDVE.SET
	expect_read(vp_rd, supervisor_ve, 1, user_ve);
	expect_read(vp_rd, user_ve, 1, l2_ctls);
	expect_write(vp_wr, user_ve, 0, ~0ULL, 1);
	EXPECT_EQ(vcpu_field<u8>(field::cpuid_user_ve), 0);
	expect_write(vp_wr, cpuid_control + 127, 3, 3, 0);
	expect_write(vp_wr, cpuid_control + 127, 0, 2, 3);
	expect_read(vp_rd, cpuid_control + 127, 1, no_field);
	expect_no_write(vp_wr, cpuid_control, 7, 7, value_not_valid);
	expect_no_write(vp_wr, cpuid_control, 4, 4, not_writable);
	expect_no_write(vp_wr, vcpu_index, 1, ~0ULL, not_writable);
	expect_no_write(vp_wr, 0x202000000000000b, 1, 1, not_writable); // PEND_NMI
	expect(vp_wr, {.rcx = 1, .rdx = user_ve, .r8 = 1}, raw(0xc0000100, rcx),
		{.rcx = 1, .rdx = user_ve});
	expect_no_write(vp_wr, no_field, 1, 1, id_incorrect);

	std::vector<u64> ids{vcpu_index, supervisor_ve, user_ve};
	for (u64 i = 0; i < 4; i++)
		ids.push_back(l2_ctls + i);
	for (u64 i = 0; i < 4; i++)
		ids.push_back(tsc_deadline + i);
	for (u64 i = 0; i < 128; i++)
		ids.push_back(cpuid_control + i);
	EXPECT_EQ(walk(vp_rd), ids);
}

struct MetadataOfAnL1 : GuestMetadata {
	MetadataOfAnL1() : GuestMetadata{{.l2_vms = 1}} {}
};

TEST_F(MetadataOfAnL1, Controls)
{
	constexpr GuestLeaf vp_wr{GuestLeaf::VpWr};
	enter();
	for (u64 const vm : {0, 1, 3}) {
		expect_write(vp_wr, l2_ctls + vm, 7, 7, 0);
		expect_read(number(GuestLeaf::VpRd), l2_ctls + vm, 7,
			vm == 3 ? tsc_deadline : l2_ctls + vm + 1);
	}
	expect_no_write(vp_wr, l2_ctls, 8, 8, not_writable);
}

// The TD's own deadline is in its TSC, which began at MNG.INIT and runs at 1 GHz.
TEST_F(MetadataOfAnL1, TscDeadline)
{
	constexpr GuestLeaf vp_wr{GuestLeaf::VpWr};
	constexpr u64 none{~0ULL};
	auto const shadow = [&](u32 vm) -> u64 & {
		return vcpu_field<u64>(field::shadow_tsc_deadline, vm);
	};
	enter();
	// Of L1 itself, and of a VM that is not there, nothing comes of it.
	for (u32 const vm : {0, 2}) {
		shadow(vm) = other_value;
		expect_write(vp_wr, tsc_deadline + vm, 5, ~0ULL, vm ? 0 : none);
		EXPECT_EQ(shadow(vm), other_value);
	}
	u64 const before{__builtin_ia32_rdtsc()};
	expect_write(vp_wr, tsc_deadline + 1, 0, ~0ULL, none); // passed already
	EXPECT_GE(shadow(1), before);
	EXPECT_LE(shadow(1), __builtin_ia32_rdtsc());

	// Half of the frequency: a tick of the TD is two of the CPU.
	td.control().tsc_multiplier = 1ULL << 47;
	td.control().tsc_offset = 0 - (before >> 1);
	constexpr u64 later{1ULL << 40};
	expect_write(vp_wr, tsc_deadline + 1, later, ~0ULL, 0);
	EXPECT_EQ(shadow(1), ((before >> 1) + later) << 1);
	// More than a TSC can tell, and so far that it looks like before now.
	for (u64 const far : {1ULL << 63, (1ULL << 62) + later})
		expect_no_write(vp_wr, tsc_deadline + 1, far, ~0ULL, raw(0xc0000100));
	EXPECT_EQ(shadow(1), ((before >> 1) + later) << 1);
	expect_write(vp_wr, tsc_deadline + 1, none, ~0ULL, later);
}

// L1 sees its own bitmaps; the CPU goes by those of the TD as well.
TEST_F(MetadataOfAnL1, MsrBitmaps)
{
	constexpr u32 used_page{7}, shadow_page{8};
	auto *const of_td = static_cast<u64 *>(host::at(td.tdcs[2]));
	enter();
	vcpu_word(shadow_page, 5) = 0xf0;
	vcpu_word(used_page, 5) = 0xff;
	of_td[5] = 0x0f;
	expect_read(number(GuestLeaf::VpRd), msr_bitmaps + 5, 0xf0, msr_bitmaps + 6);
	expect_write(GuestLeaf::VpWr, msr_bitmaps + 5, 0x30, 0xff, 0xf0);
	EXPECT_EQ(vcpu_word(shadow_page, 5), 0x30u);
	EXPECT_EQ(vcpu_word(used_page, 5), 0x3fu);
	expect_no_read(number(GuestLeaf::VpRd), msr_bitmaps | 8ULL << 56, id_incorrect); // VM 2
}

TEST_F(GuestMetadata, OfThePlatform)
{
	u64 const sys_rd{number(GuestLeaf::SysRd)};
	enter();
	expect_no_read(sys_rd, no_field, first_field, 0x0800000200000000);
	expect_read(sys_rd, 0x0800000200000000, 0x8086, 0x0800000100000003);
	expect_read(sys_rd, 0x0800000100000003, 5, 0x0800000100000004);
	expect_read(sys_rd, 0xa200000100000000, 0x807f, no_field);
	// What the host may read is not all for guests.
	expect_no_read(sys_rd, 0x9100000100000008, not_readable);
	expect_no_read(sys_rd, 0x0800000200ffffff, id_incorrect);
	expect_no_read(sys_rd, 0x0800004200000000, id_incorrect);
	expect(0x1000b, {.rdx = no_field}, raw(0xc0000100, 0), {.rdx = no_field});
	EXPECT_EQ(walk(sys_rd).size(), 12u);
}

TEST_F(GuestMetadata, ListOfThePlatform)
{
	constexpr GuestLeaf rdall{GuestLeaf::SysRdall};
	constexpr u64 gpa{0x4000};
	constexpr u64 headers[]{0x0800000200000000, 0x0800004100000003, 0x0a00000200000000,
		0x0a00000000000001, 0x0a00000300000008, 0xa000000300000000, 0x200000c100000001,
		0xa200000100000000};
	auto *const page = static_cast<u64 *>(host::at(map(gpa)));
	page[21] = other_value;
	enter();
	auto const answer = [&](u64 list, u64 from, u64 status, u64 next) {
		expect(rdall, {.rdx = list, .r8 = from}, status, {.rdx = list, .r8 = next});
	};
	answer(gpa | 8, no_field, raw(0xc0000100, rdx), no_field);
	answer(1ULL << 47 | gpa, no_field, raw(0xc0000100, rdx), no_field);
	answer(1ULL << 52, no_field, raw(0xc0000100, rdx), no_field);
	answer(gpa, 0x0800000200ffffff, id_incorrect, no_field);
	answer(gpa, 0x0800000300000000, id_incorrect, no_field); // another size
	EXPECT_EQ(page[0], 0u);

	answer(gpa, no_field, 0, no_field);
	EXPECT_EQ(page[0], 8u << 16 | 168);
	u32 at{1};
	for (u64 const header : headers) {
		EXPECT_EQ(page[at], header);
		at += 2 + static_cast<u32>(header >> 38 & 0x1ff);
	}
	EXPECT_EQ(at, 21u);
	EXPECT_EQ(page[2], 0x8086u);
	EXPECT_EQ(page[20], 0x807fu);
	EXPECT_EQ(page[21], other_value);

	answer(gpa, 0xa200000100000000, 0, no_field);
	EXPECT_EQ(page[0], 1u << 16 | 24);
	EXPECT_EQ(page[1], 0xa200000100000000);
	EXPECT_EQ(page[2], 0x807fu);

	// A page that is not there.
	emu_regs const out{tdcall(number(rdall), {.rdx = 0x5000, .r8 = no_field}, EMU_EXITED)};
	EXPECT_EQ(out.rax, 48u);
	EXPECT_EQ(out.gpr.rcx, 3u);
	EXPECT_EQ(out.gpr.r8, 0x5000u);
}

} // namespace
