// SPDX-License-Identifier: GPL-2.0
/* The machine that the software TDX module runs on, and its host services. */
#include <linux/align.h>
#include <linux/cpumask.h>
#include <linux/ioport.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/topology.h>
#include <linux/uaccess.h>
#include <asm/tsc.h>

#include "machine.h"
#include "random.h"
#include "module/shared/cpu.h"
#include "core/emu/host.h"

#define MAX_PACKAGES	8

/* Unit of TSC frequencies in the TDX ABI. */
#define TSC_UNIT_KHZ	25000

/*
 * RAM, by rising address; written at load, before the first instruction is answered.  Searched from
 * the end: Linux gives away its highest memory first.
 */
static struct emu_cmr ram[EMU_MAX_CMRS];
static u32 ram_ranges;
static u8 lp_package[NR_CPUS];
static DEFINE_PER_CPU(u32, lp_of_cpu);

u32 emu_machine_lp(void)
{
	return this_cpu_read(lp_of_cpu);
}

static int add_ram(struct resource *res, void *unused)
{
	u64 start = ALIGN(res->start, PAGE_SIZE);
	u64 end = ALIGN_DOWN(res->end + 1, PAGE_SIZE);

	if (start < end && ram_ranges < EMU_MAX_CMRS)
		ram[ram_ranges++] = (struct emu_cmr) { .base = start, .size = end - start };
	return 0;
}

/* The KeyID is in the top bits of a 52-bit physical address. */
static u32 bits_for(u32 keyids)
{
	return keyids > 1 ? fls(keyids - 1) : 0;
}

void emu_machine_describe(struct emu_config *config)
{
	unsigned int cpu;
	u32 lps = 0;

	ram_ranges = 0;
	walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY, 0, -1, NULL,
			    add_ram);
	memcpy(config->cmrs, ram, sizeof(ram));
	config->num_cmrs = ram_ranges;

	for_each_present_cpu(cpu) {
		per_cpu(lp_of_cpu, cpu) = lps;
		lp_package[lps++] = topology_physical_package_id(cpu) % MAX_PACKAGES;
	}
	config->lps = lps;
	config->lp_package = lp_package;

	/* The release that is modelled: TDX module 1.5.01. */
	config->update_version = 1;
	config->build_date = 20230301;

	config->tsc_frequency = DIV_ROUND_CLOSEST(tsc_khz, TSC_UNIT_KHZ);
	config->keyid_bits = bits_for(config->keyid_start + config->keyids);
}

static bool is_ram(u64 pa, u32 bytes)
{
	for (u32 i = ram_ranges; i--;)
		if (pa >= ram[i].base && bytes <= ram[i].size &&
		    pa - ram[i].base <= ram[i].size - bytes)
			return true;
	return false;
}

/* Ranges consist of whole pages. */
static __always_inline bool is_ram_page(u64 pa)
{
	for (u32 i = ram_ranges; i--;)
		if (pa - ram[i].base < ram[i].size)
			return true;
	return false;
}

/*
 * A page in RAM may still not be mapped, or only for reading: holes of the direct map, the kernel's
 * text.  Its first word tells.  pagefault_disable() is not needed for kernel addresses.
 */
static __always_inline bool is_readable(const void *at)
{
	u8 byte;

	__get_kernel_nofault(&byte, at, u8, refused);
	return true;
refused:
	return false;
}

static bool is_writable(void *at, const u8 *byte)
{
	__put_kernel_nofault(at, byte, u8, refused);
	return true;
refused:
	return false;
}

static u32 rest_of_page(const void *at, u32 bytes)
{
	return min_t(u32, bytes, PAGE_SIZE - offset_in_page(at));
}

/* A page at a time is by far the most frequent, and Linux is fastest with it. */
static void copy_part(void *to, const void *from, u32 bytes)
{
	if (bytes == PAGE_SIZE)
		copy_page(to, (void *)from);
	else
		memcpy(to, from, bytes);
}

int host_phys_read(u64 pa, void *to, u32 bytes)
{
	const u8 *from = __va(pa);
	u32 done, part;

	if (!is_ram(pa, bytes))
		return -1;
	for (done = 0; done < bytes; done += part) {
		part = rest_of_page(from + done, bytes - done);
		if (!is_readable(from + done))
			return -1;
		copy_part(to + done, from + done, part);
	}
	return 0;
}

int host_phys_write(u64 pa, const void *from, u32 bytes)
{
	u8 *to = __va(pa);
	u32 done, part;

	if (!is_ram(pa, bytes))
		return -1;
	for (done = 0; done < bytes; done += part) {
		part = rest_of_page(to + done, bytes - done);
		if (!is_writable(to + done, from + done))
			return -1;
		copy_part(to + done, from + done, part);
	}
	return 0;
}

void *host_page(u64 pa)
{
	return is_ram_page(pa) && is_readable(__va(pa)) ? __va(pa) : NULL;
}

static struct tdxcall_emu_random random;

void emu_machine_init(void)
{
	tdxcall_emu_random_seed(&random);
}

int host_random(u64 *value)
{
	*value = tdxcall_emu_random_draw(&random);
	return 0;
}

void host_cpuid(u32 leaf, u32 subleaf, struct host_cpuid *out)
{
	cpu_cpuid(leaf, subleaf, out);
}

int host_rdmsr(u32 msr, u64 *value)
{
	return cpu_rdmsr(msr, value);
}

int host_executes_serialize(void)
{
	return cpu_executes_serialize();
}
