# SPDX-License-Identifier: GPL-2.0
"""What kbuild built, by its own account: modules.order, NAME.mod and the .cmd files."""
import functools
import os
import pathlib
import re

from . import Missing, binutils


def has_content(path):
    return os.path.isfile(path) and os.path.getsize(path) > 0


def lines_of(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read().splitlines()


class Build:
    """
    A build, and what its files hold.  From here on its directory is the working directory, so that
    files have the names that kbuild gives them.
    """

    def __init__(self, kdir, directory, log, werror, scripts):
        if not os.path.isdir(kdir):
            raise Missing(f"{kdir}: no such kernel directory")
        if not os.path.isdir(directory):
            raise Missing(f"{directory}: no such build directory")
        self.kdir = pathlib.Path(kdir).resolve()
        self.directory = pathlib.Path(directory).resolve()
        self.log = pathlib.Path(log or self.directory / "build.log").resolve()
        self.werror = werror
        self.scripts = scripts
        if not has_content(self.log):
            raise Missing(f"{self.log}: the build's log is missing or empty")
        self.options = self._options()
        os.chdir(self.directory)
        self.modules, self.module_of = [], {}
        self.cxx, self.c, self.asm = [], [], []
        self._find_objects()
        if not self.modules:
            raise Missing(f"{self.directory}: no module")
        if not self.cxx:
            raise Missing(f"{self.directory}: no C++ object")
        if not self.c:
            raise Missing(f"{self.directory}: no C object to compare C++ with")
        self.objects = self.cxx + self.c + self.asm
        self.ours = self.modules + self.cxx
        self.headers = binutils.headers(self.modules + self.objects)

    def _options(self):
        for name in ("include/config/auto.conf", ".config"):
            if has_content(self.kdir / name):
                return set(lines_of(self.kdir / name))
        raise Missing(f"{self.kdir}: no include/config/auto.conf and no .config: "
                      "not a kernel build tree")

    def has_option(self, *names):
        """Whether the kernel has one of these options of its configuration."""
        return any(f"CONFIG_{name}={value}" in self.options for name in names for value in "ym")

    def _find_objects(self):
        if not has_content("modules.order"):
            raise Missing(f"{self.directory}/modules.order: kbuild built no module here")
        for line in lines_of("modules.order"):
            name = pathlib.PurePath(line).stem
            if not has_content(f"{name}.ko"):
                raise Missing(f"{name}.ko: missing or empty")
            if not has_content(f"{name}.mod"):
                raise Missing(f"{name}.mod: kbuild's list of the module's objects is missing "
                              "or empty")
            self.modules.append(f"{name}.ko")
            for item in pathlib.Path(f"{name}.mod").read_text(encoding="utf-8").split():
                self._take_object(item, name)

    def _take_object(self, item, name):
        item = os.path.relpath(item) if item.startswith("/") else item
        if not has_content(item):
            raise Missing(f"{item}: missing or empty, {name}.ko is made of it")
        # Modules may share an object.
        if item in self.module_of:
            return
        kind = pathlib.PurePath(self.source_of(item)).suffix
        if kind in (".cpp", ".c", ".S"):
            {".cpp": self.cxx, ".c": self.c, ".S": self.asm}[kind].append(item)
        # The module's own .o may be named too.
        elif kind != ".o" and item != f"{name}.o":
            raise Missing(f"{item}: no .cmd file says how it was made")
        self.module_of[item] = f"{name}.ko"

    @functools.cache
    def account_of(self, item):
        """The lines of kbuild's .cmd file for the object."""
        path = pathlib.PurePath(item)
        return lines_of(path.with_name(f".{path.name}.cmd"))

    def source_of(self, item):
        try:
            account = self.account_of(item)
        except FileNotFoundError:
            return ""
        for line in account:
            if match := re.match(r"source_\S* := *(.*)", line):
                return match[1]
        return ""

    def command_of(self, item):
        """The command that made the object, its own part and what kbuild ran after it."""
        match = re.match(r"(?:saved)?cmd_\S* := *(.*)", self.account_of(item)[0])
        return match[1] if match else ""

    @functools.cached_property
    def flags(self):
        """Each object's flags that choose what code is made."""
        return {item: list(dict.fromkeys(
                    word for word in self.command_of(item).split(";")[0].split()
                    if re.match("-[mfO]", word)))
                for item in self.cxx + self.c}

    @functools.cached_property
    def symbols(self):
        return list(binutils.symbols(self.ours + self.asm))

    @functools.cached_property
    def relocations(self):
        return list(binutils.relocations(self.ours))

    @functools.cached_property
    def code(self):
        return binutils.Code(self.ours + self.asm)

    @functools.cached_property
    def functions(self):
        """Of the C++ objects: (object, name)."""
        cxx = set(self.cxx)
        found = [(symbol.file, symbol.name) for symbol in self.symbols
                 if symbol.file in cxx and symbol.type == "FUNC" and symbol.kind == "T"
                 and not symbol.name.startswith("__cfi_")]
        if not found:
            raise Missing("the C++ objects define no function")
        return found

    @functools.cached_property
    def said(self):
        """The lines of the build's log."""
        return lines_of(self.log)
