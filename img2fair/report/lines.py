"""One finding as lines of plain text, for forms that hold no layout: what, where, by which rule, how to mend."""

import re
from dataclasses import dataclass

from img2fair.findings import RDF_FILE, Finding
from img2fair.places import in_language
from img2fair.report.plain import plain
from img2fair.report.words import WORDS

LONGEST = 2000
"""Letters of a line that are kept; programs take the whole from the JSON form."""
_AT = re.compile(r"(?P<file>.+?):(?P<line>[1-9][0-9]{0,8}):(?P<column>[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file; line and column are 0 where they are not known."""

    file: str
    line: int = 0
    column: int = 0


def spot(finding: Finding) -> Spot | None:
    """Return the mapping rule of a finding as a place in a file; else the RDF file it was found in."""
    found = _AT.fullmatch(plain(finding.mapping or ""))
    if found:
        return Spot(found["file"], int(found["line"]), int(found["column"]))
    file = plain(next((place.field for place in finding.where if place.system == RDF_FILE), ""))
    return Spot(file) if file else None  # of a name of nothing but control characters nothing is left


def message(finding: Finding, language: str) -> str:
    """Return what is wrong."""
    return plain(finding.said(language), LONGEST)


def lines(finding: Finding, language: str) -> list[str]:
    """Return what is wrong, where it is mended, the rule of the mapping, and how to mend it."""
    found = [message(finding, language)]
    for place in finding.where:
        shown = in_language(place, language)
        link = f" <{place.link}>" if place.link else ""
        found.append(WORDS.say(language, "where", place=plain(f"{shown}{link}", LONGEST)))
    if finding.mapping:
        found.append(WORDS.say(language, "mapping", rule=plain(finding.mapping, LONGEST)))
    if finding.cure:
        found.append(WORDS.say(language, "mend", cure=plain(finding.cured(language), LONGEST)))
    return found
