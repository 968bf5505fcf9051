// SPDX-License-Identifier: GPL-2.0
//
// Checks of a machine, as tables: children stand behind their parents.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "facts.hpp"

namespace tdxcall {

enum class Verdict {
	Pass,
	Warn, // works, but is not as it should be
	Fail,
	Skip, // a parent failed, or there is nothing to check
	Unknown,
};

struct Finding {
	Verdict verdict;
	std::string evidence;
	std::string remedy{}; // better than that of the check
	// Unknown, though all was read: the remedy of the check says how to find out.
	bool undecided = false;
};

inline Finding undecided(std::string evidence)
{
	return {Verdict::Unknown, std::move(evidence), {}, true};
}

enum class Importance {
	Needed, // TDX does not work without it
	Advice, // what fails is a warning, and what is unknown holds up nobody
};

struct Check {
	char const *id;     // stable: programs may rely on it
	char const *parent; // its id; null for the first one
	Importance importance;
	char const *title; // what is to be so
	Finding (*ask)(Facts &facts);
	char const *remedy;
};

std::span<Check const> host_checks();
std::span<Check const> td_checks();
// For what is neither: the one check that fails.
std::span<Check const> other_checks();

inline std::span<Check const> checks_of(Kind kind)
{
	switch (kind) {
	case Kind::Host:
		return host_checks();
	case Kind::Td:
		return td_checks();
	default:
		return other_checks();
	}
}

// An error in a row: no constant expression, so the compiler stops.
void check_has_no_parent_before_it();
void check_is_incomplete();
void check_stands_twice();

template <unsigned Rows>
consteval bool is_a_tree(Check const (&rows)[Rows])
{
	for (unsigned i = 0; i < Rows; i++) {
		bool has_parent = !i && !rows[i].parent;

		for (unsigned other = 0; other < i; other++) {
			if (std::string_view{rows[i].id} == rows[other].id)
				check_stands_twice();
			has_parent |= rows[i].parent &&
				      std::string_view{rows[i].parent} == rows[other].id;
		}
		if (!has_parent)
			check_has_no_parent_before_it();
		if (!*rows[i].id || !*rows[i].title || !*rows[i].remedy)
			check_is_incomplete();
	}
	return true;
}

Finding check_kind(Facts &facts);

} // namespace tdxcall
