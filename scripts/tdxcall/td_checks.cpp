// SPDX-License-Identifier: GPL-2.0
//
// The checks of a TD, from within.
#include <algorithm>
#include <sstream>

#include "check.hpp"
#include "core/abi/td_bits.hpp"
#include "number.hpp"

namespace tdxcall {

using namespace tdx;

namespace {

// A control word of this TD, and who says so.
struct Word {
	u64 bits;
	std::string from;
};

template <unsigned Rows>
std::string names_of(BitName const (&rows)[Rows], u64 bits)
{
	std::string text;

	for (BitName const &row : rows)
		if (bits >> row.bit & 1)
			text += ' ' + std::string{row.name};
	return text.empty() ? " none" : text;
}

// "Attributes: DEBUG unknown:0x10", as Linux prints it.
template <unsigned Rows>
u64 bits_named(BitName const (&rows)[Rows], std::string const &names)
{
	constexpr std::string_view unknown = "unknown:";
	std::istringstream words{names};
	u64 bits = 0;

	for (std::string word; words >> word;) {
		for (BitName const &row : rows)
			if (word == row.name)
				bits |= 1ULL << row.bit;
		if (word.starts_with(unknown))
			bits |= parse_number(word.substr(unknown.size())).value_or(0);
	}
	return bits;
}

// "KEY: 0x..." among the lines of a file.
std::optional<u64> number_of(std::string const &text, std::string const &key)
{
	std::istringstream lines{text};

	for (std::string line; std::getline(lines, line);)
		if (line.starts_with(key + ": "))
			return parse_number(line.substr(key.size() + 2));
	return {};
}

std::optional<u64> from_report(Facts &facts, std::string const &key)
{
	auto const text = facts.machine.file(made_file::td);

	return text ? number_of(*text, key) : std::nullopt;
}

// "0x10000000 SEPT_VE_DISABLE"
std::optional<u64> from_tdxcall(Facts &facts, std::string const &key)
{
	auto const text = facts.info(key);

	return text ? parse_number(text->substr(0, text->find(' '))) : std::nullopt;
}

std::optional<Word> attributes(Facts &facts)
{
	if (auto const bits = from_report(facts, "attributes"))
		return Word{*bits, "TDREPORT"};
	if (auto const bits = from_tdxcall(facts, "td_attributes"))
		return Word{*bits, "tdxcall.ko"};
	if (auto const *line = facts.last_message({"guest.attributes"}))
		return Word{bits_named(attribute_bits, line->found.values.back().text), line->line};
	return {};
}

std::optional<Word> td_ctls(Facts &facts)
{
	if (auto const bits = from_tdxcall(facts, "td_ctls"))
		return Word{*bits, "tdxcall.ko"};
	if (auto const *line = facts.last_message({"guest.td-ctls"}))
		return Word{bits_named(td_ctl_bits, line->found.values.back().text), line->line};
	return {};
}

Finding no_attributes(Facts &facts)
{
	auto const text = facts.machine.file(made_file::td);

	return {Verdict::Unknown, "/dev/tdx_guest: " + (text ? "no ATTRIBUTES" : text.reason) +
					  ", and the kernel's log does not name them"};
}

Finding check_kernel(Facts &facts)
{
	if (auto const *line = facts.last_message({"guest.detected", "guest.active"}))
		return {Verdict::Pass, line->line};
	auto const cpu = facts.machine.file("proc/cpuinfo");

	if (!cpu)
		return {Verdict::Unknown, "/proc/cpuinfo: " + cpu.reason};
	std::istringstream words{*cpu};

	for (std::string word; words >> word;)
		if (word == "tdx_guest")
			return {Verdict::Pass, "flag tdx_guest in /proc/cpuinfo"};
	return {Verdict::Fail, "no flag tdx_guest in /proc/cpuinfo"};
}

Finding check_debug(Facts &facts)
{
	auto const word = attributes(facts);

	if (!word)
		return no_attributes(facts);
	std::string const text =
		"ATTRIBUTES" + names_of(attribute_bits, word->bits) + " (" + word->from + ')';

	return {TdAttributes::Debug::get(word->bits) ? Verdict::Fail : Verdict::Pass, text};
}

Finding check_sept_ve(Facts &facts)
{
	auto const word = attributes(facts);
	auto const ctls = td_ctls(facts);

	if (word && TdAttributes::SeptVeDisable::get(word->bits))
		return {Verdict::Pass, "ATTRIBUTES.SEPT_VE_DISABLE (" + word->from + ')'};
	// A guest that is allowed to may set it itself.
	if (ctls && TdCtls::PendingVeDisable::get(ctls->bits))
		return {Verdict::Pass, "TD_CTLS.PENDING_VE_DISABLE (" + ctls->from + ')'};
	if (!word)
		return no_attributes(facts);
	return {Verdict::Fail, "ATTRIBUTES has no SEPT_VE_DISABLE (" + word->from + ')'};
}

Finding check_features(Facts &facts)
{
	std::string text;

	if (auto const xfam = from_report(facts, "xfam") ? from_report(facts, "xfam")
							 : from_tdxcall(facts, "td_xfam")) {
		text = "XFAM " + hex(*xfam) + ':' + names_of(xfam_bits, *xfam);
		if (!Xfam::coherent(*xfam) || !Xfam::has<Xfam::X87>(*xfam) ||
			!Xfam::has<Xfam::Sse>(*xfam))
			return {Verdict::Fail, text + "; no TDX module builds such a TD"};
	}
	if (auto const ctls = td_ctls(facts))
		text += (text.empty() ? "" : "; ") + std::string{"TD_CTLS"} +
			names_of(td_ctl_bits, ctls->bits);
	if (auto const *line = facts.last_message({"guest.x2apic-ids"}))
		return {Verdict::Fail, line->line, line->found.row->remedy};
	if (text.empty())
		return undecided("neither the TDREPORT nor the kernel's log says them");
	return {Verdict::Pass, text};
}

Finding check_report(Facts &facts)
{
	auto const device = facts.machine.exists("dev/tdx_guest");

	if (!device)
		return {Verdict::Unknown, "/dev/tdx_guest: " + device.reason};
	return {*device ? Verdict::Pass : Verdict::Fail,
		*device ? "/dev/tdx_guest" : "there is no /dev/tdx_guest"};
}

// Quotes can go by configfs-tsm, or past the kernel by vsock.
Finding check_quote(Facts &facts)
{
	auto const *refused = facts.last_message({"guest.quote-buffer", "guest.quote-refused",
		"guest.quote-timeout", "guest.quote-failed"});
	auto const tsm = facts.machine.exists("sys/kernel/config/tsm/report");
	auto const vsock = facts.machine.exists("dev/vsock");

	if (refused)
		return {Verdict::Fail, refused->line, refused->found.row->remedy};
	if (tsm && *tsm)
		return {Verdict::Pass, "configfs-tsm: /sys/kernel/config/tsm/report"};
	if (vsock && *vsock)
		return {Verdict::Pass, "vsock only: /dev/vsock, without configfs-tsm"};
	if (!tsm)
		return {Verdict::Unknown, "/sys/kernel/config/tsm/report: " + tsm.reason};
	if (!vsock)
		return {Verdict::Unknown, "/dev/vsock: " + vsock.reason};
	auto const configfs = facts.machine.exists("sys/kernel/config");

	return {Verdict::Fail, "neither /sys/kernel/config/tsm/report nor /dev/vsock",
		configfs && *configfs ? "" : "mount -t configfs none /sys/kernel/config"};
}

Finding check_measurements(Facts &facts)
{
	auto const found = facts.machine.exists("sys/devices/virtual/misc/tdx_guest/measurements");

	if (!found)
		return {Verdict::Unknown, "measurements of tdx_guest: " + found.reason};
	return {*found ? Verdict::Pass : Verdict::Fail,
		*found ? "/sys/devices/virtual/misc/tdx_guest/measurements"
		       : "tdx_guest has no directory measurements in sysfs"};
}

Finding check_clock(Facts &facts)
{
	std::string const path = "sys/devices/system/clocksource/clocksource0/current_clocksource";
	auto const clock = facts.line(path);

	if (!clock)
		return {Verdict::Unknown, '/' + path + ": " + clock.reason};
	return {*clock == "tsc" ? Verdict::Pass : Verdict::Fail, "clock source " + *clock};
}

// clang-format off
constexpr Check td_table[] = {
	{"machine", nullptr, Importance::Needed, "is a TD", check_kind, "start the VM as a TD"},
	{"td.kernel", "machine", Importance::Needed, "Linux knows that it runs in a TD", check_kernel,
		"a kernel built with CONFIG_INTEL_TDX_GUEST"},
	{"td.debug", "machine", Importance::Advice, "not a debug TD", check_debug,
		"ATTRIBUTES.DEBUG lets the host read and write all of it: start the TD without it"},
	{"td.sept-ve-disable", "machine", Importance::Needed,
		"no #VE for private pages that are not accepted", check_sept_ve,
		"set ATTRIBUTES.SEPT_VE_DISABLE in the VMM (QEMU: sept-ve-disable=on), or "
		"CONFIG_FLAGS.FLEXIBLE_PENDING_VE, so that Linux can"},
	{"td.features", "machine", Importance::Advice, "features of the TD", check_features,
		"read the TDREPORT or the kernel's log as root"},
	{"td.report", "td.kernel", Importance::Needed, "TDREPORTs can be had", check_report,
		"modprobe tdx_guest; the kernel needs CONFIG_TDX_GUEST_DRIVER"},
	{"td.quote", "td.report", Importance::Needed, "there is a way to quotes", check_quote,
		"Linux 6.7 or newer with CONFIG_TSM_REPORTS, or a vsock device from the VMM"},
	{"td.measurements", "td.report", Importance::Advice, "measurement registers in sysfs",
		check_measurements, "Linux 6.16 or newer has them"},
	{"td.clock", "td.kernel", Importance::Advice, "clock that the host cannot change",
		check_clock,
		"boot with clocksource=tsc: the TDX module guards the TSC, other clocks are the host's"},
};
// clang-format on

static_assert(is_a_tree(td_table));

} // namespace

std::span<Check const> td_checks()
{
	return td_table;
}

} // namespace tdxcall
