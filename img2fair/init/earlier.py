"""What an earlier init, or its owner since, has written: the answers in it, and what init would say beside it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from img2fair.config import DEFAULT_FILE, SiteTarget, load_config, load_configs
from img2fair.config.source import read_source
from img2fair.errors import UsageFault
from img2fair.init.proposing import MAPPING_FILE
from img2fair.init.questions import OF_FILES
from img2fair.publication.needed import at

_AT = {
    "name": "archive.name",
    "timezone": "archive.timezone",
    "language": "language",
    "publisher": "defaults.publisher.name",
    "homepage": "defaults.publisher.homepage",
    "contact_email": "defaults.contact_point.email",
    "license": "defaults.license",
    "rights": "defaults.rights",
    "title": "defaults.catalog.title",
    "description": "defaults.catalog.description",
}
"""Name of an answer → where it stands in a config."""
_DECIDES: Mapping[str, tuple[str, ...]] = {
    **{name: (key,) for name, key in _AT.items()},
    "keyword": ("archive.include",),
    "mapping": ("mapping", "profiles", "advisory"),
    **dict.fromkeys(("target", "base", "fdp"), ("targets",)),
}
"""Name of an answer → all that it decides on in a config."""


def earlier(folder: Path) -> tuple[Mapping[str, str], Mapping[str, Any]]:
    """Return the answers that a config has, and its tree; nothing where there is none.

    :raises UsageFault: the config is wrong, or has several archives, which init does not look at.
    """
    path = folder / DEFAULT_FILE
    if not path.exists():
        return {}, {}
    several = [one.name for one in load_configs(path)]
    if len(several) > 1:
        raise UsageFault(
            f"the config has {len(several)} archives, and init is for one",
            where=str(path),
            cure="name another folder, img2fair init DIR, and take over from its config what you need",
        )
    config = load_config(path).config
    tree = read_source(path).tree
    said = {name: text for name, key in _AT.items() if isinstance(text := at(tree, key), str) and text}
    kind = config.archive.type
    said |= {"type": kind, "archive": str(at(tree, "archive.path" if kind in OF_FILES else "archive.url"))}
    said |= {"keyword": next(iter(config.archive.include.keywords), "-")}
    said |= _mapping(folder, config.mapping)
    for target in config.targets.values():
        own = {"base": target.base} if isinstance(target, SiteTarget) else {"fdp": target.url}
        said |= {"target": target.type, **own}
    return said, tree


def _mapping(folder: Path, named: str | tuple[str, ...]) -> dict[str, str]:
    """Return the shipped mapping that the site's own extends, or the file that stands in its place."""
    name = named if isinstance(named, str) else named[0]
    if name != MAPPING_FILE:
        return {"mapping": name, "mapping_file": name}
    path = folder / MAPPING_FILE
    extends = at(read_source(path).tree, "extends") if path.exists() else None
    return {"extends": extends} if isinstance(extends, str) else {}


def news(tree: Mapping[str, Any], proposed: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """Return what is proposed of the archive and the defaults and a config has not, and what an option says otherwise.

    :param said: name of a question → what an option says.
    """
    found: dict[str, Any] = {}
    for part in ("archive", "defaults"):
        found |= _absent(tree.get(part), proposed.get(part, {}), f"{part}.")
    decided = dict.fromkeys(key for name in said for key in _DECIDES.get(name, ()))
    return {**found, **{key: at(proposed, key) for key in decided if at(tree, key) != at(proposed, key)}}


def _absent(there: Any, proposed: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    """Yield what is proposed and is not there: dotted keys with their values, and new items of lists."""
    if not isinstance(there, Mapping):
        return
    for key, value in proposed.items():
        found = there.get(key)
        if isinstance(value, Mapping) and isinstance(found, Mapping):
            yield from _absent(found, value, f"{above}{key}.")
        elif isinstance(value, list) and isinstance(found, list):
            fresh = [item for item in value if item not in found]
            yield from [(f"{above}{key}", fresh)] if fresh else []
        elif isinstance(value, Mapping):
            yield from _absent(found or {}, value, f"{above}{key}.")
        elif key not in there and value not in (None, ""):
            yield f"{above}{key}", value
