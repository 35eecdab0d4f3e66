"""Answers of a FAIR Data Point that surprise its clients: true of the demo's server and a live one (test_fdp_contract).

On a live server ``FDP_PLAIN_USER`` and ``FDP_PLAIN_PASS`` are an account without the role ADMIN; unset, the one that a
fresh installation has. Source: the reference 1.20.3, run.
"""

import os
import re

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from img2fair.model import Verdict
from img2fair.rdf import from_text, iri
from img2fair.targets.fdp.inventory import Held
from img2fair.targets.fdp.offer import RecordType
from tests.servers import PUBLISHER
from tests.targets import changes
from tests.targets import test_fdp_contract as contract
from tests.targets.fdp_changes import updated
from tests.targets.test_fdp_contract import CATALOG, DATASET, DISTRIBUTION, LIVE, Server

PLAIN = (
    os.environ.get("FDP_PLAIN_USER", "nikola.tesla@example.com"),
    os.environ.get("FDP_PLAIN_PASS", "password"),
)
JSON = {"Accept": "application/json"}
NOWHERE = "/dataset/00000000-0000-4000-8000-000000000000"

server, catalog = contract.server, contract.catalog


@pytest.fixture
def other(server: Server) -> Server:
    """The server as an account sees it that was given no rights."""
    return Server(server.url, PLAIN if LIVE and server.url == LIVE.rstrip("/") else PUBLISHER)


def test_any_log_in_may_make_a_catalogue_but_nothing_in_that_of_others(
    server: Server, other: Server, catalog: str
) -> None:
    refused = other.send("POST", "/dataset", DATASET % {"parent": catalog, "title": "x"})
    assert (refused.status_code, refused.text) == (403, "You are not allow to add new entry")
    own = other.make("catalog", CATALOG, server.base)
    server.made.append(own)
    assert other.send("POST", "/dataset", DATASET % {"parent": own, "title": "x"}).status_code == 201
    for node in (catalog, own):
        answer = other.ask("DELETE", node)
        assert (answer.status_code, answer.text) == (403, "Access Denied"), "owners neither"
    assert server.send("PUT", own, CATALOG % {"parent": server.base}).status_code == 200


def test_guests_are_told_why_they_may_not_create_and_nothing_else(server: Server, catalog: str) -> None:
    told = {}
    for method, path in (("POST", "/dataset"), ("PUT", catalog), ("DELETE", catalog)):
        answer = server.ask(method, path, guest=True, data="x", headers={"Content-Type": "text/turtle"})
        assert answer.status_code == 403
        told[method] = answer.text
    assert told == {"POST": "You have to be login at first", "PUT": "", "DELETE": "Access Denied"}


@pytest.mark.parametrize("scheme", ["bearer", "Token"])
def test_another_scheme_is_no_log_in_and_no_error(server: Server, catalog: str, scheme: str) -> None:
    headers = {"Authorization": server.headers["Authorization"].replace("Bearer", scheme)}
    assert server.ask("GET", catalog, headers=headers).status_code == 403
    answer = server.ask("POST", "/catalog", headers=headers, data=CATALOG.encode())
    assert (answer.status_code, answer.text) == (403, "You have to be login at first")


def test_the_record_is_the_first_node_of_the_first_class_whatever_is_called_so(server: Server, catalog: str) -> None:
    """The first class is dcat:Resource: a node of it that comes later is taken, and its words put into the record."""
    text = DATASET.replace("dcat:Dataset, dcat:Resource", "dcat:Dataset")
    node = server.make("dataset", f'{text} <#ref> a dcat:Resource ; dct:description "REF" .', catalog, title="x")
    assert server.objects(node, "dct:description") == ["REF"]
    assert not [t for t in server.graph(node) if t.subject == NamedNode(f"{node}#ref")]
    both = server.make("dataset", f'{DATASET} <#ref> a dcat:Resource ; dct:description "REF" ; dct:title "t" ;'
        ' dcat:version "1" ; dct:publisher <#p> .', catalog, title="x")  # fmt: skip
    assert server.objects(both, "dct:description") == [], "the first, where it is of that class too"
    assert server.objects(both, "rdfs:label") == ["x"]


def test_what_breaks_is_told_by_its_status_only(server: Server, catalog: str) -> None:
    wrong = (
        ("GET", f"{catalog}/page/dataset?size=-1", 500),
        ("GET", f"{catalog}/page/dataset?page=-1", 500),
        ("GET", f"{catalog}/page/dataset?page=x", 400),
        ("GET", "/dataset", 405),
        ("POST", catalog, 405),
        ("PATCH", catalog, 405),
        ("DELETE", "/", 405),
        ("POST", "/dataset", 400),
    )
    for method, path, status in wrong:
        answer = server.ask(method, path)
        assert (answer.status_code, answer.content) == (status, b""), (method, path)
        assert "Content-Type" not in answer.headers
    answer = server.ask("DELETE", "/", headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (405, "Method Not Allowed")
    assert "message" not in answer.json()
    literal = DATASET.replace("<%(parent)s>", '"x"') % {"title": "x"}
    assert server.send("POST", "/dataset", literal).status_code == 500


def test_a_state_that_is_none(server: Server, catalog: str) -> None:
    for told, status in (({}, 500), ({"current": "published"}, 400)):
        answer = server.ask("PUT", f"{catalog}/meta/state", json=told, headers=JSON)
        assert (answer.status_code, "message" in answer.json()) == (status, False)
        assert server.ask("PUT", f"{catalog}/meta/state", json=told).content == b""
    assert server.ask("PUT", f"{NOWHERE}/meta/state", json={}).status_code == 404
    assert server.ask("PUT", f"{catalog}/meta/state", guest=True, json={"current": "PUBLISHED"}).status_code == 403
    assert server.meta(catalog)["state"]["current"] == "DRAFT"


def test_publishing_while_only_turtle_is_accepted_works_and_says_it_does_not(server: Server, catalog: str) -> None:
    first, second = (server.ask("PUT", f"{catalog}/meta/state", json={"current": "PUBLISHED"}) for _ in range(2))
    assert (first.status_code, first.content) == (406, b"")
    assert (second.status_code, second.text) == (400, "Metadata is already published")
    assert second.headers["Content-Type"] == "text/turtle"
    third = server.publish(catalog)
    assert third.json()["message"] == "Metadata is already published"
    assert third.json()["error"] == "Bad Request"


def test_containers_show_drafts_to_guests_and_relations_do_not(server: Server, catalog: str) -> None:
    server.publish(catalog)
    draft, shown = (server.make("dataset", DATASET, catalog, title=title) for title in ("draft", "shown"))
    server.publish(shown)
    graph = from_text(server.ask("GET", catalog, guest=True).content)
    found = {name: {t.object for t in graph if t.predicate == iri(name)} for name in ("dcat:dataset", "ldp:contains")}
    assert found == {"dcat:dataset": {NamedNode(shown)}, "ldp:contains": {NamedNode(shown), NamedNode(draft)}}
    assert server.ask("GET", draft, guest=True).status_code == 403
    path = server.ask("GET", f"{draft}/meta", guest=True, headers=JSON).json()["path"]
    assert path[draft]["title"] == "draft", "its title is no secret"


def test_replacing_what_is_not_there(server: Server, catalog: str) -> None:
    answer = server.send("PUT", NOWHERE, DATASET % {"parent": catalog, "title": "x"})
    assert (answer.status_code, answer.text) == (404, f"No metadata found for the uri '{server.base}{NOWHERE}'")
    assert server.ask("GET", NOWHERE).status_code == 404
    assert server.send("PUT", NOWHERE, "<> a dcat:Dataset, dcat:Resource .").status_code == 400, (
        "the schemas come first"
    )


def test_answers_do_not_tell_their_charset(server: Server, catalog: str) -> None:
    node = server.make("dataset", DATASET, catalog, title="Désk")
    answer = server.ask("GET", node)
    assert answer.headers["Content-Type"] == "text/turtle"
    assert "Désk" in answer.content.decode()
    assert "Désk" not in answer.text, "requests takes it for ISO-8859-1"
    assert server.ask("GET", NOWHERE).headers["Content-Type"] == "text/turtle"
    stale = server.ask("GET", node, headers={"Authorization": "Bearer x"})
    assert stale.headers["Content-Type"] == "application/json;charset=ISO-8859-1"


def test_a_child_without_a_name_breaks_its_record(server: Server, catalog: str) -> None:
    node = server.make("dataset", DATASET, catalog, title="x")
    child = server.make("distribution", DISTRIBUTION, node)
    text = DATASET % {"parent": catalog, "title": "y"}
    for first in ("[ dct:description 'x' ]", "'x'"):
        answer = server.send("PUT", node, f"{text} <> dcat:distribution {first} .")
        assert (answer.status_code, answer.content) == (500, b"")
    assert server.objects(node, "dct:title") == ["x"], "nothing was stored"
    put = server.send("PUT", node, f"{text} <> dcat:distribution <{child}>, [ dct:description 'x' ] .")
    asked = [("GET", node), ("GET", f"{node}/page/distribution"), ("DELETE", node)]
    told = [server.ask(method, path).status_code for method, path in asked]
    repaired = server.send("PUT", node, f"{text} <> dcat:distribution <{child}> .")
    assert (put.status_code, told, repaired.status_code) == (200, [500, 400, 500], 200)


def test_a_child_of_another_server_breaks_its_record_but_no_page(server: Server, catalog: str) -> None:
    node, foreign = server.make("dataset", DATASET, catalog, title="x"), "https://xnat.example.org/data/1"
    text = DATASET % {"parent": catalog, "title": "y"}
    put = server.send("PUT", node, f"{text} <> dcat:distribution <{foreign}> .")
    asked = [("GET", node), ("GET", f"{node}/page/distribution"), ("DELETE", node), ("GET", catalog)]
    told = [server.ask(method, path) for method, path in asked]
    repaired = server.send("PUT", node, text)
    assert [put.status_code, repaired.status_code] == [200, 200]
    assert [answer.status_code for answer in told] == [404, 200, 404, 200]
    assert told[0].text == f"Metadata info '{foreign}' was not found"
    assert told[2].text == f"No metadata found for the uri '{foreign}'"


def test_times_have_as_many_digits_as_they_need(server: Server, catalog: str) -> None:
    for name in ("fdp-o:metadataIssued", "fdp-o:metadataModified", "dct:issued", "dct:modified"):
        (told,) = server.objects(catalog, name)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,8}[1-9])?Z", told), told


def test_the_oldest_is_the_oldest_whatever_its_digits() -> None:
    def held(time: str) -> Held:
        said = Triple(NamedNode("x:y"), iri("fdp-o:metadataIssued"), Literal(time, datatype=iri("xsd:dateTime")))
        return Held("x:y", RecordType("", "", "", frozenset(), ()), "", False, [said])

    times = [f"2026-01-01T00:00:{second}Z" for second in ("43", "43.09", "43.09899129", "43.5", "43.51", "44")]
    assert [held(time).age[0] + "Z" for time in times] == times
    assert sorted(set(times), key=lambda time: held(time).age) == times


def test_a_node_of_the_records_class_does_not_become_our_record(server: Server) -> None:
    other = """<> dct:relation <#a-other> . <#a-other> a dcat:Resource ; dct:title "NESTED" ; dcat:version "1" ;
      dct:publisher <#publisher> ."""
    wanted = [changes.catalog(), changes.dataset("LGG", extra=other)]
    target = server.target()
    outcomes = changes.write(target, wanted)
    server.made += [outcome.answer.split()[0] for outcome in outcomes if outcome.verdict is Verdict.DONE]
    assert [outcome.verdict for outcome in outcomes] == [Verdict.DONE] * 2, outcomes
    node = outcomes[1].answer.split()[0]
    (label,) = server.objects(node, "rdfs:label")
    assert label == server.objects(node, "dct:title")[0] != "NESTED"
    assert Triple(NamedNode(f"{node}#a-other"), iri("dct:title"), Literal("NESTED")) in server.graph(node)


def test_our_catalogue_can_be_replaced_again_and_again(server: Server) -> None:
    """A date of another node that does not parse would break every PUT after the first; ours has its own dates."""
    target = server.target()
    (made,) = changes.write(target, [changes.catalog()])
    server.made.append(made.answer.split()[0])
    for number in range(3):
        change = changes.catalog(f'{changes.CATALOG_TEXT} <> dcat:keyword "{number}" .')
        (outcome,) = changes.write(target, [updated(change, target.observe())])
        assert outcome.verdict is Verdict.DONE, outcome
