"""What is known of each resource, what of it is complete, and the picture of it."""

import re
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.model.record import Count, Record
from img2fair.model.snapshot import Visibility
from img2fair.rdf import expand, from_text
from img2fair.report.columns import Need, known_columns
from img2fair.report.completeness import Cell, Completeness, of_datasets, of_findings
from img2fair.report.described import described_of_graph, described_of_records, facts_of, has, sheets, texts
from img2fair.report.heatmap import NAMED_ROWS, heat_map
from img2fair.report.histogram import modalities, people
from tests.report.catalogue import PREFIXES, WRONG, catalogue, judged, key_of, lacks
from tests.report.findings import report

GRAPH = (
    PREFIXES
    + """
<urn:c> a dcat:Catalog, dcat:Dataset ; dct:title "Catalogue"@nl, "Catalog"@en ; dcat:dataset <urn:d> .
<urn:d> a dcat:Dataset ; dct:title "D" ; dct:publisher <urn:p> ; dcat:distribution _:f ; dcat:inSeries <urn:c> .
<urn:p> a foaf:Agent ; foaf:name "P" . _:f a dcat:Distribution ; dct:format [ dct:title "inner" ] .
<urn:s> a dcat:DataService . <urn:other> dct:title "no resource" .
"""
)


def test_a_graph_is_told_by_its_resources() -> None:
    found = {one.kind: one for one in described_of_graph(from_text(GRAPH))}
    assert set(found) == {"catalog", "dataset", "distribution", "data-service"}
    assert found["catalog"].title == "Catalog" and found["data-service"].title == "urn:s"
    assert found["distribution"].parent == "urn:d" and found["dataset"].parent is None
    assert {triple.subject for triple in found["dataset"].triples} == {NamedNode("urn:d"), NamedNode("urn:p")}
    assert len(found["distribution"].triples) == 3


def test_records_are_told_as_they_are() -> None:
    triples = tuple(from_text('<urn:node> <http://purl.org/dc/terms/title> "T", "" .'))
    record = Record("urn:key", "dataset", NamedNode("urn:node"), Visibility.PUBLIC, triples, {}, project="P",
                    parent="urn:site", counts=(Count("sex", "F", 20),))  # fmt: skip
    (one,) = described_of_records([record])
    assert (one.key, one.node, one.title, one.project, one.parent) == ("urn:key", "urn:node", "T", "P", "urn:site")
    assert texts(facts_of(one), "dct:title") == ("T",) and not has(facts_of(one), "dct:description")
    assert one.counts == record.counts


def test_profiles_tell_what_they_want_and_in_which_words() -> None:
    columns = {(column.kind, column.property): column for column in known_columns(["health-ri-core"])}
    assert columns["dataset", expand("dcat:theme")].need is Need.MANDATORY
    assert columns["distribution", expand("dct:license")].need is Need.MANDATORY
    base = {(column.kind, column.property): column for column in known_columns(["dcat-ap"])}
    assert base["dataset", expand("dcat:theme")].need is not Need.MANDATORY
    assert set(base) < set(columns)
    by_access = {(column.kind, column.property): column.need for column in known_columns(["healthdcat-ap"])}
    assert by_access["dataset", expand("dct:provenance")] is Need.MANDATORY, "of data that is not public"
    dutch = {column.property: column.name for column in known_columns(["dcat-ap"], "nl")}
    assert dutch[expand("dcat:theme")] == "thema"
    assert known_columns(["my own shapes"]) == ()


def cells(found: Completeness, key: str) -> dict[str, Cell]:
    return {
        column.property: found.cells.get((key, number), Cell.BLANK)
        for number, column in enumerate(found.columns)
        if column.kind == "dataset"
    }


def test_each_property_is_there_missing_or_wrong() -> None:
    found = of_datasets(judged(12), sheets(catalogue(12)), known_columns(["health-ri-core"]))
    assert set(found.rows) == {key_of(number) for number in range(12)} and found.rows[0] == key_of(0)
    bad = {"I2F-S001": Cell.MISSING, "I2F-S005": Cell.WRONG}
    for number in range(12):
        drawn = cells(found, key_of(number))
        for code, severity, path, *_ in WRONG:
            wanted = bad[code] if severity is Severity.VIOLATION else Cell.ADVISED
            assert drawn[expand(path)] is (wanted if lacks(number, path) else Cell.GOOD), (number, path)
        assert drawn[expand("dcat:distribution")] is Cell.GOOD and drawn[expand("dct:creator")] is Cell.GOOD
    kinds = [column.kind for column in found.columns]
    assert kinds == sorted(kinds) and {"dataset", "distribution"} == set(kinds)


def test_a_finding_below_is_one_on_the_property_that_leads_there() -> None:
    below = Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, key_of(0), "no mailbox",
                    focus=f"{key_of(0)}#publisher", property=expand("foaf:mbox"))  # fmt: skip
    part = replace(below, key=f"{key_of(0)}/dicom", focus=f"{key_of(0)}/dicom", property=expand("dct:rights"))
    made = Report((below, part), (key_of(0),), ())
    found = of_datasets(made, sheets(catalogue(1)), known_columns(["health-ri-core"]))
    assert cells(found, key_of(0))[expand("dct:publisher")] is Cell.WRONG
    place = next(
        n for n, c in enumerate(found.columns) if (c.kind, c.property) == ("distribution", expand("dct:rights"))
    )
    assert found.cells[key_of(0), place] is Cell.MISSING and found.counts(place)[Cell.MISSING] == 1


@pytest.mark.parametrize("datasets", [1, NAMED_ROWS, NAMED_ROWS + 1, 500])
def test_the_picture_draws_every_cell_once(datasets: int) -> None:
    found = of_datasets(judged(datasets), sheets(catalogue(datasets)), known_columns(["health-ri-core"]))
    picture = heat_map(found, {}, {})
    assert picture
    named = datasets <= NAMED_ROWS
    area = 0
    for path in picture.paths.values():
        for height in re.findall(r"h\d+v(\d+)h", path):
            area += int(height) + (2 if named else 0)
    assert area == picture.cell * datasets * len(picture.columns)
    assert len(picture.rows) == (datasets if named else 0) and picture.keys == found.rows


def test_without_a_catalogue_the_findings_alone_are_drawn() -> None:
    found = of_findings(report(6))
    assert set(found.cells.values()) == {Cell.MISSING, Cell.ADVISED, Cell.WRONG, Cell.GOOD} and len(found.rows) == 5
    assert heat_map(of_findings(Report((), ("k",), ())), {}, {}) is None


def test_modalities_are_counted_by_dataset() -> None:
    found = modalities(sheets(catalogue(10)))
    assert found and [bar.datasets for bar in found.bars] == [3, 1, 1, 1, 1, 1, 1, 1] and found.silent == 0
    assert found.bars[0].name == "Magnetic Resonance (MR)" and found.bars[0].share == 100
    assert modalities(sheets(described_of_graph(from_text(GRAPH)))) is None


def test_people_are_added_and_too_few_are_never_zero() -> None:
    found = people(sheets(catalogue(5)), "sex")
    assert found and found.silent == 1 and found.datasets == 4
    told = {bar.name: (bar.people, bar.hidden) for bar in found.bars}
    assert told == {"female": (120, 1), "male": (105, 1), "unknown": (None, 4)}
    ages = people(sheets(catalogue(5)), "age")
    assert ages and [bar.name for bar in ages.bars] == sorted(bar.name for bar in ages.bars)
    assert people(sheets(described_of_graph(from_text(GRAPH))), "age") is None
