// SPDX-License-Identifier: GPL-2.0
//
// A host that writes into what it has donated, and a guest that does what it likes: whatever they
// do, the run ends, and the machine below is asked for nothing that it would fault on.
//
// TDXCALL_RANDOM_CALLS and TDXCALL_RANDOM_SEED make other runs.
#include <cstdlib>
#include <random>

#include "test_emu_run.hpp"

namespace {

using namespace test;

u64 setting(char const *name, u64 otherwise)
{
	char const *const text{std::getenv(name)};
	return text ? std::strtoull(text, nullptr, 0) : otherwise;
}

constexpr u32 codes[]{svm::exit::CR4_READ, svm::exit::CR4_WRITE, svm::exit::CR0_SEL_WRITE,
	exit_of_ud, 0x4d, svm::exit::VINTR, svm::exit::CPUID, svm::exit::RSM, svm::exit::IRET,
	svm::exit::INVD, svm::exit::HLT, svm::exit::IOIO, svm::exit::MSR, svm::exit::VMMCALL,
	svm::exit::RDTSC, svm::exit::RDTSCP, svm::exit::RDPMC, svm::exit::WBINVD,
	svm::exit::MONITOR, svm::exit::MWAIT, svm::exit::XSETBV, svm::exit::NPF, svm::exit::NPF,
	svm::exit::NPF};

struct HostileRun : RunGuest {
	std::mt19937_64 random{setting("TDXCALL_RANDOM_SEED", 20261129)};
	std::vector<u8> own;

	HostileRun()
	{
		long_mode();
		put_code({0x66, 0x0f, 0x01, 0xcc});
		save();
	}
	u64 below(u64 end) { return random() % end; }
	// A word of this kind, or any.
	u64 word()
	{
		switch (below(4)) {
		case 0:
			return 0;
		case 1:
			return ~0ULL;
		case 2:
			return 1ULL << below(64);
		default:
			return random();
		}
	}
	// Everything that the module has of this TD, as it is now.
	std::vector<u64> pages()
	{
		std::vector<u64> all{tdvps};
		all.insert(all.end(), td.tdcs.begin(), td.tdcs.end());
		return all;
	}
	std::vector<std::vector<u8>> saved;
	std::vector<u8> saved_root;
	void save()
	{
		saved.clear();
		for (u64 const pa : pages()) {
			auto const *const at = static_cast<u8 *>(host::at(pa));
			saved.emplace_back(at, at + page_bytes);
		}
		auto const *const at = static_cast<u8 *>(host::at(td.tdr));
		saved_root.assign(at, at + page_bytes);
	}
	void restore()
	{
		std::size_t i{0};
		for (u64 const pa : pages())
			std::memcpy(host::at(pa), saved[i++].data(), page_bytes);
		std::memcpy(host::at(td.tdr), saved_root.data(), page_bytes);
	}

	// What VMRUN, XRSTOR and XSETBV would not take.
	void expect_harmless(Vmcb const &control)
	{
		host_guest const &state{host::guest_state()};
		auto const *const image = static_cast<u64 const *>(state.xsave);
		auto const in_area = [this](u64 pa, u64 bytes) {
			return pa >= area_pa && bytes <= options.area_pages * page_bytes &&
			       pa - area_pa <= options.area_pages * page_bytes - bytes;
		};

		ASSERT_TRUE(state.xcr0 == 1 || state.xcr0 == 3 || state.xcr0 == 7)
			<< std::hex << state.xcr0;
		ASSERT_EQ(state.xfam & ~7ULL, 0u);
		ASSERT_EQ(image[512 / 8] & ~7ULL, 0u);
		ASSERT_EQ(image[520 / 8], 0u);
		ASSERT_EQ(image[24 / 8] & 0xffff0000, 0u);
		// What keeps the vCPU in its place.
		ASSERT_EQ(control.asid, 15u);
		ASSERT_EQ(control.nested_control, 1u);
		ASSERT_TRUE(in_area(control.nested_cr3, page_bytes));
		ASSERT_TRUE(in_area(control.msrpm, 2 * page_bytes));
		ASSERT_TRUE(in_area(control.iopm, 3 * page_bytes));
		ASSERT_EQ(control.intercepts[1] & 1, 1u);
		ASSERT_EQ(control.int_control >> 24 & 1, 1u);
		ASSERT_EQ(control.exceptions & (1 << 18 | 1 << 6), 1u << 18 | 1u << 6);
		ASSERT_EQ(control.cr_writes, 1u << 4);
		ASSERT_TRUE(control.efer & 1 << 12);
		check_tables(control.nested_cr3, options.npt_levels);
	}
	// They map the host's memory window and nothing else.
	void check_tables(u64 table, u32 levels)
	{
		for (u32 i = 0; i < 512; i++) {
			u64 const entry{npt_page(table)[i]};
			if (!(entry & 1))
				continue;
			u64 const pa{entry & 0xffffffffff000};
			if (levels == 1 || entry & 0x80) {
				ASSERT_LE(levels, 2u);
				ASSERT_NE(host::at(pa), nullptr) << std::hex << pa;
				continue;
			}
			ASSERT_TRUE(
				pa >= area_pa && pa < area_pa + options.area_pages * page_bytes);
			check_tables(pa, levels - 1);
		}
	}
	Step random_exit()
	{
		return [this](Vmcb &control, emu_regs &regs) {
			expect_harmless(control);
			exit_with(codes[below(std::size(codes))], word(), word())(control, regs);
			if (control.exit_code == svm::exit::NPF) {
				control.exit_info_1 =
					random() & (npf_final | npf_write | npf_fetch);
				control.exit_info_2 = (below(2) ? shared_bit : 0) | below(3) << 48 |
						      below(4 * large_bytes);
			}
			if (!below(4))
				control.exit_int_info = random();
			control.rax = below(2) ? below(32) : word();
			for (u64 *const reg : {&regs.gpr.rcx, &regs.gpr.rdx, &regs.gpr.rdi,
				     &regs.gpr.r8, &regs.rbp})
				*reg = below(2) ? below(8 * large_bytes) : word();
			if (!below(3))
				control.rip = below(2) ? gpa_code : word();
			if (!below(8))
				host::guest_state().xcr0 = word();
		};
	}
	template <typename Damage>
	void go(u64 otherwise, Damage damage)
	{
		for (u64 i = setting("TDXCALL_RANDOM_CALLS", otherwise); i--;) {
			SCOPED_TRACE(i);
			for (u64 n = 1 + below(6); n--;)
				steps.push_back([=, this](Vmcb &control, emu_regs &regs) {
					random_exit()(control, regs);
					if (below(2))
						damage();
				});
			damage();
			emu_regs regs{};
			regs.gpr.rcx = tdvpr();
			entries.clear();
			if (emu_seamcall(module(), 0, &regs) == EMU_ENTERED) {
				ASSERT_EQ(emu_run(module(), 0, &regs, &xmm), EMU_EXITED);
			}
			ASSERT_FALSE(host::state_is_the_guests());
			ASSERT_FALSE(HasFatalFailure());
			steps.clear();
			restore();
			module()->lps[0].in_guest = false;
		}
	}
};

TEST_F(HostileRun, Guest)
{
	go(3000, [] {});
}

TEST_F(HostileRun, StateOfTheVcpu)
{
	go(3000, [this] {
		u64 *const page{static_cast<u64 *>(host::at(tdvps[below(tdvps.size())]))};
		for (u64 n = 1 + below(8); n--;)
			page[below(512)] = word();
	});
}

TEST_F(HostileRun, EachSlotOfTheVmcs)
{
	u32 slot{0};
	go(512, [&] { static_cast<u64 *>(host::at(tdvps[1]))[slot++ % 512] = word(); });
}

TEST_F(HostileRun, VirtualApicAndDescriptor)
{
	go(500, [this] {
		u32 *const page{static_cast<u32 *>(host::at(tdvps[2]))};
		for (u32 i = 0; i < 16; i++)
			page[below(1024)] = static_cast<u32>(word());
		vmcs_word(vmcs_slot(vmcs::PIN_BASED_VM_EXEC_CONTROL)) = 0xff;
		vmcs_word(vmcs_slot(vmcs::POSTED_INTR_DESC_ADDR)) =
			below(2) ? host_base + below(huge_bytes) : word();
	});
}

TEST_F(HostileRun, ConfigurationOfTheTd)
{
	go(2000, [this] {
		u64 *const page{static_cast<u64 *>(host::at(td.tdcs[below(td.tdcs.size())]))};
		for (u64 n = 1 + below(4); n--;)
			page[below(512)] = word();
	});
}

TEST_F(HostileRun, SecureEpt)
{
	std::vector<std::pair<u64 *, u64>> entries_;
	for (u64 const gpa : {gpa_code, gpa_data, gpa_tables, gpa_pending, gpa_large}) {
		for (u32 level = 0; level < 4; level++) {
			if (u64 *const entry{td.entry(gpa, level)})
				entries_.emplace_back(entry, *entry);
		}
	}
	go(2000, [&] {
		for (auto const &[entry, value] : entries_)
			*entry = value;
		auto const &[entry, value] = entries_[below(entries_.size())];
		*entry = below(2) ? word() : value ^ 1ULL << below(64);
	});
}

TEST_F(HostileRun, SharedEpt)
{
	constexpr u64 root{host_base + 0x6000};
	vmcs_word(vmcs_slot(vmcs::SHARED_EPT_POINTER)) = root;
	save();
	go(2000, [this] {
		u64 *const table{static_cast<u64 *>(host::at(root + below(4) * page_bytes))};
		table[below(8)] = below(2) ? (root + below(8) * page_bytes) | 7 : word();
		table[256] = (root + below(4) * page_bytes) | 7;
	});
}

} // namespace
