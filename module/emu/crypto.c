// SPDX-License-Identifier: GPL-2.0
/*
 * The cryptography of the software TDX module: the kernel's, with all memory allocated at load, as
 * the #UD handler runs with interrupts off.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <crypto/hash.h>

#include "core/emu/host.h"
#include "crypto.h"

static struct crypto_shash *sha384;

/* The working copy of a state: interrupts are off from one to the other use of it. */
static struct shash_desc __percpu *descs;

/* A state as it was found: the kernel's code must not meet one that changes. */
struct found_state {
	u8 bytes[HOST_SHA384_STATE_BYTES] __aligned(8);
};

static DEFINE_PER_CPU(struct found_state, found);

static struct shash_desc *new_desc(void)
{
	struct shash_desc *desc = this_cpu_ptr(descs);

	desc->tfm = sha384;
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
	sha384 = crypto_alloc_shash("sha384", 0, 0);
	if (IS_ERR(sha384)) {
		pr_err("this kernel has no SHA-384 (module sha512_generic)\n");
		return PTR_ERR(sha384);
	}
	if (crypto_shash_statesize(sha384) > HOST_SHA384_STATE_BYTES) {
		pr_err("the state of this kernel's SHA-384 is too large\n");
		crypto_free_shash(sha384);
		return -EINVAL;
	}
	descs = __alloc_percpu(sizeof(*descs) + crypto_shash_descsize(sha384),
			       __alignof__(*descs));
	if (!descs) {
		crypto_free_shash(sha384);
		return -ENOMEM;
	}
	return 0;
}

void emu_crypto_exit(void)
{
	free_percpu(descs);
	crypto_free_shash(sha384);
}

int host_sha384_begin(void *state)
{
	struct shash_desc *desc = new_desc();

	return crypto_shash_init(desc) || crypto_shash_export(desc, state) ? -1 : 0;
}

int host_sha384_update(void *state, const void *head, u32 head_bytes, const void *data, u32 bytes)
{
	struct shash_desc *desc = new_desc();

	if (import(desc, state) || crypto_shash_update(desc, head, head_bytes) ||
	    crypto_shash_update(desc, data, bytes))
		return -1;
	return crypto_shash_export(desc, state) ? -1 : 0;
}

int host_sha384_end(const void *state, void *digest)
{
	struct shash_desc *desc = new_desc();

	return import(desc, state) || crypto_shash_final(desc, digest) ? -1 : 0;
}

/* Loaded on demand where the kernel does not have it built in. */
MODULE_SOFTDEP("pre: crypto-sha384");
