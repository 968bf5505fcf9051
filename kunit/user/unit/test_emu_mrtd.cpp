// SPDX-License-Identifier: GPL-2.0
//
// MRTD of fixed images.  The digests are those of known_answers.tsv, and others made in the same
// way: Python's hashlib.sha384 over the 128-byte blocks of semantics.md, section 8.
#include <array>
#include <cstring>

#include <gtest/gtest.h>

#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u64 chunk_bytes = 256;

enum class Content { Zero, Ramp };

class Image {
	Platform platform;
	TestTd td;

public:
	explicit Image(TdOptions options = {}) : td{platform, options} {}

	void fill(unsigned char (*byte)(unsigned))
	{
		auto *const source = static_cast<unsigned char *>(host::at(host_page_pa));
		for (unsigned i = 0; i < page_bytes; i++)
			source[i] = byte(i);
	}
	void add(u64 gpa, Content content = Content::Zero)
	{
		if (content == Content::Ramp)
			fill([](unsigned i) { return static_cast<unsigned char>(i); });
		else
			fill([](unsigned) { return static_cast<unsigned char>(0); });
		td.add(gpa);
	}
	void add_constant(u64 gpa, unsigned char value)
	{
		std::memset(host::at(host_page_pa), value, page_bytes);
		td.add(gpa);
	}
	void extend_chunk(u64 gpa)
	{
		platform.must(HostLeaf::MrExtend, {.rcx = gpa, .rdx = td.tdr});
	}
	void extend(u64 gpa)
	{
		for (u64 chunk = 0; chunk < page_bytes; chunk += chunk_bytes)
			extend_chunk(gpa + chunk);
	}
	std::string mrtd()
	{
		td.control().num_vcpus = 1;
		platform.must(HostLeaf::MrFinalize, {.rcx = td.tdr});
		auto const *const bytes =
			reinterpret_cast<unsigned char const *>(td.control().mrtd);
		std::string text;
		char two[3];
		for (unsigned i = 0; i < sizeof(td.control().mrtd); i++) {
			std::snprintf(two, sizeof(two), "%02x", bytes[i]);
			text += two;
		}
		EXPECT_EQ(td.control().op_state, 2u); // RUNNABLE
		return text;
	}
};

TEST(Mrtd, WithoutPages)
{
	Image image;
	EXPECT_EQ(image.mrtd(), "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
				"274edebfe76f65fbd51ad2f14898b95b");
}

TEST(Mrtd, PageIsNamedNotMeasured)
{
	Image at_zero;
	at_zero.add(0, Content::Ramp);
	EXPECT_EQ(at_zero.mrtd(), "8f3e9a8aca6784eab874f7aa4dda5d49104a88047f1f86695ef2a88f5691a90e"
				  "34aac48ce45ffa1f5a23c7d62980d570");
	Image at_one;
	at_one.add(0x1000);
	EXPECT_EQ(at_one.mrtd(), "fcdabf6fdf38b87d2e3a89b1ab68c242abb261dffa70ef6f1dc2220c2752d272"
				 "9cdf1be92afc2e0e4297f04e2b629552");
}

TEST(Mrtd, PageExtended)
{
	Image ramp;
	ramp.add(0, Content::Ramp);
	ramp.extend(0);
	EXPECT_EQ(ramp.mrtd(), "b8f496520bb48e5284695ec1605cf17a5f9495329ba0b381d7c1966410e6de61"
			       "a9cf0dc98de4fb52c7a47b0bcb56ea72");
	Image zero;
	zero.add(0);
	zero.extend(0);
	EXPECT_EQ(zero.mrtd(), "236f0efa607ff8843f1855d7ef80dc3dda8fb455787a186b8787212951eab009"
			       "6e3193bb26f817c2b63c21f5e10f9938");
	Image chunk;
	chunk.add(0, Content::Ramp);
	chunk.extend_chunk(0);
	EXPECT_EQ(chunk.mrtd(), "b317313071d9ff45f1ba2a7c88e60e788c8cd0f7266bf7f90a83e442f8d88be5"
				"fe7c8e27252049fed1defa1b32d94521");
	Image high;
	high.add(0xfffff000);
	high.extend(0xfffff000);
	EXPECT_EQ(high.mrtd(), "07f08f558c5e2593b33452cf00c12a165c07b027a36424ecfa15ebf39b5415e0"
			       "ed62418458e4bfd77f16fec0f1568dc9");
}

TEST(Mrtd, OrderMatters)
{
	Image up;
	up.add(0);
	up.add(0x1000);
	EXPECT_EQ(up.mrtd(), "d88b05f52648c041e7f0321f3905ec848a2d2654cf8c2158f67bc25ecd8a1a99"
			     "9f5f65f5350db0f732b59cfc66d6da3b");
	Image down;
	down.add(0x1000);
	down.add(0);
	EXPECT_EQ(down.mrtd(), "ccd5746e64f677a4135861ab4ea44fff8f1976b9a78eee76351e1339c6878ffb"
			       "14e378c43d523aea8ea2f961bb4a4643");
	Image each;
	each.add(0, Content::Ramp);
	each.extend(0);
	each.add(0x1000);
	each.extend(0x1000);
	EXPECT_EQ(each.mrtd(), "ae69b83c02378f3a4affa3142f248ad0a0dadc489208db31426189ec9d98bd1f"
			       "3f5356fd141e271ea135b89d4da62413");
	Image reversed;
	reversed.add(0x1000);
	reversed.extend(0x1000);
	reversed.add(0, Content::Ramp);
	reversed.extend(0);
	EXPECT_EQ(reversed.mrtd(),
		"43736062bbae940ea6692e0e1fe2be3564841017535bcac1ed819dedaf6ff588"
		"98cbb350b73b63bde647e5b58c2440e2");
	Image first_all;
	first_all.add(0, Content::Ramp);
	first_all.add(0x1000);
	first_all.extend(0);
	first_all.extend(0x1000);
	EXPECT_EQ(first_all.mrtd(),
		"13409f2a6468ac18fa041f42cd58c01fc02981a3f629dd943b07232599f5dd94"
		"544b18aa3efda5d9c6fbfea844523dc3");
}

TEST(Mrtd, ManyPages)
{
	constexpr u64 first = 0x7fff80000000;
	Image image;
	for (unsigned i = 0; i < 16; i++)
		image.add_constant(first + i * page_bytes, static_cast<unsigned char>(i));
	for (unsigned i = 0; i < 16; i++)
		image.extend(first + i * page_bytes);
	EXPECT_EQ(image.mrtd(), "123f8673b46e69b3a71268cd9f76e8527ab470836571178d187aa4242e41eb6d"
				"0ee2e0e2dc1b5b61f5e13ce3aac1f5b1");
}

TEST(Mrtd, ChunksInAnyOrderAndAgain)
{
	Image image;
	image.add(0x200000, Content::Ramp);
	for (unsigned i = 16; i-- > 0;)
		image.extend_chunk(0x200000 + i * chunk_bytes);
	image.extend_chunk(0x200000);
	EXPECT_EQ(image.mrtd(), "6facbfcc436e6227b37ca31d8c2a8dd90cc56e6ac44e419b94dc4142e42a347e"
				"c188cf0325aa1d21a2f6b0fd84e0755c");
}

TEST(Mrtd, HighestPageOfFiveLevels)
{
	constexpr u64 highest = (1ULL << 51) - page_bytes;
	Image image{{.five_levels = true, .gpaw = true}};
	image.add(highest, Content::Ramp);
	image.extend(highest);
	EXPECT_EQ(image.mrtd(), "9367d866e1f1a473aaf9dfd799e963b39d2bb7d4fd7036bcb461f1826797e65f"
				"2ec666ffc2786684250479ad1d3f1f81");
}

} // namespace
