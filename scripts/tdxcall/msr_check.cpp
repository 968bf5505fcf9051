// SPDX-License-Identifier: GPL-2.0
#include "msr_check.hpp"

#include <map>

#include "cpu_list.hpp"
#include "number.hpp"

namespace tdxcall {

namespace {

std::string on_cpus(std::vector<unsigned> const &cpus)
{
	return (cpus.size() == 1 ? " on CPU " : " on CPUs ") + cpu_list_text(cpus);
}

std::string name_of(tdx::MsrFact const &field)
{
	std::string text = std::string{field.name} + " (MSR " + hex(field.msr);

	if (field.hi == field.lo)
		text += " bit " + std::to_string(field.lo);
	else if (field.hi - field.lo < 63)
		text += " bits " + std::to_string(field.hi) + ':' + std::to_string(field.lo);
	return text + ")";
}

} // namespace

Finding check_msr(Facts &facts, tdx::MsrFact const &field, bool (*good)(u64), bool must_exist)
{
	std::map<u64, std::vector<unsigned>> values;
	std::vector<unsigned> without;
	std::string reason = facts.why_no_cpus;
	std::vector<unsigned> unread;
	bool bad = false;

	for (unsigned const cpu : facts.cpus) {
		auto const raw = facts.machine.msr(cpu, field.msr);

		if (raw) {
			u64 const value = field_value(field, *raw);

			values[value].push_back(cpu);
			bad |= !good(value);
		} else if (raw.absent) {
			without.push_back(cpu);
		} else {
			unread.push_back(cpu);
			if (unread.size() == 1)
				reason = raw.reason;
		}
	}

	std::string text = name_of(field) + " is ";
	std::string list;

	// One bad CPU is enough: the good ones are of no interest then.
	for (auto const &[value, cpus] : values)
		if (good(value) != bad)
			list += (list.empty() ? "" : ", ") +
				(value < 10 ? std::to_string(value) : hex(value)) + on_cpus(cpus);
	if (bad)
		return {Verdict::Fail, text + list};
	if (!without.empty())
		return {must_exist ? Verdict::Fail : Verdict::Unknown,
			"no MSR " + hex(field.msr) + " (" + field.name + ')' + on_cpus(without)};
	if (!unread.empty() || values.empty())
		return {Verdict::Unknown,
			name_of(field) + (unread.empty() ? "" : on_cpus(unread)) + ": " + reason};
	return {Verdict::Pass, text + list};
}

} // namespace tdxcall
