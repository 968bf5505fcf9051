// SPDX-License-Identifier: GPL-2.0
#include "differences.hpp"

#include <cctype>

#include "control_word.hpp"
#include "core/abi/release_history.hpp"
#include "number.hpp"

namespace tdxcall {

using namespace tdx;

namespace {

constexpr u8 first_l2_class = 36;

class Comparison {
public:
	Comparison(ModuleRelease const &from_release, ModuleRelease const &to_release)
		: from{from_release}, to{to_release}
	{}

	void leaves(char const *call, auto const &table, auto const &histories);
	void statuses();
	void fields(char const *scope, auto const &rows);
	void words();

	std::vector<Difference> found;

private:
	void compare(Difference difference);
	void compare(Difference difference, char const *releases);

	ModuleRelease const &from;
	ModuleRelease const &to;
};

void Comparison::compare(Difference difference)
{
	if (difference.from == difference.to)
		return;
	difference.change =
		difference.from == Presence::Unknown || difference.to == Presence::Unknown
			? Change::Unknown
		: difference.to == Presence::Yes ? Change::Added
						 : Change::Removed;
	found.push_back(std::move(difference));
}

void Comparison::compare(Difference difference, char const *releases)
{
	difference.releases = releases;
	difference.from = presence(releases, from);
	difference.to = presence(releases, to);
	compare(std::move(difference));
}

void Comparison::leaves(char const *call, auto const &table, auto const &histories)
{
	for (LeafInfo const &row : table.leaf) {
		std::string const number = call + (" " + std::to_string(row.leaf.value));
		Difference leaf{Thing::Leaf, {}, row.name, number, {}, {}, row.summary, {}, {}};

		compare(leaf, releases_of(histories, row, 0));
		for (unsigned version = 1; version <= row.max_version; version++) {
			char const *const with_leaf = releases_of(histories, row, 0);
			char const *const releases = releases_of(histories, row, version);
			bool const new_leaf = presence(with_leaf, from) != presence(with_leaf, to);

			// A new leaf function has its versions, which is no news.
			if (!new_leaf)
				compare({Thing::Version, {}, row.name,
						"version " + std::to_string(version), {}, {}, {},
						{}, {}},
					releases);
		}
	}
}

void Comparison::statuses()
{
	for (StatusInfo const &row : status_rows)
		compare({Thing::Status, {}, row.name, hex(Status::of(row.code).raw, 16), {}, {},
				row.summary, {}, {}},
			releases_of(row));
}

void Comparison::fields(char const *scope, auto const &rows)
{
	for (FieldInfo const &row : rows) {
		// Fields of an L2 VM have the class of VM 1, as in the list of fields.
		bool const l2 = scope == std::string_view{"L2 VM"};
		u64 const id = l2 ? FieldId::Class::put(row.id.raw, first_l2_class) : row.id.raw;

		compare({Thing::Field, {}, row.name, scope + (" " + hex(id, 16)), {}, {}, {}, {},
				{}},
			releases_of(row));
	}
}

// Bits that some release reports without special hardware: there the published value counts.
consteval u64 reported_features()
{
	u64 mask = 0;

	for (ModuleRelease const &release : module_releases)
		mask |= release.features0;
	return mask;
}

Presence feature_presence(BitFact const &fact, ModuleRelease const &release)
{
	u64 const bit = u64{1} << fact.lo;

	if (!release.features0 || !(reported_features() & bit))
		return presence(fact.releases, release);
	return release.features0 & bit ? Presence::Yes : Presence::No;
}

void Comparison::words()
{
	for (ControlWord const &word : control_words()) {
		bool const features = word.name == std::string_view{"TDX_FEATURES0"};

		for (BitFact const &fact : word.facts) {
			std::string const bits = fact.hi == fact.lo
							 ? "bit " + std::to_string(fact.lo)
							 : "bits " + std::to_string(fact.hi) + ":" +
								   std::to_string(fact.lo);
			Difference bit{Thing::Bit, {}, std::string{word.name} + '.' + fact.name,
				bits, word.name, fact.releases, fact.meaning, {}, {}};

			if (!features) {
				compare(std::move(bit), fact.releases);
				continue;
			}
			bit.from = feature_presence(fact, from);
			bit.to = feature_presence(fact, to);
			compare(std::move(bit));
		}
	}
}

} // namespace

ModuleRelease const *module_release_of(std::string_view name)
{
	size_t const digit = name.find_first_of("0123456789");
	std::string const before = bare_name(name.substr(0, digit));
	std::vector<unsigned> numbers;

	if (digit == name.npos || !(before.empty() || before == "v" || before == "tdx" ||
					  before == "tdxmodule" || before == "tdxmodulev"))
		return nullptr;
	for (std::string_view rest = name.substr(digit);;) {
		size_t const dot = std::min(rest.find('.'), rest.size());
		std::string const number{rest.substr(0, dot)};

		if (number.empty() || number.size() > 4 ||
			number.find_first_not_of("0123456789") != number.npos)
			return nullptr;
		numbers.push_back(static_cast<unsigned>(std::stoul(number)));
		if (dot == rest.size())
			break;
		rest.remove_prefix(dot + 1);
	}
	// Behind the update stand the numbers of the build.
	if (numbers.size() < 2 || numbers.size() > 5)
		return nullptr;
	for (ModuleRelease const &release : module_releases) {
		ModuleNumber const number = number_of(release);
		bool const same_build =
			numbers.size() < 5 || !release.build_num || numbers[4] == release.build_num;

		if (number.line == numbers[0] * 100 + numbers[1] && same_build &&
			(numbers.size() == 2 || number.update == numbers[2]))
			return &release;
	}
	return nullptr;
}

char const *thing_word(Thing thing)
{
	static constexpr char const *words[] = {"leaf", "version", "status", "field", "bit"};

	return words[static_cast<u8>(thing)];
}

std::vector<Difference> differences(ModuleRelease const &from, ModuleRelease const &to)
{
	Comparison comparison{from, to};

	comparison.leaves("SEAMCALL", host_leaves, host_leaf_histories);
	comparison.leaves("TDCALL", guest_leaves, guest_leaf_histories);
	comparison.statuses();
	comparison.fields("platform", global_fields);
	comparison.fields("TD", td_fields);
	comparison.fields("vCPU", vcpu_fields);
	comparison.fields("L2 VM", l2_vmcs_fields);
	comparison.words();
	return std::move(comparison.found);
}

} // namespace tdxcall
