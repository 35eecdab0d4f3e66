"""Sitemaps: the pages of a site for search engines, with the date of their last change.

Source: the sitemaps protocol 0.9 (https://www.sitemaps.org/protocol.html): at most 50,000 addresses in one file, an
index where there are more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from img2fair.targets.site.dates import instant
from img2fair.targets.site.texts import xml

NAME = "sitemap.xml"
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its path below the root, and when its record changed last (empty where that is not known)."""

    path: str
    changed: str


def sitemaps(places: Sequence[Place], root: str, most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a sitemap: one, or an index and its parts."""
    parts = [places[start : start + most] for start in range(0, len(places), most)] or [places]
    if len(parts) == 1:
        yield NAME, _addresses(parts[0], root).encode()
        return
    index: list[Place] = []
    for number, part in enumerate(parts, 1):
        name = f"sitemap-{number}.xml"
        yield name, _addresses(part, root).encode()
        index.append(Place(name, max((place.changed for place in part if instant(place.changed)), default="")))
    yield NAME, xml("sitemap-index.xml", parts=_dated(index, root)).encode()


def _addresses(places: Sequence[Place], root: str) -> str:
    return xml("sitemap.xml", pages=_dated(places, root))


def _dated(places: Sequence[Place], root: str) -> list[tuple[str, str]]:
    return [(f"{root}/{place.path}", place.changed if instant(place.changed) else "") for place in places]
