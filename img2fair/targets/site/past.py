"""What the version before can lend to the next: the files of records of which nothing changed that they show.

A record's files follow from the record, its children, the records above it, those that it or its children name, and
from what all pages share. The manifest keeps a digest of all that (``Note.inputs``) and of the files made from it
(``Note.outputs``). Where both are still the same, the files are taken as they are. So a site made anew and one carried
on are equal byte by byte (tests/targets/test_site_carried_on.py), and a page edited by hand is put right again.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import NamedNode

from img2fair import __version__, characters, codes, farewell, phrases, rdf
from img2fair.assets import find_folder
from img2fair.clinical import study_facts, study_guide, study_questions, study_words
from img2fair.rdf import line
from img2fair.targets import iris
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.iris import Translation
from img2fair.targets.site.settings import SiteSettings

Made = Sequence[tuple[str, bytes]]
"""The paths and contents of a record's files."""


@dataclass(frozen=True, slots=True)
class Note:
    """What the manifest keeps of how a record was made.

    ``written`` are lines of ``documents.as_written``; ``inputs`` and ``outputs`` digests of what was made from what.
    """

    written: tuple[str, ...] = ()
    inputs: str = ""
    outputs: str = ""


@dataclass(frozen=True)
class Past:
    """The version before: its folder and its notes by key; ``None`` and nothing where there is none."""

    folder: Path | None = None
    notes: Mapping[str, Note] = field(default_factory=dict)

    def lend(self, entry: Entry, inputs: str) -> Made | None:
        """Return a record's files as they are, ``None`` where they must be made anew."""
        note = self.notes.get(entry.key)
        if self.folder is None or note is None or note.inputs != inputs:
            return None
        names = self._names.get(f"{entry.kind}/{entry.slug}", ())
        paths = [self.folder / entry.kind / name for name in names]
        files = [(f"{entry.kind}/{path.name}", path.read_bytes()) for path in paths if path.is_file()]
        return files if outputs(files) == note.outputs else None

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        """The files of each record, by the record's place; slugs have no dots: a name's beginning tells whose it is."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.folder.glob("*/*")) if self.folder else ():
            found.setdefault(f"{path.parent.name}/{path.name.partition('.')[0]}", []).append(path.name)
        return found


def outputs(files: Made) -> str:
    """Return the digest of a record's files."""
    lines = sorted(f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in files)
    return _digest(lines)


class Inputs:
    """Tells from what the files of each record are made: ``of(entry)``."""

    def __init__(self, holdings: Holdings, settings: SiteSettings, translation: Translation, title: str) -> None:
        self._entries = holdings.entries
        self._below = holdings.children()
        self._there = {translation.site(entry.key): entry.key for entry in holdings}
        self._shared = _digest([shared(settings), title])
        self._said = {entry.key: _said(entry) for entry in holdings}
        self._named = {entry.key: self._names(entry) for entry in holdings}

    def of(self, entry: Entry) -> str:
        """Return the digest of everything that a record's files are made from."""
        children = [child.key for child in self._below.get(entry.key, ())]
        above = self._above(entry)
        named = sorted({name for key in (entry.key, *children) for name in self._named[key]})
        told = [[self._said[key] for key in keys] for keys in ([entry.key], children, above, named)]
        return _digest([self._shared, *map(repr, told)])

    def _above(self, entry: Entry) -> list[str]:
        found: list[str] = []
        while entry.parent in self._entries and entry.parent not in found:
            found.append(entry.parent)
            entry = self._entries[entry.parent]
        return found

    def _names(self, entry: Entry) -> set[str]:
        """Return the keys of the records that a record names, by key or by address."""
        nodes = (node for t in (*entry.triples, *entry.record) for node in (t.subject, t.object))
        found = {node.value.partition("#")[0] for node in nodes if isinstance(node, NamedNode)}
        found |= {node.value for t in entry.triples for node in (t.subject, t.object) if isinstance(node, NamedNode)}
        return {self._there.get(address, address) for address in found} & self._entries.keys() - {entry.key}


def shared(settings: SiteSettings) -> str:
    """Return the digest of what all pages are made from beside records: the settings, code and templates."""
    names = (name for name in settings.__slots__ if name not in ("name", "path", "index", "studies"))
    studies = [f"{project}={facts!r}" for project, facts in sorted(settings.studies.items())]
    return _digest([maker(), *(f"{name}={getattr(settings, name)!r}" for name in names), *studies])


def _said(entry: Entry) -> str:
    """Return the digest of all that an entry holds."""
    fields = (entry.key, entry.kind, entry.slug, entry.parent, entry.relation, entry.project, entry.state.value)
    triples = sorted(map(line, entry.triples)), sorted(map(line, entry.record))
    return _digest([repr(fields), *triples[0], "", *triples[1], repr(sorted(entry.files.items()))])


@cache
def maker() -> str:
    """Return the digest of what makes the files: this room's code, its templates, and what they stand on."""
    room = Path(__file__).parent
    studying = (study_facts, study_guide, study_questions, study_words)
    modules = (characters, codes, farewell, phrases, rdf, iris, *studying)
    beside = [Path(str(module.__file__)) for module in modules]
    said = [find_folder("templates") / "site", find_folder("templates") / "preview", find_folder("mappings") / "codes"]
    sources = [*sorted(room.glob("*.py")), *beside, *(path for one in said for path in sorted(one.rglob("*.*")))]
    found = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sources if path.is_file()]
    return _digest([__version__, version("pyoxigraph"), version("jinja2"), *found])


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
