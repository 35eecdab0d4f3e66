"""The locks hold all that pyproject.toml asks for, with hashes; the inventory is theirs; licences let us ship it."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKS = {
    "requirements.lock": ("fast",),
    "requirements-keyring.lock": ("fast", "keyring"),
    "requirements-build.lock": None,
}
"""Lock → the extras in it; none for what the wheel is built with."""
MOST_PACKAGES = 40
SYSTEMS = ("linux", "darwin")
PYTHONS = ("3.11", "3.12", "3.13")
ALLOWED = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "Unlicense",
           "W3C-20150513"}  # fmt: skip
"""Licences under which others' work may run beside ours: none that asks for our source."""
PROJECT: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
_ENTRY = re.compile(
    r"""^(?P<name>[a-z0-9-]+)==(?P<version>\S+)
        (?:\ ;\ (?P<marker>[^\n\\]+?))?
        (?:\ \\\n\ {4}--hash=sha256:[0-9a-f]{64})+\n
        (?:\ {4}\#[^\n]*\n)*""",
    re.MULTILINE | re.VERBOSE,
)


def entries(lock: str) -> list[re.Match[str]]:
    return [*_ENTRY.finditer((CHECKOUT / lock).read_text(encoding="utf-8"))]


def wanted(extras: tuple[str, ...] | None) -> list[Requirement]:
    if extras is None:
        return [Requirement(one) for one in PROJECT["build-system"]["requires"]]
    optional = PROJECT["project"]["optional-dependencies"]
    return [
        Requirement(one) for one in (*PROJECT["project"]["dependencies"], *(o for e in extras for o in optional[e]))
    ]


def inventory() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CHECKOUT / "sbom.cdx.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_nothing_but_versions_with_hashes(lock: str) -> None:
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    assert "".join(entry[0] for entry in entries(lock)) == text, "an address, an option, or a package without a hash"


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_a_lock_has_what_pyproject_asks_for(lock: str, extras: tuple[str, ...] | None) -> None:
    locked = {entry["name"]: entry["version"] for entry in entries(lock)}
    for requirement in wanted(extras):
        version = locked.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in {lock}: run scripts/lock"
        assert requirement.specifier.contains(version), f"{requirement} but {version}: run scripts/lock"


def test_the_locks_agree() -> None:
    ours, all_ = ({entry["name"]: entry["version"] for entry in entries(lock)} for lock in [*LOCKS][:2])
    assert ours.items() <= all_.items()


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_few_packages_are_installed(system: str, python: str) -> None:
    where = {"sys_platform": system, "python_version": python, "python_full_version": f"{python}.4",
             "platform_python_implementation": "CPython", "implementation_name": "cpython"}  # fmt: skip
    installed = [e for e in entries("requirements.lock") if not e["marker"] or Marker(e["marker"]).evaluate(where)]
    assert len(installed) + 1 <= MOST_PACKAGES


def test_the_inventory_is_of_the_locks(tmp_path: Path) -> None:
    for name in ("scripts/inventory.py", "pyproject.toml", "sbom.cdx.json", *LOCKS):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(CHECKOUT / name, tmp_path / name)
    subprocess.run([sys.executable, tmp_path / "scripts/inventory.py", tmp_path / "sbom.cdx.json"], check=True)
    remade = (tmp_path / "sbom.cdx.json").read_bytes()
    assert remade == (CHECKOUT / "sbom.cdx.json").read_bytes(), "run scripts/lock"


def test_the_inventory_is_cyclonedx() -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str((CHECKOUT / "sbom.cdx.json").read_text(encoding="utf-8")) is None
    broken = json.dumps({**inventory(), "components": [{"type": "library"}]})
    assert validator.validate_str(broken) is not None


def test_every_package_is_reached_from_ours() -> None:
    found = inventory()
    below = {one["ref"]: one["dependsOn"] for one in found["dependencies"]}
    reached, open_ = set[str](), [found["metadata"]["component"]["bom-ref"]]
    while open_:
        reached.add(ref := open_.pop())
        open_ += [one for one in below[ref] if one not in reached]
    assert reached == {found["metadata"]["component"]["bom-ref"], *(one["bom-ref"] for one in found["components"])}


@pytest.mark.parametrize("component", inventory()["components"], ids=lambda component: component["name"])
def test_licences_let_us_pass_it_on(component: dict[str, Any]) -> None:
    (said,) = component["licenses"]
    expression = said.get("expression") or said["license"]["id"]
    choices = [{part.strip() for part in choice.split(" AND ")} for choice in expression.split(" OR ")]
    assert any(choice <= ALLOWED for choice in choices), expression


AUDITED: dict[str, tuple[list[dict[str, Any]], int, str]] = {
    "nothing": ([{"name": "click", "version": "8.1", "vulns": []}], 0, "osv: nothing is known against 1 packages\n"),
    "found": (
        [{"name": "jinja2", "version": "3.1.5", "vulns": [{"id": "X-1", "fix_versions": ["3.1.6"]}]}],
        3,
        "jinja2 3.1.5: X-1; mended in 3.1.6\n",
    ),
    "no cure": ([{"name": "a", "version": "1", "vulns": [{"id": "X-2", "fix_versions": []}]}], 3, "none yet"),
    "not known": (
        [{"name": "click", "version": "8.1", "vulns": []}, {"name": "a", "skip_reason": "not there"}],
        4,
        "1 of 2 packages are not in it: a",
    ),
    "found, and not known": (
        [
            {"name": "a", "skip_reason": "-"},
            {"name": "b", "version": "1", "vulns": [{"id": "X-3", "fix_versions": []}]},
        ],
        3,
        "X-3",
    ),
    "nothing asked": ([], 4, ""),
}


@pytest.mark.parametrize(("packages", "code", "told"), AUDITED.values(), ids=AUDITED)
def test_an_audit_is_clean_only_where_all_is_known(
    packages: list[dict[str, Any]], code: int, told: str, tmp_path: Path
) -> None:
    (tmp_path / "found.json").write_text(json.dumps({"dependencies": packages}))
    command = [sys.executable, str(CHECKOUT / "scripts" / "audited.py"), "osv", str(tmp_path / "found.json")]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (code, "")
    assert told in ended.stdout
