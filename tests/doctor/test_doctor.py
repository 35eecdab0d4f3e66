"""The whole of it: from the command line, with several archives, in time, and without a trace."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from img2fair.cli import run
from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.content import ArchiveContent
from img2fair.demo.fdp import ADMIN, DemoFdp
from img2fair.doctor import CHECKS, Group, examine
from img2fair.doctor.telling import exit_code, to_json, to_text
from img2fair.errors import Exit
from img2fair.model import Check, Standing
from tests.doctor import servers
from tests.doctor.cases import ALL

PREFLIGHT = YAML(typ="safe").load(
    (Path(__file__).parents[1] / "cases" / "fdp_preflight.yaml").read_text(encoding="utf-8")
)
AREAS = {"credentials": "network", "work": "machine"}
"""Parts of the table that are of an area of another name."""
OBJECT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", "version", "checks", "counts", "exit_code"],
    "properties": {
        "schema": {"const": "img2fair/doctor"},
        "version": {"const": 1},
        "exit_code": {"type": "integer"},
        "counts": {"type": "object", "required": ["pass", "warn", "fail", "skip"]},
        "checks": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["group", "name", "standing", "found", "cure"],
                "properties": {
                    "standing": {"enum": ["pass", "warn", "fail", "skip"]},
                    **{name: {"type": "string"} for name in ("group", "name", "found", "cure")},
                },
            },
        },
    },
}
CONFIG = """
{archives}
defaults:
  publisher: {{name: P, identifier: "https://p.example", email: p@p.example, homepage: "https://p.example"}}
  contact_point: {{name: C, email: c@p.example}}
  license: L
  rights: R
  catalog: {{title: T, description: D}}
targets:
  fdp: {{type: fdp, url: "{fdp}", profile: fdp-default}}
  catalogue: {{type: site, path: public, base: "{site}"}}
"""


@pytest.fixture
def logins(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"XNAT_USER": "demo", "XNAT_PASS": "demo", "FDP_USER": ADMIN[0], "FDP_PASS": ADMIN[1]}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def small(content: ArchiveContent) -> Iterator[DemoArchive]:
    with DemoArchive(content.only("icdc_glioma")) as archive:
        yield archive


def write(folder: Path, archives: str, fdp: str, site: str = "") -> Path:
    file = folder / "img2fair.yaml"
    file.write_text(CONFIG.format(archives=archives, fdp=fdp, site=site or f"http://127.0.0.1:{servers.closed_port()}"))
    return file


def area_of(group: str, name: str) -> str:
    """Return under which name the catalogue has a check that was told."""
    kind = {"config": "config", "archive": "xnat", "machine": "machine", "target": "fdp"}[group.partition(" ")[0]]
    kind = "site" if group == "target catalogue" else kind
    name = name.partition(" ohif")[0]
    return next(area for area in (f"{kind}.{name}", f"network.{name}") if area in CHECKS)


def test_every_check_is_broken_by_the_table() -> None:
    broken = {f"{AREAS.get(area, area)}.{case['check']}" for area, cases in ALL.items() for case in cases}
    broken |= {f"fdp.{name}" for case in PREFLIGHT for name, is_ in case["is"].items() if is_ in ("warn", "fail")}
    assert set(CHECKS) - broken == {"network.time"}, "which is broken below"
    assert broken <= set(CHECKS)
    assert len(CHECKS) >= 20
    assert all(text.asks.endswith("?") and text.cure for text in CHECKS.values())


@pytest.mark.usefixtures("logins")
def test_a_world_that_is_well(small: DemoArchive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with DemoFdp(catalog=True) as fdp:
        file = write(tmp_path, f"archive: {{url: '{small.url}', name: A}}", fdp.url)
        before, held = sorted(tmp_path.rglob("*")), dict(fdp.records)
        began = time.monotonic()
        assert run(["doctor", "-c", str(file), "--json"]) == Exit.DONE
        assert time.monotonic() - began < 10
        told = json.loads(capsys.readouterr().out)
        assert sorted(tmp_path.rglob("*")) == before
        assert dict(fdp.records) == held
    jsonschema.validate(told, OBJECT)
    assert [*dict.fromkeys(one["group"] for one in told["checks"])] == [
        "config", "archive", "target fdp", "target catalogue", "machine"
    ]  # fmt: skip
    assert not [one for one in told["checks"] if one["standing"] == "fail"]
    assert {area_of(one["group"], one["name"]) for one in told["checks"]} <= set(CHECKS)
    assert sum(told["counts"].values()) == len(told["checks"]) > 40
    assert small.logins.count("demo") == small.logins.count("guest") == 0


@pytest.mark.usefixtures("logins")
def test_several_archives_and_one_of_them(small: DemoArchive, tmp_path: Path) -> None:
    dead = f"http://127.0.0.1:{servers.closed_port()}"
    archives = f"archives:\n  here: {{url: '{small.url}', iri: 'https://a.example'}}\n  there: {{url: '{dead}', iri: 'https://b.example'}}"
    file = write(tmp_path, archives, dead)
    groups = {group.name: group for group in examine(file, lambda _: None)}
    assert [*groups] == ["config", "config here", "config there", "archive here", "archive there", "target fdp",
                         "target catalogue", "machine"]  # fmt: skip
    assert groups["archive there"].checks[-1].name == "connection"
    assert groups["archive here"].checks[-1].name == "lists"
    assert exit_code([*groups.values()]) == Exit.UNAVAILABLE
    one = examine(Path(f"{file}#here"), lambda _: None)
    assert [group.name for group in one] == ["config", "archive here", "target fdp", "target catalogue", "machine"]


@pytest.mark.usefixtures("logins")
def test_servers_that_never_answer_are_not_waited_for(tmp_path: Path) -> None:
    with servers.listening(servers.silent) as port:
        server = f"http://127.0.0.1:{port}"
        file = write(tmp_path, f"archive: {{url: '{server}'}}", server, site=server)
        began = time.monotonic()
        groups = {group.name: group for group in examine(file, lambda _: None, within=2.0)}
        assert time.monotonic() - began < 4
    slow = groups["target catalogue"].checks[-1]
    assert (slow.name, slow.standing) == ("time", Standing.WARN), "a run does its work without that server"
    last = groups["target fdp"].checks[-1]
    assert (last.name, last.standing, last.code) == ("time", Standing.FAIL, Exit.UNAVAILABLE)
    assert "has not answered within" in last.found
    assert {check.name for check in groups["target fdp"].checks} >= {"credentials", "connection"}


@pytest.mark.usefixtures("logins")
def test_a_slow_archive_is_left_without_a_session(small: DemoArchive) -> None:
    from img2fair.archives import ArchiveSettings, Login, checks

    small.faults.add(Fault(path="/xapi/customforms", kind="slow", seconds=1.5))
    settings = ArchiveSettings(small.url, small.url, Login("demo", "demo"))
    found = {check.name: check for check in checks("xnat", settings, (), 1.0)}
    assert found["forms"].standing is Standing.WARN
    assert small.logins.count("demo") == 0


@pytest.mark.usefixtures("logins")
def test_only_what_is_wrong(small: DemoArchive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dead = f"http://127.0.0.1:{servers.closed_port()}"
    file = write(tmp_path, f"archive: {{url: '{small.url}'}}", dead)
    assert run(["doctor", "-q", "-c", str(file)]) == Exit.UNAVAILABLE
    told = capsys.readouterr().out
    assert "  FAIL  connection" in told
    assert "PASS" not in told
    assert "SKIP" not in told


def test_no_config_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["doctor"]) == Exit.USAGE
    told = capsys.readouterr().out
    assert "img2fair init" in told
    assert "machine" in told
    assert told.rstrip().splitlines()[-1].startswith("6 checks: ")
    assert list(tmp_path.iterdir()) == []


def checks(*standings: tuple[str, Exit]) -> list[Group]:
    return [Group("g", tuple(Check("c", Standing(one), "found", "cure", code) for one, code in standings))]


def test_the_strongest_failure_is_the_exit_code() -> None:
    assert exit_code(checks(("warn", Exit.LOGIN), ("pass", Exit.USAGE))) == Exit.DONE
    assert exit_code(checks(("fail", Exit.INVALID), ("fail", Exit.UNAVAILABLE), ("fail", Exit.LOGIN))) == Exit.LOGIN


def test_the_text_says_each_cure_and_the_counts() -> None:
    found = [Group("archive", (Check("a", Standing.FAIL, "first\nsecond", "do this", Exit.LOGIN),
                               Check("bb", Standing.PASS, "well", "not told")))]  # fmt: skip
    lines = to_text(found).splitlines()
    assert lines[:5] == [
        "archive",
        "  FAIL  a   first",
        " " * 12 + "second",
        " " * 12 + "→ do this",
        "  PASS  bb  well",
    ]
    assert lines[-1].startswith("2 checks: 1 pass, 0 warn, 1 fail, 0 skip. Exit code 5: ")
    whole: dict[str, Any] = to_json(found)
    assert whole["counts"] == {"pass": 1, "warn": 0, "fail": 1, "skip": 0}
