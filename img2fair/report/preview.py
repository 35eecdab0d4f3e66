"""The investigator's page: what of a project becomes public, what stays inside, and what is told in part.

One HTML file that needs no script and asks nothing of any server. All markup is in templates/preview. It holds nothing
of the archive but what records say: of all else only whether it is there.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal

from img2fair.findings import Finding, Judge, Place, Report, Severity
from img2fair.mapping.blocked import BLOCKED
from img2fair.model import Header, Project, Record
from img2fair.places import Ground, in_language, places
from img2fair.privacy import Contributors, Review, named_people
from img2fair.privacy.rules import RULES
from img2fair.rdf import iri
from img2fair.report.causes import Cause, causes, titles
from img2fair.report.figures import Figure
from img2fair.report.inside import kept_inside, unused_fields, unused_questions
from img2fair.report.page_words import Speech
from img2fair.report.preview_words import WORDS
from img2fair.report.rendering import render

ACCESSIBILITY, KEYWORDS = "project.accessibility", "project.keywords"


@dataclass(frozen=True, slots=True)
class Line:
    """Values of a property that come from the same places.

    :param hint: the property as a CURIE.
    :param values: as the catalogue shows them, for the macro of its pages.
    :param places: where they are filled; empty for what nobody fills.
    :param fixed: whether the mapping itself says it, for every dataset.
    """

    label: str
    hint: str
    values: tuple[object, ...]
    places: tuple[Place, ...]
    fixed: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Some of what a record says: ``name`` leads to the heading, ``title`` is the record's where the heading has it.

    :param held_back: whether findings on that record keep it from being published, the dataset or not.
    """

    name: str
    title: str
    lines: tuple[Line, ...]
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A property that says something else than before: ``added``, ``changed`` or ``gone``; its values of now."""

    title: str
    label: str
    what: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the config says that an investigator has to know.

    :param opt_in: keywords of which a project needs one to be in the catalogue; ``opt_out``: that keep it out.
    :param reviews: of this project; ``today``: the day on which they are looked at.
    """

    least: int
    contributors: Contributors
    opt_in: tuple[str, ...] = ()
    opt_out: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Previewed:
    """All that the page is made of.

    :param archive: what the archive is called.
    :param records: the project's, the dataset first.
    :param report: what was found; that on other projects is passed over.
    :param held_back: whether findings keep the dataset from being published.
    :param changes: against an earlier folder of records: ``None`` without one.
    :param new: whether that folder has no record of the project.
    """

    project: Project
    header: Header
    archive: str
    records: tuple[Record, ...]
    report: Report
    held_back: bool
    panels: tuple[Panel, ...]
    figures: tuple[Figure, ...]
    rules: Rules
    changes: tuple[Changed, ...] | None = None
    new: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found on this project."""
        return tuple(finding for finding in self.report.findings if finding.project == self.project.id)

    @property
    def kept_in(self) -> bool:
        """Whether privacy keeps a record of it back."""
        return any(finding.keeps_in() for finding in self.findings)


def to_html(previewed: Previewed, language: str = "en") -> str:
    """Return the page in a language (``en``, ``nl``)."""
    say = Speech(language, WORDS)
    records, project, rules = previewed.records, previewed.project, previewed.rules
    dataset = next((record for record in records if record.kind == "dataset"), None)
    ground = _ground(records, project)
    return render(
        "preview/preview.html",
        ["report/report.css", "preview/preview.css"],
        say=say,
        page=previewed,
        dataset=dataset,
        title=_text(records, "dct:title") or project.id,
        verdict=_verdict(previewed, dataset),
        addressee=addressee(records),
        inside=kept_inside(project, previewed.header),
        fields=unused_fields(records, ground),
        questions=unused_questions(records, previewed.header.forms, ground),
        reviews=[(review, rules.today is not None and rules.today <= review.until) for review in rules.reviews],
        named=_named(project, rules.contributors, say),
        unnamed=_by_keyword(project, rules.contributors),
        blocked=[finding for finding in previewed.findings if finding.code == BLOCKED],
        missing=_missing(previewed.findings),
        heading=_headings(previewed.report, say),
        private=next(iter(places([ACCESSIBILITY], ground)), None),
        keywords=next(iter(places([KEYWORDS], ground)), None),
        local=lambda place: in_language(place, language),
        way=_way(project.id, language),
    )


def addressee(records: Sequence[Record]) -> str:
    """Return the name of the principal investigator where a record shows it, else nothing."""
    names = (
        triple.object.value
        for record in records
        for triple, origin in record.origins.items()
        if isinstance(triple.object, Literal)
        and triple.predicate == iri("foaf:name")
        and any(source.path == "project.pi.name" for source in origin.sources)
    )
    return next(names, "")


def _ground(records: Sequence[Record], project: Project) -> Ground:
    first = next(iter(records), None)
    if first is None:
        return Ground(project.id)
    labels = {path: said for record in records for path, said in record.labels.items()}
    return Ground(project.id, first.archive, first.page, labels)


def _text(records: Sequence[Record], curie: str) -> str:
    texts = (
        triple.object.value
        for record in records
        for triple in record.triples
        if record.kind == "dataset" and triple.subject == record.iri and triple.predicate == iri(curie)
        if isinstance(triple.object, Literal)
    )
    return next(texts, "")


def _verdict(previewed: Previewed, dataset: Record | None) -> str:
    if previewed.kept_in:
        texts = any(finding.code == BLOCKED for finding in previewed.findings)
        return "kept in" if texts else "kept back"
    if dataset is None:
        return "no record"
    if previewed.held_back:
        return "wanting"
    return "in part" if any(panel.held_back for panel in previewed.panels) else "becomes public"


def _named(project: Project, said: Contributors, say: Speech) -> str:
    """Return how many of the people of a project may be named, and why not the others; never who."""
    if "people" in project.unread:
        return say("named unknown")
    number, left = _people(project), _people(named_people(project, said))
    if not number:
        return say("named no one")
    if number == left and said.names:
        return say("named all")
    if left and said.names:
        return say("named some", unnamed=number - left, number=number)
    return say("named none", why=say("by choice" if said.names else "by settings"))


def _by_keyword(project: Project, said: Contributors) -> bool:
    """Tell whether a keyword of the project keeps its people unnamed already."""
    return said.names and _people(project) > 0 and not _people(named_people(project, replace(said, opt_out=())))


def _people(project: Project) -> int:
    people = (project.pi, *project.investigators)
    return sum(one is not None and one.lastname is not None for one in people)


def _headings(report: Report, say: Speech) -> Callable[[Cause], str]:
    """Return what says what is wrong; of what privacy finds only which rule it is, for its words can count headers."""
    named = titles(report)

    def heading(cause: Cause) -> str:
        if cause.first.judge is not Judge.PRIVACY:
            return cause.heading(named, say.language)
        rule = RULES.get(cause.first.code)
        return rule.said(say.language)[0] if rule else say("by privacy", code=cause.first.code)

    return heading


def _missing(findings: Sequence[Finding]) -> tuple[Cause, ...]:
    told = (one for one in findings if one.severity is not Severity.INFO and one.code != BLOCKED)
    return causes(told)


def _way(project: str, language: str) -> Callable[[Place], str]:
    """Return what writes a place without the project at its beginning, which the page is about anyway."""

    def way(place: Place) -> str:
        shown = in_language(place, language)
        text = " > ".join(part for part in (shown.screen, shown.field) if part)
        return text.removeprefix(f"project {project} > ")

    return way
