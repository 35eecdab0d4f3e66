"""Changes for a FAIR Data Point as a plan makes them, and the plan itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from img2fair.model import Action, Change, Observed, Origin, Plan, Record, Visibility
from img2fair.plan import Evidence, make_plan
from img2fair.rdf import from_text
from img2fair.targets import Target
from tests.targets import changes

NOW = "2026-11-21T08:00:00Z"


def updated(change: Change, observed: Observed) -> Change:
    """Return the change as an update of what is there."""
    return replace(change, action=Action.UPDATE, observed_digest=observed.records[change.key].digest)


def record_of(change: Change) -> Record:
    """Return the record that a change was made from."""
    triples = tuple(t for t in from_text(change.nquads, "nquads") if "#record" not in str(t.subject))
    return Record(
        key=change.key,
        kind=change.kind,
        iri=NamedNode(change.key),
        visibility=Visibility.PUBLIC,
        triples=triples,
        origins={triple: Origin("test.yaml:1:1") for triple in triples},
        slug=change.slug,
        project=change.project,
        parent=change.parent,
        mapping="test 1",
    )


def plan(
    target: Target, wanted: Iterable[Change], *, private: Sequence[str] = (), blocked: Mapping[str, str] | None = None
) -> Plan:
    """Return the plan for a target to hold these records and no others of the archive."""
    records = [record_of(change) for change in wanted]
    evidence = Evidence(
        archive=changes.ARCHIVE,
        private=frozenset(private),
        left_out=frozenset(),
        unclear=frozenset(),
        read=frozenset(record.project for record in records if record.project),
        whole=True,
    )
    return make_plan(target.observe(), records, blocked or {}, evidence, NOW)


def family(project: str, **more: str) -> list[Change]:
    """Return a dataset and its distribution."""
    return [changes.dataset(project, title=more.get("title", "")), changes.distribution(project)]
