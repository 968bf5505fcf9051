#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
Usage: scripts/tdxcall/test_check.py TDXCALL     tests of check and collect

Recorded machines that differ from a ready one in one fact: the check of that fact fails, those
below it are skipped, and all others say what they said.
"""
import gzip
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import zlib

sys.dont_write_bytecode = True
from test_machines import (ABSENT, AMD, HOST, PARAVISOR_TD, TD, VM,  # pylint: disable=C0413
                           Machine, Unreadable, bits)

HERE = pathlib.Path(__file__).resolve().parent
READY, NOT_READY, USAGE, UNKNOWN = 0, 1, 2, 4
BROKEN = []


def expect(condition, name, why=""):
    if not condition:
        BROKEN.append(name)
        print(f"not ok {name} {str(why)[:700]}")


def run(*words, **options):
    return subprocess.run([sys.argv[1], *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False, timeout=60, **options)


class Answer:
    """What check says of a machine."""

    def __init__(self, machine):
        with tempfile.TemporaryDirectory() as directory:
            done = run("check", "--json", "--from", machine.write(directory))
            self.text = run("check", "--from", directory).stdout.decode()
        self.code = done.returncode
        self.json = json.loads(done.stdout)
        self.rows = {row["name"]: row for row in self.json["results"]}
        self.verdicts = {name: row["value"] for name, row in self.rows.items()}

    def below(self, name):
        """Checks that hang on this one."""
        found = set()
        for one, row in self.rows.items():
            if row["parent"] == name or row["parent"] in found:
                found.add(one)
        return found


def changed(machine, *, cpuid=(), msrs=(), files=()):
    other = machine.copy()
    for leaf, regs in dict(cpuid).items():
        other.cpuid[leaf] = {**other.cpuid.get(leaf, {}), **regs}
    other.msrs.update(dict(msrs))
    other.files.update(dict(files))
    return other


def one_thing(name, ready, machine, check, verdict, *, evidence="", remedy=""):
    """Only this check has another verdict than on the ready machine, and those below it."""
    got = Answer(machine)
    want = dict(ready.verdicts)
    want[check] = verdict
    if verdict == "fail":
        want.update(dict.fromkeys(ready.below(check), "skip"))
    expect(got.verdicts == want, name, {one: (got.verdicts.get(one), want.get(one)) for one in
                                        {**got.verdicts, **want}
                                        if got.verdicts.get(one) != want.get(one)})
    needed = ready.rows[check]["needed"]
    code = (READY if verdict == "pass" or not needed else
            NOT_READY if verdict == "fail" else UNKNOWN)
    expect(got.code == code, name + "-code", got.code)
    row = got.rows[check]
    expect(evidence in row["evidence"], name + "-evidence", row)
    expect(verdict in ("pass", "skip") or remedy in (row["remedy"] or ""), name + "-remedy", row)
    expect(bool(row["remedy"]) == (verdict in ("fail", "warn")), name + "-has-remedy", row)
    expect(all(len(line) <= 80 for line in got.text.splitlines()), name + "-columns", got.text)


def test_ready():
    for name, machine, kind in (("host", HOST, "host"), ("td", TD, "td")):
        got = Answer(machine)
        expect(got.code == READY and got.json["verdict"] == "ready", f"ready-{name}", got.text)
        expect(got.json["machine"] == kind, f"kind-{name}", got.json["machine"])
        expect(set(got.verdicts.values()) <= {"pass", "skip"}, f"all-pass-{name}", got.text)
        # Only what the kernel module alone knows is left out.
        expect([one for one, verdict in got.verdicts.items() if verdict == "skip"] ==
               (["module.cpus"] if name == "host" else []), f"skipped-{name}", got.verdicts)
        expect(len(got.text.splitlines()) > len(got.rows), f"text-{name}", got.text)


def test_msrs():
    ready = Answer(HOST)
    for msr, bit, check in (
            (0x3a, 0, "bios.vmx-lock"), (0x3a, 2, "bios.vmx"), (0x982, 1, "tme.enabled"),
            (0x982, 0, "tme.locked"), (0xfe, 15, "cpu.seamrr"), (0x1400, 3, "seamrr.configured"),
            (0x1401, 11, "seamrr.enabled"), (0x1401, 10, "seamrr.locked"),
            (0x1a0, 22, "bios.cpuid-limit"), (0xa0, 3, "bios.mcheck")):
        value = HOST.msrs[msr] ^ bits(bit)
        one_thing(f"msr-{msr:x}-{bit}", ready, changed(HOST, msrs={msr: value}), check, "fail",
                  evidence=f"MSR 0x{msr:x}")
        # On one CPU of four.
        one_thing(f"msr-{msr:x}-{bit}-on-cpu-2", ready,
                  changed(HOST, msrs={msr: {"0-1": HOST.msrs[msr], "2": value,
                                            "3": HOST.msrs[msr]}}),
                  check, "fail", evidence="on CPU 2")
    for msr, value, check in ((0x87, 64, "keyids"), (0x87, 1 << 32 | 64, "keyids"),
                              (0x981, 7 << 32 | 127 << 36, "tme.algorithm"),
                              (0x982, HOST.msrs[0x982] & ~(0xf << 36), "tme.keyid-bits")):
        one_thing(f"msr-{msr:x}-{value:x}", ready, changed(HOST, msrs={msr: value}), check, "fail")
    one_thing("msr-1861", ready, changed(HOST, msrs={0xa0: 1861}), "bios.mcheck", "fail",
              evidence="0x745", remedy="SGX factory reset")
    for msr, bit, check in ((0x480, 60, "errata.seamret"), (0xce, 27, "platform.production"),
                            (0x3a, 18, "platform.sgx")):
        one_thing(f"msr-{msr:x}-{bit}", ready,
                  changed(HOST, msrs={msr: HOST.msrs[msr] ^ bits(bit)}), check, "warn")
    for msr, check in ((0x1400, "seamrr.configured"), (0x1401, "seamrr.enabled")):
        one = changed(HOST, msrs={msr: ABSENT})
        expect(Answer(one).verdicts[check] == "fail", f"no-msr-{msr:x}", Answer(one).text)


def test_cpuid():
    ready = Answer(HOST)
    for leaf, reg, bit, check in ((1, "ecx", 5, "cpu.vmx"), (1, "ecx", 26, "cpu.features"),
                                  (1, "edx", 27, "cpu.features"), (7, "ecx", 28, "cpu.features"),
                                  (7, "ecx", 13, "cpu.tme")):
        value = HOST.cpuid[leaf][reg] & ~bits(bit)
        one_thing(f"cpuid-{leaf}-{reg}-{bit}", ready, changed(HOST, cpuid={leaf: {reg: value}}),
                  check, "fail")
    # Linux: X86_BUG_TDX_PW_MCE is of Sapphire and Emerald Rapids.
    for signature, verdict in ((0x806f8, "warn"), (0xc06f2, "warn"), (0xa06d1, "pass")):
        one_thing(f"pw-mce-{signature:x}", ready, changed(HOST, cpuid={1: {"eax": signature}}),
                  "errata.partial-write", verdict)
    ice_lake = Answer(changed(HOST, cpuid={1: {"eax": 0x606a6}}))
    expect(ice_lake.verdicts["cpu.model"] == "unknown", "other-model", ice_lake.text)


def test_files():
    ready = Answer(HOST)
    config = HOST.files["kernel-config"]
    params = "sys/module/kvm_intel/parameters/"
    for name, files, check, verdict in (
            ("config-host", {"kernel-config": config.replace("TDX_HOST=y", "TDX_HOST=n")},
             "kernel.config", "fail"),
            ("command-line", {"proc/cmdline": "nohibernate kvm_intel.tdx=1 noxsave\n"},
             "kernel.command-line", "fail"),
            ("clearcpuid", {"proc/cmdline": "clearcpuid=movdir64b\n"}, "kernel.command-line",
             "fail"),
            ("hibernation", {"sys/power/state": "freeze mem disk\n"}, "kernel.hibernation",
             "fail"),
            ("ept", {params + "ept": "N\n"}, "kvm.parameters", "fail"),
            ("tdp-mmu", {"sys/module/kvm/parameters/tdp_mmu": "N\n"}, "kvm.parameters", "fail"),
            ("no-kvm", {"sys/module/kvm_intel": ABSENT}, "kvm.loaded", "fail"),
            ("no-iommu", {"sys/class/iommu/dmar0": ABSENT}, "iommu", "warn"),
            ("iommu-off", {"proc/cmdline": "intel_iommu=off\n"}, "iommu", "warn"),
            ("no-sgx-device", {"dev/sgx_enclave": ABSENT}, "platform.sgx", "warn"),
            ("cpus", {"sys/kernel/debug/tdxcall/cpus": "cpu0: x\ncpus_working: 3 of 4\n"},
             "module.cpus", "fail"),
            ("all-cpus", {"sys/kernel/debug/tdxcall/cpus": "cpus_working: 4 of 4\n"},
             "module.cpus", "pass"),
            ("features", {"sys/kernel/debug/tdxcall/info": "module_features: 0xfbf\n"},
             "module.no-rbp-mod", "fail")):
        one_thing(name, ready, changed(HOST, files=files), check, verdict)
    one_thing("kvm-tdx-off", ready, changed(HOST, files={params + "tdx": "N\n"}), "kvm.tdx",
              "fail")
    old_kvm = {params + "tdx": ABSENT}
    for release, code in (("6.16.0", "pass"), ("6.15.9-generic", "fail"), ("6.7.0", "fail"),
                          ("6.1.0-56-amd64", "fail"), ("7.2.13", "pass")):
        got = Answer(changed(HOST, files={**old_kvm, "proc/sys/kernel/osrelease": release}))
        expect(got.verdicts["kernel.version"] == code, f"kernel-{release}", got.text)
    vendor = Answer(changed(HOST, files={"proc/sys/kernel/osrelease": "6.8.0-1013-intel\n",
                                         "kernel-config": "CONFIG_INTEL_TDX_HOST=y\n"}))
    expect(vendor.code == READY, "vendor-kernel", vendor.text)
    no_option = Answer(changed(HOST, files={**old_kvm, "kernel-config": config.replace(
        "CONFIG_KVM_INTEL_TDX=y\n", "")}))
    expect(no_option.verdicts["kernel.kvm-config"] == "fail", "config-kvm", no_option.text)


def test_module():
    """Linux 7.2 and older, by log and by sysfs; what it says when the bring-up fails."""
    quiet = changed(HOST, files={"sys/module/kvm_intel/parameters/tdx": "N\n"})
    start = "[ 0.1] virt/tdx: BIOS enabled: private KeyID range [64, 128)\n"
    for name, log, check, remedy in (
            ("not-loaded", "virt/tdx: module not loaded\n", "module.loaded", "EFI/TDX"),
            ("not-loaded-old", "virt/tdx: module is not loaded.\n", "module.loaded", ""),
            ("reserved-areas",
             "virt/tdx: initialization failed: TDMR [0x0, 0x80000000): reserved areas "
             "exhausted.\nvirt/tdx: module initialization failed (-28)\n", "module.up",
             "memory map"),
            ("rbp", "virt/tdx: NO_RBP_MOD feature is not supported\nvirt/tdx: module verson: "
             "1.5.0.0\nvirt/tdx: module initialization failed (-22)\n", "module.no-rbp-mod",
             "1.5.01"),
            ("not-in-vmx", "tdx: SEAMCALL failed: CPU 162 is not in VMX operation.\n"
             "tdx: TDX module initialization failed (-22)\n", "module.up", "VMX"),
            ("hibernation-log", "virt/tdx: initialization failed: Hibernation support is enabled\n",
             "kernel.hibernation", "nohibernate")):
        got = Answer(changed(quiet, files={"dmesg": start + log}))
        expect(got.verdicts[check] == "fail" and got.code == NOT_READY, f"log-{name}", got.text)
        expect(remedy in got.rows[check]["remedy"], f"log-{name}-remedy", got.rows[check])
    silent = Answer(changed(quiet, files={"dmesg": start}))
    expect(silent.verdicts["module.loaded"] == silent.verdicts["module.up"] == "unknown",
           "log-silent", silent.text)
    again = Answer(changed(quiet, files={
        "dmesg": "virt/tdx: module not loaded\n" + HOST.files["dmesg"]}))
    expect(again.verdicts["module.loaded"] == again.verdicts["module.up"] == "pass",
           "log-works-at-last", again.text)

    table = (HERE / "../../core/abi/module_release.hpp").read_text()
    releases = re.findall(r'\{"(\d+\.\d+\.\d+)", (\d+)', table)
    expect(len(releases) >= 20, "releases-read", releases)
    for version, _ in releases:
        line = [one for one, _ in releases if one.startswith(version[:4])]
        newest = max(line)
        one_thing(f"release-{version}", Answer(HOST),
                  changed(HOST, files={"sys/devices/faux/tdx_host/version": version + "\n"}),
                  "module.release", "pass" if version == newest else "warn", evidence=version,
                  remedy=newest)
    newer = changed(HOST, files={"sys/devices/faux/tdx_host/version": "1.5.99\n"})
    one_thing("release-newer", Answer(HOST), newer, "module.release", "pass", evidence="1.5.99")
    by_build = Answer(changed(quiet, files={
        "dmesg": "virt/tdx: TDX module: attributes 0x0, vendor_id 0x8086, major_version 1, "
                 "minor_version 5, build_date 20231008, build_num 595\n"
                 "virt/tdx: module initialized\n"}))
    expect("1.5.01" in by_build.rows["module.release"]["evidence"] and
           by_build.verdicts["module.release"] == "warn", "release-by-build", by_build.text)


def test_unreadable():
    """Whatever cannot be read is unknown and never passes; the reason is said."""
    why = Unreadable("somebody forbids it")
    ready = Answer(HOST)
    no_msrs = changed(HOST, msrs=dict.fromkeys(HOST.msrs, Unreadable("modprobe msr")),
                      files={"dmesg": why})
    got = Answer(no_msrs)
    expect(got.code == UNKNOWN and got.json["verdict"] == "unknown", "no-msrs", got.text)
    for check in ("bios.vmx-lock", "bios.vmx", "tme.enabled", "tme.locked", "tme.algorithm",
                  "tme.keyid-bits", "keyids", "cpu.seamrr", "seamrr.configured",
                  "seamrr.enabled", "seamrr.locked", "bios.mcheck", "bios.cpuid-limit",
                  "platform.production", "platform.sgx", "errata.seamret"):
        expect(got.verdicts[check] == "unknown" and "modprobe msr" in got.rows[check]["evidence"],
               f"no-msr-{check}", got.rows[check])
    # One CPU of four is enough.
    one = Answer(changed(HOST, msrs={0x1401: {"0-2": HOST.msrs[0x1401], "3": why}}))
    expect(one.verdicts["seamrr.locked"] == "unknown", "one-cpu-unread", one.text)
    # Linux's log stands in for MSRs that it speaks of.
    logged = Answer(changed(no_msrs, files={"dmesg": HOST.files["dmesg"]}))
    expect(logged.verdicts["keyids"] == logged.verdicts["tme.enabled"] == "pass", "msrs-by-log",
           logged.text)
    few = Answer(changed(no_msrs, files={
        "dmesg": "virt/tdx: initialization failed: too few private KeyIDs available.\n"}))
    expect(few.verdicts["keyids"] == "fail", "keyids-by-log", few.text)

    for path, content in HOST.files.items():
        if content is ABSENT:
            continue
        for kind, machine in (("unread", changed(HOST, files={path: why})),
                              ("missing", changed(HOST, files={path: ABSENT}))):
            if kind == "missing":
                del machine.files[path]
            got = Answer(machine)
            better = [name for name, verdict in got.verdicts.items()
                      if verdict == "pass" and ready.verdicts[name] not in ("pass",)]
            expect(not better, f"{kind}-{path}", better)
            expect(got.code in (READY, UNKNOWN), f"{kind}-{path}-code", got.text)
    for path, check in (("sys/module/kvm_intel", "kvm.loaded"),
                        ("proc/cmdline", "kernel.command-line"),
                        ("proc/sys/kernel/osrelease", "kernel.version"),
                        ("kernel-config", "kernel.config"),
                        ("sys/class/iommu/dmar0", "iommu"),
                        ("sys/module/kvm_intel/parameters/ept", "kvm.parameters")):
        one_thing(f"unread-{check}", ready, changed(HOST, files={path: why}), check, "unknown",
                  evidence=why)
    for path in ("sys/devices/system/cpu/online",):
        got = Answer(changed(HOST, files={path: why}))
        expect(got.verdicts["cpu.seamrr"] == "unknown" and got.code == UNKNOWN, "no-cpus",
               got.text)


def test_software_module():
    """What tdxcall.ko says of a software TDX module makes no machine ready."""
    info = ("role: host\nprivate_keyids: {}\nprobe_result: x\nmodule_version: 1.5.34\n"
            "module_features: 0xf0fbf\n")
    blind = changed(HOST, files={"dmesg": "", "sys/module/kvm_intel/parameters/tdx": "N\n"})
    for keyids, verdict in ((0, "unknown"), (64, "pass")):
        got = Answer(changed(blind, files={
            "sys/kernel/debug/tdxcall/info": info.format(keyids),
            "sys/kernel/debug/tdxcall/cpus": "cpus_working: 4 of 4\n"}))
        for check in ("module.loaded", "module.up", "module.release", "module.no-rbp-mod"):
            expect(got.verdicts[check] == verdict, f"software-{keyids}-{check}", got.rows[check])
        expect(got.verdicts["module.cpus"] == ("pass" if keyids else "skip"),
               f"software-{keyids}-cpus", got.text)


def test_isolated():
    machine = changed(HOST, msrs={msr: {"0,2-3": value} for msr, value in HOST.msrs.items()},
                      files={"sys/devices/system/cpu/isolated": "1\n"})
    expect(Answer(machine).code == READY, "isolated-cpu", Answer(machine).text)


def test_td():
    ready = Answer(TD)
    log = TD.files["dmesg"]
    for name, files, check, verdict in (
            ("debug", {"td-info": "attributes: 0x10000001\nxfam: 0x61ae7\n"}, "td.debug", "warn"),
            ("sept-ve", {"td-info": "attributes: 0x0\nxfam: 0x61ae7\n",
                         "dmesg": log.replace("PENDING_VE_DISABLE ", "")},
             "td.sept-ve-disable", "fail"),
            ("sept-ve-by-guest", {"td-info": "attributes: 0x0\nxfam: 0x61ae7\n"},
             "td.sept-ve-disable", "pass"),
            ("xfam", {"td-info": "attributes: 0x10000000\nxfam: 0x20003\n"}, "td.features",
             "warn"),
            ("kernel", {"proc/cpuinfo": "flags\t\t: fpu hypervisor\n",
                        "dmesg": log.replace("tdx: Guest detected", "")}, "td.kernel", "fail"),
            ("no-device", {"dev/tdx_guest": ABSENT}, "td.report", "fail"),
            ("no-quote", {"sys/kernel/config/tsm/report": ABSENT}, "td.quote", "fail"),
            ("vsock", {"sys/kernel/config/tsm/report": ABSENT, "dev/vsock": True}, "td.quote",
             "pass"),
            ("quote-timeout", {"dmesg": log + "tdx_guest: GetQuote request timedout\n"},
             "td.quote", "fail"),
            ("measurements", {"sys/devices/virtual/misc/tdx_guest/measurements": ABSENT},
             "td.measurements", "warn"),
            ("clock", {"sys/devices/system/clocksource/clocksource0/current_clocksource":
                       "kvm-clock\n"}, "td.clock", "warn")):
        one_thing(f"td-{name}", ready, changed(TD, files=files), check, verdict)
    no_device = {"td-info": Unreadable("Permission denied")}
    by_log = Answer(changed(TD, files={**no_device, "dmesg": log.replace(
        "Attributes:", "Attributes: DEBUG")}))
    expect(by_log.verdicts["td.debug"] == "warn" and
           by_log.verdicts["td.sept-ve-disable"] == "pass", "td-debug-by-log", by_log.text)
    blind = Answer(changed(TD, files={**no_device, "dmesg": Unreadable("root only")}))
    expect(blind.verdicts["td.debug"] == blind.verdicts["td.sept-ve-disable"] == "unknown" and
           blind.code == UNKNOWN, "td-blind", blind.text)


def test_other_machines():
    for name, machine, kind, phrase in (
            ("vm", VM, "vm", "under KVMKVMKVM"), ("amd", AMD, "foreign", "AuthenticAMD"),
            ("paravisor", PARAVISOR_TD, "vm", "behind a paravisor")):
        got = Answer(machine)
        expect(got.code == NOT_READY and got.json["machine"] == kind and len(got.rows) == 1,
               f"other-{name}", got.text)
        expect(phrase in got.rows["machine"]["evidence"], f"other-{name}-phrase", got.text)
    # A virtual machine that may be a TD.
    machine = TD.copy()
    del machine.cpuid[0x21]
    got = Answer(machine)
    expect(got.code == UNKNOWN and got.verdicts == {"machine": "unknown"} and
           "leaf 0x21" in got.rows["machine"]["evidence"], "td-leaf-unread", got.text)
    nothing = Answer(Machine({}, {}, {}))
    expect(nothing.code == UNKNOWN and nothing.verdicts == {"machine": "unknown"}, "nothing",
           nothing.text)


def test_config_gz():
    """All that deflate can do: stored, fixed and dynamic blocks."""
    ready = Answer(HOST).verdicts
    text = (HOST.files["kernel-config"] + "".join(
        f"CONFIG_OPTION_{number * 7919 % 10007}=y\n" for number in range(20000))).encode()
    # Repeats at all distances.
    chance = random.Random(1951)
    text += "".join(chance.choice("ab") * chance.randrange(1, 9) + chance.choice("cdefg\n")
                    for _ in range(20000)).encode()
    for level in (0, 1, 6, 9):
        packed = gzip.compress(text, level)
        got = Answer(changed(HOST, files={"kernel-config": packed}))
        expect(got.verdicts == ready, f"gzip-{level}", got.text)
        cut = Answer(changed(HOST, files={"kernel-config": packed[:len(packed) // 2]}))
        expect(cut.verdicts["kernel.config"] == "unknown", f"gzip-{level}-cut", cut.text)
        crc = packed[:-8] + bytes([packed[-8] ^ 1]) + packed[-7:]
        bad = Answer(changed(HOST, files={"kernel-config": crc}))
        expect(bad.verdicts["kernel.config"] == "unknown", f"gzip-{level}-crc", bad.text)
    fixed = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_FIXED)
    got = Answer(changed(HOST, files={"kernel-config": fixed.compress(text) + fixed.flush()}))
    expect(got.verdicts == ready, "gzip-fixed", got.text)


def test_long():
    """Files as large as may be, with what takes most time to read."""
    ready = Answer(TD).verdicts
    flags = "".join(f"flags : {number:07x}\n" for number in range(240000))
    start = time.monotonic()
    # Where the log does not say that it is a TD.
    log = TD.files["dmesg"].replace("tdx: Guest detected", "")
    got = Answer(changed(TD, files={"proc/cpuinfo": flags + TD.files["proc/cpuinfo"],
                                    "dmesg": log}))
    expect(got.verdicts == ready and time.monotonic() - start < 20, "long-cpuinfo",
           time.monotonic() - start)
    # Blocks of fixed codes, each with nothing but its end: ten bits, so four in five bytes.
    block = sum(0b010 << 10 * number for number in range(4)).to_bytes(5, "little")
    packed = b"\x1f\x8b\x08" + bytes(7) + block * (800 << 10) + b"\x03\0" + bytes(8)
    start = time.monotonic()
    got = Answer(changed(HOST, files={"kernel-config": packed}))
    expect(got.verdicts["kernel.config"] == "fail" and time.monotonic() - start < 20,
           "long-config", (time.monotonic() - start, got.text))


def test_terminal():
    """A recording comes from somebody else: what it says must not steer the terminal."""
    steer = "\x1b]0;title\x07\x1b[31m\x7f"
    for files in ({"sys/module/kvm_intel/parameters/tdx": f"Y{steer}\n"},
                  {"dmesg": f"virt/tdx: module not loaded{steer}\n"},
                  {"dev/sgx_enclave": Unreadable(steer)},
                  {"proc/sys/kernel/osrelease": f"6.18.1{steer}\n"}):
        text = Answer(changed(HOST, files=files)).text
        expect(all(char == "\n" or " " <= char != "\x7f" for char in text),
               f"terminal-{list(files)}", text)


def refused(name, directory, code, phrase):
    done = run("check", "--from", os.fspath(directory))
    expect(done.returncode == code and done.stderr.count(b"\n") == 1 and not done.stdout and
           phrase in done.stderr.decode(), name, (done.returncode, done.stderr, done.stdout))


def test_rubbish(top):
    """Recordings that are none, and damaged ones."""
    refused("no-directory", top / "none", USAGE, "No such file")
    (top / "file").write_text("x")
    refused("no-directory-but-file", top / "file", USAGE, "Not a directory")
    (top / "empty").mkdir()
    refused("empty", top / "empty", NOT_READY, "no recording")
    refused("other-directory", HERE, NOT_READY, "no recording")
    for name, content in (("cpuid", "x\n"), ("cpuid", "0x1 0x0: eax=0x1 ebx=0x1 ecx=0x1\n"),
                          ("msr", "0x1400\n"), ("msr", "0x1400 0-3 0x1ffffffffffffffff\n"),
                          ("msr", "0x1400 3-0 0x1\n"), ("msr", "".join(
                              f"0x{msr:x} 0-65535 0x1\n" for msr in range(20))),
                          # The same ones again and again take as long.
                          ("msr", "0x1400 0-65535 0x1\n" * (200 << 10)),
                          ("msr", "0x1400 0-99999999999 0x1\n"), ("recording", "tdxcall\n"),
                          ("recording", "tdxcall recording 1\nperhaps proc/cmdline\n"),
                          # What could not be read has a reason.
                          ("recording", "tdxcall recording 1\nunreadable proc/cmdline: \n"),
                          ("msr", "0x1400 0-3 unreadable: \n"),
                          ("recording", "\0" * 100000), ("cpuid", "\0" * 100000),
                          ("msr", "x" * (5 << 20))):
        directory = top / f"bad-{len(os.listdir(top))}"
        HOST.write(directory)
        (directory / name).write_text(content)
        refused(f"bad-{name}-{content[:30]!r}", directory, NOT_READY, f"/{name}")

    (top / "secret").write_text("nohibernate noxsave\n")
    for name, path, make in (
            ("link", "proc/cmdline", lambda to: to.symlink_to(top / "secret")),
            ("fifo", "proc/cmdline", os.mkfifo), ("directory", "proc/cmdline", os.mkdir),
            ("huge", "proc/cmdline", lambda to: to.write_text("noxsave " * (1 << 20)))):
        directory = top / f"odd-{name}"
        HOST.write(directory)
        (directory / path).unlink()
        make(directory / path)
        done = run("check", "--json", "--from", os.fspath(directory))
        rows = {row["name"]: row for row in json.loads(done.stdout)["results"]}
        expect(rows["kernel.command-line"]["value"] == "unknown" and done.returncode == UNKNOWN,
               f"odd-{name}", rows["kernel.command-line"])
    directory = top / "odd-folder"
    HOST.write(directory)
    (directory / "proc").rename(top / "outside")
    (directory / "proc").symlink_to(top / "outside")
    done = run("check", "--json", "--from", os.fspath(directory))
    rows = {row["name"]: row for row in json.loads(done.stdout)["results"]}
    expect(rows["kernel.command-line"]["value"] == "unknown", "odd-folder", rows)


def test_mutations(top):
    """Bytes of a recording are changed: an answer or one line that says what is wrong."""
    chance = random.Random(13)
    for number in range(int(os.environ.get("CHECK_MUTATIONS", "100"))):
        directory = top / f"mutation-{number}"
        chance.choice((HOST, TD, VM)).write(directory)
        files = [path for path in directory.rglob("*") if path.is_file()]
        for path in chance.sample(files, min(3, len(files))):
            data = bytearray(path.read_bytes())
            for _ in range(chance.randrange(1, 5)):
                at = chance.randrange(len(data) + 1)
                data[at:at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
            path.write_bytes(data)
        done = run("check", "--from", os.fspath(directory))
        expect((done.returncode in (READY, NOT_READY, UNKNOWN) and done.stdout and
                not done.stderr) or (done.returncode == NOT_READY and not done.stdout and
                                     done.stderr.count(b"\n") == 1),
               f"mutation-{number}", (done.returncode, done.stderr))


def test_this_machine(top):
    """Whatever it is, the recording of it gets the answer that it gets itself."""
    live = run("check", "--json")
    done = run("collect", os.fspath(top / "this"))
    expect(done.returncode == READY and not done.stderr, "collect", done)
    recorded = run("check", "--json", "--from", os.fspath(top / "this"))
    verdicts = [[(row["name"], row["value"]) for row in json.loads(one.stdout)["results"]]
                for one in (live, recorded)]
    expect(verdicts[0] == verdicts[1] and live.returncode == recorded.returncode and verdicts[0],
           "same-as-live", verdicts)
    for name, directory in (("not-empty", top / "this"), ("a-file", top / "file")):
        done = run("collect", os.fspath(directory))
        expect(done.returncode == USAGE and done.stderr.count(b"\n") == 1 and not done.stdout,
               f"collect-{name}", done)
    host = os.uname().nodename.encode()
    taken = b"".join(path.read_bytes() for path in (top / "this").rglob("*") if path.is_file())
    expect(len(host) < 4 or host not in taken, "collect-no-hostname", host)


def test_confidential():
    """Of a file that somebody copied whole, no check ever sees more than has to do with TDX."""
    got = Answer(changed(HOST, files={
        "proc/cmdline": "ip=10.1.2.3 root=UUID=1-2 kvm_intel.ept=0 ds=nocloud\n",
        "sys/module/kvm_intel/parameters/tdx": "N\n",
        "dmesg": "mce: PPIN: 12345\nCommand line: x virt/tdx: module not loaded\n"}))
    expect(got.verdicts["kernel.command-line"] == "fail" and "10.1" not in got.text,
           "confidential-words", got.text)
    expect(got.verdicts["module.loaded"] == "unknown", "confidential-log", got.text)


def test_colour(top):
    """Only on a terminal, and not when NO_COLOR is set."""
    directory = HOST.write(top / "colour")
    command = f"{sys.argv[1]} check --from {directory}"
    for environment, wanted in (({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)):
        keep = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        done = subprocess.run(["script", "-qec", command, "/dev/null"], check=False,
                              stdout=subprocess.PIPE, env={**keep, **environment})
        expect((b"\x1b[32m" in done.stdout) == wanted and b"ready for TDX" in done.stdout,
               f"colour-{environment}", done.stdout[:300])
    expect(b"\x1b" not in run("check", "--from", directory).stdout, "no-colour-in-a-pipe")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    for test in (test_ready, test_msrs, test_cpuid, test_files, test_module, test_unreadable,
                 test_software_module, test_isolated, test_td, test_other_machines,
                 test_config_gz, test_confidential, test_long, test_terminal):
        test()
    with tempfile.TemporaryDirectory() as directory:
        for test in (test_rubbish, test_mutations, test_this_machine, test_colour):
            test(pathlib.Path(directory))
    if BROKEN:
        sys.exit(f"{len(BROKEN)} broken: {' '.join(BROKEN)[:2000]}")
    print("check and collect answer as they should")


main()
