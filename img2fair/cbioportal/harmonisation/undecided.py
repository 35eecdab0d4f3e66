"""Refuses what nobody has decided yet; and what is exported of a project that has no harmonisation file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from img2fair.clinical.decisions import Decide, Decisions, FieldDecision, Kind
from img2fair.clinical.known import by_id
from img2fair.clinical.outcome import FieldSeen
from img2fair.clinical.undecided import Open, undecided
from img2fair.errors import UsageFault

NAMED = 12
"""So many are named in one message; then how many more there are."""
VALUES_NAMED = 6
"""So many values of one field are named in a message."""
LEAST = 5
"""Fewest patients of a value that is shown, where the config does not say another number."""
SEX, AGE = "subjects.sex", "subjects.age"


def refuse_undecided(decisions: Decisions, seen: Iterable[FieldSeen], least: int = LEAST) -> None:
    """Refuse a harmonisation file that leaves something open, however a field is read.

    :param least: the fewest patients of a value that is named; others are counted.
    :raises UsageFault: it names what is open, at most twelve.
    """
    found = undecided(decisions, seen)
    if not found:
        return
    names = named(found, least)
    many = sum(one.count for one in found)
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    have = "field or value has" if many == 1 else "fields or values have"
    line = next((one.line for one in found if one.line), 0)
    cure = "decide on each: export, drop, or a target; --draft adds fields and values that are new"
    if any(one.value and not one.written for one in found):
        cure += "; the report beside the study names them"
    if any(one.unshown for one in found):
        cure += f", and writes those of few patients to {private_file(Path(decisions.file)).name}, for you alone"
    if not all(one.is_field for one in found):
        cure += "; 'unlisted: missing' leaves out what a field does not list"
    raise UsageFault(
        f"{many} {have} no decision: {', '.join(names[:NAMED])}{more}",
        where=f"{decisions.file}:{line}" if line else decisions.file,
        cure=cure,
    )


def named(found: Iterable[Open], least: int) -> list[str]:
    """Return what is open in words: each path once, with those of its values that stand in the file.

    Others are the archive's words: a message counts them, the report and the draft show those that may be shown.
    """
    fields: dict[str, list[Open]] = {}
    for one in found:
        fields.setdefault(one.path, []).append(one)
    return [_said(path, several, least) for path, several in fields.items()]


def _said(path: str, several: Sequence[Open], least: int) -> str:
    said = [f"'{one.value}'" for one in several if one.value and one.written]
    new = sum(bool(one.value) and not one.written for one in several)
    rare = sum(one.unshown for one in several)
    said += [f"{_values(new)} that nobody has decided on"] if new else []
    said += [f"{_values(rare)} of fewer than {least} patients, or not for showing"] if rare else []
    return f"{path}: {_listed(said)}" if said else path


def _values(number: int) -> str:
    return f"{number} {'value' if number == 1 else 'values'}"


def _listed(said: Sequence[str]) -> str:
    """Return values in a row: the first ones, and what comes last, which may tell of those that are not shown."""
    if len(said) <= VALUES_NAMED:
        return ", ".join(said)
    return f"{', '.join(said[: VALUES_NAMED - 1])}, …, {said[-1]}"


def private_file(file: Path) -> Path:
    """Return the file beside a harmonisation file in which its steward, and nobody else, finds the rare values."""
    return file.with_name(f"{file.stem}.private-values.yaml")


def built_in(project: str) -> Decisions:
    """Return what is decided without a harmonisation file: sex and age go out, and nothing else."""
    return Decisions(project, (_usual(SEX, "SEX", Kind.SEX), _usual(AGE, "AGE", Kind.AGE)))


def _usual(path: str, id_: str, kind: Kind) -> FieldDecision:
    own = by_id(id_)
    return FieldDecision(path, Decide.EXPORT, None if own is None else own.attribute, kind)
