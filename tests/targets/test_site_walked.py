"""The site as machines meet it over HTTP: the five musts of a FAIR Data Point, the FDP Index, CKAN's harvesters.

Source of the musts: FAIR Data Point specification 1.2, compliance. What harvesters do: ckanext-fairdatapoint walks
ldp:contains and dcat:dataset anonymously in Turtle; the FDP Index wants a MetadataService with title, version and
publisher.
"""

import http.client
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from pyoxigraph import NamedNode, Triple
from pyshacl import validate
from rdflib import Graph

from img2fair.rdf import from_file, from_text, iri, line, to_text
from img2fair.targets.site.serve import serve
from tests.targets.changes import ARCHIVE, BASE, CATALOG, everything, publish, site, withdraw, write

RESOURCES = {iri(f"dcat:{name}") for name in ("Resource", "Catalog", "Dataset", "DataService", "DatasetSeries")}
"""dcat:Resource and its subclasses in DCAT 3."""
SERVICE = '<> a dcat:DataService ; dct:title "DICOMweb" ; dcat:endpointURL <https://xnat.example.org/xapi/dicomweb> .'
LED = {iri(name) for name in ("dcat:dataset", "dcat:distribution", "dcat:service", "dcat:catalog")}


class Walker:
    """Asks for IRIs of the site as if it were at its base."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, address: str, accept: str | None) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        assert address.startswith(BASE)
        path = address.removeprefix("https://fair.example.org").partition("#")[0]
        line.request("GET", path, headers={"Accept": accept} if accept else {})
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        return answer.status, answer.headers["Content-Type"].partition(";")[0], body

    def turtle(self, address: str) -> list[Triple]:
        status, kind, body = self.ask(address, None)
        assert (status, kind) == (200, "text/turtle"), address
        return from_text(body)

    def records(self) -> dict[str, list[Triple]]:
        """All records that the containers lead to, from the root."""
        found: dict[str, list[Triple]] = {}
        ahead = [BASE]
        while ahead:
            address = ahead.pop()
            found[address] = self.turtle(address)
            ahead += [one for one in _objects(found[address], None, "ldp:contains") if one not in found]
        return found


def _objects(triples: list[Triple], node: str | None, curie: str) -> list[str]:
    found = (t.object for t in triples if t.predicate == iri(curie) and (node is None or t.subject == NamedNode(node)))
    return [term.value for term in found if not isinstance(term, Triple)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("walked")
    service = publish(f"{ARCHIVE}/dicomweb", "data-service", SERVICE, slug="dicomweb", parent=CATALOG)
    write(site(made, title="Imaging at UHE"), [*everything(), service, withdraw("PROSTATE")])
    return made / "public"


@pytest.fixture(scope="module")
def walker(folder: Path) -> Iterator[Walker]:
    with serve(folder) as served:
        Thread(target=served.serve_forever, daemon=True).start()
        yield Walker(int(served.server_address[1]))
        served.shutdown()


def test_every_record_is_reached_in_turtle_and_in_json_ld(walker: Walker) -> None:
    records = walker.records()
    kinds = sorted(address.removeprefix(BASE).split("/")[1:][0] for address in records if address != BASE)
    assert kinds == ["catalog", "data-service", "dataset", "dataset", "distribution", "distribution"]
    assert not [address for address in records if "PROSTATE" in address]
    for address, triples in records.items():
        status, kind, body = walker.ask(address, "application/ld+json")
        assert (status, kind) == (200, "application/ld+json")
        assert set(map(line, from_text(body, "json-ld"))) == set(map(line, triples))


def test_the_root_is_a_fair_data_point(walker: Walker) -> None:
    triples = walker.turtle(BASE)
    classes = set(_objects(triples, BASE, "rdf:type"))
    wanted = ("fdp-o:FAIRDataPoint", "fdp-o:MetadataService", "dcat:DataService")
    assert {iri(name).value for name in wanted} <= classes
    for curie in ("dct:title", "dct:publisher", "dct:license", "dct:conformsTo", "dcat:endpointURL", "dct:description",
                  "fdp-o:metadataIdentifier", "fdp-o:metadataIssued", "fdp-o:metadataModified", "dcat:version",
                  "fdp-o:conformsToFdpSpec", "fdp-o:metadataCatalog"):  # fmt: skip
        assert len(_objects(triples, BASE, curie)) == 1, curie
    [publisher] = _objects(triples, BASE, "dct:publisher")
    assert _objects(triples, publisher, "foaf:name") == ["University Hospital Example"]


def test_the_catalogue_says_what_its_layer_asks_for(walker: Walker) -> None:
    address = f"{BASE}/catalog/imaging"
    triples = walker.turtle(address)
    for curie in ("dct:title", "dct:publisher", "dct:license", "dct:conformsTo", "dct:isPartOf",
                  "fdp-o:metadataIdentifier", "fdp-o:metadataIssued", "fdp-o:metadataModified"):  # fmt: skip
        assert len(_objects(triples, address, curie)) == 1, curie
    below = {f"{BASE}/dataset/LGG", f"{BASE}/dataset/LUNG", f"{BASE}/data-service/dicomweb"}
    assert set(_objects(triples, address, "dct:hasPart")) == below


def test_every_record_names_shapes_that_it_keeps_to(walker: Walker) -> None:
    for address, triples in walker.records().items():
        profiles = [one for one in _objects(triples, address, "dct:conformsTo") if one.startswith(BASE)]
        assert len(profiles) == 1, address
        shapes = walker.turtle(profiles[0])
        assert walker.ask(profiles[0], "application/ld+json")[0] == 200
        [target] = {t.object for t in shapes if t.predicate == iri("sh:targetClass")}
        assert target.value in _objects(triples, address, "rdf:type")  # type: ignore[union-attr]
        assert target in RESOURCES or _is_made_a_resource(target, shapes), target
        told, _, text = validate(_graph(triples), shacl_graph=_graph(shapes), meta_shacl=True)
        assert told, text


def _is_made_a_resource(kind: object, shapes: list[Triple]) -> bool:
    above = {t.object for t in shapes if t.subject == kind and t.predicate == iri("rdfs:subClassOf")}
    return bool(above & RESOURCES)


def _graph(triples: list[Triple]) -> Graph:
    return Graph().parse(data=to_text(triples, "ntriples"), format="nt")


def test_shapes_find_what_is_wrong(walker: Walker) -> None:
    """They are no empty words: without a title, or with two identifiers, no record keeps to them."""
    for address, triples in walker.records().items():
        [profile] = [one for one in _objects(triples, address, "dct:conformsTo") if one.startswith(BASE)]
        shapes = _graph(walker.turtle(profile))
        no_title = [t for t in triples if not (t.subject.value == address and t.predicate == iri("dct:title"))]  # type: ignore[union-attr]
        twice = [*triples, Triple(NamedNode(address), iri("fdp-o:metadataIdentifier"), NamedNode("urn:x"))]
        for wrong in (no_title, twice):
            assert not validate(_graph(wrong), shacl_graph=shapes)[0], address


def test_records_that_lead_to_others_hold_their_containers(walker: Walker) -> None:
    for address, triples in walker.records().items():
        boxes = [t.subject.value for t in triples if t.object == iri("ldp:DirectContainer")]  # type: ignore[union-attr]
        members: set[str] = set()
        for box in boxes:
            assert len(_objects(triples, box, "dct:title")) == 1
            assert _objects(triples, box, "ldp:membershipResource") == [address]
            [relation] = _objects(triples, box, "ldp:hasMemberRelation")
            contained = _objects(triples, box, "ldp:contains")
            assert contained
            assert all(Triple(NamedNode(address), NamedNode(relation), NamedNode(one)) in triples for one in contained)
            members |= set(contained)
        leads = {t.object.value for t in triples if t.subject == NamedNode(address) and t.predicate in LED}  # type: ignore[union-attr]
        assert leads <= members


def test_as_ckan_harvests_it(walker: Walker) -> None:
    """Root, containers, catalogues, their datasets, and each distribution by itself: all in Turtle, all with text."""
    root = walker.turtle(BASE)
    catalogs = [one for one in _objects(root, None, "ldp:contains")
                if iri("dcat:Catalog").value in _objects(walker.turtle(one), one, "rdf:type")]  # fmt: skip
    datasets = [one for catalog in catalogs for one in _objects(walker.turtle(catalog), catalog, "dcat:dataset")]
    assert datasets == [f"{BASE}/dataset/LGG", f"{BASE}/dataset/LUNG"]
    for address in datasets:
        triples = walker.turtle(address)
        assert iri("dcat:Dataset").value in _objects(triples, address, "rdf:type")
        assert _objects(triples, address, "dct:title") and _objects(triples, address, "dct:description")
        for part in _objects(triples, address, "dcat:distribution"):
            said = walker.turtle(part)
            assert all(_objects(said, part, curie) for curie in ("dct:title", "dct:license", "dcat:accessURL"))


def test_the_metadata_record_of_each_record_is_in_its_document(walker: Walker) -> None:
    for address, triples in walker.records().items():
        if address != BASE:
            [record] = _objects(triples, address, "foaf:isPrimaryTopicOf")
            assert _objects(triples, record, "foaf:primaryTopic") == [address]
            classes = {iri("fdp-o:MetadataRecord").value, iri("dcat:CatalogRecord").value}
            assert classes <= set(_objects(triples, record, "rdf:type"))


def test_the_catalogue_in_one_file(folder: Path) -> None:
    """One graph of DCAT: all that is published, linked from its catalogue; no navigation; three times the same."""
    forms = [from_file(folder / f"catalogue{end}") for end in (".ttl", ".jsonld", ".nq")]
    named = [{line(t) for t in form if "_:" not in line(t)} for form in forms]
    assert named[0] == named[1] == named[2] and len({len(form) for form in forms}) == 1
    whole = forms[0]
    assert len(set(whole)) == len(whole)
    text = "\n".join(map(line, whole))
    assert "/ldp#" not in text and "/fdp-o#" not in text and "/profile/" not in text and "PROSTATE" not in text
    catalog = f"{BASE}/catalog/imaging"
    assert _objects(whole, catalog, "dcat:dataset") == [f"{BASE}/dataset/LGG", f"{BASE}/dataset/LUNG"]
    assert _objects(whole, catalog, "dcat:service") == [f"{BASE}/data-service/dicomweb"]
    assert _objects(whole, f"{BASE}/dataset/LGG", "dcat:distribution") == [f"{BASE}/distribution/LGG-dicom"]
    topics = {
        f"{BASE}/{place}" for place in ("catalog/imaging", "dataset/LGG", "dataset/LUNG", "data-service/dicomweb")
    }
    assert set(_objects(whole, None, "foaf:primaryTopic")) == topics, "DCAT-AP knows no record of a distribution"
    for record in _objects(whole, catalog, "dcat:record"):
        assert _objects(whole, record, "foaf:primaryTopic") == [record.removesuffix("#record")]
        assert _objects(whole, record, "dct:modified")
