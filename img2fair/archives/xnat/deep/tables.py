"""CSV and JSON files in the resources of a project, its subjects and its sessions, by an allow-list of names.

People keep clinical data in such files where no form fits. Nothing is opened that the config does not name. Source of
the lists: XNAT's FileList and CatalogUtils (Name, Size, URI).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import requests

from img2fair.archives.values import number
from img2fair.archives.xnat.answers import Refused, Row, rows_without_id
from img2fair.archives.xnat.deep.asking import JSON, Asker
from img2fair.archives.xnat.deep.bodies import TooLarge, whole
from img2fair.archives.xnat.deep.resources import OF_SESSION, of_sessions, resource_rows
from img2fair.model import Held, Table

MOST_BYTES = 5_000_000
KINDS = (".csv", ".json")


@dataclass(frozen=True, slots=True)
class _Place:
    """A resource: the template of its owner's path, the places in it, the owner's label, its own label and key."""

    template: str
    places: tuple[str, ...]
    owner: str
    label: str
    key: str


def read_tables(
    asker: Asker, globs: Sequence[str], subjects: Mapping[str, str], sessions: Mapping[str, str]
) -> tuple[tuple[Table, ...], bool]:
    """Return the files whose names match a glob, and whether all of them could be read.

    :param subjects: id → label; likewise ``sessions``.
    :raises RemoteFault: a list or a file failed.
    """
    if not globs:
        return (), True
    places, complete = _places(asker, subjects, sessions)
    tables: list[Table] = []
    for place in places:
        try:
            rows = asker.get(
                f"{place.template}/{{}}/files", *place.places, place.key, params=JSON, read=rows_without_id
            )
        except Refused:
            complete = False
            continue
        for row in rows:
            if _wanted(row.get("Name", ""), globs):
                text = _text(asker, place, row)
                complete = complete and text is not None
                if text is not None:
                    tables.append(Table(Held(place.owner), Held(place.label), Held(row["Name"]), Held(text)))
    return tuple(tables), complete


def _places(asker: Asker, subjects: Mapping[str, str], sessions: Mapping[str, str]) -> tuple[list[_Place], bool]:
    """Return the resources that there are, and whether none was refused."""
    found: list[_Place] = []
    complete = True
    own = asker.of_project("/resources")
    try:
        found.extend(_of(own, (), "", asker.get(own, params=JSON, read=rows_without_id)))
    except Refused:
        complete = False
    of_subjects = asker.of_project("/subjects/{}/resources")
    for template, labels, answers in (
        (of_subjects, subjects, asker.each(of_subjects, sorted(subjects), JSON, resource_rows).found),
        (OF_SESSION, sessions, of_sessions(asker, sorted(sessions))),
    ):
        complete = complete and len(answers) == len(labels)
        for id_, rows in answers.items():
            found.extend(_of(template, (id_,), labels[id_], rows))
    return found, complete


def _of(template: str, places: tuple[str, ...], owner: str, rows: Sequence[Row]) -> Iterator[_Place]:
    for row in sorted(rows, key=lambda row: row.get("label", "")):
        label, key = row.get("label", ""), row.get("xnat_abstractresource_id", "")
        if label or key:
            yield _Place(template, places, owner, label or key, key or label)


def _wanted(name: str, globs: Sequence[str]) -> bool:
    return name.lower().endswith(KINDS) and any(fnmatchcase(name, glob) for glob in globs)


def _text(asker: Asker, place: _Place, row: Row) -> str | None:
    """Return the text of a file; ``None`` where it is too large, refused, or no UTF-8."""
    below = row.get("URI", "").partition("/files/")[2] or row["Name"]
    if (number(row.get("Size")) or 0) > MOST_BYTES:
        return None
    steps = below.split("/")
    template = f"{place.template}/{{}}/files/{'/'.join('{}' for _ in steps)}"
    try:
        body = asker.get(template, *place.places, place.key, *steps, read=_whole)
        return body.decode("utf-8-sig")
    except (Refused, TooLarge, UnicodeDecodeError):
        return None


def _whole(answer: requests.Response) -> bytes:
    return whole(answer, MOST_BYTES)
