"""Worked questions to a study in cBioPortal, with the exact clicks, chosen by what the study has."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from img2fair.clinical.study_facts import AttributeTold, StudyFacts
from img2fair.clinical.study_words import WORDS
from img2fair.phrases import DUTCH

MOST = 5
_SURVIVAL = frozenset({"OS_STATUS", "OS_MONTHS", "DFS_STATUS", "DFS_MONTHS"})


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what to click on to have it answered, step by step."""

    ask: str
    steps: tuple[str, ...]


def questions(facts: StudyFacts, language: str, modality: Callable[[str], str]) -> tuple[Question, ...]:
    """Return the questions that a study can answer, five at most, those that are its own first.

    :param modality: what a modality is called.
    """
    asked = islice(_asked(facts, modality), MOST)
    return tuple(Question(WORDS.say(language, f"{name} ask", **slots), _steps(language, name, slots))
                 for name, slots in asked)  # fmt: skip


def _steps(language: str, name: str, slots: Mapping[str, str]) -> tuple[str, ...]:
    """Return the steps of a question; they are told apart before what fills their slots is put in."""
    english, dutch = WORDS.texts[f"{name} steps"]
    return tuple(step.format(**slots) for step in (dutch if language == DUTCH else english).split("|"))


def _asked(facts: StudyFacts, modality: Callable[[str], str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the questions by name, with what fills their slots."""
    groups, numbers = _groups(facts), _numbers(facts)
    if facts.modalities:
        code = facts.modalities[0].name
        yield "modality", {"modality": modality(code), "code": code}
    if facts.followed:
        yield "followed", {}
    if facts.has("OS_STATUS", "OS_MONTHS") and groups:
        yield "survival", {"attribute": _named(groups[0])}
    if facts.profiles and (numbers or groups):
        profile = facts.profiles[0]
        assay = profile.assay.replace("_", " ").title()
        yield "measured", {"profile": profile.name, "assay": assay, "attribute": _named((numbers or groups)[0])}
    if facts.about.viewers:
        yield "images", {}
    if facts.events:
        yield "time", {}
    if groups:
        yield "groups", {"attribute": _named(groups[0])}
    yield "table", {}


def _groups(facts: StudyFacts) -> list[AttributeTold]:
    """Return the attributes that divide the patients into groups, those of the study's own before sex."""
    told = [one for one in facts.attributes
            if one.datatype != "NUMBER" and one.level != "event" and one.id not in _SURVIVAL]  # fmt: skip
    return sorted(told, key=lambda one: (one.id == "SEX", -(one.patients or 0)))


def _numbers(facts: StudyFacts) -> list[AttributeTold]:
    return [one for one in facts.attributes
            if one.level != "event" and one.id not in _SURVIVAL and one.datatype == "NUMBER"]  # fmt: skip


def _named(attribute: AttributeTold) -> str:
    return attribute.name or attribute.id
