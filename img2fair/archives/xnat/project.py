"""What a project says of itself, from either of two answers: the list of projects with its joins, or the item form.

Both give an equal :class:`Described`. XNAT promises no order of investigators, aliases and publications in a list, so
they are sorted. Source of the item form: XNAT's ItemJSONBuilder; empty fields are absent and lists are children.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from img2fair.archives.values import held
from img2fair.archives.xnat import columns
from img2fair.model import Form, Held, HeldText, Person, Publication

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class People:
    """Who and what belongs to a project: its investigators, its other ids, its publications."""

    pi: Person | None = None
    investigators: tuple[Person, ...] = ()
    aliases: tuple[HeldText, ...] = ()
    publications: tuple[Publication, ...] = ()


def people_of_item(item: Fields) -> People:
    """Return the people, aliases and publications of a project item."""
    return _people(
        pi=next(children(item, "PI"), {}),
        investigators=children(item, "investigators/investigator"),
        aliases=(fields.get("alias") for fields in children(item, "aliases/alias")),
        publications=children(item, "publications/publication"),
    )


def people_of_rows(rows: Sequence[Mapping[str, str]]) -> People:
    """Return the same from a project's rows of the joined list; a row repeats what its lists do not add to."""
    return _people(
        pi=_under(rows[0], columns.PERSON, columns.PI),
        investigators=(_under(row, columns.PERSON, columns.INVESTIGATOR) for row in rows),
        aliases=(row[columns.ALIAS] for row in rows),
        publications=(_under(row, columns.PUBLICATION, columns.PUBLISHED) for row in rows),
    )


def answers_of_cell(cell: str) -> dict[str, Any]:
    """Return the answers in a cell of the list: form UUID → submission.

    :raises ValueError: the cell is not a JSON object.
    """
    try:
        found = json.loads(cell) if cell.strip() else {}
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def forms(answers: Fields, titles: Mapping[str, str]) -> tuple[Form, ...]:
    """Return the answered custom forms, by UUID.

    :param answers: form UUID → submission.
    :param titles: form UUID → title, as far as the archive told them.
    """
    return tuple(
        Form(uuid, held(titles.get(uuid)), Held(dict(submission)))
        for uuid, submission in sorted(answers.items())
        if isinstance(submission, dict) and submission
    )


def children(item: Fields, field: str) -> Iterator[Fields]:
    """Yield the data fields of an item's children under one field; what is of another shape is no child."""
    for child in objects(item.get("children")):
        if child.get("field") == field:
            for member in objects(child.get("items")):
                yield from objects([member.get("data_fields")])


def objects(found: Any) -> Iterator[Fields]:
    """Yield the objects of a list; what is of another shape is none."""
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, dict))


def _under(row: Mapping[str, str], names: Sequence[str], asked: Sequence[str]) -> dict[str, str]:
    """Return the columns of a joined object under the object's own names."""
    return {name: row[column.lower()] for name, column in zip(names, asked, strict=True)}


def _people(
    pi: Fields, investigators: Iterable[Fields], aliases: Iterable[Any], publications: Iterable[Fields]
) -> People:
    return People(
        pi=next(iter(_persons([pi])), None),
        investigators=tuple(_persons(investigators)),
        aliases=tuple(value for value in map(held, sorted({str(alias) for alias in aliases if alias})) if value),
        publications=tuple(_publications(publications)),
    )


def _persons(found: Iterable[Fields]) -> Iterator[Person]:
    for title, lastname, firstname, institution, department, email, id_ in _distinct(
        found, ("title", "lastname", "firstname", "institution", "department", "email", "ID")
    ):
        orcid = _ORCID.search(id_)
        yield Person(
            lastname=held(lastname),
            firstname=held(firstname),
            title=held(title),
            institution=held(institution),
            department=held(department),
            email=held(email),
            orcid=Held(orcid[0]) if orcid else None,
        )


def _publications(found: Iterable[Fields]) -> Iterator[Publication]:
    for values in _distinct(found, columns.PUBLICATION):
        title, citation, doi, pubmed, uri = map(held, values)
        yield Publication(title=title, citation=citation, doi=doi, pubmed=pubmed, uri=uri)


def _distinct(found: Iterable[Fields], names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the objects as their fields' texts, each once and none that is blank, sorted."""
    told = {tuple(_text(fields.get(name)) for name in names) for fields in found}
    return sorted(values for values in told if any(values))


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, bool | list | dict) else str(value).strip()
