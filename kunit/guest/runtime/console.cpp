// SPDX-License-Identifier: GPL-2.0
#include "console.hpp"
#include "core/base/text.hpp"
#include "core/call/leaves.h"
#include "core/vmm/boot/ports.h"

namespace guest {

namespace {

constexpr u32 number_bytes = 24;

} // namespace

u8 port_in(u16 port)
{
	tdg_vp_vmcall_instruction_io_out out{};

	core_tdg_vp_vmcall_instruction_io(0, 1, 0, port, 0, &out);
	return static_cast<u8>(out.data);
}

void port_out(u16 port, u8 value)
{
	core_tdg_vp_vmcall_instruction_io(0, 1, 1, port, value, nullptr);
}

void say(char const *text)
{
	for (; *text; text++)
		port_out(VMM_PORT_COM1, static_cast<u8>(*text));
}

void say_hex(u64 value)
{
	char text[number_bytes];

	tdx::Text{text, sizeof(text)}.hex(value);
	say(text);
}

void say_decimal(u64 value)
{
	char text[number_bytes];

	tdx::Text{text, sizeof(text)}.decimal(value);
	say(text);
}

void power_off()
{
	for (;;)
		port_out(VMM_PORT_SLEEP_CONTROL, VMM_SLEEP_POWER_OFF);
}

} // namespace guest
