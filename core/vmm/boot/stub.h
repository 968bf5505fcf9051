/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The reset page: what stub.S and the plan agree on.  It is a page of its own, outside RAM, and has
 * all that the stub reads, but page tables and mailbox: Linux sends CPUs that go offline back to it
 * with page tables that map this page and no other of the stub's.
 */
#ifndef TDXCALL_CORE_VMM_BOOT_STUB_H
#define TDXCALL_CORE_VMM_BOOT_STUB_H

#define VMM_STUB_GPA		0xfffff000
#define VMM_STUB_BYTES		0x1000

/* struct StubArgs (stub.hpp): offsets in the page. */
#define VMM_STUB_CR3		0x000
#define VMM_STUB_CR3_LA57	0x008
#define VMM_STUB_ENTRY		0x010
#define VMM_STUB_ARGUMENT	0x018
#define VMM_STUB_STACK		0x020
#define VMM_STUB_MAILBOX	0x028
#define VMM_STUB_RELEASED	0x030
#define VMM_STUB_FLAT		0x038
#define VMM_STUB_ACCEPT		0x080
#define VMM_STUB_ARGS_BYTES	0x120

/* Where a CPU that goes offline comes back, in 64-bit mode: the MADT's reset vector. */
#define VMM_STUB_OFFLINE	0x200
/* Where VP.INIT starts a vCPU, in 32-bit mode: RIP 0xfffffff0. */
#define VMM_STUB_RESET		0xff0

/* Selectors that the 64-bit boot protocol asks for. */
#define VMM_STUB_CS		0x10
#define VMM_STUB_DS		0x18

/* Mailbox of the MADT's multiprocessor wake-up structure. */
#define VMM_MAILBOX_COMMAND	0x000
#define VMM_MAILBOX_APIC_ID	0x004
#define VMM_MAILBOX_VECTOR	0x008
#define VMM_MAILBOX_NOOP	0
#define VMM_MAILBOX_WAKEUP	1
#define VMM_MAILBOX_TEST	2

#define VMM_FLAT_STACK_BYTES	0x4000

#ifndef __ASSEMBLER__
#ifdef __cplusplus
extern "C" {
#endif

/* The page as the assembler made it: the arguments are zero. */
extern const unsigned char vmm_stub[VMM_STUB_BYTES];

#ifdef __cplusplus
}
#endif
#endif

#endif
