// SPDX-License-Identifier: GPL-2.0
/* A client of tdxcall: reads the version of the TDX module, from a TDX host or from a TD. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include <tdxcall/codes.h>
#include <tdxcall/tdxcall.h>

static u64 read_host(u64 field, u64 *value)
{
	struct tdh_sys_rd_out out;
	u64 status = tdxcall_tdh_sys_rd(0, (tdx_field_t) { field }, &out);

	*value = out.value;
	return status;
}

static u64 read_guest(u64 field, u64 *value)
{
	struct tdg_sys_rd_out out;
	u64 status = tdxcall_tdg_sys_rd(0, (tdx_field_t) { field }, &out);

	*value = out.value;
	return status;
}

static u64 (*const reads[])(u64 field, u64 *value) = { read_host, read_guest };

static int __init client_init(void)
{
	u64 status = 0, major, minor;

	for (unsigned int i = 0; i < ARRAY_SIZE(reads); i++) {
		status = reads[i](TDXCALL_FIELD_TDX_MODULE_VERSION_MAJOR_VERSION, &major);
		if (!(status & TDXCALL_ERROR))
			status = reads[i](TDXCALL_FIELD_TDX_MODULE_VERSION_MINOR_VERSION, &minor);
		if (!(status & TDXCALL_ERROR)) {
			pr_info("TDX module %llu.%llu\n", major, minor);
			return 0;
		}
	}
	pr_info("no TDX module tells its version: 0x%llx\n", status);
	return 0;
}

static void __exit client_exit(void)
{
}

module_init(client_init);
module_exit(client_exit);
MODULE_DESCRIPTION("Sample client of tdxcall: reads the version of the TDX module");
MODULE_LICENSE("GPL");
