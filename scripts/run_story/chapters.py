# SPDX-License-Identifier: GPL-2.0
"""The chapters, in their order; scripts/run_story/story.py says what their docstrings are for."""
import re

from run_story.proof import attest, measure

BUILDING = ("TDH.MNG.CREATE", "TDH.MNG.KEY.CONFIG", "TDH.MNG.ADDCX", "TDH.MNG.INIT",
            "TDH.MEM.SEPT.ADD", "TDH.MEM.PAGE.ADD", "TDH.MR.EXTEND", "TDH.VP.CREATE",
            "TDH.VP.ADDCX", "TDH.VP.INIT", "TDH.MR.FINALIZE")
ENDING = ("TDH.VP.FLUSH", "TDH.MNG.VPFLUSHDONE", "TDH.PHYMEM.CACHE.WB", "TDH.MNG.KEY.FREEID",
          "TDH.PHYMEM.PAGE.RECLAIM", "TDH.PHYMEM.PAGE.WBINVD")
PAGES_PER_MIB = 256
OF_A_TD = re.compile(r"^\s*(REG|TDR|TDCX|TDVPR|EPT) ", re.M)


def nothing(_, here, seen):
    """A machine without TDX.

    Intel's Trust Domain Extensions (TDX) let a cloud's customer run a virtual machine that the
    cloud itself cannot look into. The machine of this demonstration is emulated by QEMU and has
    no TDX. On it boots Debian's own kernel. tdxcall.ko, which makes TDX calls, finds out that the
    CPU does not know their instruction. That does no harm; it is taken out again.
    """
    info = seen.table("info")
    here.line(*(f"{key}: {info[key]}" for key in ("role", "probe_result", "probe_meaning")))
    here.fact(role=info["role"], probe_result=info["probe_result"])
    here.check("no_tdx", info["role"] == "none" and
               info["probe_result"].startswith("TDX_SEAMCALL_UD "),
               "without TDX a TDX call is a status, not a crash")
    here.summary = "nothing: without TDX a TDX call is a status, not a crash"


def platform(_, here, seen):
    """The platform: a TDX module, in software.

    With TDX a program by Intel, the TDX module, stands between the kernel and its protected
    virtual machines. The kernel may only ask it, by calls named TDH.*, "host side"; what belongs
    to a protected machine the module keeps from everybody else, by encrypting memory with keys
    that only the CPU has. Each key has a number, its KeyID.

    Here tdxcall_emu.ko stands in for the TDX module and follows its rules call by call. It is for
    study: it encrypts nothing.
    """
    info, free = seen.table("info"), seen.free_keyids()
    version = info["module_version"]
    here.line(f"TDX module {version}: {info['probe_meaning']}",
              f"{free} KeyIDs are free, and one is the module's own")
    here.fact(role=info["role"], module_version=version, free_keyids=free)
    here.check("role", info["role"] == "host", "the kernel is a TDX host now")
    here.check("answers", info["probe_meaning"] == "the TDX module answers",
               "the TDX module answers")
    here.check("keyids", free > 0, "no TD has a KeyID yet")
    here.summary = f"platform: TDX module {version}, {free} KeyIDs free"


def build(story, here, seen):
    """A trust domain is built, and measured.

    A trust domain (TD) is such a protected virtual machine. Its owner gives the cloud a kernel,
    an initramfs (its first files) and a command line. The cloud's virtual machine monitor (VMM),
    here tdxcall_vmm.ko, has the TDX module make a TD: a root page and a KeyID, control pages, a
    virtual CPU (vCPU), and page tables of its own (SEPT). Each page of the files is copied in,
    and hashed in pieces of 256 bytes. The hash of it all is MRTD, "what this TD was built from".
    When it is final nothing can be added, not even by the VMM.
    """
    status, counts = seen.table("status"), seen.calls("calls")
    wanted, by_rules = story.mrtd(), story.mrtd_by_rules()
    pages = counts["TDH.MEM.PAGE.ADD"]
    free = seen.free_keyids()
    here.line(*story.decoded(counts, BUILDING, seen.refused("calls")), "",
              f"KeyID {status['keyid']}",
              f"MRTD  {status['mrtd']}")
    here.fact(keyid=int(status["keyid"]), measured_pages=pages, mrtd=status["mrtd"],
              mrtd_computed=wanted, mrtd_by_rules=by_rules,
              calls={name: counts[name] for name in BUILDING})
    here.check("mrtd", status["mrtd"] == wanted,
               "MRTD is what its owner computes from the files alone, on another machine")
    here.check("mrtd_by_rules", status["mrtd"] == by_rules,
               "and so it is by a second program, written from the rules alone")
    here.check("pieces", pages and counts["TDH.MR.EXTEND"] == 16 * pages,
               f"all 16 pieces of each of {pages} pages were measured")
    here.check("keyid", free == story.steps["platform"].free_keyids() - 1,
               "one KeyID is taken")
    here.summary = f"build: {pages} pages measured, MRTD as computed from the files"


def boot(story, here, seen):
    """Linux boots in the TD.

    The vCPU is entered by TDH.VP.ENTER and runs until something needs the VMM. A stock Debian
    kernel starts, sees that it is in a TD, and keeps its secrets in private memory. To the same
    tdxcall.ko it is a guest, which calls the TDX module by TDG.*, "guest side".
    """
    info = seen.table("info")
    words = seen.text("words").splitlines()
    here.line(f"{seen.facts['release']}, user space after "
              f"{seen.number('up_after') / 100:.0f} s. It says:", *(f"  {word}" for word in words),
              *(f"{key}: {info[key]}" for key in ("role", "td_attributes", "td_vcpus", "td_mrtd")))
    here.fact(release=seen.facts["release"], role=info["role"], mrtd=info["td_mrtd"],
              attributes=info["td_attributes"], up_after=seen.number("up_after") / 100)
    here.check("is_a_td", "Memory Encryption Features active: Intel TDX" in words,
               "Linux knows that it is in a TD")
    here.check("role", info["role"] == "guest", "tdxcall.ko in it makes the guest's calls")
    here.check("mrtd", info["td_mrtd"] == story.mrtd(), "the TD reads the same MRTD")
    here.check("no_debug", "DEBUG" not in info["td_attributes"].split(),
               "it is no debug TD, which a VMM may look into")
    here.summary = f"boot: Linux {seen.facts['release']} is up and knows that it is in a TD"


def memory(story, here, seen):
    """Memory, when the TD accepts it.

    Only the measured pages were there at the start. For the rest the VMM cannot slip pages in:
    the TD must accept each one first (TDG.MEM.PAGE.ACCEPT). Accepting memory that is not there is
    an "EPT violation": the TD exits, the VMM adds a page (TDH.MEM.PAGE.AUG), of 2 MiB where it
    can, and the TD accepts it, zeroed. What the TD wants to share with the VMM, for devices, it
    says with the hypercall MapGPA; all else stays private.
    """
    status, counts = seen.table("memory_status"), seen.calls("memory_calls")
    exits = seen.counters("memory_status")
    private, measured = int(status["private_pages"]), counts["TDH.MEM.PAGE.ADD"]
    given, violations = counts["TDH.MEM.PAGE.AUG"], exits["EPT violation"]
    here.line(*story.decoded(counts, ("TDH.MEM.PAGE.AUG",)),
              f"{violations:>7}  exits for EPT violations",
              f"{exits['MapGPA']:>7}  hypercalls MapGPA",
              f"private memory: {measured // PAGES_PER_MIB} MiB measured, "
              f"{private // PAGES_PER_MIB} MiB now; the rest of its "
              f"{story.said('memory')} MiB is shared")
    here.fact(measured_pages=measured, private_pages=private, added=given,
              ept_violations=violations, map_gpa=exits["MapGPA"])
    here.check("on_demand", 0 < violations <= given,
               f"each of {violations} EPT violations was answered with memory")
    here.check("grew", private > measured,
               f"the TD has accepted {private - measured} pages of 4 KiB beyond the measured ones")
    here.summary = f"memory: {private - measured} pages accepted, after {violations} EPT violations"


def interrupt(story, here, seen):
    """An interrupt.

    The TD sets a timer and sleeps for a second: no CPU is taken up by it meanwhile. Its timer is
    the VMM's, which posts the interrupt into the vCPU's virtual APIC; the TDX module delivers it,
    as the VMM may not change what the vCPU executes.
    """
    before, after = seen.number("timer_before"), seen.number("timer_after")
    slept = seen.number("slept")
    exits = seen.counters("interrupt_status")
    earlier = story.steps["memory"].counters("memory_status")
    halts = exits["Instruction.HLT"] - earlier["Instruction.HLT"]
    here.line(f"timer interrupts in the TD: {before} before, {after} afterwards",
              f"it slept for {slept / 100:.2f} s",
              f"it has let its CPU go {halts} times since the last look (hypercall HLT)")
    here.fact(timer_before=before, timer_after=after, slept=slept / 100, halts=halts)
    here.check("delivered", after > before, "the interrupt reached the TD")
    here.check("woken", 99 <= slept < 6000, "the sleep ended, and not before its time")
    here.check("halted", halts > 0, "the TD halted meanwhile")
    here.summary = f"interrupt: {after - before} of the timer delivered to the TD"


def move(story, here, seen):
    """The vCPU moves to another CPU.

    The machine's scheduler moves the vCPU's thread. A CPU keeps parts of a vCPU's state, and its
    translations of addresses; TDH.VP.FLUSH takes them from the old CPU before TDH.VP.ENTER is
    allowed on the new one.
    """
    before, after = seen.calls("before_calls"), seen.calls("move_calls")
    flushed = after["TDH.VP.FLUSH"] - before["TDH.VP.FLUSH"]
    entered = after["TDH.VP.ENTER"] - before["TDH.VP.ENTER"]
    source, target = seen.number("from"), seen.number("to")
    here.line(f"from CPU {source} to CPU {target}", *story.decoded(
        {"TDH.VP.FLUSH": flushed, "TDH.VP.ENTER": entered}))
    here.fact(from_cpu=source, to_cpu=target, flushed=flushed, entered=entered,
              ran_on=seen.number("ran_on") / 100)
    here.check("moved", source != target, "it runs on another CPU")
    here.check("flushed", flushed >= 1, "it was flushed on the old one")
    here.check("goes_on", entered > 0 and seen.number("ran_on") >= 199,
               "the TD goes on there and has noticed nothing")
    here.summary = f"move: from CPU {source} to CPU {target}, flushed in between"


def teardown(story, here, seen):
    """The TD ends, and everything comes back.

    Linux powers off. The VMM flushes the vCPU, the caches are written back, the KeyID is freed,
    and page after page is reclaimed; the TDX module clears what was secret. What the TD was doing
    all its life, as far as the VMM could see:
    """
    status, exits, counts = seen.table("status"), seen.counters("status"), seen.calls("calls")
    free, before = seen.free_keyids(), story.steps["platform"].free_keyids()
    here.line(*(f"{count:>7}  {name}" for name, count in
                sorted(exits.items(), key=lambda row: -row[1])), "",
              *story.decoded(counts, ENDING),
              f"{sum(counts.values())} calls of the TDX module in all, of {len(counts)} kinds", "",
              f"{status['freed']} of {status['pages']} pages came back, {status['lost']} are lost",
              f"{free} KeyIDs are free")
    here.fact(state=status["state"], reason=status["reason"], pages=int(status["pages"]),
              freed=int(status["freed"]), lost=int(status["lost"]), free_keyids=free,
              exits=exits, calls=counts)
    here.check("powered_off", status["state"] == "ended" and
               status["reason"] == "powered off by the guest", "the TD ended by itself")
    here.check("pages", status["freed"] == status["pages"] != "0" and status["lost"] == "0",
               "all of its pages came back")
    here.check("no_page", not OF_A_TD.search(seen.text("pages")),
               "the TDX module knows of no page of a TD")
    here.check("keyids", free == before, "its KeyID is free again")
    here.summary = f"teardown: all {status['pages']} pages and the KeyID are free again"


CHAPTERS = [nothing, platform, build, boot, memory, measure, attest, interrupt, move, teardown]
