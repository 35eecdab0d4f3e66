"""A DICOMDIR: the index of files on a medium (DICOM PS3.3 annex F; PS3.10 chapter 8).

Its records name files and say a little about them; the rest is read from the files. A file that is named and missing
counts as an instance of unknown size, as far as the records tell its series.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydicom.dataset import Dataset

from img2fair.archives.dicom.elements import CANNOT_PARSE, NOTHING_SAID, ObjectHeader, header_of
from img2fair.archives.dicom.headers import NoHeader, quiet, read_index
from img2fair.archives.dicom_folder.entries import GONE, Entry, FileEntry, Lost, cannot_read
from img2fair.archives.patients import together

_IN_FILE = {"SOPClassUID": "ReferencedSOPClassUIDInFile", "SOPInstanceUID": "ReferencedSOPInstanceUIDInFile"}
_FIRST = "OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity"
_NEXT = "OffsetOfTheNextDirectoryRecord"
_LOWER = "OffsetOfReferencedLowerLevelDirectoryEntity"


@dataclass(slots=True)
class Dicomdir:
    """A DICOMDIR and the files beside and below it."""

    path: Path
    _before: tuple[int, int] = (0, 0)
    _files: tuple[tuple[tuple[str, ...], ObjectHeader], ...] = field(default=())

    @classmethod
    def opened(cls, path: Path) -> "Dicomdir":
        """Read an index.

        :raises RemoteFault: it cannot be read.
        """
        try:
            before = _likeness(path)
            with quiet():
                files = tuple(_files(read_index(path.read_bytes())))
        except (NoHeader, *CANNOT_PARSE) as error:
            raise cannot_read(path, error) from None
        return cls(path, before, files)

    def entries(self) -> Iterator[Entry]:
        """Yield the files in the order of their records."""
        for number, (parts, known) in enumerate(self._files, start=1):
            path = _beside(self.path.parent, parts)
            yield Lost(number, GONE) if path is None else FileEntry(path, number, known)

    def changed(self) -> bool:
        """Tell whether the index is another one now."""
        try:
            return _likeness(self.path) != self._before
        except OSError:
            return True

    def close(self) -> None:
        """Do nothing: each file is closed when it was read."""


def _likeness(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _files(index: Dataset) -> Iterator[tuple[tuple[str, ...], ObjectHeader]]:
    """Yield the path of each file that a record names, and what the records say of it."""
    records: Sequence[Dataset] = index.get("DirectoryRecordSequence") or ()
    said = _said(index, records)
    for place, record in enumerate(records):
        named = record.get("ReferencedFileID")
        if named:
            parts = (named,) if isinstance(named, str) else tuple(str(part) for part in named)
            own = {ours: str(record[theirs].value) for ours, theirs in _IN_FILE.items() if record.get(theirs)}
            above = said.get(place, NOTHING_SAID)
            yield parts, ObjectHeader({**above.values, **own}, above.met)


def _said(index: Dataset, records: Sequence[Dataset]) -> dict[int, ObjectHeader]:
    """Return what each record and those above it say, by its place; without those that no offset leads to.

    Records point at each other by their places in the file. Each is taken once, so a circle of them ends.
    """
    by_offset = {getattr(record, "seq_item_tell", -1): place for place, record in enumerate(records)}
    said: dict[int, ObjectHeader] = {}
    waiting: list[tuple[int, ObjectHeader]] = [(index.get(_FIRST, 0), NOTHING_SAID)]
    while waiting:
        offset, above = waiting.pop()
        place = by_offset.get(offset)
        if place is None or place in said:
            continue
        record = records[place]
        own = header_of(record)
        said[place] = ObjectHeader({**above.values, **own.values}, together(above.met, own.met))
        waiting.append((record.get(_NEXT, 0), above))
        waiting.append((record.get(_LOWER, 0), said[place]))
    return said


def _beside(folder: Path, parts: Sequence[str]) -> Path | None:
    """Return the path of a named file; ``None`` where the name leads out of the folder.

    Media write upper case; their copies on other file systems are often lower case.
    """
    if any(part in ("", ".", "..") or os.sep in part or "\\" in part for part in parts):
        return None
    path = folder.joinpath(*parts)
    lower = folder.joinpath(*(part.lower() for part in parts))
    return lower if lower.is_file() and not path.is_file() else path
