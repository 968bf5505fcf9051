# SPDX-License-Identifier: GPL-2.0
"""The core at -O0: what the optimiser takes away in a kernel's build, another one may leave."""
import concurrent.futures
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from . import Missing, Report, binutils, objects

FLAGS = ("-std=gnu++20", "-ffreestanding", "-fno-exceptions", "-fno-rtti", "-mcmodel=kernel",
         "-fno-pie", "-O0", "-I.", "-Imodule/include")


class Objects:
    """Each source, compiled by each compiler: the objects' symbols, and what did not compile."""

    def __init__(self, sources, compilers, directory):
        def compile_one(job):
            compiler, source = job
            name = f"{os.path.basename(compiler)}/{source.removesuffix('.cpp')}.o"
            path = pathlib.Path(directory, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            result = subprocess.run([compiler, *FLAGS, "-c", source, "-o", path],
                                    stderr=subprocess.PIPE, encoding="utf-8",
                                    errors="surrogateescape", check=False)
            if result.returncode:
                # Before the error there may be the way to it through headers.
                said = result.stderr.splitlines() or ["fails"]
                errors = [line for line in said if "error: " in line]
                self.failed.append(f"{source}: {compiler}: {(errors or said)[0]}")
            else:
                made.append(name)

        self.failed, made = [], []
        with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            list(pool.map(compile_one, itertools.product(compilers, sources)))
        self.symbols = []
        if made:
            for line in binutils.output("nm", "-A", "-f", "posix", *sorted(made), cwd=directory):
                file, name, kind = line.replace(": ", " ", 1).split()[:3]
                self.symbols.append((file, name, kind))


def compile(built):
    """core must compile on its own, without the kernel's flags"""
    yield from sorted(built.failed)


def weak(built):
    for file, name, kind in built.symbols:
        if kind in "uVvWw":
            yield f"{file}: {kind} {name}"


weak.__doc__ = objects.weak.__doc__


def constructors(built):
    """a module runs no constructors and has no guards: constinit"""
    for file, name, _ in built.symbols:
        if re.match("_ZGV|_GLOBAL__sub_", name):
            yield f"{file}: {name}"


def gate(directory):
    if not os.path.isdir(f"{directory}/core"):
        raise Missing(f"{directory}/core: no such directory")
    os.chdir(directory)
    sources = sorted(str(path) for path in pathlib.Path("core").rglob("*.cpp"))
    if not sources:
        raise Missing(f"{directory}/core: no C++ source")
    compilers = [name for name in dict.fromkeys((os.environ.get("CXX") or "g++", "clang++"))
                 if shutil.which(name)]
    if not compilers:
        raise Missing("no C++ compiler")
    report = Report()
    with tempfile.TemporaryDirectory() as temporary:
        built = Objects(sources, compilers, temporary)
    for check in (compile, weak, constructors):
        report.judge(check, built)
    return report.finish(f"core at -O0, {len(sources)} sources, {' '.join(compilers)}")
