"""The files of a folder or ZIP archive, in one order, and what reading one of them brings.

The order is that of paths compared byte by byte (``find -L DIR -type f | LC_ALL=C sort``), so that a number finds a
file again without its name being told: file names can be patients' names.
"""

import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from img2fair.archives.dicom.elements import NOTHING_SAID, ObjectHeader
from img2fair.archives.dicom.headers import NoHeader, read_object
from img2fair.archives.patients import UNNAMED
from img2fair.errors import RemoteFault
from img2fair.privacy import Met

GONE = "not there"
REFUSED = "not to be opened"
FOLDER, FILE = "folder", "file"
PASSING = frozenset({GONE, REFUSED})
"""Troubles that a later harvest may not have."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one file brought.

    :param number: its place in the order, from 1; 0 where it has none.
    :param values: what ``read_header`` gives, ``None`` where nothing is known of it.
    :param trouble: why it could not be read; empty where it could.
    :param changed: it changed while it was read.
    :param met: what it says of its patient.
    """

    number: int
    values: Mapping[str, str] | None = None
    bytes: int | None = None
    trouble: str = ""
    changed: bool = False
    met: Met = UNNAMED


class Entry(Protocol):
    """A file to read."""

    def read(self) -> Outcome:
        """Read its header; never raises for what is wrong with the file."""


class Source(Protocol):
    """A place with files."""

    def entries(self) -> Iterator[Entry]:
        """Yield the files in order."""

    def changed(self) -> bool:
        """Tell whether the place as a whole changed since it was opened."""

    def close(self) -> None:
        """Let go of what is open; called when the files have been read."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a file system; ``known`` is what an index says of it."""

    path: Path
    number: int
    known: ObjectHeader = NOTHING_SAID

    def read(self) -> Outcome:
        """Read its header, and look before and after whether it is the same file."""
        try:
            with self.path.open("rb") as file:
                before = os.fstat(file.fileno())
                header, trouble = _header(file)
            changed = _likeness(self.path.stat()) != _likeness(before)
        except OSError as error:
            trouble = GONE if isinstance(error, FileNotFoundError) else REFUSED
            return Outcome(self.number, self.known.values or None, trouble=trouble, met=self.known.met)
        if header is None:
            return Outcome(self.number, self.known.values or None, before.st_size, trouble, changed, self.known.met)
        found = {**self.known.values, **header.values}
        return Outcome(self.number, found, before.st_size, trouble, changed, header.met)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a ZIP archive."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    number: int

    def read(self) -> Outcome:
        """Read its header; only as much as that needs is unpacked, whatever the archive says of sizes."""
        try:
            with self.archive.open(self.info) as file:
                header, trouble = _header(cast("BinaryIO", file))
        except (OSError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
            return Outcome(self.number, trouble=REFUSED)  # locked by a password, packed in an unknown way, damaged
        if header is None:
            return Outcome(self.number, None, self.info.file_size, trouble)
        return Outcome(self.number, header.values, self.info.file_size, trouble, met=header.met)


@dataclass(frozen=True, slots=True)
class Lost:
    """A file or folder that is known to be there and cannot be looked at."""

    number: int
    trouble: str

    def read(self) -> Outcome:
        """Return the trouble."""
        return Outcome(self.number, trouble=self.trouble)


@dataclass(slots=True)
class Folder:
    """A folder with all below it. Links are followed, but not back into a folder that one is in."""

    root: Path
    _count: int = 0

    def entries(self) -> Iterator[Entry]:
        """Yield the regular files by path.

        :raises RemoteFault: the folder itself cannot be listed.
        """
        self._count = 0
        try:
            os.scandir(self.root).close()
        except OSError as error:
            raise cannot_read(self.root, error) from None
        yield from self._below(self.root, frozenset())

    def changed(self) -> bool:
        """Return false: each file is looked after by itself."""
        return False

    def close(self) -> None:
        """Do nothing: each file is closed when it was read."""

    def _below(self, folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Entry]:
        try:
            here = folder.stat()
            if (here.st_dev, here.st_ino) in above:
                return
            with os.scandir(folder) as listed:
                children = sorted(listed, key=_by_path)
        except OSError:
            yield Lost(0, REFUSED)
            return
        for child in children:
            kind = _kind(child)
            if kind == FOLDER:
                yield from self._below(Path(child.path), above | {(here.st_dev, here.st_ino)})
            elif kind == FILE:
                self._count += 1
                yield FileEntry(Path(child.path), self._count)
            elif child.is_symlink():
                yield Lost(0, GONE)  # as in an annex whose files were not fetched; devices and pipes are no files


@dataclass(slots=True)
class Zip:
    """A ZIP archive. Nothing is unpacked to disk; archives within it are not looked into."""

    path: Path
    _archive: zipfile.ZipFile
    _before: os.stat_result

    @classmethod
    def opened(cls, path: Path) -> "Zip":
        """Open an archive.

        :raises RemoteFault: it cannot be read.
        """
        try:
            return cls(path, zipfile.ZipFile(path), path.stat())
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise cannot_read(path, error) from None

    def entries(self) -> Iterator[Entry]:
        """Yield the files by path."""
        files = [info for info in self._archive.infolist() if not info.is_dir()]
        files.sort(key=lambda info: info.filename.encode(errors="surrogatepass"))
        for number, info in enumerate(files, start=1):
            yield Member(self._archive, info, number)

    def changed(self) -> bool:
        """Tell whether the archive is another one now."""
        try:
            return _likeness(self.path.stat()) != _likeness(self._before)
        except OSError:
            return True

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()


def cannot_read(path: Path, error: Exception) -> RemoteFault:
    """Return the fault for a folder or archive that cannot be read as a whole."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
    cure = "check the path, that its disk is there and that you may read it, then run again"
    return RemoteFault(f"cannot read the DICOM files: {why}", where=str(path), cure=cure)


def _header(file: BinaryIO) -> tuple[ObjectHeader | None, str]:
    try:
        return read_object(file, whole=True), ""
    except NoHeader as none:
        return None, none.trouble.value


def _likeness(state: os.stat_result) -> tuple[int, ...]:
    return state.st_size, state.st_mtime_ns, state.st_ino


def _kind(entry: os.DirEntry[str]) -> str:
    """Return what an entry of a folder is, or what a link leads to; empty where it leads nowhere."""
    try:
        return FOLDER if entry.is_dir() else FILE if entry.is_file() else ""
    except OSError:
        return ""


def _by_path(entry: os.DirEntry[str]) -> bytes:
    """Return what sorts the children of a folder as their whole paths would be."""
    return os.fsencode(entry.name) + (b"/" if _kind(entry) == FOLDER else b"")
