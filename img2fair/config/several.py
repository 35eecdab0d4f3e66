"""A config of several archives: what it is for each of them, and where in the file that stands."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from img2fair.config.source import Location, Source
from img2fair.problems import Problem

OWN = ("mapping", "profiles", "advisory", "defaults", "projects", "privacy")
"""What an entry of ``archives`` may say for itself; ``defaults`` and ``projects`` are laid over those of all."""
LAID_OVER = ("defaults", "projects")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")
"""The name of an archive, which is that of its folder as well."""
TAKEN = ("lock", "applied")
"""Files that the work folder has itself."""

Tree = Mapping[str, Any]


def each_archive(source: Source, problems: list[Problem]) -> Iterator[tuple[str, Tree]]:
    """Give the config for each archive as if it were the only one, by name; one without a name has ``archive``.

    :param problems: gets what is wrong with the names and with what stands under them.
    """
    tree: Tree = source.tree
    if "archives" not in tree:
        yield "", tree
        return
    several = tree["archives"]
    if not isinstance(several, Mapping) or not several:
        cure = "write archives: {leiden: {url: https://xnat.example.org}}, or have archive alone"
        problems.append(Problem(source.place(("archives",)), "archives", "must name each archive", cure))
        return
    if "archive" in tree:
        cure = "give what stands under archive a name under archives"
        at = source.place(("archives",), of_key=True)
        problems.append(Problem(at, "archives", "must name each archive, and archive stands beside it", cure))
    for name, said in several.items():
        found = list(_wrong_with(source, name, said))
        problems += found
        if not found:
            yield name, _one_of(tree, name)


def _wrong_with(source: Source, name: str, said: object) -> Iterator[Problem]:
    at, subject = source.place(("archives", name), of_key=True), f"archives.{name}"
    if not NAME.fullmatch(name):
        yield Problem(at, subject, "a name is made of letters, digits, - and _", "begin with a letter; 41 at most")
    elif name.casefold() in TAKEN:
        yield Problem(at, subject, "this is the name of a file in the work folder", "give the archive another name")
    if not isinstance(said, Mapping):
        cure = f"write {name}: {{url: https://xnat.example.org}}"
        yield Problem(source.place(("archives", name)), subject, "says nothing of an archive", cure)


def _one_of(tree: Tree, name: str) -> Tree:
    said = dict(tree["archives"][name])
    whole = {key: value for key, value in tree.items() if key not in ("archives", "archive")}
    for key in [key for key in OWN if key in said]:
        own = said.pop(key)
        over = key in LAID_OVER and isinstance(own, dict) and isinstance(whole.get(key), dict)
        whole[key] = {**whole[key], **own} if over else own
    return {**whole, "archive": said}


def in_file(location: Location, tree: Tree, archive: str) -> Location:
    """Return where a place of the config for one archive stands in the file.

    :param archive: its name; empty where the file has one without a name.
    """
    if not archive:
        return location
    if location[:1] == ("archive",):
        return ("archives", archive, *location[1:])
    own = tree["archives"][archive]
    if not location or location[0] not in OWN or location[0] not in own:
        return location
    deeper = location[0] in LAID_OVER and len(location) > 1 and isinstance(own[location[0]], Mapping)
    shared = deeper and location[1] not in own[location[0]] and location[1] in (tree.get(str(location[0])) or {})
    return location if shared else ("archives", archive, *location)
