# SPDX-License-Identifier: GPL-2.0
"""The chapters on what a TD proves to somebody outside."""
import hashlib

from run_story.story import ask

# Of a TDREPORT, in bytes.
REPORT_BYTES = 1024
REPORT_DATA = slice(128, 192)
MRTD = slice(528, 576)
FIRST_RTMR, RTMR_BYTES = 720, 48


def rtmr(events, index):
    """The register after these events, each "INDEX:TEXT": hash by hash, from zeros on."""
    value = bytes(RTMR_BYTES)
    for event in events:
        of, _, text = event.partition(":")
        if of == str(index):
            value = hashlib.sha384(value + hashlib.sha384(text.encode()).digest()).digest()
    return value


def rtmr_in(report, index):
    begin = FIRST_RTMR + index * RTMR_BYTES
    return report[begin:begin + RTMR_BYTES]


def measure(story, here, seen):
    """The TD measures what it does.

    MRTD is about the beginning. What comes later the TD itself adds to four run-time measurement
    registers (RTMR): the new value is the hash of the old one and of the event. So an event, once
    in, cannot be taken out again, and whoever knows the events can compute the value.
    """
    info = story.steps["boot"].table("info")
    here.line(*(f"RTMR{event[0]}  {event[2:]}" for event in seen.events))
    here.fact(events=[{"rtmr": int(event[0]), "event": event[2:]} for event in seen.events])
    here.check("from_zeros", all(info[f"td_rtmr{i}"] == "00" * RTMR_BYTES for i in range(4)),
               "all four registers began with zeros")
    here.check("extended", len(seen.events) == 3, "three events were added")
    here.summary = f"measure: {len(seen.events)} events in the run-time registers"


def attest(story, here, seen):
    """The TD proves what it is.

    Why should its owner trust a TD with a secret? The owner sends 64 bytes that nobody could foresee,
    the challenge. The TD asks the TDX module for a report: the challenge, MRTD, RTMRs, and a code
    (a MAC) that only this CPU can make and check. Then it asks for a quote, through Linux: a
    service on this machine checks the report's MAC and signs what it says, for everybody to
    check. Here the signing key is a public test key: such a quote proves nothing but that all the
    steps work.
    """
    report, quote = seen.given["report"], seen.given["quote"]
    story.file("report").write_bytes(report)
    story.file("quote").write_bytes(quote)
    challenge, events = story.said("challenge").encode(), story.steps["measure"].events
    rows, good = ask("quote", "--report", story.file("report"), story.file("quote"))
    says = {row["name"]: row["value"] for row in rows}
    registers = [rtmr(events, i).hex() for i in range(4)]

    here.line(f"challenge    {challenge.decode()}", f"a report of {len(report)} bytes, "
              f"and a quote of {len(quote)} bytes, which says:",
              f"MRTD         {says['body.mrtd']}",
              *(f"RTMR{i}        {says[f'body.rtmr[{i}]']}" for i in (2, 3)),
              *(f"{name + ':':<17}{says[name]}" for name in
                ("signature", "attestation_key", "enclave_report", "certificates", "root")))
    here.fact(challenge=challenge.decode(), report_bytes=len(report), quote_bytes=len(quote),
              mrtd=says["body.mrtd"], mac=seen.facts["mac"],
              rtmrs=[says[f"body.rtmr[{i}]"] for i in range(4)], rtmrs_computed=registers,
              **{name: says[name] for name in ("signature", "attestation_key", "enclave_report",
                                               "certificates", "root", "report")})

    here.check("report", len(report) == REPORT_BYTES and report[REPORT_DATA] == challenge and
               report[MRTD].hex() == story.mrtd(), "the report has the challenge and this MRTD")
    here.check("mac", seen.facts["mac"] == "good", "the report's MAC is of this platform")
    here.check("changed_mac", seen.facts["changed_mac"] == "bad",
               "with one byte of the challenge changed it is not")
    here.check("quote", good, "the quote is signed, its certificates too, and is about this report")
    here.check("challenge", says["body.report_data"] == challenge.hex(),
               "it answers this challenge, and no older one")
    here.check("mrtd", says["body.mrtd"] == story.mrtd(), "its MRTD is that of the owner's files")
    here.check("rtmrs", [says[f"body.rtmr[{i}]"] for i in range(4)] == registers and
               [rtmr_in(report, i).hex() for i in range(4)] == registers,
               "its RTMRs are those of the three events, computed anew")
    here.check("tampered", refused(story, quote), "with one bit of the quote changed it is refused")
    here.summary = "attest: MAC, signature, challenge, MRTD and RTMRs of the quote are right"


def refused(story, quote):
    """Whether a change in the signed part is found."""
    changed = bytearray(quote)
    changed[48 + 136] ^= 1  # MRTD's first byte
    story.file("changed").write_bytes(changed)
    rows, good = ask("quote", story.file("changed"))
    return not good and any(row["name"] == "signature" and row["value"] != "good" for row in rows)
