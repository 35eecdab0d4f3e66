"""What people can do with a dataset from its page. Only links that exist are offered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import NamedNode

from img2fair.targets.site.entries import Entry
from img2fair.targets.site.graph import Graph
from img2fair.targets.site.settings import SiteSettings, fill, slots
from img2fair.targets.site.show import safe_href
from img2fair.targets.site.views import DatasetView

PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
VIEWERS = {"ohif": "OHIF", "slicer": "3D Slicer", "osirix": "OsiriX", "weasis": "Weasis"}
"""Viewers that the pages know, by the name they have in the config."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to do: a link, and a sentence of what it is; the ``main`` one stands out."""

    label: str
    href: str
    about: str = ""
    main: bool = False


def offers(entry: Entry, view: DatasetView, graph: Graph, settings: SiteSettings) -> tuple[Offer, ...]:
    """Return what can be done with a dataset, the data themselves first."""
    values = {"iri": f"{settings.root}/{entry.kind}/{entry.slug}", "title": view.heading.title.text}
    if entry.project is not None:
        values["project"] = entry.project
    studies = [href for href in _access(view) if is_study(href)]
    data = tuple(_data(view, graph, NamedNode(entry.key), settings, values))
    return (
        *data,
        *_archive(view, entry, graph, main=not data),
        *_viewers(settings, values, graph),
        *(_offer(graph, "cbioportal", href) for href in dict.fromkeys(studies)),
    )


def _data(
    view: DatasetView, graph: Graph, node: NamedNode, settings: SiteSettings, values: Mapping[str, str]
) -> Iterator[Offer]:
    """Yield how to come by the data: at once where they are public, else where one asks for them."""
    landing = {shown.href for shown in view.archive}
    places = [href for href in _access(view) if not is_study(href) and href not in landing]
    if PUBLIC in {shown.hint or shown.text for shown in view.access}:
        yield from (_offer(graph, "get", href, main=True) for href in places[:1])
        return
    asked = settings.request_access
    if asked and slots(asked) <= values.keys():
        yield _offer(graph, "request", fill(asked, values), main=True)
        return
    desks = _contacts(graph, node)
    yield from (_offer(graph, "request", href, main=True) for href in [*desks, *places][:1])


def _contacts(graph: Graph, node: NamedNode) -> list[str]:
    """Return the pages of the contact points, or else their mailboxes."""
    points = graph.objects(node, "dcat:contactPoint")
    for curie in ("vcard:hasURL", "cv:contactPage", "vcard:hasEmail"):
        found = [shown.href for point in points for shown in graph.shown(point, curie) if shown.href]
        if found:
            return found
    return []


def _archive(view: DatasetView, entry: Entry, graph: Graph, *, main: bool) -> Iterator[Offer]:
    """Yield the project's page in the archive; the keys of XNAT's projects are known by their path."""
    name = "xnat" if "/data/projects/" in entry.key else "archive"
    pages = [shown.href for shown in view.archive if shown.href and not shown.inside]
    if pages:
        yield Offer(graph.context.say(name), pages[0], graph.context.say("archive about"), main)


def _viewers(settings: SiteSettings, values: Mapping[str, str], graph: Graph) -> Iterator[Offer]:
    for name, template in settings.open_in.items():
        if slots(template) <= values.keys():
            known = name.lower() in VIEWERS
            label = graph.context.say("open in", name=VIEWERS.get(name.lower(), name))
            about = graph.context.say(f"{name.lower()} about") if known else ""
            yield Offer(label, fill(template, values), about)


def _offer(graph: Graph, name: str, href: str, *, main: bool = False) -> Offer:
    return Offer(graph.context.say(name), href, graph.context.say(f"{name} about"), main)


def _access(view: DatasetView) -> list[str]:
    return [shown.href for part in view.parts for shown in part.access if shown.href and not shown.inside]


def is_study(href: str) -> bool:
    """Tell whether an address is that of a study in cBioPortal: ``…/study/summary?id=…``."""
    parts = urlsplit(safe_href(href))
    return parts.path.endswith("/study/summary") and "id" in parse_qs(parts.query)
