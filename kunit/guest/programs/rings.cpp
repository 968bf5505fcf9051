// SPDX-License-Identifier: GPL-2.0
//
// Ring 3 and 32-bit code in a TD.
#include "core/call/leaves.h"
#include "runtime/cpu.hpp"
#include "runtime/memory.hpp"
#include "runtime/ve.hpp"

using namespace guest;

namespace {

// Machine code in a page that ring 3 can execute, with a stack behind it.
struct alignas(page_bytes) Code {
	u8 bytes[page_bytes / 2];
	u8 stack[page_bytes / 2];
};

Code code;

template <u32 Count>
void put(u8 const (&bytes)[Count])
{
	for (u32 i = 0; i < Count; i++)
		code.bytes[i] = bytes[i];
	code.bytes[Count] = 0x0f; // UD2 behind it
	code.bytes[Count + 1] = 0x0b;
}

// In the first 4 GiB, or above them where pages are ring 3's.
u64 base_for(Mode mode)
{
	u64 const base{reinterpret_cast<u64>(&code)};

	return mode == Mode::User ? user_window + base : base;
}

template <u32 Count>
Trap run(Mode mode, u8 const (&bytes)[Count], Frame registers = {})
{
	put(bytes);
	Trap trap{trap_in(mode, base_for(mode), base_for(mode) + sizeof(code), registers)};
	trap.address = base_for(mode);
	return trap;
}

constexpr u8 tdcall[] = {0x66, 0x0f, 0x01, 0xcc};
constexpr u8 hlt[] = {0xf4};
constexpr u8 cpuid_then_ud2[] = {0x0f, 0xa2};
constexpr u8 in_al_80[] = {0xe4, 0x80};
constexpr u8 out_80_al[] = {0xe6, 0x80};
constexpr u8 insb[] = {0x6c};
constexpr u8 rdmsr_insn[] = {0x0f, 0x32};
constexpr u8 wrmsr_insn[] = {0x0f, 0x30};
constexpr u8 wbinvd[] = {0x0f, 0x09};
constexpr u8 invd[] = {0x0f, 0x08};
constexpr u8 cli[] = {0xfa};
constexpr u8 mov_cr0_rax[] = {0x0f, 0x22, 0xc0};
constexpr u8 mov_rax_cr4[] = {0x0f, 0x20, 0xe0};
constexpr u8 lgdt_rax[] = {0x0f, 0x01, 0x10};
constexpr u8 seamcall[] = {0x66, 0x0f, 0x01, 0xcf};

// The page of the code, in its 2 MiB, is ring 3's as well: the window in 64-bit mode is not in
// reach of 32-bit code.
void open_for_user32()
{
	u64 cr3;
	u64 const linear{reinterpret_cast<u64>(&code)};

	asm volatile("movq %%cr3, %0" : "=r"(cr3));
	u64 volatile *entry{at(cr3)};
	*entry = *entry | pte_user;
	entry = at(*entry & ~(page_bytes - 1) & ~pte_no_execute);
	*entry = *entry | pte_user;
	entry = at(*entry & ~(page_bytes - 1)) + (linear >> 21);
	*entry = *entry | pte_user;
	asm volatile("movq %0, %%cr3" : : "r"(cr3) : "memory");
}

} // namespace

GUEST_TEST(ring_3_runs)
{
	constexpr u8 nops[]{0x90, 0x90};
	Trap const trap{run(Mode::User, nops)};

	EXPECT(trap.is(vector_ud));
	EXPECT_EQ(trap.frame.rip, trap.address + 2);
	EXPECT_EQ(trap.frame.cs, select_user_code);
}

GUEST_TEST(ring_3_has_no_tdcall)
{
	Frame registers{};
	Trap trap{run(Mode::User, tdcall)};

	EXPECT_ALL(expect_fault(trap, vector_gp));
	// With whatever leaf number.
	registers.rax = 1;
	trap = run(Mode::User, tdcall, registers);
	EXPECT_ALL(expect_fault(trap, vector_gp));
	EXPECT_EQ(trap.frame.rax, 1);
	EXPECT_EQ(trap.frame.rcx, 0);
}

GUEST_TEST(ring_3_has_no_privileged_instruction)
{
	EXPECT_ALL(expect_fault(run(Mode::User, hlt), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, in_al_80), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, out_80_al), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, insb), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, rdmsr_insn), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, wrmsr_insn), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, wbinvd), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, invd), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, cli), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, mov_cr0_rax), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, mov_rax_cr4), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, lgdt_rax), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User, seamcall), vector_ud));
	// The TDX module answered none of them.
	EXPECT(core_tdg_vp_veinfo_get(0, 0, nullptr) == no_valid_ve_info);
}

// IOPL lets the CPU pass it on, so the TDX module sees it.
GUEST_TEST(ring_3_with_io)
{
	constexpr u64 iopl_3{3 << 12};
	Frame registers{};

	put(in_al_80);
	registers.rip = base_for(Mode::User);
	registers.cs = select_user_code;
	registers.ss = select_user_data;
	registers.rsp = base_for(Mode::User) + sizeof(code);
	registers.rflags = iopl_3 | 2;
	Trap const trap{trap_to(registers)};
	EXPECT_ALL(expect_ve(trap, {exit_io, 0x80 << 16 | 1 << 6 | 1 << 3, 2, 0, 0, 0}));
	EXPECT_EQ(trap.frame.cs, select_user_code);
	EXPECT_EQ(trap.frame.rip, base_for(Mode::User));
}

GUEST_TEST(ring_3_has_cpuid)
{
	Frame registers{};
	Trap trap{run(Mode::User, cpuid_then_ud2)};

	EXPECT(trap.is(vector_ud));
	EXPECT_EQ(trap.frame.rax, 0x23);
	EXPECT_EQ(trap.frame.rbx, 0x756e6547);
	registers.rax = 2;
	trap = run(Mode::User, cpuid_then_ud2, registers);
	EXPECT_ALL(expect_ve(trap, {exit_cpuid, 0, 2, 0, 0, 0}));
	EXPECT(trap.stayed());
}

GUEST_TEST(cpuidve_set_of_ring_3)
{
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 2), 0);
	Trap const user{run(Mode::User, cpuid_then_ud2)};
	Cpuid const supervisor{cpuid(0)};
	EXPECT_EQ(core_tdg_vp_cpuidve_set(0, 0), 0);
	EXPECT_ALL(expect_ve(user, {exit_cpuid, 0, 2, 0, 0, 0}));
	EXPECT(!supervisor.trap.taken);
}

GUEST_TEST(ring_3_touches_mmio)
{
	constexpr u64 device{0xfec00000};
	constexpr u8 mov_eax_rax[]{0x8b, 0x00};
	Frame registers{};
	u64 const linear{map_page(device | shared_bit | pte_present | pte_write | pte_user)};

	registers.rax = linear + 0x10;
	Trap const trap{run(Mode::User, mov_eax_rax, registers)};
	EXPECT_ALL(expect_ve(trap,
		{exit_ept_violation, 0x181, 0, linear + 0x10, (device + 0x10) | shared_bit, 0}));
}

GUEST_TEST(compatibility_mode_has_no_tdcall)
{
	Frame registers{};

	registers.rax = 1;
	EXPECT_ALL(expect_fault(run(Mode::Compatibility, tdcall, registers), vector_gp));
	EXPECT_EQ(run(Mode::Compatibility, tdcall, registers).frame.cs, select_code32);
}

GUEST_TEST(compatibility_mode_raises_ve)
{
	constexpr u8 in_ax_dx[]{0x66, 0xed};
	Frame registers{};

	EXPECT_ALL(expect_ve(run(Mode::Compatibility, hlt), {exit_hlt, 0, 1, 0, 0, 0}));
	registers.rdx = 0x3fd;
	EXPECT_ALL(expect_ve(run(Mode::Compatibility, in_ax_dx, registers),
		{exit_io, 0x3fd << 16 | 1 << 3 | 1, 2, 0, 0, 0}));
	EXPECT_ALL(expect_fault(run(Mode::Compatibility, seamcall), vector_ud));
}

// SYSCALL is there in 64-bit mode only.
GUEST_TEST(compatibility_mode_has_cpuid)
{
	Frame registers{};

	registers.rax = 0x80000001;
	Trap const trap{run(Mode::Compatibility, cpuid_then_ud2, registers)};
	EXPECT(trap.is(vector_ud));
	EXPECT_EQ(trap.frame.rdx, 0x2c100000);
}

GUEST_TEST(user_mode_of_32_bits_has_no_tdcall)
{
	open_for_user32();
	EXPECT_ALL(expect_fault(run(Mode::User32, tdcall), vector_gp));
	EXPECT_ALL(expect_fault(run(Mode::User32, hlt), vector_gp));
	EXPECT_EQ(run(Mode::User32, hlt).frame.cs, select_user_code32);
}
