"""Everything of one project: five requests, whatever its size."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from img2fair.archives.xnat import columns, project
from img2fair.archives.xnat.answers import Refused, Row, csv_rows, item, json_object, listed
from img2fair.archives.xnat.scans import SessionRows, agreed
from img2fair.archives.xnat.site import Site
from img2fair.archives.xnat.values import age_at, held, moment
from img2fair.errors import RemoteFault
from img2fair.http import Client
from img2fair.model import Held, ImagingSubject, Project, Visibility

T = TypeVar("T")

REQUESTS = 5
"""Requests per project: item, form answers, subjects, own sessions with scans, sessions shared in."""

_SESSION_KEYS = tuple(name.lower() for name in columns.SESSIONS_AND_SCANS)


@dataclass(slots=True)
class ProjectReader:
    """Reads one project under request numbers of its own."""

    client: Client
    site: Site
    id: str
    visibility: Visibility
    numbers: range

    def read(self) -> Project:
        """Return the project; parts that the archive refuses to this account are named in ``unread``.

        :raises RemoteFault: a part failed.
        """
        unread: set[str] = set()
        own = self._part("project", unread, self._item) or {}
        answers = self._part("form", unread, self._answers) or {}
        rows = self._part("subjects", unread, self._subjects) or []
        sessions = self._part("sessions", unread, self._sessions) or SessionRows()
        if "subjects" in unread:  # who may not see subjects sees no sessions either, and gets an empty list of them
            unread.add("sessions")
        dates = self.site.dates.get(self.id, {})
        fields = own.get("data_fields", {})
        return Project(
            id=self.id,
            visibility=self.visibility,
            secondary_id=held(fields.get("secondary_ID")),
            name=held(fields.get("name")),
            description=held(fields.get("description")),
            keywords=held(fields.get("keywords")),
            aliases=project.aliases(own),
            inserted=moment(dates.get("insert_date")),
            modified=moment(dates.get("last_modified")),
            pi=project.pi(own),
            investigators=project.investigators(own),
            publications=project.publications(own),
            forms=project.forms(answers, self.site.forms),
            subjects=_subjects(rows, sessions.first_days(), self.id),
            sessions=sessions.sessions(),
            requests={name: self.numbers[place] for name, place in _PLACES.items()},
            unread=frozenset(unread),
        )

    def _part(self, name: str, unread: set[str], read: Callable[[int], T]) -> T | None:
        """Read a part; a refusal makes it unread. XNATs without custom forms answer 404 for them: there are none.

        :raises RemoteFault: the project itself is gone since it was listed.
        """
        try:
            return read(self.numbers[_PLACES[name]])
        except Refused as refusal:
            if refusal.status == 403:
                unread.add(name)
            elif name != "form":
                raise RemoteFault(f"project {self.id} is gone since it was listed", where=self._path()) from None
            return None

    def _path(self, rest: str = "") -> str:
        return f"/data/projects/{quote(self.id, safe='')}{rest}"

    def _item(self, number: int) -> dict[str, Any]:
        asked = {"format": "json"}
        return self.client.get(self._path(), asked, number=number, read=lambda answer: item(answer, self.id))

    def _answers(self, number: int) -> dict[str, Any]:
        path = f"/xapi/custom-fields/projects/{quote(self.id, safe='')}/fields"
        return self.client.get(path, number=number, read=json_object)

    def _subjects(self, number: int) -> list[Row]:
        asked = {"format": "json", "columns": ",".join(columns.SUBJECTS)}
        return self.client.get(self._path("/subjects"), asked, number=number, read=listed)

    def _sessions(self, number: int) -> SessionRows:
        """Read own and shared sessions with their scans: a project is shown with both."""
        gathered = SessionRows()
        for place, (key, shared) in enumerate((("project", False), (columns.SHARED_INTO, True))):
            asked = {
                "format": "csv",
                "xsiType": columns.SESSION_TYPE,
                "columns": ",".join(columns.SESSIONS_AND_SCANS),
                key: self.id,
            }
            rows = self.client.get(
                "/data/experiments",
                asked,
                number=number + place,
                read=lambda answer: list(csv_rows(answer, _SESSION_KEYS)),
            )
            gathered.add(rows, shared=shared)
        return gathered


_PLACES: Mapping[str, int] = {"project": 0, "form": 1, "subjects": 2, "sessions": 3}
"""Which of a project's request numbers brings which part; the sessions take two."""


def _subjects(rows: list[Row], first: Mapping[str, dt.date], project_id: str) -> tuple[ImagingSubject, ...]:
    """Return the subjects by id, each once; an age counts for the day of the subject's first session."""
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        same[row["ID"]].append(row)
    return tuple(_subject(agreed(same[id_]), first.get(id_), project_id) for id_ in sorted(same))


def _subject(row: Row, first: dt.date | None, project_id: str) -> ImagingSubject:
    years = age_at(row, first)
    return ImagingSubject(
        id=Held(row["ID"]),
        label=Held(row.get("label", "")),
        sex=held(row.get("gender")),
        age=None if years is None else Held(years),
        group=held(row.get("group")),
        shared=row.get("project", project_id) != project_id,
    )
