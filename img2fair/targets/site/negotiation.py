"""Which form and which language a reader likes best. Source: RFC 9110, sections 12.4.2, 12.5.1 and 12.5.4; RFC 4647."""

import re
from collections.abc import Sequence

_APART = re.compile(r"""((?:[^,"]|"(?:\\.|[^"\\])*"?)+)""")
_QUALITY = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")

Liking = tuple[str, float]
"""A range of a header, in small letters, and its quality."""


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """Return the media type that the Accept header likes best, earlier ones first among equals; ``None`` for none.

    The most specific range that fits a type says how much it is liked. Parameters other than ``q`` tell no forms of
    ours apart and are passed over.
    """
    likings = _likings(accept)

    def liked(kind: str) -> float:
        return _first(likings, (kind, f"{kind.split('/')[0]}/*", "*/*"))

    best = max(offered, key=liked)
    return best if liked(best) > 0 else None


def choose_language(accept: str, offered: Sequence[str]) -> str:
    """Return the language that the Accept-Language header likes best; the first where it likes none.

    A reader of ``nl-BE`` gets ``nl`` (RFC 4647, section 3.4, lookup).
    """
    likings = _likings(accept)

    def liked(tag: str) -> float:
        return _first([(name.split("-")[0], q) for name, q in likings], (tag, "*"))

    return max(offered, key=liked)


def _first(likings: Sequence[Liking], wanted: Sequence[str]) -> float:
    """Return the quality of the first name that is liked at all, the best where it is told twice."""
    found = ([q for name, q in likings if name == want] for want in wanted)
    return next((max(qualities) for qualities in found if qualities), 0.0)


def _likings(header: str) -> list[Liking]:
    parts = [part.strip() for part in _APART.findall(header)]
    return [_liking(part) for part in parts if part] or [("*/*", 1.0), ("*", 1.0)]


def _liking(part: str) -> Liking:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    said = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    return name, float(said) if _QUALITY.fullmatch(said) else 0.0
