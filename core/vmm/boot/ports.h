/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ports that the tables of this folder name, or that a guest reaches without a table: a VMM that
 * starts TDs from them serves these, by TDG.VP.VMCALL<Instruction.IO>.
 */
#ifndef TDXCALL_CORE_VMM_BOOT_PORTS_H
#define TDXCALL_CORE_VMM_BOOT_PORTS_H

/* 16550s without an interrupt: DSDT, devices COM1 and COM2. */
#define VMM_PORT_COM1			0x3f8
#define VMM_PORT_COM2			0x2f8
#define VMM_PORT_UART_COUNT		8

/* FADT: sleep control and status registers, 8 bits each. */
#define VMM_PORT_SLEEP_CONTROL		0x600
#define VMM_PORT_SLEEP_STATUS		0x601
/* \_S5_'s SLP_TYP in bits 4:2, and SLP_EN: what powers the TD off. */
#define VMM_SLEEP_TYPE_S5		5
#define VMM_SLEEP_POWER_OFF		(VMM_SLEEP_TYPE_S5 << 2 | 0x20)

/* What is left of a keyboard controller: its pulse of the reset line. */
#define VMM_PORT_KEYBOARD_COMMAND	0x64
#define VMM_KEYBOARD_RESET		0xfe

#endif
