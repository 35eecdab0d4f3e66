"""What stands between this machine and a published catalogue: read-only checks, each with its cure, within ten seconds.

    config.py    the config, its mapping and profiles        archive.py, targets.py    each with the way to it
    network.py   proxy, name, port, certificate              machine.py                this installation
    work.py      the work folder, files with secrets         timers.py                 what starts runs
    catalogue.py what each check asks, and its usual cure    telling.py                text, JSON, exit code

Archives and targets are looked at side by side, each in a thread; who has not answered when the time is up is told so,
and not waited for.
"""

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing import TimeoutError as NotInTime
from multiprocessing.pool import AsyncResult, ThreadPool
from pathlib import Path

from img2fair.config import Located, SiteTarget, config_file, load_configs, nobody_answers
from img2fair.doctor.archive import archive_checks
from img2fair.doctor.catalogue import CHECKS, CheckText
from img2fair.doctor.config import look_at, read_check, unread_check
from img2fair.doctor.machine import machine_checks
from img2fair.doctor.targets import target_checks
from img2fair.doctor.timers import schedule_check
from img2fair.doctor.work import LastRun, work_checks
from img2fair.errors import Exit, Fault
from img2fair.model import Check, Standing

__all__ = ["CHECKS", "WITHIN", "CheckText", "Group", "LastRun", "examine"]

WITHIN = 7.0
"""Seconds in which archives and targets have to answer: with beginning and ending the process takes ten at most."""

_Look = Callable[[], Iterable[Check]]


@dataclass(frozen=True, slots=True)
class Group:
    """What was found out about one thing: ``config``, ``archive``, ``target NAME``, ``machine``."""

    name: str
    checks: tuple[Check, ...]


def examine(file: Path, last_run: LastRun, within: float = WITHIN) -> tuple[Group, ...]:
    """Look at a config, its archives and targets, and this machine; nothing is changed anywhere.

    :param file: the config, ``FILE`` or ``FILE#NAME``; it may be missing or wrong.
    :param last_run: gives what a work folder remembers of the last run.
    :param within: seconds in which archives and targets have to answer.
    """
    ends = time.monotonic() + within
    nobody_answers()  # a question to a person would wait
    try:
        sites = load_configs(file)
    except Fault as fault:
        there = os.path.lexists(config_file(file))
        unread = Group("config", (unread_check(fault, there=there),))
        return unread, Group("machine", tuple(machine_checks()))
    looked = look_at(sites)
    far: list[tuple[str, _Look]] = [
        (_named("archive", one), partial(archive_checks, one, found.form_keys, ends))
        for one, found in zip(sites, looked, strict=True)
    ]
    far += [(f"target {name}", partial(target_checks, sites[0], name)) for name in sites[0].config.targets]
    pages = {f"target {name}" for name, said in sites[0].config.targets.items() if isinstance(said, SiteTarget)}
    with _Sides(far, ends, pages) as sides:
        machine = (*machine_checks(), *work_checks(sites, last_run), schedule_check())
        near = [Group(_named("config", one), tuple(found.checks)) for one, found in zip(sites, looked, strict=True)]
        first = near[0] if len(sites) == 1 else Group("config", ())
        config = Group("config", (read_check(sites), *first.checks))
        return (config, *(near if len(sites) > 1 else ()), *sides.groups(), Group("machine", machine))


def _named(what: str, located: Located) -> str:
    return f"{what} {located.name}" if located.name else what


class _Sides:
    """Looks that go on side by side, as a context that waits for none of them at its end.

    :param ends: the moment, by the monotonic clock, after which nobody is waited for.
    :param pages: looks that ask nobody but servers of what pages lead to, without which a run does its work.
    """

    def __init__(self, looks: Iterable[tuple[str, _Look]], ends: float, pages: Collection[str] = ()) -> None:
        self._pages = pages
        self._found: dict[str, list[Check]] = {}
        self._ends = ends
        self._begun = time.monotonic()
        listed = list(looks)
        self._pool = ThreadPool(max(len(listed), 1))  # its threads end with the process
        self._under_way = {name: self._begin(name, look) for name, look in listed}

    def __enter__(self) -> "_Sides":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.terminate()

    def groups(self) -> Iterator[Group]:
        """Yield what was found; what came too late is left out, and said to be."""
        for name, look in self._under_way.items():
            try:
                look.get(max(self._ends - time.monotonic(), 0))
            except NotInTime:
                late = tuple(self._found[name])
                yield Group(name, (*late, self._late(name)))
            else:
                yield Group(name, tuple(self._found[name]))

    def _begin(self, name: str, look: _Look) -> "AsyncResult[None]":
        found = self._found[name] = []

        def take() -> None:
            for check in look():
                found[len(found) :] = [check]

        return self._pool.apply_async(take)

    def _late(self, name: str) -> Check:
        seconds = self._ends - self._begun
        cure = (
            "see that it is up and not overloaded, then run again; what comes after the checks above was not looked at"
        )
        found = f"it has not answered within {seconds:.0f} seconds"
        if name in self._pages:
            return Check("time", Standing.WARN, "not all that its pages lead to has answered in time", cure)
        return Check("time", Standing.FAIL, found, cure, Exit.UNAVAILABLE)
