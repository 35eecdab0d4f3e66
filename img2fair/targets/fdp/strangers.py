"""Records of other tools, looked at again right before they are taken over or withdrawn."""

from collections.abc import Sequence

from pyoxigraph import Triple

from img2fair.farewell import CLOSED
from img2fair.model import Change, Stranger
from img2fair.model import State as Shown
from img2fair.rdf import digest, iri
from img2fair.targets.fdp.graphs import Frame, said
from img2fair.targets.fdp.holdings import Held
from img2fair.targets.fdp.pages import own_triples

CHANGED = "somebody changed it since the plan was made; plan again"


def stranger_of(held: Held, parent: str, base: str) -> Stranger:
    """Return a record that is not ours as every target says it.

    :param parent: the key of the record above, or its IRI where that is not ours.
    """
    triples = own_triples(held.graph, Frame(held.iri, held.type, base))
    subject, name = held.iri, iri("dct:identifier")
    told = (getattr(t.object, "value", "") for t in triples if str(t.subject) == f"<{subject}>" and t.predicate == name)
    return Stranger(
        at=held.iri,
        kind=held.type.kind or "dataset",
        parent=parent,
        title=said(triples, subject, "dct:title"),
        identifiers=frozenset(text for text in told if text),
        issued=held.age[0],
        triples=triples,
        state=Shown.PUBLISHED if held.published else Shown.DRAFT,
    )


def not_as_planned(change: Change, present: Sequence[Triple] | None, frame: Frame) -> str:
    """Return why a record of another tool may not be touched as planned, in words; empty where it may.

    What shows a closed project goes whatever else was changed in it.

    :param present: what the server says of it now.
    """
    if present is None:
        return f"{change.at} does not answer any more: it is gone, or a record below it is half made; plan again"
    key = said(present, f"{frame.node}#record", "dct:identifier")
    if key and key != change.key:
        return f"{change.at} is one of ours by now; plan again"
    changed = change.observed_digest and digest(own_triples(present, frame)) != change.observed_digest
    return CHANGED if changed and not key and change.reason not in CLOSED else ""
