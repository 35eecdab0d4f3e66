"""What a draft proposes for a source field, and the lines in which it stands there.

Only what is certain is drafted as decided: sex and age, and that notes, numbers and names of people stay inside.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from img2fair.cbioportal.harmonisation.attributes import fault_of_id
from img2fair.cbioportal.harmonisation.paths import name_of
from img2fair.cbioportal.harmonisation.undecided import AGE, SEX
from img2fair.cbioportal.harmonisation.values import UNDECIDED
from img2fair.cbioportal.harmonisation.written import number, remark, scalar
from img2fair.clinical.dateless import DAY, of_birth
from img2fair.clinical.decisions import Datatype, Decide, FieldDecision, Kind, Level, Pick, Unlisted
from img2fair.clinical.known import CERTAIN, KnownAttribute, by_id, propose, usual_values
from img2fair.clinical.known import Proposal as Found
from img2fair.clinical.oncotree import Tree, candidates
from img2fair.clinical.outcome import FieldSeen
from img2fair.clinical.reading import folded, is_missing
from img2fair.clinical.undecided import is_unread

_NAMED = 8
"""Values told in a comment."""
_CANDIDATES = 3
_EVENTS = (
    ("TREATMENT", re.compile(r"treat|therap|chemo|radiother|medic|drug|surg|dose|behandel")),
    ("LAB_TEST", re.compile(r"lab|blood|serum|plasma|psa|marker|titer|bloed")),
)
_UNWORDED = frozenset({Kind.NUMBER, Kind.AGE, Kind.DAY, Kind.MONTHS, Kind.TABLE, Kind.ONCOTREE})
"""Kinds that have no words of their own, so that none is told of rare values."""
_DIAGNOSES = frozenset({"DIAGNOSIS", "HISTOLOGY", "TUMOR_TYPE", "CANCER_TYPE", "ONCOTREE_CODE"})
_CODED = re.compile(r"(?<![\w/])[0-9]{4}/[0-9](?![\w/])|\bC[0-9]{4,7}\b")
"""A morphology of ICD-O-3, or a code of the NCI Thesaurus or UMLS: diagnoses whatever the field is called."""
_FEW_CODES = 3
_NEAR = 0.3
"""Confidence from which a candidate counts; of several that are as good it is at most 0.5."""
_EVENT_SHARE = 0.2
"""Share of patients of whom something is said on several days, from which it is an event."""
_DATED = re.compile(r"date|datum|(?<![a-z])(?:dat|day|dag|tag|dob)(?![a-z])|start|stop|begin|einde?(?![a-z])")
_EARLIEST, _LATEST = 10_000, 80_000
_OF_ITS_OWN = "nearly every patient has a value of its own, as an id or a name is"
_DAY_CAN = "; it can also be day 0 (baseline), or the day of an event"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a draft says of one field; ``reason`` stands beside it.

    :param values: source values that ``kind`` does not read → target, ``?`` where none is near.
    """

    decide: Decide
    reason: str
    to: str = ""
    kind: Kind = Kind.TABLE
    known: KnownAttribute | None = None
    level: Level | None = None
    event: str = ""
    pick: Pick = Pick.ONLY
    unit: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def is_measure(seen: FieldSeen) -> bool:
    """Tell whether a field holds numbers for nearly all who have it, and no codes."""
    return seen.recognised.get(Kind.NUMBER, 0) >= 0.9 * seen.filled and not seen.of_people and not seen.values


def proposed(seen: FieldSeen, taken: set[str], tree: Tree | None) -> Proposal:
    """Return what is proposed for a field.

    :param taken: ids of unknown attributes that are in use; the new one is added.
    :param tree: where it is tried whether words are diagnoses.
    """
    reason = _kept_in(seen)
    if reason:
        return Proposal(Decide.DROP, reason)
    shares = {kind: count / _known(seen) for kind, count in seen.recognised.items()}
    found = propose(seen.path, shares, is_measure(seen))
    if _are_codes(seen, found):
        found = replace(found, kind=Kind.TABLE, why="its values may be codes; a count or a score is read as number")
    if tree is not None and _tells_diagnoses(seen, found, tree):
        why = "OncoTree has candidates for its values"
        why = why if found.attribute is None else f"its name, and {why}"
        found = replace(found, attribute=by_id("ONCOTREE_CODE"), kind=Kind.ONCOTREE, why=why)
    attribute = found.attribute if found.attribute is not None and not fault_of_id(found.attribute.id) else None
    certain = found.confidence == CERTAIN and seen.path in (SEX, AGE) and attribute is not None
    name = name_of(seen.path)
    level, event, pick = _level(seen, attribute)
    return Proposal(
        decide=Decide.EXPORT if certain else Decide.UNDECIDED,
        reason=f"{found.confidence}: {found.why}" + (_DAY_CAN if seen.path.endswith(DAY) else ""),
        to=attribute.id if attribute is not None else _new_id(name.replace(DAY, "_DAY"), taken),
        kind=found.kind,
        known=attribute,
        level=level,
        event=event,
        pick=pick,
        unit=found.unit,
        values=_values(seen, found, attribute),
    )


def _known(seen: FieldSeen) -> int:
    """Return of how many patients something is known, as far as it shows: spellings of "not known" say nothing."""
    missing = sum(patients for text, patients in seen.values if is_missing(text))
    return max(1, seen.filled - missing, *seen.recognised.values())


def _are_codes(seen: FieldSeen, found: Found) -> bool:
    """Tell whether a field that nobody knows by its name has two or three digits for values, as 0 and 1."""
    digits = [text for text, _ in seen.values if not is_missing(text)]
    return (
        found.attribute is None
        and found.kind is Kind.NUMBER
        and 0 < len(digits) <= _FEW_CODES
        and all(re.fullmatch("[0-9]", text) for text in digits)
    )


def _tells_diagnoses(seen: FieldSeen, found: Found, tree: Tree) -> bool:
    """Tell whether a field that is called so has diagnoses that OncoTree knows, at least half of its words."""
    words = [text for text, _ in seen.values if not is_missing(text)]
    coded = bool(words) and all(_CODED.search(text) for text in words)
    called = coded if found.attribute is None else found.attribute.id in _DIAGNOSES
    near = sum(any(one.confidence >= _NEAR for one in candidates(tree, text)) for text in words) if called else 0
    return bool(words) and 2 * near >= len(words) and called


def _kept_in(seen: FieldSeen) -> str:
    """Return why a field is drafted as dropped; empty where it is not."""
    if seen.of_people:
        return "its name tells of people, numbers or notes"
    if of_birth(name_of(seen.path)):
        return "its name says that it tells when somebody was born"
    if _counts_days_of_a_spreadsheet(seen):
        return "its name says date, and its numbers may be dates as a spreadsheet counts them: write them 2019-04-02"
    if 2 * seen.telling > seen.distinct:
        return "free text, or texts that may tell of somebody"
    unlike = seen.distinct >= 0.9 * seen.filled and seen.filled > 4 and not seen.values
    if not unlike or any(2 * count >= _known(seen) for count in seen.recognised.values()):
        return ""
    if _DATED.search(name_of(seen.path).casefold()):
        return "its name says date, and its values are no dates as 2019-04-02 is: write them so, and harvest again"
    known = propose(seen.path, {}, False).attribute
    return "" if known is not None and known.datatype is Datatype.NUMBER else _OF_ITS_OWN


def _counts_days_of_a_spreadsheet(seen: FieldSeen) -> bool:
    """Tell whether numbers may be the days since 1899-12-30 of a year from 1927 on, as spreadsheets write dates."""
    low, high = seen.low, seen.high
    return (
        not seen.path.endswith(DAY)
        and low is not None
        and high is not None
        and _EARLIEST <= low <= high <= _LATEST
        and _DATED.search(name_of(seen.path).casefold()) is not None
    )


def _level(seen: FieldSeen, attribute: KnownAttribute | None) -> tuple[Level | None, str, Pick]:
    """Return at which level it stands, as what event, and which of several values counts.

    What an assessor, form or file says of a patient on several days makes events; a session has one value a session.
    """
    several = seen.repeated > _EVENT_SHARE * seen.filled
    parts = seen.path.split(".")
    own = None if attribute is not None else Level.PATIENT
    if not several:
        return own, "", Pick.ONLY
    if parts[0] != "tables" and parts[1] != "assessments":
        return own, "", Pick.BASELINE
    if attribute is not None and attribute.level is Level.SAMPLE:
        return own, "", Pick.BASELINE
    return Level.EVENT, _event(seen.path), Pick.ONLY


def _values(seen: FieldSeen, found: Found, attribute: KnownAttribute | None) -> dict[str, str]:
    """Return the values that need a target: those that are not read, as the field will be, and those with a usual one.

    A usual one comes before a spelling of "not known": ``-`` of a receptor is negative.
    """
    told = attribute.attribute if attribute is not None else None
    bounds = (attribute.least, attribute.most) if attribute is not None else (None, None)
    reader = FieldDecision("", Decide.UNDECIDED, told, found.kind, {}, Unlisted.REFUSE, found.unit, *bounds)
    usual = usual_values(attribute, found.kind, name_of(seen.path)) if attribute is not None else {}
    texts = [text for text, _ in seen.values if folded(text) in usual or is_unread(reader, text)]
    return {text: usual.get(folded(text), UNDECIDED) for text in told_apart(texts)}


def told_apart(texts: Iterable[str]) -> list[str]:
    """Return texts without those that read the same as one before, as ``GBM`` and ``gbm`` do: one line is of both."""
    return list({folded(text): text for text in reversed(list(texts))}.values())[::-1]


def _event(path: str) -> str:
    name = path.casefold()
    return next((event for event, words in _EVENTS if words.search(name)), "STATUS")


def _new_id(name: str, taken: set[str]) -> str:
    """Return an id made of a name, which nothing else has."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    plain = re.sub(r"[^A-Z0-9]+", "_", plain.upper()).strip("_")[:80] or "FIELD"
    plain = plain if plain[0].isalpha() else f"FIELD_{plain}"
    if fault_of_id(plain):
        plain = f"SOURCE_{plain}"
    made, count = plain, 1
    while made in taken:
        count += 1
        made = f"{plain}_{count}"
    taken.add(made)
    return made


def lines_of(seen: FieldSeen, made: Proposal, tree: Tree | None, least: int, days: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines of a field in the part ``fields``.

    :param days: fields of the same assessor's type or file that an event's day can be told by.
    """
    if made.decide is Decide.DROP:
        yield f"  {scalar(seen.path)}: {{decide: drop}}  # {made.reason}; {seen.filled} of {seen.of} patients"
        return
    yield f"  {scalar(seen.path)}:"
    yield f"    # {remark(_figures(seen, made.kind, least))}"
    yield f"    # {remark(made.reason)}"
    yield f"    decide: {scalar(made.decide.value)}"
    yield f"    to: {made.to}"
    yield f"    as: {made.kind.value}"
    if made.known is not None and made.kind is Kind.NUMBER and made.known.datatype is not Datatype.NUMBER:
        yield f"    type: {Datatype.NUMBER.value}"
    if made.level is not None:
        yield f"    level: {made.level.value}"
    if made.event:
        yield f"    event: {made.event}"
        yield from (f"    # day: {scalar(day)}  # where events have no day of their own" for day in days)
    if made.unit:
        yield f"    from_unit: {scalar(made.unit)}"
    if made.known is not None:
        bounds = (("least", made.known.least), ("most", made.known.most))
        yield from (f"    {key}: {number(bound)}" for key, bound in bounds if bound is not None)
    if made.pick is not Pick.ONLY:
        yield f"    pick: {made.pick.value}"
    if made.values:
        yield "    values:"
        yield from (f"      {line}" for line in value_lines(made.values, made.kind, tree))


def value_lines(values: Mapping[str, str], kind: Kind, tree: Tree | None) -> Iterator[str]:
    """Yield the lines of values, with OncoTree's candidates beside diagnoses."""
    for text, target in values.items():
        beside = _candidates(text, tree) if kind is Kind.ONCOTREE and tree is not None else ""
        yield f"{scalar(text)}: {scalar(target)}" + (f"  # {remark(beside)}" if beside else "")


def _candidates(text: str, tree: Tree) -> str:
    found = candidates(tree, text)[:_CANDIDATES]
    told = [f"{one.code} {one.name} ({one.match}{f': {one.note}' if one.note else ''})" for one in found]
    return "; ".join(told) or "no candidate"


def _figures(seen: FieldSeen, kind: Kind, least: int) -> str:
    """Return how many have it, and which values."""
    parts = [f"{seen.filled} of {seen.of} patients"]
    if seen.values:
        more = len(seen.values) - _NAMED
        words = ", ".join(f"{text} {patients}" for text, patients in seen.values[:_NAMED])
        parts.append(words + (f", {more} more" if more > 0 else ""))
    if seen.low is not None and seen.high is not None and not seen.values:
        parts.append(f"most from {number(seen.low)} to {number(seen.high)}")
    elif seen.hidden:
        few = seen.rare[:_NAMED] if kind not in _UNWORDED else ()
        rare = f": {', '.join(f'{word} (<{least})' for word in few)}" if few else ""
        values = "value" if seen.hidden == 1 else "values"
        parts.append(f"{seen.hidden} {values} of fewer than {least} patients, or not for showing{rare}")
    if seen.several:
        parts.append(f"{_few(seen.several, least)} patients have several values")
    return "; ".join(parts)


def _few(count: int, least: int) -> str:
    return str(count) if count >= least else f"<{least}"
