"""A demo FAIR Data Point with records in it, put there without the target that is tested."""

import json
from collections.abc import Sequence

from img2fair.demo.fdp.exchange import Request
from tests.servers import ADMIN, DemoFdp

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
"""
_OF_ALL = 'dcat:version "1" ; dct:publisher <#publisher> ; dct:isPartOf <%s> . <#publisher> foaf:name "Elm" .'
TITLED = 'dct:title "Lungs" ; dct:description "Scans of lungs" ;'


def add(fdp: DemoFdp, kind: str, parent: str, says: str = TITLED, *, published: bool = True) -> str:
    """Make a record of a kind below another and return its IRI."""
    more = {
        "catalog": "a dcat:Catalog ;",
        "dataset": "a dcat:Dataset ; dcat:theme <http://example.org/theme> ;",
        "distribution": 'a dcat:Distribution ; dcat:mediaType "application/dicom" ;',
    }[kind]
    text = f"{PREFIXES} <> {more} {says} {_OF_ALL % parent}"
    made = fdp.writing.answer(_request("POST", kind, text.encode(), "text/turtle"))
    iri = dict(made.headers)["Location"]
    if published:
        publish(fdp, iri)
    return iri


def publish(fdp: DemoFdp, *iris: str) -> None:
    """Publish records."""
    for iri in iris:
        path = iri.removeprefix(f"{fdp.persistent_url}/") + "/meta/state"
        body = json.dumps({"current": "PUBLISHED"}).encode()
        fdp.writing.answer(_request("PUT", path, body, "application/json", "application/json"))


def withdraw(fdp: DemoFdp, iri: str) -> None:
    """Delete a record."""
    fdp.writing.answer(_request("DELETE", iri.removeprefix(f"{fdp.persistent_url}/")))


def path_of(fdp: DemoFdp, iri: str) -> str:
    """Return the path of a record, or of another part of its server."""
    return iri.removeprefix(fdp.persistent_url)


def asked(fdp: DemoFdp, method: str = "") -> Sequence[str]:
    """Return what was asked of a server: methods and paths."""
    return [f"{one.method} {one.path}" for one in fdp.requests if not method or one.method == method]


def _request(method: str, path: str, body: bytes = b"", kind: str = "", accept: str = "text/turtle") -> Request:
    return Request(method, path, {}, body, kind, accept, ADMIN[0])
