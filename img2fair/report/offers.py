"""The values that would do in place of a wrong or missing one, in words."""

import difflib

from img2fair.findings import Finding
from img2fair.rdf import shorten
from img2fair.report.plain import plain
from img2fair.report.words import WORDS

LONGEST_LABEL = 60
"""Letters of an allowed value that are shown; its code follows."""
NEAR = 0.6
"""How like a wrong value (0 to 1) a term must be to be asked after."""


def options(finding: Finding, language: str) -> str:
    """Return the values that would do, each with its code, and how many more there are."""
    pairs = [(plain(label, LONGEST_LABEL), plain(_code(iri))) for iri, label in finding.options(language)]
    shown = ", ".join(label if label == code else f"{label} ({code})" for label, code in pairs)
    more = finding.allowed_count - len(finding.allowed)
    scheme = plain(finding.allowed[0][0].rpartition("/")[0])
    return shown + (WORDS.say(language, "more allowed", number=more, scheme=scheme) if more > 0 else "")


def nearest(finding: Finding, language: str) -> tuple[str, str] | None:
    """Return the term that a wrong value comes near to."""
    if not finding.value or not finding.allowed:
        return None
    iri, label = finding.options(language)[0]
    wrong = _code(finding.value).casefold()
    likeness = max(difflib.SequenceMatcher(None, wrong, word.casefold()).ratio() for word in (_code(iri), label))
    return (iri, label) if likeness >= NEAR else None


def _code(iri: str) -> str:
    """Return the last part of an IRI: what people call its code."""
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or shorten(iri)
