// SPDX-License-Identifier: GPL-2.0
//
// Lines of VMMs about TDs; failures of ioctls are in ioctl_failure.cpp.
#pragma once

#include "message.hpp"

namespace tdxcall {

// clang-format off
constexpr Message vmm_messages[] = {
	{"vmm.vm-type", Weight::Failure, "", "QEMU 10.1",
		"vm-type %(tdx|TDX) not supported by KVM",
		"KVM cannot run TDs here: it was loaded without tdx=1, or the TDX module is"
		" not up",
		"load kvm_intel with tdx=1, and look in the log of the kernel why virt/tdx:"
		" or kvm_intel: gave up"},
	{"vmm.smm", Weight::Failure, "", "QEMU 10.1",
		"TDX VM doesn't support SMM",
		"a TD has no system-management mode",
		"-machine smm=off"},
	{"vmm.pic", Weight::Failure, "", "QEMU 10.1",
		"TDX VM doesn't support PIC",
		"a TD has no legacy interrupt controller",
		"-machine pic=off"},
	{"vmm.irqchip", Weight::Failure, "", "QEMU 10.1",
		"TDX VM requires kernel_irqchip to be split",
		"the APICs are KVM's, the IOAPIC is QEMU's",
		"-machine kernel-irqchip=split"},
	{"vmm.cpu-model", Weight::Failure, "", "QEMU 10.1",
		"Named cpu model is not supported for TDX yet!",
		"only the host's CPU model can be given to a TD",
		"-cpu host"},
	{"vmm.cpuid-unsupported", Weight::Warning, "", "QEMU 10.1",
		"TDX doesn't support requested feature: %s",
		"a CPUID bit that the TDX module or KVM does not give to a TD was asked for",
		"leave the feature out of -cpu; with enforce the TD does not start"},
	{"vmm.cpuid-forced", Weight::Warning, "", "QEMU 10.1",
		"TDX forcibly sets the feature: %s",
		"a CPUID bit that every TD has was not asked for",
		"name the feature in -cpu; with enforce the TD does not start"},
	{"vmm.phys-bits", Weight::Failure, "", "QEMU 10.1",
		"TDX requires guest CPU physical bits (%u) to match host CPU physical bits "
		"(%u)",
		"a TD sees the host's number of physical-address bits",
		"-cpu host,host-phys-bits=on, without phys-bits="},
	{"vmm.attributes", Weight::Failure, "", "QEMU 10.1",
		"Invalid attributes 0x%x for TDX VM (KVM supported: 0x%x)",
		"an ATTRIBUTES bit is not among those that KVM and the TDX module allow: "
		"first what was asked for, then what is allowed",
		"leave the bits out that are not allowed (pmu=off, no pks)"},
	{"vmm.attributes-qemu", Weight::Failure, "", "QEMU 10.1",
		"Some QEMU unsupported TD attribute bits being requested: 0x%x (QEMU "
		"supported: 0x%x)",
		"an ATTRIBUTES bit that QEMU does not know was asked for",
		"leave the bit out of the attributes of tdx-guest"},
	{"vmm.xfam", Weight::Failure, "", "QEMU 10.1",
		"Invalid XFAM 0x%x for TDX VM (supported: 0x%x)",
		"an extended feature (AVX, AMX, CET ...) is not among those that KVM and "
		"the TDX module allow: first what was asked for, then what is allowed",
		"switch the CPU features off that need the bits"},
	{"vmm.tsc-range", Weight::Failure, "", "QEMU 10.1",
		"Invalid TSC %u KHz, must specify cpu_frequency between [%u, %u] kHz",
		"the TDX module takes TSC frequencies of 100 MHz to 10 GHz",
		"another tsc-frequency="},
	{"vmm.tsc-step", Weight::Failure, "", "QEMU 10.1",
		"Invalid TSC %u KHz, it must be multiple of 25MHz",
		"the TDX module takes TSC frequencies in steps of 25 MHz",
		"another tsc-frequency="},
	{"vmm.bus-cycles", Weight::Failure, "", "QEMU 10.1",
		"KVM doesn't support KVM_CAP_X86_APIC_BUS_CYCLES_NS",
		"the kernel is older than 6.11 and cannot run TDs for this QEMU",
		"Linux 6.16 or newer"},
	{"vmm.tdvf", Weight::Failure, "", "QEMU 10.1",
		"TDVF metadata doesn't specify TD_HOB location.",
		"the firmware is no TDVF: an OVMF without TDX metadata, or one that is not "
		"given by -bios",
		"-bios with an OVMF built for TDX (OVMF.inteltdx.fd or the like)"},
	{"vmm.no-tdx-object", Weight::Failure, "", "QEMU since 6.0",
		"Parameter 'qom-type' does not accept value 'tdx-guest'",
		"this QEMU knows no TDs: it is older than 10.1, or was built without KVM",
		"QEMU 10.1 or newer, or that of a distribution with TDX"},
	{"vmm.no-tdx-object-5", Weight::Failure, "", "QEMU before 6.0 and for some options",
		"invalid object type: tdx-guest",
		"this QEMU knows no TDs: it is older than 10.1, or was built without KVM",
		"QEMU 10.1 or newer, or that of a distribution with TDX"},
};
// clang-format on

} // namespace tdxcall
