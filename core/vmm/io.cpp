// SPDX-License-Identifier: GPL-2.0
//
// Port I/O: devices of a byte each, in one table.  Where there is none, as all over PCI's
// configuration ports, reads give all ones and writes are lost.
#include "boot/ports.h"
#include "end.hpp"
#include "host.h"
#include "hypercall.hpp"

namespace tdx::vmm {

namespace {

enum class Device : u8 {
	None,
	Constant, // writes are lost
	Com1,
	Com2,
	Cmos,
	ResetPulse, // only the reset pulse of the keyboard controller
	Sleep,
};

struct PortRange {
	u16 first;
	u16 last;
	Device device;
	u8 value; // what it reads, unless the device decides
};

constexpr PortRange ports[] = {
	{0x42, 0x42, Device::Constant, 0x00}, // PIT channel 2: all ones would keep Linux polling
	{0x61, 0x61, Device::Constant, 0x20},
	{VMM_PORT_KEYBOARD_COMMAND, VMM_PORT_KEYBOARD_COMMAND, Device::ResetPulse,
		0x00}, // buffers are empty
	{0x70, 0x71, Device::Cmos, 0xff},
	{VMM_PORT_COM1, VMM_PORT_COM1 + VMM_PORT_UART_COUNT - 1, Device::Com1, 0},
	{VMM_PORT_COM2, VMM_PORT_COM2 + VMM_PORT_UART_COUNT - 1, Device::Com2, 0},
	{VMM_PORT_SLEEP_CONTROL, VMM_PORT_SLEEP_CONTROL, Device::Sleep, 0x00},
	{VMM_PORT_SLEEP_STATUS, VMM_PORT_SLEEP_STATUS, Device::Constant, 0x00},
};

constexpr PortRange no_device{0, 0, Device::None, 0xff};

constexpr u8 sleep_enable = 1 << 5; // SLP_EN; the sleep type is ignored, as there is only S5

PortRange const &find(u32 port)
{
	for (PortRange const &range : ports)
		if (port >= range.first && port <= range.last)
			return range;
	return no_device;
}

u8 read_port(Td &td, u32 port)
{
	PortRange const &range{find(port)};

	switch (range.device) {
	case Device::Com1:
		return td.com[VMM_COM1].read(port - range.first);
	case Device::Com2:
		return td.com[VMM_COM2].read(port - range.first);
	case Device::Cmos:
		return port == range.first ? range.value
					   : td.cmos.read(host_vmm_seconds(td.config.host));
	default:
		return range.value;
	}
}

void write_port(Hypercall const &call, u32 port, u8 value)
{
	PortRange const &range{find(port)};

	switch (range.device) {
	case Device::Com1:
		call.td.com[VMM_COM1].write({call.host(), VMM_COM1}, port - range.first, value);
		break;
	case Device::Com2:
		call.td.com[VMM_COM2].write({call.host(), VMM_COM2}, port - range.first, value);
		break;
	case Device::Cmos:
		if (port == range.first)
			call.td.cmos.index = value & 0x7f; // bit 7 masks NMIs on a PC
		break;
	case Device::ResetPulse:
		if (value == VMM_KEYBOARD_RESET)
			end(call.td, call.verdict,
				[](Text &text) { text.add("reset by the guest"); });
		break;
	case Device::Sleep:
		if (value & sleep_enable)
			end(call.td, call.verdict,
				[](Text &text) { text.add("powered off by the guest"); });
		break;
	default:
		break;
	}
}

} // namespace

GhciStatus io(Hypercall const &call)
{
	u64 const size{call.in.r12};
	u64 const write{call.in.r13};
	u64 const port{call.in.r14};
	u64 data{0};

	if ((size != 1 && size != 2 && size != 4) || write > 1 || port > 0x10000 - size)
		return GhciStatus::InvalidOperand;
	host_vmm_lock(call.host());
	for (u32 i = 0; i < size; i++) {
		u32 const each{static_cast<u32>(port) + i};

		if (write)
			write_port(call, each, static_cast<u8>(call.in.r15 >> 8 * i));
		else
			data |= static_cast<u64>(read_port(call.td, each)) << 8 * i;
	}
	host_vmm_unlock(call.host());
	if (!write)
		call.out.r11 = data;
	return GhciStatus::Success;
}

} // namespace tdx::vmm
