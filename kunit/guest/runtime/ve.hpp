// SPDX-License-Identifier: GPL-2.0
//
// What an expected #VE says.
#pragma once

#include "core/call/leaves.h"
#include "facts.hpp"
#include "test.hpp"

namespace guest {

struct VeInfo {
	u64 reason;
	u64 qualification;
	u64 length; // 0 if not defined
	u64 gla;
	u64 gpa;
	u64 information;
};

// Fetches the information; the next #VE can come then.
inline void expect_ve(Trap const &trap, VeInfo const &wanted)
{
	constexpr u64 resume_flag{1 << 16};
	tdg_vp_veinfo_get_out info{};

	EXPECT(trap.taken);
	EXPECT_EQ(trap.frame.vector, vector_ve);
	EXPECT_EQ(core_tdg_vp_veinfo_get(0, 0, &info), 0);
	EXPECT_EQ(info.exit_reason, wanted.reason);
	EXPECT_EQ(info.exit_qualification, wanted.qualification);
	if (wanted.length)
		EXPECT_EQ(info.instr_length, wanted.length);
	EXPECT_EQ(info.gla, wanted.gla);
	EXPECT_EQ(info.gpa.gpa, wanted.gpa);
	EXPECT_EQ(info.instr_info, wanted.information);
	EXPECT(trap.frame.rflags & resume_flag);
	EXPECT_EQ(trap.frame.error, 0);
}

inline void expect_fault(Trap const &trap, u8 vector)
{
	EXPECT(trap.taken);
	EXPECT_EQ(trap.frame.vector, vector);
	EXPECT_EQ(trap.frame.error, 0);
	EXPECT(trap.stayed());
}

} // namespace guest

// Skips the instruction, which did not execute.
#define EXPECT_VE(wanted, ...)                                                                     \
	do {                                                                                       \
		guest::Trap const ve_trap{TRY(__VA_ARGS__)};                                       \
		EXPECT_ALL(guest::expect_ve(ve_trap, wanted));                                     \
		EXPECT(ve_trap.stayed());                                                          \
	} while (0)

#define EXPECT_FAULT(vector, ...)                                                                  \
	do {                                                                                       \
		guest::Trap const fault_trap{TRY(__VA_ARGS__)};                                    \
		EXPECT_ALL(guest::expect_fault(fault_trap, vector));                               \
	} while (0)
