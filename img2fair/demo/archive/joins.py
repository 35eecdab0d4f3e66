"""From a selection to rows: left joins, filters, and the collapse of rows alike (XNAT's QueryOrganizer)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import TypeAlias, TypeVar
from zlib import crc32

from img2fair.demo.archive.columns import Column, Condition, Selection, with_needs
from img2fair.demo.archive.rows import Joined, Row, expanded, lists
from img2fair.demo.archive.schema import EXPERIMENT, IMAGE_SCAN, PROJECT, SUBJECT, experiment_is_a
from img2fair.demo.content import ArchiveContent, ExperimentSeen, Project, Scan, SessionSeen, SubjectSeen

Cells: TypeAlias = tuple[str, ...]
T = TypeVar("T")


def project_rows(projects: Iterable[Project]) -> Iterator[Row]:
    """Yield a row per project."""
    return (Row(project=project) for project in projects)


def subject_rows(subjects: Iterable[SubjectSeen]) -> Iterator[Row]:
    """Yield a row per subject."""
    return (Row(subject=seen) for seen in _unordered(subjects, lambda seen: seen.subject.id))


def experiment_rows(experiments: Iterable[ExperimentSeen], root: str) -> Iterator[Row]:
    """Yield a row per experiment of the root type."""
    for seen in _unordered(experiments, lambda seen: seen.experiment.id):
        if experiment_is_a(seen.experiment, root):
            yield experiment_row(seen)


def experiment_row(seen: ExperimentSeen) -> Row:
    """Return the row of an experiment with its subject, and its session if it is one or is derived from one."""
    session = seen if isinstance(seen, SessionSeen) else getattr(seen, "session", None)
    return Row(experiment=seen, session=session, subject=seen.subject)


def scan_rows(seen: SessionSeen, scans: Iterable[Scan]) -> Iterator[Row]:
    """Yield a row per scan of a session."""
    for scan in _unordered(scans, lambda scan: str(scan.key)):
        yield Row(experiment=seen, session=seen, subject=seen.subject, scan=scan)


def joined(rows: Iterable[Row], selection: Selection, content: ArchiveContent, given: frozenset[str]) -> Iterator[Row]:
    """Join to rows what a selection needs, and keep what passes its filters.

    :param given: the parts that the rows have already.
    """
    joins = lists(content, selection.scan_type, selection.types(EXPERIMENT))
    wanted = {part: values for part, values in joins.items() if part in selection.parts and part not in given}
    early = [condition for condition in selection.conditions if condition.column.part in given]
    late = [condition for condition in selection.conditions if condition.column.part not in given]
    rows = _passing(rows, early)
    if selection.conditions_choose_roots:
        rows, late = _chosen(rows, joins, late), []
    return _all_joined(iter(rows), wanted, late)


def _chosen(rows: Iterable[Row], joins: Mapping[str, Joined], conditions: Sequence[Condition]) -> Iterator[Row]:
    """Yield the rows to which something is joined that passes; nothing stays joined."""
    parts = {condition.column.part for condition in conditions}
    needed = {part: values for part, values in joins.items() if part in with_needs(parts)}
    for row in rows:
        if any(True for _ in _all_joined(iter((row,)), needed, conditions)):
            yield row


def _all_joined(rows: Iterator[Row], joins: Mapping[str, Joined], conditions: Sequence[Condition]) -> Iterator[Row]:
    for part, values in joins.items():
        rows = expanded(rows, part, values)
        rows = _passing(rows, [condition for condition in conditions if condition.column.part == part])
    return rows


def _passing(rows: Iterable[Row], conditions: Sequence[Condition]) -> Iterator[Row]:
    if not conditions:
        return iter(rows)
    return (row for row in rows if all(condition.holds(row) for condition in conditions))


def cells(rows: Iterable[Row], selection: Selection, uri: Callable[[Row], str]) -> Iterator[tuple[Row, Cells]]:
    """Yield rows with their texts in the order of the columns, and their address at the end.

    Rows alike in all columns come once where XNAT's statement is DISTINCT. The texts of a part are made once for all
    rows in a row that share it.
    """
    root_part = _ROOT_PARTS.get(selection.root, "experiment")
    readers = [(part, _reader(columns)) for part, columns in _by_part(selection.columns)]
    order = [column for _, columns in _by_part(selection.columns) for column in columns]
    arranged = _arranger([order.index(column) for column in selection.columns])
    last: list[object] = [readers] * len(readers)
    texts: list[Cells] = [()] * len(readers)
    seen: set[Cells] = set()
    root: object = None
    for row in rows:
        if selection.distinct and root is not (root := getattr(row, root_part)):
            seen.clear()  # the root's id is in every row and tells its rows from all others
        for place, (part, read) in enumerate(readers):
            found = getattr(row, part)
            if found is not last[place]:
                last[place], texts[place] = found, read(found)
        values = arranged(tuple(chain.from_iterable(texts)))
        if selection.distinct:
            if values in seen:
                continue
            seen.add(values)
        yield row, (*values, uri(row))


_ROOT_PARTS: Mapping[str, str] = {PROJECT: "project", SUBJECT: "subject", IMAGE_SCAN: "scan"}


def _by_part(columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    parts = dict.fromkeys(column.part for column in columns)
    return [(part, [column for column in columns if column.part == part]) for part in parts]


def _reader(columns: Sequence[Column]) -> Callable[[object], Cells]:
    getters = [column.field.value for column in columns]
    empty = ("",) * len(getters)

    def read(found: object) -> Cells:
        if found is None:
            return empty
        return tuple("" if (value := get(found)) is None else str(value) for get in getters)

    return read


def _arranger(places: Sequence[int]) -> Callable[[Cells], Cells]:
    if len(places) == 1:
        return lambda values: values
    return itemgetter(*places)


def _unordered(items: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """Return items in an order that means nothing, and is the same every time: XNAT promises none."""
    return sorted(items, key=lambda item: crc32(key(item).encode()))
