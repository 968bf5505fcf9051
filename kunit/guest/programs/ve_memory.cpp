// SPDX-License-Identifier: GPL-2.0
//
// #VE by accesses to shared memory that is not there, as MMIO of devices: what VE_INFO says, and
// where the instruction had the address from.
#include "runtime/memory.hpp"
#include "runtime/ve.hpp"

using namespace guest;

namespace {

constexpr u64 device = 0xfec00000;
constexpr u64 gla = shared_window + device;

// Valid linear address, of the access itself.
constexpr u64 known = 0x180;
constexpr u64 read = 1 | known;
constexpr u64 write = 2 | known;
constexpr u64 fetch = 4 | known;

constexpr VeInfo violation(u64 qualification, u64 offset)
{
	return {exit_ept_violation, qualification, 0, gla + offset, (device + offset) | shared_bit,
		0};
}

void set_base(u32 msr, u64 value)
{
	asm volatile("wrmsr"
		     :
		     : "c"(msr), "a"(static_cast<u32>(value)), "d"(static_cast<u32>(value >> 32)));
}

} // namespace

GUEST_TEST(reads)
{
	u64 value;

	EXPECT_VE(violation(read, 0), "movl (%1), %k0", : "=r"(value) : "r"(gla));
	EXPECT_VE(violation(read, 0x123), "movb 0x123(%1), %b0", : "=r"(value) : "r"(gla));
	EXPECT_VE(violation(read, 8), "movq -0x8(%1), %0", : "=r"(value) : "r"(gla + 16));
	EXPECT_VE(violation(read, 0x20), "movzbl 0x20(%1), %k0", : "=r"(value) : "r"(gla));
	EXPECT_VE(violation(read, 0x40), "movq (%1, %2, 8), %0",
		  : "=r"(value)
		  : "r"(gla), "r"(8UL));
	// R12 needs a SIB, R13 a displacement.
	register u64 r12 asm("r12"){gla};
	register u64 r13 asm("r13"){gla};
	EXPECT_VE(violation(read, 0), "movq (%%r12), %0", : "=r"(value) : "r"(r12));
	EXPECT_VE(violation(read, 0), "movq (%%r13), %0", : "=r"(value) : "r"(r13));
}

GUEST_TEST(writes)
{
	EXPECT_VE(violation(write, 0), "movl %k0, (%1)", : : "r"(1UL), "r"(gla));
	EXPECT_VE(violation(write, 4), "movl $1, 4(%0)", : : "r"(gla));
	EXPECT_VE(violation(write, 0x10), "movq $-1, 0x10(%0)", : : "r"(gla));
	EXPECT_VE(violation(write, 0xffc), "movl $1, 0xffc(%0)", : : "r"(gla));
	EXPECT_VE(violation(write, 1), "movb $1, 1(%0)", : : "r"(gla));
}

GUEST_TEST(absolute_addresses)
{
	u64 value;

	EXPECT_VE(violation(read, 0x30), "movabsq 0x100fec00030, %%rax", : "=a"(value));
	EXPECT_VE(violation(write, 0x38), "movabsq %%rax, 0x100fec00038", : : "a"(1));
}

GUEST_TEST(string_instructions)
{
	u64 from{0}, rsi{gla}, rdi{gla + 0x50}, rcx{1};

	EXPECT_VE(violation(read, 0), "lodsb", : "+S"(rsi) : : "rax");
	EXPECT_VE(violation(write, 0x50), "stosq", : "+D"(rdi) : "a"(0) : "memory");
	rsi = reinterpret_cast<u64>(&from);
	EXPECT_VE(violation(write, 0x50), "rep movsb",
		  : "+S"(rsi), "+D"(rdi), "+c"(rcx)
		  :
		  : "memory");
}

GUEST_TEST(fs_and_gs)
{
	u64 value;

	set_base(0xc0000100, gla);
	set_base(0xc0000101, gla + 0x800);
	EXPECT_VE(violation(read, 0x60), "movq %%fs:0x60, %0", : "=r"(value));
	EXPECT_VE(violation(read, 0x870), "movq %%gs:0x70, %0", : "=r"(value));
	set_base(0xc0000100, 0);
	set_base(0xc0000101, 0);
}

GUEST_TEST(code)
{
	Trap const trap{trap_of([] { asm volatile("jmp *%0" : : "r"(gla + 0x18)); })};

	EXPECT_ALL(expect_ve(trap, violation(fetch, 0x18)));
	EXPECT_EQ(trap.frame.rip, gla + 0x18);
}

// Shared GPAs of RAM are mapped only when the VMM is asked.
GUEST_TEST(shared_side_of_private_memory)
{
	u64 const gpa{allocate(page_bytes)};
	u64 value;

	EXPECT_VE((VeInfo{exit_ept_violation, read, 0, shared_window + gpa, gpa | shared_bit, 0}),
		  "movq (%1), %0",
		  : "=r"(value)
		  : "r"(shared_window + gpa));
}

GUEST_TEST(last_page_that_is_shared)
{
	u64 const top{(shared_bit << 1) - page_bytes};
	u64 const linear{map_page(top | pte_present | pte_write)};
	u64 value;

	EXPECT_VE((VeInfo{exit_ept_violation, read, 0, linear + 0xff8, top + 0xff8, 0}),
		  "movq 0xff8(%1), %0",
		  : "=r"(value)
		  : "r"(linear));
}
