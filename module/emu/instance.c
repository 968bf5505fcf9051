// SPDX-License-Identifier: GPL-2.0
/* The software TDX module at hand: made of module parameters, replaced, held, and let go. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/mm.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "internal.h"
#include "machine.h"
#include "module/shared/kunit_export.h"
#include "tdxcall_emu.h"

static unsigned int keyid_start = 32;
module_param(keyid_start, uint, 0444);
MODULE_PARM_DESC(keyid_start, "First private KeyID (default: 32)");

static unsigned int keyids = 32;
module_param(keyids, uint, 0444);
MODULE_PARM_DESC(keyids, "Number of private KeyIDs (default: 32)");

static bool no_rbp_mod = true;
module_param(no_rbp_mod, bool, 0444);
MODULE_PARM_DESC(no_rbp_mod, "Keep RBP in TDH.VP.ENTER, and say so (default: yes)");

static bool loaded = true;
module_param(loaded, bool, 0444);
MODULE_PARM_DESC(loaded, "A TDX module is loaded; else SEAMCALL gives VMfailInvalid (default: yes)");

static bool seam = true;
module_param(seam, bool, 0444);
MODULE_PARM_DESC(seam, "SEAM is enabled; else SEAMCALL gives #GP (default: yes)");

static struct emu __rcu *current_emu;

struct emu *emu_hold(unsigned long *flags)
	__acquires(RCU)
{
	rcu_read_lock();
	local_irq_save(*flags);
	return rcu_dereference(current_emu);
}

void emu_release(unsigned long flags)
	__releases(RCU)
{
	local_irq_restore(flags);
	rcu_read_unlock();
}

struct emu *emu_current(void)
{
	return rcu_dereference(current_emu);
}

/* A fresh software TDX module, as after a reset of the machine; NULL and an errno on failure. */
static struct emu *emu_create(const struct tdxcall_emu_params *params, int *err)
{
	struct emu_config *config;
	const char *problem;
	struct emu *emu;

	*err = -ENOMEM;
	config = kzalloc(sizeof(*config), GFP_KERNEL);
	if (!config)
		return NULL;
	config->keyid_start = params->keyid_start;
	config->keyids = params->keyids;
	config->no_rbp_mod = params->no_rbp_mod;
	config->loaded = params->loaded;
	config->seam = params->seam;
	emu_machine_describe(config);
	emu_svm_describe(config);

	emu = kvzalloc(emu_size(config->lps), GFP_KERNEL);
	if (!emu)
		goto out;
	problem = emu_init(emu, config);
	if (problem) {
		pr_err("%s\n", problem);
		*err = -EINVAL;
		kvfree(emu);
		emu = NULL;
	}
out:
	kfree(config);
	return emu;
}

/**
 * tdxcall_emu_reset() - start over with a fresh software TDX module, for tests
 * @params: in place of the module parameters; NULL for those
 *
 * All state of the platform and of every TD is gone.  Calls under way on other CPUs end first.
 *
 * Context: process; sleeps.  Callers see to it that no two run at once.
 * Return: 0, or a negative errno with the old software TDX module still in place.
 */
int tdxcall_emu_reset(const struct tdxcall_emu_params *params)
{
	const struct tdxcall_emu_params defaults = {
		.keyid_start = keyid_start,
		.keyids = keyids,
		.no_rbp_mod = no_rbp_mod,
		.loaded = loaded,
		.seam = seam,
	};
	struct emu *fresh, *old;
	int err;

	fresh = emu_create(params ?: &defaults, &err);
	if (!fresh)
		return err;

	old = rcu_replace_pointer(current_emu, fresh, true);
	synchronize_rcu();
	kvfree(old);
	return 0;
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_emu_reset);

void emu_free(void)
{
	kvfree(rcu_access_pointer(current_emu));
}
