// SPDX-License-Identifier: GPL-2.0
#include "td_exit.hpp"

#include "core/abi/td_bits.hpp"
#include "core/emu/guest/guest_memory.hpp"
#include "core/emu/platform/tsc.hpp"
#include "core/emu/sept/sept.hpp"

namespace tdx::emu {

namespace {

using ExitVm = Bits<33, 32>; // of the exit qualification

template <typename Regs, typename Function>
CORE_ALWAYS_INLINE void for_each_register(Regs &regs, Function function)
{
	for (u8 i = 0; i < 16; i++) {
		Reg const reg{static_cast<Reg>(i)};
		if (auto *const value{gpr(regs.gpr, reg)})
			function(reg, *value);
	}
	function(Reg::Rax, regs.rax);
	function(Reg::Rbp, regs.rbp);
}

bool ends_the_td(StatusCode code)
{
	switch (code) {
	case StatusCode::NonRecoverableTd:
	case StatusCode::NonRecoverableTdWrongApicMode:
	case StatusCode::NonRecoverableTdNonAccessible:
	case StatusCode::NonRecoverableTdCorruptedMd:
		return true;
	default:
		return false;
	}
}

} // namespace

RunningVcpu::RunningVcpu(Emu &emu, Lp &on_lp) : lp{on_lp}, vcpu_{emu}
{
	intact_ = vcpu_.adopt(lp.tdvpr_pa, lp.tdr_pa) && !vcpu_.td().tdr().fatal;
}

[[gnu::noinline]] void RunningVcpu::save_registers(emu_regs const &regs)
{
	for_each_register(regs, [this](Reg reg, u64 value) { vcpu_.set_gpr(reg, value); });
	vcpu_.store(vcpu_field::last_exit_tsc, native_tsc());
}

void RunningVcpu::save_exit(emu_exit const &exit)
{
	constexpr u32 tdcall_bytes{4};

	vcpu_.vmwrite(vmcs_slot(vmcs::VM_EXIT_REASON), exit.reason);
	vcpu_.vmwrite(vmcs_slot(vmcs::VM_EXIT_INTR_INFO), exit.interruption);
	vcpu_.vmwrite(vmcs_slot(vmcs::EXIT_QUALIFICATION), exit.qualification);
	if (exit.reason == exit_reason::TDCALL)
		vcpu_.vmwrite(vmcs_slot(vmcs::VM_EXIT_INSTRUCTION_LEN), tdcall_bytes);
	vcpu_.vmwrite(vmcs_slot(vmcs::GUEST_PHYSICAL_ADDRESS), exit.gpa);
	vcpu_.vmwrite(vmcs_slot(vmcs::GUEST_LINEAR_ADDRESS), exit.gla);
}

[[gnu::noinline]] void RunningVcpu::load_registers(emu_regs &regs)
{
	for_each_register(regs, [this](Reg reg, u64 &value) { value = vcpu_.gpr(reg); });
}

// TDVPR and TDR are released with the scope.
void RunningVcpu::leave(bool dead)
{
	lp.in_guest = false;
	exited = true;
	if (dead)
		return;
	u64 const epoch{vcpu_.load(vcpu_field::vcpu_epoch)};
	vcpu_.td().control().epoch_refs[epoch & 1].subtract(1, Order::Release);
}

[[gnu::noinline]] emu_verdict RunningVcpu::exit(TdExit const &exit, emu_regs &regs)
{
	u64 const vm{intact_ ? vcpu_.load(vcpu_field::curr_vm) : 0};
	bool const dead{exit.code == StatusCode::NonRecoverableTdNonAccessible};

	if (ends_the_td(exit.code)) {
		if (Tdr *const tdr{vcpu_.td().tdr_or_null()})
			tdr->fatal = true;
	} else if (exit.code == StatusCode::NonRecoverableVcpu) {
		vcpu_.set_state(VcpuState::Disabled);
	} else {
		vcpu_.set_state(VcpuState::Ready);
		vcpu_.store(vcpu_field::last_td_exit, static_cast<u64>(LastTdExit::AsyncFault));
	}
	regs = {};
	regs.rax = Status::of(exit.code, exit.reason).raw;
	regs.gpr.rcx = ExitVm::put(exit.qualification, vm);
	regs.gpr.rdx = exit.extended;
	regs.gpr.r8 = exit.gpa;
	regs.gpr.r9 = exit.interruption;
	leave(dead);
	return EMU_EXITED;
}

[[gnu::noinline]] emu_verdict RunningVcpu::exit_dead(
	u32 reason, u64 qualification, u64 interruption, emu_regs &regs)
{
	return exit({StatusCode::NonRecoverableTdNonAccessible, reason, qualification, 0, 0,
			    interruption},
		regs);
}

emu_verdict RunningVcpu::exit_by_vmcall(u64 control, emu_regs &regs)
{
	bool const keeps_rbp{ConfigFlags::NoRbpMod::get(vcpu_.td().control().config_flags) != 0};

	vcpu_.set_state(VcpuState::Ready);
	vcpu_.store(vcpu_field::last_td_exit, static_cast<u64>(LastTdExit::Tdvmcall));
	for_each_register(regs, [&](Reg reg, u64 &value) {
		if (reg == Reg::Rbp && keeps_rbp)
			value = lp.host_rbp;
		else if (!(control >> static_cast<u32>(reg) & 1))
			value = 0;
	});
	regs.rax = exit_reason::TDCALL;
	regs.gpr.rcx = ExitVm::put(control, vcpu_.load(vcpu_field::curr_vm));
	leave(false);
	return EMU_EXITED;
}

void inject_ve(Vcpu &vcpu, u32 reason, u64 qualification, u64 gpa, u64 gla)
{
	constexpr u64 held{0xffffffff};

	if (vcpu.load(vcpu_field::ve_info_valid))
		return;
	vcpu.store(vcpu_field::ve_info_reason, reason);
	vcpu.store(vcpu_field::ve_info_qualification, qualification);
	vcpu.store(vcpu_field::ve_info_gpa, gpa);
	vcpu.store(vcpu_field::ve_info_gla, gla);
	vcpu.store(vcpu_field::ve_info_valid, held);
}

namespace {

// Of an EPT violation the host learns what was asked for and what was there, not where from.
constexpr u64 told_of_violation = ~0x1f80ULL;
constexpr u64 linear_address_valid = 1 << 7;

bool is_shared_gpa(Td const &td, u64 gpa)
{
	return gpa >> (td.control().gpa_width() - 1) & 1;
}

// Above the shared bit of the smaller GPA width, where the CPU still has address bits.
bool is_reserved_gpa(Td const &td, u64 gpa)
{
	return !td.control().gpaw && Bits<51, 48>::get(gpa);
}

[[gnu::noinline]] emu_verdict ept_violation(
	Emu &emu, RunningVcpu &running, emu_exit const &exit, emu_regs &regs)
{
	Td const &td{running.vcpu().td()};
	u64 extended{0};

	if (is_reserved_gpa(td, exit.gpa) && exit.qualification & linear_address_valid)
		return EMU_ANSWERED; // a #PF, which the guest takes
	if (!is_shared_gpa(td, exit.gpa)) {
		SeptWalk walk;
		if (!walk_sept(emu, td, 0, exit.gpa, 0, walk).ok())
			return running.exit_dead(exit.reason, exit.qualification, 0, regs);
		if (Septe{walk.value}.is(SeptFlag::AnyPendingAndGuestAcceptable)) {
			if (!TdCtls::PendingVeDisable::get(td.control().td_ctls)) {
				inject_ve(running.vcpu(), exit.reason, exit.qualification, exit.gpa,
					exit.gla);
				return EMU_ANSWERED;
			}
			extended = static_cast<u64>(ExtendedExit::Pending);
		}
	}
	return running.exit(
		{StatusCode::Success, exit.reason, exit.qualification & told_of_violation, extended,
			page_of(exit.gpa), 0},
		regs);
}

} // namespace

emu_verdict enter_guest(Emu &emu, Lp &lp, emu_regs &regs)
{
	RunningVcpu running{emu, lp};

	lp.in_guest = true;
	if (!running.intact()) {
		running.exit_dead(0, 0, 0, regs);
		return EMU_ANSWERED;
	}
	running.load_registers(regs);
	return EMU_ENTERED;
}

emu_verdict vm_exit(Emu &emu, Lp &lp, emu_exit const &exit, emu_regs &regs)
{
	constexpr u64 machine_check_smi{1}; // of the exit qualification

	RunningVcpu running{emu, lp};
	if (!running.intact())
		return running.exit_dead(exit.reason, exit.qualification, exit.interruption, regs);
	running.save_registers(regs);
	running.save_exit(exit);

	TdExit td_exit{
		StatusCode::Success, exit.reason, exit.qualification, 0, 0, exit.interruption};
	switch (VmExitReason::Basic::get(exit.reason)) {
	case exit_reason::EPT_VIOLATION:
		return ept_violation(emu, running, exit, regs);
	case exit_reason::TRIPLE_FAULT:
		td_exit.code = StatusCode::NonRecoverableVcpu;
		td_exit.interruption = 0;
		break;
	case exit_reason::OTHER_SMI:
		if (exit.qualification & machine_check_smi)
			td_exit.code = StatusCode::NonRecoverableTdNonAccessible;
		break;
	default:
		break;
	}
	return running.exit(td_exit, regs);
}

} // namespace tdx::emu
