// SPDX-License-Identifier: GPL-2.0
//
// The decoder: questions that TDX users asked in public, answered; and any number at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <string>

#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/metadata_global.hpp"
#include "core/abi/metadata_td.hpp"
#include "core/abi/metadata_vcpu.hpp"
#include "core/abi/status.hpp"
#include "core/decode/decode.h"

namespace {

std::string line(u64 status, tdx_call_kind kind, u64 leaf)
{
	char text[512];

	EXPECT_LT(tdx_decode_status(status, kind, leaf, text, sizeof(text)), sizeof(text));
	return text;
}

std::string explained(u64 status, tdx_call_kind kind, u64 leaf, tdx_regs const *regs = nullptr)
{
	char text[4096];

	EXPECT_LT(tdx_explain_status(status, kind, leaf, regs, text, sizeof(text)), sizeof(text));
	return text;
}

std::string word(tdx_word kind, u64 value)
{
	char text[1024];

	EXPECT_LT(tdx_decode_word(kind, value, text, sizeof(text)), sizeof(text));
	return text;
}

std::string field(u64 id)
{
	char text[512];

	EXPECT_LT(tdx_decode_field(id, text, sizeof(text)), sizeof(text));
	return text;
}

std::string leaf(u64 rax, tdx_call_kind kind)
{
	char text[512];

	EXPECT_LT(tdx_decode_leaf(rax, kind, text, sizeof(text)), sizeof(text));
	return text;
}

testing::AssertionResult says(std::string const &text, std::string const &part)
{
	if (text.find(part) != std::string::npos)
		return testing::AssertionSuccess();
	return testing::AssertionFailure() << "no \"" << part << "\" in:\n" << text;
}

// Threads of users who asked what a number means.

TEST(Threads, IncorrectMsrAtSysInit)
{
	std::string const text = explained(0xc000092100000122, TDX_CALL_SEAMCALL, 33);

	EXPECT_TRUE(says(text, "TDX_INCORRECT_MSR_VALUE"));
	EXPECT_TRUE(says(text, "call: TDH.SYS.INIT"));
	EXPECT_TRUE(says(text, "detail: MSR 0x122 IA32_TSX_CTRL"));
	EXPECT_TRUE(says(text, "class: 0x09 PLATFORM_STATE"));
	EXPECT_TRUE(says(text, "update BIOS and microcode"));
}

TEST(Threads, IncorrectCpuidAtSysInit)
{
	std::string const text = explained(0xc000090000000000, TDX_CALL_SEAMCALL, 0x21);

	EXPECT_TRUE(says(text, "TDX_INCORRECT_CPUID_VALUE"));
	EXPECT_TRUE(says(text, "call: TDH.SYS.INIT"));
	EXPECT_TRUE(says(text, "old BIOS"));
}

TEST(Threads, OldModuleDoesNotKnowTheField)
{
	tdx_regs const regs{.rdx = 0x9100000100000008};
	std::string const text = explained(0xc000050500000000, TDX_CALL_SEAMCALL, 0x22, &regs);

	EXPECT_TRUE(says(text, "TDX_SYS_NOT_READY"));
	EXPECT_TRUE(says(text, "call: TDH.SYS.RD"));
	EXPECT_TRUE(says(text, "MAX_TDMRS"));
	EXPECT_TRUE(says(text, "TDMR_INFO"));
	EXPECT_TRUE(says(text, "older and knows neither the leaf function nor the fields"));
	EXPECT_TRUE(says(text, "update the TDX module"));
}

TEST(Threads, ReclaimAtPowerOff)
{
	tdx_regs const regs{};
	std::string const text = explained(0xc000030000000001, TDX_CALL_SEAMCALL, 0x1c, &regs);

	EXPECT_TRUE(says(text, "TDX_PAGE_METADATA_INCORRECT, operand RCX"));
	EXPECT_TRUE(says(text, "call: TDH.PHYMEM.PAGE.RECLAIM"));
	EXPECT_TRUE(says(text, "register: RCX PAGE_TYPE = 0x0"));
	EXPECT_TRUE(says(text, "free or reserved already"));
	EXPECT_TRUE(says(text, "look for the first failure in the log"));
}

TEST(Threads, DemoteWithoutTracking)
{
	// A leaf of write-back memory with ignore-PAT at level 2M, blocked.
	tdx_regs const regs{.rcx = 0x80000000400000f7, .rdx = 0x101};
	std::string const text = explained(0xc0000b0800000001, TDX_CALL_SEAMCALL, 0xf, &regs);

	EXPECT_TRUE(says(text, "TDX_TLB_TRACKING_NOT_DONE"));
	EXPECT_TRUE(says(text, "call: TDH.MEM.PAGE.DEMOTE"));
	EXPECT_TRUE(says(text, "level 2M, state BLOCKED"));
	EXPECT_TRUE(says(text, "page 0x40000000, memory type 6"));
	EXPECT_TRUE(says(text, "TDH.MEM.TRACK"));
	EXPECT_TRUE(says(text, "not retried"));
}

TEST(Threads, MngInitRefusesCpuid)
{
	tdx_regs const regs{.rcx = 0x100000007};
	std::string const text = explained(0xc000010000000045, TDX_CALL_SEAMCALL, 21, &regs);

	EXPECT_TRUE(says(text, "TDX_OPERAND_INVALID, operand CPUID_CONFIG"));
	EXPECT_TRUE(says(text, "CPUID leaf 0x7, sub-leaf 0x1"));
	EXPECT_TRUE(says(text, "RCX holds the CPUID leaf"));
}

TEST(Threads, OutputsOfAnInvalidRaxMeanNothing)
{
	tdx_regs const regs{.rcx = 5, .rdx = 6, .r8 = 7};

	for (auto const kind : {TDX_CALL_SEAMCALL, TDX_CALL_TDCALL}) {
		std::string const text = explained(0xc000010000000000, kind, 0x0100000b, &regs);

		EXPECT_TRUE(says(text, "operand RAX"));
		EXPECT_TRUE(says(text, "reserved bits 0x1000000"));
		EXPECT_TRUE(says(text, "the output registers mean nothing"));
		EXPECT_FALSE(says(text, "register:"));
	}
}

// What ioctl() shows as no more than an errno.
TEST(Threads, ErrnoHasAStatusBehindIt)
{
	std::string const ud = explained(0x8000ff0000000006, TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN);
	std::string const gp = explained(0x8000ff000000000d, TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN);
	std::string const fail = explained(0x8000ff00ffff0000, TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN);
	std::string const attr = explained(0xc000010000000040, TDX_CALL_SEAMCALL, 21);

	EXPECT_TRUE(says(ud, "EACCES") && says(ud, "VMX operation"));
	EXPECT_TRUE(says(gp, "EOPNOTSUPP") && says(gp, "BIOS"));
	EXPECT_TRUE(says(fail, "ENODEV") && says(fail, "load the TDX module"));
	EXPECT_TRUE(says(attr, "operand ATTRIBUTES") && says(attr, "ATTRIBUTES_FIXED0"));
}

TEST(Threads, SuccessHasKinds)
{
	std::string const text = explained(0x00000b0a00000001, TDX_CALL_TDCALL, 6);

	EXPECT_TRUE(says(text, "TDX_PAGE_ALREADY_ACCEPTED, level 2M"));
	EXPECT_TRUE(says(text, "severity: success, with something to say"));

	std::string const busy = explained(0x8000020000000092, TDX_CALL_SEAMCALL, 6);

	EXPECT_TRUE(says(busy, "TDX_OPERAND_BUSY, operand SEPT_TREE"));
	EXPECT_TRUE(says(busy, "recoverable: the same call may succeed later"));
	EXPECT_TRUE(says(busy, "advice: call again"));
}

// A parser that takes the class for the code, or drops the low half, gets these wrong.
TEST(Threads, TdcallErrors)
{
	EXPECT_EQ(line(0xc0000b0b00000001, TDX_CALL_TDCALL, 6),
		"TDX_PAGE_SIZE_MISMATCH, level 2M (0xc0000b0b00000001)");
	EXPECT_EQ(line(0xc000070400000000, TDX_CALL_TDCALL, 3),
		"TDX_NO_VALID_VE_INFO (0xc000070400000000)");
	EXPECT_EQ(line(0x80000200000000a8, TDX_CALL_TDCALL, 2),
		"TDX_OPERAND_BUSY, operand RTMR (0x80000200000000a8)");
}

TEST(Threads, TwoStatusesOfAHypercall)
{
	EXPECT_TRUE(says(explained(0, TDX_CALL_TDCALL, 0), "R10 holds the host's answer"));
	EXPECT_TRUE(says(explained(0xc000010000000001, TDX_CALL_TDCALL, 0), "RBP"));
	EXPECT_TRUE(says(explained(1, TDX_CALL_VMCALL, 0x10001), "not finished: call again"));
	EXPECT_TRUE(
		says(line(0x8000000000000003, TDX_CALL_VMCALL, 0x10002), "SUBFUNC_UNSUPPORTED"));
	// A VMM's word is no software code and no completion status, and no success unless it is 0.
	for (u64 const word : {2ULL, 1ULL << 62, 0x8000ff0000000006ULL, 0x8000ff00ffff0001ULL,
		     0xc000010000000001ULL}) {
		EXPECT_TRUE(says(line(word, TDX_CALL_VMCALL, 0x10002), "unknown result"));
		std::string const lines{explained(word, TDX_CALL_VMCALL, 0x10002)};
		EXPECT_TRUE(says(lines, "error, says the VMM"));
		EXPECT_FALSE(says(lines, "TDX_")) << lines;
		EXPECT_FALSE(says(lines, "SOFTWARE")) << lines;
		EXPECT_FALSE(says(lines, "advice")) << lines;
	}
	EXPECT_TRUE(says(explained(0, TDX_CALL_VMCALL, 0x10002), "severity: success"));
	EXPECT_TRUE(says(line(0x8000ff00ffff0003, TDX_CALL_SEAMCALL, 9), "TDXCALL_NOT_MADE"));
}

// One rule of the status word each.

TEST(DecodeStatus, PlainSuccess)
{
	EXPECT_EQ(line(0, TDX_CALL_SEAMCALL, 33), "TDX_SUCCESS (0x0000000000000000)");
	EXPECT_EQ(line(0, TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN), "TDX_SUCCESS (0x0000000000000000)");
}

TEST(DecodeStatus, TdExit)
{
	EXPECT_EQ(line(0x30, TDX_CALL_SEAMCALL, 0),
		"TDX_SUCCESS, TD exit: EPT violation (48) (0x0000000000000030)");
	EXPECT_TRUE(says(explained(0, TDX_CALL_SEAMCALL, 0), "TD exit: exception or NMI (0)"));
	EXPECT_EQ(line(0x4000000100000002, TDX_CALL_SEAMCALL, 0),
		"TDX_NON_RECOVERABLE_VCPU, VM exit: triple fault (2) (0x4000000100000002)");
	EXPECT_TRUE(says(line(0x84000030, TDX_CALL_SEAMCALL, 0), "bus lock, VM-entry failure"));
}

TEST(DecodeStatus, RegistersOfTdExits)
{
	tdx_regs const vmcall{.rcx = 0xfc00, .r10 = 0, .r11 = 0x10001, .r12 = 0x1000};
	tdx_regs const fault{.rcx = 0x100000002, .r8 = 0x123000};
	std::string const a = explained(77, TDX_CALL_SEAMCALL, 0, &vmcall);
	std::string const b = explained(48, TDX_CALL_SEAMCALL, 0, &fault);

	EXPECT_TRUE(says(a, "RCX GPR_MASK = 0xfc00"));
	EXPECT_TRUE(says(a, "hypercall: MapGPA"));
	EXPECT_FALSE(says(a, "EXIT_QUAL"));
	EXPECT_TRUE(says(b, "R8 GPA = 0x123000"));
	EXPECT_TRUE(says(b, "RCX VM = 0x1"));
	EXPECT_FALSE(says(b, "GUEST_GPR"));
}

TEST(DecodeStatus, FatalBitOnTop)
{
	std::string const text = explained(0xe0000e0100000000, TDX_CALL_SEAMCALL, 83);

	EXPECT_TRUE(says(text, "TDX_INCORRECT_MBMD_MAC, fatal"));
	EXPECT_TRUE(says(text, "fatal for the TD or the import session"));
	EXPECT_EQ(line(0x2000000000000000, TDX_CALL_SEAMCALL, 80),
		"TDX_SUCCESS, fatal (0x2000000000000000)");
	// TD_FATAL has the bit by itself.
	EXPECT_EQ(line(0xe000060400000000, TDX_CALL_SEAMCALL, 0),
		"TDX_TD_FATAL (0xe000060400000000)");
}

TEST(DecodeStatus, UnknownIsTakenApart)
{
	std::string const text = line(0xc000097700001234, TDX_CALL_SEAMCALL, 33);

	EXPECT_EQ(text, "unknown status, class 0x09 PLATFORM_STATE, code 0x77, error, "
			"non-recoverable, detail 0x1234 (0xc000097700001234)");
}

TEST(DecodeStatus, SoftwareCodes)
{
	EXPECT_EQ(line(0x8000ff0000000006, TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN),
		"TDX_SEAMCALL_UD (0x8000ff0000000006)");
	EXPECT_EQ(line(0x8000ff000000000e, TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN),
		"TDX_SW_ERROR, vector 14 (0x8000ff000000000e)");
	EXPECT_TRUE(says(explained(0x8000ff0000000006, TDX_CALL_TDCALL, 1), "this is no TD"));
	EXPECT_TRUE(says(line(TDXCALL_REFUSED, TDX_CALL_SEAMCALL, 44), "TDXCALL_REFUSED"));
	EXPECT_EQ(line(0x8000ff00ffff0004, TDX_CALL_TDCALL, 1),
		"TDXCALL_VM_AT_RISK (0x8000ff00ffff0004)");
	EXPECT_TRUE(says(explained(0x8000ff00ffff0004, TDX_CALL_SEAMCALL, 34), "risk_vm=1"));
}

// The low half is an operand id where status_codes.tsv says so.
TEST(DecodeStatus, OperandAlone)
{
	EXPECT_EQ(tdx_status_operand(0x8000020000000080), 0x80u);
	EXPECT_STREQ(tdx_operand_name(0x80), "TDR");
	EXPECT_EQ(tdx_status_operand(0xc000010000000000), 0u);
	EXPECT_STREQ(tdx_operand_name(0), "RAX");
	EXPECT_STREQ(tdx_operand_name(4), "?");
	// An exit reason, success, and statuses that are no TDX module's.
	for (u64 const status : {u64{0}, u64{0x4000000100000002}, u64{0x4d},
		     u64{0xc000fe0000000001}, u64{0x8000ff0000000006}})
		EXPECT_EQ(tdx_status_operand(status), TDX_NO_OPERAND);
	EXPECT_STREQ(tdx_operand_name(TDX_NO_OPERAND), "-");
	// Here an operand id may lack, and then the half is 0.
	EXPECT_EQ(tdx_status_operand(0x8000020600000000), TDX_NO_OPERAND);
}

TEST(DecodeStatus, Seamldr)
{
	EXPECT_EQ(line(0x8000000000010002, TDX_CALL_SEAMLDR, 0x8000000000000001),
		"PSEAMLDR_ENOMEM: module does not fit in the SEAM range (0x8000000000010002)");
	// Bit 63 of the leaf says that the P-SEAMLDR answered.
	EXPECT_TRUE(says(line(0x8000000000000000, TDX_CALL_SEAMCALL, 0x8000000000000000),
		"PSEAMLDR_EBADPARAM"));
}

TEST(DecodeLeaf, NamesAndVersions)
{
	EXPECT_EQ(leaf(0x10003, TDX_CALL_SEAMCALL), "TDH.MEM.SEPT.ADD, SEAMCALL leaf 3 version 1");
	EXPECT_EQ(leaf(0x10001, TDX_CALL_TDCALL),
		"TDG.VP.INFO, TDCALL leaf 1 version 1 (newest known: 0)");
	EXPECT_EQ(leaf(0x8000000000000004, TDX_CALL_SEAMCALL),
		"SEAMLDR.CLEANUP, P-SEAMLDR 0x8000000000000004");
	EXPECT_EQ(leaf(0x10002, TDX_CALL_VMCALL), "GetQuote, TDG.VP.VMCALL 0x10002");
	EXPECT_EQ(leaf(2ULL << 32 | 0x10006, TDX_CALL_VMCALL),
		"MigTD.ReportStatus, TDG.VP.VMCALL 0x10006");
	EXPECT_TRUE(says(leaf(0x10006, TDX_CALL_VMCALL), "MigTD"));
	EXPECT_EQ(leaf(9999, TDX_CALL_SEAMCALL),
		"unknown leaf function, SEAMCALL leaf 9999 version 0");
}

TEST(DecodeField, NamesAndPlaces)
{
	EXPECT_EQ(field(0x9100000100000008),
		"MAX_TDMRS (0x9100000100000008): platform scope, class 17 TDMR_INFO, code 0x8, "
		"2 bytes");
	EXPECT_TRUE(says(field(0x2c24000300002802), "IA32_DEBUGCTL"));
	EXPECT_TRUE(says(field(0x2c24000300002802), "L2 VM 2"));
	EXPECT_TRUE(says(field(0x2c20000000000000), "L2_VMCS_2[0]"));
	EXPECT_TRUE(says(field(0x0024000300002803), "IA32_DEBUGCTL (upper half)"));
	EXPECT_TRUE(says(field(~0ULL), "null field id"));
	EXPECT_TRUE(says(field(0x11100003000fffff), "unknown field"));
	EXPECT_TRUE(says(field(0x11100003000fffff), "TDCS_EXECUTION_CONTROLS"));
}

TEST(DecodeWord, Bits)
{
	EXPECT_EQ(word(TDX_WORD_ATTRIBUTES, 0x8000000050000001),
		"DEBUG | SEPT_VE_DISABLE | PKS | PERFMON");
	EXPECT_EQ(word(TDX_WORD_ATTRIBUTES, 0), "none");
	EXPECT_EQ(word(TDX_WORD_XFAM, 0x60007), "X87 | SSE | AVX | AMX_TILECFG | AMX_TILEDATA");
	EXPECT_EQ(word(TDX_WORD_XFAM, 1 << 10), "unknown 0x400");
	EXPECT_EQ(word(TDX_WORD_CONFIG_FLAGS, 5), "GPAW | NO_RBP_MOD");
	EXPECT_EQ(word(TDX_WORD_TD_CTLS, 1ULL << 63), "LOCK");
	EXPECT_EQ(word(TDX_WORD_FEATURES0, 1 << 18 | 1 << 1), "TD_PRESERVING | NO_RBP_MOD");
}

TEST(DecodeWord, Numbers)
{
	EXPECT_EQ(word(TDX_WORD_LEVEL_STATE, 0x8401), "level 2M, state NL_MAPPED");
	EXPECT_EQ(word(TDX_WORD_LEVEL_STATE, 0x14400), "level 4K, state L2_MAPPED, L2 VM 1");
	EXPECT_EQ(word(TDX_WORD_SEPT_ENTRY, 0x8000000000000000), "free");
	EXPECT_EQ(word(TDX_WORD_SEPT_BITS, 0x01000000000000c0), "encoding 0x70, PENDING");
	EXPECT_EQ(word(TDX_WORD_PAGE_INFO, 0x40200001), "GPA 0x40200000, level 2M");
	EXPECT_EQ(word(TDX_WORD_PAGE_TYPE, 4), "TDR: root page of a TD");
	EXPECT_EQ(word(TDX_WORD_PAGE_TYPE, 2), "unknown page type 2");
	EXPECT_EQ(word(TDX_WORD_OP_STATE, 2), "RUNNABLE");
	EXPECT_EQ(word(TDX_WORD_OP_STATE, 12), "START_EXPORT");
	EXPECT_EQ(word(TDX_WORD_OP_STATE, 13), "unknown operation state 13");
	EXPECT_EQ(word(TDX_WORD_OPERAND, 146), "SEPT_TREE");
	EXPECT_EQ(word(TDX_WORD_OPERAND, 4), "unknown operand 0x4");
	EXPECT_EQ(word(TDX_WORD_EXIT_REASON, 77), "TDG.VP.VMCALL (77)");
	EXPECT_EQ(word(TDX_WORD_CPUID_LEAF, 0xffffffff00000002), "CPUID leaf 0x2, any sub-leaf");
}

// Every decoder by one number, into a buffer of @size bytes that ends where it must not be left.
void decode_all(u64 number, u64 other, u32 size)
{
	std::unique_ptr<char[]> const text{new char[size]};
	tdx_regs const regs{
		.rcx = other, .rdx = number, .r8 = other, .r10 = other & 1, .r11 = number};
	auto const fits = [&](u32 length) {
		if (!size)
			return;
		size_t const written = strnlen(text.get(), size);

		ASSERT_LT(written, size) << std::hex << number;
		ASSERT_EQ(written, std::min<size_t>(length, size - 1)) << std::hex << number;
	};

	for (int kind = TDX_CALL_SEAMCALL; kind <= TDX_CALL_VMCALL; kind++) {
		auto const call = static_cast<tdx_call_kind>(kind);

		for (u64 const leaf :
			{number, other, other & 0x1ff, u64{TDX_LEAF_UNKNOWN}, u64{0}}) {
			fits(tdx_decode_status(number, call, leaf, text.get(), size));
			fits(tdx_explain_status(number, call, leaf, &regs, text.get(), size));
		}
		fits(tdx_decode_leaf(number, call, text.get(), size));
		fits(tdx_explain_leaf(number & 0xffff, call, text.get(), size));
	}
	fits(tdx_decode_field(number, text.get(), size));
	fits(tdx_explain_field(number, text.get(), size));
	for (int kind = TDX_WORD_ATTRIBUTES; kind <= TDX_WORD_CPUID_LEAF; kind++) {
		auto const value = static_cast<tdx_word>(kind);

		fits(tdx_decode_word(value, number, text.get(), size));
		fits(tdx_decode_word(value, number & 0xff, text.get(), size));
	}
}

TEST(AnyNumber, NeverFails)
{
	std::mt19937_64 random{20231001};

	for (int i = 0; i < 10000; i++) {
		u64 number = random();

		// Half of them near real statuses and field ids.
		if (i % 4 == 1)
			number = (number & 0xe00000ff0000ffff) | (number >> 32 & 0x1f) << 40;
		if (i % 4 == 3)
			number &= 0xbf740003000000ff;
		decode_all(number, random(), static_cast<u32>(random() % 700));
	}
}

TEST(AnyNumber, EveryRow)
{
	for (auto const &row : tdx::status_rows) {
		u64 const status = tdx::Status::of(row.code, 1).raw;

		EXPECT_TRUE(says(line(status, TDX_CALL_SEAMCALL, 1), row.name));
		decode_all(status, 0x22, 64);
	}
	for (auto const &row : tdx::global_fields)
		EXPECT_TRUE(says(field(row.id.raw), row.name));
	for (auto const &row : tdx::td_fields)
		EXPECT_TRUE(says(field(row.id.raw), row.name));
	for (auto const &row : tdx::vcpu_fields)
		EXPECT_TRUE(says(field(row.id.raw), row.name));
	for (auto const &row : tdx::host_leaves.leaf)
		EXPECT_TRUE(says(leaf(row.number(), TDX_CALL_SEAMCALL), row.name));
	for (auto const &row : tdx::guest_leaves.leaf)
		EXPECT_TRUE(says(leaf(row.number(), TDX_CALL_TDCALL), row.name));
}

TEST(AnyNumber, BufferEdges)
{
	char text[4] = {'x', 'x', 'x', 'x'};
	u32 const length = tdx_decode_status(0, TDX_CALL_SEAMCALL, 1, nullptr, 0);

	EXPECT_EQ(length, std::string{"TDX_SUCCESS (0x0000000000000000)"}.size());
	EXPECT_EQ(tdx_decode_status(0, TDX_CALL_SEAMCALL, 1, text, 0), length);
	EXPECT_EQ(text[0], 'x');
	EXPECT_EQ(tdx_decode_status(0, TDX_CALL_SEAMCALL, 1, text, 1), length);
	EXPECT_EQ(text[0], '\0');
	EXPECT_EQ(text[1], 'x');
	EXPECT_EQ(tdx_decode_status(0, TDX_CALL_SEAMCALL, 1, text, 4), length);
	EXPECT_STREQ(text, "TDX");
}

} // namespace
