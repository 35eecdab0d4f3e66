"""Which projects of a DICOM archive are read, and which are withheld and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.archives import ArchiveSettings
from img2fair.archives.dicom.grouping import Grouping
from img2fair.errors import UsageFault
from img2fair.model import Visibility, Why, Withheld

PRIVATE = "private projects are never read or published"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The ids of the projects to read, sorted, and the others."""

    chosen: tuple[str, ...]
    withheld: tuple[Withheld, ...]


def sift(ids: Iterable[str], grouping: Grouping, settings: ArchiveSettings) -> Sifted:
    """Return which of an archive's projects are read.

    A project that config or table say is private is withheld also where no series of it was found or could be read:
    that it may not be shown is known all the same. Projects that may not be published are read only when they are named
    and the depth is ``clinical``: for an export that their owner wants.

    :raises UsageFault: a project was named that the archive does not show.
    """
    seen = set(ids)
    absent = sorted(set(settings.only) - seen)
    if absent:
        cure = "check the id, and how the config groups series into projects"
        raise UsageFault(f"the archive shows no project '{absent[0]}'", where=settings.url, cure=cure)
    unseen = grouping.said_private() - seen
    chosen: list[str] = []
    withheld: list[Withheld] = []
    for id_ in sorted(seen & set(settings.only) if settings.only else seen):
        kept_back = _withheld(id_, grouping, settings)
        if kept_back is None:
            chosen.append(id_)
        else:
            withheld.append(kept_back)
    hidden = unseen & set(settings.only) if settings.only else unseen
    withheld += [Withheld(id_, Visibility.PRIVATE, PRIVATE) for id_ in hidden]
    return Sifted(tuple(chosen), tuple(sorted(withheld, key=lambda one: one.project)))


def _withheld(id_: str, grouping: Grouping, settings: ArchiveSettings) -> Withheld | None:
    visibility = grouping.visibility_of(id_)
    if not visibility.publishable:
        if settings.depth.clinical and id_ in settings.only:
            return None
        if visibility is Visibility.PRIVATE:
            return Withheld(id_, visibility, PRIVATE)
        return Withheld(id_, visibility, "the config does not say who may see it")
    choice = settings.choice
    reason = choice.against_id(id_, visibility) or choice.against_keywords(grouping.described(id_).get("keywords", ""))
    return Withheld(id_, visibility, reason, Why.CHOICE) if reason else None
