// SPDX-License-Identifier: GPL-2.0
//
// Every leaf function that the software TDX module models, in every operation state of a TD: let
// through or refused as op_state.tsv has it.
#include <gtest/gtest.h>

#include "test_emu_shared.hpp"
#include "test_emu_td.hpp"

namespace {

using namespace test;

constexpr u64 op_state_incorrect = raw(0xc0000608);
constexpr u64 last_not_of_migration = 43; // TDH.VP.WR

char const *const states[]{"0_UNINITIALIZED", "1_INITIALIZED", "2_RUNNABLE", "3_LIVE_EXPORT",
	"4_PAUSED_EXPORT", "5_POST_EXPORT", "6_MEMORY_IMPORT", "7_STATE_IMPORT", "8_POST_IMPORT",
	"9_LIVE_IMPORT"};

// Operands that name the TD or its vCPU; whatever else is wrong with them is found later.
tdx_regs operands(std::string const &name, u64 tdr, u64 tdvpr, u64 page)
{
	if (name == "TDH.VP.CREATE")
		return {.rcx = page, .rdx = tdr};
	if (name == "TDH.VP.ADDCX")
		return {.rcx = page, .rdx = tdvpr};
	if (name == "TDH.MNG.ADDCX")
		return {.rcx = page, .rdx = tdr};
	if (name.starts_with("TDH.VP."))
		return {.rcx = tdvpr};
	if (name.starts_with("TDH.MNG.") || name == "TDH.MEM.TRACK" || name == "TDH.MR.FINALIZE")
		return {.rcx = tdr};
	return {.rcx = 7, .rdx = tdr};
}

TEST(OpStates, EveryLeafInEveryState)
{
	std::string const path{shared_file("abi/op_state.tsv")};
	if (path.empty())
		GTEST_SKIP() << "there is no table to compare with";

	unsigned leaves{0};
	for (auto const &row : read_tsv(path)) {
		u64 const leaf{number(row.at("leaf"))};
		if (row.at("call") != "SEAMCALL" || leaf > last_not_of_migration)
			continue;
		leaves++;
		for (u32 state = 0; state < std::size(states); state++) {
			Platform on;
			TestTd td{on, {.debug = true}};
			u64 const tdvpr{on.page()};
			on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
			td.control().op_state = state;

			tdx_regs const in{operands(row.at("name"), td.tdr, tdvpr, on.page())};
			EXPECT_EQ(on.call(leaf, in).rax != op_state_incorrect,
				row.at(states[state]) == "1")
				<< row.at("name") << " in " << states[state];
		}
	}
	EXPECT_EQ(leaves, 27u);
}

} // namespace
