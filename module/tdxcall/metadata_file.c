// SPDX-License-Identifier: GPL-2.0
/* /sys/kernel/debug/tdxcall/metadata: the platform's metadata fields, as read at that moment. */
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/seq_file.h>

#include "internal.h"

static struct core_field read_element(enum core_role role, u64 id)
{
	struct core_field element;

	cond_resched();
	preempt_disable();
	element = core_read_element(role, id);
	preempt_enable();
	return element;
}

static void show_element(struct seq_file *m, enum core_role role,
			 const struct core_platform_field *field, u32 index,
			 const struct core_field *element)
{
	char status[TDXCALL_STATUS_TEXT];

	seq_printf(m, "%s.%s", field->class_name, field->name);
	if (field->elements > 1)
		seq_printf(m, "[%u]", index);
	if (!(element->status & TDXCALL_ERROR)) {
		seq_printf(m, ": 0x%llx\n", element->value);
		return;
	}
	tdxcall_status_text(role, element->status, status);
	seq_printf(m, ": %s\n", status);
}

int tdxcall_metadata_show(struct seq_file *m, void *unused)
{
	struct core_platform_field field;
	struct core_identity id;

	/* Read on one CPU. */
	migrate_disable();
	tdxcall_identify(&id, 0);
	for (u32 i = 0; core_platform_field(i, &field); i++) {
		for (u32 index = 0; index < field.elements; index++) {
			struct core_field element = read_element(id.machine.role, field.id + index);

			show_element(m, id.machine.role, &field, index, &element);
			/* One line is enough for a field that this TDX module lacks. */
			if (element.status & TDXCALL_ERROR)
				break;
		}
	}
	migrate_enable();
	return 0;
}
