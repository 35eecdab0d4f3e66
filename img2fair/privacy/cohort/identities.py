"""The ids that patients have in a study: pseudonyms, labels that tell of nobody, or those of a genomic study.

Sources: cBioPortal's validateData.py (characters of ids, what stands for a missing value, months that a spreadsheet
made) and its importer, which rewrites what follows a TCGA barcode and compares ids without regard to case.
"""

import dataclasses
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from img2fair.errors import UsageFault
from img2fair.model import ImagingSubject, Project
from img2fair.model.held import unseal
from img2fair.privacy.cohort.telling_labels import BARCODE, telling
from img2fair.privacy.cohort.terms import PrivacyStop, Terms
from img2fair.privacy.gazetteer import Gazetteer

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PATIENT_BARCODE = re.compile(r"TCGA-\w\w-\w{4}")
_OF_XNAT = re.compile(r"[A-Za-z][A-Za-z0-9-]*_[SE]\d{5,}")
_UID = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_LOST = frozenset("na null missing pending discrepancy completed".split())
"""What stands for a missing value."""
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_LONGEST_PATIENT, _LONGEST_SAMPLE = 50, 63
"""Widths in the database of cBioPortal 6 (cgds.sql: patient.STABLE_ID, sample.STABLE_ID)."""
_CURE = "correct the labels in XNAT, or take patient_id: hash, which makes pseudonyms"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a subject is in a study: its patient's id, and the ids of its samples where a table names them."""

    patient: str
    samples: tuple[str, ...] = ()


def identities(project: Project, terms: Terms) -> list[Identity | None]:
    """Return who each subject is, in the project's order; ``None`` for one that a steward's table does not name.

    :raises UsageFault: ids are not those of cBioPortal, or two subjects would have the same one.
    :raises PrivacyStop: labels may tell who somebody is.
    """
    if terms.strategy == "table":
        return _joined(project.subjects, terms)
    if terms.key is None:
        found = labels(project)
    else:
        found = [pseudonym(terms.key, terms.scope, unseal(subject.id)) for subject in project.subjects]
    refuse_same(found)
    if terms.strategy == "session" and any(id_.startswith("TCGA") for id_ in found):
        raise UsageFault(
            "samples: session does not go with TCGA barcodes, whose samples are tissue",
            where="samples: session",
            cure="take samples: subject or table, or patient_id: hash",
        )
    return [Identity(id_) for id_ in found]


def pseudonym(key: bytes, scope: str, subject_id: str) -> str:
    """Return a subject's pseudonym: HMAC-SHA256, which nobody undoes or makes again without the key."""
    message = f"{scope}\0{subject_id}".encode("utf-8", "surrogatepass")
    return f"P-{hmac.digest(key, message, 'sha256').hex()[:20]}"


def labels(project: Project) -> list[str]:
    """Return the labels of a project's subjects, which are their ids.

    :raises UsageFault: cBioPortal does not take them. :raises PrivacyStop: they may tell who somebody is.
    """
    found = [unseal(subject.label) for subject in project.subjects]
    refused = [place for place, label in enumerate(found, start=1) if not is_patient_id(label)]
    if refused:
        raise UsageFault(
            f"{len(refused)} of {len(found)} subject labels cannot be patient ids of cBioPortal "
            f"(the first belongs to subject {refused[0]} in the order of XNAT's subject ids)",
            where="patient_id: label",
            cure="name them with letters, digits and . _ - only, at most 50; or take patient_id: hash",
        )
    refuse_telling(found, project, "subject labels", "patient_id: label", _CURE)
    return found


def refuse_telling(found: Sequence[str], project: Project, what: str, where: str, cure: str) -> None:
    """Stop where ids may tell who somebody is; the message has numbers and rules, and none of the ids.

    :raises PrivacyStop: some may.
    """
    met = Gazetteer.of(dataclasses.replace(project, subjects=(), sessions=(), secondary_id=None))
    told = telling(found, met, project.id)
    if told:
        rules = ", ".join(f"{rule}: {number}" for rule, number in sorted(told.items()))
        raise PrivacyStop(
            f"{told.total()} of {len(found)} {what} may tell who a patient is ({rules})", where=where, cure=cure
        )


def telling_ids(ids: Iterable[str], project: Project) -> frozenset[str]:
    """Return ids of an archive that no link may hold: DICOM's PatientID and study UID, where they stand for ids.

    XNAT's own ids (``XNAT_S00001``, ``XNAT_E00001``) are numbers of its database; an archive without such numbers has
    what the scanner was told, a hospital's number or a name.
    """
    others = sorted({one for one in ids if one and not _OF_XNAT.fullmatch(one)})
    written = [one for one in others if _ID.fullmatch(one) and not _UID.fullmatch(one)]
    met = Gazetteer.of(dataclasses.replace(project, subjects=(), sessions=(), secondary_id=None))
    return frozenset(others if telling(written, met, project.id) else {*others}.difference(written))


def is_patient_id(label: str) -> bool:
    """Tell whether cBioPortal takes a label as a patient id and keeps it as it is.

    Not taken: what stands for a missing value, what the importer rewrites (anything after a TCGA barcode), and months,
    which the validator takes for dates that a spreadsheet has spoilt.
    """
    if label.startswith("TCGA") and not _PATIENT_BARCODE.fullmatch(label):
        return False
    return len(label) <= _LONGEST_PATIENT and _is_id(label)


def is_sample_id(text: str) -> bool:
    """Tell whether cBioPortal takes a text as a sample's id: as a patient's, and barcodes of samples too."""
    if text.startswith("TCGA"):
        return BARCODE.fullmatch(text) is not None and not _PATIENT_BARCODE.fullmatch(text)
    return len(text) <= _LONGEST_SAMPLE and _is_id(text)


def _is_id(text: str) -> bool:
    spoilt = _MONTHS.intersection(text.casefold().split("-"))
    return _ID.fullmatch(text) is not None and text.casefold() not in _LOST and not spoilt


def refuse_same(ids: Sequence[str]) -> None:
    """Refuse ids that differ in case at most: the databases of cBioPortal compare without it.

    :raises UsageFault: two subjects would be one.
    """
    seen: dict[str, int] = {}
    for place, id_ in enumerate(ids, start=1):
        first = seen.setdefault(id_.casefold(), place)
        if first != place:
            raise UsageFault(
                f"subjects {first} and {place} (in the order of XNAT's subject ids) would have the same patient id",
                where="cbioportal: patient ids, upper and lower case counted as one",
                cure="give the subjects different labels, or take patient_id: hash",
            )


def made_of(found: Iterable[Identity | None], terms: Terms) -> Counter[str]:
    """Return how the ids were made, for the ledger."""
    how = "id of the sample table" if terms.strategy == "table" else "label kept" if terms.key is None else "pseudonym"
    return Counter(how for one in found if one is not None)


def _joined(subjects: Iterable[ImagingSubject], terms: Terms) -> list[Identity | None]:
    if terms.join is None:
        raise UsageFault("samples: table needs a table", where="sample_table", cure="name the file of the samples")
    return [
        None if (joined := terms.join.get(subject.id)) is None else Identity(joined.patient, joined.samples)
        for subject in subjects
    ]
