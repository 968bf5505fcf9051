// SPDX-License-Identifier: GPL-2.0
//
// A machine on the way to READY: memory, and TDMRs as a host lays them out.
#pragma once

#include <array>
#include <cstring>
#include <stdexcept>

#include "test_emu_machine.hpp"

namespace test {

constexpr u64 gib = 0x40000000;

// TDMR_INFO as it lies in memory.
struct TdmrInfo {
	u64 base;
	u64 size;
	struct {
		u64 base;
		u64 size;
	} pamt_1g, pamt_2m, pamt_4k;
	struct {
		u64 offset;
		u64 size;
	} reserved[16];
};
static_assert(sizeof(TdmrInfo) == 320);

// Memory at 4 GiB: the first GiB for the host and PAMTs, five more for TDMRs.
struct Bringup {
	static constexpr u64 host_base = 0x100000000;
	static constexpr u64 memory_bytes = 6 * gib;
	static constexpr u64 list = host_base + 0x1000;
	static constexpr u64 infos = host_base + 0x2000; // 512 bytes apart
	static constexpr u64 module_keyid = 33;

	Machine machine;
	std::vector<TdmrInfo> tdmrs{tdmr(0, host_base + gib, gib)};
	tdx_regs operands{.rcx = list, .r8 = module_keyid};

	explicit Bringup(std::vector<std::pair<u64, u64>> cmrs = {{host_base, memory_bytes}})
		: machine{[&](emu_config &config) {
			  config.num_cmrs = static_cast<u32>(cmrs.size());
			  for (std::size_t i = 0; i < cmrs.size(); i++)
				  config.cmrs[i] = {cmrs[i].first, cmrs[i].second};
		  }}
	{
		host::set_memory(host_base, memory_bytes);
		if (!machine.bring_up())
			throw std::runtime_error{"not brought up"};
	}
	~Bringup() { host::reset(); }

	// A TDMR without reserved areas, its PAMT areas in a part of their own of host memory.
	static TdmrInfo tdmr(u64 number, u64 base, u64 size)
	{
		u64 const pamt{host_base + 0x10000000 + number * 0x4000000};
		return {base, size, {pamt, 0x1000}, {pamt + 0x10000, size / gib * 0x2000},
			{pamt + 0x100000, size / gib * 0x400000}, {}};
	}

	// TDH.SYS.CONFIG with the TDMRs as they are now.
	Machine::Answer config()
	{
		for (std::size_t i = 0; i < tdmrs.size() && i < 64; i++) {
			u64 const address{infos + i * 512};
			host_phys_write(list + i * 8, &address, 8);
			host_phys_write(address, &tdmrs[i], sizeof(tdmrs[i]));
		}
		tdx_regs in{operands};
		if (!in.rdx)
			in.rdx = tdmrs.size();
		return machine.seamcall(0, HostLeaf::SysConfig, in);
	}
	u64 call(HostLeaf leaf, u64 rcx = 0, u64 rdx = 0, u32 lp = 0)
	{
		return machine.seamcall(lp, leaf, {.rcx = rcx, .rdx = rdx}).rax;
	}
	// The rest of the way; throws where it ends early.
	void make_ready()
	{
		if (config().rax || call(HostLeaf::SysKeyConfig, 0, 0, 0) ||
			call(HostLeaf::SysKeyConfig, 0, 0, 2))
			throw std::runtime_error{"not READY"};
	}
	// All of the TDMR's PAMT, a step after the other; the number of steps.
	u32 init_tdmr(u64 base)
	{
		u32 steps{0};
		while (!call(HostLeaf::SysTdmrInit, base))
			steps++;
		return steps;
	}
};

} // namespace test
