// SPDX-License-Identifier: GPL-2.0
//
// What there is to read of a machine: this one, or the recording of another.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tdxcall/types.h>

namespace tdxcall {

// A value; or it is known that the machine has none; or it could not be read, and why.
template <typename T>
struct Read {
	std::optional<T> value;
	bool absent = false;
	std::string reason; // of a value that is not there

	explicit operator bool() const { return value.has_value(); }
	T const &operator*() const { return *value; }
	T const *operator->() const { return &*value; }

	static Read none(std::string why) { return {{}, true, std::move(why)}; }
	static Read unreadable(std::string why) { return {{}, false, std::move(why)}; }
};

struct CpuidRegs {
	u32 eax;
	u32 ebx;
	u32 ecx;
	u32 edx;
};

// Files that no machine has under these names: text that comes from elsewhere.
namespace made_file {
constexpr char const *log = "dmesg";            // lines of the kernel's log that matter here
constexpr char const *config = "kernel-config"; // options of the running kernel
constexpr char const *td = "td-info";           // ATTRIBUTES and XFAM from the TDREPORT
} // namespace made_file

class Machine {
public:
	Machine() = default;
	Machine(Machine const &) = delete;
	Machine &operator=(Machine const &) = delete;
	virtual ~Machine() = default;

	// Paths have no slash in front.  Of files that hold more than TDX has to do with, only a
	// part is read: see relevant.hpp.
	virtual Read<std::string> file(std::string const &path) = 0;
	virtual Read<bool> exists(std::string const &path) = 0;
	virtual Read<CpuidRegs> cpuid(u32 leaf, u32 subleaf) = 0;
	// A virtual machine may do anything at an MSR: there, none is to be read.
	virtual Read<u64> msr(unsigned cpu, u32 address) = 0;
};

} // namespace tdxcall
