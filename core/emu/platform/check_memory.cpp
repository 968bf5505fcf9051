// SPDX-License-Identifier: GPL-2.0
//
// Memory encryption, convertible memory ranges (CMRs) and system-management ranges (SMRRs).
#include "checks.hpp"

namespace tdx::emu {

namespace {

// @size is not 0.
bool wraps(u64 base, u64 size)
{
	return base + (size - 1) < base;
}

struct Smrr {
	u64 base;
	u64 mask;
};

// The mask must be contiguous ones from bit 31 down, and the base a multiple of the range's size.
bool good_smrr(Smrr const &smrr)
{
	u64 const mask{smrr.mask & SmrrRange::mask};
	u64 const base{smrr.base & SmrrRange::mask};
	u64 const size{mask & -mask};

	return mask && mask == (1ULL << 32) - size && !(base & (size - 1));
}

Status check_smrr(Emu const &emu, u32 index, Smrr const &smrr)
{
	if (!SmrrMaskValid::get(smrr.mask))
		return success();
	if (!good_smrr(smrr))
		return Status::of(StatusCode::InvalidSmrrConfiguration, index);

	u64 const mask{smrr.mask & SmrrRange::mask};
	u64 const base{smrr.base & SmrrRange::mask};
	u64 const size{mask & -mask};
	for (u32 i = 0; i < emu.config.num_cmrs; i++) {
		auto const &cmr = emu.config.cmrs[i];
		if (cmr.size && base < cmr.base + cmr.size && cmr.base < base + size)
			return Status::of(StatusCode::SmrrOverlapsCmr, index | i << 8);
	}
	return success();
}

} // namespace

// Assumes memory encryption with cryptographic integrity.
Status check_encryption(Call &call)
{
	auto &emu = call.emu;
	auto &platform = emu.platform;
	u64 const capability{sample_msr(emu, call.lp, Msr::TmeCapability)};
	u64 const activate{sample_msr(emu, call.lp, Msr::TmeActivate)};

	if (!TmeActivateLock::get(activate))
		return incorrect_msr(Msr::TmeActivate);
	if (!TmeCapabilityIntegrity256::get(capability) &&
		!TmeCapabilityIntegrity128::get(capability))
		return incorrect_msr(Msr::TmeCapability);
	if (!TmeActivateIntegrity256::get(activate) && !TmeActivateIntegrity128::get(activate))
		return incorrect_msr(Msr::TmeActivate);

	u32 const keyid_bits{static_cast<u32>(TmeActivateKeyidBits::get(activate))};
	platform.keyid_shift = max_pa_bits - keyid_bits;
	platform.keyid_mask = ((1ULL << keyid_bits) - 1) << platform.keyid_shift;

	u64 const keyids{sample_msr(emu, call.lp, Msr::MktmeKeyidPartitioning)};
	u64 const shared{KeyidsShared::get(keyids)};
	platform.first_private_keyid = static_cast<u32>(shared + 1);
	platform.private_keyids = static_cast<u32>(KeyidsPrivate::get(keyids));
	if (shared + KeyidsPrivate::get(keyids) >= max_keyids)
		return Status::of(StatusCode::NumActivatedHkidsNotSupported, max_keyids);

	u64 const blocks{sample_msr(emu, call.lp, Msr::Wbinvdp)};
	if (sample_msr(emu, call.lp, Msr::Wbnoinvdp) != blocks)
		return incorrect_msr(Msr::Wbnoinvdp);
	platform.cache_blocks = static_cast<u32>(blocks);
	return success();
}

Status check_cmrs(Emu const &emu)
{
	Status const bad{Status::of(StatusCode::CmrListInvalid)};
	u64 previous_end{0};

	for (u32 i = 0; i < emu.config.num_cmrs; i++) {
		auto const &cmr = emu.config.cmrs[i];
		if (!cmr.size)
			continue;
		if (wraps(cmr.base, cmr.size))
			return bad;
		u64 const last{cmr.base + (cmr.size - 1)};
		if ((cmr.base | last) & emu.platform.keyid_mask || last >> max_pa_bits)
			return bad;
		if (cmr.base % page_size || cmr.size % page_size)
			return bad;
		if (cmr.base < previous_end)
			return bad;
		previous_end = last + 1;
	}
	return success();
}

Status check_smrrs(Call &call)
{
	auto &emu = call.emu;
	u64 const mtrrcap{sample_msr(emu, call.lp, Msr::Mtrrcap)};

	if (!MtrrcapSmrr::get(mtrrcap))
		return Status::of(StatusCode::SmrrNotSupported);
	if (!MtrrcapSmrrLock::get(mtrrcap))
		return Status::of(StatusCode::SmrrLockNotSupported);

	Smrr smrrs[2]{};
	u32 num{1};
	smrrs[0] = {sample_msr(emu, call.lp, Msr::SmrrPhysBase),
		sample_msr(emu, call.lp, Msr::SmrrPhysMask)};
	emu.platform.smrr2 = MtrrcapSmrr2::get(mtrrcap);
	if (emu.platform.smrr2) {
		smrrs[1] = {sample_msr(emu, call.lp, Msr::Smrr2PhysBase),
			sample_msr(emu, call.lp, Msr::Smrr2PhysMask)};
		num = 2;
	}

	for (u32 i = 0; i < num; i++) {
		if (!SmrrMaskLock::get(smrrs[i].mask))
			return Status::of(StatusCode::SmrrNotLocked, i);
	}
	for (u32 i = 0; i < num; i++) {
		Status const status{check_smrr(emu, i, smrrs[i])};
		if (!status.ok())
			return status;
	}
	return success();
}

} // namespace tdx::emu
