"""Profiles: named sets of shapes with the tables they need. The shipped ones stand in shapes/profiles.yaml."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from img2fair.assets import find_folder
from img2fair.errors import UsageFault
from img2fair.shacl.shapes import Shapes, read_shapes
from img2fair.shacl.vocabulary import Table, read_table


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of shapes. ``base`` names profiles that are always checked as well; ``notes`` what was repaired."""

    name: str
    title: str
    version: str
    source: str
    base: tuple[str, ...]
    files: tuple[Path, ...]
    vocabularies: tuple[Path, ...]
    notes: tuple[str, ...] = ()

    def shapes(self) -> Shapes:
        """Return the shapes, parsed once per process."""
        return read_shapes(self.files)

    def tables(self) -> tuple[Table, ...]:
        """Return the tables of terms, read once per process."""
        return tuple(read_table(path) for path in self.vocabularies)


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    from ruamel.yaml import YAML

    content: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(find_folder("shapes") / "profiles.yaml")
    return content


def list_profiles() -> list[tuple[str, str, str]]:
    """Return name, title and version of the shipped profiles."""
    return [(name, entry["title"], str(entry["version"])) for name, entry in sorted(_shipped().items())]


def load_profile(name: str, *, shapes: Sequence[Path] = ()) -> Profile:
    """Return a profile, its shapes read and checked.

    :param name: a shipped profile; with ``shapes`` any name for the report.
    :param shapes: SHACL files of the user's to judge by instead of shipped ones; the shipped tables stay at hand.
    :raises UsageFault: no such profile, or its shapes are of no use.
    """
    if shapes:
        files = tuple(Path(path) for path in shapes)
        source = ", ".join(path.name for path in files)
        profile = Profile(name, name, "", source, (), files, tuple(_all_tables()))
    else:
        profile = _known(name)
    notes = profile.shapes().notes
    profile.tables()
    return replace(profile, notes=notes)


def _known(name: str) -> Profile:
    entry = _shipped().get(name)
    if entry is None:
        near = difflib.get_close_matches(name, _shipped(), 1, 0.4)
        known = ", ".join(sorted(_shipped()))
        raise UsageFault(
            f"no profile '{name}'" + (f"; did you mean '{near[0]}'?" if near else ""),
            cure=f"give one of: {known}; or SHACL files with --shapes",
        )
    folder = find_folder("shapes")
    return Profile(
        name=name,
        title=entry["title"],
        version=str(entry["version"]),
        source=entry["source"],
        base=tuple(entry["base"]),
        files=tuple(folder / file for file in entry["files"]),
        vocabularies=tuple(folder / "vocabularies" / f"{table}.tsv" for table in entry["vocabularies"]),
    )


def _all_tables() -> Iterable[Path]:
    return sorted((find_folder("shapes") / "vocabularies").glob("*.tsv"))


def with_bases(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    """Return the profiles with their bases, each once, the most general first.

    :raises UsageFault: there is no profile at all.
    """
    ordered: dict[str, Profile] = {}

    def add(profile: Profile) -> None:
        for base in profile.base:
            if base not in ordered:
                add(load_profile(base))
        ordered.setdefault(profile.name, profile)

    for profile in profiles:
        add(profile)
    if not ordered:
        raise UsageFault("no profile to check against", cure="name one with --profile or in the config")
    return tuple(ordered.values())


def property_names(profiles: Iterable[Profile]) -> dict[str, str]:
    """Return what people call the properties, by IRI: as the shipped profiles say, then as the given ones do."""
    named = (*(load_profile(name) for name in sorted(_shipped())), *profiles)
    return {path: name for profile in named for path, name in profile.shapes().names.items()}
