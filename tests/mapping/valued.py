"""Reads and runs the cases of rules: a few properties, a form, and the triples they make."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from img2fair.mapping import Mapped, Settings, load_mapping, map_project
from img2fair.model import Project
from img2fair.rdf import shorten
from tests.mapping.samples import DEFAULTS, SITE, filled, form, text_of

CASES = Path(__file__).parents[1] / "cases" / "mapping" / "rules.yaml"
HEAD = """mapping: 1
tables:
  modality: {CT: dcm:CT}
  body_part: dicom-bodypart.sssom.tsv
  access: {public: ar:PUBLIC}
nodes:
  agent:
    type: foaf:Agent
    fields: {foaf:name: {from: it.name, required: true}, foaf:mbox: {from: it.email | mailto, as: iri}}
dataset:
  iri: "{{ site.url }}/{{ project.id }}"
  type: dcat:Dataset
  fields:
"""
SETTINGS = Settings(SITE | {"url": "https://x.org"}, DEFAULTS, timezone="Europe/Amsterdam")


def cases() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = YAML(typ="safe").load(CASES.read_text(encoding="utf-8"))
    return loaded


def run(fields: str, answers: dict[str, Any], folder: Path, project: Project | None = None) -> Mapped:
    """Map a project by a mapping that has these fields."""
    text = HEAD + "".join(f"    {line}\n" for line in fields.splitlines())
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    mapping = load_mapping("site.yaml", beside=folder, form_keys=("odd",))
    return map_project(mapping, SETTINGS, replace(project or filled(), forms=(form(**answers),) if answers else ()))


def lines(mapped: Mapped) -> list[str]:
    """The triples but the record's own type, short."""
    (record,) = mapped.records
    return [
        f"{shorten(text_of(one.subject).replace('https://x.org/LUNG', '.'))} "
        f"{shorten(one.predicate.value)} {_short(one.object)}"
        for one in record.triples[1:]
    ]


def _short(term: Any) -> str:
    text = str(term)
    return shorten(text[1:-1]) if text.startswith("<") else text.replace("http://www.w3.org/2001/XMLSchema#", "xsd:")
