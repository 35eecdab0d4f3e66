"""Writing files so that a reader sees the old one or the new one, never half of one.

What is being written lies beside its place, under a name of its own, and is locked by its writer. The kernel frees the
lock when the writer dies, so the next writer knows what is left over and clears it away.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from img2fair.errors import LockFault, UsageFault, output_fault

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Linux's names for 'from the working folder' and 'swap the two' (rename(2))."""
_LOOK_AGAIN = 0.1
"""Seconds between two looks at a lock that is held."""
_HOLDER = re.compile(r"process (?P<process>[0-9]{1,9}) on (?P<host>\S+) since ")


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """Give a file to write; at a clean end it takes the place of ``path``, otherwise nothing has changed.

    :param private: keep it readable by its owner alone (mode 0600); otherwise the user's umask says who may read it.
    :raises OutputFault: the disk is full.
    :raises UsageFault: the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path)
        made, file = _new_file(path, 0o600 if private else 0o666)
    except OSError as error:
        raise output_fault(error, path) from None
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
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
        _clear(path)
        with _new_room(path) as room:
            staging = room / "new"
            staging.mkdir()
            (staging / marker).touch()
            yield staging
            _swap(staging, path, room / "old")
    except OSError as error:
        raise output_fault(error, path) from None


@contextlib.contextmanager
def locked(folder: Path | str, wait: float = 0) -> Iterator[None]:
    """Hold the lock of a work folder; the kernel frees it when its holder dies, whatever happens.

    :param folder: the work folder; of several archives, the one that holds theirs.
    :param wait: seconds to wait for another run to end.
    :raises LockFault: another run holds it still; the message says which, on which machine, and since when.
    :raises UsageFault: the folder cannot be written, or the lock is a link: what it leads to is not written over.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = _lock_file(folder / "lock")
    except OSError as error:
        raise output_fault(error, folder) from None
    with file:
        if not _taken(file, wait):
            raise LockFault(
                "another run is at work here",
                where=f"{folder}: {_holder(file)}",
                cure="wait for it to end, then run again",
            )
        holder = f"process {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
        with contextlib.suppress(OSError):  # on a full disk nobody is told who holds it
            os.ftruncate(file.fileno(), 0)
            os.pwrite(file.fileno(), holder.encode(), 0)
        yield


def _taken(file: IO[str], wait: float) -> bool:
    """Take a lock as soon as it is free; ``False`` where it is not in so many seconds."""
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, _LOOK_AGAIN))
        else:
            return True


def _holder(file: IO[str]) -> str:
    """Return who holds a lock, in his own words.

    He has the lock a moment before he says so; until then the words are those of the one before, who is gone.
    """
    said = "unknown"
    for _ in range(5):
        file.seek(0)
        said = file.read().strip() or "unknown"
        found = _HOLDER.match(said)
        if found and (found["host"] != socket.gethostname() or _alive(int(found["process"]))):
            break
        time.sleep(_LOOK_AGAIN / 4)
    return said


def _alive(process: int) -> bool:
    """Tell whether a process of this machine lives; of those in other containers nothing is known."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is another user's
        pass
    return True


def _lock_file(path: Path) -> IO[str]:
    """Return the file of a lock, open; one that was laid there as a link is not followed."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666), "r+", encoding="utf-8")


@contextlib.contextmanager
def folder_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock of a folder itself, which needs no file in it; gives ``False`` where somebody else holds it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _beside(path: Path) -> Path:
    """Return a new name beside a path for what is to take its place."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _new_file(path: Path, mode: int) -> tuple[Path, IO[bytes]]:
    """Return a new file beside a path, locked, and open for writing."""
    while True:
        made = _beside(path)
        handle = os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:  # nobody took it for left over before it was locked
            return made, os.fdopen(handle, "wb")
        os.close(handle)


@contextlib.contextmanager
def _new_room(path: Path) -> Iterator[Path]:
    """Give a folder beside a path, locked and closed to others; gone at the end."""
    made = _beside(path)
    made.mkdir(mode=0o700)
    try:
        with folder_lock(made) as ours:
            if not ours:  # somebody took it for left over before it was locked
                raise FileNotFoundError(errno.ENOENT, "another run is clearing up here", str(made))
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _clear(path: Path) -> None:
    """Remove what killed writers of a path left beside it; put back a folder that one had just moved away."""
    left = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}")
    for entry in [entry for entry in path.parent.iterdir() if left.fullmatch(entry.name)]:
        with contextlib.suppress(FileNotFoundError):
            if entry.is_dir() and not entry.is_symlink():
                _clear_room(entry, path)
            elif entry.is_file():
                _clear_file(entry)


def _clear_file(left: Path) -> None:
    with left.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        left.unlink(missing_ok=True)


def _clear_room(room: Path, path: Path) -> None:
    with folder_lock(room) as free:
        if not free:
            return
        if (room / "old").is_dir() and not path.exists():
            (room / "old").rename(path)
        shutil.rmtree(room)


def _swap(new: Path, path: Path, old: Path) -> None:
    """Put a folder in the place of another; what stood there ends up at ``new`` or at ``old``.

    At once where the kernel can do that. Elsewhere there is a moment in which nothing stands at ``path``; whoever is
    killed in it leaves the old folder at ``old``, and the next writer puts it back.
    """
    if not path.exists():
        new.rename(path)
    elif not _exchanged(new, path):
        path.rename(old)
        try:
            new.rename(path)
        except OSError:
            old.rename(path)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step; ``False`` where the system or the file system has no such step."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    names = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
