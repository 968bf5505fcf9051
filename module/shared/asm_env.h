/* SPDX-License-Identifier: GPL-2.0 */
/* What asm/ needs of the kernel: function annotations, RET with mitigations, exception table. */
#include <linux/linkage.h>
#include <linux/objtool.h>
#include <asm/asm.h>
