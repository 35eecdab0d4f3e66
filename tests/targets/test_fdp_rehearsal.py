"""The rehearsal: three harvesters walk a FAIR Data Point as guests; each thing that hides a dataset is broken."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple
from ruamel.yaml import YAML

from img2fair.demo.fdp import Fault
from img2fair.errors import RemoteFault
from img2fair.model import Sight
from img2fair.rdf import iri
from img2fair.targets.fdp import FdpSettings
from img2fair.targets.fdp.rehearsal import rehearse
from img2fair.targets.fdp.walks import HARVESTERS
from tests.servers import ADMIN, DemoFdp
from tests.servers.fdp_index import FdpIndex
from tests.sizes import size
from tests.targets.fdp_filled import TITLED, add, asked, path_of

CASES = YAML(typ="safe").load((Path(__file__).parents[1] / "cases" / "fdp_rehearsal.yaml").read_text(encoding="utf-8"))
NAMES = {"civity": "CKAN (CivityNL)", "gdi": "CKAN (GDI)", "index": "FDP Index"}


@dataclass(frozen=True)
class Shown:
    """A demo with one dataset and its distribution."""

    fdp: DemoFdp
    dataset: str
    distribution: str

    def sights(self, **bounds: Any) -> dict[str, Sight]:
        found = rehearse(FdpSettings("fdp", self.fdp.url, login=ADMIN), {self.dataset: "https://x.example/p"}, **bounds)
        return {sight.harvester: sight for sight in found}

    def iri(self, name: str) -> str:
        named = {"root": self.fdp.persistent_url, "catalog": self.fdp.catalog, "dataset": self.dataset}
        return {**named, "distribution": self.distribution}[name]


@pytest.fixture(params=["", "https://w3id.org/demo-fdp"])
def shown(request: pytest.FixtureRequest) -> Iterator[Shown]:
    with DemoFdp(request.param, catalog=True) as fdp:
        dataset = add(fdp, "dataset", fdp.catalog)
        yield Shown(fdp, dataset, add(fdp, "distribution", dataset))


def broken(shown: Shown, case: Mapping[str, Any]) -> None:
    """Break what a case says: states, answers, links, and what records say."""
    for name, state in case.get("states", {}).items():
        shown.fdp.records[shown.iri(name)].state = state
    for name, status in case.get("answers", {}).items():
        text = str(status).replace("{dataset}", shown.dataset)
        fault = {"status": status} if isinstance(status, int) else {"status": 200, "message": text}
        path = path_of(shown.fdp, shown.iri(name)) or "/"
        shown.fdp.faults.add(Fault(path=path, kind="status", times=case.get("times"), **fault))
    for name in case.get("unlisted", ()):
        for record in shown.fdp.records.values():
            record.triples = [t for t in record.triples if not _lists(t, shown.iri(name))]
    for curie in case.get("without", ()):
        record = shown.fdp.records[shown.dataset]
        record.triples = [t for t in record.triples if t.predicate != iri(curie)]
    for curie, values in case.get("says", {}).items():
        record = shown.fdp.records[shown.dataset]
        record.triples += [Triple(NamedNode(record.iri), iri(curie), Literal(value)) for value in values]
    if "root_without" in case:
        record = shown.fdp.records[shown.fdp.persistent_url]
        record.triples = [t for t in record.triples if t.object != iri(case["root_without"])]


def _lists(triple: Triple, node: str) -> bool:
    return triple.object == NamedNode(node) and triple.predicate in (iri("dcat:dataset"), iri("fdp-o:metadataCatalog"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_who_sees_it_and_why_not(shown: Shown, case: Mapping[str, Any]) -> None:
    broken(shown, case)
    sights = shown.sights()
    assert list(sights) == list(NAMES.values())
    seen = {name for name, harvester in NAMES.items() if sights[harvester].seen}
    assert seen == set(case["seen"])
    for name, why in case.get("why", {}).items():
        concerned = list(NAMES) if name == "all" else [name]
        for one in concerned:
            expected = why.replace("{catalog}", shown.fdp.catalog).replace("{distribution}", shown.distribution)
            assert expected in sights[NAMES[one]].why
    assert all(sight.seen or sight.why for sight in sights.values()), "who does not see it is told why"


def test_it_reads_only_as_a_guest_and_each_record_once(shown: Shown) -> None:
    for _ in range(3):
        add(shown.fdp, "distribution", add(shown.fdp, "dataset", shown.fdp.catalog))
    shown.fdp.requests.clear()
    assert all(sight.seen for sight in shown.sights().values())
    lines = list(asked(shown.fdp))
    wanted = ["/configs/bootstrap", "/", *(path_of(shown.fdp, shown.iri(name)) for name in ("catalog", "dataset"))]
    expected = [f"GET {path}" for path in [*wanted, path_of(shown.fdp, shown.distribution)]]
    assert sorted(lines) == sorted(expected), "and what nobody expects is left alone"
    assert {one.user for one in shown.fdp.requests} == {""}


def test_nothing_expected_is_nothing_asked(shown: Shown) -> None:
    shown.fdp.requests.clear()
    assert rehearse(FdpSettings("fdp", shown.fdp.url, login=ADMIN), {}) == ()
    assert not asked(shown.fdp)


def test_what_was_deleted(shown: Shown) -> None:
    del shown.fdp.records[shown.dataset]
    for name, sight in shown.sights().items():
        assert not sight.seen, name
        assert "404" in sight.why


def test_cut_short_by_number_and_by_time(shown: Shown) -> None:
    for most in range(5):
        for sight in shown.sights(most=most).values():
            assert sight.seen or sight.why
            assert most >= 3 or "cut short" in sight.why
    shown.fdp.faults.add(Fault(path=path_of(shown.fdp, shown.fdp.catalog), kind="slow", seconds=30))
    started = time.monotonic()
    assert all(not sight.seen for sight in shown.sights(within=1.0).values())
    assert time.monotonic() - started < 10


def test_a_server_that_is_no_data_point(shown: Shown) -> None:
    shown.fdp.faults.add(Fault(path="/configs/bootstrap", kind="status", status=404))
    with pytest.raises(RemoteFault):
        shown.sights()


def test_nobody_else_is_asked(shown: Shown) -> None:
    record = shown.fdp.records[shown.dataset]
    elsewhere = NamedNode("https://other.example/distribution/1")
    record.triples.append(Triple(NamedNode(record.iri), iri("dcat:distribution"), elsewhere))
    shown.fdp.faults.add(Fault(path=".*/other.*", kind="status", status=500))
    shown.fdp.records[elsewhere.value] = shown.fdp.records[shown.distribution]  # or the reference's quirk hides it all
    assert all(sight.seen and not sight.why for sight in shown.sights().values())


@settings(max_examples=size(25, 300))
@given(st.data())
def test_an_index_sees_what_the_rehearsal_says(data: st.DataObject) -> None:
    """Any tree of drafts and published records, read by an index of its own writing."""
    draw: Callable[[], bool] = lambda: data.draw(st.sampled_from((True, True, False)))  # noqa: E731
    with DemoFdp("", catalog=True) as fdp, FdpIndex() as told:
        catalogs = [fdp.catalog, add(fdp, "catalog", fdp.persistent_url, published=draw())]
        count = data.draw(st.integers(1, 4))
        above = [data.draw(st.sampled_from(catalogs)) for _ in range(count)]
        datasets = [add(fdp, "dataset", parent, TITLED, published=draw()) for parent in above]
        for dataset in datasets:
            add(fdp, "distribution", dataset, published=draw())
        sights = rehearse(FdpSettings("fdp", fdp.url, login=ADMIN), {one: one for one in datasets})
        told.harvest(fdp.persistent_url)
        said = {sight.key for sight in sights if sight.harvester == "FDP Index" and sight.seen}
        assert said == set(datasets) & set(told.harvested)
        assert len(sights) == len(datasets) * len(HARVESTERS)


def test_many_datasets_take_little_time() -> None:
    many = size(60, 1000)
    with DemoFdp("", catalog=True) as fdp:
        first = add(fdp, "dataset", fdp.catalog)
        add(fdp, "distribution", first)
        wanted = {first: "0"}
        for number in range(1, many):
            wanted[_copy(fdp, first, fdp.catalog)] = str(number)
        fdp.requests.clear()
        started = time.monotonic()
        sights = rehearse(FdpSettings("fdp", fdp.url, login=ADMIN), wanted)
        assert all(sight.seen for sight in sights)
        assert [sight.key for sight in sights[:many]] == list(wanted.values()), "in the order they were given"
        assert len(fdp.requests) == many + 4
        assert time.monotonic() - started < 0.2 * many


def _copy(fdp: DemoFdp, node: str, parent: str) -> str:
    """Put in a dataset like another one, faster than by asking for it."""
    record, new = fdp.records[node], f"{node}-{len(fdp.records)}"
    changed = [Triple(NamedNode(new) if t.subject == NamedNode(node) else t.subject, t.predicate, t.object)
               for t in record.triples if t.predicate != iri("dcat:distribution")]  # fmt: skip
    fdp.records[new] = type(record)(new, record.prefix, changed, record.state)
    fdp.records[parent].triples.append(Triple(NamedNode(parent), iri("dcat:dataset"), NamedNode(new)))
    return new
