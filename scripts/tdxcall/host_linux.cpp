// SPDX-License-Identifier: GPL-2.0
#include <algorithm>

#include "host_checks.hpp"

namespace tdxcall {

namespace {

// As of mainline; vendors have put TDX into older kernels.
constexpr KernelVersion host_core{6, 7};
constexpr KernelVersion kvm_with_tdx{6, 16};

constexpr char const *tdx_parameter = "sys/module/kvm_intel/parameters/tdx";

// Words of the command line that keep TDX from coming up.
struct BadWord {
	std::string_view word;
	std::string_view why;
	bool begins; // the word may go on
};

constexpr BadWord bad_words[] = {
	{"noxsave", "TDX needs XSAVE", false},
	{"nox2apic", "the TDX module needs x2APIC mode", false},
	{"clearcpuid=", "it may take away XSAVE, MOVDIR64B or self-snoop, which TDX needs", true},
	{"kvm_intel.tdx=0", "it switches TDX off", false},
	{"kvm_intel.tdx=n", "it switches TDX off", false},
	{"kvm_intel.ept=0", "TDX needs EPT", false},
	{"kvm_intel.eptad=0", "TDX needs accessed and dirty bits of EPT", false},
	{"kvm_intel.enable_apicv=0", "TDX needs APICv", false},
	{"kvm.tdp_mmu=0", "TDX needs the TDP MMU", false},
	{"kvm.mmio_caching=0", "TDX needs MMIO caching", false},
	{"kvm.enable_virt_at_load=0", "TDX needs VMX to be on all the time", false},
};

// Parameters that must be on.  Kernels that do not have one of them have it on.
constexpr char const *parameters[] = {
	"kvm_intel/parameters/ept",
	"kvm_intel/parameters/eptad",
	"kvm_intel/parameters/enable_apicv",
	"kvm/parameters/tdp_mmu",
	"kvm/parameters/mmio_caching",
	"kvm/parameters/enable_virt_at_load",
};

bool is_off(std::string const &value)
{
	return value == "N" || value == "0";
}

// Whatever the version: this KVM has the parameter.
bool kvm_has_tdx(Facts &facts)
{
	return facts.line(tdx_parameter).value.has_value();
}

bool has_word(std::vector<std::string> const &words, std::string_view word)
{
	return std::ranges::find(words, word) != words.end();
}

} // namespace

Finding check_kernel_version(Facts &facts)
{
	auto const release = facts.kernel_release();
	auto const version = facts.kernel_version();

	if (!release)
		return {Verdict::Unknown, "/proc/sys/kernel/osrelease: " + release.reason};
	std::string const text = "Linux " + *release;

	if (!version)
		return {Verdict::Unknown, text + " is no version"};
	if (*version >= kvm_with_tdx)
		return {Verdict::Pass, text};
	if (kvm_has_tdx(facts))
		return {Verdict::Pass, text + ", whose vendor has put TDX into KVM"};
	if (*version >= host_core)
		return {Verdict::Fail,
			text + " can bring a TDX module up, but its KVM runs no TDs"};
	return {Verdict::Fail, text + " knows nothing of TDX"};
}

Finding check_kernel_config(Facts &facts)
{
	auto const option = facts.option("CONFIG_INTEL_TDX_HOST");

	if (!option)
		return {Verdict::Unknown, option.reason};
	return {*option == "y" ? Verdict::Pass : Verdict::Fail, "CONFIG_INTEL_TDX_HOST=" + *option};
}

Finding check_kvm_config(Facts &facts)
{
	if (kvm_has_tdx(facts))
		return {Verdict::Pass, "kvm_intel has the parameter tdx"};
	for (char const *name : {"CONFIG_KVM_INTEL", "CONFIG_KVM_INTEL_TDX"}) {
		auto const option = facts.option(name);

		if (!option)
			return {Verdict::Unknown, option.reason};
		if (*option == "n")
			return {Verdict::Fail, std::string{name} + "=n"};
	}
	return {Verdict::Pass, "CONFIG_KVM_INTEL_TDX=y"};
}

Finding check_command_line(Facts &facts)
{
	auto const words = facts.command_line();

	if (!words)
		return {Verdict::Unknown, words.reason};
	for (std::string const &word : *words)
		for (BadWord const &bad : bad_words)
			if (bad.begins ? word.starts_with(bad.word) : word == bad.word)
				return {Verdict::Fail, word + ": " + std::string{bad.why}};
	return {Verdict::Pass, "it has no word that switches off what TDX needs"};
}

Finding check_hibernation(Facts &facts)
{
	if (auto const *line = facts.last_message({"host.hibernation"}))
		return {Verdict::Fail, line->line, line->found.row->remedy};

	// Linux offers "disk" only while it can hibernate: this knows of lockdown too.
	auto const states = facts.line("sys/power/state");

	if (states && states->find("disk") != states->npos)
		return {Verdict::Fail, "/sys/power/state offers \"disk\""};
	if (states)
		return {Verdict::Pass, "/sys/power/state does not offer \"disk\""};
	if (states.absent)
		return {Verdict::Pass, "this kernel cannot sleep"};

	auto const words = facts.command_line();
	auto const option = facts.option("CONFIG_HIBERNATION");

	if (words && (has_word(*words, "nohibernate") || has_word(*words, "hibernate=no")))
		return {Verdict::Pass, "the command line has nohibernate"};
	if (option && *option == "n")
		return {Verdict::Pass, "CONFIG_HIBERNATION=n"};
	return {Verdict::Unknown, "/sys/power/state: " + states.reason};
}

Finding check_kvm_loaded(Facts &facts)
{
	auto const found = facts.machine.exists("sys/module/kvm_intel");

	if (!found)
		return {Verdict::Unknown, "/sys/module/kvm_intel: " + found.reason};
	return {*found ? Verdict::Pass : Verdict::Fail,
		*found ? "/sys/module/kvm_intel" : "there is no /sys/module/kvm_intel"};
}

Finding check_kvm_parameters(Facts &facts)
{
	std::string unread;

	for (std::string const name : parameters) {
		auto const value = facts.line("sys/module/" + name);

		if (value && is_off(*value))
			return {Verdict::Fail, "/sys/module/" + name + " is " + *value};
		if (!value && !value.absent)
			unread = "/sys/module/" + name + ": " + value.reason;
	}
	if (!unread.empty())
		return {Verdict::Unknown, unread};
	return {Verdict::Pass, "none that TDX needs is off"};
}

Finding check_kvm_tdx(Facts &facts)
{
	auto const value = facts.line(tdx_parameter);
	std::string const path = std::string{'/'} + tdx_parameter;

	if (value.absent)
		return {Verdict::Fail, "kvm_intel has no parameter tdx",
			"a kernel built with CONFIG_KVM_INTEL_TDX (6.16 or newer)"};
	if (!value)
		return {Verdict::Unknown, path + ": " + value.reason};
	if (!is_off(*value))
		return {Verdict::Pass, path + " is " + *value};

	// kvm_intel switches it off when something is missing, and mostly says what.
	if (auto const &log = facts.log())
		for (LoggedMessage const &message : *log)
			if (message.found.row->weight == Weight::Failure &&
				std::string_view{message.found.row->prefix}.starts_with(
					"kvm_intel:") &&
				message.found.row->remedy)
				return {Verdict::Fail, path + " is " + *value + "; " + message.line,
					message.found.row->remedy};
	return {Verdict::Fail, path + " is " + *value};
}

Finding check_iommu(Facts &facts)
{
	auto const words = facts.command_line();

	if (words)
		for (char const *off : {"intel_iommu=off", "iommu=off"})
			if (has_word(*words, off))
				return {Verdict::Fail, std::string{off} + " on the command line",
					"boot without that"};
	auto const found = facts.machine.exists("sys/class/iommu/dmar0");

	if (!found)
		return {Verdict::Unknown, "/sys/class/iommu: " + found.reason};
	return {*found ? Verdict::Pass : Verdict::Fail,
		*found ? "/sys/class/iommu/dmar0" : "Linux uses none: no /sys/class/iommu/dmar0"};
}

} // namespace tdxcall
