"""What is wrong in a mapping file: problems, gathered until all are known, and the fault that tells them at once."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from img2fair.errors import UsageFault

SHOWN = 4
"""A fault's text holds so many problems; with the head and the "N more" line it stays within six lines."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a mapping file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a mapping: where, in which property, and what."""

    at: str
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.at}: {self.subject}: {self.message}" if self.subject else f"{self.at}: {self.message}"


class MappingFault(UsageFault):
    """A mapping cannot be used. ``errors`` holds all that is wrong, one line each."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.errors = tuple(dict.fromkeys(str(problem) for problem in problems))
        count = len(self.errors)
        super().__init__(f"the mapping {file} has {count} error{'s' if count > 1 else ''}", where=file)
        self.file = file

    def __str__(self) -> str:
        lines = [f"error: {self.what}", *(f"  {error}" for error in self.errors[:SHOWN])]
        if len(self.errors) > SHOWN:
            lines.append(f"  {len(self.errors) - SHOWN} more: img2fair mapping check {self.file}")
        return "\n".join(lines)


@dataclass(slots=True)
class Notes:
    """Collects problems and warnings while a mapping is read."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def error(self, at: Place | str, subject: str, message: str) -> None:
        """Note something that keeps the mapping from being used."""
        self.problems.append(Problem(str(at), subject, message))

    def warn(self, at: Place | str, subject: str, message: str) -> None:
        """Note something that may be meant."""
        self.warnings.append(str(Problem(str(at), subject, message)))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint in brackets: the known name most like this one, else the known names (at most twelve)."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f" (did you mean '{close[0]}'?)"
    if not names:
        return " (none is defined)"
    more = ", …" if len(names) > 12 else ""
    return f" (known: {', '.join(names[:12])}{more})"
