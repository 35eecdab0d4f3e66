"""What DICOM headers say of de-identification: presence and codes, counted; never a value.

Absence is the usual case in real archives, and an attribute that identifies can hold a pseudonym, so this is evidence
and no verdict. Sources: DICOM PS3.15 annex E; PS3.16 CID 7050 for the codes of de-identification methods.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from img2fair.archives.dicom.series import ATTRIBUTES
from img2fair.model import AttributeEvidence, HeaderEvidence, Held

OTHER = "other"
"""What stands for every value that is no code of its attribute."""

_METHODS = frozenset(str(code) for code in range(113100, 113113))
CODES: Mapping[str, frozenset[str]] = {
    "BurnedInAnnotation": frozenset({"YES", "NO"}),
    "DeidentificationMethodCodeSequence": _METHODS,
    "LongitudinalTemporalInformationModified": frozenset({"UNMODIFIED", "MODIFIED", "REMOVED"}),
    "PatientIdentityRemoved": frozenset({"YES", "NO"}),
}
"""Keyword → the values it can have by definition (DICOM PS3.3 C.7.1.1, C.12.1, C.7.6.3; PS3.16 CID 7050)."""

TELL_TALES: Mapping[str, str] = {
    "AccessionNumber": "00080050",
    "InstitutionName": "00080080",
    "InstitutionAddress": "00080081",
    "ReferringPhysicianName": "00080090",
    "StationName": "00081010",
    "StudyDescription": "00081030",
    "SeriesDescription": "0008103E",
    "PerformingPhysicianName": "00081050",
    "OperatorsName": "00081070",
    "PatientBirthDate": "00100030",
    "OtherPatientIDs": "00101000",
    "OtherPatientNames": "00101001",
    "PatientAddress": "00101040",
    "PatientMotherBirthName": "00101060",
    "MilitaryRank": "00101080",
    "PatientTelephoneNumbers": "00102154",
    "PatientComments": "00104000",
    "DeviceSerialNumber": "00181000",
}
"""Keyword → tag of what a de-identified header need not have. RequestingPhysician lies behind the tag that reading
stops at, so it is not among them."""

_DECLARED = ("DeidentificationMethod", *CODES)
EVIDENCE_TAGS: Mapping[str, str] = dict(
    sorted({**TELL_TALES, **{keyword: ATTRIBUTES[keyword] for keyword in _DECLARED}}.items(), key=lambda one: one[1])
)
"""Keyword → tag (eight hex digits) of all that evidence is counted of, by tag."""

Sampled = tuple[str, Mapping[str, str] | None]
"""The modality of a series, and one header of it (DICOM keyword → text); ``None`` where it could not be read."""


def evidence_of(headers: Iterable[Sampled]) -> tuple[HeaderEvidence, ...]:
    """Return the evidence of sampled headers, by modality; the same for headers in any order.

    An attribute is present where the header has it and it is not blank. A birth date of 1 January counts as reduced to
    its year, so as not present. Every attribute of ``EVIDENCE_TAGS`` is listed, so 0 means that no header had it.

    :param headers: several values of an attribute, and the codes of a sequence, are joined by a backslash.
    """
    by_modality: dict[str, list[Mapping[str, str] | None]] = defaultdict(list)
    for modality, header in headers:
        by_modality[modality.strip()].append(header)
    return tuple(_of_modality(modality, by_modality[modality]) for modality in sorted(by_modality))


def _of_modality(modality: str, headers: list[Mapping[str, str] | None]) -> HeaderEvidence:
    read = [header for header in headers if header is not None]
    return HeaderEvidence(
        modality=Held(modality) if modality else None,
        sampled=len(read),
        unread=len(headers) - len(read),
        attributes=tuple(_counted(keyword, read) for keyword in EVIDENCE_TAGS) if read else (),
    )


def _counted(keyword: str, headers: Iterable[Mapping[str, str]]) -> AttributeEvidence:
    said = [text for header in headers if _is_told(keyword, text := header.get(keyword, "").strip())]
    known = CODES.get(keyword)
    codes = Counter(code if code in known else OTHER for text in said for code in _codes(text)) if known else {}
    return AttributeEvidence(keyword, len(said), tuple(sorted(codes.items())))


def _is_told(keyword: str, text: str) -> bool:
    return bool(text) and not (keyword == "PatientBirthDate" and text.endswith("0101"))


def _codes(text: str) -> list[str]:
    return [code.strip().upper() for code in text.split("\\")]
