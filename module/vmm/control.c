// SPDX-License-Identifier: GPL-2.0
/*
 * Commands, one a write:
 *
 *   start [kernel=PATH] [initrd=PATH] [program=PATH] [memory=MiB] [vcpus=N] [cpus=LIST] [debug]
 *         [cmdline=...]
 *   stop
 *   kick
 *
 * Everything behind cmdline= up to the end of the line is the guest's.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "internal.h"

#define MAX_LINE	4096
#define DEFAULT_MIB	512

/* Serialises start, stop and status. */
DEFINE_MUTEX(control_lock);

struct start {
	const char *kernel;
	const char *initrd;
	const char *program;
	const char *cmdline;
	const char *cpus;
	unsigned int memory;
	unsigned int vcpus;
	bool debug;
};

/* What follows @name, or NULL. */
static const char *value_of(const char *word, const char *name)
{
	size_t length = strlen(name);

	return strncmp(word, name, length) ? NULL : word + length;
}

static bool take_string(const char *word, const char *name, const char **to)
{
	const char *value = value_of(word, name);

	if (value)
		*to = value;
	return value;
}

static bool take_number(const char *word, const char *name, unsigned int *to)
{
	const char *value = value_of(word, name);

	return value && !kstrtouint(value, 10, to);
}

static bool parse_word(const char *word, struct start *start)
{
	if (!strcmp(word, "debug")) {
		start->debug = true;
		return true;
	}
	return take_string(word, "kernel=", &start->kernel) ||
	       take_string(word, "initrd=", &start->initrd) ||
	       take_string(word, "program=", &start->program) ||
	       take_string(word, "cpus=", &start->cpus) ||
	       take_number(word, "memory=", &start->memory) ||
	       take_number(word, "vcpus=", &start->vcpus);
}

static int parse(char *line, struct start *start)
{
	char *cmdline = value_of(line, "cmdline=") ? line : strstr(line, " cmdline=");
	char *word;

	if (cmdline) {
		start->cmdline = strchr(cmdline, '=') + 1;
		*cmdline = 0;
	}
	while ((word = strsep(&line, " \t"))) {
		if (*word && !parse_word(word, start)) {
			pr_err("'%s' is not understood: kernel=PATH initrd=PATH program=PATH memory=MiB vcpus=N cpus=LIST debug cmdline=... are\n",
			       word);
			return -EINVAL;
		}
	}
	if (!start->kernel == !start->program) {
		pr_err("name either a kernel (kernel=PATH) or a flat program (program=PATH)\n");
		return -EINVAL;
	}
	if (!start->vcpus || start->vcpus > min(TD_MAX_VCPUS, VMM_MAX_VCPUS)) {
		pr_err("vcpus= is 1 to %u\n", min(TD_MAX_VCPUS, VMM_MAX_VCPUS));
		return -EINVAL;
	}
	return 0;
}

/* CPUs for vCPUs: those in @list, or all. */
static int find_cpus(const char *list, struct cpumask *cpus)
{
	if (!list) {
		cpumask_copy(cpus, cpu_online_mask);
		return 0;
	}
	if (cpulist_parse(list, cpus) || cpumask_empty(cpus) ||
	    !cpumask_subset(cpus, cpu_online_mask)) {
		pr_err("cpus=%s: not a list of CPUs that are online (0-2,5)\n", list);
		return -EINVAL;
	}
	return 0;
}

static int start_image(struct start *start, const struct cpumask *cpus)
{
	struct image *image = kzalloc(sizeof(*image), GFP_KERNEL);
	int err;

	if (!image)
		return -ENOMEM;
	image->cmdline = kstrdup(start->cmdline, GFP_KERNEL);
	image->boot.cmdline = image->cmdline;
	image->boot.memory = (u64)start->memory * SZ_1M;
	image->boot.vcpus = start->vcpus;
	err = image->cmdline ?
		      image_read(image, start->kernel, start->initrd, start->program) :
		      -ENOMEM;
	if (!err)
		err = machine_start(image, cpus, start->debug);
	image_free(image);
	kfree(image);
	return err;
}

static int start_td(char *line)
{
	struct start start = { .memory = DEFAULT_MIB, .vcpus = 1, .cmdline = "" };
	cpumask_var_t cpus;
	int err;

	err = parse(line, &start);
	if (err)
		return err;
	if (machine.state == MACHINE_RUNS) {
		pr_err("a TD runs already: stop it first\n");
		return -EBUSY;
	}
	if (!zalloc_cpumask_var(&cpus, GFP_KERNEL))
		return -ENOMEM;
	err = find_cpus(start.cpus, cpus) ?: start_image(&start, cpus);
	free_cpumask_var(cpus);
	return err;
}

static int kick_td(void)
{
	if (machine.state != MACHINE_RUNS) {
		pr_err("no TD runs\n");
		return -ESRCH;
	}
	vcpus_kick(&machine);
	return 0;
}

static int obey(char *line)
{
	char *word = strsep(&line, " \t");

	if (!strcmp(word, "start"))
		return start_td(line ?: word + strlen(word));
	if (!line && !strcmp(word, "stop")) {
		machine_stop();
		return 0;
	}
	if (!line && !strcmp(word, "kick"))
		return kick_td();
	pr_err("'%s' is no command: start, stop and kick are\n", word);
	return -EINVAL;
}

static ssize_t control_write(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	char *line;
	int err;

	if (size >= MAX_LINE) {
		pr_err("a command has less than %u bytes\n", MAX_LINE);
		return -EINVAL;
	}
	line = memdup_user_nul(from, size);
	if (IS_ERR(line))
		return PTR_ERR(line);
	line[strcspn(line, "\n")] = 0;
	err = mutex_lock_interruptible(&control_lock);
	if (!err) {
		err = obey(line);
		mutex_unlock(&control_lock);
	}
	kfree(line);
	return err ?: size;
}

const struct file_operations control_fops = {
	.owner = THIS_MODULE,
	.write = control_write,
};
