"""Entries of a harmonisation file, read one by one; what is wrong is noted at its line and column."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from img2fair.errors import UsageFault
from img2fair.mapping.problems import Notes, Place, nearest
from img2fair.mapping.tree import Scalar, Sequence, Table, Tree, is_null

SHOWN = 20
"""Errors that one message tells; then how many more there are."""

E = TypeVar("E", bound=StrEnum)


class HarmonisationFault(UsageFault):
    """A harmonisation file cannot be used. ``errors`` holds all that is wrong, one line each, in the file's order."""

    def __init__(self, file: str, notes: Notes) -> None:
        problems = sorted(notes.problems, key=lambda problem: _order(problem.at))
        self.errors = tuple(dict.fromkeys(str(problem) for problem in problems))
        count = len(self.errors)
        what = f"the harmonisation file has {count} error{'s' if count > 1 else ''}"
        super().__init__(what, where=problems[0].at, cure=f"correct {file}; docs/harmonisation.md tells what it holds")

    def __str__(self) -> str:
        more = len(self.errors) - SHOWN
        lines = [f"error: {self.what}", *(f"  {error}" for error in self.errors[:SHOWN])]
        return "\n".join([*lines, *([f"  and {more} more"] if more > 0 else []), f"  mend:  {self.cure}"])


def _order(at: str) -> tuple[int, int]:
    line, column = at.split(":")[-2:]
    return int(line), int(column)


class Entries:
    """The keys and values of one part of the file.

    :param known: the keys that it may have.
    :param subject: what the part is called in messages.
    """

    def __init__(self, table: Table, known: Iterable[str], subject: str, notes: Notes) -> None:
        self.table, self.subject, self.notes = table, subject, notes
        names = tuple(known)
        for key in table.entries:
            if key not in names:
                notes.error(table.place(key), subject, f"there is no key '{key}'{nearest(key, names)}")

    def __contains__(self, key: str) -> bool:
        return key in self.table.entries

    def place(self, key: str) -> Place:
        """Return where a value stands; of a key that is missing, where the part begins."""
        tree = self.table.entries.get(key)
        return self.table.at if tree is None else tree.at

    def wrong(self, key: str, message: str) -> None:
        """Note what is wrong with a value."""
        self.notes.error(self.place(key), self.subject, f"{key}: {message}")

    def text(self, key: str, default: str = "") -> str:
        """Return a text; an empty one where it is null."""
        tree = self.table.entries.get(key)
        if is_null(tree) or tree is None:
            return default if tree is None else ""
        if not isinstance(tree, Scalar):
            self.wrong(key, "must be one value")
            return default
        return tree.text

    def choice(self, key: str, kind: type[E], default: E) -> E:
        """Return one of few words."""
        if key not in self.table.entries:
            return default
        text = self.text(key)
        for one in kind:
            if one.value == text:
                return one
        self.wrong(key, f"'{text}' is none of its words{nearest(text, [one.value for one in kind])}")
        return default

    def number(self, key: str) -> float | None:
        """Return a number, or ``None`` where there is none."""
        tree = self.table.entries.get(key)
        if tree is None or is_null(tree):
            return None
        value = tree.value if isinstance(tree, Scalar) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15:
            return float(value)
        self.wrong(key, "must be a number")
        return None

    def integer(self, key: str, least: int, most: int) -> int | None:
        """Return a whole number within bounds, or ``None`` where there is none."""
        number = self.number(key)
        if number is None:
            return None
        if number != int(number) or not least <= number <= most:
            self.wrong(key, f"must be a whole number from {least} to {most}")
            return None
        return int(number)

    def part(self, key: str) -> Table | None:
        """Return a part with keys of its own; ``None`` where it is missing or empty."""
        tree = self.table.entries.get(key)
        return None if tree is None else self.keyed(key, tree)

    def keyed(self, key: str, tree: Tree) -> Table | None:
        """Return a value that must have keys of its own."""
        if isinstance(tree, Table):
            return tree
        if not is_null(tree):
            self.notes.error(tree.at, self.subject, f"{key}: must be keys and values")
        return None

    def items(self, key: str) -> tuple[Tree, ...]:
        """Return the members of a list; a single value is a list of one."""
        tree = self.table.entries.get(key)
        if tree is None or is_null(tree):
            return ()
        return tree.items if isinstance(tree, Sequence) else (tree,)
