// SPDX-License-Identifier: GPL-2.0
//
// MSRs that a TD exit leaves changed: what the host had there comes back.
#include "abi/exit_msr.hpp"
#include "core.h"
#include "host.h"

using namespace tdx;

static_assert(sizeof(exit_msrs) / sizeof(*exit_msrs) == CORE_EXIT_MSRS);

u32 core_exit_msr(u32 index)
{
	return index < CORE_EXIT_MSRS ? exit_msrs[index] : 0;
}

u32 core_exit_msrs_present()
{
	u32 present{0};
	u64 unused;

	for (u32 i = 0; i < CORE_EXIT_MSRS; i++)
		if (!host_rdmsr(exit_msrs[i], &unused))
			present |= 1u << i;
	return present;
}

void core_save_exit_msrs(u32 present, core_exit_msrs *host)
{
	for (u32 i = 0; i < CORE_EXIT_MSRS; i++) {
		host->value[i] = 0;
		if (present >> i & 1)
			(void)host_rdmsr(exit_msrs[i], &host->value[i]);
	}
}

// Reading is cheaper than writing, and most of them are mostly as they were.
void core_restore_exit_msrs(u32 present, core_exit_msrs const *host)
{
	for (u32 i = 0; i < CORE_EXIT_MSRS; i++) {
		u64 now;

		if (!(present >> i & 1) || host_rdmsr(exit_msrs[i], &now))
			continue;
		if (now != host->value[i])
			(void)host_wrmsr(exit_msrs[i], host->value[i]);
	}
}
