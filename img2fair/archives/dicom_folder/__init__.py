"""DICOM files in a folder, in a ZIP archive, or listed by a DICOMDIR: their headers are read, never their pixels.

Files that are no DICOM, or broken, are counted and told by kind, and by their numbers in the sorted list of files. They
are never told by name, neither in the snapshot nor in a log: the names of files and folders are often those of
patients, and logs travel (design.md D7). An operator finds a file by its number on the machine where it lies:
``find -L DIR -type f | LC_ALL=C sort | sed -n NUMBERp``.
"""

import contextlib
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pydicom

from img2fair.archives import ArchiveSettings
from img2fair.archives.dicom.evidence import evidence_of
from img2fair.archives.dicom.grouping import Grouping, Groups, group
from img2fair.archives.dicom.headers import FIRST, is_index
from img2fair.archives.dicom.projects import build, unread_attributes
from img2fair.archives.dicom.withholding import sift
from img2fair.archives.dicom_folder.dicomdir import Dicomdir
from img2fair.archives.dicom_folder.entries import Entry, Folder, Outcome, Source, Zip, cannot_read
from img2fair.archives.dicom_folder.gathering import Gathering, key_of
from img2fair.errors import RemoteFault, UsageFault
from img2fair.model import Header, Project, Request, Unread, Visibility

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]

PARTS = ("project", "people", "subjects", "sessions")
CHUNK = 32
"""Files that a thread reads at a time."""
ZIP_BEGINS = b"PK"


def harvest(settings: ArchiveSettings, progress: Progress) -> "FolderHarvest":
    """Read the headers of all files and decide which projects they make; see ``archives.harvest``.

    :param settings: ``url`` is the path of a folder, ZIP archive or DICOMDIR; ``options`` is a ``Grouping``.
    :raises RemoteFault: the place cannot be read, or there is no DICOM file: its disk may not be there.
    """
    return FolderHarvest(settings, progress)


def read_access(settings: ArchiveSettings) -> Mapping[str, Visibility]:
    """Return who may see each project; see ``archives.read_access``.

    The config says so. The files are read only where they alone tell which projects there are.
    """
    grouping = replace(_grouping(settings))  # so that its table is read again
    known = grouping.known_projects()
    if known is None:
        known = frozenset(group(_gathered(_source(settings), settings).series(), grouping).projects)
    return {id_: grouping.visibility_of(id_) for id_ in known}


class FolderHarvest:
    """A harvest of DICOM files."""

    def __init__(self, settings: ArchiveSettings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress
        self._time = datetime.now(UTC).replace(microsecond=0)
        self._grouping = _grouping(settings)
        source = _source(settings)
        self._gathering = _gathered(source, settings)
        self._groups: Groups = group(self._gathering.series(), self._grouping)
        self._moving = self._moved(whole=source.changed())
        self._sifted = sift(self._groups.projects, self._grouping, settings)

    def projects(self) -> Iterator[Project]:
        """Yield the projects by id."""
        for done, id_ in enumerate(self._sifted.chosen, start=1):
            yield self._project(id_)
            self._progress(id_, done, len(self._sifted.chosen))

    def header(self) -> Header:
        """Return the header; complete where nothing that could not be read may have been a project."""
        told = self._gathering.told()
        unread = [
            *([Unread("", "files", told)] if told else []),
            *self._groups.unread,
            *unread_attributes(self._gathering.missing()),
        ]
        hidden = self._gathering.failed(shared=self._grouping.by == "archive")
        return Header(
            kind="dicom_folder",
            archive=self._settings.iri,
            software=f"DICOM folder (pydicom {pydicom.__version__})",
            run=secrets.token_hex(4),
            time=self._time,
            account="user",
            only=self._settings.only,
            requests=(Request(1, "READ", "", parts=PARTS),),
            withheld=self._sifted.withheld,
            unread=tuple(sorted(unread, key=lambda one: (one.project, one.part))),
            moving=self._moving,
            depth=self._settings.depth.names(),
            complete=not hidden and self._groups.whole and all(one.part != "" for one in unread),
        )

    def _project(self, id_: str) -> Project:
        series, most = self._groups.projects[id_], self._settings.depth.evidence
        return build(
            id_,
            self._grouping,
            series,
            self._gathering.missing(),
            full=self._settings.depth.full,
            evidence=evidence_of(self._gathering.sample(series, most)),
            choice=self._settings.choice,
        )

    def _moved(self, *, whole: bool) -> tuple[str, ...]:
        """Return the projects of which a file, or the list of all files, changed while it was read."""
        changed = self._gathering.changed
        groups = self._groups.projects.items()
        return tuple(id_ for id_, series in groups if whole or any(key_of(one) in changed for one in series))


def _grouping(settings: ArchiveSettings) -> Grouping:
    if not isinstance(settings.options, Grouping):
        cure = "say in the config what makes a project of the files"
        raise UsageFault("a folder has no projects of its own", where=settings.url, cure=cure)
    return settings.options


def _source(settings: ArchiveSettings) -> Source:
    """Return the place to read, by what it is and not by its name.

    :raises RemoteFault: it cannot be read, or is something else.
    """
    path = Path(settings.url)
    if path.is_dir():
        return Folder(path)
    try:
        with path.open("rb") as file:
            first = file.read(FIRST)
    except OSError as error:
        raise cannot_read(path, error) from None
    if first.startswith(ZIP_BEGINS):
        return Zip.opened(path)
    if is_index(first):
        return Dicomdir.opened(path)
    cure = "name a folder with DICOM files, a ZIP archive of one, or a DICOMDIR"
    raise RemoteFault("this is no place with DICOM files", where=str(path), cure=cure)


def _gathered(source: Source, settings: ArchiveSettings) -> Gathering:
    """Read the headers of all files of a place.

    :raises RemoteFault: none of them is a DICOM object; a catalogue is not emptied because a disk is not there.
    """
    gathering = Gathering(samples=settings.depth.evidence > 0)
    with contextlib.closing(source):
        for outcome in _read(source.entries(), settings.threads):
            gathering.add(outcome)
    log.info("read the headers of %d files", gathering.files)
    if gathering.empty:
        cure = "check the path, and that its disk is there"
        raise RemoteFault("there is no DICOM file that can be read", where=settings.url, cure=cure)
    return gathering


def _read(entries: Iterator[Entry], threads: int) -> Iterator[Outcome]:
    """Yield what each file brings, in order; a few chunks of files are read ahead.

    Threads share the waiting for disks; parsing (0.5 ms a file) takes turns. Processes would parse twice as fast on two
    cores, and break under a caller's script without a main guard and in one with threads.
    """
    waiting: deque[Future[list[Outcome]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        while chunk := list(islice(entries, CHUNK)):
            waiting.append(pool.submit(_outcomes, chunk))
            if len(waiting) > 2 * threads:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _outcomes(chunk: Iterable[Entry]) -> list[Outcome]:
    return [entry.read() for entry in chunk]
