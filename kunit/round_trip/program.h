/* SPDX-License-Identifier: GPL-2.0 */
/* Memory of the TD, which ends where a vCPU begins: page tables, and the page of program.S. */
#ifndef TDXCALL_KUNIT_ROUND_TRIP_PROGRAM_H
#define TDXCALL_KUNIT_ROUND_TRIP_PROGRAM_H

#define PROGRAM_PML4	0xffffc000
#define PROGRAM_PDPT	0xffffd000
#define PROGRAM_PD	0xffffe000
#define PROGRAM_CODE	0xfffff000
#define PROGRAM_BYTES	0x1000

#ifndef __ASSEMBLER__
extern const unsigned char round_trip_program[PROGRAM_BYTES];
#endif

#endif
