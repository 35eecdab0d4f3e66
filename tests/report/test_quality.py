"""The quality score as the EU's Metadata Quality Assessment counts it, and F-UJI's checks on metadata."""

from pathlib import Path
from typing import TypedDict, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from img2fair.rdf import from_text
from img2fair.report.described import Sheet, described_of_graph, sheets
from img2fair.report.page_words import WORDS
from img2fair.report.quality import BANDS, COMPLIANCE, DIMENSIONS, METRICS, MOST, State, quality, rating
from tests.report.catalogue import PREFIXES, catalogue, key_of


class Case(TypedDict, total=False):
    name: str
    dataset: str
    distributions: list[str]
    points: dict[str, int]
    attainable: int
    untested: int
    rating: str


CASES = cast("list[Case]", YAML(typ="safe").load(Path(__file__).parent.parent / "cases" / "quality.yaml"))


def sheet(dataset: str, distributions: list[str]) -> Sheet:
    """Return a dataset of which this Turtle says what stands after its IRI."""
    said = [f"dcat:distribution <urn:d{number}>" for number in range(len(distributions))]
    text = "; ".join(["<urn:x> a dcat:Dataset", *said, *([dataset] if dataset.strip() else [])])
    parts = [f"<urn:d{number}> a dcat:Distribution; {one} ." for number, one in enumerate(distributions)]
    (found,) = sheets(described_of_graph(from_text(PREFIXES + "\n".join([f"{text} .", *parts]))))
    return found


def test_the_metrics_come_to_what_the_method_says() -> None:
    for dimension, most in DIMENSIONS.items():
        assert sum(metric.points for metric in METRICS if metric.dimension == dimension) == most
    assert MOST == 405 and len(METRICS) == 23 and len({metric.name for metric in METRICS}) == 23
    assert all(f"m {metric.name}" in WORDS for metric in METRICS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_dataset_has_the_points_that_the_method_gives(case: Case) -> None:
    found = quality([sheet(case["dataset"], case.get("distributions", []))], judged=True, violating=())
    assert found
    (score,) = found.scores
    reached = {dimension: score.sum(State.REACHED, dimension) for dimension in DIMENSIONS}
    assert {dimension: points for dimension, points in reached.items() if points} == case["points"]
    assert (score.attainable, score.sum(State.UNTESTED), score.rating) == (
        case["attainable"], case["untested"], case["rating"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("points", "name"),
    [(0, "bad"), (120, "bad"), (120.9, "bad"), (121, "sufficient"), (220, "sufficient"), (221, "good"), (350, "good"),
     (351, "excellent"), (405, "excellent")],
)  # fmt: skip
def test_a_rating_is_that_of_its_band(points: float, name: str) -> None:
    assert rating(points) == name
    assert f"{name} rating" in WORDS and len(BANDS) == 4


def test_compliance_is_counted_only_where_it_was_judged() -> None:
    one = sheet("", ["dct:title 'x'"])
    states = []
    for judged, violating in ((True, ()), (True, ("urn:d0",)), (True, ("urn:x",)), (True, ("urn:y",)), (False, ())):
        found = quality([one], judged=judged, violating=violating)
        assert found
        states.append(found.scores[0].states[COMPLIANCE])
    assert states == [State.REACHED, State.MISSED, State.MISSED, State.REACHED, State.UNTESTED]


def test_a_catalogue_without_datasets_has_no_score() -> None:
    assert quality([], judged=True, violating=()) is None


def test_gains_are_what_the_datasets_lack_the_most_first() -> None:
    found = quality(sheets(catalogue(12)), judged=True, violating=[key_of(0)])
    assert found
    gains = found.gains()
    means = [gain.mean for gain in gains]
    assert means == sorted(means, reverse=True)
    by_name = {gain.metric.name: gain for gain in gains}
    assert (by_name["theme"].datasets, by_name["theme"].mean) == (4, 10.0)
    assert by_name[COMPLIANCE].datasets == 1 and "keyword" not in by_name
    assert by_name["download"].datasets == 6  # four public ones, and those whose right is in no table
    assert found.closed == 12 - 6


@given(st.lists(st.sampled_from([
    'dcat:keyword "x"', "dct:license <urn:l>", "dcat:byteSize 1", 'dct:issued "2020"', "dcat:downloadURL <urn:u>",
    "dct:accessRights <http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC>",
    "dct:format <http://publications.europa.eu/resource/authority/file-type/CSV>", "dcat:accessURL <urn:a>",
]), unique=True))  # fmt: skip
def test_all_points_are_accounted_for_and_saying_more_never_costs(said: list[str]) -> None:
    def points(number: int) -> int:
        text = "; ".join(said[:number])
        found = quality([sheet(text, [text] if text else [])], judged=True, violating=())
        assert found
        (score,) = found.scores
        assert sum(score.sum(state) for state in State) == MOST
        return score.points

    counts = [points(number) for number in range(len(said) + 1)]
    assert counts == sorted(counts)
