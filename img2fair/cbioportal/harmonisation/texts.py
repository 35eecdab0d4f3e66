"""What a steward may write into a study: ids of attributes, and texts that hold no date, number or address of a person.

Sources: cBioPortal's File-Formats.md and validateData.py (ids upper case, no quotes or tabs in cells, months that a
spreadsheet may have made). The privacy room looks at the finished study once more.
"""

import re

from img2fair.privacy.formats import formats_in

ATTRIBUTE = re.compile(r"[A-Z][A-Z0-9_]{0,254}")
EVENT = re.compile(r"[A-Z][A-Z0-9_ ]{0,49}")
ASSAY = re.compile(r"[A-Z][A-Z0-9_]{0,62}")
PREFIX = re.compile(r"[A-Z][A-Z0-9_.-]{0,100}")
PROFILE = re.compile(r"[a-z][a-z0-9_]{0,62}")
ONCOTREE = re.compile(r"[A-Z][A-Z0-9_]{0,30}")

NOT_WRITTEN = ("", "n/a", "[not available]", "[not applicable]", "[pending]", "[discrepancy]", "[completed]", "[null]")
"""Spellings of a missing value that a target must not have: the file writes it as ``NA``."""
_SPOILT = re.compile(
    r"(?:[0-9]{1,2}-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:-[0-9]{1,2})?", re.IGNORECASE
)
_DROPPED = frozenset("not_applicable not_available pending discrepancy completed null missing na".split())
"""What the importer takes for a missing value without brackets too (ImportClinicalData.MissingAttributeValues)."""
_QUOTING = re.compile(r"(?<!\w)'")
"""An apostrophe that does not stand behind a letter: the validator may take it for a quotation mark (csv.Sniffer)."""
_MOST = {"name": 255, "description": 1000, "about": 900, "unit": 40}


def fault_of_text(text: str, key: str = "") -> str:
    """Return why a text cannot stand in a study, without the text; empty where it can.

    :param key: which entry it is of, where that has a length of its own.
    """
    if not text.isprintable() or '"' in text:
        return "holds a tab, a line break, a double quote or another sign that a cell cannot hold"
    if text != text.strip():
        return "begins or ends with a blank"
    if len(text) > _MOST.get(key, 255):
        return f"is longer than {_MOST.get(key, 255)} characters"
    hits = sorted({hit.rule for hit in formats_in(text)})
    return f"looks as if it held what may tell of a person ({', '.join(hits)})" if hits else ""


def fault_of_target(text: str) -> str:
    """Return why a value cannot stand in a cell of a study; empty where it can."""
    if text.casefold() in NOT_WRITTEN:
        return "is a spelling of a missing value: write NA"
    if re.sub(r"[\[\]|]", "", text).replace(" ", "_").casefold() in _DROPPED:
        return "is a word that cBioPortal's importer drops as missing: write another word, or NA"
    if _QUOTING.search(text):
        return "has an apostrophe before a word, which the validator takes for a quotation mark: leave it out"
    if _SPOILT.fullmatch(text):
        return "is taken for a date that a spreadsheet has spoilt"
    return fault_of_text(text)
