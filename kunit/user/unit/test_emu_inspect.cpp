// SPDX-License-Identifier: GPL-2.0
//
// What people see of the inside of the software TDX module, and that looking changes nothing.
#include <cstring>
#include <set>

#include "core/emu/inspect.h"
#include "core/emu/vcpu/vcpu_layout.hpp"
#include "test_emu_checks.hpp"

namespace {

using namespace test;

struct Inspect : testing::Test {
	Platform on;
	TestTd td{on, {.debug = true, .l2_vms = 1}};
	struct emu *const module{on.machine.module()};
	u64 const tdvpr{on.page()};

	emu_platform_view platform()
	{
		emu_platform_view view;
		emu_view_platform(module, &view);
		return view;
	}
	emu_td_view td_view()
	{
		emu_td_view view;
		EXPECT_EQ(emu_view_td(module, td.tdr, &view), 0);
		return view;
	}
	emu_page_view page_view(u64 pa)
	{
		emu_page_view view;
		EXPECT_EQ(emu_view_page(module, pa, &view), 0);
		return view;
	}
	std::string vcpu_state()
	{
		emu_vcpu_view view;
		EXPECT_EQ(emu_view_vcpu(module, tdvpr, &view), 0);
		return view.state;
	}
	emu_sept_view sept(u64 gpa)
	{
		emu_sept_view view;
		EXPECT_EQ(emu_view_sept(module, td.tdr, gpa, &view), 0);
		return view;
	}
	std::string key(u32 keyid)
	{
		emu_key_view view;
		EXPECT_EQ(emu_view_key(module, keyid, &view), 0);
		return view.state;
	}
};

TEST_F(Inspect, Platform)
{
	auto view{platform()};

	EXPECT_STREQ(view.state, "READY");
	EXPECT_EQ(view.lps, 4u);
	EXPECT_EQ(view.initialised_lps, 4u);
	EXPECT_EQ(view.packages, 2u);
	EXPECT_EQ(view.keyid_start, 32u);
	EXPECT_EQ(view.keyids, 32u);
	EXPECT_EQ(view.keyid, 32u);
	EXPECT_EQ(view.keyed_packages, 3u);
	EXPECT_EQ(view.num_tdmrs, 1u);
	EXPECT_EQ(view.lock, 0u);
	EXPECT_FALSE(view.dead);
	EXPECT_FALSE(view.handoff);

	ASSERT_TRUE(module->lock.try_exclusive());
	EXPECT_EQ(platform().lock, EMU_LOCK_EXCLUSIVE);
	module->lock.release_exclusive();
	on.must(HostLeaf::SysShutdown, {}, 1);
	EXPECT_STREQ(platform().state, "SHUTDOWN");
	EXPECT_TRUE(platform().handoff);
}

TEST_F(Inspect, Keys)
{
	emu_key_view view;

	EXPECT_EQ(key(32), "RESERVED");
	EXPECT_EQ(key(33), "ASSIGNED");
	EXPECT_EQ(key(34), "FREE");
	for (u32 const shared : {0u, 31u, 64u, ~0u})
		EXPECT_EQ(emu_view_key(module, shared, &view), -1);
}

TEST_F(Inspect, Tdmrs)
{
	emu_tdmr_view view;

	ASSERT_EQ(emu_view_tdmr(module, 0, &view), 0);
	EXPECT_EQ(view.base, tdmr_base);
	EXPECT_EQ(view.size, tdmr_size);
	EXPECT_EQ(view.initialised, tdmr_size);
	EXPECT_EQ(view.pamt_size[0], tdmr_size / page_bytes * 16);
	EXPECT_EQ(view.pamt_size[1], tdmr_size / large_bytes * 16);
	EXPECT_EQ(view.reserved_areas, 0u);
	EXPECT_EQ(emu_view_tdmr(module, 1, &view), -1);
}

TEST_F(Inspect, Pages)
{
	emu_page_view view;
	u64 const free_page{on.page()};

	EXPECT_STREQ(emu_page_type_name(page_view(td.tdr).type), "TDR");
	EXPECT_STREQ(emu_page_type_name(page_view(free_page).type), "NDA");
	EXPECT_EQ(emu_page_type_name(2), nullptr);
	EXPECT_EQ(emu_page_type_name(~0u), nullptr);

	td.add_tables(0, 1);
	td.set_state(OpState::Runnable);
	u64 const large{td.aug(0, 1)};
	auto const found{page_view(large + 0x5000)};
	EXPECT_STREQ(emu_page_type_name(found.type), "REG");
	EXPECT_EQ(found.level, 1u);
	EXPECT_EQ(found.bytes, large_bytes);
	EXPECT_EQ(found.owner, td.tdr);
	EXPECT_EQ(emu_view_page(module, host_base, &view), -1);
}

TEST_F(Inspect, Td)
{
	emu_td_view view{td_view()};

	EXPECT_STREQ(view.lifecycle, "TD_KEYS_CONFIGURED");
	EXPECT_STREQ(view.op_state, "INITIALIZED");
	EXPECT_FALSE(view.fatal);
	EXPECT_EQ(view.hkid, 33u);
	EXPECT_EQ(view.l2_vms, 1u);
	EXPECT_EQ(view.vcpus, 0u);
	EXPECT_EQ(view.attributes & 1, 1u);
	EXPECT_EQ(view.sept_lock, 0u);

	td.set_state(OpState::Runnable);
	td.root().fatal = 1;
	EXPECT_STREQ(td_view().op_state, "RUNNABLE");
	EXPECT_TRUE(td_view().fatal);
	// What is no TDR, and what the host wrote into one.
	EXPECT_EQ(emu_view_td(module, on.page(), &view), -1);
	EXPECT_EQ(emu_view_td(module, host_base, &view), -1);
	std::memset(host::at(td.tdr), 0xff, page_bytes);
	if (!emu_view_td(module, td.tdr, &view)) {
		EXPECT_STREQ(view.lifecycle, "?");
	}
}

TEST_F(Inspect, TdWithoutTdcs)
{
	emu_td_view view;
	u64 const tdr{on.page()};

	on.must(HostLeaf::MngCreate, {.rcx = tdr, .rdx = on.keyid()});
	ASSERT_EQ(emu_view_td(module, tdr, &view), 0);
	EXPECT_STREQ(view.lifecycle, "TD_HKID_ASSIGNED");
	EXPECT_EQ(view.op_state, nullptr);
}

TEST_F(Inspect, Vcpu)
{
	emu_vcpu_view view;

	EXPECT_EQ(emu_view_vcpu(module, tdvpr, &view), -1);
	on.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr});
	EXPECT_EQ(vcpu_state(), "UNINITIALIZED");
	for (unsigned i = 0; i < 8; i++)
		on.must(HostLeaf::VpAddcx, {.rcx = on.page(), .rdx = tdvpr});
	on.must(HostLeaf::VpInit, {.rcx = tdvpr}, 2);
	ASSERT_EQ(emu_view_vcpu(module, tdvpr, &view), 0);
	EXPECT_STREQ(view.state, "READY");
	EXPECT_EQ(view.index, 0u);
	EXPECT_EQ(view.pages, 9u);
	EXPECT_EQ(view.lp, 2u);
	EXPECT_EQ(td_view().vcpus, 1u);
	on.must(HostLeaf::VpFlush, {.rcx = tdvpr}, 2);
	ASSERT_EQ(emu_view_vcpu(module, tdvpr, &view), 0);
	EXPECT_EQ(view.lp, EMU_NO_LP);

	// In memory that the host can write.
	u8 &state{static_cast<u8 *>(host::at(tdvpr))[tdx::emu::vcpu_field::vcpu_state.offset]};
	for (auto const &[value, name] :
		{std::pair{4, "ACTIVE"}, {8, "DISABLED"}, {16, "IMPORT"}, {0xff, "?"}}) {
		state = static_cast<u8>(value);
		EXPECT_EQ(vcpu_state(), name);
	}
	EXPECT_EQ(emu_view_vcpu(module, tdvpr + 8, &view), -1);
}

TEST_F(Inspect, Sept)
{
	emu_sept_view view;

	EXPECT_STREQ(sept(0x1000).state, "FREE");
	EXPECT_EQ(sept(0x1000).pa, 0u);
	td.add_tables(0x1000);
	EXPECT_EQ(sept(0x1000).level, 0u);
	u64 const page{td.add(0x1000)};
	EXPECT_STREQ(sept(0x1234).state, "MAPPED");
	EXPECT_EQ(sept(0x1234).pa, page);
	EXPECT_EQ(sept(0x1234).gpa, 0x1000u);
	EXPECT_EQ(sept(0x1234).bytes, 0x1000u);
	EXPECT_FALSE(sept(0x1234).locked);
	EXPECT_EQ(emu_view_sept(module, td.tdr, 1ULL << 47, &view), -1) << "a shared GPA";
	EXPECT_EQ(emu_view_sept(module, host_base, 0, &view), -1);
}

TEST_F(Inspect, Calls)
{
	emu_calls_view view;
	u32 found{0};
	u32 index{0};

	on.call(HostLeaf::SysRd, {.rdx = ~0ULL}); // a success that says more
	on.call(HostLeaf::MngRd, {.rcx = 1});     // refused
	on.call(HostLeaf::ExportMem, {});         // not modelled
	for (; !emu_view_calls(module, index, &view); index++) {
		if (!view.name) {
			EXPECT_EQ(view.calls[EMU_REFUSED], 1u);
			found++;
		} else if (!std::strcmp(view.name, "TDH.SYS.RD")) {
			EXPECT_EQ(view.leaf, 34u);
			EXPECT_EQ(view.calls[EMU_SUCCESS_INFO], 1u);
			found++;
		} else if (!std::strcmp(view.name, "TDH.MNG.RD")) {
			EXPECT_EQ(view.calls[EMU_REFUSED], 1u);
			found++;
		}
	}
	EXPECT_EQ(found, 3u);
	EXPECT_EQ(emu_view_calls(module, ~0u, &view), -1);
}

// From host_leaves.tsv: those of TDX 1.5 whose extended state is "reset".
TEST_F(Inspect, CallingConvention)
{
	std::set<u64> const resets{64, 68, 71, 72, 73, 74, 80, 83, 84, 85, 86, 87};

	for (u64 leaf = 0; leaf <= 96; leaf++) {
		if (leaf == 58 || leaf == 59 || leaf == 69)
			continue; // newer
		EXPECT_EQ(!!emu_loses_xmm(leaf), resets.contains(leaf)) << leaf;
	}
	for (u8 const keeps : {u8{0}, u8{1}}) {
		Machine machine{[=](emu_config &config) { config.no_rbp_mod = keeps; }};
		EXPECT_EQ(emu_keeps_rbp(machine.module()), keeps);
	}
}

} // namespace
