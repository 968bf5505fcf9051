// SPDX-License-Identifier: GPL-2.0
//
// Where everything lies.
#include "boot.h"
#include "bytes.hpp"
#include "linux.hpp"
#include "page_tables.hpp"
#include "stub.hpp"

namespace tdx::boot {

namespace {

class Planner {
	vmm_boot const &boot;
	vmm_boot_plan &plan;
	u64 top; // RAM is taken from there on down

public:
	Planner(vmm_boot const &what, vmm_boot_plan &where)
		: boot{what}, plan{where}, top{what.memory}
	{}

	char const *check()
	{
		char const *problem{check_machine()};

		if (problem)
			return problem;
		plan.memory = boot.memory;
		plan.vcpus = boot.vcpus;
		plan.part[VMM_BOOT_RESET] = {VMM_STUB_GPA, VMM_STUB_BYTES};
		problem = boot.kernel ? place_linux() : place_program();
		if (problem)
			return problem;
		find_gaps();
		return nullptr;
	}

private:
	char const *check_machine() const
	{
		if (!boot.kernel && !boot.program)
			return "there is neither a kernel nor a flat program";
		if (boot.kernel && boot.program)
			return "there is both a kernel and a flat program";
		if (!boot.memory || boot.memory % large_page_bytes)
			return "memory is not a multiple of 2 MiB";
		if (boot.memory > VMM_BOOT_MAX_MEMORY)
			return "memory is more than 3 GiB";
		if (!boot.vcpus || boot.vcpus > VMM_BOOT_MAX_VCPUS)
			return "there are not 1 to 255 vCPUs";
		if (!boot.initrd != !boot.initrd_bytes)
			return "the initrd has an address without a length, or the other way round";
		return nullptr;
	}

	// Not checked here: the least memory that is accepted has room for all parts of fixed size.
	u64 take(unsigned part, u64 bytes)
	{
		top -= page_up(bytes);
		plan.part[part] = {top, bytes};
		return top;
	}

	// Length with the terminator; 0 if it is longer than @most.
	u64 cmdline_bytes(u64 most) const
	{
		if (!boot.cmdline)
			return 1;
		for (u64 i = 0; i < most; i++)
			if (!boot.cmdline[i])
				return i + 1;
		return 0;
	}

	char const *place_linux()
	{
		BzImage image;
		char const *const problem{read_bzimage(boot.kernel, boot.kernel_bytes, image)};

		if (problem)
			return problem;
		u64 const cmdline{cmdline_bytes(image.cmdline_bytes)};
		if (!cmdline)
			return "the command line is longer than the kernel takes";

		take(VMM_BOOT_MAILBOX, page_bytes);
		take(VMM_BOOT_TABLES, page_tables_bytes);
		take(VMM_BOOT_ACPI, page_bytes);
		take(VMM_BOOT_CMDLINE, cmdline);
		take(VMM_BOOT_PARAMS, page_bytes);
		if (image.preferred > top || image.needed > top - image.preferred)
			return "memory is too small for the kernel";
		if (boot.initrd) {
			u64 const kernel_end{image.preferred + image.needed};

			if (image.initrd_end < top)
				top = page_down(image.initrd_end);
			if (top < kernel_end || boot.initrd_bytes > top - kernel_end)
				return "memory is too small for the kernel and its initrd";
			take(VMM_BOOT_INITRD, boot.initrd_bytes);
		}
		plan.part[VMM_BOOT_IMAGE] = {image.preferred, image.bytes};
		plan.image_offset = image.offset;
		plan.header_bytes = image.header_bytes;
		plan.entry = image.preferred + linux_entry;
		return nullptr;
	}

	char const *place_program()
	{
		if (boot.initrd)
			return "a flat program takes no initrd";
		if (!boot.program_bytes)
			return "the flat program is empty";
		u64 const cmdline{cmdline_bytes(page_bytes)};
		if (!cmdline)
			return "the command line is longer than a page";

		take(VMM_BOOT_TABLES, page_tables_bytes);
		take(VMM_BOOT_CMDLINE, cmdline);
		u64 const stacks{boot.vcpus * static_cast<u64>(VMM_FLAT_STACK_BYTES)};
		if (top < VMM_FLAT_START + stacks ||
			boot.program_bytes > top - VMM_FLAT_START - stacks)
			return "memory is too small for the flat program and its stacks";
		plan.part[VMM_BOOT_IMAGE] = {VMM_FLAT_START, boot.program_bytes};
		plan.entry = VMM_FLAT_START;
		plan.stack = top;
		return nullptr;
	}

	void add_gap(u64 begin, u64 end)
	{
		if (begin < end)
			plan.gap[plan.gaps++] = {begin, end - begin};
	}

	void find_gaps()
	{
		u64 begin{0};

		for (auto const &part : plan.part) {
			if (!part.bytes || part.gpa >= plan.memory)
				continue;
			add_gap(begin, part.gpa);
			begin = part.gpa + page_up(part.bytes);
		}
		add_gap(begin, plan.memory);
	}
};

} // namespace

} // namespace tdx::boot

char const *vmm_boot_check(vmm_boot const *boot, vmm_boot_plan *plan)
{
	*plan = {};
	return tdx::boot::Planner{*boot, *plan}.check();
}
