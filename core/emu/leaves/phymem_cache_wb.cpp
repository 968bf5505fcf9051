// SPDX-License-Identifier: GPL-2.0
//
// TDH.PHYMEM.CACHE.WB: writes back the caches of a package, so that flushed KeyIDs become free.
#include "core/emu/env/contention.hpp"
#include "core/emu/env/interrupt.hpp"
#include "core/emu/platform/keyid.hpp"

namespace tdx::model {

namespace {

enum Command : u64 { start, resume };

// Takes note of the KeyIDs that this run is for; false when there are none.
bool note_flushed(Module const &module, CacheWriteBack &run)
{
	bool any{false};

	for (u64 &word : run.keyids)
		word = 0;
	for (u32 keyid = module.platform.first_private_keyid; keyid < private_keyids_end(module);
		keyid++) {
		if (module.keys[keyid].state != KeyState::Flushed)
			continue;
		run.keyids[keyid / 64] |= 1ULL << keyid % 64;
		any = true;
	}
	return any;
}

void mark_done(Module &module, CacheWriteBack const &run, u32 package)
{
	u8 const others{static_cast<u8>(~(1u << package))};

	for (u32 keyid = module.platform.first_private_keyid; keyid < private_keyids_end(module);
		keyid++) {
		if (run.keyids[keyid / 64] >> keyid % 64 & 1)
			__atomic_fetch_and(&module.keys[keyid].unflushed, others, __ATOMIC_RELAXED);
	}
}

} // namespace

Status phymem_cache_wb(Call &call)
{
	auto &module = call.module;
	auto &run = module.write_back[call.lp.package];
	HeldLock held;
	HeldLock kot;

	if (call.in.rcx > Command::resume)
		return invalid(Reg::Rcx);
	TDX_TRY(take(module, held, run.lock, Hold::Exclusive, OperandId::Wbcache));
	TDX_TRY(take(module, kot, module.kot_lock, Hold::Shared, OperandId::Kot));

	if (call.in.rcx == Command::start) {
		run.next_block = 0;
		if (!note_flushed(module, run))
			return Status::of(StatusCode::NoHkidReadyToWbcache);
	} else if (!run.next_block) {
		return Status::of(StatusCode::WbcacheResumeError);
	}

	u32 block{run.next_block};
	while (++block < module.platform.cache_blocks) {
		if (interrupt_pending(module, call.lp)) {
			run.next_block = block;
			return Status::of(StatusCode::InterruptedResumable);
		}
	}
	run.next_block = 0;
	mark_done(module, run, call.lp.package);
	return success();
}

} // namespace tdx::model
