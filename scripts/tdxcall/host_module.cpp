// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <array>
#include <cstdio>

#include "core/abi/bit_fact.hpp"
#include "core/abi/module_release.hpp"
#include "core/abi/td_bits.hpp"
#include "host_checks.hpp"
#include "number.hpp"

namespace tdxcall {

using namespace tdx;

namespace {

// What the kernel's log says of bringing the TDX module up, since it last worked.
struct BringUp {
	LoggedMessage const *success = nullptr;
	LoggedMessage const *cause = nullptr;       // the first failure
	LoggedMessage const *consequence = nullptr; // the end of it
	bool answered = false;                      // the module did, if only with an error
};

bool of_bring_up(std::string_view id)
{
	// Failures that come later, or that checks of their own are about.
	static constexpr std::string_view others[] = {"host.machine-check", "host.kexec",
		"host.tme-off", "host.vmx-off", "host.seamldr-call", "host.update-shutdown",
		"host.update-lost", "host.warn-resume"};

	return (id.starts_with("host.") || id.starts_with("old.")) &&
	       std::ranges::find(others, id) == std::end(others);
}

bool says_that_it_answered(std::string_view id)
{
	static constexpr std::string_view ids[] = {"host.seamcall", "host.module-version",
		"host.rbp", "old.seamcall-cpu", "old.seamcall-inputs", "old.seamcall",
		"old.module-line", "old.module-version", "old.version", "old.rbp", "old.features",
		"old.features-line", "old.cmr"};

	return std::ranges::find(ids, id) != std::end(ids);
}

BringUp bring_up_of(Facts &facts)
{
	BringUp state;
	auto const &log = facts.log();

	if (!log)
		return state;
	for (LoggedMessage const &message : *log) {
		Message const &row = *message.found.row;

		if (row.weight == Weight::Success) {
			state = {};
			state.success = &message;
			continue;
		}
		if (!of_bring_up(row.id))
			continue;
		state.answered |= says_that_it_answered(row.id);
		if (row.weight == Weight::Failure && !state.cause)
			state.cause = &message;
		if (row.weight == Weight::Excuse)
			state.cause = nullptr;
		if (row.weight == Weight::Consequence)
			state.consequence = &message;
	}
	return state;
}

constexpr std::string_view not_loaded[] = {
	"host.module-not-loaded", "old.module", "old.module-tdx"};

bool is_not_loaded(LoggedMessage const *message)
{
	return message && std::ranges::find(not_loaded, std::string_view{message->found.row->id}) !=
				  std::end(not_loaded);
}

// Proof that it is up, besides the log.
std::string sign_of_life(Facts &facts)
{
	if (facts.line("sys/devices/faux/tdx_host/version"))
		return "/sys/devices/faux/tdx_host/version";
	// kvm_intel clears it when the bring-up fails.
	if (auto const tdx = facts.line("sys/module/kvm_intel/parameters/tdx"); tdx && *tdx == "Y")
		return "kvm_intel.tdx is Y";
	if (auto const version = facts.info("module_version");
		version && std::isdigit((*version)[0]) && !facts.software_module())
		return "tdxcall.ko reads its version";
	return {};
}

using Version = std::array<unsigned, 3>;

std::optional<Version> parse_version(std::string const &text)
{
	Version version{};

	if (std::sscanf(text.c_str(), "%4u.%4u.%4u", version.data(), &version[1], &version[2]) != 3)
		return {};
	return version;
}

Version version_of(ModuleRelease const &release)
{
	return parse_version(release.version).value_or(Version{});
}

// The last one of the line that @version belongs to, as far as is known.
ModuleRelease const *newest_of_line(Version const &version)
{
	ModuleRelease const *newest = nullptr;

	for (ModuleRelease const &release : module_releases) {
		Version const one = version_of(release);

		if (one[0] == version[0] && one[1] == version[1] &&
			(!newest || one[2] > version_of(*newest)[2]))
			newest = &release;
	}
	return newest;
}

// The first release of each line that has a bit of TDX_FEATURES0, "1.5.01+,2.0.02+": does @version?
bool has_feature(Version const &version, std::string_view name)
{
	for (BitFact const &fact : feature_facts) {
		if (name != fact.name)
			continue;
		std::string_view lines{fact.releases};

		for (size_t at = 0; at < lines.size();) {
			size_t const end = std::min(lines.find(',', at), lines.size());
			auto const first = parse_version(std::string{lines.substr(at, end - at)});

			if (first && (*first)[0] == version[0] && (*first)[1] == version[1])
				return version[2] >= (*first)[2];
			at = end + 1;
		}
	}
	return false;
}

} // namespace

Finding check_module_loaded(Facts &facts)
{
	BringUp const state = bring_up_of(facts);

	if (std::string const sign = sign_of_life(facts); !sign.empty())
		return {Verdict::Pass, sign};
	if (is_not_loaded(state.cause))
		return {Verdict::Fail, state.cause->line, state.cause->found.row->remedy};
	if (state.success)
		return {Verdict::Pass, state.success->line};
	if (state.answered)
		return {Verdict::Pass, "it answered, as the kernel's log shows"};
	if (auto const probe = facts.info("probe_result"); probe && !facts.software_module()) {
		auto const advice = facts.info("probe_advice");

		if (probe->find("VMFAILINVALID") != probe->npos ||
			probe->find("_GP") != probe->npos)
			return {Verdict::Fail, "tdxcall.ko: " + *probe, advice.value_or("")};
	}
	if (!facts.log())
		return {Verdict::Unknown, facts.log().reason};
	return undecided("the kernel's log, as far as it is there, does not speak of it");
}

Finding check_module_up(Facts &facts)
{
	BringUp const state = bring_up_of(facts);
	std::string const sign = sign_of_life(facts);

	if (!sign.empty())
		return {Verdict::Pass, sign};
	if (LoggedMessage const *end = state.cause ? state.cause : state.consequence)
		return {Verdict::Fail, end->line,
			end->found.row->remedy ? end->found.row->remedy
					       : "give the kernel's log to tdxcall decode"};
	if (state.success)
		return {Verdict::Pass, state.success->line};
	if (!facts.log())
		return {Verdict::Unknown, facts.log().reason};
	return undecided("the kernel's log, as far as it is there, does not speak of it");
}

Finding check_seamldr(Facts &facts)
{
	auto const version = facts.line("sys/devices/faux/tdx_host/seamldr_version");

	if (version)
		return {Verdict::Pass, "version " + *version};
	// Only a P-SEAMLDR can have put the TDX module where it is.
	if (check_module_up(facts).verdict == Verdict::Pass)
		return {Verdict::Pass, "it has loaded the TDX module"};
	if (version.absent)
		return undecided("the device tdx_host has no seamldr_version");
	return {Verdict::Unknown, "seamldr_version of tdx_host: " + version.reason};
}

Finding check_module_cpus(Facts &facts)
{
	auto const text = facts.machine.file("sys/kernel/debug/tdxcall/cpus");

	if (!text)
		return {Verdict::Skip, "only tdxcall.ko asks each CPU"};
	if (facts.software_module())
		return {Verdict::Skip, "they go to a software TDX module"};
	constexpr std::string_view key = "cpus_working: ";
	size_t const at = text->find(key);
	unsigned working = 0;
	unsigned asked = 0;

	if (at == text->npos ||
		std::sscanf(text->c_str() + at + key.size(), "%6u of %6u", &working, &asked) != 2)
		return {Verdict::Unknown,
			"/sys/kernel/debug/tdxcall/cpus has no line cpus_working"};
	return {working == asked && asked ? Verdict::Pass : Verdict::Fail,
		std::to_string(working) + " of " + std::to_string(asked) + " CPUs"};
}

Finding check_module_release(Facts &facts)
{
	auto const source = facts.module_version();
	auto const version = source ? parse_version(source->value) : std::nullopt;

	if (!version)
		return undecided("nothing here says which release it is");
	ModuleRelease const *newest = newest_of_line(*version);
	std::string text = source->value + " (" + source->from + ")";

	if (!newest)
		return {Verdict::Unknown, text + ", of a line that is not known here"};
	for (ModuleRelease const &release : module_releases)
		if (version_of(release) == *version && release.build_date)
			text += ", of " + std::to_string(release.build_date);
	if (version_of(*newest) > *version)
		return {Verdict::Fail, text + "; " + newest->version + " is newer",
			"install " + std::string{newest->version} +
				", the newest of its line that is known here"};
	return {Verdict::Pass, text + "; none of its line that is known here is newer"};
}

Finding check_no_rbp_mod(Facts &facts)
{
	constexpr KernelVersion refuses{6, 13}; // a module without it
	BringUp const state = bring_up_of(facts);
	auto const features = facts.module_features();
	auto const word = features ? parse_number(features->value) : std::nullopt;

	if (word)
		return {TdxFeatures0::NoRbpMod::get(*word) ? Verdict::Pass : Verdict::Fail,
			"TDX_FEATURES0 is " + features->value + " (" + features->from + ')'};
	if (state.cause)
		for (std::string_view const id : {"host.rbp", "old.rbp"})
			if (state.cause->found.row->id == id)
				return {Verdict::Fail, state.cause->line};
	auto const source = facts.module_version();

	if (auto const version = source ? parse_version(source->value) : std::nullopt)
		return {has_feature(*version, "NO_RBP_MOD") ? Verdict::Pass : Verdict::Fail,
			"release " + source->value};
	if (auto const kernel = facts.kernel_version();
		kernel && *kernel >= refuses && check_module_up(facts).verdict == Verdict::Pass)
		return {Verdict::Pass, "Linux has brought it up, which it would not without"};
	return {Verdict::Unknown, "neither its features nor its release are known",
		"find out the release of the TDX module"};
}

Finding check_pamt(Facts &facts)
{
	constexpr u64 share = 256; // of memory, without dynamic PAMT
	auto const line = facts.line("proc/meminfo");
	unsigned long long total = 0;

	if (auto const *pamt = facts.last_message({"host.pamt", "old.pamt-pages"}))
		return {Verdict::Pass, pamt->line};
	if (!line || std::sscanf(line->c_str(), "MemTotal: %llu kB", &total) != 1)
		return {Verdict::Unknown, "/proc/meminfo: " + (line ? "no MemTotal" : line.reason)};
	return {Verdict::Pass, "about " + std::to_string(total / share >> 10) + " MB of " +
				       std::to_string(total >> 10) +
				       " MB, if the TDX module has no dynamic PAMT"};
}

} // namespace tdxcall
