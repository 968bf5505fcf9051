// SPDX-License-Identifier: GPL-2.0
//
// What differs between two releases of the TDX module, by the tables of core/abi/.
#include <cctype>

#include "commands.hpp"
#include "control_word.hpp"
#include "differences.hpp"
#include "number.hpp"
#include "output.hpp"
#include "result.hpp"

namespace tdxcall {

using namespace tdx;

namespace {

constexpr char const *limits =
	"the tables know what has a name or a number; not how a release behaves: checks and their "
	"order, limits, defaults, errata";

std::string names_of_releases()
{
	std::string names;

	for (ModuleRelease const &release : module_releases)
		names += (names.empty() ? "" : ", ") + std::string{release.version};
	return names;
}

struct Property {
	char const *key;
	char const *name;
	std::string (*text)(ModuleRelease const &release); // "" is not known
};

std::string number_text(u64 number)
{
	return number ? std::to_string(number) : std::string{};
}

std::string hex_text(u64 number, unsigned digits)
{
	return number ? hex(number, digits) : std::string{};
}

std::string text_of(char const *text)
{
	return text ? text : "";
}

constexpr Property properties[] = {
	{"build_date", "build date",
		[](ModuleRelease const &release) { return number_text(release.build_date); }},
	{"build_number", "build number",
		[](ModuleRelease const &release) { return number_text(release.build_num); }},
	{"seam_svn", "SEAM SVN",
		[](ModuleRelease const &release) { return hex_text(release.seam_svn, 4); }},
	{"tdx_features0", "TDX_FEATURES0",
		[](ModuleRelease const &release) { return hex_text(release.features0, 1); }},
	{"cpu_signatures", "CPUs (CPUID(1).EAX)",
		[](ModuleRelease const &release) { return text_of(release.cpu_signatures); }},
	{"max_vcpus", "vCPUs of a TD, at most",
		[](ModuleRelease const &release) { return number_text(release.max_vcpus); }},
	{"handoff_version", "handoff version",
		[](ModuleRelease const &release) { return number_text(release.handoff); }},
	{"update_from", "updates while TDs live from",
		[](ModuleRelease const &release) { return text_of(release.update_from); }},
	{"mrseam", "MRSEAM", [](ModuleRelease const &release) { return text_of(release.mrseam); }},
	{"news", "news", [](ModuleRelease const &release) { return text_of(release.news); }},
};

Result properties_of(char const *role, ModuleRelease const &release)
{
	Result result{{{"kind", "release"}, {"name", role}, {"value", release.version}},
		std::string{role} + ": TDX module " + release.version};

	for (Property const &property : properties) {
		std::string const text = property.text(release);

		result.json[property.key] = text.empty() ? Json(nullptr) : Json(text);
		// Of no use to people, and long.
		if (text.empty() || property.key == std::string_view{"mrseam"})
			continue;
		result.text += std::string{"\n  "} + property.name + ": " + text;
	}
	return result;
}

char const *change_word(Change change)
{
	static constexpr char const *words[] = {"added", "removed", "unknown"};

	return words[static_cast<u8>(change)];
}

char const *presence_word(Presence presence)
{
	static constexpr char const *words[] = {"no", "unknown", "yes"};

	return words[static_cast<u8>(presence)];
}

struct Section {
	Change change;
	Thing thing;
	char const *title;
};

constexpr Section sections[] = {
	{Change::Added, Thing::Leaf, "new leaf functions"},
	{Change::Added, Thing::Version, "new versions of leaf functions"},
	{Change::Added, Thing::Status, "new statuses"},
	{Change::Added, Thing::Field, "new metadata fields"},
	{Change::Added, Thing::Bit, "new bits"},
	{Change::Removed, Thing::Leaf, "leaf functions that are gone"},
	{Change::Removed, Thing::Version, "versions of leaf functions that are gone"},
	{Change::Removed, Thing::Status, "statuses that are gone"},
	{Change::Removed, Thing::Field, "metadata fields that are gone"},
	{Change::Removed, Thing::Bit, "bits that are gone"},
	{Change::Unknown, Thing::Leaf, "leaf functions that may differ"},
	{Change::Unknown, Thing::Version, "versions of leaf functions that may differ"},
	{Change::Unknown, Thing::Status, "statuses that may differ"},
	{Change::Unknown, Thing::Field, "metadata fields that may differ"},
	{Change::Unknown, Thing::Bit, "bits that may differ"},
};

std::string line_of(Difference const &one, ModuleRelease const &from, ModuleRelease const &to)
{
	std::string text = "  " + one.name + " (" + one.number + ")";

	if (one.change == Change::Unknown) {
		bool const first = one.from == Presence::Unknown;
		Presence const other = first ? one.to : one.from;

		text += std::string{": "} + (first ? to : from).version +
			(other == Presence::Yes ? " has it, " : " has it not, ") +
			(first ? from : to).version + " is not known";
	}
	if (!one.meaning.empty())
		text += ": " + one.meaning;
	return text;
}

Json json_of(Difference const &one)
{
	return {{"kind", "difference"}, {"name", one.name}, {"value", one.number},
		{"of", thing_word(one.thing)}, {"change", change_word(one.change)},
		{"in_from", presence_word(one.from)}, {"in_to", presence_word(one.to)},
		{"word", one.word.empty() ? Json(nullptr) : Json(one.word)},
		{"releases", one.releases},
		{"meaning", one.meaning.empty() ? Json(nullptr) : Json(one.meaning)}};
}

} // namespace

ExitCode diff(Options const &options, Words const &words)
{
	if (words.size() != 2)
		throw Failure{BadUsage, "diff needs two releases of the TDX module"};
	ModuleRelease const *releases[2]{};

	for (unsigned i = 0; i < 2; i++) {
		releases[i] = module_release_of(words[i]);
		if (!releases[i])
			throw Failure{
				NotFound, "no release \"" + words[i] +
						  "\" is known; known: " + names_of_releases()};
	}

	ModuleRelease const &from = *releases[0];
	ModuleRelease const &to = *releases[1];
	Output output{options.json, "diff"};
	std::vector<Difference> const found = differences(from, to);

	output.add(properties_of("from", from));
	output.add(properties_of("to", to));
	for (Section const &section : sections) {
		std::string title = std::string{"\n"} + section.title + ":\n";

		for (Difference const &one : found) {
			if (one.change != section.change || one.thing != section.thing)
				continue;
			output.add_line(json_of(one), title + line_of(one, from, to));
			title.clear();
		}
	}
	if (&from == &to && !options.json)
		output.add_line({}, "\nno difference: it is the same release");
	else if (found.empty() && !options.json)
		output.add_line({}, "\nno difference that the tables know");
	output.add_line(
		{{"kind", "note"}, {"name", "limits"}, {"value", nullptr}, {"text", limits}},
		std::string{"\nnote: "} + limits);
	return output.finish();
}

} // namespace tdxcall
