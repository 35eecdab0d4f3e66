"""Records of another tool taken over, and nothing else: none is made, none goes; then read back as a guest does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from img2fair.config import FdpTarget, Located
from img2fair.errors import Fault, UsageFault
from img2fair.migrate.keeping import keep_before
from img2fair.migrate.looking import Look, Met
from img2fair.model import Action, Plan, Receipt, Verdict
from img2fair.publication import apply_all
from img2fair.publication.settings import fdp_settings
from img2fair.rdf import from_text, iri
from img2fair.targets.asking import Asking, said_by
from img2fair.targets.fdp.offer import offer_to_guests
from img2fair.targets.fdp.settings import FdpSettings

ONLY = "migrate takes records over and does nothing else; the next publish does this"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a guest is shown of a record after it was taken over; ``trouble`` is empty where all is as it should be."""

    at: str
    trouble: str = ""


def adoptions_only(plan: Plan) -> Plan:
    """Return a plan that takes records over and leaves all else as it is.

    What it leaves keeps its place in the plan: so it is bound to the same state of the target as the whole.
    """
    return replace(plan, changes=tuple(
        change if change.action is Action.ADOPT or not change.action.writes
        else replace(change, action=Action.UNKNOWN, reason=ONLY, nquads="", added=(), removed=(), files={})
        for change in plan.changes
    ))  # fmt: skip


def take_over(located: Located, looks: Sequence[Look]) -> tuple[Receipt, ...]:
    """Take over what can be taken over; leaves receipt.json in the work folder, and before.nq: what the records said.

    :raises SafetyStop: a target, the config or the archive has changed since it was looked at.
    """
    keep_before(located, looks)
    return apply_all((located,), [adoptions_only(one.plan) for one in looks])


def proofs_of(located: Located, looks: Sequence[Look], receipts: Sequence[Receipt]) -> tuple[Proof, ...]:
    """Return what a guest is shown of all records that were taken over."""
    found: list[Proof] = []
    for look, receipt in zip(looks, receipts, strict=False):
        said = located.config.targets[look.target]
        done = {outcome.key for outcome in receipt.outcomes if outcome.verdict is Verdict.DONE}
        records = [one for one in look.taking if one.key in done]
        if records and isinstance(said, FdpTarget):
            found += proofs(fdp_settings(look.target, said), records)
    return tuple(found)


def proofs(settings: FdpSettings, records: Sequence[Met]) -> tuple[Proof, ...]:
    """Ask for records as a guest, under the IRIs that they had: each must be there, with the identifier it had.

    Where the new identifier was told beforehand to be another one, that one must be there.
    """
    with Asking(settings.root, within=10.0 + len(records)) as asking:
        try:
            offer = offer_to_guests(settings, asking)
            return tuple(Proof(one.at, _trouble(asking, offer.path(one.at), one)) for one in records)
        except Fault as fault:
            return tuple(Proof(one.at, fault.what) for one in records)


def _trouble(asking: Asking, path: str, one: Met) -> str:
    """Return what a guest is not shown of a record; empty where all is there."""
    answer = asking.ask(path)
    if answer.status != 200:
        return f"a guest does not get it: the server {said_by(answer)}"
    node, name = NamedNode(one.at), iri("dct:identifier")
    try:
        shown = {str(getattr(t.object, "value", "")) for t in from_text(answer.text)
                 if t.subject == node and t.predicate == name}  # fmt: skip
    except UsageFault:
        return "what a guest gets is no Turtle"
    lost = set(one.then) - shown
    return f"a guest does not find its identifier {', '.join(sorted(lost))}" if lost else ""
