# SPDX-License-Identifier: GPL-2.0
"""
MRTD by the rules of the TDX module, with Python's own SHA-384.  For what compares it with MRTD of
tdxcall's C++ code and of the software TDX module, so nothing here is to be taken from these.
"""
import hashlib
import struct

PAGE, PIECE = 4096, 256


def block(name, gpa):
    """One block of the measured stream, which names a page or a piece of one."""
    return name.ljust(16, b"\0") + struct.pack("<Q", gpa) + bytes(104)


def mrtd(parts):
    """Of {GPA: content}, in the order of GPAs: 4 KiB pages, zeros behind what a part has."""
    digest = hashlib.sha384()
    for start in sorted(parts):
        content = bytes(parts[start])
        content = content.ljust(-(-len(content) // PAGE) * PAGE, b"\0")
        for page in range(0, len(content), PAGE):
            digest.update(block(b"MEM.PAGE.ADD", start + page))
            for piece in range(page, page + PAGE, PIECE):
                digest.update(block(b"MR.EXTEND", start + piece))
                digest.update(content[piece:piece + PIECE])
    return digest.hexdigest()
