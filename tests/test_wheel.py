"""The wheel holds everything: built, installed in an environment of its own, and run there."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PROBE = """
import json
from img2fair.assets import KINDS, find_folder, names
print(json.dumps({"folders": {kind: str(find_folder(kind)) for kind in KINDS},
                  "mappings": names("mappings", ".yaml"), "shapes": names("shapes", ".ttl")}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    return python


def probe(python: Path | str, folder: Path) -> dict[str, Any]:
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    told = subprocess.run([python, "-c", PROBE], check=True, capture_output=True, text=True, cwd=folder, env=clean)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def test_the_wheel_finds_its_own_folders_and_runs(installed: Path, tmp_path: Path) -> None:
    from_wheel, from_checkout = probe(installed, tmp_path), probe(sys.executable, tmp_path)
    assert all("_assets" in place for place in from_wheel["folders"].values())
    assert all(Path(place).parent == CHECKOUT for place in from_checkout["folders"].values())
    assert from_wheel["mappings"] == from_checkout["mappings"] != []
    assert from_wheel["shapes"] == from_checkout["shapes"] != []
    command = installed.parent / "img2fair"
    ended = subprocess.run(
        [command, "demo", "-o", str(tmp_path / "demo")],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
    )
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "demo" / "catalogue" / "index.html").is_file()
    assert not [path for path in CHECKOUT.glob("*") if path.name in ("build", "dist")]
