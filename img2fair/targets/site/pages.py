"""The pages of a site. All markup is in templates/site; autoescape is always on."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import NamedNode

from img2fair.assets import find_folder
from img2fair.characters import visible
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.graph import Context, Graph
from img2fair.targets.site.labels import read_labels
from img2fair.targets.site.settings import SiteSettings
from img2fair.targets.site.show import Shown, linked, number
from img2fair.targets.site.views import DatasetView, Part, dataset_view, dated, heading, part, structured

ASSETS = ("site.css", "filter.js", "mark.svg")
UNTITLED = "Imaging data catalogue"


class Pages:
    """Renders the pages of one state of a site."""

    def __init__(self, holdings: Holdings, settings: SiteSettings) -> None:
        self._holdings = holdings
        self._settings = settings
        self._below = holdings.children()
        self._context = Context(read_labels(), settings.language, self._link)
        self._graphs: dict[str, Graph] = {}
        self._views: dict[str, DatasetView] = {}
        folder = find_folder("templates") / "site"
        self._css = (folder / "site.css").read_text(encoding="utf-8")
        self._templates = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            finalize=visible,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["dated"] = dated
        self._templates.globals.update(labels=self._context.labels, title=self.title, notice=linked(settings.notice))

    @property
    def title(self) -> str:
        """The site's title: the operator's, else the first catalogue's."""
        tops = (entry for entry in self._holdings if entry.kind == "catalog" and entry.published)
        first = next((self._head(entry).title.text for entry in tops), UNTITLED) if not self._settings.title else ""
        return self._settings.title or first

    def start(self) -> str:
        """Return the start page: what this is, who publishes it, and all datasets."""
        kinds = {kind: [e for e in self._holdings if e.kind == kind and e.published] for kind in ("catalog", "dataset")}
        views = sorted((self._view(entry) for entry in kinds["dataset"]), key=_by_title)
        catalogs = [(self._head(entry), self._graph(entry).shown(NamedNode(entry.key), "dct:publisher"))
                    for entry in kinds["catalog"]]  # fmt: skip
        return self._render(
            "start.html",
            up="",
            views=views,
            catalogs=catalogs,
            figures=self._figures,
            modalities=_choices(view.modalities for view in views),
            access=_choices(view.access for view in views),
            changed=max((entry.modified for entry in self._holdings if entry.modified), default=""),
        )

    def record(self, entry: Entry) -> str:
        """Return the page of one record: its own for a dataset, a table for the other kinds, else a tombstone."""
        if not entry.published:
            return self._render("tombstone.html", up="../", entry=entry, reason=entry.said("adms:versionNotes"))
        graph = self._graph(entry)
        shared = {
            "up": "../",
            "entry": entry,
            "head": self._head(entry),
            "rows": graph.rows(NamedNode(entry.key)),
            "trail": self._trail(entry),
            "note": entry.said("adms:versionNotes"),
            "iri": f"{self._settings.root}/{entry.kind}/{entry.slug}",
        }
        if entry.kind != "dataset":
            return self._render("record.html", **shared, children=self._children(entry))
        view = self._view(entry)
        words = [shown.text for shown in (*view.keywords, *view.modalities, *view.body_parts)]
        return self._render("dataset.html", **shared, view=view, data=structured(view, shared["iri"], words))

    def not_found(self) -> str:
        """Return the page for what is not there. It may be shown at any depth, so it carries its own style."""
        fingerprint = base64.b64encode(hashlib.sha256(self._css.encode()).digest()).decode()
        home = urlsplit(self._settings.root).path + "/"
        return self._render("404.html", up=home, css=self._css, fingerprint=fingerprint)

    def assets(self) -> Mapping[str, bytes]:
        """Return the style, script and picture that the pages use, by name."""
        folder = find_folder("templates") / "site"
        return {name: (folder / name).read_bytes() for name in ASSETS}

    def _render(self, name: str, **values: Any) -> str:
        return self._templates.get_template(name).render(**values)

    def _graph(self, entry: Entry) -> Graph:
        if entry.key not in self._graphs:
            self._graphs[entry.key] = Graph(entry.triples, self._context)
        return self._graphs[entry.key]

    def _head(self, entry: Entry) -> Any:
        return heading(entry, self._graph(entry))

    def _view(self, entry: Entry) -> DatasetView:
        if entry.key not in self._views:
            self._views[entry.key] = dataset_view(entry, self._graph(entry), self._parts(entry))
        return self._views[entry.key]

    def _parts(self, entry: Entry) -> list[Part]:
        return [part(child, self._graph(child), self._context) for child in self._below.get(entry.key, ())]

    def _children(self, entry: Entry) -> list[Shown]:
        links = [self._context.link(child.key) for child in self._below.get(entry.key, ())]
        return sorted((link for link in links if link), key=lambda link: link.text.casefold())

    def _trail(self, entry: Entry) -> list[Shown]:
        """Return links to the records above, from the top."""
        above = self._holdings.entries.get(entry.parent) if entry.parent else None
        link = self._context.link(above.key) if above else None
        return [*self._trail(above), link] if above and link else []

    def _link(self, address: str) -> Shown | None:
        entry = self._holdings.entries.get(address)
        if entry is None:
            return None
        page = f"{entry.kind}/{entry.slug}.html"
        title = self._head(entry).title if entry.published else Shown("withdrawn record")
        return Shown(title.text, page, inside=True, lang=title.lang, hint=address)

    @cached_property
    def _figures(self) -> list[tuple[str, str, str]]:
        """Return label, figure and what it rests on; what no dataset states is left out, for unknown is not zero."""
        datasets = [entry for entry in self._holdings if entry.kind == "dataset" and entry.published]
        found = [("Datasets", number(str(len(datasets))), "")]
        for label, curie in (("Subjects", "numberOfUniqueIndividuals"), ("Imaging sessions", "numberOfRecords")):
            stated = [int(o.value) for e in datasets
                      for o in self._graph(e).objects(NamedNode(e.key), f"healthdcatap:{curie}")[:1]
                      if o.value.isdigit()]  # fmt: skip
            if stated:
                partly = "" if len(stated) == len(datasets) else f"stated by {len(stated)} of {len(datasets)} datasets"
                found.append((label, number(str(sum(stated))), partly))
        return found


def _choices(groups: Any) -> Sequence[str]:
    return sorted({shown.text for group in groups for shown in group})


def _by_title(view: DatasetView) -> tuple[str, str]:
    return view.heading.title.text.casefold(), view.heading.page
