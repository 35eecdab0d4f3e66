"""The snapshot on disk: a header line and one project a line (JSON), readable by its owner alone.

With privacy/gate.py this is the only place where held values are opened, because the file is the archive's text kept
privately. Neither messages nor exceptions from here carry any of it.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedRandom, BufferedReader
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from img2fair.errors import UsageFault
from img2fair.files import replacing
from img2fair.model.snapshot import Header, Project, Snapshot

_HEADER: TypeAdapter[Header] = TypeAdapter(Header)
_PROJECT: TypeAdapter[Project] = TypeAdapter(Project)

SCHEMA, VERSION = "img2fair/snapshot", 3

_NOT_IN_LINES = {"requests"}
"""How a part was asked for is the run's, not the project's: two harvests of one state have equal lines."""


def write_snapshot(path: Path, projects: Iterable[Project], header: Callable[[], Header]) -> Header:
    """Write a snapshot, streaming; the header is asked for when all projects have been read.

    What has been read is kept beside it until the snapshot is whole (``partial_path``), so that a run that was
    interrupted can be taken up.

    :param projects: in any order, and written sorted by id; one that comes again replaces what came before. They are
        held one at a time.
    :raises Fault: as ``files.replacing``; whatever the projects' source raises leaves an older file as it was.
    """
    partial, coming = partial_path(path), iter(projects)
    with replacing(path, private=True) as file:
        first = next(coming, None)  # by then, what an interrupted run has left there has been read
        with _keeping(partial) as spill:
            places: dict[str, tuple[int, int]] = {}
            for project in chain([] if first is None else [first], coming):
                if not places:
                    spill.write(_HEADER.dump_json(header()) + b"\n")
                line = project_line(project)
                places[project.id] = spill.tell(), len(line)
                spill.write(line)
                spill.flush()
            made = replace(header(), projects=len(places))
            file.write(_HEADER.dump_json(made) + b"\n")
            for id_ in sorted(places):
                start, length = places[id_]
                spill.seek(start)
                file.write(spill.read(length))
    partial.unlink(missing_ok=True)
    return made


def partial_path(path: Path) -> Path:
    """Return where a run that did not end has left what it had read of a snapshot."""
    return path.with_name(f".{path.name}.partial")


@contextmanager
def _keeping(path: Path) -> Iterator[BufferedRandom]:
    """Give a new private file that stays, if anything was written to it."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:  # noqa: PTH123
        try:
            yield file
        finally:
            if not file.seek(0, os.SEEK_END):
                path.unlink(missing_ok=True)


def project_line(project: Project) -> bytes:
    """Return the line of a project, with its line break."""
    return _PROJECT.dump_json(project, exclude=_NOT_IN_LINES, exclude_defaults=True) + b"\n"


def read_snapshot(path: Path | str) -> Snapshot:
    """Return the snapshot of a file; its projects are read when they are asked for.

    :param path: of the file, as ``harvest_to`` writes it.
    :raises UsageFault: there is no such file, or it is not a snapshot of this version.
    """
    path = Path(path)
    with _opened(path) as file:
        header = _parsed(_HEADER, file.readline(), path, 1)
    if (header.schema, header.version) != (SCHEMA, VERSION):
        raise UsageFault(
            f"this is {header.schema} version {header.version}, not {SCHEMA} version {VERSION}",
            where=str(path),
            cure="harvest again with this version of img2fair",
        )
    return Snapshot(header, lambda: _projects(path, header))


def read_partial(path: Path) -> Snapshot:
    """Return what a run that did not end has left; a last line that was cut is left out.

    :raises UsageFault: as :func:`read_snapshot`.
    """
    with _opened(path) as file:
        lines = sum(line.endswith(b"\n") for line in file)
    whole = read_snapshot(path)
    header = replace(whole.header, projects=max(lines - 1, 0))
    return Snapshot(header, lambda: _projects(path, header))


def snapshot_digest(path: Path) -> str:
    """Return the SHA-256 (hex) of a snapshot's project lines: two harvests of the same content are equal."""
    with _opened(path) as file:
        file.readline()
        return hashlib.file_digest(file, "sha256").hexdigest()


def _projects(path: Path, header: Header) -> Iterator[Project]:
    numbers = _numbers(header)
    with _opened(path) as file:
        file.readline()
        for number in range(2, header.projects + 2):
            project: Project = _parsed(_PROJECT, file.readline(), path, number)
            yield replace(project, requests={**numbers.get("", {}), **numbers.get(project.id, {})})


def _numbers(header: Header) -> dict[str, dict[str, int]]:
    """Return the numbers of the requests that brought each part, by project; by ``""`` those of all projects."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for request in header.requests:
        for part in request.parts:
            found[request.project][part] = request.number
    return found


def _opened(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageFault(
            f"cannot read the snapshot: {error.strerror}",
            where=str(path),
            cure="make one: img2fair harvest URL -o FILE",
        ) from None


def _parsed(adapter: TypeAdapter[Any], line: bytes, path: Path, number: int) -> Any:
    try:
        return adapter.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        spot = ".".join(str(part) for part in first["loc"]) or "line"
        problem = f"{spot}: {first['type']}"
    raise UsageFault(
        f"not a snapshot of img2fair, or cut short ({problem})",
        where=f"{path}:{number}",
        cure="harvest again: img2fair harvest URL -o FILE",
    )
