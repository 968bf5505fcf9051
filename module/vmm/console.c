// SPDX-License-Identifier: GPL-2.0
/*
 * The TD's serial ports as files.  Output is kept until somebody reads it, and the oldest is lost
 * when nobody does; a reader waits for more until the TD has ended.
 */
#include <linux/bits.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "internal.h"

#define CONSOLE_BYTES	BIT(20)	/* a power of two */
#define CHUNK		256UL
#define WAKE_MS		20

struct console {
	u8 *ring;
	unsigned long written;	/* bytes since the TD was started */
	unsigned long read_up_to;
};

static struct console consoles[VMM_PORTS];
static bool ended = true;
static DEFINE_SPINLOCK(lock);
static DECLARE_WAIT_QUEUE_HEAD(readers);

/* Delayed: a reader woken by every byte would take as much time as the TD. */
static void wake_readers(struct work_struct *work)
{
	wake_up_interruptible(&readers);
}

static DECLARE_DELAYED_WORK(wake, wake_readers);

int console_init(void)
{
	for (unsigned int i = 0; i < VMM_PORTS; i++) {
		consoles[i].ring = vmalloc(CONSOLE_BYTES);
		if (!consoles[i].ring) {
			console_free();
			return -ENOMEM;
		}
	}
	return 0;
}

void console_free(void)
{
	cancel_delayed_work_sync(&wake);
	for (unsigned int i = 0; i < VMM_PORTS; i++)
		vfree(consoles[i].ring);
}

void console_files(struct dentry *folder)
{
	debugfs_create_file("console", 0600, folder, &consoles[VMM_COM1], &console_fops);
	debugfs_create_file("com2", 0400, folder, &consoles[VMM_COM2], &console_fops);
}

void console_clear(void)
{
	spin_lock(&lock);
	for (unsigned int i = 0; i < VMM_PORTS; i++) {
		consoles[i].written = 0;
		consoles[i].read_up_to = 0;
	}
	ended = false;
	spin_unlock(&lock);
}

void console_put(unsigned int port, u8 byte)
{
	struct console *c = &consoles[port];

	spin_lock(&lock);
	c->ring[c->written++ % CONSOLE_BYTES] = byte;
	if (c->written - c->read_up_to > CONSOLE_BYTES)
		c->read_up_to++;
	spin_unlock(&lock);
	schedule_delayed_work(&wake, msecs_to_jiffies(WAKE_MS));
}

void console_ends(void)
{
	spin_lock(&lock);
	ended = true;
	spin_unlock(&lock);
	wake_up_interruptible(&readers);
}

static unsigned long take(struct console *c, u8 *to, unsigned long most)
{
	unsigned long count = 0;

	spin_lock(&lock);
	while (count < most && c->read_up_to != c->written)
		to[count++] = c->ring[c->read_up_to++ % CONSOLE_BYTES];
	spin_unlock(&lock);
	return count;
}

static bool is_readable(const struct console *c, bool *at_end)
{
	bool readable;

	spin_lock(&lock);
	readable = c->read_up_to != c->written;
	*at_end = ended;
	spin_unlock(&lock);
	return readable || *at_end;
}

static struct console *console_of(const struct file *file)
{
	return file_inode(file)->i_private;
}

static ssize_t console_read(struct file *file, char __user *to, size_t size, loff_t *pos)
{
	struct console *c = console_of(file);
	u8 bytes[CHUNK];
	unsigned long count;
	bool at_end;
	int err;

	if (!size)
		return 0;
	for (;;) {
		count = take(c, bytes, min(size, CHUNK));
		if (count)
			return copy_to_user(to, bytes, count) ? -EFAULT : count;
		/* Bytes may have come between the read above and the end. */
		if (is_readable(c, &at_end) && at_end) {
			count = take(c, bytes, min(size, CHUNK));
			return count && copy_to_user(to, bytes, count) ? -EFAULT : count;
		}
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(readers, is_readable(c, &at_end));
		if (err)
			return err;
	}
}

static __poll_t console_poll(struct file *file, poll_table *table)
{
	bool at_end;

	poll_wait(file, &readers, table);
	return is_readable(console_of(file), &at_end) ? EPOLLIN | EPOLLRDNORM : 0;
}

static ssize_t console_write(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	u8 bytes[CHUNK];
	ssize_t count = min(size, CHUNK);

	if (console_of(file) != &consoles[VMM_COM1])
		return -EINVAL;
	if (copy_from_user(bytes, from, count))
		return -EFAULT;
	mutex_lock(&control_lock);
	count = machine.state == MACHINE_RUNS ? vmm_input(machine.vmm, bytes, count) : -EPIPE;
	mutex_unlock(&control_lock);
	/* The guest's receive queue is full. */
	return count ?: -EAGAIN;
}

const struct file_operations console_fops = {
	.owner = THIS_MODULE,
	.read = console_read,
	.write = console_write,
	.poll = console_poll,
};
