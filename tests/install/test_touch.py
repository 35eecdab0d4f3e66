"""What a command does not load, because it does without: what makes it answer at once (bench/cli.py measures that)."""

import subprocess
import sys
from pathlib import Path

import pytest

from img2fair.cli import run
from img2fair.judging import profiles_of

DATA = "<https://example.org/d> a <http://www.w3.org/ns/dcat#Dataset> ."
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/Shape> a sh:NodeShape ; sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ;
    sh:property [ sh:path <http://purl.org/dc/terms/title> ; sh:minCount 1 ] .
"""
LOADED = """
import sys
from img2fair.cli import run
run(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""
UNNEEDED = {"img2fair.archives", "img2fair.mapping", "img2fair.publication", "img2fair.report.page", "img2fair.targets",
            "jinja2", "pyshacl", "requests"}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a dataset and shapes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.ttl").write_text(DATA)
    (tmp_path / "s.ttl").write_text(SHAPES)
    return tmp_path


def test_to_judge_loads_only_the_judge_and_the_form_that_is_asked_for(place: Path) -> None:
    command = [sys.executable, "-c", LOADED, "validate", "d.ttl", "--engine", "fast", "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {*ended.stderr.split()}
    assert {"img2fair.shacl.fast", "img2fair.report.json_form"} <= loaded
    assert not loaded & UNNEEDED


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "html"])
def test_every_form_is_found(form: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "d.ttl", "--shapes", "s.ttl", "--format", form]) == 3
    assert "title" in capsys.readouterr().out


def test_shapes_of_ones_own_need_no_name(place: Path) -> None:
    (place / "img2fair.yaml").write_text("archive: {url: https://xnat.example.org}\nprofiles: []\n")
    assert run(["validate", "d.ttl", "--shapes", "s.ttl"]) == 3
    assert run(["validate", "d.ttl"]) == 2
    assert [one.name for one in profiles_of((), (), ("s.ttl",))] == ["s"]
