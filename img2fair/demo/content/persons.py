"""What is invented of the people of the project whose identities are invented: who they are, what they have.

It is as mixed as in a real archive: one thing in several words and two languages, codes for some, several spellings of
nothing, and what cannot be true of one person. All of it follows from a person's place in the project.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle

from img2fair.demo.content.objects import CustomVariable, Json, Subject

INVENTED_NAME, INVENTED_PHONE = "Agatha Verzonnen", "020-555 0142"
"""They stand in remarks, so that a leak would show."""

LIVED_PAST_89, SCANNED_BEFORE_BIRTH, TWO_AGES, TWO_SEXES, SCANNED_AFTER_DEATH = 2, 22, 9, 6, 20
"""Places of people of whom something cannot be told as it stands, or cannot be true."""
FOLLOWED_PAST_89 = (12, 33)
"""Of 79 at their first session, and seen for more than eleven years after it."""

YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Illness:
    """A diagnosis: its site in plain words, ICD-O-3 morphology and topography, NCIt code, drugs."""

    site: str
    morphology: str
    topography: str
    ncit: str
    drugs: tuple[str, ...]


BREAST = Illness("breast", "8500/3", "C50.9", "C4194", ("Paclitaxel", "tamoxifen"))
PROSTATE = Illness("prostate", "8140/3", "C61.9", "C2919", ("Docetaxel", "enzalutamide"))
LUNG = Illness("lung", "8140/3", "C34.9", "C3512", ("Cisplatin + pemetrexed", "pembrolizumab"))
EYE = Illness("eye", "8720/3", "C69.4", "C7712", ("Tebentafusp",))
BRAIN = Illness("brain", "9440/3", "C71.9", "C3058", ("Temozolomide",))
UNTOLD = Illness("", "", "", "", ())

_WOMEN = (
    *((BREAST, words) for words in ("Invasive ductal carcinoma", "IDC", "Ductaal carcinoom", "invasive ductal ca.")),
    *[(BREAST, "Invasive ductal carcinoma")] * 4,
    *((LUNG, words) for words in ("Lung adenocarcinoma", "adenocarcinoom van de long", "")),
    *((BREAST, words) for words in ("Breast Invasive Ductal Carcinoma", "Ductaal carcinoom", "IDC")),
    (EYE, "Uveal melanoma"),
    (LUNG, "Lung adenocarcinoma"),
    (BREAST, "Breast Invasive Ductal Carcinoma"),
    (UNTOLD, "onbekend"),
)
_MEN = (
    *((PROSTATE, words) for words in ("Prostate adenocarcinoma", "prostaatcarcinoom", "PRAD")),
    *[(PROSTATE, "Prostate adenocarcinoma")] * 4,
    *((LUNG, words) for words in ("Lung adenocarcinoma", "Adenocarcinoma, lung", "Lung adenocarcinoma")),
    *((PROSTATE, words) for words in ("Adenocarcinoma of the prostate", "prostaatcarcinoom", "PRAD")),
    *((LUNG, words) for words in ("Lung adenocarcinoma", "", "Adenocarcinoma, lung", "Lung adenocarcinoma")),
    (BRAIN, "Glioblastoma multiforme"),
    *((PROSTATE, words) for words in ("prostaatcarcinoom", "Adenocarcinoma of the prostate")),
)
_OTHERS = ((LUNG, "Lung adenocarcinoma"), (LUNG, "Adenocarcinoma, lung"), (UNTOLD, "unknown"), (LUNG, ""))
_ILLNESSES = {"female": _WOMEN, "male": _MEN}

_STAGES = (
    *("Stage I",) * 4, *("Stage II",) * 8, *("stage 2",) * 3, *("IIA",) * 4, *("II",) * 2, *("Stage III",) * 6,
    *("iii",) * 2, "3", *("Stadium IV",) * 3, *("Stage IV",) * 3, *("unknown",) * 2, "onbekend", "n/a", "-", "999",
)  # fmt: skip
_STATUSES = (
    *("alive",) * 10, *("Alive",) * 6, *("levend",) * 6, *("in leven",) * 2, *("deceased",) * 5, *("overleden",) * 6,
    *("dead",) * 3, "lost to follow-up", "onbekend", "", "",
)  # fmt: skip
_RACES = ("White", "Caucasian", "White", "Black or African American", "White", "Asian", "unknown", "")
_SMOKING = ("never", "former", "current", "nooit", "ex-smoker", "")
_SEX_SAID = {"male": ("M", "man", "male"), "female": ("F", "vrouw", "female"), "": ("V", "onbekend", "M")}
_OTHER_SEX = {"male": "vrouw", "female": "man"}


@dataclass(frozen=True, slots=True)
class Person:
    """What is invented of one person; an empty text or ``None`` is what nobody wrote down.

    :param first: the day of the first session; ``last``: the day of death, or when it was last seen.
    """

    place: int
    subject: Subject
    illness: Illness
    diagnosis: str
    first: dt.date
    diagnosed: dt.date | None
    last: dt.date
    status: str

    def day(self, days: int) -> dt.date:
        """Return the day so many days after the first session."""
        return self.first + dt.timedelta(days)

    @property
    def kilograms(self) -> float:
        """Its weight at the first session."""
        return 54 + self.place * 17 % 41 + 0.5


def people(subjects: tuple[Subject, ...]) -> Iterator[Person]:
    """Yield what is invented of each subject, in their order; each has a session with a date."""
    told = {sex: cycle(words) for sex, words in (*_ILLNESSES.items(), ("unknown", _OTHERS))}
    for place, subject in enumerate(subjects):
        illness, diagnosis = next(told[subject.gender])
        first = min(dt.date.fromisoformat(session.date) for session in subject.sessions)
        status = _STATUSES[place * 11 % len(_STATUSES)]
        seen = 200 + place * 397 % 2100
        if place in FOLLOWED_PAST_89:
            seen, status = 4200, "alive"
        elif place == SCANNED_AFTER_DEATH:
            seen, status = -60, "overleden"
        before = 12 + place * 31 % 170 if place % 13 != 5 else -9
        yield Person(
            place=place,
            subject=subject,
            illness=illness,
            diagnosis=diagnosis,
            first=first,
            diagnosed=None if place % 14 == 11 else first - dt.timedelta(before),
            last=first + dt.timedelta(seen),
            status=status,
        )


def described(person: Person) -> Subject:
    """Return the subject with demographics: a few weights are in pounds or grams, a few birth dates are told."""
    weight = person.kilograms
    if person.place % 12 == 7:
        weight = round(weight * 2.2046, 1)
    elif person.place == 30:
        weight *= 1000
    height = 158 + person.place * 13 % 35
    born = {
        LIVED_PAST_89: person.day(-round(93.4 * YEAR)),
        SCANNED_BEFORE_BIRTH: person.day(1800),
        TWO_AGES: person.day(-round(70.2 * YEAR)),
    }
    return replace(
        person.subject,
        group=("control", "treated")[person.place % 2],
        race=_RACES[person.place % len(_RACES)],
        ethnicity="Not Hispanic or Latino" if person.place % 4 else "",
        handedness=("right", "left", "right", "right", "")[person.place % 5],
        weight=f"{weight:g}" if person.place % 10 != 3 else "",
        height=str(height) if person.place % 9 != 4 else "",
        dob=born[person.place].isoformat() if person.place in born else "",
    )


def variables(person: Person) -> tuple[CustomVariable, ...]:
    """Return the custom variables; one that has no value is not there, as in XNAT."""
    illness, place = person.illness, person.place
    coded = place % 3 == 0 or not person.diagnosis
    pounds = f"{person.kilograms * 2.2046:.0f} lb"
    said = {
        "arm": "AB"[place % 2],
        "diagnosis": person.diagnosis,
        "icd_o_morphology": illness.morphology if coded else "",
        "icd_o_topography": illness.topography if coded else "",
        "ncit_code": illness.ncit if place % 5 == 1 else "",
        "stage": _STAGES[place * 5 % len(_STAGES)],
        "vital_status": person.status,
        "date_of_diagnosis": person.diagnosed.isoformat() if person.diagnosed else "",
        "date_of_last_contact": person.last.isoformat() if person.status != "onbekend" else "",
        "weight_at_intake": (f"{person.kilograms:g} kg", f"{person.kilograms:g}", pounds)[place % 3],
        "treating_physician": f"dr. {INVENTED_NAME.split()[1]}" if place % 4 == 1 else "",
    }
    return tuple(CustomVariable(name=name, value=value) for name, value in said.items() if value)


def answers(person: Person) -> Mapping[str, Json] | None:
    """Return the answers to the form, ``None`` for who never filled it in."""
    if person.place % 6 == 5:
        return None
    sex = person.subject.gender if person.subject.gender in _OTHER_SEX else ""
    said = _OTHER_SEX[sex] if person.place == TWO_SEXES else _SEX_SAID[sex][person.place % 3]
    called = f"Called by {INVENTED_NAME}, phone {INVENTED_PHONE}, on {person.day(3).isoformat()}."
    return {
        "smoking": _SMOKING[person.place % len(_SMOKING)],
        "sex_at_birth": said,
        "ecog": person.place % 4 if person.place % 7 else "",
        "remark": called if person.place % 8 == 1 else ("", "no remarks")[person.place % 2],
        "history": [{"finding": "none", "year": ""}],
    }
