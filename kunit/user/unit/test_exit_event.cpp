// SPDX-License-Identifier: GPL-2.0
//
// Which event of the host ended the run of a TD, from RAX and R9.
#include <gtest/gtest.h>

#include "core/call/core.h"

namespace {

struct Exit {
	u64 status;
	u64 r9;
	core_event event;
	u8 vector;
};

core_event event_of(u64 status, u64 r9, u8 &vector)
{
	vector = 0xaa;
	return core_exit_event(status, r9, &vector);
}

// Interruption information: bit 31 valid, 10:8 type (0 interrupt, 2 NMI, 3 exception), 7:0 vector.
TEST(ExitEvent, IsTold)
{
	constexpr Exit exits[]{
		{0x0000000000000001, 0x800000ec, CORE_EVENT_INTERRUPT, 0xec},
		{0x0000000000000001, 0x80000020, CORE_EVENT_INTERRUPT, 0x20},
		{0x0000000000000001, 0x800000ff, CORE_EVENT_INTERRUPT, 0xff},
		{0x0000000004000001, 0x800000ec, CORE_EVENT_INTERRUPT, 0xec}, // bus lock
		// Another vCPU ended the TD.
		{0x6000000500000001, 0x800000ec, CORE_EVENT_INTERRUPT, 0xec},
		{0x6000000200000001, 0x800000ec, CORE_EVENT_INTERRUPT, 0xec},
		{0x0000000000000000, 0x80000202, CORE_EVENT_NMI, 0},
		{0x6000000500000000, 0x80000202, CORE_EVENT_NMI, 0},
		{0x6000000500000000, 0x80000312, CORE_EVENT_MACHINE_CHECK, 0},
		{0x6000000580000029, 0, CORE_EVENT_MACHINE_CHECK, 0}, // while it was entered
	};

	for (auto const &exit : exits) {
		u8 vector;
		EXPECT_EQ(event_of(exit.status, exit.r9, vector), exit.event)
			<< std::hex << exit.status << " " << exit.r9;
		EXPECT_EQ(vector, exit.vector);
	}
}

TEST(ExitEvent, IsNotMadeUp)
{
	constexpr u64 exits[][2]{
		{0x0000000000000001, 0x000000ec}, // not acknowledged
		{0x0000000000000001, 0x8000001f}, // no interrupt has this vector
		{0x0000000000000001, 0x800002ec}, // another type
		{0x0000000000000000, 0x00000202},
		{0x0000000000000000, 0x80000301}, // #DB of a debug TD
		{0x0000000000000000, 0x80000306},
		{0x000000000000004d, 0x800000ec}, // R9 of a guest that calls its VMM
		{0x0000000000000030, 0x800000ec}, // EPT violation
		{0x4000000100000002, 0}, {0xc000010000000001, 0x800000ec}, // OPERAND_INVALID, RCX
		{0x8000020000000001, 0x800000ec},                          // OPERAND_BUSY, RCX
		{0x8000020000000000, 0x80000202},
		{0x8000ff0000000006, 0x80000202}, // no TDX module ran
		{0x8000ff00ffff0001, 0x800000ec},
		{0x0000114100000001, 0x800000ec}, // an L2 VM's exit
	};

	for (auto const &exit : exits) {
		u8 vector;
		EXPECT_EQ(event_of(exit[0], exit[1], vector), CORE_EVENT_NONE)
			<< std::hex << exit[0] << " " << exit[1];
	}
}

} // namespace
