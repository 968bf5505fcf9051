// SPDX-License-Identifier: GPL-2.0
//
// Recorded traces on the software TDX module, and that the replayer sees what does not agree.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kunit/user/host/host.hpp"
#include "kunit/user/replay/session.hpp"
#include "kunit/user/replay/trace.hpp"
#include "kunit/user/replay/unpack.hpp"
#include "test_emu_shared.hpp"

namespace {

using namespace test;
namespace fs = std::filesystem;

struct Replay : testing::Test {
	fs::path folder;

	void SetUp() override
	{
		char name[]{"/tmp/tdxcall-replay-XXXXXX"};
		ASSERT_NE(mkdtemp(name), nullptr);
		folder = name;
	}
	void TearDown() override
	{
		host::reset();
		fs::remove_all(folder);
	}

	// A trace of these lines after its header, on a CPU that has no leaf at all.
	replay::Report play(std::string const &lines, replay::Report report = {})
	{
		std::ofstream{folder / "env.txt"} << "CPUID 0 - 0000001e 0 0 0\n"
						     "MSR 10a 13affeb\nMSR bd 1\nMSR bc 1\n"
						     "MSR 345 2000\n";
		std::ofstream{folder / "trace"}
			<< "# a comment\nH fmt=1 keyid_bits=6 priv_hkid_first=32 priv_hkid_num=32 "
			   "lp_pkg=0,0 cmr=100000000+1000 mem=100000000+10000 seamrr=0+0 note\n"
			<< lines;
		replay::replay_file(folder / "trace", report);
		return report;
	}
	std::string error(std::string const &lines)
	{
		try {
			play(lines);
		} catch (std::runtime_error const &wrong) {
			return wrong.what();
		}
		return {};
	}
};

constexpr char right[] = "C 0 rax=21 rbx=5 -> rax=c00009080000001f\n";

TEST_F(Replay, Agrees)
{
	auto const report = play(right);
	EXPECT_TRUE(report.all_agree());
	EXPECT_EQ(report.total.compared, 1u);
	EXPECT_EQ(report.leaves.at(0x21).agree, 1u);
	EXPECT_EQ(report.statuses.at(0xc000090800000000).agree, 1u);
}

TEST_F(Replay, SeesADifference)
{
	char const *const wrong[]{
		"C 0 rax=21 -> rax=c000090800000020\n",       // status
		"C 0 rax=21 -> rax=c00009080000001f rcx=1\n", // an output
		"C 0 rax=21 rdx=5 -> rax=c00009080000001f\n", // an output that is not listed
		"C 0 rax=21 -> rax=c00009080000001f rbp=1\n",
		"C 0 rax=21 -> rax=c00009080000001f\nX 100000000 2 0001\n",
		"C 0 rax=21 -> rax=c00009080000001f\nR 100000000 1 "
		"0000000000000000000000000000000000000000000000000000000000000000\n",
	};
	for (auto const *const lines : wrong) {
		auto const report = play(lines);
		EXPECT_FALSE(report.all_agree()) << lines;
		EXPECT_EQ(report.total.compared, 1u) << lines;
		EXPECT_EQ(report.total.agree, 0u) << lines;
		EXPECT_EQ(report.differences.size(), 1u) << lines;
	}
}

TEST_F(Replay, MemoryRecords)
{
	auto const report =
		play("W 100000001 2 0a0b\nF 100000008 8 0\n" + std::string{right} +
			"X 100000000 4 000a0b00\n"
			// splitmix64 of seed 0: e220a8397b1dcdaf
			"X 100000008 8 afcd1d7b39a820e2\n"
			"R 100000001 2 "
			"bea0b72e71bfe7f15a88c25305bf96a9681e34d3aabe0c9a1b7093cb32d8ff05\n");
	EXPECT_TRUE(report.all_agree());
	EXPECT_EQ(report.total.compared, 1u);
}

TEST_F(Replay, MsrsAndEntropyChange)
{
	auto const report = play("M 0 bd 0\nC 0 rax=21 -> rax=c0000921000000bd\n"
				 "M 0 bd 1\nS 1\nS 0\n" +
				 std::string{right});
	EXPECT_TRUE(report.all_agree());
	EXPECT_EQ(report.total.compared, 2u);
}

TEST_F(Replay, KnownDifferences)
{
	std::string const wrong{"C 0 rax=21 -> rax=1\n"};
	replay::Report known;
	known.known["trace:3"] = "for a reason";

	auto report = play(wrong, known);
	EXPECT_TRUE(report.all_agree());
	EXPECT_EQ(report.total.agree, 0u);
	EXPECT_TRUE(report.known_met.contains("trace:3"));

	report = play(wrong + wrong, known);
	EXPECT_FALSE(report.all_agree());
	ASSERT_EQ(report.differences.size(), 1u);
	EXPECT_EQ(report.differences[0].place, "trace:4");

	// One that is no difference any more has to go.
	report = play(right, known);
	EXPECT_FALSE(report.all_agree());
	EXPECT_EQ(report.known_gone, std::vector<std::string>{"trace:3"});
}

TEST_F(Replay, ReadsKnownDifferences)
{
	auto const path = folder / "known";
	std::ofstream{path} << "# a comment\n\nneg.tr.xz:7  one reason\nneg.tr.xz:9 another\n";
	auto const known = replay::read_known(path);
	EXPECT_EQ(known.size(), 2u);
	EXPECT_EQ(known.at("neg.tr.xz:7"), "one reason");
	std::ofstream{path} << "neg.tr.xz:7\n";
	EXPECT_THROW(replay::read_known(path), std::runtime_error);
	EXPECT_THROW(replay::read_known(folder / "none"), std::runtime_error);
}

TEST_F(Replay, StopsAtADifference)
{
	replay::Report once;
	once.stop = 1;
	auto const report = play("C 0 rax=21 -> rax=1\nC 0 rax=21 -> rax=2\nQ\n", once);
	ASSERT_EQ(report.differences.size(), 1u);
	EXPECT_EQ(report.total.compared, 1u);
	EXPECT_NE(report.differences[0].detail.find("TDX_CPUID_LEAF_NOT_SUPPORTED"),
		std::string::npos)
		<< report.differences[0].detail;
}

// The recorder's numbers: of a TD's UUID in a session with seed 1.
TEST_F(Replay, RandomNumbers)
{
	EXPECT_EQ(replay::random_number(1, 5), 0x59058e78b4b46efeu);
	EXPECT_EQ(replay::random_number(1, 8), 0x77778e085544dc93u);
}

TEST_F(Replay, OneLeafOnly)
{
	std::ofstream{folder / "env.txt"};
	std::ofstream{folder / "trace"}
		<< "H fmt=1 keyid_bits=6 priv_hkid_first=32 priv_hkid_num=32 lp_pkg=0\n"
		   "C 0 rax=2c -> rax=0\nC 0 rax=23 -> rax=1\n";
	replay::Report report;
	report.only_leaf = replay::find_leaf_by_name("TDH.SYS.LP.SHUTDOWN");
	EXPECT_EQ(report.only_leaf, 0x2c);
	replay::replay_file(folder / "trace", report);
	EXPECT_TRUE(report.all_agree());
	EXPECT_EQ(report.total.compared, 1u);
	EXPECT_EQ(replay::find_leaf_by_name("0x2c"), 0x2c);
	EXPECT_EQ(replay::find_leaf_by_name("TDH.NO.SUCH"), std::nullopt);
	EXPECT_EQ(replay::find_leaf_by_name("0x10000"), std::nullopt);
}

TEST_F(Replay, NothingComparedIsNoAgreement)
{
	auto const report = play("I 1\nT 0 extint -> rax=1\nG 0 tdcall rax=1 -> rax=0\n");
	EXPECT_FALSE(report.all_agree());
	EXPECT_EQ(report.other_lines.at('T'), 1u);
	EXPECT_EQ(report.other_lines.at('G'), 1u);
}

TEST_F(Replay, SaysWhichLineIsMalformed)
{
	for (char const *const line : {"C 0 rax=21\n", "C 0 rax=xyz -> rax=0\n", "Q 1\n",
		     "W 1 2 00\n", "W 100000000 1 0\n", "W 200000000 1 00\n", "M 0 bd\n",
		     "C 9 rax=0 -> rax=0\n", "C 0 rzx=1 -> rax=0\n", "H fmt=2 lp_pkg=0\n",
		     "H fmt=1\n"})
		EXPECT_NE(error(line).find("trace:3: "), std::string::npos) << line << error(line);
}

TEST_F(Replay, RefusesFilesThatAreNotThere)
{
	replay::Report report;
	EXPECT_THROW(replay::replay_file(folder / "none", report), std::runtime_error);
	std::ofstream{folder / "env.txt"};
	EXPECT_THROW(replay::replay_file(folder / "none", report), std::runtime_error);
	EXPECT_THROW(replay::replay_file(folder / "none.xz", report), std::runtime_error);
	std::ofstream{folder / "not.xz"} << "text";
	EXPECT_THROW(replay::replay_file(folder / "not.xz", report), std::runtime_error);
}

struct RecordedTrace : testing::TestWithParam<char const *> {};

// `make conformance` replays the larger ones.
TEST_P(RecordedTrace, Agrees)
{
	std::string const path{shared_file(std::string{"golden/"} + GetParam() + ".tr.xz")};
	if (path.empty())
		GTEST_SKIP() << "no recorded traces here";

	replay::Report report;
	replay::replay_file(path, report);
	host::reset();
	EXPECT_TRUE(report.all_agree())
		<< report.total.agree << " of " << report.total.compared << " calls agree";
	for (auto const &difference : report.differences)
		ADD_FAILURE() << difference.place << ": " << difference.detail;
	EXPECT_EQ(report.total.compared, 139u);
}

INSTANTIATE_TEST_SUITE_P(Golden, RecordedTrace, testing::Values("sysinit"),
	[](auto const &info) { return std::string{info.param}; });

} // namespace
