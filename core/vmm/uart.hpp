// SPDX-License-Identifier: GPL-2.0
//
// A 16550 whose interrupt goes nowhere: drivers poll it.
#pragma once

#include "core/base/bits.hpp"

namespace tdx::vmm {

// Destination of what the guest writes.
struct UartOutput {
	void *host;
	u32 port; // enum vmm_port
};

class Uart {
	static constexpr u32 room = 1024; // a power of two

	u8 interrupts; // IER
	u8 line;       // LCR
	u8 modem;      // MCR
	u8 scratch;
	u8 divisor[2];
	bool transmitter_emptied; // since the guest last looked at IIR
	u32 first;
	u32 count;
	u8 queue[room];

	CORE_ALWAYS_INLINE bool latched() const { return line & 0x80; } // DLAB
	CORE_ALWAYS_INLINE bool loops() const { return modem & 0x10; }
	u8 take();
	u8 identify();
	u8 modem_status() const;
	void transmit(UartOutput to, u8 byte);

public:
	void reset();
	// Queues a received byte; false if the queue is full.
	bool receive(u8 byte);
	u8 read(u32 offset);
	void write(UartOutput to, u32 offset, u8 value);
};

} // namespace tdx::vmm
