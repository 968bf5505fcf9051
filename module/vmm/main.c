// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_vmm.ko: runs TDs, by the files in /sys/kernel/debug/tdxcall_vmm.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/module.h>

#include "internal.h"
#include "module/shared/compat.h"

static unsigned int keyid_start = 32;
module_param(keyid_start, uint, 0444);
MODULE_PARM_DESC(keyid_start, "First private KeyID, as with tdxcall_emu (default: 32)");

static unsigned int keyids = 32;
module_param(keyids, uint, 0444);
MODULE_PARM_DESC(keyids, "Number of private KeyIDs, as with tdxcall_emu (default: 32)");

struct td_platform vmm_platform;
static struct dentry *folder;

static int __init vmm_module_init(void)
{
	int err;

	if (!keyids || keyid_start >= 0x10000 || keyids >= 0x10000) {
		pr_err("a parameter is out of range\n");
		return -EINVAL;
	}
	vmm_platform.keyid_start = keyid_start;
	vmm_platform.keyids = keyids;
	err = td_platform_start(&vmm_platform);
	if (err)
		return err;
	err = console_init();
	if (err)
		return err;
	folder = debugfs_create_dir("tdxcall_vmm", NULL);
	debugfs_create_file("control", 0200, folder, NULL, &control_fops);
	console_files(folder);
	debugfs_create_file("pages", 0400, folder, NULL, &pages_fops);
	debugfs_create_file("quote", 0600, folder, NULL, &quote_fops);
	debugfs_create_file("status", 0400, folder, NULL, &status_fops);
	return 0;
}

/* The PAMT stays with the TDX module, which has no call to give it back. */
static void __exit vmm_module_exit(void)
{
	debugfs_remove(folder);
	machine_free();
	console_free();
}

module_init(vmm_module_init);
module_exit(vmm_module_exit);

MODULE_DESCRIPTION("Runs TDs through tdxcall");
MODULE_LICENSE("GPL");
IMPORT_NS(TDXCALL_CHANGES_PLATFORM);
IMPORT_NS(TDXCALL_CHANGES_TD);
