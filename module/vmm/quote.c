// SPDX-License-Identifier: GPL-2.0
/*
 * Quotes are made by a program, the quote service, as a quoting enclave is reached through one.  It
 * reads what a TD asks for and writes the answer:
 *
 *   read: u64 id, TDREPORT    waits until a TD wants a quote; each request is read once
 *   write: u64 id, quote      without a quote: there is none to be had
 *
 * There is one service at a time.  While there is none, and when it leaves, TDs hear that no quote
 * is to be had.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "core/vmm/host.h"
#include "internal.h"

#define REPORT_BYTES	1024
#define QUOTE_BYTES	SZ_64K	/* more than any quote has */

struct request {
	u64 id;
	u8 report[REPORT_BYTES];
};

/*
 * Held while a quote is written to the TD, which therefore can't go away.  vCPU threads take it, so
 * its holder must not wait for them.
 */
static DEFINE_MUTEX(quote_lock);
static bool serving;
static struct machine *asking;	/* NULL: nobody */
static bool unread;
static struct request request;
static DECLARE_WAIT_QUEUE_HEAD(services);

/* quote_lock is held. */
static void answer(const void *quote, u32 bytes)
{
	struct machine *m = asking;

	asking = NULL;
	unread = false;
	vmm_quote_done(m->vmm, quote, bytes);
}

int host_vmm_quote(void *host, const void *report, u32 bytes)
{
	int err = -1;

	mutex_lock(&quote_lock);
	if (serving && !asking && bytes == sizeof(request.report)) {
		request.id++;
		memcpy(request.report, report, bytes);
		asking = host;
		unread = true;
		err = 0;
	}
	mutex_unlock(&quote_lock);
	if (!err)
		wake_up_interruptible(&services);
	return err;
}

/* Called before the TD's memory is freed. */
void quote_forget(struct machine *m)
{
	mutex_lock(&quote_lock);
	if (asking == m) {
		asking = NULL;
		unread = false;
	}
	mutex_unlock(&quote_lock);
}

static int quote_open(struct inode *inode, struct file *file)
{
	int err = -EBUSY;

	mutex_lock(&quote_lock);
	if (!serving) {
		serving = true;
		err = 0;
	}
	mutex_unlock(&quote_lock);
	return err ?: nonseekable_open(inode, file);
}

static int quote_release(struct inode *inode, struct file *file)
{
	mutex_lock(&quote_lock);
	serving = false;
	if (asking)
		answer(NULL, 0);
	mutex_unlock(&quote_lock);
	return 0;
}

static bool take(struct request *to)
{
	bool taken;

	mutex_lock(&quote_lock);
	taken = unread;
	if (taken)
		*to = request;
	unread = false;
	mutex_unlock(&quote_lock);
	return taken;
}

static ssize_t quote_read(struct file *file, char __user *to, size_t size, loff_t *pos)
{
	struct request *taken;
	ssize_t err = 0;

	if (size < sizeof(*taken))
		return -EINVAL;
	taken = kmalloc(sizeof(*taken), GFP_KERNEL);
	if (!taken)
		return -ENOMEM;
	while (!err && !take(taken))
		err = file->f_flags & O_NONBLOCK ? -EAGAIN :
		      wait_event_interruptible(services, READ_ONCE(unread));
	if (!err)
		err = copy_to_user(to, taken, sizeof(*taken)) ? -EFAULT : sizeof(*taken);
	kfree(taken);
	return err;
}

static ssize_t quote_write(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	size_t bytes = size - sizeof(u64);
	ssize_t err = size;
	u8 *reply;
	u64 id;

	if (size < sizeof(id) || bytes > QUOTE_BYTES)
		return -EINVAL;
	reply = vmemdup_user(from, size);
	if (IS_ERR(reply))
		return PTR_ERR(reply);
	memcpy(&id, reply, sizeof(id));
	mutex_lock(&quote_lock);
	/* The TD that asked may have ended, and another one may have asked since. */
	if (!asking || unread || id != request.id)
		err = -ESTALE;
	else
		answer(bytes ? reply + sizeof(id) : NULL, bytes);
	mutex_unlock(&quote_lock);
	kvfree(reply);
	return err;
}

static __poll_t quote_poll(struct file *file, poll_table *table)
{
	poll_wait(file, &services, table);
	return EPOLLOUT | EPOLLWRNORM | (READ_ONCE(unread) ? EPOLLIN | EPOLLRDNORM : 0);
}

const struct file_operations quote_fops = {
	.owner = THIS_MODULE,
	.open = quote_open,
	.release = quote_release,
	.read = quote_read,
	.write = quote_write,
	.poll = quote_poll,
};
