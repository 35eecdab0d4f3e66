"""Which properties the profiles know of a dataset and of a distribution, how much each is wanted, and their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from img2fair.errors import UsageFault
from img2fair.rdf import expand, shorten

if TYPE_CHECKING:
    from img2fair.shacl import Profile

SH = "http://www.w3.org/ns/shacl#"
CLASSES = {expand("dcat:Dataset"): "dataset", expand("dcat:Distribution"): "distribution"}


class Need(StrEnum):
    """How much a profile wants a property."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"

    @property
    def rank(self) -> int:
        """0 for what is wanted most."""
        return list(Need).index(self)


@dataclass(frozen=True, slots=True)
class Column:
    """A property of a kind of resource (``dataset``, ``distribution``): its IRI, its name, how much it is wanted."""

    kind: str
    property: str
    name: str
    need: Need


def known_columns(profiles: Iterable[str], language: str = "en") -> tuple[Column, ...]:
    """Return the properties that shipped profiles know of datasets and distributions, the most wanted first.

    Of a profile that has a set of shapes for each access right, all sets count. A property that several shapes name is
    wanted as much as the strictest of them wants it: mandatory is a least number (``sh:minCount``) of severity
    violation, recommended one of a lower severity. Names of profiles that are not shipped
    (a user's own shapes) are passed over.
    """
    needs: dict[tuple[str, str], Need] = {}
    names: dict[tuple[str, str], str] = {}
    for profile in _loaded(profiles):
        for kind, path, need, name in _demands(profile, language):
            place = (kind, path)
            needs[place] = min((needs.get(place, need), need), key=lambda one: one.rank)
            names[place] = name or names.get(place, "")
    found = [Column(kind, path, names[kind, path] or shorten(path), need) for (kind, path), need in needs.items()]
    return tuple(sorted(found, key=lambda column: (column.kind, column.need.rank)))


def _loaded(names: Iterable[str]) -> "list[Profile]":
    from img2fair.shacl import load_profile  # not needed for a report without a catalogue
    from img2fair.shacl.profile import all_variants, list_profiles, with_bases

    shipped = {name for name, _, _ in list_profiles()}
    wanted = [load_profile(name) for name in names if name in shipped]
    try:
        return list(all_variants(with_bases(wanted)))
    except UsageFault:
        return []


def _demands(profile: "Profile", language: str) -> list[tuple[str, str, Need, str]]:
    """Return kind, property, need and name of all that a profile's shapes say of the two classes."""
    shapes = profile.shapes()
    owners: dict[object, str] = {}
    parts: dict[object, list[object]] = {}
    least: set[object] = set()
    mild: set[object] = set()
    for subject, predicate, value in shapes.graph:
        term = str(predicate)
        if term == f"{SH}targetClass" and str(value) in CLASSES:
            owners[subject] = CLASSES[str(value)]
        elif term == f"{SH}property":
            parts.setdefault(subject, []).append(value)
        elif term == f"{SH}minCount" and str(value) != "0":
            least.add(subject)
        elif term == f"{SH}severity" and str(value) != f"{SH}Violation":
            mild.add(subject)
    found = []
    for owner, kind in sorted(owners.items(), key=str):
        for part in sorted(parts.get(owner, ()), key=str):
            info = shapes.infos.get(str(part))
            if info is None or not info.path or info.inverse:
                continue
            need = Need.OPTIONAL if part not in least else Need.RECOMMENDED if part in mild else Need.MANDATORY
            found.append((kind, info.path, need, (info.name_nl if language == "nl" else "") or info.name))
    return found


def as_names(columns: Iterable[Column]) -> Mapping[tuple[str, str], str]:
    """Return the names of properties, by kind and IRI."""
    return {(column.kind, column.property): column.name for column in columns}
