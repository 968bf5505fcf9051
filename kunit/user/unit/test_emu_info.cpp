// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.INFO: its operands, and every byte that it writes.
#include <gtest/gtest.h>

#include <cstring>

#include "test_emu_machine.hpp"

namespace {

using namespace test;

constexpr u64 info_pa = memory_base + 0x8000;
constexpr u64 cmrs_pa = memory_base + 0x8400;
tdx_regs const good{.rcx = info_pa, .rdx = 1024, .r8 = cmrs_pa, .r9 = 32};

struct SysInfo : testing::Test {
	CleanHost clean;
	Machine machine;

	void SetUp() override { ASSERT_TRUE(machine.bring_up()); }
	auto info(tdx_regs const &in) { return machine.seamcall(0, HostLeaf::SysInfo, in); }
};

u8 *bytes_at(u64 pa)
{
	return static_cast<u8 *>(host::at(pa));
}

template <typename T>
T read(u64 pa)
{
	T value;
	EXPECT_EQ(host_phys_read(pa, &value, sizeof(value)), 0);
	return value;
}

bool is_filled(u64 pa, u64 bytes, u8 with)
{
	for (u64 i = 0; i < bytes; i++) {
		if (bytes_at(pa)[i] != with)
			return false;
	}
	return true;
}

TEST_F(SysInfo, NeedsLpInit)
{
	Machine fresh;
	EXPECT_EQ(fresh.seamcall(0, HostLeaf::SysInfo, good).rax, raw(0xc0000502));
	ASSERT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, 0u);
	ASSERT_EQ(fresh.seamcall(1, HostLeaf::SysLpInit).rax, 0u);
	auto const answer = fresh.seamcall(0, HostLeaf::SysInfo, good);
	EXPECT_EQ(answer.rax, raw(0xc0000502));
	EXPECT_EQ(answer.gpr.rdx, 0u);
	EXPECT_EQ(answer.gpr.r9, 0u);
	EXPECT_EQ(fresh.seamcall(1, HostLeaf::SysInfo, good).rax, 0u);
}

TEST_F(SysInfo, BadOperands)
{
	u64 const keyid_1{1ULL << 46};
	u64 const keyid_31{31ULL << 46};
	u64 const keyid_32{32ULL << 46};
	auto const with = [](u64 tdx_regs::*reg, u64 value) {
		tdx_regs in{good};
		in.*reg = value;
		return in;
	};
	struct Bad {
		u64 status;
		u64 tdx_regs::*reg;
		u64 value;
		bool cleared; // the output, before this check
	} const bad[]{
		{raw(0xc0000100, 1), &tdx_regs::rcx, info_pa + 1, false},
		{raw(0xc0000100, 1), &tdx_regs::rcx, info_pa + 512, false},
		{raw(0xc0000100, 1), &tdx_regs::rcx, info_pa | 1ULL << 52, false},
		{raw(0xc0000100, 1), &tdx_regs::rcx, info_pa | 1ULL << 63, false},
		{raw(0xc0000100, 1), &tdx_regs::rcx, info_pa | keyid_32, false},
		{raw(0xc0000100, 1), &tdx_regs::rcx, 0x40000000, false}, // SEAM range
		{raw(0xc0000100, 1), &tdx_regs::rcx, 0x43fffc00, false},
		{raw(0xc0000100, 1), &tdx_regs::rcx, 0x40000000 | keyid_1, false},
		{raw(0xc0000101, 1), &tdx_regs::rcx, 0x44000000, false}, // no memory
		{raw(0xc0000101, 1), &tdx_regs::rcx, 0x3ffffc00, false},
		{raw(0xc0000100, 2), &tdx_regs::rdx, 1023, false},
		{raw(0xc0000100, 2), &tdx_regs::rdx, 0, false},
		{raw(0xc0000100, 8), &tdx_regs::r8, cmrs_pa + 1, true},
		{raw(0xc0000100, 8), &tdx_regs::r8, cmrs_pa + 256, true},
		{raw(0xc0000100, 8), &tdx_regs::r8, cmrs_pa | keyid_32, true},
		{raw(0xc0000100, 8), &tdx_regs::r8, 0x43fffe00, true},
		{raw(0xc0000100, 9), &tdx_regs::r9, 31, true},
		{raw(0xc0000100, 9), &tdx_regs::r9, 0, true},
		{0, &tdx_regs::rcx, info_pa | keyid_31, true},
		{0, &tdx_regs::r8, cmrs_pa | keyid_1, true},
		{0, &tdx_regs::rdx, ~0ULL, true},
		{0, &tdx_regs::r9, ~0ULL, true},
	};
	for (auto const &one : bad) {
		std::memset(bytes_at(info_pa), 0xee, 1024);
		tdx_regs const in{with(one.reg, one.value)};
		auto const answer = info(in);
		EXPECT_EQ(answer.rax, one.status) << std::hex << one.value;
		tdx_regs out{in};
		out.rdx = one.status ? 0 : 1024;
		out.r9 = one.status ? 0 : 32;
		EXPECT_TRUE(answer.gpr == out) << std::hex << one.value;
		EXPECT_EQ(is_filled(info_pa, 1024, 0xee), !one.cleared) << std::hex << one.value;
		if (one.status && one.cleared) {
			EXPECT_TRUE(is_filled(info_pa, 1024, 0)) << std::hex << one.value;
		}
	}
}

TEST_F(SysInfo, Structure)
{
	std::memset(bytes_at(info_pa - 64), 0xee, 64 + 1024 + 512 + 64);
	ASSERT_EQ(info(good).rax, 0u);

	EXPECT_EQ(read<u32>(info_pa + 0), 0u);
	EXPECT_EQ(read<u32>(info_pa + 4), 0x8086u);
	EXPECT_EQ(read<u32>(info_pa + 8), 20230301u);
	EXPECT_EQ(read<u16>(info_pa + 12), 0u);
	EXPECT_EQ(read<u16>(info_pa + 14), 5u);
	EXPECT_EQ(read<u16>(info_pa + 16), 1u);
	EXPECT_EQ(read<u8>(info_pa + 18), 1u);
	EXPECT_TRUE(is_filled(info_pa + 19, 13, 0));
	EXPECT_EQ(read<u16>(info_pa + 32), 64u);
	EXPECT_EQ(read<u16>(info_pa + 34), 16u);
	EXPECT_EQ(read<u16>(info_pa + 36), 16u);
	EXPECT_TRUE(is_filled(info_pa + 38, 10, 0));
	EXPECT_EQ(read<u16>(info_pa + 48), 6 * 4096u);
	EXPECT_EQ(read<u16>(info_pa + 52), 6 * 4096u);
	EXPECT_TRUE(is_filled(info_pa + 54, 10, 0));
	EXPECT_EQ(read<u64>(info_pa + 64), 0x8000000070000001u);
	EXPECT_EQ(read<u64>(info_pa + 72), 0u);
	EXPECT_EQ(read<u64>(info_pa + 80), 0x6dbe7u);
	EXPECT_EQ(read<u64>(info_pa + 88), 3u);
	EXPECT_TRUE(is_filled(info_pa + 96, 32, 0));
	EXPECT_EQ(read<u32>(info_pa + 128), 12u);
	EXPECT_TRUE(is_filled(info_pa + 132 + 12 * 24, 1024 - 132 - 12 * 24, 0));
	// Nothing around it was touched.
	EXPECT_TRUE(is_filled(info_pa - 64, 64, 0xee));
	EXPECT_TRUE(is_filled(cmrs_pa + 512, 64, 0xee));
}

// Bits that the host chooses freely, and bits that it may choose where this CPU has them.
TEST_F(SysInfo, CpuidConfig)
{
	struct Entry {
		u32 leaf, subleaf, eax, ebx, ecx, edx;
	} const entries[]{
		// allowed 31044d88 of 77fefb9f, b8440000 of bfebfbff
		{1, ~0u, 0x0fff3fff, 0x00ff0000, 0x31044988, 0xb8400000},
		{4, 0, 0xffffc3ff, 0xfffff000, 0xffffffff, 0xfffffffb},
		{4, 1, 0xffffc3ff, 0xfffff000, 0xffffffff, 0xfffffffb},
		{4, 2, 0xffffc3ff, 0xfffff000, 0xffffffff, 0xfffffffb},
		{4, 3, 0xffffc3ff, 0xfffff000, 0xffffffff, 0x00000007},
		// allowed dc2b9b18 of f3bfbffb, 02417f65 of fb417ffe, 0005411c of ffdd4432
		{7, 0, 0, 0xd02b9b18, 0x02417f64, 0x00054010},
		{7, 1, 0x00001c30, 0, 0, 0},                              // allowed 1d30 of 1c30
		{0xa, ~0u, 0, 0, 0, 0}, {0x1c, ~0u, 0x0000000b, 0, 0, 0}, // allowed ff of 4000000b
		{0x80000008, ~0u, 0, 0x00000200, 0, 0},                   // allowed 200 of 200
		{7, 2, 0, 0, 0, 0},                                       // allowed 28 of 17
		{0x23, 0, 0, 0, 0, 0},                                    // the CPU ends at leaf 20
	};
	ASSERT_EQ(info(good).rax, 0u);
	for (std::size_t i = 0; i < std::size(entries); i++) {
		auto const found = read<Entry>(info_pa + 132 + i * sizeof(Entry));
		EXPECT_FALSE(std::memcmp(&found, &entries[i], sizeof(Entry))) << i;
	}
}

TEST_F(SysInfo, CmrsAreAlways32)
{
	Machine two{[](auto &c) {
		c.cmrs[0] = {0x1000, 0x2000};
		c.cmrs[1] = {0x5000, 0x1000};
		c.cmrs[2] = {0x7000, 0x1000}; // beyond num_cmrs
		c.num_cmrs = 2;
	}};
	ASSERT_TRUE(two.bring_up());
	std::memset(bytes_at(cmrs_pa), 0xee, 512);
	ASSERT_EQ(two.seamcall(0, HostLeaf::SysInfo, good).rax, 0u);
	EXPECT_EQ(read<u64>(cmrs_pa), 0x1000u);
	EXPECT_EQ(read<u64>(cmrs_pa + 8), 0x2000u);
	EXPECT_EQ(read<u64>(cmrs_pa + 16), 0x5000u);
	EXPECT_EQ(read<u64>(cmrs_pa + 24), 0x1000u);
	EXPECT_TRUE(is_filled(cmrs_pa + 32, 480, 0));
}

} // namespace
