"""Loading the bundled metadata: series of NCI's Imaging Data Commons as XNAT would hold them.

A collection is a project, a patient a subject, a study a session and a series a scan. Values are taken over as they
are, dirt included; what XNAT itself would compute (IDs, types, unique scan numbers) follows XNAT's habits.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import count, groupby
from operator import itemgetter
from typing import Any

from ruamel.yaml import YAML

from img2fair.demo.content import made_up
from img2fair.demo.content.holdings import ArchiveContent
from img2fair.demo.content.objects import (
    DERIVED_MODALITIES,
    CustomForm,
    CustomVariable,
    Investigator,
    Project,
    Publication,
    Resource,
    Scan,
    Session,
    Share,
    Source,
    Subject,
    User,
)

Row = dict[str, str]

INSERT_USER = "admin"
SEXES = {"M": "male", "F": "female"}
YEARS_PER = {"Y": 1.0, "M": 1 / 12, "W": 7 / 365.25, "D": 1 / 365.25}
#: The middle of the xsiType of a session or scan, by DICOM modality.
TYPE_STEMS = {
    "CR": "cr", "CT": "ct", "DX": "dx", "MG": "mg", "MR": "mr", "NM": "nm", "PT": "pet", "RF": "rf", "SM": "sm",
    "US": "us", "XA": "xa",
}  # fmt: skip
SCAN_ONLY_STEMS = {"SEG": "seg", "SR": "sr"}


@cache
def load_content() -> ArchiveContent:
    """Return the content of the demo archive; the same value every time."""
    described = YAML(typ="safe").load(_bundled("projects.yaml"))
    origins = json.loads(_bundled("sources.json"))["collections"]
    rows = sorted(csv.DictReader(_bundled("series.csv").splitlines()), key=_place)
    numbers = Numbers(described["guests"])
    projects = tuple(
        _project(described["projects"][collection], origins[collection], list(series), numbers)
        for collection, series in groupby(rows, itemgetter("collection_id"))
    )
    made = made_up.Made()
    described_forms = (CustomForm(**{**form, "projects": tuple(form["projects"])}) for form in described["forms"])
    return ArchiveContent(
        projects=tuple(made_up.filled(project, made) for project in projects),
        forms=(*described_forms, *made_up.FORMS),
        users=tuple(User(**user) for user in described["users"]),
        plugins=described["plugins"],
    )


class Numbers:
    """The running numbers of an archive, and who is a guest elsewhere."""

    def __init__(self, guests: Mapping[str, Mapping[str, str]]) -> None:
        self.subjects, self.sessions, self.scans, self.resources = (count(1) for _ in range(4))
        self.guests = guests


def _bundled(name: str) -> str:
    return (files("img2fair.demo") / "data" / name).read_text(encoding="utf-8")


def _place(row: Row) -> tuple[str, ...]:
    number = row["SeriesNumber"].zfill(12)
    return (
        row["collection_id"], row["PatientID"], row["StudyDate"], row["StudyInstanceUID"], number,
        row["SeriesInstanceUID"],
    )  # fmt: skip


def _project(text: Mapping[str, Any], origin: Mapping[str, Any], rows: list[Row], numbers: Numbers) -> Project:
    dates = Dates(origin["updated"])
    subjects = tuple(
        _subject(list(series), text, dates, numbers) for _, series in groupby(rows, itemgetter("PatientID"))
    )
    return Project(
        id=rows[0]["collection_id"],
        name=text["title"],
        accessibility=text["accessibility"],
        secondary_id=text["secondary_id"],
        description=text.get("description", "").strip(),
        keywords=text["keywords"],
        pi=Investigator(**text["pi"]) if "pi" in text else None,
        investigators=tuple(Investigator(**person) for person in text.get("investigators", ())),
        aliases=tuple(text.get("aliases", ())),
        publications=tuple(Publication(**publication) for publication in text["publications"]),
        custom_fields=text.get("custom_fields", {}),
        sources=tuple(Source(**source) for source in origin["sources"]),
        insert_date=dates.inserted,
        insert_user=INSERT_USER,
        last_modified=dates.modified,
        subjects=subjects,
    )


class Dates:
    """When a project's objects came in: on the day its collection was last updated, one after the other."""

    def __init__(self, updated: str) -> None:
        self._morning = datetime.fromisoformat(f"{updated}T08:00:00")
        self._steps = count(1)
        self.inserted = _timestamp(self._morning)
        self.modified = _timestamp(self._morning + timedelta(hours=4))

    def next(self) -> str:
        """Return the time of the next object."""
        return _timestamp(self._morning + timedelta(seconds=next(self._steps)))


def _timestamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000}"


def _subject(rows: list[Row], text: Mapping[str, Any], dates: Dates, numbers: Numbers) -> Subject:
    patient = rows[0]["PatientID"]
    shares = _shares(numbers.guests.get(patient))
    inserted = dates.next()
    by_study = groupby(rows, itemgetter("StudyInstanceUID"))
    sessions = tuple(
        _session(list(series), f"_{n}", text, shares, dates, numbers) for n, (_, series) in enumerate(by_study, 1)
    )
    return Subject(
        id=f"IMG2FAIR_S{next(numbers.subjects):05}",
        label=patient,
        gender=_gender(row["PatientSex"] for row in rows),
        fields=tuple(CustomVariable(name=n, value=v) for n, v in text.get("subject_variables", {}).items()),
        shares=shares,
        insert_date=inserted,
        insert_user=INSERT_USER,
        last_modified=inserted,
        sessions=sessions,
    )


def _shares(guest: Mapping[str, str] | None) -> tuple[Share, ...]:
    return (Share(project=guest["project"], label=guest["label"]),) if guest else ()


def _gender(values: Iterable[str]) -> str:
    """Return a person's sex where all series that tell it agree; ``unknown`` is XNAT's word for the rest."""
    told = {value for value in values if value}
    return SEXES.get(told.pop(), "unknown") if len(told) == 1 else "unknown"


def _session(
    rows: list[Row], suffix: str, text: Mapping[str, Any], shares: tuple[Share, ...], dates: Dates, numbers: Numbers
) -> Session:
    acquired = [row for row in rows if row["Modality"] not in DERIVED_MODALITIES]
    modality = _leading_modality(acquired or rows)
    leading = next(row for row in rows if row["Modality"] == modality)
    stem = TYPE_STEMS.get(modality, "otherDicom")
    inserted = dates.next()
    return Session(
        id=f"IMG2FAIR_E{next(numbers.sessions):05}",
        label=rows[0]["PatientID"] + suffix,
        xsi_type=f"xnat:{stem}SessionData",
        uid=rows[0]["StudyInstanceUID"],
        date=rows[0]["StudyDate"],
        modality=modality,
        dcm_patient_id=rows[0]["PatientID"],
        dcm_patient_name=rows[0]["PatientID"],
        session_type=_first(row["StudyDescription"] for row in [leading, *rows]),
        scanner_manufacturer=leading["Manufacturer"],
        scanner_model=leading["ManufacturerModelName"],
        age=_years(_first(row["PatientAge"] for row in [leading, *rows])),
        insert_date=inserted,
        insert_user=INSERT_USER,
        last_modified=inserted,
        shares=tuple(Share(project=share.project, label=share.label + suffix) for share in shares),
        scans=tuple(_scans(rows, bool(text.get("stale_catalogs")), numbers)),
    )


def _leading_modality(rows: list[Row]) -> str:
    """Return the modality of most series; PET wins a draw, as a PET/CT session is a PET session in XNAT."""
    counted = Counter(row["Modality"] for row in rows)
    return min(counted, key=lambda modality: (-counted[modality], modality != "PT", modality))


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _years(age: str) -> float | None:
    """Return a DICOM age string (``nnn`` and Y, M, W or D) in years, else nothing."""
    match = re.fullmatch(r"(\d{3})([YMWD])", age)
    return round(int(match[1]) * YEARS_PER[match[2]], 4) if match else None


def _scans(rows: list[Row], stale: bool, numbers: Numbers) -> Iterator[Scan]:
    for row, scan_id in zip(rows, _scan_ids(rows), strict=True):
        modality = row["Modality"]
        stem = TYPE_STEMS.get(modality) or SCAN_ONLY_STEMS.get(modality, "otherDicom")
        yield Scan(
            id=scan_id,
            key=next(numbers.scans),
            xsi_type=f"xnat:{stem}ScanData",
            uid=row["SeriesInstanceUID"],
            type=row["SeriesDescription"] or modality,
            series_description=row["SeriesDescription"],
            modality=modality,
            body_part_examined=row["BodyPartExamined"],
            quality="usable",
            scanner_manufacturer=row["Manufacturer"],
            scanner_model=row["ManufacturerModelName"],
            frames=int(row["instanceCount"]),
            resources=(_resource(row, stale, numbers),),
        )


def _scan_ids(rows: list[Row]) -> Iterator[str]:
    """Yield scan IDs: the series number, or number, modality and a counter where several series share a number."""
    used = Counter(row["SeriesNumber"] for row in rows)
    seen: Counter[tuple[str, str]] = Counter()
    for row in rows:
        number, modality = row["SeriesNumber"], row["Modality"]
        if number and used[number] == 1:
            yield number
            continue
        seen[number, modality] += 1
        yield f"{number}-{modality}{seen[number, modality]}".lstrip("-")


def _resource(row: Row, stale: bool, numbers: Numbers) -> Resource:
    modality = row["Modality"]
    derived = modality in DERIVED_MODALITIES
    return Resource(
        id=str(next(numbers.resources)),
        label=modality if derived else "DICOM",
        file_count=None if stale else int(row["instanceCount"]),
        file_size=None if stale else round(float(row["series_size_MB"]) * 1e6),
        content="DERIVED" if derived else "RAW",
        format="DICOM",
    )
