// SPDX-License-Identifier: GPL-2.0
//
// Makes the quotes that TDs of tdxcall_vmm.ko ask for, as the quoting enclave of a platform does.
#include <cerrno>
#include <cstring>
#include <iostream>

#include <fcntl.h>
#include <unistd.h>

#include "commands.hpp"
#include "core/decode/decode.h"
#include "quote_format.hpp"
#include "test_platform.hpp"

namespace tdxcall {

namespace {

namespace layout = tdx::layout;

constexpr size_t id_bytes = 8;
constexpr char tdx_report = '\x81';     // type
constexpr size_t hashed_tcb_info = 239; // its bytes that mean something
constexpr size_t tcb_info_bytes = 256;

class File {
public:
	File(std::filesystem::path const &name, int flags)
		: fd{open(name.c_str(), flags | O_CLOEXEC)}
	{}
	File(File const &) = delete;
	File &operator=(File const &) = delete;
	~File()
	{
		if (fd >= 0)
			close(fd);
	}

	bool is_open() const { return fd >= 0; }
	ssize_t read(Bytes &to) const
	{
		ssize_t done;

		do
			done = ::read(fd, to.data(), to.size());
		while (done < 0 && errno == EINTR);
		return done;
	}
	// All of it at once: a write is a message.
	bool write(Bytes const &from) const
	{
		return ::write(fd, from.data(), from.size()) == static_cast<ssize_t>(from.size());
	}

private:
	int const fd;
};

// In place of the CPU, which has the key of the MAC.
std::string why_not_of_this_platform(std::filesystem::path const &debugfs, Bytes const &mac)
{
	std::filesystem::path const name{debugfs / "tdxcall_emu" / "verify_report"};
	File const file{name, O_WRONLY};

	if (file.is_open() && file.write(mac))
		return {};
	if (file.is_open() && errno == EKEYREJECTED)
		return "its MAC is not of this platform";
	return name.string() + ": " + std::strerror(errno);
}

// Nothing in it is believed before this is empty.
std::string why_no_report(std::filesystem::path const &debugfs, Bytes const &report)
{
	auto const of_mac = [&](tdx::LayoutField field) { return field_of(report, 0, field); };
	size_t const tcb = layout::field(layout::td_report, "tee_tcb_info").offset;
	size_t const td = layout::field(layout::td_report, "td_info").offset;

	if (report[0] != tdx_report || report[1])
		return "it is no TDREPORT";
	if (of_mac(layout::field(layout::report_mac_struct, "tee_tcb_info_hash")) !=
		sha384(report.substr(tcb, hashed_tcb_info)))
		return "the hash of TEE_TCB_INFO is another";
	if (of_mac(layout::field(layout::report_mac_struct, "tee_info_hash")) !=
		sha384(report.substr(td, layout::td_info_size)))
		return "the hash of TDINFO is another";
	return why_not_of_this_platform(debugfs, report.substr(0, layout::report_mac_struct_size));
}

std::string hex(Bytes const &bytes)
{
	std::string text;

	for (unsigned char const byte : bytes) {
		text += "0123456789abcdef"[byte >> 4];
		text += "0123456789abcdef"[byte & 15];
	}
	return text;
}

// The answer to a request: its id, and the quote if there is to be one.
Bytes answer(Options const &options, Bytes const &request)
{
	Bytes const id{request.substr(0, id_bytes)};
	Bytes const report{request.substr(id_bytes)};
	std::string const name{"quote " + std::to_string(number_in(id)) + ": "};

	if (std::string const why = why_no_report(options.debugfs, report); !why.empty()) {
		std::cout << name << "refused: " << why << std::endl;
		return id;
	}
	Bytes const quote{test_platform::quote(report)};
	std::cout << name << quote.size() << " bytes, MRTD "
		  << hex(field_of_report(report, layout::field(layout::quote_body, "mrtd")))
		  << std::endl;
	return id + quote;
}

} // namespace

ExitCode quote_service(Options const &options)
{
	std::filesystem::path const name{options.debugfs / "tdxcall_vmm" / "quote"};
	File const file{name, O_RDWR};
	Bytes request(id_bytes + report_bytes, '\0');

	if (!file.is_open())
		throw Failure{NeedsModule, name.string() + ": " + std::strerror(errno) +
						   "; quote-service needs the kernel module "
						   "tdxcall_vmm loaded, debugfs mounted, and root"};
	std::cout << "quotes are signed by a test key: they prove nothing" << std::endl;
	for (ssize_t done; (done = file.read(request));) {
		if (done != static_cast<ssize_t>(request.size()))
			throw Failure{NeedsModule,
				name.string() + ": " +
					(done < 0 ? std::strerror(errno) : "half a request")};
		// A TD that has ended meanwhile needs no answer.
		if (!file.write(answer(options, request)) && errno != ESTALE)
			throw Failure{NeedsModule, name.string() + ": " + std::strerror(errno)};
	}
	return Done;
}

} // namespace tdxcall
