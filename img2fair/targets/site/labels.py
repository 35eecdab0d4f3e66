"""What people read instead of IRIs: ``templates/site/labels.yaml``, and the labels of the code tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ruamel.yaml import YAML

from img2fair.assets import find_file, find_folder
from img2fair.codes import read_table
from img2fair.rdf import expand, shorten


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of properties, kinds and values. What is not in the table has no label, and is shown as it is."""

    properties: Mapping[str, str]
    kinds: Mapping[str, str]
    terms: Mapping[str, str]
    codes: tuple[str, ...]

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
def read_labels() -> Labels:
    """Return the shipped labels; those of labels.yaml go before those of the code tables."""
    data = YAML(typ="safe").load(find_file("templates", "site/labels.yaml"))
    terms = {f"{base}{code}": label for base, codes in data["values"].items() for code, label in codes.items()}
    tables = [read_table(path) for path in sorted((find_folder("mappings") / "codes").glob("*.sssom.tsv"))]
    coded = {code.iri: code.label for table in tables for code in table.codes.values() if code.label}
    properties = {expand(curie): label for curie, label in data["properties"].items()}
    return Labels(properties, data["kinds"], {**coded, **terms, **data["terms"]}, tuple(data["codes"]))
