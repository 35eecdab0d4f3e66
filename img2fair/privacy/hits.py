"""What was found in a text that may identify somebody: by which rule, and where."""

from typing import NamedTuple


class Hit(NamedTuple):
    """A span of a text. ``rule`` is a name of ``RULES_OF_HITS``; ``start`` and ``end`` are places of characters."""

    rule: str
    start: int
    end: int


LABEL, MET, OPTED_OUT = "label", "met", "opted-out"
"""Rules of the gazetteer: a label or id of a subject or session; a name or number of a patient that was met in the
archive; the name of somebody who does not want to be named."""
EMAIL, PHONE, BSN, NHS, DATE, AGE = "e-mail", "phone", "bsn", "nhs-number", "date", "age"
PERSON, UID, RECORD = "person-name", "uid", "record-number"
"""Rules of formats."""

IN_ADDRESSES = frozenset({EMAIL, BSN, NHS, UID, RECORD})
"""What can stand in an identifier or address, such as the number of a study or patient in that of a viewer."""

RULES_OF_HITS = (LABEL, MET, OPTED_OUT, EMAIL, PHONE, BSN, NHS, DATE, AGE, PERSON, UID, RECORD)
