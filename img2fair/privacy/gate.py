"""The one gate: archive text becomes publishable text here or not at all (design.md D7)."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from img2fair.errors import Exit, Fault
from img2fair.model.held import Held, unseal
from img2fair.privacy.counts import about, rounded
from img2fair.privacy.guard import Guard
from img2fair.privacy.policy import FORM, NEVER, Field, Kind, field_of

T = TypeVar("T")

_SEEN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
"""A character that leaves a mark: no white space, control or invisible character, no half of a surrogate pair."""


class NotReleasable(Fault):
    """Code asked for a field that is not on the allow-list: a bug, because mappings are checked at load time."""

    code = Exit.BUG


class Rule(NamedTuple):
    """On whose word a value is released.

    :param path: the field, as the mapping language names it.
    :param at: file:line:column of the rule that names it.
    :param guard: looks at every text of the project before it leaves.
    :param people: number of subjects the dataset is about (``None``: unknown, so nothing counted is released).
    :param concerned: number of subjects this very figure is about, where that can be fewer (decisions/006).
    :param min_count: fewest subjects that may be counted in public (design.md D11).
    :param dates_true: whether the config says that acquisition dates are not shifted (design.md D12).
    :param temporal: whether a date is asked for: a text that is one and nothing else passes the guard.
    """

    path: str
    at: str
    guard: Guard
    people: int | None = None
    concerned: int | None = None
    min_count: int = 10
    dates_true: bool = False
    temporal: bool = False


def release(held: Held[T] | None, rule: Rule) -> T | None:
    """Return what is held if the policy lets it out under this rule, else ``None``.

    :raises NotReleasable: the field is not on the allow-list, or what is held is more than one value.
    """
    entry = _field(rule)
    if held is None:
        return None
    value: Any = unseal(held)
    if isinstance(value, (Mapping, list, tuple)):
        raise NotReleasable(f"'{rule.path}' is not one value; its members are released one by one", where=rule.at)
    released: T | None = _screened(_counted(value, entry, rule), entry, rule)
    return released


def release_answer(answers: Held[dict[str, Any]], key: str, rule: Rule) -> Any:
    """Return one answer of a form, ``None`` for an empty one; all other answers stay held.

    A group of answers comes back held, to be released member by member; a list, without its empty items.

    :raises NotReleasable: the rule does not name an answer of a form.
    """
    entry = _field(rule)
    if not rule.path.startswith(FORM):
        raise NotReleasable(f"the field '{rule.path}' is not of a form", where=rule.at)
    return _answer(unseal(answers).get(key), entry, rule)


def is_blank(text: str) -> bool:
    """Tell whether nobody could see anything of a text."""
    return _SEEN.search(text) is None


def _field(rule: Rule) -> Field:
    entry = field_of(rule.path)
    if entry is None:
        why = NEVER.get(rule.path, "it is not on the allow-list (privacy/policy.py)")
        raise NotReleasable(f"the field '{rule.path}' is never published: {why}", where=rule.at)
    return entry


def _counted(value: Any, entry: Field, rule: Rule) -> Any:
    """Return a value as its kind lets it out; all but figures and dates of acquisition as it is."""
    least = rule.min_count
    enough = rule.people is not None and rule.people >= least
    few = rule.concerned is not None and 0 < rule.concerned < least
    match entry.kind:
        case Kind.TOTAL | Kind.AGES | Kind.SHARE if not enough:
            return None
        case Kind.TOTAL | Kind.SHARE if few:
            return about(value) if entry.coarse else None
        case Kind.SPLIT:
            return rounded(value, least) if enough else None
        case Kind.ACQUIRED if not rule.dates_true:
            return None
        case _:
            return value


def _screened(value: Any, entry: Field, rule: Rule) -> Any:
    """Return a value; ``None`` for a text, or the figure of an answer, that the guard keeps in."""
    text = str(value) if isinstance(value, str) or (rule.path.startswith(FORM) and _is_figure(value)) else None
    if text is None or rule.guard.lets_out(text, rule.path, rule.at, entry.screen, temporal=rule.temporal):
        return value
    return None


def _is_figure(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _answer(value: Any, entry: Field, rule: Rule) -> Any:
    match value:
        case str():
            return None if is_blank(value) else _screened(value, entry, rule)
        case dict():
            return Held(value) if _says_something(value) else None
        case list() | tuple():
            return [one for item in value if (one := _answer(item, entry, rule)) is not None] or None
        case bool() | int() | float():
            return _screened(value, entry, rule)
        case _:
            return None


def _says_something(value: Any) -> bool:
    """Tell whether an answer is not empty at any depth."""
    match value:
        case str():
            return not is_blank(value)
        case dict():
            return any(map(_says_something, value.values()))
        case list() | tuple():
            return any(map(_says_something, value))
        case _:
            return isinstance(value, (bool, int, float))
