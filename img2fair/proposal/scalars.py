"""Values as YAML that reads the same everywhere: by YAML 1.2, which we read, and by editors that still go by 1.1."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import isinf, isnan
from pathlib import PurePath
from typing import Any

WIDTH = 120
"""Columns that a line has at most, where it can be broken."""
_PLAIN = re.compile(r"\.?[A-Za-z/][\w/.@+()-]*(?:[:=][\w/.@+()-]+|,? [\w/.@+()-]+)*", re.ASCII)
"""Texts that mean themselves without quotes; all others have them."""
_WORDS = frozenset("y n yes no on off true false null nan inf".split())
"""What one version of YAML or the other reads as something else than text (YAML 1.1, types bool and null)."""


def scalar(value: Any) -> str:
    """Return a single value as YAML on one line; a text gets quotes wherever it could be read as something else."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case str() | PurePath():
            return _text(str(value))
    raise TypeError(f"no YAML for a {type(value).__name__}")


def flow(value: Any) -> str:
    """Return a value as YAML on one line, lists as ``[a, b]`` and groups as ``{a: b}``."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_item, value)) + "]"
    return scalar(value)


def is_short(value: Any, room: int) -> bool:
    """Tell whether a value is for one line: single values, empty ones, short lists of single values."""
    if isinstance(value, Mapping):
        return not value
    if isinstance(value, Sequence) and not isinstance(value, str):
        nested = any(isinstance(one, (Mapping, list, tuple)) for one in value)
        return not value or (not nested and len(flow(value)) <= room)
    return True


def _item(value: Any) -> str:
    """Return an item of a list; a text with a comma has quotes there."""
    return json.dumps(value) if isinstance(value, str) and "," in value and value.isascii() else flow(value)


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.casefold().lstrip(".") not in _WORDS:
        return value
    return "".join(char if char.isprintable() else _escaped(char) for char in json.dumps(value, ensure_ascii=False))


def _escaped(char: str) -> str:
    """Return a character that cannot be seen as YAML writes it (YAML 1.2.2, 5.7)."""
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _number(value: float) -> str:
    if isnan(value):
        return ".nan"
    if isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return re.sub(r"^(-?\d+)e", r"\1.0e", repr(value))  # YAML 1.1 wants the dot
