"""What a FAIR Data Point does to its clients: true of the demo's server, and of a live one where one is named.

``IMG2FAIR_LIVE_FDP`` is the address of a live server with the schemas of a fresh installation, ``FDP_USER`` and
``FDP_PASS`` an administrator of it. Everything made there is deleted again.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests
from pyoxigraph import Literal, NamedNode, Triple

from img2fair.model import Verdict
from img2fair.rdf import digest, from_text, iri
from img2fair.targets import TARGETS, Target
from img2fair.targets.fdp import FdpSettings
from img2fair.targets.fdp.withdrawing import NOWHERE
from tests.servers import ADMIN, DemoFdp
from tests.targets import changes
from tests.targets.fdp_changes import updated

LIVE = os.environ.get("IMG2FAIR_LIVE_FDP", "")
LOGIN = (os.environ.get("FDP_USER", ""), os.environ.get("FDP_PASS", ""))
SERVERS = ["demo", *(["live"] if LIVE else [])]

CATALOG = """
<> a dcat:Catalog, dcat:Resource ; dct:title "A contract" ; dcat:version "1" ; dct:isPartOf <%(parent)s> ;
  dct:publisher <#p> . <#p> a foaf:Agent ; foaf:name "Desk" .
"""
DATASET = """
<> a dcat:Dataset, dcat:Resource ; dct:title "%(title)s" ; dcat:version "1" ; dct:isPartOf <%(parent)s> ;
  dcat:theme <https://example.org/theme> ; dct:publisher <#p> ; dct:issued "2020-01-01T00:00:00Z"^^xsd:dateTime .
<#p> a foaf:Agent ; foaf:name "Désk" .
"""
DISTRIBUTION = """
<> a dcat:Distribution, dcat:Resource ; dct:title "Files" ; dcat:version "1" ; dct:isPartOf <%(parent)s> ;
  dcat:mediaType "application/dicom" ; dct:publisher <#p> . <#p> a foaf:Agent ; foaf:name "Desk" .
"""


class Server:
    """A server as plain requests see it."""

    def __init__(self, url: str, login: tuple[str, str]) -> None:
        self.url, self.login = url, login
        token = requests.post(f"{url}/tokens", json=dict(zip(("email", "password"), login, strict=True)), timeout=30)
        self.headers = {"Authorization": f"Bearer {token.json()['token']}"}
        self.base = str(requests.get(f"{url}/configs/bootstrap", timeout=30).json()["persistentUrl"])
        self.made: list[str] = []

    def ask(self, method: str, path: str, *, guest: bool = False, **more: Any) -> requests.Response:
        headers = {**({} if guest else self.headers), "Accept": "text/turtle", **more.pop("headers", {})}
        path = path.removeprefix(self.base)
        return requests.request(method, self.url + path, headers=headers, timeout=30, allow_redirects=False, **more)

    def send(self, method: str, path: str, text: str) -> requests.Response:
        body = (changes.PREFIXES + text).encode()
        return self.ask(method, path, data=body, headers={"Content-Type": "text/turtle;charset=utf-8"})

    def make(self, prefix: str, text: str, parent: str, **values: str) -> str:
        answer = self.send("POST", f"/{prefix}", text % {"parent": parent, **values})
        assert answer.status_code == 201, answer.text
        self.made.append(answer.headers["Location"])
        return answer.headers["Location"]

    def publish(self, node: str, state: str = "PUBLISHED") -> requests.Response:
        return self.ask("PUT", f"{node}/meta/state", json={"current": state}, headers={"Accept": "application/json"})

    def meta(self, node: str) -> Any:
        return self.ask("GET", f"{node}/meta", headers={"Accept": "application/json"}).json()

    def graph(self, node: str) -> list[Triple]:
        return from_text(self.ask("GET", node).content.decode())

    def echo(self, node: str, old: str = "", new: str = "") -> None:
        """Send a record back as it came, as the server's form does, with one text replaced."""
        answer = self.send("PUT", node, self.ask("GET", node).content.decode().replace(old, new))
        assert answer.status_code == 200, answer.text

    def objects(self, node: str, name: str) -> list[str]:
        return [str(getattr(t.object, "value", "")) for t in self.graph(node) if (t.subject, t.predicate) == (
            NamedNode(node), iri(name))]  # fmt: skip

    def target(self, catalog: str = "") -> Target:
        return TARGETS["fdp"](FdpSettings("fdp", self.url, catalog, self.login, profile="fdp-default"))


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    if request.param == "live":
        live = Server(LIVE.rstrip("/"), LOGIN)
        yield live
        for node in reversed(live.made):
            live.ask("DELETE", node)
        return
    with DemoFdp() as fdp:
        yield Server(fdp.url, ADMIN)


@pytest.fixture
def catalog(server: Server) -> str:
    return server.make("catalog", CATALOG, server.base)


def test_types_and_identifier_base(server: Server) -> None:
    told = requests.get(f"{server.url}/configs/bootstrap", timeout=30).json()
    types = {found["urlPrefix"]: found for found in told["resourceDefinitions"]}
    assert {"", "catalog", "dataset", "distribution"} <= set(types)
    assert iri("dcat:Dataset").value in types["dataset"]["targetClassUris"]
    relations = {child["relationUri"]: child["resourceDefinitionUuid"] for child in types["catalog"]["children"]}
    assert relations[iri("dcat:dataset").value] == types["dataset"]["uuid"]


def test_log_in(server: Server) -> None:
    wrong = requests.post(f"{server.url}/tokens", json={"email": server.login[0], "password": "no"}, timeout=30)
    assert wrong.status_code == 401
    mangled = requests.post(f"{server.url}/tokens", json={"email": "nobody", "password": "no"}, timeout=30)
    assert mangled.status_code in (400, 401)
    stale = requests.get(server.url, headers={"Authorization": "Bearer x", "Accept": "text/turtle"}, timeout=30)
    assert stale.status_code == 401, "a bad token is refused even where nobody needs one"


def test_a_new_record_is_a_draft_under_an_iri_of_the_servers(server: Server, catalog: str) -> None:
    assert catalog.startswith(f"{server.base}/catalog/")
    assert server.ask("GET", catalog, guest=True).status_code == 403
    assert server.ask("GET", catalog).status_code == 200
    assert server.meta(catalog)["state"]["current"] == "DRAFT"
    assert server.publish(catalog).status_code == 200
    assert server.ask("GET", catalog, guest=True).status_code == 200
    again = server.publish(catalog)
    assert (again.status_code, "already published" in again.text) == (400, True)
    assert server.publish(catalog, "DRAFT").status_code == 400


def test_a_child_needs_its_parent_in_the_persistent_form(server: Server, catalog: str) -> None:
    assert server.send("POST", "/dataset", DATASET % {"parent": catalog, "title": "x"}).status_code == 201
    lacking = DATASET.replace("dct:isPartOf <%(parent)s> ;", "") % {"title": "x"}
    assert server.send("POST", "/dataset", lacking).status_code == 400
    if server.url != server.base:
        by_address = server.url + catalog.removeprefix(server.base)
        assert server.send("POST", "/dataset", DATASET % {"parent": by_address, "title": "x"}).status_code == 404
    assert server.send("POST", "/data-service", DATASET % {"parent": catalog, "title": "x"}).status_code == 404


def test_what_the_server_writes_itself(server: Server, catalog: str) -> None:
    more = '<> a <https://example.org/Other> ; rdfs:label "mine" ; dcat:distribution <https://example.org/d> .'
    node = server.make("dataset", DATASET + more, catalog, title="Ein Titel")
    assert set(server.objects(node, "rdf:type")) == {iri("dcat:Dataset").value, iri("dcat:Resource").value}
    assert server.objects(node, "rdfs:label") == ["Ein Titel"]
    assert server.objects(node, "dcat:distribution") == [], "links to children are stripped"
    assert server.objects(node, "dct:issued")[0].startswith("2020-01-01T00:00:00")
    assert server.objects(node, "dct:license") == ["http://purl.org/NET/rdflicense/cc-zero1.0"]
    assert server.objects(node, "dct:accessRights") == [f"{node}#accessRights"]
    assert server.objects(node, "fdp-o:metadataIssued")
    assert server.objects(node, "dct:conformsTo")
    assert [t for t in server.graph(node) if t.object == Literal("Désk")], "texts come back as they were sent"


def test_put_replaces_and_loses_links_that_it_does_not_repeat(server: Server, catalog: str) -> None:
    node = server.make("dataset", DATASET, catalog, title="One")
    child = server.make("distribution", DISTRIBUTION, node)
    assert server.objects(node, "dcat:distribution") == [child]
    text = DATASET % {"parent": catalog, "title": "Two"}
    assert server.send("PUT", node, text).status_code == 200
    assert server.objects(node, "dcat:distribution") == []
    assert server.send("PUT", node, f"{text} <> dcat:distribution <{child}> .").status_code == 200
    assert server.objects(node, "dcat:distribution") == [child]
    assert server.objects(node, "dct:title") == ["Two"]
    assert server.objects(catalog, "dcat:dataset") == [node]


def test_paging_shows_drafts_to_whoever_is_logged_in(server: Server, catalog: str) -> None:
    server.publish(catalog)
    made = {server.make("dataset", DATASET, catalog, title=f"Number {number}") for number in range(3)}
    first = server.ask("GET", f"{catalog}/page/dataset?page=0&size=2")
    assert f'<{catalog}/page/dataset?page=1&size=2>; rel="next"' in first.headers["Link"]
    second = server.ask("GET", f"{catalog}/page/dataset?page=1&size=2")
    assert 'rel="next"' not in second.headers["Link"]
    assert sum(f"<{node}>" in first.text + second.text for node in made) == 3
    assert not from_text(server.ask("GET", f"{catalog}/page/dataset", guest=True).text)


def test_schemas_refuse_with_a_report(server: Server, catalog: str) -> None:
    answer = server.send("POST", "/dataset", DATASET.replace("dcat:version \"1\" ;", "") % {
        "parent": catalog, "title": "x"})  # fmt: skip
    assert answer.status_code == 400
    report = from_text(answer.text)
    assert Triple(next(t.subject for t in report if t.predicate == iri("sh:resultPath")), iri("sh:resultPath"),
                  iri("dcat:version")) in report  # fmt: skip
    assert server.send("POST", "/dataset", "<> a dcat:Dataset").status_code == 400


def test_delete_takes_the_children_and_leaves_nothing(server: Server, catalog: str) -> None:
    node = server.make("dataset", DATASET, catalog, title="One")
    child = server.make("distribution", DISTRIBUTION, node)
    assert server.ask("DELETE", node).status_code == 204
    assert server.ask("GET", node).status_code == server.ask("GET", child).status_code == 404
    assert server.objects(catalog, "dcat:dataset") == []


def test_a_put_that_repeats_what_a_get_showed_is_stored_with_its_containers(server: Server, catalog: str) -> None:
    """The server's form does so: from then on the record names a child in a container, also when that is deleted."""
    node = server.make("dataset", DATASET, catalog, title="One")
    server.echo(catalog)
    assert server.ask("DELETE", node).status_code == 204
    assert server.objects(catalog, "dcat:dataset") == []
    assert [t.object for t in server.graph(catalog) if t.predicate == iri("ldp:contains")] == [NamedNode(node)]


def test_json_and_rdf_are_apart(server: Server, catalog: str) -> None:
    assert server.ask("GET", catalog, headers={"Accept": "application/json"}).status_code == 406
    assert server.ask("GET", "/users/current", headers={"Accept": "application/json"}).json()["role"] == "ADMIN"


def test_our_target_gets_back_what_it_wrote(server: Server) -> None:
    target = server.target()
    wanted = [changes.catalog(), changes.dataset("LGG"), changes.distribution("LGG")]
    outcomes = changes.write(target, wanted)
    server.made += [outcome.answer.split()[0] for outcome in outcomes]
    assert [outcome.verdict for outcome in outcomes] == [Verdict.DONE] * 3, outcomes
    observed = target.observe()
    for change in wanted:
        held = observed.records[change.key]
        assert digest(held.triples) == held.digest, f"{change.kind} came back otherwise"
        assert (held.kind, held.parent, held.project) == (change.kind, change.parent, change.project)
    assert observed == target.observe()
    dataset = outcomes[1].answer.split()[0]
    (renamed,) = changes.write(target, [updated(changes.dataset("LGG", title="Renamed"), observed)])
    assert renamed.verdict is Verdict.DONE, renamed
    assert server.objects(dataset, "dct:title") == ["Renamed"]
    assert server.objects(dataset, "dcat:distribution") == [outcomes[2].answer.split()[0]]
    assert server.ask("GET", dataset, guest=True).status_code == 200
    (gone,) = changes.write(target, [changes.withdraw("LGG")])
    assert gone.verdict is Verdict.DONE
    assert server.ask("GET", dataset, guest=True).status_code == 404


def test_what_is_withdrawn_is_listed_nowhere_also_after_an_edit_in_the_form(server: Server) -> None:
    target = server.target()
    outcomes = changes.write(target, [changes.catalog(), changes.dataset("LGG"), changes.dataset("LUNG")])
    server.made += [outcome.answer.split()[0] for outcome in outcomes]
    catalog, lgg, lung = server.made[-3:]
    (title,) = server.objects(catalog, "dct:title")
    server.echo(catalog, title, "By hand")
    (gone,) = changes.write(target, [changes.withdraw("LGG")])
    assert (gone.verdict, gone.proof) == (Verdict.DONE, NOWHERE), gone
    assert lgg not in server.ask("GET", catalog, guest=True).text
    assert server.objects(catalog, "dct:title") == ["By hand"]
    assert server.objects(catalog, "dcat:dataset") == [lung]


def test_a_record_that_moves_is_listed_in_one_place_only(server: Server) -> None:
    target = server.target()
    wanted = [changes.catalog(), changes.dataset("LGG"), changes.dataset("LUNG"), changes.distribution("LGG")]
    outcomes = changes.write(target, wanted)
    server.made += [outcome.answer.split()[0] for outcome in outcomes]
    moved = replace(updated(wanted[3], target.observe()), parent=changes.key_of("LUNG"))
    (outcome,) = changes.write(target, [moved])
    assert outcome.verdict is Verdict.DONE, outcome
    lgg, lung, distribution = (outcome.answer.split()[0] for outcome in outcomes[1:])
    assert server.objects(lgg, "dcat:distribution") == []
    assert server.objects(lung, "dcat:distribution") == [distribution]
    observed = target.observe()
    assert observed.records[moved.key].parent == changes.key_of("LUNG")
    assert all(digest(held.triples) == held.digest for held in observed.records.values())
