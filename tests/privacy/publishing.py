"""The flow from an archive to a target, step by step and over real HTTP, for one case of who may see what."""

import io
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import stamina

from img2fair.archive_settings import archive_settings
from img2fair.cli import run
from img2fair.config import Config, Located
from img2fair.demo.archive.exchange import RequestRecord
from img2fair.demo.fdp import ADMIN, Fault, StoredRecord
from img2fair.errors import Fault as Failed
from img2fair.findings import Report
from img2fair.http.wire import BUNDLES
from img2fair.mapping import Mapping, load_mapping
from img2fair.model import Plan, Receipt
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import apply_plan, harvest_to, map_snapshot, plan_for, save_mapped
from img2fair.plan import read_plans, write_plans, write_receipts
from img2fair.publication import access_now, mapping_settings, target_of
from img2fair.report.harvest_text import harvest_text
from img2fair.report.plan_text import plan_text, receipt_text
from tests.privacy.access_cases import ACCOUNTS, FILTERS, LIST, PROJECTS, Case, by_id, content, id_of, plain
from tests.privacy.telling_archive import KeepingFdp, TellingArchive

IRI = "https://xnat.example.org"
DESK = {"name": "Desk", "identifier": "https://example.org/desk", "email": "d@example.org",
        "homepage": "https://example.org"}  # fmt: skip
DEFAULTS: dict[str, Any] = {
    "catalog": {"title": "A catalogue", "description": "What we hold"},
    "publisher": DESK, "contact_point": DESK, "creator": DESK, "license": "CC BY 4.0",
    "rights": "https://example.org/terms",
}  # fmt: skip

Each = Callable[[RequestRecord], None]


@dataclass
class Ended:
    """What came of a run.

    :param version: of the texts that the archive held.
    :param sent: every byte that the FAIR Data Point got; ``shown``: every byte that the target shows afterwards;
        ``kept``: every byte of the work folder; ``told``: what was logged at -vv and said at the terminal.
    :param fault: what ended it early; empty where nothing did.
    """

    version: int
    sent: bytes = b""
    shown: bytes = b""
    kept: bytes = b""
    told: bytes = b""
    fault: str = ""
    plan: Plan | None = None
    receipt: Receipt | None = None


@dataclass
class Stage:
    """An archive, a FAIR Data Point and a folder, used for one case after the other."""

    archive: TellingArchive
    fdp: KeepingFdp
    folder: Path
    mapping: Mapping
    siblings: int = 4
    _standing: dict[tuple[str, str], dict[str, StoredRecord]] = field(default_factory=dict)
    _empty: dict[str, StoredRecord] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        """The folder of the site, with the versions of it that lie beside the one shown."""
        return self.folder / "out"

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def prepare(self) -> None:
        """Publish what targets hold before a case, once."""
        self._empty = deepcopy(self.fdp.records)
        gone = dict.fromkeys(PROJECTS, "private")
        for target in ("site", "fdp"):
            self._reset("")
            for before, case in (("all", plain()), ("withdrawn", plain(rights=gone, first=gone, later=gone))):
                ended = self._run(case, target, version=1)
                assert not ended.fault, ended.fault
                self._standing[target, before] = deepcopy(self.fdp.records)
                if self.site.exists():
                    shutil.copytree(self.site, self.folder / f"site {before}", symlinks=True, dirs_exist_ok=True)

    def run(self, case: Case, each: Each | None = None) -> Ended:
        """Publish a case, from what the target holds before it.

        :param each: called with each request to the archive, when its answer is made.
        """
        self._reset(case.before if case.target == "site" else "")
        if case.target == "fdp" and case.before != "nothing":
            self._fill(self._standing["fdp", case.before])
        return self._run(case, case.target, version=2, each=each)

    def command(self, case: Case) -> int:
        """Publish a case to both targets by the command itself; its texts go to stdout and stderr."""
        self._reset("")
        self.open(case, 2)
        self.fdp.heard.clear()
        told = self.said(case, "site", "fdp") | {"profiles": ["dcat-ap"], "block_on": "never"}
        (self.folder / "img2fair.yaml").write_text(json.dumps(told))
        with logged_in(case.account):
            return run(["publish", "--yes", "-vv", "--debug", "-c", str(self.folder / "img2fair.yaml")])

    def located(self, case: Case, target: str) -> Located:
        return Located(Config.model_validate(self.said(case, target)), self.folder / "img2fair.yaml")

    def said(self, case: Case, *names: str) -> dict[str, Any]:
        """Return the config of a case."""
        targets: dict[str, Any] = {
            "site": {"type": "site", "path": "out/public", "base": "https://example.org/catalogue"},
            "fdp": {"type": "fdp", "url": self.fdp.url, "profile": "fdp-default", "siblings": self.siblings},
        }
        archive = {"url": self.archive.url, "iri": IRI, "name": "An archive", **FILTERS[case.filter][0]}
        chosen = {name: targets[name] for name in names}
        return {"archive": archive, "mapping": "dcat-ap", "defaults": DEFAULTS, "targets": chosen, "work": "work"}

    def open(self, case: Case, version: int, each: Each | None = None) -> None:
        """Let the archive hold and say what a case wants."""
        self.archive.faults.clear()
        self.archive.logins.close_all()
        self.archive.requests.clear()
        self.archive.content = content(version, case.rights, case.roles())
        self.archive.said = by_id(case.first)
        for fault in case.armed():
            self.archive.faults.add(fault)

        def turn(record: RequestRecord) -> None:
            if record.path == LIST["path"] and "accessible" in record.query and not record.fault:
                self._turn(case, version)

        self.archive.on_request = each or (turn if case.early else None)

    def turn_private(self, letter: str) -> None:
        """Let a project be private from now on, whoever asks."""
        self.archive.said = {**self.archive.said, id_of(letter): "private"}
        self.archive.content = self.archive.content.with_project(id_of(letter), accessibility="private")

    def _turn(self, case: Case, version: int) -> None:
        """Let the archive say and do what it does later."""
        self.archive.said = by_id(case.later)
        self.archive.content = content(version, case.rights_later(), case.roles())

    def _run(self, case: Case, target: str, version: int, each: Each | None = None) -> Ended:
        self.open(case, version, each)
        self.fdp.heard.clear()
        ended = Ended(version)
        with logged() as log, logged_in(case.account):
            try:
                self._publish(case, self.located(case, target), ended, log)
            except Failed as fault:
                ended.fault = str(fault)
        ended.fault = ended.fault or (ended.receipt.stopped if ended.receipt else "")
        self.archive.on_request = None
        ended.told = (log.getvalue() + ended.fault).lower().encode()
        ended.sent = self.fdp.received.lower()
        ended.kept = everything(self.work)
        ended.shown = everything(self.site) if target == "site" else graphs(self.fdp)
        return ended

    def _publish(self, case: Case, located: Located, ended: Ended, log: io.StringIO) -> None:
        settings = archive_settings(located)
        harvested = harvest_to(self.work / "snapshot.jsonl", "xnat", settings, lambda *_: None)
        log.write(harvest_text(harvested.header, harvested.evidence))
        snapshot = read_snapshot(self.work / "snapshot.jsonl")
        mapped = map_snapshot(snapshot, self.mapping, mapping_settings(located.config, snapshot.header))
        save_mapped(self.work / "records", mapped)
        (target,) = (target_of(located, name) for name in located.config.targets)
        report = Report(mapped.findings, (), ())
        made = plan_for(target, mapped.records, report, snapshot.header, "never").plan
        write_plans(self.work / "plan.json", [made])
        (ended.plan,) = read_plans(self.work / "plan.json")
        log.write(plan_text(ended.plan))
        if case.later != case.first:
            self._turn(case, ended.version)
        ended.receipt = apply_plan(ended.plan, target, access_now("xnat", settings))
        write_receipts(self.work / "receipt.json", [ended.receipt])
        log.write(receipt_text(ended.receipt))

    def _reset(self, before: str) -> None:
        for path in (self.work, self.site):
            shutil.rmtree(path, ignore_errors=True)
        if before not in ("", "nothing"):
            shutil.copytree(self.folder / f"site {before}", self.site, symlinks=True)
        self._fill(self._empty)

    def _fill(self, records: dict[str, StoredRecord]) -> None:
        self.fdp.records.clear()
        self.fdp.records.update(deepcopy(records))


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A stage, prepared. Its FAIR Data Point tells no schemas, so that none has to be judged by them.

    Requests that fail are tried as often as ever, without the waits in between.
    """
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("NO_PROXY", "*")
        for name in BUNDLES:  # reading certificates takes longer than a case
            patch.delenv(name, raising=False)
        stack.enter_context(stamina.set_testing(True, attempts=4, cap=True))
        archive = stack.enter_context(TellingArchive(content(1, dict.fromkeys(PROJECTS, "public"), {})))
        fdp = stack.enter_context(KeepingFdp())
        fdp.faults.add(Fault(path="/(.*/)?spec", kind="status", status=404))
        stage = Stage(archive, fdp, folder, load_mapping("dcat-ap"))
        stage.prepare()
        yield stage


@contextmanager
def logged_in(account: str) -> Iterator[None]:
    """The variables of a log-in, as users set them."""
    wanted = {"FDP_USER": ADMIN[0], "FDP_PASS": ADMIN[1]}
    if ACCOUNTS[account] is not None:
        wanted |= {"XNAT_USER": "demo", "XNAT_PASS": "demo"}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name in wanted:
            del os.environ[name]


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything that our loggers say, as with -vv."""
    told = io.StringIO()
    handler, ours = logging.StreamHandler(told), logging.getLogger("img2fair")
    before = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    try:
        yield told
    finally:
        ours.removeHandler(handler)
        ours.setLevel(before)


def everything(folder: Path) -> bytes:
    """Every byte and every name below a folder, in lower case."""
    found = []
    for path in sorted(folder.rglob("*")):
        found.append(str(path.relative_to(folder)).encode())
        if path.is_file():
            found.append(path.read_bytes())
    return b"\n".join(found).lower()


def graphs(fdp: KeepingFdp) -> bytes:
    """Every triple that a FAIR Data Point holds, drafts included, in lower case."""
    return "\n".join(str(triple) for record in fdp.records.values() for triple in record.triples).lower().encode()
