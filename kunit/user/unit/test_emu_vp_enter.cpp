// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.ENTER: its checks, and a vCPU that runs: what other LPs see of it, and how it ends.
#include <gtest/gtest.h>

#include <cstring>

#include "core/call/core.h"
#include "core/emu/vcpu/vcpu.hpp"
#include "core/emu/vcpu/vcpu_layout.hpp"
#include "kunit/user/host/access_trap.hpp"
#include "kunit/user/host/registers.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u64 first_rcx = 0x1234;
constexpr u64 mtf_fsm = 1 << 18; // of IA32_MISC_ENABLE

constexpr u32 operand_busy = 0x80000200;
constexpr u32 state_incorrect = 0xc0000700;

// A TD that runs, with one vCPU.
struct EmuVpEnter : testing::Test {
	Platform on;
	TestTd td{on};
	u64 tdvpr{on.page()};

	void SetUp() override
	{
		on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
		for (int i = 0; i < 5; i++)
			on.must(HostLeaf::VpAddcx, {.rcx = on.page(), .rdx = tdvpr});
		on.must(HostLeaf::VpInit, {.rcx = tdvpr, .rdx = first_rcx});
		on.must(HostLeaf::MrFinalize, {.rcx = td.tdr});
	}
	u64 enter(u64 rcx, u32 lp = 0) { return on.call(HostLeaf::VpEnter, {.rcx = rcx}, lp).rax; }
	u64 enter() { return enter(tdvpr); }
};

TEST_F(EmuVpEnter, Operand)
{
	EXPECT_EQ(enter(tdvpr | 1), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 0x800), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 1ULL << 54), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 1ULL << 63), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 1ULL << 46), raw(0xc0000100, 1)); // a KeyID
	EXPECT_EQ(enter(host_base), raw(0xc0000101, 1));
	EXPECT_EQ(enter(td.tdr), raw(0xc0000300, 1));
	// No trap-like exit before, and no L2 VM.
	EXPECT_EQ(enter(tdvpr | 1ULL << 52), raw(0xc0000100, 1));
	EXPECT_EQ(enter(tdvpr | 1ULL << 53), raw(0xc0000100, 1));
}

// A kernel that unwinds the stack by RBP enters a TD that keeps it, whatever the TDX module can do.
TEST_F(EmuVpEnter, IsRefusedToTdsThatLoseRbp)
{
	constexpr u64 no_rbp_mod = 1 << 2;
	sigill::Answerer const answerer{on.machine.module()};
	tdx_regs in{};
	tdx_regs out;
	tdx_xmm xmm{};

	sigill::set_lp(0);
	host::set_unwinds_by_rbp(true);
	in.rcx = tdvpr;
	td.control().config_flags = td.control().config_flags & ~no_rbp_mod;
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), 0x8000ff00ffff0001u);
	EXPECT_EQ(host::guest_runs(), 0u);
	td.control().config_flags = td.control().config_flags | no_rbp_mod;
	(void)core_vp_enter(&in, &out, &xmm);
	EXPECT_EQ(host::guest_runs(), 1u);
	in.rcx = on.page(); // belongs to no TD
	EXPECT_EQ(core_vp_enter(&in, &out, &xmm), 0x8000ff00ffff0001u);
	EXPECT_EQ(host::guest_runs(), 1u);
}

TEST_F(EmuVpEnter, LocksAndState)
{
	for (auto const &[operand, status] : {std::pair{1u, raw(operand_busy, 1)},
		     {128u, raw(operand_busy, 128)}, {172u, raw(operand_busy, 172)}}) {
		emu_fault const busy{.kind = EMU_FAULT_BUSY, .subject = operand, .times = 1};
		ASSERT_EQ(emu_inject(on.machine.module(), &busy), 0);
		EXPECT_EQ(enter(), status);
	}
	td.set_state(OpState::Initialized);
	EXPECT_EQ(enter(), raw(0xc0000608));
	td.set_state(OpState::Runnable);
	td.root().fatal = true;
	EXPECT_EQ(enter(), raw(0xe0000604));
	td.root().fatal = false;
	// VP.INIT tied it to LP 0.
	EXPECT_EQ(enter(tdvpr, 1), raw(0x80000701));
}

TEST_F(EmuVpEnter, Msrs)
{
	on.machine.set_msr(0, 0x1a0, 1 << 22 | mtf_fsm);
	EXPECT_EQ(enter(tdvpr | 1), raw(0xc0000901));
	on.machine.forget_changes();
	on.machine.set_msr(0, 0x3b, 1);
	EXPECT_EQ(enter(), raw(0xc0000920, 0x3b));
	EXPECT_EQ(enter(tdvpr | 1ULL << 53), raw(0xc0000100, 1));
}

u8 *field(u64 tdvpr, tdx::emu::VcpuSlot slot)
{
	return static_cast<u8 *>(host::at(tdvpr)) + slot.offset;
}

TEST_F(EmuVpEnter, ClockAndMonitor)
{
	static_assert(!tdx::emu::vcpu_field::last_exit_tsc.page);
	u64 const later{__builtin_ia32_rdtsc() + (1ULL << 62)};
	u64 const never{0};
	u8 *const last_exit{field(tdvpr, tdx::emu::vcpu_field::last_exit_tsc)};

	std::memcpy(last_exit, &later, sizeof(later));
	EXPECT_EQ(enter(), raw(0xc0000706)) << "the TSC went back";
	std::memcpy(last_exit, &never, sizeof(never));

	// A TD that was told of MONITOR, on a CPU where the BIOS has switched it off.
	td.control().cpu = td.control().cpu | tdx::emu::TdCpu::monitor;
	on.machine.set_msr(0, 0x1a0, 0);
	EXPECT_EQ(enter(), raw(0xc0000921, 0x1a0));
	on.machine.set_msr(0, 0x1a0, mtf_fsm);
	EXPECT_EQ(enter(), raw(0xc0000100, 0)) << "past its checks";
}

// Where nobody runs guests the leaf function is not modelled, once its checks have passed.
TEST_F(EmuVpEnter, NobodyRunsGuests)
{
	EXPECT_EQ(enter(), raw(0xc0000100, 0));
	emu_regs regs{};
	EXPECT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_UD);
	emu_exit const interrupt{1, 0, 0, 0, 0};
	EXPECT_EQ(emu_vm_exit(on.machine.module(), 0, &interrupt, &regs), EMU_UD);
	EXPECT_EQ(on.call(HostLeaf::VpFlush, {.rcx = tdvpr}).rax, 0u);
}

struct RunningGuest : EmuVpEnter {
	void SetUp() override
	{
		EmuVpEnter::SetUp();
		on.machine.module()->config.guests = 1;
	}
	emu_regs guest()
	{
		emu_regs regs{};
		regs.gpr.rcx = tdvpr;
		regs.rbp = 0xbbbb;
		regs.gpr.r12 = 0x12;
		EXPECT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);
		return regs;
	}
	emu_regs exit(u32 reason, u64 qualification = 0, u64 interruption = 0)
	{
		emu_exit const why{reason, qualification, 0, 0, interruption};
		emu_regs regs{};
		EXPECT_EQ(emu_vm_exit(on.machine.module(), 0, &why, &regs), EMU_EXITED);
		return regs;
	}
	// Of a guest that uses all of its registers.
	static emu_regs busy_guest(u64 rax = 0xaaaa) { return {rax, filled(0x5555), 0xbbbb}; }
	emu_regs exit_of_busy_guest(emu_exit const &why)
	{
		emu_regs regs{busy_guest()};
		EXPECT_EQ(emu_vm_exit(on.machine.module(), 0, &why, &regs), EMU_EXITED);
		return regs;
	}
	// The vCPU, tied to LP 0 by VP.INIT, runs from there on.
	emu_regs call(u64 leaf, u64 rcx, u64 rdx = 0)
	{
		emu_regs regs{};
		regs.rax = leaf;
		regs.gpr.rcx = rcx;
		regs.gpr.rdx = rdx;
		EXPECT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_ANSWERED);
		return regs;
	}
};

void expect_host_sees(emu_regs const &out, u64 rax, tdx_regs const &gpr)
{
	EXPECT_EQ(out.rax, rax);
	EXPECT_TRUE(out.gpr == gpr);
	EXPECT_EQ(out.rbp, 0u);
}

TEST_F(RunningGuest, FirstRegisters)
{
	emu_regs const regs{guest()};
	EXPECT_EQ(regs.rax, 0u);
	EXPECT_EQ(regs.gpr.rcx, first_rcx);
	EXPECT_EQ(regs.gpr.r8, first_rcx);
	EXPECT_EQ(regs.gpr.rbx, 48u);
	EXPECT_EQ(regs.gpr.rsi, 0u);
	EXPECT_EQ(regs.gpr.r12, 0u);
	EXPECT_EQ(regs.rbp, 0u);
}

TEST_F(RunningGuest, OthersSeeThatItRuns)
{
	guest();
	// It holds TDVPR and TDR shared, and keeps the module from its end.
	EXPECT_EQ(on.call(HostLeaf::VpFlush, {.rcx = tdvpr}, 1).rax, raw(operand_busy, 1));
	EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, {.rcx = td.tdr}, 1).rax, raw(operand_busy, 1));
	EXPECT_EQ(on.call(HostLeaf::SysShutdown, {}, 1).rax, raw(0x80000202));
	EXPECT_EQ(enter(tdvpr, 1), raw(state_incorrect));
	// Its epoch can't go out of use.
	EXPECT_EQ(on.call(HostLeaf::MemTrack, {.rcx = td.tdr}, 1).rax, 0u);
	EXPECT_EQ(on.call(HostLeaf::MemTrack, {.rcx = td.tdr}, 1).rax, raw(0x80000201));
	// A guest has no SEAMCALL.
	emu_regs regs{};
	EXPECT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_UD);

	emu_regs const out{exit(1, 0, 0x80000042)};
	EXPECT_EQ(out.rax, 1u);
	EXPECT_TRUE(out.gpr == (tdx_regs{.r9 = 0x80000042}));
	EXPECT_EQ(out.rbp, 0u);
	EXPECT_EQ(on.call(HostLeaf::MemTrack, {.rcx = td.tdr}, 1).rax, 0u);
	EXPECT_EQ(on.call(HostLeaf::VpFlush, {.rcx = tdvpr}).rax, 0u);
	EXPECT_EQ(on.call(HostLeaf::MngVpflushdone, {.rcx = td.tdr}, 1).rax, 0u);
}

TEST_F(RunningGuest, Hypercall)
{
	emu_regs regs{guest()};
	regs.rax = leaf_number(GuestLeaf::VpVmcall);
	regs.gpr = {.rcx = 0x1400 | 1, .r10 = 10, .r12 = 12, .r13 = 13};
	ASSERT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_ANSWERED);
	EXPECT_EQ(regs.rax, raw(0xc0000100, 1));
	regs.rax = leaf_number(GuestLeaf::VpVmcall);
	regs.gpr.rcx = 0x1400;
	ASSERT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_EXITED);
	EXPECT_EQ(regs.rax, 77u);
	EXPECT_TRUE(regs.gpr == (tdx_regs{.rcx = 0x1400, .r10 = 10, .r12 = 12}));

	// Back go the registers that the guest named.
	regs = {};
	regs.gpr = {.rcx = tdvpr, .r10 = 110, .r12 = 112, .r13 = 113};
	ASSERT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);
	EXPECT_EQ(regs.rax, 0u);
	EXPECT_TRUE(regs.gpr == (tdx_regs{.rcx = 0x1400, .r10 = 110, .r12 = 112, .r13 = 13}));
}

// After a trap-like exit the host may say that the guest goes on: bit 60 of its RAX.
TEST_F(RunningGuest, RecoverabilityHint)
{
	static_assert(!tdx::emu::vcpu_field::last_td_exit.page);
	constexpr u64 hint{1ULL << 52};
	u8 *const last_exit{field(tdvpr, tdx::emu::vcpu_field::last_td_exit)};
	u64 const before{guest().rax};

	EXPECT_EQ(before >> 60 & 1, 0u);
	exit(1);
	*last_exit = static_cast<u8>(tdx::emu::LastTdExit::AsyncTrap);
	emu_regs regs{};
	regs.gpr.rcx = tdvpr | hint;
	EXPECT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ENTERED);
	EXPECT_EQ(regs.rax, before | 1ULL << 60);
	exit(1);
	*last_exit = static_cast<u8>(tdx::emu::LastTdExit::AsyncTrap);
	EXPECT_EQ(guest().rax, before);
}

TEST_F(RunningGuest, EndOfTheVcpu)
{
	guest();
	EXPECT_EQ(exit(2).rax, raw(0x40000001, 2));
	EXPECT_EQ(enter(), raw(state_incorrect));
}

TEST_F(RunningGuest, EndOfTheTd)
{
	guest();
	emu_regs const out{exit(6, 1)};
	EXPECT_EQ(out.rax, raw(0x60000005, 6));
	EXPECT_EQ(out.gpr.rcx, 1u);
	EXPECT_EQ(enter(), raw(0xe0000604));
}

// The host wrote into the pages of a TD that runs.
TEST_F(RunningGuest, Damage)
{
	guest();
	td.root().tdcx_pa[0] = host_base;
	emu_regs regs{};
	EXPECT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_EXITED);
	EXPECT_EQ(regs.rax, raw(0x60000005, 77));
	EXPECT_EQ(enter(), raw(0xe0000604));
}

TEST_F(RunningGuest, DamagedPamt)
{
	guest();
	on.pamt(tdvpr).set(PageType::Nda, 0);
	emu_regs regs{};
	EXPECT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_EXITED);
	EXPECT_EQ(regs.rax, raw(0x60000005, 77));
	EXPECT_EQ(enter(), raw(0xc0000300, 1));
}

// Whatever a guest has in its registers, of an exit that it did not ask for the host learns no more
// than why: semantics.md, section 4.
TEST_F(RunningGuest, AsynchronousExitHidesRegisters)
{
	constexpr u64 interrupt_info{0x80000042};
	struct {
		emu_exit why;
		u64 rax;
		tdx_regs gpr;
	} const exits[]{
		{{1, 0, 0, 0, interrupt_info}, 1, {.r9 = interrupt_info}}, // interrupt
		{{0, 0, 0, 0, 0x80000202}, 0, {.r9 = 0x80000202}},         // NMI
		{{12, 0, 0x7777, 0x8888, 0}, 12, {}},                      // HLT
		{{30, 0x3f80008, 0, 0, 0}, 30, {.rcx = 0x3f80008}},        // I/O
		{{1 << 26 | 1, 0, 0, 0, interrupt_info}, 1 << 26 | 1, {.r9 = interrupt_info}},
		{{48, 0x182, 0x7123, 0x9999, 0}, 48, {.rcx = 2, .r8 = 0x7000}}, // EPT violation
	};

	for (auto const &exit : exits) {
		guest();
		expect_host_sees(exit_of_busy_guest(exit.why), exit.rax, exit.gpr);
		// The guest has them all again.
		emu_regs const back{guest()};
		EXPECT_EQ(back.rax, 0xaaaau);
		EXPECT_TRUE(back.gpr == filled(0x5555));
		EXPECT_EQ(back.rbp, 0xbbbbu);
		exit_of_busy_guest(exits[0].why);
	}
}

TEST_F(RunningGuest, ExitOfADeadVcpuHidesRegisters)
{
	guest();
	expect_host_sees(exit_of_busy_guest({2, 0, 0, 0, 0x80000d0e}), raw(0x40000001, 2), {});
}

TEST_F(RunningGuest, ExitOfADeadTdHidesRegisters)
{
	guest();
	expect_host_sees(exit_of_busy_guest({6, 1, 0, 0, 0}), raw(0x60000005, 6), {.rcx = 1});
}

// TDG.MEM.PAGE.ACCEPT of what is not there ends as an EPT violation does; of a damaged TD no less.
TEST_F(RunningGuest, ExitByATdcallHidesRegisters)
{
	constexpr u64 accept_met_level_3{1 | u64{3 << 3} << 32};
	guest();
	emu_regs regs{busy_guest(6)};
	regs.gpr.rcx = 0x5000;
	ASSERT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_EXITED);
	expect_host_sees(regs, 48, {.rcx = 2, .rdx = accept_met_level_3, .r8 = 0x5000});

	guest();
	td.root().tdcx_pa[0] = host_base;
	regs = busy_guest(6);
	ASSERT_EQ(emu_tdcall(on.machine.module(), 0, &regs), EMU_EXITED);
	expect_host_sees(regs, raw(0x60000005, 77), {});
}

// A guest that is entered in vain has nothing to show either.
TEST_F(RunningGuest, EntryIntoDamageHidesRegisters)
{
	guest();
	exit(1);
	td.root().num_tdcx = 1;
	emu_regs regs{busy_guest(0)};
	regs.gpr.rcx = tdvpr;
	ASSERT_EQ(emu_seamcall(on.machine.module(), 0, &regs), EMU_ANSWERED);
	EXPECT_NE(regs.rax, 0u);
	EXPECT_NE(regs.rax >> 63 | (regs.rax >> 62 & 1), 0u);
}

constexpr u64 entry_lock = 1 << 11;
constexpr u64 host_waits = 1ULL << 52;
constexpr u64 page_accept_leaf = 6, page_attr_rd_leaf = 23, page_attr_wr_leaf = 24;

// The host came too late for a secure-EPT entry's lock: guests stand back until it had its turn,
// and are not told why.  TDX_OPERAND_BUSY_HOST_PRIORITY is for the TDX module itself.
TEST_F(RunningGuest, StandsBackForTheHost)
{
	constexpr u64 gpa{0x4000};
	u64 const page{td.aug(gpa)};
	u64 *const entry{td.entry(gpa, 0)};
	u64 const pending{*entry};
	tdx_regs const of_page{.rcx = gpa, .rdx = td.tdr};
	guest();

	// Somebody works on the entry: busy for host and guest, and only the host leaves word.
	*entry |= entry_lock;
	EXPECT_EQ(call(page_accept_leaf, gpa).rax, raw(operand_busy, 1));
	EXPECT_EQ(*entry, pending | entry_lock);
	EXPECT_EQ(on.call(HostLeaf::MemPageRelocate, of_page, 1).rax, raw(operand_busy, 1));
	EXPECT_EQ(*entry, pending | entry_lock | host_waits);
	*entry &= ~entry_lock;

	// The lock is free, and no guest gets it, how often it may ask.
	for (int i = 0; i < 100; i++) {
		EXPECT_EQ(call(page_accept_leaf, gpa).rax, raw(operand_busy, 1));
		emu_regs const read{call(page_attr_rd_leaf, gpa, 0x5555)};
		EXPECT_EQ(read.rax, raw(operand_busy, 1));
		EXPECT_EQ(read.gpr.rcx, 0u);
		EXPECT_EQ(read.gpr.rdx, 0u);
		EXPECT_EQ(*entry, pending | host_waits);
	}

	// The host's turn, whatever becomes of its call; then the guest's.
	EXPECT_EQ(on.call(HostLeaf::MemPageRemove, of_page, 1).rax, raw(0xc0000b06, 1));
	EXPECT_EQ(*entry, pending);
	EXPECT_EQ(call(page_accept_leaf, gpa).rax, 0u);
	EXPECT_EQ(*entry, page | 0x80000000000000f7);
}

// No more than once does a call look at a word that it bases itself on and that the host can change
// in between.  Here it was the number of TDCS pages, once: none of them was there after the second
// look.
TEST_F(RunningGuest, LooksOnceAtWhatItBelieves)
{
	auto const word_of = [](void *field) {
		return reinterpret_cast<u64 *>(reinterpret_cast<std::uintptr_t>(field) & ~7UL);
	};
	struct {
		char const *name;
		u64 *word;
	} const words[]{
		{"NUM_TDCX", word_of(&td.root().num_tdcx)},
		{"NUM_L2_VMS", word_of(&td.control().num_l2_vms)},
		{"NUM_TDVPS_PAGES", word_of(field(tdvpr, tdx::emu::vcpu_field::num_tdvps_pages))},
	};
	auto *const module = on.machine.module();
	struct {
		char const *name;
		std::function<void()> make;
	} const calls[]{
		{"TDG.VP.VMCALL refused",
			[&] {
				emu_regs regs{0, {.rcx = 1}, 0};
				emu_tdcall(module, 0, &regs);
			}},
		{"VM exit",
			[&] {
				emu_exit const why{12, 0, 0, 0, 0};
				emu_regs regs{};
				emu_vm_exit(module, 0, &why, &regs);
			}},
	};

	for (auto const &call : calls) {
		for (auto const &looked_at : words) {
			u64 looks{0};
			guest();
			{
				AccessTrap trap{{looked_at.word}};
				trap.run(call.make, [&](u64, u64 *word) {
					looks += word == looked_at.word;
					return true;
				});
			}
			EXPECT_EQ(looks, 1u) << looked_at.name << ", " << call.name;
			if (module->lps[0].in_guest)
				exit(1);
		}
	}
}

// The same, as it went wrong: the host makes the number zero after the first look.
TEST_F(RunningGuest, SurvivesALossOfItsPagesInTheMiddle)
{
	auto *const module = on.machine.module();
	auto &pages = td.root().num_tdcx;
	auto *const word = reinterpret_cast<u64 *>(reinterpret_cast<std::uintptr_t>(&pages) & ~7UL);

	guest();
	AccessTrap trap{{word}};
	emu_regs regs{0, {.rcx = 1}, 0};
	emu_verdict verdict{EMU_UD};
	u64 looks{0};
	trap.run([&] { verdict = emu_tdcall(module, 0, &regs); },
		[&](u64, u64 *at) {
			if (at == word && ++looks == 2)
				pages = 0;
			return true;
		});
	EXPECT_EQ(verdict, EMU_ANSWERED);
	EXPECT_EQ(regs.rax, raw(0xc0000100, 1));
}

} // namespace
