"""What software that de-identifies writes into headers, through all three readers: the same counts, and no value."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydicom.dataset import Dataset
from ruamel.yaml import YAML

from img2fair.archives.dicom.evidence import CODES, EVIDENCE_TAGS, METHOD, OTHER, TELL_TALES, evidence_of, method_code
from img2fair.archives.dicom.headers import NoHeader, read_header
from img2fair.archives.dicomweb.answers import texts
from img2fair.archives.xnat.deep.evidence import dumped
from img2fair.model import HeaderEvidence
from img2fair.privacy import evidence
from tests.archives.deep.written import METHODS, dataset, file_of, row_of, rows_of

Header = Mapping[str, str]
CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path("tests/cases/deidentified.yaml").read_text(encoding="utf-8"))
NAMES = [case["name"] for case in CASES]


def by_file(found: Dataset) -> Header | None:
    return read_header(file_of(found), whole=True)


def by_dump(found: Dataset) -> Header | None:
    return dumped(rows_of(found))


def by_json(found: Dataset) -> Header | None:
    return texts(row_of(found), EVIDENCE_TAGS)


READERS = (by_file, by_dump, by_json)


def counted(case: dict[str, Any], reader: Callable[[Dataset], Header | None] = by_file) -> HeaderEvidence:
    (found,) = evidence_of([("CT", reader(dataset(case.get("header", {}), case.get("items", []))))])
    return found


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_what_a_header_says(case: dict[str, Any], reader: Callable[[Dataset], Header | None]) -> None:
    found = counted(case, reader)
    assert found.sampled == 1
    said = {name: getattr(found, name) for name in ("declared", "contradicted", "denied")}
    assert said == {name: case.get(name, 0) for name in said}
    codes = {one.keyword: [code for code, _ in one.codes] for one in found.attributes if one.codes}
    assert codes == case.get("codes", {})
    filled = {one.keyword for one in found.attributes if one.present and one.keyword in TELL_TALES}
    assert filled == set(case.get("filled", ()))
    assert "canary" not in TypeAdapter(HeaderEvidence).dump_json(found).decode().lower()


@pytest.mark.parametrize("reader", READERS)
def test_headers_of_all_writers_together(reader: Callable[[Dataset], Header | None]) -> None:
    headers = [reader(dataset(case.get("header", {}), case.get("items", []))) for case in CASES]
    (found,) = evidence_of([("CT", header) for header in headers])
    (turned,) = evidence_of([("CT", header) for header in reversed(headers)])
    assert found == turned
    wanted = {name: sum(case.get(name, 0) for case in CASES) for name in ("declared", "contradicted", "denied")}
    assert {name: getattr(found, name) for name in wanted} == wanted
    assert found.sampled == len(CASES)


@pytest.mark.parametrize(
    ("born", "told"),
    [
        ("19500203", 1), ("1950.02.03", 1), ("1950-02-03", 1), ("195002", 1), ("19500102", 1),
        ("19500101", 0), ("1950.01.01", 0), ("19500000", 0), ("1950", 0), ("", 0), ("ANONYMOUS", 0), ("**", 0),
    ],
)  # fmt: skip
def test_a_birth_date_without_a_day_is_not_told(born: str, told: int) -> None:
    (found,) = evidence_of([("CT", {"PatientBirthDate": born, "PatientIdentityRemoved": "YES"})])
    assert {one.keyword: one.present for one in found.attributes}["PatientBirthDate"] == told
    assert found.contradicted == told


@pytest.mark.parametrize(
    ("value", "scheme", "kept"),
    [
        ("113100", "DCM", "113100"), (" 113112 ", " DCM ", "113112"), ("113113", "DCM", OTHER), ("", "DCM", OTHER),
        ("XNAT script", "DCM", OTHER), ("4711", "XNAT", evidence.XNAT_SCRIPT), ("", "XNAT", evidence.XNAT_SCRIPT),
        ("113100", "", OTHER), ("", "", OTHER),
    ],
)  # fmt: skip
def test_what_is_kept_of_an_item(value: str, scheme: str, kept: str) -> None:
    assert method_code(value, scheme) == kept


def test_the_lists_of_tell_tales_are_one() -> None:
    assert set(evidence.TELL_TALES) == set(TELL_TALES)
    assert len(evidence.TELL_TALES) == len(TELL_TALES)
    assert evidence.METHODS == METHODS


VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\"), max_size=12).map("CANARY".__add__)
SAID = st.one_of(VALUES, st.sampled_from(["YES", "NO", "yes ", "113100", "XNAT script", "other", "", " ", "19500203"]))
HEADERS = st.dictionaries(st.sampled_from(sorted(EVIDENCE_TAGS)), st.lists(SAID, max_size=3).map("\\".join))


@given(st.lists(st.tuples(st.sampled_from(["CT", "US ", "", " "]), st.none() | HEADERS), max_size=12))
def test_any_headers_give_counts_that_add_up(headers: list[tuple[str, Header | None]]) -> None:
    found = evidence_of(headers)
    assert sum(one.sampled + one.unread for one in found) == len(headers)
    for one in found:
        assert 0 <= one.contradicted <= one.declared
        assert 0 <= one.denied <= one.sampled - one.declared
        for attribute in one.attributes:
            assert 0 <= attribute.present <= one.sampled
            assert all(0 < count <= attribute.present for _, count in attribute.codes)
            assert {code for code, _ in attribute.codes} <= CODES.get(attribute.keyword, frozenset()) | {OTHER}
    assert "CANARY" not in TypeAdapter(tuple[HeaderEvidence, ...]).dump_json(found).decode()
    assert evidence_of(reversed(headers)) == found


def test_the_real_files_of_pydicom() -> None:
    """31 files of ``dicomdirtests`` and one more declare; none has a code, and nothing contradicts a pseudonym."""
    headers = []
    for path in sorted((Path(pydicom.__file__).parent / "data" / "test_files").rglob("*")):
        try:
            headers.append(read_header(path.read_bytes(), whole=True) if path.is_file() else None)
        except NoHeader:
            continue
    (found,) = evidence_of([("", header) for header in headers if header is not None])
    assert (found.sampled, found.declared, found.contradicted, found.denied) == (158, 32, 0, 0)
    present = {one.keyword: one.present for one in found.attributes}
    assert (present[METHOD], present[METHODS], present["PatientBirthDate"], present["PatientAddress"]) == (31, 0, 3, 1)
