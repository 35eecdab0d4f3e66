"""The wheel: the same bytes wherever it is built, with what it should hold; installed from the lock, and run there."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
MOST_PACKAGES, MOST_MEGABYTES = 40, 100
SOURCES = """img2fair mappings shapes templates share tests pyproject.toml README.md CHANGELOG.md LICENSE Dockerfile
.dockerignore .gitignore sbom.cdx.json requirements.lock requirements-keyring.lock requirements-build.lock""".split()
"""What is needed to build; others may work in the checkout meanwhile, so all builds are of copies."""
SHIPPED = re.compile(
    r"img2fair/([a-z0-9_]+/)*[a-z0-9_]+\.pyi?|img2fair/py\.typed|img2fair/demo/data/[\w.]+"
    r"|img2fair/_assets/(mappings|shapes|templates)/[\w./-]+"
    r"|img2fair-[\d.]+\.dist-info/(METADATA|WHEEL|RECORD|entry_points\.txt|sboms/sbom\.cdx\.json)"
    r"|img2fair-[\d.]+\.dist-info/licenses/(LICENSE|img2fair/demo/data/ATTRIBUTION\.md)"
    r"|img2fair-[\d.]+\.data/data/share/man/man1/img2fair\.1"
)
PROBE = """
import json
from img2fair.assets import KINDS, find_folder, names
print(json.dumps({"folders": {kind: str(find_folder(kind)) for kind in KINDS},
                  "mappings": names("mappings", ".yaml"), "shapes": names("shapes", ".ttl")}))
"""


def copied(source: Path, folder: Path) -> Path:
    """Copy what is built; as a new file each, with the times and modes of now."""
    folder.mkdir(parents=True)
    for name in SOURCES:
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name, copy_function=shutil.copyfile,
                            ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
        else:
            shutil.copyfile(source / name, folder / name)
    return folder


def build(source: Path, out: Path, umask: int, *what: str) -> list[Path]:
    """Build sdist and wheel (the wheel from the sdist), or what is named; return the files, the sdist first."""
    command = [sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", str(out), str(source)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1704067200", "PYTHONHASHSEED": str(umask)}
    subprocess.run(command, check=True, capture_output=True, umask=umask, env=environment)
    return sorted(out.iterdir(), key=lambda path: path.suffix)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(CHECKOUT, tmp_path_factory.mktemp("source") / "img2fair")


@pytest.fixture(scope="module")
def built(source: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return build(source, tmp_path_factory.mktemp("built"), 0o022)


@pytest.fixture(scope="module")
def installed(source: Path, built: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with what the lock says and the wheel; returns its interpreter."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    venv.create(folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-compile"]
    locked = ["--require-hashes", "--requirement", str(source / "requirements.lock")]
    for command in ([*install, *locked], [*install, "--no-index", str(built[1])]):
        ended = subprocess.run(command, check=False, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr
    return python


def probe(python: Path | str, folder: Path) -> dict[str, Any]:
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    told = subprocess.run([python, "-c", PROBE], check=True, capture_output=True, text=True, cwd=folder, env=clean)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def test_two_builds_have_the_same_bytes(source: Path, built: list[Path], tmp_path: Path) -> None:
    elsewhere = copied(source, tmp_path / "elsewhere" / "deeper" / "img2fair")
    for path in elsewhere.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    again = build(elsewhere, tmp_path / "again", 0o077)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]
    (straight,) = build(elsewhere, tmp_path / "straight", 0o027, "--wheel")
    assert straight.read_bytes() == built[1].read_bytes(), "the sdist builds the wheel that the checkout builds"


def test_the_wheel_holds_what_it_should_and_nothing_else(built: list[Path]) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        names = wheel.namelist()
    assert not [name for name in names if not SHIPPED.fullmatch(name)]
    wanted = ("py.typed", "sboms/sbom.cdx.json", "licenses/LICENSE", "ATTRIBUTION.md", "man1/img2fair.1")
    assert not [end for end in wanted if not any(name.endswith(end) for name in names)]


def test_the_sdist_has_no_leftovers(built: list[Path]) -> None:
    with tarfile.open(built[0]) as sdist:
        names = [name.partition("/")[2] for name in sdist.getnames()]
    assert not [name for name in names if re.search(r"\.pyc$|__pycache__|(^|/)\.(venv|git|img2fair)(/|$)", name)]
    assert {"requirements.lock", "LICENSE", "share/man/man1/img2fair.1"} <= set(names)


def test_the_wheel_finds_its_own_folders_and_runs(installed: Path, tmp_path: Path) -> None:
    from_wheel, from_checkout = probe(installed, tmp_path), probe(sys.executable, tmp_path)
    assert all("_assets" in place for place in from_wheel["folders"].values())
    assert all(Path(place).parent == CHECKOUT for place in from_checkout["folders"].values())
    assert from_wheel["mappings"] == from_checkout["mappings"] != []
    assert from_wheel["shapes"] == from_checkout["shapes"] != []
    ended = subprocess.run(
        [installed.parent / "img2fair", "demo", "-o", tmp_path / "demo"],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
    )
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "demo" / "catalogue" / "index.html").is_file()
    assert not [path for path in CHECKOUT.glob("*") if path.name == "build"]


def test_what_is_installed_is_little(installed: Path) -> None:
    (packages,) = installed.parents[1].glob("lib/python*/site-packages")
    named = sorted(path.name.partition("-")[0] for path in packages.glob("*.dist-info"))
    assert "img2fair" in named
    assert len(named) <= MOST_PACKAGES, named
    files = (path for path in packages.rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert sum(path.stat().st_size for path in files) <= MOST_MEGABYTES * 1e6
