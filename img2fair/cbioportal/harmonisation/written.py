"""Texts as YAML 1.2 writes them in one line."""

import json
import re

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9_./+()*~-]|[:](?=\S)| (?=[A-Za-z0-9_./+()~-]))*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf", "na"})


def scalar(text: str) -> str:
    """Return a text as a plain scalar where nothing can mistake it, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and len(text) < 100:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in quoted)


def remark(text: str) -> str:
    """Return a text as a comment may hold it: in one line."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def number(value: float) -> str:
    """Return a figure in few digits."""
    return f"{value:.6g}"


def _escaped(sign: str) -> str:
    return f"\\U{ord(sign):08X}"
