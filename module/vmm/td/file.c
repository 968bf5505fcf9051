// SPDX-License-Identifier: GPL-2.0
/*
 * Files with what a TD is to have in its memory.  To Linux they are data that root has read: not
 * something that it is to run, which kernel_read_file() and the security modules behind it are for.
 */
#define pr_fmt(fmt) "td: " fmt

#include <linux/file.h>
#include <linux/fs.h>
#include <linux/limits.h>
#include <linux/vmalloc.h>

#include "td.h"

static ssize_t read_all(struct file *file, void **content)
{
	loff_t bytes = i_size_read(file_inode(file)), at = 0;
	void *all;

	if (!S_ISREG(file_inode(file)->i_mode))
		return -EINVAL;
	if (!bytes)
		return -ENODATA;
	if (bytes > INT_MAX)
		return -EFBIG;
	all = vmalloc(bytes);
	if (!all)
		return -ENOMEM;
	while (at < bytes) {
		ssize_t count = kernel_read(file, all + at, bytes - at, &at);

		if (count <= 0) {
			vfree(all);
			return count ?: -EIO;
		}
	}
	*content = all;
	return bytes;
}

ssize_t td_read_file(const char *path, void **content)
{
	struct file *file = filp_open(path, O_RDONLY | O_LARGEFILE, 0);
	ssize_t bytes;

	bytes = IS_ERR(file) ? PTR_ERR(file) : read_all(file, content);
	if (!IS_ERR(file))
		fput(file);
	if (bytes < 0)
		pr_err("%s can't be read: %zd\n", path, bytes);
	return bytes;
}
