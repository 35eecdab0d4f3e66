"""A study without a fault, and mutations of it (tests/cases/lint)."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from img2fair.findings import Finding

CASES = Path(__file__).parents[1] / "cases" / "lint"


@dataclass(frozen=True)
class Case:
    """One mutation, and all that is to be found: code, file, line."""

    why: str
    files: dict[str, str]
    found: list[str]


def _read(name: str) -> Any:
    return YAML(typ="safe").load(CASES / f"{name}.yaml")


def good_study() -> dict[str, str]:
    """Return the study without a fault."""
    return {path: _tabs(text) for path, text in _read("study").items()}


def cases() -> list[Case]:
    """Return all mutations."""
    good = good_study()
    return [
        Case(entry["why"], _mutated(good, entry), sorted(entry["found"]))
        for name in ("files", "clinical", "rows")
        for entry in _read(name)
    ]


def told(findings: tuple[Finding, ...]) -> list[str]:
    """Return what was found, as the cases write it."""
    return sorted(f"{found.code.removeprefix('I2F-')} {found.where[0].screen}{_line(found)}" for found in findings)


def _line(found: Finding) -> str:
    line = re.match(r"line (\d+)", found.where[0].field)
    return f" {line[1]}" if line else ""


def _mutated(good: dict[str, str], entry: dict[str, Any]) -> dict[str, str]:
    files = {path: text for path, text in good.items() if path != entry.get("without")}
    file = entry["file"]
    if "old" not in entry:
        files.pop(file, None)
        if "new" in entry:
            files[file] = _tabs(entry["new"])
        return files
    for path in files if file == "*" else [file]:
        text = _replaced(files[path], entry, every=file == "*" or entry.get("all", False))
        files[path] = _replaced(text, entry["and"]) if "and" in entry else text
    return files


def _replaced(text: str, entry: dict[str, Any], *, every: bool = False) -> str:
    old = _tabs(entry["old"])
    new = _tabs(entry["new"]) * int(entry.get("times", 1))
    if every:
        return text.replace(old, new)
    assert old in text, entry
    if entry.get("last"):
        return new.join(text.rsplit(old, 1))
    return text.replace(old, new, 1)


def _tabs(text: str) -> str:
    return text.replace(" | ", "\t").replace(" |", "\t").replace("| ", "\t")
