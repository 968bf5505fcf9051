// SPDX-License-Identifier: GPL-2.0
//
// What a guest does with its memory: TDG.MEM.PAGE.*, and operands of its calls that lie in memory.
// The vCPU runs, so its TD is held; the SEPT tree is not, as TLB tracking keeps its tables.
#pragma once

#include "core/emu/sept/sept.hpp"

namespace tdx::emu {

enum class GuestEnd : u8 {
	Answer,           // RAX is @status
	Restart,          // an interrupt: the guest makes the same call again
	Violation,        // TD exit: EPT violation
	Misconfiguration, // TD exit: the host's shared EPT is malformed
	Exception,        // #VE for an EPT violation
	Damaged,          // the host damaged the TD
};

enum class ExtendedExit : u8 {
	None,
	Accept = 1,
	GpaDetails = 2,
	AttributesWrite = 5,
	Pending = 6,
};

struct GuestOutcome {
	GuestEnd end;
	Status status;
	u64 gpa;
	u64 qualification;
	u64 extended;
};

CORE_INLINE GuestOutcome answer(Status status)
{
	return {GuestEnd::Answer, status, 0, 0, 0};
}

CORE_INLINE GuestOutcome ends(GuestEnd how, u64 gpa = 0, u64 qualification = 0, u64 extended = 0)
{
	return {how, success(), gpa, qualification, extended};
}

// A busy entry lock is OPERAND_BUSY_HOST_PRIORITY where the host waits for it.
GuestOutcome page_accept(Emu &emu, Lp &lp, Td const &td, u64 page_info);

// RCX and RDX; zero with every error but PAGE_ATTR_INVALID.
struct PageAttributes {
	u64 page;
	u64 attributes;
};
GuestOutcome page_attr_rd(Emu &emu, Td const &td, u64 gpa, PageAttributes &out);
GuestOutcome page_attr_wr(
	Emu &emu, Td const &td, u64 page_info, u64 attributes, u64 flags, PageAttributes &out);

// The page of an operand at @gpa; @shared_eptp is 0 where the operand must be private.
enum class GuestAccess : u8 { Read, Write };
GuestOutcome find_operand(
	Emu &emu, Td const &td, u64 gpa, GuestAccess access, u64 shared_eptp, Reg operand, u64 &pa);

} // namespace tdx::emu
