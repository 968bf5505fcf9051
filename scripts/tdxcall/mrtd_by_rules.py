# SPDX-License-Identifier: GPL-2.0
"""
What MRTD of a TD of tdxcall_vmm.ko must be, by a program that shares no code with it or tdxcall:
the layout that core/vmm/boot/boot.h promises, Linux' boot protocol, ACPI, and the rules of the TDX
module (scripts/mrtd_rules.py).  The code of the stub is an input, as the files are.

  python3 mrtd_by_rules.py STUB kernel=FILE|program=FILE [initrd=FILE] memory=MIB vcpus=N [cmdline=TEXT]
"""
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from mrtd_rules import PAGE, mrtd

LARGE = 0x200000
STUB, FLAT_START, STACK_BYTES, MAPPED_GIB = 0xfffff000, 0x100000, 0x4000, 4
ARGUMENT_BYTES = 0x120

AML = (b"\x10\x4b\x05\\_SB_"
       + b"".join(b"\x5b\x82(COM" + name + b"\x08_HID\x0c\x41\xd0\x05\x01\x08_UID" + uid
                  + b"\x08_CRS\x11\x0d\x0a\x0a\x47\x01" + port + port + b"\x01\x08\x79\x00"
                  for name, uid, port in ((b"1", b"\0", b"\xf8\x03"), (b"2", b"\1", b"\xf8\x02")))
       + b"\x08_S5_\x12\x07\x04\x0a\x05\0\0\0")


def up(size, unit=PAGE):
    return -(-size // unit) * unit


def fill(page, at, form, *values):
    struct.pack_into("<" + form, page, at, *values)


def table(name, revision, body):
    """An ACPI table whose bytes add up to 0."""
    data = bytearray(name + struct.pack("<IBB", 36 + len(body), revision, 0) + b"TDXCALTDXCALL "
                     + struct.pack("<I4sI", 1, b"TDXC", 1) + body)
    data[9] = -sum(data) & 0xff
    return bytes(data)


def acpi(gpa, mailbox, vcpus):
    """RSDP, XSDT, FADT, DSDT and MADT, each aligned to 16 bytes."""
    at, page = {}, bytearray()
    sizes = {"rsdp": 36, "xsdt": 52, "fadt": 276, "dsdt": 36 + len(AML)}
    for name in ("rsdp", "xsdt", "fadt", "dsdt", "madt"):
        at[name] = up(len(page), 16)
        page = bytearray(at[name] + sizes.get(name, 0))
    rsdp = bytearray(struct.pack("<8sB6sBIIQB3x", b"RSD PTR ", 0, b"TDXCAL", 2, 0, 36,
                                 gpa + at["xsdt"], 0))
    rsdp[8] = -sum(rsdp[:20]) & 0xff
    rsdp[32] = -sum(rsdp) & 0xff
    fadt = bytearray(276 - 36)
    fill(fadt, 40 - 36, "I", gpa + at["dsdt"])
    fill(fadt, 109 - 36, "H", 1 << 2 | 1 << 5)
    fill(fadt, 112 - 36, "I", 1 | 1 << 20)
    fill(fadt, 140 - 36, "Q", gpa + at["dsdt"])
    fill(fadt, 244 - 36, "BBBBQBBBBQ", 1, 8, 0, 1, 0x600, 1, 8, 0, 1, 0x601)
    madt = struct.pack("<IIBBHIQQ", 0xfee00000, 0, 16, 24, 1, 0, mailbox, STUB + 0x200)
    madt += b"".join(struct.pack("<BBBBI", 0, 8, i, i, 1) for i in range(vcpus))
    page = bytearray(PAGE)
    for name, data in (("rsdp", rsdp), ("fadt", table(b"FACP", 6, fadt)),
                       ("xsdt", table(b"XSDT", 1, struct.pack("<QQ", gpa + at["fadt"],
                                                              gpa + at["madt"]))),
                       ("dsdt", table(b"DSDT", 2, AML)), ("madt", table(b"APIC", 5, madt))):
        page[at[name]:at[name] + len(data)] = data
    return page


def page_tables(gpa):
    """Five levels, or four from the second page on: the first GiBs at their own addresses."""
    words = [gpa + PAGE | 3, *[0] * 511, gpa + 2 * PAGE | 3, *[0] * 511]
    words += [gpa + (3 + i) * PAGE | 3 for i in range(MAPPED_GIB)] + [0] * (512 - MAPPED_GIB)
    words += [i * LARGE | 0x83 for i in range(512 * MAPPED_GIB)]
    return struct.pack(f"<{len(words)}Q", *words)


def boot_params(kernel, where, initrd, e820):
    page = bytearray(PAGE)
    end = min(0x202 + kernel[0x201], 0x290)
    page[0x1f1:end] = kernel[0x1f1:end]
    page[0x210] = 0xff
    fill(page, 0x214, "III", where["image"], where.get("initrd", 0), len(initrd))
    fill(page, 0x228, "I", where["cmdline"])
    fill(page, 0x70, "Q", where["acpi"])
    page[0x1e8] = len(e820)
    for i, (begin, behind, kind) in enumerate(e820):
        fill(page, 0x2d0 + 20 * i, "QQI", begin, behind - begin, kind)
    return page


class Layout:
    """From the end of memory down, and then from low to high."""

    def __init__(self, memory):
        self.top = self.memory = memory
        self.parts, self.where = {}, {}

    def take(self, name, size, at=None):
        if at is None:
            self.top -= up(size)
            at = self.top
        self.where[name], self.parts[name] = at, up(size)

    def gaps(self):
        begin, gaps = 0, []
        for at, size in sorted((self.where[name], size) for name, size in self.parts.items()):
            if begin < at:
                gaps.append((begin, at))
            begin = at + size
        return gaps + ([(begin, self.memory)] if begin < self.memory else [])


def stub_page(stub, arguments, gaps):
    page = bytearray(stub)
    page[:ARGUMENT_BYTES] = bytes(ARGUMENT_BYTES)
    page[:len(arguments)] = arguments
    for i, gap in enumerate(gaps):
        fill(page, 0x80 + 16 * i, "QQ", *gap)
    return page


def linux(stub, kernel, initrd, cmdline, memory, vcpus):
    word = lambda at, form: struct.unpack_from("<" + form, kernel, at)[0]
    offset, preferred = ((kernel[0x1f1] or 4) + 1) * 512, word(0x258, "Q")
    image = kernel[offset:offset + word(0x1f4, "I") * 16]
    layout = Layout(memory)
    for name, size in (("mailbox", PAGE), ("tables", (3 + MAPPED_GIB) * PAGE), ("acpi", PAGE),
                       ("cmdline", len(cmdline) + 1), ("params", PAGE)):
        layout.take(name, size)
    if initrd:
        layout.top = min(layout.top, (word(0x22c, "I") + 1) // PAGE * PAGE)
        layout.take("initrd", len(initrd))
    layout.take("image", len(image), preferred)
    at = layout.where
    e820 = ((0, 0xa0000, 1), (0xa0000, 0x100000, 2), (0x100000, at["acpi"], 1),
            (at["acpi"], at["tables"], 3), (at["tables"], memory, 4), (STUB, STUB + PAGE, 2))
    arguments = struct.pack("<QQQQQQ", at["tables"] + PAGE, at["tables"], preferred + 0x200,
                            at["params"], 0, at["mailbox"])
    return {at["image"]: image, **({at["initrd"]: initrd} if initrd else {}),
            at["params"]: boot_params(kernel, at, initrd, e820), at["cmdline"]: cmdline + b"\0",
            at["acpi"]: acpi(at["acpi"], at["mailbox"], vcpus),
            at["tables"]: page_tables(at["tables"]),
            at["mailbox"]: struct.pack("<II", 0, 0xffffffff),
            STUB: stub_page(stub, arguments, layout.gaps())}


def flat(stub, program, cmdline, memory, vcpus):
    layout = Layout(memory)
    layout.take("tables", (3 + MAPPED_GIB) * PAGE)
    layout.take("cmdline", len(cmdline) + 1)
    stack = layout.top
    layout.take("image", len(program), FLAT_START)
    at = layout.where
    arguments = struct.pack("<QQQQQQQ", at["tables"] + PAGE, at["tables"], FLAT_START,
                            STUB + 0x38, stack, 0, 0)
    arguments += struct.pack("<QQQQII", memory, FLAT_START + up(len(program)),
                             stack - vcpus * STACK_BYTES, at["cmdline"], vcpus, 0)
    return {FLAT_START: program, at["cmdline"]: cmdline + b"\0",
            at["tables"]: page_tables(at["tables"]),
            STUB: stub_page(stub, arguments, layout.gaps())}


def main():
    def read(name):
        with open(name, "rb") as file:
            return file.read()

    stub, given = read(sys.argv[1]), dict(word.split("=", 1) for word in sys.argv[2:])
    cmdline, memory = given.get("cmdline", "").encode(), int(given["memory"]) << 20
    vcpus = int(given["vcpus"])
    if "program" in given:
        print(mrtd(flat(stub, read(given["program"]), cmdline, memory, vcpus)))
    else:
        initrd = read(given["initrd"]) if "initrd" in given else b""
        print(mrtd(linux(stub, read(given["kernel"]), initrd, cmdline, memory, vcpus)))


main()
