"""The harmonisation report as one HTML file for stewards: opens anywhere, asks nothing of any server, prints.

All markup is in templates/report/harmonisation.html and the parts beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from img2fair.clinical.outcome import Conflict
from img2fair.clinical.report import AttributeRow, Decision, HarmonisationReport, Hidden, Matter, Number, Share
from img2fair.findings import Place
from img2fair.report.harmonisation.screens import screen
from img2fair.report.harmonisation.words import WORDS
from img2fair.report.page_words import Speech
from img2fair.report.rendering import render

CONFLICTS = tuple(kind.value for kind in Conflict)
SESSIONS = (Conflict.DUPLICATE.value, Conflict.STRANGER.value)
"""Contradictions that sessions are counted of."""
MOST_VALUES = 60
"""So many values of one field stand on the page; JSON and TSV have all."""
_CAME = {"unreadable": "unreadable came"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide as the page tells it."""

    heading: str
    reach: str
    stops: bool
    what: tuple[str, ...]
    line: int
    anchor: str
    place: Place | None
    how: str
    code: str


class Words(Speech):
    """The report's words; numbers that are not told are words too."""

    def __init__(self, language: str, least: int) -> None:
        super().__init__(language, WORDS)
        self._least = least

    def number(self, value: object) -> object:
        """Return a number as the language writes it, ``<5`` for a small one."""
        if isinstance(value, Hidden):
            return self.words.say(self.language, value.value, least=self._least)
        return super().number(value)

    def share(self, share: Share) -> str:
        """Return how many of all have something."""
        return self("share", number=share.number, of=share.of)

    def came(self, came: str) -> str:
        """Return what came of a value."""
        return self.known(_CAME.get(came, came))


def to_html(report: HarmonisationReport, *, title: str, language: str = "en") -> str:
    """Return a report as one self-contained HTML file.

    :param title: the heading, such as the study's name.
    :param language: ``en`` or ``nl``.
    """
    say = Words(language, report.least)
    anchors = {row.path: f"f{place}" for place, row in enumerate(report.attributes, start=1)}
    kept = [row for row in report.attributes if row.decide != "drop"]
    return render(
        "report/harmonisation.html",
        ["report/report.css", "report/harmonisation.css"],
        say=say,
        report=report,
        title=title,
        items=[_item(one, say, anchors, report.least) for one in report.first],
        others=[_item(one, say, anchors, report.least, stops=False) for one in report.findings],
        kept=kept,
        dropped=[row for row in report.attributes if row.decide == "drop"],
        exported=sum(row.decide == "export" for row in kept),
        anchors=anchors,
        conflicts=CONFLICTS,
        most=MOST_VALUES,
        percent=percent,
        screen=lambda path: screen(path, language),
        tone=_tone(report),
        imaging=_imaging(report),
        sections=_sections(report, kept),
    )


def _item(decision: Decision, say: Words, anchors: dict[str, str], least: int, *, stops: bool = True) -> Item:
    dutch = say.language == "nl"
    finding = decision.matter is Matter.FINDING
    conflict = say.known(decision.what[0]) if decision.matter is Matter.CONFLICT else ""
    named = {"path": decision.path, "conflict": conflict}
    return Item(
        heading=decision.said[dutch] if finding else say(decision.matter.value, **named),
        reach="" if finding else say(_reach(decision), number=decision.patients),
        stops=stops and decision.stops,
        what=() if decision.matter is Matter.CONFLICT else decision.what,
        line=decision.line,
        anchor=anchors.get(decision.path, ""),
        place=screen(decision.path, say.language),
        how=decision.cure[dutch] if finding else say(_how(decision), least=least),
        code=decision.code,
    )


def _how(decision: Decision) -> str:
    """Return the phrase that says what to do; of values that are too rare to be shown, where to look."""
    rare = decision.matter in (Matter.VALUE, Matter.DIAGNOSIS) and not decision.what
    return "few how" if rare else f"{decision.matter.value} how"


def _reach(decision: Decision) -> str:
    """Return the phrase that counts patients, or sessions where a contradiction is of these."""
    of_sessions = decision.matter is Matter.CONFLICT and decision.what[0] in SESSIONS
    return "reach sessions" if of_sessions else "reach"


def percent(share: Share) -> int:
    """Return the length of a bar, of 100; of a number that is not told it says no more than its words."""
    if share.number is Hidden.NEARLY:
        return 100
    if not isinstance(share.number, int) or not isinstance(share.of, int) or not share.of:
        return 0
    return round(100 * share.number / share.of)


def _tone(report: HarmonisationReport) -> str:
    return "good" if report.verdict == "ready" else "bad"


def _imaging(report: HarmonisationReport) -> list[tuple[str, Number]]:
    """Return the rows about imaging: how many sessions, and what will not work."""
    seen = report.imaging
    rows: list[tuple[str, Number]] = [("sessions", seen.sessions)]
    rows += [("unlinked", seen.unlinked)] if seen.viewer else []
    rows += [
        ("without sessions", seen.without_sessions),
        ("unmapped modality", seen.unmapped),
        ("undated", seen.undated),
        ("strangers", seen.strangers),
    ]
    rows += [("unjoined", report.left_out["unjoined"])] if "unjoined" in report.left_out else []
    return rows


def _sections(report: HarmonisationReport, kept: Sequence[AttributeRow]) -> list[str]:
    """Return the sections of the page that have something to tell, by their names."""
    there = {
        "since": report.since is not None,
        "first": bool(report.first),
        "core": True,
        "attributes": bool(kept),
        "diagnoses": bool(report.diagnoses),
        "conflicts": True,
        "imaging": True,
        "small": True,
        "ledger": bool(report.ledger),
        "matches": bool(report.matches),
        "findings": bool(report.findings),
        "made of": bool(report.made_of),
    }
    return [name for name, told in there.items() if told]
