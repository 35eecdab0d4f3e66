"""The Dockerfile and the scripts: what can be told without building an image."""

import fnmatch
import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LINES = re.sub(r"\\\n\s*", "", (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
STEPS = [tuple(line.split(None, 1)) for line in LINES if line and not line.startswith("#")]
IGNORED = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
KNOWN = {"FROM", "ARG", "LABEL", "ENV", "WORKDIR", "COPY", "RUN", "USER", "ENTRYPOINT", "CMD"}
BUILT_FROM = ("img2fair", "mappings", "shapes", "templates", "share", "pyproject.toml", "README.md", "LICENSE",
              "sbom.cdx.json", "requirements.lock", "requirements-build.lock")  # fmt: skip


def last_stage() -> list[tuple[str, ...]]:
    return STEPS[max(number for number, step in enumerate(STEPS) if step[0] == "FROM") :]


def sent(name: str) -> bool:
    """Tell whether a file of the checkout goes to the builder; the last line that fits says it."""
    fitting = [line for line in IGNORED if fnmatch.fnmatch(name, line.removeprefix("!").removeprefix("**/"))]
    return not fitting or fitting[-1].startswith("!")


def test_every_line_is_an_instruction() -> None:
    assert {step[0] for step in STEPS} <= KNOWN
    assert all(len(step) == 2 for step in STEPS)


def test_it_runs_as_nobody_and_carries_no_tools() -> None:
    said = last_stage()
    assert ("USER", "65532:65532") in said
    assert said.index(("USER", "65532:65532")) > max(n for n, step in enumerate(said) if step[0] in ("RUN", "COPY"))
    assert any(step[0] == "RUN" and "pip uninstall" in step[1] for step in said)


def test_everything_that_is_installed_is_checked_by_hash() -> None:
    installs = [part for step in STEPS if step[0] == "RUN" for part in step[1].split("&&") if " install " in part]
    assert len(installs) == 3
    assert all("--require-hashes" in part or "--no-index" in part for part in installs)


def test_it_names_no_secret() -> None:
    named = " ".join(step[1] for step in STEPS if step[0] in ("ARG", "ENV"))
    assert not re.search(r"PASS|TOKEN|SECRET|USER\b", named)


@pytest.mark.parametrize("name", BUILT_FROM)
def test_the_builder_gets_what_is_built(name: str) -> None:
    assert (CHECKOUT / name).exists()
    assert sent(name)


@pytest.mark.parametrize("name", [".git", ".venv", ".img2fair", "tests", "img2fair.yaml", "cbioportal.key", ".netrc"])
def test_the_builder_gets_nothing_else(name: str) -> None:
    assert not sent(name)


@pytest.mark.parametrize("script", [path for path in sorted((CHECKOUT / "scripts").iterdir()) if not path.suffix],
                         ids=lambda path: path.name)  # fmt: skip
def test_scripts_are_shell(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert script.name == "environment" or script.stat().st_mode & 0o111
