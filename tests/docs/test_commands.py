"""The documentation cannot rot: every command in it is run, what it prints is what the page shows."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from img2fair.assets import find_folder, names
from img2fair.cli import COMMANDS, run
from img2fair.config import load_config
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.demo.fdp import ADMIN, DemoFdp
from img2fair.errors import Exit
from img2fair.pipeline import all_rules
from tests.docs.pages import CHECKOUT, DOCS, Command, blocks, called, commands, needs, pages
from tests.migrate.legacy_world import CONFIG as OLD_CONFIG
from tests.migrate.legacy_world import old_world

OPERATOR = DOCS / "operator.md"
LAYERS = ("analytics", "eucaim")
"""Mappings that only make sense over another."""
ENDINGS = {Exit.DONE, Exit.INVALID}
"""How a command of the docs may end on the demo's archive, which has something to mend."""
OTHERS = (
    "pip",
    "pipx",
    "uv",
    "docker",
    "python",
    "python3",
    "curl",
    "cd",
    "cp",
    "mkdir",
    "export",
    "metaImport.py",
    "rsync",
)
"""Programs that are not ours: they are not run."""
ELSEWHERE = ("researcher.md",)
"""Pages whose output has a test of its own, on a world of its own (tests/test_worked_example.py)."""
RUN = [page for page in pages() if any(commands(page))]
PEOPLE = "    TCGA Research Network: {identifier: t, homepage: 'https://example.org/t'}\n"


@dataclass
class World:
    """Servers that stand in for those of the pages, and a folder in which ``publish`` was run."""

    archive: DemoArchive
    fdp: DemoFdp
    folder: Path
    project: str = "tcga_kich"

    def made_real(self, word: str) -> str:
        """Return a word of a page with what is there in the place of the examples."""
        word = re.sub(r"https://fdp\.example\.org/catalog/[\w-]+", self.fdp.catalog, word)
        for said, real in (("https://xnat.example.org", self.archive.url), ("https://fdp.example.org", self.fdp.url)):
            word = word.replace(said, real)
        return re.sub(r"^(BRAIN1|LUNG)$", self.project, word)


def _config(archive: DemoArchive) -> str:
    """Return the config of the operator's page, for an archive that is there."""
    said = next(block for block in blocks(OPERATOR, "yaml") if "archive:" in block)
    there = said.replace("url: https://xnat.example.org", f"url: {archive.url}").replace("BRAIN1:", "tcga_kich:")
    return there.replace("  people:\n", f"  people:\n{PEOPLE}", 1)


@pytest.fixture(scope="module")
def world(content: ArchiveContent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("published")
    with DemoArchive(content.only("tcga_kich", "b_mode_and_ceus_liver")) as archive, DemoFdp() as fdp:
        (folder / "img2fair.yaml").write_text(_config(archive), encoding="utf-8")
        shutil.copy(find_folder("shapes") / "imaging.ttl", folder / "shapes.ttl")
        with pytest.MonkeyPatch.context() as patch:
            _log_in(patch)
            patch.chdir(folder)
            assert run(["publish", "--yes", "-q"]) in ENDINGS
        yield World(archive, fdp, folder)


def _log_in(patch: pytest.MonkeyPatch) -> None:
    for name, value in {"XNAT": ("demo", "demo"), "FDP": ADMIN, "IMG2CATALOG_FDP": ADMIN}.items():
        patch.setenv(f"{name}_USER", value[0])
        patch.setenv(f"{name}_PASS", value[1])


@pytest.fixture
def place(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A folder of a page's own: a copy of the published one."""
    shutil.copytree(world.folder, tmp_path, dirs_exist_ok=True, symlinks=True)
    _log_in(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return world


def _furnish(page: Path, place: World, folder: Path) -> None:
    """Make the folder what the page says that it needs."""
    wanted = needs(page)
    assert wanted <= {"fdp", "nothing", "demo", "img2catalog"}, f"{called(page)}: tests/docs/pages.py says what may be"
    if wanted & {"nothing", "demo", "img2catalog"}:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    if "fdp" in wanted:
        file = folder / "img2fair.yaml"
        target = f"  fdp: {{type: fdp, url: {place.fdp.url}, profile: fdp-default}}\nwork:"
        file.write_text(file.read_text(encoding="utf-8").replace("\nwork:", f"\n{target}", 1), encoding="utf-8")


@pytest.mark.parametrize("page", RUN, ids=called)
def test_every_command_of_a_page_runs(
    page: Path, place: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _furnish(page, place, tmp_path)
    with ExitStack() as stack:
        if "img2catalog" in needs(page):
            old = stack.enter_context(old_world(tmp_path))
            shutil.copy(OLD_CONFIG, tmp_path)
            place = World(old.archive, old.fdp, tmp_path, project="P3")
        for command in commands(page):
            _try(page, command, place, capsys)


def _try(page: Path, command: Command, place: World, capsys: pytest.CaptureFixture[str]) -> None:
    first = Path(command.words[0]).name
    if first == "sh":
        assert subprocess.run(["sh", "-n", CHECKOUT / command.words[1]], check=False).returncode == 0
    elif first != "img2fair":
        assert first in OTHERS, f"{called(page)}: {command.words}"
    elif page.name not in ELSEWHERE or not command.output:
        _run(page, command, place, capsys)


def _run(page: Path, command: Command, place: World, capsys: pytest.CaptureFixture[str]) -> None:
    words = [place.made_real(word) for word in command.words[1:]]
    endless = (words[0] == "demo" and not command.output) or (words[0] == "serve" and "--emit" not in words)
    capsys.readouterr()
    code = run([words[0], "--help"] if endless else words)
    said = capsys.readouterr()
    assert code in ENDINGS, f"{called(page)}: {' '.join(words)} ended with {code}: {said.out}{said.err}"
    if command.output:
        assert _same(command.output, said.out + said.err), (
            f"{called(page)}: {' '.join(words)} tells\n{said.out}{said.err}"
        )


def _same(shown: str, said: str) -> bool:
    """Tell whether a command says what a page shows: … stands for anything, ports and seconds differ."""
    wanted = re.escape(_settled(shown)).replace("…", ".*").replace(r"\…", ".*")
    return re.fullmatch(wanted, _settled(said), re.DOTALL) is not None


def _settled(text: str) -> str:
    text = re.sub(r"(http://127\.0\.0\.1):\d+", r"\1:PORT", text)
    text = re.sub(r"(request \d+): GET \S+", r"\1", text)
    return "\n".join(line.rstrip() for line in re.sub(r"\b\d+ s\b", "N s", text).strip().splitlines())


def test_the_operators_config_is_read(world: World) -> None:
    config = load_config(world.folder / "img2fair.yaml").config
    assert set(config.model_fields_set) == set(type(config).model_fields), "the page shows every part"
    told = {"url", "iri", "name", "timezone", "language", "public_requires_login"}
    assert set(config.archive.model_fields_set) >= told


def test_every_exit_code_is_on_the_operators_page() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", OPERATOR.read_text(encoding="utf-8"), re.MULTILINE)}
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
