"""All files of a site from its entries. Same entries and settings, same bytes."""

from collections.abc import Iterator

from pyoxigraph import Triple

from img2fair.assets import find_folder
from img2fair.rdf import SUFFIXES, from_text, to_text
from img2fair.targets.site.documents import as_written, document, ordered, settled, tidy
from img2fair.targets.site.entries import Holdings
from img2fair.targets.site.iris import Translation
from img2fair.targets.site.pages import Pages
from img2fair.targets.site.reading import FILES, MANIFEST, manifest
from img2fair.targets.site.root import root_document, whole_catalogue
from img2fair.targets.site.settings import SiteSettings

BOTH = ("turtle", "json-ld")


def site_files(holdings: Holdings, settings: SiteSettings) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of every file of a site; the manifest last."""
    root, translation = settings.root, Translation(settings.root, holdings)
    holdings = Holdings({entry.key: settled(entry, translation) for entry in holdings})
    below, pages = holdings.children(), Pages(holdings, settings)
    published: list[list[Triple]] = []
    written: dict[str, list[Triple]] = {}
    for entry in holdings:
        children = below.get(entry.key, [])
        triples = document(entry, children, translation, root)
        written[entry.key] = as_written(entry, children, translation, root)
        published += [triples] if entry.published else []
        place = f"{entry.kind}/{entry.slug}"
        yield from _texts(place, triples, BOTH)
        yield f"{place}.html", pages.record(entry).encode()
        yield from ((f"{FILES}/{path}", text.encode()) for path, text in sorted(entry.files.items()))
    yield from _texts("index", root_document(holdings, translation, root, pages.title), BOTH)
    yield from _texts("catalogue", whole_catalogue(published), (*BOTH, "nquads"))
    yield "index.html", pages.start().encode()
    yield "404.html", pages.not_found().encode()
    yield from ((f"assets/{name}", content) for name, content in pages.assets().items())
    yield from _profiles(root)
    yield MANIFEST, manifest(holdings, root, pages.title, written).encode()


def _texts(place: str, triples: list[Triple], forms: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for form in forms:
        yield f"{place}{SUFFIXES[form]}", to_text(triples, form).encode()


def _profiles(root: str) -> Iterator[tuple[str, bytes]]:
    """Yield the shapes that the FAIR Data Point's own layers keep (specification 1.2, compliance, point 3)."""
    for path in sorted((find_folder("templates") / "site" / "profiles").glob("*.ttl")):
        address = f"{root}/profile/{path.stem}"
        triples = from_text(path.read_text(encoding="utf-8"), base=address, where=str(path))
        main = triples[0].subject
        yield from _texts(f"profile/{path.stem}", ordered(tidy(triples), main), BOTH)  # type: ignore[arg-type]
