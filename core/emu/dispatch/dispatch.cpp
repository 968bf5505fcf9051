// SPDX-License-Identifier: GPL-2.0
//
// From RAX to the handler of a leaf function, with the checks that all of them share.
#include "core/abi/host_leaves.hpp"
#include "core/emu/env/contention.hpp"
#include "core/emu/env/inject.hpp"
#include "core/emu/leaves/leaves.hpp"
#include "core/emu/vcpu/td_exit.hpp"

namespace tdx::emu {

namespace {

enum class ModuleLock : u8 { None, Shared, Exclusive };

CORE_INLINE u8 in_state(SysState state)
{
	return static_cast<u8>(1u << static_cast<u8>(state));
}

constexpr u8 only_ready = in_state(SysState::Ready);
constexpr u8 not_shutdown =
	static_cast<u8>(only_ready | in_state(SysState::Pending) | in_state(SysState::InitDone) |
			in_state(SysState::ConfigDone));
constexpr u8 always = not_shutdown | in_state(SysState::Shutdown);

struct Leaf {
	u16 number;
	u8 max_version;
	u8 states; // module states in which it runs
	ModuleLock lock;
	RegMask zeroed;  // outputs that are 0 unless the handler says otherwise
	RegMask ones;    // outputs that are all ones unless the handler says otherwise
	RegMask ones_v1; // the same, from version 1 on
	Handler handler;
};

struct Outputs {
	RegMask zeroed{};
	RegMask ones{};
	RegMask ones_v1{};
};

consteval Leaf leaf(HostLeaf number, u8 states, ModuleLock lock, Outputs outputs, Handler handler)
{
	return {static_cast<u16>(number), leaf_info(host_leaves, number).max_version_1_5, states,
		lock, outputs.zeroed, outputs.ones, outputs.ones_v1, handler};
}

// The leaf functions that are modelled; every other one takes part only in the common checks.
constexpr Leaf leaves[] = {
	leaf(HostLeaf::VpEnter, only_ready, ModuleLock::None, {}, vp_enter),
	leaf(HostLeaf::MngAddcx, only_ready, ModuleLock::None, {}, mng_addcx),
	leaf(HostLeaf::MemPageAdd, only_ready, ModuleLock::None, {.zeroed = Reg::Rcx | Reg::Rdx},
		mem_page_add),
	leaf(HostLeaf::MemSeptAdd, only_ready, ModuleLock::None, {.zeroed = Reg::Rcx | Reg::Rdx},
		mem_sept_add),
	leaf(HostLeaf::VpAddcx, only_ready, ModuleLock::None, {}, vp_addcx),
	leaf(HostLeaf::MemPageRelocate, only_ready, ModuleLock::None,
		{.zeroed = Reg::Rcx | Reg::Rdx}, mem_page_relocate),
	leaf(HostLeaf::MemPageAug, only_ready, ModuleLock::None, {.zeroed = Reg::Rcx | Reg::Rdx},
		mem_page_aug),
	leaf(HostLeaf::MemRangeBlock, only_ready, ModuleLock::None, {.zeroed = Reg::Rcx | Reg::Rdx},
		mem_range_block),
	leaf(HostLeaf::MngKeyConfig, only_ready, ModuleLock::None, {}, mng_key_config),
	leaf(HostLeaf::MngCreate, only_ready, ModuleLock::None, {}, mng_create),
	leaf(HostLeaf::VpCreate, only_ready, ModuleLock::None, {}, vp_create),
	leaf(HostLeaf::MngRd, only_ready, ModuleLock::None,
		{.zeroed = mask_of(Reg::R8), .ones_v1 = mask_of(Reg::Rdx)}, mng_rd),
	leaf(HostLeaf::MemRd, only_ready, ModuleLock::None,
		{.zeroed = Reg::Rcx | Reg::Rdx | Reg::R8}, mem_rd),
	leaf(HostLeaf::MngWr, only_ready, ModuleLock::None, {.zeroed = mask_of(Reg::R8)}, mng_wr),
	leaf(HostLeaf::MemWr, only_ready, ModuleLock::None,
		{.zeroed = Reg::Rcx | Reg::Rdx | Reg::R8}, mem_wr),
	leaf(HostLeaf::MemPageDemote, only_ready, ModuleLock::None, {.zeroed = Reg::Rcx | Reg::Rdx},
		mem_page_demote),
	leaf(HostLeaf::MrExtend, only_ready, ModuleLock::None, {.zeroed = Reg::Rcx | Reg::Rdx},
		mr_extend),
	leaf(HostLeaf::MrFinalize, only_ready, ModuleLock::None, {}, mr_finalize),
	leaf(HostLeaf::VpFlush, only_ready, ModuleLock::None, {}, vp_flush),
	leaf(HostLeaf::MngVpflushdone, only_ready, ModuleLock::None, {}, mng_vpflushdone),
	leaf(HostLeaf::MngKeyFreeid, only_ready, ModuleLock::None, {}, mng_key_freeid),
	leaf(HostLeaf::MngInit, only_ready, ModuleLock::None, {.zeroed = mask_of(Reg::Rcx)},
		mng_init),
	leaf(HostLeaf::VpInit, only_ready, ModuleLock::None, {}, vp_init),
	leaf(HostLeaf::MemPagePromote, only_ready, ModuleLock::None,
		{.zeroed = Reg::Rcx | Reg::Rdx, .ones_v1 = Reg::R9 | Reg::R10 | Reg::R11},
		mem_page_promote),
	leaf(HostLeaf::PhymemPageRdmd, only_ready, ModuleLock::None,
		{.zeroed = Reg::Rcx | Reg::Rdx | Reg::R8 | Reg::R9 | Reg::R10 | Reg::R11},
		phymem_page_rdmd),
	leaf(HostLeaf::MemSeptRd, only_ready, ModuleLock::None, {.zeroed = Reg::Rcx | Reg::Rdx},
		mem_sept_rd),
	leaf(HostLeaf::VpRd, only_ready, ModuleLock::None,
		{.zeroed = mask_of(Reg::R8), .ones_v1 = mask_of(Reg::Rdx)}, vp_rd),
	leaf(HostLeaf::MngKeyReclaimid, only_ready, ModuleLock::None, {}, mng_key_reclaimid),
	leaf(HostLeaf::PhymemPageReclaim, only_ready, ModuleLock::None,
		{.zeroed = Reg::Rcx | Reg::Rdx | Reg::R8 | Reg::R9 | Reg::R10 | Reg::R11},
		phymem_page_reclaim),
	leaf(HostLeaf::MemPageRemove, only_ready, ModuleLock::None, {.zeroed = Reg::Rcx | Reg::Rdx},
		mem_page_remove),
	leaf(HostLeaf::MemSeptRemove, only_ready, ModuleLock::None,
		{.zeroed = Reg::Rcx | Reg::Rdx, .ones_v1 = Reg::R9 | Reg::R10 | Reg::R11},
		mem_sept_remove),
	leaf(HostLeaf::SysKeyConfig, not_shutdown, ModuleLock::Exclusive, {}, sys_key_config),
	leaf(HostLeaf::SysInfo, not_shutdown, ModuleLock::None, {.zeroed = Reg::Rdx | Reg::R9},
		sys_info),
	leaf(HostLeaf::SysInit, not_shutdown, ModuleLock::Exclusive,
		{.zeroed = Reg::Rcx | Reg::Rdx | Reg::R8 | Reg::R9 | Reg::R10}, sys_init),
	leaf(HostLeaf::SysRd, not_shutdown, ModuleLock::None,
		{.zeroed = mask_of(Reg::R8), .ones = mask_of(Reg::Rdx)}, sys_rd),
	leaf(HostLeaf::SysLpInit, not_shutdown, ModuleLock::Shared,
		{.zeroed = Reg::Rcx | Reg::Rdx | Reg::R8}, sys_lp_init),
	leaf(HostLeaf::SysTdmrInit, only_ready, ModuleLock::None, {.zeroed = mask_of(Reg::Rdx)},
		sys_tdmr_init),
	leaf(HostLeaf::SysRdall, not_shutdown, ModuleLock::None, {.ones = mask_of(Reg::R8)},
		sys_rdall),
	leaf(HostLeaf::MemTrack, only_ready, ModuleLock::None, {}, mem_track),
	leaf(HostLeaf::MemRangeUnblock, only_ready, ModuleLock::None,
		{.zeroed = Reg::Rcx | Reg::Rdx}, mem_range_unblock),
	leaf(HostLeaf::PhymemCacheWb, only_ready, ModuleLock::None, {}, phymem_cache_wb),
	leaf(HostLeaf::PhymemPageWbinvd, only_ready, ModuleLock::None, {}, phymem_page_wbinvd),
	leaf(HostLeaf::VpWr, only_ready, ModuleLock::None, {.zeroed = mask_of(Reg::R8)}, vp_wr),
	leaf(HostLeaf::SysLpShutdown, always, ModuleLock::None, {}, sys_lp_shutdown),
	leaf(HostLeaf::SysConfig, not_shutdown, ModuleLock::Exclusive, {}, sys_config),
	leaf(HostLeaf::SysShutdown, only_ready, ModuleLock::None, {}, sys_shutdown),
	leaf(HostLeaf::SysUpdate, not_shutdown, ModuleLock::Exclusive, {}, sys_update),
};

constexpr u32 num_leaves = sizeof(leaves) / sizeof(*leaves);

struct LeafIndex {
	u8 at[max_host_leaves]; // num_leaves: not modelled
};

consteval LeafIndex index_leaves()
{
	LeafIndex index{};
	for (u8 &at : index.at)
		at = num_leaves;
	for (u32 i = 0; i < num_leaves; i++)
		index.at[leaves[i].number] = static_cast<u8>(i);
	return index;
}

constexpr LeafIndex leaf_index{index_leaves()};

Leaf const *find_modelled(u16 number)
{
	u32 const i{number < max_host_leaves ? leaf_index.at[number] : num_leaves};
	return i < num_leaves ? &leaves[i] : nullptr;
}

// The row behind the last one counts the calls of all other leaf functions.
static_assert(num_leaves < max_modelled_leaves);

void count(Lp &lp, Leaf const *leaf, Status status)
{
	u32 outcome{EMU_REFUSED};
	if (status.ok())
		outcome = status.raw ? EMU_INFORMED : EMU_SUCCESS;
	else if (!status.non_recoverable())
		outcome = EMU_RETRYABLE;
	u32 const row{leaf ? static_cast<u32>(leaf - leaves) : num_leaves};
	// Other LPs only read it.
	u64 &calls{lp.calls[row][outcome]};
	__atomic_store_n(&calls, calls + 1, __ATOMIC_RELAXED);
}

// Leaf functions of TDX 1.5 that have versions, as a bit map over the first 64 numbers.
consteval u64 find_versioned_leaves()
{
	u64 map{0};
	for (auto const &info : host_leaves.leaf) {
		if (info.since <= Release::V1_5 && info.max_version_1_5)
			map |= 1ULL << info.number();
	}
	return map;
}

constexpr u64 versioned_leaves{find_versioned_leaves()};

bool has_versions(u16 number)
{
	return number < 64 && (versioned_leaves >> number & 1);
}

[[gnu::always_inline]] inline void set_all(tdx_regs &out, RegMask regs, u64 value)
{
	for (u32 left = regs.bits; left; left &= left - 1)
		*gpr(out, Reg{static_cast<u8>(__builtin_ctz(left))}) = value;
}

void set_defaults(tdx_regs &out, Leaf const &leaf, u64 version)
{
	set_all(out, leaf.zeroed, 0);
	set_all(out, leaf.ones, ~0ULL);
	if (version)
		set_all(out, leaf.ones_v1, ~0ULL);
}

Status run(Call &call, Leaf const &leaf)
{
	auto &lock = call.emu.lock;
	Status status{Status::of(StatusCode::SysBusy)};

	if (leaf.lock != ModuleLock::None && contended(call.emu, OperandId::Sys))
		return status;
	switch (leaf.lock) {
	case ModuleLock::None:
		status = leaf.handler(call);
		break;
	case ModuleLock::Shared:
		if (lock.try_shared()) {
			status = leaf.handler(call);
			lock.release_shared();
		}
		break;
	case ModuleLock::Exclusive:
		if (lock.try_exclusive()) {
			status = leaf.handler(call);
			lock.release_exclusive();
		}
		break;
	}
	return status;
}

Status dispatch(Call &call, u64 rax, Leaf const *&leaf)
{
	using Number = Bits<15, 0>;
	using Version = Bits<23, 16>;
	using Reserved = Bits<63, 24>;

	u16 const number{static_cast<u16>(Number::get(rax))};
	u64 const version{Version::get(rax)};

	if (Reserved::get(rax))
		return invalid(Reg::Rax);
	if (version && !has_versions(number))
		return invalid(Reg::Rax);

	leaf = find_modelled(number);
	SysState const state{state_of(call.emu)};
	if (!((leaf ? leaf->states : only_ready) & in_state(state)))
		return Status::of(state == SysState::Shutdown ? StatusCode::SysShutdown
							      : StatusCode::SysNotReady);
	if (!leaf)
		return not_modelled();
	set_defaults(call.out, *leaf, version);
	if (version > leaf->max_version)
		return invalid(Reg::Rax);
	return run(call, *leaf);
}

} // namespace

} // namespace tdx::emu

using namespace tdx::emu;
using tdx::Bits;

namespace {

bool runs_a_guest(emu const *emu, u32 lp)
{
	return lp < emu->config.lps && emu->lps[lp].in_guest;
}

emu_verdict after_guest(Lp &lp, emu_verdict verdict)
{
	if (!lp.in_guest)
		__atomic_store_n(&lp.busy, false, __ATOMIC_RELEASE);
	return verdict;
}

} // namespace

emu_verdict emu_seamcall(emu *emu, u32 lp, emu_regs *regs)
{
	if (!emu->config.seam)
		return EMU_GP;
	// An LP that came later was not there when the module was loaded.
	if (lp >= emu->config.lps)
		return EMU_UD;
	if (!emu->config.loaded || __atomic_load_n(&emu->dead, __ATOMIC_RELAXED))
		return EMU_VMFAIL_INVALID;

	emu_verdict verdict;
	if (call_injected(*emu, false, *regs, verdict))
		return verdict;

	Lp &self{emu->lps[lp]};
	// A guest has no SEAMCALL.
	if (self.in_guest)
		return EMU_UD;

	tdx_regs out{regs->gpr};
	Call call{*emu, self, regs->gpr, out, static_cast<u32>(Bits<23, 16>::get(regs->rax))};
	self.host_rbp = regs->rbp;

	// With a full barrier: TDH.SYS.SHUTDOWN on another LP sees either this or that it was
	// first.
	__atomic_store_n(&self.busy, true, __ATOMIC_SEQ_CST);
	Leaf const *leaf{nullptr};
	tdx::Status const status{dispatch(call, regs->rax, leaf)};
	count(self, leaf, status);
	if (self.in_guest)
		return after_guest(self, enter_guest(*emu, self, *regs));
	__atomic_store_n(&self.busy, false, __ATOMIC_RELEASE);

	if (__atomic_load_n(&emu->dead, __ATOMIC_RELAXED))
		return EMU_VMFAIL_INVALID;
	regs->rax = status.raw;
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
	if (index > num_leaves)
		return -1;
	*view = {};
	if (index < num_leaves) {
		view->leaf = leaves[index].number;
		view->name = find_leaf(tdx::host_leaves, leaves[index].number)->name;
	}
	for (u32 lp = 0; lp < emu->config.lps; lp++) {
		for (u32 i = 0; i < EMU_OUTCOMES; i++)
			view->calls[i] +=
				__atomic_load_n(&emu->lps[lp].calls[index][i], __ATOMIC_RELAXED);
	}
	return 0;
}
