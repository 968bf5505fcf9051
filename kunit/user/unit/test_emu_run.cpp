// SPDX-License-Identifier: GPL-2.0
#include "test_emu_run.hpp"

#include <cstdint>
#include <cstring>

namespace test {

namespace {

constexpr u64 rflags_rf = 1 << 16;
constexpr u64 area_distance = 0x1000000;

// Rubbish in all of it, as an allocator may give it.
constexpr u8 rubbish = 0xa5;

} // namespace

Step exit_with(u32 code, u64 info_1, u64 info_2)
{
	return [=](Vmcb &vmcb, emu_regs &) {
		vmcb.exit_code = code;
		vmcb.exit_info_1 = info_1;
		vmcb.exit_info_2 = info_2;
	};
}

Step nested_fault(u64 gpa, u64 error)
{
	return exit_with(svm::exit::NPF, error, gpa);
}

std::vector<RunGuest::Area> RunGuest::allocate(u32 pages)
{
	std::vector<Area> all(4);

	for (Area &area : all) {
		area.memory.assign((pages + 1) * page_bytes, rubbish);
		auto const at = reinterpret_cast<std::uintptr_t>(area.memory.data());
		area.begin = area.memory.data() + (-at & (page_bytes - 1));
	}
	return all;
}

std::vector<emu_area> RunGuest::describe(std::vector<Area> const &areas, u32 pages)
{
	std::vector<emu_area> all;

	for (Area const &area : areas)
		all.push_back({area.begin, area_pa + all.size() * area_distance, pages});
	return all;
}

RunGuest::RunGuest(RunOptions o)
	: areas{allocate(o.area_pages)}, described{describe(areas, o.area_pages)}, options{o},
	  on{[this](emu_config &config) {
		  config.guests = 1;
		  config.areas = described.data();
		  config.npt_levels = options.npt_levels;
		  config.asid = 15;
		  config.xfam = options.xfam;
	  }},
	  td{on, options.td}, tdvps{td.add_vcpu()}
{
	put_memory();
	td.set_state(OpState::Runnable);
	host::set_vmrun([this](u64 pa, emu_regs &regs) {
		EXPECT_EQ(pa, area_pa);
		EXPECT_TRUE(host::state_is_the_guests());
		entries.push_back({vmcb(), regs});
		vmcb().exit_int_info = 0;
		if (steps.empty())
			return exit_with(svm::exit::INTR)(vmcb(), regs);
		Step const step{steps.front()};
		steps.pop_front();
		step(vmcb(), regs);
	});
}

u64 RunGuest::map(u64 gpa)
{
	u64 const pa{td.aug(gpa)};

	td.put_state(gpa, 0, SeptState::Mapped);
	return pa;
}

void RunGuest::put_memory()
{
	constexpr u64 present_writable{3};
	constexpr u64 large_page{0x83};

	td.set_state(OpState::Runnable);
	for (u64 gpa = gpa_tables; gpa < gpa_tables + 5 * page_bytes; gpa += page_bytes)
		map(gpa);
	map(gpa_code);
	map(gpa_data);
	map(gpa_data + page_bytes);
	map(gpa_stack - page_bytes);
	td.add_tables(gpa_unmapped);
	td.aug(gpa_pending);
	td.aug(gpa_large, 1);
	td.put_state(gpa_large, 1, SeptState::Mapped);

	auto const table = [&](u64 number) {
		return reinterpret_cast<u64 *>(guest_byte(gpa_tables + number * page_bytes));
	};
	table(0)[0] = (gpa_tables + page_bytes) | present_writable;
	u64 const bases[]{0, shared_bit, 1ULL << 48};
	for (u64 part = 0; part < 3; part++) {
		table(1)[part] = (gpa_tables + (2 + part) * page_bytes) | present_writable;
		for (u64 i = 0; i < 512; i++)
			table(2 + part)[i] = bases[part] | i * large_bytes | large_page;
	}
}

u8 *RunGuest::guest_byte(u64 gpa)
{
	for (u32 level = 0; level < 2; level++) {
		u64 const *const entry{td.entry(gpa, level)};
		if (!entry || !(*entry & 7) || (level && !(*entry & 0x80)))
			continue;
		u64 const offset{(page_bytes << 9 * level) - 1};
		return static_cast<u8 *>(
			host::at((*entry & 0xffffffff000 & ~offset) | (gpa & offset)));
	}
	throw std::logic_error{"no page there"};
}

Mapping RunGuest::mapping(u64 gpa)
{
	Mapping found{true, true, true, false, 0};
	u64 table{vmcb().nested_cr3};

	for (u32 level = options.npt_levels; level--;) {
		u64 const entry{npt_page(table)[gpa >> (12 + 9 * level) & 511]};
		if (!(entry & 1))
			return {};
		EXPECT_EQ(entry & 4, 4u) << "a nested walk is a user's";
		found.writable = found.writable && entry & 2;
		found.executable = found.executable && !(entry >> 63);
		table = entry & 0xffffffffff000;
		found.large = level && entry & 0x80;
		if (found.large) {
			found.pa = table + (gpa & ((page_bytes << 9 * level) - 1));
			return found;
		}
	}
	found.pa = table + (gpa & (page_bytes - 1));
	return found;
}

void RunGuest::put_code(std::vector<u8> const &bytes, u64 gla)
{
	std::memcpy(guest_byte(gla), bytes.data(), bytes.size());
}

void RunGuest::long_mode()
{
	vmcs_word(vmcs_slot(vmcs::GUEST_CR0)) = 0x80050031;
	vmcs_word(vmcs_slot(vmcs::GUEST_CR4)) = 0x2060;
	vmcs_word(vmcs_slot(vmcs::GUEST_CR3)) = gpa_tables;
	vmcs_word(vmcs_slot(vmcs::GUEST_IA32_EFER)) = 0xd01;
	vmcs_word(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) = 0xa09b;
	set_cpl(0);
	vmcs_word(vmcs_slot(vmcs::GUEST_RIP)) = gpa_code;
	vmcs_word(vmcs_slot(vmcs::GUEST_RSP)) = gpa_stack;
	vmcs_word(vmcs_slot(vmcs::GUEST_RFLAGS)) = 2;
	vmcs_word(vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO)) = 0;
	vmcs_word(vmcs_slot(vmcs::VM_ENTRY_INTR_INFO_FIELD)) = 0;
	vmcs_word(vmcs_slot(vmcs::IDT_VECTORING_INFO_FIELD)) = 0;
	vcpu_field<u32>(tdx::emu::vcpu_field::ve_info_valid) = 0;
}

void RunGuest::set_cpl(u64 cpl)
{
	vmcs_word(vmcs_slot(vmcs::GUEST_SS_AR_BYTES)) = 0xc093 | cpl << 5;
}

emu_regs RunGuest::run(tdx_regs host)
{
	emu_regs regs{};

	entries.clear();
	regs.gpr = host;
	regs.gpr.rcx = tdvpr();
	emu_verdict const entered{emu_seamcall(module(), 0, &regs)};
	if (entered != EMU_ENTERED) {
		ADD_FAILURE() << "not entered: " << std::hex << regs.rax;
		return regs;
	}
	EXPECT_EQ(emu_run(module(), 0, &regs, &xmm), EMU_EXITED);
	EXPECT_FALSE(host::state_is_the_guests());
	return regs;
}

Entry RunGuest::after(Step const &step)
{
	steps = {step};
	emu_regs const out{run()};
	EXPECT_EQ(out.rax, 1u) << "not by the interrupt of the host";
	if (entries.size() != 2)
		throw std::runtime_error{"the vCPU does not go on"};
	return entries[1];
}

emu_regs RunGuest::td_exit(Step const &step)
{
	steps = {step};
	emu_regs const out{run()};
	EXPECT_EQ(entries.size(), 1u) << "the vCPU goes on";
	return out;
}

void RunGuest::expect_td_exit(Step const &step, u64 rax, u64 rcx, u64 rdx, u64 r8, u64 r9)
{
	emu_regs const out{td_exit(step)};

	EXPECT_EQ(out.rax, rax);
	EXPECT_TRUE(out.gpr == (tdx_regs{.rcx = rcx, .rdx = rdx, .r8 = r8, .r9 = r9}))
		<< std::hex << "rcx " << out.gpr.rcx << ", rdx " << out.gpr.rdx << ", r8 "
		<< out.gpr.r8 << ", r9 " << out.gpr.r9;
	EXPECT_EQ(out.rbp, 0u);
}

void RunGuest::expect_ve(Entry const &entry, Ve const &ve)
{
	using namespace tdx::emu::vcpu_field;

	EXPECT_EQ(entry.vmcb.event, event_ve);
	EXPECT_EQ(entry.vmcb.rflags & rflags_rf, rflags_rf);
	EXPECT_EQ(vcpu_field<u32>(ve_info_valid), 0xffffffffu);
	EXPECT_EQ(vcpu_field<u32>(ve_info_reason), ve.reason);
	EXPECT_EQ(vcpu_field<u64>(ve_info_qualification), ve.qualification);
	EXPECT_EQ(vcpu_field<u32>(ve_info_length), ve.length);
	EXPECT_EQ(vcpu_field<u64>(ve_info_gpa), ve.gpa);
	EXPECT_EQ(vcpu_field<u64>(ve_info_gla), ve.gla);
	EXPECT_EQ(vcpu_field<u32>(ve_info_information), ve.information);
	EXPECT_EQ(entry.vmcb.rip, entries[0].vmcb.rip);
}

void RunGuest::expect_fault(Entry const &entry, u64 event)
{
	EXPECT_EQ(entry.vmcb.event, event);
	EXPECT_EQ(entry.vmcb.rflags & rflags_rf, rflags_rf);
	EXPECT_EQ(entry.vmcb.rip, entries[0].vmcb.rip);
}

void RunGuest::expect_done(Entry const &entry, u32 length)
{
	EXPECT_EQ(entry.vmcb.event, no_event);
	EXPECT_EQ(entry.vmcb.rip, entries[0].vmcb.rip + length);
	EXPECT_EQ(entry.vmcb.rflags & rflags_rf, 0u);
}

} // namespace test
