"""Names in a config that no model knows: mappings, profiles, time zones; and those of log-ins where names are free.

Whether they are there is told with all that is wrong; they are read by those who use them.
"""

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from img2fair import assets
from img2fair.config.source import Location
from img2fair.config.wording import Told, log_ins
from img2fair.errors import UsageFault
from img2fair.problems import closest

_SUFFIX = ".yaml"


def wrong_names(tree: Mapping[str, Any], folder: Path) -> Iterator[tuple[Location, Told]]:
    """Give the names that nothing has, or that are none of a config, with their places and what to say of them.

    :param tree: the config for one archive, not checked.
    :param folder: the config's, where mappings of one's own lie.
    """
    for location, name in _texts(tree, "mapping"):
        if not _is_mapping(name, folder):
            yield location, _mapping(name)
    for location, name in (*_texts(tree, "profiles"), *_texts(tree, "advisory"), *_of_targets(tree)):
        if name not in _profiles():
            yield location, Told("there is no such profile", _near(name, _profiles()))
    for location, other in _same_folder(tree):
        yield location, Told(f"the target '{other}' has the same folder", "give each site a folder of its own")
    for entry in ("defaults", "projects"):
        yield from log_ins(tree.get(entry), (entry,))
    archive = tree.get("archive")
    zone = archive.get("timezone") if isinstance(archive, Mapping) else None
    if isinstance(zone, str) and not _is_zone(zone):
        near = closest(zone, [name for name in available_timezones() if "/" in name]) or "Europe/Amsterdam"
        cure = f"write the name of its place, such as {near} (IANA time zone database)"
        yield ("archive", "timezone"), Told("there is no such time zone", cure)


def _texts(tree: Mapping[str, Any], entry: str) -> list[tuple[Location, str]]:
    said = tree.get(entry)
    if isinstance(said, str) and entry == "mapping":
        return [((entry,), said)]
    several = enumerate(said) if isinstance(said, list) else ()
    return [((entry, number), name) for number, name in several if isinstance(name, str)]


def _of_targets(tree: Mapping[str, Any]) -> list[tuple[Location, str]]:
    targets = tree.get("targets")
    said = targets.items() if isinstance(targets, Mapping) else ()
    named = [(name, target.get("profile")) for name, target in said if isinstance(target, Mapping)]
    return [(("targets", name, "profile"), profile) for name, profile in named if isinstance(profile, str) and profile]


def _same_folder(tree: Mapping[str, Any]) -> Iterator[tuple[Location, str]]:
    """Give the paths of sites that another site has already, with the other's name."""
    targets = tree.get("targets")
    taken: dict[str, str] = {}
    for name, target in targets.items() if isinstance(targets, Mapping) else ():
        path = target.get("path") if isinstance(target, Mapping) else None
        if isinstance(path, str) and os.path.normpath(path) in taken:
            yield ("targets", name, "path"), taken[os.path.normpath(path)]
        elif isinstance(path, str):
            taken[os.path.normpath(path)] = str(name)


def _is_mapping(name: str, folder: Path) -> bool:
    try:
        assets.find_file("mappings", name, _SUFFIX, folder)
    except (UsageFault, ValueError, OSError):  # a NUL in it, or a name that is too long
        return False
    return True


def _mapping(name: str) -> Told:
    what = "there is no such mapping, neither shipped nor a file beside the config"
    if "\\" in name:
        return Told(what, "write / between folders")
    return Told(what, _near(name, assets.names("mappings", _SUFFIX)))


@cache
def _profiles() -> tuple[str, ...]:
    """Return the names of the shipped profiles, which begin the lines of their file."""
    text = (assets.find_folder("shapes") / "profiles.yaml").read_text(encoding="utf-8")
    return tuple(re.findall(r"^([\w-]+):", text, re.MULTILINE))


def _near(name: str, known: list[str] | tuple[str, ...]) -> str:
    near = closest(name, known)
    return f"did you mean '{near}'?" if near else f"there are: {', '.join(sorted(known))}"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        return False
    return True
