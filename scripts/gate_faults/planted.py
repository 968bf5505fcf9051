# SPDX-License-Identifier: GPL-2.0
"""The small module that faults are planted in, and what the gate says of it."""
import functools
import re
import shutil
import subprocess

KBUILD = """\
obj-m := planted.o
planted-y := module/main.o core/x.o asm/y.o
include $(src)/scripts/Kbuild.cxx
"""
MAIN_C = """\
// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include "../core/x.h"

static int __init planted_init(void)
{
	return core_answer(asm_answer()) == 42 ? 0 : -EINVAL;
}
module_init(planted_init);

static void __exit planted_exit(void)
{
}
module_exit(planted_exit);

int planted_export(void);
int planted_export(void)
{
	return 1;
}
EXPORT_SYMBOL_GPL(planted_export);

MODULE_DESCRIPTION("gate self-test");
MODULE_LICENSE("GPL");
"""
X_H = """\
/* SPDX-License-Identifier: GPL-2.0 */
#ifdef __cplusplus
extern "C" {
#endif
unsigned long core_answer(unsigned long seed);
unsigned long asm_answer(void);
#ifdef __cplusplus
}
#endif
"""
X_CPP = """\
// SPDX-License-Identifier: GPL-2.0
#include "x.h"
using u64 = unsigned long;
u64 core_answer(u64 seed) { return seed + asm_answer(); }
"""
Y_S = """\
/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/linkage.h>
SYM_FUNC_START(asm_answer)
	movl	$21, %eax
	RET
SYM_FUNC_END(asm_answer)
"""
FILES = {"Kbuild": KBUILD, "module/main.c": MAIN_C, "core/x.h": X_H, "core/x.cpp": X_CPP,
         "asm/y.S": Y_S}


def symbols(directory):
    return subprocess.run(["nm", directory / "planted.ko"], stdout=subprocess.PIPE, text=True,
                          check=True).stdout


class Planted:
    """
    A copy of the clean module, new for each fault.  built tells whether it could be made, log is
    the build's, said is what the gate said last.
    """

    def __init__(self, scripts, kdir, temporary):
        self.scripts, self.kdir, self.temporary = scripts, kdir, temporary
        self.work, self.clean = temporary / "work", temporary / "clean"
        for name, text in FILES.items():
            self.append(name, text)
        (self.work / "scripts").mkdir()
        (self.work / "scripts/Kbuild.cxx").symlink_to(scripts / "Kbuild.cxx")
        self.built = True
        self.build()
        self.work.rename(self.clean)
        self.restore()

    def restore(self):
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.clean, self.work, symlinks=True)
        self.arguments = [self.kdir, self.work]
        self.built, self.said = True, ""

    def has_option(self, *names):
        return any(f"CONFIG_{name}={value}" in self.options for name in names for value in "ym")

    @functools.cached_property
    def options(self):
        files = (self.kdir / "include/config/auto.conf", self.kdir / ".config")
        return {line for file in files if file.exists()
                for line in file.read_text(encoding="utf-8").splitlines()}

    def has_symbol(self, part):
        return part in symbols(self.clean)

    # How faults are planted.

    def append(self, name, text):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)

    def source(self, *lines):
        self.append("core/x.cpp", "".join(f"{line}\n" for line in lines))

    def flags(self, *words):
        self.append("Kbuild", f"CFLAGS_core/x.o := {' '.join(words)}\n")

    def without(self, *words):
        self.append("Kbuild", f"CFLAGS_REMOVE_core/x.o := {' '.join(words)}\n")

    def edit(self, name, pattern, replacement):
        path = self.work / name
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(pattern, replacement, text, flags=re.M), encoding="utf-8")

    def objcopy(self, *options):
        subprocess.run(["objcopy", *options], cwd=self.work, check=True)

    def build(self):
        """modpost's errors become warnings, so that the gate judges alone what it would say."""
        with open(self.work / "build.log", "w", encoding="utf-8") as log:
            made = subprocess.run(["make", "-C", self.kdir, f"M={self.work}",
                                   "KBUILD_MODPOST_WARN=1", "modules"],
                                  stdout=log, stderr=subprocess.STDOUT, check=False)
        self.built = made.returncode == 0

    @property
    def log(self):
        return (self.work / "build.log").read_text(encoding="utf-8", errors="replace")

    # What the gate makes of it.

    def gate(self):
        result = subprocess.run([self.scripts / "gate", *self.arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
                                check=False)
        self.said = result.stdout
        return result.returncode

    def refused(self, *patterns):
        """The gate must refuse, and say each of these; returns what it does not."""
        status = self.gate()
        wrong = [] if status == 1 else [f"exit status {status}"]
        wrong += [f"does not say: {pattern}" for pattern in patterns
                  if not re.search(f"^gate: {pattern}", self.said, re.M)]
        return ", ".join(wrong)

    def accepted(self):
        if self.gate() == 0 and re.search("^gate: .*, [0-9]+ checks: clean$", self.said, re.M):
            return ""
        return "refused"
