"""Worklists: for each project's steward, and for the operator, what there is to mend, as CSV for a spreadsheet."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.findings import CONFIG_FILE, Finding, Place, Report
from img2fair.phrases import Phrases
from img2fair.places import in_language
from img2fair.report.causes import causes, titles
from img2fair.report.plain import plain
from img2fair.report.words import WORDS as LINE

OPERATOR, OTHERS = "operator.csv", "other-records.csv"
"""The operator's list, and what stewards mend that belongs to no project."""

WORDS = Phrases({
    "violation": ("must mend", "te herstellen"),
    "warning": ("should mend", "liefst herstellen"),
    "info": ("note", "opmerking"),
    "level": ("Level", "Niveau"),
    "project": ("Project", "Project"),
    "record": ("Record", "Record"),
    "what": ("What is wrong", "Wat er mis is"),
    "where": ("Where to mend it", "Waar te herstellen"),
    "link": ("Link", "Link"),
    "how": ("How", "Hoe"),
    "code": ("Code", "Code"),
})  # fmt: skip
HEADINGS = ("level", "project", "record", "what", "where", "link", "how", "code")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet read a cell as a formula (OWASP, CSV Injection); the full-width forms too."""
_UNSEEN = re.compile(r"^[\s'\"\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]+")
"""What may stand before it: blanks, quotes, and characters that leave no mark, which some programs pass over."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a worklist; ``who`` can do it."""

    who: str
    severity: str
    project: str
    record: str
    what: str
    where: str
    link: str
    how: str
    code: str


def tasks(report: Report, language: str = "en") -> tuple[Task, ...]:
    """Return what there is to mend, the worst first, then by project; what both can mend stands for each of them."""
    named = titles(report)
    places = {id(one): cause.where(one) for cause in causes(report.findings) for one in cause.findings}
    found = [
        Task(
            who=who,
            severity=finding.severity.value,
            project=finding.project or "",
            record=named.get(finding.key, finding.key),
            what=finding.said(language),
            where=_where(finding, places[id(finding)], who, language),
            link=next((place.link for place in finding.where if place.who == who and place.link), ""),
            how=finding.cured(language),
            code=finding.code,
        )
        for finding in sorted(report.findings, key=lambda f: (f.severity.rank, f.project or "", f.key))
        for who in owners(finding)
    ]
    return tuple(found)


def _where(finding: Finding, places: Iterable[Place], who: str, language: str) -> str:
    """Return the places of somebody; where there is none, the rule of the mapping, else what it is about."""
    named = "; ".join(str(in_language(place, language)) for place in places if place.who == who)
    rule = LINE.say(language, "mapping", rule=finding.mapping) if finding.mapping else ""
    return named or rule or finding.focus or finding.key or LINE.say(language, "mapping", rule=CONFIG_FILE)


def owners(finding: Finding) -> tuple[str, ...]:
    """Return who can mend a finding: who it says, and whoever has one of the places."""
    own = [finding.who, *(place.who for place in finding.where)]
    return tuple(who for who in ("steward", "operator") if who in own) or (finding.who,)


def worklists(report: Report, language: str = "en") -> dict[str, str]:
    """Return the worklists: one file for each project's steward, one for the operator, by file name.

    UTF-8 with a byte order mark, so that spreadsheet programs read it right; lines end as RFC 4180 says. Cells that a
    program would take for a formula begin with an apostrophe.
    """
    by_file: dict[str, list[Task]] = {}
    for task in tasks(report, language):
        by_file.setdefault(file_of(task), []).append(task)
    return {name: _csv(listed, language) for name, listed in sorted(by_file.items())}


def file_of(task: Task) -> str:
    """Return the name of the file that a task stands in; two projects never share one."""
    if task.who == "operator":
        return OPERATOR
    if not task.project:
        return OTHERS
    name = re.sub(r"[^A-Za-z0-9_-]", "_", task.project)[:60]
    plain_name = name == task.project and name == name.lower()
    return f"project-{name if plain_name else f'{name}-{_digest(task.project)}'}.csv"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _csv(listed: Iterable[Task], language: str) -> str:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([WORDS.say(language, heading) for heading in HEADINGS])
    for task in listed:
        level = WORDS.say(language, task.severity)
        cells = (level, task.project, task.record, task.what, task.where, task.link, task.how, task.code)
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(text: str) -> str:
    """Return the text on one line, so that no spreadsheet program takes it for a formula."""
    line = plain(text)
    return f"'{line}" if _UNSEEN.sub("", line).startswith(_FORMULA) else line
