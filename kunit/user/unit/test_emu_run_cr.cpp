// SPDX-License-Identifier: GPL-2.0
//
// MOV to CR0 and CR4, LMSW and XSETBV of a vCPU: guest_run.md, section 3.2, and rows 28 and 55 of
// guest_exits.tsv.
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u64 pe = 1 << 0, mp = 1 << 1, ts = 1 << 3, ne = 1 << 5, wp = 1 << 16, nw = 1 << 29,
	      cd = 1 << 30, pg = 1ULL << 31;
constexpr u64 cr4_pae = 1 << 5, cr4_mce = 1 << 6, cr4_la57 = 1 << 12, cr4_vmxe = 1 << 13,
	      cr4_smxe = 1 << 14, cr4_osxsave = 1 << 18, cr4_pke = 1 << 22, cr4_cet = 1 << 23;

struct ControlRegisters : RunGuest {
	explicit ControlRegisters(RunOptions o = {}) : RunGuest{o} { long_mode(); }

	u64 &cr0() { return vmcs_word(vmcs_slot(vmcs::GUEST_CR0)); }
	u64 &cr4() { return vmcs_word(vmcs_slot(vmcs::GUEST_CR4)); }
	u64 &efer() { return vmcs_word(vmcs_slot(vmcs::GUEST_IA32_EFER)); }
	// By MOV from RCX.
	Entry write(u32 code, u8 modrm, u64 value)
	{
		put_code({0x0f, 0x22, modrm});
		return after([=](Vmcb &control, emu_regs &regs) {
			regs.gpr.rcx = value;
			exit_with(code)(control, regs);
		});
	}
	Entry write_cr0(u64 value) { return write(svm::exit::CR0_SEL_WRITE, 0xc1, value); }
	Entry write_cr4(u64 value) { return write(svm::exit::CR4_WRITE, 0xe1, value); }
	// 32-bit mode without paging.
	void flat()
	{
		long_mode();
		cr0() = 0x31;
		efer() = 0x901;
		vmcs_word(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) = 0xc09b;
	}
};

TEST_F(ControlRegisters, Cr0)
{
	constexpr u64 now{0x80050031};
	struct {
		char const *name;
		u64 value;
		u64 event;
	} const writes[]{
		{"task switched", now | ts | mp, no_event},
		{"no write protection", now & ~wp, no_event},
		{"NE off", now & ~ne, event_gp},
		{"upper half", now | 1ULL << 32, event_gp},
		{"bit 63", now | 1ULL << 63, event_gp},
		{"PG without PE", now & ~pe, event_gp},
		{"NE before CD", (now | cd) & ~ne, event_gp},
		{"CD", now | cd, event_ve},
		{"NW", now | nw, event_ve},
		{"CD and NW", now | cd | nw, event_ve},
		{"PE and PG off", now & ~(pe | pg), event_ve},
		{"PG off in 64-bit mode", now & ~pg, event_gp},
	};

	for (auto const &test : writes) {
		SCOPED_TRACE(test.name);
		long_mode();
		cr0() = now;
		Entry const entry{write_cr0(test.value)};
		if (test.event == event_ve)
			expect_ve(entry, {28, 1 << 8, 3}); // CR0, MOV to, RCX
		else if (test.event)
			expect_fault(entry, test.event);
		else
			expect_done(entry, 3);
		EXPECT_EQ(entry.vmcb.cr0, test.event ? now : test.value);
	}
}

// Reserved bits are neither refused nor changed.
TEST_F(ControlRegisters, Cr0KeepsReservedBits)
{
	constexpr u64 reserved{0x1ff80000 | 1 << 17 | 0xffc0};
	u64 const now{cr0()};

	expect_done(write_cr0(now | reserved), 3);
	EXPECT_EQ(entries[1].vmcb.cr0, now);
	long_mode();
	// Outside of 64-bit mode there is no upper half.
	flat();
	expect_done(write_cr0(0xffffffff00000021), 3);
	EXPECT_EQ(entries[1].vmcb.cr0, 0x31u);
}

TEST_F(ControlRegisters, PagingActivatesLongMode)
{
	flat();
	cr4() = cr4_vmxe | cr4_mce;
	expect_fault(write_cr0(0x80000031), event_gp); // without PAE
	EXPECT_EQ(entries[1].vmcb.efer, 0x1901u);

	flat();
	cr4() = cr4_vmxe | cr4_mce | cr4_pae;
	Entry entry{write_cr0(0x80000031)};
	expect_done(entry, 3);
	EXPECT_EQ(entry.vmcb.cr0, 0x80000031u);
	EXPECT_EQ(entry.vmcb.efer, 0x1d01u);
	EXPECT_EQ(entry.vmcb.cr_reads, 0u);

	// From compatibility mode there is a way back.
	vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gpa_code;
	vmcs_word(vmcs_slot(vmcs::GUEST_CR3)) = gpa_tables;
	entry = write_cr0(0x31);
	expect_done(entry, 3);
	EXPECT_EQ(entry.vmcb.cr0, 0x31u);
	EXPECT_EQ(entry.vmcb.efer, 0x1901u);
}

TEST_F(ControlRegisters, Cr4)
{
	constexpr u64 now{0x60};
	struct {
		char const *name;
		u64 value;
		u64 event;
	} const writes[]{
		{"OSXSAVE, OSFXSR, PGE, SMEP", now | cr4_osxsave | 0x200 | 0x80 | 1 << 20,
			no_event},
		{"MCE off", now & ~cr4_mce, event_ve},
		{"VMXE", now | cr4_vmxe, event_ve},
		{"SMXE", now | cr4_smxe, event_ve},
		{"bit 15", now | 1 << 15, event_gp},
		{"bit 26", now | 1 << 26, event_gp},
		{"bit 63", now | 1ULL << 63, event_gp},
		{"PKE without XFAM", now | cr4_pke, event_gp},
		{"CET without XFAM", now | cr4_cet, event_gp},
		{"key locker", now | 1 << 19, event_gp},
		{"PKS without the attribute", now | 1 << 24, event_gp},
		{"UINTR without XFAM", now | 1 << 25, event_gp},
		{"LA57 that the TD does not have", now | cr4_la57, event_gp},
		{"a feature before MCE", (now | cr4_pke) & ~cr4_mce, event_gp},
		{"PAE off with paging", now & ~cr4_pae, event_gp},
	};

	for (auto const &test : writes) {
		SCOPED_TRACE(test.name);
		long_mode();
		Entry const entry{write_cr4(test.value)};
		if (test.event == event_ve)
			expect_ve(entry, {28, 4 | 1 << 8, 3});
		else if (test.event)
			expect_fault(entry, test.event);
		else
			expect_done(entry, 3);
		EXPECT_EQ(entry.vmcb.cr4, test.event ? now : test.value);
	}
}

TEST_F(ControlRegisters, La57OfTheTd)
{
	// Whatever the CPU that this runs on has.
	host::set_cpuid([](u32, u32, struct host_cpuid *out) { *out = {~0u, ~0u, ~0u, ~0u}; });
	td.control().cpu = td.control().cpu | tdx::emu::TdCpu::la57;
	expect_fault(write_cr4(0x60 | cr4_la57), event_gp); // not in 64-bit mode
	flat();
	expect_done(write_cr4(0x60 | cr4_la57), 3);
	EXPECT_EQ(entries[1].vmcb.cr4, 0x60 | cr4_la57);
}

// The exits name any register, with REX as well.
TEST_F(ControlRegisters, Operands)
{
	put_code({0x41, 0x0f, 0x22, 0xe7}); // mov %r15, %cr4
	Entry entry{after([](Vmcb &control, emu_regs &regs) {
		regs.gpr.r15 = 0x20;
		exit_with(svm::exit::CR4_WRITE)(control, regs);
	})};
	expect_ve(entry, {28, 4 | 15 << 8, 4});

	long_mode();
	put_code({0x0f, 0x22, 0xc0}); // mov %rax, %cr0
	entry = after([](Vmcb &control, emu_regs &regs) {
		control.rax = 0xc0050031;
		exit_with(svm::exit::CR0_SEL_WRITE)(control, regs);
	});
	expect_ve(entry, {28, 0, 3});

	long_mode();
	put_code({0x0f, 0x22, 0xe5}); // mov %rbp, %cr4
	entry = after([](Vmcb &control, emu_regs &regs) {
		regs.rbp = 0x260;
		exit_with(svm::exit::CR4_WRITE)(control, regs);
	});
	expect_done(entry, 3);
	EXPECT_EQ(entry.vmcb.cr4, 0x260u);

	long_mode();
	put_code({0x0f, 0x22, 0xe4}); // mov %rsp, %cr4
	entry = after([](Vmcb &control, emu_regs &regs) {
		control.rsp = 0x660;
		exit_with(svm::exit::CR4_WRITE)(control, regs);
	});
	expect_done(entry, 3);
	EXPECT_EQ(entry.vmcb.cr4, 0x660u);
}

// Bits 3:1, and PE can't be cleared.
TEST_F(ControlRegisters, Lmsw)
{
	put_code({0x0f, 0x01, 0xf1}); // lmsw %cx
	auto const lmsw = [](u64 value) {
		return [=](Vmcb &control, emu_regs &regs) {
			regs.gpr.rcx = value;
			exit_with(svm::exit::CR0_SEL_WRITE)(control, regs);
		};
	};

	u64 const now{cr0()};
	Entry entry{after(lmsw(0xfffa))};
	expect_done(entry, 3);
	EXPECT_EQ(entry.vmcb.cr0, (now & ~0xeULL) | 0xa);
	long_mode();
	entry = after(lmsw(0));
	expect_done(entry, 3);
	EXPECT_EQ(entry.vmcb.cr0, now & ~0xeULL);
}

struct Xsetbv : ControlRegisters {
	explicit Xsetbv(u64 xfam = 7) : ControlRegisters{{.td = {.xfam = xfam}}}
	{
		put_code({0x0f, 0x01, 0xd1});
	}
	Entry xsetbv(u64 value, u64 rcx = 0)
	{
		long_mode();
		return after([=](Vmcb &control, emu_regs &regs) {
			control.rax = value & 0xffffffff;
			regs.gpr.rdx = value >> 32;
			regs.gpr.rcx = rcx;
			exit_with(svm::exit::XSETBV)(control, regs);
		});
	}
	u64 xcr0() { return host::guest_state().xcr0; }
};

TEST_F(Xsetbv, Values)
{
	for (u64 const value : {1, 3, 7}) {
		expect_done(xsetbv(value), 3);
		EXPECT_EQ(xcr0(), value);
	}
	for (u64 const value : {0ULL, 2ULL, 4ULL, 5ULL, 6ULL, 0xfULL, 0x207ULL, 0xe7ULL,
		     0x100ULL | 7, 1ULL << 63 | 7}) {
		SCOPED_TRACE(value);
		expect_fault(xsetbv(value), event_gp);
		EXPECT_EQ(xcr0(), 7u);
	}
	expect_fault(xsetbv(7, 1), event_gp);
	// The upper half of RCX does not count.
	expect_done(xsetbv(3, 1ULL << 32), 3);
}

struct XsetbvAvx512 : RunGuest {
	XsetbvAvx512() : RunGuest{{.td = {.xfam = 0xe7}, .xfam = 0xe7}} { long_mode(); }
};

TEST_F(XsetbvAvx512, PartsGoTogether)
{
	struct {
		u64 value;
		u64 event;
	} const values[]{{0xe7, 0}, {0x27, event_gp}, {0x67, event_gp}, {0xc7, event_gp},
		{0xe3, event_gp}, {7, 0}, {3, 0}};

	for (auto const &test : values) {
		SCOPED_TRACE(test.value);
		long_mode();
		EXPECT_EQ(after([&](Vmcb &control, emu_regs &regs) {
			control.rax = test.value;
			regs.gpr.rdx = regs.gpr.rcx = 0;
			exit_with(svm::exit::XSETBV)(control, regs);
		}).vmcb.event,
			test.event);
	}
}

// The host makes the TD larger than its machine.
TEST_F(Xsetbv, DamagedXfam)
{
	td.control().xfam = ~0ULL;
	expect_fault(xsetbv(0xe7), event_gp);
	expect_fault(xsetbv(0x207), event_gp);
	expect_done(xsetbv(7), 3);
}

} // namespace
