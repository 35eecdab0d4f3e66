"""Brute force over small worlds: no number of few people is bounded tighter than ``min_count`` by what is published.

What that means is written in docs/decisions/013-counts-of-people.md.
"""

import itertools
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import pytest

from img2fair.privacy.ages import told_bands, usual_ages
from tests.privacy.margins import Scanned, World, compositions, leaks, project, published
from tests.sizes import size

LEAST = 5
T = TypeVar("T")


def sizes(usual: Sequence[T], full: Sequence[T]) -> Sequence[T]:
    """Return which tables are tried this time."""
    return (usual, full)[size(0, 1)]


PRESETS = (5, 6, 10, 11)


def people(world: World, types: Sequence[object]) -> list[object]:
    return [one for one, count in zip(types, world, strict=False) for _ in range(count)]


@pytest.mark.parametrize("least", PRESETS)
def test_sexes(least: int) -> None:
    worlds = [
        world for total in range(least, size(least + 6, 3 * least + 3), size(3, 1)) for world in compositions(total, 3)
    ]

    def publish(world: World) -> Hashable:
        sexes = "F" * world[0] + "M" * world[1] + " " * world[2]
        return published(project([None] * sum(world), sexes), least)

    def cells(world: World) -> Mapping[str, int]:
        return dict(zip(("female", "male", "of no sex"), world, strict=True))

    number, found = leaks(worlds, publish, cells, least)
    assert not found, found[:5]
    assert number >= size(60, 1000)


BANDS = ("65-69", "70-74", "75-79", "80-84", "85-89", "90+")
"""Without gaps up to the last, so that a range can end anywhere."""


@pytest.mark.parametrize("total", sizes([5, 9, 14], [*range(5, 22)]))
def test_ages(total: int) -> None:
    """People of six bands, and of unknown age."""

    def publish(world: World) -> Hashable:
        sizes = {band: count for band, count in zip(BANDS, world, strict=False) if count}
        ages = [float(band[:2]) for band, count in sizes.items() for _ in range(count)]
        return tuple(told_bands(sizes, total, LEAST).items()), usual_ages(ages, total, LEAST)

    def cells(world: World) -> Mapping[str, int]:
        below = {f"~below {band[:2]}": sum(world[:n]) for n, band in enumerate(BANDS)}
        return dict(zip((*BANDS, "of no age"), world, strict=True)) | below

    number, found = leaks(compositions(total, 7), publish, cells, LEAST)
    assert not found, found[:5]
    assert number >= 200


CT, MR = Scanned("CT"), Scanned("MR")
KINDS = (None, (CT,), (MR,), (CT, MR))


def with_scans(world: World, kinds: Sequence[Sequence[Scanned] | None], more: int) -> list[Sequence[Scanned] | None]:
    """People of these kinds; the first scan stands for so many more that are alike."""
    found = [kind for kind, count in zip(kinds, world, strict=False) for _ in range(count)]
    for n, kind in enumerate(found):
        if kind:
            found[n] = (replace(kind[0], times=kind[0].times + more), *kind[1:])
            break
    return found


def modal_worlds(total: int, *, all_scanned: bool) -> Iterator[World]:
    """People by modality, and the number of scans beyond one each."""
    most = 2 * total + LEAST
    for world in compositions(total, 4):
        scans = world[1] + world[2] + 2 * world[3]
        if not (all_scanned and world[0]):
            for more in range(most - scans + 1) if scans else (0,):
                yield (*world, more)


def modal_cells(world: World) -> Mapping[str, int]:
    none, ct, mr, both, _ = world
    return {
        "CT": ct + both, "MR": mr + both, "no CT": none + mr, "no MR": none + ct,
        "~neither": none, "~both": both, "~only CT": ct, "~only MR": mr, "~one of them": ct + mr + both,
    }  # fmt: skip


@pytest.mark.parametrize("total", sizes([6, 8], [*range(5, 14)]))
@pytest.mark.parametrize("all_scanned", [False, True])
def test_modalities_of_overlapping_people(total: int, all_scanned: bool) -> None:
    """Also for somebody who knows that every person has one of the two."""

    def publish(world: World) -> Hashable:
        return published(project(with_scans(world[:4], KINDS, world[4]), all_sessions=3 * total), LEAST)

    number, found = leaks(modal_worlds(total, all_scanned=all_scanned), publish, modal_cells, LEAST)
    assert not found, found[:5]
    assert number >= 40


ONE_EACH = ((Scanned("CT"),), (Scanned("MR"),), (Scanned("US"),))


@pytest.mark.parametrize("least", PRESETS)
def test_values_of_which_everybody_has_one(least: int) -> None:
    """For somebody who knows that nobody has two, and everybody has one; of ``least`` people three values say much."""
    totals = range(least + 1, size(2 * least, 4 * least) + 4, size(3, 1))
    worlds = (world for total in totals for world in compositions(total, 3))

    def publish(world: World) -> Hashable:
        total = sum(world)
        return published(project(with_scans(world, ONE_EACH, 3 * total), all_sessions=3 * total), least)

    def cells(world: World) -> Mapping[str, int]:
        return dict(zip(("CT", "MR", "US"), world, strict=True))

    number, found = leaks(worlds, publish, cells, least)
    assert not found, found[:5]
    assert number >= size(60, 1000)


MAGNETIC = (
    None,
    (Scanned("MR"),),
    (Scanned("MR", strength="3"),),
    (Scanned("MR", strength="1.5"),),
    (Scanned("MR", strength="3"), Scanned("MR", strength="1.5")),
)


@pytest.mark.parametrize("total", sizes([7], [6, 8, 9, 11]))
def test_field_strengths_within_magnetic_resonance(total: int) -> None:
    def worlds(scans: int) -> Iterator[World]:
        """As many scans in each, or one each where the number says nothing."""
        for world in compositions(total, 5):
            sessions = sum(world[1:]) + world[4]
            for more in range(2 * total + 1 - sessions) if sessions else (0,):
                yield (*world, more, scans or sessions)

    def publish(world: World) -> Hashable:
        sessions = sum(world[1:5]) + world[4] + world[5]
        scanned = with_scans(world, MAGNETIC, world[6] - sum(world[1:5]) - world[4])
        return published(project(scanned, all_sessions=sessions), LEAST)

    def cells(world: World) -> Mapping[str, int]:
        none, bare, three, half, both, *_ = world
        return {
            "MR": total - none, "no MR": none, "3 T": three + both, "1.5 T": half + both, "~neither": bare,
            "MR but not 3 T": bare + half, "MR but not 1.5 T": bare + three, "~both": both,
        }  # fmt: skip

    number, found = leaks(worlds(5 * total), publish, cells, LEAST, besides=worlds(0))
    assert not found, found[:5]
    assert number >= 500


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


@pytest.mark.parametrize(("total", "rated"), sizes([(5, 7)], [(6, 10), (7, 10), (9, 200)]))
def test_shares_of_rated_scans(total: int, rated: int) -> None:
    """Up to so many scans are rated, or of very many just so many; there are always as many scans."""
    scans = rated + 2 * total

    def worlds() -> Iterator[World]:
        for world in compositions(total, len(RATED)):
            usable, unusable, _ = _by_rating(world)
            for bad in range(unusable, min(rated - usable, 20) + 1) if unusable else (0,):
                for good in _alike(usable, rated - bad):
                    yield (*world, good, bad)

    def all_rated() -> Iterator[World]:
        for world in compositions(total, len(RATED)):
            usable, unusable, others = _by_rating(world)
            if usable and not others:
                for bad in range(unusable, min(scans - usable, 20) + 1) if unusable else (0,):
                    yield (*world, scans - bad, bad)

    def publish(world: World) -> Hashable:
        usable, unusable, others = _by_rating(world)
        *_, good, bad = world
        left = {"usable": good - usable, "unusable": bad - unusable, None: scans - good - bad - others}
        kinds = (kind for kind, count in zip(RATED, world, strict=False) for _ in range(count))
        people = [kind and tuple(replace(one, times=1 + left.pop(one.quality, 0)) for one in kind) for kind in kinds]
        return published(project(people, all_sessions=3 * total), LEAST)

    def cells(world: World) -> Mapping[str, int]:
        good, bad, others = _by_rating(world)
        rated = total - world[0] - world[1 + 2]
        return {
            "usable": good, "~no usable": total - good, "unusable": bad, "~no unusable": total - bad,
            "rated": rated, "not rated": total - rated, "with others": others, "without others": total - others,
        }  # fmt: skip

    number, found = leaks(worlds(), publish, cells, LEAST, besides=all_rated())
    assert not found, found[:5]
    assert number >= 100


def _by_rating(world: World) -> tuple[int, ...]:
    """How many people have usable scans, unusable ones, and others."""
    kinds = tuple(zip(RATED, world, strict=False))
    return tuple(sum(n for kind, n in kinds if kind and one in kind) for one in (USABLE, UNUSABLE, UNRATED))


def _alike(usable: int, most: int) -> Sequence[int]:
    """How many usable scans there can be: of few all numbers, of very many the greatest."""
    if not usable:
        return (0,)
    return range(usable, most + 1) if most < 100 else (most,)


@pytest.mark.parametrize("total", sizes([6], [6, 7]))
def test_sexes_beside_modalities(total: int) -> None:
    """Margins of two things at once: no table of both is told, so neither helps with the other."""
    kinds = [(sex, scans) for sex in "FM" for scans in KINDS]

    def publish(world: World) -> Hashable:
        people = [kind for kind, count in zip(kinds, world, strict=True) for _ in range(count)]
        scans = with_scans(
            (1,) * total, [scans for _, scans in people], 3 * total - sum(len(s or ()) for _, s in people)
        )
        return published(project(scans, "".join(sex for sex, _ in people), all_sessions=3 * total), LEAST)

    def cells(world: World) -> Mapping[str, int]:
        found = {"women": sum(world[:4]), "men": sum(world[4:])}
        found["CT"] = sum(n for n, (_, scans) in zip(world, kinds, strict=True) if scans and CT in scans)
        return found | {"no CT": total - found["CT"], "~women with CT": world[1] + world[3]}

    number, found = leaks(compositions(total, len(kinds)), publish, cells, LEAST)
    assert not found, found[:5]
    assert number >= 1000
