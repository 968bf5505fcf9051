// SPDX-License-Identifier: GPL-2.0
//
// The CPUID table against the fact table, row by row and column by column.
#include <gtest/gtest.h>

#include "core/emu/cpu/cpuid_table.hpp"
#include "test_emu_shared.hpp"

namespace {

using namespace test;
using namespace tdx::emu;

CpuidValue cells(TsvRow const &row, std::string const &prefix)
{
	auto const cell = [&](char const *reg) {
		return static_cast<u32>(number(row.at(prefix + "_" + reg)));
	};
	return {cell("eax"), cell("ebx"), cell("ecx"), cell("edx")};
}

TEST(CpuidTable, IsTheFactTable)
{
	std::string const path{shared_file("abi/cpuid_config.tsv")};
	if (path.empty())
		GTEST_SKIP() << "no fact tables here";

	std::pair<char const *, CpuidValue CpuidRow::*> const columns[]{
		{"config_direct", &CpuidRow::config_direct},
		{"allow_direct", &CpuidRow::allow_direct}, {"fixed1", &CpuidRow::fixed1},
		{"fixed0_or_dynamic", &CpuidRow::fixed0}, {"verify_mask", &CpuidRow::verify_mask},
		{"verify_value", &CpuidRow::verify_value}, {"verify_same", &CpuidRow::verify_same}};
	auto const facts = read_tsv(path);
	ASSERT_EQ(facts.size(), std::size(cpuid_rows));
	for (std::size_t i = 0; i < facts.size(); i++) {
		auto const &fact = facts[i];
		auto const &row = cpuid_rows[i];
		EXPECT_EQ(number(fact.at("lookup_index")), i);
		EXPECT_EQ(row.leaf, number(fact.at("leaf"))) << i;
		EXPECT_EQ(row.subleaf,
			fact.at("subleaf") == "-" ? no_subleaf : number(fact.at("subleaf")))
			<< i;
		EXPECT_EQ(row.config_index, fact.at("config_index") == "-"
						    ? not_configurable
						    : number(fact.at("config_index")))
			<< i;
		EXPECT_EQ(row.faults, fact.at("in_td") == "#VE") << i;
		for (auto const &[name, column] : columns)
			EXPECT_TRUE(row.*column == cells(fact, name)) << i << " " << name;
	}
}

} // namespace
