// SPDX-License-Identifier: GPL-2.0
//
// Quotes of TDX, version 4 or 5: header and TD quote body as in core/abi/layout.hpp, and behind
// them
//
//   u32  size of what follows
//   64   signature of header and body by the attestation key
//   64   attestation key
//   certification data of type 6, the report of the quoting enclave on its attestation key:
//     384  report, whose data are SHA-256 of attestation key and authentication data
//     64   signature of the report by the PCK
//     u16  size, and authentication data
//     certification data of type 5, the PCK's certificates, in PEM, up to the root
//
// where certification data are u16 type, u32 size, and so many bytes.
#pragma once

#include "core/abi/layout.hpp"
#include "crypto.hpp"

namespace tdxcall {

constexpr size_t quote_header_bytes = tdx::layout::quote_header_size;
constexpr size_t quote_body_bytes = tdx::layout::quote_body_size;
constexpr size_t quote_signed_bytes = quote_header_bytes + quote_body_bytes;
constexpr size_t enclave_report_bytes = tdx::layout::enclave_report_size;
constexpr size_t report_bytes = tdx::layout::td_report_size;

constexpr u16 quote_version = 4;
constexpr u16 quote_version_5 = 5; // with another body between header and signatures
constexpr u16 ecdsa_p256 = 2;      // attestation key type
constexpr u32 tee_tdx = 0x81;      // TEE type
constexpr u16 certification_report = 6;
constexpr u16 certification_chain = 5;

// @field of the structure that begins at @base of @bytes, all its elements.
inline Bytes field_of(Bytes const &bytes, size_t base, tdx::LayoutField field)
{
	return bytes.substr(base + field.offset, size_t{field.size} * field.count);
}

inline u64 number_in(Bytes const &bytes)
{
	u64 value{0};

	for (size_t i = bytes.size(); i-- > 0;)
		value = value << 8 | static_cast<unsigned char>(bytes[i]);
	return value;
}

inline Bytes bytes_of(u64 value, size_t size)
{
	Bytes bytes;

	for (size_t i = 0; i < size; i++)
		bytes += static_cast<char>(value >> 8 * i & 0xff);
	return bytes;
}

// The field of a TDREPORT that the body of its quote has under the same name.
Bytes field_of_report(Bytes const &report, tdx::LayoutField field);

} // namespace tdxcall
