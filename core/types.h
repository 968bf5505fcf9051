/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's names for fixed-width integers, for code that has no kernel header: core/ and the
 * user-space builds.  C in the kernel includes <linux/types.h> first, which defines the same types.
 */
#ifndef TDXCALL_CORE_TYPES_H
#define TDXCALL_CORE_TYPES_H

#if !defined(__KERNEL__) || defined(__cplusplus)
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
#endif

#endif
