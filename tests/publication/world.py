"""A small archive, a FAIR Data Point that keeps every byte it got, and a folder: what all tests of this room use."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import stamina
from pyoxigraph import NamedNode, Triple

import img2fair
from img2fair.cli import run
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, Investigator, Project, Resource, Scan, Session, Subject, User
from img2fair.demo.fdp import ADMIN, Fault, RequestRecord, StoredRecord
from img2fair.http.wire import BUNDLES
from img2fair.rdf import canonical, from_text, iri, to_text
from tests.publication.unwell import UnwellFdp

IRI = "https://xnat.example.org"
STAMP = "2024-01-01 10:00:00.0"
LOGINS = {"XNAT_USER": "demo", "XNAT_PASS": "demo", "FDP_USER": ADMIN[0], "FDP_PASS": ADMIN[1]}
DESK = {"name": "Desk", "identifier": "https://example.org/desk", "email": "d@example.org",
        "homepage": "https://example.org"}  # fmt: skip
DEFAULTS: Mapping[str, Any] = {
    "catalog": {"title": "A catalogue", "description": "What we hold"},
    "publisher": DESK, "contact_point": DESK, "creator": DESK, "license": "CC BY 4.0",
    "rights": "https://example.org/terms",
}  # fmt: skip
WRITING = ("POST", "PUT", "DELETE")
MINTED = {
    ("", "fdp-o:metadataIssued"), ("", "fdp-o:metadataModified"), ("", "dct:issued"), ("", "dct:modified"),
    ("#record", "dct:issued"), ("#record", "dct:modified"),
}  # fmt: skip
"""What the server, or the clock, writes into a catalogue or a record: the fragment of the node, and the property."""


def key_of(id_: str) -> str:
    """Return the key of a project's dataset."""
    return f"{IRI}/data/projects/{id_}"


def project(id_: str, title: str = "", access: str = "public") -> Project:
    """Return a project with one scan of DICOM files, so that it makes a dataset and a distribution.

    :param id_: a letter and a number.
    """
    number = str(int(id_[1:]) + 1)
    resource = Resource(id=number, label="DICOM", file_count=2, file_size=10, format="DICOM", content="RAW")
    scan = Scan(id="1", key=int(number), xsi_type="xnat:mrScanData", modality="MR", uid=f"1.2.{number}",
                resources=(resource,))  # fmt: skip
    session = Session(
        id=f"{id_}E", label=f"{id_}E", xsi_type="xnat:mrSessionData", modality="MR", scans=(scan,),
        insert_date=STAMP, last_modified=STAMP,
    )  # fmt: skip
    subject = Subject(id=f"{id_}S", label=f"{id_}S", insert_date=STAMP, last_modified=STAMP, sessions=(session,))
    return Project(
        id=id_,
        name=title or f"Title of {id_}",
        accessibility=access,
        description=f"What {id_} holds",
        keywords="imaging",
        pi=Investigator(lastname="Fictional", firstname="Ada", institution="Example hospital"),
        insert_date=STAMP,
        last_modified=STAMP,
        subjects=(subject,),
    )


def content(projects: Sequence[Project]) -> ArchiveContent:
    """An archive in which the account ``demo`` reads everything."""
    roles = {one.id: "Members" for one in projects}
    return ArchiveContent(projects=tuple(projects), users=(User(uid=3, login="demo", password="demo", roles=roles),))


@dataclass
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """What ``--json`` printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found


class World:
    """An archive, a FAIR Data Point, and a folder with the config that names both."""

    def __init__(self, archive: DemoArchive, fdp: UnwellFdp, folder: Path) -> None:
        self.archive, self.fdp, self.folder = archive, fdp, folder

    @property
    def work(self) -> Path:
        """The work folder."""
        return self.folder / "work"

    @property
    def site(self) -> Path:
        """The folder that the web server shows."""
        return self.folder / "out" / "public"

    def said(self, *names: str, **archive: Any) -> dict[str, Any]:
        """Return a config with these targets (``fdp``, ``site``), and more entries for its archive."""
        targets: dict[str, Any] = {
            "site": {"type": "site", "path": "out/public", "base": "https://example.org/catalogue"},
            "fdp": {"type": "fdp", "url": self.fdp.url, "profile": "fdp-default"},
        }
        return {
            "archive": {"url": self.archive.url, "iri": IRI, "name": "An archive", **archive},
            "mapping": "dcat-ap",
            "profiles": ["dcat-ap"],
            "block_on": "never",
            "defaults": dict(DEFAULTS),
            "targets": {name: targets[name] for name in names or ("fdp",)},
            "work": "work",
        }

    def configure(self, *names: str, **archive: Any) -> None:
        """Write the config."""
        (self.folder / "img2fair.yaml").write_text(json.dumps(self.said(*names, **archive)))

    def run(self, *arguments: str) -> Ran:
        """Run a command in this process."""
        out, err = io.StringIO(), io.StringIO()
        with logged_in(), redirect_stdout(out), redirect_stderr(err):
            code = run([*arguments, "-c", str(self.folder / "img2fair.yaml")])
        return Ran(code, out.getvalue(), err.getvalue())

    def publish(self) -> Ran:
        """Publish in this process."""
        return self.run("publish", "--yes", "--json")

    def start(self, *arguments: str, driver: Sequence[str] = ("-m", "img2fair")) -> subprocess.Popen[str]:
        """Start a command as a process of its own."""
        command = [sys.executable, *driver, *arguments, "-c", str(self.folder / "img2fair.yaml")]
        variables = {**os.environ, **LOGINS, "PYTHONPATH": str(Path(img2fair.__file__).parents[1])}
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.folder, env=variables
        )

    def writes(self) -> list[RequestRecord]:
        """Return the requests that write to the FAIR Data Point, since its list was last emptied."""
        return [one for one in self.fdp.requests if one.method in WRITING and one.path != "/tokens"]


@contextmanager
def world(folder: Path, projects: Sequence[Project]) -> Iterator[World]:
    """A world whose FAIR Data Point is empty; waits between two tries are left out.

    The FAIR Data Point tells no schemas, so that none has to be judged by them.
    """
    with ExitStack() as stack:
        stack.enter_context(stamina.set_testing(True, attempts=4, cap=True))
        archive = stack.enter_context(DemoArchive(content(projects)))
        fdp = stack.enter_context(UnwellFdp())
        fdp.faults.add(Fault(path="/(.*/)?spec", kind="status", status=404))
        made = World(archive, fdp, folder)
        made.configure("fdp")
        yield made


@contextmanager
def logged_in() -> Iterator[None]:
    """The variables of a log-in, as users set them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**LOGINS, "NO_PROXY": "*"}.items():
            patch.setenv(name, value)
        for name in BUNDLES:  # reading certificates takes longer than a run
            patch.delenv(name, raising=False)
        yield


def copied(records: Mapping[str, StoredRecord]) -> dict[str, StoredRecord]:
    """Return records that can be changed without changing these."""
    return {iri: replace(record, triples=list(record.triples)) for iri, record in records.items()}


def key_at(record: StoredRecord) -> str:
    """Return the key that a record carries; empty where it is not ours."""
    node = NamedNode(f"{record.iri}#record")
    found = (t.object for t in record.triples if t.subject == node and t.predicate == iri("dct:identifier"))
    return next((str(getattr(term, "value", "")) for term in found), "")


def keys(fdp: UnwellFdp) -> list[str]:
    """Return the keys of all records of ours, one for each record."""
    return sorted(key for record in fdp.records.values() if record.prefix and (key := key_at(record)))


Picture = list[tuple[str, str, str, tuple[str, ...]]]


def picture(fdp: UnwellFdp) -> Picture:
    """Return all that the server holds, without what it or the clock mints: type, key, state and triples."""
    names = {record.iri: f"urn:{record.prefix}:{key_at(record)}" for record in fdp.records.values() if record.prefix}
    return sorted(
        (record.prefix, key_at(record), record.state or "", _unminted(record, names))
        for record in fdp.records.values()
        if record.prefix
    )


def _unminted(record: StoredRecord, names: Mapping[str, str]) -> tuple[str, ...]:
    minted = {(f"{record.iri}{fragment}", iri(curie)) for fragment, curie in MINTED}
    text = to_text([t for t in record.triples if not _is_minted(t, minted)], "ntriples")
    for address, name in names.items():
        text = text.replace(address, name.replace(" ", "%20"))
    return tuple(canonical(from_text(text, "ntriples")))


def _is_minted(triple: Triple, minted: set[tuple[str, NamedNode]]) -> bool:
    return (str(getattr(triple.subject, "value", "")), triple.predicate) in minted


def stopped(process: subprocess.Popen[str], seconds: float = 60) -> Ran:
    """Wait for a process."""
    out, err = process.communicate(timeout=seconds)
    return Ran(process.returncode, out, err)


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
