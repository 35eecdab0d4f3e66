"""What a cBioPortal study may hold of a person: the export's own allow-list, and the only way to it (design.md D7).

Out of a project come, for each subject: an id, the sex, an age, and for each imaging session its day counted from the
subject's first one, coded modalities and body parts, and figures. With viewer links (``Terms.links``) the ids that a
viewer opens a session by come too. Dates, labels, descriptions and every other text stay inside; codes are those of our
tables, not the archive's words. Everything that leaves is plain and made here, so the rest of the export handles no
``Held`` value. Sources: cBioPortal's File-Formats and validateData.py; HIPAA safe harbour, 45 CFR
164.514(b)(2)(i).
"""

import datetime as dt
import hmac
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from img2fair.clinical.cohort import Cohort, Link, Patient, Sample, Visit
from img2fair.codes import CodeTable, is_derived
from img2fair.errors import Exit, Fault, UsageFault
from img2fair.model import HeldText, ImagingSession, ImagingSubject, Project, ScanProfile
from img2fair.model.held import total, unseal
from img2fair.privacy.counts import OLDEST

YEAR = 365.25
MOST_YEARS = 120
CAPPED = f">{OLDEST - 1}"
"""How an age of 90 and more is told: as a number it stays valid in cBioPortal."""

SAMPLE = "-01"
"""Ends a sample's id: of a TCGA barcode it makes the one that portals know the primary tumour by."""
SEXES = {"male": "Male", "m": "Male", "female": "Female", "f": "Female", "other": "Other", "o": "Other"}
DRAWN = frozenset({"SEG", "RTSTRUCT"})
"""Derived objects that outline something in an image."""

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_DAY, _MONTH, _CENTURY = r"(0[1-9]|[12]\d|3[01])", r"(0[1-9]|1[0-2])", r"(19|20)\d\d"
_DATE = re.compile(rf"{_CENTURY}[._-]?{_MONTH}[._-]?{_DAY}|{_DAY}[._-]?{_MONTH}[._-]?{_CENTURY}")
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_BARCODE = re.compile(r"TCGA-\w\w-\w{4}")
_UID = re.compile(r"[0-9.]{1,64}")


class PrivacyStop(Fault):
    """What was asked for would show what must stay inside."""

    code = Exit.PRIVACY


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a project's people enter a study.

    :param key: makes pseudonyms; ``None`` keeps the archive's subject labels (config: ``patient_id: label``).
    :param scope: what a pseudonym is made for; the same person has another one elsewhere.
    :param links: whether the project's owner wants links to a viewer, which carry ids of the archive.
    """

    key: bytes | None
    scope: str
    modalities: CodeTable
    body_parts: CodeTable
    links: bool = False

    def __repr__(self) -> str:
        return f"Terms({self.scope!r}, links={self.links})"


def release_cohort(project: Project, terms: Terms) -> Cohort:
    """Return what a study may hold of a project's people.

    :raises UsageFault: ids are not those of cBioPortal, or two subjects would have the same one.
    """
    ids = _labels(project.subjects) if terms.key is None else _pseudonyms(project.subjects, terms.key, terms.scope)
    _refuse_same(ids)
    sessions: dict[HeldText, list[ImagingSession]] = defaultdict(list)
    for session in project.sessions:
        sessions[session.subject].append(session)
    left_out: Counter[str] = Counter()
    patients = [
        _patient(subject, id_, sessions.pop(subject.id, []), terms, left_out)
        for subject, id_ in zip(project.subjects, ids, strict=True)
    ]
    left_out["strangers"] = sum(map(len, sessions.values()))
    return Cohort(tuple(sorted(patients, key=lambda patient: patient.id)), dict(left_out))


def pseudonym(key: bytes, scope: str, subject_id: str) -> str:
    """Return a subject's pseudonym: HMAC-SHA256, which nobody undoes or makes again without the key."""
    message = f"{scope}\0{subject_id}".encode("utf-8", "surrogatepass")
    return f"P-{hmac.digest(key, message, 'sha256').hex()[:20]}"


def _pseudonyms(subjects: Iterable[ImagingSubject], key: bytes, scope: str) -> list[str]:
    return [pseudonym(key, scope, unseal(subject.id)) for subject in subjects]


def _labels(subjects: Sequence[ImagingSubject]) -> list[str]:
    labels = [unseal(subject.label) for subject in subjects]
    refused = [place for place, label in enumerate(labels, start=1) if not is_patient_id(label)]
    if refused:
        raise UsageFault(
            f"{len(refused)} of {len(labels)} subject labels cannot be patient ids of cBioPortal "
            f"(the first belongs to subject {refused[0]} in the order of XNAT's subject ids)",
            where="patient_id: label",
            cure="name them with letters, digits and . _ - only, at most 60, without a date; or take patient_id: hash",
        )
    return labels


def is_patient_id(label: str) -> bool:
    """Tell whether cBioPortal takes a label as a patient id and keeps it, and it holds no date.

    Not taken: what stands for a missing value, what the importer rewrites (anything after a TCGA barcode), and months,
    which the validator takes for dates that a spreadsheet has spoilt.
    """
    if not _LABEL.fullmatch(label) or label.casefold() == "na" or _DATE.search(label):
        return False
    if label.startswith("TCGA") and not _BARCODE.fullmatch(label):
        return False
    return not _MONTHS.intersection(label.casefold().split("-"))


def _refuse_same(ids: Sequence[str]) -> None:
    """Refuse ids that differ in case at most: the databases of cBioPortal compare without it."""
    seen: dict[str, int] = {}
    for place, id_ in enumerate(ids, start=1):
        first = seen.setdefault(id_.casefold(), place)
        if first != place:
            raise UsageFault(
                f"subjects {first} and {place} (in the order of XNAT's subject ids) would have the same patient id",
                where="cbioportal: patient ids, upper and lower case counted as one",
                cure="give the subjects different labels, or take patient_id: hash",
            )


def _patient(
    subject: ImagingSubject, id_: str, sessions: list[ImagingSession], terms: Terms, left_out: Counter[str]
) -> Patient:
    ordered = sorted(sessions, key=_when)
    first = next((unseal(session.date) for session in ordered if session.date is not None), None)
    days = [_days(session, first) for session in ordered]
    sex = SEXES.get(unseal(subject.sex).strip().casefold()) if subject.sex is not None else None
    age = _age(subject, list(zip(days, ordered, strict=True)))
    left_out["undated"] += days.count(None)
    left_out["sex"] += sex is None
    left_out["age"] += age is None
    numbered = zip(count(1), days, ordered)
    visits = tuple(_visit(*each, terms, left_out) for each in numbered)
    samples = (Sample(f"{id_}{SAMPLE}", tuple(visit.number for visit in visits)),)
    return Patient(id_, sex, age, visits, samples)


def _when(session: ImagingSession) -> tuple[bool, dt.date, str]:
    day = unseal(session.date) if session.date is not None else dt.date.min
    return session.date is None, day, unseal(session.id)


def _days(session: ImagingSession, first: dt.date | None) -> int | None:
    return None if session.date is None or first is None else (unseal(session.date) - first).days


def _age(subject: ImagingSubject, sessions: Sequence[tuple[int | None, ImagingSession]]) -> str | None:
    """Return the age on day 0, from the first dated session that tells one, else as the subject's own field has it.

    It is withheld where it and the day of a later session together would tell that somebody is 90 or older.
    """
    told = [(day, unseal(session.age)) for day, session in sessions if day is not None and session.age is not None]
    own = [(0, unseal(subject.age))] if subject.age is not None else []
    if not (told or own):
        return None
    day, stated = (told or own)[0]
    years = int(stated) if day == 0 else _back(stated, day)
    if not 0 <= years <= MOST_YEARS:
        return None
    if years >= OLDEST:
        return CAPPED
    last = max((day for day, _ in sessions if day is not None), default=0)
    return str(years) if years + last / YEAR < OLDEST else None


def _back(stated: float, day: int) -> int:
    """Return the whole years on day 0 of somebody whose age is stated for a later day.

    An age in whole years stands for the year that follows, so its middle is taken back.
    """
    middle = stated if stated % 1 else stated + 0.5
    return int((middle - day / YEAR) // 1)


def _visit(number: int, day: int | None, session: ImagingSession, terms: Terms, left_out: Counter[str]) -> Visit:
    acquired = [profile for profile in session.scans if not is_derived(_word(profile))]
    drawn = [profile for profile in session.scans if _word(profile) in DRAWN]
    told = [profile.modality for profile in acquired if profile.modality is not None]
    found = told or ([session.modality] if session.modality is not None else [])
    modalities = {_modality(value, terms, left_out) for value in found}
    parts = {terms.body_parts.find(unseal(profile.body_part)) for profile in acquired if profile.body_part is not None}
    images = total(profile.frames for profile in acquired)
    return Visit(
        number=number,
        day=day,
        modalities=tuple(sorted(modalities - {""})),
        body_parts=tuple(sorted({part.label for part in parts if part is not None})),
        series=sum(profile.count for profile in acquired),
        images=None if images is None else unseal(images),
        drawn=sum(profile.count for profile in drawn),
        link=_link(session) if terms.links else None,
    )


def _word(profile: ScanProfile) -> str:
    return unseal(profile.modality).strip().upper() if profile.modality is not None else ""


def _modality(value: HeldText, terms: Terms, left_out: Counter[str]) -> str:
    """Return the code as our table writes it, so that no word of the archive's gets out; empty where it has none."""
    code = terms.modalities.find(unseal(value))
    if code is None or is_derived(unseal(value)):
        left_out["modality"] += code is None
        return ""
    return code.iri.rpartition("/")[2]


def _link(session: ImagingSession) -> Link:
    uid = unseal(session.study_instance_uid) if session.study_instance_uid is not None else ""
    return Link(unseal(session.subject), unseal(session.id), uid if _UID.fullmatch(uid) else "")
