"""A graph looked at by people: what a node is called, what it belongs to, and the words for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Triple

from img2fair.rdf import PREFIXES, shorten
from img2fair.shacl.results import Node, node_of

_CLASSES = {
    PREFIXES["dcat"] + name: word
    for name, word in (
        ("Catalog", "catalogue"),
        ("Dataset", "dataset"),
        ("Distribution", "distribution"),
        ("DataService", "data service"),
        ("DatasetSeries", "dataset series"),
        ("CatalogRecord", "catalogue record"),
    )
}
_LABELS = tuple(
    PREFIXES[prefix] + local
    for prefix, local in (
        ("dct", "title"),
        ("foaf", "name"),
        ("vcard", "fn"),
        ("skos", "prefLabel"),
        ("rdfs", "label"),
        ("skos", "notation"),
    )
)
_TYPE = PREFIXES["rdf"] + "type"
_DEPTH = 3
_LONGEST = 80


def clipped(text: str) -> str:
    """Return a text short enough for a sentence."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class Nodes:
    """The nodes of one graph. ``names`` tells what people call a property, by its IRI."""

    def __init__(self, triples: Iterable[Triple], names: Mapping[str, str]) -> None:
        self.names = names
        self.classes: dict[Node, set[str]] = defaultdict(set)
        self._labels: dict[Node, dict[str, str]] = defaultdict(dict)
        self._above: dict[Node, list[tuple[Node, str]]] = defaultdict(list)
        self._values: dict[tuple[Node, str], int] = defaultdict(int)
        self.described: set[Node] = set()
        for triple in triples:
            self._add(node_of(triple.subject), triple.predicate.value, node_of(triple.object))

    def _add(self, subject: Node, predicate: str, value: Node) -> None:
        self.described.add(subject)
        self._values[subject, predicate] += 1
        if predicate == _TYPE:
            self.classes[subject].add(value.text)
        elif value.kind == "literal" and predicate in _LABELS:
            self._labels[subject].setdefault(predicate, value.text)
        elif value.kind != "literal" and value != subject:
            self._above[value].append((subject, predicate))

    def count(self, node: Node, path: str) -> int:
        """Return how many values a node has for a property."""
        return self._values.get((node, path), 0)

    def label(self, node: Node) -> str:
        """Return the title or name of a node, or nothing."""
        labels = self._labels.get(node, {})
        return next((labels[term] for term in _LABELS if term in labels), "")

    def is_resource(self, node: Node) -> bool:
        """Tell whether the node is a resource of a catalogue: a dataset, a distribution …"""
        return any(kind in _CLASSES for kind in self.classes.get(node, ()))

    def above(self, node: Node) -> tuple[Node, str] | None:
        """Return a node that points at this one, and by which property; catalogue resources first."""
        links = self._above.get(node, ())
        return min(links, key=lambda link: (not self.is_resource(link[0]), link), default=None)

    def owner(self, node: Node) -> Node:
        """Return the nearest resource of a catalogue that the node belongs to, by its links; else the node."""
        seen = {node}
        current = node
        while not self.is_resource(current):
            link = self.above(current)
            if link is None or link[0] in seen:
                return node
            current = link[0]
            seen.add(current)
        return current

    def named(self, node: Node) -> str:
        """Return the IRI of the node or, where it is blank, of the nearest node above that has one."""
        seen: set[Node] = set()
        while node.kind == "blank" and node not in seen:
            seen.add(node)
            link = self.above(node)
            if link is None:
                return ""
            node = link[0]
        return node.text if node.kind == "iri" else ""

    def property_name(self, path: str) -> str:
        """Return what people call a property."""
        return self.names.get(path) or shorten(path)

    def say(self, node: Node, depth: int = _DEPTH) -> str:
        """Return words for a node, such as: publisher 'Maastro' of dataset 'Glioma'."""
        label = self.label(node)
        quoted = f" '{clipped(label)}'" if label else ""
        words = next((_CLASSES[kind] for kind in sorted(self.classes.get(node, ())) if kind in _CLASSES), "")
        link = self.above(node)
        if words and (quoted or words not in ("distribution", "catalogue record")):
            return words + (quoted or self._address(node))
        if link is None or depth == 0:
            return (words or "node") + (quoted or self._address(node))
        return f"{words or self.property_name(link[1])}{quoted} of {self.say(link[0], depth - 1)}"

    def _address(self, node: Node) -> str:
        return f" <{node.text}>" if node.kind == "iri" else " without an address"
