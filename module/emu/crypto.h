/* SPDX-License-Identifier: GPL-2.0 */
/* The cryptography of the software TDX module: the kernel's. */
#ifndef TDXCALL_EMU_CRYPTO_H
#define TDXCALL_EMU_CRYPTO_H

int emu_crypto_init(void);
void emu_crypto_exit(void);

#endif
