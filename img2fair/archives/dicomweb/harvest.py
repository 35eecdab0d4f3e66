"""A harvest of one DICOMweb server: its series are read first, in few requests, and then put together by project."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from img2fair.archives import ArchiveSettings
from img2fair.archives.dicom.grouping import Grouping, group
from img2fair.archives.dicom.projects import MISSING_PARTS, build, unread_attributes
from img2fair.archives.dicom.series import Series
from img2fair.archives.dicom.withholding import sift
from img2fair.archives.dicomweb.connection import SERIES, Connection
from img2fair.archives.dicomweb.evidence import read_evidence
from img2fair.archives.dicomweb.listing import SELDOM, SeriesReader
from img2fair.archives.dicomweb.objects import look_into
from img2fair.model import Header, Project, Unread

Progress = Callable[[str, int, int], None]

ASKED = (*MISSING_PARTS, "PatientBirthDate", "PatientSpeciesDescription")
"""Attributes asked for in lists: all that a project is made of, but for names of patients. NumberOfFrames is an
instance's, so no list has it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The series of a server, what is not known of all of them, and what is to be told of that."""

    series: Sequence[Series]
    missing: frozenset[str]
    unread: tuple[Unread, ...]
    software: str


def read_series(
    server: Connection, settings: ArchiveSettings, asked: Sequence[str], *, patients: bool = False
) -> Found:
    """Return the series with the attributes asked for, completed from their objects where no list gave an attribute.

    :param patients: read also what the lists say of patients (``Series.met``).
    :raises RemoteFault: the lists cannot be read, or it cannot be learnt which project each series is in.
    """
    grouping: Grouping = settings.options
    wanted = tuple(dict.fromkeys(keyword for keyword in (*asked, grouping.key) if keyword))
    listed = SeriesReader(server, wanted, settings.threads, patients=patients).read()
    series, missing, why = listed.series, listed.missing, ""
    if (missing - SELDOM) | (missing & {grouping.key}):
        looked = look_into(series, server, missing, settings.threads)
        series = looked.series
        if not looked.unread:
            missing = frozenset()
        elif grouping.key in missing:
            raise server.odd(
                f"the server does not tell {grouping.key}, which makes the projects, of {looked.unread} series",
                SERIES,
                "group by a table of StudyInstanceUID, or by another attribute (docs/archives.md)",
            )
        why = f"not in the lists, and {looked.unread} series could not be or were not looked into"
    unread = list(unread_attributes(missing, why))
    if listed.unusable:
        unread.append(Unread("", "series", f"{listed.unusable} rows of the lists name no study or series"))
    return Found(series, missing, tuple(unread), listed.software)


class DicomwebHarvest:
    """A harvest under way."""

    def __init__(self, settings: ArchiveSettings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress
        self._grouping: Grouping = settings.options
        self._time = datetime.now(UTC).replace(microsecond=0)
        self._server = Connection(settings)
        found = read_series(self._server, settings, ASKED, patients=True)
        groups = group(found.series, self._grouping)
        self._missing, self._software = found.missing, found.software
        self._unread = (*found.unread, *groups.unread)
        self._whole = groups.whole
        self._sifted = sift(groups.projects, self._grouping, settings)
        self._series = {id_: groups.projects[id_] for id_ in self._sifted.chosen}

    def projects(self) -> Iterator[Project]:
        """Yield the projects by id."""
        try:
            for done, id_ in enumerate(self._sifted.chosen, start=1):
                series = self._series.pop(id_)
                yield self._built(id_, series)
                self._progress(id_, done, len(self._sifted.chosen))
        finally:
            self._server.close()

    def header(self) -> Header:
        """Return the header; complete where every series found its project or is known to be in none."""
        return Header(
            kind="dicomweb",
            archive=self._settings.iri,
            software=f"DICOMweb {self._software}".strip(),
            run=secrets.token_hex(4),
            time=self._time,
            account=self._server.account,
            only=self._settings.only,
            requests=self._server.client.journal.listed(),
            withheld=self._sifted.withheld,
            unread=tuple(sorted(self._unread, key=lambda unread: (unread.project, unread.part, unread.reason))),
            depth=self._settings.depth.names(),
            complete=self._whole and all(unread.part != "" for unread in self._unread),
        )

    def _built(self, id_: str, series: Sequence[Series]) -> Project:
        depth = self._settings.depth
        return build(
            id_,
            self._grouping,
            series,
            self._missing,
            choice=self._settings.choice,
            full=depth.full,
            evidence=read_evidence(self._server, series, depth.evidence, self._settings.threads),
        )
