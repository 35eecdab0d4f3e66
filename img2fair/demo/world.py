"""The world of the demo: archive, FAIR Data Point and catalogue on this machine, and the config that names them."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.config import Located, SiteTarget, load_config
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.demo.fdp import ADMIN, DemoFdp
from img2fair.demo.fdp.keeping import keep, kept
from img2fair.files import write_text
from img2fair.targets.site.serve import serve as serve_site

ARCHIVE_PORT, CATALOGUE_PORT = 8642, 8643
"""Where the demo likes to be, so that its links work; other ports are taken where these are in use."""
IDENTITY = f"http://127.0.0.1:{ARCHIVE_PORT}"
BASE = f"http://127.0.0.1:{CATALOGUE_PORT}"
FDP_IDENTITY = "https://w3id.org/img2fair-demo"
HARMONISATION = "harmonisation.yaml"
"""What becomes of the clinical data of the invented people; the config names it."""


@contextmanager
def running_archive(content: ArchiveContent) -> Iterator[DemoArchive]:
    """Start the archive at its usual port, or at a free one where that is in use."""
    try:
        archive = DemoArchive(content, port=ARCHIVE_PORT)
    except OSError:
        archive = DemoArchive(content)
    with archive:
        yield archive


@contextmanager
def running_fdp(state: Path) -> Iterator[DemoFdp]:
    """Start the FAIR Data Point with what it held at its last end, and keep what it holds at this one."""
    with DemoFdp(FDP_IDENTITY) as fdp:
        fdp.records.update(kept(state))
        yield fdp
        keep(fdp.records, state)


@contextmanager
def running_catalogue(located: Located) -> Iterator[str]:
    """Serve the catalogue at its usual port, or at a free one."""
    target = located.config.targets["catalogue"]
    assert isinstance(target, SiteTarget), "the demo's own config"  # noqa: S101
    site = located.path(target.path)
    try:
        server = serve_site(site, port=CATALOGUE_PORT)
    except OSError:
        server = serve_site(site)
    with server:
        threading.Thread(target=server.serve_forever, name="catalogue", daemon=True).start()
        yield f"{server.url}/"
        server.shutdown()


@contextmanager
def demo_login() -> Iterator[None]:
    """Log in as the demo's own users, in the way that users do: by environment variables."""
    accounts = {"XNAT_USER": "demo", "XNAT_PASS": "demo", "FDP_USER": ADMIN[0], "FDP_PASS": ADMIN[1]}
    names = [*accounts, *(f"{name}_FILE" for name in accounts), "FDP_TOKEN", "FDP_TOKEN_FILE"]
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ.update(accounts)
    try:
        yield
    finally:
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(before)


def write_config(folder: Path, archive: DemoArchive, fdp: DemoFdp) -> Located:
    """Write the demo's config and return it as read, so that the file is what the demo works by."""
    templates = Environment(
        loader=FileSystemLoader(find_folder("templates")),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - it makes YAML, from our own values
        keep_trailing_newline=True,
    )
    dois = ", ".join(f"https://doi.org/{source.doi}" for source in archive.content.sources)
    notice = (
        "Data values: NCI Imaging Data Commons (https://imaging.datacommons.cancer.gov, "
        f"https://doi.org/10.1148/rg.230180), CC BY 3.0 and CC BY 4.0, from these sources: {dois}. "
        "Titles, descriptions, people, clinical values, assessors, visits, answers, files and headers were made for it."
    )
    text = templates.get_template("demo/img2fair.yaml.j2").render(
        url=archive.url, identity=IDENTITY, base=BASE, notice=notice, fdp=fdp.url
    )
    path = folder / "img2fair.yaml"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)
    decided = folder / HARMONISATION
    if not decided.exists():  # somebody may have tried another decision
        write_text(decided, (find_folder("templates") / "demo" / HARMONISATION).read_text(encoding="utf-8"))
    return load_config(path)
