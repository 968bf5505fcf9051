// SPDX-License-Identifier: GPL-2.0
//
// A machine for tests of the software TDX module: the built-in CPU, with changes that a test makes
// to CPUID and MSRs of one LP or of all.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#include "core/abi/completion_status.hpp"
#include "core/abi/leaf_number.hpp"
#include "core/abi/reg.hpp"
#include "core/base/host_cpu.h"
#include "core/emu/emu.h"
#include "kunit/user/host/host.hpp"

namespace test {

using tdx::GuestLeaf;
using tdx::HostLeaf;
using tdx::Reg;
using tdx::Status;
using tdx::StatusCode;

constexpr u64 memory_base = 0x100000000;
constexpr u64 memory_size = 16 << 20;

// What a status is in RAX, from facts: code in the upper half, operand or detail in the lower.
constexpr u64 raw(u32 code, u32 detail = 0)
{
	return u64{code} << 32 | detail;
}

constexpr u64 leaf_number(GuestLeaf leaf)
{
	return static_cast<u64>(leaf);
}

// A configuration of four LPs in two packages, with one CMR.
emu_config good_config();

class Machine {
	struct Delete {
		void operator()(struct emu *module) const;
	};

	std::vector<u8> lp_package;
	emu_config config;
	std::map<std::pair<u32, u32>, u64> msr;                       // by LP and MSR
	std::map<std::tuple<u32, u32, u32>, struct host_cpuid> cpuid; // by LP, leaf and sub-leaf
	std::unique_ptr<struct emu, Delete> emu_;

	static void on_cpuid(void *machine, u32 lp, u32 leaf, u32 subleaf, struct host_cpuid *out);
	static u64 on_rdmsr(void *machine, u32 lp, u32 number);

public:
	// @change edits the configuration before the module starts.  @package_fms: CPUID(1).EAX of
	// each package, if it is not the built-in CPU's.
	explicit Machine(std::function<void(emu_config &)> change = {},
		std::vector<u8> packages = {0, 0, 1, 1}, std::vector<u32> package_fms = {});
	Machine(Machine const &) = delete;
	Machine &operator=(Machine const &) = delete;

	// Called inside each RDMSR of the module, once it has begun to run.
	std::function<void()> during_rdmsr;

	struct emu *module() const { return emu_.get(); }

	struct host_cpuid native_cpuid(u32 lp, u32 leaf, u32 subleaf) const;
	u64 native_msr(u32 lp, u32 number) const;
	void set_cpuid(u32 lp, u32 leaf, u32 subleaf, struct host_cpuid const &value);
	void set_msr(u32 lp, u32 number, u64 value);
	void forget_changes();

	struct Answer {
		u64 rax;
		tdx_regs gpr;
		u64 rbp;
		emu_verdict verdict;
	};
	Answer seamcall(u32 lp, u64 rax, tdx_regs const &in = {});
	Answer seamcall(u32 lp, HostLeaf leaf, tdx_regs const &in = {});

	// SYS.INIT, and LP.INIT on every LP; false when one fails.
	bool bring_up();
};

// Everything that host services remember is gone after each test.
struct CleanHost {
	CleanHost() { host::set_memory(memory_base, memory_size); }
	~CleanHost() { host::reset(); }
};

} // namespace test

bool operator==(tdx_regs const &a, tdx_regs const &b);
