// SPDX-License-Identifier: GPL-2.0
//
// Size and start of the software TDX module: the configuration is checked for what no machine
// could have; what a machine could have but TDX refuses is left to SYS.INIT.
#include "core/abi/page.hpp"
#include "core/emu/cpu/profile.hpp"
#include "core/emu/host.h"
#include "state.hpp"

namespace tdx::emu {

namespace {

// Bits that a physical address keeps below its KeyID; 4 KiB pages need 12 of them.
constexpr u32 max_keyid_bits = 15; // width of the field in IA32_TME_ACTIVATE
constexpr u32 max_lps = max_packages << (profile_max_package_shift - 1);

char const *wrong_keyids(emu_config const &config)
{
	if (!config.keyid_bits || config.keyid_bits > max_keyid_bits)
		return "the number of KeyID bits must be 1 to 15";
	if (!config.keyid_start)
		return "KeyID 0 cannot be private: the first private KeyID must be 1 or more";
	if (!config.keyids)
		return "there must be at least one private KeyID";
	if (static_cast<u64>(config.keyid_start) + config.keyids > 1ULL << config.keyid_bits)
		return "the KeyIDs do not fit in the number of KeyID bits";
	return nullptr;
}

char const *wrong_areas(emu_config const &config)
{
	if (!config.areas)
		return nullptr;
	if (config.npt_levels != 4 && config.npt_levels != 5)
		return "nested page tables have 4 or 5 levels";
	if (!config.asid)
		return "vCPUs need an ASID, and 0 is the host's";
	for (u32 i = 0; i < config.lps; i++) {
		emu_area const &area{config.areas[i]};
		if (!area.va || area.pa % tdx::page_size || area.pages < EMU_MIN_AREA_PAGES)
			return "an LP has no memory to run vCPUs in";
	}
	return nullptr;
}

char const *wrong_memory(emu_config const &config)
{
	if (config.num_cmrs > EMU_MAX_CMRS)
		return "there can be at most 32 convertible memory ranges";
	if (config.seamrr_base + config.seamrr_size < config.seamrr_base)
		return "the SEAM range goes over the end of the address space";
	return nullptr;
}

// Counts LPs and packages; LPs of a package are numbered in their order.
char const *place_lps(Emu &emu, u8 const *package_of)
{
	u32 lps_in[max_packages]{};

	for (u32 i = 0; i < emu.config.lps; i++) {
		u32 const package{package_of[i]};
		if (package >= max_packages)
			return "a package number is above 7";
		auto &lp = emu.lps[i];
		zero(lp);
		lp.number = i;
		lp.package = package;
		lp.index = lps_in[package]++;
	}

	u32 largest{0};
	emu.packages = 0;
	for (u32 package = 0; package < max_packages; package++) {
		if (!lps_in[package])
			continue;
		if (emu.packages != package)
			return "package numbers must go up from 0 without a gap";
		emu.packages++;
		if (lps_in[package] > largest)
			largest = lps_in[package];
	}
	emu.package_shift = profile_package_shift(largest);
	if (emu.package_shift > profile_max_package_shift)
		return "there are more than 2048 LPs in a package";
	return nullptr;
}

} // namespace

} // namespace tdx::emu

using namespace tdx::emu;

u64 emu_size(u32 lps)
{
	return sizeof(emu) + u64{lps} * sizeof(Lp);
}

char const *emu_init(emu *emu, emu_config const *config)
{
	if (!config->lps)
		return "there must be at least one LP";
	if (config->lps > max_lps)
		return "there are more LPs than eight packages can have";
	if (!config->lp_package)
		return "the packages of the LPs are missing";
	if (char const *wrong{wrong_keyids(*config)})
		return wrong;
	if (char const *wrong{wrong_memory(*config)})
		return wrong;
	if (char const *wrong{wrong_areas(*config)})
		return wrong;

	tdx::zero(*emu);
	emu->config = *config;
	emu->config.lp_package = nullptr;
	for (u32 i = config->num_cmrs; i < EMU_MAX_CMRS; i++)
		emu->config.cmrs[i] = {};
	if (char const *wrong{place_lps(*emu, config->lp_package)})
		return wrong;
	for (u32 i = 0; config->areas && i < config->lps; i++)
		emu->lps[i].area = config->areas[i];

	for (u32 i = 0; i < config->lps; i++) {
		auto const &lp = emu->lps[i];
		if (!lp.index)
			emu->package_fms[lp.package] = native_cpuid(*emu, lp, 1, no_subleaf).eax;
	}
	for (u64 &word : emu->report_key) {
		if (host_random(&word))
			return "there are no random numbers for the key of TD reports";
	}
	return nullptr;
}
