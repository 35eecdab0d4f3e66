"""Versions of a folder, swapped in by one rename.

The folder that the web server shows is a link to one of the versions beside it::

    public -> .public.versions/7
    .public.versions/6        the version before
    .public.versions/7

A new version is written whole, brought to the disk and then linked; the link is renamed over the old one, which POSIX
rename(2) does at once: a reader sees the old site or the new, never half. A file that did not change is the same file
in both versions (a hard link), with its date; nothing is ever written into a file that stands. What a crash leaves lies
unlinked among the versions and is removed by the next run that looks at the site. The folder of versions is locked
while one is written.
"""

import contextlib
import errno
import filecmp
import logging
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from img2fair.errors import LockFault, OutputFault, SafetyStop, UsageFault, output_fault
from img2fair.files import folder_lock

log = logging.getLogger(__name__)

Files = Iterable[tuple[str, bytes | Iterable[bytes]]]
"""Path and content of files; a large content may come in pieces."""
_NO_LINKS = (errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)
"""How a file system says that it has no hard link to give: the file is written then."""


def present(path: Path, mark: str) -> Path | None:
    """Return the folder of the present version, ``None`` where there is none yet.

    :param mark: the name of the file by which a folder is known as ours.
    :raises UsageFault: something stands there that is not ours.
    """
    if path.is_symlink() and not path.exists():
        raise UsageFault("the site's link points nowhere", where=str(path), cure="remove the link, or mend it")
    if not path.exists():
        return None
    if not path.is_dir():
        raise UsageFault("a file stands where the site should be", where=str(path), cure="give another path")
    if (path / mark).is_file():
        return path.resolve()
    if any(path.iterdir()):
        raise UsageFault(
            "the folder is not empty and no site of img2fair: it is not written over",
            where=str(path),
            cure=f"give another path, or empty it (a site of ours has the file {mark})",
        )
    return None


def replace_version(path: Path, before: Path | None, files: Files, mark: str, *, keep_before: bool = True) -> Path:
    """Write a new version, link it and return it; what stood there before is untouched until it is whole.

    :param before: the version that the new one was made from.
    :param keep_before: keep the version before, so that readers at work in it find their files. It is not kept after a
        withdrawal: what was withdrawn is to be gone.
    :raises LockFault, SafetyStop: another run writes, or has written, the site meanwhile; nothing has changed.
    :raises OutputFault, UsageFault: it cannot be written; nothing has changed, unless the message says so.
    """
    versions = _versions(path)
    try:
        if before is not None and not path.is_symlink():
            raise _not_a_link(path, versions)
        versions.mkdir(parents=True, exist_ok=True)
        with folder_lock(versions) as ours:
            if not ours:
                raise LockFault("another run is writing this site", where=str(path), cure="wait for it, then run again")
            if present(path, mark) != before:
                raise SafetyStop("another run has changed the site meanwhile", where=str(path), cure="run again")
            made = _next_version(versions, before)
            _write(made, files, before)
            _link(path, made)
            _leave_only(versions, made, before if keep_before else None)
    except OSError as error:
        raise output_fault(error, error.filename or path) from None
    return made


def clear_left_over(path: Path, keep: Callable[[Path, Path], bool]) -> None:
    """Remove what killed runs left among the versions; never the present one, nor what another run is writing.

    :param keep: tells of the present version and another whether the other may stay.
    """
    versions = _versions(path)
    if not (path.is_symlink() and versions.is_dir() and path.resolve().parent == versions.resolve()):
        return
    try:
        with folder_lock(versions) as ours:
            now = path.resolve()
            if ours:
                _remove_all_but(versions, now, *(v for v in versions.iterdir() if _older(v, now) and keep(now, v)))
    except OSError as error:
        log.warning("cannot remove what a run left over in %s: %s", versions, error.strerror)


def _versions(path: Path) -> Path:
    return path.parent / f".{path.name}.versions"


def _older(version: Path, now: Path) -> bool:
    return version.name.isdigit() and now.name.isdigit() and int(version.name) < int(now.name)


def _next_version(versions: Path, before: Path | None) -> Path:
    """Return the folder for a new version, after clearing away all but the present one."""
    number = max([0, *(int(p.name) for p in versions.iterdir() if p.name.isdigit())]) + 1
    _remove_all_but(versions, before)
    return versions / str(number)


def _leave_only(versions: Path, *kept: Path | None) -> None:
    """Remove the other versions once the new one stands.

    :raises OutputFault: that cannot be done; what was withdrawn is then still on the disk.
    """
    try:
        _remove_all_but(versions, *kept)
    except OSError as error:
        raise OutputFault(
            f"the new site stands, but an older version cannot be removed: {error.strerror}",
            where=str(error.filename or versions),
            cure="remove it by hand: it may hold what was withdrawn",
        ) from None


def _not_a_link(path: Path, versions: Path) -> UsageFault:
    cure = f"mkdir {versions} && mv {path} {versions}/0 && ln -s {versions.name}/0 {path}"
    return UsageFault("the site is a plain folder, not a link to a version: it cannot be swapped at once",
                      where=str(path), cure=cure)  # fmt: skip


def _remove_all_but(versions: Path, *kept: Path | None) -> None:
    keep = {folder.resolve() for folder in kept if folder is not None}
    for entry in versions.iterdir():
        if entry.is_symlink() or not entry.is_dir():
            entry.unlink()
        elif entry.resolve() not in keep:
            shutil.rmtree(entry)


def _write(folder: Path, files: Files, before: Path | None) -> None:
    """Write the files and bring them and their folders to the disk; what is not finished is removed."""
    folder.mkdir()
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        _write_all(folder, files, before)
        undo.pop_all()


def _write_all(folder: Path, files: Files, before: Path | None) -> None:
    folders, written = {folder, folder.parent}, list[Path]()
    for name, content in files:
        target = folder / name
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        if not _place(target, content, before / name if before else None):
            written.append(target)
    for path in (*written, *folders):  # after all was written: the disk then takes it in one go
        _sync(path)


def _place(target: Path, content: bytes | Iterable[bytes], old: Path | None) -> bool:
    """Make a file; tell whether it is the old one, whose content is the same."""
    if isinstance(content, bytes):
        if old is not None and _holds(old, content) and _linked(old, target):
            return True
        content = (content,)
    with target.open("xb") as stream:
        for piece in content:
            stream.write(piece)
    if old is None or not (_is_plain(old) and filecmp.cmp(old, target, shallow=False)):
        return False
    new = target.with_name(f"{target.name}.same")
    if not _linked(old, new):
        return False
    new.replace(target)
    return True


def _holds(old: Path, content: bytes) -> bool:
    return _is_plain(old) and old.stat().st_size == len(content) and old.read_bytes() == content


def _is_plain(path: Path) -> bool:
    """Tell whether this is a file itself, no link to one elsewhere."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return stat.S_ISREG(path.lstat().st_mode)
    return False


def _linked(old: Path, new: Path) -> bool:
    try:
        new.hardlink_to(old)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    return True


def _link(path: Path, made: Path) -> None:
    new = made.parent / "next"
    new.symlink_to(Path(made.parent.name) / made.name)
    # The link's target counts from where the link ends up, beside the versions.
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    new.rename(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
