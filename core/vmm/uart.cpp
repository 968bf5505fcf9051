// SPDX-License-Identifier: GPL-2.0
#include "uart.hpp"
#include "host.h"

namespace tdx::vmm {

namespace {

enum Register : u8 {
	Data, // divisor, low byte
	Ier,  // divisor, high byte
	Iir,  // FCR
	Lcr,
	Mcr,
	Lsr,
	Msr,
	Scratch,
};

constexpr u8 ier_data = 0x01;
constexpr u8 ier_transmitter = 0x02;
constexpr u8 iir_none = 0xc1; // the uppermost bits: with FIFOs
constexpr u8 iir_transmitter = 0xc2;
constexpr u8 iir_data = 0xc4;
constexpr u8 lsr_data = 0x01;
constexpr u8 lsr_empty = 0x60; // a byte is transmitted as soon as it is written
constexpr u8 msr_connected = 0xb0;

constexpr u8 fcr_clear_receiver = 0x02;

} // namespace

void Uart::reset()
{
	*this = {};
}

bool Uart::receive(u8 byte)
{
	if (count == room)
		return false;
	queue[(first + count++) % room] = byte;
	return true;
}

u8 Uart::take()
{
	if (!count)
		return 0;
	count--;
	return queue[first++ % room];
}

u8 Uart::identify()
{
	if (count && interrupts & ier_data)
		return iir_data;
	if (!transmitter_emptied || !(interrupts & ier_transmitter))
		return iir_none;
	transmitter_emptied = false;
	return iir_transmitter;
}

// In loopback, each output line of MCR drives an input line.
u8 Uart::modem_status() const
{
	if (!loops())
		return msr_connected;
	return static_cast<u8>((modem & 0x01) << 5 | (modem & 0x02) << 3 | (modem & 0x0c) << 4);
}

void Uart::transmit(UartOutput to, u8 byte)
{
	if (loops())
		receive(byte);
	else
		host_vmm_output(to.host, to.port, byte);
	transmitter_emptied = true;
}

u8 Uart::read(u32 offset)
{
	switch (offset) {
	case Data:
		return latched() ? divisor[0] : take();
	case Ier:
		return latched() ? divisor[1] : interrupts;
	case Iir:
		return identify();
	case Lcr:
		return line;
	case Mcr:
		return modem;
	case Lsr:
		return lsr_empty | (count ? lsr_data : 0);
	case Msr:
		return modem_status();
	default:
		return scratch;
	}
}

void Uart::write(UartOutput to, u32 offset, u8 value)
{
	switch (offset) {
	case Data:
		if (latched())
			divisor[0] = value;
		else
			transmit(to, value);
		break;
	case Ier:
		if (latched()) {
			divisor[1] = value;
			break;
		}
		// Enabling the interrupt while the transmitter is empty raises it.
		if (value & ~interrupts & ier_transmitter)
			transmitter_emptied = true;
		interrupts = value & 0x0f;
		break;
	case Iir:
		if (value & fcr_clear_receiver)
			count = 0;
		break;
	case Lcr:
		line = value;
		break;
	case Mcr:
		modem = value & 0x1f;
		break;
	case Scratch:
		scratch = value;
		break;
	default:
		break;
	}
}

} // namespace tdx::vmm
