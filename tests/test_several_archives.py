"""One config of several archives and targets: each is published, and none stops the others."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from img2fair.cli import run
from img2fair.config import load_configs
from img2fair.errors import UsageFault
from tests.test_flow_archives import REST, tabulate

HEAD = f"""\
{REST.partition("targets:")[0]}
targets:
  acceptance: {{type: site, path: acceptance, base: "https://example.org/acceptance"}}
  production: {{type: site, path: production, base: "https://example.org/catalogue"}}
work: work
"""
NORTH = """\
  north: {type: table, path: north.csv, iri: "https://north.example.org", visibility: public}
"""
SOUTH = """\
  south:
    type: table
    path: south.csv
    iri: https://south.example.org
    visibility: public
    defaults: {catalog: {title: The south, description: What the south holds}}
    projects: {LUNG: {identifier: "10.5072/south"}}
"""
DOWN = """\
  down: {url: "http://127.0.0.1:1"}
"""


@dataclass
class Place:
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def configure(self, *archives: str, head: str = HEAD) -> None:
        (self.folder / "img2fair.yaml").write_text(head + "archives:\n" + "".join(archives))

    def hold(self, name: str, *projects: str) -> None:
        rows = [
            {"id": id_, "title": f"{id_} of the {name}", "description": "Scans", "keywords": "x"} for id_ in projects
        ]
        tabulate(self.folder / f"{name}.csv", rows)

    def run(self, *arguments: str, archive: str = "") -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = run([*arguments, "-c", f"{self.folder / 'img2fair.yaml'}{archive}"])
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def publish(self, *more: str) -> tuple[int, dict[str, Any], str]:
        code, out, err = self.run("publish", "--yes", "--json", *more)
        return code, json.loads(out) if out else {}, err

    def shown(self, target: str) -> str:
        return (self.folder / target / "catalogue.ttl").read_text()


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Place:
    made = Place(tmp_path, capsys)
    made.hold("north", "LUNG", "HEART")
    made.hold("south", "LUNG")
    made.configure(NORTH, SOUTH)
    return made


def test_two_archives_at_two_targets(place: Place) -> None:
    code, counts, _ = place.publish()
    assert (code, set(counts)) == (0, {"acceptance", "production"})
    assert {target: said["create"] for target, said in counts.items()} == {"acceptance": 5, "production": 5}
    for target in counts:
        text = place.shown(target)
        assert "HEART of the north" in text
        assert "LUNG of the north" in text
        assert "LUNG of the south" in text
        assert "The south" in text, "what an archive says of itself counts for it"
    assert "10.5072/south" in place.shown("production")
    again = place.publish()[1]
    assert all(not said[action] for said in again.values() for action in ("create", "update", "withdraw", "failed"))


def test_what_vanishes_from_one_archive_says_nothing_of_the_other(place: Place) -> None:
    place.publish()
    place.hold("north", "HEART")
    code, counts, _ = place.publish()
    assert (code, counts["production"]["withdraw"]) == (0, 1)
    assert "LUNG of the north" not in place.shown("production")
    assert "LUNG of the south" in place.shown("production")


def test_an_archive_that_is_down_does_not_stop_the_others(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.configure(DOWN, NORTH)
    code, counts, said = place.publish()
    assert (code, counts["production"]["create"]) == (4, 3)
    assert "down: error: cannot" in said
    assert "HEART of the north" in place.shown("acceptance")


def test_a_target_that_cannot_be_used_does_not_stop_the_others(place: Place) -> None:
    place.configure(NORTH)
    (place.folder / "acceptance").write_text("somebody else's")
    code, counts, said = place.publish()
    assert (code, set(counts), counts["production"]["failed"]) == (2, {"production"}, 0)
    assert "acceptance: error: a file stands where the site should be" in said


def test_plan_and_apply(place: Place) -> None:
    place.publish()
    place.hold("north", "LUNG", "HEART", "BRAIN")
    assert place.run("harvest", archive="#north")[0] == 0
    assert place.run("map", str(place.folder / "work/north/snapshot.jsonl"), archive="#north")[0] == 0
    code, out, _ = place.run("plan", "--json", "--detailed-exitcode")
    assert (code, json.loads(out)["production"]["create"]) == (10, 1)
    plan = str(place.folder / "work" / "plan.json")
    assert place.run("apply", plan)[0] == 0
    assert "BRAIN of the north" in place.shown("acceptance")
    code, _, said = place.run("apply", plan)
    assert (code, "applied already" in said) == (9, True)


def test_withdrawal_at_once(place: Place) -> None:
    place.publish()
    assert place.run("withdraw", "HEART", "--reason", "asked for")[0] == 0
    assert "HEART of the north" not in place.shown("production") + place.shown("acceptance")
    receipts = json.loads((place.folder / "work" / "receipt.json").read_text())
    assert {(o["reason"], bool(o["date"])) for r in receipts for o in r["outcomes"]} == {("asked for", True)}
    code, _, said = place.run("withdraw", "NOBODY")
    assert (code, "no target shows" in said) == (2, True)


def test_a_command_for_one_archive_asks_which(place: Place) -> None:
    code, _, said = place.run("harvest")
    assert (code, "#north" in said, "south" in said) == (2, True, True)
    code, _, said = place.run("harvest", archive="#east")
    assert (code, "there are: north, south" in said) == (2, True)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("archives: {}\n", 1, "name each archive"),
        ("archives: [1]\n", 1, "name each archive"),
        ("archive: {url: 'https://x.example.org'}\narchives:\n" + NORTH, 2, "name each archive"),
        ("archives:\n  a b: {url: 'https://x.example.org'}\n", 2, "a name is made of"),
        ("archives:\n  '../x': {url: 'https://x.example.org'}\n", 2, "a name is made of"),
        ("archives:\n  a: 3\n", 2, "says nothing"),
        ("archives:\n  a:\n    url: ftp://x\n", 3, "archives.a.url"),
        ("archives:\n  a:\n    url: https://x.example.org\n    urll: 1\n", 4, "archives.a.urll"),
        ("archives:\n  a:\n    url: https://x.example.org\n    mapping: 3\n", 4, "archives.a.mapping"),
        ("work: 3\narchives:\n  a:\n    url: https://x.example.org\n", 1, "work"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = tmp_path / "img2fair.yaml"
    path.write_text(text)
    with pytest.raises(UsageFault) as error:
        load_configs(path)
    assert what in str(error.value)
    assert f":{line}:" in error.value.where
