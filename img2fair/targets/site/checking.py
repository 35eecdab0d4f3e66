"""What is right and wrong with a site before it is written: its folder, and the addresses that its pages lead to."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from img2fair.errors import Exit, UsageFault
from img2fair.model import Check, Standing
from img2fair.targets.fdp.asking import NO_ANSWER, Asking, said_by
from img2fair.targets.site.folder import present
from img2fair.targets.site.reading import MANIFEST
from img2fair.targets.site.settings import SiteSettings, slots

_PATIENCE, _WITHIN = 5.0, 10.0
"""Seconds for one answer, and for all the questions to one address."""
_GONE = frozenset({NO_ANSWER, 404, 410, 500, 501})


def checks(settings: SiteSettings, path: Path) -> Iterator[Check]:
    """Yield what is right and wrong with a site's folder and the links that its config names.

    A link that does not answer is a warning: the viewer may be down for a moment, and the pages stay the same.
    """
    yield _folder(path)
    for name, template in settings.open_in.items():
        yield _link(f"open_in {name}", template)
    if settings.request_access:
        yield _link("request_access", settings.request_access)


def _folder(path: Path) -> Check:
    try:
        found = present(path, MANIFEST)
    except UsageFault as fault:
        return Check("folder", Standing.FAIL, fault.what, f"{fault.cure} ({fault.where})", Exit.USAGE)
    return Check("folder", Standing.PASS, f"{path} is a site of ours" if found else f"{path} will be made")


def _link(name: str, template: str) -> Check:
    """Look whether an address of the config answers; of one with slots, the part before the first of them."""
    parts = urlsplit(template.partition("{")[0] if slots(template) else template)
    if parts.scheme not in ("http", "https"):
        return Check(name, Standing.SKIP, f"{parts.scheme}: is for a program of the reader's, nobody here can ask it")
    root, path = f"{parts.scheme}://{parts.netloc}", parts.path or "/"
    with Asking(root, within=_WITHIN, patience=_PATIENCE, tries=2) as asking:
        answer = asking.ask(path, accept="text/html")
    if answer.status in _GONE:
        cure = "mend the address in img2fair.yaml, or take it out: every page of a dataset will lead there"
        return Check(name, Standing.WARN, f"{root}{path} {said_by(answer)}", cure)
    return Check(name, Standing.PASS, f"{root}{path} answers")
