"""A report for people at a terminal: causes, each with the place to mend and the cure.

error[I2F-S012]: dataset "Glioma LGG" has no theme
  --> mapping.yaml:41:9      dcat:theme
   | XNAT   project LGG > Edit custom form > field "Theme": empty
   | rule   health-ri-core, https://…
   = steward:  choose one
   = 14 more projects fail for the same reason: BRATS, …
"""

from img2fair.findings import Report, Severity
from img2fair.report.causes import Cause, causes
from img2fair.report.plain import counted, painted, plain

WORDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
NAMED = 5
"""So many other projects are named before the rest is counted."""

LONGEST = 400
"""Letters of a message or value that are shown; programs get all of it."""


def to_text(report: Report, *, limit: int | None = None, color: bool = False) -> str:
    """Return a report as text.

    :param limit: show so many causes at most; the last line still counts all.
    :param color: use terminal colours.
    """
    found = causes(report.findings)
    shown = found if limit is None else found[:limit]
    blocks = ["\n".join(_cause(cause, color)) for cause in shown]
    if len(shown) < len(found):
        blocks.append(f"… and {counted(len(found) - len(shown), 'more cause')} (show all with --format html or json)")
    return "\n\n".join([*blocks, summary(report, color=color)]) + "\n"


def summary(report: Report, *, color: bool = False) -> str:
    """Return the last line of a report: what was checked, and how much was found."""
    counts = report.counts()
    said = ", ".join(counted(counts[s.value], s.value) if s is not Severity.INFO else counted(counts["info"], "note")
                     for s in Severity)  # fmt: skip
    against = f" against {', '.join(map(plain, report.profiles))}" if report.profiles else ""
    verdict = painted("conforms", "good", color) if report.conforms else painted("does not conform", "violation", color)
    if not report.checked:
        verdict = painted("nothing was checked", "violation", color)
    return f"Checked {counted(len(report.checked), 'record')}{against}: {said}; {verdict}."


def _cause(cause: Cause, color: bool) -> list[str]:
    first = cause.first
    kind = painted(f"{WORDS[first.severity]}[{plain(first.code)}]", first.severity.value, color)
    lines = [f"{kind}: {painted(plain(first.message, LONGEST), 'bold', color)}"]
    place = "   ".join(part for part in (plain(first.mapping or ""), plain(cause.path)) if part)
    lines += [f"  --> {place or plain(first.focus or first.key)}"]
    lines += [f"   | value  {plain(first.value, LONGEST)}"] if first.value is not None else []
    lines += [f"   | mend   {plain(str(where))}" for where in first.where]
    rule = ", ".join(plain(part) for part in (first.profile, first.shape) if part)
    lines += [f"   | rule   {rule}"] if rule else []
    lines += [f"   = {plain(first.who)}: {plain(first.cure)}"] if first.cure else []
    return lines + _others(cause)


def _others(cause: Cause) -> list[str]:
    others = cause.projects[1:]
    if not others:
        more = len(cause.findings) - 1
        return [f"   = {counted(more, 'more finding')} of this kind in the same project"] if more else []
    named = ", ".join(map(plain, others[:NAMED])) + (" …" if len(others) > NAMED else "")
    verb = "fails" if len(others) == 1 else "fail"
    return [f"   = {counted(len(others), 'more project')} {verb} for the same reason: {named}"]
