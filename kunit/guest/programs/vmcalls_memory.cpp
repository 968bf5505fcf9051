// SPDX-License-Identifier: GPL-2.0
//
// Hypercalls about memory and what comes in it: MapGPA, GetQuote, SetupEventNotifyInterrupt,
// Service, those of migration TDs.
#include "core/call/core.h"
#include "core/call/leaves.h"
#include "runtime/facts.hpp"
#include "runtime/memory.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u64 memory_end = 32ULL << 20; // as kunit/guest/run asks for

constexpr u32 expose_r12 = 1 << 12;
constexpr u32 expose_r13 = 1 << 13;

struct Answer {
	u64 r10, r11;
};

// One attempt, without core's following of RETRY.
Answer map_once(u64 gpa, u64 bytes)
{
	tdx_regs in{}, out{};

	in.r11 = 0x10001;
	in.r12 = gpa;
	in.r13 = bytes;
	tdx_vmcall_result const result{
		core_vmcall_raw(expose_r12 | expose_r13, &in, &out, nullptr)};
	return {result.rax ? ~0ULL : result.r10, out.r11};
}

u64 get_quote(u64 gpa, u64 bytes)
{
	return core_tdg_vp_vmcall_getquote(0, {gpa}, bytes).r10;
}

// Of GetQuote's buffer.
constexpr u64 quote_in_flight = ~0ULL;
constexpr u64 quote_unavailable = 0x8000000000000001;
constexpr u32 header_bytes = 24;
constexpr u32 tdreport_bytes = 1024;

void write_header(u64 gpa, u64 version, u32 in_bytes)
{
	*shared_at(gpa) = version;
	*shared_at(gpa + 8) = 0;
	*shared_at<u32>(gpa + 16) = in_bytes;
	*shared_at<u32>(gpa + 20) = 0;
}

} // namespace

GUEST_TEST(mapgpa_refuses)
{
	u64 const gpa{allocate(2 * page_bytes)};

	EXPECT_EQ(map_once((gpa + 8) | shared_bit, page_bytes).r10, vmcall_align_error);
	EXPECT_EQ(map_once((gpa + 8) | shared_bit, page_bytes).r11, (gpa + 8) | shared_bit);
	EXPECT_EQ(map_once(gpa | shared_bit, page_bytes + 8).r10, vmcall_align_error);
	EXPECT_EQ(map_once(gpa | shared_bit, 0).r10, vmcall_invalid_operand);
	EXPECT_EQ(map_once(memory_end | shared_bit, page_bytes).r10, vmcall_invalid_operand);
	EXPECT_EQ(map_once((memory_end - page_bytes) | shared_bit, 2 * page_bytes).r10,
		vmcall_invalid_operand);
	EXPECT_EQ(map_once(0xfffff000 | shared_bit, page_bytes).r10, vmcall_invalid_operand);
	EXPECT_EQ(map_once(gpa | shared_bit | 1ULL << 48, page_bytes).r10, vmcall_invalid_operand);
	EXPECT_EQ(map_once(gpa | 1ULL << 63, page_bytes).r10, vmcall_invalid_operand);
	EXPECT_EQ(map_once(gpa, -page_bytes).r10, vmcall_invalid_operand);
	EXPECT_EQ(map_once(gpa | shared_bit, -gpa).r10, vmcall_invalid_operand);
	*at(gpa) = 1; // still private
	EXPECT_EQ(*at(gpa), 1);
}

GUEST_TEST(mapgpa_tells_r11)
{
	u64 const gpa{allocate(page_bytes)};

	EXPECT_EQ(map_once(gpa | shared_bit, page_bytes).r10, vmcall_success);
	EXPECT_EQ(map_once(gpa | shared_bit, page_bytes).r10, vmcall_success);
	EXPECT_EQ(map_once(gpa, page_bytes).r10, vmcall_success);
	EXPECT_EQ(map_once(gpa, page_bytes).r10, vmcall_success);
	EXPECT_EQ(core_tdg_mem_page_accept(0, {gpa}, TDX_LEVEL_4K), 0);
}

// A long conversion is done in pieces, and core continues where the VMM stopped.
GUEST_TEST(mapgpa_in_pieces)
{
	constexpr u64 bytes{3 * large_page_bytes};
	u64 const gpa{allocate(bytes, large_page_bytes)};
	Answer const first{map_once(gpa | shared_bit, bytes)};
	tdg_vp_vmcall_mapgpa_out out{};

	EXPECT_EQ(first.r10, vmcall_retry);
	EXPECT(first.r11 > (gpa | shared_bit) && first.r11 < (gpa | shared_bit) + bytes);
	EXPECT_EQ(first.r11 % page_bytes, 0);
	EXPECT_EQ(
		core_tdg_vp_vmcall_mapgpa(0, {gpa | shared_bit}, bytes, &out).r10, vmcall_success);
	for (u64 i = 0; i < bytes; i += page_bytes)
		*shared_at(gpa + i) = i;
	for (u64 i = 0; i < bytes; i += page_bytes)
		EXPECT_EQ(*shared_at(gpa + i), i);
	EXPECT_EQ(core_tdg_vp_vmcall_mapgpa(0, {gpa}, bytes, &out).r10, vmcall_success);
	for (u64 i = 0; i < bytes; i += large_page_bytes)
		EXPECT_EQ(core_tdg_mem_page_accept(0, {gpa + i}, TDX_LEVEL_2M), 0);
	// With TDXCALL_ONCE the caller gets the rest to do.
	EXPECT_EQ(core_tdg_vp_vmcall_mapgpa(TDXCALL_ONCE, {gpa | shared_bit}, bytes, &out).r10,
		vmcall_retry);
	EXPECT_EQ(out.first_gpa_not_done.gpa, first.r11);
}

GUEST_TEST(getquote_refuses)
{
	u64 const gpa{allocate(4 * page_bytes)};

	// Not shared: a private GPA, or memory that is private.
	EXPECT_EQ(get_quote(gpa, 2 * page_bytes), vmcall_invalid_operand);
	EXPECT_EQ(get_quote(gpa | shared_bit, 2 * page_bytes), vmcall_invalid_operand);
	EXPECT_EQ(map_once(gpa | shared_bit, 2 * page_bytes).r10, vmcall_success);
	EXPECT_EQ(get_quote(gpa | shared_bit, 0), vmcall_invalid_operand);
	EXPECT_EQ(get_quote(gpa | shared_bit, page_bytes + 8), vmcall_align_error);
	EXPECT_EQ(get_quote((gpa + 8) | shared_bit, page_bytes), vmcall_align_error);
	EXPECT_EQ(get_quote(memory_end | shared_bit, page_bytes), vmcall_invalid_operand);
	EXPECT_EQ(get_quote(gpa | shared_bit, 1ULL << 40), vmcall_invalid_operand);
	write_header(gpa, 2, tdreport_bytes);
	EXPECT_EQ(get_quote(gpa | shared_bit, 2 * page_bytes), vmcall_invalid_operand);
	write_header(gpa, 1, tdreport_bytes - 1);
	EXPECT_EQ(get_quote(gpa | shared_bit, 2 * page_bytes), vmcall_invalid_operand);
	EXPECT_EQ(*shared_at(gpa + 8), 0);
}

// Done, or unavailable if there is no quote service; but not in flight for ever.
GUEST_TEST(getquote_comes_to_its_end)
{
	u64 const gpa{allocate(2 * page_bytes)};
	alignas(64) static u8 data[64];

	EXPECT_EQ(map_once(gpa | shared_bit, 2 * page_bytes).r10, vmcall_success);
	static u64 report;
	report = allocate(page_bytes);
	EXPECT_EQ(core_tdg_mr_report(0, {report}, {reinterpret_cast<u64>(data)}, 0), 0);
	for (u32 i = 0; i < tdreport_bytes; i++)
		*shared_at<u8>(gpa + header_bytes + i) = *at<u8>(report + i);
	write_header(gpa, 1, tdreport_bytes);
	EXPECT_EQ(get_quote(gpa | shared_bit, 2 * page_bytes), vmcall_success);
	for (u32 i = 0; i < 10000 && *shared_at(gpa + 8) == quote_in_flight; i++)
		core_tdg_vp_vmcall_instruction_hlt(0, 0);
	u64 const status{*shared_at(gpa + 8)};
	u32 const bytes{*shared_at<u32>(gpa + 20)};
	EXPECT((!status && bytes) || (status == quote_unavailable && !bytes));
}

GUEST_TEST(event_notify_takes_vectors_of_interrupts)
{
	for (u64 const vector : {0ULL, 31ULL, 256ULL, 1ULL << 32 | 32, ~0ULL})
		EXPECT_EQ(core_tdg_vp_vmcall_setupeventnotifyinterrupt(0, vector).r10,
			vmcall_invalid_operand);
	EXPECT_EQ(core_tdg_vp_vmcall_setupeventnotifyinterrupt(0, 32).r10, vmcall_success);
	EXPECT_EQ(core_tdg_vp_vmcall_setupeventnotifyinterrupt(0, 255).r10, vmcall_success);
}

// The GHCI has no status for these that says "not supported".
GUEST_TEST(services_that_are_not_there)
{
	constexpr u64 gpa{0x200000 | shared_bit};

	EXPECT_EQ(core_tdg_vp_vmcall_service(0, {gpa}, {gpa}, 0, 0).r10, vmcall_invalid_operand);
	EXPECT_EQ(core_tdg_vp_vmcall_migtd_waitforrequest(0, 1, page_bytes, {gpa}, 32).r10,
		vmcall_invalid_operand);
	EXPECT_EQ(core_tdg_vp_vmcall_migtd_reportstatus(0, {gpa}, 32, 1, 0, 0, page_bytes).r10,
		vmcall_invalid_operand);
	EXPECT_EQ(core_tdg_vp_vmcall_migtd_send(0, 32, 1, 0, page_bytes, {gpa}).r10,
		vmcall_invalid_operand);
	EXPECT_EQ(core_tdg_vp_vmcall_migtd_receive(0, 32, 1, 0, page_bytes, {gpa}).r10,
		vmcall_invalid_operand);
}
