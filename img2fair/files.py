"""Writing files so that a reader sees the old one or the new one, never half of one."""

import contextlib
import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from img2fair.errors import LockFault, UsageFault, output_fault


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """Give a file to write; at a clean end it takes the place of ``path``, otherwise nothing has changed.

    :param private: keep it readable by its owner alone (mode 0600).
    :raises OutputFault: the disk is full.
    :raises UsageFault: the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise output_fault(error, path) from None
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        made.chmod(0o600 if private else 0o644)
        made.replace(path)
    except OSError as error:
        raise output_fault(error, path) from None
    finally:
        made.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write a whole text file at once; see :func:`replacing`."""
    with replacing(path, private=private) as file:
        file.write(text.encode())


@contextlib.contextmanager
def replacing_folder(path: Path, marker: str) -> Iterator[Path]:
    """Give an empty folder to fill; at a clean end it takes the place of ``path``, otherwise nothing has changed.

    :param marker: name of an empty file that says the folder is ours; a folder with content and without it is refused.
    :raises OutputFault: the disk is full.
    :raises UsageFault: the folder is not ours, or cannot be written.
    """
    if path.exists() and not (path / marker).is_file() and (not path.is_dir() or any(path.iterdir())):
        raise UsageFault(
            "there is something else here; it is not overwritten", where=str(path), cure="name a new folder"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as room:
            staging, old = Path(room, "new"), Path(room, "old")
            staging.mkdir()
            (staging / marker).touch()
            yield staging
            if path.exists():
                path.rename(old)
            staging.rename(path)
    except OSError as error:
        raise output_fault(error, path) from None


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a work folder; the kernel frees it when its holder dies, whatever happens.

    :raises LockFault: another run holds it; the message says which and since when.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise output_fault(error, folder) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise LockFault(
                "another run is at work here", where=f"{folder}: {holder}", cure="wait for it to end, then run again"
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        file.flush()
        yield
