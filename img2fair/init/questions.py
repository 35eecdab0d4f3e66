"""What init has to know: each question in a sentence, the option that answers it, and what a good answer is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from img2fair.assets import find_file, find_folder
from img2fair.characters import NOT_TEXT
from img2fair.codes import read_table
from img2fair.config.parts import web_address
from img2fair.errors import UsageFault
from img2fair.mapping.filters import mailto
from img2fair.rdf import is_iri

_PAGE = re.compile(r"/*(/app/(action|screen|template)\b.*|[?#].*)$", re.DOTALL)
"""What the address of a page has beyond that of the archive; the words are XNAT's (Turbine)."""
LEFT_OUT = "-"
"""The answer that leaves a value out where Enter would take what is proposed."""
SITE, FDP = "site", "fdp"
OF_FILES = ("dicom_folder", "table")
"""Kinds of archives that are a path and no address."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    :param name: of the answer.
    :param option: of the command line that answers it.
    :param asks: a sentence: what it is for, and what happens without.
    :param check: returns the answer as it is taken.
    :param keys: entries of ``defaults`` that it fills, dotted.
    """

    name: str
    option: str
    asks: str
    check: Callable[[str], str]
    keys: tuple[str, ...] = ()

    def taken(self, answer: str) -> str:
        """Return a given answer as it is taken.

        :raises UsageFault: it is no good; names the option.
        """
        try:
            return self.check(answer.strip())
        except ValueError as error:
            raise UsageFault(f"{self.option}: {error}", where=self.option) from None


def _text(value: str) -> str:
    if NOT_TEXT.search(value) or len(value.splitlines()) > 1:
        raise ValueError("must be one line of text")
    return value


def _address(value: str) -> str:
    return web_address(_text(value), "log-ins come from the environment or .netrc")


def _archive(value: str) -> str:
    """Return the address of an archive; people paste that of a page of it."""
    root = _PAGE.sub("", value)
    address = _address(root)
    if root != value:
        raise ValueError(f"must be the archive's address, not that of one of its pages; did you mean '{address}'?")
    return address


def _mailbox(value: str) -> str:
    if value and mailto(value) is None:
        raise ValueError("must be an e-mail address")
    return value.removeprefix("mailto:")


def _licence(value: str) -> str:
    table = read_table(find_folder("mappings") / "codes" / "licence.sssom.tsv")
    if value and table.find(value) is None and not (value.startswith("http") and is_iri(value)):
        near = table.nearest(re.sub(r"\W+", " ", value))
        hint = f"; did you mean '{table.label(near)}'?" if near else ", such as CC BY 4.0, or the address of its text"
        raise ValueError(f"must be a licence with its version{hint}")
    return value


def _target(value: str) -> str:
    if value not in (SITE, FDP):
        raise ValueError(f"must be {SITE} or {FDP}")
    return value


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ValueError, LookupError, OSError):
        raise ValueError("must be a time zone such as Europe/Amsterdam") from None


def _mapping(value: str) -> str:
    find_file("mappings", value, ".yaml")
    return value


ARCHIVE = Question("archive", "--archive", "Address of your archive, without which there is nothing to do.", _archive)
KEYWORD = Question(
    "keyword",
    "--keyword",
    "Keyword that a project must have to be published; - publishes all public and protected ones.",
    _text,
)
PUBLISHER = Question(
    "publisher",
    "--publisher",
    "Institution that publishes the catalogue; no catalogue is valid without one.",
    _text,
    ("publisher.name", "contact_point.name"),
)
HOMEPAGE = Question(
    "homepage",
    "--homepage",
    "Its ROR address or page, by which others know it; without, it is a name only.",
    _address,
    ("publisher.identifier", "publisher.homepage"),
)
MAILBOX = Question(
    "contact_email",
    "--contact-email",
    "Mailbox for questions, shown to everybody, so not a person's; without, nobody can ask for data.",
    _mailbox,
    ("publisher.email", "contact_point.email"),
)
LICENCE = Question(
    "license",
    "--license",
    "Licence of data that say none of their own, such as CC BY 4.0; without, they have none in the catalogue.",
    _licence,
    ("license",),
)
RIGHTS = Question(
    "rights",
    "--rights",
    "Address of a page with your terms of use; without, records of this profile are held back.",
    _address,
    ("rights",),
)
TARGET = Question(
    "target",
    "--target",
    "Where to publish: site writes pages into a folder for any web server, fdp fills a FAIR Data Point.",
    _target,
)
BASE = Question(
    "base",
    "--base",
    "Address that the pages will have, which identifies records for ever; without, one for trying on this machine.",
    _address,
)
POINT = Question(
    "fdp", "--fdp", "Address of the FAIR Data Point, without which nothing can be published to it.", _address
)

NOT_ASKED = (
    Question("name", "--name", "", _text),
    Question("title", "--catalog-title", "", _text, ("catalog.title",)),
    Question("timezone", "--timezone", "", _zone),
    Question("mapping", "--mapping", "", _mapping),
)
"""What is proposed and stands in the file to be changed; options say it too."""
OF_DEFAULTS = (PUBLISHER, HOMEPAGE, MAILBOX, LICENCE, RIGHTS)
QUESTIONS = (ARCHIVE, KEYWORD, *OF_DEFAULTS, TARGET, BASE, POINT)
