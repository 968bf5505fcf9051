// SPDX-License-Identifier: GPL-2.0
//
// What tdxcall lists, and what it finds out of a TDX module that answers: here the software one.
#include <gtest/gtest.h>

#include <map>

#include "core/call/core.h"
#include "kunit/user/host/sigill.hpp"
#include "test_emu_machine.hpp"
#include "test_emu_shared.hpp"
#include "test_machines.hpp"

namespace {

using namespace test;

constexpr u64 sys_init_not_pending = 0xc000050000000000;

// Leaf functions of a table by number, and what the listing has of them.
template <typename Next>
std::map<u64, core_leaf> listed(Next next)
{
	std::map<u64, core_leaf> leaves;
	core_leaf leaf;

	for (u32 i = 0; next(i, &leaf); i++)
		leaves[leaf.number] = leaf;
	return leaves;
}

void expect_as_in(std::string const &file, std::map<u64, core_leaf> const &leaves)
{
	std::string const path{shared_file("abi/" + file)};
	if (path.empty())
		GTEST_SKIP() << "there is no table to compare with";
	auto const rows = read_tsv(path);
	for (auto const &row : rows) {
		auto const found{leaves.find(number(row.at("leaf")) & 0xffff)};
		ASSERT_NE(found, leaves.end()) << row.at("name");
		EXPECT_EQ(found->second.name, row.at("name"));
	}
	EXPECT_EQ(leaves.size(), rows.size());
}

TEST(Catalog, HostLeaves)
{
	auto const leaves{listed(core_seamcall_leaf)};

	expect_as_in("host_leaves.tsv", leaves);
	EXPECT_TRUE(leaves.at(0).own_call) << "TDH.VP.ENTER";
	EXPECT_FALSE(leaves.at(2).own_call);
	EXPECT_TRUE(leaves.at(2).keeps_xmm) << "TDH.MEM.PAGE.ADD";
	EXPECT_FALSE(leaves.at(68).keeps_xmm) << "TDH.EXPORT.MEM";
	EXPECT_EQ(leaves.at(2).in, 0x306) << "RCX RDX R8 R9";
	EXPECT_EQ(leaves.at(2).out, 0x006) << "RCX RDX";
	EXPECT_STREQ(leaves.at(34).release, "1.5");
	EXPECT_STREQ(leaves.at(69).release, "newer");
	EXPECT_EQ(leaves.at(3).version, 1) << "TDH.MEM.SEPT.ADD";
}

TEST(Catalog, GuestLeaves)
{
	expect_as_in("guest_leaves.tsv", listed(core_tdcall_leaf));
}

TEST(Catalog, SeamldrLeaves)
{
	core_identity id{};
	core_leaf leaf;

	expect_as_in("seamldr_leaves.tsv", listed(core_seamldr_leaf));
	ASSERT_TRUE(core_seamldr_leaf(0, &leaf));
	EXPECT_STREQ(leaf.name, "SEAMLDR.INFO");
	// The TDX module's version tells nothing of its loader.
	id.major.value = 2;
	EXPECT_EQ(core_has_leaf(&id, &leaf), -1);
}

TEST(Catalog, LeavesByVersionOfTheModule)
{
	core_identity id{};
	auto const leaves{listed(core_seamcall_leaf)};

	id.major.value = 1;
	id.minor.value = 0;
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(2)), 1);
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(34)), 0) << "TDH.SYS.RD is of 1.5";
	id.minor.value = 5;
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(34)), 1);
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(58)), 0) << "TDH.PHYMEM.PAMT.ADD is of 1.5.28";
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(128)), 0) << "TDH.IOMMU.SETREG is of 2.0";
	id.update.value = 28;
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(58)), 1);
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(92)), 0) << "TDH.MEM.SCAN.RANGE is of 1.5.34";
	id.update.value = 34;
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(92)), 1);
	id.update.status = TDXCALL_SW_UD;
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(92)), -1);
	id.update.status = 0;
	id.major.value = 2;
	id.minor.value = 0;
	id.update.value = 2;
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(34)), 1);
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(128)), 1);
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(92)), -1) << "the first 2.0 are older than 1.5.34";
	id.update.value = 18;
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(58)), 1);
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(92)), 1);
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(69)), -1);
	id.major.status = TDXCALL_SW_UD;
	EXPECT_EQ(core_has_leaf(&id, &leaves.at(2)), -1);
}

TEST(Catalog, PlatformFields)
{
	struct core_platform_field field;
	std::map<std::string, u64> ids;

	for (u32 i = 0; core_platform_field(i, &field); i++) {
		EXPECT_STRNE(field.class_name, "UNKNOWN") << field.name;
		EXPECT_GT(field.elements, 0u) << field.name;
		ids[field.name] = field.id;
	}
	std::string const path{shared_file("abi/metadata_global.tsv")};
	if (path.empty())
		GTEST_SKIP() << "there is no table to compare with";
	auto const rows = read_tsv(path);
	EXPECT_EQ(ids.size(), rows.size());
	for (auto const &row : rows)
		EXPECT_EQ(ids[row.at("name")], number(row.at("field_id"))) << row.at("name");
}

struct OnSoftwareModule : testing::Test {
	Machine machine;
	CleanHost clean;
	sigill::Answerer const answerer{machine.module()};
};

TEST_F(OnSoftwareModule, IsBroughtUpByTypedCalls)
{
	EXPECT_EQ(core_sys_init(), 0u);
	EXPECT_EQ(core_sys_init(), sys_init_not_pending);
	for (u32 lp = 0; lp < 4; lp++) {
		sigill::set_lp(lp);
		EXPECT_EQ(core_sys_lp_init(), 0u);
	}
	sigill::set_lp(0);
}

TEST_F(OnSoftwareModule, IsIdentified)
{
	// Not those of the machine that runs this, which may be a VM to be careful with.
	host::set_cpuid([](u32, u32, struct host_cpuid *out) { *out = {}; });
	ASSERT_TRUE(machine.bring_up());
	core_identity const id{machines::identify()};
	EXPECT_EQ(id.machine.role, CORE_ROLE_HOST);
	EXPECT_EQ(id.probe_status, 0x00000c0b00000000u);
	EXPECT_EQ(id.major.value, 1u);
	EXPECT_EQ(id.minor.value, 5u);
	EXPECT_EQ(id.update.value, 1u);
	EXPECT_EQ(id.build_date.value, 20230301u);
	EXPECT_EQ(id.vendor.value, 0x8086u);
	EXPECT_EQ(id.fields, 65u);
	EXPECT_EQ(id.fields_unknown, 0u);
	EXPECT_EQ(core_read_element(CORE_ROLE_HOST, 0x8900000000000004).value, 0u);
	EXPECT_EQ(
		core_read_element(CORE_ROLE_HOST, 0x89000000000000ff).status, 0xc0000c0000000000u);
	// No TD guest: TDCALL is a #UD.
	EXPECT_EQ(core_read_element(CORE_ROLE_GUEST, 0x8900000000000004).status, TDXCALL_SW_UD);
}

} // namespace
