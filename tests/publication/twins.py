"""What others do at a FAIR Data Point: a second record for the same dataset, and edits in the server's form."""

import requests
from pyoxigraph import Literal, NamedNode, Triple

from img2fair.demo.fdp import ADMIN, DemoFdp, StoredRecord
from img2fair.rdf import iri, to_text
from tests.publication.world import key_at

TIMEOUT = 10


def record_of(fdp: DemoFdp, key: str) -> StoredRecord:
    """Return the oldest record of a key; ``StopIteration`` where there is none."""
    found = [record for record in list(fdp.records.values()) if key_at(record) == key]
    return next(iter(sorted(found, key=lambda record: record.first(iri("fdp-o:metadataIssued")) or "")))


def add_twin(fdp: DemoFdp, key: str) -> str:
    """Make and publish a second record with the key of a dataset, as a run at the same time would; return its IRI."""
    first = record_of(fdp, key)
    text = to_text([t for t in first.triples if not t.predicate.value.startswith(_SERVERS_OWN)], "ntriples")
    return _published(fdp, text.replace(f"<{first.iri}", "<"))


def add_stranger(fdp: DemoFdp, title: str, identifier: str, catalog: str) -> str:
    """Make and publish a dataset as an older tool makes it: without a key of ours; return its IRI."""
    text = f"""
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        <> a dcat:Dataset, dcat:Resource ; dct:title {Literal(title)} ; dct:identifier {Literal(identifier)} ;
          dcat:version "1" ; dct:isPartOf <{catalog}> ; dcat:theme <https://example.org/theme> ;
          dct:publisher <#publisher> .
        <#publisher> a foaf:Agent ; foaf:name "An older tool" .
        """
    return _published(fdp, text)


def edit(fdp: DemoFdp, address: str, title: str) -> None:
    """Give a record another title, as somebody does in the server's form."""
    record = fdp.records[address]
    old = [t for t in record.triples if t.subject == NamedNode(address) and t.predicate == iri("dct:title")]
    kept = [t for t in record.triples if t not in old]
    record.triples = [*kept, Triple(NamedNode(address), iri("dct:title"), Literal(title, language="en"))]


def titles(record: StoredRecord) -> list[str]:
    """Return the titles of a record."""
    node = NamedNode(record.iri)
    found = (t.object for t in record.triples if t.subject == node and t.predicate == iri("dct:title"))
    return [str(getattr(term, "value", "")) for term in found]


_SERVERS_OWN = ("https://w3id.org/fdp/fdp-o#", "http://semanticscience.org/")


def _published(fdp: DemoFdp, text: str) -> str:
    token = fdp.accounts.log_in(*ADMIN)
    headers = {"Authorization": f"Bearer {token}"}
    made = requests.post(f"{fdp.url}/dataset", text.encode(), headers={**headers, "Content-Type": "text/turtle"},
                         timeout=TIMEOUT)  # fmt: skip
    assert made.status_code == 201, made.text
    address = made.headers["Location"]
    state = f"{fdp.url}{address.removeprefix(fdp.persistent_url)}/meta/state"
    done = requests.put(state, json={"current": "PUBLISHED"}, headers=headers, timeout=TIMEOUT)
    assert done.status_code == 200, done.text
    return address
