"""The fast engine finds what the reference finds, on random graphs; on a doubt the reference judges."""

import logging
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from img2fair.errors import UsageFault
from img2fair.rdf import from_text, iri
from img2fair.shacl import list_profiles, load_profile, load_profile_text, validate_graph, validate_groups
from img2fair.shacl.data import Data
from img2fair.shacl.doubts import Doubt
from img2fair.shacl.engine import engine_named
from img2fair.shacl.judge import judge
from img2fair.shacl.profile import Profile, with_bases
from img2fair.shacl.reference import results as reference_results
from img2fair.shacl.results import Result, in_order
from tests.shacl.cases import REFERENCE, X, changed, lgg, node
from tests.shacl.random_graphs import spoiled
from tests.shacl.test_rooms import renamed
from tests.sizes import size

pytest.importorskip("shacl", reason="the extra fast is not installed")
from img2fair.shacl import fast

SHACL = REFERENCE / "shacl"
OFFICIAL = (
    SHACL / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl",
    SHACL / "health-ri-core-v2.0.2" / "ValidationShape" / "HRI-Datamodel-shapes.ttl",
    SHACL / "healthdcat-ap-r8" / "shapes" / "non-public-shapes.ttl",
    SHACL / "dcat-ap-nl-3.0.0" / "dcat-ap-nl-SHACL.ttl",
)


def ours() -> list[Profile]:
    return list(with_bases([load_profile("health-ri-core")]))


def compare(triples: list[ox.Triple], profile: Profile) -> tuple[list[Result], bool]:
    """What both find, and whether the fast engine was asked at all."""
    data = Data(triples, profile.tables())
    expected = in_order(reference_results(data, profile))
    try:
        found = in_order(fast.results(data, profile))
    except Doubt:
        return expected, False
    assert found == expected
    return expected, True


def test_both_engines_find_the_same_on_random_graphs() -> None:
    seen: Counter[str] = Counter()
    for seed in range(size(30, 300)):
        for profile in ours():
            found, asked = compare(spoiled(seed), profile)
            seen["asked" if asked else "doubted"] += 1
            seen["results"] += len(found)
            seen["detailed"] += sum(bool(result.details) for result in found)
    assert seen["asked"] > seen["doubted"], seen
    assert seen["results"] > 10 * seen["asked"] and seen["detailed"] > 20


@pytest.mark.parametrize("name", [name for name, *_ in list_profiles() if name not in ("dcat-ap", "health-ri-core")])
def test_both_engines_find_the_same_by_every_set_of_ours(name: str) -> None:
    seen: Counter[bool] = Counter()
    for number, profile in enumerate(load_profile(name).variants()):
        for seed in range(size(6, 100)):
            seen[compare(spoiled(1000 * (number + 1) + seed), profile)[1]] += 1
    assert seen[True] > seen[False], seen


AGES = "healthdcatap:minTypicalAge", "healthdcatap:maxTypicalAge"


@pytest.mark.parametrize("low", ["_:b", '"P1Y"^^xsd:duration', '"2020-11"^^xsd:gYearMonth', "x:somewhere"])
@pytest.mark.parametrize("turned", [False, True])
def test_values_that_cannot_be_compared_stop_nothing(low: str, turned: bool) -> None:
    lowest, highest = AGES[::-1] if turned else AGES
    graph = changed(lgg(), [["x:lgg", lowest, low], ["x:lgg", highest, '"80"^^xsd:nonNegativeInteger']])
    profiles = [load_profile("imaging")]
    with pytest.raises(Doubt, match="compared"):
        fast.results(Data(graph, ()), profiles[0])
    found = judge(graph, profiles, "auto")
    assert found == judge(graph, profiles, "pyshacl")
    if low.startswith(("_", "x")):
        assert any(result.component == "LessThanOrEquals" for result in found)
        assert all(result.value is None or "urn:img2fair" not in result.value.text for result in found)


def test_a_nested_shape_is_kept_or_not_whatever_its_severity() -> None:
    """To SHACL (3.4.3) a node conforms where there is no result at all, be it advice."""
    nested = "[ sh:property [ sh:path foaf:nick ; sh:minCount 1 ; sh:severity sh:Info ] ]"
    profile = load_profile_text(
        "mine", SHAPES % f"sh:property [ sh:path dct:publisher ; sh:node {nested} ]", "mine.ttl"
    )
    found, asked = compare(lgg(), profile)
    assert asked and [result.component for result in found] == ["Node"]


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the official files are not at hand")
@pytest.mark.parametrize("file", OFFICIAL, ids=lambda file: file.stem)
def test_both_engines_find_the_same_by_official_files(file: Path) -> None:
    profile = load_profile("official", shapes=[file])
    asked = [compare(spoiled(seed), profile)[1] for seed in range(size(6, 40))]
    assert any(asked)


def test_reports_are_equal() -> None:
    for seed in range(size(5, 30)):
        told = [
            validate_graph(spoiled(seed), [load_profile("health-ri-core")], source="x", engine=engine)
            for engine in ("fast", "pyshacl", "auto")
        ]
        assert told[0] == told[1] == told[2]
        assert "_:" not in repr([f.message for f in told[0].findings])


SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix s: <https://s.example.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
s:D a sh:NodeShape ; sh:targetClass dcat:Dataset ; %s .
"""


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        ('sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ]', "sh:select"),
        ('sh:property [ sh:path dct:title ; sh:pattern "(?<=a)b" ]', "pattern"),
        ("sh:property [ sh:path dct:relation ; sh:node s:D ]", "back to themselves"),
        (
            "sh:property [ sh:path dct:publisher ; sh:node [ sh:property [ sh:path foaf:name ;"
            " sh:property [ sh:path foaf:name ; sh:minCount 1 ] ] ] ]",
            "within property shapes",
        ),
    ],
)
def test_shapes_of_doubt_are_left_to_the_reference(shape: str, why: str, caplog: pytest.LogCaptureFixture) -> None:
    profile = load_profile_text("mine", SHAPES % shape, "mine.ttl")
    with caplog.at_level(logging.INFO, "img2fair"):
        assert judge(lgg(), [profile], "fast") == judge(lgg(), [profile], "pyshacl")
    assert any("is judged by pyshacl" in said.message and why in said.message for said in caplog.records)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("dcat:byteSize", '"P1Y"^^xsd:nonNegativeInteger'),
        ("dcat:temporalResolution", '"P"^^xsd:duration'),
        ("foaf:page", '"a line\n"'),
        ("dct:issued", '"2020-01-01"^^xsd:dateTime'),
    ],
)
def test_data_of_doubt_are_left_to_the_reference(path: str, text: str) -> None:
    graph = changed(lgg(), [["x:lgg-dicom", path, text]])
    health_ri = ours()[-1]
    with pytest.raises(Doubt):
        fast.results(Data(graph, ()), health_ri)
    assert judge(graph, [health_ri], "fast") == judge(graph, [health_ri], "pyshacl")


def test_one_dataset_of_doubt_slows_no_other_down(caplog: pytest.LogCaptureFixture) -> None:
    groups = [renamed(n, [["x:lgg", "dct:issued", '"2020-01-01"^^xsd:dateTime']] if n == 3 else None) for n in range(6)]
    profiles = [load_profile("health-ri-core")]
    with caplog.at_level(logging.INFO, "img2fair"):
        report = validate_groups(groups, profiles, engine="fast")
    assert report == validate_groups(groups, profiles, engine="pyshacl")
    assert len([said for said in caplog.records if "is judged by pyshacl" in said.message]) <= 2
    assert report.checked[::2] == tuple(f"{X}p{n}" for n in range(6))


def test_quoted_triples_are_left_to_the_reference() -> None:
    quoted = ox.Triple(node("x:a"), iri("dct:title"), ox.Literal("a"))
    graph = [*lgg(), ox.Triple(node("x:lgg"), iri("dct:relation"), quoted)]
    with pytest.raises(Doubt, match="quoted"):
        fast.results(Data(graph, ()), ours()[-1])
    with pytest.raises(UsageFault, match="RDF-star"):
        judge(graph, ours(), "fast")


def test_details_go_as_deep_as_the_shapes() -> None:
    profile = load_profile_text(
        "deep",
        SHAPES % "sh:property [ sh:path dct:publisher ; sh:node s:A , s:B ]"
        + """s:A sh:property [ sh:path foaf:knows ; sh:node s:B ] .
        s:B sh:property [ sh:path foaf:name ; sh:minCount 1 ] ;
        sh:property [ sh:path foaf:mbox ; sh:minCount 1 ; sh:severity sh:Info ] .""",
        "deep.ttl",
    )
    graph = from_text(
        """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> . <urn:x:d> a dcat:Dataset ; dct:publisher [ foaf:knows [] , "a" ] ,
        "text"@en , [ foaf:name "n" ; foaf:knows [ foaf:name "m" ] ] ."""
    )
    found, asked = compare(graph, profile)
    assert asked
    deepest = [inner for result in found for detail in result.details for inner in detail.details]
    assert {inner.path for inner in deepest} == {"http://xmlns.com/foaf/0.1/name", "http://xmlns.com/foaf/0.1/mbox"}


def test_blank_nodes_keep_their_names() -> None:
    graph = from_text("@prefix dcat: <http://www.w3.org/ns/dcat#> . _:zulu a dcat:Dataset . _:alpha a dcat:Dataset .")
    found = judge(graph, ours(), "fast")
    assert {result.focus.text for result in found} == {"_:zulu", "_:alpha"}


def test_whatever_the_engine_raises_is_a_doubt() -> None:
    data = Data(lgg(), ())
    data.__dict__["text"] = "this is no RDF"
    with pytest.raises(Doubt, match="stops"):
        fast.results(data, ours()[-1])


def test_an_engine_that_is_not_known() -> None:
    with pytest.raises(UsageFault, match="no engine 'rust'"):
        engine_named("rust")
    assert validate_graph(lgg(), [load_profile("health-ri-core")], source=X).checked
