// SPDX-License-Identifier: GPL-2.0
//
// The machine that the program runs on.
#pragma once

#include "machine.hpp"

namespace tdxcall {

class LiveMachine : public Machine {
public:
	Read<std::string> file(std::string const &path) override;
	Read<bool> exists(std::string const &path) override;
	Read<CpuidRegs> cpuid(u32 leaf, u32 subleaf) override;
	Read<u64> msr(unsigned cpu, u32 address) override;
};

} // namespace tdxcall
