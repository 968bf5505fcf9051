# SPDX-License-Identifier: GPL-2.0
"""Steps on a test kernel."""
import json
import re
import shutil
import subprocess
import sys

from . import SCRIPTS, TOP, declared_in, script_step


def build(step):
    """the modules, and the gate on them"""
    step.must(SCRIPTS / "build", step.kernel)
    step.passed = 1


def ships(step):
    """the modules that users have, and the gate on them"""
    step.must(SCRIPTS / "build", "--shipped", step.kernel)
    step.passed = 1


def modules_of(step):
    return step.answer(SCRIPTS / "build", step.kernel)


# The kernel's own KTAP reader does the counting.
def count_kunit(step, log):
    """Takes the counts of KUnit from a kernel log; the tests that ran, and those that passed."""
    parsed = step.beside("parsed.log")
    source = step.answer(SCRIPTS / "kernel", "--source", step.kernel)
    # Before ours comes the empty list of the kernel's own tests.
    said = step.said(log)
    ours = said[max(said.find("vm: loading tdxcall_kunit.ko"), 0):]
    with open(parsed, "w", encoding="utf-8") as file:
        subprocess.run([sys.executable, f"{source}/tools/testing/kunit/kunit.py", "parse"],
                       input=ours, stdout=file, text=True, check=False)
    told = step.said(parsed)
    step.say(told)
    closing = [line for line in told.splitlines() if "Testing complete" in line]
    if not closing or re.search("crashed|errors", closing[-1]):
        return set(), set()
    for outcome in ("passed", "failed", "skipped"):
        if match := re.search(rf"{outcome}: (\d+)", closing[-1]):
            setattr(step, outcome, int(match[1]))
    return (set(re.findall(r"(?:ok \d+|# Subtest:) (\w+)(?= |$)", said, re.M)),
            set(re.findall(r" ok \d+ (\w+) *$", said, re.M)))


KUNIT_CASE = r"^\tKUNIT_CASE(?:_PARAM|_SLOW)?\(([a-z0-9_]+)"


def kunit(step):
    """KUnit"""
    modules, log = modules_of(step), step.beside("console.log")
    step.must(SCRIPTS / "vm", "--kernel", step.kernel, "--smp", "2", "--timeout", "900",
              "--log", log, "--load", f"{modules}/tdxcall_emu.ko",
              "--load", f"{modules}/tdxcall.ko", "--load", f"{modules}/tdxcall_kunit.ko",
              "--", "true")
    ran, passed = count_kunit(step, log)
    sources = [*TOP.glob("kunit/tdxcall/*.c"), *TOP.glob("kunit/emu/*.c")]
    if not ran or not step.all_declared_ran(declared_in(sources, KUNIT_CASE), ran):
        return False
    # What needs such a kernel must have run there, not been skipped.
    if step.kernel == "kunit-6.12":
        step.all_declared_ran(["vp_enter_wants_rbp_kept_on_frame_pointers"], passed)
    return True


def kunit_td(step):
    """KUnit in a TD, where TDCALLs are real ones"""
    modules, log = modules_of(step), step.beside("console.log")
    step.must(SCRIPTS / "vm", "--td", "--kernel", step.kernel, "--smp", "2", "--timeout", "900",
              "--log", log, "--load", f"{modules}/tdxcall_emu.ko,assume_role=0",
              "--load", f"{modules}/tdxcall.ko", "--load", f"{modules}/tdxcall_kunit.ko",
              "--", "true")
    _, passed = count_kunit(step, log)
    # What runs in a TD alone.
    return step.all_declared_ran(declared_in([TOP / "kunit/tdxcall/guest_test.c"], KUNIT_CASE),
                                 passed)


def selftest(step):
    """the modules as a user handles them, and the sample TD"""
    log = step.beside("console.log")
    if not script_step(step, "bash", "-c", '. "$0" && selftest "$@"', SCRIPTS / "lib.sh",
                       step.kernel, "1200", log):
        return False
    step.count(re.search("tdxcall: [12] CPUs wrote back their caches", step.said(log)),
               "no CPU wrote back its caches before the reboot")
    declared = len(re.findall("^\texpect ", step.said(SCRIPTS / "selftest"), re.M))
    if step.passed + step.failed < declared:
        step.say(f"only {step.passed + step.failed} of {declared} tests ran")
        return False
    return True


def raw(step):
    """calls by hand: the file, right and wrong, and a TD that a script builds"""
    if not script_step(step, SCRIPTS / "raw", step.kernel):
        return False
    declared = len(re.findall(r"^\t+expect ", step.said(SCRIPTS / "raw-test"), re.M))
    if step.passed + step.failed < declared:
        step.say(f"only {step.passed + step.failed} of {declared} tests ran")
        return False
    return True


def tracing(step):
    """the sample scripts of Documentation/tracing, by trace-cmd, perf and bpftrace"""
    if not script_step(step, SCRIPTS / "tracing", step.kernel):
        return False
    declared = len(re.findall(r"^\t*expect ", step.said(SCRIPTS / "tracing-test"), re.M))
    if step.passed + step.failed < declared:
        step.say(f"only {step.passed + step.failed} of {declared} tests ran")
        return False
    return True


def failures(step):
    """the modules when memory can't be had: each allocation fails once"""
    if not script_step(step, SCRIPTS / "failures", step.kernel):
        return False
    # It comes to its end.
    return step.all_declared_ran(["unloads_the_software_module"],
                                 set(re.findall(r"^ok (\w+)$", step.said(), re.M)))


def storm(step):
    """registers and stack under NMIs, signals and context switches"""
    # In a bounded form; scripts/soak has the long one.
    return script_step(step, SCRIPTS / "storm", step.kernel)


def storm_nmi(step):
    """the stack under NMIs"""
    return script_step(step, SCRIPTS / "storm", "--only", "nmi", step.kernel)


def guest(step):
    """flat programs in TDs, on this kernel as their host"""
    if not script_step(step, SCRIPTS / "guest-test", "--log", step.beside("console.log"),
                       step.kernel):
        return False
    declared = declared_in(TOP.glob("kunit/guest/programs/*.cpp"), r"^GUEST_TEST\((\w+)\)")
    # Those that misbehave do not come to what is behind them.
    declared.remove("comes_to_an_end_before")
    ran = set(re.findall(r"^(?:not )?ok \d+ - (\w+)", step.said(), re.M))
    return step.all_declared_ran(declared, ran)


def machines(step):
    """the modules in a VM that a TDX call might end, and with an isolated CPU"""
    return script_step(step, SCRIPTS / "machines", step.kernel)


def td(step):
    """Linux as a TD, with this kernel around it"""
    if not script_step(step, SCRIPTS / "td-linux", step.kernel):
        return False
    declared = len(re.findall(r"^\t?expect ", step.said(SCRIPTS / "td-linux-test"), re.M))
    if step.passed + step.failed <= declared:
        step.say(f"only {step.passed + step.failed} tests ran")
        return False
    # For some seconds; scripts/soak does it for long.
    step.must(SCRIPTS / "td-load", "--seconds", "5", step.kernel)
    step.passed += 1
    return True


def story(step):
    """what make run tells of a TD's life: does all of it hold?"""
    done = subprocess.run([SCRIPTS / "run", "--json"], check=False, stdout=subprocess.PIPE,
                          text=True)
    step.say(done.stdout)
    told = json.loads(done.stdout)
    for part in told["steps"]:
        for check in part["checks"]:
            step.count(check["held"], f"not ok {part['step']}: {check['name']}")
    return done.returncode == 0 and told["held"]


def linux(step):
    """the TDX host code of Linux itself on the software TDX module"""
    return script_step(step, SCRIPTS / "linux-client")


class Client:
    """A copy of the sample client, built and loaded as another project would."""

    def __init__(self, step, modules, directory):
        self.step, self.modules, self.directory = step, modules, directory

    def make(self, succeeds, **options):
        headers = self.step.answer(SCRIPTS / "kernel", "--headers", self.step.kernel)
        return succeeds(SCRIPTS / "kernel", "--run", self.step.kernel, "make", "-C",
                        self.directory, f"KDIR={headers}",
                        f"TDXCALL={self.directory}/root/usr/src/tdxcall", **options)

    def boot(self, what, command):
        self.step.must(SCRIPTS / "vm", "--kernel", self.step.kernel,
                       "--load", f"{self.modules}/tdxcall_emu.ko",
                       "--load", f"{self.modules}/tdxcall.ko,bringup=1",
                       what, f"{self.directory}/client.ko", "--", command)

    def replace(self, name, pattern, replacement):
        path = self.directory / name
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(pattern, replacement, text, flags=re.M), encoding="utf-8")


def no_import(step, client):
    """
    One that changes TDs without importing the name space that says so must not build; where it is
    built all the same, since its Module.symvers lies, it must not load.
    """
    copy = Client(step, client.modules, client.directory.with_name(
        f"{client.directory.name}-no-import"))
    shutil.rmtree(copy.directory, ignore_errors=True)
    shutil.copytree(client.directory, copy.directory, symlinks=True)
    copy.replace("client.c", "return 0;", "return tdxcall_tdh_mem_track(0, (tdx_tdr_t) {});")
    log = copy.directory / "log"
    with open(log, "wb") as file:
        if copy.make(step.succeeds, stdout=file, stderr=subprocess.STDOUT):
            step.say("a client builds without its import")
            return False
    # Newer kernels have it in quotes.
    step.must("grep", "from namespace '*TDXCALL_CHANGES_TD'*, but does not import it", log)
    copy.replace("root/usr/src/tdxcall/Module.symvers", "TDXCALL_CHANGES_TD$", "")
    copy.make(step.must)
    copy.boot("--file", "! insmod client.ko &&"
              ' dmesg | grep "client: .*namespace .*TDXCALL_CHANGES_TD"')
    return True


def client(step):
    """the sample client, built and loaded as another project would"""
    modules = modules_of(step)
    sample = Client(step, modules, TOP / f"build/client-{step.kernel}")
    shutil.rmtree(sample.directory, ignore_errors=True)
    shutil.copytree(TOP / "Documentation/sample-client", sample.directory, symlinks=True)
    step.must("make", "-f", f"{modules}/Makefile", f"top={modules}", "devel_install",
              f"DESTDIR={sample.directory}/root", "PREFIX=/usr")
    sample.make(step.must)
    sample.boot("--load", 'dmesg | grep -F "client: TDX module 1.5"')
    if not no_import(step, sample):
        return False
    step.passed = 2
    return True
