"""The demo: the whole flow against the bundled archive, told step by step."""

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair import publication
from img2fair.assets import find_folder
from img2fair.config import Located, SiteTarget, load_config
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, load_content
from img2fair.errors import Exit
from img2fair.files import locked, write_text
from img2fair.model import Action, Receipt, Verdict
from img2fair.plan import write_plans
from img2fair.report.plan_text import plan_text
from img2fair.targets.site.serve import serve as serve_site

ARCHIVE_PORT, CATALOGUE_PORT = 8642, 8643
"""Where the demo likes to be, so that its links work; other ports are taken where these are in use."""
DEFAULT_FOLDER = Path("img2fair-demo")
IDENTITY = f"http://127.0.0.1:{ARCHIVE_PORT}"
BASE = f"http://127.0.0.1:{CATALOGUE_PORT}"

Say = Callable[[str], None]
Progress = Callable[[str, int, int], None]


def tour(folder: Path, *, serve: bool, keep: bool, say: Say, progress: Progress) -> Exit:
    """Run the demo into a folder.

    :param serve: afterwards serve archive and catalogue until interrupted.
    :param keep: afterwards serve the archive alone until interrupted.
    :returns: 0, or 8 where a record could not be written.
    """
    started = time.monotonic()
    with ExitStack() as running:
        archive = running.enter_context(_archive(load_content()))
        running.enter_context(_demo_login())
        located = _write_config(folder, archive)
        say(f"1  An archive that speaks XNAT's language runs at {archive.url}")
        say(
            "   It is filled with real metadata of the NCI Imaging Data Commons (CC BY); no images, no patients' names."
        )
        receipts = _publish(located, say, progress)
        say(f"   All of it took {time.monotonic() - started:.0f} s.")
        _next(folder, say, served=serve)
        if serve:
            address = running.enter_context(_catalogue(located))
            say(f"\nThe catalogue is at {address}  ·  the archive at {archive.url} (demo/demo)  ·  Ctrl-C ends")
        elif keep:
            say(f"\nThe archive stays at {archive.url} (XNAT_USER=demo XNAT_PASS=demo)  ·  Ctrl-C ends")
        if serve or keep:
            _until_interrupted()
    return publication.outcome_code(receipts)


def _publish(located: Located, say: Say, progress: Progress) -> tuple[Receipt, ...]:
    work = located.path(located.config.work)
    with locked(work):
        prepared = publication.prepare(located, progress)
        _tell_harvest(prepared, say)
        _tell_report(prepared, say)
        write_plans(work / "plan.json", prepared.plans)
        say("4  The plan, before anything is written:")
        for plan in prepared.plans:
            say(_indented(plan_text(plan)))
        receipts = publication.apply_all(located, prepared.plans)
    done = sum(outcome.verdict is Verdict.DONE for receipt in receipts for outcome in receipt.outcomes)
    say(f"5  Published: {done} records written." if done else "5  Nothing to publish: the catalogue is up to date.")
    return receipts


def _tell_harvest(prepared: publication.Prepared, say: Say) -> None:
    harvested = prepared.harvested
    header = harvested.header
    say(
        f"2  Harvested {header.projects} projects over HTTP with {len(header.requests)} requests: "
        f"{harvested.subjects} subjects, {harvested.sessions} sessions, {harvested.scans:,} scans."
    )
    for withheld in header.withheld:
        say(f"   Withheld: {withheld.project} is {withheld.visibility}; nothing of it was read.")


def _tell_report(prepared: publication.Prepared, say: Say) -> None:
    mapped, report = prepared.mapped, prepared.report
    datasets = sum(record.kind == "dataset" for record in mapped.records)
    counts = report.counts()
    say(
        f"3  Mapped to {datasets} datasets ({len(mapped.records)} records, "
        f"{sum(len(record.triples) for record in mapped.records):,} triples) by {mapped.mapping.name}; "
        f"checked by {' and '.join(report.profiles)}:"
    )
    say(f"   {counts['violation']} violations, {counts['warning']} warnings, each with the place to mend it.")
    for plan in prepared.plans:
        blocked = [c for c in plan.changes if c.action is Action.BLOCKED and c.kind == "dataset"]
        for change in blocked:
            say(f"   Not published: {change.project}, {change.reason}")


def _next(folder: Path, say: Say, *, served: bool) -> None:
    config = folder / "img2fair.yaml"
    program = _program()
    again = f"{program} demo" + ("" if folder == DEFAULT_FOLDER else f" -o {folder}")
    commands = [
        (f"{program} explain tcga_brca dct:license -c {config}", "why this value"),
        (f"{program} explain b_mode_and_ceus_liver dct:description -c {config}", "why none"),
        (again, "again: nothing left to do"),
        (f"{again} --serve", "see it in a browser"),
    ]
    say("\nLook at")
    say(f"   the catalogue   {folder / 'catalogue' / 'index.html'}")
    say(f"   what to mend    {folder / 'work' / 'report.html'}")
    say(f"   the config      {config}   (docs/operator.md: the same for your own XNAT)")
    say("Try next")
    width = max(len(command) for command, _ in commands)
    for command, why in commands[: len(commands) - served]:
        say(f"   {command:{width}}   {why}")


def _program() -> str:
    """Return how this program was called, as short as it still works where the user stands."""
    called = Path(sys.argv[0])
    if called.name != "img2fair":
        return "python -m img2fair"
    if shutil.which("img2fair") == str(called):
        return "img2fair"
    return str(called.relative_to(Path.cwd()) if called.is_relative_to(Path.cwd()) else called)


def _indented(text: str) -> str:
    return "\n".join(f"   {line}" for line in text.splitlines())


@contextmanager
def _archive(content: ArchiveContent) -> Iterator[DemoArchive]:
    """Start the archive at its usual port, or at a free one where that is in use."""
    try:
        archive = DemoArchive(content, port=ARCHIVE_PORT)
    except OSError:
        archive = DemoArchive(content)
    with archive:
        yield archive


@contextmanager
def _catalogue(located: Located) -> Iterator[str]:
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
def _demo_login() -> Iterator[None]:
    """Log in as the demo's own user, in the way that users do: by environment variables."""
    names = ("XNAT_USER", "XNAT_PASS", "XNAT_USER_FILE", "XNAT_PASS_FILE")
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ.update(XNAT_USER="demo", XNAT_PASS="demo")  # noqa: S106 - the demo's public account
    try:
        yield
    finally:
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(before)


def _write_config(folder: Path, archive: DemoArchive) -> Located:
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
        "Titles, descriptions and fictional people were made for this demo."
    )
    text = templates.get_template("demo/img2fair.yaml.j2").render(
        url=archive.url, identity=IDENTITY, base=BASE, notice=notice
    )
    path = folder / "img2fair.yaml"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)
    return load_config(path)


def _until_interrupted() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
