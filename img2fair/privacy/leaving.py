"""The last look at a study before it is written: every file of it, as if nothing before had been careful.

A table is looked at by column, each text once; ids that are meant to be there are taken out before. Stops are for a
date in any form, an e-mail address, a label, name or number of a patient of the project, what identifies by its form, a
long number, and the mask of a sealed value. A text that somebody has reviewed may leave (``privacy.guard.Review``).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from img2fair.clinical.cohort import Cohort
from img2fair.clinical.dateless import dated
from img2fair.model import Project
from img2fair.model.held import MASK
from img2fair.privacy.cohort.terms import PrivacyStop
from img2fair.privacy.formats.calendar_days import dates
from img2fair.privacy.formats.folding import fold
from img2fair.privacy.formats.harmless import harmless_in
from img2fair.privacy.gazetteer import Gazetteer
from img2fair.privacy.guard import Guard, fingerprint_of
from img2fair.privacy.of_people import names_somebody
from img2fair.privacy.policy import Screen

PATH = "study"
"""Begins the field of a review of a study's text: ``study.<file>`` or ``study.<file>.<column>``."""

_PSEUDONYM = re.compile(r"P-[0-9a-f]{20}(?:-[A-Z]?\d{1,4})?")
_WORD = re.compile(r"[\w.~-]+")
_FIGURE = re.compile(r"[<>]?-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LONG = re.compile(r"(?<![\w.])[A-Za-z]{0,4}[-_]?\d{7,}(?![\w.]*\w)")
"""A number as of a visit or patient: seven digits and more, after a few letters or none."""
_VERSION = re.compile(r"\boncotree_\d{4}_\d\d_\d\d\b")
"""A version of OncoTree, which is named by the day of its release."""
_MONTH = (
    r"(?:jan(?:uar[iy])?|feb(?:ruar[iy])?|maart|march|m[aä]rz|mrt|mar|apr(?:il)?|mei|may|mai|june?|juni|july?|juli|"
    r"aug(?:ust(?:us)?)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"
)
_PART_OF_A_YEAR = re.compile(
    rf"(?<![\w.])(?:(?:19|20)\d\d[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/](?:19|20)\d\d"
    rf"|{_MONTH}[ .,'’_-]{{1,2}}(?:(?:19|20)?\d\d|[1-9])|\d{{1,2}}[ ._-]{{1,2}}{_MONTH}"
    r"|(?:19|20)\d\d[ -]?[wqk]\d{1,2}|(?:w|wk|week|q|k|kw)[ .-]?\d{1,2}[ ,/-]{1,2}(?:19|20)\d\d"
    r"|(?:born|geb(?:oren|\.)?|geboren|n[eé]e?)[ .:]*(?:in )?(?:19|20)\d\d"
    r"|(?:0?[1-9]|[12]\d|3[01])[-/](?:0?[1-9]|1[0-2])[-/](?:19|20)?\d\d)(?![\w/-])"
)
"""In a cell: months, weeks and quarters of years, days of months, years of birth, days without noughts."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG_IN_CELL = re.compile(r"(?<![\d.])\d{7,}(?!\d|\.\d)")
_HEXADECIMAL = re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{16,}\b", re.IGNORECASE)
_GROUPED = re.compile(r"\d[\d .,'’]*\d")
_CYRILLIC_WITHIN = re.compile(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]")
"""Letters that look like others, in one word with them."""
_MARKS = re.compile(r"[\\*`~]")
"""Signs of Markdown, which a reader of the portal does not see."""
_ADDRESS = re.compile(r"https?://\S+")
"""What addresses tell is looked for in their own way."""
_SEPARATORS = re.compile(r"[/?&=#:()\[\]]+")
"""What stands between the parts of an address."""
_LONG_FIGURE, _KNOWN_FIGURE = 7, 6
"""Digits of a whole number in a clinical table that may be somebody's, and of one that a patient's number can have."""
_MOST_FIGURE = 1e15
_ASSAY = "data_generic_assay"
"""Begins files whose numbers are measured, and can be long."""
_TABLES = "data_"
_DATATYPES = 2
"""The line, from 0, that tells the datatypes of a clinical table."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A text of a file that may not leave."""

    file: str
    line: int
    column: str
    rule: str


def screen(files: Mapping[str, str], project: Project, guard: Guard, allowed: Collection[str] = ()) -> None:
    """Stop a study that holds what may identify somebody.

    :param files: the texts of a study by path.
    :param project: whose labels, names and numbers are looked for.
    :param guard: holds the reviews; one of its own, because it remembers what it keeps in.
    :param allowed: ids and texts that the config or the steward puts there: patient ids that are labels, ids of a
        genomic study, ids in links, the citation and PubMed ids, the version of OncoTree.
    :raises PrivacyStop: with file, line, column and rule, and never the text.
    """
    look = _Look(project, guard, allowed)
    for path, text in sorted(files.items()):
        seen = next(look.over(path, text), None)
        if seen is not None:
            column = f", column {seen.column}" if seen.column else ""
            raise PrivacyStop(
                f"the study holds what may identify somebody: {seen.rule}",
                where=f"{seen.file}:{seen.line}{column}",
                cure="leave it out by the harmonisation file or config" + look.review,
            )


class _Look:
    """Looks at the files of one study."""

    def __init__(self, project: Project, guard: Guard, allowed: Collection[str]) -> None:
        self._guard = guard
        self._gazetteer = Gazetteer.of(project)
        self._words = {one for one in allowed if _WORD.fullmatch(one)}
        self._phrases = sorted({one for one in allowed if one and not _WORD.fullmatch(one)}, key=len, reverse=True)
        self._known: dict[str, str | None] = {}
        self._cells: dict[str, str | None] = {}
        self.review = ""

    def over(self, path: str, text: str) -> Iterator[_Seen]:
        """Yield what may not leave of a file, by line and column."""
        if path.rpartition("/")[2].startswith(_TABLES):
            yield from self._table(path, text)
            return
        for line, one in enumerate(text.split("\n"), start=1):
            name, sign, value = one.partition(":")
            if rule := self._told(one if not sign else value, f"{PATH}.{path}.{name}" if sign else f"{PATH}.{path}"):
                yield _Seen(path, line, name.strip(' "') if sign else "", rule)

    def _table(self, path: str, text: str) -> Iterator[_Seen]:
        rows = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
        heads = [row for row in rows if row[0].startswith("#")]
        body = rows[len(heads) :]
        names = body[0] if body else []
        for row, line in enumerate(heads, start=1):
            for cell in line:
                if rule := self._told(cell.removeprefix("#"), f"{PATH}.{path}"):
                    yield _Seen(path, row, "", rule)
        if len({len(row) for row in body}) > 1:
            yield _Seen(path, len(heads) + 1, "", "rows of different lengths, which cannot be looked through")
            return
        first = len(heads) + 1
        kinds = heads[_DATATYPES] if len(heads) > _DATATYPES else []
        for column, cells in enumerate(zip(*body, strict=True)):
            is_text = column < len(kinds) and kinds[column].lstrip("#") == "STRING"
            for cell in dict.fromkeys(cells):
                if rule := self._cell(cell, path, names[column], is_text=is_text):
                    yield _Seen(path, first + cells.index(cell), _named(path, names[column]), rule)

    def _cell(self, cell: str, path: str, column: str, *, is_text: bool) -> str | None:
        if not cell or cell in self._words or _PSEUDONYM.fullmatch(cell):
            return None
        field = f"{PATH}.{path}.{column}"
        if _FIGURE.fullmatch(cell):
            return self._figure(cell, path) or (
                self._reviewable(cell, field, "a year") if _is_year(cell, is_text) else None
            )
        return self._told(cell, field) or self._written(cell, field)

    def _figure(self, cell: str, path: str) -> str | None:
        digits = _whole(cell.lstrip("<>-"))
        if len(digits) < _KNOWN_FIGURE:
            return None
        if dated(digits) is not None:
            return "a date"
        if self._gazetteer.found(digits):
            return "a number that the archive knows"
        measured = path.startswith(_ASSAY)
        return "a long number" if len(digits) >= _LONG_FIGURE and not measured else None

    def _written(self, cell: str, field: str) -> str | None:
        """Return what a cell tells that prose may tell: a value of a patient has no month, and no long number in it."""
        if cell not in self._cells:
            self._cells[cell] = self._of_cell(self._without_allowed(_ADDRESS.sub("", cell)))
        rule = self._cells[cell]
        return rule and self._reviewable(cell, field, rule)

    def _of_cell(self, text: str) -> str | None:
        plain = _HEXADECIMAL.sub("", text)
        if _PART_OF_A_YEAR.search(fold(plain).lower):
            return "a part of a year"
        if names_somebody(plain):
            return "a name with a title"
        if _CYRILLIC_WITHIN.search(plain):
            return "letters that look like others"
        if _LONG_IN_CELL.search(plain):
            return "a long number"
        for found in _GROUPED.finditer(plain):
            digits = re.sub(r"\D", "", found[0])
            if len(digits) >= _KNOWN_FIGURE and digits != found[0] and self._is_known(digits, found[0]):
                return "a number in groups"
        shown = _MARKS.sub("", plain)
        return "what the archive knows, with signs in it" if shown != plain and self._gazetteer.found(shown) else None

    def _is_known(self, digits: str, written: str) -> bool:
        """Tell whether digits in groups are one number: as long as one of a patient, or one that the archive has."""
        grouped = re.fullmatch(r"\d{1,4}(?:[ .,'’]\d{1,4})+", written) is not None
        return grouped and (len(digits) >= _LONG_FIGURE or bool(self._gazetteer.found(digits)))

    def _reviewable(self, text: str, field: str, rule: str) -> str | None:
        """Return a rule, unless somebody has looked at the text and let it out."""
        if self._guard.is_reviewed(field, text):
            return None
        self.review = (
            f"; or review it: field {_shortened(field)}, value {fingerprint_of(self._guard.project, field, text)}"
        )
        return rule

    def _told(self, text: str, path: str) -> str | None:
        """Return the rule by which a text may not leave; ``None`` where it may."""
        plain = self._without_allowed(text)
        if plain not in self._known:
            self._known[plain] = self._rule(plain, path)
        return self._known[plain]

    def _rule(self, text: str, path: str) -> str | None:
        if not text.strip():
            return None
        if MASK in text:
            return "a sealed value"
        if rule := _in_addresses(text):
            return rule
        long = any(not _covered(found.span(), text) for found in _LONG.finditer(text))
        before = len(self._guard.blocked)
        free = self._guard.lets_out(text, path, "", Screen.PROSE)
        if free and not long:
            return None
        self.review = (
            f"; or review it: field {_shortened(path)}, value {fingerprint_of(self._guard.project, path, text)}"
        )
        if free:
            return "a long number"
        blocked = self._guard.blocked[before:]
        return blocked[0].spans[0].rule if blocked else "kept in before"

    def _without_allowed(self, text: str) -> str:
        """Return a text without the ids and texts that are meant to be there, and with addresses unquoted."""
        plain = _VERSION.sub("", _unquoted(text))
        for phrase in self._phrases:
            plain = plain.replace(phrase, "")
        return _WORD.sub(self._kept, plain)

    def _kept(self, word: re.Match[str]) -> str:
        return "" if word[0] in self._words or _PSEUDONYM.fullmatch(word[0]) else word[0]


def _unquoted(text: str) -> str:
    """Return a text as it is when addresses are read, also what is quoted twice."""
    while "%" in text and (plain := unquote(text)) != text:
        text = plain
    return text


def _whole(figure: str) -> str:
    """Return the digits of a whole number, however it is written: ``480123.0`` and ``4.80123e5`` are 480123."""
    if figure.isdecimal():
        return figure
    number = float(figure)
    return str(int(number)) if number.is_integer() and number < _MOST_FIGURE else ""


def _is_year(cell: str, is_text: bool) -> bool:
    return is_text and _YEAR.fullmatch(cell) is not None


def _named(path: str, column: str) -> str:
    """Return a column's name; the columns of an assay are samples, whose ids are not told."""
    return column if re.fullmatch(r"[A-Z][A-Z0-9_]*", column) and not path.startswith(_ASSAY) else ""


def _in_addresses(text: str) -> str | None:
    """Return what an address of the web tells: everywhere else it counts as harmless, here it leads to a patient."""
    if "://" not in text:
        return None
    apart = _SEPARATORS.sub(" ", text)
    if any(dates(fold(text).lower)) or any(dates(fold(apart).lower)):
        return "a date beside or in an address"
    return "a long number in an address" if any(map(_LONG.search, _SEPARATORS.split(text))) else None


def _covered(span: tuple[int, int], text: str) -> bool:
    """Tell whether a span lies within what is known to be harmless, such as a DOI."""
    return any(start <= span[0] and span[1] <= end for start, end in harmless_in(text.lower()))


def _shortened(path: str, most: int = 80) -> str:
    return path if len(path) <= most else f"{path[:most]}…"


def ids_in(cohort: Cohort) -> frozenset[str]:
    """Return the ids that the people of a study have by the config: of patients, of samples, and in links."""
    links = [visit.link for patient in cohort.patients for visit in patient.visits if visit.link is not None]
    ids = {one for link in links for one in (link.subject_id, link.session_id, link.study_instance_uid)}
    ids |= {patient.id for patient in cohort.patients}
    return frozenset(ids | {sample.id for patient in cohort.patients for sample in patient.samples} - {""})
