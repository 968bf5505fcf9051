// SPDX-License-Identifier: GPL-2.0
/* Calls as Linux's wrappers make them: its register block, its retry loop, its entries. */
#include <asm/tdx.h>
#include "calls.h"

#define TDH_MEM_PAGE_ADD	2
#define TDH_SYS_RD		34
#define UNKNOWN_LEAF		0x1ff
#define EXIT_REASON_IO		30

void __tdx_hypercall_failed(void)
{
	__builtin_trap();
}

OPAQUE static u64 page_add(u64 gpa, u64 level, u64 tdr, u64 target, u64 source, u64 *ext_err1,
			   u64 *ext_err2)
{
	struct tdx_module_args args = {
		.rcx = gpa | level,
		.rdx = tdr,
		.r8 = target,
		.r9 = source,
	};
	u64 ret = seamcall_ret(TDH_MEM_PAGE_ADD, &args);

	if (ret) {
		*ext_err1 = args.rcx;
		*ext_err2 = args.rdx;
	}
	return ret;
}

static u64 page_add_once(void)
{
	u64 ext_err1, ext_err2;

	return page_add(0x1000, 0, 0x2000, 0x3000, 0x4000, &ext_err1, &ext_err2);
}

OPAQUE static u64 field_read(u64 field, u64 *value)
{
	struct tdx_module_args args = {
		.rdx = field,
	};
	u64 ret = seamcall_ret(TDH_SYS_RD, &args);

	if (!ret)
		*value = args.r8;
	return ret;
}

static u64 field_read_once(void)
{
	u64 value;

	return field_read(0x1000, &value);
}

/* Who does not know which registers a leaf function uses has to take all of them ... */
OPAQUE static u64 number(u64 fn, u64 rcx, u64 rdx, u64 r8, u64 r9)
{
	struct tdx_module_args args = {
		.rcx = rcx,
		.rdx = rdx,
		.r8 = r8,
		.r9 = r9,
	};

	return seamcall_saved_ret(fn, &args);
}

/* ... and who knows that it has none beyond R11 need not. */
OPAQUE static u64 known_number(u64 fn, u64 rcx, u64 rdx, u64 r8, u64 r9)
{
	struct tdx_module_args args = {
		.rcx = rcx,
		.rdx = rdx,
		.r8 = r8,
		.r9 = r9,
	};

	return seamcall_ret(fn, &args);
}

OPAQUE static bool port_read(u64 size, u64 port, u64 *data)
{
	struct tdx_module_args args = {
		.r10 = TDX_HYPERCALL_STANDARD,
		.r11 = hcall_func(EXIT_REASON_IO),
		.r12 = size,
		.r13 = 0,
		.r14 = port,
	};
	bool success = !__tdx_hypercall(&args);

	if (success)
		*data = args.r11;
	return success;
}

static u64 port_read_once(void)
{
	u64 data;

	return port_read(4, 0x60, &data);
}

static struct tdx_module_args shared_args;

LOOP(linux_small_entry, __seamcall_ret(TDH_MEM_PAGE_ADD, &shared_args))
LOOP(linux_full_entry, __seamcall_saved_ret(UNKNOWN_LEAF, &shared_args))
LOOP(linux_page_add, page_add_once())
LOOP(linux_field_read, field_read_once())
LOOP(linux_number, number(TDH_MEM_PAGE_ADD, 0x1000, 0x2000, 0x3000, 0x4000))
LOOP(linux_known_number, known_number(TDH_MEM_PAGE_ADD, 0x1000, 0x2000, 0x3000, 0x4000))
LOOP(linux_full_number, number(UNKNOWN_LEAF, 0x1000, 0x2000, 0x3000, 0x4000))
LOOP(linux_port_read, port_read_once())
