// SPDX-License-Identifier: GPL-2.0
//
// Typed calls of the TDCALL leaf functions.
// Written by scripts/gen-typed from the tables in core/abi/: change those.
#pragma once

#include "core/abi/leaves/guest_leaves.hpp"
#include "typed.hpp"

namespace tdx::typed {

// clang-format off
struct TdgVpInfo {
	struct Out {
		Size gpa_width;
		Attributes attributes;
		Count max_vcpus;
		Count num_vcpus;
		Index vcpu_index;
		Flag sys_rd_available;
	};
};

// TDG.VP.INFO: TD and vCPU facts
[[gnu::always_inline]] inline Outcome<TdgVpInfo::Out>
tdg_vp_info(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VpInfo));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgVpInfo::Out> outcome{};

	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::VpInfo, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.gpa_width = Size{out.rcx},
			.attributes = Attributes{out.rdx},
			.max_vcpus = Count{Bits<63, 32>::get(out.r8)},
			.num_vcpus = Count{Bits<31, 0>::get(out.r8)},
			.vcpu_index = Index{out.r9},
			.sys_rd_available = Flag{Bits<0, 0>::get(out.r10)},
		};
	return outcome;
}

// TDG.MR.RTMR.EXTEND: extend a run-time measurement register
[[gnu::always_inline]] inline Status
tdg_mr_rtmr_extend(BufferGpa data_gpa, Index index, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::MrRtmrExtend));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(data_gpa.raw);
	in.put<Reg::Rdx, 63, 0>(index.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::MrRtmrExtend, how, out);
}

struct TdgVpVeinfoGet {
	struct Out {
		ExitInfo exit_reason;
		ExitInfo exit_qualification;
		Value gla;
		Gpa gpa;
		ExitInfo instr_info;
		ExitInfo instr_length;
		Choice ve_category;
		ExitInfo exit_reason_v1;
	};
};

// TDG.VP.VEINFO.GET: fetch and free the held #VE information
[[gnu::always_inline]] inline Outcome<TdgVpVeinfoGet::Out>
tdg_vp_veinfo_get(LeafVersion version, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VpVeinfoGet));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgVpVeinfoGet::Out> outcome{};

	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::VpVeinfoGet, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.exit_reason = ExitInfo{out.rcx},
			.exit_qualification = ExitInfo{out.rdx},
			.gla = Value{out.r8},
			.gpa = Gpa{out.r9},
			.instr_info = ExitInfo{Bits<63, 32>::get(out.r10)},
			.instr_length = ExitInfo{Bits<31, 0>::get(out.r10)},
			.ve_category = Choice{Bits<63, 32>::get(out.rcx)},
			.exit_reason_v1 = ExitInfo{Bits<31, 0>::get(out.rcx)},
		};
	return outcome;
}

// TDG.MR.REPORT: make a TDREPORT
[[gnu::always_inline]] inline Status
tdg_mr_report(BufferGpa report_gpa, BufferGpa reportdata_gpa, Choice subtype, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::MrReport));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(report_gpa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(reportdata_gpa.raw);
	in.put<Reg::R8, 63, 0>(subtype.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::MrReport, how, out);
}

// TDG.VP.CPUIDVE.SET: make CPUID raise #VE
[[gnu::always_inline]] inline Status
tdg_vp_cpuidve_set(Flags cpuid_ve, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VpCpuidveSet));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(cpuid_ve.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::VpCpuidveSet, how, out);
}

// TDG.MEM.PAGE.ACCEPT: accept a pending private page; page is zeroed
[[gnu::always_inline]] inline Status
tdg_mem_page_accept(Gpa gpa, Level level, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::MemPageAccept));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::MemPageAccept, how, out);
}

struct TdgVmRd {
	struct Out {
		Value value;
		FieldId next_field_id;
	};
};

// TDG.VM.RD: read a TD-scope metadata element
[[gnu::always_inline]] inline Outcome<TdgVmRd::Out>
tdg_vm_rd(LeafVersion version, FieldId field_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VmRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgVmRd::Out> outcome{};

	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::VmRd, how, out, version);
	if (outcome.status.ok())
		outcome.value = {
			.value = Value{out.r8},
			.next_field_id = FieldId{out.rdx},
		};
	return outcome;
}

struct TdgVmWr {
	struct Out {
		Value old_value;
	};
};

// TDG.VM.WR: write a TD-scope metadata element
[[gnu::always_inline]] inline Outcome<TdgVmWr::Out>
tdg_vm_wr(FieldId field_id, Value value, Mask mask, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VmWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgVmWr::Out> outcome{};

	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	in.put<Reg::R8, 63, 0>(value.raw);
	in.put<Reg::R9, 63, 0>(mask.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::VmWr, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.old_value = Value{out.r8},
		};
	return outcome;
}

struct TdgVpRd {
	struct Out {
		FieldId next_field_id;
		Value value;
	};
};

// TDG.VP.RD: read a vCPU-scope metadata element (incl. L2 VMCS)
[[gnu::always_inline]] inline Outcome<TdgVpRd::Out>
tdg_vp_rd(FieldId field_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VpRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgVpRd::Out> outcome{};

	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::VpRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_field_id = FieldId{out.rdx},
			.value = Value{out.r8},
		};
	return outcome;
}

struct TdgVpWr {
	struct Out {
		Value old_value;
	};
};

// TDG.VP.WR: write a vCPU-scope metadata element
[[gnu::always_inline]] inline Outcome<TdgVpWr::Out>
tdg_vp_wr(FieldId field_id, Value value, Mask mask, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VpWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgVpWr::Out> outcome{};

	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	in.put<Reg::R8, 63, 0>(value.raw);
	in.put<Reg::R9, 63, 0>(mask.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::VpWr, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.old_value = Value{out.r8},
		};
	return outcome;
}

struct TdgSysRd {
	struct Out {
		FieldId next_field_id;
		Value value;
	};
};

// TDG.SYS.RD: read a global metadata element
[[gnu::always_inline]] inline Outcome<TdgSysRd::Out>
tdg_sys_rd(FieldId field_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::SysRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgSysRd::Out> outcome{};

	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::SysRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_field_id = FieldId{out.rdx},
			.value = Value{out.r8},
		};
	return outcome;
}

struct TdgSysRdall {
	struct Out {
		FieldId next_field_id;
	};
};

// TDG.SYS.RDALL: dump global metadata as a list
[[gnu::always_inline]] inline Outcome<TdgSysRdall::Out>
tdg_sys_rdall(BufferGpa list_gpa, FieldId first_field_id, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::SysRdall));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgSysRdall::Out> outcome{};

	in.put_in_place<Reg::Rdx, 63, 0>(list_gpa.raw);
	in.put<Reg::R8, 63, 0>(first_field_id.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::SysRdall, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_field_id = FieldId{out.r8},
		};
	return outcome;
}

struct TdgServtdRd {
	struct Out {
		FieldId next_field_id;
		Value value;
		UuidPart current_target_uuid_r10;
		UuidPart current_target_uuid_r11;
		UuidPart current_target_uuid_r12;
		UuidPart current_target_uuid_r13;
	};
};

// TDG.SERVTD.RD: service TD: read metadata of the target TD
[[gnu::always_inline]] inline Outcome<TdgServtdRd::Out>
tdg_servtd_rd(Handle binding_handle, FieldId field_id, UuidPart target_uuid_r10,
	UuidPart target_uuid_r11, UuidPart target_uuid_r12, UuidPart target_uuid_r13,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::ServtdRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgServtdRd::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(binding_handle.raw);
	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	in.put<Reg::R10, 63, 0>(target_uuid_r10.raw);
	in.put<Reg::R11, 63, 0>(target_uuid_r11.raw);
	in.put<Reg::R12, 63, 0>(target_uuid_r12.raw);
	in.put<Reg::R13, 63, 0>(target_uuid_r13.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::ServtdRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_field_id = FieldId{out.rdx},
			.value = Value{out.r8},
			.current_target_uuid_r10 = UuidPart{out.r10},
			.current_target_uuid_r11 = UuidPart{out.r11},
			.current_target_uuid_r12 = UuidPart{out.r12},
			.current_target_uuid_r13 = UuidPart{out.r13},
		};
	return outcome;
}

struct TdgServtdWr {
	struct Out {
		Value old_value;
		UuidPart current_target_uuid_r10;
		UuidPart current_target_uuid_r11;
		UuidPart current_target_uuid_r12;
		UuidPart current_target_uuid_r13;
	};
};

// TDG.SERVTD.WR: service TD: write metadata of the target TD (e.g. MIG_DEC_KEY)
[[gnu::always_inline]] inline Outcome<TdgServtdWr::Out>
tdg_servtd_wr(Handle binding_handle, FieldId field_id, Value value, Mask mask,
	UuidPart target_uuid_r10, UuidPart target_uuid_r11, UuidPart target_uuid_r12,
	UuidPart target_uuid_r13, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::ServtdWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgServtdWr::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(binding_handle.raw);
	in.put<Reg::Rdx, 63, 0>(field_id.raw);
	in.put<Reg::R8, 63, 0>(value.raw);
	in.put<Reg::R9, 63, 0>(mask.raw);
	in.put<Reg::R10, 63, 0>(target_uuid_r10.raw);
	in.put<Reg::R11, 63, 0>(target_uuid_r11.raw);
	in.put<Reg::R12, 63, 0>(target_uuid_r12.raw);
	in.put<Reg::R13, 63, 0>(target_uuid_r13.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::ServtdWr, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.old_value = Value{out.r8},
			.current_target_uuid_r10 = UuidPart{out.r10},
			.current_target_uuid_r11 = UuidPart{out.r11},
			.current_target_uuid_r12 = UuidPart{out.r12},
			.current_target_uuid_r13 = UuidPart{out.r13},
		};
	return outcome;
}

// TDG.MR.VERIFYREPORT: check that a report MAC was made on this platform
[[gnu::always_inline]] inline Status
tdg_mr_verifyreport(BufferGpa reportmacstruct_gpa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::MrVerifyreport));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 63, 0>(reportmacstruct_gpa.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::MrVerifyreport, how, out);
}

struct TdgMemPageAttrRd {
	struct Out {
		Gpa gpa;
		Level level;
		Attributes gpa_attributes;
	};
};

// TDG.MEM.PAGE.ATTR.RD: read page attributes for all VMs
[[gnu::always_inline]] inline Outcome<TdgMemPageAttrRd::Out>
tdg_mem_page_attr_rd(Gpa gpa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::MemPageAttrRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgMemPageAttrRd::Out> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::MemPageAttrRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.gpa = Gpa{Bits<51, 12>::put(0, Bits<51, 12>::get(out.rcx))},
			.level = Level{Bits<2, 0>::get(out.rcx)},
			.gpa_attributes = Attributes{out.rdx},
		};
	return outcome;
}

struct TdgMemPageAttrWr {
	struct Out {
		Gpa gpa;
		Level level;
		Attributes gpa_attributes;
	};
};

// TDG.MEM.PAGE.ATTR.WR: L1: set page attributes for L2 VMs (creates L2 aliases)
[[gnu::always_inline]] inline Outcome<TdgMemPageAttrWr::Out>
tdg_mem_page_attr_wr(Gpa gpa, Level level, Attributes gpa_attributes, Flags attr_flags,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::MemPageAttrWr));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgMemPageAttrWr::Out> outcome{};

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put<Reg::Rdx, 63, 0>(gpa_attributes.raw);
	in.put<Reg::R8, 63, 0>(attr_flags.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::MemPageAttrWr, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.gpa = Gpa{Bits<51, 12>::put(0, Bits<51, 12>::get(out.rcx))},
			.level = Level{Bits<2, 0>::get(out.rcx)},
			.gpa_attributes = Attributes{out.rdx},
		};
	return outcome;
}

// TDG.VP.INVEPT: L1: flush EPT translations of L2 VMs
[[gnu::always_inline]] inline Status
tdg_vp_invept(Mask vm_mask, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VpInvept));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(vm_mask.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::VpInvept, how, out);
}

struct TdgVpInvvpid {
	struct Out {
		Value next_list_position;
	};
};

// TDG.VP.INVVPID: L1: flush linear translations of an L2 VM
[[gnu::always_inline]] inline Outcome<TdgVpInvvpid::Out>
tdg_vp_invvpid(Flags flags, Value gla_list, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::VpInvvpid));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgVpInvvpid::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(flags.raw);
	in.put<Reg::Rdx, 63, 0>(gla_list.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::VpInvvpid, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.next_list_position = Value{out.rdx},
		};
	return outcome;
}

struct TdgMrKeyGet {
	struct Out {
		Size key_size;
	};
};

// TDG.MR.KEY.GET: derive a sealing key
[[gnu::always_inline]] inline Outcome<TdgMrKeyGet::Out>
tdg_mr_key_get(BufferGpa tdkeyrequest_gpa, BufferGpa key_output_gpa, Choice requestor,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::MrKeyGet));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgMrKeyGet::Out> outcome{};

	in.put_in_place<Reg::Rcx, 63, 0>(tdkeyrequest_gpa.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(key_output_gpa.raw);
	in.put<Reg::R8, 7, 0>(requestor.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::MrKeyGet, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.key_size = Size{out.r9},
		};
	return outcome;
}

// TDG.MEM.PAGE.RELEASE: give an accepted page back
[[gnu::always_inline]] inline Status
tdg_mem_page_release(CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::MemPageRelease));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	return in.call(Insn::Tdcall, plan, GuestLeaf::MemPageRelease, how, out);
}

struct TdgServtdRebindApprove {
	struct Out {
		UuidPart current_target_uuid_r10;
		UuidPart current_target_uuid_r11;
		UuidPart current_target_uuid_r12;
		UuidPart current_target_uuid_r13;
	};
};

// TDG.SERVTD.REBIND.APPROVE: service TD: allow another service TD to be bound in its place; no
// public release has more than the number
[[gnu::always_inline]] inline Outcome<TdgServtdRebindApprove::Out>
tdg_servtd_rebind_approve(Handle binding_handle, Value rebind_session_token_rdx,
	Value rebind_session_token_r8, Value rebind_session_token_r9, UuidPart target_uuid_r10,
	UuidPart target_uuid_r11, UuidPart target_uuid_r12, UuidPart target_uuid_r13,
	Value rebind_session_token_r14, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::ServtdRebindApprove));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgServtdRebindApprove::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(binding_handle.raw);
	in.put<Reg::Rdx, 63, 0>(rebind_session_token_rdx.raw);
	in.put<Reg::R8, 63, 0>(rebind_session_token_r8.raw);
	in.put<Reg::R9, 63, 0>(rebind_session_token_r9.raw);
	in.put<Reg::R10, 63, 0>(target_uuid_r10.raw);
	in.put<Reg::R11, 63, 0>(target_uuid_r11.raw);
	in.put<Reg::R12, 63, 0>(target_uuid_r12.raw);
	in.put<Reg::R13, 63, 0>(target_uuid_r13.raw);
	in.put<Reg::R14, 63, 0>(rebind_session_token_r14.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::ServtdRebindApprove, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.current_target_uuid_r10 = UuidPart{out.r10},
			.current_target_uuid_r11 = UuidPart{out.r11},
			.current_target_uuid_r12 = UuidPart{out.r12},
			.current_target_uuid_r13 = UuidPart{out.r13},
		};
	return outcome;
}

// TDG.SPDM.TPA.SET: TDX Connect: TPA binds an SPDM session (NOT_BOUND -> BOUND) and gives its
// binding information
[[gnu::always_inline]] inline Status
tdg_spdm_tpa_set(DeviceId iommu_id, DeviceId spdm_id, BufferGpa binding_info_gpa,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::SpdmTpaSet));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 63, 0>(spdm_id.raw);
	in.put_in_place<Reg::R8, 63, 0>(binding_info_gpa.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::SpdmTpaSet, how, out);
}

// TDG.SPDM.TPA.GET: TDX Connect: TPA takes the binding information back (BOUND -> NOT_BOUND)
[[gnu::always_inline]] inline Status
tdg_spdm_tpa_get(DeviceId iommu_id, DeviceId spdm_id, BufferGpa binding_info_gpa,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::SpdmTpaGet));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(iommu_id.raw);
	in.put<Reg::Rdx, 63, 0>(spdm_id.raw);
	in.put_in_place<Reg::R8, 63, 0>(binding_info_gpa.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::SpdmTpaGet, how, out);
}

// TDG.DEVIF.VALIDATE: TDX Connect: accept a device interface: DEVIF_PKH_MISMATCH|RDX,
// DEVIF_ALREADY_VALID|RCX (success class)
[[gnu::always_inline]] inline Status
tdg_devif_validate(DeviceId function_id, Value hash_qword_rdx, Value hash_qword_r8,
	Value hash_qword_r9, Value hash_qword_r10, Value hash_qword_r11, Value hash_qword_r12,
	CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::DevifValidate));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(function_id.raw);
	in.put<Reg::Rdx, 63, 0>(hash_qword_rdx.raw);
	in.put<Reg::R8, 63, 0>(hash_qword_r8.raw);
	in.put<Reg::R9, 63, 0>(hash_qword_r9.raw);
	in.put<Reg::R10, 63, 0>(hash_qword_r10.raw);
	in.put<Reg::R11, 63, 0>(hash_qword_r11.raw);
	in.put<Reg::R12, 63, 0>(hash_qword_r12.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::DevifValidate, how, out);
}

struct TdgDevifRd {
	struct Out {
		Value value;
	};
};

// TDG.DEVIF.RD: TDX Connect: read a device-interface field; checks R9, RDX, then the interface
[[gnu::always_inline]] inline Outcome<TdgDevifRd::Out>
tdg_devif_rd(DeviceId function_id, Value field, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::DevifRd));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgDevifRd::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(function_id.raw);
	in.put<Reg::Rdx, 7, 0>(field.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::DevifRd, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.value = Value{out.rcx},
		};
	return outcome;
}

// TDG.DEVIF.REQUEST: TDX Connect: ask for a TDISP request (the host then uses TDH.DEVIF.REQUEST
// with the TD flag)
[[gnu::always_inline]] inline Status
tdg_devif_request(DeviceId function_id, Choice req_code, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::DevifRequest));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(function_id.raw);
	in.put<Reg::Rdx, 7, 0>(req_code.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::DevifRequest, how, out);
}

struct TdgDevifResponse {
	struct Out {
		Value details;
		Size length;
		Choice response_code;
	};
};

// TDG.DEVIF.RESPONSE: TDX Connect: fetch the TDISP response the host delivered
[[gnu::always_inline]] inline Outcome<TdgDevifResponse::Out>
tdg_devif_response(DeviceId function_id, BufferGpa output_gpa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::DevifResponse));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;
	Outcome<TdgDevifResponse::Out> outcome{};

	in.put<Reg::Rcx, 63, 0>(function_id.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(output_gpa.raw);
	outcome.status = in.call(Insn::Tdcall, plan, GuestLeaf::DevifResponse, how, out);
	if (outcome.status.ok())
		outcome.value = {
			.details = Value{Bits<63, 24>::get(out.rcx)},
			.length = Size{Bits<23, 8>::get(out.rcx)},
			.response_code = Choice{Bits<7, 0>::get(out.rcx)},
		};
	return outcome;
}

// TDG.DMAR.ACCEPT: TDX Connect: accept the pending PASID entry of the device (DMAR entry becomes
// present)
[[gnu::always_inline]] inline Status
tdg_dmar_accept(DeviceId function_id, Index vm, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::DmarAccept));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(function_id.raw);
	in.put<Reg::Rdx, 7, 0>(vm.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::DmarAccept, how, out);
}

// TDG.TDI.MMIO.ACCEPT: TDX Connect: accept a pending trusted MMIO mapping
[[gnu::always_inline]] inline Status
tdg_tdi_mmio_accept(Gpa gpa, Level level, Value mmio_offset, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::TdiMmioAccept));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put_in_place<Reg::Rcx, 51, 12>(gpa.raw);
	in.put<Reg::Rcx, 2, 0>(level.raw);
	in.put<Reg::Rdx, 63, 0>(mmio_offset.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::TdiMmioAccept, how, out);
}

// TDG.IQ.INV.REQUEST: TDX Connect: ask the host to run IOTLB invalidations
[[gnu::always_inline]] inline Status
tdg_iq_inv_request(Count num_descriptors, BufferGpa descriptors_gpa, CallFlags how = {})
{
	constexpr Plan plan = plan_of(leaf_info(GuestLeaf::IqInvRequest));
	Inputs in;
	CORE_FILLED Results<plan.entry> out;

	in.put<Reg::Rcx, 63, 0>(num_descriptors.raw);
	in.put_in_place<Reg::Rdx, 63, 0>(descriptors_gpa.raw);
	return in.call(Insn::Tdcall, plan, GuestLeaf::IqInvRequest, how, out);
}

// clang-format on

} // namespace tdx::typed
