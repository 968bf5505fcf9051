// SPDX-License-Identifier: GPL-2.0
/* Host services of core/vmm: memory, devices, time.  Those about vCPUs are in vcpu.c. */
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "core/vmm/host.h"
#include "internal.h"

u64 host_vmm_tsc(void *host)
{
	return machine_tsc(host);
}

u64 host_vmm_seconds(void *host)
{
	return ktime_get_real_seconds();
}

void host_vmm_lock(void *host)
{
	struct machine *m = host;

	mutex_lock(&m->devices);
}

void host_vmm_unlock(void *host)
{
	struct machine *m = host;

	mutex_unlock(&m->devices);
}

void host_vmm_output(void *host, u32 port, u8 byte)
{
	console_put(port, byte);
}

/*
 * Pages are removed here and come back on demand: shared ones as zeros, so that no private content
 * leaks, private ones when the guest accepts them.
 */
u64 host_vmm_convert(void *host, u64 gpa, u64 bytes, u32 shared)
{
	struct machine *m = host;
	int err = 0;

	mutex_lock(&m->memory);
	if (shared)
		err = private_remove(m, gpa, bytes) ?: shared_wants(m, gpa, bytes);
	else
		shared_remove(m, gpa, bytes);
	mutex_unlock(&m->memory);
	return err ? 0 : bytes;
}

static int copy_shared(struct machine *m, u64 gpa, void *to, const void *from, u32 bytes)
{
	u32 done = 0;
	int err = 0;

	mutex_lock(&m->memory);
	while (!err && done < bytes) {
		u32 piece = min_t(u32, bytes - done, PAGE_SIZE - offset_in_page(gpa + done));
		void *memory = shared_at(m, gpa + done);

		if (!memory)
			err = -1;
		else if (to)
			memcpy(to + done, memory, piece);
		else
			memcpy(memory, from + done, piece);
		done += piece;
	}
	mutex_unlock(&m->memory);
	return err;
}

int host_vmm_read(void *host, u64 gpa, void *to, u32 bytes)
{
	return copy_shared(host, gpa, to, NULL, bytes);
}

int host_vmm_write(void *host, u64 gpa, const void *from, u32 bytes)
{
	return copy_shared(host, gpa, NULL, from, bytes);
}
