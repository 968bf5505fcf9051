// SPDX-License-Identifier: GPL-2.0
/*
 * Calls by hand: who may make them, with which memory, and whose that memory is afterwards.  This
 * is the one way from user space to a SEAMCALL.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitmap.h>
#include <linux/bits.h>
#include <linux/capability.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/smp.h>
#include <asm/processor.h>
#include <asm/special_insns.h>

#include <tdxcall/tdxcall.h>
#include "internal.h"
#include "module/shared/kunit_export.h"
#include "raw.h"

static bool raw_changes;
module_param(raw_changes, bool, 0444);
MODULE_PARM_DESC(raw_changes,
		 "With raw_calls=1: make state-changing calls by hand on a real TDX platform (default: no)");

/* Until the first call that changes state is made. */
static bool untainted = true;

/*
 * debugfs refuses to open the file under lockdown, but the kernel may be locked down later.  What a
 * TDX module is told to do with memory no /dev/mem could do.
 */
int raw_may_call(const char **problem)
{
	*problem = "calls by hand need CAP_SYS_RAWIO";
	if (!capable(CAP_SYS_RAWIO))
		return -EPERM;
	*problem = "the kernel is locked down";
	return security_locked_down(LOCKDOWN_DEV_MEM);
}

bool raw_may_change(void)
{
	return READ_ONCE(raw_changes) || !tdxcall_is_real();
}

/* KeyIDs are above all memory: on no machine below bit 46, or else above its physical addresses. */
static u64 keyid_mask(void)
{
	return ~0ULL << min_t(unsigned int, 46, boot_cpu_data.x86_phys_bits);
}

/* An address in words is checked against the buffers, and becomes a number. */
static int place(struct raw_file *file, const struct core_raw_address *address, u64 *pa,
		 const char **problem)
{
	const struct raw_buffer *buffer = &file->buffer[address->buffer];
	int err;

	if (address->use == CORE_RAW_BUFFER) {
		if (!raw_bytes(file, address->buffer, address->offset, address->bytes, &err,
			       problem))
			return err;
	} else {
		*problem = "there is no such buffer";
		if (!buffer->page)
			return -ENOENT;
		*problem = "the buffer ends before the page does";
		if (address->bytes > buffer->count << PAGE_SHIFT ||
		    address->offset > (buffer->count << PAGE_SHIFT) - address->bytes)
			return -EFAULT;
	}
	*problem = "bits of the address, not of a KeyID";
	if (address->use == CORE_RAW_KEYED && (address->bits & ~keyid_mask()))
		return -EPERM;
	*pa = page_to_phys(buffer->page) + address->offset;
	return 0;
}

static void write_back(void *unused)
{
	wbinvd();
}

void raw_take_back(struct page *page, bool was_given)
{
	/* Lines that are in caches with its old KeyID would come over what is written next. */
	if (was_given && tdxcall_is_real())
		on_each_cpu(write_back, NULL, true);
	tdxcall_clear_pages(page, 1);
}

/* Pages that were named in a call, to be given or taken. */
struct named {
	struct raw_buffer *buffer;
	unsigned long index;
	unsigned long count;
	bool was_given;
};

/* The TDX module may take the pages from now on. */
static void give(struct named *named)
{
	struct page *page = named->buffer->page + named->index;

	named->was_given = test_bit(named->index, named->buffer->given);
	if (!named->was_given)
		tdxcall_flush_pages(page, named->count);
	bitmap_set(named->buffer->given, named->index, named->count);
}

/*
 * Asks the TDX module whose the pages are, the named ones and those behind them as long as they are
 * free: a large page comes back as a whole.  If it cannot be asked, for the same reason as it made
 * nothing of the call, they are where they were; and in doubt they are its own.
 */
static void settle(const struct named *named, u64 called)
{
	struct raw_buffer *buffer = named->buffer;
	u64 status;

	for (unsigned long i = named->index; i < buffer->count; i++) {
		struct page *page = buffer->page + i;

		if (!test_bit(i, buffer->given))
			return;
		if (!raw_is_released(page_to_phys(page), &status) &&
		    (named->was_given || status != called || !core_raw_is_blind(called)))
			return;
		raw_take_back(page, named->was_given);
		clear_bit(i, buffer->given);
		cond_resched();
	}
}

/* Pages that came back may be named in the results alone. */
static void settle_results(struct raw_file *file, const struct core_raw_call *call, u64 status,
			   const struct tdx_regs *out)
{
	for (u8 reg = 0; reg < 16; reg++) {
		struct named named = { .was_given = true };
		u64 pa = core_raw_get(out, reg);

		if (!(call->pages & BIT(reg)))
			continue;
		named.buffer = raw_find(file, pa);
		if (!named.buffer)
			continue;
		named.index = (pa - page_to_phys(named.buffer->page)) >> PAGE_SHIFT;
		settle(&named, status);
	}
}

static void log_call(const struct core_raw_call *call)
{
	pr_notice_ratelimited("call: %s by %s (%d)\n", call->name, current->comm,
			      task_pid_nr(current));
	if (call->effect == CORE_EFFECT_READS || !tdxcall_is_real() || !xchg(&untainted, false))
		return;
	pr_warn("call: %s (%d) changes TDX state by hand, from now on the kernel is tainted\n",
		current->comm, task_pid_nr(current));
	add_taint(TAINT_CPU_OUT_OF_SPEC, LOCKDEP_STILL_OK);
}

/* The TDX module writes to a page that it takes, while it reads the buffer. */
static bool overlaps(const struct core_raw_address *address, const struct raw_buffer *buffer,
		     const struct named *named, unsigned int count)
{
	unsigned long index = address->offset >> PAGE_SHIFT;

	for (unsigned int i = 0; i < count; i++)
		if (named[i].buffer == buffer && index >= named[i].index &&
		    index < named[i].index + named[i].count)
			return true;
	return false;
}

/* Fills in the registers that are addresses, and lists the pages that may change hands. */
static int resolve(struct raw_file *file, const struct core_raw_call *call, struct tdx_regs *in,
		   struct named *named, unsigned int *count, const char **problem)
{
	for (unsigned int i = 0; i < call->addresses; i++) {
		const struct core_raw_address *address = &call->address[i];
		u64 pa;
		int err;

		err = place(file, address, &pa, problem);
		if (err)
			return err;
		core_raw_put(in, address->reg,
			     core_raw_get(in, address->reg) | pa | address->bits);
		if (address->use != CORE_RAW_PAGE || call->effect == CORE_EFFECT_READS)
			continue;
		named[(*count)++] = (struct named) {
			.buffer = &file->buffer[address->buffer],
			.index = address->offset >> PAGE_SHIFT,
			.count = address->bytes >> PAGE_SHIFT,
		};
	}
	*problem = "a page that may be taken is a buffer of the same call";
	for (unsigned int i = 0; i < call->addresses; i++)
		if (call->address[i].use == CORE_RAW_BUFFER &&
		    overlaps(&call->address[i], &file->buffer[call->address[i].buffer], named,
			     *count))
			return -EINVAL;
	return 0;
}

int raw_call(struct raw_file *file, const struct core_raw_call *call, u64 *status,
	     struct tdx_regs *out, const char **problem)
{
	struct named named[CORE_RAW_ADDRESSES];
	struct tdx_regs in = call->in;
	unsigned int count = 0;
	int err;

	*out = (struct tdx_regs) {};
	err = raw_may_call(problem);
	if (err)
		return err;
	*problem = "it changes state: on a real TDX platform that takes raw_changes=1";
	if (call->effect != CORE_EFFECT_READS && !raw_may_change())
		return -EPERM;
	err = resolve(file, call, &in, named, &count, problem);
	if (err)
		return err;

	for (unsigned int i = 0; i < count; i++)
		give(&named[i]);
	log_call(call);
	*status = tdxcall_make_seamcall(call->fn | TDXCALL_MAY_SLEEP, &in, out);
	for (unsigned int i = 0; i < count; i++)
		settle(&named[i], *status);
	if (call->effect != CORE_EFFECT_READS)
		settle_results(file, call, *status, out);
	return 0;
}

#ifdef TDXCALL_TEST
/**
 * tdxcall_raw_allow_changes() - as the parameter raw_changes, for tests
 * @allow: let state-changing calls be made on a real platform
 *
 * Return: what it was.
 */
bool tdxcall_raw_allow_changes(bool allow)
{
	return xchg(&raw_changes, allow);
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_raw_allow_changes);
#endif
