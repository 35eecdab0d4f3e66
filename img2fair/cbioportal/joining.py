"""Joining rows of ours to a table that a study has: what is there stays as it is."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from img2fair.cbioportal.events import COLOUR, FIRST, PLAIN, SHAPE
from img2fair.cbioportal.rows import Rows, is_missing, spread
from img2fair.cbioportal.text import MISSING
from img2fair.errors import UsageFault

PATIENT, SAMPLE = "PATIENT_ID", "SAMPLE_ID"
_HEAD = 4
"""Lines above the header of a clinical file: names, descriptions, datatypes, priorities."""
_KINDS = 2
"""Where the datatypes stand among them."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A clinical table with ours joined to it.

    :param differs: attribute → values of ours that are not theirs.
    :param kept: attributes that stand in the study's other clinical table.
    :param new: the ids of rows that only we have.
    """

    rows: Rows
    differs: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def join_clinical(theirs: Rows, ours: Rows, key: str, elsewhere: Collection[str], file: str) -> Joined:
    """Return a clinical table with our columns and rows.

    Their values stay; ours fill what is missing, where the datatypes agree.

    :param key: the column of the rows' ids; ``elsewhere``: the attributes of the study's other clinical table.
    :param file: their file's name, for messages.
    :raises UsageFault: their table has not its four lines of description or not its ids, or a sample is of another
        patient there.
    """
    places = _places(theirs, key, file)
    added = [name for name in ours.header if name not in theirs.header and name not in elsewhere]
    kept = tuple(name for name in ours.header if name not in theirs.header and name in elsewhere)
    shared = [name for name in ours.header if name in theirs.header and name not in (PATIENT, SAMPLE)]
    same = {name for name in shared if _kind(theirs, name) == _kind(ours, name)}
    rows = list(theirs.dicts())
    differs: Counter[str] = Counter()
    new = []
    for row in ours.dicts():
        place = places.get(row[key])
        if place is None:
            new.append({name: value for name, value in row.items() if name not in shared or name in same})
            continue
        _refuse_other_patient(rows[place], row, f"{file}:{place + len(theirs.head) + 2}")
        differs.update(_fill(rows[place], row, shared, same))
        rows[place] |= {name: row[name] for name in added}
    header = (*theirs.header, *added)
    head = tuple((*line, *(_about(ours, place, name) for name in added)) for place, line in enumerate(theirs.head))
    joined = Rows(head, header, spread([*rows, *new], header, MISSING), theirs.end)
    return Joined(joined, differs, kept, tuple(row[key] for row in new))


def bare_patients(samples: Rows, ours: Rows) -> Rows:
    """Return a patients' table of a study that has none: an id for each patient of its samples."""
    place = ours.header.index(PATIENT)
    ids = dict.fromkeys(row[PATIENT] for row in samples.dicts())
    head = tuple((f"#{line[place].lstrip('#')}",) for line in ours.head)
    return Rows(head, (PATIENT,), tuple((id_,) for id_ in ids), samples.end)


def join_events(theirs: Rows, ours: Rows, file: str) -> Rows:
    """Return a timeline with our events after theirs; equal ones once.

    Where either says how marks look, all rows do: the validator refuses blanks in such a column.

    :raises UsageFault: theirs is no timeline.
    """
    if theirs.header[:2] != FIRST[:2] or "EVENT_TYPE" not in theirs.header:
        raise UsageFault(
            "is no timeline: it does not begin with PATIENT_ID and START_DATE",
            where=f"{file}:1",
            cure="check that the study is one that the portal takes: validateData.py -s FOLDER",
        )
    header = _united(FIRST, theirs.header, ours.header)
    plain = {name: PLAIN[name] for name in (SHAPE, COLOUR) if name in header}
    rows = (plain | {name: value for name, value in row.items() if value or name not in plain}
            for row in chain(theirs.dicts(), ours.dicts()))  # fmt: skip
    return Rows((), header, tuple(dict.fromkeys(spread(rows, header, ""))), theirs.end)


def defined_by_both(theirs: Rows, ours: Rows) -> dict[str, str]:
    """Return the resources that both define, with their type of it; the importer makes their ids upper case."""
    known = {row["RESOURCE_ID"].upper(): row.get("RESOURCE_TYPE", "") for row in theirs.dicts()}
    return {id_: known[id_] for row in ours.dicts() if (id_ := row["RESOURCE_ID"]) in known}


def join_definitions(theirs: Rows, ours: Rows, linked: Collection[str]) -> Rows:
    """Return definitions of resources with those of ours after theirs that are new and have links."""
    header = _united(theirs.header, ours.header)
    defaults = {"OPEN_BY_DEFAULT": "false", "PRIORITY": "1"}
    filled = [defaults | {name: value for name, value in row.items() if value} for row in theirs.dicts()]
    wanted = set(linked) - set(defined_by_both(theirs, ours))
    new = [row for row in ours.dicts() if row["RESOURCE_ID"] in wanted]
    return Rows((), header, spread([*filled, *new], header, ""), theirs.end)


def new_links(theirs: Rows, ours: Rows, dropped: Collection[str]) -> list[dict[str, str]]:
    """Return those links of ours that a study does not have.

    A link of the whole study is known by its address alone, whatever resource it is of (StudyResourceValidator).

    :param dropped: resources of ours that the study defines for something else.
    """
    of_study = PATIENT not in ours.header
    addresses = {row.get("URL", "") for row in theirs.dicts()} if of_study else set()
    return [row for row in ours.dicts() if row["RESOURCE_ID"] not in dropped and row["URL"] not in addresses]


def join_links(theirs: Rows, new: Iterable[Mapping[str, str]], columns: Sequence[str]) -> Rows:
    """Return the links of resources with ours after theirs, each once.

    :param columns: of ours.
    """
    header = _united(theirs.header, columns)
    return Rows((), header, tuple(dict.fromkeys(spread(chain(theirs.dicts(), new), header, ""))), theirs.end)


def _places(theirs: Rows, key: str, file: str) -> dict[str, int]:
    if len(theirs.head) != _HEAD:
        raise UsageFault(
            f"has {len(theirs.head)} lines that begin with #, and a clinical table has {_HEAD}",
            where=f"{file}:1",
            cure="check that the study is one that the portal takes: validateData.py -s FOLDER",
        )
    missing = {PATIENT, key} - set(theirs.header)
    if missing:
        raise UsageFault(
            f"has no column {min(missing)}",
            where=f"{file}:{_HEAD + 1}",
            cure="check that the study is one that the portal takes: validateData.py -s FOLDER",
        )
    return {row[key]: place for place, row in enumerate(theirs.dicts())}


def _fill(theirs: dict[str, str], ours: Mapping[str, str], shared: Sequence[str], same: Collection[str]) -> list[str]:
    """Fill what a row of theirs lacks; return the attributes whose values differ."""
    differing = []
    for name in shared:
        if is_missing(ours[name]):
            continue
        if is_missing(theirs[name]) and name in same:
            theirs[name] = ours[name]
        elif not _equal(theirs[name], ours[name]):
            differing.append(name)
    return differing


def _equal(one: str, other: str) -> bool:
    if one.strip() == other.strip():
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _refuse_other_patient(theirs: Mapping[str, str], ours: Mapping[str, str], where: str) -> None:
    if theirs[PATIENT] != ours[PATIENT]:
        raise UsageFault(
            "a sample of the study is of another patient than in the imaging",
            where=where,
            cure="check the table of samples (samples: table)",
        )


def _kind(rows: Rows, name: str) -> str:
    return rows.head[_KINDS][rows.header.index(name)].lstrip("#").strip().upper()


def _about(rows: Rows, line: int, name: str) -> str:
    return rows.head[line][rows.header.index(name)].lstrip("#")


def _united(*headers: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for header in headers for name in header))
