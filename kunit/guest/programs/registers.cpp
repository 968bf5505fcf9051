// SPDX-License-Identifier: GPL-2.0
//
// Registers over TD exits, with random content, on two vCPUs at once.  The VMM answers that it
// knows no such hypercall: R10 changes where it is exposed, and nothing else.  Registers that are
// not exposed are 0 to it, and it gives back zeros.
#include "runtime/cpu.hpp"
#include "runtime/exchange.hpp"
#include "runtime/facts.hpp"
#include "runtime/test.hpp"

using namespace guest;

namespace {

constexpr u32 number_rcx = 1;
constexpr u32 number_rsp = 4;
constexpr u32 number_r10 = 10;
constexpr u32 number_r11 = 11;
// What a TD with NO_RBP_MOD may expose: not RAX, RCX, RSP and RBP.
constexpr u64 gpr_mask = 0xffcc;
constexpr u64 xmm_mask = 0xffff0000;

constexpr u64 arithmetic_flags = 0x8d5; // OF SF ZF AF PF CF
constexpr u64 direction_flag = 0x400;
constexpr u64 fixed_flag = 2;

// MSRs that are the guest's, and which values they take.
struct Msrs {
	u32 msr;
	u64 valid;
};

constexpr Msrs msrs[] = {
	{0x174, 0xffffffff},
	{0x175, 0x7fffffffffff},
	{0x176, 0x7fffffffffff},
	{0xc0000081, ~0ULL},
	{0xc0000082, 0x7fffffffffff},
	{0xc0000084, 0xffffffff},
	{0xc0000100, 0x7fffffffffff},
	{0xc0000101, 0x7fffffffffff},
	{0xc0000102, 0x7fffffffffff},
	{0xc0000103, 0xffffffff},
};
constexpr u32 num_msrs = sizeof(msrs) / sizeof(*msrs);

// Each vCPU's own.
struct Round {
	Random random;
	Registers in, out;
	Image image_in, image_out;
	u64 msr[num_msrs];
	u64 dr[4];
};

Round round_of[max_vcpus];

void randomize(Image &image, Random &random)
{
	u64 *const word{reinterpret_cast<u64 *>(image.bytes)};
	u64 const r{random.next()};

	for (u32 i = 0; i < sizeof(image) / 8; i++)
		word[i] = random.next();
	// x87: all exceptions masked; rounding, TOP and condition codes, which registers are used.
	word[0] = 0x37f | (r & 3) << 10 | (r >> 2 & 0x7f) << 24 | (r >> 9 & 0xff) << 32;
	word[1] = word[2] = 0;
	// MXCSR likewise.
	word[3] = (0x1f80 | (r >> 20 & 3) << 13 | (r >> 22 & 0x3f)) | 0xffffULL << 32;
	for (u32 i = 0; i < 8; i++)
		word[5 + 2 * i] &= 0xffff;
	for (u32 i = 52; i < 72; i++)
		word[i] = 0;
	word[64] = 7; // all three components
}

void compare(char const *what, u8 const *is, u8 const *wanted, u32 bytes)
{
	expect(what, !__builtin_memcmp(is, wanted, bytes));
}

void compare(Image const &is, Image const &wanted)
{
	compare("x87 control, status, tag", is.bytes, wanted.bytes, 5);
	compare("MXCSR", is.bytes + 24, wanted.bytes + 24, 4);
	for (u32 i = 0; i < 8; i++)
		compare("ST", is.bytes + 32 + 16 * i, wanted.bytes + 32 + 16 * i, 10);
	compare("XMM", is.bytes + 160, wanted.bytes + 160, 256);
	compare("YMM", is.bytes + 576, wanted.bytes + 576, 256);
}

void write_dr(u64 const (&dr)[4])
{
	asm volatile("movq %0, %%dr0\n\tmovq %1, %%dr1\n\tmovq %2, %%dr2\n\tmovq %3, %%dr3"
		     :
		     : "r"(dr[0]), "r"(dr[1]), "r"(dr[2]), "r"(dr[3]));
}

void read_dr(u64 (&dr)[4])
{
	asm volatile("movq %%dr0, %0\n\tmovq %%dr1, %1\n\tmovq %%dr2, %2\n\tmovq %%dr3, %3"
		     : "=r"(dr[0]), "=r"(dr[1]), "=r"(dr[2]), "=r"(dr[3]));
}

void randomize(Round &round)
{
	for (u64 &gpr : round.in.gpr)
		gpr = round.random.next();
	round.in.rflags = fixed_flag | (round.random.next() & (arithmetic_flags | direction_flag));
	randomize(round.image_in, round.random);
}

void set_msrs(Round &round)
{
	for (u32 i = 0; i < num_msrs; i++) {
		round.msr[i] = round.random.next() & msrs[i].valid;
		expect("WRMSR", !wrmsr(msrs[i].msr, round.msr[i]).taken);
	}
	for (u64 &dr : round.dr)
		dr = round.random.next();
	write_dr(round.dr);
}

void check_msrs(Round const &round)
{
	u64 dr[4];

	for (u32 i = 0; i < num_msrs; i++)
		expect_equal("an MSR", rdmsr(msrs[i].msr).value, round.msr[i]);
	read_dr(dr);
	for (u32 i = 0; i < 4; i++)
		expect_equal("DR0-3", dr[i], round.dr[i]);
}

void check(Round const &round, Registers const &wanted)
{
	for (u32 i = 0; i < 16; i++)
		if (i != number_rsp)
			expect_equal("a register", round.out.gpr[i], wanted.gpr[i]);
	expect_equal("RFLAGS", round.out.rflags, wanted.rflags);
	compare(round.image_out, round.image_in);
}

void call_with(Round &round, u64 mask)
{
	Registers &in{round.in};

	randomize(round);
	in.gpr[0] = 0;
	in.gpr[number_rcx] = mask;
	// A number that no hypercall has.
	if (mask >> number_r11 & 1)
		in.gpr[number_r11] |= 1ULL << 63;
	guest_tdcall(&in, &round.out, &round.image_in, &round.image_out);
	Registers wanted{in};
	if (mask >> number_r10 & 1)
		wanted.gpr[number_r10] = vmcall_invalid_operand;
	check(round, wanted);
}

void begin(Round &round, u64 seed)
{
	round.random = {seed};
	expect("XSAVE", enable_xsave());
}

// From time to time MSRs too, each of which costs an exit.
void random_rounds(Round &round, u32 count)
{
	constexpr u32 rounds_per_msrs{200};

	for (u32 i = 0; i < count && !failed(); i++) {
		if (!(i % rounds_per_msrs)) {
			if (i)
				check_msrs(round);
			set_msrs(round);
		}
		call_with(round, round.random.next() & (gpr_mask | xmm_mask));
	}
	check_msrs(round);
}

// On each vCPU, unless the command line says otherwise: rounds=N.
u32 rounds()
{
	return static_cast<u32>(option("rounds", 2000));
}

void rounds_of_another(void *)
{
	begin(round_of[1], 0x123456789abcdef);
	random_rounds(round_of[1], rounds());
}

} // namespace

GUEST_TEST(each_register_alone)
{
	Round &round{round_of[0]};

	begin(round, 0xfeedface);
	set_msrs(round);
	for (u32 i = 0; i < 32; i++)
		if ((gpr_mask | xmm_mask) >> i & 1)
			EXPECT_ALL(call_with(round, 1ULL << i));
	check_msrs(round);
}

GUEST_TEST(all_registers_but_one)
{
	Round &round{round_of[0]};

	for (u32 i = 0; i < 32; i++)
		EXPECT_ALL(call_with(round, (gpr_mask | xmm_mask) & ~(1ULL << i)));
	EXPECT_ALL(call_with(round, 0));
	EXPECT_ALL(call_with(round, gpr_mask));
	EXPECT_ALL(call_with(round, xmm_mask));
	check_msrs(round);
}

// A hypercall's results come back only in registers that are exposed.
GUEST_TEST(what_the_vmm_changes)
{
	constexpr u64 cpuid_number{10};
	Round &round{round_of[0]};

	for (u32 exposed = 0; exposed < 64; exposed++) {
		u64 const answer[]{
			vmcall_success, cpuid_number, 0x40000001, 0x4b4d564b, 0x564b4d56, 0x4d};
		u64 const mask{u64{exposed} << number_r10 | (round.random.next() & xmm_mask)};
		bool const known{(exposed & 2) != 0};
		bool const has_leaf{(exposed & 4) != 0};

		randomize(round);
		round.in.gpr[0] = 0;
		round.in.gpr[number_rcx] = mask;
		round.in.gpr[10] = 0;
		round.in.gpr[11] = cpuid_number;
		round.in.gpr[12] = 0x40000000;
		guest_tdcall(&round.in, &round.out, &round.image_in, &round.image_out);
		Registers wanted{round.in};
		for (u32 i = 0; i < 6; i++) {
			// CPUID leaf 0 if R12 was not exposed; no hypercall at all if R11 was not.
			u64 const value{!known ? (i ? round.in.gpr[10 + i] : vmcall_invalid_operand)
					: i < 2 || has_leaf ? answer[i]
							    : 0};
			if (exposed >> i & 1)
				wanted.gpr[10 + i] = value;
		}
		EXPECT_ALL(check(round, wanted));
	}
}

GUEST_TEST(random_masks_on_two_vcpus)
{
	begin(round_of[0], 0xabcdef0123);
	start_on(1, rounds_of_another, nullptr);
	random_rounds(round_of[0], rounds());
	done_on(1);
}

// These runs end by interrupts of the host.
GUEST_TEST(asynchronous_exits_on_two_vcpus)
{
	constexpr auto spin = [](void *which) {
		Round &round{*static_cast<Round *>(which)};

		begin(round, 0x5eed + reinterpret_cast<u64>(which));
		set_msrs(round);
		for (u32 i = 0; i < 40 && !failed(); i++) {
			randomize(round);
			round.in.gpr[number_rcx] = 1000000;
			guest_spin(&round.in, &round.out, &round.image_in, &round.image_out);
			Registers wanted{round.in};
			wanted.gpr[number_rcx] = 0;
			check(round, wanted);
		}
		check_msrs(round);
	};

	start_on(1, spin, &round_of[1]);
	spin(&round_of[0]);
	done_on(1);
}
