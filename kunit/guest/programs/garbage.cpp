// SPDX-License-Identifier: GPL-2.0
//
// Calls with whatever is in the registers, by the thousand and on two vCPUs at once: each gets an
// answer, and the TD goes on.  Left out is only what would end the TD, or have the TDX module write
// to memory of this program.
#include "asm/call.h"
#include "runtime/facts.hpp"
#include "runtime/memory.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u32 calls = 3000;
constexpr u64 too_wide = 1ULL << 50; // beyond the GPAs of every TD

u64 any_word(Random &random)
{
	switch (random.below(6)) {
	case 0:
		return 0;
	case 1:
		return ~0ULL;
	case 2:
		return 1ULL << random.below(64);
	case 3:
		return random.below(256);
	case 4:
		return random.next() & 0xffffffff;
	default:
		return random.next();
	}
}

tdx_regs any_registers(Random &random)
{
	tdx_regs regs;
	u64 *const word{reinterpret_cast<u64 *>(&regs)};

	for (u32 i = 0; i < sizeof(regs) / sizeof(u64); i++)
		word[i] = any_word(random);
	return regs;
}

// Success, or an error with a class that the TDX module has: 1 to 16.
bool is_status(u64 status)
{
	u64 const cls{status >> 40 & 0xff};

	return !(status >> 48 & 0xfff) && cls <= 0x10;
}

void call_leaves(Random &random)
{
	constexpr u64 memory_leaves{
		1 << 2 | 1 << 4 | 1 << 6 | 1 << 12 | 1 << 22 | 1 << 23 | 1 << 24};

	for (u32 i = 0; i < calls && !failed(); i++) {
		u64 const leaf{1 + (random.below(4) ? random.below(30) : random.next() & 0xffff)};
		u64 const rax{leaf | (random.below(8) ? 0 : any_word(random) << 16)};
		tdx_regs in{any_registers(random)}, out{};

		if (leaf < 32 && memory_leaves >> leaf & 1) {
			in.rcx |= too_wide;
			in.rdx |= too_wide;
		}
		// A random TDG.VP.CPUIDVE.SET may have made CPUID raise #VE.
		if (leaf == 5 || leaf == 10)
			in.rcx |= 1ULL << 40;
		u64 const status{tdx_tdcall_full(rax, &in, &out)};
		expect("a status", is_status(status));
		expect_equal("R15", out.r15, in.r15);
		expect_equal("RBX", out.rbx, in.rbx);
	}
}

bool is_answer(u64 r10)
{
	return r10 <= vmcall_retry || (r10 >= vmcall_invalid_operand && r10 <= vmcall_unsupported);
}

void make_hypercalls(Random &random)
{
	constexpr u64 numbers[]{
		10, 30, 31, 32, 48, 54, 65, 0x10000, 0x10001, 0x10002, 0x10004, 0x10005, 0x10006};
	constexpr u64 io{30}, wrmsr_number{32}, map_gpa{0x10001}, fatal_error{0x10003}, hlt{12};
	constexpr u64 icr{0x830}, icr_nmi{4 << 8};

	for (u32 i = 0; i < calls && !failed(); i++) {
		tdx_regs in{any_registers(random)}, out{};

		in.rcx = 0xffcc;
		in.r10 = random.below(8) ? 0 : in.r10;
		in.r11 = random.below(8) ? numbers[random.below(sizeof(numbers) / sizeof(u64))]
					 : in.r11;
		if (in.r11 == fatal_error || in.r11 == hlt)
			continue;
		// Some ports power off or reset the TD.
		if (in.r11 == io && random.below(2))
			in.r13 = 0;
		else if (in.r11 == io)
			in.r14 |= 1 << 12;
		// Converted pages lose their content.
		if (in.r11 == map_gpa)
			in.r12 |= too_wide;
		if (in.r11 == wrmsr_number && (in.r12 & 0xffffffff) == icr)
			in.r13 &= ~icr_nmi;
		u64 const status{tdx_tdcall_full(0, &in, &out)};
		expect_equal("TDG.VP.VMCALL", status, 0);
		expect("an answer", is_answer(out.r10));
	}
}

// With masks of registers that must not be exposed, too.
void make_hypercalls_with_any_mask(Random &random)
{
	for (u32 i = 0; i < calls && !failed(); i++) {
		tdx_regs in{any_registers(random)}, out{};
		u64 const mask{in.rcx};
		bool const refused{(mask & (0x33 | 0xffffffffULL << 32)) != 0};

		in.r11 |= 1ULL << 40;
		in.rbx |= 1;
		tdx_xmm xmm{};
		u64 const status{tdx_tdcall_xmm(0, &in, &out, &xmm, &xmm)};
		expect_equal("TDG.VP.VMCALL", status, refused ? operand_invalid | rcx : 0);
		expect_equal("RCX", out.rcx, mask);
	}
}

void everything(void *seed)
{
	Random random{*static_cast<u64 *>(seed)};

	call_leaves(random);
	make_hypercalls(random);
	make_hypercalls_with_any_mask(random);
}

u64 seeds[2] = {0x2545f4914f6cdd1d, 0x9e3779b97f4a7c15};

} // namespace

GUEST_TEST(on_one_vcpu)
{
	everything(&seeds[0]);
}

GUEST_TEST(on_two_vcpus)
{
	seeds[0] ^= 0xff;
	start_on(1, everything, &seeds[1]);
	everything(&seeds[0]);
	done_on(1);
}
