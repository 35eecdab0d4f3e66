"""What a row of a table may say: words of our tables and numbers, and nothing that the archive wrote."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.assets import find_folder
from img2fair.codes import CodeTable, read_table
from img2fair.model import Held, ImagingSession, ImagingSubject, Project, Resource, ScanProfile, Visibility
from img2fair.privacy.quality import RATINGS
from img2fair.privacy.technical import CODED, ScanFacts, SessionFacts, technical

TABLES: Mapping[str, CodeTable] = {
    name: read_table(find_folder("mappings") / "codes" / f"{name}.sssom.tsv") for name in CODED
}
SECRET = "Jansen^Piet 19620314"
CODES: Mapping[str, list[tuple[str, str | None]]] = {
    "modality": [("MR", "MR"), (" mr ", "MR"), ("SEG", "SEG"), ("MRX", "other"), (SECRET, "other"), ("  ", None)],
    "body_part": [("ABDOMEN", "Abdomen"), ("abdomen ", "Abdomen"), ("left big toe of Piet", "other"), ("", None)],
    "manufacturer": [("SIEMENS", "Siemens Healthineers"), ("Siemens", "Siemens Healthineers"), (SECRET, "other")],
    "quality": [("usable", "usable"), ("Questionable ", "questionable"), ("bad: moved", "other"), (SECRET, "other")],
}  # fmt: skip
"""By field: what the archive says of a scan, and what a row does."""


def project(*sessions: ImagingSession, visibility: Visibility = Visibility.PUBLIC) -> Project:
    """A project of two subjects, whose labels and names the gazetteer knows."""
    labels = ("LGG-104", "JANSEN_PIET")
    subjects = tuple(ImagingSubject(id=Held(f"S{n}"), label=Held(label)) for n, label in enumerate(labels))
    return Project("LGG", visibility, subjects=subjects, sessions=sessions)


def session(*scans: ScanProfile, subject: str = "S0") -> ImagingSession:
    return ImagingSession(id=Held("E1"), label=Held("LGG-104_MR1"), subject=Held(subject), scans=scans)


def told(*sessions: ImagingSession) -> list[SessionFacts]:
    return list(technical(project(*sessions), TABLES))


def told_of(scan: ScanProfile, **more: Any) -> ScanFacts:
    (only,) = told(replace(session(scan), **more))
    return only.scans[0]


@pytest.mark.parametrize(
    ("field", "written", "expected"), [(field, *case) for field, cases in CODES.items() for case in cases]
)
def test_a_word_leaves_as_our_tables_have_it(field: str, written: str, expected: str | None) -> None:
    said: dict[str, Any] = {field: Held(written)}
    assert getattr(told_of(replace(ScanProfile(1), **said)), field) == expected


@given(st.text(min_size=1).filter(str.strip))
def test_no_word_leaves_that_is_in_none_of_our_tables(text: str) -> None:
    known = any(table.label(text) for table in TABLES.values()) or text.strip().casefold() in RATINGS
    held = Held(text)
    scan = told_of(ScanProfile(1, modality=held, body_part=held, manufacturer=held, quality=held))
    assert known or {scan.modality, scan.body_part, scan.manufacturer, scan.quality} == {"other"}


def test_nothing_of_a_person_is_in_a_row() -> None:
    held = Held(SECRET)
    scan = ScanProfile(1, type=held, modality=held, body_part=held, manufacturer=held, model=held, quality=held,
                       id=held, series_instance_uid=held, resources=(Resource(held, Held(3), Held(9)),))  # fmt: skip
    every = ImagingSession(id=held, label=held, subject=held, modality=held, study_instance_uid=held, manufacturer=held,
                           model=held, field_strength=held, site=held, visit=held, scans=(scan,))  # fmt: skip
    shown = json.dumps([asdict(one) for one in told(every)])
    for word in ("Jansen", "Piet", "1962", "0314"):
        assert word not in shown
    assert '"files": 3' in shown


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.UNKNOWN])
def test_of_other_projects_nothing_is_told(visibility: Visibility) -> None:
    assert list(technical(project(session(ScanProfile(1)), visibility=visibility), TABLES)) == []


def test_a_number_is_a_subjects_or_a_sessions_own() -> None:
    owners = ("S1", "S0", "S9", "S1", "S8", "S9")
    found = told(*(session(ScanProfile(n), subject=owner) for n, owner in enumerate(owners, start=1)))
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]
    assert Counter(one.subject for one in found) == Counter({1: 2, 2: 1, 3: 2, 4: 1})
    scans = {frozenset(one.scans[0].scans for one in found if one.subject == subject) for subject in range(1, 5)}
    assert scans == {frozenset({1, 4}), frozenset({2}), frozenset({3, 6}), frozenset({5})}


@given(st.permutations(range(6)), st.permutations(range(2)))
def test_no_number_tells_the_order_of_the_archive(order: Sequence[int], subjects: Sequence[int]) -> None:
    """Which is that of labels or of admission; the second and the last session are alike."""
    kinds = (("MR", "S1"), ("CT", "S0"), ("PT", "S9"), ("MR", "S0"), ("MR", "S1"), ("CT", "S8"))
    sessions = [session(ScanProfile(1, modality=Held(modality)), subject=subject) for modality, subject in kinds]
    whole = project(*sessions)
    mixed = project(*(sessions[place] for place in order))
    mixed = replace(mixed, subjects=tuple(mixed.subjects[place] for place in subjects))
    assert list(technical(mixed, TABLES)) == list(technical(whole, TABLES))


@pytest.mark.parametrize(("written", "expected"), [("1.5", 1.5), ("30000 G", 3.0), ("2.89362", 3.0), (SECRET, None)])
def test_a_field_strength_is_a_number(written: str, expected: float | None) -> None:
    (only,) = told(replace(session(), field_strength=Held(written)))
    assert only.field_strength == expected


def test_what_was_acquired_came_from_the_sessions_scanner() -> None:
    scanner = {"manufacturer": Held("SIEMENS")}
    assert told_of(ScanProfile(1, modality=Held("MR")), **scanner).manufacturer == "Siemens Healthineers"
    assert told_of(ScanProfile(1, modality=Held("SEG")), **scanner).manufacturer is None
    assert (
        told_of(ScanProfile(1, modality=Held("MR"), manufacturer=Held("Philips")), **scanner).manufacturer == "Philips"
    )


@pytest.mark.parametrize(("modality", "derived"), [("SEG", True), ("MR", False), ("MRX", False), (None, None)])
def test_derived_objects_are_told_apart(modality: str | None, derived: bool | None) -> None:
    assert told_of(ScanProfile(1, modality=None if modality is None else Held(modality))).derived is derived


def test_an_unknown_figure_is_no_zero() -> None:
    known, unknown = Resource(Held("DICOM"), Held(2), Held(10)), Resource(Held("SNAPSHOTS"), None, Held(5))
    (only,) = told(session(ScanProfile(1, resources=(known,)), ScanProfile(3, resources=(unknown,)), ScanProfile(1)))
    assert [(one.scans, one.files, one.bytes) for one in only.scans] == [(1, 2, 10), (3, None, 5), (1, None, None)]
    assert (only.files, only.bytes) == (None, 15)
