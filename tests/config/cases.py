"""Cases of configs, as data."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

CASES = Path(__file__).parents[1] / "cases" / "configs"
FILE = "img2fair.yaml"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((CASES / f"{name}.yaml").read_text("utf-8"))
    return found


BROKEN, GOOD = cases("broken"), cases("good")


def names(given: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in given]


def written(folder: Path, text: str) -> Path:
    """A config in a folder; bytes as they are."""
    file = folder / FILE
    file.write_bytes(text.encode())
    return file
