// SPDX-License-Identifier: GPL-2.0
//
// Host services of the call path, as near to the kernel's as user space comes.
#include "core/call/host.h"

#include "asm/call.h"

#include "calls.h"

void host_cpuid(u32, u32, struct host_cpuid *out)
{
	*out = {};
}

int host_rdmsr(u32, u64 *value)
{
	*value = 0;
	return -1;
}

int host_wrmsr(u32, u64)
{
	return -1;
}

enum host_relaxed host_relax(u32, u32)
{
	return HOST_RELAXED;
}

int host_is_killed()
{
	return 0;
}

u64 host_nanoseconds()
{
	return 0;
}

static u64 sections;

u64 fpu_sections()
{
	return sections;
}

int host_fpu_begin()
{
	sections++;
	return 0;
}

void host_fpu_end() {}

u64 host_run_guest(u32 tdcall, u64 fn, tdx_regs const *in, tdx_regs *out, tdx_xmm *xmm)
{
	return tdcall ? tdx_tdcall_xmm(fn, in, out, xmm, xmm)
		      : tdx_seamcall_xmm(fn, in, out, xmm, xmm);
}

int host_risks_vm()
{
	return 0;
}

int host_executes_serialize()
{
	return 0;
}

int host_unwinds_by_rbp()
{
	return 0;
}

// None is made.
int host_seamldr_allowed()
{
	return 0;
}

void host_seamldr_lock() {}

void host_seamldr_unlock(int) {}

// What the exports of module/ ask of its other files, and of Linux.
extern "C" {
int tdxcall_barred;
bool tdxcall_cache_dirty;
bool tdxcall_seamcalls_ended;
int bench_preempt_count{1};
bool tdxcall_may_change_by_number(void);
void bench_schedule(void);
}

bool tdxcall_may_change_by_number()
{
	return true;
}

void bench_schedule() {}
