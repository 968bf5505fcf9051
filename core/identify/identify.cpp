// SPDX-License-Identifier: GPL-2.0
//
// What this machine is, and what its TDX module reports about itself.  Calls only leaf functions
// that read.
#include "core/abi/completion_status.hpp"
#include "core/abi/leaves/guest_leaves.hpp"
#include "core/abi/leaves/host_leaves.hpp"
#include "core/abi/metadata_global.hpp"
#include "core/call/core.h"
#include "role.hpp"

namespace tdx {

namespace {

struct Element {
	Status status;
	u64 value;
	FieldId next;
};

// TDH.SYS.RD and TDG.SYS.RD take and give the same registers.
Element read(core_role role, FieldId id)
{
	tdx_regs in{};
	tdx_regs out;

	in.rdx = id.raw;
	if (role == CORE_ROLE_VM)
		return {{TDXCALL_VM_AT_RISK}, 0, null_field_id};
	u64 const status = role == CORE_ROLE_GUEST
				   ? core_tdcall(static_cast<u64>(GuestLeaf::SysRd), &in, &out)
				   : core_seamcall(static_cast<u64>(HostLeaf::SysRd), &in, &out);
	return {{status}, out.r8, {out.rdx}};
}

// Far more than any TDX module has: a bound in case its list does not end.
constexpr u32 max_elements = 4096;

struct NamedField {
	core_field core_identity::*to;
	FieldId id;
};

constexpr NamedField named_fields[] = {
	{&core_identity::major, field_id(global_fields, "MAJOR_VERSION")},
	{&core_identity::minor, field_id(global_fields, "MINOR_VERSION")},
	{&core_identity::update, field_id(global_fields, "UPDATE_VERSION")},
	{&core_identity::internal, field_id(global_fields, "INTERNAL_VERSION")},
	{&core_identity::build_date, field_id(global_fields, "BUILD_DATE")},
	{&core_identity::build_num, field_id(global_fields, "BUILD_NUM")},
	{&core_identity::vendor, field_id(global_fields, "VENDOR_ID")},
	{&core_identity::features, field_id(global_fields, "TDX_FEATURES0")},
};
constexpr u32 named = sizeof(named_fields) / sizeof(*named_fields);
static_assert(named_fields[CORE_VERSION_STEPS - 3].to == &core_identity::major);
static_assert(named_fields[CORE_VERSION_STEPS - 2].to == &core_identity::minor);
static_assert(named_fields[CORE_VERSION_STEPS - 1].to == &core_identity::update);

void count(core_identity &id, FieldId element)
{
	FieldInfo const *const row{find_field(global_fields, element)};

	if (!row) {
		id.fields_unknown++;
	} else if (row->id.raw != id.next.counted) {
		id.fields++;
		id.next.counted = row->id.raw;
	}
}

// Element by element: each read returns the next id.  The very first read returns an id without a
// value.
bool walk(core_identity &id)
{
	FieldId const current{id.next.element};
	Element const element{read(id.machine.role, current)};

	if (!element.status.ok())
		return false;
	if (!current.null())
		count(id, current);
	id.next.element = element.next.raw;
	return !element.next.null() && id.next.step < named + max_elements;
}

bool answered(core_identity const &id)
{
	Status const status{id.probe_status};
	return !status.software();
}

void probe_guest(core_identity &id)
{
	tdx_regs const in{};
	tdx_regs out;

	id.probe = leaf_info(guest_leaves, GuestLeaf::VpInfo).name;
	id.probe_status = core_tdcall(static_cast<u64>(GuestLeaf::VpInfo), &in, &out);
}

void probe_host(core_identity &id)
{
	id.probe = leaf_info(host_leaves, HostLeaf::SysRd).name;
	id.probe_status = read(CORE_ROLE_HOST, null_field_id).status.raw;
}

} // namespace

} // namespace tdx

using namespace tdx;

void core_probe(core_identity *id)
{
	*id = {};
	id->next.element = id->next.counted = null_field_id.raw;
	id->machine = look_at_machine();

	switch (id->machine.role) {
	case CORE_ROLE_GUEST:
		probe_guest(*id);
		return;
	case CORE_ROLE_VM:
		id->probe = "none";
		id->probe_status = TDXCALL_VM_AT_RISK;
		return;
	case CORE_ROLE_HOST:
		probe_host(*id);
		return;
	case CORE_ROLE_NONE:
		probe_host(*id);
		break;
	}
	if (answered(*id) || id->probe_status == TDXCALL_SW_VMFAILINVALID) {
		id->machine.role = CORE_ROLE_HOST;
		id->machine.reason = "SEAMCALL works, although the CPU reports no private KeyIDs: "
				     "a software TDX module";
	}
}

core_field core_read_element(core_role role, u64 id)
{
	Element const element = read(role, {id});
	return {element.status.raw, element.value};
}

int core_identify_next(core_identity *id)
{
	u32 const step{id->next.step++};

	// Further calls would end like the probing call.
	if (!answered(*id)) {
		for (NamedField const &field : named_fields)
			id->*field.to = {id->probe_status, 0};
		return 0;
	}
	if (step >= named)
		return walk(*id);
	id->*named_fields[step].to = core_read_element(id->machine.role, named_fields[step].id.raw);
	return 1;
}

namespace tdx {

namespace {

struct Verdict {
	char const *meaning;
	char const *advice;
};

constexpr Verdict no_tdx{"this CPU does not know the instruction",
	"load tdxcall_emu.ko to try TDX calls without TDX hardware, or use a TDX server"};
constexpr Verdict at_risk{"SEAMCALL and TDCALL are not made here: they may exit to this VM's "
			  "hypervisor, and one that does not know them ends the VM",
	"use a TDX host or a TD; if this hypervisor raises #UD for both, as KVM does since Linux "
	"6.18 and 6.17.9, load tdxcall.ko and tdxcall_emu.ko with risk_vm=1"};
constexpr Verdict not_in_vmx{"SEAMCALL needs VMX operation, which this CPU has not entered",
	"boot Linux 7.1 or later with INTEL_TDX_HOST, which enters it at boot if it can use TDX; "
	"on "
	"6.16 to 7.0 load kvm_intel with tdx=1; the kernel log says what hinders it"};
constexpr Verdict tdcall_lost{"TDCALL faulted although CPUID says that this is a TD",
	"report it: the hypervisor shows a TD signature without being a TDX host"};
constexpr Verdict no_seam{"SEAM is off: the BIOS has not set aside its memory range",
	"enable TDX, TME-MT and the SEAM loader in the BIOS set-up"};
constexpr Verdict not_loaded{"SEAM is on, but no TDX module is loaded",
	"install a TDX module: a BIOS option, or the P-SEAMLDR with a module image"};
constexpr Verdict lp_not_ready{"a TDX module is loaded; this CPU has not been initialised for it",
	"on a TDX host Linux does it: from 7.1 on at boot, on 6.16 to 7.0 when kvm_intel is loaded "
	"with tdx=1; on the software TDX module load tdxcall.ko with bringup=1"};
constexpr Verdict works{"the TDX module answers", "nothing to do"};
constexpr Verdict shut_down{
	"the TDX module has been shut down", "load a TDX module again, or reboot"};
constexpr Verdict refused{"the TDX module answers, but refuses this read",
	"look up the completion status in probe_result"};

Verdict const &verdict_of(core_identity const &id)
{
	Status const status{id.probe_status};

	switch (status.raw) {
	case TDXCALL_VM_AT_RISK:
		return at_risk;
	case TDXCALL_SW_UD:
		if (id.machine.role == CORE_ROLE_GUEST)
			return tdcall_lost;
		return id.machine.role == CORE_ROLE_HOST ? not_in_vmx : no_tdx;
	case TDXCALL_SW_GP:
		return id.machine.role == CORE_ROLE_GUEST ? tdcall_lost : no_seam;
	case TDXCALL_SW_VMFAILINVALID:
		return not_loaded;
	default:
		break;
	}
	switch (status.code()) {
	case Status::Code::SysLpInitNotDone:
		return lp_not_ready;
	case Status::Code::SysShutdown:
		return shut_down;
	default:
		return status.ok() ? works : refused;
	}
}

} // namespace

} // namespace tdx

char const *core_probe_meaning(core_identity const *id)
{
	return verdict_of(*id).meaning;
}

char const *core_probe_advice(core_identity const *id)
{
	return verdict_of(*id).advice;
}
