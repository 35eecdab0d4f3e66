"""What is right and wrong with the work folder and the files beside it, and what is known of the last run.

Nothing is written and no lock is taken: who holds one is read from the kernel (proc(5), /proc/locks), for a look that
took it, however shortly, could refuse a run that begins at that moment.
"""

import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from img2fair.config import DicomwebArchive, FdpTarget, Located, XnatArchive, netrc_path, openness
from img2fair.doctor.room import nearest, room_check
from img2fair.errors import Exit
from img2fair.model import Check, Standing

STALE = timedelta(hours=50)
"""A nightly run that was left out twice."""
_LOCKS = Path("/proc/locks")
_NEEDED = {False: os.R_OK | os.W_OK, True: os.R_OK | os.W_OK | os.X_OK}
"""What a run does with a file of the work folder, and with a folder in it."""
_LEFT = re.compile(r"\..+\.[0-9a-f]{8}")
"""What files.py calls a file that is being written, beside the place it will take."""


class Run(Protocol):
    """What is known of a run: a ``schedule.summary.Summary``."""

    @property
    def started(self) -> datetime:
        """When it began."""

    @property
    def verdict(self) -> str:
        """The name of its exit code."""

    @property
    def worked(self) -> bool:
        """Whether it did all that it could."""


LastRun = Callable[[Path], Run | None]
"""Gives what is known of the last run that a work folder remembers."""


def work_checks(sites: Sequence[Located], last_run: LastRun) -> Iterator[Check]:
    """Yield the checks of the work folder and what lies beside it.

    :param sites: the config as it is for each of its archives.
    """
    first = sites[0]
    work = first.path(first.config.work).absolute()
    yield _folder(work)
    yield room_check(work, "disk")
    yield _lock(work)
    yield _left_over([work, *(one.work.absolute() for one in sites)])
    yield _last_run(last_run(work))
    yield _metrics(first)
    yield _key(first, work)
    yield _secrets(sites)


def _folder(work: Path) -> Check:
    """Return whether the work folder can be written, and by nobody else: what lies in it is believed."""
    name = "work folder"
    place = nearest(work)
    try:
        told = place.stat()
    except OSError as error:
        return Check(name, Standing.FAIL, f"cannot look at {place}: {error.strerror}", f"ls -ld {place}")
    if not stat.S_ISDIR(told.st_mode):
        return Check(name, Standing.FAIL, f"{place} is a file", "name another folder: 'work' of the config")
    if not os.access(place, os.W_OK | os.X_OK):
        found = f"{place} cannot be written by this user"
        return Check(name, Standing.FAIL, found, f"chown $USER {place}; or name another folder: 'work' of the config")
    if place != work:
        return Check(name, Standing.PASS, f"{work} will be made by the first run")
    if told.st_uid != os.geteuid():
        cure = f"run as the user who publishes, or chown -R $USER {work}"
        return Check(name, Standing.WARN, f"{work} belongs to another user", cure)
    other = next((one for one in _entries(work) if not os.access(one, _NEEDED[one.is_dir()])), None)
    if other is not None:
        cure = f"run as the user who published before, or chown -R $USER {work}"
        return Check(name, Standing.FAIL, f"{other} cannot be written by this user", cure)
    if told.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return Check(name, Standing.WARN, f"others may write in {work}", f"chmod go-w {work}")
    return Check(name, Standing.PASS, f"{work} is this user's")


def _lock(work: Path) -> Check:
    """Return whether another run is at work here (``files.locked``), without taking the lock."""
    name, file = "lock", work / "lock"
    try:
        node = file.stat().st_ino
        held = [line.split() for line in _LOCKS.read_text(encoding="ascii").splitlines()]
    except FileNotFoundError as error:
        found = (
            "no run has been here yet" if error.filename == str(file) else "this system does not tell who holds locks"
        )
        return Check(name, Standing.PASS if error.filename == str(file) else Standing.SKIP, found)
    except OSError as error:
        return Check(name, Standing.SKIP, f"who holds the lock cannot be told: {error.strerror}")
    if any(line[1] == "FLOCK" and line[5].endswith(f":{node}") for line in held if len(line) > 5):
        cure = (
            "wait for it to end, or publish with --wait SECONDS; its lock is free the moment it ends, however it ends"
        )
        return Check(name, Standing.WARN, f"another run is at work: {_holder(file)}", cure, Exit.LOCKED)
    return Check(name, Standing.PASS, "no other run is at work")


def _holder(file: Path) -> str:
    try:
        said = file.read_text(encoding="utf-8", errors="replace")[:200].strip()
    except OSError:
        said = ""
    return said or "it does not say which"


def _left_over(folders: Sequence[Path]) -> Check:
    """Return whether a run that was killed left files half written; the next run clears them away."""
    name = "left over"
    found = [entry for folder in dict.fromkeys(folders) for entry in _entries(folder) if _LEFT.fullmatch(entry.name)]
    if found:
        told = f"{len(found)} half-written, such as {found[0]}"
        return Check(name, Standing.WARN, told, "nothing has to be done: the next run that ends clears them away")
    return Check(name, Standing.PASS, "nothing half-written")


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _last_run(run: Run | None) -> Check:
    name = "last run"
    if run is None:
        return Check(name, Standing.SKIP, "none is known here")
    age = datetime.now(UTC) - run.started
    found = f"{run.verdict}, {_ago(age)}"
    if not run.worked:
        return Check(name, Standing.WARN, found, "img2fair rule explains each exit code; its log tells the rest")
    if age > STALE:
        return Check(name, Standing.WARN, found, "see why the schedule does not run: img2fair schedule --help")
    return Check(name, Standing.PASS, found)


def _metrics(located: Located) -> Check:
    """Return whether the file that Prometheus reads is as young as a nightly run leaves it."""
    name, said = "metrics", located.config.monitoring.metrics
    if said is None:
        return Check(name, Standing.SKIP, "no file of metrics is wanted (monitoring: metrics)")
    path = located.path(said).absolute()
    around = nearest(path.parent)
    if not os.access(around, os.W_OK | os.X_OK) or not around.is_dir():
        return Check(name, Standing.FAIL, f"{path} cannot be written by this user", f"chown $USER {around}")
    try:
        age = timedelta(seconds=time.time() - path.stat().st_mtime)
    except OSError:
        return Check(name, Standing.PASS, f"{path} will be written by the next run")
    if age > STALE:
        cure = "see why the schedule does not run, or whether it names another config"
        return Check(name, Standing.WARN, f"{path} was written {_ago(age)}", cure)
    return Check(name, Standing.PASS, f"{path} was written {_ago(age)}")


def _ago(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours // 24} days ago" if hours >= 48 else f"{hours} hours ago" if hours >= 2 else "a while ago"


def _key(located: Located, work: Path) -> Check:
    """Return whether the key of the pseudonyms is kept as cbioportal/key.py wants it; it is not opened."""
    name, path = "key", located.path(located.config.cbioportal.key).absolute()
    if path.resolve().is_relative_to(work.resolve()) and located.config.cbioportal.projects:
        cure = "name another file with cbioportal: {key: FILE}; who has both knows whom a pseudonym means"
        return Check(name, Standing.FAIL, f"the key of the pseudonyms would lie in the work folder: {path}", cure)
    try:
        mode = path.stat().st_mode
    except OSError:
        return Check(name, Standing.SKIP, f"there is no key of pseudonyms yet; the first export makes {path}")
    if mode & 0o077:
        return Check(name, Standing.FAIL, f"others may read the key of the pseudonyms: {path}", f"chmod 600 {path}")
    return Check(name, Standing.PASS, f"{path} is closed to others; keep a copy of it")


def _secrets(sites: Sequence[Located]) -> Check:
    """Return whether the files that hold log-ins are closed to others; they are not opened.

    One of .netrc that is open to others is refused wherever it is needed, and told there.
    """
    name = "secrets"
    files = [Path(os.environ[f"{one}_FILE"]) for one in _variables(sites) if os.environ.get(f"{one}_FILE")]
    netrc = netrc_path()
    named = dict.fromkeys((*files, *([netrc] if netrc else [])))
    there = [path for path in named if os.path.isfile(path)]  # noqa: PTH113 - Path's own raises where nobody may look
    if not there:
        return Check(name, Standing.SKIP, "no file holds a log-in")
    for found, cure in filter(any, map(openness, there)):
        return Check(name, Standing.WARN, found, cure)
    return Check(name, Standing.PASS, f"closed to others: {', '.join(map(str, there))}")


def _variables(sites: Sequence[Located]) -> Iterator[str]:
    for one in sites:
        if isinstance(one.config.archive, (XnatArchive, DicomwebArchive)):
            yield from (one.config.archive.user_env, one.config.archive.password_env)
    for target in sites[0].config.targets.values():
        if isinstance(target, FdpTarget):
            yield from (target.user_env, target.password_env, target.token_env)
