"""All series of a server, and which attributes it gave for none of them although it was asked.

One list of series where the server has one; else a list of studies and one of series per study. An ignored
``includefield`` looks like any other answer, so what came back is counted. Memory: about 1 KB a series.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from img2fair.archives.dicom.series import ATTRIBUTES, PATIENT_ATTRIBUTES, Series
from img2fair.archives.dicomweb import answers, connection
from img2fair.archives.dicomweb.answers import Page, Refused, Row
from img2fair.archives.dicomweb.connection import Connection
from img2fair.archives.dicomweb.paging import PagedList
from img2fair.archives.patients import UNNAMED, together
from img2fair.errors import RemoteFault
from img2fair.http import Unreachable
from img2fair.privacy import Met

_STUDY, _SERIES = ATTRIBUTES["StudyInstanceUID"], ATTRIBUTES["SeriesInstanceUID"]
_UIDS = ("StudyInstanceUID", "SeriesInstanceUID")

OF_STUDIES = frozenset(
    "StudyDate PatientID PatientBirthDate PatientSex PatientAge PatientSpeciesDescription ClinicalTrialProtocolID "
    "ClinicalTrialSiteID ClinicalTrialTimePointID StudyInstanceUID".split()
)
"""Attributes of patients and studies, which a list of studies can give (DICOM PS3.4 C.6.2.1)."""
SELDOM = frozenset({"ClinicalTrialTimePointID", "PatientSpeciesDescription", "PatientBirthDate"})
"""Attributes that few archives have at all; nothing more is asked for these alone."""

BAD_REQUEST = 400

_PARTS = {connection.SERIES: ("subjects", "sessions"), connection.STUDIES: ("subjects", "sessions")}
"""What the first page of a list brings, for the journal."""


@dataclass(slots=True)
class Listed:
    """The series of a server.

    :param missing: keywords that were asked for and came back for no series.
    :param unusable: rows that name no study or series.
    """

    series: list[Series] = field(default_factory=list)
    missing: frozenset[str] = frozenset()
    unusable: int = 0
    software: str = ""


class SeriesReader:
    """Lists the series of a server with the attributes asked for.

    :param asked: DICOM keywords; the UIDs come with them.
    :param patients: ask also for what becomes ``Series.met``. It is never missing, and nothing more is asked for it.
    """

    def __init__(self, server: Connection, asked: Sequence[str], threads: int, *, patients: bool = False) -> None:
        self._server = server
        self._keywords = tuple(dict.fromkeys((*_UIDS, *asked)))
        self._threads = threads
        self._came: set[str] = set()
        self._shared: dict[str, str] = {}  # a text that many series say is held once
        self._patients: dict[Met, Met] = {}  # and so is a patient
        self._more = tuple(PATIENT_ATTRIBUTES) if patients else ()
        self._listed = Listed()

    def read(self) -> Listed:
        """Return all series.

        :raises RemoteFault: the server gives neither list, or a list that cannot be trusted.
        """
        try:
            self._all_series()
        except Refused:
            self._by_study()
        missing = set(self._keywords) - self._came
        if (missing & OF_STUDIES) - SELDOM and self._listed.series:
            self._complete_from_studies(missing & OF_STUDIES)
        if self._listed.series:
            self._listed.missing = frozenset(set(self._keywords) - self._came)
        return self._listed

    def _all_series(self) -> None:
        """Take the one list of all series; one that does not say which study a series is of is of no use."""
        found, listed = self._paged(connection.SERIES, self._keywords, _SERIES)
        if found and not any(_is_placed(one) for one in found):
            raise Refused(200)
        self._listed.unusable = listed.unusable + sum(not _is_placed(one) for one in found)
        self._listed.series = [one for one in found if _is_placed(one)]

    def _by_study(self) -> None:
        studies = self._studies(self._keywords)

        def of_study(uid: str) -> list[Series]:
            try:
                return self._paged(connection.SERIES_OF, self._keywords, _SERIES, {"study": uid})[0]
            except Refused as refusal:
                raise self._server.odd(
                    f"the server answers {refusal.status} to the series of a study it listed",
                    connection.SERIES_OF,
                    "run again; if it stays, the account may not see all of the archive",
                ) from None

        with ThreadPoolExecutor(self._threads) as pool:
            for (uid, study), found in zip(studies.items(), pool.map(of_study, studies), strict=True):
                self._listed.series += [_completed(one, study, StudyInstanceUID=uid) for one in found]

    def _studies(self, keywords: Sequence[str]) -> dict[str, Series]:
        """Return all studies by UID, each as if it were a series."""
        wanted = [keyword for keyword in keywords if keyword in OF_STUDIES]
        try:
            found, listed = self._paged(connection.STUDIES, wanted, _STUDY)
        except Refused as refusal:
            raise self._server.odd(
                f"the server has no list of series and none of studies (status {refusal.status})", connection.STUDIES
            ) from None
        self._listed.unusable += listed.unusable
        return {one.values["StudyInstanceUID"]: one for one in found}

    def _complete_from_studies(self, wanted: set[str]) -> None:
        """Add from the list of studies what a list of series did not give of them."""
        try:
            studies = self._studies(("StudyInstanceUID", *sorted(wanted)))
        except Unreachable:
            raise
        except RemoteFault:
            return  # what is missing stays missing, and is told
        self._listed.series = [
            _completed(one, studies.get(one.values["StudyInstanceUID"], _NOTHING)) for one in self._listed.series
        ]

    def _paged(
        self, template: str, keywords: Sequence[str], key: str, uids: Mapping[str, str] = connection.NONE
    ) -> tuple[list[Series], PagedList]:
        """Return what a list holds; of each row only what was asked for, not all that servers add."""
        found: list[Series] = []

        def ask(limits: Mapping[str, str]) -> Page:
            parts = _PARTS.get(template, ()) if limits.get("offset") == "0" else ()
            named = [one for one in keywords if one not in _UIDS]
            while True:
                asked = {"includefield": [*named, *self._more], **limits}
                try:
                    return self._server.get(template, asked, answers.page, uids, parts)
                except Refused as refusal:
                    if refusal.status != BAD_REQUEST or not self._more:
                        raise
                    self._more = ()  # some servers refuse attributes that they do not know (DICOM PS3.18 8.3.4.3)

        def take(row: Row) -> None:
            self._came.update(answers.given(row, keywords))
            said, met = answers.texts(row, keywords), answers.met_in(row) if self._more else UNNAMED
            values = {keyword: self._shared.setdefault(text, text) for keyword, text in said.items()}
            count = answers.whole_number(row, answers.INSTANCES)
            found.append(Series(values, count, met=self._patients.setdefault(met, met)))

        listed = PagedList(ask, key, take, sure=not uids)
        listed.read()
        self._listed.software = self._listed.software or listed.software
        return found, listed


_NOTHING = Series({})


def _completed(one: Series, study: Series, **values: str) -> Series:
    """Return a series with what its study says besides."""
    return replace(one, values={**study.values, **one.values, **values}, met=together(study.met, one.met))


def _is_placed(one: Series) -> bool:
    return answers.is_uid(one.values.get("StudyInstanceUID", ""))
