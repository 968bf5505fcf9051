// SPDX-License-Identifier: GPL-2.0
//
// Typed calls of the SEAMCALL leaf functions.
// Written by scripts/gen-typed from the tables in core/abi/: change those.
#pragma once

#include "core/abi/leaves/host_leaves.hpp"
#include "typed.hpp"

namespace tdx::typed {

// clang-format off
// TDH.MNG.ADDCX: give the TD one more control-structure page (the page is overwritten even when
// the call then fails with RND_NO_ENTROPY or OP_STATE_INCORRECT; 6 mandatory + 1 per L2 VM, max
// 9)
[[gnu::always_inline]] inline Status
tdh_mng_addcx(PagePa tdcx_page_pa, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngAddcx));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdcx_page_pa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MngAddcx, how, out);
}

struct TdhMemPageAdd {
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.PAGE.ADD: copy a source page into a new measured private 4K page (build time only) and
// hash its address into MRTD
[[gnu::always_inline]] inline Outcome<None, TdhMemPageAdd::Error>
tdh_mem_page_add(Gpa gpa, Level level, TdrPa tdr_pa, PagePa target_page_pa,
	BufferPa source_page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemPageAdd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhMemPageAdd::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(target_page_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(source_page_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemPageAdd, how, out);
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhMemSeptAdd {
	struct Out {
		PagePa l2_sept_page_pa_r8;
		PagePa l2_sept_page_pa_r9;
		PagePa l2_sept_page_pa_r10;
		PagePa l2_sept_page_pa_r11;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
		PagePa l2_sept_page_pa_r8;
		PagePa l2_sept_page_pa_r9;
		PagePa l2_sept_page_pa_r10;
		PagePa l2_sept_page_pa_r11;
	};
};

// TDH.MEM.SEPT.ADD: add secure-EPT page(s) for a range
[[gnu::always_inline]] inline Outcome<TdhMemSeptAdd::Out, TdhMemSeptAdd::Error>
tdh_mem_sept_add(LeafVersion version, Gpa gpa, Level level, TdrPa tdr_pa, Flag allow_existing,
	PagePa sept_page_pa, PagePa l2_sept_page_pa_r9, PagePa l2_sept_page_pa_r10,
	PagePa l2_sept_page_pa_r11, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemSeptAdd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemSeptAdd::Out, TdhMemSeptAdd::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 51, 12>(tdr_pa.raw);
	in.put<Reg::Rdx, 0, 0>(allow_existing.raw);
	in.put_in_place<Reg::R8, 63, 0>(sept_page_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(l2_sept_page_pa_r9.raw);
	in.put_in_place<Reg::R10, 63, 0>(l2_sept_page_pa_r10.raw);
	in.put_in_place<Reg::R11, 63, 0>(l2_sept_page_pa_r11.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemSeptAdd, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.l2_sept_page_pa_r8 = PagePa{out.r8},
			.l2_sept_page_pa_r9 = PagePa{out.r9},
			.l2_sept_page_pa_r10 = PagePa{out.r10},
			.l2_sept_page_pa_r11 = PagePa{out.r11},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
			.l2_sept_page_pa_r8 = PagePa{out.r8},
			.l2_sept_page_pa_r9 = PagePa{out.r9},
			.l2_sept_page_pa_r10 = PagePa{out.r10},
			.l2_sept_page_pa_r11 = PagePa{out.r11},
		};
	return outcome;
}

// TDH.VP.ADDCX: give the vCPU one more state page (6 + 3 per L2 VM, max 15)
[[gnu::always_inline]] inline Status
tdh_vp_addcx(PagePa tdcx_page_pa, TdvprPa tdvpr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::VpAddcx));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdcx_page_pa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdvpr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::VpAddcx, how, out);
}

struct TdhMemPageRelocate {
	struct Out {
		PagePa old_page_pa;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.PAGE.RELOCATE: move a blocked and tracked 4K page to another physical page
[[gnu::always_inline]] inline Outcome<TdhMemPageRelocate::Out, TdhMemPageRelocate::Error>
tdh_mem_page_relocate(Gpa gpa, Level level, TdrPa tdr_pa, PagePa new_page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemPageRelocate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemPageRelocate::Out, TdhMemPageRelocate::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(new_page_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemPageRelocate, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.old_page_pa = PagePa{out.rcx},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhMemPageAug {
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.PAGE.AUG: map a pending (not yet accepted) 4K or 2M private page
[[gnu::always_inline]] inline Outcome<None, TdhMemPageAug::Error>
tdh_mem_page_aug(Gpa gpa, Level level, TdrPa tdr_pa, PagePa page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemPageAug));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhMemPageAug::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(page_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemPageAug, how, out);
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhMemRangeBlock {
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.RANGE.BLOCK: block a range: no new TLB entries; records the TLB epoch
[[gnu::always_inline]] inline Outcome<None, TdhMemRangeBlock::Error>
tdh_mem_range_block(Gpa gpa, Level level, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemRangeBlock));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhMemRangeBlock::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemRangeBlock, how, out);
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

// TDH.MNG.KEY.CONFIG: program the TD key on the current package; run once per package
[[gnu::always_inline]] inline Status
tdh_mng_key_config(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngKeyConfig));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MngKeyConfig, how, out);
}

// TDH.MNG.CREATE: create a TD: claim a page as TDR and a private HKID
[[gnu::always_inline]] inline Status
tdh_mng_create(PagePa tdr_page_pa, KeyId hkid, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngCreate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_page_pa.raw);
	in.put<Reg::Rdx, 15, 0>(hkid.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MngCreate, how, out);
}

// TDH.VP.CREATE: create a vCPU root page
[[gnu::always_inline]] inline Status
tdh_vp_create(PagePa tdvpr_page_pa, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::VpCreate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdvpr_page_pa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::VpCreate, how, out);
}

struct TdhMngRd {
	struct Out {
		Value value;
		FieldId next_field_id;
	};
};

// TDH.MNG.RD: read a TD-scope metadata element
[[gnu::always_inline]] inline Outcome<TdhMngRd::Out>
tdh_mng_rd(LeafVersion version, TdrPa tdr_pa, FieldId field_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMngRd::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MngRd, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.value = Value{out.r8},
			.next_field_id = FieldId{out.rdx},
		};
	return outcome;
}

struct TdhMemRd {
	struct Out {
		Data data;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.RD: debug TD: (states MAPPED, BLOCKEDW, EXPORTED_*) read 8 bytes of private memory
[[gnu::always_inline]] inline Outcome<TdhMemRd::Out, TdhMemRd::Error>
tdh_mem_rd(Gpa gpa, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemRd::Out, TdhMemRd::Error> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(gpa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.data = Data{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhMngWr {
	struct Out {
		Value old_value;
	};
};

// TDH.MNG.WR: write a TD-scope metadata element
[[gnu::always_inline]] inline Outcome<TdhMngWr::Out>
tdh_mng_wr(TdrPa tdr_pa, FieldId field_id, Value value, Mask mask, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMngWr::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	in.put<Reg::R8, 63, 0>(value.raw);
	in.put<Reg::R9, 63, 0>(mask.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MngWr, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.old_value = Value{out.r8},
		};
	return outcome;
}

struct TdhMemWr {
	struct Out {
		Data old_data;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.WR: debug TD: (only states MAPPED and EXPORTED_DIRTY) write 8 bytes of private memory
[[gnu::always_inline]] inline Outcome<TdhMemWr::Out, TdhMemWr::Error>
tdh_mem_wr(Gpa gpa, TdrPa tdr_pa, Data data, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemWr::Out, TdhMemWr::Error> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(gpa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 0>(data.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemWr, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.old_data = Data{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhMemPageDemote {
	struct Out {
		PagePa l2_sept_page_pa_r9;
		PagePa l2_sept_page_pa_r10;
		PagePa l2_sept_page_pa_r11;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
		PagePa l2_sept_page_pa_r9;
		PagePa l2_sept_page_pa_r10;
		PagePa l2_sept_page_pa_r11;
	};
};

// TDH.MEM.PAGE.DEMOTE: split a blocked and tracked large page into 512 smaller mappings
[[gnu::always_inline]] inline Outcome<TdhMemPageDemote::Out, TdhMemPageDemote::Error>
tdh_mem_page_demote(Gpa gpa, Level level, TdrPa tdr_pa, Flag l2_sept_add_mode,
	PagePa sept_page_pa, PagePa l2_sept_page_pa_r9, PagePa l2_sept_page_pa_r10,
	PagePa l2_sept_page_pa_r11, PagePa pamt_page_pa_r12, PagePa pamt_page_pa_r13,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemPageDemote));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemPageDemote::Out, TdhMemPageDemote::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 51, 12>(tdr_pa.raw);
	in.put<Reg::Rdx, 0, 0>(l2_sept_add_mode.raw);
	in.put_in_place<Reg::R8, 63, 0>(sept_page_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(l2_sept_page_pa_r9.raw);
	in.put_in_place<Reg::R10, 63, 0>(l2_sept_page_pa_r10.raw);
	in.put_in_place<Reg::R11, 63, 0>(l2_sept_page_pa_r11.raw);
	in.put_in_place<Reg::R12, 63, 0>(pamt_page_pa_r12.raw);
	in.put_in_place<Reg::R13, 63, 0>(pamt_page_pa_r13.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemPageDemote, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.l2_sept_page_pa_r9 = PagePa{out.r9},
			.l2_sept_page_pa_r10 = PagePa{out.r10},
			.l2_sept_page_pa_r11 = PagePa{out.r11},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
			.l2_sept_page_pa_r9 = PagePa{out.r9},
			.l2_sept_page_pa_r10 = PagePa{out.r10},
			.l2_sept_page_pa_r11 = PagePa{out.r11},
		};
	return outcome;
}

struct TdhMrExtend {
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MR.EXTEND: hash 256 bytes of an added page into MRTD
[[gnu::always_inline]] inline Outcome<None, TdhMrExtend::Error>
tdh_mr_extend(Gpa gpa, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MrExtend));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhMrExtend::Error> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(gpa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MrExtend, how, out);
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

// TDH.MR.FINALIZE: finish MRTD; TD becomes RUNNABLE
[[gnu::always_inline]] inline Status
tdh_mr_finalize(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MrFinalize));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MrFinalize, how, out);
}

// TDH.VP.FLUSH: on the CPU the vCPU is associated with: flush its translations and VMCS, break
// the association
[[gnu::always_inline]] inline Status
tdh_vp_flush(TdvprPa tdvpr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::VpFlush));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdvpr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::VpFlush, how, out);
}

// TDH.MNG.VPFLUSHDONE: check that no vCPU is associated; block the TD for good (lifecycle
// TD_BLOCKED)
[[gnu::always_inline]] inline Status
tdh_mng_vpflushdone(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngVpflushdone));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MngVpflushdone, how, out);
}

// TDH.MNG.KEY.FREEID: after cache write-back on all packages: free the HKID (lifecycle
// TD_TEARDOWN)
[[gnu::always_inline]] inline Status
tdh_mng_key_freeid(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngKeyFreeid));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MngKeyFreeid, how, out);
}

struct TdhMngInit {
	struct Error {
		CpuidLeaf cpuid_leaf_subleaf;
	};
};

// TDH.MNG.INIT: configure the TD from TD_PARAMS
[[gnu::always_inline]] inline Outcome<None, TdhMngInit::Error>
tdh_mng_init(TdrPa tdr_pa, BufferPa td_params_pa, Value extra_param, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngInit));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhMngInit::Error> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(td_params_pa.raw);
	in.put<Reg::R8, 63, 0>(extra_param.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MngInit, how, out);
	if (outcome.status.error())
		outcome.error = {
			.cpuid_leaf_subleaf = CpuidLeaf{out.rcx},
		};
	return outcome;
}

// TDH.VP.INIT: initialise a vCPU and associate it with this CPU; v1, from 1.5.05 on, takes the
// x2APIC id
[[gnu::always_inline]] inline Status
tdh_vp_init(LeafVersion version, TdvprPa tdvpr_pa, Value initial_rcx_r8, Index x2apic_id,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::VpInit));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdvpr_pa.raw);
	in.put<Reg::Rdx, 63, 0>(initial_rcx_r8.raw);
	in.put<Reg::R8, 31, 0>(x2apic_id.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::VpInit, how, out, version);
}

struct TdhMemPagePromote {
	struct Out {
		PagePa freed_sept_page_pa;
		PagePa freed_l2_sept_page_pa_r9;
		PagePa freed_l2_sept_page_pa_r10;
		PagePa freed_l2_sept_page_pa_r11;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.PAGE.PROMOTE: merge 512 small mappings into one larger page
[[gnu::always_inline]] inline Outcome<TdhMemPagePromote::Out, TdhMemPagePromote::Error>
tdh_mem_page_promote(LeafVersion version, Gpa gpa, Level level, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemPagePromote));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemPagePromote::Out, TdhMemPagePromote::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemPagePromote, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.freed_sept_page_pa = PagePa{out.rcx},
			.freed_l2_sept_page_pa_r9 = PagePa{out.r9},
			.freed_l2_sept_page_pa_r10 = PagePa{out.r10},
			.freed_l2_sept_page_pa_r11 = PagePa{out.r11},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhPhymemPageRdmd {
	struct Out {
		Choice page_type;
		TdrPa owner_tdr_pa;
		Choice page_size;
		Value bepoch;
	};
};

// TDH.PHYMEM.PAGE.RDMD: read the PAMT metadata of a page
[[gnu::always_inline]] inline Outcome<TdhPhymemPageRdmd::Out>
tdh_phymem_page_rdmd(PagePa page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::PhymemPageRdmd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhPhymemPageRdmd::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(page_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::PhymemPageRdmd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.page_type = Choice{out.rcx},
			.owner_tdr_pa = TdrPa{out.rdx},
			.page_size = Choice{out.r8},
			.bepoch = Value{out.r9},
		};
	return outcome;
}

struct TdhMemSeptRd {
	struct Out {
		SeptEntry sept_entry;
		LevelState level_state;
		Attributes l2_attributes;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
		Attributes l2_attributes;
	};
};

// TDH.MEM.SEPT.RD: read a secure-EPT entry
[[gnu::always_inline]] inline Outcome<TdhMemSeptRd::Out, TdhMemSeptRd::Error>
tdh_mem_sept_rd(Gpa gpa, Level level, TdrPa tdr_pa, Flag l2_attrs, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemSeptRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemSeptRd::Out, TdhMemSeptRd::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 51, 12>(tdr_pa.raw);
	in.put<Reg::Rdx, 0, 0>(l2_attrs.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemSeptRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
			.l2_attributes = Attributes{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
			.l2_attributes = Attributes{out.r8},
		};
	return outcome;
}

struct TdhVpRd {
	struct Out {
		Value value;
		FieldId next_field_id;
	};
};

// TDH.VP.RD: read a vCPU-scope metadata element; also associates the vCPU with this CPU
[[gnu::always_inline]] inline Outcome<TdhVpRd::Out>
tdh_vp_rd(LeafVersion version, TdvprPa tdvpr_pa, FieldId field_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::VpRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhVpRd::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdvpr_pa.raw);
	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::VpRd, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.value = Value{out.r8},
			.next_field_id = FieldId{out.rdx},
		};
	return outcome;
}

// TDH.MNG.KEY.RECLAIMID: legacy no-op that returns success
[[gnu::always_inline]] inline Status
tdh_mng_key_reclaimid(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngKeyReclaimid));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MngKeyReclaimid, how, out);
}

struct TdhPhymemPageReclaim {
	struct Out {
		Choice page_type;
		TdrPa owner_tdr_pa;
		Choice page_size;
	};
	struct Error {
		Choice page_type;
		TdrPa owner_tdr_pa;
		Choice page_size;
	};
};

// TDH.PHYMEM.PAGE.RECLAIM: give back a page of a TD that is in TD_TEARDOWN
[[gnu::always_inline]] inline Outcome<TdhPhymemPageReclaim::Out, TdhPhymemPageReclaim::Error>
tdh_phymem_page_reclaim(PagePa page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::PhymemPageReclaim));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhPhymemPageReclaim::Out, TdhPhymemPageReclaim::Error> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(page_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::PhymemPageReclaim, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.page_type = Choice{out.rcx},
			.owner_tdr_pa = TdrPa{out.rdx},
			.page_size = Choice{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.page_type = Choice{out.rcx},
			.owner_tdr_pa = TdrPa{out.rdx},
			.page_size = Choice{out.r8},
		};
	return outcome;
}

struct TdhMemPageRemove {
	struct Out {
		PagePa page_pa;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.PAGE.REMOVE: unmap and free a blocked and tracked page
[[gnu::always_inline]] inline Outcome<TdhMemPageRemove::Out, TdhMemPageRemove::Error>
tdh_mem_page_remove(Gpa gpa, Level level, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemPageRemove));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemPageRemove::Out, TdhMemPageRemove::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemPageRemove, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.page_pa = PagePa{out.rcx},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhMemSeptRemove {
	struct Out {
		PagePa sept_page_pa;
		PagePa l2_sept_page_pa_r9;
		PagePa l2_sept_page_pa_r10;
		PagePa l2_sept_page_pa_r11;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.SEPT.REMOVE: remove empty secure-EPT page(s)
[[gnu::always_inline]] inline Outcome<TdhMemSeptRemove::Out, TdhMemSeptRemove::Error>
tdh_mem_sept_remove(LeafVersion version, Gpa gpa, Level level, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemSeptRemove));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemSeptRemove::Out, TdhMemSeptRemove::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemSeptRemove, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.sept_page_pa = PagePa{out.rcx},
			.l2_sept_page_pa_r9 = PagePa{out.r9},
			.l2_sept_page_pa_r10 = PagePa{out.r10},
			.l2_sept_page_pa_r11 = PagePa{out.r11},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

// TDH.SYS.KEY.CONFIG: make the module's own key on this package; last package makes the module
// READY
[[gnu::always_inline]] inline Status
tdh_sys_key_config(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysKeyConfig));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::SysKeyConfig, how, out);
}

struct TdhSysInfo {
	struct Out {
		Size bytes_written;
		Count cmrs_written;
	};
};

// TDH.SYS.INFO: legacy information structure
[[gnu::always_inline]] inline Outcome<TdhSysInfo::Out>
tdh_sys_info(BufferPa tdsysinfo_pa, Size buffer_size, BufferPa cmr_array_pa, Count cmr_entries,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysInfo));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhSysInfo::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdsysinfo_pa.raw);
	in.put<Reg::Rdx, 63, 0>(buffer_size.raw);
	in.put_in_place<Reg::R8, 63, 0>(cmr_array_pa.raw);
	in.put<Reg::R9, 63, 0>(cmr_entries.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SysInfo, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.bytes_written = Size{out.rdx},
			.cmrs_written = Count{out.r9},
		};
	return outcome;
}

struct TdhSysInit {
	struct Error {
		CpuidLeaf leaf_subleaf;
		Value mask_low;
		Value mask_high;
		Value value_low;
		Value value_high;
	};
};

// TDH.SYS.INIT: first leaf, once, on any CPU; v1 also says where to record a fatal error
[[gnu::always_inline]] inline Outcome<None, TdhSysInit::Error>
tdh_sys_init(LeafVersion version, Attributes attributes, Value fatal_error_config,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysInit));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhSysInit::Error> outcome{};

	in.put<Reg::Rcx, 63, 0>(attributes.raw);
	in.put<Reg::R8, 63, 0>(fatal_error_config.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SysInit, how, out, version);
	if (outcome.status.error())
		outcome.error = {
			.leaf_subleaf = CpuidLeaf{out.rcx},
			.mask_low = Value{out.rdx},
			.mask_high = Value{out.r8},
			.value_low = Value{out.r9},
			.value_high = Value{out.r10},
		};
	return outcome;
}

struct TdhSysRd {
	struct Out {
		FieldId next_field_id;
		Value value;
	};
};

// TDH.SYS.RD: read one global metadata element
[[gnu::always_inline]] inline Outcome<TdhSysRd::Out>
tdh_sys_rd(FieldId field_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhSysRd::Out> outcome{};

	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SysRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_field_id = FieldId{out.rdx},
			.value = Value{out.r8},
		};
	return outcome;
}

struct TdhSysLpInit {
	struct Error {
		CpuidLeaf leaf_subleaf;
		Value mask_low;
		Value mask_high;
	};
};

// TDH.SYS.LP.INIT: per-CPU initialisation, once on every CPU
[[gnu::always_inline]] inline Outcome<None, TdhSysLpInit::Error>
tdh_sys_lp_init(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysLpInit));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhSysLpInit::Error> outcome{};

	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SysLpInit, how, out);
	if (outcome.status.error())
		outcome.error = {
			.leaf_subleaf = CpuidLeaf{out.rcx},
			.mask_low = Value{out.rdx},
			.mask_high = Value{out.r8},
		};
	return outcome;
}

struct TdhSysTdmrInit {
	struct Out {
		PagePa next_init_pa;
	};
};

// TDH.SYS.TDMR.INIT: initialise the next 1024 4K-PAMT entries (4 MB of memory) of a TDMR
[[gnu::always_inline]] inline Outcome<TdhSysTdmrInit::Out>
tdh_sys_tdmr_init(PagePa tdmr_base_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysTdmrInit));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhSysTdmrInit::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdmr_base_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SysTdmrInit, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_init_pa = PagePa{out.rdx},
		};
	return outcome;
}

struct TdhSysRdall {
	struct Out {
		FieldId next_field_id;
	};
};

// TDH.SYS.RDALL: dump global metadata as a list
[[gnu::always_inline]] inline Outcome<TdhSysRdall::Out>
tdh_sys_rdall(BufferPa list_buffer_pa, FieldId first_field_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysRdall));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhSysRdall::Out> outcome{};

	in.put_in_place<Reg::Rdx, 63, 0>(list_buffer_pa.raw);
	in.put<Reg::R8, 63, 0>(first_field_id.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SysRdall, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_field_id = FieldId{out.r8},
		};
	return outcome;
}

// TDH.MEM.TRACK: advance the TLB epoch
[[gnu::always_inline]] inline Status
tdh_mem_track(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemTrack));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MemTrack, how, out);
}

struct TdhMemRangeUnblock {
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MEM.RANGE.UNBLOCK: undo a block
[[gnu::always_inline]] inline Outcome<None, TdhMemRangeUnblock::Error>
tdh_mem_range_unblock(Gpa gpa, Level level, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemRangeUnblock));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhMemRangeUnblock::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemRangeUnblock, how, out);
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

// TDH.PHYMEM.CACHE.WB: write back and invalidate caches of this package so flushed HKIDs can be
// freed
[[gnu::always_inline]] inline Status
tdh_phymem_cache_wb(Choice cmd, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::PhymemCacheWb));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(cmd.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::PhymemCacheWb, how, out);
}

// TDH.PHYMEM.PAGE.WBINVD: flush cache lines of one page that is not assigned
[[gnu::always_inline]] inline Status
tdh_phymem_page_wbinvd(KeyedPa page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::PhymemPageWbinvd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 51, 12>(page_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::PhymemPageWbinvd, how, out);
}

// TDH.MEM.SEPT.WR: number that every module reserves and answers as an unknown leaf; the ABI
// specification gives it to TDH.SYS.RDM
[[gnu::always_inline]] inline Status
tdh_mem_sept_wr(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemSeptWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::MemSeptWr, how, out);
}

struct TdhVpWr {
	struct Out {
		Value old_value;
	};
};

// TDH.VP.WR: write a vCPU-scope metadata element; also associates the vCPU with this CPU
[[gnu::always_inline]] inline Outcome<TdhVpWr::Out>
tdh_vp_wr(TdvprPa tdvpr_pa, FieldId field_id, Value value, Mask mask, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::VpWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhVpWr::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdvpr_pa.raw);
	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	in.put<Reg::R8, 63, 0>(value.raw);
	in.put<Reg::R9, 63, 0>(mask.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::VpWr, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.old_value = Value{out.r8},
		};
	return outcome;
}

// TDH.SYS.LP.SHUTDOWN: no-op that returns success in 1.5
[[gnu::always_inline]] inline Status
tdh_sys_lp_shutdown(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysLpShutdown));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::SysLpShutdown, how, out);
}

// TDH.SYS.CONFIG: install the TDMR/PAMT configuration and the module HKID; v1 enables features
[[gnu::always_inline]] inline Status
tdh_sys_config(LeafVersion version, BufferPa tdmr_info_array_pa, Count count, KeyId hkid,
	Flag dynamic_pamt, Flags enable, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysConfig));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdmr_info_array_pa.raw);
	in.put<Reg::Rdx, 63, 0>(count.raw);
	in.put<Reg::R8, 15, 0>(hkid.raw);
	in.put<Reg::R8, 16, 16>(dynamic_pamt.raw);
	in.put<Reg::R9, 63, 0>(enable.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::SysConfig, how, out, version);
}

// TDH.MNG.RDM: read several TD-scope metadata elements
[[gnu::always_inline]] inline Status
tdh_mng_rdm(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngRdm));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::MngRdm, how, out);
}

// TDH.MNG.WRM: write several TD-scope metadata elements
[[gnu::always_inline]] inline Status
tdh_mng_wrm(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MngWrm));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::MngWrm, how, out);
}

struct TdhServtdBind {
	struct Out {
		Handle binding_handle;
		UuidPart target_uuid_r10;
		UuidPart target_uuid_r11;
		UuidPart target_uuid_r12;
		UuidPart target_uuid_r13;
	};
};

// TDH.SERVTD.BIND: bind a service TD (MigTD) to a target TD
[[gnu::always_inline]] inline Outcome<TdhServtdBind::Out>
tdh_servtd_bind(TdrPa target_tdr_pa, TdrPa servtd_tdr_pa, Index slot, Choice type,
	Attributes attributes, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ServtdBind));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhServtdBind::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(target_tdr_pa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(servtd_tdr_pa.raw);
	in.put<Reg::R8, 63, 0>(slot.raw);
	in.put<Reg::R9, 63, 0>(type.raw);
	in.put<Reg::R10, 63, 0>(attributes.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ServtdBind, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.binding_handle = Handle{out.rcx},
			.target_uuid_r10 = UuidPart{out.r10},
			.target_uuid_r11 = UuidPart{out.r11},
			.target_uuid_r12 = UuidPart{out.r12},
			.target_uuid_r13 = UuidPart{out.r13},
		};
	return outcome;
}

// TDH.SERVTD.PREBIND: fix the expected service TD hash before build
[[gnu::always_inline]] inline Status
tdh_servtd_prebind(TdrPa target_tdr_pa, BufferPa info_hash_pa, Index slot, Choice type,
	Attributes attributes, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ServtdPrebind));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(target_tdr_pa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(info_hash_pa.raw);
	in.put<Reg::R8, 63, 0>(slot.raw);
	in.put<Reg::R9, 63, 0>(type.raw);
	in.put<Reg::R10, 63, 0>(attributes.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::ServtdPrebind, how, out);
}

// TDH.VP.RDM: read several vCPU-scope metadata elements
[[gnu::always_inline]] inline Status
tdh_vp_rdm(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::VpRdm));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::VpRdm, how, out);
}

// TDH.VP.WRM: write several vCPU-scope metadata elements
[[gnu::always_inline]] inline Status
tdh_vp_wrm(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::VpWrm));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::VpWrm, how, out);
}

// TDH.SYS.SHUTDOWN: stop the module and store handoff data for an update
[[gnu::always_inline]] inline Status
tdh_sys_shutdown(Version handoff_version, Flag avoid_compat_sensitive, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysShutdown));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 15, 0>(handoff_version.raw);
	in.put<Reg::Rcx, 16, 16>(avoid_compat_sensitive.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::SysShutdown, how, out);
}

// TDH.SYS.UPDATE: after an update: take handoff data, go straight to READY; v1 enables features
[[gnu::always_inline]] inline Status
tdh_sys_update(LeafVersion version, Flags enable, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysUpdate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::R9, 63, 0>(enable.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::SysUpdate, how, out, version);
}

// TDH.SYS.S4.END: end the resume from S4 (hibernation)
[[gnu::always_inline]] inline Status
tdh_sys_s4_end(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysS4End));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::SysS4End, how, out);
}

// TDH.PHYMEM.PAMT.ADD: dynamic PAMT: give the page pair that holds the 4K entries of one 2M
// range; both pages are zeroed
[[gnu::always_inline]] inline Status
tdh_phymem_pamt_add(PagePa hpa, Level level, PagePa pamt_page0_pa, PagePa pamt_page1_pa,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::PhymemPamtAdd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 51, 12>(hpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(pamt_page0_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(pamt_page1_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::PhymemPamtAdd, how, out);
}

struct TdhPhymemPamtRemove {
	struct Out {
		PagePa pamt_page0_pa;
		PagePa pamt_page1_pa;
	};
};

// TDH.PHYMEM.PAMT.REMOVE: dynamic PAMT: take the page pair back (all 512 entries must be NDA)
[[gnu::always_inline]] inline Outcome<TdhPhymemPamtRemove::Out>
tdh_phymem_pamt_remove(PagePa hpa, Level level, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::PhymemPamtRemove));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhPhymemPamtRemove::Out> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(hpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::PhymemPamtRemove, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.pamt_page0_pa = PagePa{out.rdx},
			.pamt_page1_pa = PagePa{out.r8},
		};
	return outcome;
}

// TDH.EXT.INIT: initialise the module extensions, after TDH.EXT.MEM.ADD has given the pages that
// EXT_MEMORY_POOL_REQUIRED_PAGES tells
[[gnu::always_inline]] inline Status
tdh_ext_init(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExtInit));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::ExtInit, how, out);
}

struct TdhExtMemAdd {
	struct Out {
		Value hpa_list_info;
	};
};

// TDH.EXT.MEM.ADD: give up to 512 4K pages to the memory pool of the module extensions
[[gnu::always_inline]] inline Outcome<TdhExtMemAdd::Out>
tdh_ext_mem_add(Value hpa_list_info, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExtMemAdd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhExtMemAdd::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(hpa_list_info.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ExtMemAdd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.hpa_list_info = Value{out.rcx},
		};
	return outcome;
}

// TDH.EXPORT.ABORT: end an export session; source runs again
[[gnu::always_inline]] inline Status
tdh_export_abort(TdrPa tdr_pa, Size size, BufferPa abort_token_mbmd, Index stream,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportAbort));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(abort_token_mbmd.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::ExportAbort, how, out);
}

struct TdhExportBlockw {
	struct Out {
		GpaList gpa_list_info;
		Count failed_entries;
	};
	struct Error {
		GpaList gpa_list_info;
	};
};

// TDH.EXPORT.BLOCKW: block a list of pages for writing
[[gnu::always_inline]] inline Outcome<TdhExportBlockw::Out, TdhExportBlockw::Error>
tdh_export_blockw(LeafVersion version, GpaList gpa_list_info, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportBlockw));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhExportBlockw::Out, TdhExportBlockw::Error> outcome{};

	in.put<Reg::Rcx, 63, 0>(gpa_list_info.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ExportBlockw, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.gpa_list_info = GpaList{out.rcx},
			.failed_entries = Count{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.gpa_list_info = GpaList{out.rcx},
		};
	return outcome;
}

struct TdhExportRestore {
	struct Out {
		GpaList gpa_list_info;
		Count failed_entries;
	};
	struct Error {
		GpaList gpa_list_info;
	};
};

// TDH.EXPORT.RESTORE: after an aborted export: put pages back to normal states
[[gnu::always_inline]] inline Outcome<TdhExportRestore::Out, TdhExportRestore::Error>
tdh_export_restore(LeafVersion version, GpaList gpa_list_info, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportRestore));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhExportRestore::Out, TdhExportRestore::Error> outcome{};

	in.put<Reg::Rcx, 63, 0>(gpa_list_info.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ExportRestore, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.gpa_list_info = GpaList{out.rcx},
			.failed_entries = Count{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.gpa_list_info = GpaList{out.rcx},
		};
	return outcome;
}

struct TdhExportMem {
	struct Out {
		GpaList gpa_list_info;
		Count pages_processed;
		Count failed_entries;
	};
	struct Error {
		GpaList gpa_list_info;
	};
};

// TDH.EXPORT.MEM: export (encrypt) or cancel a list of pages
[[gnu::always_inline]] inline Outcome<TdhExportMem::Out, TdhExportMem::Error>
tdh_export_mem(LeafVersion version, GpaList gpa_list_info, TdrPa tdr_pa, Size size,
	BufferPa mbmd_pa, BufferPa mig_buffer_list_pa, Flag resume, Index stream,
	BufferPa mac_list0_pa, BufferPa mac_list1_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportMem));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhExportMem::Out, TdhExportMem::Error> outcome{};

	in.put<Reg::Rcx, 63, 0>(gpa_list_info.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(mig_buffer_list_pa.raw);
	in.put<Reg::R10, 63, 63>(resume.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	in.put_in_place<Reg::R11, 63, 0>(mac_list0_pa.raw);
	in.put_in_place<Reg::R12, 63, 0>(mac_list1_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ExportMem, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.gpa_list_info = GpaList{out.rcx},
			.pages_processed = Count{out.rdx},
			.failed_entries = Count{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.gpa_list_info = GpaList{out.rcx},
		};
	return outcome;
}

// TDH.SYS.DISABLE: shuts the module down for good; TDH.SYS calls are refused meanwhile, and no
// SEAMCALL works afterwards until the module is initialised again
[[gnu::always_inline]] inline Status
tdh_sys_disable(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SysDisable));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::SysDisable, how, out);
}

// TDH.EXPORT.PAUSE: stop the source TD (PAUSED_EXPORT); advances the TLB epoch
[[gnu::always_inline]] inline Status
tdh_export_pause(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportPause));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::ExportPause, how, out);
}

// TDH.EXPORT.TRACK: make an epoch token, or the start token that ends the in-order phase
[[gnu::always_inline]] inline Status
tdh_export_track(TdrPa tdr_pa, Size size, BufferPa mbmd_pa, Flag in_order_done, Index stream,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportTrack));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R10, 63, 63>(in_order_done.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::ExportTrack, how, out);
}

struct TdhExportStateImmutable {
	struct Out {
		Count pages_used;
	};
};

// TDH.EXPORT.STATE.IMMUTABLE: start an export session; export the immutable TD state
[[gnu::always_inline]] inline Outcome<TdhExportStateImmutable::Out>
tdh_export_state_immutable(TdrPa tdr_pa, Size size, BufferPa mbmd_pa, Index last,
	BufferPa page_list_pa, Flag resume, Index stream, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportStateImmutable));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhExportStateImmutable::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R9, 63, 55>(last.raw);
	in.put_in_place<Reg::R9, 51, 12>(page_list_pa.raw);
	in.put<Reg::R10, 63, 63>(resume.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ExportStateImmutable, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.pages_used = Count{out.rdx},
		};
	return outcome;
}

struct TdhExportStateTd {
	struct Out {
		Count pages_used;
	};
};

// TDH.EXPORT.STATE.TD: export mutable TD state
[[gnu::always_inline]] inline Outcome<TdhExportStateTd::Out>
tdh_export_state_td(TdrPa tdr_pa, Size size, BufferPa mbmd_pa, Index last, BufferPa page_list_pa,
	Flag resume, Index stream, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportStateTd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhExportStateTd::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R9, 63, 55>(last.raw);
	in.put_in_place<Reg::R9, 51, 12>(page_list_pa.raw);
	in.put<Reg::R10, 63, 63>(resume.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ExportStateTd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.pages_used = Count{out.rdx},
		};
	return outcome;
}

struct TdhExportStateVp {
	struct Out {
		Count pages_used;
	};
};

// TDH.EXPORT.STATE.VP: export mutable state of one vCPU
[[gnu::always_inline]] inline Outcome<TdhExportStateVp::Out>
tdh_export_state_vp(TdvprPa tdvpr_pa, Size size, BufferPa mbmd_pa, Index last,
	BufferPa page_list_pa, Flag resume, Index stream, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportStateVp));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhExportStateVp::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdvpr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R9, 63, 55>(last.raw);
	in.put_in_place<Reg::R9, 51, 12>(page_list_pa.raw);
	in.put<Reg::R10, 63, 63>(resume.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ExportStateVp, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.pages_used = Count{out.rdx},
		};
	return outcome;
}

struct TdhExportUnblockw {
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.EXPORT.UNBLOCKW: unblock a page for writing (marks it dirty if exported)
[[gnu::always_inline]] inline Outcome<None, TdhExportUnblockw::Error>
tdh_export_unblockw(Gpa gpa, Level level, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ExportUnblockw));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhExportUnblockw::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ExportUnblockw, how, out);
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

// TDH.IMPORT.ABORT: fail the import and make an abort token; success status carries the fatal bit
[[gnu::always_inline]] inline Status
tdh_import_abort(TdrPa tdr_pa, Size size, BufferPa mbmd_pa, Index stream, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ImportAbort));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::ImportAbort, how, out);
}

// TDH.IMPORT.END: finish the import session (RUNNABLE)
[[gnu::always_inline]] inline Status
tdh_import_end(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ImportEnd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::ImportEnd, how, out);
}

// TDH.IMPORT.COMMIT: allow the destination to run while memory import goes on (LIVE_IMPORT)
[[gnu::always_inline]] inline Status
tdh_import_commit(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ImportCommit));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::ImportCommit, how, out);
}

struct TdhImportMem {
	struct Out {
		GpaList gpa_list_info;
		Count failed_entries;
	};
	struct Error {
		GpaList gpa_list_info;
	};
};

// TDH.IMPORT.MEM: import (decrypt) or cancel a list of pages
[[gnu::always_inline]] inline Outcome<TdhImportMem::Out, TdhImportMem::Error>
tdh_import_mem(LeafVersion version, GpaList gpa_list_info, TdrPa tdr_pa, Size size,
	BufferPa mbmd_pa, BufferPa mig_buffer_list_pa, Flag resume, Index stream,
	BufferPa mac_list0_pa, BufferPa mac_list1_pa, BufferPa new_page_list_pa,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ImportMem));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhImportMem::Out, TdhImportMem::Error> outcome{};

	in.put<Reg::Rcx, 63, 0>(gpa_list_info.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(mig_buffer_list_pa.raw);
	in.put<Reg::R10, 63, 63>(resume.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	in.put_in_place<Reg::R11, 63, 0>(mac_list0_pa.raw);
	in.put_in_place<Reg::R12, 63, 0>(mac_list1_pa.raw);
	in.put_in_place<Reg::R13, 63, 0>(new_page_list_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ImportMem, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.gpa_list_info = GpaList{out.rcx},
			.failed_entries = Count{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.gpa_list_info = GpaList{out.rcx},
		};
	return outcome;
}

// TDH.IMPORT.TRACK: consume an epoch or start token
[[gnu::always_inline]] inline Status
tdh_import_track(TdrPa tdr_pa, Size size, BufferPa mbmd_pa, Index stream, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ImportTrack));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::ImportTrack, how, out);
}

struct TdhImportStateImmutable {
	struct Error {
		FieldId ext_err_info_rcx;
		FieldId ext_err_info_rdx;
	};
};

// TDH.IMPORT.STATE.IMMUTABLE: start an import session; import the immutable state (replaces
// MNG.INIT)
[[gnu::always_inline]] inline Outcome<None, TdhImportStateImmutable::Error>
tdh_import_state_immutable(TdrPa tdr_pa, Size size, BufferPa mbmd_pa, Index last,
	BufferPa page_list_pa, Flag resume, Index stream, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ImportStateImmutable));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhImportStateImmutable::Error> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R9, 63, 55>(last.raw);
	in.put_in_place<Reg::R9, 51, 12>(page_list_pa.raw);
	in.put<Reg::R10, 63, 63>(resume.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ImportStateImmutable, how, out);
	if (outcome.status.error())
		outcome.error = {
			.ext_err_info_rcx = FieldId{out.rcx},
			.ext_err_info_rdx = FieldId{out.rdx},
		};
	return outcome;
}

struct TdhImportStateTd {
	struct Error {
		FieldId ext_err_info_rcx;
		FieldId ext_err_info_rdx;
	};
};

// TDH.IMPORT.STATE.TD: import mutable TD state
[[gnu::always_inline]] inline Outcome<None, TdhImportStateTd::Error>
tdh_import_state_td(TdrPa tdr_pa, Size size, BufferPa mbmd_pa, Index last, BufferPa page_list_pa,
	Flag resume, Index stream, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ImportStateTd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhImportStateTd::Error> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R9, 63, 55>(last.raw);
	in.put_in_place<Reg::R9, 51, 12>(page_list_pa.raw);
	in.put<Reg::R10, 63, 63>(resume.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ImportStateTd, how, out);
	if (outcome.status.error())
		outcome.error = {
			.ext_err_info_rcx = FieldId{out.rcx},
			.ext_err_info_rdx = FieldId{out.rdx},
		};
	return outcome;
}

struct TdhImportStateVp {
	struct Error {
		FieldId ext_err_info_rcx;
		FieldId ext_err_info_rdx;
	};
};

// TDH.IMPORT.STATE.VP: import one vCPU (replaces VP.INIT)
[[gnu::always_inline]] inline Outcome<None, TdhImportStateVp::Error>
tdh_import_state_vp(TdvprPa tdvpr_pa, Size size, BufferPa mbmd_pa, Index last,
	BufferPa page_list_pa, Flag resume, Index stream, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ImportStateVp));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhImportStateVp::Error> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdvpr_pa.raw);
	in.put<Reg::R8, 63, 52>(size.raw);
	in.put_in_place<Reg::R8, 51, 0>(mbmd_pa.raw);
	in.put<Reg::R9, 63, 55>(last.raw);
	in.put_in_place<Reg::R9, 51, 12>(page_list_pa.raw);
	in.put<Reg::R10, 63, 63>(resume.raw);
	in.put<Reg::R10, 15, 0>(stream.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::ImportStateVp, how, out);
	if (outcome.status.error())
		outcome.error = {
			.ext_err_info_rcx = FieldId{out.rcx},
			.ext_err_info_rdx = FieldId{out.rdx},
		};
	return outcome;
}

struct TdhMemScanRange {
	struct Out {
		Gpa next_start;
		Size remaining_size;
		Index next_entry;
	};
};

// TDH.MEM.SCAN.RANGE: scan a GPA range of the secure EPT: list pages to export (DSCAN), or
// restore entries after an export (EXPORT_RESTORE)
[[gnu::always_inline]] inline Outcome<TdhMemScanRange::Out>
tdh_mem_scan_range(Value list_of_lists_info, TdrPa tdr_pa, Choice qualifier, Choice operation,
	Gpa range_start, Size range_size, Index next_entry, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemScanRange));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemScanRange::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(list_of_lists_info.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 15, 8>(qualifier.raw);
	in.put<Reg::R8, 7, 0>(operation.raw);
	in.put_in_place<Reg::R9, 63, 0>(range_start.raw);
	in.put<Reg::R10, 63, 0>(range_size.raw);
	in.put<Reg::R11, 63, 0>(next_entry.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemScanRange, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_start = Gpa{out.r9},
			.remaining_size = Size{out.r10},
			.next_entry = Index{out.r11},
		};
	return outcome;
}

struct TdhMemScanComp {
	struct Out {
		Index next_entry;
	};
};

// TDH.MEM.SCAN.COMP: check the whole guest memory, by many CPUs in parallel, before the start
// token; the TD is PAUSED_EXPORT
[[gnu::always_inline]] inline Outcome<TdhMemScanComp::Out>
tdh_mem_scan_comp(Value list_of_lists_info, TdrPa tdr_pa, Flag resume, Index range_id,
	Index context_id, Choice qualifier, Choice operation, Index next_entry,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemScanComp));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemScanComp::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(list_of_lists_info.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 63>(resume.raw);
	in.put<Reg::R8, 55, 48>(range_id.raw);
	in.put<Reg::R8, 47, 32>(context_id.raw);
	in.put<Reg::R8, 15, 8>(qualifier.raw);
	in.put<Reg::R8, 7, 0>(operation.raw);
	in.put<Reg::R11, 63, 0>(next_entry.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemScanComp, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_entry = Index{out.r11},
		};
	return outcome;
}

struct TdhMemScanConfig {
	struct Out {
		Flag page_not_used_r8;
		Flag page_not_used_r9;
		Flag page_not_used_r10;
		Flag page_not_used_r11;
	};
};

// TDH.MEM.SCAN.CONFIG: give the control pages and the GPA ranges of a memory scan; repeats reset
// the scan
[[gnu::always_inline]] inline Outcome<TdhMemScanConfig::Out>
tdh_mem_scan_config(Value range_list_info, TdrPa tdr_pa, PagePa ranges_page_pa,
	PagePa contexts_page_pa, PagePa control_page_pa_r10, PagePa control_page_pa_r11,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemScanConfig));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMemScanConfig::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(range_list_info.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(ranges_page_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(contexts_page_pa.raw);
	in.put_in_place<Reg::R10, 63, 0>(control_page_pa_r10.raw);
	in.put_in_place<Reg::R11, 63, 0>(control_page_pa_r11.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MemScanConfig, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.page_not_used_r8 = Flag{Bits<63, 63>::get(out.r8)},
			.page_not_used_r9 = Flag{Bits<63, 63>::get(out.r9)},
			.page_not_used_r10 = Flag{Bits<63, 63>::get(out.r10)},
			.page_not_used_r11 = Flag{Bits<63, 63>::get(out.r11)},
		};
	return outcome;
}

// TDH.MEM.SCAN.RESET: abandon a memory scan and make it ready to start again
[[gnu::always_inline]] inline Status
tdh_mem_scan_reset(TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemScanReset));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MemScanReset, how, out);
}

// TDH.MIG.STREAM.CREATE: add a migration stream context page
[[gnu::always_inline]] inline Status
tdh_mig_stream_create(PagePa migsc_page_pa, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MigStreamCreate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(migsc_page_pa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MigStreamCreate, how, out);
}

// TDH.SERVTD.REBIND: bind a new service TD in place of a bound one; no public release has more
// than the number
[[gnu::always_inline]] inline Status
tdh_servtd_rebind(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::ServtdRebind));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::ServtdRebind, how, out);
}

struct TdhQuoteGet {
	struct Out {
		Size quote_length;
	};
};

// TDH.QUOTE.GET: quoting extension: make a quote inside the module
[[gnu::always_inline]] inline Outcome<TdhQuoteGet::Out>
tdh_quote_get(TdrPa tdr_pa, Index quote_id, BufferPa input_pa, Size input_length,
	BufferPa hpa_list_pa, Size output_length, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::QuoteGet));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhQuoteGet::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdr_pa.raw);
	in.put<Reg::Rdx, 47, 32>(quote_id.raw);
	in.put_in_place<Reg::R8, 63, 0>(input_pa.raw);
	in.put<Reg::R9, 63, 0>(input_length.raw);
	in.put_in_place<Reg::R10, 63, 0>(hpa_list_pa.raw);
	in.put<Reg::R11, 63, 0>(output_length.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::QuoteGet, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.quote_length = Size{out.rcx},
		};
	return outcome;
}

// TDH.QUOTE.INIT: initialise the quoting extension; afterwards MAX_QUOTE_SIZE is valid
[[gnu::always_inline]] inline Status
tdh_quote_init(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::QuoteInit));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Seamcall, plan, HostLeaf::QuoteInit, how, out);
}

// TDH.IOMMU.SETREG: TDX Connect: give table pages to an IOMMU, configure or clear it or a root
// port, write GCMD_REG
[[gnu::always_inline]] inline Status
tdh_iommu_setreg(DeviceId iommu_id, Value reg, Value value, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IommuSetreg));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 15, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 63, 0>(reg.raw);
	in.put<Reg::R8, 63, 0>(value.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::IommuSetreg, how, out);
}

struct TdhIommuGetreg {
	struct Out {
		Value value;
	};
};

// TDH.IOMMU.GETREG: TDX Connect: read an IOMMU register or state
[[gnu::always_inline]] inline Outcome<TdhIommuGetreg::Out>
tdh_iommu_getreg(Word vtbar_pa_or_iommu_id, Value reg, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IommuGetreg));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhIommuGetreg::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(vtbar_pa_or_iommu_id.raw);
	in.put<Reg::Rdx, 63, 0>(reg.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::IommuGetreg, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.value = Value{out.r8},
		};
	return outcome;
}

// TDH.SPDM.CREATE: TDX Connect: make an SPDM session object (not bound)
[[gnu::always_inline]] inline Status
tdh_spdm_create(DeviceId iommu_id, DeviceId spdm_id, PagePa nda_page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SpdmCreate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 63, 0>(spdm_id.raw);
	in.put_in_place<Reg::R8, 63, 0>(nda_page_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::SpdmCreate, how, out);
}

struct TdhSpdmDelete {
	struct Out {
		PagePa freed_page_pa;
	};
};

// TDH.SPDM.DELETE: TDX Connect: delete an SPDM session without active IDE streams
[[gnu::always_inline]] inline Outcome<TdhSpdmDelete::Out>
tdh_spdm_delete(DeviceId iommu_id, DeviceId spdm_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SpdmDelete));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhSpdmDelete::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 63, 0>(spdm_id.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SpdmDelete, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.freed_page_pa = PagePa{out.rcx},
		};
	return outcome;
}

// TDH.IDE.STREAM.CREATE: TDX Connect: configure an IDE stream
[[gnu::always_inline]] inline Status
tdh_ide_stream_create(DeviceId iommu_id, DeviceId spdm_id, Choice ide_type, DeviceId key_id,
	DeviceId root_port_devfn, DeviceId ide_id, Value stream_ctrl, Value rid_assoc1,
	Value rid_assoc2, Value addr_assoc1, Value addr_assoc2, Value addr_assoc3,
	PagePa nda_page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IdeStreamCreate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 15, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 63, 0>(spdm_id.raw);
	in.put<Reg::R8, 31, 31>(ide_type.raw);
	in.put<Reg::R8, 23, 16>(key_id.raw);
	in.put<Reg::R8, 15, 8>(root_port_devfn.raw);
	in.put<Reg::R8, 7, 0>(ide_id.raw);
	in.put<Reg::R9, 63, 0>(stream_ctrl.raw);
	in.put<Reg::R10, 63, 0>(rid_assoc1.raw);
	in.put<Reg::R11, 63, 0>(rid_assoc2.raw);
	in.put<Reg::R12, 63, 0>(addr_assoc1.raw);
	in.put<Reg::R13, 63, 0>(addr_assoc2.raw);
	in.put<Reg::R14, 63, 0>(addr_assoc3.raw);
	in.put_in_place<Reg::R15, 63, 0>(nda_page_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::IdeStreamCreate, how, out);
}

// TDH.IDE.STREAM.BLOCK: TDX Connect: block an IDE stream
[[gnu::always_inline]] inline Status
tdh_ide_stream_block(DeviceId iommu_id, DeviceId stream_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IdeStreamBlock));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 7, 0>(stream_id.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::IdeStreamBlock, how, out);
}

struct TdhIdeStreamDelete {
	struct Out {
		PagePa freed_page_pa;
	};
};

// TDH.IDE.STREAM.DELETE: TDX Connect: delete a blocked IDE stream without device interfaces
[[gnu::always_inline]] inline Outcome<TdhIdeStreamDelete::Out>
tdh_ide_stream_delete(DeviceId iommu_id, DeviceId stream_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IdeStreamDelete));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhIdeStreamDelete::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 7, 0>(stream_id.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::IdeStreamDelete, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.freed_page_pa = PagePa{out.rcx},
		};
	return outcome;
}

// TDH.IDE.STREAM.IDEKMREQ: TDX Connect: make an encrypted IDE key-management request
[[gnu::always_inline]] inline Status
tdh_ide_stream_idekmreq(DeviceId iommu_id, DeviceId stream_id, Choice object_id, Value km_param,
	Index slot, BufferPa message_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IdeStreamIdekmreq));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 7, 0>(stream_id.raw);
	in.put<Reg::R8, 63, 0>(object_id.raw);
	in.put<Reg::R9, 63, 0>(km_param.raw);
	in.put<Reg::R10, 63, 0>(slot.raw);
	in.put_in_place<Reg::R11, 63, 0>(message_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::IdeStreamIdekmreq, how, out);
}

struct TdhIdeStreamIdekmrsp {
	struct Out {
		Value payload;
	};
};

// TDH.IDE.STREAM.IDEKMRSP: TDX Connect: consume the IDE key-management response; enables the
// stream after all 3 Tx keys
[[gnu::always_inline]] inline Outcome<TdhIdeStreamIdekmrsp::Out>
tdh_ide_stream_idekmrsp(DeviceId iommu_id, DeviceId stream_id, BufferPa message_pa,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IdeStreamIdekmrsp));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhIdeStreamIdekmrsp::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 7, 0>(stream_id.raw);
	in.put_in_place<Reg::R8, 63, 0>(message_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::IdeStreamIdekmrsp, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.payload = Value{out.rcx},
		};
	return outcome;
}

// TDH.DEVIF.CREATE: TDX Connect: create a device interface for a TD (3 pages, CHLDCNT+3)
[[gnu::always_inline]] inline Status
tdh_devif_create(DeviceId devif_id, TdrPa tdr_pa, PagePa devifcs_page_pa,
	PagePa td_message_page_pa, PagePa vmm_message_page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DevifCreate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(devif_id.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(devifcs_page_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(td_message_page_pa.raw);
	in.put_in_place<Reg::R10, 63, 0>(vmm_message_page_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::DevifCreate, how, out);
}

struct TdhDevifRemove {
	struct Out {
		PagePa td_message_page;
		PagePa vmm_message_page;
		TdrPa tdr_pa;
	};
};

// TDH.DEVIF.REMOVE: TDX Connect: remove a device interface (CHLDCNT-3)
[[gnu::always_inline]] inline Outcome<TdhDevifRemove::Out>
tdh_devif_remove(DeviceId function_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DevifRemove));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhDevifRemove::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(function_id.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::DevifRemove, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.td_message_page = PagePa{out.rcx},
			.vmm_message_page = PagePa{out.rdx},
			.tdr_pa = TdrPa{out.r8},
		};
	return outcome;
}

struct TdhDevifRequest {
	struct Out {
		Size length;
		Choice message_code;
	};
};

// TDH.DEVIF.REQUEST: TDX Connect: make an encrypted TDISP request (own, or the one the TD asked
// for)
[[gnu::always_inline]] inline Outcome<TdhDevifRequest::Out>
tdh_devif_request(DeviceId function_id, Flag td_flag, Flag no_fw_update, Choice req_code,
	BufferPa output_message_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DevifRequest));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhDevifRequest::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(function_id.raw);
	in.put<Reg::Rdx, 63, 63>(td_flag.raw);
	in.put<Reg::Rdx, 8, 8>(no_fw_update.raw);
	in.put<Reg::Rdx, 7, 0>(req_code.raw);
	in.put_in_place<Reg::R8, 63, 0>(output_message_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::DevifRequest, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.length = Size{Bits<23, 8>::get(out.rcx)},
			.message_code = Choice{Bits<7, 0>::get(out.rcx)},
		};
	return outcome;
}

struct TdhDevifResponse {
	struct Out {
		Value details;
		Size length;
		Choice response_code;
	};
};

// TDH.DEVIF.RESPONSE: TDX Connect: consume an encrypted TDISP response
[[gnu::always_inline]] inline Outcome<TdhDevifResponse::Out>
tdh_devif_response(DeviceId function_id, Flag td_flag, BufferPa response_pa, BufferPa output_pa,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DevifResponse));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhDevifResponse::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(function_id.raw);
	in.put<Reg::Rdx, 63, 63>(td_flag.raw);
	in.put_in_place<Reg::Rdx, 51, 12>(response_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(output_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::DevifResponse, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.details = Value{Bits<63, 24>::get(out.rcx)},
			.length = Size{Bits<23, 8>::get(out.rcx)},
			.response_code = Choice{Bits<7, 0>::get(out.rcx)},
		};
	return outcome;
}

struct TdhSpdmConnect {
	struct Out {
		Size request_length;
		Size device_info_length;
	};
};

// TDH.SPDM.CONNECT: TDX Connect v2: set up the SPDM session; the host carries the messages
[[gnu::always_inline]] inline Outcome<TdhSpdmConnect::Out>
tdh_spdm_connect(DeviceId spdm_id, BufferPa spdm_config_pa, BufferPa response_pa,
	BufferPa request_pa, Value hpa_array_t, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SpdmConnect));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhSpdmConnect::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(spdm_id.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(spdm_config_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(response_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(request_pa.raw);
	in.put<Reg::R10, 63, 0>(hpa_array_t.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SpdmConnect, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.request_length = Size{out.rcx},
			.device_info_length = Size{out.rcx},
		};
	return outcome;
}

struct TdhSpdmDisconnect {
	struct Out {
		Size request_length;
	};
};

// TDH.SPDM.DISCONNECT: TDX Connect v2: end the SPDM session
[[gnu::always_inline]] inline Outcome<TdhSpdmDisconnect::Out>
tdh_spdm_disconnect(DeviceId spdm_id, BufferPa response_pa, BufferPa request_pa,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SpdmDisconnect));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhSpdmDisconnect::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(spdm_id.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(response_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(request_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SpdmDisconnect, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.request_length = Size{out.rcx},
		};
	return outcome;
}

struct TdhSpdmMng {
	struct Out {
		Size request_length;
		Size output_length;
	};
};

// TDH.SPDM.MNG: TDX Connect v2: heartbeat, key update and device information of an SPDM session
[[gnu::always_inline]] inline Outcome<TdhSpdmMng::Out>
tdh_spdm_mng(DeviceId spdm_id, Choice operation, BufferPa parameter_pa, BufferPa response_pa,
	BufferPa request_pa, Value hpa_array_t, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::SpdmMng));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhSpdmMng::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(spdm_id.raw);
	in.put<Reg::Rdx, 63, 0>(operation.raw);
	in.put_in_place<Reg::R8, 63, 0>(parameter_pa.raw);
	in.put_in_place<Reg::R9, 63, 0>(response_pa.raw);
	in.put_in_place<Reg::R10, 63, 0>(request_pa.raw);
	in.put<Reg::R11, 63, 0>(hpa_array_t.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::SpdmMng, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.request_length = Size{out.rcx},
			.output_length = Size{out.rcx},
		};
	return outcome;
}

// TDH.DMAR.ADD: TDX Connect: add a trusted DMA-remapping entry
[[gnu::always_inline]] inline Status
tdh_dmar_add(DeviceId dmar_index, Value entry_data_rdx, Value entry_data_r8, Value entry_data_r9,
	Value entry_data_r10, Value entry_data_r11, Value entry_data_r12, Value entry_data_r13,
	Value entry_data_r14, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DmarAdd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(dmar_index.raw);
	in.put<Reg::Rdx, 63, 0>(entry_data_rdx.raw);
	in.put<Reg::R8, 63, 0>(entry_data_r8.raw);
	in.put<Reg::R9, 63, 0>(entry_data_r9.raw);
	in.put<Reg::R10, 63, 0>(entry_data_r10.raw);
	in.put<Reg::R11, 63, 0>(entry_data_r11.raw);
	in.put<Reg::R12, 63, 0>(entry_data_r12.raw);
	in.put<Reg::R13, 63, 0>(entry_data_r13.raw);
	in.put<Reg::R14, 63, 0>(entry_data_r14.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::DmarAdd, how, out);
}

// TDH.DMAR.BLOCK: TDX Connect: block a DMAR entry (all children free)
[[gnu::always_inline]] inline Status
tdh_dmar_block(DeviceId dmar_index, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DmarBlock));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(dmar_index.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::DmarBlock, how, out);
}

// TDH.DMAR.READ: TDX Connect: read a DMAR entry
[[gnu::always_inline]] inline Status
tdh_dmar_read(DeviceId dmar_index, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DmarRead));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(dmar_index.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::DmarRead, how, out);
}

// TDH.DMAR.REMOVE: TDX Connect: remove a blocked and invalidated DMAR entry
[[gnu::always_inline]] inline Status
tdh_dmar_remove(DeviceId dmar_index, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DmarRemove));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(dmar_index.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::DmarRemove, how, out);
}

// TDH.MMIO.MT.ADD: TDX Connect: add an MMIO metadata page
[[gnu::always_inline]] inline Status
tdh_mmio_mt_add(DeviceId mmiomt_index, PagePa nda_page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MmioMtAdd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(mmiomt_index.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(nda_page_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MmioMtAdd, how, out);
}

// TDH.MMIO.MT.SET: TDX Connect: set or clear the owner function of an MMIO page
[[gnu::always_inline]] inline Status
tdh_mmio_mt_set(DeviceId mmiomt_index, DeviceId function_id, Choice type, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MmioMtSet));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(mmiomt_index.raw);
	in.put<Reg::Rdx, 43, 12>(function_id.raw);
	in.put<Reg::Rdx, 1, 0>(type.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MmioMtSet, how, out);
}

struct TdhMmioMtRd {
	struct Out {
		SeptEntry entry_rcx;
		SeptEntry entry_rdx;
		SeptEntry entry_r8;
		SeptEntry entry_r9;
	};
};

// TDH.MMIO.MT.RD: TDX Connect: read an MMIO metadata entry
[[gnu::always_inline]] inline Outcome<TdhMmioMtRd::Out>
tdh_mmio_mt_rd(DeviceId mmiomt_index, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MmioMtRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMmioMtRd::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(mmiomt_index.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MmioMtRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.entry_rcx = SeptEntry{out.rcx},
			.entry_rdx = SeptEntry{out.rdx},
			.entry_r8 = SeptEntry{out.r8},
			.entry_r9 = SeptEntry{out.r9},
		};
	return outcome;
}

struct TdhMmioMtRemove {
	struct Out {
		Value freed_page_number;
	};
};

// TDH.MMIO.MT.REMOVE: TDX Connect: remove an empty MMIO metadata page
[[gnu::always_inline]] inline Outcome<TdhMmioMtRemove::Out>
tdh_mmio_mt_remove(DeviceId mmiomt_index, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MmioMtRemove));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMmioMtRemove::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(mmiomt_index.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MmioMtRemove, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.freed_page_number = Value{out.rcx},
		};
	return outcome;
}

struct TdhMmioMap {
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MMIO.MAP: TDX Connect: map trusted MMIO (state MMIO_PENDING)
[[gnu::always_inline]] inline Outcome<None, TdhMmioMap::Error>
tdh_mmio_map(Gpa gpa, Level level, TdrPa tdr_pa, PagePa mmio_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MmioMap));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhMmioMap::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put_in_place<Reg::R8, 63, 0>(mmio_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MmioMap, how, out);
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhMmioBlock {
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MMIO.BLOCK: TDX Connect: block a trusted MMIO mapping (MMIO_MAPPED or MMIO_PENDING ->
// MMIO_BLOCKED, epoch stored)
[[gnu::always_inline]] inline Outcome<None, TdhMmioBlock::Error>
tdh_mmio_block(Gpa gpa, Level level, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MmioBlock));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<None, TdhMmioBlock::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MmioBlock, how, out);
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

struct TdhMmioUnmap {
	struct Out {
		PagePa mmio_pa;
	};
	struct Error {
		SeptEntry sept_entry;
		LevelState level_state;
	};
};

// TDH.MMIO.UNMAP: TDX Connect: unmap blocked and tracked trusted MMIO
[[gnu::always_inline]] inline Outcome<TdhMmioUnmap::Out, TdhMmioUnmap::Error>
tdh_mmio_unmap(Gpa gpa, Level level, TdrPa tdr_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MmioUnmap));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhMmioUnmap::Out, TdhMmioUnmap::Error> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::MmioUnmap, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.mmio_pa = PagePa{out.r8},
		};
	if (outcome.status.error())
		outcome.error = {
			.sept_entry = SeptEntry{out.rcx},
			.level_state = LevelState{out.rdx},
		};
	return outcome;
}

// TDH.IQ.INV.REQUEST: TDX Connect: queue an invalidation
[[gnu::always_inline]] inline Status
tdh_iq_inv_request(DeviceId iommu_id, Count pool_size, Choice type, Word tdr_pa_or_rid_or_pasid,
	Value wait_descriptor_r9, Value wait_descriptor_r10, Value wait_descriptor_r11,
	Value wait_descriptor_r12, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IqInvRequest));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 47, 32>(pool_size.raw);
	in.put<Reg::Rdx, 31, 0>(type.raw);
	in.put_in_place<Reg::R8, 51, 0>(tdr_pa_or_rid_or_pasid.raw);
	in.put<Reg::R9, 63, 0>(wait_descriptor_r9.raw);
	in.put<Reg::R10, 63, 0>(wait_descriptor_r10.raw);
	in.put<Reg::R11, 63, 0>(wait_descriptor_r11.raw);
	in.put<Reg::R12, 63, 0>(wait_descriptor_r12.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::IqInvRequest, how, out);
}

// TDH.IQ.INV.PROCESS: TDX Connect: process completed invalidations
[[gnu::always_inline]] inline Status
tdh_iq_inv_process(DeviceId iommu_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::IqInvProcess));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::IqInvProcess, how, out);
}

// TDH.MEM.SHARED.SEPT.WR: TDX Connect: write the root entry of the shared half of the EPT
[[gnu::always_inline]] inline Status
tdh_mem_shared_sept_wr(LeafVersion version, Gpa gpa, Level level, TdrPa tdr_pa,
	SeptEntry entry_r8, SeptEntry entry_r9, SeptEntry entry_r10, SeptEntry entry_r11,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::MemSharedSeptWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(tdr_pa.raw);
	in.put<Reg::R8, 63, 0>(entry_r8.raw);
	in.put<Reg::R9, 63, 0>(entry_r9.raw);
	in.put<Reg::R10, 63, 0>(entry_r10.raw);
	in.put<Reg::R11, 63, 0>(entry_r11.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::MemSharedSeptWr, how, out, version);
}

// TDH.DEVIF.MT.ADD: TDX Connect: add a device-interface metadata page
[[gnu::always_inline]] inline Status
tdh_devif_mt_add(DeviceId devifmt_index, PagePa nda_page_pa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DevifMtAdd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(devifmt_index.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(nda_page_pa.raw);
	return in.call(Insn::Seamcall, plan, HostLeaf::DevifMtAdd, how, out);
}

struct TdhDevifMtRemove {
	struct Out {
		PagePa freed_page_pa;
	};
};

// TDH.DEVIF.MT.REMOVE: TDX Connect: remove an empty device-interface metadata page
[[gnu::always_inline]] inline Outcome<TdhDevifMtRemove::Out>
tdh_devif_mt_remove(DeviceId devifmt_index, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DevifMtRemove));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhDevifMtRemove::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(devifmt_index.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::DevifMtRemove, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.freed_page_pa = PagePa{out.rcx},
		};
	return outcome;
}

struct TdhDevifMtRd {
	struct Out {
		SeptEntry entry;
	};
};

// TDH.DEVIF.MT.RD: TDX Connect: read a device-interface metadata entry
[[gnu::always_inline]] inline Outcome<TdhDevifMtRd::Out>
tdh_devif_mt_rd(DeviceId devifmt_index, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(HostLeaf::DevifMtRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdhDevifMtRd::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(devifmt_index.raw);
	outcome.status = in.call(Insn::Seamcall, plan, HostLeaf::DevifMtRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.entry = SeptEntry{out.rcx},
		};
	return outcome;
}

// clang-format on

} // namespace tdx::typed
