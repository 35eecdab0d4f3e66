"""What is invented of the course of an illness: visits and treatments, as assessors of subjects over time."""

from collections.abc import Iterator
from itertools import count

from img2fair.demo.content.objects import SubjectAssessor
from img2fair.demo.content.persons import Person

VISIT, TREATMENT = "clin:visitData", "clin:treatmentData"
_VISITS = ((1, 0), (2, 91), (3, 182))
"""Numbers of visits and the days after the first session on which they were to be."""
_PERFORMANCE_UNKNOWN = 9


def course(person: Person, numbers: "count[int]") -> Iterator[SubjectAssessor]:
    """Yield visits for two people of three until they were last seen, and treatments for the treated."""
    if person.place % 3 != 2:
        yield from _visits(person, numbers)
    if person.place % 2 and person.illness.drugs:
        yield from _treatments(person, numbers)


def _visits(person: Person, numbers: "count[int]") -> Iterator[SubjectAssessor]:
    for number, planned in _VISITS:
        day = person.day(planned + (number - 1) * (person.place % 9 - 4))
        if day > person.last and number > 1:
            return
        ecog = min(3, person.place % 3 + (number == len(_VISITS)))
        yield _assessor(
            person,
            numbers,
            f"visit{number}",
            VISIT,
            day.isoformat(),
            visit=f"v{number}",
            parameters={
                "ecog": _PERFORMANCE_UNKNOWN if person.place == 21 and number == 2 else ecog,
                "weight": person.kilograms - 1.5 * (number - 1),
                "remark": "seen as planned" if person.place % 5 else f"asked for by {person.subject.label}",
            },
        )


def _treatments(person: Person, numbers: "count[int]") -> Iterator[SubjectAssessor]:
    """Yield one or two lines of treatment; some of the last have not ended."""
    start = 14 + person.place % 21
    drugs = person.illness.drugs[: 1 + person.place % 3 // 2] or person.illness.drugs
    for line, drug in enumerate(drugs, 1):
        stop = start + 84 + person.place % 40
        ended = line < len(drugs) or person.place % 4 == 1
        parameters: dict[str, str | int | float] = {
            "drug": drug,
            "line": line,
            "start": person.day(start).isoformat(),
            **({"stop": person.day(stop).isoformat()} if ended else {}),
        }
        yield _assessor(
            person, numbers, f"treatment{line}", TREATMENT, person.day(start).isoformat(), parameters=parameters
        )
        start = stop + 7


def _assessor(
    person: Person,
    numbers: "count[int]",
    name: str,
    xsi_type: str,
    date: str,
    *,
    parameters: dict[str, str | int | float],
    visit: str = "",
) -> SubjectAssessor:
    first = min(person.subject.sessions, key=lambda session: session.date)
    return SubjectAssessor(
        id=f"IMG2FAIR_V{next(numbers):05}",
        label=f"{person.subject.label}_{name}",
        xsi_type=xsi_type,
        date=date,
        visit_id=visit,
        age=first.age if visit == "v1" else None,
        insert_date=first.insert_date,
        insert_user=first.insert_user,
        last_modified=first.insert_date,
        parameters=parameters,
    )
