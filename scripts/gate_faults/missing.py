# SPDX-License-Identifier: GPL-2.0
"""Input that is not there."""
import re
import shutil


def empty_directory(planted):
    path = planted.temporary / "empty"
    path.mkdir(exist_ok=True)
    return path


def kernel_directory(planted):
    """no kernel directory"""
    planted.arguments = [planted.temporary / "nowhere", planted.work]
    return planted.refused(r".*/nowhere: no such kernel directory \[input\]")


def configuration(planted):
    """a kernel directory without a configuration"""
    planted.arguments = [empty_directory(planted), planted.work]
    return planted.refused(r".*/empty: no include/config/auto\.conf.* \[input\]")


def build_directory(planted):
    """no build directory"""
    planted.arguments = [planted.kdir, planted.temporary / "nowhere"]
    return planted.refused(r".*/nowhere: no such build directory \[input\]")


def empty_build_directory(planted):
    """empty build directory"""
    planted.arguments = ["--log", planted.work / "build.log", planted.kdir,
                         empty_directory(planted)]
    return planted.refused(r".*/modules\.order: .* \[input\]")


def log(planted):
    """no log"""
    planted.arguments = ["--log", planted.temporary / "nowhere", *planted.arguments]
    return planted.refused(r".*/nowhere: .*missing or empty \[input\]")


def empty_log(planted):
    """empty log"""
    (planted.work / "build.log").write_bytes(b"")
    return planted.refused(r".*/build\.log: .*missing or empty \[input\]")


def unasked(planted):
    """what is not checked is said"""
    bare = planted.temporary / "bare"
    (bare / "include/config").mkdir(parents=True)
    (bare / "include/config/auto.conf").write_text("CONFIG_X86_64=y\n", encoding="utf-8")
    planted.arguments[0] = bare
    planted.gate()
    said = "^gate: note: this kernel does not ask for: .*naked-return.* orc .*btf"
    return "" if re.search(said, planted.said, re.M) else "it is not"


def modules(planted):
    """no module built"""
    (planted.work / "modules.order").write_bytes(b"")
    return planted.refused(r".*/modules\.order: .* \[input\]")


def module(planted):
    """no .ko"""
    (planted.work / "planted.ko").unlink()
    return planted.refused(r"planted\.ko: missing or empty \[input\]")


def module_of_nothing(planted):
    """a module of nothing"""
    (planted.work / "planted.mod").write_bytes(b"")
    return planted.refused(r"planted\.mod: .*missing or empty \[input\]")


def one_object(planted):
    """an object missing"""
    (planted.work / "core/x.o").unlink()
    return planted.refused(r"core/x\.o: missing or empty.* \[input\]")


def account_of_object(planted):
    """an object that kbuild did not make"""
    (planted.work / "core/.x.o.cmd").unlink()
    return planted.refused(r"core/x\.o: no \.cmd file.* \[input\]")


def not_an_object(planted):
    """not an ELF object"""
    (planted.work / "core/x.o").write_text("not an object\n", encoding="utf-8")
    return planted.refused(r".*core/x\.o.* \[input\]")


def cxx_object(planted):
    """no C++ object"""
    planted.edit("planted.mod", r"\S*core/x\.o", "")
    return planted.refused(r".*: no C\+\+ object \[input\]")


def stale_module(planted):
    """a module of another build"""
    shutil.copy(planted.work / "planted.ko", planted.work / "left.ko")
    return planted.refused(r"left\.ko: not in modules\.order \[stale\]")


FAULTS = (kernel_directory, configuration, build_directory, empty_build_directory, log, empty_log,
          unasked, modules, module, module_of_nothing, one_object, account_of_object,
          not_an_object, cxx_object, stale_module)
