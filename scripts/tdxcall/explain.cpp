// SPDX-License-Identifier: GPL-2.0
#include "explain.hpp"

#include <sstream>

#include "number.hpp"
#include "result.hpp"

namespace tdxcall {

namespace {

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

// The name of a leaf function says nothing of its version, for which the decoder reads 0.
std::string with_version_open(std::string text, unsigned newest)
{
	static constexpr std::string_view first = " version 0\n";
	size_t const at = text.find(first);

	if (newest && at != text.npos)
		text.replace(at, first.size(),
			", version 0 to " + std::to_string(newest) + ": the name does not say\n");
	return text;
}

} // namespace

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
		std::string const value = colon == line.npos ? "" : line.substr(colon + 2);

		if (repeats(key))
			object[key + 's'].push_back(value);
		else
			object[key] = value;
	}
	return object;
}

Result explain_status(LoggedCall const &call, Registers const &regs)
{
	tdx_regs const *const known = regs.empty() ? nullptr : &regs.values;
	std::string const line = text_of([&](char *buf, u32 size) {
		return tdx_decode_status(call.status, call.kind, call.leaf, buf, size);
	});
	std::string text = without_unknown_registers(text_of([&](char *buf, u32 size) {
		return tdx_explain_status(call.status, call.kind, call.leaf, known, buf, size);
	}),
		regs);
	bool const has_leaf = call.leaf != TDX_LEAF_UNKNOWN;

	if (has_leaf && call.by_name)
		text = with_version_open(std::move(text), newest_version({call.kind, call.leaf}));

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

} // namespace tdxcall
