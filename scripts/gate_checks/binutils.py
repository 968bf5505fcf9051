# SPDX-License-Identifier: GPL-2.0
"""
What nm, readelf and objdump say of files.  Each runs once for all files: starting a tool takes
longer than what it does for one.
"""
import collections
import re
import subprocess

from . import Missing

Symbol = collections.namedtuple("Symbol", "file kind type section value size name")
Relocation = collections.namedtuple("Relocation", "file section type symbol addend")
Header = collections.namedtuple("Header", "os_abi sections")


def output(*command, **options):
    """The lines that the command says."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8",
                          errors="surrogateescape", **options) as process:
        yield from process.stdout
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[:3])


def symbols(files):
    file = None
    for line in output("nm", "-f", "sysv", *files):
        fields = [field.strip() or "-" for field in line.split("|")]
        if len(fields) == 7:
            name, value, kind, type_, size, _, section = fields
            yield Symbol(file, kind, type_, section, value, size, name)
        elif line.startswith("Symbols from "):
            file = line[len("Symbols from "):].rstrip().rstrip(":")


def headers(files):
    """The ELF header and the sections of each file.  One that is damaged is missing input."""
    result = subprocess.run(["readelf", "-hSW", *files], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, encoding="utf-8", errors="surrogateescape",
                            check=False)
    if result.returncode or result.stderr:
        raise Missing((result.stderr.splitlines() or ["readelf fails"])[0])
    found, file = {}, None
    for line in result.stdout.splitlines():
        if line.startswith("File: "):
            file = line[len("File: "):]
            found[file] = Header([], [])
        elif match := re.match(r" *\[ *\d+\] ([._a-zA-Z]\S*)", line):
            found[file].sections.append(match[1])
        elif match := re.match(r" *OS/ABI: *(.*)", line):
            found[file].os_abi.append(match[1])
    return found


def compilers(files):
    """What each file says of the compiler that made it."""
    found, file = dict.fromkeys(files, "no compiler"), None
    for line in output("readelf", "-p", ".comment", *files, stderr=subprocess.DEVNULL):
        if line.startswith("File: "):
            file = line[len("File: "):].rstrip()
        elif match := re.match(r" *\[ *[0-9a-f]+\] *((?:GCC:|.*clang).*)", line):
            if found[file] == "no compiler":
                found[file] = match[1].rstrip()
    return found


def relocations(files):
    file = section = None
    for line in output("readelf", "-rW", *files):
        # Most are of debug information, and none of that is asked for.
        if section == ".rela__mcount_loc" or "GOT" in line:
            words = line.split()
            if len(words) > 2 and words[2].startswith("R_X86_64"):
                symbol = words[4] if len(words) > 4 else "-"
                addend = words[6] if len(words) > 6 else "0"
                yield Relocation(file, section, words[2], symbol, int(addend, 16))
        if line.startswith("File: "):
            file = line[len("File: "):].rstrip()
        elif line.startswith("Relocation section"):
            section = line.split("'")[1]


class Code:
    """
    What the instructions show: (file, function) pairs that have one of each kind, and for each
    function the bytes of the stack that it takes.
    """

    TAKES = re.compile(r"\t(sub|add)q? +\$0x([0-9a-f]+),%rsp$")

    def __init__(self, files):
        self.fs_segment = set()
        self.returns = set()
        self.indirect = set()
        self.frames = collections.defaultdict(int)
        file, place, pushes, taken = None, None, 0, 0
        for line in output("objdump", "-d", "--no-show-raw-insn", *files):
            if line[0] == " ":
                instruction = line[line.find("\t"):].rstrip()
                if instruction.startswith(("\tpush ", "\tpushq ")):
                    pushes += 1
                elif instruction.startswith(("\tret", "\trepz ret")):
                    self.returns.add(place)
                elif instruction.endswith(",%rsp"):
                    taken = max(taken, self.bytes_taken(instruction))
                elif "*" in instruction and re.search(r"(call|jmp)q? +\*", instruction):
                    self.indirect.add(place)
                if "%fs:" in instruction:
                    self.fs_segment.add(place)
            elif line.endswith(">:\n"):
                self._end_function(place, pushes, taken)
                place, pushes, taken = (file, line.split("<", 1)[1][:-3]), 0, 0
            elif ":     file format " in line:
                file = line.split(":     file format ")[0]
        self._end_function(place, pushes, taken)

    def _end_function(self, place, pushes, taken):
        """A frame is what the function takes from RSP, and the registers that it pushes."""
        if place:
            self.frames[place] = max(self.frames[place], taken + 8 * min(pushes, 6))

    @classmethod
    def bytes_taken(cls, instruction):
        """128 bytes are taken by adding -128, and more than 2 GiB never."""
        match = cls.TAKES.match(instruction)
        if not match:
            return 0
        number = int(match[2], 16)
        if number >> 32 == 0xffffffff:
            return 2 ** 64 - number if match[1] == "add" else 0
        return number if match[1] == "sub" else 0
