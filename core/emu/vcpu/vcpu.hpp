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

	[[gnu::always_inline]] inline u8 *at(VcpuSlot slot, u32 index) const
	{
		return static_cast<u8 *>(tdvps[slot.page + index * slot.bytes / page_size]) +
		       slot.offset + index * slot.bytes % page_size;
	}

public:
	[[gnu::always_inline]] inline explicit Vcpu(Emu &m) : emu{m}, page{m}, td_{m} {}
	[[gnu::always_inline]] inline ~Vcpu() = default;

	// TDVPR named by @operand, and shared the TDR behind it.
	Status lock(u64 pa, Reg operand, Hold hold);
	// TDVPR and TDR stay held while the vCPU runs; false when they are no more what they were.
	void leave_held();
	bool adopt(u64 pa, u64 tdr_pa);
	// The other pages, as many as the TD's number of L2 VMs asks for; TDCX_NUM_INCORRECT where
	// they are not there yet.
	Status map_tdvps();
	// Ties it to @lp, unless another LP has it; READY only, or with @disabled_too DISABLED.
	Status associate(Lp const &lp, bool disabled_too) const;

	[[gnu::always_inline]] inline Td &td() { return td_; }
	[[gnu::always_inline]] inline Td const &td() const { return td_; }
	[[gnu::always_inline]] inline u64 pa() const { return page.pa(); }
	// L2 VMs whose pages map_tdvps() found.
	[[gnu::always_inline]] inline u32 l2_vms() const { return l2_vms_; }
	[[gnu::always_inline]] inline HeldPage const &tdvpr() const { return page; }
	[[gnu::always_inline]] inline void *tdvps_page(u32 index) const { return tdvps[index]; }

	[[gnu::always_inline]] inline u64 load(VcpuSlot slot, u32 index = 0) const
	{
		return load_element(at(slot, index), slot.bytes);
	}
	[[gnu::always_inline]] inline void store(VcpuSlot slot, u64 value, u32 index = 0) const
	{
		store_element(at(slot, index), slot.bytes, value);
	}
	[[gnu::always_inline]] inline bool exchange(VcpuSlot slot, u64 from, u64 to) const
	{
		return exchange_element(at(slot, 0), slot.bytes, from, to);
	}

	// VMCS of the TD (@vm 0) or of an L2 VM.
	[[gnu::always_inline]] inline u64 vmread(VmcsSlot slot, u32 vm = 0) const
	{
		return __atomic_load_n(vmcs(slot, vm), __ATOMIC_RELAXED);
	}
	[[gnu::always_inline]] inline void vmwrite(VmcsSlot slot, u64 value, u32 vm = 0) const
	{
		__atomic_store_n(vmcs(slot, vm), value, __ATOMIC_RELAXED);
	}

	[[gnu::always_inline]] inline VcpuState state() const
	{
		return VcpuState{static_cast<u8>(load(vcpu_field::vcpu_state))};
	}
	[[gnu::always_inline]] inline void set_state(VcpuState to) const
	{
		store(vcpu_field::vcpu_state, static_cast<u64>(to));
	}
	[[gnu::always_inline]] inline u64 gpr(Reg reg) const
	{
		return load(vcpu_field::gpr, static_cast<u32>(reg));
	}
	[[gnu::always_inline]] inline void set_gpr(Reg reg, u64 value) const
	{
		store(vcpu_field::gpr, value, static_cast<u32>(reg));
	}

private:
	[[gnu::always_inline]] inline u64 *vmcs(VmcsSlot slot, u32 vm) const
	{
		u32 const index{vm ? TdvpsPage::l2_vmcs + TdvpsPage::per_l2_vm * (vm - 1)
				   : TdvpsPage::vmcs};
		return static_cast<u64 *>(tdvps[index]) + (vm ? slot.l2 : slot.td) / 8;
	}
};

} // namespace tdx::emu
