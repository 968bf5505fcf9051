// SPDX-License-Identifier: GPL-2.0
//
// Statuses set by software, not by a TDX module, in words.
#pragma once

#include "completion_status.hpp"

namespace tdx {

struct SoftwareInfo {
	Status status;
	char const *name;
	char const *summary;
	char const *host;  // what to do about it after a SEAMCALL
	char const *guest; // and after a TDCALL
};

// With the errno values that Linux maps the three to.
constexpr SoftwareInfo software_rows[] = {
	{sw_error, "TDX_SW_ERROR", "the call failed before a TDX module ran", "", ""},
	{sw_ud, "TDX_SEAMCALL_UD",
		"the instruction raised #UD: the CPU does not know it, or not in its present mode",
		"a TDX host's kernel enters VMX operation: from Linux 7.1 on at boot, on 6.16 to "
		"7.0 when kvm_intel is loaded with tdx=1; on a CPU or virtual machine without TDX "
		"there is no SEAMCALL (errno EACCES)",
		"this is no TD: there is no TDCALL outside one"},
	{sw_gp, "TDX_SEAMCALL_GP", "the instruction raised #GP: the platform has no SEAM range",
		"switch TDX on in the BIOS, with memory encryption and the SEAM loader (errno "
		"EOPNOTSUPP, EPERM on older kernels)",
		"make the call in 64-bit mode, at privilege level 0"},
	{sw_vmfailinvalid, "TDX_SEAMCALL_VMFAILINVALID",
		"the instruction failed with VMfailInvalid: nobody answers behind it",
		"load the TDX module: the BIOS or the kernel does it through the P-SEAMLDR; for a "
		"P-SEAMLDR call: another CPU is in it, call again (errno ENODEV)",
		""},
	{{TDXCALL_REFUSED}, "TDXCALL_REFUSED",
		"tdxcall did not make the call: it would have harmed this machine, or an operand "
		"did not fit its bits",
		"see the documentation of the call", "see the documentation of the call"},
	{{TDXCALL_BAD_ANSWER}, "TDXCALL_BAD_ANSWER",
		"the VMM's answer to a hypercall cannot be true, and was not followed: MapGPA was "
		"to "
		"go on outside of its range",
		"", "do not trust this VMM with the range: what of it was done is not known"},
	{{TDXCALL_NOT_MADE}, "TDXCALL_NOT_MADE",
		"the call of a batch was not made: one before it failed, or the task is dying",
		"look at the calls before it; the batch can go on here", ""},
	{{TDXCALL_VM_AT_RISK}, "TDXCALL_VM_AT_RISK",
		"tdxcall did not make the call: in this virtual machine the instruction may exit "
		"to a hypervisor that does not know it and ends the machine",
		"make TDX calls on the host; where the hypervisor is known to raise #UD for them, "
		"load the modules with risk_vm=1",
		"make TDX calls in a TD; where the hypervisor is known to raise #UD for them, load "
		"the modules with risk_vm=1"},
	{{TDXCALL_CHANGES_STATE}, "TDXCALL_CHANGES_STATE",
		"tdxcall did not make the call: it goes by number, and would change the state of a "
		"TD or of the platform, which are Linux's",
		"call the function of that leaf function; or load tdxcall.ko with "
		"changes_by_number=1 "
		"if nobody else uses TDX here",
		""},
};

} // namespace tdx
