"""Every entry of img2fair.yaml, read from the models that check it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from img2fair.config import Config

_WORDS = {str: "text", bool: "yes or no", int: "number", float: "number", Path: "path", date: "date"}
_LIMITS = {
    "ge": "at least",
    "gt": "more than",
    "le": "at most",
    "lt": "less than",
    "min_length": "characters, at least",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its dotted name, what it may be, what holds without it, what it is for, and an example."""

    name: str
    type: str
    default: str
    description: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the config with its entries; ``anchor`` never changes, for it is the part's name."""

    title: str
    description: str
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        """The address of the section in its page."""
        return "config-" + re.sub(r"[^A-Za-z0-9]+", "-", self.title).strip("-")


def sections() -> tuple[Section, ...]:
    """Return the config's parts, the top first, each once, in the order of the model."""
    return tuple(_below("img2fair.yaml", "", Config, ""))


def _below(title: str, prefix: str, model: type[BaseModel], kind: str) -> Iterator[Section]:
    deeper: list[tuple[str, str, type[BaseModel], str]] = []
    entries = []
    for name, field in model.model_fields.items():
        path = f"{prefix}{field.alias or name}"
        found = list(_models(field))
        entries.append(_entry(path, field, found))
        for one, way in found:
            of = _type_of(one) if len(found) > 1 else kind
            label = f"{path}{way}" + (f" (type: {of})" if of else "")
            deeper.append((label, f"{path}{way}.", one, of))
    yield Section(title, _first(model), tuple(entries))
    for label, below, one, of in deeper:
        yield from _below(label, below, one, of)


def _first(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").strip().split("\n\n")[0].split())


def _type_of(model: type[BaseModel]) -> str:
    field = model.model_fields.get("type")
    return str(get_args(field.annotation)[0]) if field and get_origin(field.annotation) is Literal else ""


def _models(field: FieldInfo) -> Iterator[tuple[type[BaseModel], str]]:
    yield from dict.fromkeys(_models_of(field.annotation, ""))


def _models_of(kind: Any, way: str) -> Iterator[tuple[type[BaseModel], str]]:
    """Yield the models that an entry can hold, each with what stands between (``.<name>``, ``[]``)."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind, way
        return
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _models_of(parts[0], way)
    elif origin is dict:
        yield from _models_of(parts[1], f"{way}.<name>")
    elif origin in (tuple, list):
        yield from _models_of(parts[0], f"{way}[]")
    elif origin in (Union, UnionType):
        for part in parts:
            yield from _models_of(part, way)


def _entry(path: str, field: FieldInfo, models: list[tuple[type[BaseModel], str]]) -> Entry:
    limits = [f"{words} {getattr(one, name)}" for one in field.metadata for name, words in _LIMITS.items()
              if getattr(one, name, None) is not None]  # fmt: skip
    kind = "part, below" if models else _kind(field.annotation)
    if models and models[0][1]:
        kind = "parts by name, below" if models[0][1].startswith(".") else "list of parts, below"
    examples = field.examples or []
    return Entry(
        path,
        ", ".join([kind, *limits]),
        _default(field),
        " ".join((field.description or "").split()),
        _written(examples[0]) if examples else "",
    )


def _kind(kind: Any) -> str:
    if kind in _WORDS:
        return _WORDS[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " or ".join(map(_written, parts))
    if origin is Annotated:
        return _kind(parts[0])
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(_kind(part) for part in parts if part is not type(None)))
    if origin in (tuple, list):
        return f"list of {_kind(parts[0])}"
    if origin is dict:
        return f"by name: {_kind(parts[1])}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " or ".join(str(one.value) for one in kind)
    return "anything"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True) if not field.default_factory_takes_validated_data else None
    if value is PydanticUndefined or value in (None, "", (), [], {}) or isinstance(value, BaseModel):
        return ""
    return _written(value)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Path) and value == Path():
        return ""
    return str(value)
