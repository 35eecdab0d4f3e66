"""Small worlds of people, all that is published of each, and what somebody who sees it and knows the rules can tell.

A world is a number of people of each type, and perhaps numbers of things. Worlds of equal publications look alike: over
these, the least and the greatest number of people in a cell is all that anybody can know.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from img2fair.mapping import Settings, load_mapping
from img2fair.mapping.names import project_names
from img2fair.mapping.views import Reader
from img2fair.model import Held, HeldText, ImagingSession, ImagingSubject, Project, Resource, ScanProfile, Visibility
from img2fair.privacy import FIELDS, Kind, facts
from tests.sizes import size

NUMBERS = (Kind.TOTAL, Kind.SPLIT, Kind.AGES, Kind.SHARE, Kind.COUNTED)
SETTINGS = Settings({"url": "https://x.org"}, {})
World = tuple[int, ...]
T = TypeVar("T")
LEAST = 5
"""The least that a config may say; with few the worlds stay small enough to try all of them."""


def compositions(total: int, parts: int) -> Iterator[World]:
    """Return every way to split so many people into parts."""
    for bars in itertools.combinations(range(total + parts - 1), parts - 1):
        edges = (-1, *bars, total + parts - 1)
        yield tuple(after - before - 1 for before, after in itertools.pairwise(edges))


@dataclass(frozen=True)
class Scanned:
    """One scan of a person; ``times`` says how many alike there are."""

    modality: str | None = "CT"
    body_part: str | None = None
    manufacturer: str | None = None
    quality: str | None = None
    label: str | None = None
    strength: str | None = None
    times: int = 1
    files: int = 1


def held(text: str | None) -> HeldText | None:
    return Held(text) if text else None


def project(people: Sequence[Sequence[Scanned] | None], sexes: str = "", all_sessions: int = 0) -> Project:
    """Return a project: each person's scans, in a session for each field strength.

    :param people: of each person the scans; ``None`` for one who was not imaged.
    :param all_sessions: how many sessions there are; the first person who was imaged has the rest, without scans.
    """
    subjects = tuple(
        ImagingSubject(Held(f"S{n}"), Held("l"), sex=held(sexes[n].strip()) if sexes else None)
        for n in range(len(people))
    )
    sessions = [
        _session(n, scans, strength)
        for n, found in enumerate(people)
        if found is not None
        for strength, scans in _by_strength(found).items()
    ]
    first = next((n for n, scans in enumerate(people) if scans is not None), None)
    rest = all_sessions - len(sessions)
    more = [_session(first, (), None) for _ in range(rest)] if first is not None else []
    return Project("P", Visibility.PUBLIC, subjects=subjects, sessions=(*sessions, *more))


def _by_strength(scans: Sequence[Scanned]) -> dict[str | None, tuple[Scanned, ...]]:
    """Return scans by session; who was imaged and has no scan has a session all the same."""
    found: dict[str | None, tuple[Scanned, ...]] = {} if scans else {None: ()}
    for scan in scans:
        found[scan.strength] = (*found.get(scan.strength, ()), scan)
    return found


@cache
def _session(person: int, scans: tuple[Scanned, ...], strength: str | None) -> ImagingSession:
    ids = Held("E"), Held("l"), Held(f"S{person}")
    return ImagingSession(*ids, scans=tuple(map(_profile, scans)), field_strength=held(strength))


@cache
def _profile(scan: Scanned) -> ScanProfile:
    resource = Resource(Held(scan.label), Held(scan.files), None) if scan.label else None
    return ScanProfile(
        scan.times,
        modality=held(scan.modality),
        body_part=held(scan.body_part),
        manufacturer=held(scan.manufacturer),
        quality=held(scan.quality),
        resources=(resource,) if resource else (),
    )


@cache
def _tables() -> Mapping[str, Any]:
    return load_mapping("health-ri-core").tables


def published(of: Project, least: int) -> Hashable:
    """Return every figure that a mapping can read of a project, and the codes and labels that it has."""
    found = facts(of, least)
    reader = Reader(people=found.people, concerned=found.concerned, min_count=least)
    names = project_names(SETTINGS, of, found, reader, _tables())
    told: list[Hashable] = [tuple(names["counts"].told)]
    for field in FIELDS:
        group, _, name = field.path.rpartition(".")
        if field.kind in (*NUMBERS, Kind.CODE) and group != "resources":
            value = names[group].member(name)
            told.append(tuple(value) if isinstance(value, list) else value)
    told += [tuple(one.member(name) for name in ("label", "files", "bytes", "scans")) for one in names["resources"]]
    return tuple(told)


@dataclass
class Seen:
    """What can be told of a cell: between which numbers it is, and whether it is few in a world that looks so."""

    least: int
    greatest: int
    few: bool = False


def leaks(
    worlds: Iterable[World],
    publish: Callable[[World], Hashable],
    cells: Callable[[World], Mapping[str, int]],
    least: int,
    *,
    besides: Iterable[World] = (),
) -> tuple[int, list[str]]:
    """Return how many worlds there are, and every cell of few people that somebody can tell too much of.

    :param besides: worlds that may look like one of these; of them alone nothing is asked, because not all are here.

    A cell of a margin may not be known to be more than 1, nor to be less than ``least`` - 1. A cell whose name begins
    with ``~``, which no margin counts, may be so: but then it may be nobody, or ``least`` people and more.
    """
    known: dict[Hashable, dict[str, Seen]] = defaultdict(dict)
    number = 0
    for world in worlds:
        number += 1
        seen = known[publish(world)]
        for name, count in cells(world).items():
            one = seen.setdefault(name, Seen(count, count))
            one.least, one.greatest = min(one.least, count), max(one.greatest, count)
            one.few = one.few or 0 < count < least
    for world in besides:
        if (told := publish(world)) in known:
            for name, count in cells(world).items():
                one = known[told][name]
                one.least, one.greatest = min(one.least, count), max(one.greatest, count)
    found = [
        f"{name} is {one.least} to {one.greatest}: {told}"
        for told, seen in known.items()
        for name, one in seen.items()
        if one.few and _leaks(name, one, least)
    ]
    return number, found


def _leaks(name: str, one: Seen, least: int) -> bool:
    narrow = one.least > 1 or one.greatest < least - 1
    return narrow and (not name.startswith("~") or (one.least > 0 and one.greatest < least))


def sizes(usual: Sequence[T], full: Sequence[T]) -> Sequence[T]:
    """Return which tables are tried this time."""
    return (usual, full)[size(0, 1)]


def with_scans(world: World, kinds: Sequence[Sequence[Scanned] | None], more: int) -> list[Sequence[Scanned] | None]:
    """People of these kinds; the first scan stands for so many more that are alike."""
    found = [kind for kind, count in zip(kinds, world, strict=False) for _ in range(count)]
    for n, kind in enumerate(found):
        if kind:
            found[n] = (replace(kind[0], times=kind[0].times + more), *kind[1:])
            break
    return found
