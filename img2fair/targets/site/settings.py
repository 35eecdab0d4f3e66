"""What an operator says of a site."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from img2fair.clinical.study_facts import StudyFacts
from img2fair.errors import UsageFault
from img2fair.phrases import LANGUAGES
from img2fair.rdf import is_iri

SLOTS = ("project", "iri", "title")
"""What an address of the config may name: the project's id, the record's IRI and title, each percent-encoded."""
VIEWERS = ("https", "slicer", "weasis", "osirix")
REQUESTS = ("https", "mailto")
"""Schemes that a configured link may have; http too, on this machine."""

_ADDRESS = re.compile(r"https?://[^/?#@\[\]]+(/[^?#]*)?", re.IGNORECASE)
_SLOT = re.compile(r"\{([^{}]*)\}")
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Where a site lies, under which address the world sees it, and what its pages say of themselves.

    ``base`` is the address of the root, and the beginning of every IRI; ``notice`` is shown at the foot of every page;
    ``language`` is the first of the two languages of the pages, and the one of texts to prefer where a record has
    several. ``request_access`` is the address at which people ask for data, ``open_in`` those of viewers, by name;
    both may have slots in braces (``SLOTS``). ``index`` is an FDP Index that is told of changes. ``studies`` are
    studies in cBioPortal, by project; each has a page as long as a dataset of its project is published.

    :raises UsageFault: an address is none, or has a scheme or a slot that it may not have; an unknown language.
    """

    name: str
    path: Path
    base: str
    title: str = ""
    notice: str = ""
    language: str = "en"
    open_in: Mapping[str, str] = field(default_factory=dict)
    request_access: str = ""
    index: str = ""
    studies: Mapping[str, StudyFacts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not is_iri(self.base) or not _ADDRESS.fullmatch(self.base):
            raise UsageFault(
                f"the base of site '{self.name}' is no web address: {self.base!r}",
                cure="give the address under which the folder is served, such as https://example.org/catalogue",
            )
        if self.language not in LANGUAGES:
            raise UsageFault(
                f"the pages of site '{self.name}' cannot be in the language {self.language!r}",
                cure=f"give the language that comes first: {' or '.join(LANGUAGES)}; the pages are in both",
            )
        for viewer, template in self.open_in.items():
            _check(template, f"site '{self.name}', open_in: {viewer}", VIEWERS)
        if self.request_access:
            _check(self.request_access, f"site '{self.name}', request_access", REQUESTS)

    @property
    def root(self) -> str:
        """The IRI of the FAIR Data Point itself: the base without a slash at its end."""
        return self.base.rstrip("/")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a configured address with its slots filled, each value percent-encoded (RFC 3986, section 2.1)."""
    return _SLOT.sub(lambda slot: quote(values[slot[1]], safe=""), template)


def slots(template: str) -> frozenset[str]:
    """Return the names of the slots of a configured address."""
    return frozenset(_SLOT.findall(template))


def _check(template: str, where: str, schemes: tuple[str, ...]) -> None:
    unknown = sorted(slots(template) - set(SLOTS))
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in SLOTS)
        raise UsageFault(f"no slot is called {{{unknown[0]}}}", where=where, cure=f"there are: {known}")
    if not is_iri(fill(template, dict.fromkeys(SLOTS, "x"))):
        raise UsageFault(f"this is no address: {template!r}", where=where, cure="give a whole one, with its scheme")
    scheme, _, rest = template.partition(":")
    if not _allowed(scheme.lower(), rest, schemes):
        names = ", ".join(schemes)
        raise UsageFault(
            f"a page may not link to {template!r}", where=where, cure=f"use {names}, or http on this machine"
        )


def _allowed(scheme: str, rest: str, schemes: tuple[str, ...]) -> bool:
    """Tell whether a link may have this scheme, and a host that no project can change."""
    if scheme not in ("http", "https"):
        return scheme in schemes
    host = re.split("[/?#]", rest.removeprefix("//"))[0]
    if not rest.startswith("//") or not host or "{" in host or "@" in host:
        return False
    return scheme in schemes or bool(_LOOPBACK.fullmatch(urlsplit(f"//{host}").hostname or ""))
