"""Validation of any RDF file: no origins, so findings say what is wrong on which resource, and how to mend it."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Triple

from img2fair.errors import UsageFault
from img2fair.findings import Report
from img2fair.rdf import shorten
from img2fair.shacl.access import judge_by_access
from img2fair.shacl.causes import causes
from img2fair.shacl.nodes import Nodes
from img2fair.shacl.profile import Profile, all_variants, property_names, targets_of, with_bases
from img2fair.shacl.results import Node, node_of
from img2fair.shacl.telling import told_of_file


def validate_graph(
    triples: Iterable[Triple], profiles: Sequence[Profile], *, source: str, engine: str = "auto"
) -> Report:
    """Return what is wrong with the resources of a graph, by the profiles and their bases.

    :param triples: of the graph.
    :param profiles: as ``load_profile`` gives them; their bases judge too.
    :param source: the file or address the graph is from, for findings on nodes that have no address of their own.
    :param engine: what judges, one of ``engine.ENGINES``.
    :raises UsageFault: there is nothing in the graph, or it holds no resource of a class that the profiles know.
    """
    ordered = with_bases(profiles)
    graph = list(dict.fromkeys(triples))
    if not graph:
        raise UsageFault("there is no statement in it", where=source, cure="give a file of RDF that says something")
    every = all_variants(ordered)
    focused = targets_of(every).focus_nodes(graph)
    if not focused:
        raise _nothing(every, source)
    nodes = Nodes(graph, property_names(ordered))
    checked = _checked(graph, focused, nodes) or [source]
    found = causes(judge_by_access(graph, ordered, engine), nodes.described, [profile.name for profile in ordered])
    place = {key: number for number, key in enumerate(checked)}
    findings = sorted(
        (told_of_file(cause, nodes, source, every) for cause in found),
        key=lambda f: (
            place.get(f.key, len(place)),
            f.severity.rank,
            f.code,
            f.property,
            f.focus,
            f.value or "",
            f.message,
        ),
    )
    titles = ((key, nodes.label(Node("iri", key))) for key in checked)
    return Report(
        findings=tuple(findings),
        checked=tuple(checked),
        profiles=tuple(profile.name for profile in ordered),
        titles=tuple((key, title) for key, title in titles if title),
    )


def _nothing(profiles: Sequence[Profile], source: str) -> UsageFault:
    classes = sorted(shorten(kind) for kind in targets_of(profiles).classes)
    shown = ", ".join([kind for kind in classes if kind.startswith("dcat:")] or classes[:8])
    return UsageFault(
        "nothing in it was judged: it holds no catalogue resource of a class that the profiles know",
        where=source,
        cure=f"give a file with resources of these classes: {shown}"
        if shown
        else "the profiles look at no class, only at nodes or properties of their own: choose another profile",
    )


def _checked(graph: Sequence[Triple], focused: set[str], nodes: Nodes) -> list[str]:
    """Return the resources of a catalogue that were judged; where there are none, all that were, by their IRIs."""
    judged = [n for n in dict.fromkeys(node_of(t.subject) for t in graph) if n.kind == "iri" and n.text in focused]
    return [node.text for node in judged if nodes.is_resource(node)] or [node.text for node in judged]
