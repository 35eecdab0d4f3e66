"""What a term is looked up in: the names and codes of one release, with those of our own table beside them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from img2fair.clinical.oncotree.folding import said, telling, term
from img2fair.clinical.oncotree.table import Row, rows
from img2fair.clinical.oncotree.tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Past:
    """A type as another release has it, and where it leads in this one.

    :param code: of this release; ``note`` says how it came from there; ``broader``: it is only the type above.
    """

    code: str
    note: str
    broader: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """What leads to the codes of a release. All terms are compared ones (``folding.term``).

    :param past: names and synonyms of other releases; ``past_codes``: their codes, in capitals.
    :param sites: code → categories of ICD-O-3 topography; ``notes``: what to look at before a code is used.
    :param entries: compared name, its telling words, and the code or past type that it leads to.
    :param weights: telling words by how rarely names have them.
    """

    names: Mapping[str, tuple[str, ...]]
    synonyms: Mapping[str, tuple[str, ...]]
    main_types: Mapping[str, tuple[str, ...]]
    ncit: Mapping[str, tuple[str, ...]]
    umls: Mapping[str, tuple[str, ...]]
    morphology: Mapping[str, tuple[str, ...]]
    past: Mapping[str, tuple[Past, ...]]
    past_codes: Mapping[str, tuple[Past, ...]]
    sites: Mapping[str, frozenset[str]]
    notes: Mapping[str, str]
    entries: tuple[tuple[str, frozenset[str], str | Past], ...]
    weights: Mapping[str, float]


@lru_cache(maxsize=4)
def index_of(tree: Tree) -> Index:
    """Return what leads to the codes of a release."""
    current: list[Row] = []
    other: list[Row] = []
    for row in rows():
        node = tree.find(row.node.code)
        (current if node is not None and term(node.name) == term(row.node.name) else other).append(row)
    nodes = tree.nodes.values()
    names = _grouped((term(node.name), node.code) for node in nodes)
    synonyms = _grouped(
        [(term(one), row.node.code) for row in current for one in row.synonyms]
        + [(said(term(node.name)), node.code) for node in nodes if said(term(node.name)) != term(node.name)]
    )
    past, past_codes = _past(tree, other)
    entries: tuple[tuple[str, frozenset[str], str | Past], ...] = (
        *(
            (name, telling(name), code)
            for found in (names, synonyms)
            for name, codes in found.items()
            for code in codes
        ),
        *((name, telling(name), one) for name, many in past.items() for one in many),
    )
    return Index(
        names=names,
        synonyms=synonyms,
        main_types=_main_types(tree),
        ncit=_grouped((code, node.code) for node in nodes for code in node.nci),
        umls=_grouped((code, node.code) for node in nodes for code in node.umls),
        morphology=_grouped((code, row.node.code) for row in current for code in row.morphology),
        past=past,
        past_codes=past_codes,
        sites=_sites(tree, current),
        notes={row.node.code: row.note for row in current if row.note},
        entries=entries,
        weights=_weights(found for _, found, _ in entries),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, code in pairs:
        if name:
            found[name][code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _main_types(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Return main types with the uppermost codes that have them."""
    pairs = []
    for node in tree.nodes.values():
        above = {one.main_type for one in tree.above(node.code) if one.parent}
        if node.parent and node.main_type not in above:
            pairs.append((term(node.main_type), node.code))
    return _grouped(pairs)


def _past(tree: Tree, other: Iterable[Row]) -> tuple[dict[str, tuple[Past, ...]], dict[str, tuple[Past, ...]]]:
    by_name: dict[str, dict[str, Past]] = defaultdict(dict)
    by_code: dict[str, dict[str, Past]] = defaultdict(dict)
    for node in tree.nodes.values():
        for old in node.before:
            by_code[old.upper()].setdefault(node.code, Past(node.code, _how(node, old)))
    for row in other:
        for one in _led(tree, row):
            if tree.find(row.node.code) is None:
                by_code[row.node.code].setdefault(one.code, one)
            for name in (row.node.name, *row.synonyms):
                by_name[term(name)].setdefault(one.code, one)
    return {name: tuple(found.values()) for name, found in by_name.items()}, {
        code: tuple(found.values()) for code, found in by_code.items()
    }


def _how(node: Node, old: str) -> str:
    """Return in words how a code came from an older one (OncoTree's history, precursors and revocations)."""
    if old in node.history:
        return f"{old} was renamed to {node.code}"
    if old in node.revocations:
        return f"{old} was revoked and the meaning changed"
    return f"{node.code} took over from {old}, and its meaning may be wider"


def _led(tree: Tree, row: Row) -> list[Past]:
    """Return where a type of another release leads."""
    code = row.node.code
    if (node := tree.find(code)) is not None:
        return [
            Past(code, f"elsewhere {code} is called {row.node.name}; here it is {node.name}, and means another thing")
        ]
    after = [tree.nodes[one] for one in tree.successors(code)]
    if after:
        return [Past(node.code, _how(node, code)) for node in after]
    before = [old for old in row.node.before if tree.find(old) is not None]
    if before:
        return [
            Past(old, f"this release has no {code} yet; it followed {old}, and its meaning changed") for old in before
        ]
    above = _parent(tree, row.node)
    return [Past(above, f"this release has no {code}; {above} is the type above it", broader=True)] if above else []


def _parent(tree: Tree, node: Node) -> str:
    """Return the nearest code above a type of another release that this one has; none of them is a tissue."""
    parents = {row.node.code: row.node.parent for row in rows()}
    code = node.parent
    while code and tree.find(code) is None:
        code = parents.get(code, "")
    return code if code and tree.nodes[code].parent else ""


def _sites(tree: Tree, current: Iterable[Row]) -> dict[str, frozenset[str]]:
    """Return the sites of codes; a code that the table does not have is where its tissue is."""
    known = {row.node.code: frozenset(row.sites) for row in current}
    for code in tree.nodes:
        above = tree.above(code)
        if code not in known and above:
            known[code] = known.get(above[-1].code, frozenset())
    return known


def _weights(found: Iterable[frozenset[str]]) -> dict[str, float]:
    many = list(found)
    counted = Counter(word for words in many for word in words)
    return {word: math.log(1 + len(many) / number) for word, number in counted.items()}
