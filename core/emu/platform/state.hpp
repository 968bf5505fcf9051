// SPDX-License-Identifier: GPL-2.0
//
// All state of the software TDX module that is not in memory donated by the host.
#pragma once

#include "call_counts.hpp"
#include "core/abi/completion_status.hpp"
#include "core/emu/cpu/cpuid_value.hpp"
#include "core/emu/cpu/msr.hpp"
#include "core/emu/emu.h"
#include "core/emu/ground/fault_rules.hpp"
#include "core/emu/ground/lock.hpp"
#include "platform_tables.hpp"

namespace tdx::emu {

enum class SysState : u8 {
	Pending,
	InitDone,
	ConfigDone,
	Ready,
	Shutdown,
};

constexpr u32 max_packages = 8;
constexpr u32 max_cpuid_rows = 64;
constexpr u32 max_pa_bits = 52;
constexpr u32 max_modelled_leaves = 64;
constexpr u32 scratch_bytes = 1024 + 256;

// What SYS.INIT sampled and derived, for later leaf functions.
struct Platform {
	u64 msr[num_sampled_msrs];
	CpuidValue cpuid[max_cpuid_rows]; // by row of cpuid_table.hpp
	u64 xfam;                         // extended features the CPU has and the module knows
	u64 keyid_mask;
	u32 keyid_shift;
	u32 first_private_keyid;
	u32 private_keyids;
	u32 cache_blocks;  // steps of a package's cache write-back
	u32 package_shift; // of an x2APIC id
	bool la57;
	bool waitpkg;
	bool smrr2;
};

// Handoff data that TDH.SYS.SHUTDOWN leaves for the next module.
struct Handoff {
	bool valid;
	u16 version;
};

// Of which TD and time the translations in an LP's nested page tables are.
struct TranslationTag {
	u64 tdr_pa;
	u64 epoch;
	u64 shared_eptp;
	u64 eptp;

	CORE_INLINE bool operator==(TranslationTag const &o) const
	{
		return tdr_pa == o.tdr_pa && epoch == o.epoch && shared_eptp == o.shared_eptp &&
		       eptp == o.eptp;
	}
};

// The LP's translations: its TLB, so to speak.
struct Translations {
	TranslationTag tag;
	u32 used;     // tables of the pool; the first one is the root
	bool changed; // since the last VMRUN
};

struct alignas(64) Lp {
	u32 number;
	u32 package; // as configured
	u32 index;   // in its package
	bool initialised;
	Atomic<bool> busy; // inside the module
	u32 steps;         // of long leaf functions, since the last interrupt
	Atomic<u64> calls[max_modelled_leaves][EMU_OUTCOMES]; // by row of the dispatcher's table

	// The vCPU that runs here.
	bool in_guest;
	u64 tdvpr_pa;
	u64 tdr_pa;
	u64 host_rbp; // at the last SEAMCALL

	emu_area area; // memory to run it in, where the configuration has any
	bool area_ready;
	Translations translations;

	alignas(8) u8 scratch[scratch_bytes];
};

// A working copy that is too large for the stack of the #UD handler.  One at a time per LP; it is
// not cleared before use.
template <typename T>
CORE_ALWAYS_INLINE T &scratch(Lp &lp)
{
	static_assert(sizeof(T) <= scratch_bytes);
	static_assert(alignof(T) <= 8);
	return *reinterpret_cast<T *>(lp.scratch);
}

} // namespace tdx::emu

struct alignas(64) emu {
	emu_config config;
	tdx::emu::ShareLock lock; // module-wide
	tdx::Atomic<tdx::emu::SysState> state;
	tdx::Atomic<bool> dead; // an internal check failed: no SEAMCALL works any more
	tdx::Atomic<u32> initialised_lps;
	u32 packages;
	u32 package_fms[tdx::emu::max_packages]; // CPUID(1).EAX, as found before it was loaded
	u32 package_shift;                       // of the built-in CPU
	u64 report_key[4];                       // of TD reports, the CPU's own
	tdx::emu::Platform platform;
	tdx::emu::Injection injection;

	// Set from SYS.CONFIG on; handed over to a module that updates this one.
	tdx::emu::Handoff handoff;
	tdx::emu::ShareLock kot_lock; // of @keys
	u32 num_tdmrs;
	u16 keyid;         // the module's own
	u8 keyed_packages; // bit of each package that has the module's key
	tdx::emu::Tdmr tdmrs[tdx::emu::max_tdmrs];
	tdx::emu::Key keys[tdx::emu::max_keyids];
	tdx::emu::CacheWriteBack write_back[tdx::emu::max_packages];

	tdx::emu::Lp lps[];
};

namespace tdx::emu {

using Emu = ::emu;

CORE_INLINE Status success()
{
	return Status::of(StatusCode::Success);
}

// Readers of the state hold the module's lock shared or not at all, so accesses are ordered.
CORE_ALWAYS_INLINE SysState state_of(Emu const &emu)
{
	return emu.state.load(Order::Acquire);
}

CORE_ALWAYS_INLINE void set_state(Emu &emu, SysState state)
{
	emu.state.store(state, Order::Release);
}

CORE_ALWAYS_INLINE bool all_lps_initialised(Emu const &emu)
{
	return emu.initialised_lps.load(Order::Acquire) == emu.config.lps;
}

// The real module shuts down the machine.  This one answers from now on as if no module were
// loaded.
CORE_ALWAYS_INLINE Status die(Emu &emu)
{
	emu.dead = true;
	return success();
}

CpuidValue native_cpuid(Emu const &emu, Lp const &lp, u32 leaf, u32 subleaf);
u64 native_msr(Emu const &emu, Lp const &lp, Msr msr);

// SYS.INIT: reads an MSR and stores it for the comparison on other LPs.
u64 sample_msr(Emu &emu, Lp const &lp, Msr msr);
Status compare_msr(Emu const &emu, Lp const &lp, Msr msr);

} // namespace tdx::emu
