// SPDX-License-Identifier: GPL-2.0
//
// A TD whose vCPU runs under AMD-V, where a VMRUN is a function of the test, and what the vCPU is
// entered with after an exit.
#pragma once

#include <cstring>
#include <deque>
#include <functional>

#include <gtest/gtest.h>

#include "core/emu/run/vmcb.hpp"
#include "core/emu/vcpu/vcpu_layout.hpp"
#include "kunit/user/host/vmrun.hpp"
#include "test_emu_td.hpp"

namespace test {

using tdx::emu::vmcs_slot;
using tdx::emu::svm::Vmcb;
namespace svm = tdx::emu::svm;
namespace vmcs = tdx::vmcs;

// An interruption of a VMX entry, which is EVENTINJ of AMD-V as well.
constexpr u64 no_event = 0;
constexpr u64 event_ve = 0x80000314;
constexpr u64 event_ud = 0x80000306;
constexpr u64 event_nmi = 0x80000202;
constexpr u64 event_df = 0x80000b08;
constexpr u64 event_gp = 0x80000b0d;
constexpr u64 event_interrupt(u32 vector)
{
	return 0x80000000 | vector;
}
constexpr u64 event_pf(u32 error)
{
	return u64{error} << 32 | 0x80000b0e;
}

constexpr u32 exit_of_ud = svm::exit::EXCEPTION + 6; // TDCALL's

// Where things lie in the guest's memory.
constexpr u64 gpa_tables = 0x1000;     // page tables: linear addresses below 1 GiB are physical,
constexpr u64 gpa_code = 0x10000;      // mapped 4 KiB pages
constexpr u64 gpa_data = 0x20000;      // of them
constexpr u64 gpa_stack = 0x28000;     // end of one
constexpr u64 gpa_unmapped = 0x600000; // no page, but tables
constexpr u64 gpa_pending = 0x601000;
constexpr u64 gpa_large = 0x800000; // a mapped 2 MiB page
constexpr u64 shared_bit = 1ULL << 47;
constexpr u64 gla_shared = 0x40000000;   // of shared GPA 0,
constexpr u64 gla_reserved = 0x80000000; // and of GPA 1 << 48

struct RunOptions {
	TdOptions td{};
	u8 npt_levels{4};
	u32 area_pages{64};
	u64 xfam{7}; // of the machine
};

// What nested page tables say of an address.
struct Mapping {
	bool present, writable, executable, large;
	u64 pa;
};

struct Entry {
	Vmcb vmcb;
	emu_regs regs;
};

// One run of the vCPU: from the state of the VMCB to an exit.
using Step = std::function<void(Vmcb &, emu_regs &)>;

Step exit_with(u32 code, u64 info_1 = 0, u64 info_2 = 0);
Step nested_fault(u64 gpa, u64 error);

constexpr u64 npf_present = 1, npf_write = 2, npf_user = 4, npf_fetch = 16;
constexpr u64 npf_final = 1ULL << 32, npf_walk = 1ULL << 33;

class RunGuest : public testing::Test {
	struct Area {
		std::vector<u8> memory;
		u8 *begin;
	};
	std::vector<Area> areas;
	std::vector<emu_area> described;

	static std::vector<Area> allocate(u32 pages);
	static std::vector<emu_area> describe(std::vector<Area> const &areas, u32 pages);
	void put_memory();

protected:
	RunOptions const options;
	Platform on;
	TestTd td;
	std::vector<u64> const tdvps; // TDVPR first
	std::deque<Step> steps;       // an interrupt of the host follows them
	std::vector<Entry> entries;   // of the last run
	tdx_xmm xmm{};

	explicit RunGuest(RunOptions o = {});
	~RunGuest() override { host::set_vmrun({}); }

	static constexpr u64 area_pa = 0x2000000; // of LP 0
	struct emu *module() { return on.machine.module(); }
	u64 tdvpr() const { return tdvps[0]; }
	Vmcb &vmcb() { return *reinterpret_cast<Vmcb *>(areas[0].begin); }
	u64 *npt_page(u64 pa) { return reinterpret_cast<u64 *>(areas[0].begin + (pa - area_pa)); }

	u64 &vmcs_word(tdx::emu::VmcsSlot slot)
	{
		return *reinterpret_cast<u64 *>(static_cast<u8 *>(host::at(tdvps[1])) + slot.td);
	}
	template <typename Value>
	Value &vcpu_field(tdx::emu::VcpuSlot slot, u32 index = 0)
	{
		return reinterpret_cast<Value *>(
			static_cast<u8 *>(host::at(tdvps[slot.page])) + slot.offset)[index];
	}
	u32 &vapic(u32 offset)
	{
		return *reinterpret_cast<u32 *>(static_cast<u8 *>(host::at(tdvps[2])) + offset);
	}

	Mapping mapping(u64 gpa);

	// Where a byte of private memory that put_memory() or the test mapped lies.
	u8 *guest_byte(u64 gpa);
	void put_code(std::vector<u8> const &bytes, u64 gla = gpa_code);
	// Private, and mapped.
	u64 map(u64 gpa);

	// 64-bit mode at gpa_code, CPL 0, nothing pending.
	void long_mode();
	void set_cpl(u64 cpl);

	// TDH.VP.ENTER, then the steps; how it ends.
	emu_regs run(tdx_regs host = {});
	// The state with which the vCPU goes on after @step.
	Entry after(Step const &step);
	Entry after_exit(u32 code, u64 info_1 = 0, u64 info_2 = 0)
	{
		return after(exit_with(code, info_1, info_2));
	}
	// How TDH.VP.ENTER ends by @step.
	emu_regs td_exit(Step const &step);
	void expect_td_exit(
		Step const &step, u64 rax, u64 rcx, u64 rdx = 0, u64 r8 = 0, u64 r9 = 0);

	struct Ve {
		u32 reason;
		u64 qualification;
		u32 length;
		u64 gpa{0};
		u64 gla{0};
		u32 information{0};
	};
	void expect_ve(Entry const &entry, Ve const &ve);
	// The exception, at the instruction, with RF.
	void expect_fault(Entry const &entry, u64 event);
	void expect_done(Entry const &entry, u32 length);
};

} // namespace test
