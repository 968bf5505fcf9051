// SPDX-License-Identifier: GPL-2.0
#include "log_line.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>

#include "core/abi/reg.hpp"
#include "number.hpp"
#include "tables.hpp"

namespace tdxcall {

namespace {

struct Word {
	std::string text; // as it stands
	std::string name; // upper case, dots for underscores, none at its ends
	char before;      // the character in front of it
	std::optional<u64> number;
	bool prefixed; // with 0x
};

std::vector<Word> words_of(std::string_view line)
{
	static constexpr std::string_view inner = "._#";
	std::vector<Word> words;
	size_t at = 0;
	auto const part = [&](size_t i) {
		return std::isalnum(static_cast<unsigned char>(line[i])) ||
		       inner.find(line[i]) != std::string_view::npos;
	};

	while (at < line.size()) {
		if (!part(at)) {
			at++;
			continue;
		}
		size_t const start = at;

		while (at < line.size() && part(at))
			at++;
		std::string text{line.substr(start, at - start)};

		while (text.ends_with('.'))
			text.pop_back();
		std::string name = canonical_name(text);

		name.erase(0, std::min(name.find_first_not_of('.'), name.size()));

		char const before = start ? line[start - 1] : ' ';
		bool const prefixed = name.starts_with("0X");
		auto const number = before == '-' ? std::nullopt : parse_number(text);

		words.push_back({std::move(text), std::move(name), before, number, prefixed});
	}
	return words;
}

constexpr std::string_view vp_enter_ret = "VP.ENTER.RET";
constexpr u64 error_bit = 1ULL << 63;
constexpr u64 first_class = 1ULL << 32;

bool one_of(std::string_view word, std::initializer_list<std::string_view> list)
{
	return std::find(list.begin(), list.end(), word) != list.end();
}

bool announces_status(Word const &word)
{
	return one_of(
		word.name, {"FAILED", "FAIL", "FAILURE", "ERROR", "ERRORS", "ERR", "STATUS",
				   "RETURNED", "RETURNS", "RETURN", "RET", "RC", "CODE", "RESULT",
				   "HW.ERROR", "HW.ERRORS", "RAX", "R10", "WITH", vp_enter_ret});
}

bool announces_failure(Word const &word)
{
	return one_of(word.name, {"FAILED", "FAIL", "FAILURE", "ERROR", "ERRORS", "ERR"});
}

bool announces_leaf(Word const &word)
{
	return one_of(word.name, {"LEAF", "FN", "FUNC", "FUNCTION"});
}

// The kind of call that a word speaks of.
std::optional<tdx_call_kind> marked_kind(std::string_view name)
{
	if (name.starts_with("SEAMCALL"))
		return TDX_CALL_SEAMCALL;
	if (name.starts_with("TDVMCALL") || name.starts_with("VMCALL"))
		return TDX_CALL_VMCALL;
	if (name.starts_with("TDCALL"))
		return TDX_CALL_TDCALL;
	if (name == "SEAMLDR" || name == "PSEAMLDR")
		return TDX_CALL_SEAMLDR;
	return {};
}

tdx::Reg const *find_register(std::string name)
{
	static constexpr tdx::Reg regs[] = {tdx::Reg::Rcx, tdx::Reg::Rdx, tdx::Reg::Rbx,
		tdx::Reg::Rsi, tdx::Reg::Rdi, tdx::Reg::R8, tdx::Reg::R9, tdx::Reg::R10,
		tdx::Reg::R11, tdx::Reg::R12, tdx::Reg::R13, tdx::Reg::R14, tdx::Reg::R15};

	if (name == "R08" || name == "R09")
		name.erase(1, 1);
	// KVM's names for what leaf functions leave that failed at a secure-EPT entry.
	if (name == "ENTRY")
		name = "RCX";
	if (name == "LEVEL.STATE")
		name = "RDX";
	for (tdx::Reg const &reg : regs)
		if (name == tdx::reg_name(reg))
			return &reg;
	return nullptr;
}

struct Marker {
	size_t at;
	tdx_call_kind kind;
	u64 leaf = TDX_LEAF_UNKNOWN;
};

// The word that names the call: a leaf function rather than an instruction.
std::optional<Marker> find_marker(std::vector<Word> const &words)
{
	std::optional<Marker> marker;

	for (size_t i = 0; i < words.size(); i++) {
		auto const kind = marked_kind(words[i].name);

		// KVM's name for what TDH.VP.ENTER returned.
		if (words[i].name == vp_enter_ret)
			return Marker{i, TDX_CALL_SEAMCALL, 0};
		// TDG.VP.VMCALL<MapGPA>: the sub-function says more than the leaf function.
		if (kind && (!marker || marker->leaf == TDX_LEAF_UNKNOWN)) {
			marker = {i, *kind};
			continue;
		}
		// Names without a dot count only behind a hypercall.
		if (!marker && words[i].name.find('.') == std::string::npos)
			continue;
		for (CallNumber const leaf : leaves_named(words[i].name)) {
			bool const hypercall = leaf.kind == TDX_CALL_VMCALL;
			bool const expected =
				marker && (marker->kind == TDX_CALL_VMCALL ||
						  words[marker->at].name == "TDG.VP.VMCALL");

			// Their names are words of everyday use.
			if (hypercall && !expected)
				continue;
			marker = {i, leaf.kind, leaf.number};
		}
	}
	return marker;
}

// Position of the number of the leaf function, behind "leaf" or behind the instruction.
std::optional<size_t> find_leaf_number(std::vector<Word> const &words, Marker const &marker)
{
	for (size_t i = 1; i < words.size(); i++)
		if (words[i].number && announces_leaf(words[i - 1]))
			return i;

	size_t const next = marker.at + 1;

	// Numbers between those of the TDX module, with a version, and those of the P-SEAMLDR are
	// statuses.
	constexpr u64 last = 0xffffff;

	if (marker.leaf == TDX_LEAF_UNKNOWN && next < words.size() && words[next].number &&
		(*words[next].number <= last || leaf_name({marker.kind, *words[next].number})))
		return next;
	return {};
}

// Can the number behind @word be a status of such a call?
bool fits_status(Word const &word, tdx_call_kind kind, u64 number)
{
	bool const module = kind == TDX_CALL_SEAMCALL || kind == TDX_CALL_TDCALL;

	if (!module)
		return true;
	if (word.name == "R10" && kind != TDX_CALL_TDCALL)
		return false;
	// What failed has no status of success.
	if (announces_failure(word) && !(number & error_bit) && number >> 32 == 0)
		return false;
	return may_be_status(number);
}

std::optional<size_t> find_status_number(
	std::vector<Word> const &words, std::optional<size_t> leaf, tdx_call_kind kind)
{
	std::optional<size_t> large;

	for (size_t i = 1; i < words.size(); i++) {
		auto const number = words[i].number;

		if (!number || i == leaf || !fits_status(words[i - 1], kind, *number))
			continue;
		if (announces_status(words[i - 1]) && (words[i].prefixed || *number >= first_class))
			return i;
		if (find_register(words[i - 1].name))
			continue;
		if (!large && *number >= first_class &&
			(*number >= error_bit || status_name({kind, *number})))
			large = i;
	}
	return large;
}

struct Found {
	LoggedCall call;
	size_t status; // which word
};

// A status that cannot be anything else, in a line that speaks of TDX.
std::optional<Found> find_bare_status(std::vector<Word> const &words)
{
	bool tdx = false;

	for (Word const &word : words)
		tdx = tdx || word.name.find("TDX") != std::string::npos;
	if (!tdx)
		return {};
	for (size_t i = 1; i < words.size(); i++) {
		auto const number = words[i].number;

		if (number && *number >= error_bit && !find_register(words[i - 1].name) &&
			may_be_status(*number) && status_name({TDX_CALL_SEAMCALL, *number}))
			return Found{{TDX_CALL_SEAMCALL, TDX_LEAF_UNKNOWN, *number}, i};
	}
	return {};
}

std::optional<Found> find_in(std::vector<Word> const &words)
{
	std::optional<Marker> const marker = find_marker(words);

	if (!marker)
		return find_bare_status(words);

	auto const leaf = find_leaf_number(words, *marker);
	auto const status = find_status_number(words, leaf, marker->kind);

	if (status)
		return Found{{marker->kind, leaf ? *words[*leaf].number : marker->leaf,
				     *words[*status].number, !leaf},
			*status};

	// "SEAMCALL 0xc0...": what stood where the leaf function stands was the status.
	auto const only = find_status_number(words, {}, marker->kind);

	if (only && *words[*only].number >= first_class)
		return Found{{marker->kind, marker->leaf, *words[*only].number, true}, *only};
	return {};
}

Registers registers_between(std::vector<Word> const &words, size_t from, size_t to)
{
	Registers found;

	for (size_t i = from + 1; i < to; i++) {
		tdx::Reg const *reg = find_register(words[i - 1].name);

		if (!reg || !words[i].number || !words[i].prefixed)
			continue;
		*tdx::gpr(found.values, *reg) = *words[i].number;
		found.known.emplace_back(tdx::reg_name(*reg));
	}
	return found;
}

bool is_dump(std::vector<Word> const &words)
{
	return std::any_of(words.begin(), words.end(), [](Word const &word) {
		return one_of(word.name, {"RIP", "RSP", "EFLAGS"});
	});
}

} // namespace

bool Registers::names(std::string_view name) const
{
	return std::find(known.begin(), known.end(), name) != known.end();
}

void Registers::add(Registers const &more)
{
	for (std::string const &name : more.known) {
		tdx::Reg const reg = *find_register(name);

		*tdx::gpr(values, reg) = *tdx::gpr(more.values, reg);
		if (!names(name))
			known.push_back(name);
	}
}

std::optional<LoggedCall> find_call(std::string_view line)
{
	auto const found = find_in(words_of(line));

	return found ? std::optional{found->call} : std::nullopt;
}

Registers find_registers(std::string_view line)
{
	std::vector<Word> const words = words_of(line);
	auto const found = find_in(words);

	return is_dump(words) ? Registers{}
			      : registers_between(words, found ? found->status : 0, words.size());
}

Registers find_inputs(std::string_view line)
{
	std::vector<Word> const words = words_of(line);
	auto const found = find_in(words);

	return is_dump(words) || !found ? Registers{} : registers_between(words, 0, found->status);
}

} // namespace tdxcall
