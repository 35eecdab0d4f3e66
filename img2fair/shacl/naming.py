"""What a node is called: publisher 'Maastro' of dataset 'Glioma'; in Dutch: uitgever 'Maastro' van dataset 'Glioma'."""

from functools import cache

from img2fair.phrases import DUTCH
from img2fair.rdf import shorten
from img2fair.shacl.nodes import Nodes, clipped
from img2fair.shacl.profile import list_profiles, load_profile
from img2fair.shacl.results import Node
from img2fair.shacl.sentences import SENTENCES

_DEPTH = 3
"""So many nodes are named above one."""
_NEVER_ALONE = ("dcat:Distribution", "dcat:CatalogRecord")
"""Classes whose nodes are named by what they belong to where they have no title."""


def called(node: Node, nodes: Nodes, language: str, depth: int = _DEPTH) -> str:
    """Return words for a node in a language; never the label of a blank node."""
    label = nodes.label(node)
    quoted = f" '{clipped(label)}'" if label else ""
    kind = _kind(node, nodes)
    word = SENTENCES.say(language, kind) if kind else ""
    above = nodes.above(node)
    if word and (quoted or kind not in _NEVER_ALONE):
        return word + quoted if quoted else _by_address(word, node, language)
    if above is None or depth == 0:
        word = word or SENTENCES.say(language, "node")
        return word + quoted if quoted else _by_address(word, node, language)
    own = (word or property_name(above[1], nodes, language)) + quoted
    return SENTENCES.say(language, "of", node=own, above=called(above[0], nodes, language, depth - 1))


def property_name(path: str, nodes: Nodes, language: str) -> str:
    """Return what people call a property; where there is no Dutch name, the English one."""
    dutch = _dutch_names().get(path) if language == DUTCH else None
    return dutch or nodes.property_name(path)


def _kind(node: Node, nodes: Nodes) -> str:
    kinds = (shorten(kind) for kind in sorted(nodes.classes.get(node, ())))
    return next((kind for kind in kinds if kind.startswith("dcat:") and kind in SENTENCES), "")


def _by_address(word: str, node: Node, language: str) -> str:
    return f"{word} <{node.text}>" if node.kind == "iri" else SENTENCES.say(language, "without address", node=word)


@cache
def _dutch_names() -> dict[str, str]:
    """Return what the shipped shapes call the properties in Dutch, by IRI."""
    shapes = [load_profile(name).shapes() for name, _, _ in list_profiles()]
    infos = [info for one in shapes for info in one.infos.values()]
    return {info.path: info.name_nl for info in infos if info.path and info.name_nl and not info.inverse}
