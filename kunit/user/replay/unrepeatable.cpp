// SPDX-License-Identifier: GPL-2.0
#include "unrepeatable.hpp"

#include "core/abi/field_id.hpp"
#include "core/abi/leaf_number.hpp"

namespace replay {

namespace {

using tdx::HostLeaf;

struct Field {
	u8 field_class;
	u32 code;
};

constexpr Field of_td[]{
	{0x11, 0x0a}, // TSC_OFFSET
	{0x11, 0x0d}, // VIRTUAL_TSC
};
constexpr Field of_vcpu[]{
	{0x00, 0x2010}, // TSC offset of the VMCS, then of those of L2 VMs
	{0x24, 0x2010}, {0x2c, 0x2010}, {0x34, 0x2010}, {0x20, 0x0a}, // TSC at the last exit
};

// The simulation puts a guest in 64-bit mode, moves it on, and keeps no extended state.
constexpr Field of_guest[]{
	{0x00, 0x681e}, // RIP
	{0x00, 0x4816}, // CS access rights
	{0x00, 0x2806}, // EFER
	{0x00, 0x6800}, // CR0
	{0x11, 0x20},   // XCR0
};

template <std::size_t Count>
bool is_one_of(Field const (&fields)[Count], tdx::FieldId id)
{
	for (auto const &field : fields) {
		if (field.field_class == id.cls() && field.code == id.code())
			return true;
	}
	return false;
}

} // namespace

bool is_unrepeatable(Call const &call, tdx::Reg output, bool ran)
{
	tdx::FieldId const field{call.in[tdx::Reg::Rdx]};

	if (output != tdx::Reg::R8)
		return false;
	switch (HostLeaf{static_cast<u16>(call.in[tdx::Reg::Rax])}) {
	case HostLeaf::MngRd:
	case HostLeaf::MngWr:
		return is_one_of(of_td, field);
	case HostLeaf::VpRd:
	case HostLeaf::VpWr:
		return is_one_of(of_vcpu, field) || (ran && is_one_of(of_guest, field));
	default:
		return false;
	}
}

} // namespace replay
