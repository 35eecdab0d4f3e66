"""The documentation cannot rot: every command in it is run, every config in it is read, every link leads somewhere."""

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from img2fair.assets import names
from img2fair.cli import COMMANDS, run
from img2fair.config import load_config
from img2fair.demo.archive import DemoArchive
from img2fair.errors import Exit
from img2fair.pipeline import all_rules

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
OPERATOR = (CHECKOUT / "docs" / "operator.md").read_text(encoding="utf-8")
LAYERS = ("analytics", "eucaim")
"""Mappings that only make sense over another."""
ENDINGS = {Exit.DONE, Exit.INVALID}
"""How a command of the docs may end on the demo's archive, which has something to mend."""


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[list[str]]:
    lines = [line.partition("  #")[0].strip() for block in blocks(page, "sh") for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line and not line.startswith("#")]


@pytest.fixture
def place(content: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A folder with the config of the operator's page, for an archive that is there."""
    monkeypatch.setenv("XNAT_USER", "demo")
    monkeypatch.setenv("XNAT_PASS", "demo")
    monkeypatch.chdir(tmp_path)
    with DemoArchive(content.only("tcga_kich", "b_mode_and_ceus_liver")) as archive:
        config = next(block for block in re.findall(r"```yaml\n(.*?)```", OPERATOR, re.DOTALL) if "archive:" in block)
        (tmp_path / "img2fair.yaml").write_text(config.replace("url: https://xnat.example.org", f"url: {archive.url}"))
        people = "    TCGA Research Network: {identifier: t, homepage: 'https://example.org/t'}\n"
        text = (tmp_path / "img2fair.yaml").read_text()
        (tmp_path / "img2fair.yaml").write_text(text.replace("  people:\n", f"  people:\n{people}"))
        yield archive


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_every_command_of_a_page_runs(page: Path, place: DemoArchive, capsys: pytest.CaptureFixture[str]) -> None:
    for words in commands(page):
        if words[0] == "sh":
            assert subprocess.run(["sh", "-n", CHECKOUT / words[1]], check=False).returncode == 0
            continue
        if words[0] != "img2fair":
            assert words[:3] == ["pip", "install", "img2fair"], f"{page.name}: {words}"
            continue
        if words[1] in ("demo", "serve"):
            assert run([words[1], "--help"]) == 0
            continue
        given = [word.replace("https://xnat.example.org", place.url).replace("BRAIN1", "tcga_kich") for word in words]
        code = run(given[1:])
        assert code in ENDINGS, f"{page.name}: {' '.join(words)} ended with {code}: {capsys.readouterr().err}"


def test_the_operators_config_is_read(place: DemoArchive, tmp_path: Path) -> None:
    config = load_config(tmp_path / "img2fair.yaml").config
    assert set(config.model_fields_set) == set(type(config).model_fields), "the page shows every part"
    assert set(config.archive.model_fields_set) >= {
        "url",
        "iri",
        "name",
        "timezone",
        "language",
        "public_requires_login",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (page.parent / link).exists()]


def test_every_exit_code_is_on_the_operators_page() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", OPERATOR, re.MULTILINE)}
    assert told == {int(code) for code in Exit}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: img2fair")


def test_every_finding_has_an_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    for code, text in all_rules().items():
        assert re.fullmatch(r"I2F-[A-Z]\d{3}", code)
        assert text.why
        assert text.cure
    assert run(["rule", "I2F-S001"]) == 0
    assert "mend:" in capsys.readouterr().out


@pytest.mark.parametrize("mapping", names("mappings", ".yaml"))
def test_shipped_mappings_have_no_errors(mapping: str) -> None:
    over = ["--over", "health-ri-core"] if mapping in LAYERS else []
    assert run(["mapping", "check", mapping, *over]) == 0
