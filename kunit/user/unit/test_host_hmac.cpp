// SPDX-License-Identifier: GPL-2.0
//
// HMAC-SHA256 of core/emu/host.h.  MACs are those of RFC 4231; zeros at the end of a key count for
// nothing.
#include <array>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "kunit/user/host/host.hpp"

namespace {

std::string mac_of(std::string key, std::string const &message)
{
	std::array<unsigned char, HOST_HMAC_SHA256_BYTES> mac;
	key.resize(HOST_HMAC_SHA256_KEY_BYTES);
	EXPECT_EQ(host_hmac_sha256(
			  key.data(), message.data(), static_cast<u32>(message.size()), mac.data()),
		0);
	std::string text;
	char two[3];
	for (unsigned char const byte : mac) {
		std::snprintf(two, sizeof(two), "%02x", byte);
		text += two;
	}
	return text;
}

TEST(HostHmacSha256, KnownMacs)
{
	EXPECT_EQ(mac_of(std::string(20, '\x0b'), "Hi There"),
		"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	EXPECT_EQ(mac_of("Jefe", "what do ya want for nothing?"),
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	EXPECT_EQ(mac_of(std::string(20, '\xaa'), std::string(50, '\xdd')),
		"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
}

} // namespace
