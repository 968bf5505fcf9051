// SPDX-License-Identifier: GPL-2.0
/*
 * NMIs at all other CPUs, where TDs run.  Those that end the run of a vCPU come in as soon as the
 * software TDX module lets them, which is in its way out of the guest.
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/apic.h>
#include <asm/nmi.h>

#include "tdxcall_storm.h"

static struct {
	unsigned int cpu;
	bool waiting;		/* for an NMI there */
	u64 sent;
	u64 lost;
	u64 ended_runs;
} storm;

static bool ended_a_run(unsigned long ip)
{
	char symbol[KSYM_SYMBOL_LEN];

	sprint_symbol_no_offset(symbol, ip);
	return strstarts(symbol, "emu_vmrun");
}

static int guest_nmi(unsigned int type, struct pt_regs *regs)
{
	if (!READ_ONCE(storm.waiting) || smp_processor_id() != storm.cpu)
		return NMI_DONE;
	storm.ended_runs += !user_mode(regs) && ended_a_run(regs->ip);
	/* After the counters. */
	smp_store_release(&storm.waiting, false);
	return NMI_HANDLED;
}

static void send_nmi(unsigned int cpu)
{
	unsigned int patience = 10000000;

	storm.sent++;
	storm.cpu = cpu;
	/* Before the NMI is sent. */
	smp_store_release(&storm.waiting, true);
	apic->send_IPI_mask(cpumask_of(cpu), NMI_VECTOR);
	/* Before the next NMI is sent. */
	while (smp_load_acquire(&storm.waiting) && --patience)
		udelay(1);
	if (!patience) {
		WRITE_ONCE(storm.waiting, false);
		storm.lost++;
	}
}

static int send_nmis(u64 nmis)
{
	unsigned int here = smp_processor_id(), cpu;
	int err;

	memset(&storm, 0, sizeof(storm));
	err = register_nmi_handler(NMI_LOCAL, guest_nmi, 0, "tdxcall_storm_guests");
	if (err)
		return err;
	while (storm.sent < nmis && !storm.lost && !fatal_signal_pending(current)) {
		for_each_online_cpu(cpu)
			if (cpu != here)
				send_nmi(cpu);
		cond_resched();
	}
	unregister_nmi_handler(NMI_LOCAL, "tdxcall_storm_guests");
	pr_info("tdxcall_storm: %llu NMIs at other CPUs: %llu ended a TD's run, %llu lost\n",
		storm.sent, storm.ended_runs, storm.lost);
	/* A storm that met no guest proves nothing. */
	return !storm.lost && storm.sent >= nmis && storm.ended_runs ? 0 : -EIO;
}

/* Takes the number of NMIs; returns when all of them have come. */
static ssize_t nmi_guests_write(struct file *file, const char __user *from, size_t count,
				loff_t *pos)
{
	return storm_write(from, count, send_nmis);
}

const struct file_operations storm_nmi_guests_fops = {
	.owner = THIS_MODULE,
	.write = nmi_guests_write,
};
