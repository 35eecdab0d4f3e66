"""Typed links of records: what a robot on a landing page needs, without reading it.

Source: FAIR Signposting profile (https://signposting.org/FAIR/), level 1 in the head of each page and in HTTP headers,
level 2 as a linkset beside each record (RFC 9264, ``application/linkset+json``). Relations are those of the IANA
registry (RFC 8288). Only what a record says is said; a relation whose target is no IRI is left out.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from img2fair.rdf import iri, is_iri
from img2fair.targets.site.entries import Entry

LINKSET = "application/linkset+json"
MOST_IN_A_HEADER = 20
"""More links than that are left to the linkset: servers and clients limit the length of headers."""
TYPES = {"catalog": "DataCatalog", "dataset": "Dataset", "distribution": "DataDownload", "data-service": "WebAPI"}
"""What a record is, in schema.org's words."""
_IANA = re.compile(r"https?://www\.iana\.org/assignments/media-types/([\w.+-]+/[\w.+-]+)")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link from a record; ``type`` is the target's media type, empty where it is not known."""

    rel: str
    href: str
    type: str = ""


def signposting_links(entry: Entry, children: Sequence[Entry], above: Entry | None, root: str) -> tuple[Link, ...]:
    """Return the typed links of a record, in a fixed order.

    :param children: its published children; ``above``: the record that it hangs on.
    :param root: the site's address without a slash at its end.
    """
    address = _address(entry, root)
    found = [Link("cite-as", _cited(entry) or address)]
    found += [Link("describedby", f"{address}.ttl", "text/turtle")]
    found += [Link("describedby", f"{address}.jsonld", "application/ld+json")]
    if entry.published:
        found += [Link("type", "https://schema.org/AboutPage"), Link("type", f"https://schema.org/{TYPES[entry.kind]}")]
        found.append(Link("profile", f"{root}/profile/{entry.kind}"))
        found += [Link("license", licence) for licence in _licence(entry, children)]
        found += [Link("author", author) for author in _authors(entry)]
        found += [Link("collection", _address(above, root), "text/html")] if above and above.published else []
        found += [Link("item", _address(child, root), "text/html") for child in children]
        found += _downloads(entry)
    found.append(Link("linkset", f"{address}.linkset.json", LINKSET))
    return tuple(dict.fromkeys(found))


def linkset(address: str, links: Iterable[Link]) -> str:
    """Return a record's links as a linkset, with the links back from what describes it (RFC 9264, section 4.2)."""
    of_record: dict[str, object] = {"anchor": address}
    targets: dict[str, list[dict[str, str]]] = {}
    for link in links:
        if link.rel != "linkset":
            typed = {"type": link.type} if link.type else {}
            targets.setdefault(link.rel, []).append({"href": link.href, **typed})
    back = [{"anchor": target["href"], "describes": [{"href": address, "type": "text/html"}]}
            for target in targets.get("describedby", ())]  # fmt: skip
    return json.dumps({"linkset": [of_record | targets, *back]}, indent=1, ensure_ascii=False) + "\n"


def as_header(links: Sequence[Link]) -> str:
    """Return links as the value of a Link header (RFC 8288); of many only those that are not items."""
    told = links if len(links) <= MOST_IN_A_HEADER else [link for link in links if link.rel != "item"]
    return ", ".join(f'<{link.href}>; rel="{link.rel}"' + (f'; type="{link.type}"' if link.type else "")
                     for link in told[:MOST_IN_A_HEADER] if link.href.isascii())  # fmt: skip


def _address(entry: Entry, root: str) -> str:
    return f"{root}/{entry.kind}/{entry.slug}"


def _cited(entry: Entry) -> str:
    """Return the address of the record's DOI, empty where it has none."""
    texts = (_value(term) for term in _objects(entry, entry.key, "dct:identifier"))
    found = sorted(f"https://doi.org/{match[1]}" for text in texts if (match := _DOI.fullmatch(text.strip())))
    return next(filter(_is_target, found), "")


def _licence(entry: Entry, children: Sequence[Entry]) -> list[str]:
    """Return the record's licence; a dataset without one has that of its distributions where they agree."""
    own = _iris(entry, "dct:license")
    if own or entry.kind != "dataset":
        return own
    theirs = [_iris(child, "dct:license") for child in children if child.kind == "distribution"]
    return theirs[0] if theirs and len(theirs[0]) == 1 and all(one == theirs[0] for one in theirs) else []


def _authors(entry: Entry) -> list[str]:
    """Return the IRIs of creators: their own, or the identifier that the record gives (an ORCID, a ROR)."""
    found: list[str] = []
    for creator in _objects(entry, entry.key, "dct:creator"):
        own = _value(creator)
        if _is_target(own) and isinstance(creator, NamedNode) and not own.startswith(f"{entry.key}#"):
            found.append(own)
            continue
        given = [_value(term) for term in _objects(entry, creator, "dct:identifier")]
        found += sorted(filter(_is_target, given))
    return found


def _downloads(entry: Entry) -> list[Link]:
    if entry.kind != "distribution":
        return []
    media = [match[1] for text in _iris(entry, "dcat:mediaType") if (match := _IANA.fullmatch(text))]
    return [Link("item", file, media[0] if len(media) == 1 else "") for file in _iris(entry, "dcat:downloadURL")]


def _iris(entry: Entry, curie: str) -> list[str]:
    return sorted(text for text in map(_value, _objects(entry, entry.key, curie)) if _is_target(text))


def _objects(entry: Entry, node: object, curie: str) -> list[object]:
    subject = NamedNode(node) if isinstance(node, str) else node
    return [t.object for t in entry.triples if t.subject == subject and t.predicate == iri(curie)]


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _is_target(text: str) -> bool:
    """Tell whether a text may stand between the angle brackets of a link."""
    return text.startswith(("https://", "http://")) and is_iri(text)
