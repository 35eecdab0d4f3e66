"""``img2fair validate``, ``list`` and the reading of earlier reports: options, and errors that say what to do."""

import json
from pathlib import Path

import pytest

from img2fair.cli import run

GOOD = Path(__file__).parent / "cases" / "shacl" / "good-fdp.ttl"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "there is no such file or folder"),
        (["nowhere.ttl"], "there is no such file or folder"),
        ([str(GOOD), "--since", "nowhere.json"], "only the HTML page tells what has changed"),
        ([str(GOOD), "--since", "nowhere.json", "--format", "html"], "cannot read the earlier report"),
        ([str(GOOD), "--since", str(GOOD), "--format", "html"], "this is no report of img2fair\n  where: " + str(GOOD)),
    ],
)
def test_what_cannot_be_is_told(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_the_same_path_twice_is_judged_once(capsys: pytest.CaptureFixture[str]) -> None:
    checked = []
    for paths in ([GOOD], [GOOD, GOOD]):
        run(["validate", *map(str, paths), "--profile", "fdp-default", "--json"])
        checked.append(json.loads(capsys.readouterr().out)["checked"])
    assert checked[0] == checked[1] > 0


def test_json_is_short_for_a_format(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for option in (["--json"], ["--format", "json"]):
        run(["validate", str(GOOD), "--profile", "fdp-default", *option])
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] and json.loads(told[0])["schema"] == "img2fair/report"


@pytest.mark.parametrize("form", ["text", "html", "junit", "github", "sarif", "json"])
def test_nodes_without_an_address_are_told_of_in_every_form(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside a record that has an address: their findings are on the file, which is no record."""
    file = tmp_path / "blank.ttl"
    text = "@prefix dcat: <http://www.w3.org/ns/dcat#> . <urn:a> a dcat:Dataset . [] a dcat:Distribution ."
    file.write_text(text)
    assert run(["validate", str(file), "--profile", "dcat-ap", "--format", form]) == 3
    assert "blank.ttl" in capsys.readouterr().out


def test_worklists_leave_a_folder_of_others_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert run(["validate", str(GOOD), "--worklists", str(tmp_path)]) == 2
    assert "there is something else here" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_advisory_profile_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "img2fair.yaml"
    config.write_text("archive: {url: https://xnat.example.org}\nprofiles: [fdp-default]\nadvisory: [health-ri-core]\n")
    run(["validate", str(GOOD), "--json", "-c", str(config)])
    report = json.loads(capsys.readouterr().out)
    assert "health-ri-core" in report["advisory"] and "fdp-default" not in report["advisory"]
    theirs = [finding for finding in report["findings"] if finding["profile"] == "health-ri-core"]
    assert theirs and all(finding["severity"] != "violation" for finding in theirs)


def test_layers_are_marked_for_people_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "mappings"]) == 0
    marked = [line.split()[0] for line in capsys.readouterr().out.splitlines() if "(a layer" in line]
    assert marked == ["analytics", "eucaim"]
    assert run(["list", "mappings", "--json"]) == 0
    assert {"analytics", "eucaim", "dcat-ap"} <= set(json.loads(capsys.readouterr().out)["mappings"])
