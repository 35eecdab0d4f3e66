"""Day 0 of each patient: what a harmonisation file names, in its order; else the first imaging session.

All that a snapshot has of days counts from a subject's first dated session, so day 0 is a shift of that count. There is
one day 0 for the timeline, ages and survival (cBioPortal's time axis has one origin).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from img2fair.clinical.decisions import Pick
from img2fair.privacy.cohort.plan import Plan, as_days
from img2fair.privacy.sources import Saying

FIRST = "first imaging session"
NONE = "no dated session"


@dataclass(frozen=True, slots=True)
class Zero:
    """Day 0 of a patient: how many days after the first dated session, what it is, and whether a field told several."""

    day: int
    name: str
    several: bool = False


def day_zero(said: Mapping[str, Sequence[Saying]], fields: Sequence[tuple[str, str]], plan: Plan, dated: bool) -> Zero:
    """Return day 0 of a patient.

    A field that tells several days is passed over, unless its own decision says that the first or last of them counts.

    :param said: what is said of the patient, by path.
    :param fields: the fields that tell day 0 and what each is called.
    :param dated: whether the patient has a dated session.
    """
    several = False
    for path, name in fields:
        days = {day for one in said.get(path, ()) if (day := as_days(one.value)) is not None}
        decision = plan.decision(path)
        pick = decision.pick if decision is not None else Pick.ONLY
        if len(days) == 1 or (days and pick in (Pick.FIRST, Pick.LAST)):
            return Zero(max(days) if pick is Pick.LAST else min(days), name, several or len(days) > 1)
        several = several or len(days) > 1
    return Zero(0, FIRST if dated else NONE, several)
