// SPDX-License-Identifier: GPL-2.0
#include "explain.hpp"

#include <iomanip>
#include <sstream>

#include "core/abi/completion_status.hpp"
#include "core/abi/leaf_number.hpp"
#include "core/decode/decode.h"

namespace replay {

namespace {

using tdx::HostLeaf;
using tdx::Reg;

constexpr u32 longest_text = 400;

std::string status_text(u64 status, u64 leaf, bool of_guest)
{
	char text[longest_text];

	tdx_decode_status(
		status, of_guest ? TDX_CALL_TDCALL : TDX_CALL_SEAMCALL, leaf, text, sizeof(text));
	return text;
}

std::string field_text(u64 id)
{
	char text[longest_text];

	tdx_decode_field(id, text, sizeof(text));
	return text;
}

std::string word_text(tdx_word word, u64 value)
{
	char text[longest_text];

	tdx_decode_word(word, value, text, sizeof(text));
	return text;
}

bool names_a_field(u16 leaf)
{
	switch (HostLeaf{leaf}) {
	case HostLeaf::MngRd:
	case HostLeaf::MngWr:
	case HostLeaf::VpRd:
	case HostLeaf::VpWr:
		return true;
	default:
		return false;
	}
}

// With these RDX tells the level and state of a secure-EPT entry.
bool tells_an_entry(u64 status)
{
	constexpr u64 secure_ept = 0x0b;

	return status >> 63 && (status >> 40 & 0xff) == secure_ept;
}

std::string value_text(Reg reg, u64 value, u64 status)
{
	std::ostringstream text;

	text << "0x" << std::hex << value;
	if (reg == Reg::Rdx && value && tells_an_entry(status))
		text << " (" << word_text(TDX_WORD_LEVEL_STATE, value) << ')';
	return text.str();
}

} // namespace

std::string explain(Call const &call, Registers const &ours, bool of_guest)
{
	u64 const rax{call.in[Reg::Rax]};
	u16 const leaf{static_cast<u16>(rax)};
	u64 const recorded_status{call.out[Reg::Rax]};
	std::ostringstream text;

	text << "    on LP " << call.lp << ", version " << (rax >> 16 & 0xff) << std::hex;
	for (unsigned i = 1; i < call.in.value.size(); i++) {
		if (call.in.has(Reg{static_cast<u8>(i)}) && call.in.value[i])
			text << ' ' << tdx::reg_name(Reg{static_cast<u8>(i)}) << "=0x"
			     << call.in.value[i];
	}
	text << '\n';
	if (!of_guest && names_a_field(leaf))
		text << "    field    " << field_text(call.in[Reg::Rdx]) << '\n';
	text << "    recorded " << status_text(recorded_status, rax, of_guest) << '\n';
	if (ours[Reg::Rax] != recorded_status)
		text << "    ours     " << status_text(ours[Reg::Rax], rax, of_guest) << '\n';
	for (unsigned i = 1; i < ours.value.size(); i++) {
		Reg const reg{static_cast<u8>(i)};
		u64 const expected{call.out.has(reg) ? call.out[reg] : call.in[reg]};
		if (!ours.has(reg) || (ours[reg] == expected && !call.out.has(reg)))
			continue;
		text << "    " << tdx::reg_name(reg) << " recorded "
		     << value_text(reg, expected, recorded_status);
		if (ours[reg] == expected)
			text << ", ours the same\n";
		else
			text << ", ours " << value_text(reg, ours[reg], ours[Reg::Rax]) << '\n';
	}
	return text.str();
}

} // namespace replay
