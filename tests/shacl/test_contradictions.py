"""Where profiles contradict each other, ours object as the official files do: no graph can please all of them there."""

from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from ruamel.yaml import YAML

from img2fair.assets import find_folder
from img2fair.rdf import shorten
from img2fair.shacl import load_profile
from img2fair.shacl.profile import Profile
from tests.shacl.agreement import (
    Pair,
    drop_dangling,
    move_pathless,
    official,
    official_shapes,
    ours,
    parted,
    together,
)
from tests.shacl.cases import CASES, REFERENCE, changed, good, node

RULES: list[dict[str, Any]] = YAML(typ="safe").load(CASES / "graphs-contradictions.yaml")
SHACL = REFERENCE / "shacl"
R8 = SHACL / "healthdcat-ap-r8"
SPLIT = SHACL / "dcat-ap-3.0.1" / "split"
FDP = SHACL / "fdp-default-1.20"
OFFICIAL: dict[str, tuple[Path, ...]] = {
    "dcat-ap": (SPLIT / "shapes.ttl", SPLIT / "range.ttl", SPLIT / "mdr-vocabularies.shape.ttl"),
    "health-ri-core": (SHACL / "health-ri-core-v2.0.2" / "ValidationShape" / "HRI-Datamodel-shapes.ttl",),
    "healthdcat-ap": (
        R8 / "shapes" / "non-public-shapes.ttl",
        R8 / "ranges" / "range.ttl",
        R8 / "controlled-vocabularies" / "mdr-vocabularies.shape.ttl",
    ),
    "fdp-default": tuple(FDP / f"shape-{name}.ttl" for name in ("resource", "dataset", "distribution", "data-service")),
}


def profile(name: str) -> Profile:
    if name != "healthdcat-ap":
        return load_profile(name)
    folder = find_folder("shapes")
    return load_profile(name, shapes=[folder / "healthdcat-ap.ttl", folder / "healthdcat-ap-non-public.ttl"])


@cache
def graphs() -> dict[str, list[ox.Triple]]:
    """The good graph, its publisher with a contact as HealthDCAT-AP wants it, and one thing changed."""
    contact = [["x:agent", "cv:contactPoint", "x:cv"], ["x:cv", "rdf:type", "cv:ContactPoint"]]
    base = changed(good(), contact)
    return {f"g{number}": changed(base, rule["change"]) for number, rule in enumerate(RULES)}


@cache
def seen(name: str) -> dict[str, frozenset[Pair]]:
    verdict = ours(together(graphs()), [profile(name)])
    return {graph: each.violations for graph, each in parted(verdict, graphs()).items()}


@cache
def seen_by_officials(name: str) -> dict[str, frozenset[Pair]]:
    shapes = official_shapes(OFFICIAL[name], (drop_dangling, move_pathless))
    verdict = official(together(graphs()), shapes, profile(name).tables())
    return {graph: each.violations for graph, each in parted(verdict, graphs()).items()}


def about(rule: dict[str, Any]) -> Pair:
    focus, path = rule["about"].split(" ")
    return node(focus).value, shorten(node(path).value)


@pytest.mark.parametrize("number", range(len(RULES)), ids=[rule["name"] for rule in RULES])
def test_who_objects(number: int) -> None:
    pair = about(RULES[number])
    assert {name for name in OFFICIAL if pair in seen(name)[f"g{number}"]} == set(RULES[number]["objects"])


@pytest.mark.skipif(not SHACL.is_dir(), reason="the official files are not at hand")
@pytest.mark.parametrize("number", range(len(RULES)), ids=[rule["name"] for rule in RULES])
def test_who_objects_officially(number: int) -> None:
    pair = about(RULES[number])
    assert {n for n in OFFICIAL if pair in seen_by_officials(n)[f"g{number}"]} == set(RULES[number]["objects"])
