// SPDX-License-Identifier: GPL-2.0
#include "facts.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "core/abi/module_release.hpp"
#include "cpu_list.hpp"
#include "number.hpp"

namespace tdxcall {

using namespace tdx;

namespace {

constexpr char const *info_file = "sys/kernel/debug/tdxcall/info";
// Longer logs hold nothing new: the lines that matter are those of the boot.
constexpr size_t most_messages = 10000;

// Twelve characters in the order of the leaf.
std::string signature(u32 first, u32 second, u32 third)
{
	char text[13]{};

	std::memcpy(text, &first, 4);
	std::memcpy(text + 4, &second, 4);
	std::memcpy(text + 8, &third, 4);
	for (char &c : text)
		if (c && (c < ' ' || c > '~'))
			c = '?';
	return text;
}

// Hyper-V says what isolates a VM that a paravisor of its own runs: leaf 0x4000000c, EBX 3:0.
bool td_behind_paravisor(Machine &machine, CpuidRegs const &hypervisor)
{
	constexpr u32 isolation = 0x4000000c;
	constexpr u32 by_tdx = 3;

	if (signature(hypervisor.ebx, hypervisor.ecx, hypervisor.edx) != "Microsoft Hv" ||
		hypervisor.eax < isolation)
		return false;
	auto const regs = machine.cpuid(isolation, 0);

	return regs && (regs->ebx & 0xf) == by_tdx;
}

} // namespace

Facts::Facts(Machine &from) : machine{from}
{
	find_kind();
	if (kind == Kind::Host)
		find_cpus();
}

void Facts::find_kind()
{
	constexpr u32 td_leaf = 0x21;
	constexpr u32 hypervisor_leaf = 0x40000000;
	constexpr u32 hypervisor_present = 1U << 31; // leaf 1, ECX
	auto const vendor = machine.cpuid(0, 0);
	auto const features = machine.cpuid(1, 0);

	if (!vendor || !features) {
		why = vendor ? features.reason : vendor.reason;
		return;
	}
	std::string const name = signature(vendor->ebx, vendor->edx, vendor->ecx);

	bool const virtual_machine = features->ecx & hypervisor_present;

	if (vendor->eax >= td_leaf) {
		auto const td = machine.cpuid(td_leaf, 0);

		if (!td && virtual_machine) {
			why = "a virtual machine, maybe a TD: " + td.reason;
			return;
		}
		if (td && signature(td->ebx, td->edx, td->ecx) == "IntelTDX    ") {
			kind = Kind::Td;
			why = "CPUID leaf 0x21 says IntelTDX";
			return;
		}
	}
	if (virtual_machine) {
		auto const leaf = machine.cpuid(hypervisor_leaf, 0);

		kind = Kind::Vm;
		why = "a virtual machine";
		if (leaf)
			why += " under " + signature(leaf->ebx, leaf->ecx, leaf->edx);
		why += ", and no TD that CPUID leaf 0x21 shows";
		if (leaf && td_behind_paravisor(machine, *leaf))
			why += "; Hyper-V says that TDX isolates it behind a paravisor, which "
			       "alone "
			       "makes TDX calls";
		return;
	}
	if (name != "GenuineIntel") {
		kind = Kind::Foreign;
		why = "the CPU is of " + name + "; TDX is of Intel";
		return;
	}
	kind = Kind::Host;
	why = "no virtual machine, and a CPU of GenuineIntel";
}

void Facts::find_cpus()
{
	auto const online = line("sys/devices/system/cpu/online");
	// Whoever isolates CPUs wants no interrupt there: reading an MSR sends one.
	auto const isolated = line("sys/devices/system/cpu/isolated");
	auto const all = online ? parse_cpu_list(*online) : std::nullopt;
	auto const alone = isolated ? parse_cpu_list(*isolated) : std::nullopt;

	if (!all || all->empty()) {
		why_no_cpus = "the list of online CPUs is not known";
		if (!online)
			why_no_cpus += ": " + online.reason;
		return;
	}
	for (unsigned const cpu : *all)
		if (!alone || !std::ranges::binary_search(*alone, cpu))
			cpus.push_back(cpu);
	if (cpus.empty())
		why_no_cpus = "all CPUs are isolated";
}

Read<std::vector<LoggedMessage>> const &Facts::log()
{
	if (messages)
		return *messages;

	auto const text = machine.file(made_file::log);

	if (!text) {
		messages = Read<std::vector<LoggedMessage>>::unreadable(
			"the kernel's log: " + text.reason);
		return *messages;
	}
	std::istringstream lines{*text};
	std::vector<LoggedMessage> found;

	for (std::string one; found.size() < most_messages && std::getline(lines, one);)
		if (auto message = find_message(one))
			found.push_back(
				{std::string{without_log_header(one)}, std::move(*message)});
	messages = {std::move(found), false, {}};
	return *messages;
}

LoggedMessage const *Facts::last_message(std::initializer_list<std::string_view> ids)
{
	auto const &all = log();

	if (!all)
		return nullptr;
	for (auto at = all->rbegin(); at != all->rend(); at++)
		if (std::ranges::find(ids, at->found.row->id) != ids.end())
			return &*at;
	return nullptr;
}

Read<std::string> Facts::option(std::string const &name)
{
	auto const text = machine.file(made_file::config);

	if (!text)
		return Read<std::string>::unreadable("the kernel's configuration: " + text.reason);
	std::istringstream lines{*text};

	for (std::string one; std::getline(lines, one);)
		if (one.starts_with(name + '='))
			return {one.substr(name.size() + 1), false, {}};
	return {"n", false, {}};
}

Read<std::vector<std::string>> Facts::command_line()
{
	auto const text = machine.file("proc/cmdline");
	std::vector<std::string> words;

	if (!text)
		return Read<std::vector<std::string>>::unreadable("/proc/cmdline: " + text.reason);
	std::istringstream all{*text};

	for (std::string word; all >> word;)
		words.push_back(word);
	return {std::move(words), false, {}};
}

Read<std::string> Facts::line(std::string const &path)
{
	auto text = machine.file(path);

	if (text)
		text.value->resize(std::min(text->find('\n'), text->size()));
	return text;
}

Read<std::string> Facts::kernel_release()
{
	return line("proc/sys/kernel/osrelease");
}

std::optional<KernelVersion> Facts::kernel_version()
{
	auto const release = kernel_release();
	KernelVersion version{};

	if (!release ||
		std::sscanf(release->c_str(), "%4u.%4u", &version.major, &version.minor) != 2)
		return {};
	return version;
}

bool Facts::software_module()
{
	return kind != Kind::Td && info("role") == "host" && info("private_keyids") == "0";
}

std::optional<std::string> Facts::info(std::string const &key)
{
	auto const text = machine.file(info_file);

	if (!text)
		return {};
	std::istringstream lines{*text};

	for (std::string one; std::getline(lines, one);)
		if (one.starts_with(key + ": "))
			return one.substr(key.size() + 2);
	return {};
}

std::optional<Source> Facts::module_version()
{
	auto const sysfs = line("sys/devices/faux/tdx_host/version");

	if (sysfs && !sysfs->empty())
		return Source{*sysfs, "/sys/devices/faux/tdx_host/version"};
	// In place of a version that cannot be read stands a status.
	if (auto const version = info("module_version");
		version && std::isdigit((*version)[0]) && !software_module())
		return Source{*version, "tdxcall.ko"};

	auto const *line = last_message(
		{"host.module-version", "old.version", "old.module-version", "old.module-line"});

	if (!line)
		return {};
	auto const &values = line->found.values;
	std::string_view const id{line->found.row->id};

	if (id == "old.module-line") {
		u64 const build = parse_number(values.back().text).value_or(0);

		for (ModuleRelease const &release : module_releases)
			if (release.build_num && release.build_num == build)
				return Source{release.version, line->line};
		return {};
	}
	size_t const first = id == "old.module-version" ? 1 : 0;

	if (values.size() < first + 3)
		return {};
	std::string update = values[first + 2].text;

	if (update.size() == 1)
		update.insert(0, "0");
	return Source{values[first].text + '.' + values[first + 1].text + '.' + update, line->line};
}

std::optional<Source> Facts::module_features()
{
	if (auto const word = info("module_features");
		word && word->starts_with("0x") && !software_module())
		return Source{*word, "tdxcall.ko"};
	if (auto const *line = last_message({"old.features", "old.features-line"}))
		return Source{"0x" + line->found.values.back().text, line->line};
	return {};
}

} // namespace tdxcall
