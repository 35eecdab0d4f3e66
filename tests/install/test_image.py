"""The Dockerfile: who runs, what is in it, and that nothing else gets there; and that scripts are shell."""

import fnmatch
import json
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-build.lock")
TEXT = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")


def stages() -> list[list[tuple[str, str]]]:
    """Return the instructions of each stage, lines put together."""
    lines = [line for line in TEXT.replace("\\\n", "").split("\n") if line.strip() and not line.startswith("#")]
    found: list[list[tuple[str, str]]] = []
    for line in lines:
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, re.sub(r"\s+", " ", rest.strip())))
    return found


def said(stage: list[tuple[str, str]], name: str) -> list[str]:
    return [rest for instruction, rest in stage if instruction == name]


def test_two_stages_of_one_base_by_its_name() -> None:
    build, final = stages()
    assert said(build, "FROM") == ["python:3.11-slim AS build"]
    assert said(final, "FROM") == ["python:3.11-slim"]


def test_it_runs_as_nobody_in_particular() -> None:
    _, final = stages()
    (user,) = said(final, "USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user), "a number: Kubernetes' runAsNonRoot cannot judge a name"
    instructions = [name for name, _ in final]
    assert not set(instructions[instructions.index("USER") :]) & {"RUN", "COPY", "ADD"}
    assert json.loads(said(final, "ENTRYPOINT")[0]) == ["img2fair"]


def test_no_build_tools_are_left() -> None:
    build, final = stages()
    assert "--without-pip" in said(build, "RUN")[0]
    assert said(final, "COPY") == ["--from=build /opt/img2fair /opt/img2fair"]
    (command,) = said(final, "RUN")
    assert {"pip", "setuptools", "wheel"} <= set(shlex.split(command)[2:])


def test_it_needs_to_write_nothing() -> None:
    """With --read-only: no bytecode is written, and what looks for a home finds the one place that is writable."""
    _, final = stages()
    (environment,) = said(final, "ENV")
    set_there = dict(word.split("=", 1) for word in shlex.split(environment))
    assert set_there["PYTHONDONTWRITEBYTECODE"] == "1"
    assert set_there["HOME"] == "/tmp"  # noqa: S108
    assert set_there["PATH"].startswith("/opt/img2fair/bin:")
    assert not said(final, "VOLUME")


def test_it_says_what_it_is() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (labels,) = said(stages()[1], "LABEL")
    found = dict(word.removeprefix("org.opencontainers.image.").split("=", 1) for word in shlex.split(labels))
    assert (found["title"], found["licenses"]) == (project["name"], project["license"])


def test_the_build_gets_what_the_package_is_made_of_and_no_more() -> None:
    rules = [
        line
        for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert rules[0] == "*"
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], project["project"]["readme"], "pyproject.toml", "LICENSE"}
    needed |= {*wheel["sbom-files"], *(name.partition("/")[0] for name in wheel["shared-data"]), *LOCKS}
    assert let_in == needed
    assert all((CHECKOUT / name).exists() for name in let_in)
    kept_out = [rule.removeprefix("**/") for rule in rules if rule.startswith("**/")]
    assert all(any(fnmatch.fnmatch(name, rule) for rule in kept_out) for name in (".env", "__pycache__", ".img2fair"))


def test_everything_that_is_installed_is_checked_by_hash() -> None:
    runs = [step for stage in stages() for step in said(stage, "RUN")]
    installs = [part for step in runs for part in step.split("&&") if " install " in part]
    assert len(installs) == 3
    assert all("--require-hashes" in part or "--no-index" in part for part in installs)


def test_it_names_no_secret() -> None:
    named = " ".join(text for stage in stages() for name in ("ARG", "ENV") for text in said(stage, name))
    assert not re.search(r"PASS|TOKEN|SECRET|USER\b", named)


@pytest.mark.parametrize("script", [path for path in sorted((CHECKOUT / "scripts").iterdir()) if not path.suffix],
                         ids=lambda path: path.name)  # fmt: skip
def test_scripts_are_shell(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert script.name == "environment" or script.stat().st_mode & 0o111
