// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/tdxcall/decode: write "KIND NUMBER [LEAF]", read the explanation.  Each open
 * file has its own.  Invalid input is refused and leaves the last explanation in place.
 */
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "internal.h"

#define REQUEST_BYTES	128
#define ANSWER_BYTES	4096

struct decoder {
	struct mutex lock;	/* for an open file shared by several threads */
	u32 length;
	char answer[ANSWER_BYTES];
};

struct request {
	u64 number;
	u64 leaf;
};

enum subject {
	STATUS,
	LEAF,
	FIELD,
	WORD,
};

static const struct kind {
	const char *name;
	enum subject subject;
	enum tdx_call_kind call;
	enum tdx_word word;
} kinds[] = {
	{ "status", STATUS, .call = TDX_CALL_SEAMCALL },
	{ "tdcall-status", STATUS, .call = TDX_CALL_TDCALL },
	{ "seamldr-status", STATUS, .call = TDX_CALL_SEAMLDR },
	{ "vmcall-status", STATUS, .call = TDX_CALL_VMCALL },
	{ "leaf", LEAF, .call = TDX_CALL_SEAMCALL },
	{ "tdcall-leaf", LEAF, .call = TDX_CALL_TDCALL },
	{ "seamldr-leaf", LEAF, .call = TDX_CALL_SEAMLDR },
	{ "vmcall-leaf", LEAF, .call = TDX_CALL_VMCALL },
	{ "field", FIELD },
	{ "attributes", WORD, .word = TDX_WORD_ATTRIBUTES },
	{ "xfam", WORD, .word = TDX_WORD_XFAM },
	{ "config-flags", WORD, .word = TDX_WORD_CONFIG_FLAGS },
	{ "td-ctls", WORD, .word = TDX_WORD_TD_CTLS },
	{ "features", WORD, .word = TDX_WORD_FEATURES0 },
	{ "sept-entry", WORD, .word = TDX_WORD_SEPT_ENTRY },
	{ "sept-bits", WORD, .word = TDX_WORD_SEPT_BITS },
	{ "page-info", WORD, .word = TDX_WORD_PAGE_INFO },
	{ "level-state", WORD, .word = TDX_WORD_LEVEL_STATE },
	{ "page-type", WORD, .word = TDX_WORD_PAGE_TYPE },
	{ "op-state", WORD, .word = TDX_WORD_OP_STATE },
	{ "operand", WORD, .word = TDX_WORD_OPERAND },
	{ "exit-reason", WORD, .word = TDX_WORD_EXIT_REASON },
	{ "cpuid-leaf", WORD, .word = TDX_WORD_CPUID_LEAF },
};

static const struct kind *find_kind(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/* Splits "KIND NUMBER [LEAF]" in place. */
static int parse(char *text, const struct kind **kind, struct request *request)
{
	char *name = strsep(&text, " \t");
	char *number = strsep(&text, " \t");
	char *leaf = strsep(&text, " \t");

	*kind = find_kind(name);
	if (!*kind || !number || text)
		return -EINVAL;
	if (kstrtou64(number, 0, &request->number))
		return -EINVAL;

	request->leaf = TDX_LEAF_UNKNOWN;
	if (!leaf)
		return 0;
	return (*kind)->subject == STATUS ? kstrtou64(leaf, 0, &request->leaf) : -EINVAL;
}

static u32 explain(const struct kind *kind, const struct request *request, char *buf, u32 size)
{
	switch (kind->subject) {
	case STATUS:
		return tdx_explain_status(request->number, kind->call, request->leaf, NULL, buf,
					  size);
	case LEAF:
		return tdx_explain_leaf(request->number, kind->call, buf, size);
	case FIELD:
		return tdx_explain_field(request->number, buf, size);
	case WORD:
		return tdx_decode_word(kind->word, request->number, buf, size);
	}
	return 0;
}

static int decode_open(struct inode *inode, struct file *file)
{
	struct decoder *decoder = kzalloc(sizeof(*decoder), GFP_KERNEL);

	if (!decoder)
		return -ENOMEM;
	mutex_init(&decoder->lock);
	file->private_data = decoder;
	return 0;
}

static int decode_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static ssize_t decode_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	struct decoder *decoder = file->private_data;
	struct request request;
	const struct kind *kind;
	char text[REQUEST_BYTES];
	int err;

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, count))
		return -EFAULT;
	text[count] = '\0';

	err = parse(strim(text), &kind, &request);
	if (err)
		return err;

	mutex_lock(&decoder->lock);
	decoder->length = min_t(u32, ANSWER_BYTES - 2,
				explain(kind, &request, decoder->answer, ANSWER_BYTES - 1));
	if (decoder->length && decoder->answer[decoder->length - 1] != '\n')
		decoder->answer[decoder->length++] = '\n';
	mutex_unlock(&decoder->lock);

	/* Reading starts with the first byte of the explanation. */
	*pos = 0;
	return count;
}

static ssize_t decode_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	struct decoder *decoder = file->private_data;
	ssize_t done;

	mutex_lock(&decoder->lock);
	done = simple_read_from_buffer(to, count, pos, decoder->answer, decoder->length);
	mutex_unlock(&decoder->lock);
	return done;
}

const struct file_operations tdxcall_decode_fops = {
	.owner = THIS_MODULE,
	.open = decode_open,
	.release = decode_release,
	.write = decode_write,
	.read = decode_read,
	.llseek = default_llseek,
};
