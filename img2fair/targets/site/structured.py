"""A dataset in schema.org's words, for search engines.

Source: https://developers.google.com/search/docs/appearance/structured-data/dataset (name and description are required;
a description has 50 to 5,000 characters) and https://schema.org/Dataset. What a record does not say is left out.
"""

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from img2fair.codes import is_derived
from img2fair.targets.site.citation import Citation, creators
from img2fair.targets.site.doing import PUBLIC
from img2fair.targets.site.entries import Entry
from img2fair.targets.site.graph import Graph
from img2fair.targets.site.views import MODALITY, DatasetView

LONGEST = 5000
MEDIA_TYPES = ("https://www.iana.org/assignments/media-types/", "http://www.iana.org/assignments/media-types/")
LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
OPEN = ("creativecommons.org/licenses/", "creativecommons.org/publicdomain/")
"""Licences that ask no money (a licence of Creative Commons is royalty-free; section 2.a.1 of each)."""
TAGS = {"BUL": "bg", "CES": "cs", "DAN": "da", "DEU": "de", "ELL": "el", "ENG": "en", "EST": "et", "FIN": "fi",
        "FRA": "fr", "GLE": "ga", "HRV": "hr", "HUN": "hu", "ITA": "it", "LAV": "lv", "LIT": "lt", "MLT": "mt",
        "NLD": "nl", "NOR": "no", "POL": "pl", "POR": "pt", "RON": "ro", "SLK": "sk", "SLV": "sl", "SPA": "es",
        "SWE": "sv"}  # fmt: skip
"""The tags (BCP 47) of the EU's codes of languages."""

Parts = Sequence[tuple[Entry, Graph]]


def structured(
    entry: Entry, view: DatasetView, graph: Graph, cited: Citation, address: str, parts: Parts, catalog: tuple[str, str]
) -> dict[str, object]:
    """Return a dataset as JSON-LD of schema.org.

    :param address: the record's IRI; ``parts`` its distributions and services; ``catalog`` title and address of the
        catalogue.
    """
    node = NamedNode(entry.key)
    description = view.heading.description
    made: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": view.heading.title.text,
        "description": description.text[:LONGEST] if description else "",
        "identifier": _identifiers(graph, node, cited),
        "sameAs": cited.address.text if cited.doi else "",
        "keywords": list(dict.fromkeys(word.text for word in (*view.keywords, *view.modalities, *view.body_parts))),
        "license": sorted({shown.href for shown in view.licences if shown.href}),
        "conditionsOfAccess": [shown.text for shown in view.access],
        "isAccessibleForFree": _is_free(view) or "",
        "creator": [_creator(agent.name, agent.orcid) for agent in creators(graph, node)],
        "publisher": [_organisation(shown.text, shown.href) for shown in graph.shown(node, "dct:publisher")],
        "measurementTechnique": _techniques(view),
        "distribution": [_download(one, its) for one, its in parts if one.kind == "distribution"],
        "datePublished": _first(graph, node, "dct:issued"),
        "dateModified": _first(graph, node, "dct:modified"),
        "temporalCoverage": _period(graph, node),
        "spatialCoverage": [{"@type": "Place", "name": shown.text} for shown in graph.shown(node, "dct:spatial")],
        "inLanguage": _languages(graph, node),
        "version": _first(graph, node, "dcat:version"),
        "citation": [shown.href or shown.text for shown in view.publications],
        "includedInDataCatalog": {"@type": "DataCatalog", "name": catalog[0], "url": catalog[1]},
    }
    return _without_nothing(made)


def _identifiers(graph: Graph, node: NamedNode, cited: Citation) -> list[str]:
    stated = [o.value for o in graph.objects(node, "dct:identifier") if isinstance(o, Literal | NamedNode)]
    return list(dict.fromkeys([*([cited.address.text] if cited.doi else []), *stated]))


def _creator(name: str, orcid: str) -> dict[str, object]:
    """Return a creator; of what kind it is, only an ORCID tells."""
    return {"@type": "Person", "@id": orcid, "name": name} if orcid else {"name": name}


def _organisation(name: str, page: str) -> dict[str, object]:
    return _without_nothing({"@type": "Organization", "name": name, "url": page})


def _techniques(view: DatasetView) -> list[str]:
    """Return the modalities of what was acquired; outlines and reports were not measured on people."""
    return [shown.text for shown in view.modalities if not is_derived(shown.hint.removeprefix(MODALITY))]


def _is_free(view: DatasetView) -> bool:
    """Tell whether it is known that the data cost nothing: open to all, under a licence that asks no money."""
    return PUBLIC in {shown.hint or shown.text for shown in view.access} and any(
        name in shown.href for shown in view.licences for name in OPEN
    )


def _download(entry: Entry, graph: Graph) -> dict[str, object]:
    """Return a distribution; only what can be downloaded has a ``contentUrl``."""
    node = NamedNode(entry.key)
    title = graph.text(node, "dct:title")
    volume = _first(graph, node, "dcat:byteSize")
    return _without_nothing(
        {
            "@type": "DataDownload",
            "name": title.value if title else "",
            "encodingFormat": [_media_type(o.value) for o in _values(graph, node, "dcat:mediaType")],
            "contentUrl": _web(o.value for o in _values(graph, node, "dcat:downloadURL")),
            "contentSize": f"{volume} B" if volume.isdecimal() else "",
            "url": _web(o.value for o in _values(graph, node, "dcat:accessURL")),
        }
    )


def _values(graph: Graph, node: NamedNode, curie: str) -> list[NamedNode | Literal]:
    return [o for o in graph.objects(node, curie) if isinstance(o, NamedNode | Literal)]


def _media_type(address: str) -> str:
    base = next((base for base in MEDIA_TYPES if address.startswith(base)), "")
    return address.removeprefix(base)


def _web(addresses: Iterable[str]) -> str:
    return next((address for address in addresses if address.startswith(("http://", "https://"))), "")


def _first(graph: Graph, node: NamedNode, curie: str) -> str:
    return next((o.value for o in graph.objects(node, curie) if isinstance(o, Literal)), "")


def _period(graph: Graph, node: NamedNode) -> list[str]:
    """Return the periods covered as intervals of ISO 8601; what is open is written as two dots."""
    found = []
    for term in graph.objects(node, "dct:temporal"):
        ends = [next((o.value for o in graph.objects(term, c) if isinstance(o, Literal)), "..")
                for c in ("dcat:startDate", "dcat:endDate")]  # fmt: skip
        found += ["/".join(ends)] if set(ends) != {".."} else []
    return found


def _languages(graph: Graph, node: NamedNode) -> list[str]:
    codes = [o.value.removeprefix(LANGUAGES) for o in _values(graph, node, "dct:language")]
    return [TAGS[code] for code in codes if code in TAGS]


def _without_nothing(made: Mapping[str, object]) -> dict[str, object]:
    """Return what is said; a list of one as the one."""
    said = {name: value for name, value in made.items() if value}
    return {name: value[0] if isinstance(value, list) and len(value) == 1 and name not in ("license", "keywords")
            else value for name, value in said.items()}  # fmt: skip
