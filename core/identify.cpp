// SPDX-License-Identifier: GPL-2.0
//
// What this machine is, and what its TDX module says of itself.  Only leaf functions that read.
#include "abi/guest_leaves.hpp"
#include "abi/host_leaves.hpp"
#include "abi/metadata_global.hpp"
#include "core.h"
#include "role.hpp"
#include "status.hpp"

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
	u64 const status = role == CORE_ROLE_GUEST
				   ? core_tdcall(static_cast<u64>(GuestLeaf::SysRd), &in, &out)
				   : core_seamcall(static_cast<u64>(HostLeaf::SysRd), &in, &out);
	return {{status}, out.r8, {out.rdx}};
}

core_field read_field(core_role role, FieldId id)
{
	return core_read_element(role, id.raw);
}

// Far beyond what any TDX module has: its word for the end of the list is not trusted.
constexpr unsigned max_elements = 4096;

void count_fields(core_identity &id)
{
	Element element = read(id.role, null_field_id);
	FieldInfo const *last = nullptr;

	if (!element.status.ok())
		return;

	for (unsigned i = 0; i < max_elements && !element.next.null(); i++) {
		FieldId const current = element.next;
		FieldInfo const *row = find_field(global_fields, current);

		element = read(id.role, current);
		if (!element.status.ok())
			return;
		if (!row)
			id.fields_unknown++;
		else if (row != last)
			id.fields++;
		last = row;
	}
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
	id->role = hardware_role();
	id->private_keyids = private_keyids();

	if (id->role == CORE_ROLE_GUEST) {
		id->reason = "CPUID leaf 0x21 has the signature of a TD";
		probe_guest(*id);
		return;
	}

	probe_host(*id);
	if (id->role == CORE_ROLE_HOST) {
		id->reason = "IA32_MKTME_KEYID_PARTITIONING reports private KeyIDs";
	} else if (answered(*id) || id->probe_status == TDX_SW_VMFAILINVALID) {
		id->role = CORE_ROLE_HOST;
		id->reason = "SEAMCALL works, although the CPU reports no private KeyIDs: "
			     "a software TDX module";
	} else {
		id->reason = "no private KeyIDs, no TD signature in CPUID leaf 0x21";
	}
}

core_field core_read_element(core_role role, u64 id)
{
	Element const element = read(role, {id});
	return {element.status.raw, element.value};
}

void core_identify(core_identity *id)
{
	core_probe(id);
	id->major = read_field(id->role, field_id(global_fields, "MAJOR_VERSION"));
	id->minor = read_field(id->role, field_id(global_fields, "MINOR_VERSION"));
	id->update = read_field(id->role, field_id(global_fields, "UPDATE_VERSION"));
	id->internal = read_field(id->role, field_id(global_fields, "INTERNAL_VERSION"));
	id->build_date = read_field(id->role, field_id(global_fields, "BUILD_DATE"));
	id->build_num = read_field(id->role, field_id(global_fields, "BUILD_NUM"));
	id->vendor = read_field(id->role, field_id(global_fields, "VENDOR_ID"));
	id->features = read_field(id->role, field_id(global_fields, "TDX_FEATURES0"));
	count_fields(*id);
}

namespace tdx {

namespace {

struct Verdict {
	char const *meaning;
	char const *advice;
};

constexpr Verdict no_tdx{"this CPU does not know the instruction",
	"load tdxcall_emu.ko to try TDX calls without TDX hardware, or use a TDX server"};
constexpr Verdict not_in_vmx{"SEAMCALL needs VMX operation, which this CPU has not entered",
	"load kvm_intel with tdx=1, or boot a kernel that enters VMX operation itself"};
constexpr Verdict tdcall_lost{"TDCALL faulted although CPUID says that this is a TD",
	"report it: the hypervisor shows a TD signature without being a TDX host"};
constexpr Verdict no_seam{"SEAM is off: the BIOS has not set aside its memory range",
	"enable TDX, TME-MT and the SEAM loader in the BIOS set-up"};
constexpr Verdict not_loaded{"SEAM is on, but no TDX module is loaded",
	"install a TDX module: a BIOS option, or the P-SEAMLDR with a module image"};
constexpr Verdict lp_not_ready{"a TDX module is loaded; this CPU has not been initialised for it",
	"boot with kvm_intel.tdx=1, or load tdxcall.ko with bringup=1 on the software TDX module"};
constexpr Verdict works{"the TDX module answers", "nothing to do"};
constexpr Verdict shut_down{
	"the TDX module has been shut down", "load a TDX module again, or reboot"};
constexpr Verdict refused{"the TDX module answers, but refuses this read",
	"look up the completion status in probe_result"};

Verdict const &verdict_of(core_identity const &id)
{
	Status const status{id.probe_status};

	switch (status.raw) {
	case TDX_SW_UD:
		if (id.role == CORE_ROLE_GUEST)
			return tdcall_lost;
		return id.role == CORE_ROLE_HOST ? not_in_vmx : no_tdx;
	case TDX_SW_GP:
		return id.role == CORE_ROLE_GUEST ? tdcall_lost : no_seam;
	case TDX_SW_VMFAILINVALID:
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
