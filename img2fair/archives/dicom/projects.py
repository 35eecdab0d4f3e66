"""From the series of a project to the project: patients are subjects, studies are sessions, series are scans.

What the series of one thing say differently is unknown.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from img2fair.archives.choice import Choice
from img2fair.archives.dicom.grouping import Grouping
from img2fair.archives.dicom.series import Series
from img2fair.archives.patients import Patients
from img2fair.archives.values import age, age_at, day, held
from img2fair.codes import is_derived
from img2fair.model import (
    HeaderEvidence,
    Held,
    HeldText,
    ImagingSession,
    ImagingSubject,
    Person,
    Project,
    Resource,
    ScanProfile,
    Unread,
    Variable,
)
from img2fair.model.held import total

MISSING_PARTS: Mapping[str, str] = {
    "BodyPartExamined": "scans.body_part",
    "ClinicalTrialTimePointID": "sessions.visit",
    "InstitutionName": "sessions.site",
    "MagneticFieldStrength": "sessions.field_strength",
    "Manufacturer": "sessions.manufacturer",
    "ManufacturerModelName": "sessions.model",
    "Modality": "scans.modality",
    "PatientAge": "sessions.age",
    "PatientID": "subjects",
    "PatientSex": "subjects.sex",
    "SeriesDescription": "scans.type",
    "StudyDate": "sessions.date",
}
"""Keyword → the part of a project that nobody knows when an archive gives the attribute for nothing."""

DAYS_IN = {"D": 1.0, "W": 7.0, "M": 365.25 / 12, "Y": 365.25}
_ALL = Choice()
_AGE = re.compile(r"([0-9]{1,3})([DWMY])")
_DATE = re.compile(r"([0-9]{4})[.-]?([0-9]{2})[.-]?([0-9]{2})")
_SEXES = frozenset("FMO")
_HUMAN = frozenset({"human", "homo sapiens", "homo sapien"})


def unread_attributes(missing: Iterable[str], reason: str = "") -> tuple[Unread, ...]:
    """Return what the header says of attributes (DICOM keywords) that an archive gave for no series at all.

    An age can also come from a birth date, so it is missing only where both are.

    :param reason: what to say instead of that.
    """
    lost = set(missing)
    parts = {part for keyword, part in MISSING_PARTS.items() if keyword in lost}
    if "PatientBirthDate" not in lost:
        parts.discard("sessions.age")
    return tuple(
        Unread("", part, reason or "the archive gives it for no series, though asked") for part in sorted(parts)
    )


def build(
    project_id: str,
    grouping: Grouping,
    series: Iterable[Series],
    missing: Collection[str] = (),
    *,
    choice: Choice = _ALL,
    full: bool = False,
    evidence: tuple[HeaderEvidence, ...] = (),
) -> Project:
    """Return a project made of its series; the same for series in any order.

    :param series: each once, with StudyInstanceUID and SeriesInstanceUID.
    :param missing: keywords that the archive gave for nothing; without PatientID there are studies and no subjects.
    :param choice: tells the keywords that opt in, which are not the catalogue's.
    :param full: scans one by one, not alike ones as one profile.
    """
    studies = _studies(series)
    sessions = [_session(study, full=full) for study in studies]
    said = grouping.described(project_id)
    return Project(
        id=project_id,
        visibility=grouping.visibility_of(project_id),
        name=held(said.get("name")),
        description=held(said.get("description")),
        keywords=held(choice.without_opt_in(said.get("keywords", ""))),
        pi=_person(said.get("pi", "")),
        subjects=() if "PatientID" in missing else _subjects(studies),
        sessions=tuple(sessions),
        evidence=evidence,
        met=_patients(studies).hashes(project_id),
        unread=frozenset({"subjects"} if "PatientID" in missing else ()),
    )


@dataclass(frozen=True, slots=True)
class _Study:
    """The series of one patient in one study; ``id`` is the study's UID, with the patient where it has several."""

    id: str
    uid: str
    patient: str
    series: tuple[Series, ...]

    @property
    def acquired(self) -> list[Series]:
        """Return the series that are acquisitions, or all where none is."""
        return [one for one in self.series if not is_derived(one.values.get("Modality", ""))] or list(self.series)


def _studies(series: Iterable[Series]) -> list[_Study]:
    """Return the studies by id. A series that names no patient is the study's one patient's, or the study's own."""
    found: dict[str, list[Series]] = defaultdict(list)
    for one in sorted(series, key=lambda each: each.values["SeriesInstanceUID"]):
        found[one.values["StudyInstanceUID"]].append(one)
    studies = []
    for uid, members in found.items():
        named = sorted({one.values["PatientID"] for one in members if one.values.get("PatientID")})
        unnamed = named[0] if len(named) == 1 else uid
        parts: dict[str, list[Series]] = defaultdict(list)
        for one in members:
            parts[one.values.get("PatientID") or unnamed].append(one)
        studies += [
            _Study(uid if len(parts) == 1 else f"{uid} {patient}", uid, patient, tuple(own))
            for patient, own in parts.items()
        ]
    return sorted(studies, key=lambda study: study.id)


def _agreed(series: Iterable[Series], keyword: str) -> str:
    """Return what the series say that say anything; the empty text where they differ."""
    said = {value for one in series if (value := one.values.get(keyword, ""))}
    return said.pop() if len(said) == 1 else ""


def _subjects(studies: Iterable[_Study]) -> tuple[ImagingSubject, ...]:
    found: dict[str, list[_Study]] = defaultdict(list)
    for study in studies:
        found[study.patient].append(study)
    return tuple(_subject(id_, found[id_]) for id_ in sorted(found))


def _patients(studies: Iterable[_Study]) -> Patients:
    """Return what all series of each patient say of it."""
    found = Patients()
    for study in studies:
        for one in study.series:
            found.add_met(study.patient, one.met)
    return found


def _subject(id_: str, studies: Sequence[_Study]) -> ImagingSubject:
    """Return a subject; its age is that of its first dated study, and its species is told where it is no human."""
    series = [one for study in studies for one in study.series]
    sex = _agreed(series, "PatientSex").upper()
    dated = sorted((when, study.id, study) for study in studies if (when := _date(_agreed(study.series, "StudyDate"))))
    years = _years(dated[0][2]) if dated else _years(studies[0]) if len(studies) == 1 else None
    species = sorted({one.values.get("PatientSpeciesDescription", "") for one in series} - {""})
    foreign = [name for name in species if name.casefold() not in _HUMAN]
    return ImagingSubject(
        id=Held(id_),
        label=Held(id_),
        sex=Held(sex) if sex in _SEXES else None,
        age=None if years is None else Held(years),
        demographics=tuple(Variable(Held("species"), Held(name)) for name in foreign),
    )


def _session(study: _Study, *, full: bool) -> ImagingSession:
    """Return a session; scanner and modality are those of its acquisitions, as far as they agree."""
    acquired = study.acquired
    when, years = _date(_agreed(study.series, "StudyDate")), _years(study)
    return ImagingSession(
        id=Held(study.id),
        label=Held(study.id),
        subject=Held(study.patient),
        date=None if when is None else Held(when),
        modality=held(_agreed(acquired, "Modality")),
        age=None if years is None else Held(years),
        study_instance_uid=Held(study.uid),
        manufacturer=held(_agreed(acquired, "Manufacturer")),
        model=held(_agreed(acquired, "ManufacturerModelName")),
        field_strength=held(_agreed(acquired, "MagneticFieldStrength")),
        site=held(_agreed(acquired, "InstitutionName")),
        visit=held(_agreed(study.series, "ClinicalTrialTimePointID")),
        scans=_profiles(study.series, full=full),
    )


_ALIKE = ("Modality", "SeriesDescription", "BodyPartExamined", "Manufacturer", "ManufacturerModelName")


def _profiles(series: Iterable[Series], *, full: bool) -> tuple[ScanProfile, ...]:
    """Put the series that are alike into one row each, in the order of their first one."""
    alike: dict[tuple[str, ...], list[Series]] = defaultdict(list)
    for one in series:
        likeness = (*(one.values.get(keyword, "") for keyword in _ALIKE), one.label)
        alike[(*likeness, one.values["SeriesInstanceUID"]) if full else likeness].append(one)
    return tuple(_profile(members, full=full) for members in alike.values())


def _profile(members: Sequence[Series], *, full: bool) -> ScanProfile:
    first = members[0]
    modality, type_, body_part, manufacturer, model = (held(first.values.get(keyword)) for keyword in _ALIKE)
    uid: HeldText | None = Held(first.values["SeriesInstanceUID"]) if full else None
    return ScanProfile(
        count=len(members),
        modality=modality,
        type=type_,
        body_part=body_part,
        manufacturer=manufacturer,
        model=model,
        frames=total(_frames(one) for one in members),
        resources=(
            Resource(
                label=Held(first.label),
                files=total(_known(one.instances) for one in members),
                bytes=total(_known(one.bytes) for one in members),
            ),
        ),
        id=uid,
        series_instance_uid=uid,
    )


def _known(figure: int | None) -> Held[int] | None:
    return None if figure is None else Held(figure)


def _frames(one: Series) -> Held[int] | None:
    """Return the frames of a series whose instances are all told to have as many."""
    each = one.values.get("NumberOfFrames", "")
    if not each.isascii() or not each.isdigit() or one.instances is None:
        return None
    return Held(int(each) * one.instances)


def _years(study: _Study) -> float | None:
    """Return the patient's age in years at a study: as stated, else from the birth date, which is not kept."""
    stated = {years for one in study.series if (years := years_of(one.values.get("PatientAge", ""))) is not None}
    if stated:
        return stated.pop() if len(stated) == 1 else None
    born, when = _date(_agreed(study.series, "PatientBirthDate")), _date(_agreed(study.series, "StudyDate"))
    return age_at({"dob": born.isoformat()}, when) if born else None


def years_of(text: str) -> float | None:
    """Return a DICOM age (``045Y``, ``018M``, ``003W``, ``010D``; PS3.5 6.2, VR AS) in years, if a person can have it.

    A number without a unit is unknown; so is zero, which archives write for ages they do not know.
    """
    match = _AGE.fullmatch(text.strip().upper())
    if match is None:
        return None
    count, unit = int(match[1]), match[2]
    return age(str(count if unit == "Y" else round(count * DAYS_IN[unit] / DAYS_IN["Y"], 3)))


def _date(text: str) -> dt.date | None:
    """Return a DICOM date (``20200501``, once ``2020.05.01``; PS3.5 6.2, VR DA), or ``None``."""
    match = _DATE.fullmatch(text.strip())
    return day("-".join(match.groups())) if match else None


def _person(said: str) -> Person | None:
    """Return a person from "surname, first name"."""
    last, _, first = said.partition(",")
    return Person(lastname=held(last), firstname=held(first)) if last.strip() else None
