"""Broken configs: everything that is wrong in them, where, and how to mend it, word by word."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from img2fair import cli
from img2fair.config import ConfigFault, load_config, load_configs
from img2fair.errors import UsageFault
from tests.config.cases import BROKEN, FILE, names, written


def told(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> UsageFault:
    monkeypatch.chdir(folder)
    written(folder, text)
    with pytest.raises(UsageFault) as caught:
        load_configs(Path(FILE))
    return caught.value


@pytest.mark.parametrize("case", BROKEN, ids=names(BROKEN))
def test_all_that_is_wrong_is_told(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = told(case["config"], tmp_path, monkeypatch)
    assert str(fault) == case["told"].rstrip("\n")
    assert isinstance(fault, ConfigFault)
    lines = len(case["config"].splitlines())
    for one in fault.as_rows():
        assert 1 <= int(one["line"]) <= lines + 1, "the place is in the file"
    assert len(fault.problems) > 1 or str(fault).count("\n") <= 5


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 60
    assert sum("errors" in case["told"] for case in BROKEN) >= 10, "several slips in one file"
    assert len(set(names(BROKEN))) == len(BROKEN)


@pytest.mark.parametrize("case", [one for one in BROKEN if "Canary" in one["config"]], ids=lambda case: case["name"])
def test_a_secret_is_never_told(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, case["config"])
    for command in (["check"], ["check", "--json", "--debug", "-vv"], ["show", "--debug"]):
        assert cli.run(["config", *command]) == 2
    said = capsys.readouterr()
    assert "Canary" not in said.out + said.err
    assert "log-in" not in said.out or "docs/operator.md" in said.out or "environment" in said.out or "set " in said.out


def test_check_prints_all_and_show_only_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = next(one for one in BROKEN if one["name"] == "more slips than are shown")
    monkeypatch.chdir(tmp_path)
    written(tmp_path, case["config"])
    assert cli.run(["config", "show"]) == 2
    assert capsys.readouterr().err.count("there is no such entry") == 12
    assert cli.run(["config", "check"]) == 2
    printed = capsys.readouterr()
    assert printed.out.count("there is no such entry") == 14 and "14 to mend" in printed.err
    assert cli.run(["config", "check", "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["file"] == FILE and len(found["errors"]) == 14
    first = {"file": FILE, "line": 2, "column": 1, "key": "bb", "message": "there is no such entry"}
    assert first.items() <= found["errors"][0].items() and "advisory" in found["errors"][0]["cure"]


def test_check_of_a_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "archive: {url: https://xnat.example.org}\n")
    assert cli.run(["config", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": FILE, "errors": []}


def test_the_command_that_a_fault_names_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(one for one in BROKEN if one["name"] == "more slips than are shown")
    folder = tmp_path / "my configs"
    folder.mkdir()
    with pytest.raises(ConfigFault) as caught:
        load_configs(written(folder, case["config"]))
    command = re.search(r"more: img2fair (.*)", str(caught.value))
    assert command is not None and command[1] == f"config check -c '{folder / FILE}'"


def test_no_config(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="cannot read the config") as caught:
        load_config(tmp_path / "none.yaml")
    assert "img2fair init" in caught.value.cure
    with pytest.raises(UsageFault, match="it is a folder"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"archive: {name: caf\xe9}\n", "not UTF-8"),
        ("archive: {name: x}\n".encode("utf-16"), "not UTF-8"),
        (b"a: \x00\n", "a character that no text has"),
        (b"a: &a [*a]\n", "contains it"),
        (b"a" * 2_000_001, "more than 2000000 bytes"),
        (b"[" * 5000, "nested too deep"),
        (b"a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
         b"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d]\n", "aliases stand for more"),
    ],
)  # fmt: skip
def test_what_is_no_text(tmp_path: Path, data: bytes, message: str) -> None:
    file = tmp_path / FILE
    file.write_bytes(data)
    with pytest.raises(UsageFault, match=message) as caught:
        load_config(file)
    assert str(caught.value).count("\n") <= 5
