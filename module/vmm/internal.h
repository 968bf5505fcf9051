/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tdxcall_vmm.ko: the host of core/vmm in Linux.  A machine is a TD that runs, its vCPUs' threads,
 * its memory and its console; there is one at a time.
 */
#ifndef TDXCALL_MODULE_VMM_INTERNAL_H
#define TDXCALL_MODULE_VMM_INTERNAL_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/hrtimer.h>
#include <linux/mutex.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "core/vmm/boot/boot.h"
#include "core/vmm/vmm.h"
#include "module/vmm/td/td.h"

#define GPA_WIDTH	48
#define SHARED_BIT	BIT_ULL(GPA_WIDTH - 1)

struct dentry;
struct machine;

struct machine_vcpu {
	struct machine *machine;
	unsigned int index;
	struct task_struct *task;
	wait_queue_head_t wait;
	atomic_t kicked;	/* a halted vCPU has to look why */
	atomic_t nmi;
	struct hrtimer timer;
	u64 armed;		/* deadline of the timer, or 0 */
	unsigned int cpu;	/* where its thread starts */
};

/* What is started; the files are vmalloc()ed. */
struct image {
	struct vmm_boot boot;
	struct vmm_boot_plan plan;
	void *files[3];
	char *cmdline;
};

enum machine_state {
	MACHINE_NONE,		/* nothing was started yet */
	MACHINE_RUNS,
	MACHINE_ENDED,		/* its memory has come back */
};

struct machine {
	enum machine_state state;	/* changes under control_lock, or by the reaper */
	struct td td;
	struct vmm_td *vmm;
	size_t vmm_bytes;
	bool debug;
	struct mutex devices;		/* of core/vmm */
	struct mutex memory;		/* protects both EPTs and the mapped pages */
	struct xarray mapped;		/* private pages by frame; large ones are tagged */
	struct xarray tables;		/* secure-EPT tables, see private.c */
	struct page *shared_root;
	unsigned long shared_pages;
	unsigned long mapped_pages;	/* of 4 KiB */
	u64 tsc_offset;
	u64 tsc_multiplier;
	atomic_t running;		/* vCPU threads that have not ended */
	struct machine_vcpu vcpu[TD_MAX_VCPUS];
	struct work_struct reaper;
	struct completion reaped;
	int destroyed;
};

extern struct machine machine;
extern struct td_platform vmm_platform;

/* machine.c */
int machine_start(struct image *image, const struct cpumask *cpus, bool debug);
void machine_stop(void);
void machine_free(void);
void machine_reap(struct work_struct *work);

/* vcpu.c */
int vcpus_start(struct machine *m, const struct cpumask *cpus);
void vcpus_kick(struct machine *m);
/* On return, every vCPU that ran has left the guest at least once. */
void vcpus_leave_guest(struct machine *m);
/* Ends the threads.  Who is about to kick one still may: tasks stay until they are freed. */
void vcpus_gone(struct machine *m);
void vcpus_free(struct machine *m);
u64 machine_tsc(const struct machine *m);

/* private.c: with machine->memory held */
int private_add_image(struct td *td);
int private_map(struct machine *m, u64 gpa, unsigned int level);
int private_remove(struct machine *m, u64 gpa, u64 bytes);
void private_forget(struct machine *m);

/* shared.c: likewise; GPAs without the shared bit */
int shared_init(struct machine *m);
int shared_wants(struct machine *m, u64 gpa, u64 bytes);
int shared_map(struct machine *m, u64 gpa);
void shared_remove(struct machine *m, u64 gpa, u64 bytes);
void *shared_at(struct machine *m, u64 gpa);
void shared_free(struct machine *m);

/* image.c */
int image_read(struct image *image, const char *kernel, const char *initrd, const char *program);
void image_free(struct image *image);

/* console.c */
int console_init(void);
void console_free(void);
void console_clear(void);
void console_files(struct dentry *folder);
void console_put(unsigned int port, u8 byte);
void console_ends(void);
extern const struct file_operations console_fops;

/* quote.c */
void quote_forget(struct machine *m);
extern const struct file_operations quote_fops;

/* status.c */
extern const struct file_operations status_fops;

/* pages.c */
extern const struct file_operations pages_fops;

/* control.c */
extern struct mutex control_lock;
extern const struct file_operations control_fops;

#endif
