"""Who the subjects of a project are: whether they are people, of which sex, how old. For the privacy room alone.

Animals and phantoms are not people; conflicting or impossible values are unknown.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import TypeVar

from img2fair.model import ImagingSession, ImagingSubject, Project
from img2fair.model.held import unseal

T = TypeVar("T")

NOT_PEOPLE = frozenset(
    "animal animals bovine canine canines cat cats cow cows dog dogs equine feline felines ferret ferrets goat goats "
    "hamster hamsters horse horses macaque macaques mice monkey monkeys mouse murine ovine pdx phantom phantoms pig "
    "piglet piglets pigs porcine preclinical primate primates rabbit rabbits rat rats rodent rodents sheep swine "
    "veterinary xenograft xenografts zebrafish".split()
)
"""Words of the keywords or title that say a project is not only about people. Then nothing is said of people's number,
sex and age, unless the config says ``species: human``."""

_HUMAN = frozenset({"human", "homo sapiens"})
_SEXES = {"male": "male", "m": "male", "female": "female", "f": "female"}
MOST_YEARS = 120


def are_people(project: Project, species: str | None) -> bool:
    """Tell whether a project is about people.

    :param species: what the config says the subjects are; ``human`` overrules keywords and archive.
    """
    if species is not None:
        return str(species).strip().casefold() in _HUMAN
    if any(_foreign(subject) for subject in project.subjects):
        return False
    said = " ".join(unseal(text) for text in (project.keywords, project.name) if text).casefold()
    return not NOT_PEOPLE.intersection(re.findall(r"[a-z]+", said.replace("pre-clinical", "preclinical")))


def _foreign(subject: ImagingSubject) -> bool:
    """Tell whether the archive says of a subject that it is no human; DICOM: PatientSpeciesDescription (0010,2201)."""
    return any(
        unseal(said.name).strip().casefold() == "species" and unseal(said.value).strip().casefold() not in _HUMAN
        for said in subject.demographics
    )


def sexes(project: Project) -> dict[str, str]:
    """Return ``female`` or ``male`` for each subject, by id, whose sex is known."""
    told = _agreed(
        (unseal(subject.id), _SEXES.get(unseal(subject.sex).strip().casefold()) if subject.sex else None)
        for subject in project.subjects
    )
    return {subject: sex for subject, sex in told.items() if sex is not None}


def ages(project: Project) -> dict[str, float]:
    """Return the age of each subject, by id: at the first session that tells it, else as the subject's field has it."""
    told = _agreed((unseal(s.id), unseal(s.age) if s.age is not None else None) for s in project.subjects)
    by_day = sorted(project.sessions, key=_day)
    for session in reversed(by_day):
        subject = unseal(session.subject)
        if session.age is not None and subject in told:
            told[subject] = unseal(session.age)
    return {subject: age for subject, age in told.items() if age is not None and 0 <= age <= MOST_YEARS}


def _agreed(said: Iterable[tuple[str, T | None]]) -> dict[str, T | None]:
    """Return what is said of each subject; ``None`` where it is said twice and differently."""
    told: dict[str, T | None] = {}
    for subject, value in said:
        told[subject] = value if told.get(subject, value) == value else None
    return told


def _day(session: ImagingSession) -> tuple[bool, dt.date]:
    return (session.date is None, unseal(session.date) if session.date else dt.date.min)
