// SPDX-License-Identifier: GPL-2.0
//
// A quote: what it says, and whether it is what it seems.
#include <string>

#include "commands.hpp"
#include "file.hpp"
#include "quote_format.hpp"
#include "recognise.hpp"
#include "structure.hpp"
#include "test_platform.hpp"

namespace tdxcall {

namespace {

namespace layout = tdx::layout;

// Many certificates, and more than a VMM has room for.
constexpr size_t most_bytes = 256 * 1024;

// What is left of a part of a quote; a Failure where it ends too early.
class Reader {
public:
	Reader(Bytes const &from, char const *part) : bytes{from}, name{part} {}

	Bytes take(size_t count, char const *what)
	{
		if (count > bytes.size() - at)
			throw Failure{NotFound, std::string{"no quote: "} + what +
							" goes beyond the end of " + name};
		at += count;
		return bytes.substr(at - count, count);
	}
	u64 number(size_t count, char const *what) { return number_in(take(count, what)); }
	Bytes rest() const { return bytes.substr(at); }

private:
	Bytes const &bytes;
	char const *name;
	size_t at = 0;
};

struct Quote {
	Bytes what;     // header and body, which are signed
	size_t body;    // offset in it
	size_t enclave; // offset of the enclave's report in the file
	Bytes signature;
	Bytes attestation_key;
	Bytes enclave_report;
	Bytes enclave_signature;
	Bytes authentication;
	u64 certification;
	Certificates chain;
	Bytes behind;
};

u64 header_field(Quote const &quote, tdx::LayoutField field)
{
	return number_in(field_of(quote.what, 0, field));
}

void check_kind(Quote const &quote)
{
	u64 const version{header_field(quote, layout::field(layout::quote_header, "version"))};
	u64 const key{header_field(quote, layout::field(layout::quote_header, "att_key_type"))};
	u64 const tee{header_field(quote, layout::field(layout::quote_header, "tee_type"))};

	if (version != quote_version && version != quote_version_5)
		throw Failure{NotFound,
			"no quote of version 4 or 5: it is " + recognise(quote.what).what};
	if (tee != tee_tdx)
		throw Failure{NotFound, "no quote of a TD: its TEE type is " + std::to_string(tee)};
	if (key != ecdsa_p256)
		throw Failure{NotFound, "the attestation key is no ECDSA-P256 key: its type is " +
						std::to_string(key)};
}

void read_certified(Quote &quote, Bytes const &bytes)
{
	Reader from{bytes, "the report certification"};

	quote.enclave_report = from.take(enclave_report_bytes, "the report of the enclave");
	quote.enclave_signature = from.take(signature_bytes, "the signature of that report");
	quote.authentication = from.take(
		from.number(2, "the size of authentication data"), "the authentication data");
	quote.certification = from.number(2, "the type of certification data");
	Bytes const data{from.take(
		from.number(4, "the size of certification data"), "the certification data")};
	if (quote.certification == certification_chain)
		quote.chain = certificates(data);
}

size_t body_bytes_of_version_5(u64 type)
{
	switch (type) {
	case layout::quote_body_of_td_1_0:
		return layout::quote_body_size;
	case layout::quote_body_of_td_1_5:
		return layout::quote_body_1_5_size;
	case layout::quote_body_of_td_1_5_ex:
		return layout::quote_body_1_5_ex_size;
	}
	throw Failure{NotFound,
		"its body is no report of a TD that is known: its type is " + std::to_string(type)};
}

Quote read(Bytes const &bytes)
{
	Reader from{bytes, "the file"};
	Quote quote{};

	quote.what = from.take(quote_signed_bytes, "its body");
	check_kind(quote);
	quote.body = quote_header_bytes;
	if (header_field(quote, layout::field(layout::quote_header, "version")) ==
		quote_version_5) {
		quote.what += from.take(layout::quote_body_header_size, "its body");
		quote.body += layout::quote_body_header_size;
		quote.what += from.take(body_bytes_of_version_5(number_in(
						quote.what.substr(quote_header_bytes, 2))) -
						quote_body_bytes,
			"its body");
	}
	quote.enclave = quote.what.size() + 4 + signature_bytes + public_key_bytes + 6;
	Bytes const signatures{
		from.take(from.number(4, "the size of signatures"), "the signature data")};
	quote.behind = from.rest();

	Reader data{signatures, "the signature data"};
	quote.signature = data.take(signature_bytes, "the signature");
	quote.attestation_key = data.take(public_key_bytes, "the attestation key");
	u64 const type{data.number(2, "the type of certification data")};
	Bytes const certified{data.take(
		data.number(4, "the size of certification data"), "the certification data")};
	if (type != certification_report)
		throw Failure{NotFound, "the attestation key is not certified by a report of an "
					"enclave: type " +
						std::to_string(type)};
	read_certified(quote, certified);
	return quote;
}

// Lines of what was checked.
class Verdict {
public:
	explicit Verdict(Output &to) : output{to} {}

	void say(std::string const &name, std::string const &value)
	{
		output.add_line(
			{{"kind", "quote"}, {"name", name}, {"value", value}}, name + ": " + value);
	}
	void check(char const *name, bool good, char const *why)
	{
		say(name, good ? "good" : why);
		all = all && good;
	}
	bool all_good() const { return all; }

private:
	Output &output;
	bool all = true;
};

void verify(Verdict &verdict, Quote const &quote)
{
	Key const attestation{public_key(quote.attestation_key)};
	Bytes const data{field_of(
		quote.enclave_report, 0, layout::field(layout::enclave_report, "report_data"))};
	Bytes const wanted{sha256(quote.attestation_key + quote.authentication) + Bytes(32, '\0')};
	bool const has_chain{!quote.chain.empty()};
	Key const pck{
		has_chain ? X509_get_pubkey(quote.chain.front().get()) : nullptr, EVP_PKEY_free};
	Key const root{
		has_chain ? X509_get_pubkey(quote.chain.back().get()) : nullptr, EVP_PKEY_free};

	verdict.check("signature",
		attestation && is_signed(attestation.get(), quote.what, quote.signature),
		"bad: not by the attestation key");
	verdict.check("attestation_key", data == wanted,
		"bad: the report of the enclave is about another one");
	verdict.check("enclave_report",
		pck && is_signed(pck.get(), quote.enclave_report, quote.enclave_signature),
		has_chain ? "bad: not signed by the PCK"
			  : "not checked: no certificate of the PCK");
	verdict.check("certificates", is_chain(quote.chain),
		has_chain ? "bad: they do not certify each other" : "not checked: there are none");
	verdict.check("root", root && public_bytes(root.get()) == test_platform::root(),
		"unknown: not that of the test platform");
}

Bytes read_report(std::string const &name)
{
	Bytes const report{read_bytes(name, report_bytes, "a TDREPORT")};

	if (report.size() != report_bytes)
		throw Failure{BadUsage, name + ": a TDREPORT has 1024 bytes"};
	return report;
}

void compare(Verdict &verdict, Quote const &quote, Bytes const &report)
{
	std::string different;

	for (tdx::LayoutField const &field : layout::quote_body)
		if (field_of(quote.what, quote.body, field) != field_of_report(report, field))
			different += std::string{different.empty() ? "" : ", "} + field.name;
	verdict.check("report", different.empty(), ("differs: " + different).c_str());
}

} // namespace

ExitCode quote(Options const &options, Words const &words)
{
	if (words.size() != 1)
		throw Failure{BadUsage, "quote needs one file"};

	Quote const quote{read(read_structure(words[0], most_bytes, "a quote"))};
	Bytes const report{options.report ? read_report(*options.report) : Bytes{}};
	Output output{options.json, "quote"};
	Verdict verdict{output};

	add_structure(output, "quote", TDX_STRUCTURE_QUOTE, quote.what, "");
	add_structure(output, "quote", TDX_STRUCTURE_ENCLAVE_REPORT, quote.enclave_report,
		"enclave.", quote.enclave);
	for (size_t i = 0; i < quote.chain.size(); i++)
		verdict.say(
			"certificate[" + std::to_string(i) + "]", subject(quote.chain[i].get()));
	if (quote.behind.find_first_not_of('\0') != std::string::npos)
		verdict.say("behind",
			std::to_string(quote.behind.size()) + " bytes that are not part of it");
	verify(verdict, quote);
	if (!report.empty())
		compare(verdict, quote, report);
	verdict.say("proves", verdict.all_good()
				      ? "nothing: the keys of the test platform are public"
				      : "nothing");
	output.finish();
	return verdict.all_good() ? Done : NotFound;
}

} // namespace tdxcall
