"""All files of a site from its entries. Same entries and settings, same bytes; what did not change is not made anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Triple

from img2fair.assets import find_folder
from img2fair.rdf import SUFFIXES, from_text, line, to_text
from img2fair.targets.site.documents import as_written, document, ordered, plain_document, settled, tidy
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.feed import feed
from img2fair.targets.site.folder import Files
from img2fair.targets.site.iris import Translation
from img2fair.targets.site.pages import Pages
from img2fair.targets.site.past import Inputs, Made, Note, Past, outputs
from img2fair.targets.site.reading import FILES, MANIFEST, manifest
from img2fair.targets.site.root import root_document
from img2fair.targets.site.settings import SiteSettings
from img2fair.targets.site.signposting import linkset, signposting_links
from img2fair.targets.site.sitemap import Place, sitemaps
from img2fair.targets.site.whole import Whole

BOTH = ("turtle", "json-ld")
GONE = ".gone"
"""The end of the name of an empty file beside a withdrawn record: by it a web server knows to answer 410."""


def site_files(holdings: Holdings, settings: SiteSettings, past: Past | None = None) -> Files:
    """Yield the path and content of every file of a site; the manifest last.

    :param past: the version before, whose files are taken where they would be made the same.
    """
    translation = Translation(settings.root, holdings)
    site = Holdings({entry.key: settled(entry, translation) for entry in holdings})
    return _Building(site, settings, translation, past or Past()).files()


@dataclass
class _Building:
    """What one publication makes from settled entries."""

    holdings: Holdings
    settings: SiteSettings
    translation: Translation
    past: Past

    def __post_init__(self) -> None:
        self.root = self.settings.root
        self.below = self.holdings.children()
        self.pages = Pages(self.holdings, self.settings)
        self.inputs = Inputs(self.holdings, self.settings, self.translation, self.pages.title)
        self.notes: dict[str, Note] = {}
        self.shown: list[Place] = []

    def files(self) -> Files:
        """Yield all files."""
        with Whole() as whole:
            for entry in self.holdings:
                files = self._record(entry)
                yield from files
                yield from ((f"{FILES}/{path}", text.encode()) for path, text in sorted(entry.files.items()))
                self._show(entry, files)
                if entry.published:
                    triples = plain_document(entry, self.below.get(entry.key, []), self.translation)
                    whole.add(f"{entry.kind}/{entry.slug}", self.translation.site(entry.key), triples)
            yield from whole.files()
        yield from self._studies()
        yield from self._tops()
        yield from _profiles(self.root)
        yield MANIFEST, manifest(self.holdings, self.settings, self.pages.title, self.notes, self._languages()).encode()

    def _record(self, entry: Entry) -> Made:
        """Return the files of one record, those of the version before where nothing changed."""
        inputs = self.inputs.of(entry)
        files = self.past.lend(entry, inputs)
        if files is not None:
            self.notes[entry.key] = self.past.notes[entry.key]
            return files
        files = list(self._made(entry))
        written = as_written(entry, self.below.get(entry.key, []), self.translation, self.root)
        self.notes[entry.key] = Note(tuple(sorted(map(line, written))), inputs, outputs(files))
        return files

    def _made(self, entry: Entry) -> Iterator[tuple[str, bytes]]:
        children, place = self.below.get(entry.key, []), f"{entry.kind}/{entry.slug}"
        yield from _texts(place, document(entry, children, self.translation, self.root), BOTH)
        yield from ((path, html.encode()) for path, html in self.pages.files(entry))
        above = self.holdings.entries.get(entry.parent) if entry.parent else None
        links = signposting_links(entry, children, above, self.root)
        yield f"{place}.linkset.json", linkset(self.translation.site(entry.key), links).encode()
        if not entry.published:
            yield f"{place}{GONE}", b""

    def _show(self, entry: Entry, files: Made) -> None:
        if entry.published:
            self.shown += [Place(path, entry.modified) for path, _ in sorted(files) if path.endswith(".html")]

    def _studies(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages of studies in cBioPortal."""
        for path, html, changed in self.pages.studies():
            self.shown.append(Place(path, changed))
            yield path, html.encode()

    def _tops(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the site as a whole."""
        title, language = self.pages.title, self.settings.language
        yield from _texts("index", root_document(self.holdings, self.translation, self.root, title, language), BOTH)
        tops = list(self.pages.tops())
        yield from ((path, html.encode()) for path, html in tops)
        yield from ((f"assets/{name}", content) for name, content in self.pages.assets().items())
        changed = max((entry.modified for entry in self.holdings), default="")
        self.shown[:0] = [Place(path, changed) for path, _ in tops if path.startswith("index.")]
        yield from sitemaps(self.shown, self.root)
        yield from feed(self.holdings, self.root, title, language)

    def _languages(self) -> list[str]:
        """Return the languages of the pages, that of pages without a language in their name first."""
        others = {name[1] for name in (place.path.split(".") for place in self.shown) if len(name) == 3}
        return [self.settings.language, *sorted(others)]


def _texts(place: str, triples: Iterable[Triple], forms: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    listed = list(triples)
    for form in forms:
        yield f"{place}{SUFFIXES[form]}", to_text(listed, form).encode()


def _profiles(root: str) -> Iterator[tuple[str, bytes]]:
    """Yield the shapes that the records of a site keep to (specification 1.2, compliance, points 3 and 4)."""
    for path in sorted((find_folder("templates") / "site" / "profiles").glob("*.ttl")):
        address = f"{root}/profile/{path.stem}"
        triples = from_text(path.read_text(encoding="utf-8"), base=address, where=str(path))
        main = triples[0].subject
        yield from _texts(f"profile/{path.stem}", ordered(tidy(triples), main), BOTH)  # type: ignore[arg-type]
