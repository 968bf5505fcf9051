// SPDX-License-Identifier: GPL-2.0
#include "test_platform.hpp"

#include <iterator>
#include <stdexcept>

#include <openssl/asn1.h>
#include <openssl/x509v3.h>

#include "quote_format.hpp"

namespace tdxcall::test_platform {

namespace {

namespace layout = tdx::layout;

constexpr char const *mark = "TEST KEY - NOT INTEL";
static_assert(sizeof("TEST KEY - NOT INTEL") - 1 ==
	      layout::field(layout::quote_header, "user_data").size);

// The quoting enclave's vendor whose format of quotes this is: Intel's, as in every quote that
// parsers take.
constexpr unsigned char vendor[] = {0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9, 0x94, 0x0a,
	0x0d, 0xb3, 0x95, 0x7f, 0x06, 0x07};

// Attributes of an enclave: initialised, 64-bit, and one that can be debugged, which no verifier
// trusts.
constexpr u64 debug_enclave = 7;
constexpr u64 x87_and_sse = 3;
constexpr u64 td_quoting_enclave = 2; // ISVPRODID

constexpr char const *first_day = "20200101000000Z";
constexpr char const *last_day = "21200101000000Z";

void must(bool done)
{
	if (!done)
		throw std::runtime_error{"libcrypto failed"};
}

Key key(char const *what)
{
	return private_key(std::string{mark} + ": " + what);
}

void put(Bytes &bytes, tdx::LayoutField field, Bytes const &value)
{
	if (value.size() != size_t{field.size} * field.count)
		throw std::logic_error{field.name};
	bytes.replace(field.offset, value.size(), value);
}

void put(Bytes &bytes, tdx::LayoutField field, u64 value)
{
	put(bytes, field, bytes_of(value, field.size));
}

void name(X509_NAME *to, std::string const &common)
{
	auto const add = [to](char const *part, std::string const &value) {
		must(X509_NAME_add_entry_by_txt(to, part, MBSTRING_ASC,
			reinterpret_cast<unsigned char const *>(value.c_str()), -1, -1, 0));
	};
	add("O", mark);
	add("CN", "tdxcall test " + common);
}

void extend(X509 *certificate, int kind, char const *value)
{
	std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> const extension{
		X509V3_EXT_conf_nid(nullptr, nullptr, kind, value), X509_EXTENSION_free};

	must(extension && X509_add_ext(certificate, extension.get(), -1));
}

struct Issuer {
	char const *name;
	EVP_PKEY *key;
};

Bytes certificate(
	long serial, char const *common, EVP_PKEY *subject, bool authority, Issuer const &issuer)
{
	Certificate const made{X509_new(), X509_free};
	X509 *const it{made.get()};

	must(it && X509_set_version(it, X509_VERSION_3) &&
		ASN1_INTEGER_set(X509_get_serialNumber(it), serial) &&
		ASN1_TIME_set_string(X509_getm_notBefore(it), first_day) &&
		ASN1_TIME_set_string(X509_getm_notAfter(it), last_day) &&
		X509_set_pubkey(it, subject));
	name(X509_get_subject_name(it), common);
	name(X509_get_issuer_name(it), issuer.name);
	extend(it, NID_basic_constraints, authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
	extend(it, NID_key_usage,
		authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
	must(X509_sign(it, issuer.key, EVP_sha256()) > 0);
	return pem(it);
}

Bytes certificate_chain()
{
	Key const top{key("root")};
	Key const platform{key("platform CA")};
	Key const pck{key("PCK")};

	return certificate(3, "PCK", pck.get(), false, {"platform CA", platform.get()}) +
	       certificate(2, "platform CA", platform.get(), true, {"root", top.get()}) +
	       certificate(1, "root", top.get(), true, {"root", top.get()});
}

Bytes header()
{
	Bytes bytes(quote_header_bytes, '\0');

	put(bytes, layout::field(layout::quote_header, "version"), quote_version);
	put(bytes, layout::field(layout::quote_header, "att_key_type"), ecdsa_p256);
	put(bytes, layout::field(layout::quote_header, "tee_type"), tee_tdx);
	put(bytes, layout::field(layout::quote_header, "vendor_id"),
		Bytes{std::begin(vendor), std::end(vendor)});
	put(bytes, layout::field(layout::quote_header, "user_data"), Bytes{mark});
	return bytes;
}

Bytes body(Bytes const &report)
{
	Bytes bytes(quote_body_bytes, '\0');

	for (tdx::LayoutField const &field : layout::quote_body)
		put(bytes, field, field_of_report(report, field));
	return bytes;
}

Bytes enclave_report(Bytes const &data)
{
	Bytes bytes(enclave_report_bytes, '\0');

	put(bytes, layout::field(layout::enclave_report, "sgx_attributes"), debug_enclave);
	put(bytes, layout::field(layout::enclave_report, "xfrm"), x87_and_sse);
	put(bytes, layout::field(layout::enclave_report, "mrenclave"), sha256(mark));
	put(bytes, layout::field(layout::enclave_report, "mrsigner"), sha256(mark));
	put(bytes, layout::field(layout::enclave_report, "isvprodid"), td_quoting_enclave);
	// SHA-256 is half as long.
	put(bytes, layout::field(layout::enclave_report, "report_data"), data + Bytes(32, '\0'));
	return bytes;
}

Bytes certification(u16 type, Bytes const &data)
{
	return bytes_of(type, 2) + bytes_of(data.size(), 4) + data;
}

} // namespace

Bytes root()
{
	Key const top{key("root")};

	return public_bytes(top.get());
}

Bytes quote(Bytes const &report)
{
	// A platform has its certificates once: each signature is another one.
	static Bytes const chain{certificate_chain()};
	Key const attestation{key("attestation")};
	Key const pck{key("PCK")};
	Bytes const attestation_key{public_bytes(attestation.get())};
	Bytes const authentication{mark};
	Bytes const enclave{enclave_report(sha256(attestation_key + authentication))};
	Bytes const what{header() + body(report)};
	Bytes const certified{enclave + sign(pck.get(), enclave) +
			      bytes_of(authentication.size(), 2) + authentication +
			      certification(certification_chain, chain)};
	Bytes const signatures{sign(attestation.get(), what) + attestation_key +
			       certification(certification_report, certified)};

	return what + bytes_of(signatures.size(), 4) + signatures;
}

} // namespace tdxcall::test_platform
