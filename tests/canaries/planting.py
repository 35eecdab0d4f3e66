"""A word, number or date of its own for each kind of field of each project, and finding them again."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

_WORD = re.compile(r"cnry[a-p]{10}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![0-9A-Fa-f])([78])\.?(\d{8})(?![0-9A-Fa-f])")
"""Also as a double writes it (7.12345678E8)."""
_DATE = re.compile(r"(?<![0-9A-Fa-f])(1[78]\d\d)[-./]?(\d\d)[-./]?(\d\d)(?![0-9a-f])")
KEPT = re.compile(
    # what the server needs to stay itself: ids of projects, forms and their keys, access, XNAT's own types
    r"forms/\d+/(uuid|created|datatype|projects/.*|contents/display)|forms/.*/(type|key)"
    r"|projects/[^/]+/(id|accessibility|sources/.*)|.*/xsi_type|.*/shares/\d+/project|projects/[^/]+/custom_fields/[^/]+"
)
DATES = ("date", "dob", "start_date", "dcm_patient_birth_date", "insert_date", "last_modified")
MOMENTS = ("insert_date", "last_modified")
_FORMS = {"publications/#/doi": "10.5555/", "publications/#/uri": "https://example.org/"}
"""How texts begin that leave in one form alone."""

Seen = tuple[str, str]
"""A project's id (empty: the site's own) and a kind of field."""


def letters(text: str, length: int) -> str:
    """Return letters that follow from a text: no digits, so that they look like no number, date or id."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in sha256(text.encode()).hexdigest()[:length])


def kind_of(path: str) -> str:
    """Return the kind of a field: its path without ids and, for what belongs to one, without its project."""
    inside = path if path.startswith("forms/") else "/".join(path.split("/")[2:])
    inside = re.sub(r"(subjects|sessions|scans|assessors|subject_assessors)/[^/]+/", r"\1/", inside)
    return re.sub(r"(?<=/)\d{1,7}(?=/|$)", "#", inside)  # not the tags of DICOM attributes


@dataclass(repr=False)
class Canaries:
    """What was planted, by the form in which it is looked for, and what of it the archive has sent so far.

    :param dates: whether dates get a date; otherwise they get a word, which no reader takes for one.
    """

    dates: bool = True
    of: dict[str, Seen] = field(default_factory=dict)
    served: set[Seen] = field(default_factory=set)
    _days: dict[Seen, str] = field(default_factory=dict)

    def plant(self, path: str, value: str) -> str:
        """Return what takes a text's place in the content; ids and labels of things get an ending of their own."""
        if KEPT.fullmatch(path):
            return value
        project, kind = "" if path.startswith("forms/") else path.split("/")[1], kind_of(path)
        last = kind.rpartition("/")[2]
        if self.dates and last in DATES:
            return self.date(project, kind) + (" 04:05:06.0" if last in MOMENTS else "")
        ids = kind.endswith(("/id", "/uid", "/label")) and "resources" not in path and "forms/" not in kind
        return _FORMS.get(kind, "") + self.word(project, kind) + (letters(path, 6) if ids else "")

    def word(self, project: str, kind: str) -> str:
        """Return the word of a kind."""
        made = "Cnry" + letters(f"{project} {kind}", 10)
        return self._kept(made, made.casefold(), (project, kind))

    def number(self, project: str, kind: str) -> int:
        """Return the number of a kind: nine digits."""
        made = 700_000_000 + int(sha256(f"{project} {kind}".encode()).hexdigest()[:12], 16) % 200_000_000
        self._kept(str(made), str(made), (project, kind))
        return made

    def date(self, project: str, kind: str) -> str:
        """Return the date of a kind: one in the 18th or 19th century."""
        if (project, kind) not in self._days:
            days = int(sha256(f"{project} {kind}".encode()).hexdigest()[:12], 16)
            tried = (dt.date(1700, 1, 1) + dt.timedelta((days + more) % 73_000) for more in count())
            made = next(one for day in tried if (one := day.isoformat()) not in self.of)
            self._days[project, kind] = self._kept(made, made, (project, kind))
        return self._days[project, kind]

    def value(self, project: str, owner: str, name: str) -> str | int:
        """Return what a field of the table of fields holds."""
        kind = f"{owner}/{name.rstrip('#@')}"
        if name.endswith("#"):
            return self.number(project, kind)
        return self.date(project, kind) if name.endswith("@") else self.word(project, kind)

    def _kept(self, made: str, key: str, seen: Seen) -> str:
        known = self.of.setdefault(key, seen)
        assert known == seen, f"{known} and {seen} have the same canary"
        return made

    def seen_in(self, text: str) -> set[Seen]:
        """Return whose canaries a text holds; dates are known in all orders of ISO 8601, with other separators too."""
        found = [word.casefold() for word in _WORD.findall(text)]
        found += ["".join(parts) for parts in _NUMBER.findall(text)] + [
            "-".join(parts) for parts in _DATE.findall(text)
        ]
        return {self.of[one] for one in found if one in self.of}

    def project_in(self, texts: Iterable[str]) -> str:
        """Return the project of the first canary in some texts; empty where there is none."""
        for text in texts:
            for seen in sorted(self.seen_in(text)):
                if seen[0]:
                    return seen[0]
        return ""
