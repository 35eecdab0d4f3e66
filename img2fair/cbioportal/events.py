"""Events of the timeline as rows, and their tables: one for each type of event.

Columns, in cBioPortal's File Formats: PATIENT_ID, START_DATE, STOP_DATE, EVENT_TYPE in this order, then any others.
ImportTimelineData reads STOP_DATE as a whole number or nothing, and takes the first line for the names of columns.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from img2fair.cbioportal.modalities import OTHER
from img2fair.cbioportal.text import markdown, table
from img2fair.clinical.cohort import Cohort, Event

FIRST = ("PATIENT_ID", "START_DATE", "STOP_DATE", "EVENT_TYPE")
SHAPE, COLOUR = "STYLE_SHAPE", "STYLE_COLOR"
IMAGING, SPECIMEN = "IMAGING", "SPECIMEN"

_SHAPES = frozenset({"circle", "square", "triangle", "diamond", "star", "camera"})
PLAIN = {SHAPE: "circle", COLOUR: OTHER}
"""How a mark looks that nobody styled; the portal refuses a blank in a column that says how marks look."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: a row of a timeline.

    :param cells: column → text as it stands in the file; empty ones are blank.
    """

    patient: str
    day: int
    until: int | None
    type: str
    cells: Mapping[str, str]


def other_events(cohort: Cohort) -> list[Entry]:
    """Return what happened beside imaging, by patient and day; words are shown as they are, not as Markdown.

    An end before the beginning is left out.
    """
    return [
        Entry(patient.id, event.day, None if _backward(event) else event.until, event.type, _shown(event.cells))
        for patient in cohort.patients
        for event in sorted(
            patient.events, key=lambda event: (event.day, event.type, event.until or 0, sorted(event.cells.items()))
        )
    ]


def backward(cohort: Cohort) -> int:
    """Return how many events end before they begin."""
    return sum(_backward(event) for patient in cohort.patients for event in patient.events)


def specimens(cohort: Cohort) -> list[Entry]:
    """Return an event for each sample that stands for one dated session, by which the portal draws its disc."""
    return [
        Entry(patient.id, visit.day, None, SPECIMEN, {"SAMPLE_ID": visit.sample, "SESSION": str(visit.number)})
        for patient in cohort.patients
        for visit in patient.visits
        if visit.day is not None and visit.sample
    ]


def without_repeats(entries: Iterable[Entry]) -> tuple[list[Entry], int]:
    """Return each event once, and how many were repeats: the portal takes equal rows for one."""
    every = list(entries)
    shared = Counter(map(_when, every))
    kept: list[Entry] = []
    seen: set[tuple[object, ...]] = set()
    for entry in every:
        if shared[_when(entry)] > 1:  # cells are compared where they can be equal alone: 30,000 keys of them are large
            key = (*_when(entry), tuple(sorted((name, value) for name, value in entry.cells.items() if value)))
            if key in seen:
                continue
            seen.add(key)
        kept.append(entry)
    return kept, len(every) - len(kept)


def by_file(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the events of each table by its stem, such as ``timeline_lab_test``; imaging first, then by name."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[stem_of(entry.type)].append(entry)
    return {stem: found[stem] for stem in in_order(found)}


def in_order(stems: Iterable[str]) -> list[str]:
    """Return the stems of tables, imaging first, then by name."""
    return sorted(set(stems), key=lambda stem: (stem != stem_of(IMAGING), stem))


def events_table(entries: Sequence[Entry], order: Sequence[str] = ()) -> str:
    """Return the table of events; columns that are blank in every row are left out.

    :param order: columns that come first; the others follow by name.
    """
    filled = {name for entry in entries for name, value in entry.cells.items() if value} - {*FIRST}
    styled = filled & {SHAPE, COLOUR}
    columns = [*(name for name in order if name in filled), *sorted(filled - {*order})]
    return table((*FIRST, *columns), (_row(entry, columns, styled) for entry in entries), blank="")


def _row(entry: Entry, columns: Iterable[str], styled: set[str]) -> list[str | int | None]:
    cells = (_style(name, entry.cells.get(name, "")) if name in styled else entry.cells.get(name) for name in columns)
    return [entry.patient, entry.day, entry.until, entry.type, *cells]


def _style(name: str, value: str) -> str:
    right = value in _SHAPES if name == SHAPE else re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None
    return value if right else PLAIN[name]


def _backward(event: Event) -> bool:
    return event.until is not None and event.until < event.day


def _shown(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: value if name in PLAIN else markdown(value) for name, value in cells.items()}


def _when(entry: Entry) -> tuple[str, int, int | None, str]:
    return entry.patient, entry.day, entry.until, entry.type


def stem_of(kind: str) -> str:
    """Return the stem of the table that holds a type of event."""
    return f"timeline_{re.sub(r'[^a-z0-9]+', '_', kind.lower()).strip('_') or 'other'}"
