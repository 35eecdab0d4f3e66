"""What DICOM headers say of de-identification: presence and codes, counted; never a value.

Absence is the usual case in real archives, and an attribute that identifies can hold a pseudonym, so this is evidence
and no verdict. Sources: DICOM PS3.15 annex E; PS3.16 CID 7050 for the codes of de-identification methods.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from img2fair.archives.dicom.series import ATTRIBUTES
from img2fair.model import AttributeEvidence, HeaderEvidence, Held
from img2fair.privacy.evidence import BURNED_IN, METHODS, STRONG, XNAT_SCRIPT
from img2fair.privacy.evidence import OTHER as OTHER

REMOVED, METHOD, BIRTH_DATE = "PatientIdentityRemoved", "DeidentificationMethod", "PatientBirthDate"

_METHODS = frozenset(str(code) for code in range(113100, 113113))
CODES: Mapping[str, frozenset[str]] = {
    BURNED_IN: frozenset({"YES", "NO"}),
    METHODS: _METHODS | {XNAT_SCRIPT},
    "LongitudinalTemporalInformationModified": frozenset({"UNMODIFIED", "MODIFIED", "REMOVED"}),
    REMOVED: frozenset({"YES", "NO"}),
}
"""Keyword → the values it can have by definition (DICOM PS3.3 C.7.1.1, C.12.1, C.7.6.3; PS3.16 CID 7050), and what
stands for an item of XNAT's."""

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

_DECLARED = (METHOD, *CODES)
EVIDENCE_TAGS: Mapping[str, str] = dict(
    sorted({**TELL_TALES, **{keyword: ATTRIBUTES[keyword] for keyword in _DECLARED}}.items(), key=lambda one: one[1])
)
"""Keyword → tag (eight hex digits) of all that evidence is counted of, by tag."""

Sampled = tuple[str, Mapping[str, str] | None]
"""The modality of a series, and one header of it (DICOM keyword → text); ``None`` where it could not be read."""


def evidence_of(headers: Iterable[Sampled]) -> tuple[HeaderEvidence, ...]:
    """Return the evidence of sampled headers, by modality; the same for headers in any order.

    An attribute is present where the header has it and it is not blank. A birth date of 1 January counts as reduced to
    its year, so as not present. Every attribute of ``EVIDENCE_TAGS`` is listed, so 0 means that no header had it. A
    code is counted once for each header that has it.

    A header declares that the patient's identity was removed where Patient Identity Removed is YES, where it names a
    method, or where it has a code of DICOM's for one; that a script of XNAT ran declares nothing. It contradicts itself
    where it also says NO, or holds what points at a person (``STRONG``). NO without any declaration denies.

    :param headers: several values of an attribute, and the codes of a sequence, are joined by a backslash.
    """
    by_modality: dict[str, list[Mapping[str, str] | None]] = defaultdict(list)
    for modality, header in headers:
        by_modality[modality.strip()].append(header)
    return tuple(_of_modality(modality, by_modality[modality]) for modality in sorted(by_modality))


def method_code(value: str, scheme: str) -> str:
    """Return what is kept of an item of the sequence of methods: a code of CID 7050, that XNAT ran a script, or a word.

    XNAT's DicomEdit 4 and 6 write the number of the script under the coding scheme ``XNAT``.

    :param value: Code Value (0008,0100); ``scheme``: Coding Scheme Designator (0008,0102).
    """
    if scheme.strip() == "XNAT":
        return XNAT_SCRIPT
    return value.strip() if scheme.strip() == "DCM" and value.strip() in _METHODS else OTHER


def _of_modality(modality: str, headers: list[Mapping[str, str] | None]) -> HeaderEvidence:
    read = [header for header in headers if header is not None]
    declared = [header for header in read if _declares(header)]
    return HeaderEvidence(
        modality=Held(modality) if modality else None,
        sampled=len(read),
        unread=len(headers) - len(read),
        attributes=tuple(_counted(keyword, read) for keyword in EVIDENCE_TAGS) if read else (),
        declared=len(declared),
        contradicted=sum(_denies(header) or _points(header) for header in declared),
        denied=sum(_denies(header) and not _declares(header) for header in read),
    )


def _declares(header: Mapping[str, str]) -> bool:
    methods = _METHODS & _codes(METHODS, header)
    return "YES" in _codes(REMOVED, header) or bool(_said(METHOD, header)) or bool(methods)


def _denies(header: Mapping[str, str]) -> bool:
    return "NO" in _codes(REMOVED, header)


def _points(header: Mapping[str, str]) -> bool:
    """Tell whether a header holds what points at a person by itself."""
    return any(_said(keyword, header) for keyword in STRONG)


def _counted(keyword: str, headers: Iterable[Mapping[str, str]]) -> AttributeEvidence:
    having = [header for header in headers if _said(keyword, header)]
    codes = Counter(code for header in having for code in _codes(keyword, header))
    return AttributeEvidence(keyword, len(having), tuple(sorted(codes.items())))


def _said(keyword: str, header: Mapping[str, str]) -> str:
    """Return what a header says under a keyword; the empty text for nothing, and for a mere year of birth."""
    text = header.get(keyword, "").strip()
    return "" if keyword == BIRTH_DATE and _only_year(text) else text


_NO_DIGIT = re.compile(r"[^0-9]")


def _only_year(text: str) -> bool:
    """Tell whether a birth date has no day: 1 January or zeros stand for none, and a word is no date."""
    digits = _NO_DIGIT.sub("", text)
    return len(digits) <= 4 or digits[4:] in ("0101", "0000")


def _codes(keyword: str, header: Mapping[str, str]) -> frozenset[str]:
    """Return the codes that a header has under a keyword, each once; none for an attribute that has no codes."""
    text, known = _said(keyword, header), {code.upper(): code for code in CODES.get(keyword, ())}
    parts = text.split("\\") if text and known else []
    return frozenset(known.get(part.strip().upper(), OTHER) for part in parts)
