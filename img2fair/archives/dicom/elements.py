"""From the elements of a DICOM object to texts: what is told of it, and what it says of its patient.

Names and numbers of a patient come apart from all else, in a type that is not printed; they are hashed with the project
and forgotten (``archives.patients``).
"""

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pydicom.charset import decode_bytes
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.errors import BytesLengthException, InvalidDicomError

from img2fair.archives.dicom.evidence import OTHER, TELL_TALES, method_code
from img2fair.archives.dicom.series import ATTRIBUTES, PATIENT_ATTRIBUTES, PATIENT_NAMES, PATIENT_NUMBERS, PRESENT
from img2fair.archives.patients import UNNAMED, met_of
from img2fair.privacy import Met

_OBJECT = {"SOPClassUID": "00080016", "SOPInstanceUID": "00080018"}
_PRESENCE = (TELL_TALES.keys() - ATTRIBUTES.keys()) | {"DeidentificationMethod"}
_CODES = "DeidentificationMethodCodeSequence"
WANTED: Mapping[int, str] = {int(tag, 16): keyword for keyword, tag in {**TELL_TALES, **ATTRIBUTES, **_OBJECT}.items()}
"""Tag → keyword of all that is told of an object."""
_PATIENT: Mapping[str, int] = {keyword: int(tag, 16) for keyword, tag in PATIENT_ATTRIBUTES.items()}
READ = sorted({*WANTED, *_PATIENT.values()})
"""Tags of all that is read."""

_TEXT_VR = frozenset({None, "AS", "CS", "DA", "DS", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UI", "UN", "UT"})
_LONGEST_TEXT = 1024
_VALUE = frozenset({0x5C})
_NAME_PART = frozenset({0x3D, 0x5C, 0x5E})
"""What ends the character set that an escape began: the end of a value, in names of a component too (PS3.5 6.1.2.5)."""
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ufffd]")

CANNOT_PARSE = (
    ArithmeticError,
    AttributeError,
    BytesLengthException,
    EOFError,
    InvalidDicomError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pydicom raises on bytes that make no sense."""


@dataclass(frozen=True, slots=True, repr=False)
class ObjectHeader:
    """The header of an object.

    :param values: what ``read_header`` gives.
    :param met: names and numbers of its patient.
    """

    values: dict[str, str]
    met: Met = UNNAMED


NOTHING_SAID = ObjectHeader({})
"""The header of which nothing is known."""


def as_read(parsed: Dataset, tag: int) -> RawDataElement | DataElement | None:
    """Return an element as it was read, not converted; pydicom's own types do not tell that it can be raw."""
    return cast("RawDataElement | DataElement | None", parsed.get_item(tag))


def header_of(parsed: Dataset) -> ObjectHeader:
    """Return the allow-listed attributes of a data set, as ``read_object`` does; to be called within ``quiet``."""
    encodings = _encodings(parsed)
    return ObjectHeader(_values_of(parsed, encodings), _met_in(parsed, encodings))


def _met_in(parsed: Dataset, encodings: list[str]) -> Met:
    """Return what a data set says of its patient, as far as it can be decoded."""
    said: dict[str, str] = {}
    for keyword, tag in _PATIENT.items():
        element = as_read(parsed, tag)
        if isinstance(element, RawDataElement):
            said[keyword] = _text(element, encodings, _NAME_PART if keyword in PATIENT_NAMES else _VALUE)
    return met_of(
        [said.get(keyword, "") for keyword in PATIENT_NAMES], [said.get(keyword, "") for keyword in PATIENT_NUMBERS]
    )


def _values_of(parsed: Dataset, encodings: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, keyword in WANTED.items():
        element = as_read(parsed, tag)
        if element is None:
            continue
        if keyword == _CODES:
            text = _codes(parsed)
        elif isinstance(element, RawDataElement):
            text = _text(element, encodings)
        else:
            text = ""
        if text:
            found[keyword] = PRESENT if keyword in _PRESENCE else text
    return found


def _encodings(parsed: Dataset) -> list[str]:
    """Return Python's names of the character sets of a data set."""
    named = parsed.original_character_set
    return [named] if isinstance(named, str) else list(named)


def _text(element: RawDataElement, encodings: list[str], ends: frozenset[int] = _VALUE) -> str:
    """Return a text value, or the empty text where there is none that can be read as text.

    :param ends: the characters that end a character set which an escape began.
    """
    if element.VR not in _TEXT_VR or not element.value:
        return ""
    parts = decode_bytes(element.value.rstrip(b"\x00 "), encodings, set(ends)).split("\\")
    text = "\\".join(part.strip() for part in parts)
    return "" if _UNSEEN.search(text) or len(text) > _LONGEST_TEXT or not text.strip("\\") else text


def _codes(parsed: Dataset) -> str:
    """Return the codes of the de-identification methods, each as ``method_code`` keeps it."""
    try:
        items = list(parsed[_CODES].value or ())
        said = [(str(item.get("CodeValue", "")), str(item.get("CodingSchemeDesignator", ""))) for item in items]
    except CANNOT_PARSE:
        return OTHER
    return "\\".join(method_code(code, scheme) for code, scheme in said)
