// SPDX-License-Identifier: GPL-2.0
//
// Memory of the host that a call names by physical address.
#include "memory.hpp"

#include "core/emu/host.h"

namespace tdx::emu {

namespace {

u64 without_keyid(Emu const &emu, u64 address)
{
	return address & ~emu.platform.keyid_mask;
}

bool overlaps(u64 base, u64 size, u64 other_base, u64 other_size)
{
	return base < other_base + other_size && other_base < base + size;
}

} // namespace

Status check_shared(Emu const &emu, u64 address, u64 size, Reg operand)
{
	auto const &platform = emu.platform;
	auto const &config = emu.config;

	if (address & (size - 1))
		return invalid(operand);
	if (address >> max_pa_bits)
		return invalid(operand);
	if (config.seamrr_size &&
		overlaps(without_keyid(emu, address), size, config.seamrr_base, config.seamrr_size))
		return invalid(operand);
	if ((address & platform.keyid_mask) >> platform.keyid_shift >= platform.first_private_keyid)
		return invalid(operand);
	return success();
}

Status read_shared(Emu const &emu, u64 address, u32 offset, void *to, u32 bytes, Reg operand)
{
	if (host_phys_read(without_keyid(emu, address) + offset, to, bytes))
		return out_of_range(operand);
	return success();
}

Status write_shared(
	Emu const &emu, u64 address, u32 offset, void const *from, u32 bytes, Reg operand)
{
	if (host_phys_write(without_keyid(emu, address) + offset, from, bytes))
		return out_of_range(operand);
	return success();
}

} // namespace tdx::emu
