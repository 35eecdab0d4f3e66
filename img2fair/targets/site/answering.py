"""The answer to a request for a file of a published site.

What a server owes: Turtle by default, JSON-LD and HTML by asking, 406 where nothing fits, 404 for what is unknown, 410
for what was withdrawn, links to the other forms and typed links. Source: FAIR Data Point specification 1.2, compliance,
point 2, and the draft of 2.0, sections 4 to 6; FAIR Signposting. It reads files and runs nothing.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from img2fair.model import State
from img2fair.targets.site.negotiation import choose, choose_language
from img2fair.targets.site.reading import MANIFEST, read_manifest
from img2fair.targets.site.signposting import LINKSET, Link, as_header

OFFERED = {
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "text/html": ".html",
    "application/n-quads": ".nq",
}
"""The forms of a record or of the whole, the one to fall back to first, and their files' suffixes."""
TYPES = {
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".html": "text/html; charset=utf-8",
    ".nq": "application/n-quads",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".linkset.json": LINKSET,
    "feed.xml": "application/atom+xml",
}
"""Media types by the end of a file's name; the longest end that fits says it."""
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
RDF = (".ttl", ".jsonld")

_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, body, headers, and when the file was written (seconds since 1970)."""

    status: HTTPStatus
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    changed: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the manifest tells of a site: its base, the places of withdrawn records, the languages of its pages."""

    base: str
    gone: frozenset[str]
    languages: tuple[str, ...]


def answer(folder: Path, target: str, accept: str, languages: str = "") -> Reply:
    """Return the answer to one request; the site is looked up anew each time, for it may have been swapped.

    :param target: path and query as they were asked for; ``accept``, ``languages``: the headers of that name.
    :raises OSError, UsageFault: the site cannot be read (it may be asked again: it was swapped in between).
    """
    root = folder.resolve()
    told = _told(root, (root / MANIFEST).stat().st_mtime_ns)
    segments = _segments(target, urlsplit(told.base).path)
    if segments is None:
        return _page(root, HTTPStatus.NOT_FOUND)
    place = "/".join(segments) or "index"
    if "." not in place.rpartition("/")[2]:
        return _negotiated(root, place, told, accept, languages)
    return _file(root, root / place, told, _links(root, place, told))


@lru_cache(maxsize=4)
def _told(root: Path, changed: int) -> Told:  # noqa: ARG001  # part of the key
    data = read_manifest(root)
    gone = (f"{r['kind']}/{r['slug']}" for r in data["records"] if r["state"] == State.WITHDRAWN)
    return Told(data["base"], frozenset(gone), tuple(data.get("languages", ())) or ("en",))


def _segments(target: str, base: str) -> list[str] | None:
    """Return the segments of a path in the site, with or without the base's own; ``None`` for what cannot be one."""
    path = unquote(re.split("[?#]", target)[0])
    if base and (path == base or path.startswith(base + "/")):
        path = path[len(base) :]
    segments = path.strip("/").split("/") if path.strip("/") else []
    whole = not segments or not path.endswith("/")
    return segments if whole and all(_SEGMENT.fullmatch(segment) for segment in segments) else None


def _negotiated(root: Path, place: str, told: Told, accept: str, languages: str) -> Reply:
    available = {kind: suffix for kind, suffix in OFFERED.items() if (root / f"{place}{suffix}").is_file()}
    if not available:
        return _page(root, HTTPStatus.NOT_FOUND)
    spoken = {language: name for language, name in _pages(place, told).items() if (root / name).is_file()}
    forms = [Link("alternate", f"{Path(place).name}{suffix}", kind) for kind, suffix in available.items()]
    links = [*forms, *_linkset(root, place)]
    headers = {"Vary": "Accept, Accept-Language" if len(spoken) > 1 else "Accept", "Link": as_header(links)}
    kind = choose(accept, list(available))
    if kind is None:
        text = "This can be had as: " + ", ".join(available) + "\n"
        return Reply(HTTPStatus.NOT_ACCEPTABLE, text.encode(), {**headers, **TEXT})
    name = f"{place}{available[kind]}"
    if kind == "text/html":
        name = spoken[choose_language(languages, list(spoken))]
    return _file(root, root / name, told, headers)


def _pages(place: str, told: Told) -> dict[str, str]:
    """Return the names that a place's pages would have, by language."""
    first, *others = told.languages
    return {first: f"{place}.html"} | {language: f"{place}.{language}.html" for language in others}


def _links(root: Path, place: str, told: Told) -> dict[str, str]:
    """Return the Link header of a file of a record: a page's is the record's, RDF says whom it describes."""
    record, _, end = place.partition(".")
    if not (root / f"{record}.linkset.json").is_file() or end == "linkset.json":
        return {}
    if f".{end}" in RDF:
        back = Link("describes", f"{told.base}/{record}", "text/html")
        return {"Link": as_header([back, Link("linkset", f"{Path(record).name}.linkset.json", LINKSET)])}
    return {"Link": as_header(_linkset(root, record))}


def _linkset(root: Path, place: str) -> list[Link]:
    """Return a record's typed links as its linkset says them, and the link to that; those to its own files relative."""
    file = root / f"{place}.linkset.json"
    if not file.is_file():
        return []
    of_record = json.loads(file.read_text(encoding="utf-8"))["linkset"][0]
    own, name = str(of_record.pop("anchor")), Path(place).name
    said = [Link(rel, target["href"], target.get("type", "")) for rel, targets in of_record.items()
            for target in targets]  # fmt: skip
    near = [Link(one.rel, one.href.replace(own, name) if one.rel == "describedby" else one.href, one.type)
            for one in said]  # fmt: skip
    return [*near, Link("linkset", file.name, LINKSET)]


def _file(root: Path, file: Path, told: Told, headers: Mapping[str, str]) -> Reply:
    kind = next((TYPES[end] for end in sorted(TYPES, key=len, reverse=True) if file.name.endswith(end)), "")
    if not kind or not file.resolve().is_relative_to(root) or not file.is_file():
        return _page(root, HTTPStatus.NOT_FOUND)
    place = f"{file.parent.name}/{file.name.partition('.')[0]}"
    status = HTTPStatus.GONE if place in told.gone else HTTPStatus.OK
    spoken = {"Content-Language": _language(file.name, told)} if file.suffix == ".html" else {}
    with file.open("rb") as stream:
        return Reply(status, stream.read(), {**headers, "Content-Type": kind, **spoken}, _written(file))


def _written(file: Path) -> int:
    return int(file.stat().st_mtime)


def _language(name: str, told: Told) -> str:
    tag = name.split(".")[1]
    return tag if tag in told.languages else told.languages[0]


def _page(root: Path, status: HTTPStatus) -> Reply:
    page = root / "404.html"
    return Reply(status, page.read_bytes() if page.is_file() else b"", {"Content-Type": TYPES[".html"]})
