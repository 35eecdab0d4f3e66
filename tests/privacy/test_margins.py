"""Brute force over small worlds: no number of few people is bounded tighter than ``min_count`` by what is published.

What that means is written in docs/decisions/013-counts-of-people.md.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence

import pytest

from img2fair.privacy.ages import told_bands, usual_ages
from tests.privacy.margins import LEAST, Scanned, World, compositions, leaks, project, published, sizes, with_scans
from tests.sizes import size

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
