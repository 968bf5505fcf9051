/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a VMM adds to a TD's memory so that it starts a Linux bzImage by the 64-bit boot protocol,
 * or a flat program.  A pure function of the description: nothing is allocated, nothing remembered,
 * and the same description gives the same pages, so the same MRTD.
 *
 *   problem = vmm_boot_check(&boot, &plan);
 *   for (gpa = vmm_boot_next(&plan, 0); gpa != VMM_BOOT_END;
 *        gpa = vmm_boot_next(&plan, gpa + VMM_BOOT_PAGE)) {
 *           vmm_boot_page(&boot, &plan, gpa, page);
 *           ... TDH.MEM.PAGE.ADD of page at gpa ...
 *   }
 *
 * The rest of RAM is for TDH.MEM.PAGE.AUG, at the latest when the TD exits because it is not there:
 * the reset stub accepts all of it, with 2 MiB pages where the VMM gives such.
 *
 * vCPUs that nobody has woken up yet, or that are offline again, halt with interrupts blocked
 * (TDG.VP.VMCALL<Instruction.HLT>, R12 = 1) and look at memory each time the VMM lets them go on.
 * No interrupt says when: the VMM does it after VMM_HALT_POLL_US.  When all vCPUs of the TD halt in
 * this way for some time, nobody is left who could wake another, and the TD has come to its end.
 *
 * Memory from low to high; a flat program has the parts in brackets instead or not at all:
 *
 *   kernel at its preferred address [program at VMM_FLAT_START]
 *   initrd [stacks, vCPU 0's last]
 *   boot_params [none], command line, ACPI tables [none]	the last pages of RAM
 *   page tables, mailbox [none]
 *   reset page		the last below 4 GiB, outside RAM
 */
#ifndef TDXCALL_CORE_VMM_BOOT_H
#define TDXCALL_CORE_VMM_BOOT_H

#include <tdxcall/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VMM_BOOT_PAGE		0x1000
#define VMM_BOOT_END		0xffffffffffffffff
/* RAM ends here at the latest: above are the places of MMIO, and the reset page. */
#define VMM_BOOT_MAX_MEMORY	0xc0000000
/* APIC ids of 8 bits, except broadcast. */
#define VMM_BOOT_MAX_VCPUS	255
/* Microseconds until a vCPU that halts with interrupts blocked is to go on. */
#define VMM_HALT_POLL_US	2000

/* A flat program's first byte. */
#define VMM_FLAT_START		0x100000

/**
 * struct vmm_boot - what is to be started
 * @kernel: bzImage, or NULL; x86-64, boot protocol 2.12 or later
 * @kernel_bytes: of @kernel
 * @initrd: for Linux, or NULL
 * @initrd_bytes: of @initrd
 * @program: flat program, instead of @kernel and @initrd
 * @program_bytes: of @program
 * @cmdline: command line; NULL is an empty one
 * @memory: bytes of RAM, from GPA 0 on; a multiple of 2 MiB
 * @vcpus: 1 or more
 */
struct vmm_boot {
	const void *kernel;
	u64 kernel_bytes;
	const void *initrd;
	u64 initrd_bytes;
	const void *program;
	u64 program_bytes;
	const char *cmdline;
	u64 memory;
	u32 vcpus;
};

/**
 * struct vmm_flat - what a flat program is told
 * @memory: bytes of RAM
 * @free: first byte behind the program's last page
 * @free_end: first byte behind the memory that is free, where the stacks begin
 * @cmdline: address of the command line, which ends in 0
 * @vcpus: how many there are
 * @reserved: 0
 *
 * The program is loaded to VMM_FLAT_START.  Each vCPU calls its first byte, as a function in C:
 *
 *   void start(u64 vcpu, const struct vmm_flat *flat);
 *
 * All memory is accepted then, and zero where nothing was loaded, so what the program has as .bss
 * may follow its file's last byte, up to @free_end.  64-bit mode, the first 4 GiB mapped at their
 * GPA, 16 KiB of stack for each vCPU, SSE usable; interrupts are blocked and there is no IDT, so an
 * exception, #VE too, is a triple fault.  A vCPU that returns halts for ever, interrupts blocked.
 */
struct vmm_flat {
	u64 memory;
	u64 free;
	u64 free_end;
	u64 cmdline;
	u32 vcpus;
	u32 reserved;
};

/* Parts of memory that have content, by rising GPA. */
enum vmm_boot_part {
	VMM_BOOT_IMAGE,		/* kernel or flat program */
	VMM_BOOT_INITRD,
	VMM_BOOT_PARAMS,
	VMM_BOOT_CMDLINE,
	VMM_BOOT_ACPI,
	VMM_BOOT_TABLES,	/* page tables */
	VMM_BOOT_MAILBOX,
	VMM_BOOT_RESET,
	VMM_BOOT_PARTS,
};

/**
 * struct vmm_boot_range - a range of guest physical addresses
 * @gpa: where it begins; whole pages
 * @bytes: may end within a page; 0: it does not exist
 */
struct vmm_boot_range {
	u64 gpa;
	u64 bytes;
};

/* RAM before, between and behind what has content there. */
#define VMM_BOOT_GAPS	VMM_BOOT_PARTS

/**
 * struct vmm_boot_plan - where everything lies
 * @part: what has content
 * @gap: RAM that the stub accepts, whole pages, by rising GPA
 * @gaps: how many
 * @image_offset: of the image's first byte in the file
 * @header_bytes: of the setup header, from its place in the file on
 * @entry: where the first vCPU goes when memory is accepted
 * @stack: where vCPU 0's stack ends; 0: there is none
 * @memory: bytes of RAM
 * @vcpus: how many
 */
struct vmm_boot_plan {
	struct vmm_boot_range part[VMM_BOOT_PARTS];
	struct vmm_boot_range gap[VMM_BOOT_GAPS];
	u32 gaps;
	u32 header_bytes;
	u64 image_offset;
	u64 entry;
	u64 stack;
	u64 memory;
	u32 vcpus;
};

/**
 * vmm_boot_check() - can this be started, and from where
 * @boot: what is to be started
 * @plan: filled in when it can
 *
 * Context: any; reads the kernel's header and the command line.
 * Return: NULL, or in words what is wrong.
 */
const char *vmm_boot_check(const struct vmm_boot *boot, struct vmm_boot_plan *plan);

/**
 * vmm_boot_next() - the next page with content
 * @plan: of vmm_boot_check()
 * @gpa: at or above this
 *
 * Return: its GPA, or VMM_BOOT_END.
 */
u64 vmm_boot_next(const struct vmm_boot_plan *plan, u64 gpa);

/**
 * vmm_boot_page() - content of a page
 * @boot: as vmm_boot_check() saw it; may have changed since, which changes the content alone
 * @plan: of vmm_boot_check()
 * @gpa: of the page
 * @page: 4 KiB, aligned to 16 bytes
 *
 * Return: 1, or 0 when there is no page with content at @gpa; then @page is left alone.
 */
int vmm_boot_page(const struct vmm_boot *boot, const struct vmm_boot_plan *plan, u64 gpa,
		  void *page);

#ifdef __cplusplus
}
#endif

#endif
