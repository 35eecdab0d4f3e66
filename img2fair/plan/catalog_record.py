"""The catalog record of a record (``#record``): what makes the next plan possible (design.md D5)."""

from pyoxigraph import Literal, NamedNode, Triple

from img2fair import __version__, rdf
from img2fair.model import Record


def is_record(node: object, key: str) -> bool:
    """Tell whether a node belongs to the catalog record: ``key#record`` and ``key#record-…``."""
    found = node.value if isinstance(node, NamedNode) else ""
    return found == f"{key}#record" or found.startswith(f"{key}#record-")


def catalog_record(record: Record, digest: str, first: str, now: str) -> list[Triple]:
    """Return the triples of a record's catalog record.

    :param digest: of what we own of the record; :param first: when it was first published; both dates xsd:dateTime.
    """
    node, check = NamedNode(f"{record.iri.value}#record"), NamedNode(f"{record.iri.value}#record-digest")
    moment = rdf.iri("xsd:dateTime")
    made = f"img2fair {__version__}, mapping {record.mapping}"
    pairs: list[tuple[str, rdf.Term]] = [
        ("rdf:type", rdf.iri("dcat:CatalogRecord")),
        ("foaf:primaryTopic", record.iri),
        ("dct:identifier", Literal(record.key)),
        ("dct:issued", Literal(first, datatype=moment)),
        ("dct:modified", Literal(now, datatype=moment)),
        ("adms:versionNotes", Literal(made, language="en")),
        ("spdx:checksum", check),
    ]
    checksum: list[tuple[str, rdf.Term]] = [
        ("rdf:type", rdf.iri("spdx:Checksum")),
        ("spdx:algorithm", rdf.iri("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", Literal(digest, datatype=rdf.iri("xsd:hexBinary"))),
    ]
    return [Triple(node, rdf.iri(name), term) for name, term in pairs] + [
        Triple(check, rdf.iri(name), term) for name, term in checksum
    ]
