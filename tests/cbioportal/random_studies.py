"""Random studies: random projects, a draft of what could become of their fields, and a steward who exports it all."""

import json
import re
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from img2fair.cbioportal import Study, StudySettings
from img2fair.cbioportal.harmonisation import HarmonisationFault, draft, read_decisions, tables_of
from img2fair.clinical.decisions import Decisions
from img2fair.clinical.oncotree import own_tree
from img2fair.errors import UsageFault
from img2fair.model import Project
from img2fair.model.held import unseal
from img2fair.privacy import Gazetteer, Guard
from img2fair.privacy.cohort import PrivacyStop, read_join
from img2fair.privacy.survey import survey
from img2fair.privacy.survey_tables import tables_seen
from tests.cbioportal.random_projects import MEASURES, random_project
from tests.cbioportal.studies import HEADER, KEY, OHIF, make_study

LEAST = 2
TARGETS = ("Arm A", "Completed", "missing", "Not available", "May-12", "Jan", "'so'", "0:LIVING", "a, b", "<9", "1e9")
SOURCES = ("Arm A", "Arm B", "control", "surgery", "completed", "yes", "no")
EVENTS = ("STATUS", "TREATMENT", "LAB_TEST", "SPECIMEN", "SURGERY")
VIEWERS: tuple[dict[str, str], ...] = (
    {},
    {"default": OHIF},
    {
        "default": "https://xnat.example.org/VIEWER/?subjectId={subject_id}&projectId={project}&experimentId={session_id}"
    },
    {"MR": "https://viewer.example.org/" + "long/" * 30 + "{session_id}"},
)


def random_study(seed: int) -> Study | PrivacyStop | UsageFault:
    """Return a study, or why there is none; the same seed gives the same."""
    rng = Random(seed)  # noqa: S311 - no secret is made of it
    project = random_project(rng)
    try:
        decisions = random_decisions(rng, project) if rng.random() < 0.9 else Decisions("")
        settings = _settings(rng)
        join = read_join(_join_table(rng, project), project) if settings.samples == "table" else None
        key = None if settings.patient_id == "label" else KEY
        return make_study(project, HEADER, settings, key, decisions, own_tree(), None, join)
    except (PrivacyStop, UsageFault) as fault:
        return fault


def random_decisions(rng: Random, project: Project) -> Decisions:
    """Return what a steward makes of a draft who wants as much as may be, and is told what may not be."""
    guard = Guard(Gazetteer.of(project), project.id)
    tables = tables_seen(project, guard)
    seen = survey(project, guard, tables_of(tables), LEAST)
    text = draft(seen, tables, project.id, own_tree(), least=LEAST)
    written: dict[str, Any] = YAML(typ="safe").load(text)
    taken: set[str] = set()
    for path, field in (written.get("fields") or {}).items():
        _decide(rng, path, field, taken)
    written["assays"] = {**(written.get("assays") or {}), **_assays(rng, [field.path for field in seen])}
    for assay in written["assays"].values():
        assay["decide"] = "export"
    days = [field.path for field in seen if field.path.endswith("/day")]
    written["baseline"] = [{"field": rng.choice(days), "is": "diagnosis"}] if days and rng.random() < 0.5 else []
    return _accepted(written, project.id)


def _decide(rng: Random, path: str, field: dict[str, Any], taken: set[str]) -> None:
    name = field.get("to") or re.sub(r"\W+", "_", path.rpartition(".")[2]).strip("_").upper() or "OTHER"
    field["decide"] = "export"
    field["to"] = f"{name}_{len(taken)}" if name in taken else name
    taken.add(name)
    field["unlisted"] = "missing"
    if field.get("as", "table") == "table":
        field["values"] = {
            value: rng.choice(TARGETS) for value in ("Arm A", "Arm B", "control", "surgery", "yes", "no")
        }
        field["values"] |= {"completed": rng.choice(TARGETS), "fine": None}
    if rng.random() < 0.5 and "level" in field:
        field["level"] = rng.choice(("patient", "sample", "event"))
        if field["level"] == "event":
            field["event"] = rng.choice(EVENTS)
        else:
            field.pop("event", None)
    if rng.random() < 0.7:
        field["pick"] = rng.choice(("only", "first", "last", "baseline"))


def _assays(rng: Random, paths: list[str]) -> dict[str, Any]:
    measured = [path for path in paths if path.rpartition(".")[2] in MEASURES]
    places = sorted({path.rpartition(".")[0] for path in measured})
    return {
        f"radiomics_{number}": {
            "from": [f"{place}.original_*"],
            "assay": rng.choice(("RADIOMICS", "VOLUMES")),
            "prefix": f"RADIOMICS_{number}",
            "about": "PyRadiomics 3.1, bin width 25",
            "pick": rng.choice(("baseline", "last")),
        }
        for number, place in enumerate(places)
    }


def _accepted(written: dict[str, Any], project: str) -> Decisions:
    """Return the decisions of a file; what reading it refuses is dropped, as its message says."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mapping.yaml"
        while True:
            file.write_text(json.dumps(written), encoding="utf-8")
            try:
                return read_decisions(file, project)
            except HarmonisationFault as fault:
                _drop(written, {error.split(": ")[1] for error in fault.errors})


def _drop(written: dict[str, Any], refused: set[str]) -> None:
    known = refused & (set(written["fields"]) | set(written["assays"]) | {"baseline"})
    assert known, refused
    for path in known & set(written["fields"]):
        written["fields"][path] = {"decide": "drop"}
    for profile in known & set(written["assays"]):
        del written["assays"][profile]
    if "baseline" in known:
        written["baseline"] = []


def _settings(rng: Random) -> StudySettings:
    viewers = rng.choice(VIEWERS)
    record = rng.choice(("", "https://catalogue.example.org/dataset/P1"))
    return StudySettings(
        "P1",
        patient_id=rng.choice(("hash", "hash", "label")),
        cancer_type=rng.choice(("mixed", "brain", "gb", "difg")),
        groups=rng.choice(("", "GLIOMA;BRAIN")),
        viewers=viewers,
        study_uids=viewers.get("default") == OHIF,
        samples=rng.choice(("subject", "subject", "session", "table")),
        record=record,
        access_request=rng.choice(("", record, "https://catalogue.example.org/ask")),
        licence=rng.choice(("", record, "https://creativecommons.org/licenses/by/4.0/")),
        protocol=rng.choice(("", "https://example.org/protocol")),
        citation="Jansen et al. Radiology 2025",
        pmid=rng.choice(("", "12345678")),
    )


def _join_table(rng: Random, project: Project) -> str:
    rows = [
        f"{unseal(subject.id)}\tGENIE-{number}\tGENIE-{number}-T{sample}"
        for number, subject in enumerate(project.subjects)
        for sample in range(rng.randint(0, 2))
    ]
    return "\n".join(("subject\tpatient_id\tsample_id", *rows)) + "\n"
