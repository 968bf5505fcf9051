// SPDX-License-Identifier: GPL-2.0
//
// A machine whose TDX module is ready, and a TD on it, for tests of what works on TDs.
#pragma once

#include "core/emu/sept/sept.hpp"
#include "test_emu_machine.hpp"

namespace test {

using tdx::OpState;
using tdx::PageSize;
using tdx::PageType;
using tdx::SeptState;

constexpr u64 page_bytes = 0x1000;
constexpr u64 large_bytes = 0x200000;
constexpr u64 huge_bytes = 0x40000000;

// What the host keeps for itself, and what it gives to the TDX module.
constexpr u64 host_base = 0x100000000;
constexpr u64 tdmr_base = 0x140000000;
constexpr u64 tdmr_size = 2 * huge_bytes;
constexpr u64 host_page_pa = host_base + 0x3000000; // content for operands in shared memory

// Up to READY, with one TDMR whose PAMT is complete.
class Platform {
	u64 next_page{tdmr_base};
	u64 next_large{tdmr_base + huge_bytes};
	u64 next_keyid{33};

public:
	Machine machine;

	explicit Platform(std::function<void(emu_config &)> change = {});
	Platform(Platform const &) = delete;
	Platform &operator=(Platform const &) = delete;
	~Platform() { host::reset(); }

	// From TDH.SYS.CONFIG to a complete PAMT.
	void configure();

	u64 keyid();                        // a free private KeyID
	u64 page();                         // a free 4 KiB page
	u64 large(u64 bytes = large_bytes); // a free aligned range
	tdx::emu::PamtEntry &pamt(u64 pa, PageSize size = PageSize::Size4K);

	Machine::Answer call(u64 rax, tdx_regs const &in, u32 lp = 0)
	{
		return machine.seamcall(lp, rax, in);
	}
	Machine::Answer call(HostLeaf leaf, tdx_regs const &in, u32 lp = 0)
	{
		return machine.seamcall(lp, leaf, in);
	}
	// Throws unless the call succeeds.
	Machine::Answer must(u64 rax, tdx_regs const &in, u32 lp = 0);
	Machine::Answer must(HostLeaf leaf, tdx_regs const &in, u32 lp = 0)
	{
		return must(static_cast<u64>(leaf), in, lp);
	}
};

struct TdOptions {
	bool debug{false};
	u32 l2_vms{0};
	bool five_levels{false};
	bool gpaw{false};
	u64 xfam{3};
};

// A TD in operation state INITIALIZED, without pages of its own.
class TestTd {
	Platform &on;

public:
	u64 tdr;
	std::vector<u64> tdcs;

	explicit TestTd(Platform &platform, TdOptions options = {});

	tdx::emu::Tdr &root();
	tdx::emu::TdControl &control();
	void set_state(OpState state) { control().op_state = static_cast<u32>(state); }
	u64 children() { return root().chldcnt; }

	// A vCPU that is initialised: its pages, TDVPR first.
	std::vector<u64> add_vcpu();
	// Tables down to @level for @gpa.
	void add_tables(u64 gpa, u32 level = 0);
	void add_l2_tables(u32 vm, u64 gpa, u32 level = 0);
	// A page of @level, mapped in INITIALIZED state or pending; its address.
	u64 add(u64 gpa);
	u64 aug(u64 gpa, u32 level = 0);
	// The entry in the tree of @vm as it lies in memory; null when a table is missing.
	u64 *entry(u64 gpa, u32 level, u32 vm = 0);
	// An L1 entry in another state, as if the calls for that had been made.
	void put_state(u64 gpa, u32 level, SeptState state);
};

} // namespace test
