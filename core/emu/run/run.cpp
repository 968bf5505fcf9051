// SPDX-License-Identifier: GPL-2.0
//
// From TDH.VP.ENTER to the TD exit: VMRUN after VMRUN, as long as the exits between are the
// module's own business.
#include "core/emu/host.h"
#include "core/emu/vcpu/exception.hpp"
#include "guest.hpp"

namespace tdx::emu {

namespace {

// The legacy region and the header of an XSAVE image, in words.
constexpr u32 mxcsr_at = 24 / 8;
constexpr u32 xmm_at = 160 / 8;
constexpr u32 xstate_bv_at = 512 / 8;
constexpr u32 xcomp_bv_at = 520 / 8;
constexpr u64 xstate_sse = 1 << 1;
constexpr u64 compacted = 1ULL << 63;
constexpr u32 xmm_registers = 16;

// In the RCX of TDG.VP.VMCALL.
using XmmMask = Bits<31, 16>;

// Size of the image with these components.  AVX is at a fixed offset; offsets of later ones are
// asked of the CPU.
u32 image_words(u64 components)
{
	constexpr u32 legacy_bytes{576};
	constexpr u32 avx_bytes{256};

	if (components & ~(Xfam::X87::mask | Xfam::Sse::mask | Xfam::Avx::mask))
		return page_size / 8;
	return (legacy_bytes + (Xfam::Avx::get(components) ? avx_bytes : 0)) / 8;
}

struct Run {
	host_guest state{};
	tdx_xmm &xmm;
	bool loaded{false};
};

u64 *xsave_image(Lp const &lp)
{
	return reinterpret_cast<u64 *>(area_page(lp.area, AreaPage::xsave));
}

// XRSTOR always loads MXCSR from the image, and raises #GP if it has a bit that the CPU lacks.
void settle_mxcsr(u64 *image)
{
	using Mxcsr = Bits<31, 0>;
	using MxcsrMask = Bits<63, 32>; // of an image that a CPU has written
	constexpr u64 initial{0x1f80};
	constexpr u64 every_cpus{0xffff};
	u64 const word{image[mxcsr_at]};

	image[mxcsr_at] =
		Mxcsr::put(word, MxcsrMask::get(word) ? Mxcsr::get(word) & every_cpus : initial);
}

void load_xmm(Vcpu const &vcpu, tdx_xmm const &xmm, u64 *image)
{
	if (LastTdExit{static_cast<u8>(vcpu.load(vcpu_field::last_td_exit))} !=
		LastTdExit::Tdvmcall)
		return;
	u64 const mask{XmmMask::get(vcpu.gpr(Reg::Rcx))};
	bool const used{(image[xstate_bv_at] & xstate_sse) != 0};
	for (u32 i = 0; i < 2 * xmm_registers && !used; i++)
		image[xmm_at + i] = 0;
	for (u32 i = 0; i < xmm_registers; i++) {
		if (!(mask >> i & 1))
			continue;
		image[xmm_at + 2 * i] = xmm.xmm[i][0];
		image[xmm_at + 2 * i + 1] = xmm.xmm[i][1];
	}
	if (mask)
		image[xstate_bv_at] |= xstate_sse;
}

// Gives the host the XMM registers that TDG.VP.VMCALL exposes.
void save_xmm(u64 mask, u64 const *image, tdx_xmm &xmm)
{
	bool const used{(image[xstate_bv_at] & xstate_sse) != 0};

	for (u32 i = 0; i < xmm_registers; i++) {
		bool const shown{used && mask >> i & 1};
		xmm.xmm[i][0] = shown ? image[xmm_at + 2 * i] : 0;
		xmm.xmm[i][1] = shown ? image[xmm_at + 2 * i + 1] : 0;
	}
}

u64 legal_xcr0(u64 value, u64 components)
{
	u64 const inside{(value & components) | Xfam::X87::mask};
	return is_legal_xcr0(inside, components | Xfam::X87::mask) ? inside : Xfam::X87::mask;
}

// TDVPS has the image in compacted format.  Its first page is the same in the standard format as
// long as no supervisor component is in use.
void load_extended_state(Guest const &guest, Run &run)
{
	Vcpu const &vcpu{guest.vcpu()};
	u64 const components{user_components(guest)};
	u64 const xcr0{vcpu.load(vcpu_field::xcr0)};
	u64 *const image{xsave_image(guest.lp)};
	auto const *const kept = static_cast<u64 const *>(vcpu.tdvps_page(TdvpsPage::xbuff));

	for (u32 i = 0; i < image_words(components); i++)
		image[i] = atomic(kept[i]).load();
	image[xcomp_bv_at] = 0;
	image[xstate_bv_at] &= components;
	for (u32 i = xcomp_bv_at + 1; i < xstate_bv_at + 8; i++)
		image[i] = 0;
	settle_mxcsr(image);
	load_xmm(vcpu, run.xmm, image);

	run.state.xsave = image;
	run.state.xfam = components;
	run.state.xcr0 = legal_xcr0(xcr0, components);
	for (u32 i = 0; i < 4; i++)
		run.state.dr[i] = vcpu.load(vcpu_field::dr, i);
	run.state.tsc_aux = vcpu.load(vcpu_field::tsc_aux);
	host_guest_begin(&run.state);
	run.loaded = true;
}

void save_extended_state(Guest const &guest, Run &run)
{
	Vcpu const &vcpu{guest.vcpu()};
	u64 *const image{xsave_image(guest.lp)};
	auto *const kept = static_cast<u64 *>(vcpu.tdvps_page(TdvpsPage::xbuff));

	host_guest_end(&run.state);
	run.loaded = false;
	image[xcomp_bv_at] = compacted;
	for (u32 i = 0; i < image_words(run.state.xfam); i++)
		atomic(kept[i]).store(image[i]);
	for (u32 i = 0; i < 4; i++)
		vcpu.store(vcpu_field::dr, run.state.dr[i], i);
}

void vmrun(Guest const &guest)
{
	Lp &lp{guest.lp};
	svm::Vmcb &vmcb{guest.vmcb()};
	constexpr u32 flush_all{1};

	use_translations(guest);
	load_vmcb(guest);
	prepare_events(guest);
	// Before the first run, somebody else may have used the ASID.
	vmcb.tlb_control = lp.translations.changed ? flush_all : 0;
	lp.translations.changed = false;
	host_vmrun(area_pa(lp.area, AreaPage::vmcb), &guest.regs);
	// On some CPUs XSETBV does not exit.
	u64 const xcr0{host_guest_xcr0()};
	u64 const legal{legal_xcr0(xcr0, user_components(guest))};
	if (legal != xcr0)
		host_set_guest_xcr0(legal);
	guest.vcpu().store(vcpu_field::xcr0, legal);
}

bool state_is_the_guests(svm::Vmcb const &vmcb)
{
	u32 const code{static_cast<u32>(vmcb.exit_code)};
	return code != svm::exit::INVALID && code != svm::exit::SHUTDOWN;
}

// One VMRUN and the handling of its exit.  A function of its own for its stack frame, which is
// mostly filled by the vCPU.
[[gnu::noinline]] emu_verdict run_once(Emu &emu, Lp &lp, emu_regs &regs, Run &run)
{
	RunningVcpu running{emu, lp};
	Guest guest{emu, lp, running, regs};

	if (!running.intact())
		return running.exit_dead(0, 0, 0, regs);
	if (!run.loaded)
		load_extended_state(guest, run);
	vmrun(guest);
	if (state_is_the_guests(guest.vmcb())) {
		save_vmcb(guest);
		finish_events(guest);
	} else {
		lp.area_ready = false;
	}
	running.save_registers(regs);
	emu_verdict const verdict{handle_exit(guest)};
	if (verdict == EMU_EXITED)
		save_extended_state(guest, run);
	return verdict;
}

} // namespace

} // namespace tdx::emu

using namespace tdx::emu;

emu_verdict emu_run(emu *emu, u32 lp, emu_regs *regs, tdx_xmm *xmm)
{
	Lp &self{emu->lps[lp]};
	Run run{.xmm = *xmm};
	emu_verdict verdict;

	self.translations.changed = true;
	if (!self.area_ready)
		init_vmcb(*emu, self.area);
	self.area_ready = true;
	do {
		verdict = run_once(*emu, self, *regs, run);
	} while (verdict == EMU_ANSWERED);
	if (run.loaded)
		host_guest_end(&run.state);
	u64 const shown{regs->rax == tdx::exit_reason::TDCALL ? XmmMask::get(regs->gpr.rcx) : 0};
	save_xmm(shown, xsave_image(self), *xmm);
	self.busy.store(false, tdx::Order::Release);
	return verdict;
}
