"""Reads the cases of broken mappings: a text, and what is said of it."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

CASES = Path(__file__).parents[1] / "cases" / "mapping" / "errors.yaml"


def cases() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = YAML(typ="safe").load(CASES.read_text(encoding="utf-8"))
    return loaded
