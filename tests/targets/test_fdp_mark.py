"""Withdrawals at a FAIR Data Point: deleted and proven gone, or marked in place with nothing of the project left."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pyshacl
import pytest
import rdflib
import requests
from pyoxigraph import Literal, NamedNode, Triple

from img2fair.demo.fdp import Fault, StoredRecord
from img2fair.farewell import PRIVATE
from img2fair.model import Action, Change, State, Verdict
from img2fair.rdf import digest, from_text, iri, to_text
from img2fair.targets import Target
from img2fair.targets.fdp.bodies import body
from img2fair.targets.fdp.graphs import Frame
from img2fair.targets.fdp.marking import mark_change, people_of
from img2fair.targets.fdp.marking import marked as marking_of
from img2fair.targets.fdp.offer import RecordType
from tests.servers import PUBLISHER, DemoFdp
from tests.shacl.cases import REFERENCE
from tests.targets import changes
from tests.targets.fdp_changes import carried_out, family, plan, server, writes
from tests.targets.test_fdp_contract import DISTRIBUTION, Server

CANARY = "Cn4ry"
AGENTS = """
<> dcat:contactPoint <#desk> . <#desk> a vcard:Kind ; vcard:fn "Data desk" ; vcard:hasEmail <mailto:desk@uhe.example> .
<#publisher> dct:identifier "https://ror.org/1" ; foaf:mbox <mailto:data@uhe.example> .
"""
ALL = [changes.catalog(changes.CATALOG_TEXT + AGENTS),
       replace(changes.dataset("LGG", title=f"{CANARY} title", description=f"{CANARY} text"), title=f"{CANARY} title"),
       changes.distribution("LGG"), *family("LUNG")]  # fmt: skip
LGG = changes.key_of("LGG")


@pytest.fixture
def fdp() -> Iterator[DemoFdp]:
    with DemoFdp() as started:
        yield started


@pytest.fixture
def marking(fdp: DemoFdp) -> Target:
    """A target where the account may not delete, full."""
    to = server(fdp, PUBLISHER, withdraw="mark")
    assert {outcome.verdict for outcome in carried_out(to, plan(to, ALL).pending)} == {Verdict.DONE}
    return to


def closed(to: Target) -> list[Change]:
    return list(plan(to, [ALL[0], *ALL[3:]], private=["LGG"]).pending)


def marked(fdp: DemoFdp) -> list[StoredRecord]:
    status = NamedNode("http://publications.europa.eu/resource/authority/distribution-status/WITHDRAWN")
    return [r for r in fdp.records.values() if Triple(NamedNode(r.iri), iri("adms:status"), status) in r.triples]


def test_a_deletion_says_why_and_when_and_that_a_guest_finds_nothing(fdp: DemoFdp) -> None:
    to = server(fdp)
    carried_out(to, plan(to, ALL).pending)
    (outcome,) = carried_out(to, closed(to))
    assert (outcome.verdict, outcome.reason, outcome.date) == (Verdict.DONE, PRIVATE, "2026-11-21T08:00:00Z")
    assert "finds it nowhere" in outcome.proof
    assert len(fdp.of("dataset")) == 1
    guests = [r for r in fdp.requests if not r.user and r.path.startswith("/dataset/")]
    assert guests, "a guest asked"


def test_a_deletion_that_a_guest_does_not_see_is_a_failure(fdp: DemoFdp) -> None:
    to = server(fdp)
    carried_out(to, plan(to, ALL).pending)
    gone = closed(to)
    slug = to.observe().records[LGG].slug
    fdp.faults.add(Fault(path=f"/dataset/{slug}", kind="status", status=200, message="<x:a> <x:b> <x:c> ."))
    (outcome,) = carried_out(to, gone)
    assert (outcome.verdict, "still shows it" in outcome.proof) == (Verdict.FAILED, True), outcome


def test_a_mark_leaves_nothing_of_the_project(fdp: DemoFdp, marking: Target) -> None:
    before = {r.iri for r in fdp.records.values()}
    (change,) = closed(marking)
    fdp.requests.clear()
    (outcome,) = carried_out(marking, [change])
    assert (outcome.verdict, outcome.reason, outcome.date) == (Verdict.DONE, PRIVATE, "2026-11-21T08:00:00Z"), outcome
    assert "nothing else" in outcome.proof
    assert {r.iri for r in fdp.records.values()} == before, "in place"
    assert sorted(r.prefix for r in marked(fdp)) == ["dataset", "distribution"]
    for record in marked(fdp):
        keyless = [t for t in record.triples if t.subject != NamedNode(f"{record.iri}#record")]
        text = to_text(keyless, "ntriples")
        assert CANARY not in text and "LGG" not in text and "xnat.example.org" not in text, text
        assert '"Withdrawn"' in text and (record.prefix != "dataset" or PRIVATE in text)
        assert record.objects(iri("dct:isPartOf").value)
        shown = requests.get(fdp.url + record.iri.removeprefix(fdp.persistent_url), timeout=10)
        assert shown.status_code == 200 and CANARY not in shown.text


def test_a_mark_is_seen_as_withdrawn_and_comes_back_under_its_address(fdp: DemoFdp, marking: Target) -> None:
    first = marking.observe().records[LGG]
    carried_out(marking, closed(marking))
    observed = marking.observe()
    held = observed.records[LGG]
    assert (held.state, held.slug, held.issued) == (State.WITHDRAWN, first.slug, first.issued)
    assert held.digest == held.actual == digest(held.triples)
    assert observed.records[f"{LGG}/distribution/dicom"].state is State.WITHDRAWN
    fdp.requests.clear()
    assert not closed(marking), "a second run writes nothing"
    assert not writes(fdp)
    back = plan(marking, ALL).pending
    assert {change.action for change in back} == {Action.CREATE}
    assert {outcome.verdict for outcome in carried_out(marking, back)} == {Verdict.DONE}
    assert not marked(fdp)
    assert marking.observe().records[LGG].slug == first.slug
    assert not plan(marking, ALL).pending


def test_a_mark_covers_what_another_tool_hung_below(fdp: DemoFdp, marking: Target) -> None:
    dataset = fdp.persistent_url + "/dataset/" + marking.observe().records[LGG].slug
    other = Server(fdp.url, PUBLISHER)
    theirs = other.make("distribution", DISTRIBUTION.replace("Files", f"{CANARY} files"), dataset)
    other.publish(theirs)
    carried_out(marking, closed(marking))
    assert theirs in {record.iri for record in marked(fdp)}
    assert CANARY not in to_text(fdp.records[theirs].triples, "ntriples")
    observed = marking.observe()
    assert not observed.strangers
    assert observed.records[f"{LGG}/withdrawn/{theirs.rpartition('/')[2]}"].state is State.WITHDRAWN


def test_a_draft_that_is_closed_is_marked_too(fdp: DemoFdp) -> None:
    """Drafts are no secret: the server tells their titles to everybody with an account."""
    to = server(fdp, withdraw="mark")
    fdp.faults.add(Fault(path="/.*/meta/state", method="PUT", kind="status", status=404, message="no"))
    carried_out(to, ALL)
    fdp.faults.clear()
    (outcome,) = carried_out(to, [changes.withdraw("LGG", PRIVATE)])
    assert (outcome.verdict, "draft" in outcome.proof) == (Verdict.DONE, True), outcome
    assert len(marked(fdp)) == 2


def test_a_mark_that_fails_for_a_part_is_a_failure_and_is_finished_next_time(fdp: DemoFdp, marking: Target) -> None:
    fdp.faults.add(Fault(path="/distribution/.*", method="PUT", kind="status", status=500, message="no", times=1))
    (outcome,) = carried_out(marking, closed(marking))
    assert (outcome.verdict, "still shown" in outcome.answer) == (Verdict.FAILED, True)
    again = closed(marking)
    assert [change.key for change in again] == [f"{LGG}/distribution/dicom"]
    assert {one.verdict for one in carried_out(marking, again)} == {Verdict.DONE}
    assert len(marked(fdp)) == 2 and not closed(marking)


def test_an_account_that_may_not_change_the_record(fdp: DemoFdp) -> None:
    carried_out(server(fdp), ALL)
    (outcome,) = carried_out(server(fdp, PUBLISHER, withdraw="mark"), [changes.withdraw("LGG")])
    assert (outcome.verdict, "data steward" in outcome.answer) == (Verdict.FAILED, True)
    (outcome,) = carried_out(server(fdp, PUBLISHER), [changes.withdraw("LGG")])
    assert (outcome.verdict, "withdraw: mark" in outcome.answer) == (Verdict.FAILED, True)


CLASSES = {
    "dataset": frozenset({iri("dcat:Dataset").value, iri("dcat:Resource").value}),
    "distribution": frozenset({iri("dcat:Distribution").value, iri("dcat:Resource").value}),
}
BARE = "@prefix dcat: <http://www.w3.org/ns/dcat#> . <https://x.example/1> a dcat:%s, dcat:Resource ."
SCHEMAS = {"fdp-default": "fdp-default-1.20", "health-ri-core": "health-ri-core-v2.0.2/FairDataPointShape"}


def sent(kind: str, profile: str) -> list[Triple]:
    """Return what a withdrawn record of a kind says, as it is sent."""
    node = f"https://fdp.example.org/{kind}/1"
    frame = Frame(node, RecordType("1", kind, kind, CLASSES[kind], ()), "https://fdp.example.org")
    catalog = from_text(ALL[0].nquads, "nquads")
    change = mark_change(node, kind, PRIVATE)
    above = people_of(catalog, changes.CATALOG, frame)
    desired = marking_of(change, "2026-11-21T08:00:00Z", "2020-01-01T00:00:00Z", node, frame, above)
    return body(desired, frame, change, profile, "")


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference schemas are not here")
@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("profile", SCHEMAS)
def test_the_schemas_of_servers_take_a_mark(profile: str, kind: str) -> None:
    shapes = rdflib.Graph()
    for path in sorted((REFERENCE / "shacl" / SCHEMAS[profile]).glob("*.ttl")):
        if "avigation" not in path.name:
            shapes.parse(path)
    data = rdflib.Graph().parse(data=to_text(sent(kind, profile), "ntriples"), format="nt")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert conforms, text
    assert not pyshacl.validate(rdflib.Graph().parse(data=BARE % kind.title()), shacl_graph=shapes)[0], "it can fail"


def test_publisher_and_contact_are_the_catalogues(fdp: DemoFdp, marking: Target) -> None:
    carried_out(marking, closed(marking))
    dataset = next(record for record in marked(fdp) if record.prefix == "dataset")
    names = {t.object for t in dataset.triples if t.predicate in (iri("foaf:name"), iri("vcard:fn"))}
    assert names == {Literal("University Hospital Example"), Literal("Data desk")}


@pytest.mark.parametrize("place", ["/search", "/dataset/[^/]*/expanded"])
def test_a_mark_under_which_a_guest_reads_the_old_text_is_a_failure(fdp: DemoFdp, marking: Target, place: str) -> None:
    """A cache or an index of the server may still hold it."""
    node = f"{fdp.persistent_url}/dataset/{marking.observe().records[LGG].slug}"
    title = "Cn4ry title"
    told = json.dumps([{"uri": node}]) if place == "/search" else f'<{node}> <{iri("dct:title").value}> "{title}" .'
    method = "POST" if place == "/search" else "GET"
    fdp.faults.add(Fault(path=place, method=method, kind="status", status=200, message=told))
    (outcome,) = carried_out(marking, closed(marking))
    assert (outcome.verdict, "still" in outcome.proof) == (Verdict.FAILED, True)
    assert title not in outcome.answer + outcome.proof
