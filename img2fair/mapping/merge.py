"""One mapping extends another: the extending file wins, property by property.

Overlays work before any triple exists: a property that is ``null`` is never made. Within ``fields`` a property of the
extending file replaces the inherited property; properties that only one file has stay. The order is that of the
extended file, new properties last. What a file replaces of another is remembered, so that each triple can tell.
"""

from img2fair.mapping.problems import Notes, nearest
from img2fair.mapping.tree import Table, Tree, is_null

DEEP = frozenset({"tables", "nodes", "prefixes", "fields", "files"})
"""Keys whose entries are overridden one by one."""


def extend(base: Table, over: Table, *, kinds: frozenset[str], notes: Notes) -> Table:
    """Return what two mapping files say together.

    :param kinds: the top-level keys that hold record kinds.
    :param notes: gets an error for each ``null`` that drops nothing.
    """
    return _merged(base, over, DEEP | kinds, notes)


def _merged(base: Table, over: Table, deep: frozenset[str], notes: Notes, *, entries_deep: bool = False) -> Table:
    entries = dict(base.entries)
    keys = dict(base.keys)
    replaced = dict(base.replaced)
    for key, value in over.entries.items():
        place = keys[key] = over.place(key)
        replaced.pop(key, None)
        if is_null(value):
            if entries.pop(key, None) is None:
                notes.error(place, key, f"null drops nothing here{nearest(key, base.entries)}")
            continue
        known = entries.get(key)
        if isinstance(value, Table) and isinstance(known, Table) and (entries_deep or key in deep):
            value = _merged(known, value, DEEP, notes, entries_deep=key == "nodes")
        elif known is not None and base.place(key).file != place.file:
            replaced[key] = base.place(key)
        entries[key] = value
    return Table(over.at, entries, keys, replaced)


def names_of(tree: Tree | None) -> tuple[str, ...]:
    """Return the keys of a table, none for anything else."""
    return tuple(tree.entries) if isinstance(tree, Table) else ()
