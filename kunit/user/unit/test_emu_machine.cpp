// SPDX-License-Identifier: GPL-2.0
#include "test_emu_machine.hpp"

#include <cstring>
#include <new>
#include <stdexcept>

#include "core/emu/cpu/profile.hpp"

namespace test {

namespace {

constexpr std::align_val_t module_alignment{64};

} // namespace

emu_config good_config()
{
	emu_config config{};
	config.keyid_bits = 6;
	config.keyid_start = 32;
	config.keyids = 32;
	config.no_rbp_mod = 1;
	config.loaded = 1;
	config.seam = 1;
	config.build_date = 20230301;
	config.update_version = 1;
	config.cmrs[0] = {memory_base, memory_size};
	config.num_cmrs = 1;
	config.seamrr_base = 0x40000000;
	config.seamrr_size = 0x4000000;
	return config;
}

void Machine::Delete::operator()(struct emu *module) const
{
	operator delete(module, module_alignment);
}

Machine::Machine(std::function<void(emu_config &)> change, std::vector<u8> packages,
	std::vector<u32> package_fms)
	: lp_package{std::move(packages)}, config{good_config()}
{
	for (u32 lp = 0; lp < lp_package.size() && !package_fms.empty(); lp++) {
		auto version = native_cpuid(lp, 1, 0);
		version.eax = package_fms.at(lp_package[lp]);
		set_cpuid(lp, 1, 0, version);
	}
	config.lps = static_cast<u32>(lp_package.size());
	config.lp_package = lp_package.data();
	config.cpuid = on_cpuid;
	config.rdmsr = on_rdmsr;
	config.ctx = this;
	if (change)
		change(config);
	// Rubbish, as an allocator may give it.
	void *const memory{operator new(emu_size(config.lps), module_alignment)};
	std::memset(memory, 0xa5, emu_size(config.lps));
	emu_.reset(static_cast<struct emu *>(memory));
	if (char const *const wrong{emu_init(emu_.get(), &config)})
		throw std::runtime_error{wrong};
}

struct host_cpuid Machine::native_cpuid(u32 lp, u32 leaf, u32 subleaf) const
{
	u32 index{0};
	for (u32 i = 0; i < lp; i++)
		index += lp_package[i] == lp_package[lp];
	u32 const shift{tdx::emu::profile_package_shift(static_cast<u32>(lp_package.size()))};
	auto const value = tdx::emu::profile_cpuid({lp_package[lp], index, shift}, leaf, subleaf);
	return {value.eax, value.ebx, value.ecx, value.edx};
}

u64 Machine::native_msr(u32, u32 number) const
{
	return tdx::emu::profile_rdmsr(config, tdx::emu::Msr{number});
}

void Machine::on_cpuid(void *machine, u32 lp, u32 leaf, u32 subleaf, struct host_cpuid *out)
{
	auto const &self = *static_cast<Machine const *>(machine);
	auto const found = self.cpuid.find({lp, leaf, subleaf});

	*out = found == self.cpuid.end() ? self.native_cpuid(lp, leaf, subleaf) : found->second;
}

u64 Machine::on_rdmsr(void *machine, u32 lp, u32 number)
{
	auto const &self = *static_cast<Machine const *>(machine);
	auto const found = self.msr.find({lp, number});

	if (self.during_rdmsr)
		self.during_rdmsr();

	return found == self.msr.end() ? self.native_msr(lp, number) : found->second;
}

void Machine::set_cpuid(u32 lp, u32 leaf, u32 subleaf, struct host_cpuid const &value)
{
	cpuid[{lp, leaf, subleaf}] = value;
}

void Machine::set_msr(u32 lp, u32 number, u64 value)
{
	msr[{lp, number}] = value;
}

void Machine::forget_changes()
{
	cpuid.clear();
	msr.clear();
}

Machine::Answer Machine::seamcall(u32 lp, u64 rax, tdx_regs const &in)
{
	emu_regs regs{rax, in, 0x1234567890abcdef};
	emu_verdict const verdict{emu_seamcall(module(), lp, &regs)};

	return {regs.rax, regs.gpr, regs.rbp, verdict};
}

Machine::Answer Machine::seamcall(u32 lp, HostLeaf leaf, tdx_regs const &in)
{
	return seamcall(lp, static_cast<u64>(leaf), in);
}

bool Machine::bring_up()
{
	bool good{seamcall(0, HostLeaf::SysInit).rax == 0};
	for (u32 lp = 0; lp < lp_package.size(); lp++)
		good = good && seamcall(lp, HostLeaf::SysLpInit).rax == 0;
	return good;
}

} // namespace test

bool operator==(tdx_regs const &a, tdx_regs const &b)
{
	return !std::memcmp(&a, &b, sizeof(a));
}
