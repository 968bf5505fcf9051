// SPDX-License-Identifier: GPL-2.0
//
// Values by the names that reports on a host's readiness for TDX give them; each is a field of an
// MSR in core/abi/msr_fact.hpp.
#pragma once

#include <tdxcall/types.h>

namespace tdxcall {

enum class Wanted { One, Zero, Some };

struct ReportValue {
	char const *name; // letters and digits, in lower case
	u32 msr;
	u8 hi;
	u8 lo;
	Wanted wanted;
	char const *remedy;
};

constexpr ReportValue report_values[] = {
	{"hwencryptenable", 0x982, 1, 1, Wanted::One,
		"switch memory encryption (TME, TME-MT) on in the BIOS"},
	{"seamrr", 0x1401, 11, 11, Wanted::One, "switch TDX and the SEAM loader on in the BIOS"},
	{"numtdxprivkeys", 0x87, 63, 32, Wanted::Some,
		"give TDX key ids in the BIOS (TME-MT/TDX key split)"},
	{"sgxandmcheckstatus", 0xa0, 31, 0, Wanted::Zero,
		"MCHECK or the SGX registration failed: do an SGX factory reset in the BIOS, "
		"update it, and register the platform again"},
};

} // namespace tdxcall
