"""The one gate: archive text becomes publishable text here or not at all (design.md D7)."""

from dataclasses import dataclass
from typing import Any, TypeVar

from img2fair.errors import Exit, Fault
from img2fair.model.held import Held, unseal
from img2fair.privacy.counts import rounded
from img2fair.privacy.policy import NEVER, Kind, field_of

T = TypeVar("T")


class NotReleasable(Fault):
    """Code asked for a field that is not on the allow-list: a bug, because mappings are checked at load time."""

    code = Exit.BUG


@dataclass(frozen=True, slots=True)
class Rule:
    """On whose word a value is released.

    :param path: the field, as the mapping language names it.
    :param at: file:line:column of the rule that names it.
    :param people: number of subjects the dataset is about (``None``: unknown, so nothing counted is released).
    :param min_count: fewest subjects that may be counted in public (design.md D11).
    :param dates_true: whether the config says that acquisition dates are not shifted (design.md D12).
    """

    path: str
    at: str
    people: int | None = None
    min_count: int = 10
    dates_true: bool = False


def release(held: Held[T] | None, rule: Rule) -> T | None:
    """Return what is held if the policy lets it out under this rule, else ``None``.

    :raises NotReleasable: the field is not on the allow-list.
    """
    entry = field_of(rule.path)
    if entry is None:
        why = NEVER.get(rule.path, "it is not on the allow-list (privacy/policy.py)")
        raise NotReleasable(f"the field '{rule.path}' is never published: {why}", where=rule.at)
    if held is None:
        return None
    enough = rule.people is not None and rule.people >= rule.min_count
    value: Any = unseal(held)
    match entry.kind:
        case Kind.TOTAL | Kind.AGES if not enough:
            value = None
        case Kind.SPLIT:
            value = rounded(value, rule.min_count) if enough else None
        case Kind.ACQUIRED if not rule.dates_true:
            value = None
    released: T | None = value
    return released
