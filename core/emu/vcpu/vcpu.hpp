// SPDX-License-Identifier: GPL-2.0
//
// A vCPU's control structure, TDVPS, and its association with the LP whose caches hold it.
#pragma once

#include "core/emu/metadata/metadata.hpp"
#include "core/emu/td/td.hpp"
#include "vcpu_layout.hpp"

namespace tdx::emu {

enum class VcpuState : u8 { Uninitialized = 0, Ready = 2, Active = 4, Disabled = 8, Import = 16 };
enum class LastTdExit : u8 { AsyncFault, AsyncTrap, Tdvmcall };

constexpr u32 no_lp = 0xffffffff;

class Vcpu {
	Emu &emu;
	HeldPage page;
	Td td_;
	void *tdvps[max_tdvps_pages]{};
	u32 l2_vms_{0};

	CORE_ALWAYS_INLINE u8 *at(VcpuSlot slot, u32 index) const
	{
		return static_cast<u8 *>(tdvps[slot.page + index * slot.bytes / page_size]) +
		       slot.offset + index * slot.bytes % page_size;
	}

public:
	CORE_ALWAYS_INLINE explicit Vcpu(Emu &m) : emu{m}, page{m}, td_{m} {}
	CORE_ALWAYS_INLINE ~Vcpu() = default;

	// Holds the TDVPR named by @operand, and its TDR shared.
	Status lock(u64 pa, Reg operand, Hold hold);
	// lock(), then opens the TD for @leaf, then map_tdvps().
	Status open(HostLeaf leaf, u64 pa, Reg operand, Hold hold);
	// Keeps TDVPR and TDR held while the vCPU runs.  adopt() takes them over again; false if
	// the pages are no longer this vCPU's.
	void leave_held();
	bool adopt(u64 pa, u64 tdr_pa);
	// Maps the other TDVPS pages, whose number depends on the TD's L2 VMs; TDCX_NUM_INCORRECT
	// if some are missing.
	Status map_tdvps();
	// Associates the vCPU with @lp; fails if another LP has it, or if it is not READY (with
	// @disabled_too: nor DISABLED).
	Status associate(Lp const &lp, bool disabled_too) const;

	CORE_ALWAYS_INLINE Td &td() { return td_; }
	CORE_ALWAYS_INLINE Td const &td() const { return td_; }
	CORE_ALWAYS_INLINE u64 pa() const { return page.pa(); }
	// L2 VMs whose pages map_tdvps() found.
	CORE_ALWAYS_INLINE u32 l2_vms() const { return l2_vms_; }
	CORE_ALWAYS_INLINE HeldPage const &tdvpr() const { return page; }
	CORE_ALWAYS_INLINE void *tdvps_page(u32 index) const { return tdvps[index]; }

	CORE_ALWAYS_INLINE u64 load(VcpuSlot slot, u32 index = 0) const
	{
		return load_element(at(slot, index), slot.bytes);
	}
	CORE_ALWAYS_INLINE void store(VcpuSlot slot, u64 value, u32 index = 0) const
	{
		store_element(at(slot, index), slot.bytes, value);
	}
	CORE_ALWAYS_INLINE bool exchange(VcpuSlot slot, u64 from, u64 to) const
	{
		return exchange_element(at(slot, 0), slot.bytes, from, to);
	}

	// VMCS of the TD (@vm 0) or of an L2 VM.
	CORE_ALWAYS_INLINE u64 vmread(VmcsSlot slot, u32 vm = 0) const
	{
		return atomic(*vmcs(slot, vm)).load();
	}
	CORE_ALWAYS_INLINE void vmwrite(VmcsSlot slot, u64 value, u32 vm = 0) const
	{
		atomic(*vmcs(slot, vm)).store(value);
	}

	CORE_ALWAYS_INLINE VcpuState state() const
	{
		return VcpuState{static_cast<u8>(load(vcpu_field::vcpu_state))};
	}
	CORE_ALWAYS_INLINE void set_state(VcpuState to) const
	{
		store(vcpu_field::vcpu_state, static_cast<u64>(to));
	}
	CORE_ALWAYS_INLINE u64 gpr(Reg reg) const
	{
		return load(vcpu_field::gpr, static_cast<u32>(reg));
	}
	CORE_ALWAYS_INLINE void set_gpr(Reg reg, u64 value) const
	{
		store(vcpu_field::gpr, value, static_cast<u32>(reg));
	}

private:
	CORE_ALWAYS_INLINE u64 *vmcs(VmcsSlot slot, u32 vm) const
	{
		u32 const index{vm ? TdvpsPage::l2_vmcs + TdvpsPage::per_l2_vm * (vm - 1)
				   : TdvpsPage::vmcs};
		return static_cast<u64 *>(tdvps[index]) + (vm ? slot.l2 : slot.td) / 8;
	}
};

} // namespace tdx::emu
