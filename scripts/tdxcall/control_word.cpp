// SPDX-License-Identifier: GPL-2.0
#include "control_word.hpp"

#include <algorithm>

#include "core/abi/module_release.hpp"
#include "core/abi/msr_fact.hpp"
#include "core/abi/msr_name.hpp"
#include "core/abi/td_bits.hpp"
#include "number.hpp"
#include "result.hpp"

namespace tdxcall {

using namespace tdx;

namespace {

constexpr u64 low_16_bits = 0xffff;

template <unsigned Facts>
Fit by_known_bits(BitFact const (&facts)[Facts], u64 value, Fit otherwise)
{
	u64 known = 0;

	for (BitFact const &fact : facts)
		known |= (~0ULL >> (63 - fact.hi + fact.lo)) << fact.lo;
	return !value || (value & ~known) ? Fit::No : otherwise;
}

Fit fits_attributes(u64 value)
{
	bool const allowed =
		!(value & ~attributes_fixed0_of_2_0_18) && TdAttributes::coherent(value);

	return by_known_bits(attribute_facts, value, allowed ? Fit::Good : Fit::Weak);
}

Fit fits_xfam(u64 value)
{
	bool const whole = (value & Xfam::required) == Xfam::required && Xfam::coherent(value);

	return whole && !(value & ~Xfam::allowed) ? Fit::Good : Fit::No;
}

Fit fits_features(u64 value)
{
	// Builds before 1.5.01 lacked those of bit 16 and up.
	constexpr u64 always = features_of_all() & low_16_bits;

	return (value & always) == always ? by_known_bits(feature_facts, value, Fit::Good)
					  : Fit::No;
}

Fit fits_config_flags(u64 value)
{
	return by_known_bits(config_flag_facts, value, Fit::Weak);
}

Fit fits_td_ctls(u64 value)
{
	return by_known_bits(td_ctl_facts, value, value >> 63 ? Fit::Good : Fit::Weak);
}

Fit fits_eptp_controls(u64 value)
{
	constexpr u64 write_back = 6;
	u64 const levels = value >> 3;

	// With 4 or 5 levels, and nothing else.
	return (value & 7) == write_back && (levels == 3 || levels == 4) ? Fit::Weak : Fit::No;
}

constexpr ControlWord words[] = {
	{"ATTRIBUTES", "TD ATTRIBUTES", attribute_facts, fits_attributes, TDX_WORD_ATTRIBUTES},
	{"XFAM", "XFAM", xfam_facts, fits_xfam, TDX_WORD_XFAM},
	{"TDX_FEATURES0", "TDX_FEATURES0", feature_facts, fits_features, TDX_WORD_FEATURES0},
	{"TD_CTLS", "TD_CTLS", td_ctl_facts, fits_td_ctls, TDX_WORD_TD_CTLS},
	{"CONFIG_FLAGS", "CONFIG_FLAGS", config_flag_facts, fits_config_flags,
		TDX_WORD_CONFIG_FLAGS},
	{"EPTP_CONTROLS", "EPTP_CONTROLS", eptp_control_facts, fits_eptp_controls, {}},
};

std::string range(unsigned hi, unsigned lo)
{
	return hi == lo ? "bit " + std::to_string(hi)
			: "bits " + std::to_string(hi) + ":" + std::to_string(lo);
}

// "1.5.05+,~2.0.08-2.0.16": "~" says that an earlier release may have it too; "-" and "?" stand for
// none and not known.
std::string releases_text(std::string_view releases)
{
	if (releases == "-")
		return "no release has it";
	if (releases == "?")
		return "releases not known";

	std::string text;

	while (!releases.empty()) {
		size_t const end = std::min(releases.find(','), releases.size());
		std::string part{releases.substr(0, end)};

		releases.remove_prefix(std::min(end + 1, releases.size()));
		if (part.starts_with('~'))
			part = "by " + part.substr(1);
		else if (part.ends_with('+'))
			part = "from " + part;
		if (part.ends_with('+'))
			part.pop_back();
		if (size_t const dash = part.find('-'); dash != part.npos)
			part.replace(dash, 1, " to ");
		text += (text.empty() ? "" : ", ") + part;
	}
	return text;
}

u64 field_of(u64 value, unsigned hi, unsigned lo)
{
	return value >> lo & ~0ULL >> (63 - hi + lo);
}

bool is_flag(BitFact const &fact)
{
	return fact.hi == fact.lo;
}

// A word of flags shows those that are set; fields with numbers are shown always.
bool shown(ControlWord const &word, BitFact const &fact, u64 value)
{
	return !word.decoder || field_of(value, fact.hi, fact.lo);
}

u64 without_facts(ControlWord const &word, u64 value)
{
	for (BitFact const &fact : word.facts)
		value &= ~((~0ULL >> (63 - fact.hi + fact.lo)) << fact.lo);
	return value;
}

std::string eptp_line(ControlWord const &word, u64 value)
{
	std::string text;

	for (BitFact const &fact : word.facts)
		if (u64 const field = field_of(value, fact.hi, fact.lo))
			text += (text.empty() ? "" : " | ") + std::string{fact.name} + " " +
				(fact.hi - fact.lo > 8 ? hex(field) : std::to_string(field));
	if (u64 const rest = without_facts(word, value))
		text += (text.empty() ? "unknown " : " | unknown ") + hex(rest);
	return text.empty() ? "none" : text;
}

// What is wrong with the value as a whole; empty when nothing is.
std::string contradiction(ControlWord const &word, u64 value)
{
	if (word.decoder == TDX_WORD_ATTRIBUTES && !TdAttributes::coherent(value))
		return "MIGRATABLE excludes DEBUG and PERFMON: no TD has these attributes";
	if (word.decoder == TDX_WORD_XFAM && (value & Xfam::required) != Xfam::required)
		return "bits 0 and 1 must be 1: no TD has this XFAM";
	if (word.decoder == TDX_WORD_XFAM && !Xfam::coherent(value))
		return "AVX-512 (with AVX), CET and AMX go as wholes: no TD has this XFAM";
	return {};
}

} // namespace

std::string bare_name(std::string_view name)
{
	std::string bare;

	for (char const c : name)
		if (std::isalnum(static_cast<unsigned char>(c)))
			bare += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
	return bare;
}

std::span<ControlWord const> control_words()
{
	return words;
}

ControlWord const *control_word_named(std::string_view name)
{
	static constexpr struct {
		char const *alias;
		char const *name;
	} aliases[] = {
		{"tdattributes", "attributes"},
		{"tdattrs", "attributes"},
		{"tdxattributes", "attributes"},
		{"attrs", "attributes"},
		{"tdxfam", "xfam"},
		{"features0", "tdxfeatures0"},
		{"features", "tdxfeatures0"},
		{"tdxfeatures", "tdxfeatures0"},
		{"execcontrols", "configflags"},
		{"tdctl", "tdctls"},
		{"eptpcontrol", "eptpcontrols"},
		{"eptpctls", "eptpcontrols"},
	};
	std::string bare = bare_name(name);

	for (auto const &row : aliases)
		if (bare == row.alias)
			bare = row.name;
	for (ControlWord const &word : words)
		if (bare == bare_name(word.name))
			return &word;
	return nullptr;
}

std::string word_line(ControlWord const &word, u64 value)
{
	if (!word.decoder)
		return eptp_line(word, value);

	std::string text(4096, '\0');

	text.resize(
		tdx_decode_word(*word.decoder, value, text.data(), static_cast<u32>(text.size())));
	return text;
}

Result explain_word(ControlWord const &word, u64 value)
{
	std::string const line =
		std::string{word.label} + " " + hex(value, 16) + ": " + word_line(word, value);
	std::string text = "word: " + line;
	Json bits = Json::array();
	u64 const rest = without_facts(word, value);
	std::string const wrong = contradiction(word, value);

	for (BitFact const &fact : word.facts) {
		if (!shown(word, fact, value))
			continue;
		u64 const field = field_of(value, fact.hi, fact.lo);
		std::string const where = range(fact.hi, fact.lo);
		std::string const is = is_flag(fact) ? "" : " = " + hex(field);

		text += "\n" + where + ": " + fact.name + is + ": " + fact.meaning + " (" +
			releases_text(fact.releases) + ")";
		bits.push_back({{"bits", where.substr(where.find(' ') + 1)}, {"name", fact.name},
			{"value", hex(field)}, {"releases", fact.releases},
			{"meaning", fact.meaning}});
	}
	if (rest)
		text += "\nnote: bits " + hex(rest) + " are reserved in every known release";
	if (!wrong.empty())
		text += "\nnote: " + wrong;
	return {{{"kind", "word"}, {"name", word.name}, {"value", hex(value, 16)}, {"text", line},
			{"bits", bits}, {"unknown_bits", hex(rest)},
			{"explanation", explanation_of(text)}},
		text};
}

char const *msr_name(u64 msr)
{
	for (MsrName const &row : msr_names)
		if (row.msr == msr)
			return row.name;
	return nullptr;
}

Result explain_msr(u32 msr, std::optional<u64> value)
{
	std::string name;
	std::string lines;
	Json bits = Json::array();
	u64 known = 0;

	for (MsrFact const &fact : msr_facts) {
		if (fact.msr != msr)
			continue;
		std::string_view const full = fact.name;
		size_t const dot = full.find('.');
		std::string const where = range(fact.hi, fact.lo);
		std::string const field{dot == full.npos ? full : full.substr(dot + 1)};
		std::string const is = value ? " = " + hex(field_of(*value, fact.hi, fact.lo)) : "";

		if (name.empty())
			name = full.substr(0, dot);
		known |= (~0ULL >> (63 - fact.hi + fact.lo)) << fact.lo;
		lines += "\n" + where + ": " + field + is + ": " + fact.meaning;
		bits.push_back({{"bits", where.substr(where.find(' ') + 1)}, {"name", field},
			{"value", value ? Json(hex(field_of(*value, fact.hi, fact.lo)))
					: Json(nullptr)},
			{"releases", nullptr}, {"meaning", fact.meaning}});
	}
	if (char const *intel = msr_name(msr))
		name = intel;
	for (MsrName const &row : msr_names)
		if (row.msr == msr && row.hint)
			lines += std::string{"\nnote: when the TDX module finds it wrong: "} +
				 row.hint;
	if (value && bits.size() && (*value & ~known))
		lines += "\nnote: bits " + hex(*value & ~known) + " say nothing about TDX";

	std::string const line =
		"MSR " + hex(msr) + " " + name + (value ? " = " + hex(*value) : "");

	return {{{"kind", "msr"}, {"name", name}, {"msr", hex(msr)},
			{"value", value ? Json(hex(*value, 16)) : Json(nullptr)}, {"text", line},
			{"bits", bits}, {"explanation", explanation_of("msr: " + line + lines)}},
		"msr: " + line + lines};
}

std::vector<u32> msrs_with(u64 value)
{
	constexpr u64 range_bits = 0x000ffffffe000000; // 51:25, in granules of 32 MiB
	constexpr u64 configured = 1 << 3;
	constexpr u64 locked_and_on = 3 << 10;
	constexpr u64 most_keys = 1 << 15;
	u64 const shared = value & 0xffffffff;
	u64 const own = value >> 32;
	std::vector<u32> found;

	if ((value & configured) && (value & range_bits) && !(value & ~(range_bits | configured)))
		found.push_back(0x1400);
	if ((value & locked_and_on) == locked_and_on && (value & range_bits) &&
		!(value & ~(range_bits | locked_and_on)))
		found.push_back(0x1401);
	// All key ids, with 0, fill their bits.
	if (shared && own && own < most_keys && shared < most_keys &&
		!((shared + own + 1) & (shared + own)))
		found.push_back(0x87);
	return found;
}

} // namespace tdxcall
