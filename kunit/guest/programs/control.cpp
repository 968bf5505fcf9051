// SPDX-License-Identifier: GPL-2.0
//
// Writes of CR0, CR4 and XCR0.
#include "runtime/cpu.hpp"
#include "runtime/ve.hpp"

using namespace guest;

namespace {

constexpr u64 cr0_mp = 1 << 1;
constexpr u64 cr0_ts = 1 << 3;
constexpr u64 cr0_ne = 1 << 5;
constexpr u64 cr0_wp = 1 << 16;
constexpr u64 cr0_am = 1 << 18;
constexpr u64 cr0_nw = 1ULL << 29;
constexpr u64 cr0_cd = 1ULL << 30;
constexpr u64 cr0_pg = 1ULL << 31;
constexpr u64 cr0_kept = 0x1ff80000 | 1 << 17 | 0xffc0;

constexpr u64 cr4_tsd = 1 << 2;
constexpr u64 cr4_pae = 1 << 5;
constexpr u64 cr4_mce = 1 << 6;
constexpr u64 cr4_pge = 1 << 7;
constexpr u64 cr4_la57 = 1 << 12;
constexpr u64 cr4_vmxe = 1 << 13;
constexpr u64 cr4_smxe = 1 << 14;

// By RCX, number 1.
constexpr VeInfo cr_ve(u64 cr)
{
	return {exit_cr, cr | 1 << 8, 3, 0, 0, 0};
}

void expect_gp(Trap const &trap)
{
	EXPECT_ALL(expect_fault(trap, vector_gp));
}

} // namespace

GUEST_TEST(what_is_read)
{
	EXPECT_EQ(read_cr0() & (1 | 1 << 4 | cr0_ne | cr0_pg), 1 | 1 << 4 | cr0_ne | cr0_pg);
	EXPECT_EQ(read_cr4() & (cr4_mce | cr4_pae), cr4_mce | cr4_pae);
	EXPECT_EQ(read_cr4() & (cr4_vmxe | cr4_smxe), 0);
}

GUEST_TEST(cr0_bits_of_the_guest)
{
	u64 const before{read_cr0()};

	for (u64 const bit : {cr0_mp, cr0_ts, cr0_wp, cr0_am}) {
		EXPECT(!write_cr0(before ^ bit).taken);
		EXPECT_EQ(read_cr0(), before ^ bit);
	}
	EXPECT(!write_cr0(before).taken);
	EXPECT_EQ(read_cr0(), before);
}

GUEST_TEST(cr0_bits_that_keep_their_values)
{
	u64 const before{read_cr0()};

	EXPECT(!write_cr0(before | cr0_kept).taken);
	EXPECT_EQ(read_cr0(), before);
	EXPECT(!write_cr0((before | cr0_kept) ^ cr0_wp).taken);
	EXPECT_EQ(read_cr0(), before ^ cr0_wp);
	EXPECT(!write_cr0(before).taken);
}

// Without bits 63:32: QEMU's selective CR0 intercept does not look at them, and its CPU ignores
// them.
GUEST_TEST(cr0_refused)
{
	u64 const before{read_cr0()};

	for (u64 const value : {before & ~cr0_ne, before & ~1ULL, before & ~cr0_pg}) {
		Trap const trap{write_cr0(value)};
		EXPECT_ALL(expect_gp(trap));
	}
	EXPECT_EQ(read_cr0(), before);
}

GUEST_TEST(cr0_caches_are_the_vmm_s)
{
	u64 const before{read_cr0()};

	EXPECT_ALL(expect_ve(write_cr0(before | cr0_cd), cr_ve(0)));
	EXPECT_ALL(expect_ve(write_cr0(before | cr0_cd | cr0_nw), cr_ve(0)));
	// The exit takes precedence over the CPU's #GP for NW without CD.
	EXPECT_ALL(expect_ve(write_cr0(before | cr0_nw), cr_ve(0)));
	EXPECT_EQ(read_cr0(), before);
}

GUEST_TEST(qualification_names_the_register)
{
	u64 const cr0{read_cr0() | cr0_cd};
	u64 const cr4{read_cr4() & ~cr4_mce};

	// Registers that no call in between uses.
	register u64 from_r12 asm("r12"){cr0};
	EXPECT_VE((VeInfo{exit_cr, 12 << 8, 4, 0, 0, 0}), "movq %%r12, %%cr0", : : "r"(from_r12));
	register u64 from_rbx asm("rbx"){cr4};
	EXPECT_VE((VeInfo{exit_cr, 4 | 3 << 8, 3, 0, 0, 0}), "movq %%rbx, %%cr4",
		  :
		  : "r"(from_rbx));
}

GUEST_TEST(lmsw_and_clts)
{
	u64 const before{read_cr0()};

	EXPECT(!TRY("lmsw %w0", : : "r"(cr0_ts | 1)).taken);
	EXPECT_EQ(read_cr0(), (before & ~cr0_mp) | cr0_ts);
	EXPECT(!TRY("clts").taken);
	EXPECT_EQ(read_cr0(), before & ~(cr0_mp | cr0_ts));
	// LMSW cannot clear PE.
	EXPECT(!TRY("lmsw %w0", : : "r"(cr0_mp)).taken);
	EXPECT_EQ(read_cr0(), (before & ~cr0_ts) | cr0_mp);
	EXPECT(!write_cr0(before).taken);
}

GUEST_TEST(cr4_bits_of_the_guest)
{
	u64 const before{read_cr4()};

	for (u64 const bit : {cr4_tsd, cr4_pge}) {
		EXPECT(!write_cr4(before ^ bit).taken);
		EXPECT_EQ(read_cr4(), before ^ bit);
	}
	EXPECT(!write_cr4(before).taken);
}

GUEST_TEST(cr4_bits_of_the_vmm)
{
	u64 const before{read_cr4()};

	EXPECT_ALL(expect_ve(write_cr4(before & ~cr4_mce), cr_ve(4)));
	EXPECT_ALL(expect_ve(write_cr4(before | cr4_vmxe), cr_ve(4)));
	EXPECT_ALL(expect_ve(write_cr4(before | cr4_smxe), cr_ve(4)));
	EXPECT_EQ(read_cr4(), before);
}

GUEST_TEST(cr4_refused)
{
	u64 const before{read_cr4()};

	// Key Locker, PKE, CET, PKS, UINTR: not in XFAM or ATTRIBUTES.
	for (u32 const bit : {15u, 19u, 22u, 23u, 24u, 25u})
		EXPECT_ALL(expect_gp(write_cr4(before | 1ULL << bit)));
	for (u32 bit = 26; bit < 64; bit++)
		EXPECT_ALL(expect_gp(write_cr4(before | 1ULL << bit)));
	// #GP takes precedence over the #VE of VMXE.
	EXPECT_ALL(expect_gp(write_cr4(before | cr4_vmxe | 1ULL << 40)));
	// Neither can change in long mode.
	EXPECT_ALL(expect_gp(write_cr4(before & ~cr4_pae)));
	EXPECT_ALL(expect_gp(write_cr4(before | cr4_la57)));
	EXPECT_EQ(read_cr4(), before);
}

// QEMU does not refuse reserved bits of CR8 either.
GUEST_TEST(cr3_and_cr8)
{
	u64 cr3, cr8;

	asm volatile("movq %%cr3, %0" : "=r"(cr3));
	EXPECT(!TRY("movq %0, %%cr3", : : "r"(cr3) : "memory").taken);
	EXPECT(!TRY("movq %0, %%cr8", : : "r"(5UL)).taken);
	asm volatile("movq %%cr8, %0" : "=r"(cr8));
	EXPECT_EQ(cr8, 5);
	EXPECT_EQ(rdmsr(0x808).value, 0x50);
	EXPECT(!wrmsr(0x808, 0x3f).taken);
	asm volatile("movq %%cr8, %0" : "=r"(cr8));
	EXPECT_EQ(cr8, 3);
	EXPECT_EQ(rdmsr(0x808).value, 0x3f);
	EXPECT(!wrmsr(0x808, 0).taken);
}

GUEST_TEST(xcr0_legal)
{
	EXPECT(enable_xsave());
	for (u64 const value : {1UL, 3UL, 7UL}) {
		EXPECT(!xsetbv(value).taken);
		EXPECT_EQ(xgetbv(), value);
	}
}

GUEST_TEST(xcr0_refused)
{
	EXPECT(!xsetbv(7).taken);
	for (u64 const value : {0UL, 2UL, 4UL, 5UL, 6UL})
		EXPECT_ALL(expect_gp(xsetbv(value)));
	EXPECT_ALL(expect_gp(xsetbv(7, 1)));
	EXPECT_ALL(expect_gp(xsetbv(7, 0x80000000)));
	EXPECT_ALL(expect_gp(xsetbv(7 | 1ULL << 62)));
	EXPECT_EQ(xgetbv(), 7);
}

// QEMU's XSETBV does not exit, so a component that its CPU has and XFAM lacks is not refused; the
// next exit takes it back.
GUEST_TEST(xcr0_outside_xfam_does_not_last)
{
	constexpr u64 pku{1 << 9};

	xsetbv(7 | pku);
	tdg_vp_info_out out{};
	EXPECT_EQ(core_tdg_vp_info(0, &out), 0);
	EXPECT_EQ(xgetbv(), 7);
}

GUEST_TEST(debug_registers)
{
	u64 value;

	asm volatile("movq %0, %%dr0" : : "r"(0x123456789abcUL));
	asm volatile("movq %0, %%dr3" : : "r"(~0UL));
	tdg_vp_info_out out{};
	EXPECT_EQ(core_tdg_vp_info(0, &out), 0);
	asm volatile("movq %%dr0, %0" : "=r"(value));
	EXPECT_EQ(value, 0x123456789abc);
	asm volatile("movq %%dr3, %0" : "=r"(value));
	EXPECT_EQ(value, ~0UL);
	asm volatile("movq %%dr6, %0" : "=r"(value));
	EXPECT_EQ(value, 0xffff0ff0);
	asm volatile("movq %%dr7, %0" : "=r"(value));
	EXPECT_EQ(value, 0x400);
}
