"""Little DICOM files without pixels: a header's values as bytes (PS3.10; explicit VR little endian, PS3.5 A.2)."""

import struct
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias


class Attribute(NamedTuple):
    """An attribute of PS3.6: its value representation, its keyword, and its name as dcm4che writes it."""

    vr: str
    keyword: str
    name: str


ATTRIBUTES: Mapping[str, Attribute] = {
    tag: Attribute(*rest.split("|"))
    for tag, _, rest in (
        line.partition(" ")
        for line in """
00080005 CS|SpecificCharacterSet|Specific Character Set
00080008 CS|ImageType|Image Type
00080016 UI|SOPClassUID|SOP Class UID
00080018 UI|SOPInstanceUID|SOP Instance UID
00080020 DA|StudyDate|Study Date
00080050 SH|AccessionNumber|Accession Number
00080060 CS|Modality|Modality
00080070 LO|Manufacturer|Manufacturer
00080080 LO|InstitutionName|Institution Name
00080081 ST|InstitutionAddress|Institution Address
00080090 PN|ReferringPhysicianName|Referring Physician’s Name
00080100 SH|CodeValue|Code Value
00080102 SH|CodingSchemeDesignator|Coding Scheme Designator
00080104 LO|CodeMeaning|Code Meaning
00081010 SH|StationName|Station Name
00081030 LO|StudyDescription|Study Description
0008103E LO|SeriesDescription|Series Description
00081048 PN|PhysiciansOfRecord|Physician(s) of Record
00081070 PN|OperatorsName|Operators’ Name
00081090 LO|ManufacturerModelName|Manufacturer’s Model Name
00100010 PN|PatientName|Patient’s Name
00100020 LO|PatientID|Patient ID
00100030 DA|PatientBirthDate|Patient’s Birth Date
00100040 CS|PatientSex|Patient’s Sex
00101000 LO|OtherPatientIDs|Other Patient IDs
00101010 AS|PatientAge|Patient’s Age
00101040 LO|PatientAddress|Patient’s Address
00104000 LT|PatientComments|Patient Comments
00120062 CS|PatientIdentityRemoved|Patient Identity Removed
00120063 LO|DeidentificationMethod|De-identification Method
00120064 SQ|DeidentificationMethodCodeSequence|De-identification Method Code Sequence
00180015 CS|BodyPartExamined|Body Part Examined
00180087 DS|MagneticFieldStrength|Magnetic Field Strength
00181000 LO|DeviceSerialNumber|Device Serial Number
0020000D UI|StudyInstanceUID|Study Instance UID
0020000E UI|SeriesInstanceUID|Series Instance UID
00200010 SH|StudyID|Study ID
00200011 IS|SeriesNumber|Series Number
00204000 LT|ImageComments|Image Comments
00280301 CS|BurnedInAnnotation|Burned In Annotation
00280302 CS|RecognizableVisualFeatures|Recognizable Visual Features
00280303 CS|LongitudinalTemporalInformationModified|Longitudinal Temporal Information Modified
""".strip().splitlines()
    )
}
"""The attributes that the archive's files can have, by tag; all stand before the pixels."""

Header: TypeAlias = Mapping[str, str | Mapping[str, str]]

_EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
_LONG = frozenset({"OB", "SQ", "UT"})
"""Representations whose length takes four bytes (PS3.5, 7.1.2)."""
_ENDLESS = 0xFFFFFFFF


def encoded(header: Header) -> bytes:
    """Return the file of a header: 128 empty bytes, ``DICM``, the file's own attributes, and the header's.

    :param header: values by tag, several with backslashes between; that of a sequence is its one item.
    """
    dataset = b"".join(_attribute(tag, header[tag]) for tag in sorted(header))
    meta = b"".join(
        (
            _element("00020001", "OB", b"\x00\x01"),
            _element("00020002", "UI", _padded("UI", str(header.get("00080016", "")))),
            _element("00020003", "UI", _padded("UI", str(header.get("00080018", "")))),
            _element("00020010", "UI", _padded("UI", _EXPLICIT_LITTLE)),
        )
    )
    length = _element("00020000", "UL", struct.pack("<I", len(meta)))
    return bytes(128) + b"DICM" + length + meta + dataset


def tag_of(name: str) -> str:
    """Return the tag of a keyword or of eight hexadecimal digits; a keyword that is not known here has none.

    :raises ValueError: it is neither.
    """
    known = next((tag for tag, attribute in ATTRIBUTES.items() if attribute.keyword == name), None)
    if known:
        return known
    if name[:1].isupper() and name.isalpha() and not all(letter in "ABCDEF" for letter in name):
        return ""
    return f"{int(name, 16):08X}"


def dumped(header: Header, wanted: Iterable[str]) -> list[tuple[str, str, str, str, str]]:
    """Return rows of tag, nested tag, representation, value and name, of the tags wanted or of all.

    The row of a sequence names its tag twice (XNAT's ``DicomHeaderDump.makeRow``).
    """
    tags = set(wanted)
    rows = []
    for tag in sorted(header):
        if tags and tag not in tags:
            continue
        vr, _, name = ATTRIBUTES[tag]
        value = header[tag]
        if isinstance(value, str):
            rows.append((_shown(tag), "", vr, value, name))
            continue
        rows.append((_shown(tag), _shown(tag), vr, "", name))
        for inner, text in value.items():
            rows.append((_shown(tag), _shown(inner), ATTRIBUTES[inner].vr, text, ATTRIBUTES[inner].name))
    return rows


def _shown(tag: str) -> str:
    return f"({tag[:4]},{tag[4:]})"


def _attribute(tag: str, value: str | Mapping[str, str]) -> bytes:
    vr = ATTRIBUTES[tag].vr
    if isinstance(value, str):
        return _element(tag, vr, _padded(vr, value))
    item = b"".join(_attribute(inner, value[inner]) for inner in sorted(value))
    whole = _tag("FFFEE000") + struct.pack("<I", len(item)) + item
    ends = _tag("FFFEE0DD") + bytes(4)
    return _tag(tag) + vr.encode() + bytes(2) + struct.pack("<I", _ENDLESS) + whole + ends


def _padded(vr: str, value: str) -> bytes:
    """Return a value's bytes in even number: UIDs end with a zero byte, texts with a blank (PS3.5, 6.2)."""
    raw = value.encode("utf-8")
    return raw + (b"\0" if vr == "UI" else b" ") * (len(raw) % 2)


def _element(tag: str, vr: str, raw: bytes) -> bytes:
    length = bytes(2) + struct.pack("<I", len(raw)) if vr in _LONG else struct.pack("<H", len(raw))
    return _tag(tag) + vr.encode() + length + raw


def _tag(tag: str) -> bytes:
    return struct.pack("<HH", int(tag[:4], 16), int(tag[4:], 16))
