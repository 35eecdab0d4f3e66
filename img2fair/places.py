"""Where a steward or operator fills what is missing: a place for each path of the mapping language."""

from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.findings import CONFIG_FILE, Place
from img2fair.privacy.policy import field_of

_IN_CONFIG = ("defaults.", "projects.", "site.")
_KIND = "site.type"
"""What kind of archive it is; nobody fills or mends that."""
_ACCESS = "XNAT: project page > Access tab > accessibility"


@dataclass(frozen=True, slots=True)
class Ground:
    """The project at hand: its id, the kind of archive it is in, and the address of its page there."""

    project: str | None = None
    archive: str = "xnat"
    page: str = ""


def places(paths: Iterable[str], ground: Ground) -> tuple[Place, ...]:
    """Return where each path can be filled, each place once; a path that nobody fills (an IRI of ours) has none."""
    return tuple(dict.fromkeys(place for path in paths if (place := _place(path, ground))))


def config_place(key: str) -> Place:
    """Return the place of a dotted key of the config."""
    return Place(CONFIG_FILE, "", key)


def _place(path: str, ground: Ground) -> Place | None:
    if path == _KIND:
        return None
    if path.startswith(_IN_CONFIG):
        return config_place(path)
    field = field_of(path)
    where = _ACCESS if path == "project.accessibility" else field.where if field else None
    if where is None:
        return None
    system, _, way = where.partition(": ")
    screen, _, name = way.rpartition(" > ")
    if ground.project:
        screen = screen.replace("project page", f"project {ground.project}", 1)
    return Place(system, screen, name, ground.page)
