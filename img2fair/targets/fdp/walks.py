"""How harvesters without a log-in walk a FAIR Data Point, and what they make of a dataset that they reach.

Sources, read in November 2026: CivityNL/ckanext-fairdatapoint 84a2c27 and its fork
GenomicDataInfrastructure/gdi-userportal-ckanext-fairdatapoint bb197dd (FairDataPointRecordProvider, the CKAN profiles),
FAIRDataTeam/FAIRDataPoint 1.20.3 (HarvesterService and MetadataRetrievalUtils of its index).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from img2fair.rdf import iri
from img2fair.targets.fdp.visits import CONTAINER, CONTAINS, NOT_ASKED, Page, Visits

R3D_REPOSITORY = NamedNode("http://www.re3data.org/schema/3-0#Repository")
NAVIGATION = ("fdp-o:metadataCatalog", "dcat:dataset", "dct:isPartOf", "dcat:distribution")
"""What the index follows from a record without containers; r3d:dataCatalog too, which no server here has."""
_MOST_LEVELS = 50
_SHORTEST, _LONGEST = 2, 100
"""Characters of a keyword in CKAN (tag_length_validator)."""
_OTHER_THAN_CKAN = re.compile(r"[^A-Za-z0-9\- _.]")


@dataclass(frozen=True, slots=True)
class Harvester:
    """One harvester.

    :param reaches: the datasets that its walk comes to.
    :param refuses: why it does not take a dataset that it can read; empty where it does.
    :param loses: what it leaves out of a dataset that it takes; empty where nothing.
    """

    name: str
    reaches: Callable[[Visits], frozenset[str]]
    refuses: Callable[[Page], str]
    loses: Callable[[Page, Visits], str]


def by_catalogues(visits: Visits) -> frozenset[str]:
    """Walk as CivityNL: what the root contains, the catalogues on those pages, and their dcat:dataset."""
    pages = visits.see(visits.one(visits.offer.base).nodes("ldp:contains"))
    catalogs = visits.see(found for page in pages for found in page.of_type("dcat:Catalog"))
    listed = frozenset(found for page in catalogs for found in page.nodes("dcat:dataset"))
    visits.see(sorted(listed & visits.wanted))
    return listed


def by_containers(visits: Visits) -> frozenset[str]:
    """Walk as the GDI fork: breadth first over ldp:contains alone; a dataset is what says so of its own address."""
    return _breadth_first(visits, lambda page: page.nodes("ldp:contains"))


def by_index(visits: Visits) -> frozenset[str]:
    """Walk as an FDP Index: what the containers contain; where a record has none, the usual relations."""
    return _breadth_first(visits, _below_for_index)


def _below_for_index(page: Page) -> list[str]:
    boxes = {t.subject for t in page.triples if t.predicate == iri("rdf:type") and t.object == CONTAINER}
    if boxes:
        found = [t.object for t in page.triples if t.predicate == CONTAINS and t.subject in boxes]
        return list(dict.fromkeys(node.value for node in found if isinstance(node, NamedNode)))
    return [node for curie in NAVIGATION for node in page.nodes(curie)]


def _breadth_first(visits: Visits, below: Callable[[Page], list[str]]) -> frozenset[str]:
    seen: set[str] = set()
    level = [visits.offer.base]
    for _ in range(_MOST_LEVELS):
        seen.update(level)
        pages = visits.see(node for node in level if visits.leads_on(node))
        level = list(dict.fromkeys(node for page in pages for node in below(page) if node not in seen))
        if not level:
            break
    return frozenset(seen)


def refused_by_civity(page: Page) -> str:
    """Return why CKAN takes no dataset of the older harvester: it does not shorten or drop keywords."""
    if not page.values("dct:title"):
        return "no title: CKAN refuses it"
    pieces = [piece.strip() for keyword in page.values("dcat:keyword") for piece in keyword.split(",")]
    if any(not _SHORTEST <= len(piece) <= _LONGEST for piece in pieces if piece):
        return f"a keyword of fewer than {_SHORTEST} or more than {_LONGEST} characters: CKAN refuses the dataset"
    return ""


def refused_by_gdi(page: Page) -> str:
    """Return why the fork takes no dataset: its own address must say that it is one; title and notes are required."""
    if page.iri not in page.of_type("dcat:Dataset"):
        return "what its address answers does not say that it is a dcat:Dataset"
    lacks = [
        word for word, curie in (("title", "dct:title"), ("description", "dct:description")) if not page.values(curie)
    ]
    return f"no {' and no '.join(lacks)}: CKAN refuses it" if lacks else ""


def refused_by_index(page: Page) -> str:
    """Return why the search of an index does not show a dataset: it joins with a type and a title."""
    return "" if page.values("dct:title") else "no title: the index's search does not show it"


def lost_by_civity(page: Page, visits: Visits) -> str:
    """Return what the older harvester loses: the details of distributions that it cannot read."""
    return _distributions(page, visits)


def lost_by_gdi(page: Page, visits: Visits) -> str:
    """Return what the fork loses: distributions likewise, keywords of another length, characters that CKAN lacks."""
    keywords = page.values("dcat:keyword")
    kept = [word for word in keywords if _SHORTEST <= len(word) <= _LONGEST]
    changed = sum(1 for word in kept if _OTHER_THAN_CKAN.search(word))
    said = [_distributions(page, visits)]
    if len(kept) < len(keywords):
        said.append(f"{len(keywords) - len(kept)} of its keywords are dropped for their length")
    if changed:
        said.append(f"{changed} of its keywords lose characters that CKAN does not take")
    return "; ".join(filter(None, said))


def lost_by_index(page: Page, visits: Visits) -> str:
    """Return what an index loses: the records below that it cannot read."""
    return _distributions(page, visits)


def _distributions(page: Page, visits: Visits) -> str:
    """Return which distributions of a dataset a guest cannot read; those on other servers are not asked for."""
    contained = [node for node in page.nodes("ldp:contains") if _kind(visits, node) == "distribution"]
    pages = visits.see(dict.fromkeys([*page.values("dcat:distribution"), *contained]))
    bad = [f"its distribution {one.iri} {one.trouble}" for one in pages if one.trouble and one.status >= 0]
    more = f"; and {len(bad) - 1} distributions more" if len(bad) > 1 else ""
    cut = any(one.status == NOT_ASKED for one in pages)
    return bad[0] + more if bad else "not all its distributions were looked at" if cut else ""


def _kind(visits: Visits, node: str) -> str | None:
    found = visits.offer.of(node)
    return found.kind if found else None


def why_not_reached(node: str, visits: Visits) -> str:
    """Return why a walk does not come to a dataset: the first thing that is wrong with it or a record above it."""
    page, passed = visits.one(node), set[str]()
    if page.trouble:
        return f"it {page.trouble}"
    while page.iri != visits.offer.base and page.iri not in passed:
        passed.add(page.iri)
        above = next(iter(page.values("dct:isPartOf")), "")
        if not above:
            return "it does not say what it is part of" if page.iri == node else "it hangs on nothing"
        upper = visits.one(above)
        name = _named(upper.iri, visits)
        if upper.trouble:
            vanish = ": all its datasets vanish" if upper.status >= 500 or upper.status == 404 else ""
            return f"{name} {upper.trouble}{vanish}"
        if page.iri not in _listed(upper):
            return f"{name} does not list {'it' if page.iri == node else _named(page.iri, visits)}"
        page = upper
    return "this harvester does not look where it is"


def why_no_index(root: Page) -> str:
    """Return why an index counts the FAIR Data Point as invalid; empty where it does not."""
    typed = {t.object for t in root.triples if t.predicate == iri("rdf:type") and not isinstance(t.subject, BlankNode)}
    if typed & {R3D_REPOSITORY, iri("fdp-o:MetadataService")}:
        return ""
    return "an index counts the FAIR Data Point as invalid: its own record has no type fdp-o:MetadataService"


def _listed(page: Page) -> set[str]:
    curies = ("ldp:contains", "dcat:dataset", "dcat:distribution", "fdp-o:metadataCatalog")
    return {node for curie in curies for node in page.nodes(curie)}


def _named(node: str, visits: Visits) -> str:
    if node == visits.offer.base:
        return "the FAIR Data Point's own record"
    return f"the catalogue {node}" if _kind(visits, node) == "catalog" else f"the record above it, {node},"


CKAN = Harvester("CKAN (CivityNL)", by_catalogues, refused_by_civity, lost_by_civity)
GDI = Harvester("CKAN (GDI)", by_containers, refused_by_gdi, lost_by_gdi)
INDEX = Harvester("FDP Index", by_index, refused_by_index, lost_by_index)
HARVESTERS = (CKAN, GDI, INDEX)
