// SPDX-License-Identifier: GPL-2.0
/*
 * tdxcall_rtmr.ko: a sample for guests.  It extends a run-time measurement register of the TD that
 * it is loaded in by an event, as Linux does from 6.16 on in the files of tsm_mr: whoever has the
 * events can compute the register, and nothing can take an event back.  By tdxcall's exports alone.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <crypto/hash.h>
#include <crypto/sha2.h>

#include <tdxcall/tdxcall.h>

/* DATA_GPA of TDG.MR.RTMR.EXTEND is aligned to this, which holds a digest of 48 bytes. */
#define DATA_BYTES	64

static unsigned int rtmr = 2;
module_param(rtmr, uint, 0444);
MODULE_PARM_DESC(rtmr, "Which register, 0 to 3 (default: 2, for what an OS measures)");

static char *event = "";
module_param(event, charp, 0444);
MODULE_PARM_DESC(event, "The event: a text, whose SHA-384 goes into the register");

static int digest_of(const char *text, u8 *digest)
{
	struct crypto_shash *sha384 = crypto_alloc_shash("sha384", 0, 0);
	int err;

	if (IS_ERR(sha384)) {
		pr_err("this kernel has no SHA-384 (module sha512_generic)\n");
		return PTR_ERR(sha384);
	}
	err = crypto_shash_tfm_digest(sha384, text, strlen(text), digest);
	crypto_free_shash(sha384);
	return err;
}

static int __init rtmr_init(void)
{
	/* Memory of kmalloc() is aligned to its size where that is a power of two. */
	u8 *data = kzalloc(DATA_BYTES, GFP_KERNEL);
	u64 status;
	int err;

	if (!data)
		return -ENOMEM;
	err = digest_of(event, data);
	if (err)
		goto out;
	status = tdxcall_tdg_mr_rtmr_extend(TDXCALL_MAY_SLEEP,
					    (tdx_guest_buffer_t) { virt_to_phys(data) }, rtmr);
	if (status) {
		pr_err("RTMR %u was not extended: 0x%llx\n", rtmr, status);
		err = -EIO;
	} else {
		pr_info("RTMR %u extended by %*phN\n", rtmr, SHA384_DIGEST_SIZE, data);
	}
out:
	kfree(data);
	return err;
}

static void __exit rtmr_exit(void)
{
}

module_init(rtmr_init);
module_exit(rtmr_exit);
MODULE_DESCRIPTION("Sample guest of tdxcall: extends a run-time measurement register");
MODULE_LICENSE("GPL");
