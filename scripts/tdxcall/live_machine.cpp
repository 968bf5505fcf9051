// SPDX-License-Identifier: GPL-2.0
#include "live_machine.hpp"

#include <cerrno>
#include <cstring>
#include <sstream>

#include <cpuid.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gunzip.hpp"
#include "number.hpp"
#include "open_file.hpp"
#include "relevant.hpp"

namespace tdxcall {

namespace {

Read<std::string> read_path(std::string const &path)
{
	int const fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	return fd < 0 ? could_not_read(errno) : read_and_close(fd);
}

Read<std::string> read_log()
{
	constexpr int read_all = 3;     // SYSLOG_ACTION_READ_ALL
	constexpr int buffer_size = 10; // SYSLOG_ACTION_SIZE_BUFFER
	int const size = klogctl(buffer_size, nullptr, 0);

	if (size < 0)
		return Read<std::string>::unreadable("the kernel's log is for root only");
	std::string text(static_cast<size_t>(size), '\0');
	int const got = klogctl(read_all, text.data(), size);

	if (got < 0)
		return Read<std::string>::unreadable("the kernel's log is for root only");
	text.resize(static_cast<size_t>(got));
	// The level, in angle brackets, says nothing here.
	std::istringstream lines{text};

	text.clear();
	for (std::string line; std::getline(lines, line);) {
		if (size_t const end = line.find('>'); line.starts_with('<') && end < 5)
			line.erase(0, end + 1);
		text += line + '\n';
	}
	return {text, false, {}};
}

Read<std::string> read_config()
{
	auto release = read_path("/proc/sys/kernel/osrelease");

	if (!release)
		return release;
	while (release.value->ends_with('\n'))
		release.value->pop_back();
	for (std::string const &path :
		{"/boot/config-" + *release, "/lib/modules/" + *release + "/config",
			"/lib/modules/" + *release + "/build/.config"})
		if (auto text = read_path(path))
			return text;

	auto const packed = read_path("/proc/config.gz");

	if (!packed)
		return Read<std::string>::unreadable(
			"neither /boot/config-" + *release + " nor /proc/config.gz can be read");
	if (auto text = gunzip(*packed, largest_file))
		return {std::move(*text), false, {}};
	return Read<std::string>::unreadable("/proc/config.gz is damaged");
}

// ATTRIBUTES and XFAM; the rest of the report stays here.
Read<std::string> read_td()
{
	// struct tdx_report_req of linux/tdx-guest.h, which older systems do not have.
	struct Request {
		u8 data[64];
		u8 report[1024];
	} request{};
	constexpr size_t td_info = 512; // offset of TDINFO in the report
	u64 words[2];
	int const fd = open("/dev/tdx_guest", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return could_not_read(errno);
	int const failed = ioctl(fd, _IOWR('T', 1, Request), &request) ? errno : 0;

	close(fd);
	if (failed)
		return Read<std::string>::unreadable(
			std::string{"TDX_CMD_GET_REPORT0: "} + std::strerror(failed));
	std::memcpy(words, request.report + td_info, sizeof(words));
	return {"attributes: " + hex(words[0], 16) + "\nxfam: " + hex(words[1], 16) + '\n', false,
		{}};
}

} // namespace

Read<std::string> LiveMachine::file(std::string const &path)
{
	auto text = path == made_file::log      ? read_log()
		    : path == made_file::config ? read_config()
		    : path == made_file::td     ? read_td()
						: read_path('/' + path);

	if (text)
		text.value = relevant_part(path, *text);
	return text;
}

Read<bool> LiveMachine::exists(std::string const &path)
{
	struct stat found {};

	if (!stat(('/' + path).c_str(), &found))
		return {true, false, {}};
	if (errno == ENOENT || errno == ENOTDIR)
		return {false, false, {}};
	return Read<bool>::unreadable(std::strerror(errno));
}

Read<CpuidRegs> LiveMachine::cpuid(u32 leaf, u32 subleaf)
{
	CpuidRegs regs{};

	__cpuid_count(leaf, subleaf, regs.eax, regs.ebx, regs.ecx, regs.edx);
	return {regs, false, {}};
}

Read<u64> LiveMachine::msr(unsigned cpu, u32 address)
{
	std::string const path = "/dev/cpu/" + std::to_string(cpu) + "/msr";
	u64 value = 0;
	int const fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);

	if (fd < 0 && (errno == ENOENT || errno == ENXIO))
		return Read<u64>::unreadable("there is no " + path + ": modprobe msr");
	if (fd < 0 && (errno == EPERM || errno == EACCES))
		return Read<u64>::unreadable(path + " is for root only");
	if (fd < 0)
		return Read<u64>::unreadable(path + ": " + std::strerror(errno));
	ssize_t const got = pread(fd, &value, sizeof(value), static_cast<off_t>(address));
	int const error = errno;

	close(fd);
	if (got == sizeof(value))
		return {value, false, {}};
	// The driver catches the #GP of RDMSR.
	if (got < 0 && error == EIO)
		return Read<u64>::none("the CPU has no MSR " + hex(address));
	return Read<u64>::unreadable(path + ": " + std::strerror(got < 0 ? error : EIO));
}

} // namespace tdxcall
