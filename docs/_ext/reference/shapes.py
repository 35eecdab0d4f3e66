"""The shipped profiles with what each of their shapes asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rdflib import RDF, SH, Graph
from rdflib.term import Node

from img2fair.rdf import shorten
from img2fair.shacl import list_profiles, load_profile
from img2fair.shacl.profile import Profile
from img2fair.shacl.shapes import ShapeInfo, Shapes, read_shapes


@dataclass(frozen=True, slots=True)
class Asked:
    """One shape: the property it is about, how bad a breach is, what it says and how to mend it."""

    name: str
    property: str
    severity: str
    message: str
    hint: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked of one kind of thing, such as a dataset; ``only`` names the access right it holds for."""

    title: str
    only: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A profile and all it asks, without what its base asks."""

    profile: Profile
    groups: tuple[Group, ...]


@cache
def described() -> tuple[Described, ...]:
    """Return the shipped profiles in the order of their names."""
    return tuple(_described(name) for name, _, _ in list_profiles())


def _described(name: str) -> Described:
    profile = load_profile(name)
    groups = [*_groups(read_shapes(profile.sources), "")]
    for right, sources in profile.by_access:
        groups.extend(_groups(read_shapes(sources), right.rpartition("/")[2]))
    return Described(profile, tuple(groups))


def _groups(shapes: Shapes, only: str) -> Iterator[Group]:
    graph = shapes.graph
    for owner in sorted(graph.subjects(RDF.type, SH.NodeShape), key=str):
        info = shapes.infos.get(str(owner), ShapeInfo())
        parts = sorted(graph.objects(owner, SH.property), key=str)
        rows = [_asked(graph, part, shapes.infos[str(part)]) for part in parts if str(part) in shapes.infos]
        own = [_asked(graph, owner, info)] if _judges(graph, owner) else []
        if (rows or own) and info.name:
            yield Group(info.name, only, tuple(row for row in (*own, *rows) if row.message))


def _judges(graph: Graph, shape: Node) -> bool:
    """Tell whether a node shape asks something itself, besides its properties."""
    return any(
        (shape, term, None) in graph for term in (SH["or"], SH["and"], SH["not"], SH.sparql, SH["class"], SH.node)
    )


def _asked(graph: Graph, shape: Node, info: ShapeInfo) -> Asked:
    severity = str(graph.value(shape, SH.severity) or SH.Violation).rpartition("#")[2].lower()
    path = shorten(info.path) if info.path else ""
    return Asked(info.name, path, severity, info.message, info.hint, info.iri.rpartition("/")[2].replace("#", "-"))
