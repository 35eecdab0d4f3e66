"""The present site, read back: its manifest says which records there are, their Turtle what they hold.

The manifest is also the mark by which a folder is known as ours; whatever lacks it is never written over.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import Triple

from img2fair.errors import UsageFault
from img2fair.model import KINDS, Observed, Published, State
from img2fair.rdf import from_text
from img2fair.targets.site.documents import undocument
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.iris import Translation
from img2fair.targets.site.names import is_safe, is_safe_path
from img2fair.targets.site.past import Note, Past, shared
from img2fair.targets.site.settings import SiteSettings

MANIFEST = "img2fair-site.json"
FILES = "files"
"""The folder of the texts that are shown beside records."""
SCHEMA, VERSION = "img2fair/site", 1
CURE = "put the folder back as it was (a backup, the version before), or move it away and publish all records anew"

Undone = Callable[[Iterable[Triple]], tuple[list[Triple], list[Triple]]]
"""From the triples of a record's document to the publisher's and the catalogue record's."""

_FIELDS = {"key": str, "kind": str, "slug": str, "state": str}
_OPTIONAL = ("parent", "relation", "project")


def manifest(holdings: Iterable[Entry], settings: SiteSettings, title: str, notes: Mapping[str, Note],
             languages: Sequence[str]) -> str:  # fmt: skip
    """Return the text of a manifest.

    :param notes: how each record was made, by key.
    :param languages: those of the pages, the one of pages without a language in their name first.
    """
    records = [_listed(entry, notes[entry.key]) for entry in holdings]
    made = {"schema": SCHEMA, "version": VERSION, "base": settings.root, "title": title, "shared": shared(settings),
            "languages": list(languages), "records": records}  # fmt: skip
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _listed(entry: Entry, note: Note) -> dict[str, Any]:
    listed = {"key": entry.key, "kind": entry.kind, "slug": entry.slug, "state": entry.state.value,
              "parent": entry.parent, "relation": entry.relation, "project": entry.project}  # fmt: skip
    lines = {"as_written": list(note.written)} if note.written else {}
    files = {"files": sorted(entry.files)} if entry.files else {}
    return {**listed, **lines, **files, "inputs": note.inputs, "outputs": note.outputs}


def read_past(folder: Path | None) -> Past:
    """Return what a version of a site can lend to the next one.

    :raises UsageFault: its manifest is damaged.
    """
    if folder is None:
        return Past()
    records = read_manifest(folder)["records"]
    return Past(folder, {r["key"]: Note(tuple(r.get("as_written", ())), r.get("inputs", ""), r.get("outputs", ""))
                         for r in records})  # fmt: skip


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a site.

    :raises UsageFault: it cannot be read, is damaged, or was made by a newer img2fair.
    """
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageFault(f"the manifest of the site cannot be read: {error}", where=str(path), cure=CURE) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not _sound(data):
        raise UsageFault("the manifest of the site is damaged", where=str(path), cure=CURE)
    if data.get("version") != VERSION:
        cure = "use the img2fair that wrote it, or a newer one"
        raise UsageFault(f"the site has the version {data.get('version')}, not {VERSION}", where=str(path), cure=cure)
    return data


def _sound(data: Mapping[str, Any]) -> bool:
    records = data.get("records")
    languages = data.get("languages", [])
    spoken = isinstance(languages, list) and all(isinstance(tag, str) for tag in languages)
    return (
        spoken and isinstance(data.get("base"), str) and isinstance(records, list) and all(map(_sound_record, records))
    )


def _sound_record(record: object) -> bool:
    if not isinstance(record, dict):
        return False
    typed = all(isinstance(record.get(name), kind) for name, kind in _FIELDS.items())
    typed = typed and all(isinstance(record.get(name, ""), str) for name in ("inputs", "outputs"))
    plain = all(record.get(name) is None or isinstance(record[name], str) for name in _OPTIONAL)
    known = record.get("kind") in KINDS and record.get("state") in list(State)
    lines = record.get("as_written", [])
    written = isinstance(lines, list) and all(isinstance(text, str) for text in lines)
    files = record.get("files", [])
    beside = isinstance(files, list) and all(isinstance(path, str) and is_safe_path(path) for path in files)
    return typed and plain and known and written and beside and is_safe(str(record["slug"]))


def shows_nothing_more(now: Path, other: Path) -> bool:
    """Tell whether another version of a site is whole and shows no record that the present one does not show."""
    try:
        return _shown(other) <= _shown(now)
    except UsageFault:
        return False


def _shown(folder: Path) -> set[str]:
    return {record["key"] for record in read_manifest(folder)["records"] if record["state"] == State.PUBLISHED}


def read_site(folder: Path | None) -> Holdings:
    """Return what a site holds; nothing where there is no site yet.

    :raises UsageFault: a file of ours is missing or damaged.
    """
    if folder is None:
        return Holdings({})
    data = read_manifest(folder)
    bare = [_bare(record) for record in data["records"]]
    translation = Translation(data["base"], bare)
    below = Holdings({entry.key: entry for entry in bare}).children()
    found: dict[str, Entry] = {}
    for entry, record in zip(bare, data["records"], strict=True):
        written = from_text("\n".join(record.get("as_written", ())), "ntriples", where=str(folder / MANIFEST))
        undone = partial(undocument, entry=entry, children=below.get(entry.key, []), translation=translation,
                         root=data["base"], written=written)  # fmt: skip
        found[entry.key] = _filled(entry, folder, undone)
    return Holdings(found)


def _bare(record: Mapping[str, Any]) -> Entry:
    names = ("key", "kind", "slug", "parent", "relation", "project")
    files = dict.fromkeys(record.get("files", ()), "")
    state = State(record["state"])
    return Entry(**{name: record[name] for name in names}, state=state, triples=(), record=(), files=files)


def _filled(entry: Entry, folder: Path, undone: Undone) -> Entry:
    path = folder / entry.kind / f"{entry.slug}.ttl"
    owned, record = undone(from_text(_read(path), where=str(path)))
    if entry.published and not owned:
        raise UsageFault("a file of the site says nothing of its record", where=str(path), cure=CURE)
    files = {name: _read(folder / FILES / name).decode("utf-8", "replace") for name in entry.files}
    return replace(entry, triples=tuple(owned), record=tuple(record), files=files)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageFault(f"a file of the site cannot be read: {error.strerror}", where=str(path), cure=CURE) from None


def observed(name: str, holdings: Holdings) -> Observed:
    """Return what a site holds as every target says it."""
    return Observed(name, {entry.key: _published(entry) for entry in holdings})


def _published(entry: Entry) -> Published:
    digest = entry.said("spdx:checksumValue", "-digest").lower()
    return Published(entry.key, entry.kind, entry.slug, entry.parent, entry.project, entry.triples, digest,
                     entry.issued, entry.modified, entry.state)  # fmt: skip
