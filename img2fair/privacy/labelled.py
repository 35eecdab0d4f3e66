"""The files of a project by resource label, and of how many subjects each figure tells (decision 006)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from img2fair.model import Held, HeldText, Resource
from img2fair.model.held import total, unseal
from img2fair.privacy.counts import behind
from img2fair.privacy.scanned import Scan


@dataclass(frozen=True, slots=True)
class FormatFacts:
    """The files under one resource label, over the whole project.

    ``subjects`` is of how few subjects ``files`` and ``bytes`` tell, ``scans_tell`` of how few ``scans`` does.
    """

    label: HeldText
    scans: Held[int]
    files: Held[int] | None
    bytes: Held[int] | None
    subjects: int = 0
    scans_tell: int = 0


_Entry = tuple[str, int, Resource]
"""A resource, its subject, and how many scans it stands for."""


def by_label(
    acquired: Iterable[Scan],
    derived: Iterable[Scan],
    others: Iterable[int],
    everyone: Collection[str],
    min_count: int,
) -> tuple[tuple[FormatFacts, ...], int]:
    """Return the files by label, and of how many subjects the totals of all files tell.

    The sizes of labels that few subjects have, or lack, follow from the total less all others, so such a total tells of
    those few; likewise the scans of a label, from which with the others the derived objects of few could follow.

    :param others: of how many subjects the totals of scans tell.
    """
    entries: dict[str, list[_Entry]] = defaultdict(list)
    for subject, profile in chain(acquired, derived):
        for resource in profile.resources:
            entries[unseal(resource.label)].append((subject, profile.count, resource))
    tell = {label: _behind(found, everyone, min_count) for label, found in entries.items()}
    whole = [entry for found in entries.values() for entry in found]
    filed = min((_behind(whole, everyone, min_count), *tell.values())) if whole else 0
    told = [count for count in (*others, filed) if count]
    return tuple(
        FormatFacts(
            label=Held(label),
            scans=Held(_scans(found)),
            files=total(resource.files for _, _, resource in found),
            bytes=total(resource.bytes for _, _, resource in found),
            subjects=tell[label],
            scans_tell=min(behind(_scans(found), _subjects(found), everyone, min_count), *told),
        )
        for label, found in sorted(entries.items(), key=itemgetter(0))
    ), filed


def _behind(found: Sequence[_Entry], everyone: Collection[str], min_count: int) -> int:
    """Return of how few subjects the number of files tells."""
    return behind(_units(found), _subjects(found), everyone, min_count)


def _units(found: Sequence[_Entry]) -> int:
    """Return the number of files, or that of scans where the archive does not know it."""
    files = total(resource.files for _, _, resource in found)
    return _scans(found) if files is None else unseal(files)


def _scans(found: Iterable[_Entry]) -> int:
    return sum(count for _, count, _ in found)


def _subjects(found: Iterable[_Entry]) -> set[str]:
    return {subject for subject, _, _ in found}
