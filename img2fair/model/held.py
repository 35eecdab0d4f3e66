"""Archive text that nobody has released yet.

A :class:`Held` value carries a text, number or date that came from an archive. It can be compared and hashed, so it can
be counted; it cannot be printed, formatted, indexed or serialised. Only two places open it: ``privacy.release`` (the
gate everything published passes) and the snapshot file, which is private (mode 0600). A test in tests/test_privacy.py
keeps it at these two.
"""

from typing import Any, Generic, NoReturn, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T", covariant=True)

MASK = "***"


class Held(Generic[T]):
    """A value from an archive, sealed: ``str``, ``repr`` and ``format`` give a mask."""

    __slots__ = ("__value",)

    def __init__(self, value: T) -> None:
        object.__setattr__(self, "_Held__value", value)

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
        inner = handler.generate_schema(source.__args__[0] if hasattr(source, "__args__") else Any)
        return core_schema.no_info_after_validator_function(
            cls,
            inner,
            serialization=core_schema.plain_serializer_function_ser_schema(unseal),
        )


def unseal(held: Held[T]) -> T:
    """Return what is held. For privacy/gate.py and this module only."""
    value: T = object.__getattribute__(held, "_Held__value")
    return value
