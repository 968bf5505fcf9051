// SPDX-License-Identifier: GPL-2.0
/*
 * The cryptography of the software TDX module: the kernel's, with all memory allocated at load, as
 * the #UD handler runs with interrupts off.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <crypto/hash.h>

#include "core/emu/host.h"
#include "crypto.h"

static struct crypto_shash *sha384;

/* There is one key at a time: the lock is held from setting it until the MAC is done. */
static struct crypto_shash *hmac_sha256;
static DEFINE_RAW_SPINLOCK(hmac_lock);

/* Working copy of a hash state, used with interrupts off. */
static struct shash_desc __percpu *descs;

/* A private copy of a state in donated memory: the kernel's code must not see it change. */
struct found_state {
	u8 bytes[HOST_SHA384_STATE_BYTES] __aligned(8);
};

static DEFINE_PER_CPU(struct found_state, found);

static struct shash_desc *new_desc(struct crypto_shash *tfm)
{
	struct shash_desc *desc = this_cpu_ptr(descs);

	desc->tfm = tfm;
	return desc;
}

static int import(struct shash_desc *desc, const void *state)
{
	struct found_state *copy = this_cpu_ptr(&found);

	memcpy(copy, state, sizeof(*copy));
	return crypto_shash_import(desc, copy);
}

int emu_crypto_init(void)
{
	int err = -ENOMEM;

	sha384 = crypto_alloc_shash("sha384", 0, 0);
	if (IS_ERR(sha384)) {
		pr_err("this kernel has no SHA-384 (module sha512_generic)\n");
		return PTR_ERR(sha384);
	}
	if (crypto_shash_statesize(sha384) > HOST_SHA384_STATE_BYTES) {
		pr_err("the state of this kernel's SHA-384 is too large\n");
		err = -EINVAL;
		goto free_sha384;
	}
	hmac_sha256 = crypto_alloc_shash("hmac(sha256)", 0, 0);
	if (IS_ERR(hmac_sha256)) {
		pr_err("this kernel has no HMAC-SHA256 (modules hmac and sha256_generic)\n");
		err = PTR_ERR(hmac_sha256);
		goto free_sha384;
	}
	descs = __alloc_percpu(sizeof(*descs) + max(crypto_shash_descsize(sha384),
						    crypto_shash_descsize(hmac_sha256)),
			       __alignof__(*descs));
	if (descs)
		return 0;

	crypto_free_shash(hmac_sha256);
free_sha384:
	crypto_free_shash(sha384);
	return err;
}

void emu_crypto_exit(void)
{
	free_percpu(descs);
	crypto_free_shash(hmac_sha256);
	crypto_free_shash(sha384);
}

int host_sha384_begin(void *state)
{
	struct shash_desc *desc = new_desc(sha384);

	return crypto_shash_init(desc) || crypto_shash_export(desc, state) ? -1 : 0;
}

int host_sha384_update(void *state, const void *head, u32 head_bytes, const void *data, u32 bytes)
{
	struct shash_desc *desc = new_desc(sha384);

	if (import(desc, state) || crypto_shash_update(desc, head, head_bytes) ||
	    crypto_shash_update(desc, data, bytes))
		return -1;
	return crypto_shash_export(desc, state) ? -1 : 0;
}

int host_sha384_end(const void *state, void *digest)
{
	struct shash_desc *desc = new_desc(sha384);

	return import(desc, state) || crypto_shash_final(desc, digest) ? -1 : 0;
}

int host_hmac_sha256(const void *key, const void *data, u32 bytes, void *mac)
{
	int err;

	raw_spin_lock(&hmac_lock);
	err = crypto_shash_setkey(hmac_sha256, key, HOST_HMAC_SHA256_KEY_BYTES);
	if (!err)
		err = crypto_shash_digest(new_desc(hmac_sha256), data, bytes, mac);
	raw_spin_unlock(&hmac_lock);
	return err ? -1 : 0;
}

/* Loaded on demand where the kernel does not have them built in. */
MODULE_SOFTDEP("pre: crypto-sha384 crypto-hmac crypto-sha256");
