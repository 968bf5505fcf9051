// SPDX-License-Identifier: GPL-2.0
//
// TDH.MNG.CREATE, KEY.CONFIG, ADDCX, VPFLUSHDONE, KEY.FREEID and KEY.RECLAIMID: checks in their
// order, and what the calls do.  From semantics.md, sections 3 and 6.
#include <cstring>

#include "test_emu_checks.hpp"

namespace {

using namespace test;
using namespace test::operand;
using tdx::emu::KeyState;
using tdx::emu::Lifecycle;
using tdx::emu::Tdr;

constexpr u32 module_keyid = 32;

struct Mng : testing::Test {
	Platform platform;
	emu &module{*platform.machine.module()};
	u64 const keyid{platform.keyid()};
	u64 const other{platform.page()}; // free
	u64 tdr{0};

	// What later tests need of earlier steps.
	void create()
	{
		tdr = platform.page();
		platform.must(HostLeaf::MngCreate, {.rcx = tdr, .rdx = keyid});
	}
	void configure_keys()
	{
		for (u32 const lp : {0, 2})
			platform.must(HostLeaf::MngKeyConfig, {.rcx = tdr}, lp);
	}
	void add_pages(u32 count)
	{
		for (u32 i = 0; i < count; i++)
			platform.must(HostLeaf::MngAddcx, {.rcx = platform.page(), .rdx = tdr});
	}
	Tdr &root() { return *static_cast<Tdr *>(host::at(tdr)); }
	Fault no_entropy()
	{
		return {"no entropy", raw(code::no_entropy), [](Scene &s) {
				host::set_no_entropy(true);
				s.later([] { host::set_no_entropy(false); });
			}};
	}
	Check fatal()
	{
		return {{"fatal", raw(code::td_fatal),
			[this](Scene &s) { s.change(root().fatal, true); }}};
	}
	Check lifecycle(Lifecycle wrong, u32 status)
	{
		return {{"lifecycle", raw(status),
			[=, this](Scene &s) { s.change(root().lifecycle, wrong); }}};
	}
	Check kot()
	{
		return {{"KOT held", raw(code::operand_busy, operand::kot),
			[this](Scene &s) { s.hold(module.kot_lock); }}};
	}
};

TEST_F(Mng, CreateChecks)
{
	u64 const page{platform.large()};
	std::memset(host::at(page), 0x5a, page_bytes);
	u64 const free_keyid{platform.keyid()};
	Scene scene{platform, HostLeaf::MngCreate, {.rcx = page, .rdx = free_keyid}};
	create();

	auto const keyid_is = [](char const *name, u64 value) -> Fault {
		return {name, raw(code::operand_invalid, rdx), [=](Scene &s) { s.in.rdx = value; }};
	};
	std::vector<Check> checks{{
		keyid_is("KeyID 0", 0),
		keyid_is("last shared KeyID", 31),
		keyid_is("KeyID above all", 64),
		keyid_is("KeyID with bit 16", free_keyid | 1 << 16),
		keyid_is("KeyID with bit 63", free_keyid | 1ULL << 63),
	}};
	checks = checks + exclusive_page_checks(rcx);
	checks.push_back(kot());
	checks.push_back({
		{"KeyID of another TD", raw(code::hkid_not_free),
			[this](Scene &s) { s.in.rdx = keyid; }},
		{"KeyID of the module", raw(code::hkid_not_free),
			[](Scene &s) { s.in.rdx = module_keyid; }},
	});
	checks.push_back({no_entropy()});
	expect_in_order(scene, checks);

	EXPECT_EQ(
		*static_cast<u64 *>(host::at(page)), 0u); // zeroed before random numbers are drawn
	EXPECT_EQ(platform.pamt(page).type, PageType::Nda);
	EXPECT_EQ(module.keys[free_keyid].state, KeyState::Free);
	auto const answer = scene.call();
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_TRUE(answer.gpr == scene.in);
	EXPECT_EQ(platform.pamt(page).type, PageType::Tdr);
	EXPECT_EQ(platform.pamt(page).owner(), 0u);
	EXPECT_EQ(module.keys[free_keyid].state, KeyState::Assigned);
	EXPECT_EQ(scene.call().rax, raw(code::page_metadata_incorrect, rcx));
}

TEST_F(Mng, KeyConfigChecks)
{
	create();
	Scene scene{platform, HostLeaf::MngKeyConfig, {.rcx = tdr}};
	auto const pconfig = [this](u32 result) {
		return [=, this](Scene &s) {
			emu_set_pconfig(&module, result);
			s.later([this] { emu_set_pconfig(&module, 0); });
		};
	};
	platform.must(HostLeaf::MngKeyConfig, {.rcx = tdr}, 3);

	expect_in_order(scene,
		exclusive_page_checks(rcx) +
			std::vector<Check>{
				fatal(),
				lifecycle(
					Lifecycle::KeysConfigured, code::lifecycle_state_incorrect),
				{{"done on this package", raw(code::key_configured),
					[](Scene &s) { s.lp = 2; }}},
				{{"entropy error", raw(code::key_generation_failed), pconfig(2)},
					{"device busy", raw(code::operand_busy, ket), pconfig(5)}},
			});
	EXPECT_EQ(root().lifecycle, Lifecycle::HkidAssigned);
	EXPECT_EQ(scene.call().rax, 0u);
	EXPECT_EQ(root().lifecycle, Lifecycle::KeysConfigured);
	// After the last package even a repeated call comes too late.
	EXPECT_EQ(scene.call().rax, raw(code::lifecycle_state_incorrect));
}

TEST_F(Mng, AddcxChecks)
{
	create();
	configure_keys();
	u64 const page{platform.large()};
	Scene scene{platform, HostLeaf::MngAddcx, {.rcx = page, .rdx = tdr}};
	std::vector<Check> checks{exclusive_page_checks(rdx)};
	checks.push_back(fatal());
	checks.push_back(lifecycle(Lifecycle::HkidAssigned, code::keys_not_configured));
	std::vector<Check> const before_number{checks};
	checks = checks + exclusive_page_checks(rcx);
	expect_in_order(scene, checks);

	// The migration key is drawn with the sixth page.
	add_pages(5);
	Scene sixth{platform, HostLeaf::MngAddcx, {.rcx = page, .rdx = tdr}};
	checks.push_back({no_entropy()});
	expect_in_order(sixth, checks);
	add_pages(1);
	EXPECT_EQ(root().chldcnt, 6u);
	// A page that the call itself holds is busy before it is of the wrong type.
	EXPECT_EQ(platform.call(HostLeaf::MngAddcx, {.rcx = tdr, .rdx = tdr}).rax,
		raw(code::operand_busy, rcx));

	// Then pages for L2 VMs, until the TD is initialised.
	Scene seventh{platform, HostLeaf::MngAddcx, {.rcx = page, .rdx = tdr}};
	auto *const control =
		static_cast<tdx::emu::TdControl *>(host::at(root().tdcx_pa[0] & 0x3fffffffffff));
	checks.back() = {{"initialised", raw(code::op_state_incorrect),
		[=](Scene &s) { s.change(control->op_state, 1u); }}};
	expect_in_order(seventh, checks);
	add_pages(3);
	EXPECT_EQ(root().chldcnt, 9u);

	Scene tenth{platform, HostLeaf::MngAddcx, {.rcx = page, .rdx = tdr}};
	std::vector<Check> full{before_number};
	full.push_back({{"nine pages", raw(code::tdcx_num_incorrect), [](Scene &) {}}});
	full.push_back({{"page not aligned", raw(code::tdcx_num_incorrect),
		[](Scene &s) { s.in.rcx |= 8; }}});
	expect_in_order(tenth, full);
	EXPECT_EQ(platform.pamt(page).type, PageType::Nda);
}

TEST_F(Mng, AddcxFillsPages)
{
	create();
	configure_keys();
	for (u32 i = 0; i < 9; i++) {
		u64 const page{platform.page()};
		std::memset(host::at(page), 0x5a, page_bytes);
		platform.must(HostLeaf::MngAddcx, {.rcx = page, .rdx = tdr});
		EXPECT_EQ(platform.pamt(page).type, PageType::Tdcx);
		EXPECT_EQ(platform.pamt(page).owner(), tdr);
		// The last word: MSR bitmaps start as ones, SEPT entries suppress #VE.
		u64 const last{static_cast<u64 *>(host::at(page))[511]};
		EXPECT_EQ(last, i == 2 ? ~0ULL : i == 3 ? 0x80e0000000000000 : 0) << i;
	}
	EXPECT_EQ(root().chldcnt, 9u);
}

TEST_F(Mng, VpflushdoneChecks)
{
	TestTd td{platform};
	tdr = td.tdr;
	Scene scene{platform, HostLeaf::MngVpflushdone, {.rcx = tdr}};
	expect_in_order(scene,
		exclusive_page_checks(rcx) +
			std::vector<Check>{
				kot(),
				lifecycle(Lifecycle::Blocked, code::lifecycle_state_incorrect),
				{{"vCPU associated", raw(code::flushvp_not_done),
					[&](Scene &s) {
						s.change(td.control().num_assoc_vcpus, 1u);
					}}},
			});
	// A fatal TD can be torn down.
	root().fatal = true;
	EXPECT_EQ(scene.call().rax, 0u);
	EXPECT_EQ(root().lifecycle, Lifecycle::Blocked);
	EXPECT_EQ(module.keys[root().hkid].state, KeyState::Flushed);
	EXPECT_EQ(module.keys[root().hkid].unflushed, 3u);
	EXPECT_EQ(scene.call().rax, raw(code::lifecycle_state_incorrect));
}

TEST_F(Mng, VpflushdoneWithoutKeys)
{
	create();
	EXPECT_EQ(platform.call(HostLeaf::MngVpflushdone, {.rcx = tdr}).rax, 0u);
	EXPECT_EQ(root().lifecycle, Lifecycle::Blocked);
}

TEST_F(Mng, FreeidChecks)
{
	create();
	platform.must(HostLeaf::MngVpflushdone, {.rcx = tdr});
	Scene scene{platform, HostLeaf::MngKeyFreeid, {.rcx = tdr}};
	auto &key = module.keys[keyid];
	platform.must(HostLeaf::PhymemCacheWb, {}, 0);
	EXPECT_EQ(scene.call().rax, raw(code::wbcache_not_complete));
	platform.must(HostLeaf::PhymemCacheWb, {}, 2);
	EXPECT_EQ(key.unflushed, 0u);

	expect_in_order(
		scene, exclusive_page_checks(rcx) +
			       std::vector<Check>{
				       lifecycle(Lifecycle::KeysConfigured,
					       code::lifecycle_state_incorrect),
				       kot(),
				       {{"caches not written back", raw(code::wbcache_not_complete),
					       [&](Scene &s) { s.change(key.unflushed, u8{2}); }}},
			       });
	EXPECT_EQ(scene.call().rax, 0u);
	EXPECT_EQ(root().lifecycle, Lifecycle::Teardown);
	EXPECT_EQ(key.state, KeyState::Free);
	EXPECT_EQ(scene.call().rax, raw(code::lifecycle_state_incorrect));
	// The KeyID serves another TD.
	EXPECT_EQ(
		platform.call(HostLeaf::MngCreate, {.rcx = platform.page(), .rdx = keyid}).rax, 0u);
}

TEST_F(Mng, ReclaimidDoesNothing)
{
	tdx_regs const in{.rcx = 7, .rdx = 8};
	auto const answer = platform.call(HostLeaf::MngKeyReclaimid, in);
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_TRUE(answer.gpr == in);
}

// A TDR that the host damaged: its KeyID and its list of pages are not believed.
TEST_F(Mng, DamagedTdr)
{
	TestTd td{platform};
	tdr = td.tdr;
	// Byte by byte: no copy of a TDR is made in passing.
	std::vector<u8> good(sizeof(Tdr));
	memcpy(good.data(), static_cast<void *>(&root()), sizeof(Tdr));
	auto const call = [&](HostLeaf leaf) {
		u64 const status{platform.call(leaf, {.rcx = tdr, .rdx = tdr}).rax};
		memcpy(static_cast<void *>(&root()), good.data(), sizeof(Tdr));
		return status;
	};

	for (u16 const wrong :
		{u16{0}, u16{31}, u16{64}, u16{0xffff}, u16{module_keyid}, u16{40}}) {
		root().hkid = wrong;
		EXPECT_EQ(call(HostLeaf::MngVpflushdone), raw(code::td_fatal)) << wrong;
		root().hkid = wrong;
		root().lifecycle = Lifecycle::Blocked;
		EXPECT_EQ(call(HostLeaf::MngKeyFreeid), raw(code::td_fatal)) << wrong;
	}
	for (u32 const wrong : {10u, 0x7fffffffu, ~0u}) {
		root().num_tdcx = wrong;
		EXPECT_EQ(call(HostLeaf::MngRd), raw(code::td_fatal)) << wrong;
		root().num_tdcx = wrong;
		EXPECT_EQ(call(HostLeaf::MngAddcx), raw(code::tdcx_num_incorrect)) << wrong;
	}
	u64 const wrong_pages[]{0, 8, other, tdr, host_page_pa, 1ULL << 51, ~0ULL, td.tdcs[0] | 8};
	for (u64 const wrong : wrong_pages) {
		root().tdcx_pa[0] = wrong;
		EXPECT_EQ(call(HostLeaf::MngRd), raw(code::td_fatal)) << wrong;
		root().tdcx_pa[5] = wrong;
		EXPECT_EQ(call(HostLeaf::MngVpflushdone), raw(code::td_fatal)) << wrong;
	}
	root().lifecycle = Lifecycle{77};
	EXPECT_EQ(call(HostLeaf::MngRd), raw(code::keys_not_configured));
}

} // namespace
