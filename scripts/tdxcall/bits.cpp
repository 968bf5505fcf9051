// SPDX-License-Identifier: GPL-2.0
//
// Control words and MSRs by name.
#include "commands.hpp"
#include "control_word.hpp"
#include "number.hpp"
#include "output.hpp"
#include "result.hpp"

namespace tdxcall {

namespace {

u64 number_of(std::string const &word)
{
	auto const number = parse_number(word);

	if (!number)
		throw Failure{BadUsage, "\"" + word + "\" is not a number of 64 bits"};
	return *number;
}

std::string names_of_words()
{
	std::string names;

	for (ControlWord const &word : control_words())
		names += std::string{word.name} + ", ";
	return names + "MSR ADDRESS";
}

} // namespace

ExitCode bits(Options const &options, Words const &words)
{
	Output output{options.json, "bits"};

	if (bare_name(words[0]) == "msr") {
		if (words.size() != 3)
			throw Failure{BadUsage, "bits MSR needs the MSR's address and a value"};
		u64 const msr = number_of(words[1]);

		if (msr != static_cast<u32>(msr))
			throw Failure{BadUsage, words[1] + " is no address of an MSR"};
		if (read_number(msr, {{}, {}, false, "msr"}).empty())
			throw Failure{NotFound, "nothing is known of MSR " + hex(msr)};
		output.add(explain_msr(static_cast<u32>(msr), number_of(words[2])));
		return output.finish();
	}

	ControlWord const *const word = control_word_named(words[0]);

	if (!word)
		throw Failure{BadUsage, "unknown word \"" + words[0] + "\": " + names_of_words()};
	if (words.size() < 2)
		throw Failure{BadUsage, std::string{"bits "} + word->name + " needs a value"};
	for (size_t i = 1; i < words.size(); i++)
		output.add(explain_word(*word, number_of(words[i])));
	return output.finish();
}

} // namespace tdxcall
