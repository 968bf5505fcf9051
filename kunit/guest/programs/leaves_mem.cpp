// SPDX-License-Identifier: GPL-2.0
//
// TDG.MEM.PAGE.ACCEPT, ATTR.RD and ATTR.WR.  A page that MapGPA brought back to private memory is
// gone: the VMM adds another as soon as it is accepted.
#include "asm/call.h"
#include "core/call/leaves.h"
#include "runtime/facts.hpp"
#include "runtime/memory.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u64 level_2m = 1;
constexpr u64 code_page = 0x100000; // added before the TD ran, as 4 KiB

u64 accept(u64 page_info)
{
	return tdx_tdcall_in(6, 0, 0, page_info, 0, 0);
}

struct Attributes {
	u64 status, page_info, attributes;
};

Attributes attr_rd(u64 gpa)
{
	tdx_regs_small out{};
	u64 const status{tdx_tdcall_small(23, &out, 0x22, gpa, 0, 0)};

	return {status, out.rcx, out.rdx};
}

Attributes attr_wr(u64 page_info, u64 attributes, u64 flags)
{
	tdx_regs_small out{};
	u64 const status{tdx_tdcall_small(24, &out, attributes, page_info, flags, 0)};

	return {status, out.rcx, out.rdx};
}

u64 map_gpa(u64 gpa, u64 bytes)
{
	return core_tdg_vp_vmcall_mapgpa(0, {gpa}, bytes, nullptr).r10;
}

// Private memory that the VMM has not mapped.
u64 missing(u64 bytes, u64 alignment = page_bytes)
{
	u64 const gpa{allocate(bytes, alignment)};

	expect_equal("MapGPA to shared", map_gpa(gpa | shared_bit, bytes), vmcall_success);
	expect_equal("MapGPA to private", map_gpa(gpa, bytes), vmcall_success);
	return gpa;
}

bool is_zero(u64 gpa, u64 bytes)
{
	for (u64 i = 0; i < bytes; i += sizeof(u64))
		if (*at(gpa + i))
			return false;
	return true;
}

} // namespace

GUEST_TEST(accept_of_a_page_that_was_added)
{
	EXPECT_EQ(accept(code_page), page_already_accepted | 0);
}

GUEST_TEST(accept_of_a_large_page_once_more)
{
	u64 const gpa{allocate(large_page_bytes, large_page_bytes)};

	EXPECT_EQ(accept(gpa | level_2m), page_already_accepted | 1);
	EXPECT_EQ(accept(gpa), page_already_accepted | 1);
	EXPECT_EQ(accept(gpa + large_page_bytes - page_bytes), page_already_accepted | 1);
}

GUEST_TEST(accept_checks_its_operand)
{
	u64 const gpa{allocate(large_page_bytes, large_page_bytes)};

	for (u32 level = 2; level < 8; level++)
		EXPECT_EQ(accept(gpa | level), operand_invalid | rcx);
	for (u32 bit = 3; bit < 12; bit++)
		EXPECT_EQ(accept(gpa | 1ULL << bit), operand_invalid | rcx);
	for (u32 bit = 48; bit < 64; bit++)
		EXPECT_EQ(accept(gpa | 1ULL << bit), operand_invalid | rcx);
	EXPECT_EQ(accept((gpa + page_bytes) | level_2m), operand_invalid | rcx);
	EXPECT_EQ(accept(gpa | shared_bit), operand_invalid | rcx);
	EXPECT_EQ(accept(gpa | shared_bit | level_2m), operand_invalid | rcx);
}

GUEST_TEST(accept_of_a_new_page_gives_zeros)
{
	u64 const gpa{missing(page_bytes)};

	EXPECT_EQ(accept(gpa), 0);
	EXPECT(is_zero(gpa, page_bytes));
	*at(gpa) = 0x1234;
	EXPECT_EQ(accept(gpa), page_already_accepted | 0);
	EXPECT_EQ(*at(gpa), 0x1234);
}

GUEST_TEST(accept_of_a_new_large_page_gives_zeros)
{
	u64 const gpa{missing(large_page_bytes, large_page_bytes)};

	EXPECT_EQ(accept(gpa | level_2m), 0);
	EXPECT(is_zero(gpa, large_page_bytes));
	EXPECT_EQ(accept(gpa | level_2m), page_already_accepted | 1);
	EXPECT_EQ(accept(gpa + 5 * page_bytes), page_already_accepted | 1);
}

GUEST_TEST(accept_of_a_large_page_where_small_ones_are)
{
	u64 const gpa{allocate(large_page_bytes, large_page_bytes)};

	EXPECT_EQ(map_gpa(gpa | shared_bit, page_bytes), vmcall_success);
	EXPECT_EQ(map_gpa(gpa, page_bytes), vmcall_success);
	EXPECT_EQ(accept(gpa | level_2m), page_size_mismatch | 1);
	EXPECT_EQ(accept(gpa), 0);
	EXPECT_EQ(accept(gpa + page_bytes), page_already_accepted | 0);
}

GUEST_TEST(attr_rd_tells_the_mapping)
{
	u64 const gpa{allocate(large_page_bytes, large_page_bytes)};
	Attributes const small{attr_rd(code_page)};
	Attributes const large{attr_rd(gpa + 3 * page_bytes)};

	EXPECT_EQ(small.status, 0);
	EXPECT_EQ(small.page_info, code_page);
	EXPECT_EQ(small.attributes, 0);
	EXPECT_EQ(large.status, 0);
	EXPECT_EQ(large.page_info, gpa | level_2m);
	EXPECT_EQ(large.attributes, 0);
}

GUEST_TEST(attr_rd_refuses_shared)
{
	Attributes const out{attr_rd(code_page | shared_bit)};

	EXPECT_EQ(out.status, operand_invalid | rcx);
	EXPECT_EQ(out.page_info | out.attributes, 0);
}

GUEST_TEST(attr_wr_without_l2_vms)
{
	constexpr u64 valid{1 << 15};
	u64 const gpa{code_page};

	EXPECT_EQ(attr_wr(gpa, 0, 0).status, 0);
	EXPECT_EQ(attr_wr(gpa, 0, 0).page_info, gpa);
	EXPECT_EQ(attr_wr(gpa, 0, 0).attributes, 0);
	for (u32 vm = 0; vm < 4; vm++) {
		EXPECT_EQ(attr_wr(gpa, (valid | 7) << 16 * vm, 0).status, operand_invalid | rdx);
		EXPECT_EQ(attr_wr(gpa, 0, 7ULL << 16 * vm).status, operand_invalid | r8);
		// For each VM: attributes, then flags.
		EXPECT_EQ(attr_wr(gpa, 1ULL << 16 * vm, 1ULL << 16 * vm).status,
			operand_invalid | rdx);
	}
	EXPECT_EQ(attr_wr(gpa, 1ULL << 48, 1).status, operand_invalid | r8);
}

GUEST_TEST(attr_wr_checks_its_operand)
{
	u64 const gpa{allocate(large_page_bytes, large_page_bytes)};

	for (u32 level = 3; level < 8; level++)
		EXPECT_EQ(attr_wr(level, 0, 0).status, operand_invalid | rcx);
	EXPECT_EQ(attr_wr((gpa + page_bytes) | level_2m, 0, 0).status, operand_invalid | rcx);
	EXPECT_EQ(attr_wr(gpa | shared_bit, 0, 0).status, operand_invalid | rcx);
	EXPECT_EQ(attr_wr(gpa | 8, 0, 0).status, operand_invalid | rcx);
	EXPECT_EQ(attr_wr(gpa | level_2m, 0, 0).status, 0);
	EXPECT_EQ(attr_wr(gpa | level_2m, 0, 0).page_info, gpa | level_2m);
	// A table of small pages.
	EXPECT_EQ(attr_wr(0x000000 | level_2m, 0, 0).status, page_size_mismatch | 1);
	// The attributes first.
	Attributes const out{attr_wr(gpa | shared_bit, 1, 0)};
	EXPECT_EQ(out.status, operand_invalid | rdx);
	EXPECT_EQ(out.page_info | out.attributes, 0);
}
