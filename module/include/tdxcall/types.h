/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's names for fixed-width integers, for code without kernel headers.  Together with
 * <linux/types.h> these are repeated typedefs, which C allows.
 */
#ifndef TDXCALL_TYPES_H
#define TDXCALL_TYPES_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#endif
