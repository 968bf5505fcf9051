// SPDX-License-Identifier: GPL-2.0
//
// The VMM's devices at ports.
#include "test_vmm.hpp"

namespace {

using namespace test;

using VmmDevices = VmmTest;

constexpr u16 com1 = 0x3f8;
constexpr u16 com2 = 0x2f8;
constexpr u16 sleep_control = 0x600;
constexpr u16 sleep_status = 0x601;

TEST_F(VmmDevices, UartAtReset)
{
	EXPECT_EQ(in(com1), 0u);
	EXPECT_EQ(in(com1 + 1), 0u);
	EXPECT_EQ(in(com1 + 2), 0xc1u);
	EXPECT_EQ(in(com1 + 3), 0u);
	EXPECT_EQ(in(com1 + 4), 0u);
	EXPECT_EQ(in(com1 + 5), 0x60u);
	EXPECT_EQ(in(com1 + 6), 0xb0u);
	EXPECT_EQ(in(com1 + 7), 0u);
}

TEST_F(VmmDevices, UartTransmits)
{
	for (char const c : {'T', 'D', '\n', '\0', '\xff'})
		out(com1, 0xabcdef00 | static_cast<u8>(c));
	EXPECT_EQ(host.output, std::string("TD\n\0\xff", 5));
	// With DLAB the same registers are the divisor.
	out(com1 + 3, 0x83);
	out(com1, 1);
	out(com1 + 1, 2);
	EXPECT_EQ(in(com1), 1u);
	EXPECT_EQ(in(com1 + 1), 2u);
	out(com1 + 3, 3);
	EXPECT_EQ(in(com1 + 1), 0u);
	EXPECT_EQ(in(com1), 0u);
	EXPECT_EQ(host.output.size(), 5u);
	// The registers of a word are neighbours.
	out(com1, 0x0541, 2);
	EXPECT_EQ(host.output.back(), 'A');
	EXPECT_EQ(in(com1 + 1), 5u);
}

TEST_F(VmmDevices, UartsAreTwo)
{
	out(com1, '1');
	out(com2, '2');
	EXPECT_EQ(host.output, "1");
	EXPECT_EQ(host.com2, "2");
	out(com2 + 7, 0x5a);
	EXPECT_EQ(in(com2 + 7), 0x5au);
	EXPECT_EQ(in(com1 + 7), 0u);
	EXPECT_EQ(vmm_input(td, "a", 1), 1u);
	EXPECT_EQ(in(com2 + 5), 0x60u);
	EXPECT_EQ(in(com1 + 5), 0x61u);
}

TEST_F(VmmDevices, UartReceives)
{
	EXPECT_EQ(vmm_input(td, "ab", 2), 2u);
	EXPECT_EQ(in(com1 + 5), 0x61u);
	EXPECT_EQ(in(com1 + 2), 0xc1u);
	out(com1 + 1, 1);
	EXPECT_EQ(in(com1 + 2), 0xc4u);
	EXPECT_EQ(in(com1 + 2), 0xc4u);
	EXPECT_EQ(in(com1), 'a');
	EXPECT_EQ(in(com1), 'b');
	EXPECT_EQ(in(com1 + 2), 0xc1u);
	EXPECT_EQ(in(com1 + 5), 0x60u);
	EXPECT_EQ(in(com1), 0u);

	// No more than there is room for; FCR empties it.
	std::string const lots(2000, 'x');
	EXPECT_EQ(vmm_input(td, lots.data(), 2000), 1024u);
	EXPECT_EQ(vmm_input(td, lots.data(), 1), 0u);
	EXPECT_EQ(in(com1), 'x');
	EXPECT_EQ(vmm_input(td, "yz", 2), 1u);
	out(com1 + 2, 2);
	EXPECT_EQ(in(com1 + 5), 0x60u);
	EXPECT_EQ(vmm_input(td, "q", 1), 1u);
	EXPECT_EQ(in(com1), 'q');
	EXPECT_FALSE(host.locked);
}

TEST_F(VmmDevices, UartTellsOnceThatItIsEmpty)
{
	EXPECT_EQ(in(com1 + 2), 0xc1u);
	out(com1 + 1, 2);
	EXPECT_EQ(in(com1 + 2), 0xc2u);
	EXPECT_EQ(in(com1 + 2), 0xc1u);
	out(com1, 'x');
	EXPECT_EQ(in(com1 + 2), 0xc2u);
	EXPECT_EQ(in(com1 + 2), 0xc1u);
	out(com1 + 1, 0);
	out(com1, 'x');
	EXPECT_EQ(in(com1 + 2), 0xc1u);
	EXPECT_EQ(host.output, "xx");
}

// As Linux tells a UART from none.
TEST_F(VmmDevices, UartIsFoundByItsLoop)
{
	out(com1 + 7, 0x5a);
	EXPECT_EQ(in(com1 + 7), 0x5au);
	out(com1 + 4, 0x1a); // loop, OUT2, RTS
	EXPECT_EQ(in(com1 + 6), 0x90u);
	out(com1 + 4, 0x15); // loop, OUT1, DTR
	EXPECT_EQ(in(com1 + 6), 0x60u);
	out(com1, 'l');
	EXPECT_EQ(in(com1), 'l');
	EXPECT_EQ(host.output, "");
	out(com1 + 4, 0xff);
	EXPECT_EQ(in(com1 + 4), 0x1fu);
	out(com1 + 4, 0x0b);
	EXPECT_EQ(in(com1 + 6), 0xb0u);
	out(com1 + 5, 0);
	EXPECT_EQ(in(com1 + 5), 0x60u);
}

TEST_F(VmmDevices, Clock)
{
	struct {
		u64 seconds;
		u8 registers[8]; // 0 2 4 6 7 8 9 0x32
	} const times[]{
		{0, {0x00, 0x00, 0x00, 0x05, 0x01, 0x01, 0x70, 0x19}},
		{951827696,
			{0x56, 0x34, 0x12, 0x03, 0x29, 0x02, 0x00, 0x20}}, // 2000-02-29 12:34:56
		{1709251199,
			{0x59, 0x59, 0x23, 0x05, 0x29, 0x02, 0x24, 0x20}}, // 2024-02-29 23:59:59
		{1709251200, {0x00, 0x00, 0x00, 0x06, 0x01, 0x03, 0x24, 0x20}}, // 2024-03-01
		{4107542399, {0x59, 0x59, 0x23, 0x01, 0x28, 0x02, 0x00, 0x21}}, // 2100-02-28
		{4107542400, {0x00, 0x00, 0x00, 0x02, 0x01, 0x03, 0x00, 0x21}}, // 2100-03-01
	};
	u8 const numbers[8]{0, 2, 4, 6, 7, 8, 9, 0x32};

	for (auto const &one : times) {
		host.seconds = one.seconds;
		for (u32 i = 0; i < 8; i++) {
			out(0x70, numbers[i] | 0x80);
			EXPECT_EQ(in(0x71), one.registers[i]) << one.seconds << " " << i;
		}
	}
	for (auto const &[number, value] : {std::pair{0x0a, 0x26u}, std::pair{0x0b, 0x02u},
		     std::pair{0x0c, 0u}, std::pair{0x0d, 0x80u}, std::pair{0x7f, 0u}}) {
		out(0x70, static_cast<u64>(number));
		out(0x71, 0xff);
		EXPECT_EQ(in(0x71), value) << number;
	}
	EXPECT_EQ(in(0x70), 0xffu);
}

TEST_F(VmmDevices, WhatTheOthersRead)
{
	EXPECT_EQ(in(0x42), 0u);
	EXPECT_EQ(in(0x61), 0x20u);
	EXPECT_EQ(in(0x64), 0u);
	EXPECT_EQ(in(0x21), 0xffu);
	EXPECT_EQ(in(0x4d0), 0xffu);
	EXPECT_EQ(in(0x3e9), 0xffu); // no third serial port
	EXPECT_EQ(in(sleep_control), 0u);
	EXPECT_EQ(in(sleep_status), 0u);
	// PCI: nothing at any address.
	for (u32 device = 0; device < 0x100; device++) {
		out(0xcf8, 0x80000000 | device << 8, 4);
		EXPECT_EQ(in(0xcfc, 4), 0xffffffffu);
		EXPECT_EQ(in(0xcfe, 2), 0xffffu);
	}
}

TEST_F(VmmDevices, EndOfTheTd)
{
	out(0x64, 0xfe);
	EXPECT_EQ(verdict.next, VMM_END);
	EXPECT_EQ(reason(), "reset by the guest");
	for (u64 const type : {0x34ULL, 0x20ULL}) {
		td = vmm_init(memory.get(), &config);
		out(sleep_control, type & ~0x20ULL);
		EXPECT_EQ(verdict.next, VMM_RUN);
		out(sleep_control, type);
		EXPECT_EQ(verdict.next, VMM_END);
		EXPECT_EQ(reason(), "powered off by the guest");
	}
	EXPECT_FALSE(host.locked);
}

// Every port, every size, all sorts of values: only what is meant to ends a TD.
TEST_F(VmmDevices, RubbishAtEveryPort)
{
	for (u32 port = 0; port < 0x10000; port++) {
		for (u64 const size : {1ULL, 2ULL, 4ULL}) {
			for (u64 const value : {0ULL, 0x5555555555555555ULL, ~0ULL}) {
				tdx_regs regs{.r10 = 0,
					.r11 = 30,
					.r12 = size,
					.r13 = 1,
					.r14 = port,
					.r15 = value};
				exit(exit_hypercall, regs);
				regs.r13 = 0;
				if (verdict.next == VMM_END) {
					ASSERT_EQ(value, ~0ULL);
					ASSERT_GT(port + size, u64{sleep_control});
					ASSERT_LE(port, u32{sleep_control});
					td = vmm_init(memory.get(), &config);
				}
				exit(exit_hypercall, regs);
				ASSERT_EQ(verdict.next, VMM_RUN);
				if (port + size > 0x10000)
					ASSERT_EQ(entry.r10, ghci_invalid_operand);
				else
					ASSERT_EQ(entry.r11 >> (8 * size), 0u);
			}
		}
	}
	EXPECT_FALSE(host.locked);
}

} // namespace
