// SPDX-License-Identifier: GPL-2.0
#include "linux.hpp"

#include "bytes.hpp"
#include "stub.h"

namespace tdx::boot {

namespace {

// Offsets in the file; boot_params have the header at the same ones.
namespace setup {
constexpr u64 begin = 0x1f1;
constexpr u64 setup_sects = 0x1f1;
constexpr u64 syssize = 0x1f4;
constexpr u64 boot_flag = 0x1fe;
constexpr u64 header_size = 0x201; // from the next byte on
constexpr u64 magic = 0x202;
constexpr u64 version = 0x206;
constexpr u64 type_of_loader = 0x210;
constexpr u64 loadflags = 0x211;
constexpr u64 code32_start = 0x214;
constexpr u64 ramdisk_image = 0x218;
constexpr u64 ramdisk_size = 0x21c;
constexpr u64 cmd_line_ptr = 0x228;
constexpr u64 initrd_addr_max = 0x22c;
constexpr u64 xloadflags = 0x236;
constexpr u64 cmdline_size = 0x238;
constexpr u64 pref_address = 0x258;
constexpr u64 init_size = 0x260;
constexpr u64 fields_end = 0x264;
constexpr u64 room_end = 0x290; // boot_params have other things from here on
} // namespace setup

namespace params {
constexpr u64 acpi_rsdp_addr = 0x70;
constexpr u64 e820_entries = 0x1e8;
constexpr u64 e820_table = 0x2d0;
} // namespace params

constexpr u16 boot_flag = 0xaa55;
constexpr u32 header_magic = 0x53726448; // "HdrS"
constexpr u16 oldest_version = 0x20c;    // the first with xloadflags
constexpr u64 sector_bytes = 512;
constexpr u64 paragraph_bytes = 16; // syssize counts these
constexpr u8 loaded_high = 1;
constexpr u16 kernel_64 = 1;
constexpr u8 unknown_loader = 0xff;
constexpr u64 low_memory_end = 0x100000;
// PCs have no RAM from here to 1 MiB.  A TD has, but it stays unused: Linux looks for firmware in
// it.
constexpr u64 firmware_begin = 0xa0000;

enum class E820 : u32 {
	Ram = 1,
	Reserved = 2,
	Acpi = 3,
	Nvs = 4,
};

class E820Table {
	u8 *page;
	u8 entries = 0;

public:
	explicit E820Table(u8 *boot_params) : page{boot_params} {}

	void add(u64 begin, u64 end, E820 type)
	{
		u64 const entry{params::e820_table + entries * 20ULL};

		put<u64>(page, entry, begin);
		put<u64>(page, entry + 8, end - begin);
		put<u32>(page, entry + 16, static_cast<u32>(type));
		put<u8>(page, params::e820_entries, ++entries);
	}
};

// ACPI tables and the mailbox get types that Linux maps as private memory.  So do the page tables,
// which CPUs that wait at the mailbox use.
void write_e820(vmm_boot_plan const &plan, u8 *page)
{
	u64 const acpi{plan.part[VMM_BOOT_ACPI].gpa};
	u64 const tables{plan.part[VMM_BOOT_TABLES].gpa};
	E820Table table{page};

	table.add(0, firmware_begin, E820::Ram);
	table.add(firmware_begin, low_memory_end, E820::Reserved);
	table.add(low_memory_end, acpi, E820::Ram);
	table.add(acpi, tables, E820::Acpi);
	table.add(tables, plan.memory, E820::Nvs);
	table.add(VMM_STUB_GPA, VMM_STUB_GPA + page_bytes, E820::Reserved);
}

} // namespace

char const *read_bzimage(void const *file, u64 bytes, BzImage &image)
{
	if (bytes < setup::room_end)
		return "the kernel is too short for a bzImage";
	if (get<u16>(file, setup::boot_flag) != boot_flag ||
		get<u32>(file, setup::magic) != header_magic)
		return "the kernel is no bzImage";
	if (get<u16>(file, setup::version) < oldest_version)
		return "the kernel's boot protocol is older than 2.12";
	if (!(get<u8>(file, setup::loadflags) & loaded_high))
		return "the kernel is a zImage, which is loaded below 1 MiB";
	if (!(get<u16>(file, setup::xloadflags) & kernel_64))
		return "the kernel has no 64-bit entry";

	u64 const header_end{setup::magic + get<u8>(file, setup::header_size)};
	if (header_end < setup::fields_end)
		return "the kernel's setup header is cut short";
	image.header_bytes = static_cast<u32>(
		(header_end < setup::room_end ? header_end : setup::room_end) - setup::begin);

	// 0 means 4, for kernels older than the field.  A signature may follow the syssize
	// paragraphs.
	u8 const sectors{get<u8>(file, setup::setup_sects)};
	image.offset = ((sectors ? sectors : 4) + 1) * sector_bytes;
	image.bytes = get<u32>(file, setup::syssize) * paragraph_bytes;
	if (image.offset > bytes || image.bytes > bytes - image.offset)
		return "the kernel's file is cut short";
	if (image.bytes <= linux_entry)
		return "the kernel is empty";

	image.preferred = get<u64>(file, setup::pref_address);
	if (image.preferred < low_memory_end || image.preferred % page_bytes)
		return "the kernel's preferred address is below 1 MiB or within a page";
	u64 const init_size{get<u32>(file, setup::init_size)};
	image.needed = page_up(init_size < image.bytes ? image.bytes : init_size);
	image.initrd_end = get<u32>(file, setup::initrd_addr_max) + 1ULL;
	u32 const cmdline_size{get<u32>(file, setup::cmdline_size)};
	image.cmdline_bytes =
		cmdline_size < page_bytes ? cmdline_size + 1 : static_cast<u32>(page_bytes);
	return nullptr;
}

void write_boot_params(vmm_boot const &boot, vmm_boot_plan const &plan, u8 *page)
{
	auto const at = [&](unsigned part) { return static_cast<u32>(plan.part[part].gpa); };
	u32 const initrd_bytes{static_cast<u32>(plan.part[VMM_BOOT_INITRD].bytes)};

	__builtin_memcpy(page + setup::begin, static_cast<u8 const *>(boot.kernel) + setup::begin,
		plan.header_bytes);
	put<u8>(page, setup::type_of_loader, unknown_loader);
	put<u32>(page, setup::code32_start, at(VMM_BOOT_IMAGE));
	put<u32>(page, setup::ramdisk_image, initrd_bytes ? at(VMM_BOOT_INITRD) : 0);
	put<u32>(page, setup::ramdisk_size, initrd_bytes);
	put<u32>(page, setup::cmd_line_ptr, at(VMM_BOOT_CMDLINE));
	put<u64>(page, params::acpi_rsdp_addr, plan.part[VMM_BOOT_ACPI].gpa);
	write_e820(plan, page);
}

} // namespace tdx::boot
