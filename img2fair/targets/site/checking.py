"""What is right and wrong with a site before it is written: its folder, and the addresses that its pages lead to."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from img2fair.errors import Exit, UsageFault
from img2fair.model import Check, Standing, State
from img2fair.targets.asking import NO_ANSWER, Asking, said_by
from img2fair.targets.site.folder import present
from img2fair.targets.site.reading import MANIFEST, read_manifest
from img2fair.targets.site.settings import SiteSettings, fill, slots

_PATIENCE, _WITHIN = 5.0, 10.0
"""Seconds for one answer, and for all the questions to one address."""
_GONE = frozenset({NO_ANSWER, 404, 410, 500, 501})


def checks(settings: SiteSettings, path: Path) -> Iterator[Check]:
    """Yield what is right and wrong with a site's folder and the links that its config names.

    A link that does not answer is a warning: the viewer may be down for a moment, and the pages stay the same.
    """
    folder = _folder(path)
    yield folder
    values = _of_a_dataset(settings, path) if folder.standing is Standing.PASS else {}
    for name, template in settings.open_in.items():
        yield _link(f"open_in {name}", template, values)
    if settings.request_access:
        yield _link("request_access", settings.request_access, values)


def _folder(path: Path) -> Check:
    try:
        found = present(path, MANIFEST)
    except UsageFault as fault:
        return Check("folder", Standing.FAIL, fault.what, f"{fault.cure} ({fault.where})", Exit.USAGE)
    return Check("folder", Standing.PASS, f"{path} is a site of ours" if found else f"{path} will be made")


def _of_a_dataset(settings: SiteSettings, path: Path) -> dict[str, str]:
    """Return what fills the slots of an address for a dataset that the site shows; nothing where it shows none."""
    folder = present(path, MANIFEST)
    for record in read_manifest(folder)["records"] if folder else ():
        if (record["kind"], record["state"]) == ("dataset", State.PUBLISHED) and record.get("project"):
            slug = record["slug"]
            return {"project": record["project"], "iri": f"{settings.root}/dataset/{slug}", "title": slug}
    return {}


def _link(name: str, template: str, values: Mapping[str, str]) -> Check:
    """Look whether an address of the config answers, for a dataset that is public already."""
    scheme = template.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        return Check(name, Standing.SKIP, f"{scheme}: is for a program of the reader's, nobody here can ask it")
    if not slots(template) <= values.keys():
        return Check(name, Standing.SKIP, "it is looked at as soon as the site shows a dataset")
    parts = urlsplit(fill(template, values))
    root, path = f"{parts.scheme}://{parts.netloc}", urlunsplit(("", "", parts.path or "/", parts.query, ""))
    with Asking(root, within=_WITHIN, patience=_PATIENCE, tries=2) as asking:
        answer = asking.ask(path, accept="text/html")
    if answer.status in _GONE:
        cure = "mend the address in img2fair.yaml, or take it out: every page of a dataset leads there"
        return Check(name, Standing.WARN, f"{root}{path} {said_by(answer)}", cure)
    return Check(name, Standing.PASS, f"{root}{path} answers")
