#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: scripts/tdxcall/test_log.py [TDXCALL]

Tests what tdxcall decode makes of logs: every message, ioctls, splats, whole logs, and mutated lines
(MUTATIONS of them, 20000 by default), which never give a reading that the tables contradict.
"""

import json
import os
import random
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TDXCALL = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../../build/tdxcall/tdxcall")
PASSED, FAILED = [], []
SMALL_LOG = 25


def check(name, good, why=""):
    (PASSED if good else FAILED).append(name)
    print(("ok " if good else "not ok ") + name)
    if not good and why:
        print("# " + str(why)[:1500].replace("\n", "\n# "))


def run(*words, text=None):
    return subprocess.run([TDXCALL, *words], input=text, capture_output=True, text=True, check=False)


def decode(text, *options, line=False):
    """The JSON object for a log on standard input, or for a line as the argument."""
    words = ["decode", "--json", *options] + ([text] if line else [])
    done = run(*words, text=None if line else text)
    return json.loads(done.stdout) if done.stdout else {"results": [], "error": done.stderr}


def names(found):
    return [result.get("message") or result["name"] for result in found["results"]]


def says(name, log, *phrases, never=()):
    """Every phrase stands in the text, and the exit status is 0."""
    done = run("decode", text=log)
    missing = [phrase for phrase in phrases if phrase not in done.stdout]
    wrong = [phrase for phrase in never if phrase in done.stdout]
    check(name, done.returncode == 0 and not done.stderr and not missing and not wrong,
          f"missing {missing}, wrong {wrong}, exit {done.returncode}\n{done.stdout}{done.stderr}")


# --- messages

def kernel_lines():
    with open(os.path.join(HERE, "test_lines.tsv"), encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]


MESSAGES = {row["name"]: row for row in json.loads(run("messages", "--json").stdout)["results"]}
VALUES = {"d": "3", "u": "7", "x": "1f", "S": "c000050500000000", "E": "-5", "L": "TDH_MNG_CREATE",
          "G": "1", "F": "fbf", "V": "28", "A": " SEPT_VE_DISABLE", "C": " ENUM_TOPOLOGY",
          "Q": "8000000000000000", "s": "tdx_text", "*": ""}


def line_of(row):
    """A line as the program with this format prints it."""
    text = re.sub(r"%\(([^)|]*)[^)]*\)", r"\1", row["format"])
    return row["prefix"] + re.sub(r"%(.)", lambda found: VALUES[found[1]], text)


def test_messages():
    check("messages-are-listed", len(MESSAGES) >= 140, len(MESSAGES))
    lines = kernel_lines()
    check("lines-of-kernels", len(lines) >= 114, len(lines))
    wrong = [(name, line) for name, line in lines if names(decode(line, line=True)) != [name]]
    check("every-line-of-kernels", not wrong, wrong)
    wrong = []
    for name, row in MESSAGES.items():
        line = line_of(row)
        for text in line, "[   12.345678] " + line, "Jun 24 11:07:17 host1 kernel: " + line, \
                "<3>[    1.5][  T12] " + line:
            got = names(decode(text, line=True))
            if got != [name]:
                wrong.append((name, text, got))
    check("every-message-with-every-header", not wrong, wrong)
    incomplete = [name for name, row in MESSAGES.items() if not row["meaning"] or not row["seen_in"]]
    check("every-message-has-a-meaning", not incomplete, incomplete)
    for line in ("nvidia: module not loaded", "e1000: module initialized", "foo: Guest detected",
                 "KVM: XSAVE is required for nothing", "modules not loaded yet",
                 "WARNING: CPU: 1 PID: 2 at drivers/tty/vt/vt_ioctl.c:12 vt_ioctl+0x1/0x2"):
        found = decode(line)
        check(f"not-ours: {line}", not found["results"], found)


def test_errno():
    for line, phrase in (
            ("virt/tdx: TDX-Module initialization failed (-5)", "SEAMCALL failed"),
            ("virt/tdx: TDX-Module initialization failed (-12)", "no memory"),
            ("virt/tdx: TDX-Module initialization failed (-13)", "VMX operation"),
            ("virt/tdx: module initialization failed (-19)", "no TDX module is loaded"),
            ("virt/tdx: module initialization failed (-22)", "EINVAL"),
            ("virt/tdx: module initialization failed (-28)", "reserved areas are exhausted"),
            ("virt/tdx: TDX-Module initialization failed (-95)", "BIOS"),
            ("tdx_mcall_extend_rtmr(2) failed: -16", "busy"),
            ("tdx_mcall_get_report0() failed: -6", "OPERAND_INVALID")):
        says(f"errno: {line}", line + "\n", phrase)


def test_values():
    says("value-features", "tdx: TDX module: features0: fbf\n", "TD_MIGRATION", "LOCAL_ATTESTATION",
         never=["NO_RBP_MOD"])
    says("value-features-rbp", "virt/tdx: TDX_FEATURES0: 0x40000\n", "NO_RBP_MOD")
    says("value-attributes", "tdx: Attributes: DEBUG PERFMON unknown:0x2\n",
         "attributes: 0x8000000000000003", "bit: 63 PERFMON", "unknown_bits: 0x2")
    says("value-td-ctls", "tdx: TD_CTLS: PENDING_VE_DISABLE ENUM_TOPOLOGY VIRT_CPUID2 REDUCE_VE LOCK\n",
         "td_ctls: 0x800000000000000f", "bit: 63 LOCK", "bit: 3 REDUCE_VE")
    says("value-exit-reason", "tdx: Unexpected #VE: 10\n", "CPUID")
    says("value-leaf", "TDCALL 3 failed (Buggy TDX module!)\n", "TDG.VP.VEINFO.GET")
    says("value-answer", "tdx_guest: GetQuote hypercall failed, status:8000000000000000\n", "INVALID_OPERAND")
    says("value-enter", "kvm_intel: kvm [77]: TD vp_enter_ret 0x4000000200000000\n", "TDH.VP.ENTER")


# --- ioctls

def test_ioctls():
    forms = ("qemu-system-x86_64: KVM_TDX_INIT_VM failed: Invalid argument",
             "qemu-system-x86_64: TDX ioctl KVM_TDX_INIT_VM failed, hw_errors: 0x0: Invalid argument",
             "KVM_TDX_INIT_VM: errno 22", "KVM_TDX_INIT_VM failed with errno=22",
             "KVM_TDX_INIT_VM failed: -22", "KVM_TDX_INIT_VM returned (-22)", "KVM_TDX_INIT_VM: EINVAL",
             "Failed to initialize TDX: Invalid argument (os error 22)",
             'VmTdxInit(InitializeTdx): Failed to initialize TDX Os { code: 22, kind: InvalidInput, '
             'message: "Invalid argument" }')
    for form in forms:
        found = decode(form)["results"]
        good = len(found) == 1 and found[0]["name"] == "KVM_TDX_INIT_VM" and \
            "ATTRIBUTES or XFAM" in found[0]["explanation"]["cause"]
        check(f"ioctl-form: {form}", good, found)
    # As Linux 7.3 has them in arch/x86/kvm/vmx/tdx.c.
    for ioctl, errors in {
            "KVM_TDX_CAPABILITIES": "EINVAL EFAULT E2BIG ENOMEM EIO ENOTTY",
            "KVM_TDX_INIT_VM": "EINVAL EFAULT E2BIG ENOMEM EIO EAGAIN EBUSY ENOSPC ENOTTY",
            "KVM_TDX_INIT_VCPU": "EINVAL ENOMEM EIO ENOTTY",
            "KVM_TDX_INIT_MEM_REGION": "EINVAL EFAULT EINTR EIO ENOTTY",
            "KVM_TDX_FINALIZE_VM": "EINVAL EBUSY EIO ENOTTY",
            "KVM_RUN": "EINVAL EIO",
            "KVM_TDX_GET_CPUID": "EINVAL ENOMEM EFAULT EIO E2BIG ENOTTY"}.items():
        for error in errors.split():
            found = decode(f"{ioctl} failed: {error}")["results"]
            good = len(found) == 1 and found[0]["name"] == ioctl and \
                error in found[0]["explanation"]["errno"] and \
                "not one of its own" not in found[0]["explanation"]["cause"] and \
                found[0]["explanation"]["remedy"]
            check(f"ioctl-cause: {ioctl} {error}", good, found)
    says("ioctl-hw-error", "TDX ioctl KVM_TDX_INIT_VM failed, hw_errors: 0xc000010000000045: Invalid argument\n",
         "TDX_OPERAND_INVALID, operand CPUID_CONFIG", "call: TDH.MNG.INIT", never=["one of:"])
    says("ioctl-hw-error-finalize", "KVM_TDX_FINALIZE_VM failed, hw_error: 0x8000020000000080: EBUSY\n",
         "TDX_OPERAND_BUSY, operand TDR", "call: TDH.MR.FINALIZE")
    says("ioctl-number", "ioctl(3, 0xc4405401, 0x7ffd) = -1 ENOTTY (Inappropriate ioctl for device)\n",
         "TDX_CMD_GET_REPORT0", "another device")
    says("ioctl-wrong-number", "ioctl(fd, 0xC0A00401, &req) = -1 ENOTTY\n", "0xc4405401", "type 'T'", "160 bytes")
    says("ioctl-run", "error: kvm run failed Input/output error\n", "marked it dead")
    says("qemu-without-tdx", "qemu-system-x86_64: -object tdx-guest,id=tdx0: Parameter 'qom-type' does not accept "
         "value 'tdx-guest'\n", "10.1")
    says("kvm-without-tdx", "[    5.1] kvm_intel: unknown parameter 'tdx' ignored\n", "CONFIG_KVM_INTEL_TDX")
    for line in ("ioctl(0, TCGETS, 0x7ffd) = -1 ENOTTY (Inappropriate ioctl for device)",
                 "KVM_TDX_INIT_VM succeeded", "Invalid argument"):
        check(f"ioctl-not: {line}", not decode(line)["results"], line)


# --- splats

SPLAT = """------------[ cut here ]------------
WARNING: CPU: 76 PID: 2842 at arch/x86/kvm/vmx/tdx.c:275 {function}+0xac/0xe0 [kvm_intel]
CPU: 76 PID: 2842 Comm: vhost-2807 Tainted: G        W          6.8.0-1004-intel #11-Ubuntu
RIP: 0010:{function}+0xac/0xe0 [kvm_intel]
RSP: 0018:ff408c2824d7f660 EFLAGS: 00010282
RAX: {rax} RBX: 0000000000000001 RCX: 0000000000000000
RDX: 0000000000000000 RSI: 0000000000000000 RDI: {rdi}
RBP: ff408c2824d7f6f8 R08: 0000000000000000 R09: 0000000000000000
Call Trace:
 <TASK>
 ? __warn+0x89/0x160
 {caller}+0x2e/0x60 [kvm_intel]
 kvm_destroy_vm+0x1/0x2 [kvm]
 </TASK>
---[ end trace 0000000000000000 ]---
"""


def splat(function, rax, caller="some_caller", rdi="0000000000000000"):
    return SPLAT.format(function=function, rax=rax, caller=caller, rdi=rdi)


def splat_result(log):
    found = [r for r in decode(log)["results"] if r["kind"] == "status"]
    return (found[0]["name"], found[0]["leaf_name"]) if len(found) == 1 else found


def test_splats():
    busy, metadata, walk = "8000020000000080", "c000030000000001", "c0000b0000000001"
    for name, log, want in (
            ("row", splat("__tdx_reclaim_page", metadata), ("TDX_PAGE_METADATA_INCORRECT", "TDH.PHYMEM.PAGE.RECLAIM")),
            ("part-of-function", splat("tdx_mem_page_aug.part.0", walk), ("TDX_EPT_WALK_FAILED", "TDH.MEM.PAGE.AUG")),
            ("named-as-leaf", splat("tdh_mem_page_remove", busy), ("TDX_OPERAND_BUSY", "TDH.MEM.PAGE.REMOVE")),
            ("longer-name", splat("tdh_phymem_page_wbinvd_hkid", busy), ("TDX_OPERAND_BUSY", "TDH.PHYMEM.PAGE.WBINVD")),
            ("by-trace", splat("__seamcall_ret", busy, "tdh_mem_range_block"), ("TDX_OPERAND_BUSY", "TDH.MEM.RANGE.BLOCK")),
            ("several", splat("tdx_td_vcpu_init", busy), ("TDX_OPERAND_BUSY", None)),
            ("several-narrowed", splat("tdx_td_vcpu_init", busy, "tdh_vp_init"), ("TDX_OPERAND_BUSY", "TDH.VP.INIT")),
            ("caller-of-another-leaf", splat("tdx_td_vcpu_init", busy, "tdx_track"), ("TDX_OPERAND_BUSY", None)),
            ("guest", splat("tdx_accept_memory", "c0000b0b00000001"), ("TDX_PAGE_SIZE_MISMATCH", "TDG.MEM.PAGE.ACCEPT")),
            ("other-register", splat("tdx_mem_page_aug", "0000000000000024", rdi=walk),
             ("TDX_EPT_WALK_FAILED", "TDH.MEM.PAGE.AUG")),
            ("header", "".join("jun 24 11:07:17 host1 kernel: " + line + "\n"
                               for line in splat("__tdx_reclaim_page", metadata).splitlines()),
             ("TDX_PAGE_METADATA_INCORRECT", "TDH.PHYMEM.PAGE.RECLAIM")),
            ("address", splat("tdx_mem_page_aug", "ff408c2824d7f660"), []),
            ("success", splat("tdx_mem_page_aug", "0000000000000000"), []),
            ("page-table-entry", splat("tdx_mem_page_aug", "80000001a3456867"), []),
            ("function-of-others", splat("ext4_readdir", metadata), [])):
        got = splat_result(log)
        check(f"splat-{name}", got == want, (got, decode(log)))
    says("splat-one-of", splat("tdx_td_vcpu_init", busy), "one_of: TDH.VP.CREATE, TDH.VP.ADDCX, TDH.VP.INIT")
    two = splat_result(splat("ext4_readdir", metadata) + splat("tdx_track", busy))
    check("splat-next-one", two == ("TDX_OPERAND_BUSY", "TDH.MEM.TRACK"), two)
    line = "RAX: c000030000000001 RBX: 0000000000000001 RCX: 0000000000000000"
    check("registers-alone", names(decode(line, line=True)) == ["TDX_PAGE_METADATA_INCORRECT"])
    check("registers-alone-with-leaf", "nothing is lost" in
          run("decode", "--leaf", "TDH.PHYMEM.PAGE.RECLAIM", line).stdout)


# --- registers of a call

def registers(log):
    text = decode(log)["results"][0]["explanation"]
    return [x.split(" = ")[0] for x in text.get("inputs", [])], \
        [x.split(" ")[0] for x in text.get("registers", [])]


def test_registers():
    for name, log, want in (
            ("before-the-status", "tdx: SEAMCALL failed: leaf 0x2, rcx 0x10003, error 0xc0000b0000000001\n",
             (["RCX GPA", "RCX LEVEL"], [])),
            ("behind-the-status", "SEAMCALL TDH_MEM_PAGE_AUG failed: 0xc0000b0000000001, rcx 0x40, rdx 0x101\n",
             ([], ["RCX", "RDX"])),
            ("names-of-kvm", "kvm_intel: SEAMCALL TDH_MEM_PAGE_ADD failed: 0xc0000b0000000001, entry 0x40, "
             "level_state 0x101\n", ([], ["RCX", "RDX"])),
            ("lines-behind", "virt/tdx: SEAMCALL (0x0000000000000022) failed: 0xc0000c0000000000\n"
             "virt/tdx: RCX 0x0000000000000000 RDX 0x9100000100000008 R08 0x0000000000000000\n", ([], ["RDX"])),
            ("both", "tdx: SEAMCALL failed: leaf 0x6, rcx 0x10000, error 0xc0000b0000000001\n"
             "tdx: additional output: rcx 0x40, rdx 0x101, r8 0x0, r9 0x0, r10 0x0, r11 0x0\n",
             (["RCX GPA", "RCX LEVEL"], ["RCX", "RDX"]))):
        got = registers(log)
        check(f"registers-{name}", got == want, (got, decode(log)))


# --- whole logs

def first(log):
    cause = decode(log)["first_cause"]
    return cause and cause["line"]


def test_logs():
    up = "virt/tdx: module initialized\n"
    old = "virt/tdx: SEAMCALL (0x0000000000000022) failed: 0xc0000c0000000000\n"
    failed = "virt/tdx: module initialization failed (-28)\n"
    holes = "virt/tdx: initialization failed: TDMR [0x0, 0x80000000): reserved areas exhausted.\n"
    for name, log, want in (
            ("cause-before-consequence", "noise\n" + holes + failed, 2),
            ("consequence-first", failed + holes, 2),
            ("consequence-alone", "noise\n" + failed, 2),
            ("success-clears", old + up, None),
            ("failure-after-success", up + holes + failed, 2),
            ("success-of-bring-up-only", "KVM_TDX_INIT_VM failed: Invalid argument\n" + up, 1),
            ("excuse", "tdx: SEAMCALL failed: leaf 254, error 0xc000050500000000.\n"
             "tdx: TDDEBUGCONFIG isn't supported.\n", None),
            ("nothing-wrong", "tdx: Guest detected\ntdx: Attributes: SEPT_VE_DISABLE\n", None),
            ("splat", "tdx: Guest detected\n" + splat("tdx_track", "8000020000000080"), 7)):
        got = first(log)
        check(f"first-cause-{name}", got == want, got)
    many = decode("virt/tdx: module not loaded\nother\n" * 50)["results"]
    check("once", len(many) == 1 and many[0]["line"] == 1, many)
    two = decode("tdx: Unexpected #VE: 28\ntdx: Unexpected #VE: 30\ntdx: Unexpected #VE: 28\n")["results"]
    check("other-value-is-another", [r["line"] for r in two] == [1, 2], two)
    reads = "virt/tdx: SEAMCALL (0x22) failed: 0xc0000c0000000000\nvirt/tdx: RCX 0x0 RDX {} R08 0x0\n"
    two = decode(reads.format("0x9100000100000008") + reads.format("0x9100000100000009"))["results"]
    check("same-status-other-field", [r["line"] for r in two] == [1, 3], two)
    check("log-as-argument", names(decode(holes + failed, line=True)) ==
          ["host.reserved-areas", "host.init-failed-6.8"])
    done = run("decode", text="nothing\nof interest\n")
    check("nothing-known", done.returncode == 1 and done.stderr.count("\n") == 1 and not done.stdout, done)
    done = run("decode", text="x" * 3000000 + "\n" + "[" * 100000 + "\n" + "%s" * 9000 + "\n")
    check("endless-lines", done.returncode == 1, done.returncode)
    done = subprocess.run(["script", "-qec", f"stty cols 80; '{TDXCALL}' decode '{holes.strip()}' '' ; "
                           f"'{TDXCALL}' decode 'KVM_TDX_INIT_VM failed: Invalid argument'", "/dev/null"],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    wide = [line for line in done.stdout.splitlines() if len(line.rstrip("\r")) > 80]
    check("80-columns", not wide and "another NUMA" in done.stdout and "hw_error" in done.stdout, (wide, done.stdout))


# --- cases of users

def test_users():
    says("user-vmx", "  tdx: SEAMCALL failed: CPU 162 is not in VMX operation.\n"
         "  tdx: TDX module initialization failed (-22)\n  kvm_intel: Failed to initialize TDX module.\n",
         "#UD", "kvm_intel", "every online CPU", "EINVAL", "first cause, line 1:")
    says("user-holes", "[    1.630945] virt/tdx: BIOS enabled: private KeyID range [32, 64)\n"
         "[   10.444055] virt/tdx: TDX module: attributes 0x0, vendor_id 0x8086, major_version 1, "
         "minor_version 5, build_date 20231008, build_num 595\n"
         "[   10.444059] virt/tdx: CMR: [0x100000, 0x6f800000)\n"
         "[   10.774047] virt/tdx: initialization failed: TDMR [0x0, 0x80000000): reserved areas exhausted.\n"
         "[   10.774050] virt/tdx: module initialization failed (-28)\n",
         "more than 16 holes", "No SEAMCALL failed", "ENOSPC", "first cause, line 4:")
    says("user-not-loaded", "virt/tdx: BIOS enabled: private KeyID range [1, 64)\n"
         "virt/tdx: Disable ACPI S3.\nvirt/tdx: module not loaded\n",
         "VMfailInvalid", "P-SEAMLDR", "EFI/TDX", "first cause, line 3:")
    says("user-rbp", "[  146.566641] virt/tdx: NO_RBP_MOD feature is not supported\n"
         "[  146.572797] virt/tdx: module verson: 1.5.0.0\n"
         "[  146.577731] virt/tdx: module initialization failed (-22)\n",
         "bit 18", "1.5.01 or newer", "first cause, line 1:")
    says("user-td-ctls", "[    0.000000] tdx: Guest detected\n[    0.000000] tdx: Attributes: SEPT_VE_DISABLE\n"
         "[    0.000000] tdx: TD_CTLS: PENDING_VE_DISABLE ENUM_TOPOLOGY VIRT_CPUID2 REDUCE_VE\n"
         "[    1.481848] Memory Encryption Features active: Intel TDX\n",
         "bit: 28 SEPT_VE_DISABLE", "td_ctls: 0xf", "no failure")
    says("user-init-vm", "qemu-system-x86_64: KVM_TDX_INIT_VM failed: Invalid argument\n",
         "ATTRIBUTES or XFAM", "CPUID", "48 nor 52")
    says("user-capabilities", "qemu-system-x86_64: -accel kvm: get_tdx_capabilities: KVM_TDX_CAPABILITIES failed: "
         "Inappropriate ioctl for device\nRetrieving TDX capabilities failed: Invalid argument (os error 22)\n",
         "the kernel has no TDX ioctls", "before Linux 6.16")


# --- mutated lines

def seeds():
    lines = [line for _, line in kernel_lines()] + [line_of(row) for row in MESSAGES.values()]
    lines += splat("tdx_mem_page_aug", "c0000b0000000001").splitlines()
    lines += ["SEAMCALL TDH_VP_INIT failed: 0x8000020000000080", "SEAMCALL (34) failed: 0xc000050500000000",
              "tdx: SEAMCALL failed: leaf 0x2, rcx 0x10003, error 0xc0000b0000000001",
              "TDX ioctl KVM_TDX_INIT_VM failed, hw_errors: 0xc000010000000045: Invalid argument",
              "TDG.VP.VMCALL<MapGPA> failed: 0x8000000000000001", "ioctl(3, 0xc4405401) = -1 ENOTTY",
              "SEAMCALL (0x8000000000000001) failed: 0x8000000000020000",
              "TDG.MEM.PAGE.ACCEPT returned 0x00000B0A00000001"]
    return lines


def mutated(line, other, rng):
    text = list(line)
    for _ in range(rng.choice((1, 1, 2, 4, 9))):
        at = rng.randrange(len(text) + 1)
        kind = rng.randrange(7)
        if kind == 0 and text:
            text[at % len(text)] = rng.choice("0123456789abcdefxX -:(),%[]_.\"'=TDHSEAM\t\x01\u00e9")
        elif kind == 1:
            text.insert(at, rng.choice("0123456789abcdef x-:%_"))
        elif kind == 2:
            del text[at:at + rng.choice((1, 1, 3, 12))]
        elif kind == 3:
            text[at:at] = text[at:at + 8]
        elif kind == 4:
            cut = rng.randrange(len(other) + 1)
            text[at:] = other[cut:]
        elif kind == 5:
            digits = [i for i, c in enumerate(text) if c in "0123456789abcdef"]
            for i in digits[:rng.randrange(20)]:
                text[i] = rng.choice("0123456789abcdef")
        else:
            text[at:at] = " " + rng.choice(("failed", "0x1", "leaf 7", "rcx 0x5", "-22", "error", "0xffffffffffffffff"))
    return "".join(text).replace("\n", " ").replace("\r", " ")


def pattern_of(row):
    """Written anew from what a format means."""
    kinds = {"d": r"-?\d+", "u": r"\d+", "x": "[0-9a-f]+", "S": "[0-9a-f]+", "E": r"-?\d+", "F": "[0-9a-f]+",
             "Q": "[0-9a-f]+", "V": r"\d+", "G": r"\d+", "L": r"td[hg][\w]+", "s": ".+", "*": ".*", "A": ".*", "C": ".*"}
    parts = re.split(r"(%\([^)]*\)|%.)", row["format"].rstrip("."))
    return re.compile("".join(re.escape(p) if not p.startswith("%") else p[1:] if p[1] == "(" else kinds[p[1]]
                              for p in parts), re.IGNORECASE)


def test_mutated():
    count = int(os.environ.get("MUTATIONS", "20000"))
    rng = random.Random(13)
    lines = seeds()
    log = [mutated(rng.choice(lines), rng.choice(lines), rng) for _ in range(count)]
    # In small logs: one explains nothing twice.
    results, crashed = [], []
    for start in range(0, count, SMALL_LOG):
        done = subprocess.run([TDXCALL, "decode", "--json"], input="\n".join(log[start:start + SMALL_LOG]).encode(),
                              capture_output=True, check=False)
        if done.returncode not in (0, 1) or done.stderr:
            crashed.append((start, done.returncode, done.stderr[:500]))
            continue
        for result in json.loads(done.stdout)["results"]:
            results.append({**result, "line": result["line"] + start})
    check("mutated-no-crash", not crashed, crashed[:3])
    check("mutated-some-are-read", len(results) > count // 10, len(results))

    statuses = {}
    for row in json.loads(run("statuses", "--json").stdout)["results"]:
        kind = "module" if row["call"] == "software" else row["call"]
        statuses.setdefault((kind, int(row["value"], 16)), set()).add(row["name"])
    leaves = {(row["call"], int(row["value"], 16)): row["name"]
              for row in json.loads(run("leaves", "--json").stdout)["results"]}
    patterns = {name: pattern_of(row) for name, row in MESSAGES.items()}
    wrong = []
    for result in results:
        line = log[result["line"] - 1]
        name = result.get("message") or (result["kind"] == "message" and result["name"])
        if name and not patterns[name].search(line):
            wrong.append(("message", line, name))
        if result["kind"] == "status" and contradicted(result, line, statuses, leaves):
            wrong.append((contradicted(result, line, statuses, leaves), line, result["text"]))
        if result["kind"] == "ioctl" and "errno" in result["explanation"]:
            number, error, text = re.match(r"(-?\d+) (\w+), (.*)", result["explanation"]["errno"]).groups()
            if not any(form.lower() in line.lower() for form in (error, text, number)):
                wrong.append(("errno", line, result["text"]))
    check("mutated-lines", not wrong, f"{len(wrong)} of {len(results)}: {wrong[:8]}")
    kinds = {kind: sum(r["kind"] == kind for r in results) for kind in ("message", "status", "ioctl")}
    print(f"# {count} mutated lines, {len(results)} readings: {kinds}")


def contradicted(result, line, statuses, leaves):
    value = int(result["value"], 16)
    numbers = {int(x, 16) for x in re.findall(r"(?i)(?:0x)?([0-9a-f]{1,16})(?![0-9a-f])", line)}
    numbers |= {int(x) for x in re.findall(r"\d+", line)}
    if value not in numbers and format(value, "x") not in line.lower():
        return "status is not in the line"
    module = result["call"] in ("seamcall", "tdcall") and not (result["leaf"] and int(result["leaf"], 16) >> 63)
    if module and value >> 48 & 0xfff:
        return "bits that are always 0"
    if module and result["name"]:
        known = {n for (kind, v), all_of in statuses.items() if kind == "module" for n in all_of
                 if v >> 32 & ~(1 << 29) == value >> 32 & ~(1 << 29)}
        if result["name"] not in known:
            return "another name"
    if not module and result["name"] and result["call"] == "vmcall" and \
            result["name"] not in statuses.get(("vmcall", value), ()):
        return "another name of a hypercall's status"
    if result["leaf"] and result["leaf_name"] and result["leaf_name"] != "MigTD":
        leaf = int(result["leaf"], 16)
        number = leaf if result["call"] not in ("seamcall", "tdcall") or leaf >> 63 else leaf & 0xffff
        kind = "seamldr" if leaf >> 63 and result["call"] == "seamcall" else result["call"]
        if leaves.get((kind, number)) != result["leaf_name"]:
            return "another leaf function"
    return None


if __name__ == "__main__":
    test_messages()
    test_errno()
    test_values()
    test_ioctls()
    test_splats()
    test_registers()
    test_logs()
    test_users()
    test_mutated()
    print(f"{len(PASSED)} passed, {len(FAILED)} failed")
    sys.exit(1 if FAILED else 0)
