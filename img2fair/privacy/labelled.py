"""The files of a project by resource label, and of how many subjects each figure tells (decision 006)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from img2fair.model import Held, HeldText, Resource
from img2fair.model.held import total, unseal
from img2fair.privacy.scanned import Scan


@dataclass(frozen=True, slots=True)
class FormatFacts:
    """The files under one resource label, over the whole project.

    ``subjects`` is the number of subjects that have such files; ``scans_tell`` the fewest of whom ``scans`` tells.
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
    acquired: Iterable[Scan], derived: Iterable[Scan], others: Iterable[int], min_count: int
) -> tuple[tuple[FormatFacts, ...], int]:
    """Return the files by label, and of how many subjects the totals of all files tell.

    The sizes of labels that few subjects have follow from the total less all others, so such a total tells of those
    few; likewise the scans of a label, from which with the others the derived objects of few could follow.

    :param others: of how many subjects the totals of scans tell.
    """
    entries: dict[str, list[_Entry]] = defaultdict(list)
    for subject, profile in chain(acquired, derived):
        for resource in profile.resources:
            entries[unseal(resource.label)].append((subject, profile.count, resource))
    subjects = {label: {subject for subject, _, _ in found} for label, found in entries.items()}
    few = {one for having in subjects.values() if len(having) < min_count for one in having}
    filed = len(few or {one for having in subjects.values() for one in having})
    told = [count for count in (*others, filed) if count]
    return tuple(
        FormatFacts(
            label=Held(label),
            scans=Held(sum(count for _, count, _ in found)),
            files=total(resource.files for _, _, resource in found),
            bytes=total(resource.bytes for _, _, resource in found),
            subjects=len(subjects[label]),
            scans_tell=min(len(subjects[label]), *told),
        )
        for label, found in sorted(entries.items(), key=itemgetter(0))
    ), filed
