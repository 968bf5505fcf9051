// SPDX-License-Identifier: GPL-2.0
//
// Results of the P-SEAMLDR (RAX) and of the hypercalls of the GHCI (R10).
#pragma once

#include <tdxcall/types.h>

namespace tdx {

struct ResultInfo {
	u64 value;
	char const *name;
	char const *summary;
};

enum class SeamldrStatus : u64 {
	Success = 0x0000000000000000,
	Ebadparam = 0x8000000000000000,
	Ebadcall = 0x8000000000000003,
	Ebadhandoff = 0x8000000000000004,
	Ecleanupreq = 0x8000000000000005,
	Eunsupported = 0x8000000000000006,
	Enomem = 0x8000000000010002,
	Eunspecerr = 0x8000000000010003,
	Eunsupcpu = 0x8000000000010004,
	Ebadsig = 0x8000000000020000,
	Ebadhash = 0x8000000000020001,
	Einterrupt = 0x8000000000030000,
	Enoentropy = 0x8000000000030001,
};

enum class GhciStatus : u64 {
	Success = 0x0000000000000000,
	Retry = 0x0000000000000001,
	InvalidOperand = 0x8000000000000000,
	GpaInuse = 0x8000000000000001,
	AlignError = 0x8000000000000002,
	SubfuncUnsupported = 0x8000000000000003,
};

// clang-format off
constexpr ResultInfo seamldr_status_rows[] = {
	{static_cast<u64>(SeamldrStatus::Success), "PSEAMLDR_SUCCESS", "done"},
	{static_cast<u64>(SeamldrStatus::Ebadparam), "PSEAMLDR_EBADPARAM",
		"bad input, also unknown leaf"},
	{static_cast<u64>(SeamldrStatus::Ebadcall), "PSEAMLDR_EBADCALL",
		"wrong state/order, or no updates remaining"},
	{static_cast<u64>(SeamldrStatus::Ebadhandoff), "PSEAMLDR_EBADHANDOFF",
		"update refused: handoff data not usable by the new module"},
	{static_cast<u64>(SeamldrStatus::Ecleanupreq), "PSEAMLDR_ECLEANUPREQ",
		"SEAMLDR.CLEANUP needed first (newer loaders)"},
	{static_cast<u64>(SeamldrStatus::Eunsupported), "PSEAMLDR_EUNSUPPORTED",
		"module SVN major version not supported (newer loaders)"},
	{static_cast<u64>(SeamldrStatus::Enomem), "PSEAMLDR_ENOMEM",
		"module does not fit in the SEAM range"},
	{static_cast<u64>(SeamldrStatus::Eunspecerr), "PSEAMLDR_EUNSPECERR",
		"unspecified platform problem"},
	{static_cast<u64>(SeamldrStatus::Eunsupcpu), "PSEAMLDR_EUNSUPCPU",
		"module does not support a CPU of this platform"},
	{static_cast<u64>(SeamldrStatus::Ebadsig), "PSEAMLDR_EBADSIG", "signature check failed"},
	{static_cast<u64>(SeamldrStatus::Ebadhash), "PSEAMLDR_EBADHASH", "image hash mismatch"},
	{static_cast<u64>(SeamldrStatus::Einterrupt), "PSEAMLDR_EINTERRUPT",
		"interrupt pending; call again"},
	{static_cast<u64>(SeamldrStatus::Enoentropy), "PSEAMLDR_ENOENTROPY",
		"no random data; call again"},
};

// What GETSEC[ENTERACCS] of the NP-SEAMLDR leaves, the ACM that loads the P-SEAMLDR; Linux knows
// two.
constexpr ResultInfo np_seamldr_status_rows[] = {
	{0x8000000000000001, "NP_SEAMLDR_EMODBUSY", "the P-SEAMLDR is loaded already"},
	{0x8000000000010003, "NP_SEAMLDR_EUNSPECERR",
		"unspecified error, often no random data: try again"},
};

constexpr ResultInfo ghci_status_rows[] = {
	{static_cast<u64>(GhciStatus::Success), "SUCCESS", "done"},
	{static_cast<u64>(GhciStatus::Retry), "RETRY",
		"not finished: call again (MapGPA: from the address in r11)"},
	{static_cast<u64>(GhciStatus::InvalidOperand), "INVALID_OPERAND", "bad argument"},
	{static_cast<u64>(GhciStatus::GpaInuse), "GPA_INUSE",
		"MapGPA: page is in use (e.g. by DMA)"},
	{static_cast<u64>(GhciStatus::AlignError), "ALIGN_ERROR", "bad alignment"},
	{static_cast<u64>(GhciStatus::SubfuncUnsupported), "SUBFUNC_UNSUPPORTED",
		"host does not implement the sub-function"},
};
// clang-format on

template <unsigned Rows>
consteval bool rising(ResultInfo const (&rows)[Rows])
{
	for (unsigned i = 1; i < Rows; i++)
		if (rows[i - 1].value >= rows[i].value)
			return false;
	return true;
}
static_assert(rising(seamldr_status_rows) && rising(ghci_status_rows));
static_assert(rising(np_seamldr_status_rows));

} // namespace tdx
