"""Rewriting every text of a value of dataclasses, tuples and mappings; its shape stays."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Rewrite = Callable[[str, str], str]
"""Gets the path of a text and the text; what it returns takes the text's place."""
T = TypeVar("T")


def rewritten(value: T, path: str, rewrite: Rewrite) -> T:
    """Return a value with the texts inside it rewritten.

    :param path: where the value stands, such as ``projects``.
    """
    return _rewritten_any(value, path, rewrite)  # type: ignore[no-any-return]


def _rewritten_any(value: Any, path: str, rewrite: Rewrite) -> Any:
    if isinstance(value, str):
        return rewrite(path, value)
    if isinstance(value, tuple | list):
        return type(value)(
            _rewritten_any(item, f"{path}/{_step(item, index)}", rewrite) for index, item in enumerate(value)
        )
    if isinstance(value, Mapping):
        return {key: _rewritten_any(item, f"{path}/{key}", rewrite) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value)]
        return replace(value, **{n: _rewritten_any(getattr(value, n), f"{path}/{n}", rewrite) for n in names})
    return value


def _step(item: object, index: int) -> str:
    """Return how an item of a list is called in a path: by its own ID where it has one."""
    return str(getattr(item, "id", "") or index)
