"""Mapping a site and its projects: the records, one at a time, from plain values to plain values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.findings import Finding
from img2fair.mapping.blocked import blocked_as_findings
from img2fair.mapping.constructed import construct
from img2fair.mapping.datatypes import LONGEST
from img2fair.mapping.emptiness import is_empty
from img2fair.mapping.evidence import evidence_findings
from img2fair.mapping.expression import NoValue
from img2fair.mapping.language import Mapping, RecordRules
from img2fair.mapping.limits import Clock
from img2fair.mapping.mailboxes import kept_mailboxes, mailbox_findings
from img2fair.mapping.maker import RDF_TYPE, Maker, Result, Scope
from img2fair.mapping.mapped import Mapped, Miss
from img2fair.mapping.names import project_names, project_slug, site_names
from img2fair.mapping.notebook import Notebook
from img2fair.mapping.questions import asked, labels, named
from img2fair.mapping.settings import Settings
from img2fair.mapping.terms import Values
from img2fair.mapping.views import ArchiveView, Reader
from img2fair.model import Origin, Project, Record, Source, Visibility
from img2fair.places import Ground, asked_among
from img2fair.privacy import Gazetteer, Guard, Kind, Screen, facts, field_of, named_people
from img2fair.privacy.mailboxes import personal_mailboxes


def map_site(mapping: Mapping, settings: Settings) -> Mapped:
    """Return the records of the site: its catalogue and its data service."""
    reader = Reader(min_count=settings.min_count)
    run = _Run(mapping, settings, reader, site_names(settings, reader), Clock())
    for kind in ("catalog", "data-service"):
        if kind in mapping.kinds:
            run.record(kind, slug=kind)
    mapped = run.mapped()
    shown = mailbox_findings(personal_mailboxes(settings.defaults, {}), next(iter(run.keys.values()), ""))
    return replace(mapped, findings=(*shown, *mapped.findings))


def map_project(mapping: Mapping, settings: Settings, project: Project) -> Mapped:
    """Return the records of a project: its dataset and one distribution for each resource label."""
    project = named_people(project, settings.contributors)
    guard = Guard(Gazetteer.of(project, settings.contributors.opt_out), project.id, settings.reviews, settings.today)
    species = settings.of(project.id).get("species")
    found = facts(project, settings.min_count, species)
    few = found.people is None or min(found.people, found.concerned["sessions.count"]) < settings.min_count
    reader = Reader(
        guard=guard,
        people=found.people,
        concerned=found.concerned,
        min_count=settings.min_count,
        dates_true=settings.dates_true(project.id) and not few,
    )
    names = project_names(settings, project, found, reader, mapping.tables)
    run = _Run(mapping, settings, reader, names, Clock(), project, labels(settings.forms, project.id, reader))
    slug = project_slug(project.id)
    run.record("dataset", slug=slug)
    for resource in run.names["resources"]:
        run.record("distribution", slug=f"{slug}-{resource.members['slug']}", resource=resource)
    mapped = run.mapped()
    return replace(mapped, findings=(*_of_privacy(run, project, mapped.records), *mapped.findings))


def _of_privacy(run: "_Run", project: Project, records: Sequence[Record]) -> tuple[Finding, ...]:
    """Return what privacy has to say of a project: texts that stay in, evidence of headers, personal mailboxes."""
    guard, settings, ground = run.reader.guard, run.settings, run.ground()
    key = run.keys.get("dataset") or next((record.key for record in records), "")
    keys = [key] if "dataset" in run.keys else [record.key for record in records] or [key]
    return (
        *(finding for one in keys for finding in blocked_as_findings(guard.blocked, one, ground)),
        *evidence_findings(project, key, ground, block=settings.block_on_evidence),
        *mailbox_findings(personal_mailboxes({}, {project.id: settings.of(project.id)}), key, project.id),
        *kept_mailboxes(guard.mailboxes, key, ground),
    )


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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A record that is all but finished."""

    rules: RecordRules
    slug: str
    notes: Notebook
    files: dict[str, str]


@dataclass(slots=True)
class _Run:
    """The records of one site or project in the making."""

    mapping: Mapping
    settings: Settings
    reader: Reader
    names: dict[str, Any]
    clock: Clock
    project: Project | None = None
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    drafts: list[_Draft] = field(default_factory=list)
    known: dict[str, Source] = field(default_factory=dict)
    values: Values = field(init=False)

    def __post_init__(self) -> None:
        self.values = Values(dict(self.mapping.prefixes), self.settings.timezone)

    def mapped(self) -> Mapped:
        """Return all that was made, with what queries add to it."""
        if self.mapping.construct:
            links = [link for draft in self.drafts if (link := self._link(draft)) is not None]
            construct(self.mapping.construct, [draft.notes for draft in self.drafts], links)
        for draft in self.drafts:
            self._finish(draft)
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
        notes = Notebook(key, self.ground(), self._source)
        maker = Maker(self.reader, notes, self.values, self.clock)
        subject = NamedNode(key)
        for one in rules.types:
            notes.add(Triple(subject, RDF_TYPE, one.node), one.origin)
        maker.fields(subject, rules.fields, Scope({**names, "iri": key}))
        for part in sorted(self.project.unread) if self.project and kind == "dataset" else ():
            notes.unread(part)
        self.drafts.append(_Draft(rules, slug, notes, self._files(rules, maker, {**names, "iri": key})))

    def _files(self, rules: RecordRules, maker: Maker, names: dict[str, Any]) -> dict[str, str]:
        """Return the texts beside a record; one that is empty is left out."""
        found = {name: maker.value(made, Scope(names), Result()) for name, made in rules.files}
        for name, made in rules.files:
            if isinstance(found[name], str) and len(found[name]) > LONGEST:
                cure = "publish less of it: a file beside a record is a summary"
                raise UsageFault(f"the file {name} has more than {LONGEST} characters", where=str(made.at), cure=cure)
        return {name: text for name, text in found.items() if isinstance(text, str) and not is_empty(text)}

    def _link(self, draft: _Draft) -> Triple | None:
        """Return the triple that ties a record to the one above it."""
        parent, relation = self._parent(draft.rules), draft.rules.relation
        return Triple(NamedNode(parent), relation, NamedNode(draft.notes.key)) if parent and relation else None

    def _applies(self, rules: RecordRules, names: dict[str, Any]) -> bool:
        """Tell whether there is to be a record: its own rule says so, and there is a dataset for a distribution."""
        above = self.mapping.kinds.get("dataset") if rules.kind == "distribution" else None
        if above is not None and above.kind not in self.keys:
            return False
        if rules.when is None:
            return True
        self.reader.begin(str(rules.when.at), temporal=True)
        try:
            return bool(rules.when.value(names))
        except NoValue:
            return False

    def _finish(self, draft: _Draft) -> None:
        rules, slug, notes, kept_in = draft.rules, draft.slug, draft.notes, self.reader.guard.kept_in
        origins: dict[Triple, Origin] = {}
        for triple, origin in first_spelling(notes.triples):
            if self._let_out(triple, origin):
                origins.setdefault(triple, origin)
        record = Record(
            key=notes.key,
            kind=rules.kind,
            iri=NamedNode(notes.key),
            visibility=self.project.visibility if self.project else Visibility.PUBLIC,
            triples=tuple(origins),
            origins=origins,
            slug=slug,
            project=notes.project,
            parent=self._parent(rules),
            relation=rules.relation if rules.parent in self.mapping.kinds else None,
            gaps=tuple(replace(gap, kept_in=tuple(filter(kept_in.__contains__, gap.tried))) for gap in notes.gaps),
            mapping=f"{self.mapping.name} {self.mapping.version}",
            archive=notes.ground.archive,
            page=notes.ground.page,
            labels=named(self.labels, origins.values(), notes.gaps),
            asked=asked_among(notes.ground, (path for gap in notes.gaps for path in gap.tried)),
            counts=self.names["counts"].told if rules.kind == "dataset" else (),
            files=draft.files,
        )
        self.records.append(record)
        self.findings += dict.fromkeys(notes.findings)
        self.misses += notes.misses

    def _let_out(self, triple: Triple, origin: Origin) -> bool:
        """Tell whether a text that a rule has joined of several texts of the archive may leave as it is now."""
        texts = [source.path for source in origin.sources if _is_prose(source.path)]
        if len(texts) < 2 or not isinstance(triple.object, Literal):
            return True
        return self.reader.guard.lets_out(triple.object.value, texts[0], origin.rule, Screen.PROSE)

    def ground(self) -> Ground:
        """Return where the project at hand is."""
        site, kind = str(self.settings.site.get("url", "")).rstrip("/"), str(self.settings.site.get("type", "xnat"))
        if self.project is None:
            return Ground(None, kind)
        page = f"{site}/data/projects/{quote(self.project.id, safe='')}?format=html" if kind == "xnat" else ""
        told = asked(self.settings.forms, self.project.id) if self.settings.forms_told else None
        return Ground(self.project.id, kind, page, self.labels, told)

    def _parent(self, rules: RecordRules) -> str | None:
        if rules.parent not in self.mapping.kinds or rules.parent is None:
            return None
        return self.keys.get(rules.parent) or self._key(self.mapping.kinds[rules.parent], self.names)

    def _above(self) -> dict[str, ArchiveView]:
        """Return ``catalog.iri`` and ``dataset.iri``, as far as the mapping has them."""
        if "catalog" in self.mapping.kinds and "catalog" not in self.keys:
            self.keys["catalog"] = self._key(self.mapping.kinds["catalog"], self.names)
        return {kind: ArchiveView(kind, self.reader, {"iri": key}) for kind, key in self.keys.items()}

    def _key(self, rules: RecordRules, names: dict[str, Any]) -> str:
        self.reader.begin(str(rules.iri.at))
        try:
            text = str(rules.iri.value(names) or "")
        except NoValue:
            text = ""
        if self.values.node(text) is None:
            cure = "give the archive's address in img2fair.yaml: archive: url"
            what = f"the IRI of the {rules.kind} is empty or none: '{text}'"
            raise UsageFault(what, where=str(rules.iri.at), cure=cure)
        return text

    def _source(self, path: str) -> Source:
        """Return a path with the number of the request that brought its part of the project."""
        if path not in self.known:
            entry = field_of(path)
            part = "project" if path.startswith("project.") else entry.part if entry else ""
            self.known[path] = Source(path, self.project.requests.get(part) if self.project else None)
        return self.known[path]


def _is_prose(path: str) -> bool:
    entry = field_of(path)
    return entry is not None and entry.kind in (Kind.TEXT, Kind.CODE) and entry.screen is Screen.PROSE
