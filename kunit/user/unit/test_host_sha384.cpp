// SPDX-License-Identifier: GPL-2.0
//
// The SHA-384 stream of core/emu/host.h.  Digests are those of FIPS 180-4's examples.
#include <array>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "kunit/user/host/host.hpp"

namespace {

struct alignas(8) State {
	std::array<unsigned char, HOST_SHA384_STATE_BYTES> bytes;
	void *operator()() { return bytes.data(); }
};

std::string hex(std::array<unsigned char, HOST_SHA384_BYTES> const &digest)
{
	std::string text;
	char two[3];
	for (unsigned char const byte : digest) {
		std::snprintf(two, sizeof(two), "%02x", byte);
		text += two;
	}
	return text;
}

std::string digest_of(std::string const &message, std::size_t piece)
{
	State state;
	state.bytes.fill(0xa5);
	EXPECT_EQ(host_sha384_begin(state()), 0);
	for (std::size_t i = 0; i < message.size(); i += piece) {
		// The state may move between two pieces.
		State moved{state};
		std::string const part{message.substr(i, piece)};
		// Of two pieces, the first or the second of which is often empty.
		u32 const head{static_cast<u32>(i % (part.size() + 1))};
		EXPECT_EQ(host_sha384_update(moved(), part.data(), head, part.data() + head,
				  static_cast<u32>(part.size()) - head),
			0);
		state = moved;
	}
	std::array<unsigned char, HOST_SHA384_BYTES> digest;
	EXPECT_EQ(host_sha384_end(state(), digest.data()), 0);
	return hex(digest);
}

TEST(HostSha384, KnownDigests)
{
	EXPECT_EQ(digest_of("", 1),
		"38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
		"274edebfe76f65fbd51ad2f14898b95b");
	for (std::size_t const piece : {1, 2, 3}) {
		EXPECT_EQ(digest_of("abc", piece),
			"cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
			"8086072ba1e7cc2358baeca134c825a7");
	}
	for (std::size_t const piece : {1, 7, 128, 1000}) {
		EXPECT_EQ(digest_of("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
				    "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
				  piece),
			"09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712"
			"fcc7c71a557e2db966c3e9fa91746039");
	}
}

TEST(HostSha384, DamagedStateIsNoCrash)
{
	for (unsigned value = 0; value < 256; value += 15) {
		for (std::size_t at = 0; at < HOST_SHA384_STATE_BYTES; at++) {
			State state;
			ASSERT_EQ(host_sha384_begin(state()), 0);
			state.bytes[at] = static_cast<unsigned char>(value);
			std::array<unsigned char, 384> const data{};
			std::array<unsigned char, HOST_SHA384_BYTES> digest;
			if (!host_sha384_update(state(), data.data(), data.size(), nullptr, 0))
				(void)!host_sha384_end(state(), digest.data());
		}
	}
}

} // namespace
