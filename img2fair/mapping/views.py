"""What expressions see: views that read a value only when it is touched, and remember what was touched.

A view of the archive holds sealed values; its members pass the privacy gate one by one, on the word of the rule that
touches them (design.md D7). A view of the config or of a form's answers walks nested values.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from img2fair.errors import UsageFault
from img2fair.mapping.emptiness import Missing, is_empty
from img2fair.model import Held
from img2fair.privacy import Guard, Rule, Screen, release, release_answer

OF_PROJECT = "projects."
"""How the path of a setting for one project begins."""
MOST = 200_000
"""Expressions evaluated for one record; a project with a thousand investigators takes a tenth of it."""


class Reader:
    """Reads for one record: knows the rule at work, releases values for it and keeps the paths it touched.

    :param guard: looks at the texts of the project before they leave; by default one that knows no patient.
    :param concerned: of how many subjects a total tells, by its path, where that can be fewer than ``people``.
    """

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        people: int | None = None,
        concerned: Mapping[str, int] | None = None,
        min_count: int = 10,
        dates_true: bool = False,
    ) -> None:
        self.guard = guard or Guard()
        self.people = people
        self.concerned = concerned or {}
        self.min_count = min_count
        self.dates_true = dates_true
        self.at = ""
        self.temporal = False
        self.withheld: set[str] = set()
        self._touched: dict[str, None] = {}
        self._begun = 0

    def start(self) -> None:
        """Start a record: nothing has been withheld yet."""
        self.withheld = set()
        self._begun = 0

    def begin(self, at: str, *, temporal: bool = False) -> None:
        """Start an expression that stands at ``file:line:column``; forget what was touched before.

        :param temporal: whether it is to give a date, or only decides something: then a whole date may be read.

        :raises UsageFault: the record takes more than any real one, as lists within lists within lists do.
        """
        self._begun += 1
        if self._begun > MOST:
            cure = "look for 'each' within 'each' at this place"
            raise UsageFault(f"one record takes more than {MOST} expressions", where=at, cure=cure)
        self.at = at
        self.temporal = temporal
        self._touched = {}

    def touch(self, path: str) -> None:
        """Remember that a path was read."""
        self._touched[path] = None

    def forget(self, path: str) -> None:
        """Take a path as not read: it only led to another of a different beginning."""
        self._touched.pop(path, None)

    def touched(self) -> tuple[str, ...]:
        """Return the paths read since ``begin``, without those that only led to others."""
        return leaves(self._touched)

    def release(self, held: Held[Any] | None, path: str, concerned: int | None = None) -> Any:
        """Return what the gate lets out of a held value; remember what it keeps in."""
        value = release(held, self._rule(path, concerned))
        if held is not None and value is None:
            self.withheld.add(path)
        return value

    def answer(self, answers: Held[dict[str, Any]], key: str, path: str) -> Any:
        """Return one answer of a form, as expressions see it; ``None`` for an empty one."""
        found = _answer(release_answer(answers, key, self._rule(path)), path, self)
        if path in self.guard.kept_in:
            self.withheld.add(path)
        return found

    def setting(self, text: str, path: str) -> str | None:
        """Return a text of the config; ``None`` where it holds a label or name of a patient of the project."""
        if not path.startswith(OF_PROJECT) or self.guard.lets_out(text, path, self.at, Screen.SETTING):
            return text
        self.withheld.add(path)
        return None

    def _rule(self, path: str, concerned: int | None = None) -> Rule:
        return Rule(
            path,
            self.at,
            self.guard,
            people=self.people,
            concerned=self.concerned.get(path) if concerned is None else concerned,
            min_count=self.min_count,
            dates_true=self.dates_true,
            temporal=self.temporal,
        )


def leaves(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths, each once, without those that are the beginning of another."""
    listed = tuple(paths)
    return _leaves(listed) if len(listed) > 1 else listed


@lru_cache(maxsize=4096)  # one rule reads the same paths in each project
def _leaves(paths: tuple[str, ...]) -> tuple[str, ...]:
    text = "\0".join(("", *paths))
    return tuple(path for path in dict.fromkeys(paths) if f"\0{path}." not in text)


class View:
    """Something with members. ``path`` is its name in the mapping language."""

    def __init__(self, path: str, reader: Reader) -> None:
        self.path = path
        self.reader = reader

    def member(self, name: str) -> Any:
        """Return a member, ``None`` where there is none."""
        raise NotImplementedError

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        raise TypeError("a group is no text; name one of its members")


class Absent(Missing):
    """A member that is not there; its own members are touched too, so that a report can name them."""

    __slots__ = ("path", "reader")

    def __init__(self, path: str, reader: Reader) -> None:
        super().__init__()
        self.path = path
        self.reader = reader

    def member(self, name: str) -> "Absent":
        """Return what is not there either."""
        path = f"{self.path}.{name}"
        self.reader.touch(path)
        return Absent(path, self.reader)


class TreeView(View):
    """A view of nested plain values of the config."""

    def __init__(self, path: str, reader: Reader, values: Mapping[str, Any]) -> None:
        super().__init__(path, reader)
        self.values = values

    def member(self, name: str) -> Any:
        """Return a member; a list's members have the list's path."""
        path = f"{self.path}.{name}"
        self.reader.touch(path)
        return wrapped(self.values.get(name), path, self.reader)

    def __bool__(self) -> bool:
        return not is_empty(dict(self.values))


def wrapped(value: Any, path: str, reader: Reader) -> Any:
    """Return a nested value as expressions see it; ``None`` for an empty one."""
    if is_empty(value):
        return None
    if isinstance(value, Mapping):
        return TreeView(path, reader, value)
    if isinstance(value, (list, tuple)):
        return [wrapped(item, path, reader) for item in value if not is_empty(item)]
    return reader.setting(value, path) if isinstance(value, str) else value


class FormsView(View):
    """The answers of a project's forms; where several answer a question, the first answer that is not empty."""

    def __init__(self, reader: Reader, forms: Iterable[Held[dict[str, Any]]]) -> None:
        super().__init__("form", reader)
        self.forms = tuple(forms)

    def member(self, name: str) -> Any:
        """Return an answer."""
        path = f"form.{name}"
        self.reader.touch(path)
        answers = (self.reader.answer(form, name, path) for form in self.forms)
        return next((answer for answer in answers if answer is not None), None)

    def __bool__(self) -> bool:
        return bool(self.forms)


class AnswersView(View):
    """A group of a form's answers: held, each member released when an expression reads it."""

    def __init__(self, path: str, reader: Reader, answers: Held[dict[str, Any]]) -> None:
        super().__init__(path, reader)
        self.answers = answers

    def member(self, name: str) -> Any:
        """Return an answer of the group."""
        path = f"{self.path}.{name}"
        self.reader.touch(path)
        return self.reader.answer(self.answers, name, path)


def _answer(released: Any, path: str, reader: Reader) -> Any:
    if isinstance(released, Held):
        return AnswersView(path, reader, released)
    return [_answer(item, path, reader) for item in released] if isinstance(released, list) else released


class ArchiveView(View):
    """A view of held values.

    A member is a held value, a figure or a tuple of held values (released when touched), another view or list of views,
    a plain value, or a function that makes one.
    """

    def __init__(self, path: str, reader: Reader, members: Mapping[str, Any], *, there: bool = True) -> None:
        super().__init__(path, reader)
        self.members = members
        self.there = there

    def member(self, name: str) -> Any:
        """Return a member, released."""
        if name not in self.members:
            return None
        path = f"{self.path}.{name}"
        value = self.members[name]
        if not isinstance(value, View) or value.path == path:
            self.reader.touch(path)
        if callable(value) and not isinstance(value, View):
            value = value()
        if isinstance(value, Held):
            return self.reader.release(value, path)
        if isinstance(value, Figure):
            return self.reader.release(value.held, path, value.subjects)
        if isinstance(value, tuple):
            return [item for item in (self._item(one, path) for one in value) if not is_empty(item)]
        return value

    def _item(self, value: Any, path: str) -> Any:
        if isinstance(value, Counted):
            text = self.reader.release(value.held, path)
            return None if text is None else CountedText.of(str(text), value.scans)
        return self.reader.release(value, path) if isinstance(value, Held) else value

    def __bool__(self) -> bool:
        return self.there


class Counted:
    """A held text and the number of scans that have it."""

    __slots__ = ("held", "scans")

    def __init__(self, held: Held[str], scans: int) -> None:
        self.held = held
        self.scans = scans


class Figure:
    """A held figure and the number of subjects it tells of."""

    __slots__ = ("held", "subjects")

    def __init__(self, held: Held[int] | None, subjects: int) -> None:
        self.held = held
        self.subjects = subjects


class CountedText(str):
    """A released text that knows how many scans have it (for reports only)."""

    __slots__ = ("scans",)
    scans: int

    @classmethod
    def of(cls, text: str, scans: int) -> "CountedText":
        """Return the text with its number."""
        made = cls(text)
        made.scans = scans
        return made
