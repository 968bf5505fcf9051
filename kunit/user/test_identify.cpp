// SPDX-License-Identifier: GPL-2.0
//
// What a machine is taken for, from CPUID, MSRs and the probing call.
#include <gtest/gtest.h>

#include "../../core/core.h"
#include "host.hpp"
#include "sigill.hpp"

namespace {

constexpr u32 msr_keyid_partitioning = 0x87;

struct Identify : testing::Test {
	u64 status = 0;
	emu_verdict verdict = EMU_ANSWERED;
	sigill::Frame seen{};
	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		seen = frame;
		frame.rax = status;
		return verdict;
	}};

	Identify()
	{
		host::set_cpuid([](u32, u32, struct host_cpuid *out) { *out = {}; });
	}
	~Identify() override { host::reset(); }

	core_identity probe()
	{
		core_identity id;
		core_probe(&id);
		return id;
	}
};

TEST_F(Identify, TdGuestBySignature)
{
	host::set_cpuid([](u32 leaf, u32, struct host_cpuid *out) {
		*out = {};
		if (leaf == 0x21) // "IntelTDX    "
			*out = {0, 0x65746e49, 0x20202020, 0x5844546c};
	});
	core_identity const id = probe();
	EXPECT_EQ(id.role, CORE_ROLE_GUEST);
	EXPECT_EQ(core_hardware_role(), CORE_ROLE_GUEST);
	EXPECT_STREQ(id.probe, "TDG.VP.INFO");
	EXPECT_TRUE(seen.tdcall);
	EXPECT_EQ(seen.rax, 1u);
	EXPECT_STREQ(core_probe_meaning(&id), "the TDX module answers");
}

TEST_F(Identify, HostByPrivateKeyIds)
{
	host::set_rdmsr([](u32 msr) {
		return msr == msr_keyid_partitioning ? std::optional<u64>(0x200000001f)
						     : std::nullopt;
	});
	verdict = EMU_UD;
	core_identity const id = probe();
	EXPECT_EQ(id.role, CORE_ROLE_HOST);
	EXPECT_EQ(core_hardware_role(), CORE_ROLE_HOST);
	EXPECT_EQ(id.private_keyids, 32u);
	EXPECT_STREQ(id.probe, "TDH.SYS.RD");
	EXPECT_EQ(seen.rax, 0x22u);
	EXPECT_EQ(seen.rdx, ~0ULL);
	EXPECT_STREQ(core_probe_meaning(&id),
		"SEAMCALL needs VMX operation, which this CPU has not entered");
}

TEST_F(Identify, SharedKeyIdsAloneAreNoTdx)
{
	host::set_rdmsr([](u32) { return std::optional<u64>(0x3f); });
	verdict = EMU_GP;
	core_identity const id = probe();
	EXPECT_EQ(id.role, CORE_ROLE_NONE);
	EXPECT_EQ(core_hardware_role(), CORE_ROLE_NONE);
}

TEST_F(Identify, HostByAnswer)
{
	status = 0xc000050200000000; // SYS_LP_INIT_NOT_DONE
	core_identity id = probe();
	EXPECT_EQ(id.role, CORE_ROLE_HOST);
	EXPECT_EQ(core_hardware_role(), CORE_ROLE_NONE);

	status = 0xc000050600000000; // SYS_SHUTDOWN
	id = probe();
	EXPECT_STREQ(core_probe_meaning(&id), "the TDX module has been shut down");

	status = 0xc000010000000000; // a module older than this leaf function
	id = probe();
	EXPECT_EQ(id.role, CORE_ROLE_HOST);
	EXPECT_STREQ(core_probe_meaning(&id), "the TDX module answers, but refuses this read");
}

} // namespace
