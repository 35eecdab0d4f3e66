"""The pages of a site in one language. All markup is in templates/site; autoescape is always on."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from pyoxigraph import NamedNode

from img2fair.assets import find_folder
from img2fair.characters import visible
from img2fair.clinical.study_guide import guide
from img2fair.targets.site.charts import counts_of, people_charts, volume_chart
from img2fair.targets.site.citation import citation
from img2fair.targets.site.doing import Offer, is_study, offers
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.facets import facets
from img2fair.targets.site.graph import Context, Graph
from img2fair.targets.site.labels import read_labels
from img2fair.targets.site.settings import SiteSettings
from img2fair.targets.site.show import Shown, day, linked, number
from img2fair.targets.site.signposting import signposting_links
from img2fair.targets.site.structured import structured
from img2fair.targets.site.studies import StudyShown
from img2fair.targets.site.views import SESSIONS, SUBJECTS, DatasetView, Heading, Part, dataset_view, heading, part
from img2fair.targets.site.wording import NAMES, WORDS, other_languages, page_name, reason_in


class Edition:
    """Renders the pages of one state of a site in one language; ``studies`` are those that have a page, by project."""

    def __init__(
        self, holdings: Holdings, settings: SiteSettings, language: str, studies: Mapping[str, StudyShown]
    ) -> None:
        self._studies = studies
        self.language = language
        self._holdings = holdings
        self._settings = settings
        self._below = holdings.children()
        self._context = Context(read_labels(language), language, self._link)
        self._say = self._context.say
        self._graphs: dict[str, Graph] = {}
        self._views: dict[str, DatasetView] = {}
        self._templates = _templates()
        self._templates.filters["dated"] = self._dated
        self._templates.globals.update(
            labels=self._context.labels,
            title=self.title,
            notice=linked(settings.notice),
            say=self._say,
            language=language,
            home=self._named("index"),
            root=settings.root,
        )

    @property
    def title(self) -> str:
        """The site's title: the operator's, else the first catalogue's."""
        tops = (entry for entry in self._holdings if entry.kind == "catalog" and entry.published)
        return self._settings.title or next((self._head(entry).title.text for entry in tops), self._say("untitled"))

    def start(self) -> str:
        """Return the start page: what this is, who publishes it, and all datasets."""
        kinds = {kind: [e for e in self._holdings if e.kind == kind and e.published] for kind in ("catalog", "dataset")}
        views = sorted((self._view(entry) for entry in kinds["dataset"]), key=_by_title)
        catalogs = [(self._head(entry), self._graph(entry).shown(NamedNode(entry.key), "dct:publisher"))
                    for entry in kinds["catalog"]]  # fmt: skip
        return self._render(
            "start.html",
            place="index",
            views=views,
            catalogs=catalogs,
            figures=self._figures,
            facets=facets(views, read_labels(), self._context),
            changed=max((entry.modified for entry in self._holdings if entry.modified), default=""),
        )

    def record(self, entry: Entry) -> str:
        """Return the page of one record: its own for a dataset, a table for the other kinds, else a tombstone."""
        place = f"{entry.kind}/{entry.slug}"
        iri = f"{self._settings.root}/{place}"
        above = self._holdings.entries.get(entry.parent) if entry.parent else None
        links = signposting_links(entry, self._below.get(entry.key, []), above, self._settings.root)
        if not entry.published:
            reason = reason_in(self.language, entry.said("adms:versionNotes"))
            return self._render("tombstone.html", place=place, entry=entry, iri=iri, reason=reason, links=links)
        shared: dict[str, Any] = {
            "place": place,
            "entry": entry,
            "head": self._head(entry),
            "rows": self._graph(entry).rows(NamedNode(entry.key)),
            "trail": self._trail(entry),
            "note": entry.said("adms:versionNotes"),
            "iri": iri,
            "links": links,
        }
        if entry.kind != "dataset":
            study = self._study_of(entry)
            return self._render("record.html", **shared, children=self._children(entry), study=study)
        return self._render("dataset.html", **shared, **self._dataset(entry, iri))

    def study(self, study: StudyShown) -> str:
        """Return the page that tells researchers what a study in cBioPortal gives them."""
        entry = study.dataset
        trail = [*self._trail(entry), *([link] if (link := self._link(entry.key)) else [])]
        written = guide(study.facts, self.language)
        return self._render("study.html", place=study.place, guide=written, trail=trail)

    def not_found(self) -> str:
        """Return the page for what is not there, in all languages, for a server shows one page at every such address.

        It may be shown at any depth, so it carries its own style.
        """
        css = (find_folder("templates") / "site" / "site.css").read_text(encoding="utf-8")
        fingerprint = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
        home = self._settings.root + "/"
        said = [(one, partial(WORDS.say, one), page_name("index", one, self._settings.language))
                for one in other_languages(self._settings.language)]  # fmt: skip
        return self._render("404.html", place="", up=home, css=css, fingerprint=fingerprint, editions=said)

    def _dataset(self, entry: Entry, iri: str) -> dict[str, Any]:
        """Return what the page of a dataset has beyond that of any record."""
        view, graph = self._view(entry), self._graph(entry)
        cited = citation(entry, graph, view.heading.title.text, iri)
        parts = [(child, self._graph(child)) for child in self._below.get(entry.key, ())]
        counts = counts_of(entry.files)
        return {
            "view": view,
            "cited": cited,
            "offers": (*offers(entry, view, graph, self._settings), *self._study_offer(entry)),
            "counts": counts,
            "charts": people_charts(entry.files[counts], view.people, self._context) if counts else (),
            "volume": volume_chart(view.parts, self._context),
            "data": structured(entry, view, graph, cited, iri, parts, (self.title, self._settings.root)),
        }

    def _study_offer(self, entry: Entry) -> list[Offer]:
        """Return the link from a dataset to the page of its project's study."""
        study = self._studies.get(entry.project or "")
        if study is None:
            return []
        page = f"../{self._named(study.place)}"
        return [Offer(self._say("study"), page, self._say("study about"))]

    def _study_of(self, entry: Entry) -> Offer | None:
        """Return the same link from the distribution that is the study."""
        node, graph = NamedNode(entry.key), self._graph(entry)
        shown = any(is_study(one.href) for one in graph.shown(node, "dcat:accessURL") if one.href)
        return next(iter(self._study_offer(entry)), None) if shown and entry.kind == "distribution" else None

    def _render(self, name: str, place: str, **values: Any) -> str:
        """Render a page; ``place`` is its address in the site without a suffix, empty for one that has none."""
        languages = other_languages(self._settings.language)
        editions = [(one, NAMES[one], page_name(place, one, self._settings.language)) for one in languages]
        up = "../" * place.count("/")
        shared = {"up": up, "place": place, "alternates": editions if place else []}
        return self._templates.get_template(name).render(**{**shared, **values})

    def _named(self, place: str) -> str:
        return page_name(place, self.language, self._settings.language)

    def _dated(self, text: str) -> str:
        """Return a date for people; a record that carries none says so."""
        return day(text, self.language) if text else self._say("not recorded")

    def _graph(self, entry: Entry) -> Graph:
        if entry.key not in self._graphs:
            self._graphs[entry.key] = Graph(entry.triples, self._context)
        return self._graphs[entry.key]

    def _head(self, entry: Entry) -> Heading:
        return heading(entry, self._graph(entry), self._settings.language)

    def _view(self, entry: Entry) -> DatasetView:
        if entry.key not in self._views:
            graph = self._graph(entry)
            self._views[entry.key] = dataset_view(entry, graph, self._head(entry), self._parts(entry))
        return self._views[entry.key]

    def _parts(self, entry: Entry) -> list[Part]:
        return [
            part(child, self._graph(child), self._link(child.key) or self._head(child).title)
            for child in self._below.get(entry.key, ())
        ]

    def _children(self, entry: Entry) -> list[Shown]:
        links = [self._link(child.key) for child in self._below.get(entry.key, ())]
        return sorted((link for link in links if link), key=lambda link: link.text.casefold())

    def _trail(self, entry: Entry) -> list[Shown]:
        """Return links to the records above, from the top."""
        above = self._holdings.entries.get(entry.parent) if entry.parent else None
        link = self._link(above.key) if above else None
        return [*self._trail(above), link] if above and link else []

    def _link(self, address: str) -> Shown | None:
        entry = self._holdings.entries.get(address)
        if entry is None:
            return None
        page = self._named(f"{entry.kind}/{entry.slug}")
        title = self._head(entry).title if entry.published else Shown(self._say("withdrawn record"))
        return Shown(title.text, page, inside=True, lang=title.lang, hint=address)

    @cached_property
    def _figures(self) -> list[tuple[str, str, str]]:
        """Return label, figure and what it rests on; what no dataset states is left out, for unknown is not zero."""
        datasets = [entry for entry in self._holdings if entry.kind == "dataset" and entry.published]
        found = [(self._say("datasets"), number(str(len(datasets))), "")]
        for name, curie in (("subjects", SUBJECTS), ("sessions", SESSIONS)):
            stated = [int(o.value) for e in datasets
                      for o in self._graph(e).objects(NamedNode(e.key), curie)[:1]
                      if o.value.isdecimal()]  # fmt: skip
            if stated:
                whole = len(stated) == len(datasets)
                partly = "" if whole else self._say("stated by", number=len(stated), all=len(datasets))
                found.append((self._say(name), number(str(sum(stated))), partly))
        return found


class _Compiled(BytecodeCache):
    """Keeps compiled templates in memory: every publication makes environments of its own, of the same templates."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled before."""
        if bucket.key in self._codes:
            bucket.bytecode_from_string(self._codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _templates() -> Environment:
    return Environment(
        bytecode_cache=_COMPILED,
        loader=FileSystemLoader(find_folder("templates") / "site"),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _by_title(view: DatasetView) -> tuple[str, str]:
    return view.heading.title.text.casefold(), view.heading.page
