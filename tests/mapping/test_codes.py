"""The shipped code tables: whole, free to use, true to DICOM as pydicom holds it, and wide enough for real archives."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from img2fair.assets import find_folder
from img2fair.codes import DERIVED_MODALITIES, CodeTable, read_table

CODES = find_folder("mappings") / "codes"
TABLES = sorted(CODES.glob("*.sssom.tsv"))
SCT = "http://snomed.info/id/"
SERIES = Path(__file__).parents[3] / "shared" / "reference" / "idc-subset" / "series.csv"
COLUMNS = "subject_label predicate_id object_id object_label mapping_justification".split()
TO_BE_SUPPLIED = {"eucaim-modality.sssom.tsv"}
"""Tables without rows: a site that knows the codes gives its own."""


def table(name: str) -> CodeTable:
    return read_table(CODES / f"{name}.sssom.tsv")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.name))
def test_tables_load_are_free_to_use_and_have_labels(path: Path) -> None:
    read = read_table(path)
    codes = [*read.codes.values(), *(code for rows in read.others.values() for code in rows.values())]
    assert all(code.label for code in codes)
    assert all(code.label.isascii() for code in codes), "a label goes into addresses of files and into counts"
    assert codes or path.name in TO_BE_SUPPLIED


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.name))
def test_the_head_of_a_table_says_what_it_is(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    said = {match[1]: match[2] for line in head if (match := re.match(r'#(\w+): "(.+)"$', line))}
    name = path.name.removesuffix(".sssom.tsv")
    assert said["mapping_set_id"] == f"urn:x-img2fair:codes:{name}"
    assert said["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert said["mapping_set_title"]
    assert said["mapping_set_description"]
    assert lines[len(head)].split("\t") == COLUMNS


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.name))
def test_every_row_is_whole_its_prefixes_are_declared_and_no_term_stands_twice(path: Path) -> None:
    text = path.read_text(encoding="utf-8").splitlines()
    declared = {match[1] for line in text if (match := re.match(r"#  ([\w-]+): ", line))}
    rows = list(csv.DictReader((line for line in text if not line.startswith("#")), delimiter="\t"))
    used = {row[column].partition(":")[0] for row in rows for column in COLUMNS if column.endswith(("_id", "ation"))}
    assert used <= declared | {"skos"}
    assert declared - used - {"skos", "semapv"} <= ({"EUCAIM"} if path.name in TO_BE_SUPPLIED else set())
    assert all(row[column] and row[column] == row[column].strip() for row in rows for column in COLUMNS)
    terms = Counter(" ".join(row["subject_label"].replace("_", " ").split()).casefold() for row in rows)
    assert [term for term, count in terms.items() if count > 1] == []


@pytest.mark.skipif(not SERIES.is_file(), reason="the reference data are not here")
@pytest.mark.parametrize(
    ("column", "name"),
    [("Modality", "dicom-modality"), ("BodyPartExamined", "dicom-bodypart"), ("Manufacturer", "manufacturer"),
     ("license_short_name", "licence"), ("PatientSex", "sex")],
)  # fmt: skip
def test_every_word_of_real_archives_is_known(column: str, name: str) -> None:
    with SERIES.open(encoding="utf-8", newline="") as lines:
        said = {row[column] for row in csv.DictReader(lines) if row[column]}
    assert said
    assert sorted(word for word in said if table(name).find(word) is None) == []


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
    sides = {code for words in concepts.values() for code, (_, used) in words.items() if used}
    parts = table("dicom-bodypart")
    sided = {code for code in parts.codes.values() if code.label.startswith(("Left ", "Right "))}
    assert {code.iri.removeprefix(SCT) for code in {*parts.codes.values()} - sided} <= today
    assert {code.iri.removeprefix(SCT) for code in sided} <= sides
    assert len(parts.codes) >= 110
    chest = parts.find("CHEST")
    assert chest is not None
    assert chest.iri == f"{SCT}816094009"


SIDES = [
    ("LEFT BREAST", "80248007", "skos:exactMatch"),
    ("BREAST_R", "73056007", "skos:exactMatch"),
    ("Lt Knee", "72696002", "skos:broadMatch"),
    ("KNEE LEFT", "72696002", "skos:broadMatch"),
    ("BILATERAL HIP", "24136001", "skos:broadMatch"),
    ("BILATERAL BREAST", "76752008", "skos:broadMatch"),
]


@pytest.mark.parametrize(("term", "code", "match"), SIDES)
def test_a_side_has_the_code_of_the_side_or_the_part_is_broader(term: str, code: str, match: str) -> None:
    parts = table("dicom-bodypart")
    found = parts.matching([match]).find(term)
    assert found is not None
    assert found.iri == SCT + code
    assert (parts.find(term) is not None) == (match == "skos:exactMatch")


def test_a_part_without_side_is_no_broader_than_itself() -> None:
    parts = table("dicom-bodypart")
    assert {code.iri for code in parts.others["skos:broadMatch"].values()} <= {
        code.iri for code in parts.codes.values()
    }


NAMES = [
    ("licence", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("licence", "cc-by-nc-4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    ("licence", "http://creativecommons.org/licenses/by-sa/2.5", "https://creativecommons.org/licenses/by-sa/2.5/"),
    ("licence", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("licence", "ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    ("licence", "Apache-2.0", "https://spdx.org/licenses/Apache-2.0"),
    ("licence", "MIT", "https://spdx.org/licenses/MIT"),
    ("licence", "CC BY", None),
    ("manufacturer", "siemens  HEALTHINEERS", "urn:x-img2fair:manufacturer:siemens"),
    ("manufacturer", '"GE Healthcare"', "urn:x-img2fair:manufacturer:ge-healthcare"),
    ("manufacturer", "Dr. Jansen", None),
    ("sex", "F", "http://dicom.nema.org/resources/ontology/DCM/F"),
    ("sex", "mannelijk", "http://dicom.nema.org/resources/ontology/DCM/M"),
    ("sex", "O", "http://dicom.nema.org/resources/ontology/DCM/121102"),
    ("file-type", "zip", "http://publications.europa.eu/resource/authority/file-type/ZIP"),
    ("file-type", "text/csv", "http://publications.europa.eu/resource/authority/file-type/CSV"),
    ("file-type", "DICOM", None),
    ("personal-data", "https://w3id.org/dpv/pd#Age", "https://w3id.org/dpv/dpv-pd#Age"),
    ("access-right", "protected", "http://publications.europa.eu/resource/authority/access-right/RESTRICTED"),
    ("eucaim-manufacturer", "GEMS", "https://hyperontology.eucaim.cancerimage.eu/#IMG1000047"),
]


@pytest.mark.parametrize(("name", "term", "iri"), NAMES)
def test_names_lead_to_one_address(name: str, term: str, iri: str | None) -> None:
    code = table(name).find(term)
    assert (code.iri if code else None) == iri


def test_codes_of_sex_are_those_of_dicom() -> None:
    concepts = pytest.importorskip("pydicom.sr._concepts_dict").concepts["DCM"]
    dicom = {code for words in concepts.values() for code, (_, cids) in words.items() if 7455 in cids}
    assert {code.iri.rpartition("/")[2] for code in table("sex").codes.values()} <= dicom


def test_file_types_are_those_that_the_shapes_know() -> None:
    known = (find_folder("shapes") / "vocabularies" / "file-type.tsv").read_text(encoding="utf-8")
    codes = {line.split("\t")[0] for line in known.splitlines()}
    assert {code.iri.rpartition("/")[2] for code in table("file-type").codes.values()} <= codes


@pytest.mark.parametrize("name", ["eucaim-bodypart", "eucaim-manufacturer"])
def test_words_with_a_code_of_eucaim_have_one_of_ours(name: str) -> None:
    ours = table({"eucaim-bodypart": "dicom-bodypart"}.get(name, "manufacturer"))
    assert [term for term in table(name).codes if ours.find(term) is None] == []


@pytest.mark.parametrize(
    "term", "CHEST ABDOMEN HEADNECK LSPINE TLSPINE CHESTABDPELVIS ABDOMENPELVIS WHOLEBODY EXTREMITY PROSTATE".split()
)
def test_body_parts_of_real_archives_are_known(term: str) -> None:
    assert table("dicom-bodypart").find(term.lower()) is not None
