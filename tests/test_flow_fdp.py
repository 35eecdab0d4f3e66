"""The flow to a FAIR Data Point, as commands: first run, second run, withdrawal, refusal, and what can go wrong."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from img2fair.cli import run
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.demo.fdp import ADMIN, PUBLISHER, DemoFdp, Fault
from img2fair.demo.fdp.store import PUBLISHED
from tests.test_flow import CONFIG

TARGETS = """\
targets:
  fdp: {{type: fdp, url: "{fdp}"{more}}}
work: work
"""


class Place:
    """An archive, a FAIR Data Point and a folder with the config that names both."""

    def __init__(self, archive: DemoArchive, fdp: DemoFdp, folder: Path) -> None:
        self.archive, self.fdp, self.folder = archive, fdp, folder

    def configure(self, more: str = ", profile: fdp-default", url: str = "") -> None:
        before = CONFIG.format(url=self.archive.url).partition("targets:")[0]
        text = before + TARGETS.format(fdp=url or self.fdp.url, more=more)
        (self.folder / "img2fair.yaml").write_text(text)

    def publish(self, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = run(["publish", "--yes", "--json", "-c", str(self.folder / "img2fair.yaml")])
        told = capsys.readouterr()
        return code, json.loads(told.out or "{}").get("fdp") or {"error": told.err}

    def found(self, judge: str) -> list[dict[str, Any]]:
        report = json.loads((self.folder / "work" / "report.json").read_text())
        return [finding for finding in report["findings"] if finding["judge"] == judge]

    def writes(self) -> int:
        return sum(request.method in ("PUT", "DELETE") for request in self.fdp.requests) + sum(
            request.method == "POST" and "tokens" not in request.path for request in self.fdp.requests
        )


@pytest.fixture
def place(content: ArchiveContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    for name, value in (("XNAT_USER", "demo"), ("XNAT_PASS", "demo"), ("FDP_USER", ADMIN[0]), ("FDP_PASS", ADMIN[1])):
        monkeypatch.setenv(name, value)
    with DemoArchive(content.only("tcga_kich", "covid_19_ar", "breast_diagnosis")) as archive, DemoFdp() as fdp:
        made = Place(archive, fdp, tmp_path)
        made.configure()
        yield made


def test_first_run_second_run_update_and_withdrawal(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = place.publish(capsys)
    assert (code, told["failed"]) == (0, 0)
    assert told["create"] == 6, "a catalogue, two datasets, three distributions"
    assert len(place.fdp.of("dataset")) == 2
    assert {record.state for record in place.fdp.records.values()} == {PUBLISHED}
    private = place.archive.content.project("breast_diagnosis")
    everything = " ".join(str(triple) for record in place.fdp.records.values() for triple in record.triples)
    assert private.name not in everything

    before = place.writes()
    code, told = place.publish(capsys)
    assert (told["create"], told["update"], told["withdraw"], told["unchanged"]) == (0, 0, 0, 6)
    assert place.writes() == before, "nothing is sent for what is unchanged"

    addresses = {record.iri for record in place.fdp.of("dataset")}
    place.archive.content = place.archive.content.with_project("tcga_kich", name="A new title")
    code, told = place.publish(capsys)
    assert (told["create"], told["update"], told["withdraw"]) == (0, 1, 0)
    assert {record.iri for record in place.fdp.of("dataset")} == addresses, "it keeps its address"
    assert len(place.fdp.of("distribution")) == 3, "child links are kept"

    place.archive.content = place.archive.content.with_project("tcga_kich", accessibility="private")
    code, told = place.publish(capsys)
    assert (told["create"], told["update"], told["withdraw"], told["failed"]) == (0, 0, 1, 0)
    assert len(place.fdp.of("dataset")) == 1
    assert len(place.fdp.of("distribution")) == 1


def test_what_the_servers_schemas_would_refuse_is_found_before_it_is_sent(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.configure(more="")  # without the profile of a fresh installation its schemas refuse our records
    code, told = place.publish(capsys)
    assert (code, told["create"], told["failed"]) == (3, 0, 0)
    assert told["blocked"] == 6
    plan = (place.folder / "work" / "plan.json").read_text()
    assert "fdp's own schemas: I2F-S001: " in plan, "a steward reads who asks for it"
    assert place.writes() == 0
    refused = place.found("target")
    assert {finding["profile"] for finding in refused} == {"fdp"}
    assert any("version" in finding["message"] and finding["mapping"] for finding in refused), "led back to the mapping"
    place.configure()
    code, told = place.publish(capsys)
    assert (code, told["failed"]) == (0, 0), "the next run heals it"


def test_a_server_that_does_not_tell_its_schemas_refuses_for_itself(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.configure(more="")
    place.fdp.faults.add(Fault(path="/(.*/)?spec", kind="status", status=404))
    code, told = place.publish(capsys)
    assert code == 8
    assert told["failed"] >= 1
    refused = place.found("target")
    assert {finding["code"] for finding in refused} == {"I2F-T001"}
    assert any(finding["path"].startswith("http://") for finding in refused)


def test_an_account_that_may_not_delete_says_so(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish(capsys)
    monkeypatch.setenv("FDP_USER", PUBLISHER[0])
    monkeypatch.setenv("FDP_PASS", PUBLISHER[1])
    place.archive.content = place.archive.content.with_project("tcga_kich", accessibility="private")
    code, told = place.publish(capsys)
    assert code == 8
    assert told["failed"] == 1
    receipt = (place.folder / "work" / "receipt.json").read_text()
    assert "ADMIN" in receipt


@pytest.mark.parametrize(
    ("more", "url", "password", "code", "words"),
    [
        ("", "http://127.0.0.1:1", None, 4, "does not answer"),
        ("", "", "wrong", 5, "refuses the log-in"),
        (', catalog: "https://w3id.org/demo-fdp/catalog/none"', "", None, 2, "catalog"),
        (", catalgo: x", "", None, 2, "did you mean 'catalog'"),
    ],
)
def test_bad_input(
    place: Place,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    more: str,
    url: str,
    password: str | None,
    code: int,
    words: str,
) -> None:
    if password:
        monkeypatch.setenv("FDP_PASS", password)
    place.configure(more, url)
    ended, told = place.publish(capsys)
    assert ended == code
    errors = told["error"].partition("error: ")[2]
    assert words in errors
    assert errors.count("\n") <= 6
    assert place.writes() == 0
