"""Profiles: named sets of shapes with the tables they need. The shipped ones stand in shapes/profiles.yaml."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import Any

from img2fair.assets import find_folder
from img2fair.errors import UsageFault
from img2fair.shacl.shapes import Shapes, Targets, read_names, read_shapes
from img2fair.shacl.sources import Source, Text, fetch, is_address
from img2fair.shacl.vocabulary import Table, read_table


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of shapes. ``base`` names profiles that are always checked as well; ``notes`` what was repaired.

    :param sources: the shapes for every record, as files or texts.
    :param by_access: further files for datasets of an access right, by its IRI (HealthDCAT-AP R8 has three such sets).
    :param advisory: what it finds is advice: at most warnings.
    """

    name: str
    title: str
    version: str
    source: str
    base: tuple[str, ...]
    sources: tuple[Source, ...]
    vocabularies: tuple[Path, ...]
    notes: tuple[str, ...] = ()
    by_access: tuple[tuple[str, tuple[Source, ...]], ...] = ()
    advisory: bool = False

    def __repr__(self) -> str:
        return f"<Profile {self.name}{f' {self.version}' if self.version else ''}{' (advisory)' * self.advisory}>"

    def shapes(self) -> Shapes:
        """Return the shapes for every record, parsed once per process."""
        return read_shapes(self.sources)

    def tables(self) -> tuple[Table, ...]:
        """Return the tables of terms, read once per process."""
        return tuple(read_table(path) for path in self.vocabularies)

    def for_access(self, right: str | None) -> "Profile":
        """Return the profile for datasets of one access right; for no right, or one not listed, without any set."""
        more = next((sources for listed, sources in self.by_access if listed == right), ())
        return replace(self, sources=(*self.sources, *more), by_access=())

    def variants(self) -> "tuple[Profile, ...]":
        """Return the profile without any set and, for each right that has one, with it."""
        return (self.for_access(None), *(self.for_access(right) for right, _ in self.by_access))


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    from ruamel.yaml import YAML

    content: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(find_folder("shapes") / "profiles.yaml")
    return content


def list_profiles() -> list[tuple[str, str, str]]:
    """Return name, title and version of the shipped profiles."""
    return [(name, entry["title"], str(entry["version"])) for name, entry in sorted(_shipped().items())]


def load_profile(name: str, *, shapes: Sequence[Path | str] = ()) -> Profile:
    """Return a profile, its shapes read and checked.

    :param name: a shipped profile; with ``shapes`` any name for the report.
    :param shapes: SHACL files or addresses (https://…) of the user's to judge by instead of shipped ones; the shipped
        tables stay at hand. An address is asked once.
    :raises UsageFault: no such profile, or its shapes are of no use.
    :raises RemoteFault: an address cannot be read.
    """
    if not shapes:
        return _checked(_known(name))
    return _given(name, tuple(fetch(str(one)) if is_address(one) else Path(one) for one in shapes))


def load_profile_text(name: str, turtle: str, source: str) -> Profile:
    """Return a profile of shapes in Turtle, such as the merged schemas of a FAIR Data Point.

    :param source: the address they are from, for people.
    :raises UsageFault: the shapes do not parse or are of no use.
    """
    return _given(name, (Text(source, "turtle", turtle),))


def _given(name: str, sources: tuple[Source, ...]) -> Profile:
    told = ", ".join(source.name if isinstance(source, Path) else str(source) for source in sources)
    return _checked(Profile(name, name, "", told, (), sources, tuple(_all_tables())))


def _checked(profile: Profile) -> Profile:
    """Return the profile with notes of what was repaired in it, all of it read."""
    profile.tables()
    notes = dict.fromkeys(note for variant in profile.variants() for note in variant.shapes().notes)
    return replace(profile, notes=tuple(notes))


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
        sources=tuple(folder / file for file in entry["files"]),
        vocabularies=tuple(folder / "vocabularies" / f"{table}.tsv" for table in entry["vocabularies"]),
        by_access=tuple(
            (right, tuple(folder / file for file in files)) for right, files in entry.get("by_access", {}).items()
        ),
    )


def _all_tables() -> Iterable[Path]:
    return sorted((find_folder("shapes") / "vocabularies").glob("*.tsv"))


def with_bases(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    """Return the profiles with their bases, each once, the most general first.

    A base that only advisory profiles bring along is advisory as well.

    :raises UsageFault: there is no profile at all.
    """
    given = tuple(profiles)
    ordered = _ordered(given)
    if not ordered:
        raise UsageFault("no profile to check against", cure="name one with --profile or in the config")
    blocking = _ordered(profile for profile in given if not profile.advisory)
    return tuple(replace(profile, advisory=profile.name not in blocking) for profile in ordered.values())


def _ordered(profiles: Iterable[Profile]) -> dict[str, Profile]:
    ordered: dict[str, Profile] = {}

    def add(profile: Profile) -> None:
        for base in profile.base:
            if base not in ordered:
                add(load_profile(base))
        ordered.setdefault(profile.name, profile)

    for profile in profiles:
        add(profile)
    return ordered


def rights_of(profiles: Iterable[Profile]) -> frozenset[str]:
    """Return the access rights that any of the profiles has a set of shapes for."""
    return frozenset(right for profile in profiles for right, _ in profile.by_access)


def all_variants(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    """Return the profiles with each of their sets by access right."""
    return tuple(variant for profile in profiles for variant in profile.variants())


def targets_of(profiles: Iterable[Profile]) -> Targets:
    """Return what any of the profiles looks at, with their shapes for every record."""
    return reduce(or_, (profile.shapes().targets for profile in profiles))


def property_names(profiles: Iterable[Profile]) -> dict[str, str]:
    """Return what people call the properties, by IRI: as the shipped profiles say, then as the given ones do."""
    shipped = [source for name in sorted(_shipped()) for source in _known(name).sources]
    named = [read_names(source) for source in shipped]
    named += [variant.shapes().names for variant in all_variants(profiles)]
    return {path: name for names in named for path, name in names.items()}


def table_of(scheme: str, profiles: Iterable[Profile]) -> Table | None:
    """Return the table of a scheme, by its IRI, among those of the profiles."""
    tables = (table for profile in profiles for table in profile.tables())
    return next((table for table in tables if table.scheme == scheme), None) if scheme else None


def allowed_values(
    scheme: str, value: str, profiles: Sequence[Profile], most: int = 8
) -> tuple[tuple[tuple[str, str], ...], int]:
    """Return the terms of a scheme nearest to a wrong value, as IRI and English label, and how many terms there are.

    :returns: nothing and 0 where no table of the profiles has the scheme, or the table knows its terms by form only.
    """
    table = table_of(scheme, profiles)
    if table is None:
        return (), 0
    return tuple((term, table.labels[term]) for term in table.nearest(value, most)), len(table.labels)
