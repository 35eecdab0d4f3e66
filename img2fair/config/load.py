"""Reading a config: all that is wrong in it at once, each with its place and the nearest right name."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from img2fair.config.model import Config
from img2fair.config.names import wrong_names
from img2fair.config.problems import ConfigFault
from img2fair.config.several import Tree, each_archive, in_file
from img2fair.config.shape import Spot, spot_of
from img2fair.config.source import Location, Source, read_source, value_at
from img2fair.config.wording import told_of
from img2fair.errors import UsageFault
from img2fair.problems import Problem, closest


@dataclass(frozen=True, slots=True)
class Located:
    """A config and the file it came from; relative paths in it count from the file's folder.

    ``name`` is the archive's, where the file has several.
    """

    config: Config
    file: Path
    name: str = ""

    def __repr__(self) -> str:
        mark = f"#{self.name}" if self.name else ""
        return f"<Located {self.file}{mark}: {self.config.archive.type} {self.config.archive.place}>"

    def path(self, relative: Path) -> Path:
        """Return a path of the config as seen from the working directory."""
        return self.file.parent / relative

    @property
    def work(self) -> Path:
        """The folder of what belongs to this archive: the work folder, or one in it where there are several."""
        return self.path(self.config.work) / self.name


def load_config(path: Path | str) -> Located:
    """Read and check a config of one archive, or one of several: ``FILE#NAME`` names it.

    :param path: of the config.
    :raises UsageFault: as :func:`load_configs`; or it has several archives and none is named.
    """
    first, *others = load_configs(path)
    if others:
        names = ", ".join(one.name for one in (first, *others))
        cure = f"name it: -c {path}#{first.name} (there are: {names})"
        raise UsageFault("the config has several archives, and this command works on one", where=str(path), cure=cure)
    return first


def load_configs(path: Path | str) -> tuple[Located, ...]:
    """Read and check a config: one for each of its archives, or the one that ``FILE#NAME`` names.

    :param path: of the config.
    :raises ConfigFault: something in it is wrong; it tells all of it, with file:line:column.
    :raises UsageFault: it cannot be read (see :func:`read_source`), or has no archive of that name.
    """
    return chosen(Path(path), _all_of(config_file(Path(path))))


def config_file(path: Path) -> Path:
    """Return the file of ``FILE`` or ``FILE#NAME``."""
    file, mark, _ = str(path).rpartition("#")
    return Path(file) if mark and not os.path.exists(path) else path  # noqa: PTH110 - Path's own raises


def chosen(path: Path, found: tuple[Located, ...]) -> tuple[Located, ...]:
    """Return all configs of a file, or the one that ``FILE#NAME`` names.

    :raises UsageFault: there is no archive of that name.
    """
    file = config_file(path)
    if file == path:
        return found
    name = str(path).rpartition("#")[2]
    named = tuple(one for one in found if one.name == name)
    if not named:
        names = ", ".join(one.name for one in found if one.name)
        cure = f"there are: {names}" if names else "the config has one archive without a name: leave # away"
        raise UsageFault(f"there is no archive '{name}'", where=str(file), cure=cure)
    return named


def _all_of(path: Path) -> tuple[Located, ...]:
    source = read_source(path)
    if not isinstance(source.tree, Mapping):
        what = "is empty" if source.tree is None else "is not made of entries with names"
        cure = "write at least archive: {url: https://xnat.example.org}"
        raise ConfigFault(str(path), [Problem(source.place(()), "", f"the config {what}", cure)])
    problems: list[Problem] = []
    found = []
    for name, whole in each_archive(source, problems):
        try:
            found.append(Located(Config.model_validate(whole), path, name))
        except ValidationError as error:
            problems += _explained(error, whole, source, name)
        problems += [_problem(location, source, name, *told) for location, told in wrong_names(whole, path.parent)]
    problems += _nested(found, source)
    told = {one.at for one in problems}
    problems += [one for one in source.problems if one.at not in told]
    if problems:
        raise ConfigFault(str(path), problems)
    return tuple(found)


def _nested(found: Sequence[Located], source: Source) -> Iterator[Problem]:
    """Give archives whose keys begin like another's: a harvest of the one would withdraw the records of the other."""
    bases = {one.name: one.config.archive.identity.rstrip("/") for one in found}
    for name, base in bases.items():
        above = next(
            (other for other, its in bases.items() if other != name and f"{base}/".startswith(f"{its}/")), None
        )
        if above is not None:
            what = f"its address, {base}, is the same as that of '{above}', or below it"
            cure = "give one of them another 'iri', under which no other archive is"
            yield Problem(source.place(("archives", name), of_key=True), f"archives.{name}", what, cure)


def _explained(error: ValidationError, whole: Tree, source: Source, archive: str) -> Iterator[Problem]:
    errors = error.errors(include_input=False, include_url=False)
    strange = [spot_of(one["loc"]) for one in errors if one["type"] == "extra_forbidden"]
    for one in errors:
        spot = spot_of(one["loc"])
        if one["type"] == "missing" and _is_misspelt(spot, strange):
            continue  # the entry that is there in its place is told of
        value, there = value_at(whole, spot.location)
        told = told_of(one, spot, value, there)
        location = (*spot.location, "type") if _names_kind(one, value) else spot.location
        of_key = one["type"] == "extra_forbidden" or (there and value is None)
        yield _problem(location, source, archive, *told, of_key=of_key)


def _is_misspelt(missing: Spot, strange: Sequence[Spot]) -> bool:
    beside = [spot for spot in strange if spot.location[:-1] == missing.location[:-1]]
    return any(closest(str(spot.location[-1]), spot.beside) == missing.location[-1] for spot in beside)


def _names_kind(error: Mapping[str, Any], value: object) -> bool:
    return error["type"].startswith("union_tag") and isinstance(value, Mapping) and "type" in value


def _problem(
    location: Location, source: Source, archive: str, message: str, cure: str, *, of_key: bool = False
) -> Problem:
    location = in_file(location, source.tree, archive)
    name = ".".join(map(str, location))
    return Problem(source.place(location, of_key=of_key), name, message, cure)
