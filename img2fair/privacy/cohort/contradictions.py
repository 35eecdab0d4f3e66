"""What cannot be true of one person, or stands twice: found while people are released, told in numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from img2fair.clinical.dateless import DAY
from img2fair.clinical.outcome import Conflict
from img2fair.model import ImagingSession
from img2fair.model.held import total, unseal
from img2fair.privacy.cohort.ages import YEAR, Told
from img2fair.privacy.cohort.plan import MONTH, as_days
from img2fair.privacy.sources import Saying

_DEATH = re.compile(
    r"(?<![a-z])(?:death|died|deceased|overl\w*|sterf\w*|gestorven|verstorben|todes\w*|d[eé]c[eè]s)", re.I
)
_SLACK = 31
"""Days by which somebody may be seen after the end of survival: it is told in months, and rounded."""


def of_sexes(sexes: Iterable[str]) -> bool:
    """Tell whether sources tell different sexes."""
    return len(set(sexes)) > 1


def of_ages(told: Sequence[Told], exact: int) -> bool:
    """Tell whether a stated age differs by more than a year from the one by the birth date.

    :param told: the best first: the first ``exact`` are by the birth date.
    """
    if not exact:
        return False
    first = told[0]
    expected = [(first.years + (one.day - first.day) / YEAR, one) for one in told[exact:]]
    return any(not -1 < years - one.years < 2 for years, one in expected)  # a whole number stands for the year after


def before_birth(sessions: Sequence[tuple[int | None, ImagingSession]]) -> bool:
    """Tell whether a session is dated before the birth that the age in days at another one tells."""
    births = [day - unseal(one.age_days) for day, one in sessions if day is not None and one.age_days is not None]
    return bool(births) and any(day < max(births) for day, _ in sessions if day is not None)


def of_survival(
    said: Mapping[str, Sequence[Saying]], values: Mapping[str, str], zero: int, seen: Sequence[float]
) -> Iterator[Conflict]:
    """Yield what is told of somebody after death, or after the months of survival have ended.

    :param values: of the patient, by attribute; ``seen``: days from day 0 of all sessions.
    """
    last = max(seen, default=None)
    if last is None:
        return
    deaths = [
        day - zero
        for path, several in said.items()
        if path.endswith(DAY) and _DEATH.search(path.rpartition(".")[2])
        for one in several
        if (day := as_days(one.value)) is not None
    ]
    dead = values.get("OS_STATUS", "").startswith("1")
    months = values.get("OS_MONTHS", "")
    end = float(months) * MONTH if re.fullmatch(r"\d+(?:\.\d+)?", months) else None
    if any(last > day for day in deaths) or (dead and end is not None and last > end + _SLACK):
        yield Conflict.AFTER_DEATH
    elif end is not None and last > end + _SLACK:
        yield Conflict.SURVIVAL


def duplicates(sessions: Iterable[ImagingSession]) -> int:
    """Return how many sessions stand again: by study UID, or by subject, day, modality and number of images."""
    seen: Counter[tuple[object, ...]] = Counter()
    again = 0
    for session in sessions:
        uid = (session.study_instance_uid,) if session.study_instance_uid is not None else None
        images = total(scan.frames for scan in session.scans)
        alike = None
        if session.date is not None and images is not None and unseal(images):
            modalities = frozenset(scan.modality for scan in session.scans) or frozenset({session.modality})
            alike = (session.subject, session.date, modalities, images)
        keys = [key for key in (uid, alike) if key is not None]
        again += any(seen[key] for key in keys)
        seen.update(keys)
    return again
