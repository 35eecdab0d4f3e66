"""The investigator's page of a project as a config says: mapped, judged, and shown as the catalogue shows it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from ruamel.yaml import YAML

from img2fair.assets import find_file
from img2fair.config import Located
from img2fair.findings import Place
from img2fair.judging import profiles_of
from img2fair.mapping.names import project_slug
from img2fair.mapping.views import leaves
from img2fair.model import Origin, Project, Record, Snapshot
from img2fair.model.record_files import read_records
from img2fair.pipeline import map_snapshot, validate
from img2fair.places import Ground, places
from img2fair.plan import blocked_keys
from img2fair.privacy.asked import project_of
from img2fair.privacy.cohort import PrivacyStop
from img2fair.publication import load_mapping_of, mapping_settings
from img2fair.rdf import expand, shorten
from img2fair.report.figures import figures, title_of
from img2fair.report.preview import Changed, Line, Panel, Previewed, Rules, to_html
from img2fair.targets.site.graph import Context, Graph
from img2fair.targets.site.labels import Labels, read_labels
from img2fair.targets.site.show import Row, Shown

CATALOGUE_LANGUAGE = "en"
"""The language of a site's pages (config/model.py)."""
_PANELS = {
    "about": "dct:title dct:alternative dct:description dcat:keyword dcat:theme dct:subject dct:accessRights dct:type "
    "dct:identifier dcat:landingPage foaf:page dct:isReferencedBy",
    "people": "dct:creator dct:publisher dcat:contactPoint dct:rightsHolder healthdcatap:hdab "
    "prov:qualifiedAttribution",
    "content": "healthdcatap:numberOfUniqueIndividuals healthdcatap:numberOfRecords healthdcatap:minTypicalAge "
    "healthdcatap:maxTypicalAge healthdcatap:populationCoverage dct:extent dct:temporal dct:spatial dct:issued "
    "dct:modified healthdcatap:healthTheme healthdcatap:analytics adms:sample",
}
"""Under which heading a property of the dataset stands; the others stand under ``rest``."""
_MEANING = "was not read; nothing of it becomes public"
_CURE = "nothing to do; to have it in the catalogue, make it protected or public in the archive, then harvest again"


@dataclass(frozen=True, slots=True)
class Preview:
    """The page of a project, its short name for files, and whether privacy keeps a record of it back."""

    html: str
    slug: str
    kept_in: bool


def preview(located: Located, snapshot: Snapshot, project_id: str, language: str, since: Path | None = None) -> Preview:
    """Return the investigator's page of a project.

    :param since: an earlier folder of records, to tell what has changed.
    :raises PrivacyStop: the project is private or was left out, so nothing of it becomes public.
    :raises UsageFault: the snapshot has no such project, or the config or a folder is wrong.
    """
    project = project_of(snapshot, project_id, meaning=_MEANING, cure=_CURE)
    if not project.visibility.publishable:
        where = f"the archive says '{project.visibility}'"
        raise PrivacyStop(f"nothing of project {project_id} becomes public", where=where, cure=_CURE)
    previewed = gathered(located, snapshot, project, language)
    if since is not None:
        earlier = _of_project(read_records(since), project.id)
        changes = _changes(earlier, previewed.records, language) if earlier else ()
        previewed = replace(previewed, changes=changes, new=not earlier)
    return Preview(to_html(previewed, language), project_slug(project.id), previewed.kept_in)


def gathered(located: Located, snapshot: Snapshot, project: Project, language: str) -> Previewed:
    """Return all that the page of a project is made of: its records, the report on them, and what figures tell."""
    config, header = located.config, snapshot.header
    settings = mapping_settings(config, header)
    alone = replace(snapshot, reopen=lambda: iter((project,)))
    mapped = map_snapshot(alone, load_mapping_of(located), settings)
    report = validate(mapped, profiles_of(config.profiles, config.advisory))
    records = _of_project(mapped.records, project.id)
    blocked = blocked_keys(report, config.block_on)
    chosen = config.archive
    rules = Rules(
        least=settings.min_count,
        contributors=settings.contributors,
        opt_in=chosen.include.keywords,
        opt_out=chosen.exclude.keywords,
        reviews=tuple(review for review in settings.reviews if review.project == project.id),
        today=settings.today,
    )
    return Previewed(
        project=project,
        header=header,
        archive=chosen.name or chosen.identity,
        records=records,
        report=report,
        held_back=any(record.key in blocked for record in records if record.kind == "dataset"),
        panels=tuple(_panels(records, blocked, language)),
        figures=figures(project, settings, records),
        rules=rules,
    )


def _of_project(records: Iterable[Record], project: str) -> tuple[Record, ...]:
    """Return the records of a project, the dataset before its distributions."""
    return tuple(sorted((one for one in records if one.project == project), key=lambda one: one.kind != "dataset"))


def _panels(records: Sequence[Record], blocked: Container[str], language: str) -> Iterator[Panel]:
    by_predicate = {expand(curie): name for name, curies in _PANELS.items() for curie in curies.split()}
    for record in records:
        lines = tuple(_lines(record, _graph(record, records, language), language))
        if record.kind != "dataset":
            yield Panel(record.kind, title_of(record), lines, held_back=record.key in blocked)
            continue
        names = [by_predicate.get(expand(line.hint), "rest") for line in lines]
        for name in (*_PANELS, "rest"):
            found = tuple(line for line, of in zip(lines, names, strict=True) if of == name)
            if found:
                yield Panel(name, "", found)


def _lines(record: Record, graph: Graph, language: str) -> Iterator[Line]:
    """Yield what a record says of itself, in the order of the mapping; classes last.

    What several rules say of one property stands together where it comes from the same places.
    """
    found: dict[tuple[str, tuple[Place, ...], bool], list[Line]] = {}
    for line in _by_rule(record, graph, language):
        found.setdefault((line.hint, line.places, line.fixed), []).append(line)
    for alike in found.values():
        yield replace(alike[0], values=tuple(value for line in alike for value in line.values))


def _by_rule(record: Record, graph: Graph, language: str) -> Iterator[Line]:
    ground = Ground(record.project, record.archive, record.page, labels=record.labels)
    own = [triple for triple in record.triples if triple.subject == record.iri]
    own.sort(key=lambda triple: triple.predicate.value == expand("rdf:type"))
    for (predicate, paths, fixed), triples in groupby(own, key=lambda triple: _why(record, triple)):
        terms = [triple.object for triple in triples]
        values = tuple(graph.value(one, predicate) for one in terms if isinstance(one, NamedNode | BlankNode | Literal))
        yield Line(
            label=_labels(language).of_property(predicate),
            hint=shorten(predicate),
            values=values,
            places=places(paths, ground),
            fixed=fixed,
        )


def _why(record: Record, triple: Triple) -> tuple[str, tuple[str, ...], bool]:
    """Return the property of a triple, the paths that its value was read from, and whether the mapping says it.

    The address of the record itself is made for each, so no mapping says it.
    """
    origins = [record.origins[one] for one in (triple, *_below(record, triple.object, {triple.subject}))]
    paths = dict.fromkeys(source.path for origin in origins for source in origin.sources)
    own = isinstance(triple.object, NamedNode | Literal) and triple.object.value == record.iri.value
    return triple.predicate.value, leaves(paths), not own and all(map(_is_constant, origins))


def _is_constant(origin: Origin) -> bool:
    return not origin.sources and ("constant" in origin.steps or "node" in origin.steps)


def _below(record: Record, node: object, seen: set[object]) -> Iterator[Triple]:
    """Yield what a record says of a node of its own, and of the nodes below that."""
    if not isinstance(node, NamedNode) or node in seen or not node.value.startswith(f"{record.iri.value}#"):
        return
    for triple in record.triples:
        if triple.subject == node:
            yield triple
            yield from _below(record, triple.object, seen | {node})


def _graph(record: Record, records: Sequence[Record], language: str) -> Graph:
    """Return a record as the pages of a site read it; other records of the project are named, not linked."""
    named = {one.key: Shown(title_of(one), hint=one.key) for one in records}
    return Graph(record.triples, Context(_labels(language), CATALOGUE_LANGUAGE, named.get))


@cache
def _labels(language: str) -> Labels:
    """Return the site's labels; the names of properties in the language of the page."""
    labels = read_labels()
    if language == CATALOGUE_LANGUAGE:
        return labels
    data = YAML(typ="safe").load(find_file("templates", f"preview/labels-{language}.yaml"))
    return replace(labels, properties={expand(curie): label for curie, label in data.items()})


def _changes(before: Sequence[Record], now: Sequence[Record], language: str) -> tuple[Changed, ...]:
    """Return which properties say something else than before; what is gone is named without its words."""
    had, has = _said(before, language), _said(now, language)
    found = []
    for place in dict.fromkeys((*has, *had)):
        of, row = has.get(place) or had[place]
        if place not in had:
            found.append(Changed(of, row.label, "added", row.values))
        elif place not in has:
            found.append(Changed(of, row.label, "gone", ()))
        elif _texts(had[place][1].values) != _texts(row.values):
            found.append(Changed(of, row.label, "changed", row.values))
    return tuple(found)


def _said(records: Sequence[Record], language: str) -> Mapping[tuple[str, str], tuple[str, Row]]:
    """Return the values of each property of each record, with the short name of a distribution."""
    return {
        (record.key, row.hint): ("" if record.kind == "dataset" else record.slug, row)
        for record in records
        for row in _graph(record, records, language).rows(record.iri)
    }


def _texts(values: Iterable[Shown]) -> list[object]:
    return [(value.text, value.href, [(row.label, _texts(row.values)) for row in value.rows]) for value in values]
