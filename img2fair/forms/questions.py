"""The questions of our form as mappings/forms/dataset.yaml has them."""

from collections.abc import Iterator
from functools import cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator
from ruamel.yaml import YAML

from img2fair.assets import find_folder
from img2fair.phrases import DUTCH

FORM_TITLES = ("Catalogue description", "Catalogusbeschrijving", "Health-RI v2")
"""Titles by which a form in an archive is known: ours in English and Dutch, and Health-RI's (img2catalog, v2.0.2)."""

Kind = Literal[
    "text", "paragraph", "texts", "words", "address", "addresses", "mailbox", "date", "number", "choice", "choices"
]
LISTS = frozenset({"texts", "words", "addresses", "choices"})
"""Kinds whose answer is a list."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Strict):
    """A text in English and Dutch."""

    en: str
    nl: str

    def to(self, language: str) -> str:
        """Return the text in a language."""
        return self.nl if language == DUTCH else self.en


class Choice(Said):
    """One of the answers that can be chosen: what stands in the answer, and what people read."""

    value: str


class Question(_Strict):
    """One question. The head of dataset.yaml tells what each entry means.

    :param key: dotted where the answer lies in a group; within rows, the name of the column.
    """

    key: str
    kind: Kind
    label: Said
    help: Said | None = None
    empty: Said | None = None
    needed: tuple[str, ...] = ()
    required: bool = False
    also: tuple[str, ...] = ()
    together: str = ""
    after: str = ""
    pattern: str = ""
    example: str = ""
    least: int | None = None
    most: int | None = None
    choices: tuple[str | Choice, ...] = ()
    only: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if bool(self.choices) != (self.kind in ("choice", "choices")):
            raise ValueError(f"'{self.key}': choices belong to the kinds choice and choices, and they need some")
        return self

    def within(self, group: str) -> "Question":
        """Return the question as one of a group: keys that begin with a dot lie in it."""
        names = {
            name: group + text for name in ("key", "together", "after") if (text := getattr(self, name))[:1] == "."
        }
        return self.model_copy(update=names)


class Panel(_Strict):
    """Questions under a heading; ``open`` tells whether they are seen at once."""

    panel: str
    title: Said
    help: Said | None = None
    needed: tuple[str, ...] = ()
    open: bool = False
    fields: tuple[Question, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, their keys whole."""
        return tuple(question.within(self.panel) for question in self.fields)


class Rows(_Strict):
    """A table of answers: as many rows as somebody adds, one column a question."""

    rows: str
    label: Said
    help: Said | None = None
    empty: Said | None = None
    needed: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    another: Said
    fields: tuple[Question, ...]


class Source(_Strict):
    """The whole file.

    :param kept: keys that the form does not ask for but lets stay where they are answered, and why.
    :param left_out: last parts of keys that the mappings read and the form has no place for, and why.
    :param words: texts that questions share.
    :param patterns: regular expressions (of JavaScript and Python alike) that answers must fit.
    """

    kept: dict[str, str]
    left_out: dict[str, str]
    titles: Said
    about: Said
    words: dict[str, Said]
    patterns: dict[str, str]
    parts: tuple[Panel | Rows, ...]

    def keys(self) -> Iterator[str]:
        """Yield the key of every question, dotted, in their order; a column of rows as ``rows.column``."""
        for part in self.parts:
            if isinstance(part, Panel):
                yield from (question.key for question in part.questions)
            else:
                yield from (f"{part.rows}.{question.key}" for question in part.fields)

    def other_keys(self) -> Iterator[str]:
        """Yield keys that the shipped mappings read in place of one of the form's."""
        for part in self.parts:
            if isinstance(part, Rows):
                yield from part.also
            yield from (other for question in part.fields for other in question.also)


@cache
def read_form() -> Source:
    """Return the shipped questions.

    :raises UsageFault: the installation has no such file.
    :raises ValidationError: the file is mistaken (pydantic).
    """
    path = find_folder("mappings") / "forms" / "dataset.yaml"
    return Source.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
