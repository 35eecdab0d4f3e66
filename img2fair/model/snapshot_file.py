"""The snapshot on disk: a header line and one project a line (JSON), readable by its owner alone.

With privacy/gate.py this is the only place where held values are opened, because the file is the archive's text kept
privately. Neither messages nor exceptions from here carry any of it.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from img2fair.errors import UsageFault
from img2fair.files import replacing
from img2fair.model.snapshot import Header, Project, Snapshot

_HEADER: TypeAdapter[Header] = TypeAdapter(Header)
_PROJECT: TypeAdapter[Project] = TypeAdapter(Project)

SCHEMA, VERSION = "img2fair/snapshot", 1


def write_snapshot(path: Path, projects: Iterable[Project], header: Callable[[], Header]) -> Header:
    """Write a snapshot, streaming; the header is asked for when all projects have been read.

    :param projects: sorted by id; held one at a time.
    :raises Fault: as ``files.replacing``; whatever the projects' source raises leaves an older file as it was.
    """
    with replacing(path, private=True) as file, tempfile.TemporaryFile(dir=path.parent) as spill:
        count = 0
        for project in projects:
            spill.write(_PROJECT.dump_json(project, exclude_defaults=True) + b"\n")
            count += 1
        made = replace(header(), projects=count)
        file.write(_HEADER.dump_json(made) + b"\n")
        spill.seek(0)
        while block := spill.read(1 << 20):
            file.write(block)
    return made


def read_snapshot(path: Path) -> Snapshot:
    """Return the snapshot of a file; its projects are read when they are asked for.

    :raises UsageFault: there is no such file, or it is not a snapshot of this version.
    """
    with _opened(path) as file:
        header = _parsed(_HEADER, file.readline(), path, 1)
    if (header.schema, header.version) != (SCHEMA, VERSION):
        raise UsageFault(
            f"this is {header.schema} version {header.version}, not {SCHEMA} version {VERSION}",
            where=str(path),
            cure="harvest again with this version of img2fair",
        )
    return Snapshot(header, lambda: _projects(path, header.projects))


def snapshot_digest(path: Path) -> str:
    """Return the SHA-256 (hex) of a snapshot's project lines: two harvests of the same content are equal."""
    with _opened(path) as file:
        file.readline()
        return hashlib.file_digest(file, "sha256").hexdigest()


def _projects(path: Path, count: int) -> Iterator[Project]:
    with _opened(path) as file:
        file.readline()
        for number in range(2, count + 2):
            yield _parsed(_PROJECT, file.readline(), path, number)


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
