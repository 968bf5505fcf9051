// SPDX-License-Identifier: GPL-2.0
#include "relevant.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "machine.hpp"
#include "message.hpp"

namespace tdxcall {

namespace {

// Lines of the kernel's log: what they begin with, and what they must have in them besides.
struct LogLines {
	std::string_view prefix;
	std::string_view word;
};

// "mce:" alone would let the serial number of a CPU through, "kvm" the names of programs.
constexpr LogLines log_lines[] = {
	{"virt/tdx: ", ""},
	{"tdx: ", ""},
	{"seamldr: ", ""},
	{"tdx_host: ", ""},
	{"tdx_guest: ", ""},
	{"tdxcall: ", ""},
	{"tdxcall_emu: ", ""},
	{"kvm_intel: ", ""},
	{"x86/tme: ", ""},
	{"x86/mktme: ", ""},
	{"x86/cpu: ", ""},
	{"sgx: ", ""},
	{"microcode: ", ""},
	{"x2apic: ", ""},
	{"mce: ", "TDX private memory error"},
	{"kexec: ", "tdx"},
	{"process: ", "TDX"},
	{"Memory Encryption Features active: ", ""},
	{"DMAR: ", "IOMMU"},
};

bool of_the_log(std::string_view line)
{
	std::string_view const text = without_log_header(line);

	return std::ranges::any_of(log_lines, [&](LogLines const &one) {
		return text.starts_with(one.prefix) && text.find(one.word) != text.npos;
	});
}

constexpr std::string_view options[] = {"CONFIG_INTEL_TDX_HOST", "CONFIG_INTEL_TDX_GUEST",
	"CONFIG_KVM_INTEL", "CONFIG_KVM_INTEL_TDX", "CONFIG_HIBERNATION", "CONFIG_TDX_GUEST_DRIVER",
	"CONFIG_TSM_REPORTS", "CONFIG_X86_SGX", "CONFIG_X86_X2APIC", "CONFIG_INTEL_IOMMU",
	"CONFIG_KEXEC_CORE"};

bool of_the_config(std::string_view line)
{
	size_t const at = line.starts_with("# ") ? 2 : 0;
	std::string_view const name = line.substr(at, line.find_first_of(" =", at) - at);

	return std::ranges::find(options, name) != std::end(options);
}

constexpr std::string_view words[] = {"kvm_intel.", "kvm.", "nohibernate", "noxsave", "clearcpuid",
	"nox2apic", "intel_iommu", "iommu", "tdx", "intremap", "nosgx", "clocksource", "tsc", "mem",
	"memmap", "hibernate"};

bool of_the_command_line(std::string_view word)
{
	return std::ranges::any_of(words, [&](std::string_view one) {
		std::string_view const rest = word.substr(std::min(one.size(), word.size()));

		return word.starts_with(one) &&
		       (one.ends_with('.') || rest.empty() || rest.starts_with('='));
	});
}

bool of_the_cpu(std::string_view line)
{
	return line.starts_with("flags") || line.starts_with("microcode");
}

bool of_the_memory(std::string_view line)
{
	return line.starts_with("MemTotal:");
}

bool of_tdxcall(std::string_view line)
{
	return !line.starts_with("td_mrtd") && !line.starts_with("td_rtmr");
}

struct Part {
	std::string_view path;
	bool (*counts)(std::string_view line);
	char end;  // of a line
	bool once; // each line that says the same
};

constexpr Part parts[] = {
	{made_file::log, of_the_log, '\n', false},
	{made_file::config, of_the_config, '\n', false},
	{"proc/cmdline", of_the_command_line, ' ', false},
	{"proc/cpuinfo", of_the_cpu, '\n', true},
	{"proc/meminfo", of_the_memory, '\n', false},
	{"sys/kernel/debug/tdxcall/info", of_tdxcall, '\n', false},
};

} // namespace

std::string relevant_part(std::string_view path, std::string const &content)
{
	auto const part = std::ranges::find(parts, path, &Part::path);
	std::string result;

	if (part == std::end(parts))
		return content;

	std::istringstream lines{content};
	std::set<std::string> seen;

	for (std::string line; std::getline(lines, line, part->end);) {
		while (line.ends_with('\n'))
			line.pop_back();
		if (part->counts(line) && (!part->once || seen.insert(line).second))
			result += line + part->end;
	}
	return result;
}

} // namespace tdxcall
