"""What day 0 is, in words: the portal's own axis says "since diagnosis", whatever it counts from."""

from img2fair.cbioportal.text import one_line
from img2fair.clinical.cohort import Cohort
from img2fair.clinical.decisions import Decisions

DIAGNOSIS = "diagnosis"
FIRST_SESSION = "first imaging session"
"""What ``Patient.baseline`` says where nothing else is known."""


def baselines(cohort: Cohort, decisions: Decisions) -> list[str]:
    """Return what day 0 is for any patient, in the order in which it was tried."""
    seen = {patient.baseline for patient in cohort.patients}
    order = [called for _, called in decisions.baseline.fields if called in seen]
    return list(dict.fromkeys([*order, *sorted(seen - {*order, FIRST_SESSION}), *sorted(seen & {FIRST_SESSION})]))


def day_zero(cohort: Cohort, decisions: Decisions) -> str:
    """Return what day 0 is, such as ``diagnosis, or else first imaging session``."""
    return ", or else ".join(map(one_line, baselines(cohort, decisions))) or FIRST_SESSION


def sentence(cohort: Cohort, decisions: Decisions) -> str:
    """Return what day 0 is, in a sentence that also says what it is not."""
    zero = day_zero(cohort, decisions)
    return f"Day 0 is each patient's {zero}{'' if DIAGNOSIS in zero.casefold() else ', not the diagnosis'}."
