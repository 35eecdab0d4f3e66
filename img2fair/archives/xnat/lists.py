"""XNAT's lists: one request for many projects, or the same for one of them.

Each list is asked only for projects that are to be read, by a filter on their ids, so that no row of a private project
comes along. Rows come as tuples in the order of the columns; a list of sessions goes through a private temporary file,
because it may be larger than memory. Sources: XNAT's restlets ProjectListResource, SubjectListResource,
ExperimentListResource and QueryOrganizerResource; filters on shares as in dax's ``SCAN_PROJ_INCLUDED_POST_URI``.
"""

import logging
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import IO
from urllib.parse import quote_plus

from img2fair.archives.xnat import columns
from img2fair.archives.xnat.answers import Refused, csv_table, listed, spooled, table_rows
from img2fair.archives.xnat.answers import Row as Named
from img2fair.archives.xnat.scans import Row
from img2fair.archives.xnat.states import Closed, closed_by
from img2fair.errors import RemoteFault, output_fault
from img2fair.http import Client, Unreachable

log = logging.getLogger(__name__)

LONGEST_FILTER = 5000
"""Bytes of ids in one address; Tomcat refuses request lines with headers above 8 KB (maxHttpHeaderSize)."""
GUESSED = 3
"""Tries for a list that not every version of XNAT gives: a fault that passes is not taken for a missing list, whose
stand-in an account may have no right to."""

_WAYS_OF_CLOSING = (
    (*columns.CLOSING, *columns.PATIENT),
    columns.CLOSING,
    (*columns.OF_PATIENT, *columns.PATIENT),
)
"""Columns of the closing list: all; without patients, where a version has no columns for them; patients alone."""

PROJECTS, SUBJECTS, EXPERIMENTS = "/data/projects", "/data/subjects", "/data/experiments"


def chunks(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield ids in as few groups as fit into an address each."""
    group: list[str] = []
    length = 0
    for id_ in ids:
        more = len(quote_plus(f"{id_},"))
        if group and length + more > LONGEST_FILTER:
            yield tuple(group)
            group, length = [], 0
        group.append(id_)
        length += more
    if group:
        yield tuple(group)


class Lists:
    """The lists of one archive.

    Every method but ``closed`` takes the ids of projects and raises RemoteFault where the list cannot be had, and
    answers.Refused where the account may not have it; what it returns is then whole.
    """

    def __init__(self, client: Client, *, full: bool = False) -> None:
        self._client = client
        deeper = columns.DEEPER_OF_RESOURCE if full else ()
        self.sessions_columns = (*columns.SESSIONS, *deeper)

    def descriptions(self, ids: Sequence[str], more: Sequence[str], parts: tuple[str, ...]) -> dict[str, list[Named]]:
        """Return the rows of each project's description by its id.

        :param more: columns beyond the description; with some of them a project has several rows.
        """
        wanted = (*columns.DESCRIPTION, *more)
        asked = {"format": "json", "ID": ",".join(ids), "columns": ",".join(wanted)}
        rows = self._client.get(
            PROJECTS, asked, read=listed, project=_only(ids), parts=parts, tries=GUESSED if more else None
        )
        found: dict[str, list[Named]] = {id_: [] for id_ in ids}
        for row in rows:
            folded = _described({key.lower(): value for key, value in row.items()}, more)
            if folded["id"] in found:
                found[folded["id"]].append(folded)
        return found

    def readable(self) -> frozenset[str]:
        """Return the projects whose data this account may read; it sees protected ones too whose data it may not."""
        rows = self._client.get(PROJECTS, {"format": "json", "data": "readable"}, read=listed, tries=GUESSED)
        if not all(row.get("id") for row in rows):
            raise RemoteFault(
                "the archive's list of readable projects has other columns",
                where=f"GET {PROJECTS}",
                cure="run again; if it stays, tell us the version of the XNAT",
            )
        return frozenset(row["id"] for row in rows)

    def own_subjects(self, ids: Sequence[str]) -> dict[str, list[Row]]:
        """Return the subjects that projects own."""
        rows = self._table(SUBJECTS, columns.SUBJECTS, ids, "subjects", {"project": ",".join(ids)})
        return _by_project(ids, ((row[1], row) for row in rows))

    def shared_subjects(self, ids: Sequence[str]) -> dict[str, list[Row]]:
        """Return the subjects that are shared into projects, under the labels they have there."""
        wanted = (*columns.SUBJECTS, columns.SUBJECT_SHARED_INTO, columns.SUBJECT_SHARED_AS)
        asked = {columns.SUBJECT_SHARED_INTO: ",".join(ids)}
        rows = self._table(SUBJECTS, wanted, ids, "", asked, tries=GUESSED)
        return _by_project(ids, ((row[-2], (*row[:2], row[-1] or row[2], *row[3:-2])) for row in rows))

    def subjects_of(self, id_: str, path: str) -> list[Row]:
        """Return the subjects of one project, own and shared in, from its own list."""
        asked = {"format": "csv", "columns": ",".join(columns.SUBJECTS)}
        names = columns.keys(columns.SUBJECTS)
        return self._client.get(
            f"{path}/subjects",
            asked,
            read=lambda answer: list(csv_table(answer, names)),
            project=id_,
            parts=("subjects",),
        )

    def own_sessions(self, ids: Sequence[str], *, tries: int | None = None) -> IO[bytes]:
        """Return the own sessions of projects with scans and resources: a private file; see :meth:`rows`."""
        asked = {
            "format": "csv",
            "xsiType": columns.SESSION_TYPE,
            "project": ",".join(ids),
            "columns": ",".join(self.sessions_columns),
            "sortBy": "project",
        }
        names = columns.keys(self.sessions_columns)
        with ExitStack() as failing:
            try:
                file = failing.enter_context(tempfile.TemporaryFile())  # nobody else can open it
            except OSError as error:
                raise output_fault(error, "a temporary file") from None
            self._client.get(
                EXPERIMENTS,
                asked,
                read=lambda answer: spooled(answer, names, file),
                project=_only(ids),
                parts=("sessions",),
                tries=tries,
            )
            failing.pop_all()
        return file

    def rows(self, file: IO[bytes]) -> Iterator[Row]:
        """Yield the rows of a list of own sessions."""
        return table_rows(file, columns.keys(self.sessions_columns))

    def shared_sessions(self, ids: Sequence[str]) -> dict[str, list[Row]]:
        """Return the sessions that are shared into projects, under the labels they have there, as own ones."""
        wanted = (*self.sessions_columns, columns.SESSION_SHARED_INTO, columns.SESSION_SHARED_AS)
        asked = {"xsiType": columns.SESSION_TYPE, columns.SESSION_SHARED_INTO: ",".join(ids)}
        rows = self._table(EXPERIMENTS, wanted, ids, "", asked, tries=GUESSED)
        return _by_project(ids, ((row[-2], (row[0], row[-1] or row[1], *row[2:-2])) for row in rows))

    def strengths(self, filters: Mapping[str, str], project: str) -> dict[str, str]:
        """Return the field strength of MR sessions by their id.

        :param filters: ``project`` or ``ID`` → values, joined by commas.
        """
        asked = {"xsiType": columns.MR_SESSION_TYPE, **filters}
        rows = self._table(EXPERIMENTS, columns.STRENGTHS, (), "", asked, tries=GUESSED, project=project)
        return {session: strength for session, _, strength in rows}

    def assessors(self, filters: Mapping[str, str], project: str) -> dict[str, Counter[str]]:
        """Return, by the id of a session, how many assessors of each type it has.

        :param filters: as in :meth:`strengths`; sessions by the assessors' column of their ids.
        """
        asked = {"xsiType": columns.ASSESSOR_TYPE, **filters}
        rows = self._table(EXPERIMENTS, columns.ASSESSORS, (), "assessors", asked, tries=GUESSED, project=project)
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for _, _, type_, session in set(rows):
            found[session][type_] += 1
        return found

    def closed(self, ids: Sequence[str], *, shared: bool) -> Closed:
        """Return the fold of every project's sessions, and their patients, as far as lists give them (states.py).

        Where there is no list of both, each is asked for by itself; only an archive that has none gives nothing.

        :param shared: the sessions shared into the projects, instead of their own.
        :raises Unreachable: the archive is dead.
        """
        for asked in _WAYS_OF_CLOSING:
            try:
                return self._closing(ids, asked, shared=shared)
            except Unreachable:
                raise
            except (RemoteFault, Refused) as fault:
                why = fault.what if isinstance(fault, RemoteFault) else str(fault)
                log.info("a closing list of %d projects cannot be had (%s)", len(ids), why)
        return Closed()

    def _closing(self, ids: Sequence[str], asked: tuple[str, ...], *, shared: bool) -> Closed:
        key = columns.SESSION_SHARED_INTO if shared else "project"
        wanted = (*asked, key) if shared else asked
        return self._client.get(
            EXPERIMENTS,
            {"format": "csv", "columns": ",".join(wanted), "xsiType": columns.SESSION_TYPE, key: ",".join(ids)},
            read=lambda answer: closed_by(ids, csv_table(answer, columns.keys(wanted)), wanted, shared=shared),
            project=_only(ids),
            tries=GUESSED,
        )

    def _table(
        self,
        path: str,
        wanted: Sequence[str],
        ids: Sequence[str],
        part: str,
        filters: Mapping[str, str],
        *,
        tries: int | None = None,
        project: str = "",
    ) -> list[Row]:
        names = columns.keys(tuple(wanted))
        return self._client.get(
            path,
            {"format": "csv", "columns": ",".join(wanted), **filters},
            read=lambda answer: list(csv_table(answer, names)),
            project=project or _only(ids),
            parts=(part,) if part else (),
            tries=tries,
        )


def _only(ids: Sequence[str]) -> str:
    """Return the id that a request is for, where it is for one project alone."""
    return ids[0] if len(ids) == 1 else ""


def _by_project(ids: Sequence[str], rows: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {id_: [] for id_ in ids}
    for id_, row in rows:
        if id_ in found:
            found[id_].append(row)
    return found


def _described(row: Named, more: Sequence[str]) -> Named:
    """Return a row of the list of projects with the dates under their short names.

    :raises RemoteFault: a column is missing.
    """
    dated = {short: row.pop(path.lower(), row.get(short, "")) for short, path in columns.DATES.items()}
    described = [name for name in columns.DESCRIPTION if name not in columns.DATES.values()]
    missing = sorted(set(columns.keys((*described, *more))) - set(row))
    if missing:
        raise RemoteFault(
            f"the archive's list of projects lacks the column {missing[0]}",
            where=f"GET {PROJECTS}",
            cure="run again; if it stays, tell us the version of the XNAT",
        )
    return {**row, **dated}
