"""Brute force over small worlds, as in ``test_margins``: exact totals of things, files by label, shares of ratings."""

import itertools
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from tests.privacy.margins import LEAST, Scanned, World, compositions, leaks, project, published, sizes, with_scans

LABELLED = (None, (), (Scanned(label="DICOM"),), (Scanned(label="DICOM"), Scanned("SEG", label="SEG")))


@pytest.mark.parametrize("total", sizes([6], [6, 9, 10]))
def test_exact_totals_of_sessions_scans_and_files(total: int) -> None:
    """People not imaged, without a scan, with scans, with derived objects; more sessions and scans than people."""
    most = total + 2

    def worlds() -> Iterator[World]:
        for world in compositions(total, 4):
            imaged, scanned = total - world[0], world[2] + world[3]
            for sessions in range(imaged, most + 1) if imaged else (0,):
                for scans in range(scanned, most + 1) if scanned else (0,):
                    yield (*world, sessions, scans)

    def publish(world: World) -> Hashable:
        more = world[5] - world[2] - world[3]
        return published(project(with_scans(world, LABELLED, more), all_sessions=world[4]), LEAST)

    def cells(world: World) -> Mapping[str, int]:
        absent, bare, scanned, drawn, *_ = world
        return {
            "imaged": total - absent, "not imaged": absent, "scanned": scanned + drawn, "not scanned": absent + bare,
            "with objects": drawn, "without": total - drawn, "~imaged, not scanned": bare,
        }  # fmt: skip

    number, found = leaks(worlds(), publish, cells, LEAST)
    assert not found, found[:5]
    assert number >= 500


TWO_LABELS = (None, (Scanned(label="A"),), (Scanned(label="B"),), (Scanned(label="A"), Scanned(label="B")))


@pytest.mark.parametrize("total", sizes([6], [6, 9, 10]))
def test_files_and_scans_by_label(total: int) -> None:
    """Numbers of files of two labels vary, all others are the same."""
    most = total + 2

    def worlds() -> Iterator[World]:
        for world in compositions(total, 4):
            a, b = world[1] + world[3], world[2] + world[3]
            for files in range(a, most + 1) if a else (0,):
                for others in range(b, most + 1) if b else (0,):
                    yield (*world, files, others)

    def publish(world: World) -> Hashable:
        return published(project(_labelled(world, 3 * total), all_sessions=3 * total), LEAST)

    def cells(world: World) -> Mapping[str, int]:
        none, a, b, both, *_ = world
        return {"A": a + both, "no A": none + b, "B": b + both, "no B": none + a, "~none": none, "~both": both}

    number, found = leaks(worlds(), publish, cells, LEAST)
    assert not found, found[:5]
    assert number >= 500


def _labelled(world: World, scans: int) -> list[Sequence[Scanned] | None]:
    """People with so many scans of each label; the first of each stands for all scans and files beyond one each."""
    left = {"A": (scans - world[1] - world[3], world[4] - world[1] - world[3]),
            "B": (scans - world[2] - world[3], world[5] - world[2] - world[3])}  # fmt: skip
    found: list[Sequence[Scanned] | None] = []
    for kind in (kind for kind, count in zip(TWO_LABELS, world, strict=False) for _ in range(count)):
        more = [(one, left.pop(one.label or "", (0, 0))) for one in kind or ()]
        found.append(kind and tuple(replace(one, times=1 + times, files=1 + files) for one, (times, files) in more))
    return found


USABLE, UNUSABLE, UNRATED = Scanned(quality="usable"), Scanned(quality="unusable"), Scanned()
RATED = (None, *(kind for n in (1, 2, 3) for kind in itertools.combinations((USABLE, UNUSABLE, UNRATED), n)))
"""Nobody's scans, and every choice of the three."""


@pytest.mark.parametrize(("total", "rated"), sizes([(5, 7)], [(6, 9), (9, 200)]))
def test_shares_of_rated_scans(total: int, rated: int) -> None:
    """Up to so many scans are rated, or of very many just so many; there are always as many scans."""
    scans = rated + 2 * total

    def publish(world: World) -> Hashable:
        usable, unusable, others = _by_rating(world)
        *_, good, bad = world
        left = {"usable": good - usable, "unusable": bad - unusable, None: scans - good - bad - others}
        kinds = (kind for kind, count in zip(RATED, world, strict=False) for _ in range(count))
        people = [kind and tuple(replace(one, times=1 + left.pop(one.quality, 0)) for one in kind) for kind in kinds]
        return published(project(people, all_sessions=3 * total), LEAST)

    def cells(world: World) -> Mapping[str, int]:
        good, bad, others = _by_rating(world)
        rated = total - world[0] - world[3]
        return {
            "usable": good, "~no usable": total - good, "unusable": bad, "~no unusable": total - bad,
            "rated": rated, "not rated": total - rated, "with others": others, "without others": total - others,
        }  # fmt: skip

    number, found = leaks(_rated(total, rated), publish, cells, LEAST, besides=_all_rated(total, scans))
    assert not found, found[:5]
    assert number >= 100


def _rated(total: int, most: int) -> Iterator[World]:
    """People by the ratings of their scans, and how many scans are usable and unusable: together up to so many."""
    for world in compositions(total, len(RATED)):
        usable, unusable, _ = _by_rating(world)
        for bad in range(unusable, min(most - usable, 20) + 1) if unusable else (0,):
            for good in _alike(usable, most - bad):
                yield (*world, good, bad)


def _all_rated(total: int, scans: int) -> Iterator[World]:
    """The same where all scans are rated."""
    for world in compositions(total, len(RATED)):
        usable, unusable, others = _by_rating(world)
        if usable and not others:
            for bad in range(unusable, min(scans - usable, 20) + 1) if unusable else (0,):
                yield (*world, scans - bad, bad)


def _by_rating(world: World) -> tuple[int, ...]:
    """How many people have usable scans, unusable ones, and others."""
    kinds = tuple(zip(RATED, world, strict=False))
    return tuple(sum(n for kind, n in kinds if kind and one in kind) for one in (USABLE, UNUSABLE, UNRATED))


def _alike(usable: int, most: int) -> Sequence[int]:
    """How many usable scans there can be: of few all numbers, of very many the greatest."""
    if not usable:
        return (0,)
    return range(usable, most + 1) if most < 100 else (most,)
