"""The packages that are installed with img2fair, from its bill of materials."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BILL = Path(__file__).resolve().parents[3] / "sbom.cdx.json"


@dataclass(frozen=True, slots=True)
class Package:
    """A package: its name, version and licences, and when it comes."""

    name: str
    version: str
    licences: str
    comes: str


def packages() -> tuple[Package, ...]:
    """Return the packages of the bill, in its order.

    Source: CycloneDX 1.6, components (https://cyclonedx.org/docs/1.6/json/#components).
    """
    return tuple(map(_package, json.loads(BILL.read_text(encoding="utf-8"))["components"]))


def _package(component: Mapping[str, Any]) -> Package:
    comes = "always" if component["scope"] == "required" else "with an extra"
    return Package(component["name"], component["version"], ", ".join(_licences(component)), comes)


def _licences(component: Mapping[str, Any]) -> Iterator[str]:
    for one in component["licenses"]:
        yield one.get("expression") or one["license"].get("id") or one["license"]["name"]
