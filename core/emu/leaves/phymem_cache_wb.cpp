// SPDX-License-Identifier: GPL-2.0
//
// TDH.PHYMEM.CACHE.WB: writes back the caches of a package, so that flushed KeyIDs become free.
#include "core/emu/env/contention.hpp"
#include "core/emu/env/interrupt.hpp"
#include "core/emu/platform/keyid.hpp"
#include "leaves.hpp"

namespace tdx::emu {

namespace {

enum Command : u64 { start, resume };

// Records the flushed KeyIDs that this run is for; false if there are none.
bool note_flushed(Emu const &emu, CacheWriteBack &run)
{
	bool any{false};

	for (u64 &word : run.keyids)
		word = 0;
	for (u32 keyid = emu.platform.first_private_keyid; keyid < private_keyids_end(emu);
		keyid++) {
		if (emu.keys[keyid].state != KeyState::Flushed)
			continue;
		run.keyids[keyid / 64] |= 1ULL << keyid % 64;
		any = true;
	}
	return any;
}

void mark_done(Emu &emu, CacheWriteBack const &run, u32 package)
{
	u8 const done{static_cast<u8>(1u << package)};

	for (u32 keyid = emu.platform.first_private_keyid; keyid < private_keyids_end(emu);
		keyid++) {
		if (run.keyids[keyid / 64] >> keyid % 64 & 1)
			emu.keys[keyid].unflushed.clear_bits(done);
	}
}

} // namespace

HostOutcome phymem_cache_wb(Call &call)
{
	auto &emu = call.emu;
	auto &run = emu.write_back[call.lp.package];
	HeldLock held;
	HeldLock kot;

	if (call.in.rcx > Command::resume)
		return invalid(Reg::Rcx);
	TDX_TRY(take(emu, held, run.lock, Hold::Exclusive, OperandId::Wbcache));
	TDX_TRY(take(emu, kot, emu.kot_lock, Hold::Shared, OperandId::Kot));

	if (call.in.rcx == Command::start) {
		run.next_block = 0;
		if (!note_flushed(emu, run))
			return Status::of(StatusCode::NoHkidReadyToWbcache);
	} else if (!run.next_block) {
		return Status::of(StatusCode::WbcacheResumeError);
	}

	u32 block{run.next_block};
	while (++block < emu.platform.cache_blocks) {
		if (interrupt_pending(emu, call.lp)) {
			run.next_block = block;
			return Status::of(StatusCode::InterruptedResumable);
		}
	}
	run.next_block = 0;
	mark_done(emu, run, call.lp.package);
	return success();
}

} // namespace tdx::emu
