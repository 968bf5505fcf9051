// SPDX-License-Identifier: GPL-2.0
//
// Fault injection: what a test makes happen around the software TDX module.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <sstream>
#include <string>
#include <thread>

#include "core/emu/env/contention.hpp"
#include "core/emu/env/interrupt.hpp"
#include "core/emu/env/pconfig.hpp"
#include "test_emu_machine.hpp"

namespace {

using tdx::emu::interrupt_pending;
using tdx::emu::pconfig;
using test::HostLeaf;
using test::raw;

struct Inject : testing::Test {
	test::CleanHost const clean;
	test::Machine machine;
	struct emu &emu = *machine.module();
};

TEST_F(Inject, NoInterruptUnlessAsked)
{
	for (int i = 0; i < 100; i++)
		EXPECT_FALSE(interrupt_pending(emu, emu.lps[0]));
}

TEST_F(Inject, InterruptAtEveryStep)
{
	emu_set_interrupt(&emu, 1);
	for (int i = 0; i < 3; i++)
		EXPECT_TRUE(interrupt_pending(emu, emu.lps[0]));
	emu_set_interrupt(&emu, 0);
	EXPECT_FALSE(interrupt_pending(emu, emu.lps[0]));
}

TEST_F(Inject, InterruptAtEveryThirdStepOfEachLp)
{
	emu_set_interrupt(&emu, 3);
	for (u32 lp = 0; lp < 2; lp++) {
		for (int round = 0; round < 2; round++) {
			EXPECT_FALSE(interrupt_pending(emu, emu.lps[lp]));
			EXPECT_FALSE(interrupt_pending(emu, emu.lps[lp]));
			EXPECT_TRUE(interrupt_pending(emu, emu.lps[lp]));
		}
	}
}

TEST_F(Inject, PconfigResults)
{
	EXPECT_EQ(pconfig(emu).raw, 0u);
	emu_set_pconfig(&emu, 2);
	EXPECT_EQ(pconfig(emu).raw, raw(0x80000800)); // KEY_GENERATION_FAILED
	emu_set_pconfig(&emu, 5);
	EXPECT_EQ(pconfig(emu).raw, raw(0x80000200, 187)); // OPERAND_BUSY, KET
	emu_set_pconfig(&emu, 0);
	EXPECT_EQ(pconfig(emu).raw, 0u);
}

constexpr u64 no_entropy = 0x8000020300000000;
constexpr u64 operand_busy = 0x8000020000000000;
constexpr u64 vendor_id = 0x0800000200000000;
tdx_regs const read_vendor{.rdx = vendor_id};

// A platform that is up: TDH.SYS.RD of the vendor works.
struct InjectUp : Inject {
	InjectUp() { EXPECT_TRUE(machine.bring_up()); }

	test::Machine::Answer read() { return machine.seamcall(0, HostLeaf::SysRd, read_vendor); }
	void add(emu_fault const &fault) { EXPECT_EQ(emu_inject(&emu, &fault), 0); }
};

TEST_F(InjectUp, StatusOfTheNextCalls)
{
	add({.kind = EMU_FAULT_ANSWER, .subject = 34, .skip = 1, .times = 2, .status = no_entropy});
	EXPECT_EQ(read().rax, 0u);
	for (int i = 0; i < 2; i++) {
		auto const answer = read();
		EXPECT_EQ(answer.verdict, EMU_ANSWERED);
		EXPECT_EQ(answer.rax, no_entropy);
		EXPECT_TRUE(answer.gpr == read_vendor);
	}
	auto const answer = read();
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.r8, 0x8086u);
}

TEST_F(InjectUp, OtherLeavesGoOn)
{
	add({.kind = EMU_FAULT_UD, .subject = 33, .times = EMU_FAULT_ALWAYS});
	EXPECT_EQ(read().rax, 0u);
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysInit).verdict, EMU_UD);
}

TEST_F(InjectUp, EveryWayToFail)
{
	struct {
		emu_fault_kind kind;
		emu_verdict verdict;
	} const cases[]{{EMU_FAULT_VMFAIL_INVALID, EMU_VMFAIL_INVALID}, {EMU_FAULT_GP, EMU_GP},
		{EMU_FAULT_UD, EMU_UD}};

	for (auto const &one : cases) {
		add({.kind = one.kind, .subject = EMU_SUBJECT_ANY_LEAF, .times = 1});
		auto const answer = read();
		EXPECT_EQ(answer.verdict, one.verdict);
		EXPECT_TRUE(answer.gpr == read_vendor);
		EXPECT_EQ(read().rax, 0u);
	}
}

TEST_F(InjectUp, OutputsOfALeafThatIsNotModelled)
{
	add({.kind = EMU_FAULT_ANSWER,
		.subject = 0xfff0,
		.times = 1,
		.status = 0x1234,
		.outputs = 1u << 1 | 1u << 15,
		.out = {.rcx = 0xc1, .r14 = 0xbad, .r15 = 0xf1}});
	auto const answer = machine.seamcall(0, u64{0xfff0}, {.r14 = 5});
	EXPECT_EQ(answer.rax, 0x1234u);
	EXPECT_EQ(answer.gpr.rcx, 0xc1u);
	EXPECT_EQ(answer.gpr.r14, 5u);
	EXPECT_EQ(answer.gpr.r15, 0xf1u);
}

TEST_F(InjectUp, TdcallsAreApart)
{
	emu_regs regs{};
	add({.kind = EMU_FAULT_ANSWER,
		.subject = 34 | EMU_SUBJECT_TDCALL,
		.times = EMU_FAULT_ALWAYS,
		.status = 7});
	EXPECT_EQ(read().rax, 0u);
	regs.rax = 34;
	EXPECT_EQ(emu_tdcall(&emu, 0, &regs), EMU_ANSWERED);
	EXPECT_EQ(regs.rax, 7u);
	regs.rax = 35;
	EXPECT_EQ(emu_tdcall(&emu, 0, &regs), EMU_UD);
}

TEST_F(InjectUp, SeamldrCallsAreApart)
{
	add({.kind = EMU_FAULT_ANSWER,
		.subject = EMU_SUBJECT_SEAMLDR,
		.times = EMU_FAULT_ALWAYS,
		.status = 7});
	EXPECT_EQ(machine.seamcall(0, 1ULL << 63).rax, 7u);
	EXPECT_EQ(machine.seamcall(0, 1ULL << 63 | 1).rax, raw(0xc0000100));
	EXPECT_NE(machine.seamcall(0, u64{0}).rax, 7u);
}

// The first rule that strikes hides the event from those behind it.
TEST_F(InjectUp, RulesInTheirOrder)
{
	add({.kind = EMU_FAULT_ANSWER, .subject = 34, .times = 1, .status = 1});
	add({.kind = EMU_FAULT_ANSWER, .subject = 34, .skip = 1, .times = 1, .status = 2});
	EXPECT_EQ(read().rax, 1u);
	EXPECT_EQ(read().rax, 0u);
	EXPECT_EQ(read().rax, 2u);
	EXPECT_EQ(read().rax, 0u);
}

TEST_F(InjectUp, RefusesNonsense)
{
	emu_fault const nonsense[]{
		{.kind = EMU_FAULT_ANSWER, .subject = 34},
		{.kind = EMU_FAULT_ANSWER, .subject = 34, .times = 1, .outputs = 1},
		{.kind = EMU_FAULT_ANSWER, .subject = 34, .times = 1, .outputs = 1u << 4},
		{.kind = EMU_FAULT_ANSWER, .subject = 34, .times = 1, .outputs = 1u << 17},
		{.kind = EMU_FAULT_ANSWER, .subject = 0x80000, .times = 1},
		{.kind = EMU_FAULT_ANSWER,
			.subject = EMU_SUBJECT_TDCALL | EMU_SUBJECT_SEAMLDR,
			.times = 1},
		{.kind = EMU_FAULT_UD, .subject = EMU_SUBJECT_ANY_LEAF | 1, .times = 1},
		{.kind = EMU_FAULT_VMFAIL_INVALID, .subject = EMU_SUBJECT_TDCALL, .times = 1},
		{.kind = EMU_FAULT_NO_ENTROPY, .subject = 1, .times = 1},
		{.kind = static_cast<emu_fault_kind>(6), .times = 1},
	};
	for (auto const &fault : nonsense)
		EXPECT_EQ(emu_inject(&emu, &fault), -1) << &fault - nonsense;
	EXPECT_EQ(read().rax, 0u);
}

TEST_F(InjectUp, RoomForSixteenThatAreNotDone)
{
	emu_fault const once{.kind = EMU_FAULT_ANSWER, .subject = 34, .times = 1, .status = 9};
	for (int i = 0; i < 16; i++)
		add(once);
	EXPECT_EQ(emu_inject(&emu, &once), -1);
	EXPECT_EQ(read().rax, 9u);
	add(once);
	EXPECT_EQ(emu_inject(&emu, &once), -1);
	for (int i = 0; i < 16; i++)
		EXPECT_EQ(read().rax, 9u);
	EXPECT_EQ(read().rax, 0u);
}

TEST_F(InjectUp, ClearForgetsAll)
{
	add({.kind = EMU_FAULT_UD, .subject = EMU_SUBJECT_ANY_LEAF, .times = EMU_FAULT_ALWAYS});
	emu_set_interrupt(&emu, 1);
	emu_set_pconfig(&emu, 2);
	emu_inject_clear(&emu);
	EXPECT_EQ(read().rax, 0u);
	EXPECT_FALSE(interrupt_pending(emu, emu.lps[0]));
	EXPECT_EQ(pconfig(emu).raw, 0u);
}

TEST_F(Inject, NoEntropy)
{
	emu_fault const fault{.kind = EMU_FAULT_NO_ENTROPY, .skip = 1, .times = 1};
	EXPECT_EQ(emu_inject(&emu, &fault), 0);
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysInit).rax, 0u);
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysLpInit).rax, no_entropy);
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysLpInit).rax, 0u);
}

TEST_F(Inject, BusyModule)
{
	emu_fault const fault{.kind = EMU_FAULT_BUSY, .subject = 184, .times = 1};
	EXPECT_EQ(emu_inject(&emu, &fault), 0);
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysInit).rax, 0x8000020200000000u); // SYS_BUSY
	EXPECT_EQ(machine.seamcall(0, HostLeaf::SysInit).rax, 0u);
}

TEST_F(Inject, BusyOperand)
{
	using tdx::OperandId;
	emu_fault const fault{.kind = EMU_FAULT_BUSY, .subject = 128, .skip = 1, .times = 1};
	tdx::emu::ShareLock lock{};

	EXPECT_EQ(emu_inject(&emu, &fault), 0);
	for (u64 const expected : {u64{0}, operand_busy | 128, u64{0}}) {
		tdx::emu::HeldLock held;
		EXPECT_EQ(tdx::emu::take(emu, held, lock, tdx::emu::Hold::Exclusive, OperandId{128})
				  .raw,
			expected);
	}
	tdx::emu::HeldLock mine, theirs;
	EXPECT_TRUE(mine.take(lock, tdx::emu::Hold::Shared));
	EXPECT_EQ(tdx::emu::take(emu, theirs, lock, tdx::emu::Hold::Exclusive, OperandId{150}).raw,
		operand_busy | 150);
}

// The same in words.

struct InjectText : InjectUp {
	int command(std::string const &text)
	{
		// Exactly as long as it is, so that the sanitizer sees a byte read beyond.
		std::vector<char> const bytes{text.begin(), text.end()};
		return emu_inject_command(&emu, bytes.data(), static_cast<u32>(bytes.size()));
	}

	std::string show()
	{
		std::vector<char> text(8192);
		u32 const length{emu_inject_show(&emu, text.data(), 8192)};
		EXPECT_LT(length, 8192u);
		return {text.data(), length};
	}
};

TEST_F(InjectText, CommandsComeBackAsTheyWere)
{
	char const *const commands[]{
		"seamcall TDH.SYS.RD status 0x8000020300000000 times 2",
		"seamcall TDH.SYS.RD status 0x0000000000000000 RCX=0x1 R15=0xff skip 3 times 1",
		"seamcall any vmfailinvalid always",
		"seamcall 0xfff0 gp skip 1 times 1",
		"tdcall TDG.VP.VMCALL status 0x0000000000000000 R10=0x1 times 4",
		"tdcall any ud times 1",
		"seamldr SEAMLDR.INSTALL status 0x8000000000030000 times 1",
		"seamldr any vmfailinvalid times 1",
		"busy RCX times 1",
		"busy SEPT_TREE skip 2 always",
		"no-entropy times 3",
		"interrupt 5",
		"pconfig busy",
	};
	std::string expected;

	for (std::string const command_ : commands) {
		EXPECT_EQ(command(command_), 0) << command_;
		expected += command_ + ": hits 0\n";
	}
	EXPECT_EQ(show(), expected);
	EXPECT_EQ(command("clear"), 0);
	EXPECT_EQ(show(), "");
}

TEST_F(InjectText, ShortForms)
{
	EXPECT_EQ(command(" seamcall\t34  status TDX_OPERAND_BUSY \n"), 0);
	EXPECT_EQ(command("busy 0x97"), 0);
	EXPECT_EQ(command("no-entropy"), 0);
	EXPECT_EQ(command("pconfig no-entropy"), 0);
	EXPECT_EQ(show(), "seamcall TDH.SYS.RD status 0x8000020000000000 times 1: hits 0\n"
			  "busy 0x97 times 1: hits 0\n"
			  "no-entropy times 1: hits 0\n"
			  "pconfig no-entropy: hits 0\n");
	EXPECT_EQ(read().rax, operand_busy);
	EXPECT_EQ(command("pconfig ok"), 0);
	EXPECT_EQ(show(), "seamcall TDH.SYS.RD status 0x8000020000000000 times 0: hits 1\n"
			  "busy 0x97 times 1: hits 0\n"
			  "no-entropy times 1: hits 0\n");
}

TEST_F(InjectText, CountsInterrupts)
{
	EXPECT_EQ(command("interrupt 1"), 0);
	EXPECT_TRUE(interrupt_pending(emu, emu.lps[0]));
	EXPECT_EQ(show(), "interrupt 1: hits 1\n");
	EXPECT_EQ(command("interrupt 0"), 0);
	EXPECT_EQ(show(), "");
}

TEST_F(InjectText, UpperAndLowerCaseAreTheSame)
{
	EXPECT_EQ(command("SeamCall tdh.sys.rd STATUS tdx_success rcx=0X1"), 0);
	EXPECT_EQ(command("BUSY rcx"), 0);
	EXPECT_EQ(show(), "seamcall TDH.SYS.RD status 0x0000000000000000 RCX=0x1 times 1: hits 0\n"
			  "busy RCX times 1: hits 0\n");
}

TEST_F(InjectText, RefusesRubbish)
{
	char const *const rubbish[]{
		"",
		"\n",
		"seamcall",
		"seamcall 34",
		"seamcall 34 status",
		"seamcall 34 status x",
		"seamcall 34 status 0x",
		"seamcall 34 status 0x10000000000000000",
		"seamcall 34 status 18446744073709551616",
		"seamcall 65536 ud",
		"seamcall 034 ud",
		"seamcall -1 ud",
		"seamcall TDH.SYS.R ud",
		"seamcall TDH.SYS.RDD ud",
		"seamcall TDG.VP.INFO ud",
		"tdcall TDH.SYS.RD ud",
		"tdcall any vmfailinvalid",
		"seamldr TDH.SYS.RD ud",
		"seamcall SEAMLDR.INFO ud",
		"seamcall 34 ud times",
		"seamcall 34 ud times 0",
		"seamcall 34 ud times 4294967295",
		"seamcall 34 ud times 1 skip 1",
		"seamcall 34 ud skip",
		"seamcall 34 ud always times 1",
		"seamcall 34 ud RCX=1",
		"seamcall 34 status 0 RAX=1",
		"seamcall 34 status 0 RSP=1",
		"seamcall 34 status 0 RBP=1",
		"seamcall 34 status 0 RCX=",
		"seamcall 34 status 0 RCX=1x",
		"busy",
		"busy NOTHING",
		"no-entropy 1",
		"interrupt",
		"interrupt x",
		"interrupt 4294967296",
		"interrupt 1 2",
		"pconfig",
		"pconfig 2",
		"clear all",
		"help",
		"seamcall 34 ud\nseamcall 34 gp",
	};
	for (auto const *text : rubbish)
		EXPECT_EQ(command(text), -1) << text;
	EXPECT_EQ(command(std::string{"clear\0", 6}), -1);
	EXPECT_EQ(show(), "");
	EXPECT_EQ(read().rax, 0u);
}

TEST_F(InjectText, RefusesTheSeventeenth)
{
	for (int i = 0; i < 16; i++)
		EXPECT_EQ(command("seamcall any status 1"), 0);
	EXPECT_EQ(command("seamcall any status 1"), -1);
	std::string const before{show()};
	EXPECT_EQ(command("busy RCX"), -1);
	EXPECT_EQ(show(), before);
}

// Random words: an answer, and no rule that could not be shown and written again.
TEST_F(InjectText, SurvivesRandomWords)
{
	char const *const words[]{"seamcall", "tdcall", "busy", "no-entropy", "interrupt",
		"pconfig", "clear", "any", "34", "TDH.SYS.RD", "status", "0", "gp", "RCX=1",
		"R8=", "skip", "times", "always", "=", "RCX", "0xffffffffffffffff"};
	std::mt19937 random{5};

	for (int round = 0; round < 20000; round++) {
		std::string text;
		for (auto i = random() % 8; i > 0; i--)
			text += std::string{words[random() % std::size(words)]} +
				(random() % 9 ? " " : "");
		if (command(text))
			continue;
		std::string shown{show()};
		std::string line;
		command("clear");
		for (std::istringstream lines{shown}; std::getline(lines, line);)
			EXPECT_EQ(command(line.substr(0, line.find(": hits"))), 0) << line;
		EXPECT_EQ(show(), shown);
		if (random() % 4 == 0)
			command("clear");
	}
}

// Rules change while calls come in.
TEST_F(InjectUp, OnTwoThreads)
{
	std::atomic<bool> done{false};
	std::thread caller{[&] {
		while (!done) {
			u64 const rax{machine.seamcall(1, HostLeaf::SysRd, read_vendor).rax};
			EXPECT_TRUE(rax == 0 || rax == no_entropy) << rax;
		}
	}};
	for (int i = 0; i < 2000; i++) {
		add({.kind = EMU_FAULT_ANSWER, .subject = 34, .times = 3, .status = no_entropy});
		read();
		if (i % 2)
			emu_inject_clear(&emu);
		if (i % 8 == 0) {
			char text[256];
			emu_inject_show(&emu, text, sizeof(text));
		}
		while (i % 2 == 0 && read().rax != 0)
			;
	}
	done = true;
	caller.join();
}

} // namespace
