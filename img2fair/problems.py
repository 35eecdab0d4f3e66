"""What is wrong in a file that a person writes: problems, gathered until all are known, and the fault that tells them.

The config and mappings are such files; each has its own kind of :class:`ProblemsFault`.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from img2fair.errors import UsageFault


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where, in which entry or property, what, and how to mend it."""

    at: str
    subject: str
    message: str
    cure: str = ""

    @property
    def place(self) -> Place:
        """The place it is at; the beginning of a file where no line is told."""
        file, line, column = self.at.rsplit(":", 2) if self.at.count(":") > 1 else (self.at, "", "")
        return Place(file, int(line), int(column)) if line.isdigit() and column.isdigit() else Place(self.at, 1, 1)

    def __str__(self) -> str:
        return f"{self.at}: {self.subject}: {self.message}" if self.subject else f"{self.at}: {self.message}"


class ProblemsFault(UsageFault):
    """A file cannot be used. ``problems`` are all that is wrong, each once; ``errors`` the same, one line each.

    :param what: the file, in words: ``the mapping brain.yaml``.
    :param told_by: the command that prints all problems.
    """

    shown = 4
    """The text holds so many problems; what comes after them is a number."""

    def __init__(self, what: str, file: str, problems: Iterable[Problem], told_by: str) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        self.errors = tuple(dict.fromkeys(map(str, self.problems)))
        count = len(self.errors)
        super().__init__(f"{what} has {count} error{'s' if count > 1 else ''}", where=file)
        self.file = file
        self.told_by = told_by

    def __str__(self) -> str:
        lines = [f"error: {self.what}"]
        for before, problem in zip((None, *self.problems), self.problems[: self.shown], strict=False):
            lines += told(problem, "  ", again=before is not None and before.cure == problem.cure)
        if len(self.problems) > self.shown:
            lines.append(f"  {len(self.problems) - self.shown} more: {self.told_by}")
        return "\n".join(lines)


def told(problem: Problem, indent: str = "", *, again: bool = False) -> list[str]:
    """Return a problem as lines: itself, and its cure where it has one.

    :param again: the problem before had the same cure, which is not repeated.
    """
    return [f"{indent}{problem}", *([f"{indent}  mend: {problem.cure}"] if problem.cure and not again else [])]


def closest(name: str, known: Iterable[str], like: float = 0.6) -> str:
    """Return the known name that is most like a wrong one; empty where none is so like it (difflib's ratio)."""
    spelt = {one.casefold(): one for one in sorted(known, reverse=True)}
    near = difflib.get_close_matches(name.casefold(), sorted(spelt), n=1, cutoff=like)
    return spelt[near[0]] if near else ""


def meant(name: str, known: Sequence[str]) -> str:
    """Return which name may be meant, or all there are; empty where there are none to name."""
    near = closest(name, known)
    if near:
        return f"did you mean '{near}'?"
    return f"there are: {', '.join(sorted(known))}" if known else ""
