// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall/info: what this machine is, and which TDX module answers. */
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/string_helpers.h>

#include "internal.h"
#include "module/shared/kunit_export.h"

/* Not inlined, to keep its buffer out of the callers' frames. */
static noinline void show_status(struct seq_file *m, enum core_role role, const char *key,
				 u64 status)
{
	char text[TDXCALL_STATUS_TEXT];

	tdxcall_status_text(role, status, text);
	seq_printf(m, "%s: %s\n", key, text);
}

static bool readable(const struct core_field *field)
{
	return !(field->status & TDXCALL_ERROR);
}

static void show_field(struct seq_file *m, enum core_role role, const char *key,
		       const char *format, const struct core_field *field)
{
	if (readable(field)) {
		seq_printf(m, "%s: ", key);
		seq_printf(m, format, field->value);
		seq_putc(m, '\n');
	} else {
		show_status(m, role, key, field->status);
	}
}

/* The signature may have any bytes. */
static void show_hypervisor(struct seq_file *m, const struct core_machine *machine)
{
	seq_puts(m, "hypervisor: ");
	seq_escape_str(m, machine->hypervisor[0] ? machine->hypervisor : "none",
		       ESCAPE_HEX | ESCAPE_NP, NULL);
	seq_putc(m, '\n');
}

static void show_version(struct seq_file *m, const struct core_identity *id)
{
	const struct core_field *part = readable(&id->major) ? &id->minor : &id->major;

	if (!readable(part)) {
		show_status(m, id->machine.role, "module_version", part->status);
		return;
	}
	seq_printf(m, "module_version: %llu.%llu", id->major.value, id->minor.value);
	/* TD guests may not be allowed to read this field. */
	if (readable(&id->update))
		seq_printf(m, ".%02llu", id->update.value);
	seq_putc(m, '\n');
}

void tdxcall_identify(struct core_identity *id, unsigned int steps)
{
	int more = 1;

	/* Read on one CPU, but schedule between calls. */
	migrate_disable();
	preempt_disable();
	core_probe(id);
	preempt_enable();
	while (more && steps--) {
		cond_resched();
		preempt_disable();
		more = core_identify_next(id);
		preempt_enable();
	}
	migrate_enable();
}
EXPORT_SYMBOL_FOR_TDXCALL_KUNIT(tdxcall_identify);

/* On this CPU, whose vCPU it is. */
static noinline void show_td(struct seq_file *m)
{
	char text[CORE_TD_TEXT];
	u32 length = 1;

	migrate_disable();
	for (u32 part = 0; length; part++) {
		cond_resched();
		preempt_disable();
		length = core_td_text(part, text, sizeof(text));
		preempt_enable();
		if (length)
			seq_puts(m, text);
	}
	migrate_enable();
}

int tdxcall_info_show(struct seq_file *m, void *unused)
{
	static const char *const roles[] = { "none", "host", "guest", "vm" };
	struct core_identity id;

	tdxcall_identify(&id, UINT_MAX);
	seq_printf(m, "role: %s\n", roles[id.machine.role]);
	seq_printf(m, "role_reason: %s\n", id.machine.reason);
	show_hypervisor(m, &id.machine);
	seq_printf(m, "private_keyids: %u\n", id.machine.private_keyids);
	seq_printf(m, "probe: %s\n", id.probe);
	show_status(m, id.machine.role, "probe_result", id.probe_status);
	seq_printf(m, "probe_meaning: %s\n", core_probe_meaning(&id));
	seq_printf(m, "probe_advice: %s\n", core_probe_advice(&id));
	show_version(m, &id);
	show_field(m, id.machine.role, "module_build_date", "%llu", &id.build_date);
	show_field(m, id.machine.role, "module_build_num", "%llu", &id.build_num);
	show_field(m, id.machine.role, "module_vendor", "0x%llx", &id.vendor);
	show_field(m, id.machine.role, "module_features", "0x%llx", &id.features);
	seq_printf(m, "metadata_fields: %u\n", id.fields);
	seq_printf(m, "metadata_unknown: %u\n", id.fields_unknown);
	if (id.machine.role == CORE_ROLE_GUEST)
		show_td(m);
	return 0;
}
