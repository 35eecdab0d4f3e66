"""One object at a time, where a list cannot be had: the same rows as the list would have given, from items.

Source of the item form: XNAT's ItemJSONBuilder; empty fields are absent, nested single elements are flattened into the
key (``scanner/manufacturer``), lists are children. Source of the default lists: XNAT's ProjSubExptList.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

import requests

from img2fair.archives.patients import Patients
from img2fair.archives.values import unescaped
from img2fair.archives.xnat import columns
from img2fair.archives.xnat.answers import Refused, item, listed
from img2fair.archives.xnat.columns import line
from img2fair.archives.xnat.project import Fields, objects
from img2fair.archives.xnat.scans import Row
from img2fair.http import Client

T = TypeVar("T")

_JSON = {"format": "json"}
_OF_SCAN = (
    "ID",
    "modality",
    "type",
    "bodyPartExamined",
    "scanner/manufacturer",
    "scanner/model",
    "quality",
    "frames",
    "UID",
)
_OF_SESSION = (
    "date",
    "UID",
    "modality",
    "visit_id",
    "last_modified",
    "age",
    "acquisition_site",
    "scanner/manufacturer",
    "scanner/model",
)
_OF_RESOURCE = ("label", "file_count", "file_size", "format", "content")
_DEMOGRAPHICS = ("gender", "age", "yob", "dob")


class Objects:
    """Reads the subjects and sessions of one project, item by item."""

    def __init__(self, client: Client, id_: str, path: str) -> None:
        self._client = client
        self._id = id_
        self._path = path

    def subjects(self) -> list[Row]:
        """Return the subjects as rows of ``columns.SUBJECTS``, with the labels they have in the project.

        :raises Refused: the account may not read subjects of the project.
        :raises RemoteFault: an item cannot be had.
        """
        found = (self._subject(row) for row in self._listed("/subjects", "subjects"))
        return [row for row in found if row is not None]

    def sessions(self, width: int) -> tuple[list[Row], dict[str, str], Patients]:
        """Return the sessions as rows of ``columns.SESSIONS``, their field strengths, and what they say of patients.

        :param width: columns of a row: formats and contents of resources come where they were asked for.
        :raises Refused: the account may not read the project.
        """
        rows: list[Row] = []
        strengths: dict[str, str] = {}
        patients = Patients()
        for seen in self._listed("/experiments", "sessions"):
            whole = self._item(seen["ID"]) if seen.get("xsiType", "").endswith("SessionData") else None
            if whole is not None:
                fields, found = whole
                rows.extend(row[:width] for row in _rows(fields, found, seen))
                if "fieldStrength" in fields:
                    strengths[seen["ID"]] = _text(fields["fieldStrength"])
                names, numbers = (
                    [unescaped(_text(fields.get(name))) for name in told]
                    for told in (columns.PATIENT_NAMES, columns.PATIENT_NUMBERS)
                )
                patients.add(_text(fields.get("subject_ID")), names, numbers)
        return rows, strengths, patients

    def strength(self, session: str) -> str:
        """Return the field strength of one session's scanner; empty where it has none."""
        fields, _ = self._item(session) or ({}, {})
        return _text(fields.get("fieldStrength"))

    def assessors(self, session: str) -> Counter[str]:
        """Return how many assessors of each type a session has."""
        path = f"/data/experiments/{quote(session, safe='')}/assessors"
        told = "/data/experiments/*/assessors"
        rows = self._still_there(path, listed, told, ("assessors",))
        return Counter(row.get("xsiType", "") for row in rows or ())

    def _listed(self, below: str, part: str) -> list[dict[str, str]]:
        return self._client.get(self._path + below, _JSON, read=listed, project=self._id, parts=(part,))

    def _subject(self, seen: Mapping[str, str]) -> Row | None:
        path = f"/data/subjects/{quote(seen['ID'], safe='')}"
        found = self._still_there(path, partial(item, id_=seen["ID"]), "/data/subjects/*")
        if found is None:
            return None
        fields = found["data_fields"]
        told: Fields = next((one["data_fields"] for one in _below(found, "demographics")), {})
        gender, age, yob, dob = (_text(told.get(name)) for name in _DEMOGRAPHICS)
        owner = _text(fields.get("project"))
        return seen["ID"], owner, line(seen.get("label", "")), gender, age, yob, dob, _text(fields.get("group")), ""

    def _item(self, session: str) -> tuple[Fields, Fields] | None:
        path = f"/data/experiments/{quote(session, safe='')}"
        found = self._still_there(path, partial(item, id_=session), "/data/experiments/*")
        return None if found is None else (found["data_fields"], found)

    def _still_there(
        self, path: str, read: Callable[[requests.Response], T], told: str, parts: tuple[str, ...] = ()
    ) -> T | None:
        """Return what is read of an object that a list named, nothing if it has been deleted since."""
        try:
            return self._client.get(path, _JSON, read=read, told=told, project=self._id, parts=parts)
        except Refused as refusal:
            if refusal.status != 404:
                raise
            return None


def _rows(fields: Fields, found: Fields, seen: Mapping[str, str]) -> Iterator[Row]:
    own = seen["ID"], line(seen.get("label", "")), _text(fields.get("project")), _text(fields.get("subject_ID"))
    session = (*own, *(_text(fields.get(name)) for name in _OF_SESSION))
    scans = list(_below(found, "scans/scan"))
    if not scans:
        yield (*session, *("" for _ in (*_OF_SCAN, *_OF_RESOURCE)))
    for scan in scans:
        said = (*session, *(_text(scan["data_fields"].get(name)) for name in _OF_SCAN))
        files = [one["data_fields"] for one in _below(scan, "file")] or [{}]
        for file in files:
            yield (*said, *(_text(file.get(name)) for name in _OF_RESOURCE))


def _below(found: Fields, field: str) -> Iterator[Mapping[str, Any]]:
    """Yield an item's children under one field, whole, those with fields of their own."""
    for child in objects(found.get("children")):
        if child.get("field") == field:
            yield from (one for one in objects(child.get("items")) if isinstance(one.get("data_fields"), dict))


def _text(value: Any) -> str:
    """Return a value as the list has it, on one line; a number keeps the digits that the item has."""
    return "" if value is None or isinstance(value, bool | list | dict) else line(str(value))
