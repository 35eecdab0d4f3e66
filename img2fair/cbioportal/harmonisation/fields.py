"""One source field of a harmonisation file, as a decision."""

from img2fair.cbioportal.harmonisation.attributes import fault_of_id, made_attribute
from img2fair.cbioportal.harmonisation.entries import Entries
from img2fair.cbioportal.harmonisation.paths import fault_of_day, fault_of_path, name_of
from img2fair.cbioportal.harmonisation.texts import EVENT
from img2fair.cbioportal.harmonisation.values import read_values
from img2fair.clinical.dateless import of_birth
from img2fair.clinical.decisions import ANY, Attribute, Datatype, Decide, FieldDecision, Kind, Level, Pick, Unlisted
from img2fair.clinical.known import by_id
from img2fair.clinical.units import DAYS, MONTHS, YEARS, times
from img2fair.mapping.problems import Notes, Place
from img2fair.mapping.tree import Table

KEYS = {
    "decide": "What becomes of the field: export, drop, or ? as long as nobody has decided.",
    "to": "The id of the attribute of cBioPortal: A-Z, 0-9 and _.",
    "as": "How its values are read. Without it: as usual for the attribute, else by 'values' alone.",
    "level": "What the attribute tells of: patient, sample, or event (a row of the timeline).",
    "type": "cBioPortal's datatype: STRING, NUMBER or BOOLEAN.",
    "name": "What the attribute is called in the portal.",
    "description": "What it means, in a sentence.",
    "priority": "0 hides its chart, 1 is usual, higher is shown earlier.",
    "unit": "The unit in the portal, such as kg.",
    "from_unit": "The unit of the source where it is another one, such as lb.",
    "least": "Smaller numbers are out of range.",
    "most": "Larger numbers are out of range.",
    "decimals": "Digits after the point.",
    "pick": "Which of several values of a patient counts: only (they must agree), first, last, baseline.",
    "values": "Source value: target. NA stands for a missing value, ? for one that nobody has decided.",
    "unlisted": "What becomes of a value that is neither listed nor read: refuse, or missing.",
    "event": "At level event: cBioPortal's EVENT_TYPE, such as STATUS, TREATMENT or LAB_TEST.",
    "day": "At level event: the path of its day, where it is not the assessor's or session's own.",
    "until": "At level event: the path of the day on which it ends.",
}
"""The keys of a field and what they mean; also told by the JSON Schema."""

_TIMES = {Kind.AGE: YEARS, Kind.DAY: DAYS, Kind.MONTHS: MONTHS}
_FIGURES = frozenset({Kind.NUMBER, *_TIMES})
_NUMERIC = frozenset({Kind.NUMBER, Kind.AGE, Kind.DAY, Kind.MONTHS, Kind.TABLE, Kind.YES_NO})


def read_field(path: str, table: Table, at: Place, notes: Notes) -> FieldDecision:
    """Return what a file decides of a source field.

    :param at: where its path stands.
    """
    entries = Entries(table, KEYS, path, notes)
    decide = _decide(entries, at)
    fault = fault_of_path(path, pattern=decide is Decide.DROP)
    if fault:
        notes.error(at, path, fault)
    if decide is Decide.EXPORT and of_birth(name_of(path)):
        notes.error(at, path, "its name says that it tells when somebody was born: drop it; ages go out by 'as: age'")
    if decide is Decide.DROP or ANY in path:
        return FieldDecision(path, decide, line=at.line)
    kind = entries.choice("as", Kind, _kind(entries.text("to")))
    attribute = _attribute(entries, kind, at, decide)
    _unit(entries, kind, attribute)
    event, day, until = _event(entries, attribute)
    least, most = entries.number("least"), entries.number("most")
    if least is not None and most is not None and least > most:
        entries.wrong("least", "is more than 'most'")
    return FieldDecision(
        path=path,
        decide=decide,
        attribute=attribute,
        kind=kind,
        values=read_values(entries, attribute, kind),
        unlisted=entries.choice("unlisted", Unlisted, Unlisted.REFUSE),
        unit=entries.text("from_unit"),
        least=least,
        most=most,
        decimals=entries.integer("decimals", 0, 6),
        pick=entries.choice("pick", Pick, Pick.ONLY),
        event=event,
        day=day,
        until=until,
        line=at.line,
    )


def _decide(entries: Entries, at: Place) -> Decide:
    if "decide" not in entries:
        entries.notes.error(at, entries.subject, "has no 'decide': export, drop or ?")
        return Decide.UNDECIDED
    return entries.choice("decide", Decide, Decide.UNDECIDED)


def _kind(id_: str) -> Kind:
    attribute = by_id(id_)
    return attribute.kind if attribute is not None else Kind.TABLE


def _attribute(entries: Entries, kind: Kind, at: Place, decide: Decide) -> Attribute | None:
    id_ = entries.text("to")
    if not id_:
        if decide is Decide.EXPORT:
            entries.notes.error(at, entries.subject, "is exported, but 'to' names no attribute")
        return None
    fault = fault_of_id(id_)
    if fault:
        entries.wrong("to", fault)
        return None
    attribute = made_attribute(entries, id_, kind)
    if attribute.datatype is Datatype.NUMBER and kind not in _NUMERIC:
        entries.wrong("as", f"'{kind.value}' gives words, and the attribute is of type NUMBER")
    if attribute.datatype is Datatype.BOOLEAN and kind not in (Kind.YES_NO, Kind.TABLE):
        entries.wrong("as", f"an attribute of type BOOLEAN is read as yes_no or by its values, not as '{kind.value}'")
    if kind is Kind.YES_NO and attribute.datatype is Datatype.NUMBER:
        entries.wrong("type", "what is read as yes_no is BOOLEAN or STRING")
    return attribute


def _unit(entries: Entries, kind: Kind, attribute: Attribute | None) -> None:
    """Note a unit of the source that converts to none of the portal's: no value could be read."""
    unit = entries.text("from_unit")
    target = _TIMES.get(kind, attribute.unit if attribute is not None else "")
    if unit and target and kind in _FIGURES and times(unit, target) is None:
        entries.wrong("from_unit", f"'{unit}' does not convert to '{target}'")


def _event(entries: Entries, attribute: Attribute | None) -> tuple[str, str, str]:
    event, day, until = (entries.text(key) for key in ("event", "day", "until"))
    is_event = attribute is not None and attribute.level is Level.EVENT
    if is_event and not event:
        entries.wrong("level", "an event has an 'event', such as STATUS, TREATMENT or LAB_TEST")
    if event and not EVENT.fullmatch(event):
        entries.wrong("event", "must be in upper case, such as LAB_TEST")
    if event == "IMAGING":
        entries.wrong("event", "IMAGING is written from the imaging sessions")
    for key, path in (("event", event), ("day", day), ("until", until)):
        if path and not is_event and attribute is not None:
            entries.wrong(key, "stands at level event only")
    for key, path in (("day", day), ("until", until)):
        if path and (fault := fault_of_day(path)):
            entries.wrong(key, f"'{path}' {fault}")
    return event, day, until
