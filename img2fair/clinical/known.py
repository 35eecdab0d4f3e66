"""Which known attribute a source field seems to be, by its name and by what its values read as: a proposal."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from img2fair.clinical.attributes import KnownAttribute
from img2fair.clinical.decisions import Kind
from img2fair.clinical.folding import folded
from img2fair.clinical.people_attributes import PEOPLE
from img2fair.clinical.tumour_attributes import TUMOURS
from img2fair.clinical.units import DAYS, MONTHS, is_unit, times

__all__ = ["KNOWN", "KnownAttribute", "Proposal", "by_id", "propose"]

KNOWN: tuple[KnownAttribute, ...] = (*PEOPLE, *TUMOURS)
CERTAIN, LIKELY, GUESS = "certain", "likely", "guess"
READ = 0.9
"""Share of a field's values from which its kind is taken to be what they are."""
MOSTLY = 0.5
"""Share of a field's values from which its kind is worth taking, with a table for the others."""
ALIKE = 0.86
"""How alike two names are, from 0 to 1 (difflib), for one to be taken for another spelling of the other."""

_BY_ID = {one.id: one for one in KNOWN}
_BY_NAME = {name: one for one in reversed(KNOWN) for name in one.names}
_SHORTEST = 3
"""Letters of a name that may be a part of a longer one: ``er`` and ``pr`` may not."""
_FIGURES = frozenset({Kind.NUMBER, Kind.AGE, Kind.MONTHS, Kind.DAY})
_SURE_KINDS = frozenset({Kind.SEX, Kind.AGE, Kind.SURVIVAL})
_SAYING_KINDS = (Kind.SEX, Kind.SURVIVAL, Kind.YES_NO, Kind.SIDE, Kind.STAGE)
"""Kinds that values alone may tell, the most telling first; digits read as a grade too, so a grade needs its name."""
_TELLING_KINDS = frozenset({*_SAYING_KINDS, Kind.GRADE, Kind.AGE})
"""Kinds that few values fit by chance, so that they say more than a part of a name does."""
_OF_KIND = {Kind.SEX: "SEX", Kind.SURVIVAL: "OS_STATUS", Kind.STAGE: "AJCC_PATHOLOGIC_TUMOR_STAGE"}
_TAIL = re.compile(r"(?<!^) (?:at|of|from|to|in|on|bij|bei|van|von|op|de|du|à|au|before|after|since)\b.*")
"""What a name says of the time or the owner of a thing comes after the thing: year of diagnosis, PSA at diagnosis."""
_ROOTS = ("subjects", "sessions", "tables")
_OTHERS = frozenset(
    "father mother parent parents partner sibling siblings brother sister spouse child children relative relatives "
    "informant caregiver vader moeder ouder ouders broer zus vater mutter eltern bruder schwester père mère "
    "gestational zwangerschap menarche bone brain biological mental".split()
)
"""What a part of a name cannot tell of the patient: other people, and ages that are none of a person's life."""
_DEATH = frozenset(
    "death died dead deceased overlijden overleden overlijdensdatum sterfte sterfdatum tod todesdatum verstorben décès "
    "exitus".split()
)
_FOLLOWED = _DEATH | frozenset("followup follow fu contact seen alive".split())


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a source field could become.

    :param attribute: the known attribute; ``None`` where none is near.
    :param kind: how its values would be read.
    :param confidence: ``certain``, ``likely`` or ``guess``.
    :param why: in words of ours, without the field's name or a value.
    :param unit: the unit that the field's name tells (``FieldDecision.unit``); empty: it tells none.
    """

    attribute: KnownAttribute | None
    kind: Kind
    confidence: str
    why: str
    unit: str = ""


def by_id(id_: str) -> KnownAttribute | None:
    """Return the known attribute of an id."""
    return _BY_ID.get(id_)


def tells_death(path: str) -> bool:
    """Tell whether the name of a source field says that somebody died, as ``date_of_death/day`` does."""
    return any(_DEATH.intersection(name.split()) for name in _names(path)[-1:])


def usual_values(near: KnownAttribute, kind: Kind, name: str) -> Mapping[str, str]:
    """Return folded source text → the target to propose, for a field that is read as ``kind``.

    Yes and no answer what the name asks: of ``overleden`` yes is deceased, of ``alive`` it is living.
    """
    asked = _ANSWERS.get(near.id)
    if asked is None:
        return near.values if near.kind is kind else {}
    words = set(re.findall(r"[^\W_]+", folded(name)))
    no, yes = asked.targets
    if words & asked.of_none:
        no, yes = yes, no
    elif not words & asked.of_event:
        return near.values
    return {**dict.fromkeys(_YES, yes), **dict.fromkeys(_NO, no), **near.values}


@dataclass(frozen=True, slots=True)
class _Answers:
    """What a yes or no means: ``targets`` for none and for an event, by a word of the question."""

    targets: tuple[str, str]
    of_event: frozenset[str]
    of_none: frozenset[str] = frozenset()


_YES, _NO = "yes,y,ja,j,true,oui".split(","), "no,n,nee,nein,false,non".split(",")
_ANSWERS = {
    "OS_STATUS": _Answers(
        ("0:LIVING", "1:DECEASED"),
        frozenset("deceased overleden dead death died event verstorben gestorven décédé".split()),
        frozenset("alive living levend lebend leeft vivant".split()),
    ),
    "DFS_STATUS": _Answers(
        ("0:DiseaseFree", "1:Recurred/Progressed"), frozenset("recurrence relapse recidief rezidiv récidive".split())
    ),
    "PFS_STATUS": _Answers(
        ("0:CENSORED", "1:PROGRESSION"), frozenset("progression progressie event progression".split())
    ),
    "EFS_STATUS": _Answers(("0:NO EVENT", "1:EVENT"), frozenset(["event"])),
}


def propose(path_name: str, recognised: Mapping[Kind, float], numeric: bool) -> Proposal:
    """Return the known attribute that is nearest to a source field.

    :param path_name: its path (``subjects.variables.gender``), or its name alone.
    :param recognised: kind → the share, 0 to 1, of its filled values that the kind reads by itself.
    :param numeric: all its values are numbers.
    """
    names = _names(path_name)
    if path_name.endswith("/day"):
        return _of_day(names)
    rooted = path_name.split(".")[0] in _ROOTS
    near, how = _nearest(names, names[-1 if rooted else 0]) if names else (None, "")
    if near is None:
        return _by_values(recognised, numeric)
    kind, unit = _kind(near, names)
    share = recognised.get(kind, 0.0)
    fits = share >= READ if kind is not Kind.TABLE and kind is not Kind.ONCOTREE else not numeric
    values = f"{share:.0%} of its values read as {kind.value}" if kind in recognised else "its values are words"
    if how == "name" and fits and kind in _SURE_KINDS and _of_patient(path_name):
        return Proposal(near, kind, CERTAIN, f"its name, and {values}", unit)
    if how == "name" and (fits or (kind in (Kind.TABLE, Kind.ONCOTREE) and not numeric)):
        return Proposal(near, kind, LIKELY, f"its name, and {values}" if fits else "its name", unit)
    if fits:
        confidence = LIKELY if kind in _TELLING_KINDS and how == "part" else GUESS
        return Proposal(near, kind, confidence, f"{_HOW[how]}, and {values}", unit)
    doubt = (
        f"but only {share:.0%} of its values read as {kind.value}" if kind in recognised else "its values do not tell"
    )
    return Proposal(near, _doubtful(kind, share, numeric), GUESS, f"{_HOW[how]}, {doubt}", unit)


def _doubtful(kind: Kind, share: float, numeric: bool) -> Kind:
    """Return how values are read that do not all fit: the table tells what the kind leaves, if it leaves the less.

    Of numbers nobody lists each in a table, however many others there are.
    """
    if numeric:
        return Kind.NUMBER if kind in (Kind.TABLE, Kind.ONCOTREE) else kind
    return kind if share >= MOSTLY or kind in _FIGURES else Kind.TABLE


_HOW = {"name": "its name", "part": "a part of its name", "like": "a name much like its own"}


def _names(path: str) -> list[str]:
    """Return the names that a field may have, the longest first: columns have points in them, and forms sections."""
    plain = re.sub(r"(?<=[a-zß-ÿ0-9])(?=[A-Z][a-zß-ÿ])|(?<=[a-zß-ÿ])(?=[A-Z])", " ", path.removesuffix("/day"))
    parts = [" ".join(re.findall(r"[^\W_]+", folded(part))) for part in re.split(r"[./]", plain)]
    parts = [part for part in parts if part]
    return [" ".join(parts[-count:]) for count in range(min(3, len(parts)), 0, -1)]


def _nearest(names: Iterable[str], whole: str) -> tuple[KnownAttribute | None, str]:
    """Return the attribute that is called like one of the names, or like the whole one, and by what it was found."""
    for name in names:
        found = _PLAIN.get(name) or _PLAIN.get(_without_unit(name))
        if found is not None:
            return found, "name"
    if _OTHERS.intersection(whole.split()):
        return None, ""
    head = _TAIL.sub("", whole)
    inside = [name for name in _PLAIN if len(name) >= _SHORTEST and f" {name} " in f" {head} "]
    if inside:
        return _PLAIN[max(inside, key=lambda name: (len(name), name))], "part"
    like = difflib.get_close_matches(whole, _LONG, 1, ALIKE) if len(whole) > _SHORTEST + 1 else []
    return (_PLAIN[like[0]], "like") if like else (None, "")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name))


_PLAIN = {_plain(name): one for name, one in _BY_NAME.items()}
_LONG = sorted(name for name in _PLAIN if len(name) > _SHORTEST + 1)


def _without_unit(name: str) -> str:
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 1 and is_unit(words[-1]) else name


def _kind(near: KnownAttribute, names: list[str]) -> tuple[Kind, str]:
    """Return how values would be read, and the unit that the name tells."""
    words = names[-1].split() if names else []
    told = [word for word in words if len(word) > 1 and is_unit(word)]
    unit = next((word for word in told if near.unit and times(word, near.unit) is not None), "")
    if near.kind is Kind.MONTHS and unit and times(unit, MONTHS) == 1:
        return Kind.MONTHS, MONTHS
    same = unit and times(unit, near.unit) == 1
    return near.kind, "" if same else DAYS if unit and times(unit, DAYS) == 1 else unit


def _of_patient(path: str) -> bool:
    """Tell whether a field is the patient's own: forms, assessors and files may tell of another time, or of others."""
    parts = path.split(".")
    return len(parts) == 1 or (
        parts[0] == "subjects" and (len(parts) == 2 or parts[1] in ("demographics", "variables"))
    )


def _of_day(names: list[str]) -> Proposal:
    words = set(names[-1].split()) if names else set()
    if words & _FOLLOWED:
        why = "the days until it are the follow-up, where it is the last that is known of the patient"
        return Proposal(by_id("OS_MONTHS"), Kind.MONTHS, GUESS, why)
    return Proposal(None, Kind.DAY, GUESS, "it is a day, counted from the first imaging session")


def _by_values(recognised: Mapping[Kind, float], numeric: bool) -> Proposal:
    for kind in _SAYING_KINDS:
        if recognised.get(kind, 0.0) >= READ:
            return Proposal(by_id(_OF_KIND.get(kind, "")), kind, GUESS, f"its values read as {kind.value}")
    if numeric or recognised.get(Kind.NUMBER, 0.0) >= READ:
        return Proposal(None, Kind.NUMBER, GUESS, "its values are numbers")
    return Proposal(None, Kind.TABLE, GUESS, "no known attribute is near its name")
