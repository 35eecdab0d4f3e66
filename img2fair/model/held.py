"""Archive text that nobody has released yet.

A :class:`Held` value carries a text, number or date that came from an archive. It can be compared and hashed, so it
can be counted; it cannot be printed, formatted, indexed or serialised. Only the privacy room opens it:
``privacy.release`` is the gate everything published passes, and its aggregates stay held. The snapshot file, which is
private (mode 0600), is read and written through pydantic's door below. A test in tests/privacy keeps it so.
"""

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, NoReturn, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T", covariant=True)

MASK = "***"
_SHARED = 1024
"""How many values of a kind are kept to be given again."""


class Held(Generic[T]):
    """A value from an archive, sealed: ``str``, ``repr`` and ``format`` give a mask."""

    __slots__ = ("__value",)

    def __init__(self, value: T) -> None:
        _seal(self, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a held value does not change")

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and bool(unseal(self) == unseal(other))

    def __hash__(self) -> int:
        return hash(("held", unseal(self)))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a held value is not pickled: release it first")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let the snapshot file read and write held values (pydantic's protocol for custom types)."""
        kind = source.__args__[0] if hasattr(source, "__args__") else Any
        inner = handler.generate_schema(kind)
        # Held values do not change, so equal ones may be one: a snapshot says MR and SIEMENS ten thousand times
        made = lru_cache(_SHARED, typed=True)(cls) if isinstance(kind, type) else cls
        return core_schema.no_info_after_validator_function(
            made,
            inner,
            serialization=core_schema.plain_serializer_function_ser_schema(_content),
        )


_seal = Held.__dict__["_Held__value"].__set__
"""Puts a value into a new held one, past the refusal to change it."""
_content = attrgetter("_Held__value")
"""Unseal for the serialiser, which calls it a million times: a call of its own kind, without a frame of Python's."""


def total(figures: Iterable[Held[int] | None]) -> Held[int] | None:
    """Return the sum, still held; ``None`` where one figure is unknown or there is none (unknown is not zero)."""
    known = list(figures)
    if not known or any(figure is None for figure in known):
        return None
    return Held(sum(unseal(figure) for figure in known if figure is not None))


def unseal(held: Held[T]) -> T:
    """Return what is held. For the privacy room and this module only."""
    value: T = _content(held)
    return value
