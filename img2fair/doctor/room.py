"""Free room on disks, and which file system a path lies on."""

import os
import shutil
from pathlib import Path

from img2fair.errors import Exit
from img2fair.model import Check, Standing

LITTLE, TOO_LITTLE = 1 << 30, 100 << 20
"""Bytes below which a run may fail, and surely fails: a snapshot of a thousand projects has a hundred megabytes."""


def nearest(path: Path) -> Path:
    """Return a path, or the nearest one above it that is there."""
    return next((one for one in (path, *path.parents) if os.path.exists(one)), Path("/"))  # noqa: PTH110 - Path's own raises


def room_check(path: Path, name: str = "room") -> Check:
    """Return how much room there is where a path lies or will lie."""
    place = nearest(path.absolute())
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        return Check(name, Standing.WARN, f"cannot tell the free room at {place}: {error.strerror}", f"df -h {place}")
    found = f"{_size(free)} free at {place}"
    cure = f"free some room: df -h {place}"
    if free < TOO_LITTLE:
        return Check(name, Standing.FAIL, found, cure, Exit.UNAVAILABLE)
    if free < LITTLE:
        return Check(name, Standing.WARN, found, cure)
    return Check(name, Standing.PASS, found)


def file_system(path: Path) -> str:
    """Return the kind and place of the file system that a path lies on; Linux tells it in /proc/mounts (proc(5))."""
    best = ("", "a file system of unknown kind")
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return best[1]
    for line in lines:
        _, mount, kind, *_ = [*line.split(" "), "", "", ""]
        if mount and path.is_relative_to(mount) and len(mount) >= len(best[0]):
            best = (mount, f"{kind} at {mount}")
    return best[1]


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB" if count >= LITTLE else f"{count >> 20} MB"
