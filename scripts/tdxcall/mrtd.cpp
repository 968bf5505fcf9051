// SPDX-License-Identifier: GPL-2.0
//
// MRTD of a TD that the VMM starts, from the files that it starts and the rules of the TDX module:
// what a verifier of quotes compares with.
#include <openssl/evp.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

#include "commands.hpp"
#include "core/vmm/boot/boot.h"
#include "output.hpp"

namespace tdxcall {

namespace {

constexpr size_t block_bytes = 128;
constexpr size_t piece_bytes = 256;
constexpr unsigned long mib = 1ul << 20;

class Sha384 {
	std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{
		EVP_MD_CTX_new(), EVP_MD_CTX_free};

	static void must(bool done)
	{
		if (!done)
			throw Failure{NotFound, "SHA-384 does not work here"};
	}

public:
	Sha384() { must(context && EVP_DigestInit_ex(context.get(), EVP_sha384(), nullptr)); }
	void add(void const *bytes, size_t count)
	{
		must(EVP_DigestUpdate(context.get(), bytes, count));
	}
	std::string hex()
	{
		unsigned char digest[EVP_MAX_MD_SIZE];
		unsigned count = 0;
		std::string text;

		must(EVP_DigestFinal_ex(context.get(), digest, &count));
		for (unsigned i = 0; i < count; i++) {
			constexpr char digits[] = "0123456789abcdef";
			text += digits[digest[i] >> 4];
			text += digits[digest[i] & 15];
		}
		return text;
	}
};

// A block of the measured stream, which names a page or a piece of one.
void add_block(Sha384 &hash, char const *name, u64 gpa)
{
	unsigned char block[block_bytes] = {};

	std::memcpy(block, name, std::strlen(name));
	std::memcpy(block + 16, &gpa, sizeof(gpa));
	hash.add(block, sizeof(block));
}

std::string measure(vmm_boot const &boot, vmm_boot_plan const &plan)
{
	Sha384 hash;
	alignas(16) unsigned char page[VMM_BOOT_PAGE];

	for (u64 gpa = vmm_boot_next(&plan, 0); gpa != VMM_BOOT_END;
		gpa = vmm_boot_next(&plan, gpa + VMM_BOOT_PAGE)) {
		vmm_boot_page(&boot, &plan, gpa, page);
		add_block(hash, "MEM.PAGE.ADD", gpa);
		for (size_t at = 0; at < sizeof(page); at += piece_bytes) {
			add_block(hash, "MR.EXTEND", gpa + at);
			hash.add(page + at, piece_bytes);
		}
	}
	return hash.hex();
}

// What the VMM's file "control" takes behind "start".
struct Start {
	std::string kernel;
	std::string initrd;
	std::string program;
	std::string cmdline;
	unsigned long memory = 512;
	unsigned long vcpus = 1;
};

std::string read_file(std::string const &name)
{
	std::ifstream file{name, std::ios::binary};
	if (!file)
		throw Failure{BadUsage, name + ": " + std::strerror(errno)};
	std::string bytes{std::istreambuf_iterator<char>{file}, {}};
	if (file.bad() || bytes.empty())
		throw Failure{BadUsage, name + ": it can't be read, or is empty"};
	return bytes;
}

unsigned long number_of(std::string const &word, std::string const &value)
{
	unsigned long number = 0;
	auto const [end, error] =
		std::from_chars(value.data(), value.data() + value.size(), number);

	if (error != std::errc{} || end != value.data() + value.size() || number > 65536)
		throw Failure{BadUsage, "\"" + word + "\" has no number that makes sense"};
	return number;
}

Start parse(Words const &words)
{
	Start start;

	for (std::string const &word : words) {
		size_t const equals = word.find('=');
		std::string const name = word.substr(0, equals);
		std::string const value =
			equals == std::string::npos ? "" : word.substr(equals + 1);

		if (name == "kernel")
			start.kernel = read_file(value);
		else if (name == "initrd")
			start.initrd = read_file(value);
		else if (name == "program")
			start.program = read_file(value);
		else if (name == "cmdline")
			start.cmdline = value;
		else if (name == "memory")
			start.memory = number_of(word, value);
		else if (name == "vcpus")
			start.vcpus = number_of(word, value);
		else
			throw Failure{BadUsage,
				"\"" + word +
					"\": kernel=FILE initrd=FILE program=FILE memory=MIB "
					"vcpus=N cmdline=TEXT are understood"};
	}
	if (start.kernel.empty() == start.program.empty())
		throw Failure{BadUsage, "name either a kernel or a flat program"};
	return start;
}

void const *or_null(std::string const &bytes)
{
	return bytes.empty() ? nullptr : bytes.data();
}

} // namespace

ExitCode mrtd(Options const &options, Words const &words)
{
	Start const start = parse(words);
	vmm_boot const boot{
		.kernel = or_null(start.kernel),
		.kernel_bytes = start.kernel.size(),
		.initrd = or_null(start.initrd),
		.initrd_bytes = start.initrd.size(),
		.program = or_null(start.program),
		.program_bytes = start.program.size(),
		.cmdline = start.cmdline.c_str(),
		.memory = start.memory * mib,
		.vcpus = static_cast<u32>(start.vcpus),
	};
	vmm_boot_plan plan{};

	if (char const *const problem = vmm_boot_check(&boot, &plan))
		throw Failure{BadUsage, problem};

	Output output{options.json, "mrtd"};
	std::string const value = measure(boot, plan);
	output.add_line({{"kind", "mrtd"}, {"name", "MRTD"}, {"value", value}}, value);
	return output.finish();
}

} // namespace tdxcall
