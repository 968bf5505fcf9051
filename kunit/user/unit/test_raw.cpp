// SPDX-License-Identifier: GPL-2.0
//
// Lines of the file "call": what is understood, what is refused, and what of the leaf table lets a
// call be made by hand.
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "core/abi/leaves/host_leaves.hpp"
#include "core/raw/raw.h"

namespace {

struct Parsed {
	std::string text;
	core_raw_line line{};
	core_raw_problem problem{};
	bool good;

	explicit Parsed(std::string what) : text{std::move(what)}
	{
		// A copy of the exact size: reading beyond it is an error that ASan finds.
		std::vector<char> const exact{text.begin(), text.end()};
		good = core_raw_parse(
			exact.data(), static_cast<u32>(exact.size()), &line, &problem);
		EXPECT_EQ(good, !problem.what) << text;
		EXPECT_LE(problem.word + problem.length, text.size()) << text;
		for (int byte = 0; good && byte >= 0;) {
			byte = core_raw_byte(&line);
			if (byte >= 0)
				bytes.push_back(static_cast<u8>(byte));
		}
		line.hex = nullptr;
	}

	std::vector<u8> bytes;
	core_raw_call const &call() const { return line.call; }
	u64 fn() const { return line.call.fn; }
	std::string word() const { return text.substr(problem.word, problem.length); }
};

void expect_refused(std::string const &text, std::string const &word, bool forbidden = false)
{
	Parsed const parsed{text};

	EXPECT_FALSE(parsed.good) << text;
	EXPECT_EQ(parsed.word(), word) << text << ": " << parsed.problem.what;
	EXPECT_EQ(parsed.problem.forbidden, forbidden) << text << ": " << parsed.problem.what;
}

constexpr u64 no_page = ~0ULL;
constexpr u8 rcx = 1, rdx = 2, r8 = 8, r9 = 9, r10 = 10, r11 = 11;

TEST(Raw, EmptyLinesAndComments)
{
	for (char const *text : {"", " ", "\t \r", "# buf0 = alloc 1", "   #"})
		EXPECT_EQ(Parsed{text}.line.verb, CORE_RAW_NOTHING) << text;
}

TEST(Raw, BuffersAreAllocatedAndFreed)
{
	Parsed const parsed{" BUF63 =  alloc\t512  # 2 MiB"};

	EXPECT_TRUE(parsed.good);
	EXPECT_EQ(parsed.line.verb, CORE_RAW_ALLOC);
	EXPECT_EQ(parsed.line.buffer, 63);
	EXPECT_EQ(parsed.line.count, 512);
	EXPECT_EQ(Parsed{"free buf7"}.line.verb, CORE_RAW_FREE);
	EXPECT_EQ(Parsed{"free buf7"}.line.buffer, 7);
	expect_refused("buf64 = alloc 1", "buf64");
	expect_refused("buf = alloc 1", "buf");
	expect_refused("buf0+8 = alloc 1", "buf0+8");
	expect_refused("buf0 alloc 1", "alloc");
	expect_refused("buf0 = malloc 1", "malloc");
	expect_refused("buf0 = alloc", "");
	expect_refused("buf0 = alloc 1 2", "2");
	expect_refused("buf0 = alloc 0x", "0x");
	expect_refused("free buf0+16", "");
	expect_refused("free", "");
	expect_refused("free 0", "0");
}

TEST(Raw, BytesAreReadAndWritten)
{
	Parsed const read{"read buf1+0xff0 4096"}, write{"write buf2+3 00ff 5 "};

	EXPECT_EQ(read.line.verb, CORE_RAW_READ);
	EXPECT_EQ(read.line.buffer, 1);
	EXPECT_EQ(read.line.offset, 0xff0);
	EXPECT_EQ(read.line.count, 4096);
	EXPECT_FALSE(write.good);

	Parsed const commented{"write buf2 0102 03 # 04"};
	EXPECT_EQ(commented.bytes, (std::vector<u8>{1, 2, 3}));
	EXPECT_EQ(commented.line.count, 3);
	EXPECT_EQ(Parsed{"write buf0 FFfe"}.bytes, (std::vector<u8>{0xff, 0xfe}));

	EXPECT_EQ(Parsed{"set buf0+8 0x1234"}.line.verb, CORE_RAW_SET);
	EXPECT_EQ(Parsed{"set buf0+8 0x1234"}.line.value, 0x1234);
	EXPECT_EQ(Parsed{"set buf0+8 0x1234"}.line.count, 8);

	expect_refused("read buf0 0", "");
	expect_refused("read buf0 4097", "");
	expect_refused("read buf0", "");
	expect_refused("write buf0", "");
	expect_refused("write buf0 123", "123");
	expect_refused("write buf0 0x12", "0x12");
	expect_refused("set buf0", "");
	expect_refused("set buf0 1 2", "2");
	expect_refused("read buf0+x 8", "buf0+x");
}

// What would wrap is no number, and neither is what somebody may take for octal.
TEST(Raw, NumbersAreWhatTheySeem)
{
	EXPECT_EQ(Parsed{"set buf0 18446744073709551615"}.line.value, ~0ULL);
	EXPECT_EQ(Parsed{"set buf0 0XfFfFfFfFfFfFfFfF"}.line.value, ~0ULL);
	EXPECT_EQ(Parsed{"set buf0 0"}.line.value, 0);
	for (char const *number : {"18446744073709551616", "0x10000000000000000", "010", "00", "-1",
		     "+1", "0x", "1e", "1.0", "x1"})
		expect_refused(std::string{"set buf0 "} + number, number);
}

TEST(Raw, LeafFunctionsByNameAndNumber)
{
	EXPECT_EQ(Parsed{"TDH.SYS.RD"}.fn(), 34);
	EXPECT_EQ(Parsed{"tdh.sys.rd"}.fn(), 34);
	EXPECT_EQ(Parsed{"0x22"}.fn(), 34);
	EXPECT_EQ(Parsed{"34/0"}.fn(), 34);
	EXPECT_EQ(Parsed{"TDH.MNG.RD/1"}.fn(), 0x1000b);
	EXPECT_EQ(Parsed{"TDH.MNG.RD once"}.fn(), 11 | TDXCALL_ONCE);
	EXPECT_EQ(Parsed{"-TDH.MNG.RD"}.line.go_on, 1);
	EXPECT_EQ(Parsed{"TDH.MNG.RD"}.line.go_on, 0);
	EXPECT_STREQ(Parsed{"11"}.call().name, "TDH.MNG.RD");
	expect_refused("TDH.MNG.RD/2", "TDH.MNG.RD/2");
	expect_refused("TDH.MNG.RD/256", "TDH.MNG.RD/256");
	expect_refused("TDH.MNG.RD/", "TDH.MNG.RD/");
	expect_refused("TDH.MNG", "TDH.MNG");
	expect_refused("TDG.VP.INFO", "TDG.VP.INFO");
	expect_refused("SEAMLDR.INFO", "SEAMLDR.INFO");
	expect_refused("511", "511");
	expect_refused("0x8000000000000000", "0x8000000000000000");
	expect_refused("0x1000b", "0x1000b");
	expect_refused("-", "");
}

TEST(Raw, OperandsByRegisterAndName)
{
	Parsed const by_reg{"TDH.MNG.RD rcx=buf3+0x1000 RDX=0x9010000300000010"};
	Parsed const by_name{"TDH.MNG.RD FIELD_ID=0x9010000300000010 tdr_pa=buf3+4096"};

	for (Parsed const *parsed : {&by_reg, &by_name}) {
		core_raw_call const &call{parsed->call()};

		ASSERT_TRUE(parsed->good) << parsed->problem.what;
		ASSERT_EQ(call.addresses, 1);
		EXPECT_EQ(call.address[0].reg, rcx);
		EXPECT_EQ(call.address[0].use, CORE_RAW_PAGE);
		EXPECT_EQ(call.address[0].buffer, 3);
		EXPECT_EQ(call.address[0].offset, 0x1000);
		EXPECT_EQ(call.address[0].bytes, 4096);
		EXPECT_EQ(core_raw_get(&call.in, rcx), 0);
		EXPECT_EQ(core_raw_get(&call.in, rdx), 0x9010000300000010);
		EXPECT_EQ(call.effect, CORE_EFFECT_READS);
	}
}

// Fields that share a register: addresses as such, the others by their own value.
TEST(Raw, OperandsShareRegisters)
{
	Parsed const named{"TDH.MEM.SEPT.ADD/1 GPA=0x40000000 LEVEL=2 TDR_PA=buf0 ALLOW_EXISTING=1 "
			   "SEPT_PAGE_PA=buf1 r9=none"};
	Parsed const raw{"TDH.MEM.SEPT.ADD/1 rcx=0x40000002 rdx=buf0|1 r8=buf1"};

	ASSERT_TRUE(named.good) << named.problem.what;
	EXPECT_EQ(core_raw_get(&named.call().in, rcx), 0x40000002);
	EXPECT_EQ(core_raw_get(&named.call().in, rdx) | named.call().address[0].bits, 1);
	ASSERT_TRUE(raw.good) << raw.problem.what;
	EXPECT_EQ(core_raw_get(&raw.call().in, rcx), 0x40000002);
	EXPECT_EQ(raw.call().address[0].bits, 1);
	EXPECT_EQ(Parsed{"TDH.MNG.CREATE rcx=buf0 HKID=0xffff"}.call().in.rdx, 0xffff);

	expect_refused("TDH.MEM.SEPT.ADD GPA=0x40000800 rdx=buf0", "GPA=0x40000800");
	expect_refused("TDH.MEM.SEPT.ADD LEVEL=8", "LEVEL=8");
	expect_refused("TDH.MEM.SEPT.ADD LEVEL=1 LEVEL=1", "LEVEL=1");
	expect_refused("TDH.MEM.SEPT.ADD LEVEL=1 rcx=2", "rcx=2");
	expect_refused("TDH.MEM.SEPT.ADD rdx=buf0|1 ALLOW_EXISTING=1", "ALLOW_EXISTING=1");
	expect_refused("TDH.MEM.SEPT.ADD/1 L2_SEPT_PAGE_PA=buf0", "L2_SEPT_PAGE_PA=buf0");
	expect_refused("TDH.MEM.SEPT.ADD r9=buf0", "r9=buf0");
	expect_refused("TDH.MNG.CREATE HKID=0x10000", "HKID=0x10000");
	expect_refused("TDH.MNG.CREATE HKID=buf0", "HKID=buf0");
	expect_refused("TDH.MNG.CREATE rsi=1", "rsi=1");
	expect_refused("TDH.MNG.CREATE rax=1", "rax=1");
	expect_refused("TDH.MNG.CREATE rbp=1", "rbp=1");
	expect_refused("TDH.MNG.CREATE HKID", "HKID");
	expect_refused("TDH.MNG.CREATE HKID=", "HKID=");
	expect_refused("TDH.MNG.CREATE =1", "=1");
}

// A physical address names a buffer, or nothing at all.
TEST(Raw, AddressesAreBuffers)
{
	for (char const *address : {"0", "0x1000", "0xfffffffffffffffe", "0x100000000"}) {
		std::string const operand{std::string{"rcx="} + address};

		expect_refused("TDH.PHYMEM.PAGE.RECLAIM " + operand, operand, true);
		expect_refused("TDH.PHYMEM.PAGE.RDMD " + operand, operand, true);
	}
	expect_refused("TDH.MNG.ADDCX TDR_PA=0x1000", "TDR_PA=0x1000", true);
	expect_refused("TDH.SYS.RDALL rdx=0x1000", "rdx=0x1000", true);
	expect_refused("TDH.MNG.RD rcx=buf0|0x1000", "rcx=buf0|0x1000", true);
	expect_refused("TDH.MNG.RD rcx=buf0|1", "rcx=buf0|1", true);
	expect_refused("TDH.MEM.SEPT.ADD rdx=buf0|0x1000", "rdx=buf0|0x1000", true);
	expect_refused("TDH.MNG.RD rcx=buf0+0x800", "rcx=buf0+0x800");
	expect_refused("TDH.MNG.RD rcx=buf0|x", "rcx=buf0|x");
	EXPECT_EQ(core_raw_get(&Parsed{"TDH.MNG.RD rcx=none"}.call().in, rcx), no_page);
	EXPECT_EQ(Parsed{"TDH.MNG.INIT rdx=buf0+1024"}.call().address[0].use, CORE_RAW_BUFFER);
	EXPECT_EQ(Parsed{"TDH.PHYMEM.PAGE.WBINVD rcx=buf0|0x4000000000000"}.call().address[0].use,
		CORE_RAW_KEYED);
}

// 0 would be the first page of the machine.
TEST(Raw, AddressesLeftOutAreNone)
{
	core_raw_call const add{Parsed{"TDH.MEM.SEPT.ADD ALLOW_EXISTING=1"}.call()};

	for (u8 const reg : {rdx, r8, r9, r10, r11})
		EXPECT_EQ(core_raw_get(&add.in, reg), no_page) << unsigned{reg};
	EXPECT_EQ(core_raw_get(&add.in, rcx), 0);
	EXPECT_EQ(core_raw_get(&Parsed{"TDH.PHYMEM.PAGE.WBINVD"}.call().in, rcx), no_page);
	EXPECT_EQ(core_raw_get(&Parsed{"TDH.SYS.RD"}.call().in, rcx), 0);

	// Whatever the leaf function: no address register is left as a number of the caller's.
	for (tdx::LeafInfo const &leaf : tdx::host_leaves.leaf) {
		Parsed const parsed{leaf.name};

		for (u32 i = 0; parsed.good && i < leaf.operands; i++) {
			tdx::OperandInfo const &op{
				tdx::host_leaves.operand[leaf.first_operand + i]};

			if (op.dir != tdx::Dir::In)
				continue;
			if (op.kind != tdx::OperandKind::PageAddress &&
				op.kind != tdx::OperandKind::BufferAddress &&
				op.kind != tdx::OperandKind::KeyedAddress)
				continue;
			EXPECT_EQ(core_raw_get(&parsed.call().in, static_cast<u8>(op.reg)), no_page)
				<< leaf.name << ' ' << op.name;
		}
	}
}

// A large page is taken as a whole.
TEST(Raw, PagesAreAsLargeAsTheirLevel)
{
	auto const bytes = [](char const *text) {
		Parsed const parsed{text};
		EXPECT_TRUE(parsed.good) << text;
		for (u32 i = 0; i < parsed.call().addresses; i++)
			if (parsed.call().address[i].reg == r8)
				return parsed.call().address[i].bytes;
		return 0ULL;
	};

	EXPECT_EQ(bytes("TDH.MEM.PAGE.AUG rcx=0 rdx=buf0 r8=buf1"), 4096);
	EXPECT_EQ(bytes("TDH.MEM.PAGE.AUG r8=buf1 rdx=buf0 LEVEL=1"), 2u << 20);
	EXPECT_EQ(bytes("TDH.MEM.PAGE.AUG r8=buf1 rdx=buf0 rcx=2"), 1u << 30);
	EXPECT_EQ(bytes("TDH.MEM.SEPT.ADD r8=buf1 rdx=buf0 rcx=1"), 4096);
	expect_refused("TDH.MEM.PAGE.AUG r8=buf1 LEVEL=3", "TDH.MEM.PAGE.AUG");
}

TEST(Raw, FieldsThatHoldAddressesAreRefused)
{
	// Shared EPTP, posted-interrupt descriptor, PML address; of the TD and of an L2 VM.
	for (char const *field : {"0x002400030000203C", "0x0024000300002016", "0x002400030000200E",
		     "0x240000030000203C", "0x2400000300002016", "0x2400000300002017"})
		expect_refused(
			std::string{"TDH.VP.WR rcx=buf0 r9=1 rdx="} + field, "TDH.VP.WR", true);
	expect_refused("TDH.MNG.INIT rcx=buf0 rdx=buf1 EXTRA_PARAM=0x1000", "TDH.MNG.INIT", true);
	expect_refused("TDH.MNG.INIT rcx=buf0 rdx=buf1 r8=1", "TDH.MNG.INIT", true);
	EXPECT_TRUE(Parsed{"TDH.MNG.INIT rcx=buf0 rdx=buf1 r8=0"}.good);
	// A guest's register is none; reading is no danger.
	EXPECT_TRUE(Parsed{"TDH.VP.WR rcx=buf0 rdx=0xA010000300000000 r8=1 r9=1"}.good);
	EXPECT_TRUE(Parsed{"TDH.VP.RD rcx=buf0 rdx=0x002400030000203C"}.good);
}

TEST(Raw, ResultsAreThoseOfTheVersion)
{
	EXPECT_EQ(Parsed{"TDH.MNG.RD"}.call().results, 1 << r8);
	EXPECT_EQ(Parsed{"TDH.MNG.RD/1"}.call().results, 1 << r8 | 1 << rdx);
	EXPECT_EQ(Parsed{"TDH.MEM.PAGE.REMOVE"}.call().pages, 1 << rcx);
	EXPECT_EQ(Parsed{"TDH.MR.FINALIZE"}.call().results, 0);
}

// By hand, from the ABI: what starts or ends a TDX module, what runs a guest, and what takes
// addresses that nobody can check.
TEST(Raw, NeverByHand)
{
	for (char const *name : {"TDH.VP.ENTER", "TDH.SYS.SHUTDOWN", "TDH.SYS.UPDATE",
		     "TDH.SYS.DISABLE", "TDH.SYS.LP.SHUTDOWN", "TDH.SYS.INIT", "TDH.SYS.LP.INIT",
		     "TDH.SYS.CONFIG", "TDH.SYS.KEY.CONFIG", "TDH.SYS.TDMR.INIT",
		     "TDH.PHYMEM.PAMT.ADD", "TDH.EXT.MEM.ADD", "TDH.EXPORT.MEM", "TDH.IMPORT.MEM",
		     "TDH.EXPORT.BLOCKW", "TDH.IMPORT.STATE.VP", "TDH.MEM.SHARED.SEPT.WR",
		     "TDH.QUOTE.GET", "TDH.MEM.SCAN.RANGE", "TDH.IOMMU.SETREG", "TDH.MNG.RDM",
		     "TDH.MEM.SEPT.WR", "TDH.DEVIF.CREATE", "TDH.MMIO.MAP"})
		expect_refused(name, name, true);
}

// The list has nothing with an operand that leads to addresses elsewhere, or platform state.
TEST(Raw, ListedLeafFunctionsCanBeChecked)
{
	unsigned listed = 0;

	for (tdx::LeafInfo const &leaf : tdx::host_leaves.leaf) {
		EXPECT_EQ(Parsed{leaf.name}.good, leaf.raw == tdx::Raw::Listed) << leaf.name;
		if (leaf.raw != tdx::Raw::Listed)
			continue;
		listed++;
		EXPECT_NE(leaf.effect, tdx::Effect::Platform) << leaf.name;
		EXPECT_NE(leaf.xstate, tdx::Xstate::Io) << leaf.name;
		EXPECT_NE(leaf.in.bits | leaf.out.bits, 0) << leaf.name;
		for (u32 i = 0; i < leaf.operands; i++) {
			tdx::OperandInfo const &op{
				tdx::host_leaves.operand[leaf.first_operand + i]};

			EXPECT_NE(op.kind, tdx::OperandKind::GpaList) << leaf.name;
			if (op.dir != tdx::Dir::In)
				continue;
			EXPECT_FALSE(std::string{op.name}.ends_with("LIST_INFO")) << leaf.name;
		}
	}
	EXPECT_EQ(listed, 41);
}

// Text of any kind: nothing but the text is read, and every address is checked.
// Operands were not looked at in the wrong state of the platform, and where no TDX module answers.
TEST(Raw, EndedBeforeItsOperands)
{
	EXPECT_TRUE(core_raw_is_blind(0xc000050500000000)); // TDX_SYS_NOT_READY
	EXPECT_TRUE(core_raw_is_blind(0xc000050000000000)); // TDX_SYS_INIT_NOT_PENDING
	EXPECT_TRUE(core_raw_is_blind(0x8000ff00ffff0000)); // VMfailInvalid
	EXPECT_TRUE(core_raw_is_blind(0x8000ff0000000006)); // #UD
	EXPECT_FALSE(core_raw_is_blind(0));
	EXPECT_FALSE(core_raw_is_blind(0x0000000300000000)); // success with information
	EXPECT_FALSE(core_raw_is_blind(0xc000010000000001)); // TDX_OPERAND_INVALID, RCX
	EXPECT_FALSE(core_raw_is_blind(0x8000020000000001)); // TDX_OPERAND_BUSY, RCX
	EXPECT_FALSE(core_raw_is_blind(0xc000030000000001)); // TDX_OPERAND_PAGE_METADATA_INCORRECT
}

TEST(Raw, RubbishIsRefused)
{
	expect_refused(std::string("\0\0", 2), std::string("\0\0", 2));
	expect_refused("\xff\xfe", "\xff\xfe");
	expect_refused(std::string(65536, 'x'), std::string(65536, 'x'));
	expect_refused(std::string(65536, '='), std::string(65536, '='));
	expect_refused(
		"TDH.MNG.RD " + std::string(65000, '|') + "=", std::string(65000, '|') + "=");
	EXPECT_TRUE(Parsed{std::string(65536, ' ')}.good);
	EXPECT_EQ(Parsed{"write buf0 " + std::string(8192, '0')}.bytes.size(), 4096);
}

} // namespace
