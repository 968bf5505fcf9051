// SPDX-License-Identifier: GPL-2.0
//
// SEAMCALL: the leaf functions that are modelled, and the ways into the software TDX module and out
// of it.
#include "dispatch.hpp"

#include "core/abi/leaves/host_leaves.hpp"
#include "core/emu/env/inject.hpp"
#include "core/emu/leaves/leaves.hpp"
#include "core/emu/vcpu/td_exit.hpp"

namespace tdx::emu {

namespace {

using HostRow = LeafRow<Call, HostOutcome>;

struct Wants {
	u8 states{only_ready};
	Hold lock{Hold::None};
	Defaults defaults{}; // besides those that the operand table says
};

consteval HostRow leaf(HostLeaf number, HostOutcome (*handler)(Call &), Wants wants = {})
{
	LeafInfo const info{leaf_info(host_leaves, number)};
	return {info.number(), info.max_version_1_5, wants.states, wants.lock,
		wants.defaults | defaults_of(host_leaves, info), handler};
}

// Leaf functions that are not here take part in the common checks only.  Defaults are for outputs
// that name pages or describe a SEPT entry: their value when there is nothing to report.
constexpr HostRow rows[] = {
	leaf(HostLeaf::VpEnter, vp_enter),
	leaf(HostLeaf::MngAddcx, mng_addcx),
	leaf(HostLeaf::MemPageAdd, mem_page_add),
	leaf(HostLeaf::MemSeptAdd, mem_sept_add),
	leaf(HostLeaf::VpAddcx, vp_addcx),
	leaf(HostLeaf::MemPageRelocate, mem_page_relocate,
		{.defaults = {.zeroed = mask_of(Reg::Rcx)}}),
	leaf(HostLeaf::MemPageAug, mem_page_aug),
	leaf(HostLeaf::MemRangeBlock, mem_range_block),
	leaf(HostLeaf::MngKeyConfig, mng_key_config),
	leaf(HostLeaf::MngCreate, mng_create),
	leaf(HostLeaf::VpCreate, vp_create),
	leaf(HostLeaf::MngRd, mng_rd),
	leaf(HostLeaf::MemRd, mem_rd),
	leaf(HostLeaf::MngWr, mng_wr),
	leaf(HostLeaf::MemWr, mem_wr),
	leaf(HostLeaf::MemPageDemote, mem_page_demote),
	leaf(HostLeaf::MrExtend, mr_extend),
	leaf(HostLeaf::MrFinalize, mr_finalize),
	leaf(HostLeaf::VpFlush, vp_flush),
	leaf(HostLeaf::MngVpflushdone, mng_vpflushdone),
	leaf(HostLeaf::MngKeyFreeid, mng_key_freeid),
	leaf(HostLeaf::MngInit, mng_init),
	leaf(HostLeaf::VpInit, vp_init),
	leaf(HostLeaf::MemPagePromote, mem_page_promote,
		{.defaults = {.zeroed = mask_of(Reg::Rcx),
			 .ones_v1 = Reg::R9 | Reg::R10 | Reg::R11}}),
	leaf(HostLeaf::PhymemPageRdmd, phymem_page_rdmd),
	leaf(HostLeaf::MemSeptRd, mem_sept_rd, {.defaults = {.zeroed = Reg::Rcx | Reg::Rdx}}),
	leaf(HostLeaf::VpRd, vp_rd),
	leaf(HostLeaf::MngKeyReclaimid, mng_key_reclaimid),
	leaf(HostLeaf::PhymemPageReclaim, phymem_page_reclaim,
		{.defaults = {.zeroed = Reg::Rcx | Reg::Rdx | Reg::R8}}),
	leaf(HostLeaf::MemPageRemove, mem_page_remove, {.defaults = {.zeroed = mask_of(Reg::Rcx)}}),
	leaf(HostLeaf::MemSeptRemove, mem_sept_remove,
		{.defaults = {.zeroed = mask_of(Reg::Rcx),
			 .ones_v1 = Reg::R9 | Reg::R10 | Reg::R11}}),
	leaf(HostLeaf::SysKeyConfig, sys_key_config,
		{.states = not_shutdown, .lock = Hold::Exclusive}),
	leaf(HostLeaf::SysInfo, sys_info, {.states = not_shutdown}),
	leaf(HostLeaf::SysInit, sys_init, {.states = not_shutdown, .lock = Hold::Exclusive}),
	leaf(HostLeaf::SysRd, sys_rd, {.states = not_shutdown}),
	leaf(HostLeaf::SysLpInit, sys_lp_init, {.states = not_shutdown, .lock = Hold::Shared}),
	leaf(HostLeaf::SysTdmrInit, sys_tdmr_init),
	leaf(HostLeaf::SysRdall, sys_rdall, {.states = not_shutdown}),
	leaf(HostLeaf::MemTrack, mem_track),
	leaf(HostLeaf::MemRangeUnblock, mem_range_unblock),
	leaf(HostLeaf::PhymemCacheWb, phymem_cache_wb),
	leaf(HostLeaf::PhymemPageWbinvd, phymem_page_wbinvd),
	leaf(HostLeaf::VpWr, vp_wr),
	leaf(HostLeaf::SysLpShutdown, sys_lp_shutdown, {.states = any_state}),
	leaf(HostLeaf::SysConfig, sys_config, {.states = not_shutdown, .lock = Hold::Exclusive}),
	leaf(HostLeaf::SysShutdown, sys_shutdown),
	leaf(HostLeaf::SysUpdate, sys_update, {.states = not_shutdown, .lock = Hold::Exclusive}),
};

constexpr Modelled modelled{model(host_leaves, only_ready, rows)};
constexpr u32 num_rows{decltype(modelled)::rows};

// The row behind the last one counts the calls of all other leaf functions.
static_assert(num_rows < max_modelled_leaves);

void count(Lp &lp, HostRow const *leaf, Status status)
{
	u32 outcome{EMU_REFUSED};
	if (status.ok())
		outcome = status.raw ? EMU_SUCCESS_INFO : EMU_SUCCESS;
	else if (!status.non_recoverable())
		outcome = EMU_RETRYABLE;
	u32 const row{leaf ? static_cast<u32>(leaf - modelled.row) : num_rows};
	// Other LPs only read it.
	Atomic<u64> &calls{lp.calls[row][outcome]};
	calls = calls + 1;
}

} // namespace

} // namespace tdx::emu

using namespace tdx::emu;

namespace {

bool runs_a_guest(emu const *emu, u32 lp)
{
	return lp < emu->config.lps && emu->lps[lp].in_guest;
}

// The LP has left the module, and no guest runs on it.
void leave(Lp &lp)
{
	lp.busy.store(false, tdx::Order::Release);
}

emu_verdict after_guest(Lp &lp, emu_verdict verdict)
{
	if (verdict == EMU_EXITED)
		leave(lp);
	return verdict;
}

} // namespace

emu_verdict emu_seamcall(emu *emu, u32 lp, emu_regs *regs)
{
	if (!emu->config.seam)
		return EMU_GP;
	// A CPU that came online after the load was not there when the TDX module was loaded.
	if (lp >= emu->config.lps)
		return EMU_UD;
	if (!emu->config.loaded || emu->dead)
		return EMU_VMFAIL_INVALID;

	emu_verdict verdict;
	if (call_injected(*emu, false, *regs, verdict))
		return verdict;

	Lp &self{emu->lps[lp]};
	// A guest has no SEAMCALL.
	if (self.in_guest)
		return EMU_UD;

	tdx_regs out{regs->gpr};
	Call call{*emu, self, regs->gpr, out, 0};
	self.host_rbp = regs->rbp;

	// With a full barrier: TDH.SYS.SHUTDOWN on another LP sees either this or that it was
	// first.
	self.busy.store(true, tdx::Order::Full);
	HostRow const *leaf{nullptr};
	HostOutcome const outcome{dispatch(modelled, regs->rax, call, leaf)};
	count(self, leaf, outcome.status);
	if (outcome.enters_guest) {
		verdict = enter_guest(*emu, self, *regs);
		if (verdict != EMU_ENTERED)
			leave(self);
		return verdict;
	}
	leave(self);

	if (emu->dead)
		return EMU_VMFAIL_INVALID;
	regs->rax = outcome.status.raw;
	regs->gpr = out;
	return EMU_ANSWERED;
}

emu_verdict emu_tdcall(emu *emu, u32 lp, emu_regs *regs)
{
	emu_verdict verdict;
	if (call_injected(*emu, true, *regs, verdict))
		return verdict;
	if (!runs_a_guest(emu, lp))
		return EMU_UD;
	Lp &self{emu->lps[lp]};
	return after_guest(self, guest_call(*emu, self, *regs));
}

emu_verdict emu_vm_exit(emu *emu, u32 lp, emu_exit const *exit, emu_regs *regs)
{
	if (!runs_a_guest(emu, lp))
		return EMU_UD;
	Lp &self{emu->lps[lp]};
	return after_guest(self, vm_exit(*emu, self, *exit, *regs));
}

int emu_view_calls(emu const *emu, u32 index, emu_calls_view *view)
{
	if (index > num_rows)
		return -1;
	*view = {};
	if (index < num_rows) {
		view->leaf = modelled.row[index].number;
		view->name = find_leaf(tdx::host_leaves, modelled.row[index].number)->name;
	}
	for (u32 lp = 0; lp < emu->config.lps; lp++) {
		for (u32 i = 0; i < EMU_OUTCOMES; i++)
			view->calls[i] += emu->lps[lp].calls[index][i];
	}
	return 0;
}
