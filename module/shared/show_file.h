/* SPDX-License-Identifier: GPL-2.0 */
/* Debugfs files, made from a table of name, mode and show function. */
#ifndef TDXCALL_SHOW_FILE_H
#define TDXCALL_SHOW_FILE_H

#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>

struct show_file {
	const char *name;
	umode_t mode;
	int (*show)(struct seq_file *m, void *unused);
};

static inline int open_show_file(struct inode *inode, struct file *file)
{
	const struct show_file *row = inode->i_private;

	return single_open(file, row->show, NULL);
}

static const struct file_operations show_file_fops = {
	.owner = THIS_MODULE,
	.open = open_show_file,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static inline void create_show_files(struct dentry *dir, const struct show_file *files,
				     unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		debugfs_create_file(files[i].name, files[i].mode, dir, (void *)&files[i],
				    &show_file_fops);
}

#endif
