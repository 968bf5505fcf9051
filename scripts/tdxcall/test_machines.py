# SPDX-License-Identifier: GPL-2.0
"""
Machines for the tests of tdxcall check, as recordings: what each is differs from a host that is
ready, or from a TD, in what the test is about.  Bits and MSRs are those of Intel's manuals and of
Linux, files those of Linux.
"""
import copy
import os
import pathlib
import struct

CPUS = "0-3"
ABSENT = object()


class Unreadable(str):
    """The reason."""


def bits(*positions):
    return sum(1 << position for position in positions)


def leaf_text(text):
    """Twelve characters in EBX, EDX and ECX."""
    return dict(zip(("ebx", "edx", "ecx"), struct.unpack("<3I", text.encode())))


def hypervisor_text(text):
    """In EBX, ECX and EDX."""
    return dict(zip(("ebx", "ecx", "edx"), struct.unpack("<3I", text.encode().ljust(12, b"\0"))))


class Machine:
    """CPUID leaves, MSRs of all CPUs (or {CPUs: value}), and files; ABSENT or Unreadable."""

    def __init__(self, cpuid, msrs, files):
        self.cpuid, self.msrs, self.files = cpuid, msrs, files

    def copy(self):
        return copy.deepcopy(self, {id(ABSENT): ABSENT})

    def write(self, directory):
        directory = pathlib.Path(directory)
        directory.mkdir(parents=True, exist_ok=True)
        listed = ["tdxcall recording 1"]
        for path, content in self.files.items():
            if content is ABSENT:
                listed.append(f"absent {path}")
            elif content is True:
                listed.append(f"present {path}")
            elif isinstance(content, Unreadable):
                listed.append(f"unreadable {path}: {content}")
            else:
                (directory / path).parent.mkdir(parents=True, exist_ok=True)
                (directory / path).write_bytes(
                    content if isinstance(content, bytes) else content.encode())
        (directory / "recording").write_text("\n".join(listed) + "\n")
        (directory / "cpuid").write_text("".join(
            f"   0x{leaf:08x} 0x00: " + " ".join(
                f"{reg}=0x{regs.get(reg, 0):08x}" for reg in ("eax", "ebx", "ecx", "edx")) + "\n"
            for leaf, regs in self.cpuid.items()))
        lines = []
        for msr, values in self.msrs.items():
            for cpus, value in (values if isinstance(values, dict) else {CPUS: values}).items():
                text = ("absent" if value is ABSENT else f"unreadable: {value}"
                        if isinstance(value, Unreadable) else f"0x{value:016x}")
                lines.append(f"0x{msr:x} {cpus} {text}\n")
        (directory / "msr").write_text("".join(lines))
        return os.fspath(directory)


SYSTEM = {
    "sys/kernel/debug/tdxcall/info": ABSENT,
    "sys/kernel/debug/tdxcall/cpus": ABSENT,
    "sys/devices/system/cpu/online": CPUS + "\n",
    "sys/devices/system/cpu/isolated": "\n",
    "proc/cpuinfo": "flags\t\t: fpu vmx\n",
}

# Linux 6.18 with the newest release of the 1.5 line; the log in the words of Linux 7.2.
HOST = Machine(
    {
        0: {"eax": 0x20, **leaf_text("GenuineIntel")},
        1: {"eax": 0xa06f3, "ecx": bits(5, 26), "edx": bits(27)},
        7: {"ecx": bits(13, 28)},
    },
    {
        0x3a: bits(0, 2, 17, 18),
        0x87: 64 << 32 | 64,
        0xa0: 0,
        0xce: bits(27),
        0xfe: bits(15),
        0x1a0: 0x850089,
        0x480: bits(60),
        0x981: bits(0) | 7 << 32 | 127 << 36,
        0x982: bits(0, 1, 48) | 7 << 32 | 6 << 36,
        0x1400: 0x3ffe000008,
        0x1401: 0x3ffe000c00,
    },
    {
        **SYSTEM,
        "dmesg": "[    0.100000] x86/tme: enabled by BIOS\n"
                 "[    0.200000] virt/tdx: BIOS enabled: private KeyID range [64, 128)\n"
                 "[    9.300000] virt/tdx: Module version: 1.5.34\n"
                 "[    9.400000] virt/tdx: 525320 KB allocated for PAMT\n"
                 "[    9.500000] virt/tdx: TDX-Module initialized\n",
        "kernel-config": "CONFIG_INTEL_TDX_HOST=y\nCONFIG_KVM_INTEL=m\nCONFIG_KVM_INTEL_TDX=y\n"
                         "CONFIG_HIBERNATION=y\n",
        "proc/cmdline": "nohibernate kvm_intel.tdx=1\n",
        "proc/meminfo": "MemTotal:       131072000 kB\n",
        "proc/sys/kernel/osrelease": "6.18.1\n",
        "sys/power/state": "freeze mem\n",
        "sys/module/kvm_intel": True,
        "sys/module/kvm_intel/parameters/tdx": "Y\n",
        "sys/module/kvm_intel/parameters/ept": "Y\n",
        "sys/module/kvm_intel/parameters/eptad": "Y\n",
        "sys/module/kvm_intel/parameters/enable_apicv": "Y\n",
        "sys/module/kvm/parameters/tdp_mmu": "Y\n",
        "sys/module/kvm/parameters/mmio_caching": "Y\n",
        "sys/module/kvm/parameters/enable_virt_at_load": "Y\n",
        "sys/devices/faux/tdx_host/version": ABSENT,
        "sys/devices/faux/tdx_host/seamldr_version": ABSENT,
        "sys/class/iommu/dmar0": True,
        "dev/sgx_enclave": True,
    })

TD = Machine(
    {
        0: {"eax": 0x21, **leaf_text("GenuineIntel")},
        1: {"eax": 0xc06f2, "ecx": bits(31)},
        0x21: leaf_text("IntelTDX    "),
        0x40000000: {"eax": 0x40000001, **hypervisor_text("KVMKVMKVM")},
    },
    {},
    {
        **SYSTEM,
        "dmesg": "[    0.000000] tdx: Guest detected\n"
                 "[    0.000000] tdx: Attributes: SEPT_VE_DISABLE\n"
                 "[    0.000000] tdx: TD_CTLS: PENDING_VE_DISABLE ENUM_TOPOLOGY\n",
        "proc/cpuinfo": "flags\t\t: fpu hypervisor tdx_guest\n",
        "td-info": "attributes: 0x0000000010000000\nxfam: 0x0000000000061ae7\n",
        "dev/tdx_guest": True,
        "dev/vsock": ABSENT,
        "sys/kernel/config": True,
        "sys/kernel/config/tsm/report": True,
        "sys/devices/virtual/misc/tdx_guest/measurements": True,
        "sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
    })

VM = Machine({0: {"eax": 0x20, **leaf_text("GenuineIntel")},
              1: {"eax": 0xc06f2, "ecx": bits(5, 31)},
              0x40000000: {"eax": 0x40000001, **hypervisor_text("KVMKVMKVM")}}, {}, SYSTEM)
PARAVISOR_TD = Machine({0: {"eax": 0x20, **leaf_text("GenuineIntel")},
                        1: {"eax": 0x806f8, "ecx": bits(31)},
                        0x40000000: {"eax": 0x4000000c, **hypervisor_text("Microsoft Hv")},
                        0x4000000c: {"ebx": 3}}, {}, SYSTEM)
AMD = Machine({0: {"eax": 0x10, **leaf_text("AuthenticAMD")},
               1: {"eax": 0xa10f11, "ecx": 0}}, {}, SYSTEM)
