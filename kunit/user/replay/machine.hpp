// SPDX-License-Identifier: GPL-2.0
//
// The machine of a recorded session, with the software TDX module on it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "core/base/host_cpu.h"
#include "trace.hpp"

namespace replay {

// CPUID and MSRs of the recorded CPU; env.txt beside the traces.
struct Cpu {
	static constexpr u32 any_subleaf = ~0u;

	std::map<std::pair<u32, u32>, struct host_cpuid> cpuid;
	std::map<u32, u64> msr;

	static Cpu load(std::string const &path);
};

class Machine {
	struct Delete {
		void operator()(struct emu *module) const;
	};

	Cpu const &cpu;
	std::vector<u8> lp_package;
	std::map<std::pair<u32, u32>, u64> changed_msr; // by LP and MSR
	std::unique_ptr<struct emu, Delete> module;

	u64 const seed;
	u64 draws{0};
	std::vector<u64> drawn; // what the next draws give; then as the seed says

	u64 draw();
	static void on_cpuid(void *machine, u32 lp, u32 leaf, u32 subleaf, struct host_cpuid *out);
	static u64 on_rdmsr(void *machine, u32 lp, u32 msr);
	u32 x2apic_id(u32 lp) const;

public:
	Machine(Cpu const &cpu, Header const &header);
	Machine(Machine const &) = delete;
	Machine &operator=(Machine const &) = delete;

	std::size_t lps() const { return lp_package.size(); }
	void set_interrupt(bool pending) { emu_set_interrupt(module.get(), pending); }
	void set_pconfig(u32 result) { emu_set_pconfig(module.get(), result); }
	void set_drawn(std::vector<u64> values) { drawn = std::move(values); }
	void set_msr(u32 lp, u32 msr, u64 value) { changed_msr[{lp, msr}] = value; }

	// All registers that a call could change, by their encoding.
	struct Answer {
		emu_verdict verdict;
		Registers regs;
	};
	Answer seamcall(u32 lp, Registers const &in);
	Answer tdcall(u32 lp, Registers const &in);
	Answer vm_exit(u32 lp, emu_exit const &exit, Registers const &guest);
};

} // namespace replay
