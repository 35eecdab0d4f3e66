"""UIDs of studies, series and images (DICOM PS3.5, 9 and B: root and suffix, or ``2.25.`` and a UUID)."""

import re
from collections.abc import Iterator

from img2fair.privacy.hits import UID, Hit

_UID = re.compile(r"[012](?<![\d.][012])(?:(?<=2)\.25\.\d{10,39}|(?:\.\d{1,40}+){3,30}+)(?!\d)")
_NOBODYS = ("1.2.840.10008.", "2.16.840.1.113883.3.", "2.16.840.1.113883.5.", "2.16.840.1.113883.6.")
"""Roots of DICOM's own classes and syntaxes and of HL7's code systems: they name no study of anybody."""
_SHORTEST = 16
"""Characters that no version number and no address of a network (15 at most) has."""


def uids(text: str) -> Iterator[Hit]:
    """Yield the UIDs of a text; version numbers and DICOM's own UIDs are none."""
    for found in _UID.finditer(text):
        if len(found[0]) >= _SHORTEST and not found[0].startswith(_NOBODYS):
            yield Hit(UID, *found.span())
