// SPDX-License-Identifier: GPL-2.0
//
// The checks of a leaf function, one by one: each with its status, and before the one that follows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "test_emu_td.hpp"

namespace test {

// Codes of statuses and numbers of operands, from status_codes.tsv and operand_ids.tsv.
namespace code {
constexpr u32 operand_invalid = 0xc0000100;
constexpr u32 addr_range_error = 0xc0000101;
constexpr u32 operand_busy = 0x80000200;
constexpr u32 no_entropy = 0x80000203;
constexpr u32 page_metadata_incorrect = 0xc0000300;
constexpr u32 td_fatal = 0xe0000604;
constexpr u32 tdcs_not_allocated = 0xc0000606;
constexpr u32 lifecycle_state_incorrect = 0xc0000607;
constexpr u32 op_state_incorrect = 0xc0000608;
constexpr u32 tdcx_num_incorrect = 0xc0000610;
constexpr u32 vcpu_state_incorrect = 0xc0000700;
constexpr u32 vcpu_associated = 0x80000701;
constexpr u32 vcpu_not_associated = 0x80000702;
constexpr u32 max_vcpus_exceeded = 0xc0000705;
constexpr u32 key_generation_failed = 0x80000800;
constexpr u32 keys_not_configured = 0x80000810;
constexpr u32 key_configured = 0x00000815;
constexpr u32 wbcache_not_complete = 0x80000817;
constexpr u32 hkid_not_free = 0xc0000820;
constexpr u32 flushvp_not_done = 0x80000824;
constexpr u32 limit_cpuid_maxval_set = 0xc0000901;
constexpr u32 inconsistent_msr = 0xc0000920;
constexpr u32 incorrect_msr_value = 0xc0000921;
constexpr u32 field_id_incorrect = 0xc0000c00;
constexpr u32 field_not_writable = 0xc0000c01;
constexpr u32 field_not_readable = 0xc0000c02;
constexpr u32 field_value_not_valid = 0xc0000c03;
constexpr u32 wr_mask_not_valid = 0xc0000c0a;
constexpr u32 first_field_id = 0x00000c0b;
} // namespace code

namespace operand {
constexpr u32 rax = 0, rcx = 1, rdx = 2, r8 = 8, r9 = 9;
constexpr u32 tdr = 128, op_state = 172, metadata_field = 176, kot = 186, ket = 187;
} // namespace operand

// A call that would succeed, and what a fault changes for one call only.
class Scene {
	std::vector<std::function<void()>> undo;

public:
	Platform &platform;
	u64 rax;
	tdx_regs in;
	u32 lp{0};

	Scene(Platform &p, u64 leaf, tdx_regs const &good) : platform{p}, rax{leaf}, in{good} {}
	Scene(Platform &p, HostLeaf leaf, tdx_regs const &good)
		: Scene{p, static_cast<u64>(leaf), good}
	{}

	void later(std::function<void()> what) { undo.push_back(std::move(what)); }
	template <typename T>
	void change(T &what, std::type_identity_t<T> to)
	{
		later([&what, was = what] { what = was; });
		what = to;
	}
	template <typename T>
	void change(tdx::emu::Donated<T> &what, std::type_identity_t<T> to)
	{
		later([&what, was = what.load()] { what = was; });
		what = to;
	}
	template <typename Lock>
	void hold(Lock &lock)
	{
		ASSERT_TRUE(lock.try_exclusive());
		later([&lock] { lock.release_exclusive(); });
	}
	template <typename Lock>
	void hold_shared(Lock &lock)
	{
		ASSERT_TRUE(lock.try_shared());
		later([&lock] { lock.release_shared(); });
	}
	Machine::Answer call() { return platform.call(rax, in, lp); }
	// With the faults that were made; then all is good again.
	Machine::Answer call_and_repair(tdx_regs const &good)
	{
		auto const answer = call();
		while (!undo.empty()) {
			undo.back()();
			undo.pop_back();
		}
		in = good;
		lp = 0;
		return answer;
	}
};

struct Fault {
	char const *name;
	u64 status;
	std::function<void(Scene &)> make;
};

// Faults that the same check finds are alternatives.
using Check = std::vector<Fault>;

// Every fault gives its status, alone and together with one that the next check would find.
inline void expect_in_order(Scene &scene, std::vector<Check> const &checks)
{
	tdx_regs const good{scene.in};

	for (std::size_t i = 0; i < checks.size(); i++) {
		for (auto const &fault : checks[i]) {
			fault.make(scene);
			EXPECT_EQ(scene.call_and_repair(good).rax, fault.status) << fault.name;
		}
		if (i + 1 == checks.size())
			break;
		for (auto const &fault : checks[i]) {
			checks[i + 1][0].make(scene);
			fault.make(scene);
			EXPECT_EQ(scene.call_and_repair(good).rax, fault.status)
				<< fault.name << ", and " << checks[i + 1][0].name;
		}
	}
}

inline u64 &reg(Scene &scene, u32 operand)
{
	return *tdx::gpr(scene.in, static_cast<Reg>(operand));
}

// What can be wrong with a page operand.
inline std::vector<Check> page_checks(u32 operand)
{
	auto const lock_of = [operand](Scene & s, PageSize size) -> auto &
	{
		return s.platform.pamt(reg(s, operand), size).lock;
	};
	auto const change_type = [operand](Scene &s) {
		auto &entry = s.platform.pamt(reg(s, operand));
		s.change(entry.type, entry.type == PageType::Nda ? PageType::Reg : PageType::Nda);
	};
	return {
		{
			{"page not aligned", raw(code::operand_invalid, operand),
				[=](Scene &s) { reg(s, operand) += 8; }},
			{"page with a KeyID", raw(code::operand_invalid, operand),
				[=](Scene &s) { reg(s, operand) |= 1ULL << 46; }},
			{"page above MAXPA", raw(code::operand_invalid, operand),
				[=](Scene &s) { reg(s, operand) |= 1ULL << 52; }},
		},
		{{"page outside of TDMRs", raw(code::addr_range_error, operand),
			[=](Scene &s) { reg(s, operand) = host_page_pa; }}},
		{
			{"page held", raw(code::operand_busy, operand),
				[=](Scene &s) { s.hold(lock_of(s, PageSize::Size4K)); }},
			{"2 MiB range held", raw(code::operand_busy, operand),
				[=](Scene &s) { s.hold(lock_of(s, PageSize::Size2M)); }},
			{"1 GiB block held", raw(code::operand_busy, operand),
				[=](Scene &s) { s.hold(lock_of(s, PageSize::Size1G)); }},
		},
		{{"page of another type", raw(code::page_metadata_incorrect, operand),
			change_type}},
	};
}

// The same of a page that the call wants for itself: a reader is in the way as well.
inline std::vector<Check> exclusive_page_checks(u32 operand)
{
	auto checks = page_checks(operand);
	checks[2].push_back({"page held shared", raw(code::operand_busy, operand),
		[=](Scene &s) { s.hold_shared(s.platform.pamt(reg(s, operand)).lock); }});
	return checks;
}

inline std::vector<Check> operator+(std::vector<Check> a, std::vector<Check> const &b)
{
	a.insert(a.end(), b.begin(), b.end());
	return a;
}

} // namespace test
