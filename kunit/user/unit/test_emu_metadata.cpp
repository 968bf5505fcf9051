// SPDX-License-Identifier: GPL-2.0
//
// TDH.SYS.RD and TDH.SYS.RDALL: the platform's metadata fields, their values and their list.
#include <gtest/gtest.h>

#include <cstring>

#include "core/abi/metadata_global.hpp"
#include "core/emu/metadata/field_list.hpp"
#include "test_emu_machine.hpp"
#include "test_emu_shared.hpp"

namespace {

using namespace test;

constexpr u64 null_id = ~0ULL;
constexpr u64 id_incorrect = raw(0xc0000c00);
constexpr u64 first_id = raw(0x00000c0b);
constexpr u64 page = memory_base + 0xa000;

struct Metadata : testing::Test {
	CleanHost clean;
	Machine machine;

	void SetUp() override { ASSERT_TRUE(machine.bring_up()); }

	auto rd(u64 id) { return machine.seamcall(0, HostLeaf::SysRd, {.rdx = id, .r8 = 77}); }
	auto rdall(u64 pa, u64 id)
	{
		return machine.seamcall(0, HostLeaf::SysRdall, {.rdx = pa, .r8 = id});
	}
	u64 value(u64 id)
	{
		auto const answer = rd(id);
		EXPECT_EQ(answer.rax, 0u) << std::hex << id;
		return answer.gpr.r8;
	}
};

u64 word(u64 index)
{
	u64 value;
	EXPECT_EQ(host_phys_read(page + 8 * index, &value, 8), 0);
	return value;
}

TEST_F(Metadata, NeedsLpInit)
{
	Machine fresh;
	auto answer = fresh.seamcall(0, HostLeaf::SysRd, {.rdx = 0, .r8 = 77});
	EXPECT_EQ(answer.rax, raw(0xc0000502));
	EXPECT_EQ(answer.gpr.rdx, null_id);
	EXPECT_EQ(answer.gpr.r8, 0u);
	ASSERT_EQ(fresh.seamcall(0, HostLeaf::SysInit).rax, 0u);
	answer = fresh.seamcall(0, HostLeaf::SysRdall, {.rdx = 1, .r8 = 0});
	EXPECT_EQ(answer.rax, raw(0xc0000502));
	EXPECT_EQ(answer.gpr.rdx, 1u);
	EXPECT_EQ(answer.gpr.r8, null_id);
}

TEST_F(Metadata, NullIdNamesTheFirstField)
{
	for (u64 const id : {null_id, null_id ^ 1ULL << 52, null_id ^ 7ULL << 52}) {
		auto const answer = rd(id);
		EXPECT_EQ(answer.rax, first_id);
		EXPECT_EQ(answer.gpr.rdx, 0x0000000200000000u);
		EXPECT_EQ(answer.gpr.r8, 0u);
	}
}

struct IdCase {
	u64 id;
	u64 status;
	u64 next;
};

// What of an id counts: class and field code; reserved bits and those of a list must be 0.
TEST_F(Metadata, Ids)
{
	IdCase const cases[]{
		{0x0000000200000000, 0, 0x0000000200000001},
		{0x0000000000000000, 0, 0x0000000200000001}, // size 1
		{0x0000000000000001, 0, 0x0000000000000002}, // goes on as it came
		{0x0000000000000008, 0, 0x0800000200000000}, // last of an array
		{0x8000000200000000, 0, 0x0000000200000001}, // bit 63
		{0x0804000200000000, 0, 0x8800000200000001}, // counts by 2
		{0x0808000200000000, 0, 0x8800000200000001}, // write mask
		{0x0810000200000000, 0, 0x8800000200000001}, // context of a TD
		{0x0820000200000000, 0, 0x8800000200000001}, // context of a vCPU
		{0x0020000200000001, 0, 0x0000000200000002},
		{0x9900000300000500, 0, 0x9900000300000501},
		{0x9900000300000501, 0, 0x9900000300000502},
		{0x990000030000053f, 0, 0x9900000300000600},
		{0xa200000300000006, 0, null_id}, // the last field
		{0x0000000000000009, id_incorrect, null_id},
		{0x9000000100000001, id_incorrect, null_id}, // between two fields
		{0x0800000200000007, id_incorrect, null_id},
		{0xa200000300000007, id_incorrect, null_id},
		{0x3f00000000000000, id_incorrect, null_id},
		{0x0880000200000000, id_incorrect, null_id}, // bit 55
		{0x4800000200000000, id_incorrect, null_id}, // bit 62
		{0x0802000200000000, id_incorrect, null_id}, // bit 49
		{0x0800000201000000, id_incorrect, null_id}, // bit 24
		{0x0800000600000000, id_incorrect, null_id}, // last element
		{0x0800004200000000, id_incorrect, null_id}, // last field
		{null_id - 1, id_incorrect, null_id},
		// fields of TDX 2.0
		{0x9100000000000013, id_incorrect, null_id},
		{0x9900000100000008, id_incorrect, null_id},
		{0x9a00000300000000, id_incorrect, null_id},
		{0x3000000300000000, id_incorrect, null_id},
	};
	for (auto const &one : cases) {
		auto const answer = rd(one.id);
		EXPECT_EQ(answer.rax, one.status) << std::hex << one.id;
		EXPECT_EQ(answer.gpr.rdx, one.next) << std::hex << one.id;
		if (one.status) {
			EXPECT_EQ(answer.gpr.r8, 0u) << std::hex << one.id;
		}
	}
}

TEST_F(Metadata, PlatformValues)
{
	std::pair<u64, u64> const values[]{
		{0x0000000200000000, 2},       // NUM_PKGS
		{0x0000000200000001, 0x806f8}, // PKG_FMS
		{0x0000000200000002, 0x806f8},
		{0x0000000200000003, 0},
		{0x8800000200000001, 20230301},
		{0x0800000100000005, 1},  // UPDATE_VERSION
		{0x8900000100000003, 13}, // NUM_HANDOFF_PAGES
		{0x0a00000300000008, 0xf0fbf},
		{0x9000000300000080, memory_base},
		{0x9000000300000081, 0},
		{0x9000000300000100, memory_size},
		{0x1900000300000002, 0x6dbe7},
		{0x9900000300000006, 7},
		{0x9900000300000400, 0xffffffff00000001},
		{0x9900000300000408, 0xffffffff0000001c},
		{0x990000030000040b, 0x23},
		{0x990000030000040c, ~0ULL},
		{0x990000030000041f, ~0ULL},
		{0x9900000300000500, 0x00ff00000fff3fff},
		{0x9900000300000501, 0},
		{0x9900000300000508, 0xfffff000ffffc3ff},
		{0x9900000300000509, 0x00000007ffffffff},
		{0x9900000300000518, 0},
		{0x990000030000053f, 0},
		{0x9900000100000800, 1}, // NUM_ALLOWED_FMS
		{0x9900000300000810, 0x806f8},
		{0x9900000300000811, 0},
	};
	for (auto const &[id, expected] : values)
		EXPECT_EQ(value(id), expected) << std::hex << id;
}

TEST_F(Metadata, WithoutNoRbpMod)
{
	Machine old{[](auto &c) { c.no_rbp_mod = 0; }};
	ASSERT_TRUE(old.bring_up());
	auto const read = [&](u64 id) {
		return old.seamcall(0, HostLeaf::SysRd, {.rdx = id}).gpr.r8;
	};
	EXPECT_EQ(read(0x0a00000300000008), 0xb0fbfu);
	EXPECT_EQ(read(0x9900000300000006), 3u);
}

TEST_F(Metadata, XfamFollowsTheCpu)
{
	Machine plain;
	// AVX-512 and AMX are missing, and CET of IA32_XSS.
	plain.set_cpuid(0, 0xd, 0, {0x207, 0x2b00, 0x2b00, 0});
	auto supervisor = plain.native_cpuid(0, 0xd, 1);
	supervisor.ecx = 0xd900 & ~0x1000u;
	supervisor.ecx |= 0x1800;
	plain.set_cpuid(0, 0xd, 1, supervisor);
	for (u32 lp = 1; lp < 4; lp++) {
		plain.set_cpuid(lp, 0xd, 0, {0x207, 0x2b00, 0x2b00, 0});
		plain.set_cpuid(lp, 0xd, 1, supervisor);
	}
	ASSERT_TRUE(plain.bring_up());
	// 6dbe7 & (207 | d900)
	EXPECT_EQ(plain.seamcall(0, HostLeaf::SysRd, {.rdx = 0x1900000300000002}).gpr.r8, 0xdb07u);
}

// Families and models from the platform's own down the list; the lowest stepping of all packages
// counts.
TEST_F(Metadata, AllowedFamilies)
{
	struct Case {
		u32 fms[2]; // of the two packages
		std::vector<u64> allowed;
	} const cases[]{
		{{0x806f5, 0x806f8}, {0x806f5}},
		{{0xc06f2, 0xc06f2}, {0xc06f2, 0x806f8}},
		{{0xa06d3, 0xa06d1}, {0xa06d1, 0xa06f0, 0xc06f2, 0x806f8}},
		{{0xd06d0, 0xd06d0}, {0xd06d0, 0xa06e0, 0xa06d0, 0xa06f0, 0xc06f2, 0x806f8}},
	};
	for (auto const &one : cases) {
		Machine other{{}, {0, 1}, {one.fms[0], one.fms[1]}};
		ASSERT_TRUE(other.bring_up());
		auto const read = [&](u64 id) {
			return other.seamcall(0, HostLeaf::SysRd, {.rdx = id}).gpr.r8;
		};
		EXPECT_EQ(read(0x0000000200000001), one.fms[0]);
		EXPECT_EQ(read(0x0000000200000002), one.fms[1]);
		EXPECT_EQ(read(0x9900000100000800), one.allowed.size());
		for (u64 i = 0; i < 64; i++)
			EXPECT_EQ(read(0x9900000300000810 + i),
				i < one.allowed.size() ? one.allowed[i] : 0);
	}
}

TEST_F(Metadata, EveryConstantOfTheFactTable)
{
	std::string const path{shared_file("abi/metadata_global_values.tsv")};
	if (path.empty())
		GTEST_SKIP() << "no fact tables here";

	unsigned constants{0};
	for (auto const &row : read_tsv(path)) {
		u64 const id{number(row.at("field_id"))};
		if (row.at("value_1.5.01") == "not in 1.5.01") {
			EXPECT_EQ(rd(id).rax, id_incorrect) << row.at("name");
			continue;
		}
		bool const plain{
			row.at("kind").starts_with("constant") &&
			row.at("value_1.5.01").find_first_not_of("0123456789abcdefxABCDEF") ==
				std::string::npos};
		u64 const elements{number(row.at("num_elements"))};
		for (u64 i = 0; i < elements; i++) {
			u64 const found{value(id + i)};
			if (plain) {
				EXPECT_EQ(found, number(row.at("value_1.5.01"))) << row.at("name");
			}
		}
		constants += plain;
	}
	EXPECT_GE(constants, 40u);
}

TEST_F(Metadata, ListOfEverything)
{
	// Headers of the sequences that are known, by their number.
	std::pair<unsigned, u64> const known[]{
		{0, 0x0000020200000000},
		{1, 0x0800004200000000},
		{2, 0x8800010100000002},
		{13, 0x900007c300000080},
		{16, 0x9100008100000010},
		{20, 0x190000c300000000},
		{23, 0x990007c300000400},
		{24, 0x990007c700000500},
		{27, 0x99001fc300000810},
		{29, 0x200000c100000001},
		{35, 0xa200014300000001},
	};
	std::memset(host::at(page), 0xee, 4096);
	auto const answer = rdall(page, null_id);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_EQ(answer.gpr.r8, null_id);
	EXPECT_EQ(answer.gpr.rdx, page);
	EXPECT_EQ(word(0), 3128u | 36u << 16);
	EXPECT_EQ(word(3128 / 8), 0xeeeeeeeeeeeeeeee);

	// Every element is what SYS.RD tells, in the order in which it names the next one.
	u64 id{rd(null_id).gpr.rdx};
	u64 at{1};
	std::map<unsigned, u64> headers;
	for (unsigned sequence = 0; sequence < 36; sequence++) {
		u64 const header{word(at++)};
		headers[sequence] = header;
		u64 const elements{((header >> 38 & 0x1ff) + 1) * ((header >> 34 & 0xf) + 1)};
		EXPECT_EQ(header & ~(0x1ffULL << 38 | 0xfULL << 34), id) << sequence;
		for (u64 i = 0; i < elements; i++) {
			auto const element = rd(id);
			ASSERT_EQ(element.rax, 0u) << std::hex << id;
			EXPECT_EQ(word(at++), element.gpr.r8) << std::hex << id;
			id = element.gpr.rdx;
		}
	}
	EXPECT_EQ(id, null_id);
	EXPECT_EQ(at, 3128u / 8);
	for (auto const &[sequence, header] : known)
		EXPECT_EQ(headers[sequence], header) << sequence;
}

TEST_F(Metadata, ListFromAField)
{
	struct Case {
		u64 id;
		u64 status;
		u64 header; // of the page
		u64 first;  // header of the first sequence
	} const cases[]{
		{0xa200000300000001, 0, (8 + 8 + 48) | 1 << 16, 0xa200014300000001},
		{0xa200000300000006, 0, (8 + 8 + 8) | 1 << 16, 0xa200000300000006},
		{0xa210000300000003, 0, (8 + 8 + 32) | 1 << 16, 0xa20000c300000003},
		{0x2000000300000000, 0, 0, 0xa000000300000000}, // MIG_ATTRIBUTES
		{0x990000030000053e, 0, 0, 0x990000070000053e}, // last pair
		{0x990000030000053f, id_incorrect, 0, 0},       // middle of a field
		{0x9900000100000500, id_incorrect, 0, 0},       // another size
		{0x0800000000000000, id_incorrect, 0, 0},
		{0xa200000300000007, id_incorrect, 0, 0},
		{0x9a00000300000000, id_incorrect, 0, 0}, // TDX 2.0
		{0, id_incorrect, 0, 0},
	};
	for (auto const &one : cases) {
		std::memset(host::at(page), 0xee, 4096);
		auto const answer = rdall(page, one.id);
		EXPECT_EQ(answer.rax, one.status) << std::hex << one.id;
		EXPECT_EQ(answer.gpr.r8, null_id) << std::hex << one.id;
		if (one.status) {
			EXPECT_EQ(word(0), 0xeeeeeeeeeeeeeeee) << std::hex << one.id;
			continue;
		}
		if (one.header) {
			EXPECT_EQ(word(0), one.header) << std::hex << one.id;
		}
		EXPECT_EQ(word(1), one.first) << std::hex << one.id;
	}
}

TEST_F(Metadata, ListPage)
{
	std::pair<u64, u64> const cases[]{
		{page + 1, raw(0xc0000100, 2)},
		{page + 2048, raw(0xc0000100, 2)},
		{page | 1ULL << 52, raw(0xc0000100, 2)},
		{page | 32ULL << 46, raw(0xc0000100, 2)},
		{0x43fff000, raw(0xc0000100, 2)},
		{memory_base + memory_size, raw(0xc0000101, 2)}, // no memory
		{page | 31ULL << 46, 0},
	};
	for (auto const &[pa, status] : cases) {
		auto const answer = rdall(pa, null_id);
		EXPECT_EQ(answer.rax, status) << std::hex << pa;
		EXPECT_EQ(answer.gpr.r8, null_id);
	}
}

// A page that is too small for all of it: fields are not cut, and the list says where it stopped.
TEST(FieldList, StopsBetweenFields)
{
	using namespace tdx::emu;
	FieldPlace place{
		tdx::global_fields, std::size(tdx::global_fields), &tdx::FieldInfo::host, 0, 0, 0};

	place.first();
	FieldSequence sequence{next_sequence(place, 8 + 3 * 8 + 7)};
	EXPECT_EQ(sequence.fields, 3u);
	EXPECT_EQ(sequence.header().raw, 0x0000008200000000u);
	EXPECT_EQ(sequence.next.id().raw, 0x0000000200000003u);
	EXPECT_EQ(next_sequence(place, 15).fields, 0u);
	EXPECT_EQ(next_sequence(place, 7).fields, 0u);

	// Two elements a field: 24 bytes are needed for one.
	ASSERT_TRUE(place.find({0x9900000300000500}));
	EXPECT_EQ(next_sequence(place, 23).fields, 0u);
	EXPECT_EQ(next_sequence(place, 39).fields, 1u);
	EXPECT_EQ(next_sequence(place, 40).next.id().raw, 0x9900000300000504u);
}

// What a guest may read is another list: 8 sequences, 168 bytes.
TEST(FieldList, OfAGuest)
{
	using namespace tdx::emu;
	u64 const headers[]{0x0800000200000000, 0x0800004100000003, 0x0a00000200000000,
		0x0a00000000000001, 0x0a00000300000008, 0xa000000300000000, 0x200000c100000001,
		0xa200000100000000};
	FieldPlace place{
		tdx::global_fields, std::size(tdx::global_fields), &tdx::FieldInfo::guest, 0, 0, 0};
	u32 bytes{8};

	place.first();
	for (u64 const header : headers) {
		ASSERT_FALSE(place.end());
		FieldSequence const sequence{next_sequence(place, 4088)};
		EXPECT_EQ(sequence.header().raw, header);
		bytes += sequence.bytes();
		place = sequence.next;
	}
	EXPECT_TRUE(place.end());
	EXPECT_EQ(bytes, 168u);
}

} // namespace
