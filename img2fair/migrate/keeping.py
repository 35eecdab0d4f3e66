"""The records of another tool as they were before they were taken over: without them there is no way back.

A FAIR Data Point keeps no earlier version. What it writes into a record by itself (when it was made, its own number) is
left out: each graph is what a PUT to the record takes. There is one for each record, called as the record. The file is
its owner's alone: drafts are in it, which no guest has seen. Records of private projects are not: they must not come
back.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from img2fair.config import Located
from img2fair.files import write_text
from img2fair.migrate.looking import Fate, Look
from img2fair.model import Stranger
from img2fair.rdf import canonical, from_text, iri

BEFORE = "before.nq"
_CHANGING = (Fate.TAKEN, Fate.COPY)
"""What becomes of records that change: by taking over, and by the publication after it."""


def keep_before(located: Located, looks: Sequence[Look]) -> Path:
    """Write what is about to be taken over or withdrawn as it is now; return where. What stands there already stays.

    :raises UsageFault: the work folder cannot be written.
    """
    path, archive = located.work / BEFORE, located.config.archive.identity
    told = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    for look in looks:
        changing = {one.at for one in look.of(*_CHANGING)}
        catalog = getattr(located.config.targets[look.target], "catalog", "")
        for one in look.before:
            if one.at in changing and one.kind == "dataset":
                told = [line for line in told if not line.endswith(f" {NamedNode(one.at)} .\n")]
                told += _lines(one, catalog if one.parent.rstrip("/") == archive.rstrip("/") else one.parent)
    write_text(path, "".join(told), private=True)
    return path


def _lines(one: Stranger, catalog: str) -> Iterator[str]:
    """Yield a record as lines of N-Quads; its blank nodes have names that no other record's have."""
    node = NamedNode(one.at)
    place = [Triple(node, iri("dct:isPartOf"), NamedNode(catalog))] if catalog else []
    whole = [Triple(node, iri("rdf:type"), iri("dcat:Dataset")), *place, *one.triples]
    own = f"b{hashlib.sha256(one.at.encode()).hexdigest()[:12]}"
    for triple in from_text("\n".join(canonical(whole)), "ntriples"):
        yield f"{_quad(triple, own, node)} .\n"


def _quad(triple: Triple, own: str, graph: NamedNode) -> Quad:
    subject, found = triple.subject, triple.object
    subject = BlankNode(own + subject.value) if isinstance(subject, BlankNode) else subject
    found = BlankNode(own + found.value) if isinstance(found, BlankNode) else found
    return Quad(subject, triple.predicate, found, graph)
