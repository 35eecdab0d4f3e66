"""What follows from counts of DICOM headers: how far a project says that it is de-identified. No value, no verdict.

Sources: DICOM PS3.15 table E.1-1 (what its profiles remove); PS3.3 C.7.1.1 (Patient Identity Removed), C.7.6.1
(Burned In Annotation). Counts of headers are plain; the modality is read to be compared and is never told.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.model.held import unseal
from img2fair.model.snapshot import HeaderEvidence

OTHER = "other"
"""What stands for every value that is no code of its attribute."""
XNAT_SCRIPT = "XNAT script"
"""What stands for an item that XNAT's DicomEdit leaves: a script ran over the object, whatever it removed."""

BURNED_IN = "BurnedInAnnotation"
METHODS = "DeidentificationMethodCodeSequence"

STRONG = (
    "PatientBirthDate",
    "PatientAddress",
    "PatientTelephoneNumbers",
    "OtherPatientNames",
    "PatientMotherBirthName",
)
"""Attributes (keywords) that contradict a header which says that the patient's identity was removed.

Each points at a person by itself, PS3.15 removes or empties it under all its options, and the usual de-identifiers
leave nothing in its place. A birth date of 1 January counts as a year, and is not told.
"""

WEAK = (
    "OtherPatientIDs",
    "PatientComments",
    "AccessionNumber",
    "ReferringPhysicianName",
    "OperatorsName",
    "PerformingPhysicianName",
    "InstitutionName",
    "InstitutionAddress",
    "StationName",
    "DeviceSerialNumber",
    "MilitaryRank",
    "StudyDescription",
    "SeriesDescription",
)
"""Attributes that can tell of a person and contradict nothing: a de-identified header can have them.

RSNA's CTP hashes the accession number and keeps serial number and series description; PS3.15 has options that keep
institutions, devices and cleaned descriptions; XNAT routes objects by Patient Comments; names of staff are often a
pseudonym; a rank alone points at nobody.
"""

TELL_TALES = (*STRONG, *WEAK)
"""All of them, the strongest first."""

DRAWN_ON = ("DOC", "ES", "IVUS", "OT", "SC", "US", "XC")
"""Modalities whose images often show a name: machines that draw on the frame, captured screens, scanned papers,
photographs. One that says nothing of burned-in annotation may have it."""


@dataclass(frozen=True, slots=True)
class EvidenceCounts:
    """How many headers of a project say what, over all modalities.

    :param scripted: headers over which a script of XNAT ran.
    :param burned_in: headers that say that names can stand in the image; ``unsaid``: headers that do not tell, of
        ``modalities`` (of ``DRAWN_ON``) where they often do.
    :param tell_tales: keyword and number of headers, the strongest first, those in none left out.
    """

    sampled: int
    unread: int
    declared: int
    contradicted: int
    denied: int
    scripted: int
    burned_in: int
    unsaid: int
    modalities: tuple[str, ...]
    tell_tales: tuple[tuple[str, int], ...]

    @property
    def undeclared(self) -> int:
        """Headers that do not say whether the patient's identity was removed."""
        return self.sampled - self.declared - self.denied

    @property
    def strong(self) -> bool:
        """Whether any header holds what points at a person by itself."""
        return any(keyword in STRONG for keyword, _ in self.tell_tales)


def evidence_counts(found: Iterable[HeaderEvidence]) -> EvidenceCounts:
    """Return the counts of a project over all modalities; all 0 where no header was looked at."""
    every = tuple(found)
    present = sum((_present(one) for one in every), Counter[str]())
    silent = [(modality, number) for one in every if (modality := _drawn_on(one)) and (number := _unsaid(one))]
    return EvidenceCounts(
        sampled=sum(one.sampled for one in every),
        unread=sum(one.unread for one in every),
        declared=sum(one.declared for one in every),
        contradicted=sum(one.contradicted for one in every),
        denied=sum(one.denied for one in every),
        scripted=sum(_coded(one, METHODS)[XNAT_SCRIPT] for one in every),
        burned_in=sum(_coded(one, BURNED_IN)["YES"] for one in every),
        unsaid=sum(number for _, number in silent),
        modalities=tuple(sorted({modality for modality, _ in silent})),
        tell_tales=tuple((keyword, present[keyword]) for keyword in TELL_TALES if present[keyword]),
    )


def _present(one: HeaderEvidence) -> Counter[str]:
    return Counter({attribute.keyword: attribute.present for attribute in one.attributes})


def _coded(one: HeaderEvidence, keyword: str) -> Counter[str]:
    """Return in how many headers an attribute has which code."""
    return Counter(dict(next((said.codes for said in one.attributes if said.keyword == keyword), ())))


def _drawn_on(one: HeaderEvidence) -> str:
    """Return the modality if it is one of ``DRAWN_ON``, else the empty text."""
    said = unseal(one.modality).strip().upper() if one.modality is not None else ""
    return next((modality for modality in DRAWN_ON if modality == said), "")


def _unsaid(one: HeaderEvidence) -> int:
    """Return how many headers do not tell of burned-in annotation; neither YES nor NO tells nothing."""
    return one.sampled - _present(one)[BURNED_IN] + _coded(one, BURNED_IN)[OTHER]
