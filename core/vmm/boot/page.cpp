// SPDX-License-Identifier: GPL-2.0
//
// What each page has in it.
#include "acpi.hpp"
#include "boot.h"
#include "bytes.hpp"
#include "linux.hpp"
#include "page_tables.hpp"
#include "stub.hpp"

namespace tdx::boot {

static_assert(VMM_BOOT_PAGE == page_bytes && VMM_STUB_BYTES == page_bytes);

namespace {

// Copies the page at @offset of a part that begins with @file.
void copy_file(void const *file, vmm_boot_range const &part, u64 offset, u8 *page)
{
	u64 const left{part.bytes - offset};

	__builtin_memcpy(page, static_cast<u8 const *>(file) + offset,
		left < page_bytes ? left : page_bytes);
}

void write_reset_page(vmm_boot_plan const &plan, u8 *page)
{
	u64 const tables{plan.part[VMM_BOOT_TABLES].gpa};
	StubArgs args{};

	args.cr3 = table_gpa(tables, Table::Pml4);
	args.cr3_la57 = table_gpa(tables, Table::Pml5);
	args.entry = plan.entry;
	args.stack = plan.stack;
	args.mailbox = plan.part[VMM_BOOT_MAILBOX].gpa;
	args.argument = plan.part[VMM_BOOT_PARAMS].gpa;
	if (plan.stack) {
		args.argument = VMM_STUB_GPA + VMM_STUB_FLAT;
		args.flat.memory = plan.memory;
		args.flat.free = VMM_FLAT_START + page_up(plan.part[VMM_BOOT_IMAGE].bytes);
		args.flat.free_end = plan.stack - plan.vcpus * u64{VMM_FLAT_STACK_BYTES};
		args.flat.cmdline = plan.part[VMM_BOOT_CMDLINE].gpa;
		args.flat.vcpus = plan.vcpus;
	}
	for (u32 i = 0; i < plan.gaps; i++)
		args.accept[i] = {plan.gap[i].gpa, plan.gap[i].gpa + plan.gap[i].bytes};
	__builtin_memcpy(page, vmm_stub, VMM_STUB_BYTES);
	__builtin_memcpy(page, &args, sizeof(args));
}

// No vCPU has this APIC id: none is woken before the OS writes one.
void write_mailbox(u8 *page)
{
	put<u32>(page, VMM_MAILBOX_APIC_ID, 0xffffffff);
}

void write_part(
	vmm_boot const &boot, vmm_boot_plan const &plan, unsigned index, u64 offset, u8 *page)
{
	vmm_boot_range const &part{plan.part[index]};

	__builtin_memset(page, 0, page_bytes);
	switch (index) {
	case VMM_BOOT_IMAGE: {
		void const *const file{boot.kernel ? boot.kernel : boot.program};

		copy_file(static_cast<u8 const *>(file) + plan.image_offset, part, offset, page);
		break;
	}
	case VMM_BOOT_INITRD:
		copy_file(boot.initrd, part, offset, page);
		break;
	case VMM_BOOT_PARAMS:
		write_boot_params(boot, plan, page);
		break;
	case VMM_BOOT_CMDLINE:
		if (boot.cmdline)
			__builtin_memcpy(page, boot.cmdline, part.bytes - 1);
		break;
	case VMM_BOOT_ACPI:
		write_acpi(plan, page);
		break;
	case VMM_BOOT_TABLES:
		write_page_table(part.gpa, offset / page_bytes, page);
		break;
	case VMM_BOOT_MAILBOX:
		write_mailbox(page);
		break;
	default:
		write_reset_page(plan, page);
		break;
	}
}

} // namespace

} // namespace tdx::boot

using namespace tdx::boot;

u64 vmm_boot_next(vmm_boot_plan const *plan, u64 gpa)
{
	if (gpa > VMM_STUB_GPA)
		return VMM_BOOT_END;
	gpa = page_up(gpa);
	for (auto const &part : plan->part)
		if (part.bytes && gpa < part.gpa + part.bytes)
			return gpa < part.gpa ? part.gpa : gpa;
	return VMM_BOOT_END;
}

int vmm_boot_page(vmm_boot const *boot, vmm_boot_plan const *plan, u64 gpa, void *page)
{
	if (vmm_boot_next(plan, gpa) != gpa)
		return 0;
	for (unsigned i = 0; i < VMM_BOOT_PARTS; i++) {
		vmm_boot_range const &part{plan->part[i]};

		if (gpa >= part.gpa && gpa - part.gpa < part.bytes) {
			write_part(*boot, *plan, i, gpa - part.gpa, static_cast<u8 *>(page));
			return 1;
		}
	}
	return 0;
}
