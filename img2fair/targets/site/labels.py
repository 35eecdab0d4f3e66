"""What people read instead of IRIs: ``templates/site/labels*.yaml``, and the labels of the code tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from img2fair.assets import find_file, find_folder
from img2fair.codes import read_table
from img2fair.phrases import ENGLISH
from img2fair.rdf import expand, shorten


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of properties, kinds and values in one language. What has none is shown as it is.

    ``words`` are the English labels of codes, each with what this language says, for texts that have no IRI.
    """

    properties: Mapping[str, str]
    kinds: Mapping[str, str]
    terms: Mapping[str, str]
    codes: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)

    def of_property(self, address: str) -> str:
        """Return the label of a property, else its CURIE."""
        return self.properties.get(address) or shorten(address)

    def of_value(self, address: str) -> str:
        """Return the label of a term, or nothing."""
        if address in self.terms:
            return self.terms[address]
        base = next((base for base in self.codes if address.startswith(base)), None)
        return address.removeprefix(base).replace("_", " ") if base else ""


@cache
def read_labels(language: str = ENGLISH) -> Labels:
    """Return the shipped labels in a language, in English where it has none.

    The labels of labels.yaml go before those of the code tables.
    """
    english = _english()
    if language == ENGLISH:
        return english
    data = _read("templates", f"site/labels-{language}.yaml")
    named = _read("templates", f"preview/labels-{language}.yaml")
    own = _terms(data)
    properties = {expand(curie): label for curie, label in named.items()}
    words = {english.terms[address]: label for address, label in own.items() if address in english.terms}
    return Labels(properties, {**english.kinds, **data["kinds"]}, {**english.terms, **own}, english.codes, words)


@cache
def _english() -> Labels:
    data = _read("templates", "site/labels.yaml")
    tables = [read_table(path) for path in sorted((find_folder("mappings") / "codes").glob("*.sssom.tsv"))]
    coded = {code.iri: code.label for table in tables for code in table.codes.values() if code.label}
    properties = {expand(curie): label for curie, label in data["properties"].items()}
    return Labels(properties, data["kinds"], {**coded, **_terms(data)}, tuple(data["codes"]))


def _terms(data: Mapping[str, Any]) -> dict[str, str]:
    terms = {f"{base}{code}": label for base, codes in data["values"].items() for code, label in codes.items()}
    return {**terms, **data["terms"]}


def _read(kind: str, name: str) -> Any:
    path: Path = find_file(kind, name)
    return YAML(typ="safe").load(path)
