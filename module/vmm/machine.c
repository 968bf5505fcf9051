// SPDX-License-Identifier: GPL-2.0
/* A machine from its start to its end, which may come from outside or from the TD itself. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/tsc.h>

#include "internal.h"

#define CRYSTAL_KHZ	25000

struct machine machine;

/*
 * As near to the CPU's TSC frequency as the unit allows: the TDX module may not be able to scale.
 */
static unsigned int tsc_frequency(void)
{
	return clamp(DIV_ROUND_CLOSEST(tsc_khz, CRYSTAL_KHZ), 4U, 400U);
}

static int make_vmm(struct machine *m, const struct image *image)
{
	const struct vmm_config config = {
		.host = m,
		.vcpus = image->boot.vcpus,
		.gpa_width = GPA_WIDTH,
		.tsc_frequency = tsc_frequency(),
		.memory = { { 0, image->boot.memory } },
	};

	m->vmm_bytes = vmm_bytes(config.vcpus);
	m->vmm = m->vmm_bytes ? alloc_pages_exact(m->vmm_bytes, GFP_KERNEL | __GFP_ZERO) : NULL;
	if (!m->vmm)
		return m->vmm_bytes ? -ENOMEM : -EINVAL;
	return vmm_init(m->vmm, &config) ? 0 : -EINVAL;
}

/* What is kept of a machine that has ended. */
static void free_rest(struct machine *m)
{
	vcpus_free(m);
	if (m->vmm)
		free_pages_exact(m->vmm, m->vmm_bytes);
	m->vmm = NULL;
}

static int build(struct machine *m, struct image *image)
{
	const struct td_options options = {
		.vcpus = image->boot.vcpus,
		.debug = m->debug,
		.runs = true,
		.tsc_frequency = tsc_frequency(),
		.add_memory = private_add_image,
		.data = image,
	};

	return td_build(&m->td, &vmm_platform, &options);
}

/* Frees the previous machine, which is kept until now for its status. */
int machine_start(struct image *image, const struct cpumask *cpus, bool debug)
{
	struct machine *m = &machine;
	int err;

	if (m->state == MACHINE_ENDED)
		flush_work(&m->reaper);
	free_rest(m);
	memset(m, 0, sizeof(*m));
	m->debug = debug;
	m->tsc_multiplier = BIT_ULL(48);
	mutex_init(&m->devices);
	mutex_init(&m->memory);
	xa_init(&m->mapped);
	xa_init(&m->tables);
	INIT_WORK(&m->reaper, machine_reap);
	init_completion(&m->reaped);
	err = make_vmm(m, image) ?: shared_init(m) ?: build(m, image);
	if (err)
		goto free;
	console_clear();
	m->state = MACHINE_RUNS;
	err = vcpus_start(m, cpus);
	if (!err)
		return 0;
	m->state = MACHINE_NONE;
	console_ends();
	td_destroy(&m->td);
free:
	shared_free(m);
	private_forget(m);
	free_rest(m);
	return err;
}

/* Queued by the last vCPU that ends. */
void machine_reap(struct work_struct *work)
{
	struct machine *m = container_of(work, struct machine, reaper);

	vcpus_gone(m);
	quote_forget(m);
	/* pages_show() walks the TD's list of pages under this lock. */
	mutex_lock(&m->memory);
	m->destroyed = td_destroy(&m->td);
	mutex_unlock(&m->memory);
	shared_free(m);
	private_forget(m);
	pr_info("the TD has ended: %s\n", vmm_reason(m->vmm));
	if (m->destroyed)
		pr_err("it was not taken down: %d, %lu pages lost\n", m->destroyed, m->td.lost);
	/* Pairs with status_show(), which then reads how the TD ended. */
	smp_store_release(&m->state, MACHINE_ENDED);
	console_ends();
	complete_all(&m->reaped);
}

void machine_stop(void)
{
	struct machine *m = &machine;

	if (m->state != MACHINE_NONE) {
		vmm_end(m->vmm, "stopped");
		if (m->state == MACHINE_RUNS)
			vcpus_kick(m);
		wait_for_completion(&m->reaped);
		flush_work(&m->reaper);
	}
}

/* Nobody uses the files any more. */
void machine_free(void)
{
	machine_stop();
	free_rest(&machine);
}
