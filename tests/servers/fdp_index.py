"""An FDP Index on loopback: takes pings as the reference 1.20 does, then reads the FAIR Data Point it was told of.

Its walk is of its own writing (HarvesterService, MetadataRetrievalUtils of the reference), for comparison with ours.
"""

import json
import re
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler
from threading import Thread
from typing import Any

import requests
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from img2fair.demo.listening import Listening, Running

DENIED = r"^(http|https)://localhost(:[0-9]+){0,1}.*$"
MOST_PINGS = 10
"""More than so many in the time looked back are too many, so that the eleventh is still taken."""
_RDF, _LDP = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/ns/ldp#"
_SERVICE = "https://w3id.org/fdp/fdp-o#MetadataService"
_RELATIONS = (
    "https://w3id.org/fdp/fdp-o#metadataCatalog",
    "http://www.w3.org/ns/dcat#dataset",
    "http://purl.org/dc/terms/isPartOf",
    "http://www.w3.org/ns/dcat#distribution",
)


class FdpIndex(Running):
    """The index: what it was told, and what it read. Use it in a ``with`` block.

    :param enabled: whether the index is switched on; the reference answers 500 where it is not.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self.bodies: list[object] = []
        self.taken = 0
        self.states: dict[str, str] = {}
        self.harvested: dict[str, list[Triple]] = {}
        self._walks: list[Thread] = []
        super().__init__(_IndexServer(self), "fdp-index")

    def ping(self, body: object) -> int:
        """Take a ping and return the status of the answer."""
        self.bodies.append(body)
        url = body.get("clientUrl") if isinstance(body, dict) else None
        if not isinstance(url, str) or not re.match(r"https?://[^/\s]+", url):
            return 400
        if not self.enabled:
            return 500
        if re.match(DENIED, url):
            return 403
        if self.taken > MOST_PINGS:
            return 429
        self.taken += 1
        walk = Thread(target=self.harvest, args=(url,))
        self._walks.append(walk)
        walk.start()
        return 204

    def read(self) -> None:
        """Wait until all that was told has been read."""
        for walk in self._walks:
            walk.join()

    def harvest(self, url: str) -> None:
        """Read a FAIR Data Point: its own record first, then all that hangs on it."""
        self.states[url] = "Unreachable"
        if url.startswith("http://127.0.0.1:"):  # nobody else is asked by a test
            self._visit(url)
        if url in self.harvested:
            types = {t.object for t in self.harvested[url] if t.predicate.value == f"{_RDF}type"}
            self.states[url] = "Valid" if NamedNode(_SERVICE) in types else "Invalid"

    def _visit(self, url: str) -> None:
        answer = requests.get(url, headers={"Accept": "text/turtle"}, timeout=10)
        if answer.status_code != 200:
            return
        triples = [quad.triple for quad in parse(answer.content, format=RdfFormat.TURTLE)]
        self.harvested[url] = triples
        for child in _below(triples):
            if child not in self.harvested and child.startswith("http://127.0.0.1:"):
                self._visit(child)


def _below(triples: Iterable[Triple]) -> list[str]:
    listed = list(triples)
    kind, box = NamedNode(f"{_RDF}type"), NamedNode(f"{_LDP}DirectContainer")
    boxes = {t.subject for t in listed if t.predicate == kind and t.object == box}
    if boxes:
        found = [t.object for t in listed if t.subject in boxes and t.predicate.value == f"{_LDP}contains"]
    else:
        found = [t.object for relation in _RELATIONS for t in listed if t.predicate.value == relation]
    return [node.value for node in found if isinstance(node, NamedNode)]


class _IndexServer(Listening):
    def __init__(self, index: FdpIndex) -> None:
        self.index = index
        super().__init__(_Handler, 0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _IndexServer

    def do_GET(self) -> None:
        told: Mapping[str, Any] = {"index": self.server.index.enabled, "persistentUrl": "x", "resourceDefinitions": []}
        self._answer(200 if self.path == "/configs/bootstrap" else 404, json.dumps(told).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path != "/" or self.headers.get("Content-Type") != "application/json":
            self._answer(404 if self.path != "/" else 415)
            return
        try:
            status = self.server.index.ping(json.loads(body))
        except ValueError:
            status = 400
        self._answer(status)

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        return
