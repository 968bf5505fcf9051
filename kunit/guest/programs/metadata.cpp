// SPDX-License-Identifier: GPL-2.0
//
// Metadata as a guest sees it: TDG.VM.RD and WR, VP.RD and WR, SYS.RD and RDALL.
#include "asm/call.h"
#include "core/call/core.h"
#include "core/call/leaves.h"
#include "runtime/facts.hpp"
#include "runtime/memory.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u64 null_id = ~0ULL;

// Of a TD.
constexpr u64 td_uuid = 0x8010000300000020;
constexpr u64 num_vcpus = 0x9010000200000001;
constexpr u64 num_l2_vms = 0x9010000100000005;
constexpr u64 attributes = 0x1110000300000000;
constexpr u64 xfam = 0x1110000300000001;
constexpr u64 max_vcpus_field = 0x1110000200000002;
constexpr u64 gpaw = 0x1110000000000003;
constexpr u64 tsc_frequency = 0x111000010000000c;
constexpr u64 notify_enables = 0x9110000300000010;
constexpr u64 hp_lock_timeout = 0x9110000300000011;
constexpr u64 config_flags = 0x1110000300000016;
constexpr u64 td_ctls = 0x1110000300000017;
constexpr u64 mrtd = 0x1310000300000000;

// Of a vCPU.
constexpr u64 vcpu_index = 0xa020000200000002;
constexpr u64 cpuid_supervisor_ve = 0xa020000000000007;
constexpr u64 cpuid_user_ve = 0xa020000000000008;
constexpr u64 cpuid_control = 0xa120000000000000;
constexpr u64 pend_nmi = 0x202000000000000b;
constexpr u64 guest_rip = 0x002400030000681e;

// Of the platform.
constexpr u64 vendor_id = 0x0800000200000000;
constexpr u64 minor_version = 0x0800000100000003;
constexpr u64 major_version = 0x0800000100000004;
constexpr u64 l2_gpa_attr_mask = 0xa200000100000000;
constexpr u64 num_cmrs = 0x9000000100000000;

struct Answer {
	u64 status, rdx, r8;
};

Answer call(u64 leaf, u64 rcx_in, u64 id, u64 value = 0x88, u64 mask = 0)
{
	tdx_regs_small out{};
	u64 const status{tdx_tdcall_small(leaf, &out, id, rcx_in, value, mask)};

	return {status, out.rdx, out.r8};
}

Answer vm_rd(u64 id)
{
	return call(7, 0, id);
}

Answer vm_rd_next(u64 id)
{
	return call(7 | 1 << 16, 0, id);
}

Answer vm_wr(u64 id, u64 value, u64 mask)
{
	return call(8, 0, id, value, mask);
}

Answer vp_rd(u64 id)
{
	return call(9, 0, id);
}

Answer vp_wr(u64 id, u64 value, u64 mask)
{
	return call(10, 0, id, value, mask);
}

Answer sys_rd(u64 id)
{
	return call(11, 0, id);
}

u64 td_field(u64 id)
{
	return vm_rd(id).r8;
}

// Reads all readable elements in turn, from the null id on.
u32 count(Answer (*read)(u64))
{
	constexpr u32 most{4000};
	u64 id{read(null_id).rdx};
	u32 elements{0};

	for (; id != null_id && elements < most; elements++) {
		Answer const one{read(id)};
		if (one.status)
			break;
		id = one.rdx;
	}
	expect_equal("the id behind the last element", id, null_id);
	return elements;
}

alignas(page_bytes) u64 list[page_bytes / 8];

} // namespace

GUEST_TEST(vm_rd_tells_the_td)
{
	u32 eax{0x15}, ebx, ecx{0}, edx;

	asm volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
	EXPECT_EQ(td_field(attributes), td_attributes);
	EXPECT_EQ(td_field(xfam), 7);
	EXPECT_EQ(td_field(num_vcpus), vcpus());
	EXPECT_EQ(td_field(max_vcpus_field), vcpus());
	EXPECT_EQ(td_field(gpaw), 0);
	EXPECT_EQ(td_field(num_l2_vms), 0);
	EXPECT_EQ(td_field(tsc_frequency), ebx);
	EXPECT_EQ(td_field(config_flags), 4); // NO_RBP_MOD
	EXPECT_EQ(td_field(td_ctls), 1);      // by SEPT_VE_DISABLE
	EXPECT(td_field(mrtd) && td_field(td_uuid));
}

GUEST_TEST(vm_rd_version_0_leaves_the_id)
{
	EXPECT_EQ(vm_rd(attributes).rdx, attributes);
	EXPECT_EQ(vm_rd(null_id).status, field_id_incorrect);
	EXPECT_EQ(vm_rd(null_id).rdx, null_id);
	EXPECT_EQ(vm_rd(null_id).r8, 0);
}

GUEST_TEST(vm_rd_version_1_gives_the_next_id)
{
	EXPECT_EQ(vm_rd_next(null_id).status, first_field_in_context);
	EXPECT_EQ(vm_rd_next(null_id).rdx, td_uuid);
	EXPECT_EQ(vm_rd_next(null_id).r8, 0);
	EXPECT_EQ(vm_rd_next(attributes).status, 0);
	EXPECT_EQ(vm_rd_next(attributes).rdx, xfam);
	EXPECT_EQ(vm_rd_next(attributes).r8, td_attributes);
	EXPECT_EQ(vm_rd_next(hp_lock_timeout).status, field_not_readable);
	EXPECT_EQ(vm_rd_next(hp_lock_timeout).rdx, null_id);
}

// TD_UUID 4, 11 words, MRTD, MRCONFIGID, MROWNER, MROWNERCONFIG, 4 RTMRs of 6 each, PRE_IMPORT_UUID
// 4, SERVTD_HASH 6, SERVTD_NUM 1, SERVTD_BINDINGS_TABLE 16.
GUEST_TEST(vm_rd_walks_over_all_that_a_guest_may_read)
{
	EXPECT_EQ(count(vm_rd_next), 4 + 10 + 8 * 6 + 4 + 6 + 1 + 16);
}

GUEST_TEST(vm_rd_refuses)
{
	EXPECT_EQ(call(7, 1, attributes).status, operand_invalid | rcx);
	EXPECT_EQ(call(7, 1ULL << 63, attributes).status, operand_invalid | rcx);
	EXPECT_EQ(call(7, 1, attributes).r8, 0);
	EXPECT_EQ(vm_rd(hp_lock_timeout).status, field_not_readable);
	EXPECT_EQ(vm_rd(hp_lock_timeout).r8, 0);
	EXPECT_EQ(vm_rd(attributes | 0xffffff).status, field_id_incorrect);
	// Reserved bits, and numbers of elements and fields.
	for (u32 const bit : {24, 31, 34, 37, 38, 46, 47, 49, 55, 62})
		EXPECT_EQ(vm_rd(attributes | 1ULL << bit).status, field_id_incorrect);
	// Ignored: size, step, mask, context and bit 63.
	EXPECT_EQ(vm_rd(0x9100000000000010).status, 0);
	EXPECT_EQ(vm_rd((attributes & ~(7ULL << 52)) | 2ULL << 52 | 1ULL << 63).r8, td_attributes);
}

GUEST_TEST(vm_wr_changes_what_a_guest_may)
{
	EXPECT_EQ(td_field(notify_enables), 0);
	EXPECT_EQ(vm_wr(notify_enables, 1, ~0ULL & 1).status, 0);
	EXPECT_EQ(td_field(notify_enables), 1);
	EXPECT_EQ(vm_wr(notify_enables, 0, ~0ULL).r8, 1);
	EXPECT_EQ(td_field(notify_enables), 0);
}

GUEST_TEST(vm_wr_refuses)
{
	EXPECT_EQ(call(8, 1, notify_enables, 0, 1).status, operand_invalid | rcx);
	EXPECT_EQ(vm_wr(notify_enables, 2, 3).status, field_value_not_valid);
	EXPECT_EQ(vm_wr(notify_enables, 2, 2).status, field_not_writable);
	EXPECT_EQ(vm_wr(notify_enables, 1, 0).status, field_not_writable);
	EXPECT_EQ(vm_wr(mrtd, 0, ~0ULL).status, field_not_writable);
	EXPECT_EQ(vm_wr(attributes, 0, ~0ULL).status, field_not_writable);
	EXPECT_EQ(vm_wr(null_id, 0, ~0ULL).status, field_id_incorrect);
	EXPECT_EQ(vm_wr(mrtd, 0, ~0ULL).r8, 0);
	EXPECT_EQ(td_field(notify_enables), 0);
}

// Without FLEXIBLE_PENDING_VE, TD_PARAMS decided.
GUEST_TEST(vm_wr_keeps_pending_ve_disable)
{
	EXPECT(vm_wr(td_ctls, 0, 1).status != 0);
	EXPECT_EQ(td_field(td_ctls), 1);
}

GUEST_TEST(vp_rd_and_wr)
{
	EXPECT_EQ(vp_rd(vcpu_index).status, 0);
	EXPECT_EQ(vp_rd(vcpu_index).r8, 0);
	EXPECT_EQ(vp_rd(null_id).status, first_field_in_context);
	EXPECT_EQ(vp_rd(null_id).rdx, vcpu_index);
	EXPECT_EQ(vp_rd(vcpu_index).rdx, cpuid_supervisor_ve);
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 2), 0);
	EXPECT_EQ(vp_rd(cpuid_supervisor_ve).r8, 0);
	EXPECT_EQ(vp_rd(cpuid_user_ve).r8, 1);
	EXPECT_EQ(vp_wr(cpuid_user_ve, 0, 0xff).status, 0);
	EXPECT_EQ(vp_rd(cpuid_user_ve).r8, 0);
}

GUEST_TEST(vp_rd_and_wr_refuse)
{
	EXPECT_EQ(call(9, 1, vcpu_index).status, operand_invalid | rcx);
	EXPECT_EQ(call(9, 1, vcpu_index).rdx, null_id);
	EXPECT_EQ(call(10, 1, cpuid_user_ve, 0, 1).status, operand_invalid | rcx);
	EXPECT_EQ(vp_rd(pend_nmi).status, field_not_readable);
	EXPECT_EQ(vp_rd(pend_nmi).rdx, null_id);
	EXPECT_EQ(vp_rd(guest_rip).status, field_not_readable);
	EXPECT_EQ(vp_wr(guest_rip, 0, ~0ULL).status, field_not_writable);
	EXPECT_EQ(vp_wr(vcpu_index, 1, ~0ULL).status, field_not_writable);
	EXPECT_EQ(vp_wr(cpuid_control, 4, 7).status, field_value_not_valid);
	EXPECT_EQ(vp_rd(vcpu_index | 1ULL << 31).status, field_id_incorrect);
}

// A byte for each row of the TDX module's table: CPUID 0x15 has the 42nd.
GUEST_TEST(vp_wr_of_cpuid_control_makes_cpuid_raise_ve)
{
	tdg_vp_veinfo_get_out info{};
	u32 rows{0};

	for (u32 row = 0; row < 64; row++) {
		u32 eax{0x15}, ebx, ecx{0}, edx;

		EXPECT_EQ(vp_wr(cpuid_control + row, 1, 0xff).status, 0);
		Trap const trap{TRY("cpuid", : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx))};
		EXPECT_EQ(vp_wr(cpuid_control + row, 0, 0xff).r8, 1);
		if (!trap.taken)
			continue;
		rows++;
		EXPECT_EQ(row, 41);
		EXPECT(trap.is(vector_ve));
		EXPECT_EQ(core_tdg_vp_veinfo_get(0, 0, &info), 0);
		EXPECT_EQ(info.exit_reason, exit_cpuid);
	}
	EXPECT_EQ(rows, 1);
}

GUEST_TEST(sys_rd_tells_the_module)
{
	EXPECT_EQ(sys_rd(vendor_id).r8, 0x8086);
	EXPECT_EQ(sys_rd(major_version).r8, 1);
	EXPECT_EQ(sys_rd(minor_version).r8, 5);
	EXPECT_EQ(sys_rd(null_id).status, first_field_in_context);
	EXPECT_EQ(sys_rd(null_id).rdx, vendor_id);
	EXPECT_EQ(sys_rd(null_id).r8, 0);
	EXPECT_EQ(sys_rd(l2_gpa_attr_mask).rdx, null_id);
	EXPECT_EQ(count(sys_rd), 12);
}

GUEST_TEST(sys_rd_refuses)
{
	EXPECT_EQ(sys_rd(num_cmrs).status, field_not_readable);
	EXPECT_EQ(sys_rd(num_cmrs).rdx, null_id);
	EXPECT_EQ(sys_rd(num_cmrs).r8, 0);
	EXPECT_EQ(sys_rd(vendor_id | 0xfff).status, field_id_incorrect);
	EXPECT_EQ(sys_rd(vendor_id | 1ULL << 62).status, field_id_incorrect);
}

GUEST_TEST(sys_rdall_lists_what_a_guest_may_read)
{
	constexpr u32 sequence_at[]{1, 3, 6, 8, 10, 12, 14, 19};
	constexpr u64 sequence[]{0x0800000200000000, 0x0800004100000003, 0x0a00000200000000,
		0x0a00000000000001, 0x0a00000300000008, 0xa000000300000000, 0x200000c100000001,
		0xa200000100000000};
	Answer const all{call(12, 0, reinterpret_cast<u64>(list), null_id)};

	EXPECT_EQ(all.status, 0);
	EXPECT_EQ(all.r8, null_id);
	EXPECT_EQ(list[0], 168 | 8 << 16);
	for (u32 i = 0; i < 8; i++)
		EXPECT_EQ(list[sequence_at[i]], sequence[i]);
	EXPECT_EQ(list[2], 0x8086);
	EXPECT_EQ(list[4], 5);
	EXPECT_EQ(list[5], 1);
}

GUEST_TEST(sys_rdall_goes_on_at_a_field)
{
	u64 const gpa{reinterpret_cast<u64>(list)};

	EXPECT_EQ(call(12, 0, gpa, l2_gpa_attr_mask).status, 0);
	EXPECT_EQ(list[0], 24 | 1 << 16);
	EXPECT_EQ(list[1], l2_gpa_attr_mask);
	list[0] = 0x55;
	Answer const wrong{call(12, 0, gpa, num_cmrs | 0xffff)};
	EXPECT_EQ(wrong.status, field_id_incorrect);
	EXPECT_EQ(wrong.r8, null_id);
	EXPECT_EQ(list[0], 0x55);
}

GUEST_TEST(sys_rdall_refuses)
{
	u64 const gpa{reinterpret_cast<u64>(list)};

	EXPECT_EQ(call(12, 0, gpa + 8, null_id).status, operand_invalid | rdx);
	EXPECT_EQ(call(12, 0, gpa + 8, null_id).r8, null_id);
	EXPECT_EQ(call(12, 0, gpa | shared_bit, null_id).status, operand_invalid | rdx);
	EXPECT_EQ(call(12, 0, 1ULL << 48, null_id).status, operand_invalid | rdx);
}
