/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's names for fixed-width integers, for code that has no kernel header.  Where
 * <linux/types.h> is there too, C allows to say the same twice.
 */
#ifndef TDXCALL_TYPES_H
#define TDXCALL_TYPES_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#endif
