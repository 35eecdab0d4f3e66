"""Known defects of official shape files, mended in memory and said so; the files stay as they are.

Which files have which defect: docs/validation.md. A judge that met them would stop (a ``sh:property`` that leads
nowhere) or pass over the rule in silence (``sh:shape``, which SHACL does not know).
"""

from collections import Counter

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.namespace import OWL
from rdflib.term import Node

from img2fair.rdf import shorten

TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_LEADING = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
LISTED = (SH["or"], SH["and"], SH.xone)
_MORE = {
    "values", "if", "then", "else", "exists", "count", "distinct", "min", "max", "sum", "orderBy", "desc", "limit",
    "offset",
}  # fmt: skip
"""Terms of SHACL's advanced features (https://www.w3.org/TR/shacl-af/) that rdflib does not list."""
_LOGICAL = (SH["or"], SH["and"], SH["xone"], SH["not"], SH.node, SH.property)


def repair(graph: Graph) -> list[str]:
    """Mend a shapes graph in place and return a note for each kind of repair."""
    notes = [_drop_dangling(graph), _move_pathless(graph), *_ignored(graph)]
    _name_shapes(graph)
    return [note for note in notes if note]


def _drop_dangling(graph: Graph) -> str:
    dangling = {shape for shape in graph.objects(None, SH.property) if (shape, None, None) not in graph}
    for shape in dangling:
        graph.remove((None, SH.property, shape))
    return f"left out {len(dangling)} links (sh:property) to shapes that the file does not define" if dangling else ""


def _move_pathless(graph: Graph) -> str:
    """Turn a ``sh:property`` without path that only combines shapes into the node shape it was meant to be."""
    moved = 0
    for owner, shape in sorted(graph.subject_objects(SH.property), key=str):
        if (shape, SH.path, None) in graph or not any((shape, term, None) in graph for term in _LOGICAL):
            continue
        graph.remove((owner, SH.property, shape))
        graph.add((owner, SH.node, shape))
        graph.remove((shape, RDF.type, SH.PropertyShape))
        graph.add((shape, RDF.type, SH.NodeShape))
        moved += 1
    return f"read {moved} property shapes without a path as node shapes (sh:node)" if moved else ""


def _ignored(graph: Graph) -> list[str]:
    """Return a note for each thing that the judge passes over: it would look like a rule that is kept."""
    imports = sorted(str(address) for address in graph.objects(None, OWL.imports))
    unknown = Counter(term for term in map(str, graph.predicates()) if _is_unknown(term))
    led = {shape for term in _LEADING for shape in graph.objects(None, term)}
    led |= {shape for term in LISTED for head in graph.objects(None, term) for shape in graph.items(head)}
    absent = sorted(shorten(str(shape)) for shape in led if (shape, None, None) not in graph)
    return [
        *(f"did not fetch {shorten(address)} (owl:imports)" for address in imports),
        *(
            f"{shorten(term)} is no term of SHACL: it judges nothing (uses: {unknown[term]})"
            for term in sorted(unknown)
        ),
        *(f"{shape} is not in the file: what leads to it judges nothing" for shape in absent),
    ]


def _is_unknown(term: str) -> bool:
    return term.startswith(str(SH)) and URIRef(term) not in SH and term.removeprefix(str(SH)) not in _MORE


def _name_shapes(graph: Graph) -> None:
    """Give shapes without IRI one, so that a result leads back to its shape in every engine."""
    shapes = {
        *(shape for term in (RDF.type, *TARGETS) for shape in _stated(graph, term)),
        *(shape for term in _LEADING for shape in graph.objects(None, term)),
        *(shape for term in LISTED for head in graph.objects(None, term) for shape in graph.items(head)),
    }
    for number, shape in enumerate(sorted(shape for shape in shapes if isinstance(shape, BNode))):
        _rename(graph, shape, URIRef(f"urn:img2fair:shape:{number}"))


def _stated(graph: Graph, term: URIRef) -> set[Node]:
    """Return what a target, or the class of a shape, is stated of."""
    if term != RDF.type:
        return set(graph.subjects(term, None))
    return set(graph.subjects(RDF.type, SH.NodeShape)) | set(graph.subjects(RDF.type, SH.PropertyShape))


def _rename(graph: Graph, old: Node, new: Node) -> None:
    for _, predicate, value in list(graph.triples((old, None, None))):
        graph.remove((old, predicate, value))
        graph.add((new, predicate, value))
    for subject, predicate, _ in list(graph.triples((None, None, old))):
        graph.remove((subject, predicate, old))
        graph.add((subject, predicate, new))
