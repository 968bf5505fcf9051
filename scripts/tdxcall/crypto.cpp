// SPDX-License-Identifier: GPL-2.0
#include "crypto.hpp"

#include <stdexcept>
#include <utility>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

namespace tdxcall {

namespace {

template <typename T, void (*Free)(T *)>
struct Freed {
	void operator()(T *it) const { Free(it); }
};

template <typename T, void (*Free)(T *)>
using Owned = std::unique_ptr<T, Freed<T, Free>>;

using Number = Owned<BIGNUM, BN_free>;
using Group = Owned<EC_GROUP, EC_GROUP_free>;
using Point = Owned<EC_POINT, EC_POINT_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Digest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Signature = Owned<ECDSA_SIG, ECDSA_SIG_free>;
using Store = Owned<X509_STORE, X509_STORE_free>;
using StoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

constexpr unsigned char uncompressed = 4;
constexpr size_t half = 32;

template <typename T>
T must(T result)
{
	if (!result)
		throw std::runtime_error{"libcrypto failed"};
	return result;
}

unsigned char const *start(Bytes const &bytes)
{
	return reinterpret_cast<unsigned char const *>(bytes.data());
}

unsigned char *start(Bytes &bytes)
{
	return reinterpret_cast<unsigned char *>(bytes.data());
}

Bytes digest(EVP_MD const *kind, Bytes const &data)
{
	Bytes result(static_cast<size_t>(EVP_MD_get_size(kind)), '\0');

	must(EVP_Digest(data.data(), data.size(), start(result), nullptr, kind, nullptr));
	return result;
}

Group p256()
{
	return Group{must(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1))};
}

// Null when the library refuses it.
Key key_of(Bytes const &point, BIGNUM const *secret)
{
	Builder const builder{must(OSSL_PARAM_BLD_new())};

	must(OSSL_PARAM_BLD_push_utf8_string(
		builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0));
	must(OSSL_PARAM_BLD_push_octet_string(
		builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()));
	if (secret)
		must(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret));
	Parameters const parameters{must(OSSL_PARAM_BLD_to_param(builder.get()))};
	KeyContext const context{must(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr))};
	EVP_PKEY *key{nullptr};

	must(EVP_PKEY_fromdata_init(context.get()) > 0);
	if (EVP_PKEY_fromdata(context.get(), &key, secret ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
		    parameters.get()) <= 0)
		key = nullptr;
	return {key, EVP_PKEY_free};
}

} // namespace

Bytes sha256(Bytes const &data)
{
	return digest(EVP_sha256(), data);
}

Bytes sha384(Bytes const &data)
{
	return digest(EVP_sha384(), data);
}

Key private_key(std::string const &seed)
{
	Group const group{p256()};
	Bytes const hashed{sha256(seed)};
	Number const secret{must(BN_bin2bn(start(hashed), half, nullptr))};
	Point const point{must(EC_POINT_new(group.get()))};
	Bytes encoded(1 + public_key_bytes, '\0');

	// One in 2^32 hashes is no private key: then the library refuses it.
	must(EC_POINT_mul(group.get(), point.get(), secret.get(), nullptr, nullptr, nullptr));
	must(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED,
		     start(encoded), encoded.size(), nullptr) == encoded.size());
	Key key{key_of(encoded, secret.get())};
	must(key.get());
	return key;
}

Key public_key(Bytes const &point)
{
	return key_of(static_cast<char>(uncompressed) + point, nullptr);
}

Bytes public_bytes(EVP_PKEY *key)
{
	Bytes encoded(1 + public_key_bytes, '\0');
	size_t bytes{0};

	if (!EVP_PKEY_get_octet_string_param(
		    key, OSSL_PKEY_PARAM_PUB_KEY, start(encoded), encoded.size(), &bytes) ||
		bytes != encoded.size() || encoded[0] != uncompressed)
		return {};
	return encoded.substr(1);
}

Bytes sign(EVP_PKEY *key, Bytes const &data)
{
	Digest const context{must(EVP_MD_CTX_new())};
	size_t bytes{0};

	must(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key));
	must(EVP_DigestSign(context.get(), nullptr, &bytes, start(data), data.size()));
	Bytes der(bytes, '\0');
	must(EVP_DigestSign(context.get(), start(der), &bytes, start(data), data.size()));

	auto const *at{start(std::as_const(der))};
	Signature const both{must(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(bytes)))};
	Bytes signature(signature_bytes, '\0');

	must(BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), start(signature), half) == half);
	must(BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), start(signature) + half, half) == half);
	return signature;
}

bool is_signed(EVP_PKEY *key, Bytes const &data, Bytes const &signature)
{
	if (signature.size() != signature_bytes)
		return false;

	Signature const both{must(ECDSA_SIG_new())};
	Number r{must(BN_bin2bn(start(signature), half, nullptr))};
	Number s{must(BN_bin2bn(start(signature) + half, half, nullptr))};

	must(ECDSA_SIG_set0(both.get(), r.get(), s.get()));
	static_cast<void>(r.release());
	static_cast<void>(s.release());

	unsigned char *der{nullptr};
	int const bytes{i2d_ECDSA_SIG(both.get(), &der)};
	must(bytes > 0);
	Digest const context{must(EVP_MD_CTX_new())};
	bool const good{
		EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) > 0 &&
		EVP_DigestVerify(context.get(), der, static_cast<size_t>(bytes), start(data),
			data.size()) == 1};

	OPENSSL_free(der);
	return good;
}

std::string subject(X509 *certificate)
{
	char text[256]{};

	X509_NAME_oneline(X509_get_subject_name(certificate), text, sizeof(text));
	return text[0] ? text : "-";
}

Certificates certificates(Bytes const &pem)
{
	std::unique_ptr<BIO, decltype(&BIO_free)> const from{
		must(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))), BIO_free};
	Certificates found;

	while (X509 *const next = PEM_read_bio_X509(from.get(), nullptr, nullptr, nullptr))
		found.emplace_back(next, X509_free);
	return found;
}

Bytes pem(X509 *certificate)
{
	std::unique_ptr<BIO, decltype(&BIO_free)> const to{must(BIO_new(BIO_s_mem())), BIO_free};
	char *text{nullptr};

	must(PEM_write_bio_X509(to.get(), certificate));
	long const bytes{BIO_get_mem_data(to.get(), &text)};
	return {text, static_cast<size_t>(bytes)};
}

bool is_chain(Certificates const &chain)
{
	if (chain.empty())
		return false;

	Store const store{must(X509_STORE_new())};
	StoreContext const context{must(X509_STORE_CTX_new())};
	std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509) *)> const between{
		must(sk_X509_new_null()), [](STACK_OF(X509) * all) { sk_X509_free(all); }};

	must(X509_STORE_add_cert(store.get(), chain.back().get()));
	for (Certificate const &one : chain)
		must(sk_X509_push(between.get(), one.get()));
	must(X509_STORE_CTX_init(context.get(), store.get(), chain.front().get(), between.get()));
	return X509_verify_cert(context.get()) == 1;
}

} // namespace tdxcall
