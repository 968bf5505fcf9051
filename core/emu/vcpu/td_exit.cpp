// SPDX-License-Identifier: GPL-2.0
#include "td_exit.hpp"

#include "core/abi/td_bits.hpp"
#include "core/emu/cpu/cpu_state.hpp"
#include "core/emu/guest/guest_memory.hpp"
#include "core/emu/platform/tsc.hpp"
#include "core/emu/sept/sept.hpp"
#include "exception.hpp"

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

void advance(Vcpu const &vcpu, u32 bytes)
{
	using OnBranches = Bits<1>; // single steps, in DEBUGCTL
	constexpr u64 low_half{0xffffffff};
	u64 const rip{vcpu.vmread(vmcs_slot(vmcs::GUEST_RIP)) + bytes};
	bool const wide{
		(vcpu.vmread(vmcs_slot(vmcs::GUEST_CS_AR_BYTES)) & AccessRights::code_64) != 0};

	vcpu.vmwrite(vmcs_slot(vmcs::VM_EXIT_INSTRUCTION_LEN), bytes);
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_RIP), wide ? rip : rip & low_half);
	vcpu.vmwrite(vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO),
		vcpu.vmread(vmcs_slot(vmcs::GUEST_INTERRUPTIBILITY_INFO)) &
			~Blocking::by_sti_or_mov_ss);
	if (vcpu.vmread(vmcs_slot(vmcs::GUEST_RFLAGS)) & Rflags::tf &&
		!OnBranches::get(vcpu.vmread(vmcs_slot(vmcs::GUEST_IA32_DEBUGCTL))))
		vcpu.vmwrite(vmcs_slot(vmcs::GUEST_PENDING_DBG_EXCEPTIONS),
			vcpu.vmread(vmcs_slot(vmcs::GUEST_PENDING_DBG_EXCEPTIONS)) |
				pending_single_step);
}

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

namespace {

// The exit qualification of an EPT violation without the bits about the linear address, which the
// host does not get.
constexpr u64 told_of_violation = ~0x1f80ULL;
constexpr u64 linear_address_valid = 1 << 7;

bool is_shared_gpa(Td const &td, u64 gpa)
{
	return gpa >> (td.control().gpa_width() - 1) & 1;
}

// Error code of the #PF for a GPA that is too wide.
u32 reserved_bit_fault(Vcpu const &vcpu, u64 qualification)
{
	using Dpl = Bits<6, 5>; // of SS, which is the CPL
	constexpr u64 users{3};
	constexpr u32 present{1 << 0};
	constexpr u32 write{1 << 1};
	constexpr u32 user{1 << 2};
	constexpr u32 reserved{1 << 3};
	constexpr u32 fetch{1 << 4};
	bool const by_user{Dpl::get(vcpu.vmread(vmcs_slot(vmcs::GUEST_SS_AR_BYTES))) == users};

	return present | reserved | (by_user ? user : 0) |
	       (Bits<1>::get(qualification) ? write : 0) |
	       (Bits<2>::get(qualification) ? fetch : 0);
}

// Is the GPA above the SHARED bit of a 48-bit GPA width?  The CPU has those address bits.
bool is_reserved_gpa(Td const &td, u64 gpa)
{
	return !td.control().gpaw && Bits<51, 48>::get(gpa);
}

} // namespace

VeInfo violation_info(Vcpu const &vcpu, emu_exit const &exit)
{
	return {.reason = exit.reason,
		.qualification = exit.qualification,
		.gpa = exit.gpa,
		.gla = exit.gla,
		.length = static_cast<u32>(vcpu.vmread(vmcs_slot(vmcs::VM_EXIT_INSTRUCTION_LEN)))};
}

[[gnu::noinline]] emu_verdict ept_violation(
	Emu &emu, RunningVcpu &running, emu_exit const &exit, emu_regs &regs)
{
	Td const &td{running.vcpu().td()};
	u64 extended{0};

	if (is_reserved_gpa(td, exit.gpa) && exit.qualification & linear_address_valid) {
		if (inject_pf(running.vcpu(), exit.gla,
			    reserved_bit_fault(running.vcpu(), exit.qualification)))
			return EMU_ANSWERED;
		return running.exit(
			{StatusCode::NonRecoverableVcpu, exit_reason::TRIPLE_FAULT, 0, 0, 0, 0},
			regs);
	}
	if (!is_shared_gpa(td, exit.gpa)) {
		SeptWalk walk;
		if (!walk_sept(emu, td, 0, exit.gpa, 0, walk).ok())
			return running.exit_dead(exit.reason, exit.qualification, 0, regs);
		if (Septe{walk.value}.is(SeptFlag::AnyPendingAndGuestAcceptable)) {
			if (!TdCtls::PendingVeDisable::get(td.control().td_ctls)) {
				inject_ve(running.vcpu(), violation_info(running.vcpu(), exit));
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
