// SPDX-License-Identifier: GPL-2.0
//
// What a machine is taken for, from CPUID, MSRs and the probing call, and what is not even tried.
#include <gtest/gtest.h>

#include <set>

#include "core/call/core.h"
#include "kunit/user/host/host.hpp"
#include "kunit/user/host/sigill.hpp"
#include "test_machines.hpp"

namespace {

using machines::Shown;

constexpr u32 msr_keyid_partitioning = 0x87;
constexpr u64 vm_at_risk = 0x8000ff00ffff0004;

// Counts what the CPU or a hypervisor gets to see.
struct OnMachine {
	std::vector<u32> msrs;
	std::set<u32> leaves; // of CPUID
	std::set<u64> calls;  // TDCALL leaf functions
	unsigned seamcalls{0};
	unsigned tdcalls{0};
	sigill::Answerer const answerer{[this](sigill::Frame &frame) {
		(frame.tdcall ? tdcalls : seamcalls)++;
		if (frame.tdcall)
			calls.insert(frame.rax);
		return EMU_UD;
	}};

	explicit OnMachine(Shown const &shown)
	{
		host::set_cpuid([this, shown](u32 leaf, u32, struct host_cpuid *out) {
			leaves.insert(leaf);
			*out = {};
			for (auto const &known : shown.cpuid)
				if (known.number == leaf)
					*out = known.regs;
		});
		host::set_rdmsr([this, shown](u32 msr) {
			msrs.push_back(msr);
			return msr == msr_keyid_partitioning ? shown.keyids : std::nullopt;
		});
		host::set_serialize(shown.serialize);
	}
	OnMachine(OnMachine const &) = delete;
	OnMachine &operator=(OnMachine const &) = delete;
	~OnMachine() { host::reset(); }
};

struct Machines : testing::TestWithParam<Shown> {};

TEST_P(Machines, AreTakenForWhatTheyAre)
{
	OnMachine const on{GetParam()};
	core_machine machine;

	core_look_at_machine(&machine);
	EXPECT_EQ(machine.role, GetParam().role) << machine.reason;
	EXPECT_STREQ(machine.hypervisor, GetParam().hypervisor);
	EXPECT_EQ(on.seamcalls + on.tdcalls, 0u);
}

// SEAMCALL and TDCALL may go only where they cannot exit to somebody who doesn't know them.
TEST_P(Machines, GetNoInstructionThatMightEndThem)
{
	OnMachine const on{GetParam()};
	core_identity const id{machines::identify()};

	core_read_element(id.machine.role, 0x0800000100000004);
	switch (GetParam().role) {
	case CORE_ROLE_VM:
		EXPECT_EQ(on.seamcalls + on.tdcalls, 0u);
		EXPECT_EQ(id.probe_status, vm_at_risk);
		EXPECT_EQ(id.major.status, vm_at_risk);
		EXPECT_STREQ(id.probe, "none");
		EXPECT_NE(
			std::string{core_probe_meaning(&id)}.find("hypervisor"), std::string::npos);
		EXPECT_NE(std::string{core_probe_advice(&id)}.find("risk_vm=1"), std::string::npos);
		break;
	case CORE_ROLE_GUEST:
		EXPECT_EQ(on.seamcalls, 0u);
		EXPECT_GE(on.tdcalls, 1u);
		break;
	case CORE_ROLE_HOST:
	case CORE_ROLE_NONE:
		EXPECT_GE(on.seamcalls, 1u);
		EXPECT_EQ(on.tdcalls, 0u);
		break;
	}
}

// Who knows better is believed, but not in a TD or on a TDX host.
TEST_P(Machines, AreProbedWhenSomebodyInsists)
{
	OnMachine const on{GetParam()};
	core_role const role{GetParam().role};
	host::set_risk_vm(true);
	core_identity const id{machines::identify()};
	EXPECT_EQ(id.machine.role, role == CORE_ROLE_VM ? CORE_ROLE_NONE : role);
	EXPECT_GE(on.seamcalls + on.tdcalls, 1u);
}

// What CPUID tells is not asked again where the answer may be a #VE.
TEST_P(Machines, ReadNoMsrInATd)
{
	OnMachine const on{GetParam()};
	core_identity const id{machines::identify()};

	core_read_element(id.machine.role, 0x0800000100000004);
	if (GetParam().role == CORE_ROLE_GUEST) {
		EXPECT_TRUE(on.msrs.empty());
		EXPECT_EQ(host::serialize_asked(), 0u);
		// The TDX module answers this one; others may be a #VE.
		EXPECT_EQ(on.leaves, (std::set<u32>{0x21}));
		// TDG.VP.INFO and TDG.SYS.RD: no hypercall.
		EXPECT_EQ(on.calls, (std::set<u64>{1, 11}));
	} else {
		EXPECT_FALSE(on.msrs.empty());
	}
	for (u32 const msr : on.msrs)
		EXPECT_EQ(msr, msr_keyid_partitioning);
}

std::string test_name(testing::TestParamInfo<Shown> const &info)
{
	std::string name{info.param.name};

	for (char &letter : name)
		if (!std::isalnum(static_cast<unsigned char>(letter)))
			letter = '_';
	return name;
}

INSTANTIATE_TEST_SUITE_P(Known, Machines, testing::ValuesIn(machines::all()), test_name);

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

	core_role hardware_role()
	{
		core_machine machine;
		core_look_at_machine(&machine);
		return machine.role;
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
	EXPECT_EQ(id.machine.role, CORE_ROLE_GUEST);
	EXPECT_EQ(hardware_role(), CORE_ROLE_GUEST);
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
	EXPECT_EQ(id.machine.role, CORE_ROLE_HOST);
	EXPECT_EQ(hardware_role(), CORE_ROLE_HOST);
	EXPECT_EQ(id.machine.private_keyids, 32u);
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
	EXPECT_EQ(id.machine.role, CORE_ROLE_NONE);
	EXPECT_EQ(hardware_role(), CORE_ROLE_NONE);
}

// Where nobody answers, one instruction tells.
TEST_F(Identify, AsksNobodyTwice)
{
	unsigned calls{0};
	sigill::Answerer const nobody{[&calls](sigill::Frame &) {
		calls++;
		return EMU_UD;
	}};
	core_identity const id{machines::identify()};

	EXPECT_EQ(calls, 1u);
	EXPECT_EQ(id.vendor.status, 0x8000ff0000000006u);
	EXPECT_EQ(id.fields, 0u);
}

// Preemption is off for one call, never for the hundreds that it takes in all.
TEST_F(Identify, MakesOneCallAtATime)
{
	unsigned calls{0};
	sigill::Answerer const module{[&calls](sigill::Frame &frame) {
		calls++;
		frame.rax = 0;
		frame.rdx = 0x0800000200000000; // a list without an end
		frame.r8 = calls;
		return EMU_ANSWERED;
	}};
	core_identity id;

	core_probe(&id);
	EXPECT_EQ(calls, 1u);
	for (unsigned step = 1;; step++) {
		int const more{core_identify_next(&id)};

		ASSERT_EQ(calls, 1 + step);
		if (step == CORE_VERSION_STEPS) {
			EXPECT_EQ(id.major.value, 2u);
			EXPECT_EQ(id.minor.value, 3u);
			EXPECT_EQ(id.update.value, 4u);
			EXPECT_EQ(id.internal.value, 0u);
		}
		if (!more)
			break;
	}
	EXPECT_GT(calls, 4000u);
	EXPECT_LT(calls, 5000u);
}

TEST_F(Identify, HostByAnswer)
{
	status = 0xc000050200000000; // SYS_LP_INIT_NOT_DONE
	core_identity id = probe();
	EXPECT_EQ(id.machine.role, CORE_ROLE_HOST);
	EXPECT_EQ(hardware_role(), CORE_ROLE_NONE);

	status = 0xc000050600000000; // SYS_SHUTDOWN
	id = probe();
	EXPECT_STREQ(core_probe_meaning(&id), "the TDX module has been shut down");

	status = 0xc000010000000000; // a module older than this leaf function
	id = probe();
	EXPECT_EQ(id.machine.role, CORE_ROLE_HOST);
	EXPECT_STREQ(core_probe_meaning(&id), "the TDX module answers, but refuses this read");
}

} // namespace
