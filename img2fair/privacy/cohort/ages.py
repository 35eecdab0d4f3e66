"""Ages of a study: whole years on day 0 and on the day of a session, and nothing that tells of 90 and more.

Ages over 89, and what would tell of one, are one category (45 CFR 164.514(b)(2)(i)(C)): an age is told as ``>89`` from
90 on, and for everybody whose last day in the study is reached at 90 or older.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from img2fair.model import ImagingSession, ImagingSubject
from img2fair.model.held import unseal
from img2fair.privacy.counts import OLDEST

YEAR = 365.25
MOST_YEARS = 120
CAPPED = f">{OLDEST - 1}"
"""How an age of 90 and more is told: as a number it stays valid in cBioPortal."""


@dataclass(frozen=True, slots=True)
class Told:
    """An age in years that the archive tells for a day."""

    years: float
    day: int


def told_ages(subject: ImagingSubject, sessions: Sequence[tuple[int | None, ImagingSession]], first: int) -> list[Told]:
    """Return the ages of a subject, the best first: in days at a session, in years at one, the subject's own.

    :param sessions: with their days.
    :param first: the day of the first dated session, for which the subject's own age is taken.
    """
    exact = [
        Told(unseal(session.age_days) / YEAR, day)
        for day, session in sessions
        if day is not None and session.age_days is not None
    ]
    stated = [Told(unseal(one.age), day) for day, one in sessions if day is not None and one.age is not None]
    own = [Told(unseal(subject.age), first)] if subject.age is not None else []
    return exact + stated + own


def age_on(told: Told, day: int) -> int | None:
    """Return the whole years on a day of somebody whose age is told for another; ``None`` where nobody has it."""
    years = int(told.years) if day == told.day else int((middle(told.years) + (day - told.day) / YEAR) // 1)
    return years if 0 <= years <= MOST_YEARS else None


def is_old(told: Iterable[Told], shown: Iterable[tuple[int, float]], last: float) -> bool:
    """Tell whether somebody is 90 or older on the last day that a study has of them.

    :param told: all ages that the archive tells.
    :param shown: whole years that the study would tell, each with the day that it is told for.
    :param last: the last day of anything that the study has of the patient.
    """
    known = [(one.years, one.day) for one in told if 0 <= one.years <= MOST_YEARS]
    return any(years + max(last - day, 0) / YEAR >= OLDEST for years, day in (*known, *shown))


def written(years: int | None, old: bool) -> str | None:
    """Return an age as a study tells it."""
    if years is None:
        return None
    return CAPPED if old or years >= OLDEST else str(years)


def middle(years: float) -> float:
    """Return the age that a whole number of years stands for: the middle of the year that follows."""
    return years if years % 1 else years + 0.5
