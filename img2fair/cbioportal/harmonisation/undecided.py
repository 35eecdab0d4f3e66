"""Refuses what nobody has decided yet; and what is exported of a project that has no harmonisation file."""

from collections.abc import Iterable

from img2fair.clinical.decisions import Decide, Decisions, FieldDecision, Kind
from img2fair.clinical.known import by_id
from img2fair.clinical.outcome import FieldSeen
from img2fair.clinical.undecided import undecided
from img2fair.errors import UsageFault

NAMED = 12
"""So many are named in one message; then how many more there are."""
SEX, AGE = "subjects.sex", "subjects.age"


def refuse_undecided(decisions: Decisions, seen: Iterable[FieldSeen]) -> None:
    """Refuse a harmonisation file that leaves something open.

    :raises UsageFault: it names what is open, at most twelve.
    """
    found = undecided(decisions, seen)
    if not found:
        return
    names = list(dict.fromkeys(map(str, found)))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    line = next((one.line for one in found if one.line), 0)
    raise UsageFault(
        f"{len(found)} fields or values have no decision: {', '.join(names[:NAMED])}{more}",
        where=f"{decisions.file}:{line}" if line else decisions.file,
        cure="decide on each: export, drop, or a target; --draft adds fields and values that are new",
    )


def built_in(project: str) -> Decisions:
    """Return what is decided without a harmonisation file: sex and age go out, and nothing else."""
    return Decisions(project, (_usual(SEX, "SEX", Kind.SEX), _usual(AGE, "AGE", Kind.AGE)))


def _usual(path: str, id_: str, kind: Kind) -> FieldDecision:
    own = by_id(id_)
    return FieldDecision(path, Decide.EXPORT, None if own is None else own.attribute, kind)
