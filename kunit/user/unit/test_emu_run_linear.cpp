// SPDX-License-Identifier: GPL-2.0
//
// The linear address of an access that met a nested page fault, which AMD-V does not tell: found in
// the instruction, or said to be unknown.  GLA and bit 7 of the qualification, guest_run.md 3.3.
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u64 read_error = npf_user | npf_final, write_error = read_error | npf_write;
constexpr u64 gla_valid = 1 << 7, final_access = 1 << 8;

// Shared memory that nobody mapped: every access is a #VE.
constexpr u64 offset = 0x7ab8;
constexpr u64 gla = gla_shared + offset;
constexpr u64 gpa = shared_bit | offset;

struct RunLinear : RunGuest {
	tdx_regs gpr{};
	u64 rax{0};
	u64 rsp{gpa_stack};
	u64 fs{0};
	u64 gs{0};

	RunLinear() { renew(); }
	void renew()
	{
		long_mode();
		gpr = {};
		rax = 0;
		rsp = gpa_stack;
		fs = gs = 0;
	}
	Entry access(std::vector<u8> const &code, u64 error, u64 to = gpa)
	{
		if (!code.empty())
			put_code(code);
		Entry const entry{after([=, this](Vmcb &control, emu_regs &regs) {
			regs.gpr = gpr;
			control.rax = rax;
			control.rsp = rsp;
			control.fs.base = fs;
			control.gs.base = gs;
			nested_fault(to, error)(control, regs);
		})};
		EXPECT_EQ(entry.vmcb.event, event_ve);
		return entry;
	}
	u64 found() { return vcpu_field<u64>(tdx::emu::vcpu_field::ve_info_gla); }
	u64 qualification() { return vcpu_field<u64>(tdx::emu::vcpu_field::ve_info_qualification); }
	void expect_found(std::vector<u8> const &code, u64 error = read_error, u64 at = gla)
	{
		access(code, error);
		EXPECT_EQ(found(), at);
		EXPECT_EQ(qualification(), (error & npf_write ? 2 : 1) | gla_valid | final_access);
		renew();
	}
	void expect_unknown(std::vector<u8> const &code, u64 error = read_error)
	{
		access(code, error);
		EXPECT_EQ(found(), 0u);
		EXPECT_EQ(qualification(), (error & npf_write ? 2 : 1) | final_access);
		renew();
	}
	static std::vector<u8> with_u32(std::vector<u8> code, u32 value, std::vector<u8> rest = {})
	{
		for (u32 i = 0; i < 4; i++)
			code.push_back(static_cast<u8>(value >> 8 * i));
		code.insert(code.end(), rest.begin(), rest.end());
		return code;
	}
	static u32 relative(u32 length) { return static_cast<u32>(gla - (gpa_code + length)); }
};

TEST_F(RunLinear, Registers)
{
	gpr.rdi = gla;
	expect_found({0x8b, 0x07}); // mov (%rdi), %eax
	gpr.r9 = gla;
	expect_found({0x45, 0x89, 0x11}, write_error); // mov %r10d, (%r9)
	rax = gla;
	expect_found({0x88, 0x08}, write_error); // mov %cl, (%rax)
	gpr.rbx = gla;
	expect_found({0x66, 0xc7, 0x03, 0x34, 0x12}, write_error); // movw $0x1234, (%rbx)
	gpr.rsi = gla;
	expect_found({0x0f, 0xb6, 0x06}); // movzbl (%rsi), %eax
	gpr.rdx = gla;
	expect_found({0x0f, 0x38, 0xf0, 0x02}); // movbe (%rdx), %eax
	gpr.r13 = gla;
	expect_found({0xf0, 0x41, 0x0f, 0xb1, 0x4d, 0x00}, write_error); // lock cmpxchg 0(%r13)
}

TEST_F(RunLinear, Displacements)
{
	gpr.rdi = gla - 0x10;
	expect_found({0x8b, 0x47, 0x10});
	gpr.rdi = gla + 0x80;
	expect_found({0x8b, 0x47, 0x80}); // -128
	gpr.rdi = gla - 0x12345;
	expect_found(with_u32({0x8b, 0x87}, 0x12345));
	gpr.rdi = gla + 0x1000;
	expect_found(with_u32({0x8b, 0x87}, 0xfffff000));
}

TEST_F(RunLinear, Sib)
{
	gpr.rsi = gla - 0x40;
	gpr.rcx = 8;
	expect_found({0x8b, 0x04, 0xce}); // (%rsi,%rcx,8)
	gpr.rsi = gla - 0x40 - 4;
	gpr.r12 = 0x20;
	expect_found({0x42, 0x8b, 0x44, 0x66, 0x04}); // 4(%rsi,%r12,2)
	rsp = gla - 8;
	expect_found({0x8b, 0x44, 0x24, 0x08});                            // 8(%rsp)
	expect_found(with_u32({0x8b, 0x04, 0x25}, static_cast<u32>(gla))); // absolute
	gpr.rdx = 0x100;
	expect_found(with_u32({0x8b, 0x04, 0x95}, static_cast<u32>(gla - 0x400))); // (,%rdx,4)
	gpr.r13 = gla - 0x10;
	expect_found({0x43, 0x8b, 0x44, 0x25, 0x10}); // 16(%r13,%r12,1)
}

TEST_F(RunLinear, Relative)
{
	expect_found(with_u32({0x8b, 0x05}, relative(6)));
	expect_found(with_u32({0x0f, 0xb6, 0x05}, relative(7)));
	// An immediate follows: of 1, 4 and 2 bytes.
	expect_found(with_u32({0x80, 0x3d}, relative(7), {0x55}));
	expect_found(with_u32({0xc7, 0x05}, relative(10), {0x78, 0x56, 0x34, 0x12}), write_error);
	expect_found(with_u32({0x66, 0xc7, 0x05}, relative(9), {0x34, 0x12}), write_error);
}

// The page is found; the byte in it is of the guest-physical address.
TEST_F(RunLinear, OffsetIsTheAccessed)
{
	gpr.rdi = gla - 4;
	expect_found({0x48, 0x8b, 0x07});
}

TEST_F(RunLinear, AbsoluteMoves)
{
	expect_found(with_u32({0x48, 0xa1}, static_cast<u32>(gla), {0, 0, 0, 0}));
	expect_found(with_u32({0xa2}, static_cast<u32>(gla), {0, 0, 0, 0}), write_error);
	expect_found(with_u32({0x67, 0xa1}, static_cast<u32>(gla), {0xff, 0xff, 0xff, 0xff}));
	gs = gla - 0x1000;
	expect_found(with_u32({0x65, 0xa1}, 0x1000, {0, 0, 0, 0}));
}

TEST_F(RunLinear, Segments)
{
	fs = gla - 0x28;
	expect_found(with_u32({0x64, 0x8b, 0x04, 0x25}, 0x28));
	gs = gla - 0x30;
	gpr.rdi = 0x30;
	expect_found({0x65, 0x8b, 0x07});
	gs = gla;
	gpr.rdi = gla;
	expect_found({0x3e, 0x8b, 0x07}); // DS has no base
}

TEST_F(RunLinear, ShortAddresses)
{
	gpr.rdi = 0xffffffff00000000 | gla;
	expect_found({0x67, 0x8b, 0x07});
}

TEST_F(RunLinear, Strings)
{
	gpr.rdi = gla;
	gpr.rsi = gpa_data;
	expect_found({0xf3, 0xa4}, write_error); // rep movsb
	gpr.rdi = gpa_data;
	gpr.rsi = gla;
	expect_found({0xf3, 0x48, 0xa5});
	gpr.rdi = gla;
	expect_found({0xaa}, write_error); // stosb
}

TEST_F(RunLinear, Stack)
{
	rsp = gla + 8;
	expect_found({0x50}, write_error); // push %rax
	rsp = gla;
	expect_found({0x58}); // pop %rax
	// The first byte of a page.
	put_code({0x50});
	rsp = gla_shared + 0x9000;
	access({}, write_error, shared_bit | 0x8ff8);
	EXPECT_EQ(found(), gla_shared + 0x8ff8);
}

TEST_F(RunLinear, Fetches)
{
	constexpr u64 fetch_error{read_error | npf_fetch};
	long_mode();
	vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gla;
	access({}, fetch_error);
	EXPECT_EQ(found(), gla);
	EXPECT_EQ(qualification(), 4 | gla_valid | final_access);
	// The instruction begins in the page before.
	long_mode();
	vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gla_shared + 0x7ffd;
	access({}, fetch_error, shared_bit | 0x8000);
	EXPECT_EQ(found(), gla_shared + 0x8000);
	// Nowhere near.
	long_mode();
	access({0x90}, fetch_error);
	EXPECT_EQ(found(), 0u);
	EXPECT_EQ(qualification(), 4 | final_access);
}

// Without paging linear addresses are physical.
TEST_F(RunLinear, WithoutPaging)
{
	constexpr u64 low{0x7ab8};
	auto const flat = [this] {
		vmcs_word(vmcs_slot(vmcs::GUEST_CR0)) = 0x31;
		vmcs_word(vmcs_slot(vmcs::GUEST_IA32_EFER)) = 0x901;
		vmcs_word(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) = 0xc09b;
	};
	td.add_tables(low);
	td.aug(low & ~0xfffULL);

	flat();
	gpr.rdi = low;
	access({0x8b, 0x07}, read_error, low);
	EXPECT_EQ(found(), low);
	renew();
	flat();
	access(with_u32({0xa1}, low), read_error, low);
	EXPECT_EQ(found(), low);
	renew();
	flat();
	access(with_u32({0x8b, 0x05}, low), read_error, low); // no RIP-relative addresses
	EXPECT_EQ(found(), low);
}

TEST_F(RunLinear, Unknown)
{
	expect_unknown({0x90});
	expect_unknown({0x89, 0xc8}, write_error); // registers only
	gpr.rdi = gpa_data;
	expect_unknown({0x8b, 0x07});
	// The delivery of an interrupt, whose stack no register names yet.
	expect_unknown({0xcc}, write_error);
	// Prefixes and no more.
	expect_unknown(std::vector<u8>(15, 0x66));
	expect_unknown({0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
		0x66, 0x8b, 0x84});
}

// Code that can't be read: it ends where the page does.
TEST_F(RunLinear, CutOffCode)
{
	put_code({0x8b, 0x87}, gpa_code + 0xffe);
	vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gpa_code + 0xffe;
	gpr.rdi = gla;
	access({}, read_error);
	EXPECT_EQ(found(), gla); // of RDI itself
	renew();
	vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gpa_unmapped;
	access({}, read_error);
	EXPECT_EQ(qualification() & gla_valid, 0u);
}

} // namespace
