// SPDX-License-Identifier: GPL-2.0
#include "test_emu_td.hpp"

#include <cstring>
#include <sstream>

namespace test {

namespace {

constexpr u64 config_pa = host_base + 0x10000;
constexpr u64 tdmr_info_pa = host_base + 0x11000;
constexpr u64 params_pa = host_base + 0x12000;
constexpr u64 pamt_1g = host_base + 0x100000;
constexpr u64 pamt_2m = host_base + 0x110000;
constexpr u64 pamt_4k = host_base + 0x1000000;
constexpr u16 module_keyid = 32;

void put(u64 pa, u64 value)
{
	std::memcpy(host::at(pa), &value, sizeof(value));
}

u64 *words(u64 pa)
{
	return static_cast<u64 *>(host::at(pa));
}

} // namespace

Platform::Platform(std::function<void(emu_config &)> change)
	: machine{[&](emu_config &config) {
		  config.cmrs[0] = {host_base, huge_bytes + tdmr_size};
		  if (change)
			  change(config);
	  }}
{
	host::set_memory(host_base, huge_bytes + tdmr_size);
	if (!machine.bring_up())
		throw std::runtime_error{"the platform does not come up"};
	configure();
}

void Platform::configure()
{
	put(config_pa, tdmr_info_pa);
	u64 const info[]{tdmr_base, tdmr_size, pamt_1g, page_bytes, pamt_2m,
		tdmr_size / large_bytes * 16, pamt_4k, tdmr_size / page_bytes * 16};
	std::memcpy(host::at(tdmr_info_pa), info, sizeof(info));
	must(HostLeaf::SysConfig, {.rcx = config_pa, .rdx = 1, .r8 = module_keyid});
	for (u32 const lp : {0, 2})
		must(HostLeaf::SysKeyConfig, {}, lp);
	while (must(HostLeaf::SysTdmrInit, {.rcx = tdmr_base}).gpr.rdx < tdmr_base + tdmr_size) {
	}
}

Machine::Answer Platform::must(u64 rax, tdx_regs const &in, u32 lp)
{
	Machine::Answer const answer{call(rax, in, lp)};
	if (answer.verdict != EMU_ANSWERED || answer.rax >> 32) {
		std::ostringstream text;
		text << std::hex << "leaf " << rax << " ended with " << answer.rax;
		throw std::runtime_error{text.str()};
	}
	return answer;
}

u64 Platform::keyid()
{
	return next_keyid++;
}

u64 Platform::page()
{
	u64 const pa{next_page};
	next_page += page_bytes;
	return pa;
}

u64 Platform::large(u64 bytes)
{
	u64 const pa{(next_large + bytes - 1) & ~(bytes - 1)};
	next_large = pa + bytes;
	return pa;
}

tdx::emu::PamtEntry &Platform::pamt(u64 pa, PageSize size)
{
	return *tdx::emu::pamt_entry(*machine.module(), pa, size);
}

TestTd::TestTd(Platform &platform, TdOptions options) : on{platform}, tdr{platform.page()}
{
	on.must(HostLeaf::MngCreate, {.rcx = tdr, .rdx = on.keyid()});
	for (u32 const lp : {0, 2})
		on.must(HostLeaf::MngKeyConfig, {.rcx = tdr}, lp);
	for (u32 i = 0; i < 6 + options.l2_vms; i++) {
		tdcs.push_back(on.page());
		on.must(HostLeaf::MngAddcx, {.rcx = tdcs.back(), .rdx = tdr});
	}

	std::memset(host::at(params_pa), 0, 1024);
	put(params_pa, options.debug);
	put(params_pa + 8, options.xfam);
	put(params_pa + 16, 4 | options.l2_vms << 16);
	put(params_pa + 24, 6 | (options.five_levels ? 4 : 3) << 3);
	put(params_pa + 32, options.gpaw);
	put(params_pa + 40, 40);
	on.must(HostLeaf::MngInit, {.rcx = tdr, .rdx = params_pa});
}

tdx::emu::Tdr &TestTd::root()
{
	return *static_cast<tdx::emu::Tdr *>(host::at(tdr));
}

tdx::emu::TdControl &TestTd::control()
{
	return *static_cast<tdx::emu::TdControl *>(host::at(tdcs[0]));
}

std::vector<u64> TestTd::add_vcpu()
{
	std::vector<u64> tdvps{on.page()};

	on.must(HostLeaf::VpCreate, {.rcx = tdvps[0], .rdx = tdr});
	for (u32 i = 1; i < 6 + 3u * control().num_l2_vms; i++) {
		tdvps.push_back(on.page());
		on.must(HostLeaf::VpAddcx, {.rcx = tdvps.back(), .rdx = tdvps[0]});
	}
	on.must(HostLeaf::VpInit, {.rcx = tdvps[0]});
	return tdvps;
}

u64 *TestTd::entry(u64 gpa, u32 level, u32 vm)
{
	u32 at{static_cast<u32>(control().eptp >> 3 & 7)};
	u64 *table{words(tdcs[vm ? 5 + vm : 3])};

	for (; at > level; at--) {
		u64 const value{table[gpa >> (12 + 9 * at) & 511]};
		if (!(value & 7) || value & 0x80)
			return nullptr;
		table = words(value & 0xffffffffff000);
	}
	return &table[gpa >> (12 + 9 * level) & 511];
}

void TestTd::add_tables(u64 gpa, u32 level)
{
	for (u32 at = static_cast<u32>(control().eptp >> 3 & 7); at > level; at--) {
		u64 const aligned{gpa >> (12 + 9 * at) << (12 + 9 * at)};
		if (*entry(gpa, at) & 7)
			continue;
		on.must(HostLeaf::MemSeptAdd, {.rcx = aligned | at, .rdx = tdr, .r8 = on.page()});
	}
}

void TestTd::add_l2_tables(u32 vm, u64 gpa, u32 level)
{
	for (u32 at = static_cast<u32>(control().eptp >> 3 & 7); at > level; at--) {
		u64 const aligned{gpa >> (12 + 9 * at) << (12 + 9 * at)};
		if (*entry(gpa, at, vm) & 7)
			continue;
		tdx_regs in{.rcx = aligned | at,
			.rdx = tdr,
			.r8 = ~0ULL,
			.r9 = ~0ULL,
			.r10 = ~0ULL,
			.r11 = ~0ULL};
		*tdx::gpr(in, static_cast<Reg>(static_cast<u32>(Reg::R8) + vm)) = on.page();
		on.must(u64{1} << 16 | static_cast<u64>(HostLeaf::MemSeptAdd), in);
	}
}

u64 TestTd::add(u64 gpa)
{
	u64 const pa{on.page()};
	add_tables(gpa);
	on.must(HostLeaf::MemPageAdd, {.rcx = gpa, .rdx = tdr, .r8 = pa, .r9 = host_page_pa});
	return pa;
}

u64 TestTd::aug(u64 gpa, u32 level)
{
	u64 const pa{level ? on.large() : on.page()};
	add_tables(gpa, level);
	on.must(HostLeaf::MemPageAug, {.rcx = gpa | level, .rdx = tdr, .r8 = pa});
	return pa;
}

void TestTd::put_state(u64 gpa, u32 level, SeptState state)
{
	// Bits 7:6, 56:53 and 9 are bits 6:5, 4:1 and 0 of the state's encoding.
	constexpr u64 mask = 3ULL << 6 | 15ULL << 53 | 1ULL << 9;
	u64 const encoding{tdx::sept_states[static_cast<unsigned>(state)].encoding};
	u64 const bits{(encoding >> 5 & 3) << 6 | (encoding >> 1 & 15) << 53 | (encoding & 1) << 9};
	// Pages that a guest may read keep a permission.
	bool const present{
		state == SeptState::NlMapped || tdx::sept_states[static_cast<unsigned>(state)].is(
							tdx::SeptFlag::GuestAccessibleLeaf)};
	u64 *const at{entry(gpa, level)};

	*at = (*at & ~(mask | 7)) | bits | (present ? 7 : 0);
}

} // namespace test
