// SPDX-License-Identifier: GPL-2.0
//
// TDH.VP.CREATE, ADDCX, INIT, FLUSH, RD and WR: checks in their order, and a vCPU's first state.
// From semantics.md, sections 1, 3, 6, 13 and 15.
#include <cstring>

#include "core/emu/vcpu/vcpu_layout.hpp"
#include "test_emu_checks.hpp"

namespace {

using namespace test;
using namespace test::operand;
using tdx::emu::Lifecycle;

constexpr u32 tsc_adjust = 0x3b;
constexpr u64 vcpu_state_id = 0xa020000000000000; // 0 UNINITIALIZED, 2 READY, 4 ACTIVE, 8 DISABLED
constexpr u64 vmcs = 0x0020000000000000;          // and the encoding of a field

struct Vp : testing::Test {
	Platform platform;
	TestTd td{platform, {.debug = true}};
	u64 const other{platform.page()}; // free
	u64 const tdvpr{platform.page()};
	std::vector<u64> tdcx;

	void create() { platform.must(HostLeaf::VpCreate, {.rcx = tdvpr, .rdx = td.tdr}); }
	void add_pages(u32 count = 5)
	{
		for (u32 i = 0; i < count; i++) {
			tdcx.push_back(platform.page());
			platform.must(HostLeaf::VpAddcx, {.rcx = tdcx.back(), .rdx = tdvpr});
		}
	}
	void init(u32 lp = 0) { platform.must(HostLeaf::VpInit, {.rcx = tdvpr, .rdx = 0x77}, lp); }
	void make()
	{
		create();
		add_pages();
		init();
	}
	void flush(u32 lp = 0) { platform.must(HostLeaf::VpFlush, {.rcx = tdvpr}, lp); }
	tdx_regs rd_operands(u64 field) const { return {.rcx = tdvpr, .rdx = field}; }
	Machine::Answer rd(u64 field, u32 lp = 0)
	{
		return platform.call(HostLeaf::VpRd, rd_operands(field), lp);
	}
	u8 &state()
	{
		return static_cast<u8 *>(host::at(tdvpr))[tdx::emu::vcpu_field::vcpu_state.offset];
	}

	// TDVPR by register, then the TDR that owns it.
	std::vector<Check> tdvpr_checks(u32 operand, bool exclusive)
	{
		auto checks = exclusive ? exclusive_page_checks(operand) : page_checks(operand);
		checks.push_back({{"TDR held", raw(code::operand_busy, operand::tdr),
			[this](Scene &s) { s.hold(platform.pamt(td.tdr).lock); }}});
		return checks;
	}
	Check no_keys()
	{
		return {{"lifecycle", raw(code::keys_not_configured),
			[this](Scene &s) { s.change(td.root().lifecycle, Lifecycle::Blocked); }}};
	}
	std::vector<Check> td_checks(std::vector<u32> const &wrong_states)
	{
		std::vector<Check> checks{
			{{"fatal", raw(code::td_fatal),
				[this](Scene &s) { s.change(td.root().fatal, true); }}},
			no_keys(),
			{{"five TDCS pages", raw(code::tdcs_not_allocated),
				[this](Scene &s) { s.change(td.root().num_tdcx, 5u); }}},
			{{"OP_STATE held", raw(code::operand_busy, operand::op_state),
				[this](Scene &s) { s.hold(td.control().op_state_lock); }}},
		};
		Check states;
		for (u32 const wrong : wrong_states)
			states.push_back({"operation state", raw(code::op_state_incorrect),
				[=, this](Scene &s) { s.change(td.control().op_state, wrong); }});
		checks.push_back(states);
		return checks;
	}
	Check state_is(u32 status, std::vector<u8> const &states)
	{
		Check check;
		for (u8 const wrong : states)
			check.push_back({"vCPU state", raw(status),
				[=, this](Scene &s) { s.change(state(), wrong); }});
		return check;
	}
	Fault other_lp(u32 status)
	{
		return {"associated elsewhere", raw(status), [](Scene &s) { s.lp = 3; }};
	}
};

TEST_F(Vp, CreateChecks)
{
	u64 const page{platform.large()};
	std::memset(host::at(page), 0x5a, page_bytes);
	Scene scene{platform, HostLeaf::VpCreate, {.rcx = page, .rdx = td.tdr}};
	auto checks = page_checks(rdx);
	checks = checks + td_checks({0, 2, 3, 4, 5, 6, 8, 9, 10}) + exclusive_page_checks(rcx);
	expect_in_order(scene, checks);

	u64 const children{td.children()};
	auto const answer = scene.call();
	EXPECT_EQ(answer.rax, 0u);
	EXPECT_TRUE(answer.gpr == scene.in);
	EXPECT_EQ(td.children(), children + 1);
	EXPECT_EQ(platform.pamt(page).type, PageType::Tdvpr);
	EXPECT_EQ(platform.pamt(page).owner(), td.tdr);
	EXPECT_EQ(static_cast<u64 *>(host::at(page))[511], 0u);
	// Also while state is imported.
	td.control().op_state = 7;
	EXPECT_EQ(platform.call(HostLeaf::VpCreate, {.rcx = other, .rdx = td.tdr}).rax, 0u);
}

TEST_F(Vp, AddcxChecks)
{
	create();
	u64 const page{platform.large()};
	Scene scene{platform, HostLeaf::VpAddcx, {.rcx = page, .rdx = tdvpr}};
	auto checks = tdvpr_checks(rdx, true) + td_checks({0, 2, 3, 4, 5, 6, 8, 9, 10});
	checks.push_back(state_is(code::vcpu_state_incorrect, {2, 4, 8, 16}));
	auto const before_number = checks;
	checks = checks + exclusive_page_checks(rcx);
	expect_in_order(scene, checks);

	u64 const children{td.children()};
	add_pages(5);
	EXPECT_EQ(td.children(), children + 5);
	EXPECT_EQ(platform.pamt(tdcx[0]).type, PageType::Tdcx);
	EXPECT_EQ(platform.pamt(tdcx[0]).owner(), td.tdr);
	// More than this TD needs, up to what a TD of three L2 VMs does.
	add_pages(9);
	Scene full{platform, HostLeaf::VpAddcx, {.rcx = page, .rdx = tdvpr}};
	auto number = before_number;
	number.push_back({{"15 pages", raw(code::tdcx_num_incorrect), [](Scene &) {}},
		{"15 pages and a bad one", raw(code::tdcx_num_incorrect),
			[](Scene &s) { s.in.rcx |= 8; }}});
	expect_in_order(full, number);
}

TEST_F(Vp, InitChecks)
{
	create();
	add_pages(4);
	Scene scene{platform, HostLeaf::VpInit, {.rcx = tdvpr, .rdx = 0x77}};
	EXPECT_EQ(scene.call().rax, raw(code::tdcx_num_incorrect));
	add_pages(1);

	auto checks = tdvpr_checks(rcx, true) + td_checks({0, 2, 3, 4, 5, 6, 7, 8, 9, 10});
	checks.push_back({{"pages for an L2 VM", raw(code::tdcx_num_incorrect),
		[this](Scene &s) { s.change(td.control().num_l2_vms, u16{1}); }}});
	checks.push_back(state_is(code::vcpu_state_incorrect, {2, 4, 8, 16}));
	checks.push_back({{"one vCPU too many", raw(code::max_vcpus_exceeded),
		[this](Scene &s) { s.change(td.control().num_vcpus, 4u); }}});
	expect_in_order(scene, checks);
	EXPECT_EQ(td.control().num_vcpus, 0u);

	// The count stays where this fails.
	platform.machine.set_msr(0, tsc_adjust, 1);
	EXPECT_EQ(scene.call().rax, raw(code::inconsistent_msr, tsc_adjust));
	platform.machine.forget_changes();
	EXPECT_EQ(td.control().num_vcpus, 1u);
	EXPECT_EQ(td.control().num_assoc_vcpus, 0u);

	// 1.5.01 has version 0 only.
	EXPECT_EQ(platform.call(static_cast<u64>(HostLeaf::VpInit) | 1 << 16, scene.in).rax,
		raw(code::operand_invalid, operand::rax));

	EXPECT_EQ(scene.call().rax, 0u);
	EXPECT_EQ(td.control().num_vcpus, 2u);
	EXPECT_EQ(td.control().num_assoc_vcpus, 1u);
	EXPECT_EQ(scene.call().rax, raw(code::vcpu_state_incorrect));
}

struct Value {
	u64 id;
	u64 value;
};

// semantics.md, section 13.
TEST_F(Vp, FirstState)
{
	make();
	Value const values[]{
		{vcpu_state_id, 2}, {0xa020000200000002, 0}, // VCPU_INDEX
		{0xa020000200000004, 0},                     // ASSOC_LPID
		{0xa02000000000000f, 0},                     // LAST_TD_EXIT: asynchronous fault
		{0x1120000300000006, 0xffff0ff0},            // DR6
		{0x1120000300000020, 1},                     // XCR0
		{0x1320000300002084, 0x20200},               // IA32_FMASK
		{0x1320000300000da0, 0},                     // IA32_XSS
		{vmcs + 0x6800, 0x21},                       // CR0
		{vmcs + 0x6804, 0x2040},                     // CR4
		{vmcs + 0x2806, 0x901},                      // IA32_EFER
		{vmcs + 0x2804, 0x0007040600070406},         // IA32_PAT
		{vmcs + 0x2808, 0xff},                       // IA32_PERF_GLOBAL_CTRL
		{vmcs + 0x681a, 0x400},                      // DR7
		{vmcs + 0x681e, 0xfffffff0},                 // RIP
		{vmcs + 0x6820, 2},                          // RFLAGS
		{vmcs + 0x4814, 0xc093},                     // ES access rights
		{vmcs + 0x4816, 0xc09b},                     // CS
		{vmcs + 0x4818, 0xc093},                     // SS
		{vmcs + 0x481a, 0xc093},                     // DS
		{vmcs + 0x481c, 0xc093},                     // FS
		{vmcs + 0x481e, 0xc093},                     // GS
		{vmcs + 0x4820, 0x10082},                    // LDTR
		{vmcs + 0x4822, 0x8b},                       // TR
		{vmcs + 0x4802, 0xffffffff},                 // CS limit
		{vmcs + 0x480c, 0xffff},                     // LDTR limit
		{vmcs + 0x480e, 0xffff},                     // TR limit
		{vmcs + 0x6808, 0},                          // CS base
	};
	for (auto const &one : values) {
		auto const answer = rd(one.id);
		EXPECT_EQ(answer.rax, 0u) << std::hex << one.id;
		EXPECT_EQ(answer.gpr.r8, one.value) << std::hex << one.id;
	}

	struct host_cpuid const version{platform.machine.native_cpuid(0, 1, 0)};
	u64 const gprs[16]{0, 0x77, version.eax, 48, 0, 0, 0, 0, 0x77};
	for (u32 i = 0; i < 16; i++)
		EXPECT_EQ(rd(0x1020000300000000 + i).gpr.r8, gprs[i]) << i;
}

TEST_F(Vp, FlushChecks)
{
	make();
	Scene scene{platform, HostLeaf::VpFlush, {.rcx = tdvpr}};
	auto checks = tdvpr_checks(rcx, true);
	checks.push_back(no_keys());
	checks.push_back({{"pages for an L2 VM", raw(code::tdcx_num_incorrect),
		[this](Scene &s) { s.change(td.control().num_l2_vms, u16{1}); }}});
	checks.push_back({other_lp(code::vcpu_not_associated)});
	expect_in_order(scene, checks);

	// Neither the operation state nor a fatal TD is in the way.
	td.control().op_state = 10;
	td.root().fatal = true;
	EXPECT_EQ(td.control().num_assoc_vcpus, 1u);
	EXPECT_EQ(scene.call().rax, 0u);
	EXPECT_EQ(td.control().num_assoc_vcpus, 0u);
	EXPECT_EQ(scene.call().rax, raw(code::vcpu_not_associated));
}

TEST_F(Vp, RdAndWrChecks)
{
	make();
	for (auto const leaf : {HostLeaf::VpRd, HostLeaf::VpWr}) {
		bool const writes{leaf == HostLeaf::VpWr};
		Scene scene{platform, leaf, {.rcx = tdvpr, .rdx = 0xff, .r8 = 5, .r9 = 1}};
		auto checks = tdvpr_checks(rcx, false) +
			      td_checks(writes ? std::vector<u32>{0, 4, 5} : std::vector<u32>{0});
		checks.push_back({{"pages for an L2 VM", raw(code::tdcx_num_incorrect),
			[this](Scene &s) { s.change(td.control().num_l2_vms, u16{1}); }}});
		checks.push_back(state_is(code::vcpu_state_incorrect,
			writes ? std::vector<u8>{0, 4, 8, 16} : std::vector<u8>{0, 4, 16}));
		checks.push_back({other_lp(code::vcpu_associated)});
		checks.push_back({{"field", raw(code::field_id_incorrect), [](Scene &) {}}});
		expect_in_order(scene, checks);
		EXPECT_EQ(scene.call().gpr.r8, 0u);
	}
}

// Two readers do not exclude each other.
TEST_F(Vp, RdIsShared)
{
	make();
	ASSERT_TRUE(platform.pamt(tdvpr).lock.try_shared());
	ASSERT_TRUE(platform.pamt(td.tdr).lock.try_shared());
	EXPECT_EQ(rd(vcpu_state_id).rax, 0u);
}

// Any call on a vCPU takes it to the LP; only TDH.VP.FLUSH gives it back.
TEST_F(Vp, Association)
{
	make();
	EXPECT_EQ(rd(vcpu_state_id, 1).rax, raw(code::vcpu_associated));
	flush(0);
	EXPECT_EQ(td.control().num_assoc_vcpus, 0u);
	EXPECT_EQ(rd(vcpu_state_id, 1).rax, 0u);
	EXPECT_EQ(td.control().num_assoc_vcpus, 1u);
	EXPECT_EQ(rd(vcpu_state_id, 0).rax, raw(code::vcpu_associated));
	EXPECT_EQ(platform.call(HostLeaf::VpFlush, {.rcx = tdvpr}, 0).rax,
		raw(code::vcpu_not_associated));
	flush(1);
	// It stays where a later check of the same call fails.
	EXPECT_EQ(rd(0xff, 2).rax, raw(code::field_id_incorrect));
	EXPECT_EQ(rd(vcpu_state_id, 0).rax, raw(code::vcpu_associated));
	EXPECT_EQ(td.control().num_assoc_vcpus, 1u);
	// A disabled vCPU can be read.
	state() = 8;
	EXPECT_EQ(rd(vcpu_state_id, 2).gpr.r8, 8u);
}

TEST_F(Vp, IndexesFollowEachOther)
{
	make();
	for (u32 index = 1; index < 4; index++) {
		u64 const next{platform.page()};
		platform.must(HostLeaf::VpCreate, {.rcx = next, .rdx = td.tdr});
		for (u32 i = 0; i < 5; i++)
			platform.must(HostLeaf::VpAddcx, {.rcx = platform.page(), .rdx = next});
		platform.must(HostLeaf::VpInit, {.rcx = next});
		EXPECT_EQ(platform.must(HostLeaf::VpRd, {.rcx = next, .rdx = 0xa020000200000002})
				  .gpr.r8,
			index);
	}
}

// A TDVPR that the host damaged: its list of pages is not believed.
TEST_F(Vp, DamagedTdvpr)
{
	make();
	auto *const root = static_cast<u8 *>(host::at(tdvpr));
	std::vector<u8> const good(root, root + page_bytes);
	auto *const words = reinterpret_cast<u64 *>(root);
	auto const restore = [&] { std::memcpy(root, good.data(), page_bytes); };

	u32 lists{0};
	for (u32 word = 0; word < 512; word++) {
		if ((words[word] & 0x3fffffffffff) != tdcx[0])
			continue;
		lists++;
		for (u64 const wrong : {u64{0}, u64{8}, other, td.tdr, tdvpr, td.tdcs[0] | 8,
			     host_page_pa, 1ULL << 51, ~0ULL}) {
			words[word] = wrong;
			EXPECT_EQ(rd(vcpu_state_id).rax, raw(code::td_fatal)) << wrong;
			restore();
		}
	}
	EXPECT_EQ(lists, 1u);

	// Every word of it wrong in turn: a status, nothing else.
	for (u32 word = 0; word < 512; word++) {
		for (u64 const wrong :
			{u64{0}, ~0ULL, 0x8000000000000000ULL, 0x0101010101010101ULL}) {
			words[word] = wrong;
			for (auto const leaf : {HostLeaf::VpRd, HostLeaf::VpWr, HostLeaf::VpFlush})
				EXPECT_EQ(platform.call(leaf, rd_operands(vcpu_state_id)).verdict,
					EMU_ANSWERED);
			restore();
		}
	}

	// Its TDR as the PAMT has it is not believed either.
	auto &entry = platform.pamt(tdvpr);
	for (u64 const wrong : {u64{0}, other, tdcx[0], host_page_pa, 0xffffffffff000ULL}) {
		entry.set(PageType::Tdvpr, wrong);
		EXPECT_EQ(rd(vcpu_state_id).rax, raw(code::td_fatal)) << wrong;
	}
}

} // namespace
