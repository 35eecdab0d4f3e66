"""Where shapes are from: files, addresses on the web, or texts that somebody else has fetched.

An address is asked once, before anything is judged, and what it gave is kept in memory only; a profile that was loaded
from one can go to another process, which then asks for nothing.
"""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyoxigraph import Literal, Triple

from img2fair.errors import Fault, LoginFault, RemoteFault, UsageFault
from img2fair.rdf import SYNTAXES, from_file, from_text

if TYPE_CHECKING:
    import requests

LARGEST = 50_000_000
"""Bytes of shapes that are taken from an address."""
_TYPES = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/json": "json-ld",
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/rdf+xml": "rdf/xml",
}


@dataclass(frozen=True, slots=True)
class Text:
    """Shapes in memory: where they are from, their syntax, and what they say."""

    source: str
    form: str
    content: str

    def __str__(self) -> str:
        return self.source


Source = Path | Text

_QUERIES = {f"http://www.w3.org/ns/shacl#{name}" for name in ("select", "ask", "construct", "update")}
_NOT_WORDS = re.compile(r"<[^<>\s]*>|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#[^\n]*")
_FETCHING = re.compile(r"(?<![?$:\w-])(?:service|from|load)\b(?!\s*:)", re.IGNORECASE)


def is_address(text: str | Path) -> bool:
    """Tell whether shapes are named by an address on the web, not by a file."""
    return isinstance(text, str) and urlsplit(text).scheme in ("http", "https")


def read(source: Source) -> list[Triple]:
    """Return the triples of shapes.

    :raises UsageFault: they cannot be read, do not parse, or say nothing at all.
    """
    where = str(source)
    try:
        if isinstance(source, Path):
            triples = from_file(source, base=source.absolute().as_uri())
        else:
            triples = from_text(source.content, source.form, base=_base(where), where=where)
    except UsageFault as fault:
        what = fault.what.replace("cannot read:", "cannot read the shapes:")
        what = what.replace("not valid", "the shapes do not parse as")
        raise UsageFault(what, where=fault.where, cure=fault.cure) from None
    _refuse_fetching(triples, where)
    if not triples:
        raise UsageFault("the shapes say nothing: there is no statement in them", where=where, cure="give another file")
    return triples


def _refuse_fetching(triples: list[Triple], where: str) -> None:
    """Refuse shapes whose SPARQL would ask another server: rules and functions of SHACL-AF are carried out as they are.

    Source: SPARQL 1.1 Federated Query 2 (SERVICE), Query 13.2 (FROM), Update 3.1.4 (LOAD).
    """
    for triple in triples:
        if triple.predicate.value in _QUERIES and isinstance(triple.object, Literal):
            bare = _NOT_WORDS.sub(" ", triple.object.value)
            found = _FETCHING.search(bare)
            if found:
                raise UsageFault(
                    f"the shapes have a query that asks elsewhere ({found[0].upper()}), and nothing is fetched",
                    where=where,
                    cure="leave this query out of the shapes",
                )


def _base(where: str) -> str | None:
    return where if is_address(where) else None


def fetch(address: str) -> Text:
    """Return the shapes at an address, asked for once; nothing they refer to is fetched, and no redirect is followed.

    :raises RemoteFault: the address cannot be reached, wants a log-in, sends us elsewhere, or gives no shapes.
    """
    from img2fair.http import Client, Journal

    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    client = Client(f"{parts.scheme}://{parts.netloc}", Journal(), threads=1)
    client.session.headers["Accept"] = "text/turtle, application/ld+json;q=0.8, application/rdf+xml;q=0.7, */*;q=0.1"
    try:
        return client.get(path, read=lambda answer: _text(address, answer), told=parts.path or "/")
    except (RemoteFault, LoginFault) as fault:
        raise RemoteFault(
            f"the shapes cannot be had: {fault.what}",
            where=address,
            cure="give the final address of the shapes themselves, or save them and give the file",
        ) from None
    finally:
        client.session.close()


def _text(address: str, answer: "requests.Response") -> Text:
    if answer.status_code != 200:
        raise RemoteFault(
            f"the server answers {answer.status_code}",
            where=address,
            cure="check the address; or download the shapes and give the file",
        )
    content = bytearray()
    for piece in answer.iter_content(1 << 16):
        content += piece
        if len(content) > LARGEST:
            raise _unfit(f"they are larger than {LARGEST // 1_000_000} MB", address)
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    suffix = PurePosixPath(urlsplit(address).path).suffix.lower()
    form = _TYPES.get(kind) or SYNTAXES.get(suffix, "turtle")
    if kind == "text/html":
        raise _unfit("the address gives a page for people (text/html)", address)
    try:
        return Text(address, form, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _unfit("they are not UTF-8", address) from None


def _unfit(why: str, address: str) -> Fault:
    return UsageFault(
        f"the shapes are not taken: {why}", where=address, cure="save them as a file of RDF and give that"
    )
