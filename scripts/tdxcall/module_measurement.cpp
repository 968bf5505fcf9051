// SPDX-License-Identifier: GPL-2.0
#include "module_measurement.hpp"

#include <cctype>

#include "core/abi/module_release.hpp"
#include "number.hpp"
#include "result.hpp"

namespace tdxcall {

using namespace tdx;

namespace {

std::string describe(ModuleRelease const &release)
{
	std::string text = std::string{"TDX module "} + release.version;

	if (release.build_num)
		text += ", build " + std::to_string(release.build_num);
	if (release.build_date)
		text += " of " + std::to_string(release.build_date);
	if (release.seam_svn)
		text += ", SEAM SVN " + hex(release.seam_svn, 4);
	return text;
}

ModuleRelease const *find(std::string_view digits)
{
	ModuleRelease const *found = nullptr;

	for (ModuleRelease const &release : module_releases) {
		if (!std::string_view{release.mrseam}.starts_with(digits))
			continue;
		if (found)
			return nullptr;
		found = &release;
	}
	return found;
}

// Releases with this SVN; two may share one.
std::string releases_of_svn(u16 svn)
{
	std::string text;

	for (ModuleRelease const &release : module_releases)
		if (release.seam_svn && release.seam_svn == svn)
			text += (text.empty() ? "" : " or ") + std::string{release.version};
	return text;
}

} // namespace

std::string release_of_mrseam(std::string_view digits)
{
	ModuleRelease const *release = find(digits);

	return release ? describe(*release) : std::string{};
}

std::optional<Result> read_mrseam(std::string_view text)
{
	std::string digits;

	if (text.starts_with("0x"))
		text.remove_prefix(2);
	for (char const c : text) {
		if (!std::isxdigit(static_cast<unsigned char>(c)))
			break;
		digits += static_cast<char>(std::tolower(c));
	}
	if (digits.size() < fewest_mrseam_digits)
		return {};
	std::string_view const rest = text.substr(digits.size());
	// "7bf06328...", "d0d80c08...24c": what is left out counts as it should.
	bool const shortened = rest.starts_with("...");

	if (!rest.empty() && !shortened)
		return {};
	ModuleRelease const *release = find(digits);
	if (!release)
		return {};
	std::string const line = "MRSEAM of the " + describe(*release);
	std::string answer = "measurement: " + line + "\nmrseam: " + release->mrseam;

	if (shortened && !std::string_view{release->mrseam}.ends_with(
				 rest.substr(rest.find_last_of('.') + 1)))
		answer += "\nnote: the digits at its end are others";
	if (*release->news)
		answer += std::string{"\nnews: "} + release->news;
	return Result{{{"kind", "mrseam"}, {"name", release->version}, {"value", release->mrseam},
			      {"text", line}, {"explanation", explanation_of(answer)}},
		answer};
}

std::string tcb_svn_line(std::string_view bytes)
{
	auto const byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
	u16 const svn = static_cast<u16>(byte(0) | byte(1) << 8);
	char const *line = byte(1) == 1 ? " (1.5)" : byte(1) == 3 ? " (2.0)" : "";
	std::string const releases = releases_of_svn(svn);
	std::string text = "module minor " + std::to_string(byte(0)) + ", module major " +
			   std::to_string(byte(1)) + line + ", SEAM loader " +
			   std::to_string(byte(2));

	for (size_t i = 3; i < bytes.size(); i++)
		if (byte(i))
			text += ", byte " + std::to_string(i) + " is " + std::to_string(byte(i)) +
				" (not known)";
	return text + (releases.empty() ? "" : "; that of release " + releases);
}

} // namespace tdxcall
