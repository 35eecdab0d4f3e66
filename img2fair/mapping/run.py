"""Mapping a site and its projects: the records, one at a time, from plain values to plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.findings import Finding
from img2fair.mapping.expression import NoValue
from img2fair.mapping.language import Mapping, RecordRules
from img2fair.mapping.maker import CONSTANT, RDF_TYPE, Maker, Scope
from img2fair.mapping.mapped import Mapped, Miss
from img2fair.mapping.names import project_names, project_slug, site_names
from img2fair.mapping.notebook import Notebook
from img2fair.mapping.settings import Settings
from img2fair.mapping.terms import Values
from img2fair.mapping.views import ArchiveView, Reader
from img2fair.model import Origin, Project, Record, Visibility
from img2fair.places import Ground
from img2fair.privacy import facts, field_of


def map_site(mapping: Mapping, settings: Settings) -> Mapped:
    """Return the records of the site: its catalogue and its data service."""
    reader = Reader(min_count=settings.min_count)
    run = _Run(mapping, settings, reader, site_names(settings, reader))
    for kind in ("catalog", "data-service"):
        if kind in mapping.kinds:
            run.record(kind, slug=kind)
    return run.mapped()


def map_project(mapping: Mapping, settings: Settings, project: Project) -> Mapped:
    """Return the records of a project: its dataset and one distribution for each resource label."""
    species = settings.of(project.id).get("species")
    found = facts(project, settings.min_count, species)
    few = found.people is None or min(found.people, found.concerned["sessions.count"]) < settings.min_count
    reader = Reader(
        people=found.people,
        concerned=found.concerned,
        min_count=settings.min_count,
        dates_true=settings.dates_true(project.id) and not few,
    )
    run = _Run(mapping, settings, reader, project_names(settings, project, found, reader), project)
    slug = project_slug(project.id)
    run.record("dataset", slug=slug)
    for resource in run.names["resources"]:
        run.record("distribution", slug=f"{slug}-{resource.members['slug']}", resource=resource)
    return run.mapped()


def first_spelling(triples: Iterable[tuple[Triple, Origin]]) -> Iterator[tuple[Triple, Origin]]:
    """Leave out texts in a language that stand there already but for upper and lower case: keywords, mostly."""
    seen: dict[tuple[object, ...], Triple] = {}
    for triple, origin in triples:
        term = triple.object
        if isinstance(term, Literal) and term.language:
            key = (triple.subject, triple.predicate, term.value.casefold(), term.language.casefold())
            if seen.setdefault(key, triple) != triple:
                continue
        yield triple, origin


@dataclass(slots=True)
class _Run:
    """The records of one site or project in the making."""

    mapping: Mapping
    settings: Settings
    reader: Reader
    names: dict[str, Any]
    project: Project | None = None
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def mapped(self) -> Mapped:
        """Return all that was made."""
        return Mapped(tuple(self.records), tuple(self.findings), tuple(self.misses))

    def record(self, kind: str, *, slug: str, **more: Any) -> None:
        """Make the record of a kind, if the mapping has that kind."""
        rules = self.mapping.kinds.get(kind)
        if rules is None:
            return
        self.reader.start()
        names = {**self.names, **more, **self._above()}
        if not self._applies(rules, names):
            return
        key = self._key(rules, names)
        self.keys[kind] = key
        notes = Notebook(key, self._ground(), self._request_of)
        maker = Maker(self.reader, notes, Values(self.mapping.prefixes, self.settings.timezone))
        subject = NamedNode(key)
        for one in rules.types:
            notes.add(Triple(subject, RDF_TYPE, one.node), Origin(str(one.at), (), CONSTANT))
        maker.fields(subject, rules.fields, Scope({**names, "iri": key}))
        for part in sorted(self.project.unread) if self.project and kind == "dataset" else ():
            notes.unread(part)
        self._finish(rules, subject, slug, notes)

    def _applies(self, rules: RecordRules, names: dict[str, Any]) -> bool:
        """Tell whether there is to be a record: its own rule says so, and there is a dataset for a distribution."""
        above = self.mapping.kinds.get("dataset") if rules.kind == "distribution" else None
        if above is not None and above.kind not in self.keys:
            return False
        if rules.when is None:
            return True
        self.reader.begin(str(rules.when.at))
        try:
            return bool(rules.when.value(names))
        except NoValue:
            return False

    def _finish(self, rules: RecordRules, subject: NamedNode, slug: str, notes: Notebook) -> None:
        origins: dict[Triple, Origin] = {}
        for triple, origin in first_spelling(notes.triples):
            origins.setdefault(triple, origin)
        record = Record(
            key=notes.key,
            kind=rules.kind,
            iri=subject,
            visibility=self.project.visibility if self.project else Visibility.PUBLIC,
            triples=tuple(origins),
            origins=origins,
            slug=slug,
            project=notes.project,
            parent=self._parent(rules),
            relation=rules.relation if rules.parent in self.mapping.kinds else None,
            gaps=tuple(notes.gaps),
            mapping=f"{self.mapping.name} {self.mapping.version}",
            archive=notes.ground.archive,
            page=notes.ground.page,
        )
        self.records.append(record)
        self.findings += dict.fromkeys(notes.findings)
        self.misses += notes.misses

    def _ground(self) -> Ground:
        site, kind = str(self.settings.site.get("url", "")).rstrip("/"), str(self.settings.site.get("type", "xnat"))
        if self.project is None:
            return Ground(None, kind)
        page = f"{site}/data/projects/{quote(self.project.id, safe='')}?format=html" if kind == "xnat" else ""
        return Ground(self.project.id, kind, page)

    def _parent(self, rules: RecordRules) -> str | None:
        if rules.parent not in self.mapping.kinds or rules.parent is None:
            return None
        return self.keys.get(rules.parent) or self._key(self.mapping.kinds[rules.parent], self.names)

    def _above(self) -> dict[str, ArchiveView]:
        """Return ``catalog.iri`` and ``dataset.iri``, as far as the mapping has them."""
        found = dict(self.keys)
        if "catalog" in self.mapping.kinds and "catalog" not in found:
            found["catalog"] = self._key(self.mapping.kinds["catalog"], self.names)
        return {kind: ArchiveView(kind, self.reader, {"iri": key}) for kind, key in found.items()}

    def _key(self, rules: RecordRules, names: dict[str, Any]) -> str:
        self.reader.begin(str(rules.iri.at))
        try:
            text = str(rules.iri.value(names) or "")
        except NoValue:
            text = ""
        if Values(self.mapping.prefixes).node(text) is None:
            cure = "give the archive's address in img2fair.yaml: archive: url"
            what = f"the IRI of the {rules.kind} is empty or none: '{text}'"
            raise UsageFault(what, where=str(rules.iri.at), cure=cure)
        return text

    def _request_of(self, path: str) -> int | None:
        """Return the number of the request that brought a path's part of the project."""
        if self.project is None:
            return None
        entry = field_of(path)
        part = "project" if path.startswith("project.") else entry.part if entry else ""
        return self.project.requests.get(part)
