// SPDX-License-Identifier: GPL-2.0
//
// As few tables as Linux boots with: hardware-reduced ACPI, which has no PIC, PIT and SCI.
#include "acpi.hpp"

#include "bytes.hpp"
#include "ports.h"
#include "stub.h"

namespace tdx::boot {

namespace {

struct [[gnu::packed]] Rsdp {
	char signature[8];
	u8 checksum; // of the first 20 bytes, ACPI 1.0's
	char oem_id[6];
	u8 revision;
	u32 rsdt;
	u32 length;
	u64 xsdt;
	u8 extended_checksum;
	u8 reserved[3];
};
static_assert(sizeof(Rsdp) == 36);

constexpr u32 rsdp_bytes_v1 = 20;

struct [[gnu::packed]] Header {
	char signature[4];
	u32 length;
	u8 revision;
	u8 checksum;
	char oem_id[6];
	char oem_table_id[8];
	u32 oem_revision;
	char creator_id[4];
	u32 creator_revision;
};
static_assert(sizeof(Header) == 36);

struct [[gnu::packed]] Xsdt {
	Header header;
	u64 fadt;
	u64 madt;
};

struct [[gnu::packed]] GenericAddress {
	u8 space;
	u8 bit_width;
	u8 bit_offset;
	u8 access_size;
	u64 address;
};

// A hardware-reduced platform has no other registers: the rest is zero.
struct [[gnu::packed]] Fadt {
	Header header;
	u32 firmware_control;
	u32 dsdt;
	u8 fixed_hardware[65];
	u16 boot_flags;
	u8 reserved;
	u32 flags;
	GenericAddress reset_register;
	u8 reset_value;
	u16 arm_boot_flags;
	u8 minor_version;
	u64 x_firmware_control;
	u64 x_dsdt;
	GenericAddress x_fixed_hardware[8];
	GenericAddress sleep_control;
	GenericAddress sleep_status;
	u64 hypervisor_vendor;
};
static_assert(__builtin_offsetof(Fadt, boot_flags) == 109);
static_assert(__builtin_offsetof(Fadt, flags) == 112);
static_assert(__builtin_offsetof(Fadt, x_dsdt) == 140);
static_assert(__builtin_offsetof(Fadt, sleep_control) == 244);
static_assert(sizeof(Fadt) == 276);

constexpr u8 fadt_revision = 6;
constexpr u16 no_vga = 1 << 2;
constexpr u16 no_cmos_rtc = 1 << 5; // no device for an RTC driver; the time at boot is read anyway
constexpr u32 wbinvd = 1 << 0;
constexpr u32 hw_reduced = 1 << 20;
constexpr u8 system_io = 1;
constexpr u8 byte_access = 1;

// AML: \_SB.COM1 and COM2, 16550s (PNP0501) without an interrupt, which makes Linux poll them for
// user space too; and \_S5_, for the sleep control register.
constexpr char aml[] = "\x10\x4b\x05\\_SB_"                        // Scope
		       "\x5b\x82(COM1"                             // Device
		       "\x08_HID\x0c\x41\xd0\x05\x01"              // Name: EISA id
		       "\x08_UID\x00"                              // Name: 0
		       "\x08_CRS\x11\x0d\x0a\x0a"                  // Name: Buffer of 10 bytes
		       "\x47\x01\xf8\x03\xf8\x03\x01\x08\x79\x00"  // I/O: from, to, step, count
		       "\x5b\x82(COM2"                             // Device
		       "\x08_HID\x0c\x41\xd0\x05\x01"              // Name: EISA id
		       "\x08_UID\x01"                              // Name: 1
		       "\x08_CRS\x11\x0d\x0a\x0a"                  // Name: Buffer of 10 bytes
		       "\x47\x01\xf8\x02\xf8\x02\x01\x08\x79\x00"  // I/O: from, to, step, count
		       "\x08_S5_\x12\x07\x04\x0a\x05\x00\x00\x00"; // Name: Package of 4
static_assert(VMM_PORT_COM1 == 0x3f8 && VMM_PORT_COM2 == 0x2f8);
static_assert(VMM_PORT_UART_COUNT == 8 && VMM_SLEEP_TYPE_S5 == 5);

constexpr u32 aml_bytes = sizeof(aml) - 1;

struct [[gnu::packed]] Dsdt {
	Header header;
	char code[aml_bytes];
};

struct [[gnu::packed]] LocalApic {
	u8 type;
	u8 length;
	u8 processor;
	u8 apic_id;
	u32 flags;
};

struct [[gnu::packed]] Wakeup {
	u8 type;
	u8 length;
	u16 version;
	u32 reserved;
	u64 mailbox;
	u64 reset_vector;
};
static_assert(sizeof(Wakeup) == 24);

struct [[gnu::packed]] Madt {
	Header header;
	u32 local_apic;
	u32 flags;
	Wakeup wakeup;
	LocalApic apic[VMM_BOOT_MAX_VCPUS];
};

constexpr u32 local_apic_base = 0xfee00000;
constexpr u8 type_local_apic = 0;
constexpr u8 type_wakeup = 0x10;
constexpr u32 apic_enabled = 1;
// Version 1 is the first with a reset vector, to which the OS sends CPUs that go offline, so that a
// kernel started by kexec can wake all of them.
constexpr u16 wakeup_version = 1;

struct AcpiPage {
	alignas(16) Rsdp rsdp;
	alignas(16) Xsdt xsdt;
	alignas(16) Fadt fadt;
	alignas(16) Dsdt dsdt;
	alignas(16) Madt madt;
};
static_assert(sizeof(AcpiPage) <= page_bytes);

u8 sum(void const *bytes, u32 count)
{
	u8 total{0};

	for (u32 i = 0; i < count; i++)
		total = static_cast<u8>(total + static_cast<u8 const *>(bytes)[i]);
	return total;
}

u8 checksum(void const *bytes, u32 count)
{
	return static_cast<u8>(-sum(bytes, count));
}

constexpr char oem_id[] = "TDXCAL";

// Called last, as it computes the checksum.
void finish(Header &header, char const *signature, u8 revision, u64 length)
{
	__builtin_memcpy(header.signature, signature, sizeof(header.signature));
	header.length = static_cast<u32>(length);
	header.revision = revision;
	__builtin_memcpy(header.oem_id, oem_id, sizeof(header.oem_id));
	__builtin_memcpy(header.oem_table_id, "TDXCALL ", sizeof(header.oem_table_id));
	header.oem_revision = 1;
	__builtin_memcpy(header.creator_id, "TDXC", sizeof(header.creator_id));
	header.creator_revision = 1;
	header.checksum = checksum(&header, header.length);
}

GenericAddress byte_port(u16 port)
{
	return {system_io, 8, 0, byte_access, port};
}

void write_rsdp(Rsdp &rsdp, u64 xsdt)
{
	__builtin_memcpy(rsdp.signature, "RSD PTR ", sizeof(rsdp.signature));
	__builtin_memcpy(rsdp.oem_id, oem_id, sizeof(rsdp.oem_id));
	rsdp.revision = 2;
	rsdp.length = sizeof(rsdp);
	rsdp.xsdt = xsdt;
	rsdp.checksum = checksum(&rsdp, rsdp_bytes_v1);
	rsdp.extended_checksum = checksum(&rsdp, sizeof(rsdp));
}

void write_fadt(Fadt &fadt, u64 dsdt)
{
	fadt.dsdt = static_cast<u32>(dsdt);
	fadt.x_dsdt = dsdt;
	fadt.boot_flags = no_vga | no_cmos_rtc;
	fadt.flags = hw_reduced | wbinvd;
	fadt.sleep_control = byte_port(VMM_PORT_SLEEP_CONTROL);
	fadt.sleep_status = byte_port(VMM_PORT_SLEEP_STATUS);
	finish(fadt.header, "FACP", fadt_revision, sizeof(fadt));
}

void write_madt(Madt &madt, vmm_boot_plan const &plan)
{
	madt.local_apic = local_apic_base;
	madt.wakeup = {type_wakeup, sizeof(Wakeup), wakeup_version, 0,
		plan.part[VMM_BOOT_MAILBOX].gpa, VMM_STUB_GPA + VMM_STUB_OFFLINE};
	for (u32 i = 0; i < plan.vcpus; i++) {
		u8 const id{static_cast<u8>(i)};

		madt.apic[i] = {type_local_apic, sizeof(LocalApic), id, id, apic_enabled};
	}
	finish(madt.header, "APIC", 5,
		__builtin_offsetof(Madt, apic) + plan.vcpus * sizeof(LocalApic));
}

} // namespace

void write_acpi(vmm_boot_plan const &plan, u8 *page)
{
	auto &acpi = *reinterpret_cast<AcpiPage *>(page);
	u64 const gpa{plan.part[VMM_BOOT_ACPI].gpa};

	write_rsdp(acpi.rsdp, gpa + __builtin_offsetof(AcpiPage, xsdt));
	acpi.xsdt.fadt = gpa + __builtin_offsetof(AcpiPage, fadt);
	acpi.xsdt.madt = gpa + __builtin_offsetof(AcpiPage, madt);
	finish(acpi.xsdt.header, "XSDT", 1, sizeof(Xsdt));
	write_fadt(acpi.fadt, gpa + __builtin_offsetof(AcpiPage, dsdt));
	__builtin_memcpy(acpi.dsdt.code, aml, aml_bytes);
	finish(acpi.dsdt.header, "DSDT", 2, sizeof(Dsdt));
	write_madt(acpi.madt, plan);
}

} // namespace tdx::boot
