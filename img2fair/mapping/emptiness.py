"""What counts as empty, and what stands for a value that is not there."""

from typing import Any

from jinja2 import Undefined

from img2fair.privacy import is_blank


class Missing(Undefined):
    """A value that is not there. Its members are not there either; it is false, empty, and smaller than nothing."""

    __slots__ = ()

    def _absent(self, *_: Any, **__: Any) -> "Missing":
        return self

    def _false(self, *_: Any) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    # Undefined says that these never return; ours do, because missing data are no mistake.
    __lt__ = __le__ = __gt__ = __ge__ = _false  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __getitem__ = __call__ = _absent  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __neg__ = __pos__ = _absent  # type: ignore[assignment]


MISSING = Missing()


def is_empty(value: object) -> bool:
    """Tell whether a value is empty: nothing, a text that nobody can see, or a collection of such values."""
    match value:
        case None | Undefined():
            return True
        case str():
            return is_blank(value)
        case dict():
            return all(is_empty(item) for item in value.values())
        case list() | tuple():
            return all(is_empty(item) for item in value)
        case bool() | int() | float():
            return False
        case _:
            return not value
