"""How a dataset is cited: as a text, and as BibTeX and RIS for programs that keep references."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from img2fair.targets.site.entries import Entry
from img2fair.targets.site.graph import Graph
from img2fair.targets.site.show import Shown, safe_href

_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_LASTING = re.compile(r"https?://(?:hdl\.handle\.net|w3id\.org|purl\.org|n2t\.net|arks\.org|identifiers\.org)/\S+")
"""Addresses of resolvers that are made to outlive what they lead to: Handle, w3id, PURL, ARK, identifiers.org."""
_ORCID = re.compile(r"https?://orcid\.org/.+")
_SPECIAL = re.compile(r"[\\{}$&#^_~%]")
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True, slots=True)
class Agent:
    """Who made a dataset. ``orcid`` is empty unless one is stated; only then it is known to be a person."""

    name: str
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A dataset as it is cited; ``address`` is its DOI as a link, or else what stands in for it."""

    text: str
    address: Shown
    doi: str
    bibtex: str
    ris: str


def citation(entry: Entry, graph: Graph, title: str, iri: str) -> Citation:
    """Return how to cite a dataset, as DataCite recommends: creators (year). Title. Publisher. Identifier.

    :param iri: the record's own, which is cited where there is no DOI and no other identifier that is made to last.
    """
    node = NamedNode(entry.key)
    found = _identifiers(graph, node)
    doi = next((match[1] for text in found if (match := _DOI.fullmatch(text.strip()))), "")
    other = next((text for text in found if _LASTING.fullmatch(text) and safe_href(text)), iri)
    address = f"https://doi.org/{doi}" if doi else other
    made_by, publisher = creators(graph, node), _publisher(graph, node)
    year = _year(graph, node, entry)
    said = _text([agent.name for agent in made_by], year, title, publisher)
    shown = Shown(address, safe_href(address))
    return Citation(said, shown, doi, _bibtex(entry.slug, made_by, year, title, publisher, doi, address),
                    _ris(made_by, year, title, publisher, doi, address))  # fmt: skip


def creators(graph: Graph, node: NamedNode) -> tuple[Agent, ...]:
    """Return the creators of a dataset, in the order of its record."""
    found = []
    for term, shown in zip(graph.objects(node, "dct:creator"), graph.shown(node, "dct:creator"), strict=True):
        named = [*_identifiers(graph, term), *([term.value] if isinstance(term, NamedNode) else [])]
        found.append(Agent(shown.text, next((text for text in named if _ORCID.fullmatch(text)), "")))
    return tuple(found)


def _identifiers(graph: Graph, node: object) -> list[str]:
    return [o.value for o in graph.objects(node, "dct:identifier") if isinstance(o, Literal | NamedNode)]


def _publisher(graph: Graph, node: NamedNode) -> str:
    return next((shown.text for shown in graph.shown(node, "dct:publisher")), "")


def _year(graph: Graph, node: NamedNode, entry: Entry) -> str:
    """Return the year of the first data, or else of the first publication."""
    dated = next((o.value for o in graph.objects(node, "dct:issued") if isinstance(o, Literal)), entry.issued)
    return dated[:4] if re.match(r"[0-9]{4}", dated) else ""


def _text(names: Sequence[str], year: str, title: str, publisher: str) -> str:
    lead = "; ".join(names) or publisher
    who = f"{lead}{f' ({year})' if year else ''}. " if lead else ""
    tail = f" {publisher}." if publisher and names else ""
    return f"{who}{title.rstrip('.')} [Dataset].{tail}"


def _bibtex(slug: str, made_by: Iterable[Agent], year: str, title: str, publisher: str, doi: str, address: str) -> str:
    """Return an entry of BibTeX; names that are not known to be of people stand in braces, so that none is split."""
    authors = " and ".join(_tex(a.name) if a.orcid else f"{{{_tex(a.name)}}}" for a in made_by)
    fields = {"author": authors, "title": f"{{{_tex(title)}}}", "year": year, "publisher": _tex(publisher),
              "doi": _tex(doi), "url": _tex(address)}  # fmt: skip
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{" + ",\n".join([slug, *lines]) + "\n}\n"


def _ris(made_by: Iterable[Agent], year: str, title: str, publisher: str, doi: str, address: str) -> str:
    tags = [("TY", "DATA"), *(("AU", agent.name) for agent in made_by), ("TI", title), ("PY", year), ("PB", publisher),
            ("DO", doi), ("UR", address)]  # fmt: skip
    lines = [f"{tag}  - {_line(value)}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - "]) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    """Return a text in which nothing is a command of TeX."""
    return _SPECIAL.sub(lambda found: _TEX.get(found[0], f"\\{found[0]}"), _line(text))
