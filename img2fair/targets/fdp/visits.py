"""Records of a FAIR Data Point as a harvester gets them: each fetched once, without a log-in, some at the same time.

Harvesters ask for the identifiers; where those begin with another address than requests go to, the latter is asked, as
everywhere here. What lies on other servers is not asked for.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.rdf import from_text, iri
from img2fair.targets.asking import NO_ANSWER, Answer, Asking, said_by
from img2fair.targets.fdp.offer import Offer

AT_ONCE = 4
MOST = 20_000
"""Requests of one rehearsal."""
ELSEWHERE, NOT_ASKED = -1, -2
"""The status of what is on another server, and of what there was no time for."""

CONTAINS, CONTAINER = iri("ldp:contains"), iri("ldp:DirectContainer")
_KEPT = frozenset(map(iri, (
    "rdf:type ldp:contains dct:title dct:description dcat:keyword dct:isPartOf dcat:dataset dcat:distribution "
    "fdp-o:metadataCatalog"
).split()))  # fmt: skip
"""What harvesters go by: the rest of a record is not kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the address of a record answers: the triples that harvesters go by, or what is wrong, in words."""

    iri: str
    status: int
    triples: tuple[Triple, ...] = ()
    trouble: str = ""

    def values(self, curie: str) -> list[str]:
        """Return what the record itself says of a property, as texts."""
        node, predicate = NamedNode(self.iri), iri(curie)
        found = (t.object for t in self.triples if t.subject == node and t.predicate == predicate)
        return [term.value for term in found if isinstance(term, NamedNode | Literal)]

    def nodes(self, curie: str) -> list[str]:
        """Return the IRIs that any node on the page has as values of a property."""
        predicate = iri(curie)
        found = (t.object.value for t in self.triples if t.predicate == predicate and isinstance(t.object, NamedNode))
        return list(dict.fromkeys(found))

    def of_type(self, curie: str) -> list[str]:
        """Return the IRIs of all nodes of a class."""
        kind = iri(curie)
        typed = [t.subject for t in self.triples if t.predicate == iri("rdf:type") and t.object == kind]
        return list(dict.fromkeys(node.value for node in typed if isinstance(node, NamedNode)))


class Visits:
    """Fetches records, each once.

    :param wanted: the datasets to be looked for; others are not fetched, nor are their distributions.
    """

    def __init__(self, asking: Asking, offer: Offer, wanted: Iterable[str], most: int = MOST) -> None:
        self._asking = asking
        self.offer = offer
        self.wanted = frozenset(wanted)
        self._left = most
        self._pages: dict[str, Page] = {}

    def see(self, iris: Iterable[str]) -> list[Page]:
        """Return the pages of records, those that are not known yet fetched at the same time."""
        listed = list(dict.fromkeys(iris))
        new = [node for node in listed if node not in self._pages]
        ours = [node for node in new if node == self.offer.base or node.startswith(f"{self.offer.base}/")]
        asked = ours[: max(self._left, 0)]
        self._left -= len(asked)
        self._pages |= {node: Page(node, ELSEWHERE, trouble="is on another server") for node in set(new) - set(ours)}
        self._pages |= {node: Page(node, NOT_ASKED, trouble="was not asked for") for node in ours[len(asked) :]}
        if asked:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                self._pages |= {page.iri: page for page in pool.map(self._fetched, asked)}
        return [self._pages[node] for node in listed]

    def one(self, node: str) -> Page:
        """Return the page of one record."""
        return self.see([node])[0]

    @property
    def all(self) -> Mapping[str, Page]:
        """All pages so far, by IRI."""
        return self._pages

    def leads_on(self, node: str) -> bool:
        """Tell whether a walk has to fetch a record: not where it is a dataset, or part of one, that nobody expects."""
        kind = self.offer.of(node)
        return node in self.wanted or kind is None or kind.kind in (None, "catalog")

    def _fetched(self, node: str) -> Page:
        if self._asking.left <= 0:
            return Page(node, NOT_ASKED, trouble="was not asked for")
        answer = self._asking.ask(self.offer.path(node))
        if answer.status != 200:
            return Page(node, answer.status, trouble=_trouble(answer, node))
        try:
            triples = from_text(answer.text)
        except UsageFault:
            return Page(node, answer.status, trouble="answers with something that is no Turtle")
        return Page(node, 200, tuple(t for t in triples if t.predicate in _KEPT))


def _trouble(answer: Answer, node: str) -> str:
    """Return in words why a record cannot be read by a guest."""
    if answer.status == 403:
        return "is a draft (403)"
    if answer.status == 404 and "Metadata info" in answer.text:
        half = "it" if f"'{node}'" in answer.text else "a record below it"
        return f"answers 404: {half} is half made"
    if answer.status == NO_ANSWER:
        return f"does not answer: {answer.text}"
    return said_by(answer)
