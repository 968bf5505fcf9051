// SPDX-License-Identifier: GPL-2.0
//
// #UD of a guest: TDCALL, which the CPU does not know, instructions that a CPU with VMX would exit
// for, and instructions that are really undefined.
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

template <u32 Size>
bool is(u8 const (&instruction)[Size], u8 const (&bytes)[max_instruction_bytes], u32 count)
{
	if (count < Size)
		return false;
	for (u32 i = 0; i < Size; i++) {
		if (bytes[i] != instruction[i])
			return false;
	}
	return true;
}

constexpr u8 tdcall[] = {0x66, 0x0f, 0x01, 0xcc};
constexpr u8 vmcall[] = {0x0f, 0x01, 0xc1};
constexpr u8 pconfig[] = {0x0f, 0x01, 0xc5};

emu_verdict call(Guest &guest)
{
	if (!in_64_bit_mode(guest.vcpu()) || privilege_level(guest.vcpu())) {
		inject_gp(guest.vcpu());
		return EMU_ANSWERED;
	}
	return guest_call(guest.running, guest.emu, guest.lp, guest.regs);
}

} // namespace

emu_verdict undefined_exit(Guest &guest)
{
	u8 bytes[max_instruction_bytes];
	u32 const count{fetch_instruction(guest, bytes)};

	if (is(tdcall, bytes, count))
		return call(guest);
	if (is(vmcall, bytes, count))
		inject_ve(guest.vcpu(), {.reason = exit_reason::VMCALL, .length = sizeof(vmcall)});
	else if (is(pconfig, bytes, count) && guest.td().control().cpu & TdCpu::pconfig)
		inject_ve(
			guest.vcpu(), {.reason = exit_reason::PCONFIG, .length = sizeof(pconfig)});
	else
		inject_ud(guest.vcpu());
	return EMU_ANSWERED;
}

} // namespace tdx::emu
