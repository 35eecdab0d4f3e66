"""What a site holds, as values, and what one change makes of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.model import KINDS, Action, Change, Outcome, State, Verdict
from img2fair.plan import is_record
from img2fair.rdf import expand, from_text, iri
from img2fair.targets.site.names import is_safe_path, make_slug

RELATIONS = {"catalog": "dcat:catalog", "dataset": "dcat:dataset", "distribution": "dcat:distribution",
             "data-service": "dcat:service"}  # fmt: skip
"""How a parent points to a child of each kind, unless the change says otherwise (DCAT 3)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the site, in internal IRIs: ``triples`` are the publisher's, ``record`` its ``#record``.

    ``files`` are texts shown beside it, by their path below ``files/``.
    """

    key: str
    kind: str
    slug: str
    parent: str | None
    relation: str | None
    project: str | None
    state: State
    triples: tuple[Triple, ...]
    record: tuple[Triple, ...]
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def published(self) -> bool:
        """True unless withdrawn."""
        return self.state is State.PUBLISHED

    def said(self, predicate: str, suffix: str = "") -> str:
        """Return what the catalogue record says: the value of a property of ``#record`` (or ``#record`` + suffix)."""
        return _said(self.record, NamedNode(f"{self.key}#record{suffix}"), predicate)

    @property
    def issued(self) -> str:
        """When the record was first published."""
        return self.said("dct:issued")

    @property
    def modified(self) -> str:
        """When the record was last changed or withdrawn."""
        return self.said("dct:modified")


class Holdings:
    """The entries of a site by key, and the changes to them. ``changed`` tells whether there were any."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = dict(entries)
        self.changed = False
        self.withdrew = False
        self._files = {path: entry.key for entry in entries.values() for path in entry.files}
        self._taken = {kind: {e.slug.casefold() for e in entries.values() if e.kind == kind} for kind in KINDS}

    def __iter__(self) -> Iterator[Entry]:
        """Go through all entries, sorted by kind (parents first) and key."""
        return iter(sorted(self.entries.values(), key=lambda entry: (KINDS.index(entry.kind), entry.key)))

    def children(self) -> dict[str, list[Entry]]:
        """Return the published children of each published parent, sorted."""
        found: dict[str, list[Entry]] = {}
        for entry in self:
            if entry.published and entry.parent is not None:
                found.setdefault(entry.parent, []).append(entry)
        return found

    def apply(self, change: Change, made: str) -> Outcome:
        """Make one change and say what came of it; what is wrong with a single record fails that record only."""
        if not change.action.writes:
            return Outcome(change.key, change.action, Verdict.SKIPPED, "nothing to do")
        problem = "" if change.action is Action.WITHDRAW else self._problem(change)
        if problem:
            return Outcome(change.key, change.action, Verdict.FAILED, problem)
        if change.action is Action.WITHDRAW:
            return self._withdraw(change, made)
        return self._publish(change)

    def _problem(self, change: Change) -> str:
        held = self.entries.get(change.key)
        if change.kind not in KINDS:
            return f"a site takes no records of the kind '{change.kind}'"
        if held and held.kind != change.kind:
            return f"the record is a {held.kind} here and keeps its IRI, so it cannot become a {change.kind}"
        strange = next((path for path in change.files if not is_safe_path(path)), None)
        if strange is not None:
            return f"a file of it cannot have the path '{strange}'"
        twice = next((path for path in change.files if self._files.get(path, change.key) != change.key), None)
        if twice is not None:
            return f"a file of it has the path '{twice}', which is another record's: {self._files[twice]}"
        parent = self.entries.get(change.parent) if change.parent else None
        if change.parent and (parent is None or not parent.published):
            return f"its parent {change.parent} is not published here"
        return ""

    def _publish(self, change: Change) -> Outcome:
        held = self.entries.get(change.key)
        owned, record = halves(change)
        slug = held.slug if held else make_slug(change.slug, change.key, self._taken[change.kind])
        self._taken[change.kind].add(slug.casefold())
        relation = expand((change.relation or RELATIONS[change.kind]).strip("<>"))
        entry = Entry(change.key, change.kind, slug, change.parent, relation if change.parent else None,
                      change.project, State.PUBLISHED, owned, record, dict(change.files))  # fmt: skip
        self._put(entry)
        return Outcome(change.key, change.action, Verdict.DONE, f"{change.kind}/{slug}")

    def _withdraw(self, change: Change, made: str) -> Outcome:
        held = self.entries.get(change.key)
        if held is None:
            return Outcome(change.key, change.action, Verdict.SKIPPED, "not published here")
        date = _date_of(change) or made
        family = self._family(change.key)
        for entry in family:
            self._put(tombstone(entry, change.reason, date))
        self.withdrew = True
        return Outcome(change.key, change.action, Verdict.DONE, ", ".join(f"{e.kind}/{e.slug}" for e in family))

    def _family(self, key: str) -> list[Entry]:
        """Return a record with all that hangs on it and is still published."""
        found = [self.entries[key]]
        below = self.children()
        for entry in found:
            found += [child for child in below.get(entry.key, ()) if child not in found]
        return [entry for entry in found if entry.published]

    def _put(self, entry: Entry) -> None:
        self._files |= dict.fromkeys(entry.files, entry.key)
        self.changed = self.changed or self.entries.get(entry.key) != entry
        self.entries[entry.key] = entry


def halves(change: Change) -> tuple[tuple[Triple, ...], tuple[Triple, ...]]:
    """Return the publisher's triples and the catalogue record's of a change.

    :raises UsageFault: the change's N-Quads do not parse, or say nothing of the record.
    """
    triples = from_text(change.nquads, "nquads", where=change.key)
    record = tuple(t for t in triples if is_record(t.subject, change.key))
    owned = tuple(t for t in triples if not is_record(t.subject, change.key))
    if not any(t.subject == NamedNode(change.key) for t in owned):
        raise UsageFault("the plan has no triples for a record it wants written", where=change.key, cure="plan again")
    return owned, record


def tombstone(entry: Entry, reason: str, date: str) -> Entry:
    """Return what is left of a withdrawn record: its key, its first publication, the reason and the date, only."""
    node = NamedNode(f"{entry.key}#record")
    said = [
        Triple(node, iri("rdf:type"), iri("dcat:CatalogRecord")),
        Triple(node, iri("foaf:primaryTopic"), NamedNode(entry.key)),
        Triple(node, iri("dct:identifier"), Literal(entry.key)),
        Triple(node, iri("adms:versionNotes"), Literal(reason)),
    ]
    dates = (("dct:issued", entry.issued), ("dct:modified", date))
    said += [Triple(node, iri(p), Literal(day, datatype=iri("xsd:dateTime"))) for p, day in dates if day]
    return replace(entry, state=State.WITHDRAWN, parent=None, relation=None, triples=(), record=tuple(said), files={})


def _date_of(change: Change) -> str:
    """Return the dct:modified of the ``#record`` that a withdrawal may carry."""
    triples = from_text(change.nquads, "nquads", where=change.key) if change.nquads else []
    return _said(triples, NamedNode(f"{change.key}#record"), "dct:modified")


def _said(triples: Iterable[Triple], subject: NamedNode, predicate: str) -> str:
    found = (t.object for t in triples if t.subject == subject and t.predicate == iri(predicate))
    return next((term.value for term in found if isinstance(term, NamedNode | Literal)), "")
