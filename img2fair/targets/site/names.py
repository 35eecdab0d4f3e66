"""Names that are at once a path segment of a URL and a file name on any disk.

The two must be equal letter by letter, for a static web server to find the file of an IRI; so nothing is
percent-encoded: what is not plain is replaced. A dot is not plain either: the FAIR Data Point reference allows none in
a segment, and it would let ``x.ttl`` be both a record and a file of the record ``x``.
"""

import hashlib
import re
import unicodedata
from collections.abc import Set

LONGEST = 100

_UNPLAIN = re.compile(r"[^A-Za-z0-9_-]+")
_SAFE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LONGEST + 70}}}")
_PATH = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9_.-]{0,150}/)?[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.(?:csv|json|txt)")
_DEVICES = {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
_RESERVED = frozenset({"index", "con", "prn", "aux", "nul"} | _DEVICES)


def is_safe(slug: str) -> bool:
    """Tell whether a slug may be a file name here."""
    return bool(_SAFE.fullmatch(slug))


def is_safe_path(path: str) -> bool:
    """Tell whether a file may be shown under this path, a folder and a name with a suffix that nothing runs."""
    return bool(_PATH.fullmatch(path)) and ".." not in path


def make_slug(wanted: str, key: str, taken: Set[str]) -> str:
    """Return a slug for the record ``key`` that is safe and not taken.

    :param wanted: the slug the record asks for.
    :param taken: the slugs in use, casefolded, because some disks do not tell ``LGG`` from ``lgg``.
    """
    ascii_only = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode()
    plain = _UNPLAIN.sub("-", ascii_only).strip("-_")[:LONGEST].rstrip("-_")
    mark = hashlib.sha256(key.encode()).hexdigest()
    candidates = [plain] if plain else []
    candidates += [f"{plain or 'record'}-{mark[:length]}" for length in (6, 16, 64)]
    return next(slug for slug in candidates if slug.casefold() not in taken | _RESERVED)
