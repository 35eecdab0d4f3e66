"""Changes for a FAIR Data Point as a plan makes them, and the plan itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from img2fair.demo.fdp import ADMIN, DemoFdp
from img2fair.model import Action, Change, Observed, Origin, Outcome, Plan, Record, Verdict, Visibility
from img2fair.plan import Evidence, make_plan
from img2fair.rdf import from_text
from img2fair.targets import TARGETS, Target
from img2fair.targets.fdp import FdpSettings
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


def server(fdp: DemoFdp, login: tuple[str, str] = ADMIN, *, catalog: str = "", profile: str = "fdp-default",
           withdraw: str = "delete", siblings: int = 4) -> Target:  # fmt: skip
    """Return a demo FAIR Data Point as a target."""
    said = FdpSettings("fdp", fdp.url, catalog, login, profile=profile, withdraw=withdraw, siblings=siblings)
    return TARGETS["fdp"](said)


def carried_out(target: Target, wanted: Iterable[Change]) -> list[Outcome]:
    """Make changes as a publication does: catalogues and withdrawals one at a time, then family by family."""
    alone, families = [], dict[str, list[Change]]()
    for change in wanted:
        if change.action is Action.WITHDRAW or change.kind == "catalog":
            alone.append(change)
        else:
            head = change.parent if change.kind == "distribution" and change.parent else change.key
            families.setdefault(head, []).append(change)
    with target.writing(NOW) as write:
        outcomes = [write(change) for change in alone]
        hidden: dict[str, str] = {}
        for members in families.values():
            outcomes += [write(change) for change in members]
            hidden |= write.show([change.key for change in members])
        hidden |= write.show([change.key for change in alone])
    return [replace(one, verdict=Verdict.FAILED, answer=hidden[one.key]) if one.key in hidden else one
            for one in outcomes]  # fmt: skip


def writes(fdp: DemoFdp) -> list[str]:
    """Return the requests that changed something, or tried to."""
    return [f"{r.method} {r.path}" for r in fdp.requests if r.method in ("POST", "PUT", "DELETE") and not any(
        r.path.startswith(path) for path in ("/tokens", "/search"))]  # fmt: skip
