// SPDX-License-Identifier: GPL-2.0
//
// Register blocks of tests: filled so that no two registers are alike, and moved into and out of
// the frame of an instruction.
#pragma once

#include <cstring>

#include "sigill.hpp"

namespace test {

template <typename Block = tdx_regs>
Block filled(u64 seed)
{
	u64 words[sizeof(Block) / sizeof(u64)];
	Block block;

	for (u64 &word : words)
		word = seed << 32 | static_cast<u64>(&word - words + 1);
	std::memcpy(&block, words, sizeof(block));
	return block;
}

template <typename Block>
bool same(Block const &a, Block const &b)
{
	return !std::memcmp(&a, &b, sizeof(a));
}

inline tdx_regs operands(sigill::Frame const &frame)
{
	return {frame.rcx, frame.rdx, frame.r8, frame.r9, frame.r10, frame.r11, frame.r12,
		frame.r13, frame.rbx, frame.rsi, frame.rdi, frame.r14, frame.r15};
}

// With 0 for those that the entry does not pass, but leaves as its caller had them.
inline tdx_regs passed_operands(sigill::Frame const &frame)
{
	sigill::Reach const reach{sigill::reach_of(frame)};
	tdx_regs regs{operands(frame)};

	if (reach != sigill::Reach::All)
		regs.rbx = regs.rsi = regs.r14 = regs.r15 = 0;
	if (reach == sigill::Reach::Four)
		regs.r12 = regs.r13 = 0;
	return regs;
}

inline void put(sigill::Frame &frame, tdx_regs const &regs)
{
	frame.rcx = regs.rcx;
	frame.rdx = regs.rdx;
	frame.rbx = regs.rbx;
	frame.rsi = regs.rsi;
	frame.rdi = regs.rdi;
	frame.r8 = regs.r8;
	frame.r9 = regs.r9;
	frame.r10 = regs.r10;
	frame.r11 = regs.r11;
	frame.r12 = regs.r12;
	frame.r13 = regs.r13;
	frame.r14 = regs.r14;
	frame.r15 = regs.r15;
}

} // namespace test
