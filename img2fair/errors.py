"""What can go wrong, and the exit code each kind of it ends in.

    Fault                       code
    ├── UsageFault               2   the command line, the config or a mapping is wrong
    ├── RemoteFault              4   an archive or target cannot be used now: try later
    ├── LoginFault               5   an archive or target refused the login
    ├── LockFault                6   another run is at work in the same folder
    ├── SafetyStop               9   going on could do harm: a stale plan, too many withdrawals, an incomplete harvest
    └── OutputFault              4   what we make cannot be written now (disk full)

Poor metadata is never an exception: it is a finding (findings.py).
"""

import errno
import os
import shlex
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path


class Exit(IntEnum):
    """The exit codes of every command: a contract with schedulers."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INVALID = 3
    UNAVAILABLE = 4
    LOGIN = 5
    LOCKED = 6
    PRIVACY = 7
    PARTLY = 8
    SAFETY = 9
    PENDING = 10
    INTERRUPTED = 130


class Fault(Exception):
    """A room cannot do its work. Says what, where and how to mend it, in at most six lines.

    :param what: one sentence, without a full stop.
    :param where: file:line:column, address or path the fault is at.
    :param cure: what the user can do about it.
    """

    code = Exit.BUG

    def __init__(self, what: str, *, where: str = "", cure: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.cure = cure

    def __str__(self) -> str:
        lines = [f"error: {self.what}"]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.cure:
            lines.append(f"  mend:  {self.cure}")
        return "\n".join(lines)


class UsageFault(Fault):
    """The command line, the config or a mapping is wrong."""

    code = Exit.USAGE


class RemoteFault(Fault):
    """An archive or target cannot be used now."""

    code = Exit.UNAVAILABLE


class LoginFault(Fault):
    """An archive or target refused the login."""

    code = Exit.LOGIN


class OutputFault(Fault):
    """What we make cannot be written now: the disk is full."""

    code = Exit.UNAVAILABLE


class LockFault(Fault):
    """Another run is at work in the same folder."""

    code = Exit.LOCKED


class SafetyStop(Fault):
    """Going on could do harm.

    :param vanishing: the projects whose datasets would be withdrawn, where that is the harm; one for each dataset.
    """

    code = Exit.SAFETY

    def __init__(self, what: str, *, where: str = "", cure: str = "", vanishing: Sequence[str] = ()) -> None:
        super().__init__(what, where=where, cure=cure)
        self.vanishing = tuple(vanishing)


def fault_of(code: Exit, what: str, *, where: str = "", cure: str = "") -> Fault:
    """Return the kind of fault that ends in an exit code; a bug's where there is none."""
    kinds = {kind.code: kind for kind in (UsageFault, RemoteFault, LoginFault, LockFault, SafetyStop)}
    return kinds.get(code, Fault)(what, where=where, cure=cure)


def output_fault(error: OSError, path: object) -> OutputFault | UsageFault:
    """Return the fault for an operating-system error on something we write.

    A full disk mends itself or is mended from outside (exit 4, try later); what may not be written is somebody's to
    change (exit 2). What stood there before is untouched: all writes go beside and swap.

    :param path: what was to be written; a file or folder in the way that the error names is told in its place.
    """
    passing = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    kind = OutputFault if passing else UsageFault
    moving = error.filename2 is not None  # from beside its place, under a name that says nothing
    there = error.filename if error.filename and not moving and os.path.lexists(error.filename) else path
    cure = "free some room and run again" if passing else _let_write(error, Path(str(there)))
    return kind(f"cannot write: {error.strerror}; nothing that was there has been changed", where=str(there), cure=cure)


def _let_write(error: OSError, path: Path) -> str:
    """Return how a path becomes one that can be written; what is missing is to be made in the folder above it."""
    path = path.absolute()
    there = next((one for one in (path, *path.parents) if os.path.lexists(one)), path)
    if error.errno in (errno.EACCES, errno.EPERM):
        give = shlex.join(["chown", "-hR", str(os.geteuid()), str(there)])
        return f"another user has made it, or may write there alone; give it to the one who runs this, as root: {give}"
    if error.errno == errno.EROFS:
        return f"let this run write in {there}; a service of systemd writes only what ReadWritePaths= in its unit names"
    return f"clear the way at {there}, or name another place in the config or on the command line"
