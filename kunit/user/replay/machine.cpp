// SPDX-License-Identifier: GPL-2.0
//
// The machine of a recorded session.
#include "machine.hpp"

#include <cstring>
#include <fstream>
#include <new>
#include <sstream>
#include <stdexcept>

#include "kunit/user/host/host.hpp"

namespace replay {

namespace {

// What the recorded module was built with.
constexpr u32 build_date = 20230301;
constexpr u16 update_version = 1;

constexpr char report_key[] = "TDX golden trace report key 0001";

constexpr u32 package_shift = 7;
constexpr std::align_val_t module_alignment{64};

} // namespace

Cpu Cpu::load(std::string const &path)
{
	std::ifstream file{path};
	if (!file)
		throw std::runtime_error{path + ": cannot be read"};

	Cpu cpu;
	std::string line;
	while (std::getline(file, line)) {
		std::istringstream words{line};
		std::string kind, subleaf;
		words >> kind >> std::hex;
		if (kind == "CPUID") {
			u32 leaf{0};
			struct host_cpuid value {};
			words >> leaf >> subleaf >> value.eax >> value.ebx >> value.ecx >>
				value.edx;
			u32 const key{subleaf == "-"
					      ? any_subleaf
					      : static_cast<u32>(std::stoul(subleaf, nullptr, 16))};
			cpu.cpuid[{leaf, key}] = value;
		} else if (kind == "MSR") {
			u32 msr{0};
			u64 value{0};
			words >> msr >> value;
			cpu.msr[msr] = value;
		} else if (!kind.empty() && kind[0] != '#') {
			throw std::runtime_error{path + ": unknown line: " + line};
		}
		if (words.fail() && kind != "")
			throw std::runtime_error{path + ": malformed line: " + line};
	}
	return cpu;
}

void Machine::Delete::operator()(struct emu *module) const
{
	operator delete(module, module_alignment);
}

u32 Machine::x2apic_id(u32 lp) const
{
	u32 index{0};
	for (u32 i = 0; i < lp; i++)
		index += lp_package[i] == lp_package[lp];
	return static_cast<u32>(lp_package[lp]) << package_shift | index << 1;
}

void Machine::on_cpuid(void *machine, u32 lp, u32 leaf, u32 subleaf, struct host_cpuid *out)
{
	auto const &self = *static_cast<Machine const *>(machine);
	auto found = self.cpu.cpuid.find({leaf, subleaf});

	if (found == self.cpu.cpuid.end())
		found = self.cpu.cpuid.find({leaf, Cpu::any_subleaf});
	*out = {};
	if (found != self.cpu.cpuid.end())
		*out = found->second;
	if (leaf == 1)
		out->ebx = (out->ebx & 0x00ffffff) | self.x2apic_id(lp) << 24;
	if (leaf == 0x1f)
		out->edx = self.x2apic_id(lp);
}

u64 Machine::on_rdmsr(void *machine, u32 lp, u32 msr)
{
	auto const &self = *static_cast<Machine const *>(machine);
	auto const changed = self.changed_msr.find({lp, msr});
	if (changed != self.changed_msr.end())
		return changed->second;

	auto const found = self.cpu.msr.find(msr);
	return found == self.cpu.msr.end() ? 0 : found->second;
}

u64 Machine::draw()
{
	u64 const index{draws++};

	if (drawn.empty())
		return random_number(seed, index);
	u64 const value{drawn.front()};
	drawn.erase(drawn.begin());
	return value;
}

namespace {

// What the recorded CPU says of itself and of the module in TD reports.
template <std::size_t Bytes>
void count_up(u8 (&to)[Bytes], u8 from)
{
	for (u8 &byte : to)
		byte = from++;
}

void describe_seam(emu_config &config)
{
	count_up(config.cpusvn, 0x10);
	count_up(config.tee_tcb_svn, 0x20);
	count_up(config.mrseam, 0x40);
}

} // namespace

Machine::Machine(Cpu const &with, Header const &header)
	: cpu{with}, lp_package{header.lp_package}, seed{header.seed}
{
	host::reset();
	host::set_memory(header.memory.base, header.memory.size);

	emu_config config{};
	config.lps = static_cast<u32>(lp_package.size());
	config.lp_package = lp_package.data();
	config.keyid_bits = header.keyid_bits;
	config.keyid_start = header.private_start;
	config.keyids = header.private_num;
	config.no_rbp_mod = 1;
	config.loaded = 1;
	config.seam = 1;
	config.guests = 1;
	config.build_date = build_date;
	config.update_version = update_version;
	config.num_cmrs = static_cast<u32>(header.cmrs.size());
	for (std::size_t i = 0; i < header.cmrs.size(); i++)
		config.cmrs[i] = {header.cmrs[i].base, header.cmrs[i].size};
	config.seamrr_base = header.seamrr.base;
	config.seamrr_size = header.seamrr.size;
	describe_seam(config);
	config.cpuid = on_cpuid;
	config.rdmsr = on_rdmsr;
	config.ctx = this;

	module.reset(
		static_cast<struct emu *>(operator new(emu_size(config.lps), module_alignment)));
	// The only random numbers before TDH.SYS.INIT are the key of TD reports.
	host::set_random([next = std::size_t{0}]() mutable {
		u64 word;
		std::memcpy(&word, report_key + next, sizeof(word));
		next += sizeof(word);
		return word;
	});
	if (char const *const wrong{emu_init(module.get(), &config)})
		throw std::runtime_error{std::string{"the recorded machine is refused: "} + wrong};
	host::set_random([this] { return draw(); });
}

namespace {

emu_regs frame_of(Registers const &in)
{
	emu_regs frame{};
	frame.rax = in[tdx::Reg::Rax];
	frame.rbp = in[tdx::Reg::Rbp];
	for (unsigned i = 0; i < in.value.size(); i++) {
		if (auto *const reg = tdx::gpr(frame.gpr, tdx::Reg{static_cast<u8>(i)}))
			*reg = in.value[i];
	}
	return frame;
}

Machine::Answer answer_of(emu_verdict verdict, emu_regs const &frame)
{
	Machine::Answer answer{verdict, {}};
	answer.regs.set(static_cast<unsigned>(tdx::Reg::Rax), frame.rax);
	answer.regs.set(static_cast<unsigned>(tdx::Reg::Rbp), frame.rbp);
	for (unsigned i = 0; i < answer.regs.value.size(); i++) {
		if (auto const *const reg = tdx::gpr(frame.gpr, tdx::Reg{static_cast<u8>(i)}))
			answer.regs.set(i, *reg);
	}
	return answer;
}

} // namespace

Machine::Answer Machine::seamcall(u32 lp, Registers const &in)
{
	emu_regs frame{frame_of(in)};
	emu_verdict const verdict{emu_seamcall(module.get(), lp, &frame)};
	return answer_of(verdict, frame);
}

Machine::Answer Machine::tdcall(u32 lp, Registers const &in)
{
	emu_regs frame{frame_of(in)};
	emu_verdict const verdict{emu_tdcall(module.get(), lp, &frame)};
	return answer_of(verdict, frame);
}

Machine::Answer Machine::vm_exit(u32 lp, emu_exit const &exit, Registers const &guest)
{
	emu_regs frame{frame_of(guest)};
	emu_verdict const verdict{emu_vm_exit(module.get(), lp, &exit, &frame)};
	return answer_of(verdict, frame);
}

} // namespace replay
