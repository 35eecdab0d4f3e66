"""Attributes of cBioPortal as a harmonisation file names them: known ones have words, level and type of their own.

Sources: cBioPortal's File-Formats.md and validateData.py (level and type of fixed ids; banned and computed ids).
"""

import re

from img2fair.cbioportal.harmonisation.entries import Entries
from img2fair.cbioportal.harmonisation.texts import ATTRIBUTE, fault_of_text
from img2fair.clinical.decisions import Attribute, Datatype, Kind, Level
from img2fair.clinical.known import by_id

COMPUTED = {
    "MUTATION_COUNT": "cBioPortal computes it",
    "FRACTION_GENOME_ALTERED": "cBioPortal computes it",
    "SAMPLE_COUNT": "cBioPortal computes it",
    "PATIENT_ID": "the export writes it",
    "SAMPLE_ID": "the export writes it",
    "OTHER_SAMPLE_ID": "cBioPortal gave it up",
    "PATIENT_DISPLAY_NAME": "it would show a name",
    "SAMPLE_DISPLAY_NAME": "it would show a name",
}
"""Ids that no field can have, and why; columns of ours are refused where the study is built."""
TIMELINE = ("START_DATE", "STOP_DATE", "EVENT_TYPE", "STYLE_SHAPE", "STYLE_COLOR")
"""Columns of a timeline that the export writes."""

_OF_KIND = {
    Kind.NUMBER: Datatype.NUMBER,
    Kind.AGE: Datatype.NUMBER,
    Kind.DAY: Datatype.NUMBER,
    Kind.MONTHS: Datatype.NUMBER,
    Kind.YES_NO: Datatype.BOOLEAN,
}
_LEAST_PRIORITY, _MOST_PRIORITY = -1, 100_000


def fault_of_id(id_: str) -> str:
    """Return why no field can have an id; empty where one can."""
    if id_ in COMPUTED or id_ in TIMELINE:
        return f"{id_} cannot be a target: {COMPUTED.get(id_, 'the export writes it')}"
    if not ATTRIBUTE.fullmatch(id_):
        plain = re.sub("[^A-Z0-9]+", "_", id_.upper()).strip("_")
        such = f", such as {plain}" if ATTRIBUTE.fullmatch(plain) else ""
        return f"must be an id of A-Z, 0-9 and _ that begins with a letter, at most 255 long{such}"
    return ""


def made_attribute(entries: Entries, id_: str, kind: Kind) -> Attribute:
    """Return an attribute with what the file says of it, and for the rest our own words or plain ones."""
    own = by_id(id_)
    level = entries.choice("level", Level, own.level if own is not None else Level.PATIENT)
    usual = own.datatype if own is not None else _OF_KIND.get(kind, Datatype.STRING)
    datatype = entries.choice("type", Datatype, usual)
    if own is not None and own.fixed:
        if level not in (own.level, Level.EVENT):
            entries.wrong("level", f"cBioPortal fixes {id_} at level {own.level.value}")
        if datatype is not own.datatype and level is not Level.EVENT:
            entries.wrong("type", f"cBioPortal fixes {id_} as {own.datatype.value}")
    plain = id_.replace("_", " ").capitalize()
    name = _text(entries, "name", own.name if own is not None else plain)
    priority = entries.integer("priority", _LEAST_PRIORITY, _MOST_PRIORITY)
    return Attribute(
        id=id_,
        name=name,
        description=_text(entries, "description", own.description if own is not None else name),
        level=level,
        datatype=datatype,
        priority=priority if priority is not None else own.priority if own is not None else 1,
        unit=_text(entries, "unit", own.unit if own is not None else "", may_be_empty=True),
    )


def _text(entries: Entries, key: str, default: str, *, may_be_empty: bool = False) -> str:
    """Return a text of the attribute's own; the portal takes no empty one, and none that stands for a missing value."""
    text = entries.text(key, default)
    if (not text and not may_be_empty) or text.casefold() == "na":
        entries.wrong(key, "must say something; leave the key out for the usual words")
        return default
    fault = fault_of_text(text, key) if key in entries else ""
    if fault:
        entries.wrong(key, fault)
        return default
    return text
