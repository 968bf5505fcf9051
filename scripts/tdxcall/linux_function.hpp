// SPDX-License-Identifier: GPL-2.0
//
// Functions of Linux that make TDX calls, for splats: mainline 6.7 to 7.3 and the kernels that
// Intel and distributions made of the patches before.  A function that is named like its leaf
// function (tdh_mem_page_aug) has no row.
#pragma once

#include "core/abi/leaf_number.hpp"
#include "core/decode/decode.h"

namespace tdxcall {

struct LinuxFunction {
	static constexpr unsigned max_leaves = 4;

	char const *name;
	tdx_call_kind kind;
	unsigned count;
	u64 leaves[max_leaves]; // one of them failed
};

constexpr u64 number_of(tdx::HostLeaf leaf)
{
	return static_cast<u64>(leaf);
}

constexpr u64 number_of(tdx::GuestLeaf leaf)
{
	return static_cast<u64>(leaf);
}

template <typename... Leaves>
constexpr LinuxFunction host(char const *name, Leaves... leaves)
{
	return {name, TDX_CALL_SEAMCALL, sizeof...(leaves), {number_of(leaves)...}};
}

template <typename... Leaves>
constexpr LinuxFunction guest(char const *name, Leaves... leaves)
{
	return {name, TDX_CALL_TDCALL, sizeof...(leaves), {number_of(leaves)...}};
}

using H = tdx::HostLeaf;
using G = tdx::GuestLeaf;

constexpr LinuxFunction linux_functions[] = {
	// arch/x86/virt/vmx/tdx
	host("try_init_module_global", H::SysInit),
	host("tdx_cpu_enable", H::SysLpInit),
	host("read_sys_metadata_field", H::SysRd),
	host("config_tdx_module", H::SysConfig),
	host("do_global_key_config", H::SysKeyConfig),
	host("init_tdmr", H::SysTdmrInit),
	host("tdx_is_private_mem", H::PhymemPageRdmd),
	// arch/x86/kvm/vmx
	host("__tdx_reclaim_page", H::PhymemPageReclaim),
	host("tdx_reclaim_page", H::PhymemPageReclaim),
	host("tdx_reclaim_control_page", H::PhymemPageReclaim),
	host("tdx_reclaim_td_page", H::PhymemPageReclaim),
	host("tdx_mem_page_aug", H::MemPageAug),
	host("tdx_mem_page_add", H::MemPageAdd),
	host("tdx_sept_link_private_spt", H::MemSeptAdd),
	host("tdx_sept_map_nonleaf_spte", H::MemSeptAdd),
	host("tdx_sept_zap_private_spte", H::MemRangeBlock),
	host("tdx_sept_drop_private_spte", H::MemPageRemove, H::PhymemPageWbinvd),
	host("tdx_sept_remove_leaf_spte", H::MemRangeBlock, H::MemTrack, H::MemPageRemove,
		H::PhymemPageWbinvd),
	host("tdx_sept_set_private_spte", H::MemPageAug, H::MemPageAdd, H::MemSeptAdd),
	host("tdx_track", H::MemTrack),
	host("tdx_flush_vp", H::VpFlush),
	host("tdx_flush_vp_on_cpu", H::VpFlush),
	host("smp_func_do_phymem_cache_wb", H::PhymemCacheWb),
	host("tdx_mmu_release_hkid", H::MngVpflushdone, H::MngKeyFreeid),
	host("tdx_reclaim_td_control_pages", H::PhymemPageWbinvd, H::PhymemPageReclaim),
	host("tdx_do_tdh_mng_key_config", H::MngKeyConfig),
	host("__tdx_td_init", H::MngCreate, H::MngAddcx, H::MngInit),
	host("tdx_td_vcpu_init", H::VpCreate, H::VpAddcx, H::VpInit),
	host("tdx_td_finalize", H::MrFinalize),
	host("tdx_td_finalizemr", H::MrFinalize),
	host("tdx_gmem_post_populate", H::MemPageAdd, H::MrExtend),
	host("tdx_vcpu_enter_exit", H::VpEnter),
	host("tdh_vp_rd_failed", H::VpRd),
	host("tdh_vp_wr_failed", H::VpWr),
	host("tdx_td_metadata_field_read", H::MngRd),
	// arch/x86/coco/tdx
	guest("tdx_mcall_get_report0", G::MrReport),
	guest("tdx_mcall_extend_rtmr", G::MrRtmrExtend),
	guest("tdx_get_ve_info", G::VpVeinfoGet),
	guest("tdx_accept_memory", G::MemPageAccept),
	guest("try_accept_one", G::MemPageAccept),
	guest("__tdx_hypercall", G::VpVmcall),
	// The instructions: any leaf function
	host("__seamcall"),
	host("__seamcall_ret"),
	host("__seamcall_saved_ret"),
	guest("__tdcall"),
	guest("__tdcall_ret"),
	guest("__tdcall_saved_ret"),
};

} // namespace tdxcall
