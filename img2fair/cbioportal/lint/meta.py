"""Meta files and case lists: lines of ``entry: value``.

The validator splits lines at the first colon (``parse_metadata_file``); the importer reads the same file as Java
properties (``TrimmedProperties``), meta files in ISO-8859-1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.kinds import ENTRIES, LENGTHS, Kind, kind_of
from img2fair.cbioportal.lint.text import lines

META_NAME = re.compile(r"(\b|_)meta(\b|[_0-9])", re.IGNORECASE)
"""A file of the study's own folder with such a name is read as a meta file (``process_metadata_files``)."""

_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|[\\:=#!])")
"""What Java's properties take for the character that it stands for."""


@dataclass(frozen=True, slots=True)
class Meta:
    """A meta file as it was read; ``lines`` are those of its entries."""

    path: str
    kind: Kind
    entries: Mapping[str, str]
    lines: Mapping[str, int]

    @property
    def data(self) -> str:
        """Return the name of its data file."""
        return self.entries.get("data_filename", "")

    def line(self, entry: str) -> int:
        """Return the line of an entry; 0 where there is none."""
        return self.lines.get(entry, 0)


def read_meta(path: str, text: str, found: Found, kind: Kind | None = None) -> Meta | None:
    """Return a meta file, and tell what is wrong with its entries; ``None`` where it cannot be read.

    :param kind: ``Kind.CASE_LIST`` for a case list; otherwise the entries tell it.
    """
    entries: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for number, line in enumerate(lines(text), start=1):
        if not line.strip():
            continue
        entry, colon, value = line.partition(":")
        if not colon:
            found.tell("no colon", path, number)
            return None
        if entry in entries:
            found.tell("entry twice", path, number, name=_shown(entry))
        entries[entry] = value.strip()
        numbers[entry] = number
        _garbled(path, line, number, found)
    kind = kind or kind_of(entries)
    if kind is None:
        found.tell("kind", path)
        return None
    meta = Meta(path, kind, entries, numbers)
    return meta if kind is Kind.GENOMIC or _whole(meta, found) else None


def _garbled(path: str, line: str, number: int, found: Found) -> None:
    if not line.isascii():
        found.tell("not ascii", path, number)
    if "\\" in line and "\\" in _ESCAPE.sub("", line):
        found.tell("backslash", path, number)


def _whole(meta: Meta, found: Found) -> bool:
    """Tell what entries are missing, empty, unknown or too long; return whether all that it must have are there."""
    known = ENTRIES[meta.kind]
    missing = sorted(known.must - set(meta.entries))
    for name in missing:
        found.tell("entry missing", meta.path, name=name)
    for name, value in meta.entries.items():
        if name not in known.must and name not in known.may:
            found.tell("entry unknown", meta.path, meta.line(name))
        elif not value and not (meta.kind is Kind.CASE_LIST and name == "case_list_ids"):
            found.tell("entry empty", meta.path, meta.line(name), name=name)
    for name, most in LENGTHS.get(meta.kind, {}).items():
        if len(meta.entries.get(name, "")) > most:
            found.tell("entry long", meta.path, meta.line(name), name=name, most=most)
    return not missing


def _shown(entry: str) -> str:
    return entry if re.fullmatch(r"[a-z_]{1,40}", entry) else "?"
