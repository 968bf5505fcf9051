// SPDX-License-Identifier: GPL-2.0
//
// Private and shared memory: conversions and what is in it, GPAs that are too wide.
#include "runtime/memory.hpp"
#include "core/base/atomic.hpp"
#include "core/call/leaves.h"
#include "runtime/facts.hpp"
#include "runtime/test.hpp"
#include "runtime/ve.hpp"

using namespace guest;

namespace {

u64 map_gpa(u64 gpa, u64 bytes)
{
	return core_tdg_vp_vmcall_mapgpa(0, {gpa}, bytes, nullptr).r10;
}

u64 accept(u64 gpa, tdx_level level = TDX_LEVEL_4K)
{
	return core_tdg_mem_page_accept(0, {gpa}, level);
}

void fill(u64 volatile *words, u64 bytes, u64 seed)
{
	for (u64 i = 0; i < bytes / 8; i++)
		words[i] = seed + i;
}

bool has(u64 const volatile *words, u64 bytes, u64 seed)
{
	for (u64 i = 0; i < bytes / 8; i++)
		if (words[i] != seed + i)
			return false;
	return true;
}

bool is_zero(u64 const volatile *words, u64 bytes)
{
	for (u64 i = 0; i < bytes / 8; i++)
		if (words[i])
			return false;
	return true;
}

// Of a page fault.
constexpr u64 pf_reserved = 1 | 1 << 3;
constexpr u64 pf_write = 1 << 1;
constexpr u64 pf_fetch = 1 << 4;

void expect_page_fault(Trap const &trap, u64 error, u64 address)
{
	EXPECT(trap.taken);
	EXPECT_EQ(trap.frame.vector, vector_pf);
	EXPECT_EQ(trap.frame.error, error);
	EXPECT_EQ(trap.cr2, address);
}

} // namespace

GUEST_TEST(shared_memory_begins_with_zeros)
{
	u64 const gpa{allocate(page_bytes)};

	fill(at(gpa), page_bytes, 0x1111);
	EXPECT_EQ(map_gpa(gpa | shared_bit, page_bytes), vmcall_success);
	EXPECT(is_zero(shared_at(gpa), page_bytes));
}

GUEST_TEST(private_to_shared_to_private)
{
	u64 const gpa{allocate(page_bytes)};

	for (u64 round = 1; round < 20; round++) {
		fill(at(gpa), page_bytes, round << 32);
		EXPECT_EQ(map_gpa(gpa | shared_bit, page_bytes), vmcall_success);
		fill(shared_at(gpa), page_bytes, round << 40);
		EXPECT(has(shared_at(gpa), page_bytes, round << 40));
		EXPECT_EQ(map_gpa(gpa, page_bytes), vmcall_success);
		EXPECT_EQ(accept(gpa), 0);
		EXPECT(is_zero(at(gpa), page_bytes));
	}
}

// TDX allows both sides of a GPA to be mapped at once: they are two pages.
GUEST_TEST(aliases_never_mix)
{
	u64 const gpa{allocate(4 * page_bytes)};

	EXPECT_EQ(map_gpa(gpa | shared_bit, 4 * page_bytes), vmcall_success);
	for (u64 i = 0; i < 4 * page_bytes; i += page_bytes) {
		fill(shared_at(gpa + i), page_bytes, 0xaaaa0000 + i);
		EXPECT_EQ(accept(gpa + i), 0);
		EXPECT(is_zero(at(gpa + i), page_bytes));
		fill(at(gpa + i), page_bytes, 0xbbbb0000 + i);
	}
	for (u64 i = 0; i < 4 * page_bytes; i += page_bytes) {
		EXPECT(has(shared_at(gpa + i), page_bytes, 0xaaaa0000 + i));
		EXPECT(has(at(gpa + i), page_bytes, 0xbbbb0000 + i));
	}
	// The shared side goes, the private one stays.
	EXPECT_EQ(map_gpa(gpa, 4 * page_bytes), vmcall_success);
	EXPECT(has(at(gpa), page_bytes, 0xbbbb0000));
	u64 value;
	EXPECT_VE((VeInfo{exit_ept_violation, 0x181, 0, shared_window + gpa, gpa | shared_bit, 0}),
		  "movq (%1), %0",
		  : "=r"(value)
		  : "r"(shared_window + gpa));
}

// The rest of a large page keeps its content.
GUEST_TEST(part_of_a_large_page)
{
	u64 const gpa{allocate(large_page_bytes, large_page_bytes)};
	u64 const part{gpa + 17 * page_bytes};

	fill(at(gpa), large_page_bytes, 0x77);
	EXPECT_EQ(map_gpa(part | shared_bit, 3 * page_bytes), vmcall_success);
	EXPECT(is_zero(shared_at(part), 3 * page_bytes));
	EXPECT(has(at(gpa), 17 * page_bytes, 0x77));
	EXPECT(has(at(part + 3 * page_bytes), large_page_bytes - 20 * page_bytes,
		0x77 + 20 * page_bytes / 8));
}

GUEST_TEST(large_page_there_and_back)
{
	u64 const gpa{allocate(large_page_bytes, large_page_bytes)};

	EXPECT_EQ(map_gpa(gpa | shared_bit, large_page_bytes), vmcall_success);
	fill(shared_at(gpa), large_page_bytes, 0x99);
	EXPECT(has(shared_at(gpa), large_page_bytes, 0x99));
	EXPECT_EQ(map_gpa(gpa, large_page_bytes), vmcall_success);
	EXPECT_EQ(accept(gpa, TDX_LEVEL_2M), 0);
	EXPECT(is_zero(at(gpa), large_page_bytes));
}

GUEST_TEST(code_in_private_memory)
{
	u64 const gpa{allocate(page_bytes)};

	EXPECT_EQ(map_gpa(gpa | shared_bit, page_bytes), vmcall_success);
	EXPECT_EQ(map_gpa(gpa, page_bytes), vmcall_success);
	EXPECT_EQ(accept(gpa), 0);
	*at<u8>(gpa) = 0xc3; // RET
	EXPECT(!trap_of([&] { asm volatile("call *%0" : : "r"(gpa) : "memory"); }).taken);
}

// Bits 51:48 are beyond a GPA width of 48.  Nested tables have as many levels as the host's own;
// with four, QEMU ignores these bits, and the guest finds its own memory there.
GUEST_TEST(gpas_that_are_too_wide)
{
	if (option("levels", 5) < 5)
		return;
	constexpr u64 flags{pte_present | pte_write};
	u64 value;

	for (u32 bit = 48; bit < 52; bit++) {
		for (u64 const low : {0ULL, 0x100000ULL, 0xfec00000ULL | shared_bit}) {
			u64 const linear{map_page(1ULL << bit | low | flags)};
			EXPECT_ALL(expect_page_fault(TRY("movq 0x10(%1), %0",
							     : "=r"(value)
							     : "r"(linear)),
				pf_reserved, linear + 0x10));
			EXPECT_ALL(expect_page_fault(TRY("movl $1, 0x14(%0)",
							     :
							     : "r"(linear)
							     : "memory"),
				pf_reserved | pf_write, linear + 0x14));
			Trap const trap{trap_of([&] { asm volatile("jmp *%0" : : "r"(linear)); })};
			EXPECT_ALL(expect_page_fault(trap, pf_reserved | pf_fetch, linear));
		}
	}
}

GUEST_TEST(page_faults_are_the_guest_s_own)
{
	u64 value;
	u64 const read_only{map_page(0x100000 | pte_present)};
	u64 const missing{map_page(0)};

	EXPECT_ALL(expect_page_fault(TRY("movq (%1), %0",
					     : "=r"(value)
					     : "r"(missing)),
		0, missing));
	EXPECT(!TRY("movq (%1), %0", : "=r"(value) : "r"(read_only)).taken);
	EXPECT(core_tdg_vp_veinfo_get(0, 0, nullptr) == no_valid_ve_info);
}

// vCPUs have their own pages but share the secure EPT.
GUEST_TEST(random_conversions_on_two_vcpus)
{
	constexpr u32 pages{16};
	constexpr u32 rounds{150};
	static u64 base[2];
	constexpr auto convert = [](void *which) {
		u64 const mine{*static_cast<u64 *>(which)};
		Random random{mine};
		u64 seed[pages]{};
		bool shared[pages]{};

		for (u32 i = 0; i < rounds && !failed(); i++) {
			u32 const page{static_cast<u32>(random.below(pages))};
			u64 const gpa{mine + page * page_bytes};
			u64 volatile *const words{shared[page] ? shared_at(gpa) : at(gpa)};

			expect("what was written",
				has(words, page_bytes, seed[page]) ||
					(!seed[page] && is_zero(words, page_bytes)));
			shared[page] = !shared[page];
			expect_equal("MapGPA",
				map_gpa(gpa | (shared[page] ? shared_bit : 0), page_bytes),
				vmcall_success);
			if (!shared[page])
				expect_equal("ACCEPT", accept(gpa), 0);
			seed[page] = random.next();
			fill(shared[page] ? shared_at(gpa) : at(gpa), page_bytes, seed[page]);
		}
	};

	base[0] = allocate(large_page_bytes, large_page_bytes);
	base[1] = base[0] + large_page_bytes / 2;
	start_on(1, convert, &base[1]);
	convert(&base[0]);
	done_on(1);
}
