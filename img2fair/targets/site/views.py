"""What the pages say of a dataset, beyond the table of its properties that every record has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from img2fair.rdf import PREFIXES
from img2fair.targets.site.entries import Entry
from img2fair.targets.site.graph import Context, Graph
from img2fair.targets.site.show import Row, Shown, day, number, safe_href

PEOPLE = (("Creator", "dct:creator"), ("Publisher", "dct:publisher"), ("Contact", "dcat:contactPoint"),
          ("Rights holder", "dct:rightsHolder"), ("Health data access body", "healthdcatap:hdab"))  # fmt: skip
FACTS = (
    ("Subjects", "healthdcatap:numberOfUniqueIndividuals"),
    ("Imaging sessions", "healthdcatap:numberOfRecords"),
    ("Extent", "dct:extent"),
    ("Population", "healthdcatap:populationCoverage"),
    ("Figures", "healthdcatap:analytics"),
    ("Sample", "adms:sample"),
    ("Series", "dcat:inSeries"),
    ("Period covered", "dct:temporal"),
    ("Place", "dct:spatial"),
    ("Theme", "dcat:theme"),
    ("Health theme", "healthdcatap:healthTheme"),
    ("Standard", "dct:conformsTo"),
    ("Version", "dcat:version"),
    ("First data", "dct:issued"),
    ("Data last changed", "dct:modified"),
)
MODALITY, BODY_PART = PREFIXES["dcm"], PREFIXES["sct"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A record's title and description in one language, and where its page is."""

    title: Shown
    description: Shown | None
    page: str


@dataclass(frozen=True, slots=True)
class Part:
    """A distribution or data service on its dataset's page."""

    title: Shown
    formats: tuple[Shown, ...]
    licences: tuple[Shown, ...]
    sizes: tuple[Shown, ...]
    access: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class DatasetView:
    """Everything a dataset's page says apart; ``words`` are the keywords that are no modality or body part."""

    heading: Heading
    access: tuple[Shown, ...]
    modalities: tuple[Shown, ...]
    body_parts: tuple[Shown, ...]
    keywords: tuple[Shown, ...]
    words: tuple[Shown, ...]
    facts: tuple[Row, ...]
    people: tuple[Row, ...]
    parts: tuple[Part, ...]
    archive: tuple[Shown, ...]
    publications: tuple[Shown, ...]
    citation: str
    identifier: Shown | None
    subjects: str
    sessions: str


def heading(entry: Entry, graph: Graph) -> Heading:
    """Return how a record presents itself; its slug stands in where it has no title."""
    node = NamedNode(entry.key)
    title, text = graph.text(node, "dct:title"), graph.text(node, "dct:description")
    shown = Shown(title.value, lang=title.language or "") if title else Shown(entry.slug)
    description = Shown(text.value, lang=text.language or "") if text else None
    return Heading(shown, description, f"{entry.kind}/{entry.slug}.html")


def dataset_view(entry: Entry, graph: Graph, parts: Iterable[Part]) -> DatasetView:
    """Return what a dataset's page says."""
    node = NamedNode(entry.key)
    subjects = graph.objects(node, "dct:subject")
    head = heading(entry, graph)
    identifier = _identifier(graph, node)
    modalities, body_parts = _of(MODALITY, subjects, graph), _of(BODY_PART, subjects, graph)
    keywords = sorted(graph.shown(node, "dcat:keyword"), key=lambda word: word.text.casefold())
    return DatasetView(
        heading=head,
        access=tuple(graph.shown(node, "dct:accessRights")),
        modalities=modalities,
        body_parts=body_parts,
        keywords=tuple(keywords),
        words=_apart(keywords, (*modalities, *body_parts)),
        facts=_facts(graph, node),
        people=tuple(_row(label, graph.shown(node, curie)) for label, curie in PEOPLE if graph.objects(node, curie)),
        parts=tuple(parts),
        archive=(*graph.shown(node, "dcat:landingPage"), *graph.shown(node, "foaf:page")),
        publications=tuple(graph.shown(node, "dct:isReferencedBy")),
        citation=_citation(head.title.text, graph, node, entry),
        identifier=identifier,
        subjects=_figure(graph, node, "healthdcatap:numberOfUniqueIndividuals"),
        sessions=_figure(graph, node, "healthdcatap:numberOfRecords"),
    )


def part(entry: Entry, graph: Graph, context: Context) -> Part:
    """Return a distribution or data service as its dataset's page lists it."""
    node = NamedNode(entry.key)

    def all_of(*curies: str) -> tuple[Shown, ...]:
        return tuple(shown for curie in curies for shown in graph.shown(node, curie))

    title = context.link(entry.key) or heading(entry, graph).title
    formats = all_of("dcat:mediaType") or all_of("dct:format")
    return Part(title, formats, all_of("dct:license"), all_of("dcat:byteSize"),
                all_of("dcat:accessURL", "dcat:downloadURL", "dcat:endpointURL"))  # fmt: skip


def _of(base: str, subjects: Sequence[object], graph: Graph) -> tuple[Shown, ...]:
    found = [graph.value(term) for term in subjects if isinstance(term, NamedNode) and term.value.startswith(base)]
    return tuple(sorted(found, key=lambda shown: shown.text))


def _apart(words: Iterable[Shown], others: Iterable[Shown]) -> tuple[Shown, ...]:
    """Return the words that say something else than the others, each once, whatever their case."""
    said = {other.text.casefold() for other in others}
    return tuple({word.text.casefold(): word for word in words if word.text.casefold() not in said}.values())


def _facts(graph: Graph, node: NamedNode) -> tuple[Row, ...]:
    rows = [_row(label, graph.shown(node, curie), curie) for label, curie in FACTS if graph.objects(node, curie)]
    ages = _ages(graph, node)
    place = next((at for at, row in enumerate(rows) if row.label not in ("Subjects", "Imaging sessions")), len(rows))
    return (*rows[:place], *([_row("Typical age", [Shown(ages)])] if ages else []), *rows[place:])


def _ages(graph: Graph, node: NamedNode) -> str:
    least, most = (_figure(graph, node, f"healthdcatap:{end}TypicalAge") for end in ("min", "max"))
    if least and most:
        return f"{least} years" if least == most else f"{least} to {most} years"
    return f"from {least} years" if least else f"up to {most} years" if most else ""


def _figure(graph: Graph, node: NamedNode, curie: str) -> str:
    return next((number(o.value) for o in graph.objects(node, curie) if isinstance(o, Literal)), "")


def _row(label: str, values: Iterable[Shown], hint: str = "") -> Row:
    return Row(label, tuple(values), hint)


def _identifier(graph: Graph, node: NamedNode) -> Shown | None:
    """Return the identifier to cite: a DOI as its link, else the first identifier."""
    found = [o.value for o in graph.objects(node, "dct:identifier") if isinstance(o, Literal | NamedNode)]
    for text in found:
        bare = text.removeprefix("doi:").strip()
        if bare.startswith("10.") and "/" in bare:
            return Shown(f"https://doi.org/{bare}", safe_href(f"https://doi.org/{bare}"))
    best = min(found, key=lambda text: "doi.org/" not in text, default=None)
    return Shown(best, safe_href(best)) if best is not None else None


def _citation(title: str, graph: Graph, node: NamedNode, entry: Entry) -> str:
    """Return a citation as DataCite recommends: creators (year). Title. Publisher. The identifier follows as a link."""
    creators = "; ".join(shown.text for shown in graph.shown(node, "dct:creator"))
    publisher = next((shown.text for shown in graph.shown(node, "dct:publisher")), "")
    dated = next((o.value for o in graph.objects(node, "dct:issued") if isinstance(o, Literal)), entry.issued)
    year = f" ({dated[:4]})" if dated[:4].isdigit() else ""
    who = f"{creators or publisher}{year}. " if creators or publisher else ""
    tail = f" {publisher}." if publisher and creators else ""
    return f"{who}{title.rstrip('.')} [Dataset].{tail}"


def structured(view: DatasetView, address: str, words: Sequence[str]) -> dict[str, object]:
    """Return the dataset in schema.org's words, for search engines (Google Dataset Search: name and description)."""
    head = view.heading
    made: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": head.title.text,
        "description": head.description.text if head.description else "",
        "keywords": list(words),
        "identifier": view.identifier.text if view.identifier else "",
        "creator": [{"@type": "Person", "name": p.text} for r in view.people if r.label == "Creator" for p in r.values],
        "publisher": [
            {"@type": "Organization", "name": p.text} for r in view.people if r.label == "Publisher" for p in r.values
        ],
        "license": sorted({s.href for p in view.parts for s in p.licences if s.href}),
        "citation": [shown.href or shown.text for shown in view.publications],
    }
    return {name: value for name, value in made.items() if value}


def dated(text: str) -> str:
    """Return a date for people; a record that carries none says so."""
    return day(text) if text else "not recorded"
