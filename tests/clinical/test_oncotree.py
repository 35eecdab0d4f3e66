"""OncoTree: candidates of terms as cases, releases that are none, and what holds of any text."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from img2fair.cli import run
from img2fair.clinical.oncotree import (
    MOST,
    RELEASES,
    Candidate,
    Match,
    Tree,
    cancer_type_columns,
    candidates,
    own_tree,
    read_tree,
    written,
)
from img2fair.errors import UsageFault
from tests.sizes import size

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "cbioportal"
CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "oncotree.yaml")
OLD, NEW = RELEASES


def release(name: object) -> Tree:
    """A whole release by its year; our own table without one."""
    if name == "own":
        return own_tree()
    version = OLD if name == 2021 else NEW
    path = REFERENCE / f"{version}.json"
    if not path.is_file():
        pytest.skip("the releases of OncoTree are not at hand")
    return _READ.setdefault(version, read_tree(path.read_text(encoding="utf-8"), version))


_READ: dict[str, Tree] = {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['release']}-{case['term']}-{case.get('site', '')}")
def test_a_term_leads_to_codes(case: dict[str, Any]) -> None:
    tree = release(case["release"])
    found = candidates(tree, case["term"], case.get("site", ""))
    if not case["first"]:
        assert found == ()
        return
    first = found[0]
    assert [first.code, first.match.value] == case["first"]
    codes = [one.code for one in found]
    assert set(case.get("also", [])) <= set(codes)
    assert not set(case.get("not", [])) & set(codes)
    assert case.get("note", "") in first.note
    if "ambiguous" in case:
        assert first.ambiguous is case["ambiguous"]
    assert first.version == tree.version


_AGAIN = replace(own_tree())
"""Another value of the same: nothing that is kept for the first is there for it."""


def sound(tree: Tree, found: tuple[Candidate, ...]) -> None:
    assert len(found) <= MOST
    assert len({one.code for one in found}) == len(found)
    assert [list(Match).index(one.match) for one in found] == sorted(list(Match).index(one.match) for one in found)
    for one in found:
        assert tree.nodes[one.code].name == one.name
        assert 0 < one.confidence <= (0.5 if one.ambiguous else 1)
        assert one.match is not Match.PREDECESSOR or one.note


ANY = st.one_of(
    st.text(max_size=60),
    st.sampled_from([row.name for row in own_tree().nodes.values()]).flatmap(
        lambda name: st.sampled_from([name.upper(), name[:-1], f"{name}, NOS", f"left {name}", name + name, name[::-1]])
    ),
    st.from_regex(r"(M-?)?[0-9]{4}/[0-9]{1,2} ?(C[0-9]{2}(\.[0-9])?)?", fullmatch=True),
    st.from_regex(r"C[0-9L]{1,8}", fullmatch=True),
)


@settings(max_examples=size(150, 5_000), deadline=None)
@given(ANY, ANY)
@example("C" * 10_000, "\ud800")
@example("9440/3 " * 1_000, "C71")
@example("İ" * 200, "ﬁ")
def test_any_text_gives_candidates_of_the_release(text: str, site: str) -> None:
    tree = own_tree()
    found = candidates(tree, text, site)
    sound(tree, found)
    assert candidates(_AGAIN, text, site) == found


@pytest.mark.parametrize("version", RELEASES)
def test_every_type_is_found_by_its_code_and_name(version: str) -> None:
    tree = own_tree(version)
    for node in tree.nodes.values():
        for term, match in ((node.code, Match.EXACT_CODE), (node.name, Match.EXACT_NAME)):
            found = {one.code: one for one in candidates(tree, term)}
            assert found[node.code].match is (match if node.parent else Match.PARENT) or node.name == term


@pytest.mark.parametrize("text", ["Jansen, P.", "MRN 0012345", "1957-03-12", "Room 4, ward B; dr. De Vries"])
def test_no_note_repeats_a_term(text: str) -> None:
    for one in candidates(own_tree(), f"{text} glioblastoma multiforme"):
        assert text not in repr(one)


def test_columns_are_main_type_and_name() -> None:
    assert cancer_type_columns(own_tree(), "gb") == ("Glioma", "Glioblastoma, IDH-Wildtype")
    assert cancer_type_columns(own_tree(OLD), "GB") == ("Glioma", "Glioblastoma")
    assert cancer_type_columns(own_tree(), "BREAST") == ("Breast Cancer", "Breast")
    with pytest.raises(UsageFault, match="no code 'GBM'") as raised:
        cancer_type_columns(own_tree(), "GBM")
    assert "successor is GB" in raised.value.cure
    assert raised.value.where == NEW


def test_what_stands_above_a_code() -> None:
    tree = own_tree()
    assert [one.code for one in tree.above("GSARC")] == ["GB", "ADIFG", "DIFG", "BRAIN"]
    assert tree.above("BRAIN") == tree.above("NONE") == ()
    assert tree.find("nsclc") is tree.nodes["NSCLC"]
    assert tree.find("") is None
    assert tree.successors("gbm") == ("GB",)
    assert tree.successors("GB") == ()


def node(**said: object) -> dict[str, object]:
    return {"code": "AB", "name": "Ab", "parent": "TISSUE", **said}


BROKEN: list[tuple[object, str]] = [
    ("", "not JSON"),
    ("{", "not JSON"),
    ("\x00", "not JSON"),
    ("[" * 100_000, "nests too deep"),
    ("9" * 5_000, "nests too deep"),
    ("null", "neither a list"),
    ('"TISSUE"', "neither a list"),
    ('{"BRAIN": {}}', "neither a list"),
    ('{"TISSUE": []}', "neither a list"),
    ("[]", "no types"),
    ([node(code="TISSUE", parent=None)], "no types"),
    ([1], "no object"),
    ([None], "no object"),
    ([{}], "code is missing"),
    ([node(code=7)], "'code' is no short text"),
    ([node(code="A B")], "code is missing or none"),
    ([node(code="../x")], "code is missing or none"),
    ([node(code="x" * 64)], "code is missing or none"),
    ([node(name="")], "name is missing"),
    ([node(name=None)], "name is missing"),
    ([node(name="a\tb")], "'name' is no short text"),
    ([node(name="a\nb")], "'name' is no short text"),
    ([node(name="a\x1b[2J")], "'name' is no short text"),
    ([node(name="\ud800")], "'name' is no short text"),
    ([node(name="x" * 256)], "'name' is no short text"),
    ([node(mainType={"name": "x"})], "'mainType' is no short text"),
    ([node(), node()], "stands twice"),
    ([node(parent="NONE")], "parent 'NONE' is missing"),
    ([node(parent="AB")], "above itself"),
    ([node(parent="CD"), node(code="CD", parent="AB")], "above itself"),
    ([node(externalReferences=[1])], "'externalReferences' is no object"),
    ([node(externalReferences={"NCI": "C1"})], "'NCI' is no list of codes"),
    ([node(externalReferences={"UMLS": [1]})], "'UMLS' is no list of codes"),
    ([node(history="GBM")], "'history' is no list of codes"),
    ([node(revocations=["a b"])], "'revocations' is no list of codes"),
    ({"TISSUE": node(code="TISSUE", parent=None, children=[1])}, "'children' is no object"),
    ({"TISSUE": node(code="TISSUE", parent=None, children={"AB": 1})}, "no object"),
]


@pytest.mark.parametrize(("said", "what"), BROKEN)
def test_a_release_that_is_none_is_refused(said: object, what: str) -> None:
    text = said if isinstance(said, str) else json.dumps(said)
    with pytest.raises(UsageFault, match=what) as raised:
        read_tree(text, NEW, "tree.json")
    assert raised.value.where.startswith("tree.json")
    assert "oncotree.info" in raised.value.cure


def test_a_fault_tells_line_and_code() -> None:
    with pytest.raises(UsageFault) as raised:
        read_tree('[\n{"code": }]', where="tree.json")
    assert raised.value.where == "tree.json:2:10"
    with pytest.raises(UsageFault) as raised:
        read_tree([node(), node(code="CD", name=None)], where="tree.json")
    assert raised.value.where == "tree.json: type 2, code CD"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda of: (
        st.lists(of, max_size=4)
        | st.dictionaries(st.sampled_from(["code", "name", "parent", "children", "TISSUE", "history"]), of, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=size(200, 5_000), deadline=None)
@given(JSON)
def test_any_json_is_a_release_or_a_usage_fault(said: object) -> None:
    try:
        tree = read_tree(json.dumps(said))
    except UsageFault:
        return
    assert tree.nodes
    assert dict(read_tree(written(tree)).nodes) == dict(tree.nodes)


@pytest.mark.parametrize("version", RELEASES)
def test_a_release_is_written_and_read_back(version: str) -> None:
    tree = own_tree(version)
    again = read_tree(written(tree), version)
    assert dict(again.nodes) == dict(tree.nodes)
    assert written(again) == written(tree)


def test_the_nested_form_and_the_list_say_the_same() -> None:
    inner = node(code="CD", parent="AB", name="Cd", children={}, history=["XY"], externalReferences={"NCI": ["C1234 "]})
    nested = {
        "TISSUE": {"code": "TISSUE", "name": "Tissue", "parent": None, "children": {"AB": node(children={"CD": inner})}}
    }
    listed = [{**inner, "children": {}}, node(children={})]
    assert dict(read_tree(nested).nodes) == dict(read_tree(listed).nodes)
    assert read_tree(nested).nodes["CD"].nci == ("C1234",)


def test_the_name_of_a_tissue_is_no_slip_of_a_type() -> None:
    """``mammacarcinoom`` (breast) is two letters from ``maagcarcinoom`` (stomach)."""
    assert [one.code for one in candidates(own_tree(), "mammacarcinoom")] == ["BREAST"]
    assert "STAD" in {one.code for one in candidates(own_tree(), "maagcarcinom")}


LISTED = [
    ("uveal", ["UM\tUveal Melanoma\tEye"]),
    ("prostaatcarcinoom", ["PRAD\tProstate Adenocarcinoma\tProstate"]),
]


@pytest.mark.parametrize(("word", "lines"), LISTED)
def test_codes_are_looked_up_by_a_word(word: str, lines: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "oncotree", word]) == 0
    assert capsys.readouterr().out.splitlines() == lines


def test_all_codes_are_listed_and_a_word_of_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "oncotree", "--json"]) == 0
    assert {code for code, _, _ in json.loads(capsys.readouterr().out)["oncotree"]} == set(own_tree().nodes)
    assert run(["list", "oncotree", "xyzzy"]) == 2
    assert "oncotree.info" in capsys.readouterr().err
