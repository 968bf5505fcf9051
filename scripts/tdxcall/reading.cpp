// SPDX-License-Identifier: GPL-2.0
#include "reading.hpp"

#include <algorithm>
#include <sstream>

#include "attestation_code.hpp"
#include "control_word.hpp"
#include "core/abi/completion_status.hpp"
#include "core/abi/debug_leaf.hpp"
#include "core/abi/linux_status.hpp"
#include "core/abi/results.hpp"
#include "number.hpp"
#include "result.hpp"

namespace tdxcall {

namespace {

// Leaf numbers with their version are below; statuses with a class and field ids are above.
constexpr u64 leaf_limit = 1 << 24;
// Below, a number is nearly always a count, an index or a leaf function.
constexpr u64 small_limit = 256;

using Results = std::vector<Result>;

// Whoever calls, software's own statuses are the same.
bool status_is_known(CallNumber status, Hint const &hint)
{
	bool const software = tdx::Status{status.number}.software();

	if (software && !hint.kind && status.kind != TDX_CALL_SEAMCALL)
		return false;
	return may_be_status(status.number) && status_name(status);
}

// Without class and flags it is TDX_SUCCESS, whose low half is the exit reason of a TD exit.
bool status_fits(CallNumber status, Hint const &hint)
{
	bool const plain = !(status.number >> 32);

	if (!status_is_known(status, hint))
		return false;
	if (status.kind == TDX_CALL_VMCALL || status.kind == TDX_CALL_SEAMLDR || !status.number)
		return true;
	return !plain || (status.number >= leaf_limit && is_exit_reason(status.number));
}

// Of an error whose class is known, although no list has its code.
bool may_be_new_status(u64 number)
{
	tdx::Status const status{number};

	return status.error() && !status.host_hint() && may_be_status(number) &&
	       status_class_known(number) && number << 16 >> 48;
}

Result brief(char const *kind, std::string const &name, u64 value, std::string const &line)
{
	std::string const text = "maybe: " + line;

	return {{{"kind", kind}, {"name", name}, {"value", hex(value)}, {"text", line},
			{"likely", false}, {"explanation", explanation_of(text)}},
		text};
}

void add_statuses(Results &results, u64 number, Hint const &hint)
{
	// Statuses of the P-SEAMLDR and of hypercalls share numbers with those of the module.
	for (auto const call : {TDX_CALL_SEAMCALL, TDX_CALL_SEAMLDR, TDX_CALL_VMCALL}) {
		bool const tdcall = call == TDX_CALL_SEAMCALL && hint.kind == TDX_CALL_TDCALL;

		if ((!hint.kind || *hint.kind == call || tdcall) &&
			status_fits({call, number}, hint))
			results.push_back(explain_status(
				{hint.kind.value_or(call), TDX_LEAF_UNKNOWN, number}));
	}
}

Result foreign_status(char const *call, char const *name, u64 number, std::string const &line,
	std::string const &text)
{
	return {{{"kind", "status"}, {"call", call}, {"value", hex(number, 16)}, {"name", name},
			{"leaf", nullptr}, {"leaf_name", nullptr}, {"text", line},
			{"explanation", explanation_of(text)}},
		text};
}

// Those that only the place where they were printed tells from others.
void add_foreign_statuses(Results &results, u64 number)
{
	for (tdx::LinuxStatus const &row : tdx::linux_statuses) {
		if (row.code != number >> 32 || !is_exit_reason(number & 0xffffffff))
			continue;
		std::string const module = hex(u64{static_cast<u32>(row.module)} << 32, 16);
		std::string const line =
			std::string{row.name} + " in Linux (" + hex(number, 16) + ")";
		std::string const text = "status: " + line + "\nmeaning: " + row.meaning +
					 "\nnote: the TDX module from 1.5 on returns " + module;

		results.push_back(foreign_status("linux", row.name, number, line, text));
	}
	for (tdx::ResultInfo const &row : tdx::np_seamldr_status_rows) {
		if (row.value != number)
			continue;
		std::string const line =
			std::string{row.name} + ": " + row.summary + " (" + hex(number, 16) + ")";
		std::string const text =
			"status: " + line + "\ncall: NP-SEAMLDR, launched by GETSEC[ENTERACCS]";

		results.push_back(foreign_status("np-seamldr", row.name, number, line, text));
	}
}

void add_leaves(Results &results, u64 number, Hint const &hint)
{
	for (auto const call :
		{TDX_CALL_SEAMCALL, TDX_CALL_TDCALL, TDX_CALL_SEAMLDR, TDX_CALL_VMCALL}) {
		bool const versions = call == TDX_CALL_SEAMCALL || call == TDX_CALL_TDCALL;

		if (hint.kind && *hint.kind != call)
			continue;
		if (versions && number >= leaf_limit)
			continue;
		if (leaf_fits({call, number}))
			results.push_back(explain_leaf({call, number}));
	}
}

void add_words(Results &results, u64 number, bool good)
{
	for (ControlWord const &word : control_words()) {
		Fit const fit = word.fit(number);
		bool const likely = fit == Fit::Good && number >= small_limit;

		if (fit == Fit::No || likely != good)
			continue;
		if (good)
			results.push_back(explain_word(word, number));
		else
			results.push_back(brief("word", word.name, number,
				std::string{word.label} + ": " + word_line(word, number)));
	}
}

bool add_attestation(Results &results, u64 number)
{
	for (AttestationFamily const &family : attestation_families) {
		if (number < family.first || number > family.last)
			continue;
		char const *name = nullptr;

		for (AttestationCode const &row : attestation_codes)
			if (row.code == number)
				name = row.name;
		std::string const line = std::string{name ? name : "unknown code"} + ", " +
					 family.type + " (" + hex(number) + ")";
		std::string const text = "attestation: " + line + "\nmeaning: " + family.text +
					 "\nnote: an error of user-space attestation software, "
					 "not a status of a TDX call";

		results.push_back(
			{{{"kind", "attestation"}, {"name", name ? Json(name) : Json(nullptr)},
				 {"value", hex(number)}, {"text", line},
				 {"explanation", explanation_of(text)}},
				text});
		return true;
	}
	return false;
}

bool is_msr(u64 number)
{
	return number == static_cast<u32>(number) &&
	       !explain_msr(static_cast<u32>(number), {}).json["name"].get<std::string>().empty();
}

void add_msr_address(Results &results, u64 number)
{
	if (!is_msr(number))
		return;
	Result const msr = explain_msr(static_cast<u32>(number), {});

	if (number >= small_limit)
		results.push_back(msr);
	else
		results.push_back(brief("msr", msr.json["name"].get<std::string>(), number,
			msr.json["text"].get<std::string>()));
}

// What RAX holds after a TD exit.
void add_exit(Results &results, u64 number)
{
	if (!number || number >= leaf_limit || !is_exit_reason(number))
		return;
	Result const status = explain_status({TDX_CALL_SEAMCALL, 0, number});

	results.push_back(brief("status", "TDX_SUCCESS", number,
		"after TDH.VP.ENTER: " + status.json["text"].get<std::string>()));
	for (char const *key : {"call", "leaf", "leaf_name"})
		results.back().json[key] = status.json[key];
}

Results only(Hint const &hint, u64 number)
{
	Results results;

	if (ControlWord const *word = control_word_named(hint.reading))
		return {explain_word(*word, number)};
	if (hint.reading == "status")
		return {explain_status({TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN, number})};
	if (hint.reading == "leaf")
		add_leaves(results, number, {});
	else if (hint.reading == "field")
		return {explain_field(number)};
	else if (hint.reading == "msr" && is_msr(number))
		return {explain_msr(static_cast<u32>(number), {})};
	else if (hint.reading == "attestation")
		add_attestation(results, number);
	return results;
}

// A number of this kind of call, even if no table has it.
Results of_call(tdx_call_kind kind, u64 number)
{
	if (number < leaf_limit && kind != TDX_CALL_VMCALL)
		return {explain_leaf({kind, number})};
	return {explain_status({kind, TDX_LEAF_UNKNOWN, number})};
}

// A name says nothing of the low half.
Result without_detail(Result result, CallNumber status)
{
	std::string const line = std::string{status_name(status)} + " (" + hex(status.number, 16) +
				 ", the low half says more)";
	std::istringstream lines{result.text};
	std::string text = "status: " + line;

	for (std::string one; std::getline(lines, one);)
		if (!one.starts_with("status: ") && !one.starts_with("detail: "))
			text += '\n' + one;
	result.text = text;
	result.json["text"] = line;
	result.json["explanation"] = explanation_of(text);
	return result;
}

} // namespace

std::vector<std::string_view> reading_kinds()
{
	return {"status", "leaf", "field", "msr", "attestation"};
}

std::vector<Result> read_number(u64 number, Hint const &hint)
{
	Results results;

	if (hint.leaf)
		return {explain_status({hint.kind.value_or(TDX_CALL_SEAMCALL), *hint.leaf, number,
			hint.leaf_by_name})};
	if (!hint.reading.empty())
		return only(hint, number);

	add_statuses(results, number, hint);
	add_leaves(results, number, hint);
	if (hint.kind)
		return results.empty() ? of_call(*hint.kind, number) : results;

	add_foreign_statuses(results, number);
	if (!~number || (number >= leaf_limit && field_fits(number)))
		results.push_back(explain_field(number));
	add_words(results, number, true);
	for (u32 const msr : msrs_with(number))
		results.push_back(explain_msr(msr, number));
	add_attestation(results, number);
	add_msr_address(results, number);
	if (results.empty() && may_be_new_status(number))
		results.push_back(explain_status({TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN, number}));
	add_words(results, number, false);
	add_exit(results, number);
	return results;
}

std::vector<Result> read_name(std::string_view name, Hint const &hint)
{
	Results results;

	for (CallNumber const leaf : leaves_named(name))
		if (!hint.kind || *hint.kind == leaf.kind)
			results.push_back(explain_leaf(leaf));
	for (CallNumber const status : statuses_named(name)) {
		Result result = explain_status({hint.kind.value_or(status.kind),
			hint.leaf.value_or(TDX_LEAF_UNKNOWN), status.number, hint.leaf_by_name});

		if (status_has_detail(status))
			result = without_detail(std::move(result), status);
		results.push_back(std::move(result));
	}
	for (u64 const id : fields_named(name))
		results.push_back(explain_field(id));
	return results;
}

std::string no_reading(u64 number)
{
	return hex(number) + " is no TDX number: it fits no status, leaf function, field id, "
			     "control word, MSR or attestation code";
}

} // namespace tdxcall
