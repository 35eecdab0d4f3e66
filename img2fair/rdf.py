"""RDF terms and texts: prefixes, parsing, serialising, digests. Terms are pyoxigraph's.

Never a ``pyoxigraph.Store``: it rewrites literals (``"007"^^xsd:nonNegativeInteger`` becomes ``7``), see
docs/decisions/001-rdf-terms.md.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from img2fair.errors import UsageFault
from img2fair.syntax import FORBIDDEN_IN_IRI, LARGEST, check_json_ld, check_nesting, checked_xml, unparsed

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "ar": "http://publications.europa.eu/resource/authority/access-right/",
    "csvw": "http://www.w3.org/ns/csvw#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "dcm": "http://dicom.nema.org/resources/ontology/DCM/",
    "dpv": "https://w3id.org/dpv#",
    "dpvpd": "https://w3id.org/dpv/dpv-pd#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "eucaim": "https://hyperontology.eucaim.cancerimage.eu/#",
    "fdp-o": "https://w3id.org/fdp/fdp-o#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geodcatap": "http://data.europa.eu/930/",
    "healthdcatap": "http://healthdataportal.eu/ns/health#",
    "ldp": "http://www.w3.org/ns/ldp#",
    "locn": "http://www.w3.org/ns/locn#",
    "oa": "http://www.w3.org/ns/oa#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sct": "http://snomed.info/id/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wdrs": "http://www.w3.org/2007/05/powder-s#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "json-ld": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
}
SUFFIXES = {"turtle": ".ttl", "json-ld": ".jsonld", "nquads": ".nq", "ntriples": ".nt"}

_READ = FORMATS | {"trig": RdfFormat.TRIG, "rdf/xml": RdfFormat.RDF_XML}
"""What is read; what is written is fewer."""
SYNTAXES = {suffix: form for form, suffix in SUFFIXES.items()} | {
    ".n3": "turtle",  # of N3 only what is Turtle as well
    ".trig": "trig",
    ".json": "json-ld",
    ".rdf": "rdf/xml",
    ".xml": "rdf/xml",
    ".owl": "rdf/xml",
}
"""The syntax that the suffix of a file tells."""

_ABSOLUTE = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:.")
_CURIE = re.compile(r"^([A-Za-z][\w.-]*):(?!//)(\S*)$")


@cache
def iri(curie: str) -> NamedNode:
    """Return the node of a CURIE of ours, such as ``dcat:theme``. For names in code, not for users' text."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def expand(text: str, prefixes: dict[str, str] | None = None) -> str:
    """Return the full IRI for a CURIE with a known prefix; anything else comes back as it is."""
    match = _CURIE.match(text)
    base = (prefixes or PREFIXES).get(match[1]) if match else None
    return base + match[2] if match and base else text


def shorten(text: str) -> str:
    """Return the CURIE of an IRI where one of our prefixes fits, else the IRI."""
    for prefix, base in PREFIXES.items():
        if text.startswith(base) and re.fullmatch(r"[\w-]+", text[len(base) :]):
            return f"{prefix}:{text[len(base) :]}"
    return text


def is_iri(text: str) -> bool:
    """Tell whether the text is an absolute IRI without characters that RFC 3987 forbids."""
    return bool(_ABSOLUTE.match(text)) and not FORBIDDEN_IN_IRI.search(text)


def line(triple: Triple) -> str:
    """Return a triple as a line of N-Triples."""
    return f"{triple.subject} {triple.predicate} {triple.object} ."


def canonical(triples: Iterable[Triple]) -> list[str]:
    """Return the sorted N-Triples lines of a graph, its blank nodes named by RDFC-1.0."""
    listed = list(triples)
    if any(isinstance(node, BlankNode) for triple in listed for node in (triple.subject, triple.object)):
        dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in listed)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        listed = [quad.triple for quad in dataset]
    return sorted({line(triple) for triple in listed})


def digest(triples: Iterable[Triple]) -> str:
    """Return the SHA-256 (hex) of a graph's canonical form."""
    return hashlib.sha256("\n".join(canonical(triples)).encode()).hexdigest()


def with_node(triple: Triple, old: str, new: NamedNode) -> Triple:
    """Return a triple with one node, and that node's fragments, under another IRI."""
    subject, found = triple.subject, triple.object
    if isinstance(subject, NamedNode):
        subject = _moved(subject, old, new)
    return Triple(subject, triple.predicate, _moved(found, old, new) if isinstance(found, NamedNode) else found)


def _moved(node: NamedNode, old: str, new: NamedNode) -> NamedNode:
    if node.value == old or node.value.startswith(f"{old}#"):
        return NamedNode(new.value + node.value[len(old) :])
    return node


def to_text(triples: Iterable[Triple], form: str = "turtle") -> str:
    """Return a graph as text in one of ``FORMATS``. Same triples in the same order, same bytes.

    Turtle gives each subject one block, in the order of their first triples. Only prefixes that occur are declared, so
    that a change elsewhere never changes a file.

    :param triples: such as those of a record.
    :param form: ``turtle``, ``json-ld``, ``nquads`` or ``ntriples``.
    """
    listed = _by_subject(triples) if form == "turtle" else list(triples)
    statements = [Quad(t.subject, t.predicate, t.object) for t in listed] if form == "nquads" else listed
    prefixes = _used(listed) if form == "turtle" else None
    return (serialize(statements, format=FORMATS[form], prefixes=prefixes) or b"").decode()


def _used(triples: list[Triple]) -> dict[str, str]:
    text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return {prefix: base for prefix, base in PREFIXES.items() if base.encode() in text}


def _by_subject(triples: Iterable[Triple]) -> list[Triple]:
    blocks: dict[object, list[Triple]] = {}
    for triple in triples:
        blocks.setdefault(triple.subject, []).append(triple)
    return [triple for block in blocks.values() for triple in block]


def from_text(text: str | bytes, form: str = "turtle", *, base: str | None = None, where: str = "") -> list[Triple]:
    """Return the triples of an RDF text, those of all its graphs; fetches nothing.

    :param form: one of ``FORMATS``, ``trig`` or ``rdf/xml``.
    :raises UsageFault: the text does not parse, nests too deep, names a JSON-LD context of another place, or has a
        DOCTYPE.
    """
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if form == "rdf/xml":
        text = checked_xml(data, where)
    else:
        check_nesting(data, form, where)
    if form == "json-ld":
        check_json_ld(data, where)
    try:
        return [quad.triple for quad in parse(text, format=_READ[form], base_iri=base)]
    except SyntaxError as error:
        raise unparsed(form, _without_place(error.msg), where, error.lineno) from None


def _without_place(reason: str) -> str:
    """Return a parser's reason without the place, which is told by itself."""
    return re.sub(r"^Parser error (?:at|between) line [\da-z ]+: ", "", reason)


def from_file(path: Path | str, *, base: str | None = None) -> list[Triple]:
    """Return the triples of an RDF file, its syntax told by its suffix.

    :param path: of the file, such as ``catalogue.ttl``.
    :param base: what relative IRIs are relative to; without it they are faults.
    :raises UsageFault: the suffix is none of ``SYNTAXES``, or the file does not parse or open, or is too large.
    """
    path = Path(path)
    form = SYNTAXES.get(path.suffix.lower())
    if form is None:
        known = ", ".join(SYNTAXES)
        raise UsageFault(f"unknown kind of RDF file '{path.suffix}'", where=str(path), cure=f"known: {known}")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageFault(
            f"cannot read: {error.strerror}", where=str(path), cure="give the path of a file that you may read"
        ) from None
    if len(data) > LARGEST:
        most = f"{LARGEST // 1_000_000} MB"
        raise UsageFault(f"the file is larger than {most}", where=str(path), cure="split it, one dataset or more each")
    return from_text(data, form, base=base, where=str(path))
