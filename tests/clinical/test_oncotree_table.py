"""Our own table of cancer types: whole in itself, and true to OncoTree's releases and to the mappings where at hand."""

import csv
import re
from pathlib import Path

import pytest

from img2fair.assets import find_file
from img2fair.clinical.oncotree import RELEASES, Tree, own_tree, read_tree
from img2fair.clinical.oncotree.table import Row, rows

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "cbioportal"
TCGA = (
    "ACC BLCA BRCA CESC CHOL COAD READ DLBCLNOS ESCA GB DIFG HNSC CHRCC CCRCC PRCC AML HCC LUAD LUSC PLMESO SOC PAAD "
    "PHC PGNG PRAD SARCNOS SKCM STAD SEM NSGCT THPA THYM UCEC UCS UM"
).split()
"""The codes for what TCGA's 33 projects hold."""
OURS = {
    "AML": "9861/3 is acute myeloid leukaemia; 9840/3 an erythroid one",
    "AMPCA": "with adenocarcinoma, which is the usual carcinoma there",
    "ASTR": "with grades 2 and 3, which are one type since 2025_10_03",
    "DASTR": "9421/1 of the WHO classification of 2021",
    "GBC": "carcinoma and adenocarcinoma; 8000/3 is any malignant tumour",
    "GIST": "malignant whatever its size since ICD-O-3.2",
    "GRCT": "with the malignant one",
    "HGSOC": "8461/3 since ICD-O-3.2; 8441/3 is serous carcinoma of no grade",
    "HL": "9650/3 is Hodgkin lymphoma; 9590/3 is any lymphoma",
    "IDC": "8500/3 is invasive carcinoma of no special type; 8521/3 is a ductular one",
    "LCH": "with 9751, which ICD-O-3.2 has in place of 9752",
    "MFH": "8802/3 is undifferentiated pleomorphic sarcoma, which the name holds too",
    "NHL": "with 9591/3, which is non-Hodgkin lymphoma",
    "NPC": "with squamous cell carcinoma, keratinising or not",
    "ODG": "with grades 2 and 3, which are one type since 2025_10_03",
    "PAAD": "8500/3 is ductal adenocarcinoma of the pancreas; 8140/3 is in the mapping",
    "PANET": "8240/3 and 8249/3 of ICD-O-3.2 for grades 1 and 2; 8150 before it",
    "PGNG": "8693/3 is the extra-adrenal one since ICD-O-3.2",
    "PHC": "malignant since ICD-O-3.2",
    "PHCH": "8162/3 is Klatskin's tumour in ICD-O-3.1",
    "PSEC": "with serous carcinoma of no grade",
    "SBC": "adenocarcinoma; 8000/3 is any malignant tumour",
    "SFT": "with the malignant one and that of uncertain behaviour",
    "SPN": "malignant since ICD-O-3.2",
    "THFO": "8330/3 is follicular carcinoma, 8331/3 the well differentiated one",
    "THME": "8345/3 is the thyroid's own; 8510/3 is medullary carcinoma of any organ",
    "THYM": "with the malignant one of ICD-O-3.2",
}
"""Where our ICD-O-3 codes are not those of the mapping, which was made for 2021_11_02."""


def whole(version: str) -> Tree:
    path = REFERENCE / f"{version}.json"
    if not path.is_file():
        pytest.skip("the releases of OncoTree are not at hand")
    return read_tree(path.read_text(encoding="utf-8"), version)


@pytest.mark.parametrize("version", RELEASES)
def test_every_row_is_as_oncotree_has_it(version: str) -> None:
    tree = whole(version)
    own = own_tree(version)
    assert {code: node for code, node in own.nodes.items() if node != tree.nodes.get(code)} == {}


def test_releases_differ_where_the_table_says_so() -> None:
    old, new = (whole(version).nodes for version in RELEASES)
    for row in rows():
        code = row.node.code
        assert (old.get(code) == new.get(code)) is (row.only == ""), code


def test_icd_o_3_is_that_of_the_mapping() -> None:
    path = REFERENCE / "ontology_mappings_icdo_ncit_umls.txt"
    if not path.is_file():
        pytest.skip("the mappings are not at hand")
    with path.open(encoding="utf-8") as file:
        mapped = {row["ONCOTREE_CODE"]: row for row in csv.DictReader(file, delimiter="\t")}
    checked, other = 0, set()
    for row in rows():
        known = mapped.get(row.node.code, {}).get("ICDO_MORPHOLOGY_CODE", "")
        if row.morphology and known:
            checked += 1
            if set(row.morphology) != set(known.split(",")):
                other.add(row.node.code)
    assert checked > 120
    assert other == set(OURS)


def test_sites_are_those_of_the_mapping() -> None:
    path = REFERENCE / "ontology_mappings_icdo_ncit_umls.txt"
    if not path.is_file():
        pytest.skip("the mappings are not at hand")
    with path.open(encoding="utf-8") as file:
        mapped = {row["ONCOTREE_CODE"]: row["ICDO_TOPOGRAPHY_CODE"] for row in csv.DictReader(file, delimiter="\t")}
    vague = {"C14", "C26", "C42", "C55", "C57", "C68", "C76"}
    """Sites that overlap, are not told nearer, or are the marrow for every lymphoma; ours are the ones within."""
    wrong = {
        row.node.code: (row.sites, mapped[row.node.code])
        for row in rows()
        if row.sites and (site := mapped.get(row.node.code, "")[:3]) and site not in vague and site not in row.sites
    }
    assert wrong == {}


def test_the_table_is_whole_in_itself() -> None:
    for version in RELEASES:
        tree = own_tree(version)
        assert {node.parent for node in tree.nodes.values()} - {""} <= set(tree.nodes)
        assert all(node.name and node.colour and node.main_type for node in tree.nodes.values())
        assert not tree.whole
    assert set(TCGA) <= set(own_tree().nodes)
    assert {"GBM", "AASTR", "AODG", "OAST", "AOAST", "DIPG"} <= set(own_tree(RELEASES[0]).nodes)
    assert len(own_tree().nodes) > 200


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.node.code}-{row.only}")
def test_a_row_has_the_form_of_its_columns(row: Row) -> None:
    assert all(re.fullmatch(r"[89]\d{3}/[0-9]", code) for code in row.morphology)
    assert all(re.fullmatch(r"C\d\d", code) for code in row.sites)
    assert row.only in ("", *RELEASES)
    assert len(set(row.synonyms)) == len(row.synonyms)
    assert all(len(synonym) > 1 and synonym == synonym.strip() for synonym in row.synonyms)


def test_no_row_stands_twice() -> None:
    named = [(row.node.code, release) for row in rows() for release in ((row.only,) if row.only else RELEASES)]
    assert len(named) == len(set(named))


def test_the_file_names_its_source() -> None:
    head = find_file("mappings", "codes/oncotree.tsv").read_text(encoding="utf-8")[:700]
    assert "Memorial Sloan Kettering" in head
    assert "CC BY 4.0" in head
