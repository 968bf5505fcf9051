// SPDX-License-Identifier: GPL-2.0
//
// Whether a release of the TDX module has what a table gives the history of.
#pragma once

#include "core/base/name.hpp"
#include "module_release.hpp"

namespace tdx {

// A history is one part for each line of releases: "1.5.05+,~2.0.08-2.0.16".  "+" is from there on,
// "-X" up to X, "-?" gone again, nobody knows when; "~" says that an earlier release may have it
// too; "1.0+" is every line.  "-" is no release, "?" not known.

// A release, or the beginning or end of a history: 1.5.05.
struct ModuleNumber {
	u16 line = 0; // 1.5 is 105
	u16 update = 0;

	CORE_INLINE bool operator==(ModuleNumber const &) const = default;
};

class HistoryText {
	char const *at;

public:
	CORE_INLINE explicit HistoryText(char const *text) : at{text} {}

	CORE_INLINE bool take(char c)
	{
		bool const here = *at == c;

		at += here;
		return here;
	}
	CORE_INLINE bool done() const { return !*at; }
	CORE_INLINE u16 digits()
	{
		u16 value = 0;

		for (; *at >= '0' && *at <= '9'; at++)
			value = static_cast<u16>(value * 10 + (*at - '0'));
		return value;
	}
	// The number of a line alone, 1.0, has no update.
	CORE_INLINE ModuleNumber number()
	{
		u16 const major = digits();
		u16 const minor = take('.') ? digits() : u16{0};

		return {static_cast<u16>(major * 100 + minor), take('.') ? digits() : u16{0}};
	}
};

CORE_INLINE ModuleNumber number_of(ModuleRelease const &release)
{
	return HistoryText{release.version}.number();
}

// No release of the line is newer.
CORE_INLINE bool newest_of_line(ModuleNumber number)
{
	for (ModuleRelease const &release : module_releases)
		if (number_of(release).line == number.line &&
			number_of(release).update > number.update)
			return false;
	return true;
}

enum class Presence : u8 { No, Unknown, Yes };

// What one part of a history, "~2.0.08-2.0.16", says of a release.
CORE_INLINE Presence presence_by_part(HistoryText &part, ModuleNumber release, bool whole_source)
{
	constexpr u16 line_1_0 = 100;
	bool const maybe_earlier = part.take('~');
	ModuleNumber const first = part.number();
	bool const onwards = part.take('+');
	bool const ends = !onwards && part.take('-');
	bool const end_unknown = ends && part.take('?');
	ModuleNumber const last = ends && !end_unknown ? part.number() : first;

	if (first.line == line_1_0 && onwards)
		return Presence::Yes;
	if (first.line != release.line)
		return Presence::No;
	if (release.update < first.update)
		return maybe_earlier && !whole_source ? Presence::Unknown : Presence::No;
	if (onwards || release == first)
		return Presence::Yes;
	// The tables of the newest release of each line are known whole.
	if (end_unknown)
		return newest_of_line(release) ? Presence::No : Presence::Unknown;
	return release.update <= last.update ? Presence::Yes : Presence::No;
}

CORE_INLINE Presence presence(char const *history, ModuleRelease const &release)
{
	HistoryText text{history};
	Presence most = Presence::No;

	if (text.take('-') && text.done())
		return Presence::No;
	if (text.take('?'))
		return Presence::Unknown;
	do {
		Presence const one =
			presence_by_part(text, number_of(release), release.whole_source);

		if (one > most)
			most = one;
	} while (text.take(','));
	return most;
}

CORE_INLINE bool well_formed_history(char const *history)
{
	HistoryText text{history};

	if (same_name(history, "-") || same_name(history, "?"))
		return true;
	do
		presence_by_part(text, {}, false);
	while (text.take(','));
	return text.done();
}

CORE_INLINE ModuleRelease const *release_named(char const *version)
{
	for (ModuleRelease const &release : module_releases)
		if (same_name(release.version, version))
			return &release;
	return nullptr;
}

static_assert(presence("1.0+", *release_named("2.0.02")) == Presence::Yes);
static_assert(presence("1.0", *release_named("1.5.01")) == Presence::No);
static_assert(presence("1.5.05+,2.0.02+", *release_named("1.5.01")) == Presence::No);
// 1.5.34 is younger than 2.0.02, and yet no part of this history.
static_assert(presence("2.0.18+", *release_named("1.5.34")) == Presence::No);
static_assert(presence("~2.0.08-2.0.16", *release_named("2.0.16")) == Presence::Yes);
static_assert(presence("~2.0.08-2.0.16", *release_named("2.0.18")) == Presence::No);
static_assert(presence("~2.0.08-2.0.16", *release_named("2.0.02")) == Presence::Unknown);
static_assert(presence("~1.5.28+", *release_named("1.5.05")) == Presence::No);
static_assert(presence("~1.5.28+", *release_named("1.5.06")) == Presence::Unknown);
static_assert(presence("~2.0.08-?", *release_named("2.0.12")) == Presence::Unknown);
static_assert(presence("~2.0.08-?", *release_named("2.0.18")) == Presence::No);
static_assert(presence("~1.5.28+,2.0.04,~2.0.08+", *release_named("2.0.04")) == Presence::Yes);
static_assert(presence("-", *release_named("2.0.18")) == Presence::No);

} // namespace tdx
