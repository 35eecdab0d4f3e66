"""Ids of projects made of text."""

import re

LONGEST = 64
"""Characters; as long as any text a project can be named by (DICOM PS3.5 6.2, VR LO)."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def safe_id(text: str) -> str | None:
    """Return a text as a project id: letters, digits, dot, underscore and hyphen; ``None`` where nothing is left.

    Each run of other characters becomes one underscore, and an id begins and ends with a letter or digit. The same text
    gives the same id for ever; two texts may give the same one.
    """
    return _UNSAFE.sub("_", text).strip("._-")[:LONGEST].rstrip("._-") or None
