"""Whether something starts img2fair by itself on this machine, as far as files that everybody may read tell.

Sources: systemd.unit(5) for the folders of units and what ``enable`` links; cron(8) for the folders of tables. The
tables of users lie where only root may look, and Kubernetes and others start runs without a trace here, so that no
schedule at all is not even a warning.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from img2fair.model import Check, Standing

UNITS = ("/etc/systemd/system", "/usr/lib/systemd/system", "~/.config/systemd/user")
TABLES = ("/etc/crontab", "/etc/cron.d", "/etc/cron.daily")
_WORD = "img2fair"
_LARGEST = 100_000


def schedule_check() -> Check:
    """Return what starts img2fair here: timers of systemd and tables of cron."""
    name = "schedule"
    timers = [path for folder in UNITS for path in _named(_at(folder), f"*{_WORD}*.timer")]
    idle = [path for path in timers if not _enabled(path)]
    if idle:
        user = " --user" if ".config" in idle[0].parts else ""
        cure = f"systemctl{user} enable --now {idle[0].name}"
        return Check(name, Standing.WARN, f"{idle[0]} is there and not enabled", cure)
    found = [*timers, *(path for place in TABLES for path in _tables(Path(place)))]
    if found:
        return Check(name, Standing.PASS, ", ".join(map(str, found)))
    return Check(name, Standing.SKIP, "none is seen here; img2fair schedule emit systemd writes one")


def _at(folder: str) -> Path:
    return Path(os.path.expanduser(folder))  # noqa: PTH111 - Path's own raises where the user has no home


def _named(folder: Path, pattern: str) -> Sequence[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return ()


def _enabled(timer: Path) -> bool:
    return os.path.lexists(timer.parent / "timers.target.wants" / timer.name)


def _tables(place: Path) -> list[Path]:
    return [path for path in ([place] if place.is_file() else _named(place, "*")) if _speaks(path)]


def _speaks(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return any(_WORD in line for line in file.read(_LARGEST).splitlines() if not line.lstrip().startswith("#"))
    except OSError:
        return False
