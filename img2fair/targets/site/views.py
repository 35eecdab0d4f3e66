"""What the pages say of a dataset, beyond the table of its properties that every record has."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from img2fair.rdf import PREFIXES
from img2fair.targets.site.entries import Entry
from img2fair.targets.site.graph import Graph
from img2fair.targets.site.labels import read_labels
from img2fair.targets.site.show import Row, Shown, number
from img2fair.targets.site.wording import page_name

PEOPLE = (("creator", "dct:creator"), ("publisher", "dct:publisher"), ("contact", "dcat:contactPoint"),
          ("rights holder", "dct:rightsHolder"), ("hdab", "healthdcatap:hdab"))  # fmt: skip
FACTS = (
    ("subjects", "healthdcatap:numberOfUniqueIndividuals"),
    ("sessions", "healthdcatap:numberOfRecords"),
    ("extent", "dct:extent"),
    ("population", "healthdcatap:populationCoverage"),
    ("figures", "healthdcatap:analytics"),
    ("sample", "adms:sample"),
    ("series", "dcat:inSeries"),
    ("period", "dct:temporal"),
    ("place", "dct:spatial"),
    ("theme", "dcat:theme"),
    ("health theme", "healthdcatap:healthTheme"),
    ("standard", "dct:conformsTo"),
    ("version", "dcat:version"),
    ("first data", "dct:issued"),
    ("data changed", "dct:modified"),
)
"""What is told of people and facts: the phrase that names it (wording.py), and the property."""
SUBJECTS, SESSIONS = (curie for _, curie in FACTS[:2])
MODALITY, BODY_PART = PREFIXES["dcm"], PREFIXES["sct"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A record's title and description in one language, and where its page is."""

    title: Shown
    description: Shown | None
    page: str


@dataclass(frozen=True, slots=True)
class Part:
    """A distribution or data service on its dataset's page; ``volume`` is its size in bytes where that is stated."""

    title: Shown
    formats: tuple[Shown, ...]
    licences: tuple[Shown, ...]
    sizes: tuple[Shown, ...]
    access: tuple[Shown, ...]
    volume: int | None


@dataclass(frozen=True, slots=True)
class DatasetView:
    """Everything a dataset's page says apart; ``words`` are the keywords that are no modality or body part.

    ``people`` is how many subjects there are, where that is stated; ``changed`` when the data last changed (ISO 8601).
    """

    heading: Heading
    access: tuple[Shown, ...]
    modalities: tuple[Shown, ...]
    body_parts: tuple[Shown, ...]
    licences: tuple[Shown, ...]
    keywords: tuple[Shown, ...]
    words: tuple[Shown, ...]
    codes: tuple[str, ...]
    facts: tuple[Row, ...]
    contacts: tuple[Row, ...]
    parts: tuple[Part, ...]
    archive: tuple[Shown, ...]
    publications: tuple[Shown, ...]
    subjects: str
    sessions: str
    people: int | None
    changed: str


def heading(entry: Entry, graph: Graph, first: str) -> Heading:
    """Return how a record presents itself; its slug stands in where it has no title.

    :param first: the site's first language, for the name of the page.
    """
    node = NamedNode(entry.key)
    title, text = graph.text(node, "dct:title"), graph.text(node, "dct:description")
    shown = Shown(title.value, lang=title.language or "") if title else Shown(entry.slug)
    description = Shown(text.value, lang=text.language or "") if text else None
    return Heading(shown, description, page_name(f"{entry.kind}/{entry.slug}", graph.context.language, first))


def dataset_view(entry: Entry, graph: Graph, head: Heading, parts: Sequence[Part]) -> DatasetView:
    """Return what a dataset's page says."""
    node = NamedNode(entry.key)
    modalities, body_parts = _of(MODALITY, graph, node), _of(BODY_PART, graph, node)
    keywords = sorted(graph.shown(node, "dcat:keyword"), key=lambda word: word.text.casefold())
    licences = [*graph.shown(node, "dct:license"), *(licence for part in parts for licence in part.licences)]
    people = _stated(graph, node, SUBJECTS)
    return DatasetView(
        heading=head,
        access=tuple(graph.shown(node, "dct:accessRights")),
        modalities=modalities,
        body_parts=body_parts,
        licences=tuple({licence.text: licence for licence in licences}.values()),
        keywords=tuple(keywords),
        words=_apart(keywords, _spoken((*modalities, *body_parts))),
        codes=tuple(shown.hint.removeprefix(MODALITY) for shown in modalities if shown.hint),
        facts=_facts(graph, node),
        contacts=tuple(
            Row(graph.context.say(name), tuple(values), curie)
            for name, curie in PEOPLE
            if (values := graph.shown(node, curie))
        ),
        parts=tuple(parts),
        archive=(*graph.shown(node, "dcat:landingPage"), *graph.shown(node, "foaf:page")),
        publications=tuple(graph.shown(node, "dct:isReferencedBy")),
        subjects=_figure(graph, node, SUBJECTS),
        sessions=_figure(graph, node, SESSIONS),
        people=int(people) if people.isdecimal() else None,
        changed=_stated(graph, node, "dct:modified"),
    )


def part(entry: Entry, graph: Graph, title: Shown) -> Part:
    """Return a distribution or data service as its dataset's page lists it."""
    node = NamedNode(entry.key)

    def all_of(*curies: str) -> tuple[Shown, ...]:
        return tuple(shown for curie in curies for shown in graph.shown(node, curie))

    formats = all_of("dcat:mediaType") or all_of("dct:format")
    volume = _stated(graph, node, "dcat:byteSize")
    return Part(title, formats, all_of("dct:license"), all_of("dcat:byteSize"),
                all_of("dcat:accessURL", "dcat:downloadURL", "dcat:endpointURL"),
                int(volume) if volume.isdecimal() else None)  # fmt: skip


def _of(base: str, graph: Graph, node: NamedNode) -> tuple[Shown, ...]:
    terms = graph.objects(node, "dct:subject")
    found = [graph.value(term) for term in terms if isinstance(term, NamedNode) and term.value.startswith(base)]
    return tuple(sorted(found, key=lambda shown: shown.text))


def _spoken(coded: Iterable[Shown]) -> set[str]:
    """Return what codes are called, in this language and in English."""
    english = read_labels()
    return {name.casefold() for one in coded for name in (one.text, english.of_value(one.hint)) if name}


def _apart(words: Iterable[Shown], said: Set[str]) -> tuple[Shown, ...]:
    """Return the words that are not said already, each once, whatever their case."""
    return tuple({word.text.casefold(): word for word in words if word.text.casefold() not in said}.values())


def _facts(graph: Graph, node: NamedNode) -> tuple[Row, ...]:
    say = graph.context.say
    rows = [Row(say(name), tuple(values), curie) for name, curie in FACTS if (values := graph.shown(node, curie))]
    ages = _ages(graph, node)
    place = next((at for at, row in enumerate(rows) if row.hint not in (SUBJECTS, SESSIONS)), len(rows))
    return (*rows[:place], *([Row(say("typical age"), (Shown(ages),))] if ages else []), *rows[place:])


def _ages(graph: Graph, node: NamedNode) -> str:
    say = graph.context.say
    least, most = (_figure(graph, node, f"healthdcatap:{end}TypicalAge") for end in ("min", "max"))
    if least and most:
        return say("years", age=least) if least == most else say("years between", least=least, most=most)
    return say("years from", least=least) if least else say("years up to", most=most) if most else ""


def _stated(graph: Graph, node: NamedNode, curie: str) -> str:
    return next((o.value for o in graph.objects(node, curie) if isinstance(o, Literal)), "")


def _figure(graph: Graph, node: NamedNode, curie: str) -> str:
    return number(_stated(graph, node, curie))
