"""Drafts a harmonisation file: every source field of a project with what is known of it and what could become of it.

Where a file is there already, what the steward wrote stays byte for byte: new fields, values and files are added, and
fields that the snapshot does not have any more are marked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from img2fair.cbioportal.harmonisation.assays import assay_lines, gathered, settings_line
from img2fair.cbioportal.harmonisation.inserting import Added, insert
from img2fair.cbioportal.harmonisation.paths import name_of, place_of
from img2fair.cbioportal.harmonisation.proposing import lines_of, proposed, told_apart, value_lines
from img2fair.cbioportal.harmonisation.reading import SCHEMA, VERSION, fault_of_version
from img2fair.cbioportal.harmonisation.undecided import LEAST
from img2fair.cbioportal.harmonisation.values import UNDECIDED
from img2fair.cbioportal.harmonisation.written import remark, scalar
from img2fair.clinical.dateless import DAY, of_birth
from img2fair.clinical.decisions import Decide, Decisions, TableKeys
from img2fair.clinical.known import tells_death
from img2fair.clinical.oncotree import Tree
from img2fair.clinical.outcome import FieldSeen, TableSeen
from img2fair.clinical.reading import folded
from img2fair.clinical.undecided import is_unread

_BASELINE = re.compile(
    r"diagnos|treatment[ _-]?start|start[ _-]?(?:of[ _-]?)?treatment|surgery|operat|randomi[sz]|inclusi"
)


def tables_of(seen: Iterable[TableSeen], earlier: Decisions | None = None) -> tuple[TableKeys, ...]:
    """Return how rows of files find their people: as the file says, and for other files as the draft will propose."""
    told = {keys.file: keys for keys in earlier.tables} if earlier is not None else {}
    for one in seen:
        told.setdefault(one.file, TableKeys(one.file, one.subject, one.session, one.day))
    return tuple(told.values())


def draft(
    seen: Sequence[FieldSeen],
    tables: Sequence[TableSeen],
    project: str,
    tree: Tree | None = None,
    earlier: Decisions | None = None,
    text: str = "",
    least: int = LEAST,
) -> str:
    """Return the text of a harmonisation file.

    :param seen: the source fields, read with ``tables_of(tables, earlier)``.
    :param tree: of which OncoTree's candidates are; ``None``: none are told.
    :param earlier: what the file at hand says, which ``text`` is the text of.
    :raises UsageFault: nothing can be added to the file at hand, because it is not written key by key.
    """
    known = earlier or Decisions(project)
    ordered = sorted(seen, key=_order)
    new = [field for field in ordered if known.of(field.path) is None and not known.uses(field.path)]
    groups = gathered(new, [assay.profile for assay in known.assays])
    in_groups = {field.path for group in groups for field in group.fields}
    taken = {field.attribute.id for field in known.fields if field.attribute is not None}
    alone = [field for field in new if field.path not in in_groups]
    added = Added(
        tables=tuple(_table_lines(one) for one in tables if one.file not in {keys.file for keys in known.tables}),
        fields=(
            *((settings_line(group),) for group in groups if not group.profile),
            *(tuple(lines_of(one, proposed(one, taken, tree), tree, least, _days_of(one, seen))) for one in alone),
        ),
        assays=tuple(tuple(assay_lines(group)) for group in groups if group.profile),
        values=dict(_new_values(seen, known, tree)),
        gone=frozenset(_gone(seen, known)),
        there=frozenset(field.path for field in seen),
    )
    if earlier is not None:
        return insert(text, added, earlier.file)
    return "\n".join([*_head(project, tree, ordered, least), *_parts(added, ordered)]) + "\n"


def _days_of(field: FieldSeen, seen: Iterable[FieldSeen]) -> tuple[str, ...]:
    """Return the fields of the same place that tell a day of each patient who has the field."""
    place = place_of(field.path)
    days = [one for one in seen if one.path.endswith(DAY) and one.path != field.path and place_of(one.path) == place]
    return tuple(one.path for one in days if one.filled >= field.filled and not of_birth(name_of(one.path)))


def _order(seen: FieldSeen) -> tuple[bool, bool, bool, str]:
    """Return what fields are sorted by: the day of death stands before other days, as it ends survival."""
    root = seen.path.split(".")[0]
    of_death = seen.path.endswith(DAY) and tells_death(seen.path)
    return root != "subjects", seen.path not in ("subjects.sex", "subjects.age"), not of_death, seen.path


def _head(project: str, tree: Tree | None, seen: Sequence[FieldSeen], least: int) -> Iterator[str]:
    patients = max((field.of for field in seen), default=0)
    yield f"# Harmonisation of {remark(project)} for cBioPortal: what becomes of each source field."
    yield "# Decide on each: 'decide: export' with its target in 'to', or 'decide: drop'. '?' stops the export."
    yield "# 'values' says what a source value becomes (source: target; NA is missing). What 'as' reads needs no line."
    yield f"# Of {patients} patients; values of fewer than {least} are not shown here. --draft again adds what is new."
    yield f"schema: {SCHEMA}"
    yield f"version: {VERSION}"
    yield f"project: {scalar(project)}"
    if tree is not None and tree.version and not fault_of_version(tree.version):
        yield f"oncotree: {scalar(tree.version)}"


def _parts(added: Added, seen: Sequence[FieldSeen]) -> Iterator[str]:
    yield ""
    yield "# baseline:  # day 0, tried in this order; at last it is the first imaging session"
    days = [field for field in seen if field.path.endswith(DAY) and _BASELINE.search(name_of(field.path).casefold())]
    for field in days:
        word = "diagnosis" if "diagnos" in name_of(field.path).casefold() else "treatment"
        yield f"#   - {{field: {scalar(field.path)}, is: {word}}}  # {field.filled} of {field.of} patients"
    for name, items in (("tables", added.tables), ("fields", added.fields), ("assays", added.assays)):
        if items:
            yield ""
            yield f"{name}:"
            yield from (line for item in items for line in item)


def _table_lines(one: TableSeen) -> tuple[str, ...]:
    columns = {"subject": one.subject, "session": one.session, "day": one.day}
    keys = ", ".join(f"{key}: {_flow(name)}" for key, name in columns.items() if name)
    files = f"{one.copies} files, " if one.copies > 1 else ""
    told = f"  # {files}{one.rows} rows, {one.found} of a known subject; columns: {', '.join(one.columns[:12])}"
    more = f", {len(one.columns) - 12} more" if len(one.columns) > 12 else ""
    return (f"  {scalar(one.file)}: {{{keys}}}", f"  {remark(told)}{more}")


def _flow(text: str) -> str:
    plain = scalar(text) if text else '""'
    return plain if plain.startswith('"') or not set(plain) & set(",[]{}") else f'"{plain}"'


def _new_values(
    seen: Iterable[FieldSeen], known: Decisions, tree: Tree | None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the values of fields in the file that neither their table nor their kind knows."""
    own = {field.path: field for field in known.fields if field.decide is not Decide.DROP}
    for one in seen:
        field = own.get(one.path)
        if field is None:
            continue
        texts = [text for text, _ in one.values if is_unread(field, text) and folded(text) not in field.values]
        if texts:
            yield one.path, tuple(value_lines(dict.fromkeys(told_apart(texts), UNDECIDED), field.kind, tree))


def _gone(seen: Iterable[FieldSeen], known: Decisions) -> set[str]:
    there = {field.path for field in seen}
    return {field.path for field in known.fields if "*" not in field.path and field.path not in there}
