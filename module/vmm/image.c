// SPDX-License-Identifier: GPL-2.0
/* What a TD starts with: a Linux with its initrd, or a flat program, from files. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "internal.h"

static int read_file(const char *path, void **content, const void **where, u64 *bytes)
{
	ssize_t count;

	if (!path)
		return 0;
	count = td_read_file(path, content);
	if (count < 0)
		return count;
	*where = *content;
	*bytes = count;
	return 0;
}

int image_read(struct image *image, const char *kernel, const char *initrd, const char *program)
{
	struct vmm_boot *boot = &image->boot;
	const char *problem;
	int err;

	err = read_file(kernel, &image->files[0], &boot->kernel, &boot->kernel_bytes) ?:
	      read_file(initrd, &image->files[1], &boot->initrd, &boot->initrd_bytes) ?:
	      read_file(program, &image->files[2], &boot->program, &boot->program_bytes);
	if (err)
		return err;
	problem = vmm_boot_check(boot, &image->plan);
	if (problem) {
		pr_err("this can't be started: %s\n", problem);
		return -EINVAL;
	}
	return 0;
}

void image_free(struct image *image)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(image->files); i++)
		vfree(image->files[i]);
	kfree(image->cmdline);
}
