"""The files that img2fair writes for other programs: name and version as the program has them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import img2fair
from img2fair.cbioportal.harmonisation import reading as harmonisation
from img2fair.clinical import report as harmonisation_report
from img2fair.clinical import study_facts
from img2fair.model import Header, Plan, Receipt, record_files
from img2fair.report import json_form
from img2fair.schedule import summary
from img2fair.targets.site import reading as site

_NAME = re.compile(r"img2fair/[a-z-]+")


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its schema and version, where it lies, what it holds, for whom."""

    schema: str
    version: int
    file: str
    holds: str


def _default(model: type[Header | Plan | Receipt]) -> tuple[str, int]:
    fields = model.__dataclass_fields__
    return str(fields["schema"].default), int(str(fields["version"].default))


FORMATS = (
    Format(*_default(Header), "snapshot.jsonl",
           "what a harvest brought: a header, then a line per project; holds text of the archive, mode 0600"),
    Format(record_files.SCHEMA, record_files.VERSION, "records/…",
           "a record per file as RDF, with the origin of every triple beside it"),
    Format(json_form.SCHEMA, json_form.VERSION, "report.json, records/findings.json, validate --format json",
           "findings, what was checked and by which profiles"),
    Format(*_default(Plan), "plan.json, plan --json", "what would change at a target, and what that was decided from"),
    Format(*_default(Receipt), "receipt.json", "what was done at a target, with reason and proof of each withdrawal"),
    Format(summary.SCHEMA, summary.VERSION, "last-run.json, publish --json, webhook",
           "counts of a run and its verdict"),
    Format("img2fair/init", 1, "init --json", "what init found, what it wrote, what a person has to look at"),
    Format("img2fair/doctor", 1, "doctor --json", "each check: how it came out, what was found, the cure"),
    Format("img2fair/explanation", 2, "explain --json", "why a dataset has a value, or none"),
    Format("img2fair/coverage", 1, "mapping coverage --json", "what a profile demands and a mapping does not say"),
    Format(site.SCHEMA, site.VERSION, "img2fair-site.json in a site", "the list of records; by it a folder is known"),
    Format(harmonisation.SCHEMA, harmonisation.VERSION, "harmonisation.yaml",
           "what becomes of each clinical field; written by people"),
    Format(harmonisation_report.SCHEMA, harmonisation_report.VERSION, "harmonisation.json beside a study",
           "what each decision did, in counts"),
    Format(study_facts.SCHEMA, study_facts.VERSION, "study.json beside a study", "figures of the study's own page"),
    Format("img2fair/ledger", 1, "ledger.json beside a study",
           "what leaves the archive with a study, and by which rule"),
)  # fmt: skip
"""In the order in which a run makes them."""


def told() -> Iterator[str]:
    """Yield every text of the program's source that is the name of a schema."""
    for path in sorted(Path(img2fair.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAME.fullmatch(node.value):
                yield node.value
