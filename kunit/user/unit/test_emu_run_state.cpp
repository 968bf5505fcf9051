// SPDX-License-Identifier: GPL-2.0
//
// Extended state of a vCPU and XMM registers between it and the host: semantics.md, section 4, and
// guest_run.md, section 7.
#include "test_emu_run.hpp"

namespace {

using namespace test;

constexpr u32 mxcsr_at = 24 / 8, xmm_at = 160 / 8, xstate_bv_at = 512 / 8, xcomp_bv_at = 520 / 8,
	      avx_at = 576 / 8;

struct ExtendedState : RunGuest {
	explicit ExtendedState(RunOptions o = {.td = {.xfam = 7}}) : RunGuest{o}
	{
		long_mode();
		put_code({0x66, 0x0f, 0x01, 0xcc});
	}
	static u64 *image() { return static_cast<u64 *>(host::guest_state().xsave); }
	static u64 word(u32 number, u32 half, u64 seed) { return seed << 32 | number << 8 | half; }
	// As a CPU leaves them in the image.
	static void fill_image(u64 seed, u64 components = 7)
	{
		for (u32 i = 0; i < 16; i++) {
			image()[xmm_at + 2 * i] = word(i, 0, seed);
			image()[xmm_at + 2 * i + 1] = word(i, 1, seed);
			image()[avx_at + 2 * i] = word(i, 2, seed);
		}
		image()[mxcsr_at] = 0xffffULL << 32 | 0x1fa0;
		image()[xstate_bv_at] = components;
	}
	void fill_host(u64 seed)
	{
		for (u32 i = 0; i < 16; i++) {
			xmm.xmm[i][0] = word(i, 0, seed);
			xmm.xmm[i][1] = word(i, 1, seed);
		}
	}
	void expect_host(u32 mask, u64 seed)
	{
		for (u32 i = 0; i < 16; i++) {
			EXPECT_EQ(xmm.xmm[i][0], mask >> i & 1 ? word(i, 0, seed) : 0) << i;
			EXPECT_EQ(xmm.xmm[i][1], mask >> i & 1 ? word(i, 1, seed) : 0) << i;
		}
	}
	Step vmcall(u32 mask, u64 seed, u64 components = 7)
	{
		return [=](Vmcb &control, emu_regs &regs) {
			fill_image(seed, components);
			control.rax = leaf_number(GuestLeaf::VpVmcall);
			regs.gpr.rcx = u64{mask} << 16 | 0xc00;
			exit_with(exit_of_ud)(control, regs);
		};
	}
	// What the guest has when it runs next.
	std::vector<u64> guest_words()
	{
		std::vector<u64> words;
		steps = {[&](Vmcb &control, emu_regs &regs) {
			words.assign(image(), image() + 512);
			exit_with(svm::exit::INTR)(control, regs);
		}};
		run();
		return words;
	}
};

TEST_F(ExtendedState, HypercallsShowWhatTheGuestNames)
{
	for (u32 const mask : {0u, 1u, 0x8001u, 0x5aa5u, 0xffffu}) {
		SCOPED_TRACE(mask);
		long_mode();
		fill_host(0x77);
		EXPECT_EQ(td_exit(vmcall(mask, 0x11)).rax, 77u);
		expect_host(mask, 0x11);
	}
	// XMM registers in their initial state are zero, whatever lies in the image.
	long_mode();
	td_exit(vmcall(0xffff, 0x11, 1));
	expect_host(0, 0);
}

TEST_F(ExtendedState, AnswersChangeWhatTheGuestNamed)
{
	constexpr u32 mask{0x00f1};
	td_exit(vmcall(mask, 0x11));
	fill_host(0x22);
	std::vector<u64> const words{guest_words()};
	for (u32 i = 0; i < 16; i++) {
		u64 const seed{mask >> i & 1 ? 0x22u : 0x11u};
		EXPECT_EQ(words[xmm_at + 2 * i], word(i, 0, seed)) << i;
		EXPECT_EQ(words[xmm_at + 2 * i + 1], word(i, 1, seed)) << i;
		EXPECT_EQ(words[avx_at + 2 * i], word(i, 2, 0x11)) << i;
	}
	EXPECT_EQ(words[mxcsr_at] & 0xffffffff, 0x1fa0u);
	EXPECT_EQ(words[xstate_bv_at], 7u);
}

TEST_F(ExtendedState, AnswersToAGuestThatUsedNoXmm)
{
	td_exit(vmcall(2, 0x11, 1));
	fill_host(0x22);
	std::vector<u64> const words{guest_words()};
	EXPECT_EQ(words[xstate_bv_at], 3u);
	for (u32 i = 0; i < 16; i++)
		EXPECT_EQ(words[xmm_at + 2 * i], i == 1 ? word(1, 0, 0x22) : 0) << i;
}

// Other exits take nothing from the host and show it nothing.
TEST_F(ExtendedState, AsynchronousExits)
{
	Step const interrupt{[](Vmcb &control, emu_regs &regs) {
		fill_image(0x33);
		regs.gpr.rcx = 0xffff0c00;
		exit_with(svm::exit::INTR)(control, regs);
	}};

	fill_host(0x22);
	td_exit(interrupt);
	expect_host(0, 0);
	fill_host(0x22);
	std::vector<u64> const words{guest_words()};
	for (u32 i = 0; i < 16; i++)
		EXPECT_EQ(words[xmm_at + 2 * i], word(i, 0, 0x33)) << i;

	// Of a vCPU that ends as well, and of a TD.
	long_mode();
	fill_host(0x22);
	td_exit([](Vmcb &control, emu_regs &regs) {
		fill_image(0x44);
		regs.gpr.rcx = 0xffff0c00;
		exit_with(svm::exit::SHUTDOWN)(control, regs);
	});
	expect_host(0, 0);
}

TEST_F(ExtendedState, TdThatEndsInBetween)
{
	fill_host(0x22);
	steps = {[this](Vmcb &control, emu_regs &regs) {
		fill_image(0x44);
		td.root().fatal = true;
		exit_with(svm::exit::VINTR)(control, regs);
	}};
	EXPECT_EQ(run().rax, raw(0x60000005));
	expect_host(0, 0);
}

// On a CPU where XSETBV does not exit.
TEST_F(ExtendedState, Xcr0StaysInsideXfam)
{
	struct {
		u64 set, kept;
	} const values[]{{7, 7}, {0x207, 7}, {5, 1}, {0xe7, 7}, {3, 3}, {0, 1}};

	for (auto const &test : values) {
		SCOPED_TRACE(test.set);
		steps = {[&](Vmcb &control, emu_regs &regs) {
			host::guest_state().xcr0 = test.set;
			exit_with(svm::exit::VINTR)(control, regs);
		}};
		run();
		EXPECT_EQ(host::guest_state().xcr0, test.kept);
		EXPECT_EQ(vcpu_field<u64>(tdx::emu::vcpu_field::xcr0), test.kept);
		run();
		EXPECT_EQ(host::guest_state().xcr0, test.kept);
	}
}

// What a CPU would refuse, in pages that the host can write: XRSTOR and XSETBV fault in the host.
TEST_F(ExtendedState, DamagedImage)
{
	constexpr u64 legal_mxcsr{0xffff};
	u64 *const kept{static_cast<u64 *>(host::at(tdvps[3]))};

	for (u64 const xcr0 : {0ULL, 2ULL, 4ULL, 5ULL, 0x27ULL, ~0ULL, 0x205ULL}) {
		for (u32 i = 0; i < 512; i++)
			kept[i] = ~0ULL;
		vcpu_field<u64>(tdx::emu::vcpu_field::xcr0) = xcr0;
		std::vector<u64> const words{guest_words()};
		EXPECT_EQ(words[mxcsr_at] & 0xffffffff & ~legal_mxcsr, 0u);
		EXPECT_EQ(words[xstate_bv_at] & ~7ULL, 0u);
		for (u32 i = xcomp_bv_at; i < xstate_bv_at + 8; i++)
			EXPECT_EQ(words[i], 0u);
		u64 const now{host::guest_state().xcr0};
		EXPECT_TRUE(now == 1 || now == 3 || now == 7) << std::hex << xcr0 << ' ' << now;
	}
	td.control().xfam = ~0ULL;
	std::vector<u64> const words{guest_words()};
	EXPECT_EQ(words[xstate_bv_at] & ~7ULL, 0u);
	EXPECT_EQ(host::guest_state().xfam & ~7ULL, 0u);
}

// The state of one vCPU, not of the LP.
TEST_F(ExtendedState, OtherVcpusHaveTheirOwn)
{
	td.set_state(OpState::Initialized);
	std::vector<u64> const other{td.add_vcpu()};
	td.set_state(OpState::Runnable);

	td_exit([](Vmcb &control, emu_regs &regs) {
		fill_image(0x55);
		host::guest_state().dr[0] = 0xd0;
		exit_with(svm::exit::INTR)(control, regs);
	});
	u64 words[512]{};
	steps = {[&](Vmcb &control, emu_regs &regs) {
		std::memcpy(words, image(), sizeof(words));
		exit_with(svm::exit::INTR)(control, regs);
	}};
	emu_regs regs{};
	regs.gpr.rcx = other[0];
	ASSERT_EQ(emu_seamcall(module(), 0, &regs), EMU_ENTERED);
	ASSERT_EQ(emu_run(module(), 0, &regs, &xmm), EMU_EXITED);
	// What lies behind the components of this TD, the last of them AVX, no CPU looks at.
	constexpr u32 words_in_use = (576 + 256) / 8;
	for (u32 i = 0; i < words_in_use; i++)
		EXPECT_EQ(words[i], i == mxcsr_at ? 0x1f80u : 0) << i;
	EXPECT_EQ(host::guest_state().dr[0], 0u);
}

} // namespace
