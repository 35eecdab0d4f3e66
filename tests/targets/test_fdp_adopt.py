"""Records of other tools in our catalogue: taken over where they stand, further copies withdrawn."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from img2fair.demo.fdp import Fault
from img2fair.model import Action, Change, State, Verdict
from img2fair.rdf import digest, iri
from img2fair.targets import Target
from tests.servers import ADMIN, PUBLISHER, DemoFdp
from tests.targets import changes
from tests.targets.fdp_changes import carried_out, family, plan, server, writes
from tests.targets.test_fdp_contract import DISTRIBUTION, Server

KEY = changes.key_of("LGG")
WANTED = [changes.catalog(), *family("LGG")]

OLD = """
<> a dcat:Dataset, dcat:Resource ; dct:title "%(title)s" ; dct:description "An old text" ; dcat:version "1" ;
  dct:identifier "https://xnat.example.org/data/archive/projects/LGG" ; dct:isPartOf <%(parent)s> ;
  dcat:theme <https://example.org/theme> ; dct:issued "2020-01-01T00:00:00Z"^^xsd:dateTime ;
  dcat:contactPoint <https://example.org/desk> ; dct:creator [ a foaf:Agent ; foaf:name "Ada" ] ;
  dct:publisher <https://ror.org/1> ; dct:license <http://creativecommons.org/licenses/by/4.0/> .
<https://ror.org/1> a foaf:Agent ; foaf:name "%(name)s" .
"""
"""As the older tool sends a dataset: a blank node, a publisher under its own IRI; distributions it never sends."""


@pytest.fixture
def fdp() -> Iterator[DemoFdp]:
    with DemoFdp(catalog=True) as started:
        yield started


@pytest.fixture
def other(fdp: DemoFdp) -> Server:
    """The older tool."""
    return Server(fdp.url, PUBLISHER)


def copies(fdp: DemoFdp, other: Server, count: int, drafts: int = 0) -> list[str]:
    """Let the older tool run so often; the last so many records stay drafts."""
    made = [other.make("dataset", OLD, fdp.catalog, title="Old", name=f"Hospital {n}") for n in range(count)]
    for node in made[: count - drafts]:
        other.publish(node)
    return made


def ours(fdp: DemoFdp) -> Target:
    return server(fdp, catalog=fdp.catalog)


def test_strangers_are_seen_and_said(fdp: DemoFdp, other: Server) -> None:
    made = copies(fdp, other, 3, drafts=1)
    observed = ours(fdp).observe()
    found = {stranger.at: stranger for stranger in observed.strangers}
    assert sorted(found) == sorted(made)
    assert [found[node].state for node in made] == [State.PUBLISHED, State.PUBLISHED, State.DRAFT]
    assert sorted(made, key=lambda node: found[node].issued) == made, "the oldest first"
    first = found[made[0]]
    assert (first.kind, first.parent, first.title) == ("dataset", fdp.catalog, "Old")
    assert first.identifiers == {"https://xnat.example.org/data/archive/projects/LGG"}
    assert not [t for t in first.triples if "Hospital" in str(t)], "a node that others may tell of as well is left out"
    assert [t for t in first.triples if "Ada" in str(t)]
    assert observed == ours(fdp).observe()


@pytest.mark.parametrize(("count", "drafts"), [(1, 0), (1, 1), (3, 0), (3, 1), (3, 3)])
def test_three_copies_become_one_that_keeps_the_oldest_address(
    fdp: DemoFdp, other: Server, count: int, drafts: int
) -> None:
    made = copies(fdp, other, count, drafts)
    to = ours(fdp)
    planned = plan(to, WANTED)
    assert [c.at for c in planned.pending if c.action is Action.ADOPT] == made[:1]
    assert {c.at for c in planned.pending if c.action is Action.WITHDRAW} == set(made[1:])
    outcomes = carried_out(to, planned.pending)
    assert {outcome.verdict for outcome in outcomes} == {Verdict.DONE}, outcomes
    assert [record.iri for record in fdp.of("dataset")] == made[:1], "changed in place, never deleted and made anew"
    assert {record.state for record in fdp.records.values()} == {"PUBLISHED"}
    observed = to.observe()
    assert observed.records[KEY].slug == made[0].rpartition("/")[2]
    assert digest(observed.records[KEY].triples) == observed.records[KEY].digest
    fdp.requests.clear()
    assert not plan(to, WANTED).pending
    assert not writes(fdp)


def test_distributions_of_others_stay_below_what_we_take_over(fdp: DemoFdp, other: Server) -> None:
    (dataset,) = copies(fdp, other, 1)
    theirs = other.make("distribution", DISTRIBUTION, dataset)
    other.publish(theirs)
    to = ours(fdp)
    carried_out(to, plan(to, WANTED).pending)
    assert theirs in fdp.records[dataset].objects(iri("dcat:distribution").value)
    assert len(fdp.records[dataset].objects(iri("dcat:distribution").value)) == 2
    (stranger,) = to.observe().strangers
    assert (stranger.at, stranger.parent, stranger.kind) == (theirs, KEY, "distribution")


@pytest.mark.parametrize("action", [Action.ADOPT, Action.WITHDRAW])
def test_what_somebody_changed_since_the_plan_is_left(fdp: DemoFdp, other: Server, action: Action) -> None:
    made = copies(fdp, other, 2)
    to = ours(fdp)
    (change,) = [c for c in plan(to, WANTED).pending if c.action is action]
    record = fdp.records[change.at]
    record.triples.append(Triple(NamedNode(change.at), iri("dcat:keyword"), Literal("theirs")))
    (outcome,) = carried_out(to, [change])
    assert (outcome.verdict, "somebody changed it" in outcome.answer) == (Verdict.FAILED, True)
    assert {r.iri for r in fdp.of("dataset")} == set(made)


def test_what_shows_a_closed_project_goes_although_somebody_changed_it(fdp: DemoFdp, other: Server) -> None:
    (dataset,) = copies(fdp, other, 1)
    to = ours(fdp)
    (change,) = plan(to, [], private=["LGG"]).pending
    record = fdp.records[change.at]
    record.triples.append(Triple(NamedNode(change.at), iri("dcat:keyword"), Literal("theirs")))
    (outcome,) = carried_out(to, [change])
    assert (change.at, outcome.verdict, outcome.proof != "") == (dataset, Verdict.DONE, True), outcome
    assert not fdp.of("dataset")


def test_what_another_run_took_over_meanwhile_is_left(fdp: DemoFdp, other: Server) -> None:
    made = copies(fdp, other, 2)
    to = ours(fdp)
    stale = plan(to, WANTED)
    (copy,) = [c for c in stale.pending if c.action is Action.WITHDRAW]
    adopt = next(c for c in stale.pending if c.action is Action.ADOPT)
    carried_out(ours(fdp), [adopt])
    wrong = replace(copy, at=made[0])
    (outcome,) = carried_out(to, [wrong])
    assert (outcome.verdict, "one of ours by now" in outcome.answer) == (Verdict.FAILED, True)
    (again,) = carried_out(to, [adopt])
    assert again.verdict is Verdict.DONE and "as it should be" in again.answer, "what it took over itself is fine"


@pytest.mark.parametrize("kind", ["lost_answer", "reset", "status", "expire_token"])
def test_faults_while_taking_over(fdp: DemoFdp, other: Server, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("img2fair.targets.fdp.connection.FIRST_WAIT", 0.01)
    made = copies(fdp, other, 2)
    to = ours(fdp)
    for method in ("PUT", "DELETE"):
        fdp.faults.add(Fault(path="/dataset/.*", method=method, kind=kind, times=1))  # type: ignore[arg-type]
    outcomes = carried_out(to, plan(to, WANTED).pending)
    assert {outcome.verdict for outcome in outcomes} == {Verdict.DONE}, outcomes
    assert [record.iri for record in fdp.of("dataset")] == made[:1]


def test_a_record_that_is_gone_or_of_another_kind(fdp: DemoFdp, other: Server) -> None:
    (dataset,) = copies(fdp, other, 1)
    to = ours(fdp)
    adopt: Change = next(c for c in plan(to, WANTED).pending if c.action is Action.ADOPT)
    (wrong,) = carried_out(to, [replace(adopt, at=fdp.catalog)])
    assert (wrong.verdict, "no dataset" in wrong.answer) == (Verdict.FAILED, True)
    Server(fdp.url, ADMIN).ask("DELETE", dataset)
    (gone,) = carried_out(to, [adopt])
    assert (gone.verdict, "gone" in gone.answer) == (Verdict.FAILED, True)
    assert not fdp.of("dataset")
