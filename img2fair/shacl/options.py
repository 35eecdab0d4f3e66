"""What would do instead of a wrong or missing value: terms of the table or list that a shape names."""

import difflib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from img2fair.rdf import shorten
from img2fair.shacl import rules
from img2fair.shacl.causes import Cause
from img2fair.shacl.profile import Profile, allowed_values
from img2fair.shacl.shapes import OWN, ShapeInfo

MOST = 8
"""So many values are named; the rest is counted."""

Options = tuple[tuple[tuple[str, str], ...], int]


def allowed(cause: Cause, profiles: Sequence[Profile]) -> Options:
    """Return the values that would do, as IRI and label, the nearest first, and how many there are.

    :returns: nothing and 0 where any value of the right kind would do.
    """
    if cause.code not in (rules.TABLE, rules.MISSING):
        return (), 0
    value = cause.value.text if cause.value else ""
    for info in _shapes(cause, profiles):
        listed = info.expected.get("in", ())
        if listed:
            return _of_list(listed, value, tuple(profiles))
        if info.table:
            return _of_table(info.table, value or _advised(cause, info.table), tuple(profiles))
    return (), 0


def in_dutch(terms: Sequence[tuple[str, str]], profiles: Sequence[Profile]) -> tuple[str, ...]:
    """Return the Dutch labels of terms of our tables; empty where a table has none."""
    tables = {table.name: table for profile in profiles for table in profile.tables()}
    return tuple(next((t.dutch[iri] for t in tables.values() if iri in t.dutch), "") for iri, _ in terms)


def _shapes(cause: Cause, profiles: Sequence[Profile]) -> Iterator[ShapeInfo]:
    """Yield the shape that is not kept and, for a missing value, those of the same name in the other profiles.

    One profile demands a theme, and the one below it says from which table.
    """
    yield cause.info
    local = cause.info.iri.partition("#")[2]
    if cause.code == rules.MISSING and local:
        for profile in reversed(profiles):
            infos = profile.shapes().infos
            names = (f"{OWN}{profile.name}#{local.removesuffix('-recommended')}{tail}" for tail in ("", "-table"))
            yield from (infos[name] for name in names if name in infos)


def _advised(cause: Cause, table: str) -> str:
    """Return the term that the shape's hint names, such as HEAL among the themes; or nothing."""
    found = re.search(re.escape(table) + r"[/#][\w-]+", cause.info.hint)
    return found[0] if found else ""


@lru_cache(maxsize=1024)
def _of_table(scheme: str, value: str, profiles: tuple[Profile, ...]) -> Options:
    """Return terms of a table; kept, because a word that is wrong once is wrong in a hundred records."""
    return allowed_values(scheme, value, profiles, MOST)


@lru_cache(maxsize=1024)
def _of_list(listed: tuple[str, ...], value: str, profiles: tuple[Profile, ...]) -> Options:
    def unlike(term: str) -> float:
        return -difflib.SequenceMatcher(None, _word(term), _word(value)).ratio()

    ordered = sorted(listed, key=unlike) if value else list(listed)
    labels = {term: label for profile in profiles for table in profile.tables() for term, label in table.labels.items()}
    return tuple((term, labels.get(term, shorten(term))) for term in ordered[:MOST]), len(listed)


def _word(term: str) -> str:
    return term.rstrip("/#").replace("#", "/").rpartition("/")[2].casefold()
