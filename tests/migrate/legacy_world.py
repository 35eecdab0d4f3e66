"""An archive, and a FAIR Data Point in which img2catalog left its records: made of data (tests/cases/img2catalog)."""

import io
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import stamina
from pyoxigraph import Literal, NamedNode, Triple
from ruamel.yaml import YAML

from img2fair.cli import run
from img2fair.demo.archive import DemoArchive
from img2fair.demo.fdp import ADMIN, DemoFdp, StoredRecord
from img2fair.demo.fdp.definitions import STOCK
from img2fair.demo.fdp.enhancing import enhanced
from img2fair.http.wire import BUNDLES
from img2fair.rdf import from_text, iri
from tests.publication.world import WRITING, Ran, content, project

CASES = Path(__file__).parents[1] / "cases" / "img2catalog"
CONFIG = CASES / "config.toml"
LEFT: list[dict[str, Any]] = YAML(typ="safe").load(CASES / "records.yaml")
LOGINS = {"XNAT_USER": "demo", "XNAT_PASS": "demo", "IMG2CATALOG_FDP_USER": ADMIN[0], "IMG2CATALOG_FDP_PASS": ADMIN[1]}
_DATASET = next(one for one in STOCK if one.prefix == "dataset")


@dataclass
class Old:
    """The world of somebody who ran img2catalog; ``left`` are the IRIs of its records, by their names in the data."""

    archive: DemoArchive
    fdp: DemoFdp
    folder: Path
    left: dict[str, str] = field(default_factory=dict)

    @property
    def new(self) -> Path:
        """The folder that the new config goes into."""
        return self.folder / "new"

    def leave(self, one: Mapping[str, Any]) -> str:
        """Put in a record as img2catalog leaves it; return its IRI."""
        base = one.get("base", self.archive.url.replace("http:", f"{one.get('scheme', 'http')}:"))
        identifier = one.get("identifier") or f"{base}/data/archive/projects/{one['project']}"
        node = f"{self.fdp.persistent_url}/dataset/{len(self.left):08d}-0000-4000-8000-000000000000"
        title = one.get("title") or f"Old {one['name']}"
        parts = {"identifier": identifier, "title": title, "catalog": self.fdp.catalog}
        text = (CASES / "record.ttl").read_text(encoding="utf-8") % parts
        triples = enhanced(from_text(text.replace("<>", f"<{node}>")), node, _DATASET)
        since = Literal(f"2024-01-{len(self.left) + 1:02d}T00:00:00Z", datatype=iri("xsd:dateTime"))
        issued = iri("fdp-o:metadataIssued")
        triples = [Triple(t.subject, issued, since) if t.predicate == issued else t for t in triples]
        self.fdp.records[node] = StoredRecord(node, "dataset", triples, "DRAFT" if one.get("draft") else "PUBLISHED")
        catalog = NamedNode(self.fdp.catalog)
        self.fdp.records[self.fdp.catalog].triples.append(Triple(catalog, iri("dcat:dataset"), NamedNode(node)))
        self.left[one["name"]] = node
        return node

    def migrate(self, *more: str, config: Path = CONFIG) -> Ran:
        """Move, with archive, server and catalogue on the command line."""
        places = ("--archive", self.archive.url, "--fdp", self.fdp.url, "--catalog", self.fdp.catalog)
        return self.run("migrate", "img2catalog", str(config), "-o", str(self.new), *places, *more)

    def publish(self) -> Ran:
        """Publish with the new config."""
        return self.run("publish", "--yes", "--json", "-c", str(self.new / "img2fair.yaml"))

    def run(self, *arguments: str) -> Ran:
        """Run a command in this process, logged in as img2catalog was."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in {**LOGINS, "NO_PROXY": "*"}.items():
                patch.setenv(name, value)
            for name in BUNDLES:  # reading certificates takes longer than a run
                patch.delenv(name, raising=False)
            code = run([*arguments])
        return Ran(code, out.getvalue(), err.getvalue())

    def writes(self) -> list[str]:
        """Return the requests that changed something since this was last asked."""
        found = [f"{one.method} {one.path}" for one in self.fdp.requests
                 if one.method in WRITING and one.path not in ("/tokens", "/search/query", "/search")]  # fmt: skip
        self.fdp.requests.clear()
        return found

    def states(self) -> dict[str, str]:
        """Return the state of each dataset, by IRI."""
        return {record.iri: record.state or "" for record in self.fdp.of("dataset")}

    def identifiers(self) -> dict[str, str]:
        """Return the identifier of each dataset, by IRI."""
        return {one.iri: str(getattr(t.object, "value", "")) for one in self.fdp.of("dataset") for t in one.triples
                if t.subject == NamedNode(one.iri) and t.predicate == iri("dct:identifier")}  # fmt: skip


@contextmanager
def old_world(folder: Path, left: list[dict[str, Any]] = LEFT) -> Iterator[Old]:
    """A world with the records of the data: P3 is private by now, P4 has lost the keyword, P9 is gone."""
    projects = [replace(project(f"P{n}", access="private" if n == 3 else "public"),
                        keywords="imaging" if n == 4 else "imaging, fair") for n in range(6)]  # fmt: skip
    with ExitStack() as stack:
        stack.enter_context(stamina.set_testing(True, attempts=4, cap=True))
        archive = stack.enter_context(DemoArchive(content(projects)))
        fdp = stack.enter_context(DemoFdp(catalog=True))
        world = Old(archive, fdp, folder)
        for one in left:
            world.leave(one)
        yield world
