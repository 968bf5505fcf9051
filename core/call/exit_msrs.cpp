// SPDX-License-Identifier: GPL-2.0
//
// Restores MSRs that a guest leaves changed.
#include "core.h"
#include "core/abi/exit_msr.hpp"
#include "host.h"

using namespace tdx;

static_assert(sizeof(exit_msrs) / sizeof(*exit_msrs) == CORE_EXIT_MSRS);

namespace {

CORE_INLINE bool has(u32 set, u32 index)
{
	return set >> index & 1;
}

CORE_ALWAYS_INLINE void restore_what_differs(u32 msr, u64 wanted)
{
	u64 now;

	if (!host_rdmsr(msr, &now) && now != wanted)
		(void)host_wrmsr(msr, wanted);
}

} // namespace

u32 core_exit_msr(u32 index)
{
	return index < CORE_EXIT_MSRS ? exit_msrs[index].msr : 0;
}

u32 core_exit_msrs_present()
{
	u32 present{0};
	u64 unused;

	for (u32 i = 0; i < CORE_EXIT_MSRS; i++)
		if (!host_rdmsr(exit_msrs[i].msr, &unused))
			present |= 1u << i;
	return present;
}

u32 core_exit_msrs_fixed()
{
	u32 fixed{0};

	for (u32 i = 0; i < CORE_EXIT_MSRS; i++)
		if (exit_msrs[i].host == HostMsr::Fixed)
			fixed |= 1u << i;
	return fixed;
}

u32 core_exit_msrs_l2()
{
	u32 shared{0};

	for (u32 i = 0; i < CORE_EXIT_MSRS; i++)
		if (exit_msrs[i].l2 == L2Msr::Shared)
			shared |= 1u << i;
	return shared;
}

void core_save_exit_msrs(u32 which, core_exit_msrs *host)
{
	for (u32 i = 0; i < CORE_EXIT_MSRS; i++)
		if (has(which, i))
			(void)host_rdmsr(exit_msrs[i].msr, &host->value[i]);
}

// If it is known what a TD exit leaves, comparing with the host's value tells whether to write,
// without reading the MSR.  Otherwise the MSR is read first: reading is cheaper than writing, and
// mostly nothing changed.
CORE_NOINSTR void core_restore_exit_msrs(u32 which, core_exit_msrs const *host)
{
	for (u32 i = 0; i < CORE_EXIT_MSRS; i++) {
		ExitMsr const &row{exit_msrs[i]};

		if (!has(which, i))
			continue;
		if (!row.known)
			restore_what_differs(row.msr, host->value[i]);
		else if (row.after_exit(host->value[i]) != host->value[i])
			(void)host_wrmsr(row.msr, host->value[i]);
	}
}

CORE_NOINSTR void core_restore_l2_msrs(u32 which, core_exit_msrs const *host)
{
	for (u32 i = 0; i < CORE_EXIT_MSRS; i++)
		if (has(which, i))
			restore_what_differs(exit_msrs[i].msr, host->value[i]);
}
