// SPDX-License-Identifier: GPL-2.0
//
// What a guest does with its memory: TDG.MEM.PAGE.*, and operands of its calls that lie in memory.
// The vCPU runs, so its TD is held; the SEPT tree is not, as TLB tracking keeps its tables.
#pragma once

#include "core/emu/sept/sept.hpp"
#include "core/emu/vcpu/vcpu.hpp"

namespace tdx::emu {

enum class GuestEnd : u8 {
	Answer,           // RAX is @status
	Restart,          // an interrupt: the guest makes the same call again
	Violation,        // TD exit: EPT violation
	Misconfiguration, // TD exit: the host's shared EPT is malformed
	Exception,        // #VE with the EPT violation
	Damaged,          // the host damaged the TD
	Corrupted,        // the host damaged TDR's record of the TDX modules that the TD knew
	Vmcall,           // TD exit: TDG.VP.VMCALL, with the guest's registers
};

enum class ExtendedExit : u8 {
	None,
	Accept = 1,
	GpaDetails = 2,
	AttributesWrite = 5,
	Pending = 6,
};

// How a call of a guest ends.
struct [[nodiscard]] GuestOutcome {
	GuestEnd end;
	Status status;
	u64 gpa{0};
	u64 qualification{0};
	u64 extended{0};

	CORE_INLINE GuestOutcome(Status s) : end{GuestEnd::Answer}, status{s} {}
	CORE_INLINE GuestOutcome(GuestEnd how, u64 at = 0, u64 qual = 0, u64 ext = 0)
		: end{how}, status{success()}, gpa{at}, qualification{qual}, extended{ext}
	{}

	CORE_INLINE bool ok() const { return end == GuestEnd::Answer && status.ok(); }
};

// One call of a leaf function by a guest.
struct GuestCall : Call {
	Vcpu const &vcpu;
	Td const &td; // of the vCPU
};

// Where the CPU's walk ended for a byte of guest memory, successful or not.
struct GuestPage {
	u64 pa;      // of the byte
	u32 level;   // of the page's size
	u64 granted; // septe::rwx
};

// Walks to @gpa for an access with the permissions in @wanted, bits of septe::rwx.
GuestOutcome find_page(
	Emu &emu, Td const &td, u64 gpa, u64 wanted, u64 shared_eptp, GuestPage &page);

// Finds the operand at @gpa: its physical address without KeyID.  @shared_eptp is 0 for an operand
// that must be private.
enum class GuestAccess : u8 { Read, Write };
GuestOutcome find_operand(
	Emu &emu, Td const &td, u64 gpa, GuestAccess access, u64 shared_eptp, Reg operand, u64 &pa);

} // namespace tdx::emu
