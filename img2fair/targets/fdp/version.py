"""Which FAIR Data Point this is: the reference implementation of a version we know, or something else.

Source: ``/actuator/info`` of the reference (AppInfoContributor: ``v1.20.3~79cccab``, of an untagged build the branch in
place of the version), and fdp-o:fdpSoftwareVersion of its own record (``FDP:v1.20.3~79cccab``).
"""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, Triple

from img2fair.model import Check, Standing
from img2fair.rdf import iri

OLDEST, NEWEST = (1, 15), (1, 20)
"""The versions that were read and run against."""
KNOWN = "1.15 to 1.20"

_NUMBER = re.compile(r"v?(\d+)\.(\d+)\S*")
_SHOWN = 60


def version_said(told: object, root: Iterable[Triple]) -> str:
    """Return what a server says its version is; empty where it says none.

    :param told: the decoded JSON of ``/actuator/info``, whatever it is.
    :param root: the triples of the server's own record.
    """
    text = told.get("version") if isinstance(told, dict) else None
    if not isinstance(text, str) or not text:
        found = (t.object for t in root if t.predicate == iri("fdp-o:fdpSoftwareVersion"))
        text = next((term.value for term in found if isinstance(term, Literal)), "")
    return " ".join(text.removeprefix("FDP:").split())[:_SHOWN]


def version_check(said: str) -> Check:
    """Return whether a version, as the server says it, is one we know.

    Of version 2 the interface differs where it matters (drafts, states), so nothing is written to it.
    """
    name = "version"
    if not said:
        cure = f"see that it is the reference implementation, {KNOWN}"
        return Check(name, Standing.WARN, "the server does not tell its version", cure)
    number = _NUMBER.match(said)
    if number is None:
        found = f"a build without a version ('{said}')"
        return Check(name, Standing.WARN, found, f"known are {KNOWN}: try it on a server for acceptance first")
    version = (int(number[1]), int(number[2]))
    if version >= (2, 0):
        cure = f"publish to a FAIR Data Point of version {KNOWN}; version 2 answers differently, and is not known yet"
        return Check(name, Standing.FAIL, f"version {said}", cure)
    if OLDEST <= version <= NEWEST:
        return Check(name, Standing.PASS, f"version {said}")
    age = "older" if version < OLDEST else "newer"
    cure = "have it updated" if version < OLDEST else "try it on a server for acceptance first, or update img2fair"
    return Check(name, Standing.WARN, f"version {said} is {age} than those known ({KNOWN})", cure)


def other_make(text: str, root: Iterable[Triple]) -> str:
    """Return in words what a server is that does not tell its types as the reference does; empty where unknown.

    :param text: the answer for the server's own record, and ``root``, its triples where it is Turtle.
    """
    listed = list(root)
    if "fdpneo" in text.lower() or any(t.predicate == iri("fdp-o:servesMetadata") for t in listed):
        return "this is fdpneo, or another server of the coming version 2 of the specification"
    if any(t.predicate == iri("rdf:type") and t.object == iri("fdp-o:FAIRDataPoint") for t in listed):
        return "this is a FAIR Data Point that can be read only, or one of another make than the reference"
    return ""
