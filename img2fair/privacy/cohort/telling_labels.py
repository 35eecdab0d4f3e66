"""Labels that may tell who somebody is: looked at together, because a research id is known by its fellows.

A running number is dense, and the letters before it are the same for all; a hospital's number is one of a great many,
and a name or initials are each patient's own. Looked for are all forms of dates, years and months, numbers of seven
digits and more, numbers of five and six digits that do not run, names, initials, and what was met in the archive as
somebody's name or number. Sources: 45 CFR 164.514(b)(2)(i) A, C, H and R; the BSN's and NHS number's own tests.
"""

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from img2fair.privacy.formats.calendar_days import dates
from img2fair.privacy.formats.folding import fold
from img2fair.privacy.formats.numbers import bsns, nhs_numbers
from img2fair.privacy.gazetteer import NOBODY, Gazetteer
from img2fair.privacy.hits import MET
from img2fair.privacy.tokens import tokens
from img2fair.privacy.words import is_plain_word

BARCODE = re.compile(r"TCGA-\w\w-\w{4}(?:-\d{2}[A-Z]?(?:-\w{2,3}(?:-\w{4}-\d{2})?)?)?")
"""A whole TCGA barcode of a patient, sample or less: public, and nobody's name."""
_HASH = re.compile(r"(?=.*[a-f])(?=.*\d)(?:[0-9a-f]{16,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"(?<![A-Za-z0-9])(?=\d+[A-F])[0-9A-F]{3,}(?![A-Za-z0-9])")
"""A part such as ``03A6``; letters before digits alone, as initials stand before a year, are none."""
_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_LONG = re.compile(rf"(?:19|20)\d\d[._-]?{_MONTH}[._-]?{_DAY}|{_DAY}[._-]?{_MONTH}[._-]?(?:19|20)\d\d")
_MONTH_OF_YEAR = re.compile(rf"(?<!\d)(?:(?:19|20)\d\d[._-]?{_MONTH}|{_MONTH}[._-](?:19|20)\d\d)(?!\d)")
_NAMED_MONTH = re.compile(
    r"(?<![a-z])(?:jan(?:uar[iy])?|feb(?:ruar[iy])?|maart|march|mrt|apr(?:il)?|mei|may|june?|juni|july?|juli|aug(?:ustus|"
    r"ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)[._-]?(?:19|20)?\d\d(?!\d)"
)
_PARTED = re.compile(r"(?<!\d)(\d\d)[._-](\d\d)[._-](\d\d)(?!\d)")
_DIGITS = re.compile(r"\d+")
_BORN = re.compile(r"([A-Za-z]{2,3})[._-]?(?:19\d\d|20[0-4]\d)")
_YEARS = range(1900, 2050)
_NUMBER, _DOUBTFUL = 7, 5
"""Fewest digits of what is a hospital's number whatever stands beside it, and of what may be one."""
_OF_DIGITS_ALONE = 8
"""Fewest digits of a label without letters, signs between them or not."""
_SMALL = 10_000
"""Numbers written with noughts before them that are less are running numbers."""
_ROUND = re.compile(r"[1-9]0{2,}\d{1,2}")
_SPREAD, _WIDTH = 5, 1500
"""Running numbers lie within so many times their number, or within this width."""
_PADDED = 4
"""Of so many numbers of a register one at least begins with a nought."""
_FELLOWS = 3
"""Fewest labels that can show a running number, and fewest subjects that share what is nobody's name."""
_NAME = 4
"""Fewest letters of a word that can be a name by itself; fewer are initials."""


def telling(labels: Sequence[str], gazetteer: Gazetteer = NOBODY, project: str = "") -> Counter[str]:
    """Return how many labels may tell who somebody is, by the first rule that says so; no label is in it.

    :param gazetteer: knows the names and numbers that were met in the archive, and not the labels themselves.
    :param project: the project's id, whose words name nobody.
    """
    looked_at = [label for label in labels if not BARCODE.fullmatch(label)]
    among = _Among(looked_at, frozenset(_words(project)))
    rules: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("a date", among.is_date),
        ("a hospital's number", among.is_number),
        ("a month or a year", among.is_year),
        ("initials", among.has_initials),
        ("a name", among.is_name),
        ("known in the archive as a name or number", lambda label: _is_met(label, gazetteer, among)),
    )
    return Counter(found for label in looked_at if (found := _first(rules, label)))


def _first(rules: Iterable[tuple[str, Callable[[str], bool]]], label: str) -> str | None:
    return next((name for name, holds in rules if holds(label)), None)


class _Among:
    """What the labels of a project have in common: their shapes, running numbers and words."""

    def __init__(self, labels: Sequence[str], known: frozenset[str]) -> None:
        self._all = len(labels)
        self._known = known
        self._shapes = Counter(map(_shape, labels))
        self._like_dates = Counter(_shape(label) for label in labels if _looks_dated(label))
        self._numbers: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._words: Counter[str] = Counter()
        self._letters: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
        for label in labels:
            for place, number in enumerate(_DIGITS.findall(label)):
                self._numbers[_shape(label), place].append(number)
            self._words.update(set(_words(label)))
            for place, letters in enumerate(_letters(label)):
                self._letters[_shape_of_letters(label), place][letters.casefold()] += 1
        self._running = {place: _runs([int(one) for one in numbers]) for place, numbers in self._numbers.items()}

    def is_date(self, label: str) -> bool:
        """Tell whether a label holds a date in any form; six digits are one where they do not run."""
        if _HASH.fullmatch(label):
            return False
        low = fold(label).lower
        if _LONG.search(label) or any(dates(low)) or any(dates(low.replace("_", "-"))):
            return True
        if any(_is_short_date("".join(parts)) for parts in _PARTED.findall(label)) and self._all_dated(label):
            return True
        return any(_is_short_date(number) and not running for number, running in self._of(label))

    def is_number(self, label: str) -> bool:
        """Tell whether a label holds a number that a hospital or a state may have given."""
        if _HASH.fullmatch(label):
            return False
        low = fold(label).lower
        if any(bsns(low)) or any(nhs_numbers(low)):
            return True
        digits = _DIGITS.findall(label)
        if sum(map(len, digits)) >= _OF_DIGITS_ALONE and not any(map(str.isalpha, label)):
            return not (len(digits) == 1 and _is_padded(digits[0]))
        return any(
            not _is_padded(number) and (len(number) >= _NUMBER or (len(number) >= _DOUBTFUL and not running))
            for number, running in self._of(label)
        )

    def is_year(self, label: str) -> bool:
        """Tell whether a label holds a month of a year, or a year that is not the same for all."""
        if _HASH.fullmatch(label):
            return False
        if _MONTH_OF_YEAR.search(label) and self._all_dated(label):
            return True
        if _NAMED_MONTH.search(label.lower()):
            return True
        shape = _shape(label)
        return any(
            len(number) == len("1900") and int(number) in _YEARS and self._are_years(shape, place)
            for place, number in enumerate(_DIGITS.findall(label))
        )

    def has_initials(self, label: str) -> bool:
        """Tell whether short groups of letters are each patient's own, or stand before a year alone."""
        if _HASH.fullmatch(label):
            return False
        born = _BORN.fullmatch(label)
        if born is not None and self._having(born[1], label) < _FELLOWS:
            return True
        shape = _shape_of_letters(label)
        for place, letters in enumerate(_letters(label)):
            others = self._letters[shape, place]
            several = others.total() >= _FELLOWS and 2 * len(others) > others.total()
            if 2 <= len(letters) < _NAME and several and others[letters.casefold()] < _FELLOWS:
                return True
        return False

    def is_name(self, label: str) -> bool:
        """Tell whether a word of a label is no word of research, and too few subjects share it to be an id's prefix."""
        if _HASH.fullmatch(label):
            return False
        return any(not self.is_shared(word) and not is_plain_word(word) for word in _words(label))

    def is_shared(self, word: str) -> bool:
        """Tell whether so many labels have a word that it names nobody: three, or all of two."""
        if word in self._known or len(set(word)) == 1:
            return True
        return self._words[word] >= min(_FELLOWS, max(self._all, 2))

    def is_of_a_series(self, label: str) -> bool:
        """Tell whether a label is made of letters that others share and of a number that runs."""
        shared = [self._having(letters, label) >= _FELLOWS for letters in _letters(label)]
        return bool(shared) and all(shared) and all(running or len(n) < _DOUBTFUL for n, running in self._of(label))

    def _of(self, label: str) -> Iterator[tuple[str, bool]]:
        """Yield the numbers of a label, and whether each runs."""
        shape = _shape(label)
        for place, number in enumerate(_DIGITS.findall(label)):
            fellows = self._numbers[shape, place]
            yield number, self._running[shape, place] or bool(_ROUND.fullmatch(number)) or _are_padded(fellows)

    def _all_dated(self, label: str) -> bool:
        """Tell whether all fellows look like it too: of running numbers some are beyond any month."""
        shape = _shape(label)
        return self._shapes[shape] == self._like_dates[shape]

    def _are_years(self, shape: str, place: int) -> bool:
        """Tell whether numbers are years that differ from patient to patient; the only number of each may run."""
        values = [int(number) for number in self._numbers[shape, place]]
        different = set(values)
        if len(different) == 1 or not different.issubset(_YEARS):
            return False
        dense = len(different) == len(values) and max(values) - min(values) <= 2 * len(values)
        return not dense or shape.count("#") > 1

    def _having(self, letters: str, label: str) -> int:
        """Return how many fellows have these letters at one place."""
        places = range(len(_letters(label)))
        shape = _shape_of_letters(label)
        return max((self._letters[shape, place][letters.casefold()] for place in places), default=0)


def _shape(label: str) -> str:
    """Return a label with its numbers as one sign each: fellows have the same shape."""
    return _DIGITS.sub("#", label.casefold())


def _shape_of_letters(label: str) -> str:
    return re.sub(r"[A-Za-z]+", "@", _DIGITS.sub("#", _HEXADECIMAL.sub("#", label)))


def _letters(label: str) -> list[str]:
    """Return the groups of letters, but of hexadecimal numbers."""
    return re.findall(r"[A-Za-z]+", _HEXADECIMAL.sub("#", label))


def _words(label: str) -> list[str]:
    return [token.spelt for token in tokens(label) if not token.is_number and token.end - token.start >= _NAME]


def _looks_dated(label: str) -> bool:
    """Tell whether a label holds a month of a year, or three pairs of digits that a calendar has."""
    return bool(_MONTH_OF_YEAR.search(label)) or any(_is_short_date("".join(one)) for one in _PARTED.findall(label))


def _runs(values: Sequence[int]) -> bool:
    """Tell whether numbers are those of a running count: many for the width they lie in."""
    different = sorted(set(values))
    if len(different) < _FELLOWS:
        return False
    width = different[-1] - different[0]
    return width <= max(_SPREAD * len(different), _WIDTH) and all(b > a for a, b in pairwise(different))


def _are_padded(numbers: Sequence[str]) -> bool:
    """Tell whether numbers of one width of five have noughts before them, as those of a register's count."""
    padded = sum(number.startswith("0") for number in numbers)
    return (
        {len(number) for number in numbers} == {_DOUBTFUL} and padded >= _FELLOWS and _PADDED * padded >= len(numbers)
    )


def _is_padded(number: str) -> bool:
    return number.startswith("00") and int(number) < _SMALL


def _is_short_date(number: str) -> bool:
    """Tell whether six digits are a day of any calendar order: yymmdd, ddmmyy, mmddyy."""
    if len(number) != len("yymmdd") or _is_padded(number):
        return False
    one, two, three = (int(number[place : place + 2]) for place in (0, 2, 4))
    return any(_is_day(*order) for order in ((one, two, three), (three, two, one), (three, one, two)))


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= max(calendar.monthrange(1900 + year, month)[1],
                                                calendar.monthrange(2000 + year, month)[1])  # fmt: skip


def _is_met(label: str, gazetteer: Gazetteer, among: _Among) -> bool:
    """Tell whether a label, or a part of it, was met as a patient's name or number.

    DICOM's PatientID is often the very label; then it is nobody's number as long as it is one of a series.
    """
    met = [hit for hit in gazetteer.found(label) if hit.rule == MET]
    whole = [hit for hit in met if (hit.start, hit.end) == (0, len(label))]
    return bool(met) and not (len(whole) == len(met) and among.is_of_a_series(label))
