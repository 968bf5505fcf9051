// SPDX-License-Identifier: GPL-2.0
//
// Fault injection: what a test makes happen around the software TDX module.
#include <gtest/gtest.h>

#include "../../core/emu/interrupt.hpp"
#include "../../core/emu/pconfig.hpp"
#include "test_emu_machine.hpp"

namespace {

using tdx::model::interrupt_pending;
using tdx::model::pconfig;
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

} // namespace
