// SPDX-License-Identifier: GPL-2.0
//
// What the reference VMM puts into a TD's memory, read back as the stub, the CPU and Linux read it.
#include <array>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/vmm/boot/boot.h"
#include "core/vmm/boot/ports.h"
#include "core/vmm/boot/stub.h"

namespace {

constexpr u64 mib = 1 << 20;
constexpr u64 page_bytes = VMM_BOOT_PAGE;

// The smallest bzImage that can be loaded: numbers are those of Debian's 6.12 cloud kernel.
class Kernel {
	std::vector<u8> file;

public:
	static constexpr u64 setup_bytes = 40 * 512;
	static constexpr u64 image_bytes = 3 * page_bytes + 0x10;

	Kernel() : file(setup_bytes + image_bytes + 1472)
	{
		for (u64 i = setup_bytes; i < file.size(); i++)
			file[i] = static_cast<u8>(i * 7 >> 4);
		put<u8>(0x1f1, 39);
		put<u32>(0x1f4, image_bytes / 16);
		put<u16>(0x1fe, 0xaa55);
		put<u8>(0x201, 0x6a);
		put<u32>(0x202, 0x53726448);
		put<u16>(0x206, 0x20f);
		put<u8>(0x211, 1);
		put<u32>(0x22c, 0x7fffffff);
		put<u32>(0x230, 0x200000);
		put<u16>(0x236, 0x7f);
		put<u32>(0x238, 2047);
		put<u64>(0x258, 0x1000000);
		put<u32>(0x260, 0x37dc000);
	}

	template <typename T>
	void put(u64 offset, T value)
	{
		std::memcpy(&file[offset], &value, sizeof(value));
	}
	void shorten(u64 bytes) { file.resize(bytes); }
	u8 const *data() const { return file.data(); }
	u8 const *image() const { return file.data() + setup_bytes; }
	u64 size() const { return file.size(); }
};

struct Td {
	Kernel kernel;
	std::vector<u8> initrd = std::vector<u8>(2 * page_bytes + 5, 0xab);
	std::vector<u8> program = std::vector<u8>(page_bytes + 3, 0xcd);
	std::string cmdline = "console=ttyS0 quiet";
	vmm_boot boot{};
	vmm_boot_plan plan{};

	explicit Td(bool flat = false)
	{
		boot.memory = 512 * mib;
		boot.vcpus = 2;
		boot.cmdline = cmdline.c_str();
		if (flat) {
			boot.program = program.data();
			boot.program_bytes = program.size();
		} else {
			boot.kernel = kernel.data();
			boot.initrd = initrd.data();
			boot.initrd_bytes = initrd.size();
		}
	}

	std::string check()
	{
		if (boot.kernel)
			boot.kernel_bytes = kernel.size();
		char const *const problem{vmm_boot_check(&boot, &plan)};
		return problem ? problem : "";
	}
};

// All that has content, as memory.
class Memory {
	using Page = std::array<u8, page_bytes>;
	struct alignas(16) AlignedPage {
		Page bytes;
	};
	std::map<u64, AlignedPage> pages;

public:
	explicit Memory(Td &td)
	{
		EXPECT_EQ(td.check(), "");
		for (u64 gpa = vmm_boot_next(&td.plan, 0); gpa != VMM_BOOT_END;
			gpa = vmm_boot_next(&td.plan, gpa + page_bytes)) {
			EXPECT_EQ(gpa % page_bytes, 0u);
			AlignedPage &page{pages[gpa]};
			page.bytes.fill(0xee);
			EXPECT_EQ(vmm_boot_page(&td.boot, &td.plan, gpa, page.bytes.data()), 1);
		}
	}

	bool has(u64 gpa) const { return pages.count(gpa & ~(page_bytes - 1)) != 0; }
	std::map<u64, AlignedPage> const &all() const { return pages; }
	u8 byte(u64 gpa) const
	{
		return pages.at(gpa & ~(page_bytes - 1)).bytes.at(gpa % page_bytes);
	}
	template <typename T>
	T at(u64 gpa) const
	{
		T value;
		u8 bytes[sizeof(T)];
		for (u64 i = 0; i < sizeof(T); i++)
			bytes[i] = byte(gpa + i);
		std::memcpy(&value, bytes, sizeof(value));
		return value;
	}
	std::string text(u64 gpa, u64 bytes) const
	{
		std::string string;
		for (u64 i = 0; i < bytes; i++)
			string += static_cast<char>(byte(gpa + i));
		return string;
	}
	u8 sum(u64 gpa, u64 bytes) const
	{
		u8 total{0};
		for (u64 i = 0; i < bytes; i++)
			total = static_cast<u8>(total + byte(gpa + i));
		return total;
	}
};

template <typename Change>
std::string refused(Change change, bool flat = false)
{
	Td td{flat};
	EXPECT_EQ(td.check(), "");
	change(td);
	return td.check();
}

TEST(VmmBoot, RefusesMachines)
{
	EXPECT_EQ(refused([](Td &td) { td.boot.kernel = nullptr; }),
		"there is neither a kernel nor a flat program");
	EXPECT_EQ(refused([](Td &td) { td.boot.program = td.program.data(); }),
		"there is both a kernel and a flat program");
	for (u64 const bytes : {0ULL, 512 * mib + page_bytes, 513 * mib})
		EXPECT_EQ(refused([&](Td &td) { td.boot.memory = bytes; }),
			"memory is not a multiple of 2 MiB");
	EXPECT_EQ(
		refused([](Td &td) { td.boot.memory = 3074 * mib; }), "memory is more than 3 GiB");
	EXPECT_EQ(refused([](Td &td) { td.boot.memory = 3072 * mib; }), "");
	for (u32 const vcpus : {0u, 256u})
		EXPECT_EQ(refused([&](Td &td) { td.boot.vcpus = vcpus; }),
			"there are not 1 to 255 vCPUs");
	EXPECT_EQ(refused([](Td &td) { td.boot.initrd = nullptr; }),
		"the initrd has an address without a length, or the other way round");
	EXPECT_EQ(refused([](Td &td) { td.boot.initrd_bytes = 0; }),
		"the initrd has an address without a length, or the other way round");
}

TEST(VmmBoot, RefusesKernels)
{
	EXPECT_EQ(refused([](Td &td) { td.kernel.shorten(0x28f); }),
		"the kernel is too short for a bzImage");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u8>(0x1fe, 0); }), "the kernel is no bzImage");
	EXPECT_EQ(
		refused([](Td &td) { td.kernel.put<u8>(0x202, 'h'); }), "the kernel is no bzImage");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u16>(0x206, 0x20b); }),
		"the kernel's boot protocol is older than 2.12");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u16>(0x206, 0x20c); }), "");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u8>(0x211, 0); }),
		"the kernel is a zImage, which is loaded below 1 MiB");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u16>(0x236, 0x7e); }),
		"the kernel has no 64-bit entry");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u8>(0x201, 0x61); }),
		"the kernel's setup header is cut short");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u8>(0x201, 0x62); }), "");
	// One byte of what syssize names is missing; then not even setup is there.
	for (u64 const bytes : {Kernel::setup_bytes + Kernel::image_bytes - 1, 0x290ULL})
		EXPECT_EQ(refused([&](Td &td) { td.kernel.shorten(bytes); }),
			"the kernel's file is cut short");
	EXPECT_EQ(refused([](Td &td) {
		td.kernel.shorten(Kernel::setup_bytes + Kernel::image_bytes);
	}),
		"");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u32>(0x1f4, 0xffffffff); }),
		"the kernel's file is cut short");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u32>(0x1f4, 0x200 / 16); }),
		"the kernel is empty");
	for (u64 const gpa : {0ULL, 0xff000ULL, 0x1000010ULL})
		EXPECT_EQ(refused([&](Td &td) { td.kernel.put<u64>(0x258, gpa); }),
			"the kernel's preferred address is below 1 MiB or within a page");
}

TEST(VmmBoot, RefusesWhatDoesNotFit)
{
	// 16 MiB + init_size + 11 pages of tables and the like: 73628 KiB without an initrd.
	EXPECT_EQ(refused([](Td &td) { td.boot.memory = 70 * mib; }),
		"memory is too small for the kernel");
	EXPECT_EQ(refused([](Td &td) { td.boot.memory = 72 * mib; }), "");
	for (u64 const gpa : {0xfffffffffffff000ULL, 0x80000000ULL})
		EXPECT_EQ(refused([&](Td &td) { td.kernel.put<u64>(0x258, gpa); }),
			"memory is too small for the kernel");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u32>(0x260, 0xffffffff); }),
		"memory is too small for the kernel");
	EXPECT_EQ(refused([](Td &td) { td.boot.initrd_bytes = 441 * mib; }),
		"memory is too small for the kernel and its initrd");
	EXPECT_EQ(refused([](Td &td) { td.boot.initrd_bytes = ~0ULL; }),
		"memory is too small for the kernel and its initrd");
	EXPECT_EQ(refused([](Td &td) { td.kernel.put<u32>(0x22c, 0x1001fff); }),
		"memory is too small for the kernel and its initrd");
	for (u64 const bytes : {2047, 2048})
		EXPECT_EQ(refused([&](Td &td) {
			td.cmdline.assign(bytes, 'x');
			td.boot.cmdline = td.cmdline.c_str();
		}),
			bytes == 2047 ? "" : "the command line is longer than the kernel takes");
	// A kernel that takes more than the page that is there for it.
	EXPECT_EQ(refused([](Td &td) {
		td.kernel.put<u32>(0x238, 0xffffffff);
		td.cmdline.assign(page_bytes, 'x');
		td.boot.cmdline = td.cmdline.c_str();
	}),
		"the command line is longer than the kernel takes");
}

TEST(VmmBoot, RefusesFlatPrograms)
{
	EXPECT_EQ(refused([](Td &td) { td.boot.program_bytes = 0; }, true),
		"the flat program is empty");
	EXPECT_EQ(refused(
			  [](Td &td) {
				  td.boot.initrd = td.initrd.data();
				  td.boot.initrd_bytes = 1;
			  },
			  true),
		"a flat program takes no initrd");
	EXPECT_EQ(refused(
			  [](Td &td) {
				  td.cmdline.assign(page_bytes, 'x');
				  td.boot.cmdline = td.cmdline.c_str();
			  },
			  true),
		"the command line is longer than a page");
	for (u64 const bytes : {512 * mib, ~0ULL})
		EXPECT_EQ(refused([&](Td &td) { td.boot.program_bytes = bytes; }, true),
			"memory is too small for the flat program and its stacks");
	// 255 stacks of 16 KiB are more than all memory.
	EXPECT_EQ(refused(
			  [](Td &td) {
				  td.boot.memory = 2 * mib;
				  td.boot.vcpus = 255;
			  },
			  true),
		"memory is too small for the flat program and its stacks");
	// Between 1 MiB and two stacks below page tables and command line, to the byte.
	u64 const room{mib - 8 * page_bytes - 2 * VMM_FLAT_STACK_BYTES};
	for (u64 const bytes : {room, room + 1})
		EXPECT_EQ(refused(
				  [&](Td &td) {
					  td.boot.memory = 2 * mib;
					  td.boot.program_bytes = bytes;
				  },
				  true),
			bytes == room ? ""
				      : "memory is too small for the flat program and its stacks");
}

// The stub's table, as its code reads it.
std::vector<std::pair<u64, u64>> accepted(Memory const &memory)
{
	std::vector<std::pair<u64, u64>> ranges;
	for (u64 gpa = VMM_STUB_GPA + VMM_STUB_ACCEPT;; gpa += 16) {
		EXPECT_LT(gpa, VMM_STUB_GPA + u64{VMM_STUB_ARGS_BYTES});
		u64 const begin{memory.at<u64>(gpa)}, end{memory.at<u64>(gpa + 8)};
		if (begin == end)
			return ranges;
		ranges.emplace_back(begin, end);
	}
}

void expect_ram_once(Td &td)
{
	Memory const memory{td};
	std::vector<u8> times(td.boot.memory / page_bytes);
	for (auto const &page : memory.all())
		if (page.first != VMM_STUB_GPA)
			times.at(page.first / page_bytes)++;
	for (auto const &[begin, end] : accepted(memory)) {
		EXPECT_EQ(begin % page_bytes, 0u);
		EXPECT_EQ(end % page_bytes, 0u);
		for (u64 gpa = begin; gpa < end; gpa += page_bytes)
			times.at(gpa / page_bytes)++;
	}
	for (u64 i = 0; i < times.size(); i++)
		ASSERT_EQ(times[i], 1u) << i;
}

TEST(VmmBoot, RamIsAddedOrAcceptedOnce)
{
	Td linux_td;
	expect_ram_once(linux_td);
	EXPECT_EQ(linux_td.plan.gaps, 2u);

	Td without_initrd;
	without_initrd.boot.initrd = nullptr;
	without_initrd.boot.initrd_bytes = 0;
	expect_ram_once(without_initrd);

	// Where the initrd must end far below the tables: one gap more.
	Td low_initrd;
	low_initrd.kernel.put<u32>(0x22c, 256 * mib - 1);
	expect_ram_once(low_initrd);
	EXPECT_EQ(low_initrd.plan.part[VMM_BOOT_INITRD].gpa, 256 * mib - 3 * page_bytes);

	Td flat{true};
	expect_ram_once(flat);
	flat.boot.memory = 2 * mib;
	expect_ram_once(flat);
}

TEST(VmmBoot, ContentIsAtItsPlaceAndNowhereElse)
{
	Td td;
	Memory const memory{td};

	for (u64 i = 0; i < Kernel::image_bytes; i++)
		ASSERT_EQ(memory.byte(0x1000000 + i), td.kernel.image()[i]) << i;
	// Behind it neither the signature nor what the page had before.
	for (u64 i = Kernel::image_bytes; i < 4 * page_bytes; i++)
		ASSERT_EQ(memory.byte(0x1000000 + i), 0) << i;
	EXPECT_FALSE(memory.has(0x1004000));
	// 11 pages behind it: boot_params, command line, ACPI, 7 of page tables, mailbox.
	u64 const initrd{512 * mib - 14 * page_bytes};
	EXPECT_EQ(td.plan.part[VMM_BOOT_INITRD].gpa, initrd);
	for (u64 i = 0; i < 3 * page_bytes; i++)
		ASSERT_EQ(memory.byte(initrd + i), i < td.initrd.size() ? 0xab : 0) << i;
	EXPECT_EQ(memory.all().size(), 4u + 3 + 11 + 1);

	alignas(16) std::array<u8, page_bytes> page{};
	for (u64 const gpa : {0ULL, 0xfff000ULL, 0x1000001ULL, 0x1004000ULL, 512 * mib,
		     0xffffe000ULL, 0xfffff001ULL, 0x100000000ULL, ~0ULL, ~0xfffULL})
		EXPECT_EQ(vmm_boot_page(&td.boot, &td.plan, gpa, page.data()), 0) << gpa;
	EXPECT_EQ(page[0], 0);
	EXPECT_EQ(vmm_boot_next(&td.plan, 0x1000001), 0x1001000u);
	EXPECT_EQ(vmm_boot_next(&td.plan, VMM_STUB_GPA), u64{VMM_STUB_GPA});
	EXPECT_EQ(vmm_boot_next(&td.plan, 0x100000000), VMM_BOOT_END);
	EXPECT_EQ(vmm_boot_next(&td.plan, ~0ULL), VMM_BOOT_END);
}

TEST(VmmBoot, SetupSectorsOfZeroMeanFour)
{
	Td td;
	td.kernel.put<u8>(0x1f1, 0);
	Memory const memory{td};
	EXPECT_EQ(memory.byte(0x1000000), td.kernel.data()[5 * 512]);
	EXPECT_EQ(memory.byte(0x1003000), td.kernel.data()[5 * 512 + 3 * page_bytes]);
}

TEST(VmmBoot, BootParams)
{
	Td td;
	td.kernel.put<u8>(0x1ef, 0x55); // before the header: the sentinel stays 0
	td.kernel.put<u8>(0x26b, 0x66); // the header's last byte
	td.kernel.put<u8>(0x26c, 0x77); // the first behind it
	Memory const memory{td};
	u64 const params{memory.at<u64>(VMM_STUB_GPA + VMM_STUB_ARGUMENT)};

	EXPECT_EQ(params, 512 * mib - 11 * page_bytes);
	EXPECT_EQ(memory.at<u8>(params + 0x1ef), 0);
	EXPECT_EQ(memory.at<u32>(params + 0x202), 0x53726448u);
	EXPECT_EQ(memory.at<u8>(params + 0x210), 0xff);
	EXPECT_EQ(memory.at<u8>(params + 0x211) & 1, 1);
	EXPECT_EQ(memory.at<u32>(params + 0x214), 0x1000000u);
	EXPECT_EQ(memory.at<u32>(params + 0x218), 512 * mib - 14 * page_bytes);
	EXPECT_EQ(memory.at<u32>(params + 0x21c), td.initrd.size());
	EXPECT_EQ(memory.at<u64>(params + 0x258), 0x1000000u);
	EXPECT_EQ(memory.at<u8>(params + 0x26b), 0x66);
	EXPECT_EQ(memory.at<u8>(params + 0x26c), 0);
	EXPECT_EQ(memory.at<u64>(params + 0x70), td.plan.part[VMM_BOOT_ACPI].gpa);
	u32 const cmdline{memory.at<u32>(params + 0x228)};
	EXPECT_EQ(memory.text(cmdline, td.cmdline.size() + 1), td.cmdline + '\0');
	EXPECT_EQ(memory.at<u64>(VMM_STUB_GPA + VMM_STUB_ENTRY), 0x1000200u);
	EXPECT_EQ(memory.at<u64>(VMM_STUB_GPA + VMM_STUB_STACK), 0u);
}

TEST(VmmBoot, HeaderIsCutWhereBootParamsHaveOtherThings)
{
	Td td;
	td.kernel.put<u8>(0x201, 0xff);
	td.kernel.put<u8>(0x28f, 0x66);
	td.kernel.put<u8>(0x290, 0x77);
	Memory const memory{td};
	u64 const params{td.plan.part[VMM_BOOT_PARAMS].gpa};
	EXPECT_EQ(memory.at<u8>(params + 0x28f), 0x66);
	EXPECT_EQ(memory.at<u8>(params + 0x290), 0);
}

TEST(VmmBoot, WithoutInitrdAndCommandLine)
{
	Td td;
	td.boot.initrd = nullptr;
	td.boot.initrd_bytes = 0;
	td.boot.cmdline = nullptr;
	td.kernel.put<u32>(0x218, 0x12345678);
	Memory const memory{td};
	u64 const params{td.plan.part[VMM_BOOT_PARAMS].gpa};
	EXPECT_EQ(memory.at<u32>(params + 0x218), 0u);
	EXPECT_EQ(memory.at<u32>(params + 0x21c), 0u);
	EXPECT_EQ(memory.at<u8>(memory.at<u32>(params + 0x228)), 0);
}

TEST(VmmBoot, E820)
{
	Td td;
	Memory const memory{td};
	u64 const params{td.plan.part[VMM_BOOT_PARAMS].gpa};
	u64 const acpi{512 * mib - 9 * page_bytes};
	struct Entry {
		u64 begin;
		u64 end;
		u32 type;
	};
	Entry const entries[] = {
		{0, 0xa0000, 1},
		{0xa0000, 0x100000, 2},
		{0x100000, acpi, 1},
		{acpi, acpi + page_bytes, 3},
		{acpi + page_bytes, 512 * mib, 4},
		{0xfffff000, 0x100000000, 2},
	};

	ASSERT_EQ(memory.at<u8>(params + 0x1e8), std::size(entries));
	u64 at{params + 0x2d0};
	for (auto const &entry : entries) {
		EXPECT_EQ(memory.at<u64>(at), entry.begin);
		EXPECT_EQ(memory.at<u64>(at + 8), entry.end - entry.begin);
		EXPECT_EQ(memory.at<u32>(at + 16), entry.type);
		at += 20;
	}
	EXPECT_EQ(memory.at<u64>(at + 8), 0u);
	// What stays in use behind the kernel's back is in no RAM: CPUs wait on these tables.
	for (unsigned const part : {VMM_BOOT_TABLES, VMM_BOOT_MAILBOX})
		EXPECT_GE(td.plan.part[part].gpa, acpi + page_bytes);
}

// As a CPU translates, @levels deep.
u64 translate(Memory const &memory, u64 cr3, unsigned levels, u64 address)
{
	u64 table{cr3};
	for (unsigned level = levels; level > 1; level--) {
		u64 const index{address >> (12 + 9 * (level - 1)) & 511};
		u64 const entry{memory.at<u64>(table + 8 * index)};
		if ((entry & 3) != 3)
			return ~0ULL;
		table = entry & 0xffffffffff000;
		if (entry & 0x80)
			return level == 2 ? (table & ~0x1fffffULL) | (address & 0x1fffff) : ~0ULL;
	}
	return ~0ULL;
}

TEST(VmmBoot, FirstFourGibAreMappedAtTheirAddresses)
{
	Td td;
	Memory const memory{td};
	u64 const cr3{memory.at<u64>(VMM_STUB_GPA + VMM_STUB_CR3)};
	u64 const cr3_la57{memory.at<u64>(VMM_STUB_GPA + VMM_STUB_CR3_LA57)};

	// The stub loads it in 32-bit mode.
	EXPECT_LT(cr3, 0x100000000u);
	for (u64 address = 0; address < 0x100000000; address += 0x200000) {
		ASSERT_EQ(translate(memory, cr3, 4, address + 0x123), address + 0x123);
		ASSERT_EQ(translate(memory, cr3_la57, 5, address + 0x123), address + 0x123);
	}
	for (u64 const address : {0x100000000ULL, 0x8000000000ULL, 0xffff800000000000ULL}) {
		EXPECT_EQ(translate(memory, cr3, 4, address), ~0ULL);
		EXPECT_EQ(translate(memory, cr3_la57, 5, address), ~0ULL);
	}
}

class VmmBootAcpi : public testing::Test {
protected:
	Td td;

	static void expect_table(Memory const &memory, u64 at, char const *signature, u8 revision)
	{
		EXPECT_EQ(memory.text(at, 4), signature);
		EXPECT_EQ(memory.at<u8>(at + 8), revision) << signature;
		EXPECT_EQ(memory.sum(at, memory.at<u32>(at + 4)), 0) << signature;
	}
	u64 rsdp() const { return td.plan.part[VMM_BOOT_ACPI].gpa; }
	u64 xsdt(Memory const &memory) const { return memory.at<u64>(rsdp() + 24); }
	u64 fadt(Memory const &memory) const { return memory.at<u64>(xsdt(memory) + 36); }
	u64 madt(Memory const &memory) const { return memory.at<u64>(xsdt(memory) + 44); }
};

TEST_F(VmmBootAcpi, RsdpAndXsdt)
{
	Memory const memory{td};
	EXPECT_EQ(memory.text(rsdp(), 8), "RSD PTR ");
	EXPECT_EQ(memory.sum(rsdp(), 20), 0);
	EXPECT_EQ(memory.sum(rsdp(), 36), 0);
	EXPECT_EQ(memory.at<u8>(rsdp() + 15), 2);
	EXPECT_EQ(memory.at<u32>(rsdp() + 20), 36u);
	expect_table(memory, xsdt(memory), "XSDT", 1);
	EXPECT_EQ(memory.at<u32>(xsdt(memory) + 4), 36u + 2 * 8);
}

TEST_F(VmmBootAcpi, Fadt)
{
	Memory const memory{td};
	u64 const at{fadt(memory)};
	expect_table(memory, at, "FACP", 6);
	EXPECT_EQ(memory.at<u32>(at + 4), 276u);
	EXPECT_EQ(memory.at<u16>(at + 109), 0x24);
	EXPECT_EQ(memory.at<u32>(at + 112), 1u << 20 | 1);
	EXPECT_EQ(memory.at<u32>(at + 40), memory.at<u64>(at + 140));
	for (auto const &[offset, port] :
		{std::pair<u64, u64>{244, VMM_PORT_SLEEP_CONTROL}, {256, VMM_PORT_SLEEP_STATUS}}) {
		EXPECT_EQ(memory.at<u8>(at + offset), 1);     // system I/O
		EXPECT_EQ(memory.at<u8>(at + offset + 1), 8); // bits
		EXPECT_EQ(memory.at<u8>(at + offset + 2), 0);
		EXPECT_EQ(memory.at<u8>(at + offset + 3), 1); // byte access
		EXPECT_EQ(memory.at<u64>(at + offset + 4), port);
	}
}

TEST_F(VmmBootAcpi, Dsdt)
{
	Memory const memory{td};
	u64 const at{memory.at<u64>(fadt(memory) + 140)};
	expect_table(memory, at, "DSDT", 2);
	// Two serial ports in _SB_, whose length counts itself.
	u8 const coms[] = {0x10, 0x4b, 0x05, 0x5c, 0x5f, 0x53, 0x42, 0x5f, 0x5b, 0x82, 0x28, 0x43,
		0x4f, 0x4d, 0x31, 0x08, 0x5f, 0x48, 0x49, 0x44, 0x0c, 0x41, 0xd0, 0x05, 0x01, 0x08,
		0x5f, 0x55, 0x49, 0x44, 0x00, 0x08, 0x5f, 0x43, 0x52, 0x53, 0x11, 0x0d, 0x0a, 0x0a,
		0x47, 0x01, 0xf8, 0x03, 0xf8, 0x03, 0x01, 0x08, 0x79, 0x00, 0x5b, 0x82, 0x28, 0x43,
		0x4f, 0x4d, 0x32, 0x08, 0x5f, 0x48, 0x49, 0x44, 0x0c, 0x41, 0xd0, 0x05, 0x01, 0x08,
		0x5f, 0x55, 0x49, 0x44, 0x01, 0x08, 0x5f, 0x43, 0x52, 0x53, 0x11, 0x0d, 0x0a, 0x0a,
		0x47, 0x01, 0xf8, 0x02, 0xf8, 0x02, 0x01, 0x08, 0x79, 0x00};
	static_assert(sizeof(coms) == 1 + 0x5b);
	for (u64 i = 0; i < sizeof(coms); i++)
		EXPECT_EQ(memory.byte(at + 36 + i), coms[i]) << i;
	// Package of 4, the first of which is SLP_TYP: bits 4:2 of what powers off, with bit 5.
	u64 const s5{at + 36 + sizeof(coms)};
	EXPECT_EQ(memory.text(s5, 5), "\x08_S5_");
	EXPECT_EQ(memory.at<u8>(s5 + 5), 0x12);
	EXPECT_EQ(memory.at<u8>(s5 + 6), memory.at<u32>(at + 4) - 36 - sizeof(coms) - 6);
	EXPECT_EQ(memory.at<u8>(s5 + 7), 4);
	EXPECT_EQ(memory.at<u8>(s5 + 8), 0x0a);
	EXPECT_EQ(memory.at<u8>(s5 + 9) << 2 | 0x20, VMM_SLEEP_POWER_OFF);
}

TEST_F(VmmBootAcpi, Madt)
{
	for (u32 const vcpus : {1u, 2u, 255u}) {
		td.boot.vcpus = vcpus;
		Memory const memory{td};
		u64 const at{madt(memory)};
		expect_table(memory, at, "APIC", 5);
		EXPECT_EQ(memory.at<u32>(at + 36), 0xfee00000u);
		EXPECT_EQ(memory.at<u32>(at + 40), 0u);

		u64 const end{at + memory.at<u32>(at + 4)};
		EXPECT_LE(end, rsdp() + page_bytes);
		unsigned wakeups{0};
		u32 id{0};
		u64 entry{at + 44};
		for (; entry < end; entry += memory.at<u8>(entry + 1)) {
			ASSERT_NE(memory.at<u8>(entry + 1), 0);
			if (memory.at<u8>(entry) == 0x10) {
				wakeups++;
				EXPECT_EQ(memory.at<u8>(entry + 1), 24);
				EXPECT_EQ(memory.at<u16>(entry + 2), 1);
				EXPECT_EQ(memory.at<u64>(entry + 8),
					td.plan.part[VMM_BOOT_MAILBOX].gpa);
				EXPECT_EQ(memory.at<u64>(entry + 16), 0xfffff200u);
				continue;
			}
			EXPECT_EQ(memory.at<u8>(entry), 0);
			EXPECT_EQ(memory.at<u8>(entry + 1), 8);
			EXPECT_EQ(memory.at<u8>(entry + 2), id);
			EXPECT_EQ(memory.at<u8>(entry + 3), id++);
			EXPECT_EQ(memory.at<u32>(entry + 4), 1u);
		}
		EXPECT_EQ(entry, end);
		EXPECT_EQ(wakeups, 1u);
		EXPECT_EQ(id, vcpus);
	}
}

TEST(VmmBoot, MailboxCallsNobody)
{
	Td td;
	Memory const memory{td};
	u64 const mailbox{memory.at<u64>(VMM_STUB_GPA + VMM_STUB_MAILBOX)};
	EXPECT_EQ(mailbox, 511 * mib + mib - page_bytes);
	EXPECT_EQ(memory.at<u64>(mailbox), 0xffffffff00000000u);
	for (u64 i = 8; i < page_bytes; i++)
		ASSERT_EQ(memory.byte(mailbox + i), 0) << i;
}

TEST(VmmBoot, ResetVectorJumpsToTheStub)
{
	Td td;
	Memory const memory{td};
	// JMP rel32 to LGDT, whose table's selectors are what the jumps to 64-bit mode use.
	EXPECT_EQ(memory.at<u8>(0xfffffff0), 0xe9);
	u64 const start{(0xfffffff5 + memory.at<u32>(0xfffffff1)) & 0xffffffff};
	EXPECT_EQ(start & ~(page_bytes - 1), VMM_STUB_GPA);
	EXPECT_EQ(memory.at<u16>(start), 0x010f);
	EXPECT_EQ(memory.at<u8>(start + 2), 0x15);
	u32 const gdtr{memory.at<u32>(start + 3)};
	EXPECT_EQ(memory.at<u16>(gdtr), 4 * 8 - 1);
	u64 const gdt{memory.at<u64>(gdtr + 2)};
	EXPECT_EQ(memory.at<u64>(gdt + VMM_STUB_CS), 0x00af9b000000ffffu);
	EXPECT_EQ(memory.at<u64>(gdt + VMM_STUB_DS), 0x00cf93000000ffffu);
	// ENDBR64 where CPUs come back.
	EXPECT_EQ(memory.at<u32>(VMM_STUB_GPA + VMM_STUB_OFFLINE), 0xfa1e0ff3u);
}

TEST(VmmBoot, FlatProgram)
{
	Td td{true};
	Memory const memory{td};
	// Program, command line, page tables, reset page: no ACPI tables, no mailbox.
	EXPECT_EQ(memory.all().size(), 2u + 1 + 7 + 1);
	EXPECT_EQ(memory.byte(0x100000), 0xcd);
	EXPECT_EQ(memory.byte(0x101002), 0xcd);
	EXPECT_EQ(memory.byte(0x101003), 0);

	u64 const args{VMM_STUB_GPA};
	u64 const cmdline{512 * mib - 8 * page_bytes};
	EXPECT_EQ(memory.at<u64>(args + VMM_STUB_ENTRY), 0x100000u);
	EXPECT_EQ(memory.at<u64>(args + VMM_STUB_ARGUMENT), args + VMM_STUB_FLAT);
	EXPECT_EQ(memory.at<u64>(args + VMM_STUB_STACK), cmdline);
	EXPECT_EQ(memory.at<u64>(args + VMM_STUB_MAILBOX), 0u);
	EXPECT_EQ(memory.at<u64>(args + VMM_STUB_RELEASED), 0u);

	auto const flat = memory.at<vmm_flat>(args + VMM_STUB_FLAT);
	EXPECT_EQ(flat.memory, 512 * mib);
	EXPECT_EQ(flat.free, 0x102000u);
	EXPECT_EQ(flat.free_end, cmdline - 2 * VMM_FLAT_STACK_BYTES);
	EXPECT_EQ(flat.cmdline, cmdline);
	EXPECT_EQ(flat.vcpus, 2u);
	EXPECT_EQ(memory.text(cmdline, td.cmdline.size() + 1), td.cmdline + '\0');
}

// A buffer that shrank or changed meanwhile: the plan's lengths count, and nothing is read beyond.
TEST(VmmBoot, PagesKeepToThePlan)
{
	Td td;
	ASSERT_EQ(td.check(), "");
	td.kernel.put<u8>(0x201, 0xff);
	td.kernel.put<u32>(0x1f4, 0xffffffff);
	td.boot.vcpus = 200;
	td.boot.memory = 1024 * mib;
	alignas(16) std::array<u8, page_bytes> page;
	ASSERT_EQ(vmm_boot_page(&td.boot, &td.plan, td.plan.part[VMM_BOOT_PARAMS].gpa, page.data()),
		1);
	EXPECT_EQ(page[0x26c], 0);
	u64 e820_end;
	std::memcpy(&e820_end, &page[0x2d0 + 4 * 20 + 8], sizeof(e820_end));
	EXPECT_EQ(e820_end, 8 * page_bytes);
	ASSERT_EQ(vmm_boot_page(&td.boot, &td.plan, 0x1003000, page.data()), 1);
	EXPECT_EQ(page[0x10], 0);
}

} // namespace
