// SPDX-License-Identifier: GPL-2.0
//
// The cryptography of quotes: SHA-2, ECDSA with P-256, certificates.  A std::runtime_error where
// the library fails.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <openssl/evp.h>
#include <openssl/x509.h>

namespace tdxcall {

// Bytes, not text.
using Bytes = std::string;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Certificates = std::vector<Certificate>;

constexpr size_t signature_bytes = 64;  // r, s: big-endian
constexpr size_t public_key_bytes = 64; // x, y: big-endian

Bytes sha256(Bytes const &data);
Bytes sha384(Bytes const &data);

// The private key that @seed, of any length, stands for; and a public one, null when it is none.
Key private_key(std::string const &seed);
Key public_key(Bytes const &point);
Bytes public_bytes(EVP_PKEY *key);

// Over SHA-256 of @data.
Bytes sign(EVP_PKEY *key, Bytes const &data);
bool is_signed(EVP_PKEY *key, Bytes const &data, Bytes const &signature);

// What a certificate says; "-" where it says nothing.
std::string subject(X509 *certificate);

// PEM, one after the other; those that can be read.
Certificates certificates(Bytes const &pem);
Bytes pem(X509 *certificate);

// Does each certify the one before, up to the last, which certifies itself?
bool is_chain(Certificates const &chain);

} // namespace tdxcall
