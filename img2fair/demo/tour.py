"""The demo: the whole flow against the bundled archive, told step by step."""

import shutil
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from img2fair import publication
from img2fair.archive_settings import archive_settings
from img2fair.archives import Depth
from img2fair.config import Located
from img2fair.demo.content import load_content
from img2fair.demo.world import demo_login, running_archive, running_catalogue, running_fdp, write_config
from img2fair.errors import Exit
from img2fair.exporting import Output, export
from img2fair.files import locked
from img2fair.model import Action, Receipt, Verdict
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import harvest_to
from img2fair.plan import write_plans
from img2fair.report.plan_text import counts_text, plan_text

DEFAULT_FOLDER = Path("img2fair-demo")
STUDY = "tcga_brca"
"""The project that is exported as it is: cBioPortal knows its patients."""
CLINICAL = "pseudo_phi_dicom_data"
"""The project of invented people, who have clinical data: exported as a harmonisation file decides."""

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
        archive = running.enter_context(running_archive(load_content()))
        fdp = running.enter_context(running_fdp(folder / "fdp.json"))
        running.enter_context(demo_login())
        located = write_config(folder, archive, fdp)
        say(f"1  An archive that speaks XNAT's language runs at {archive.url}, a FAIR Data Point at {fdp.url}")
        say("   The archive holds metadata of the NCI Imaging Data Commons (CC BY): no images, no patients' names.")
        receipts = _publish(located, folder, say, progress)
        say(f"   All of it took {time.monotonic() - started:.0f} s.")
        _next(folder, say, served=serve)
        if serve:
            address = running.enter_context(running_catalogue(located))
            say(f"\nThe catalogue is at {address}  ·  the archive at {archive.url} (demo/demo)  ·  Ctrl-C ends")
        elif keep:
            say(f"\nThe archive stays at {archive.url} (XNAT_USER=demo XNAT_PASS=demo)  ·  Ctrl-C ends")
        if serve or keep:
            _until_interrupted()
    return publication.outcome_code(receipts)


def _publish(located: Located, folder: Path, say: Say, progress: Progress) -> tuple[Receipt, ...]:
    """Go the whole way; studies are exported before the catalogue is written, which has a page of each."""
    work = located.work
    with locked(work):
        prepared = publication.prepare(located, progress)
        for trouble in prepared.troubles:
            raise trouble.fault
        _tell_harvest(prepared, say)
        _tell_report(prepared, say)
        write_plans(work / "plan.json", prepared.plans)
        say("4  The plan, before anything is written:")
        first, *others = prepared.plans
        say(_indented(plan_text(first).rstrip()))
        for plan in others:
            say(f"   The same for {plan.target}: {counts_text(plan)}.")
        _export(located, folder / "study", say)
        _export_clinical(located, folder / "clinical-study", say)
        receipts = publication.apply_all((located,), prepared.plans)
    done = {r.target: sum(outcome.verdict is Verdict.DONE for outcome in r.outcomes) for r in receipts}
    written = " and ".join(f"{count} records to {target}" for target, count in done.items())
    say(f"7  Published: {written}." if any(done.values()) else "7  Nothing to publish: everything is up to date.")
    return receipts


def _export(located: Located, folder: Path, say: Say) -> None:
    """Write the study of the project whose patients cBioPortal knows."""
    snapshot = read_snapshot(located.work / "snapshot.jsonl")
    study = export(snapshot, publication.export_order(located, STUDY), Output(folder)).study
    say(f"5  Exported {STUDY} for cBioPortal: {study.patients} patients, {study.sessions} imaging sessions.")


def _export_clinical(located: Located, folder: Path, say: Say) -> None:
    """Read the invented people one by one, and write their study as the harmonisation file decides."""
    clinical = located.work / "clinical.jsonl"
    settings = archive_settings(located, (CLINICAL,), Depth(clinical=True))
    harvest_to(clinical, located.config.archive.type, settings, lambda *_: None)
    order = publication.export_order(located, CLINICAL)
    exported = export(read_snapshot(clinical), order, Output(folder))
    say(
        f"6  Exported {CLINICAL} with clinical data: {exported.study.patients} patients, "
        f"{len(exported.study.files)} files; its harmonisation report is in {exported.output.reports.name}."
    )


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
        f"checked by {', '.join(report.profiles)}:"
    )
    say(f"   {counts['violation']} violations, {counts['warning']} warnings, each with the place to mend it.")
    for change in prepared.plans[0].changes:
        if change.action is Action.BLOCKED and change.kind == "dataset":
            say(f"   Not published: {change.project}, {change.reason}")


def _next(folder: Path, say: Say, *, served: bool) -> None:
    config = folder / "img2fair.yaml"
    program = _program()
    again = f"{program} demo" + ("" if folder == DEFAULT_FOLDER else f" -o {folder}")
    commands = [
        (f"{program} explain tcga_brca dct:license -c {config}", "why this value"),
        (f"{program} explain b_mode_and_ceus_liver dct:description -c {config}", "why none"),
        (f"{program} preview tcga_brca -c {config}", "what its investigator sees first"),
        (again, "again: nothing left to do"),
        (f"{again} --serve", "see it in a browser"),
    ]
    say("\nLook at")
    say(f"   the catalogue   {folder / 'catalogue' / 'index.html'}")
    say(f"   what to mend    {folder / 'work' / 'report.html'}")
    say(f"   two studies     {folder / 'study'} and {folder / 'clinical-study'}   (for cBioPortal; docs/researcher.md)")
    say(f"   its decisions   {folder / 'harmonisation.yaml'}   (what becomes of each clinical field)")
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


def _until_interrupted() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
