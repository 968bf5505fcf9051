// SPDX-License-Identifier: GPL-2.0
#include "explain.hpp"

#include <algorithm>
#include <sstream>

#include "core/abi/completion_status.hpp"
#include "number.hpp"

namespace tdxcall {

namespace {

// Leaf numbers with their version are below; statuses with a class and field ids are above.
constexpr u64 leaf_limit = 1 << 24;

// The text of one of the core's functions, however long.
template <typename Function>
std::string text_of(Function write)
{
	std::string text(4096, '\0');
	u32 const length = write(text.data(), static_cast<u32>(text.size()));

	if (length >= text.size()) {
		text.resize(length + 1);
		write(text.data(), static_cast<u32>(text.size()));
	}
	text.resize(length);
	return text;
}

bool repeats(std::string_view key)
{
	for (char const *name : {"register", "note", "in", "out", "out_on_failure", "result"})
		if (key == name)
			return true;
	return false;
}

// Lines of "key: value" as an object; keys that can come more than once are lists.
Json explanation_of(std::string const &text)
{
	Json object = Json::object();
	std::istringstream lines{text};

	for (std::string line; std::getline(lines, line);) {
		size_t const colon = line.find(": ");
		std::string key;

		for (char const c : line.substr(0, colon))
			if (c != ',')
				key += c == ' ' ? '_' : static_cast<char>(std::tolower(c));
		std::string const value = line.substr(colon + 2);

		if (repeats(key))
			object[key + 's'].push_back(value);
		else
			object[key] = value;
	}
	return object;
}

Json named(char const *name)
{
	return name ? Json(name) : Json(nullptr);
}

// Registers that the line did not name are not known to be 0.
std::string without_unknown_registers(std::string const &text, Registers const &regs)
{
	static constexpr std::string_view key = "register: ";
	std::istringstream lines{text};
	std::string result;

	for (std::string line; std::getline(lines, line);) {
		if (line.starts_with(key)) {
			std::string const name =
				line.substr(key.size(), line.find(' ', key.size()) - key.size());

			if (!regs.names(name))
				continue;
		}
		result += (result.empty() ? "" : "\n") + line;
	}
	return result;
}

// Whoever calls, software's own statuses are the same.
bool status_is_known(CallNumber status, Hint const &hint)
{
	bool const software = tdx::Status{status.number}.software();

	if (software && !hint.kind && status.kind != TDX_CALL_SEAMCALL)
		return false;
	return may_be_status(status.number) && status_name(status);
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

Result explain_status(LoggedCall const &call, Registers const &regs)
{
	tdx_regs const *const known = regs.empty() ? nullptr : &regs.values;
	std::string const line = text_of([&](char *buf, u32 size) {
		return tdx_decode_status(call.status, call.kind, call.leaf, buf, size);
	});
	std::string const text = without_unknown_registers(text_of([&](char *buf, u32 size) {
		return tdx_explain_status(call.status, call.kind, call.leaf, known, buf, size);
	}),
		regs);
	bool const has_leaf = call.leaf != TDX_LEAF_UNKNOWN;

	return {{{"kind", "status"}, {"call", kind_word(call.kind)},
			{"value", hex(call.status, 16)},
			{"name", named(status_name({call.kind, call.status}))},
			{"leaf", has_leaf ? Json(hex(call.leaf)) : Json(nullptr)},
			{"leaf_name",
				has_leaf ? named(leaf_name({call.kind, call.leaf})) : nullptr},
			{"text", line}, {"explanation", explanation_of(text)}},
		text};
}

Result explain_leaf(CallNumber leaf)
{
	std::string const line = text_of([&](char *buf, u32 size) {
		return tdx_decode_leaf(leaf.number, leaf.kind, buf, size);
	});
	std::string const text = text_of([&](char *buf, u32 size) {
		return tdx_explain_leaf(leaf.number, leaf.kind, buf, size);
	});

	return {{{"kind", "leaf"}, {"call", kind_word(leaf.kind)}, {"value", hex(leaf.number)},
			{"name", named(leaf_name(leaf))}, {"text", line},
			{"explanation", explanation_of(text)}},
		text};
}

Result explain_field(u64 id)
{
	std::string const line =
		text_of([&](char *buf, u32 size) { return tdx_decode_field(id, buf, size); });
	std::string const text =
		text_of([&](char *buf, u32 size) { return tdx_explain_field(id, buf, size); });

	return {{{"kind", "field"}, {"value", hex(id, 16)}, {"name", named(field_name(id))},
			{"text", line}, {"explanation", explanation_of(text)}},
		text};
}

std::vector<Result> read_number(u64 number, Hint const &hint)
{
	std::vector<Result> results;
	tdx_call_kind const kind = hint.kind.value_or(TDX_CALL_SEAMCALL);

	if (hint.leaf)
		return {explain_status({kind, *hint.leaf, number})};

	// Statuses of the P-SEAMLDR and of hypercalls share numbers with those of the module.
	for (auto const call : {TDX_CALL_SEAMCALL, TDX_CALL_SEAMLDR, TDX_CALL_VMCALL}) {
		bool const wanted =
			hint.kind ? call == *hint.kind || (call == TDX_CALL_SEAMCALL &&
								  *hint.kind == TDX_CALL_TDCALL)
				  : true;
		bool const plausible = !number || number >= leaf_limit || call == TDX_CALL_VMCALL;

		if (wanted && plausible && status_is_known({call, number}, hint))
			results.push_back(explain_status(
				{hint.kind.value_or(call), TDX_LEAF_UNKNOWN, number}));
	}
	for (auto const call :
		{TDX_CALL_SEAMCALL, TDX_CALL_TDCALL, TDX_CALL_SEAMLDR, TDX_CALL_VMCALL}) {
		bool const versions = call == TDX_CALL_SEAMCALL || call == TDX_CALL_TDCALL;

		if (hint.kind && *hint.kind != call)
			continue;
		if (versions && number >= leaf_limit)
			continue;
		if (leaf_name({call, number}))
			results.push_back(explain_leaf({call, number}));
	}
	if (!hint.kind && number >= leaf_limit && may_be_field(number) && field_name(number) &&
		(results.empty() || field_size_fits(number)))
		results.push_back(explain_field(number));
	if (!results.empty())
		return results;

	// Unknown: taken apart by the layout that fits best.
	if (number < leaf_limit && kind != TDX_CALL_VMCALL)
		return {explain_leaf({kind, number})};
	if (!hint.kind && !may_be_status(number))
		return {explain_field(number)};
	return {explain_status({kind, TDX_LEAF_UNKNOWN, number})};
}

std::vector<Result> read_name(std::string_view name, Hint const &hint)
{
	std::vector<Result> results;

	for (CallNumber const leaf : leaves_named(name))
		if (!hint.kind || *hint.kind == leaf.kind)
			results.push_back(explain_leaf(leaf));
	for (CallNumber const status : statuses_named(name)) {
		Result result = explain_status({hint.kind.value_or(status.kind),
			hint.leaf.value_or(TDX_LEAF_UNKNOWN), status.number});

		if (status_has_detail(status))
			result = without_detail(std::move(result), status);
		results.push_back(std::move(result));
	}
	for (u64 const id : fields_named(name))
		results.push_back(explain_field(id));
	return results;
}

} // namespace tdxcall
