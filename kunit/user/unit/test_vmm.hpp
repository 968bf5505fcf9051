// SPDX-License-Identifier: GPL-2.0
//
// A TD with four vCPUs and 64 MiB of memory, whose exits a test makes up.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "core/vmm/vmm.h"
#include "kunit/user/host/registers.hpp"
#include "kunit/user/host/vmm_host.hpp"

inline bool operator==(tdx_regs const &a, tdx_regs const &b)
{
	return test::same(a, b);
}

namespace test {

constexpr u64 ghci_success = 0;
constexpr u64 ghci_retry = 1;
constexpr u64 ghci_invalid_operand = 0x8000000000000000;
constexpr u64 ghci_gpa_inuse = 0x8000000000000001;
constexpr u64 ghci_align_error = 0x8000000000000002;

constexpr u64 exit_hypercall = 77;
constexpr u64 shared_bit = 1ULL << 47;
constexpr u64 memory_bytes = 64ULL << 20;
constexpr u32 td_vcpus = 4;

struct VmmTest : testing::Test {
	struct Free {
		void operator()(void *memory) const { std::free(memory); }
	};
	host::Vmm host;
	vmm_config const config{.host = &host,
		.vcpus = td_vcpus,
		.gpa_width = 48,
		.tsc_frequency = 100,
		.memory = {{0, memory_bytes}}};
	u64 const bytes = (vmm_bytes(td_vcpus) + 63) / 64 * 64;
	std::unique_ptr<void, Free> memory{std::aligned_alloc(64, bytes)};
	vmm_td *td = vmm_init(memory.get(), &config);
	tdx_regs entry = filled(0x7777);
	vmm_verdict verdict{};
	u32 vcpu = 0;
	tdx_regs called{};

	void exit(u64 status, tdx_regs const &regs)
	{
		vmm_exit(td, vcpu, status, &regs, &entry, &verdict);
	}

	// R10 of the answer.  Other registers of @in are as the guest exposed them; RCX, which is
	// the host's, must stay.
	u64 call(u64 number, tdx_regs in)
	{
		in.rcx = 0xffcc;
		in.r10 = 0;
		in.r11 = number;
		entry = filled(0x7777);
		exit(exit_hypercall, in);
		EXPECT_EQ(entry.rcx, filled(0x7777).rcx);
		called = in;
		return entry.r10;
	}

	// The guest finds its registers as it left them, but for R10.
	bool unchanged() const
	{
		tdx_regs expected{called};
		expected.rcx = entry.rcx;
		expected.r10 = entry.r10;
		return entry == expected;
	}

	u64 in(u16 port, u64 size = 1)
	{
		EXPECT_EQ(call(30, {.r12 = size, .r13 = 0, .r14 = port}), ghci_success);
		return entry.r11;
	}
	void out(u16 port, u64 value, u64 size = 1)
	{
		EXPECT_EQ(
			call(30, {.r12 = size, .r13 = 1, .r14 = port, .r15 = value}), ghci_success);
		EXPECT_TRUE(unchanged());
	}
	u64 rdmsr(u64 msr)
	{
		EXPECT_EQ(call(31, {.r12 = msr}), ghci_success) << std::hex << msr;
		return entry.r11;
	}
	u64 wrmsr(u64 msr, u64 value)
	{
		u64 const word{call(32, {.r12 = msr, .r13 = value})};
		EXPECT_TRUE(unchanged());
		return word;
	}
	// What is posted to a vCPU is gone then, as when the TDX module takes it.
	std::vector<u32> posted(u32 to)
	{
		u64 *const words = static_cast<u64 *>(vmm_posted(td, to));
		std::vector<u32> vectors;
		for (u32 i = 0; i < 256; i++)
			if (words[i / 64] >> i % 64 & 1)
				vectors.push_back(i);
		// ON goes with them.
		EXPECT_EQ(words[4], vectors.empty() ? 0u : 1u);
		EXPECT_EQ(vmm_has_event(td, to), !vectors.empty());
		std::memset(words, 0, 64);
		return vectors;
	}
	std::string reason() const { return vmm_reason(td) ? vmm_reason(td) : ""; }
};

} // namespace test
