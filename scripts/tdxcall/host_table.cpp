// SPDX-License-Identifier: GPL-2.0
//
// The checks of a TDX host, and of what is none.
#include "check.hpp"
#include "host_checks.hpp"
#include "system_report.hpp"

namespace tdxcall {

// A call of it is no constant expression, so the compiler stops.
void report_value_is_missing();

namespace {

// A remedy that explanations of system reports give too.
consteval char const *remedy_of(std::string_view name)
{
	for (ReportValue const &value : report_values)
		if (name == value.name)
			return value.remedy;
	report_value_is_missing();
	return "";
}

// clang-format off
constexpr Check host_table[] = {
	{"machine", nullptr, Importance::Needed, "may be a TDX host", check_kind,
		"a server with an Intel Xeon that has TDX, not a virtual machine"},

	{"cpu.model", "machine", Importance::Advice, "CPU that TDX modules are published for",
		check_cpu_model,
		"TDX is in Xeons from Sapphire Rapids on; where the other checks pass, the CPU is newer "
		"than what is known here"},
	{"errata.partial-write", "cpu.model", Importance::Advice,
		"no partial-write machine check erratum", check_partial_write,
		"nothing mends it: use a kernel that knows it; Linux 6.18 to 7.2 refuse kexec and kdump "
		"then"},
	{"cpu.features", "machine", Importance::Needed, "CPU features that Linux needs for TDX",
		check_cpu_features, "update the BIOS; remove what masks them"},
	{"cpu.vmx", "machine", Importance::Needed, "CPU has VMX", check_cpu_vmx,
		"switch virtualization (VT-x) on in the BIOS"},
	{"bios.vmx-lock", "cpu.vmx", Importance::Needed, "VMX is locked on every CPU", check_vmx_lock,
		"update the BIOS, which must lock IA32_FEATURE_CONTROL on every CPU"},
	{"bios.vmx", "cpu.vmx", Importance::Needed, "VMX is on, on every CPU", check_vmx_enabled,
		"switch virtualization (VT-x) on in the BIOS"},
	{"errata.seamret", "cpu.vmx", Importance::Advice, "no SEAMRET_INVD_VMCS erratum",
		check_seamret,
		"newer microcode, if there is any; with it Linux makes no P-SEAMLDR calls, so that the "
		"TDX module can be updated only by the BIOS or at boot"},

	{"cpu.tme", "machine", Importance::Needed, "CPU has memory encryption", check_cpu_tme,
		"switch memory encryption (TME, TME-MT) on in the BIOS; client CPUs may have none"},
	{"tme.algorithm", "cpu.tme", Importance::Needed, "TME-MT has keys and an algorithm",
		check_tme_capability, "a CPU and BIOS with TME-MT"},
	{"tme.enabled", "cpu.tme", Importance::Needed, "memory encryption is on", check_tme_enabled,
		remedy_of("hwencryptenable")},
	{"tme.locked", "tme.enabled", Importance::Needed, "memory encryption is locked",
		check_tme_locked, "update the BIOS, which must lock IA32_TME_ACTIVATE"},
	{"tme.keyid-bits", "tme.enabled", Importance::Needed, "KeyID bits are reserved for TDX",
		check_keyid_bits, "switch TDX and the TDX key split on in the BIOS"},
	{"keyids", "tme.enabled", Importance::Needed, "TDX has two private KeyIDs or more",
		check_keyids, remedy_of("numtdxprivkeys")},

	{"cpu.seamrr", "machine", Importance::Needed, "CPU has SEAM range registers",
		check_cpu_seamrr, "a CPU that has TDX"},
	{"seamrr.configured", "cpu.seamrr", Importance::Needed, "BIOS has set the SEAM range",
		check_seamrr_configured, remedy_of("seamrr")},
	{"seamrr.enabled", "seamrr.configured", Importance::Needed, "SEAM range is valid",
		check_seamrr_enabled, remedy_of("seamrr")},
	{"seamrr.locked", "seamrr.enabled", Importance::Needed, "SEAM range is locked",
		check_seamrr_locked, "update the BIOS, which must lock the SEAM range"},

	{"bios.mcheck", "machine", Importance::Needed, "MCHECK has accepted the platform",
		check_mcheck, remedy_of("sgxandmcheckstatus")},
	{"bios.cpuid-limit", "machine", Importance::Needed, "BIOS does not limit CPUID",
		check_cpuid_limit, "switch \"Limit CPUID Maximum\" off in the BIOS"},
	{"platform.production", "machine", Importance::Advice, "production CPU", check_production,
		"pre-production parts need a P-SEAMLDR and a TDX module that are signed for them"},
	{"platform.sgx", "machine", Importance::Advice, "SGX is on, for quotes", check_sgx,
		"switch SGX on in the BIOS; without it TDs run, but get no quotes here"},

	{"kernel.version", "machine", Importance::Needed, "Linux whose KVM runs TDs",
		check_kernel_version, "Linux 6.16 or newer, or a vendor's kernel with TDX"},
	{"kernel.config", "kernel.version", Importance::Needed, "Linux is built for TDX hosts",
		check_kernel_config, "a kernel built with CONFIG_INTEL_TDX_HOST=y"},
	{"kernel.kvm-config", "kernel.version", Importance::Needed, "KVM is built for TDs",
		check_kvm_config, "a kernel built with CONFIG_KVM_INTEL and CONFIG_KVM_INTEL_TDX"},
	{"kernel.command-line", "kernel.version", Importance::Needed,
		"command line does not hinder TDX", check_command_line, "boot without that word"},
	{"kernel.hibernation", "kernel.version", Importance::Needed, "Linux cannot hibernate",
		check_hibernation, "boot with nohibernate, or build without CONFIG_HIBERNATION"},
	{"kvm.loaded", "kernel.version", Importance::Needed, "kvm_intel is loaded", check_kvm_loaded,
		"modprobe kvm_intel"},
	{"kvm.parameters", "kvm.loaded", Importance::Needed, "parameters of KVM allow TDX",
		check_kvm_parameters, "load kvm and kvm_intel without that parameter"},
	{"kvm.tdx", "kvm.parameters", Importance::Needed, "kvm_intel has TDX on", check_kvm_tdx,
		"load kvm_intel with tdx=1, or mend what else fails here: then kvm_intel switches it "
		"off"},

	{"module.loaded", "seamrr.enabled", Importance::Needed, "a TDX module is loaded",
		check_module_loaded,
		"Linux 7.2 asks it at boot, older ones when kvm_intel is loaded with tdx=1; then look "
		"again"},
	{"seamldr", "module.loaded", Importance::Advice, "P-SEAMLDR is loaded", check_seamldr,
		"only Linux 7.2 or newer shows it"},
	{"module.up", "module.loaded", Importance::Needed, "Linux has brought the TDX module up",
		check_module_up,
		"Linux 7.2 does that at boot, older ones when kvm_intel is loaded with tdx=1; then look "
		"again"},
	{"module.cpus", "module.up", Importance::Needed, "TDX calls work on every CPU",
		check_module_cpus, "tdxcall cpus says which CPUs do not, and why"},
	{"module.release", "module.loaded", Importance::Advice, "newest release of the TDX module",
		check_module_release,
		"Linux 7.2 or newer says it, and so does the kernel module tdxcall"},
	{"module.no-rbp-mod", "module.loaded", Importance::Needed, "TDX module has NO_RBP_MOD",
		check_no_rbp_mod, "install TDX module 1.5.01 or newer"},
	{"memory.pamt", "module.loaded", Importance::Advice, "memory that the PAMT takes", check_pamt,
		"read /proc/meminfo"},

	{"iommu", "machine", Importance::Advice, "an IOMMU is in use", check_iommu,
		"switch VT-d on in the BIOS, and intel_iommu=on; without it TDs get no devices, and "
		"large machines no x2APIC mode"},
};

constexpr Check other_table[] = {
	{"machine", nullptr, Importance::Needed, "TDX host or TD", check_kind,
		"nothing to check here, and MSRs are left alone: TDX is the host's business. On the "
		"host, run it there; for a TD, start the VM as one"},
};
// clang-format on

static_assert(is_a_tree(host_table));
static_assert(is_a_tree(other_table));

} // namespace

std::span<Check const> host_checks()
{
	return host_table;
}

std::span<Check const> other_checks()
{
	return other_table;
}

Finding check_kind(Facts &facts)
{
	// It makes no machine ready, but whoever loaded it should know that it is not counted.
	std::string const text =
		facts.why +
		(facts.software_module() ? "; its software TDX module does not count" : "");

	switch (facts.kind) {
	case Kind::Host:
	case Kind::Td:
		return {Verdict::Pass, text};
	case Kind::Vm:
		return {Verdict::Fail, text};
	case Kind::Foreign:
		return {Verdict::Fail, text, "AMD's counterpart is SEV-SNP: snphost ok"};
	case Kind::Unknown:
		break;
	}
	return {Verdict::Unknown, facts.why};
}

} // namespace tdxcall
