// SPDX-License-Identifier: GPL-2.0
//
// Exits of a vCPU under AMD-V, row by row of guest_exits.tsv: the TD exit that the host sees, or
// what the guest gets.  CPUID, MSRs, control registers and EPT violations have files of their own.
#include "test_emu_run.hpp"

namespace {

using namespace test;

struct Exits : RunGuest {
	Exits() { long_mode(); }
	Entry after_code(std::vector<u8> const &code, u32 exit, u64 info_1 = 0, u64 info_2 = 0)
	{
		long_mode();
		put_code(code);
		return after_exit(exit, info_1, info_2);
	}
};

// They stay pending, and there is no vector to tell.
TEST_F(Exits, EventsOfTheHost)
{
	expect_td_exit(exit_with(0x60), 1, 0);
	expect_td_exit(exit_with(0x61), 0, 0);
	expect_td_exit(exit_with(0x62), 6, 0);
	expect_td_exit(exit_with(0x63), 3, 0);
	// The vCPU goes on where it was.
	run();
	EXPECT_EQ(entries[0].vmcb.rip, gpa_code);
	EXPECT_EQ(entries[0].vmcb.event, no_event);
}

TEST_F(Exits, MachineCheckEndsTheTd)
{
	expect_td_exit(exit_with(0x52), raw(0x60000005), 0, 0, 0, 0x80000312);
	EXPECT_EQ(on.call(HostLeaf::VpEnter, {.rcx = tdvpr()}).rax, raw(0xe0000604));
}

TEST_F(Exits, Shutdown)
{
	expect_td_exit(exit_with(0x7f), raw(0x40000001, 2), 0);
	EXPECT_EQ(on.call(HostLeaf::VpEnter, {.rcx = tdvpr()}).rax, raw(0xc0000700));
	EXPECT_FALSE(td.root().fatal);
}

// The CPU does not leave the vCPU's state in the control block then.
TEST_F(Exits, ShutdownKeepsTheState)
{
	steps = {[](Vmcb &control, emu_regs &regs) {
		control.rip = 0x666;
		exit_with(0x7f)(control, regs);
	}};
	run();
	EXPECT_EQ(vmcs_word(vmcs_slot(vmcs::GUEST_RIP)), gpa_code);
}

TEST_F(Exits, InvalidState)
{
	expect_td_exit(exit_with(0xffffffff), raw(0x60000002, 33 | 1u << 31), 0);
	EXPECT_EQ(on.call(HostLeaf::VpEnter, {.rcx = tdvpr()}).rax, raw(0xe0000604));
}

TEST_F(Exits, TaskSwitch)
{
	constexpr u64 by_iret{1ULL << 36}, by_jump{1ULL << 38};

	// Selector, and who asked for it: CALL, IRET, JMP, a task gate.
	expect_td_exit(exit_with(0x7d, 0x28), 9, 0x28);
	expect_td_exit(exit_with(0x7d, 0x28, by_iret), 9, 0x40000028);
	expect_td_exit(exit_with(0x7d, 0x28, by_jump), 9, 0x80000028);
	expect_td_exit(
		[](Vmcb &control, emu_regs &regs) {
			exit_with(0x7d, 0x28)(control, regs);
			control.exit_int_info = 0x80000308;
		},
		9, 0xc0000028);
}

struct VeRow {
	char const *name;
	std::vector<u8> code;
	u32 exit;
	u32 reason;
	u32 length;
};

TEST_F(Exits, InstructionsThatAreAVe)
{
	VeRow const rows[]{
		{"HLT", {0xf4}, 0x78, 12, 1},
		{"INVD", {0x0f, 0x08}, 0x76, 13, 2},
		{"VMCALL", {0x0f, 0x01, 0xc1}, exit_of_ud, 18, 3},
		{"MWAIT", {0x0f, 0x01, 0xc9}, 0x8b, 36, 3},
		{"MONITOR", {0x0f, 0x01, 0xc8}, 0x8a, 39, 3},
		{"WBINVD", {0x0f, 0x09}, 0x89, 54, 2},
		{"WBNOINVD", {0xf3, 0x0f, 0x09}, 0x89, 54, 3},
	};

	for (auto const &row : rows) {
		SCOPED_TRACE(row.name);
		expect_ve(after_code(row.code, row.exit), {row.reason, 0, row.length});
	}
}

TEST_F(Exits, Pconfig)
{
	expect_fault(after_code({0x0f, 0x01, 0xc5}, exit_of_ud), event_ud);
	td.control().cpu = td.control().cpu | tdx::emu::TdCpu::pconfig;
	expect_ve(after_code({0x0f, 0x01, 0xc5}, exit_of_ud), {65, 0, 3});
}

TEST_F(Exits, InstructionsThatAreUndefined)
{
	VeRow const rows[]{
		{"GETSEC", {0x0f, 0x37}, exit_of_ud, 0, 0},
		{"RSM", {0x0f, 0xaa}, 0x73, 0, 0},
		{"VMLAUNCH", {0x0f, 0x01, 0xc2}, exit_of_ud, 0, 0},
		{"VMXOFF", {0x0f, 0x01, 0xc4}, exit_of_ud, 0, 0},
		{"INVEPT", {0x66, 0x0f, 0x38, 0x80, 0x00}, exit_of_ud, 0, 0},
		{"INVVPID", {0x66, 0x0f, 0x38, 0x81, 0x00}, exit_of_ud, 0, 0},
		{"ENCLS", {0x0f, 0x01, 0xcf}, exit_of_ud, 0, 0},
		{"SEAMCALL", {0x66, 0x0f, 0x01, 0xcf}, exit_of_ud, 0, 0},
		{"VMRUN", {0x0f, 0x01, 0xd8}, 0x80, 0, 0},
		{"VMMCALL", {0x0f, 0x01, 0xd9}, 0x81, 0, 0},
		{"VMLOAD", {0x0f, 0x01, 0xda}, 0x82, 0, 0},
		{"VMSAVE", {0x0f, 0x01, 0xdb}, 0x83, 0, 0},
		{"STGI", {0x0f, 0x01, 0xdc}, 0x84, 0, 0},
		{"CLGI", {0x0f, 0x01, 0xdd}, 0x85, 0, 0},
		{"SKINIT", {0x0f, 0x01, 0xde}, 0x86, 0, 0},
		{"INVLPGA", {0x0f, 0x01, 0xdf}, 0x7a, 0, 0},
	};

	for (auto const &row : rows) {
		SCOPED_TRACE(row.name);
		expect_fault(after_code(row.code, row.exit), event_ud);
	}
}

TEST_F(Exits, Rdpmc)
{
	expect_fault(after_code({0x0f, 0x33}, 0x6f), event_gp);
}

// Qualification: size - 1, IN, string, REP, immediate port, port; of strings the address size and
// segment in the instruction information, and where they are: ES:RDI of INS, RSI of OUTS.
TEST_F(Exits, Io)
{
	constexpr u64 in = 1, string = 4, rep = 8, size_8 = 1 << 4, size_16 = 1 << 5,
		      size_32 = 1 << 6;
	constexpr u64 rdi = 0xffff800000123450, rsi = 0xffff900000678900, gs_base = 0x70000;
	struct {
		std::vector<u8> code;
		u64 info;
		u64 port;
		u64 qualification;
		u32 information;
		u64 gla{0};
	} const rows[]{
		{{0xec}, in | size_8, 0x3fd, 0x3fd0008, 0},
		{{0xee}, size_8, 0x3f8, 0x3f80000, 0},
		{{0x66, 0xef}, size_16, 0x70, 0x700001, 0},
		{{0xed}, in | size_32, 0xcfc, 0xcfc000b, 0},
		{{0xe4, 0x64}, in | size_8, 0x64, 0x640048, 0},
		{{0xe6, 0x80}, size_8, 0x80, 0x800040, 0},
		{{0x66, 0xe7, 0x80}, size_16, 0x80, 0x800041, 0},
		{{0x2e, 0xe6, 0x80}, size_8, 0x80, 0x800040, 0},
		{{0x6c}, in | string | size_8, 0x1f0, 0x1f00018, 2 << 7, rdi},
		{{0xf3, 0x66, 0x6f}, string | rep | size_16, 0x1f0, 0x1f00031, 2 << 7 | 3 << 15,
			rsi},
		{{0xf3, 0x67, 0x6e}, string | rep | size_8, 0x1f0, 0x1f00030, 1 << 7 | 3 << 15,
			rsi & 0xffffffff},
		{{0x65, 0x6e}, string | size_8, 0x1f0, 0x1f00010, 2 << 7 | 5 << 15, gs_base + rsi},
	};

	for (auto const &row : rows) {
		SCOPED_TRACE(row.qualification);
		u32 const length{static_cast<u32>(row.code.size())};
		long_mode();
		put_code(row.code);
		Entry const entry{after([&](Vmcb &control, emu_regs &regs) {
			regs.gpr.rdi = rdi;
			regs.gpr.rsi = rsi;
			control.gs.base = gs_base;
			exit_with(0x7b, row.port << 16 | row.info, gpa_code + length)(
				control, regs);
		})};
		expect_ve(entry, {30, row.qualification, length, 0, row.gla, row.information});
	}
}

TEST_F(Exits, TdcallIsTheLeafFunction)
{
	std::vector<u8> const tdcall{0x66, 0x0f, 0x01, 0xcc};
	put_code(tdcall);

	Entry const entry{after([](Vmcb &control, emu_regs &regs) {
		control.rax = leaf_number(GuestLeaf::VpInfo);
		regs.gpr.rbx = 0xb;
		exit_with(exit_of_ud)(control, regs);
	})};
	expect_done(entry, 4);
	EXPECT_EQ(entry.vmcb.rax, 0u);
	EXPECT_EQ(entry.regs.gpr.rcx, 48u);
	EXPECT_EQ(entry.regs.gpr.rdx, 0u);
	EXPECT_EQ(entry.regs.gpr.r8, 4ULL << 32 | 1);
	EXPECT_EQ(entry.regs.gpr.r9, 0u);
	EXPECT_EQ(entry.regs.gpr.rbx, 0xbu);
}

TEST_F(Exits, TdcallIsForTheKernel)
{
	std::vector<u8> const tdcall{0x66, 0x0f, 0x01, 0xcc};

	long_mode();
	put_code(tdcall);
	set_cpl(3);
	expect_fault(after_exit(exit_of_ud), event_gp);
	// Compatibility mode.
	long_mode();
	vmcs_word(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) = 0xc09b;
	expect_fault(after_exit(exit_of_ud), event_gp);
	// A VMCALL of its users is a #VE as well.
	long_mode();
	put_code({0x0f, 0x01, 0xc1});
	set_cpl(3);
	expect_ve(after_exit(exit_of_ud), {18, 0, 3});
}

// The host gets the registers that the guest names, and gives them back.
TEST_F(Exits, Hypercall)
{
	put_code({0x66, 0x0f, 0x01, 0xcc});
	emu_regs const out{td_exit([](Vmcb &control, emu_regs &regs) {
		control.rax = leaf_number(GuestLeaf::VpVmcall);
		regs.gpr = {.rcx = 0x1c00, .r10 = 0, .r11 = 12, .r12 = 1, .r13 = 0xdd, .rbx = 0xbb};
		exit_with(exit_of_ud)(control, regs);
	})};
	EXPECT_EQ(out.rax, 77u);
	EXPECT_TRUE(out.gpr == (tdx_regs{.rcx = 0x1c00, .r11 = 12, .r12 = 1}));

	run({.r10 = 0x10, .r11 = 0x11, .r12 = 0x12, .r13 = 0x13, .rbx = 0x1b});
	EXPECT_EQ(entries[0].vmcb.rip, gpa_code + 4);
	EXPECT_EQ(entries[0].vmcb.rax, 0u);
	EXPECT_TRUE(entries[0].regs.gpr == (tdx_regs{.rcx = 0x1c00,
						   .r10 = 0x10,
						   .r11 = 0x11,
						   .r12 = 0x12,
						   .r13 = 0xdd,
						   .rbx = 0xbb}));
}

// The clock of a TD whose frequency the CPU can't make.
TEST_F(Exits, ScaledClock)
{
	vmcs_word(vmcs_slot(vmcs::TSC_MULTIPLIER)) = 1ULL << 47;
	vmcs_word(vmcs_slot(vmcs::TSC_OFFSET)) = 1ULL << 60;
	vcpu_field<u64>(tdx::emu::vcpu_field::tsc_aux) = 0x12345;
	u64 const before{__builtin_ia32_rdtsc() / 2 + (1ULL << 60)};
	Entry entry{after_exit(0x6e)};
	u64 const now{entry.regs.gpr.rdx << 32 | entry.vmcb.rax};
	expect_done(entry, 2);
	EXPECT_GE(now, before);
	EXPECT_LE(now, __builtin_ia32_rdtsc() / 2 + (1ULL << 60));
	EXPECT_EQ(entries[0].vmcb.intercepts[0] >> 14 & 1, 1u);
	EXPECT_EQ(entries[0].vmcb.intercepts[1] >> 7 & 1, 1u);

	long_mode();
	entry = after_exit(0x87);
	expect_done(entry, 3);
	EXPECT_EQ(entry.regs.gpr.rcx, 0x12345u);
	EXPECT_GE(entry.regs.gpr.rdx << 32 | entry.vmcb.rax, now);
}

// An instruction that was carried out ends the blocking by STI, and outside of 64-bit mode RIP
// wraps at 4 GiB.
TEST_F(Exits, Advance)
{
	vmcs_word(vmcs_slot(vmcs::TSC_MULTIPLIER)) = 1ULL << 47;
	Entry entry{after([](Vmcb &control, emu_regs &regs) {
		control.int_state = 1;
		exit_with(0x6e)(control, regs);
	})};
	EXPECT_EQ(entry.vmcb.int_state, 0u);

	vmcs_word(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) = 0xc09b;
	vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = 0xfffffffe;
	EXPECT_EQ(after_exit(0x6e).vmcb.rip, 0u);
}

struct DebugExits : RunGuest {
	DebugExits() : RunGuest{{.td = {.debug = true}}} { long_mode(); }
};

TEST_F(DebugExits, InvalidState)
{
	expect_td_exit(exit_with(0xffffffff), 33 | 1u << 31, 0);
	EXPECT_FALSE(td.root().fatal);
	run();
	EXPECT_EQ(entries.size(), 1u);
}

// Exceptions that the host asked for, with what says that there is an error code.
TEST_F(DebugExits, Exceptions)
{
	constexpr u64 bitmap{1 << 18 | 1 << 1 | 1 << 3 | 1 << 13 | 1 << 14};
	vmcs_word(vmcs_slot(vmcs::EXCEPTION_BITMAP)) = bitmap;
	run();
	EXPECT_EQ(entries[0].vmcb.exceptions, bitmap | 1 << 6);
	expect_td_exit(exit_with(0x41), 0, 0, 0, 0, 0x80000301);
	expect_td_exit(exit_with(0x43), 0, 0, 0, 0, 0x80000303);
	expect_td_exit(exit_with(0x4d), 0, 0, 0, 0, 0x80000b0d);
	expect_td_exit(exit_with(0x4e), 0, 0, 0, 0, 0x80000b0e);
	run();
	EXPECT_EQ(entries[0].vmcb.event, no_event);
}

} // namespace
