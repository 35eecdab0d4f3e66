"""The shipped code tables against DICOM's own, as pydicom holds them."""

from pathlib import Path

import pytest

from img2fair.assets import find_folder
from img2fair.codes import DERIVED_MODALITIES, CodeTable, read_table

CODES = find_folder("mappings") / "codes"
TABLES = sorted(CODES.glob("*.sssom.tsv"))
SCT = "http://snomed.info/id/"


def table(name: str) -> CodeTable:
    return read_table(CODES / f"{name}.sssom.tsv")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.name))
def test_tables_load_are_free_to_use_and_have_labels(path: Path) -> None:
    assert all(code.label for code in read_table(path).codes.values())
    assert '#license: "https://creativecommons.org/publicdomain/zero/1.0/"' in path.read_text(encoding="utf-8")


def test_every_modality_of_dicom_is_there() -> None:
    cids = pytest.importorskip("pydicom.sr._cid_dict").cid_concepts
    concepts = pytest.importorskip("pydicom.sr._concepts_dict").concepts["DCM"]
    known = {code for cid in (29, 33) for word in cids[cid]["DCM"] for code in concepts[word] if not code.isdigit()}
    modality = table("dicom-modality")
    assert all(modality.find(code) is not None for code in known)
    assert all(code.iri.rpartition("/")[2].casefold() == term for term, code in modality.codes.items())


def test_derived_modalities_are_modalities_but_for_the_two_that_dicom_lacks() -> None:
    modality = table("dicom-modality")
    assert {code for code in DERIVED_MODALITIES if modality.find(code) is None} == {"ANN", "FUSION"}


def test_body_parts_have_codes_that_dicom_uses_today() -> None:
    cids = pytest.importorskip("pydicom.sr._cid_dict").cid_concepts
    concepts = pytest.importorskip("pydicom.sr._concepts_dict").concepts["SCT"]
    today = {code for cid in (4, 4030, 4031) for word in cids[cid]["SCT"] for code in concepts[word]}
    parts = table("dicom-bodypart")
    assert {code.iri.removeprefix(SCT) for code in parts.codes.values()} <= today
    assert len(parts.codes) >= 110
    chest = parts.find("CHEST")
    assert chest is not None
    assert chest.iri == f"{SCT}816094009"


@pytest.mark.parametrize(
    "term", "CHEST ABDOMEN HEADNECK LSPINE TLSPINE CHESTABDPELVIS ABDOMENPELVIS WHOLEBODY EXTREMITY PROSTATE".split()
)
def test_body_parts_of_real_archives_are_known(term: str) -> None:
    assert table("dicom-bodypart").find(term.lower()) is not None
