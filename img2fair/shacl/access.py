"""Sets of shapes by access right: which set a dataset is judged by, and which nodes of a graph are a dataset's.

HealthDCAT-AP R8 has a set for public, restricted and non-public data each
(https://healthdataeu.pages.code.europa.eu/healthdcat-ap/releases/release-8/). Who has no right, several, or one without
a set of its own is judged by what all have in common, which demands exactly one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from img2fair.rdf import iri
from img2fair.shacl.judge import judge
from img2fair.shacl.profile import Profile, rights_of
from img2fair.shacl.results import Node, Result, in_order, node_of

DATASET = iri("dcat:Dataset")
_TYPE = iri("rdf:type")
_RIGHTS = iri("dct:accessRights")
_ALONE = ("Catalog", "Dataset", "DatasetSeries", "DataService", "CatalogRecord")
_APART = frozenset(iri(f"dcat:{name}") for name in _ALONE)
"""Resources that are no part of another: what belongs to a dataset ends at them."""


def access_right(said: Iterable[Triple], rights: frozenset[str]) -> str | None:
    """Return the access right that decides on the shapes for a node, if it has exactly one and that has a set.

    :param said: what is said about the node.
    :param rights: those that have a set of shapes.
    """
    listed = list(said)
    if not any(triple.predicate == _TYPE and triple.object == DATASET for triple in listed):
        return None
    found = {triple.object for triple in listed if triple.predicate == _RIGHTS}
    only = found.pop() if len(found) == 1 else None
    return only.value if isinstance(only, NamedNode) and only.value in rights else None


def judge_by_access(triples: Sequence[Triple], profiles: Sequence[Profile], engine: str = "auto") -> list[Result]:
    """Return the results of the profiles on a graph, each node judged by the sets of the datasets it belongs to."""
    alike = [profile for profile in profiles if not profile.by_access]
    results = judge(triples, alike, engine) if alike else []
    apart = [profile for profile in profiles if profile.by_access]
    if not apart:
        return results
    nodes = _by_right(triples, rights_of(apart))
    for right, belonging in nodes.items():
        found = judge(triples, [profile.for_access(right) for profile in apart], engine)
        results += [result for result in found if result.focus in belonging]
    return in_order(results)


def _by_right(triples: Sequence[Triple], rights: frozenset[str]) -> dict[str | None, set[Node]]:
    """Return the nodes of a graph by the rights of their datasets; what belongs to none has no right."""
    said: dict[Node, list[Triple]] = defaultdict(list)
    for triple in triples:
        said[node_of(triple.subject)].append(triple)
    heads: dict[str | None, list[Node]] = defaultdict(list)
    for node, about in said.items():
        if any(triple.predicate == _TYPE and triple.object == DATASET for triple in about):
            heads[access_right(about, rights)].append(node)
    found: dict[str | None, set[Node]] = {right: set(_reached(nodes, said)) for right, nodes in heads.items()}
    alone = set(said).difference(*found.values())
    if alone:
        found[None] = found.get(None, set()) | alone
    return found


def _reached(heads: Sequence[Node], said: Mapping[Node, Sequence[Triple]]) -> Iterator[Node]:
    """Yield nodes and what their links lead to, as far as the next resource that stands for itself."""
    seen = set(heads)
    waiting = list(heads)
    while waiting:
        node = waiting.pop()
        yield node
        links = {node_of(triple.object) for triple in said[node]} - seen
        inner = [link for link in links if link in said and not any(t.object in _APART for t in said[link])]
        seen.update(inner)
        waiting += inner
