"""Cohorts made by hand, as the privacy room gives them: a small one with something of everything."""

from dataclasses import replace
from typing import Any

from img2fair.cbioportal.about import About
from img2fair.cbioportal.builder import build
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.study import Study
from img2fair.clinical.cohort import Cohort, Event, Link, Patient, Sample, Visit
from img2fair.clinical.decisions import (
    AssayDecision,
    Attribute,
    Baseline,
    Datatype,
    Decide,
    Decisions,
    FieldDecision,
    Kind,
    Level,
    Pick,
)
from img2fair.clinical.oncotree import Node, Tree

ABOUT = About("BRAIN1", "https://xnat.example.org", "Glioma imaging", "Brain MRI before and after surgery.")
VIEWER = "https://xnat.example.org/VIEWER/?subjectId={subject_id}&projectId={project}&experimentId={session_id}"
MEASURES = {"original_glcm_Contrast": "12.5", "original_firstorder_Mean": "-0.031"}
PROFILE = "radiomics_mr_t1c_tumor"


def field(path: str, id_: str, level: Level = Level.PATIENT, **entries: Any) -> FieldDecision:
    """Return a field that is exported to an attribute."""
    named = id_.replace("_", " ").capitalize()
    return FieldDecision(path, Decide.EXPORT, Attribute(id_, named, f"{named} in the archive", level, **entries))


DECISIONS = Decisions(
    project="BRAIN1",
    fields=(
        field("subjects.variables.stage", "STAGE", priority=3),
        field("subjects.variables.months", "OS_MONTHS", datatype=Datatype.NUMBER, unit="months"),
        field("subjects.variables.vital", "OS_STATUS"),
        replace(field("subjects.variables.diagnosis", "ONCOTREE_CODE"), kind=Kind.ONCOTREE),
        field("sessions.variables.contrast", "CONTRAST", Level.SAMPLE, datatype=Datatype.BOOLEAN),
        replace(field("subjects.assessments.read", "CURATED_CANCER_STATUS", Level.EVENT), event="STATUS"),
    ),
    assays=(
        AssayDecision(PROFILE, Decide.EXPORT, ("tables.radiomics.csv.original_*",), name="T1c tumour radiomics",
                      about="PyRadiomics 3.0, bin width 25.", prefix="RADIOMICS_MR_T1C_TUMOR"),
        AssayDecision("volumes_mr", Decide.DROP, ("tables.volumes.csv.*",), assay="VOLUMES"),
    ),
    baseline=Baseline((("subjects.variables.diagnosed/day", "diagnosis"),)),
    oncotree="oncotree_2025_10_03",
    digest="ab" * 32,
)  # fmt: skip
TREE = Tree(
    "oncotree_2025_10_03",
    {
        "BRAIN": Node("BRAIN", "CNS/Brain", colour="Gray"),
        "DIFG": Node("DIFG", "Diffuse Glioma", "Diffuse Glioma", parent="BRAIN", colour="Gray"),
        "GB": Node("GB", "Glioblastoma", "Diffuse Glioma", parent="DIFG", colour="Gray"),
    },
)


def visit(number: int, day: int | None, modality: str = "MR", **entries: Any) -> Visit:
    """Return a session of one modality."""
    plain: dict[str, Any] = {"body_parts": ("Brain",), "series": 4, "images": 120, "drawn": 0} | entries
    return Visit(number, day, (modality,), link=Link("XNAT_S1", f"XNAT_E{number}", "1.2.3"), **plain)


def cohort(strategy: str = "subject") -> Cohort:
    """Return three patients: two with everything, one with one undated session."""
    measures = {PROFILE: MEASURES}
    first = (
        visit(1, -3, manufacturer="SIEMENS", field_strength="3", age="45", drawn=1, values={"CONTRAST": "TRUE"},
              measures=measures),
        visit(2, 180, "CT", images=None, age="46"),
    )  # fmt: skip
    second = (visit(1, 0, field_strength="1.5", age=">89"),)
    third = (visit(1, None, "CT"),)
    read = Event(200, None, "STATUS", {"CURATED_CANCER_STATUS": "stable_disease [a]"})
    return Cohort(
        (
            Patient("P-1", "Female", "45", _of(strategy, "P-1", first), _samples(strategy, "P-1", first), "diagnosis",
                    {"STAGE": "Stage II", "OS_MONTHS": "12.5", "OS_STATUS": "1:DECEASED", "ONCOTREE_CODE": "GB"},
                    (read, Event(10, 40, "TREATMENT", {"AGENT": "temozolomide"}), read)),
            Patient("P-2", "Male", ">89", _of(strategy, "P-2", second), _samples(strategy, "P-2", second),
                    values={"OS_STATUS": "0:LIVING"}),
            Patient("P-3", None, None, _of(strategy, "P-3", third), _samples(strategy, "P-3", third)),
        ),
        {"undated": 1},
    )  # fmt: skip


def _of(strategy: str, id_: str, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    return tuple(replace(one, sample=_sample_id(strategy, id_, one)) for one in visits)


def _sample_id(strategy: str, id_: str, one: Visit) -> str:
    return f"{id_}-S{one.number}" if strategy == "session" else f"{id_}-01"


def _samples(strategy: str, id_: str, visits: tuple[Visit, ...]) -> tuple[Sample, ...]:
    if strategy == "session":
        return tuple(Sample(_sample_id(strategy, id_, one), (one.number,), one.values, one.measures) for one in visits)
    return (Sample(f"{id_}-01", tuple(one.number for one in visits), visits[0].values, visits[0].measures),)


def made(people: Cohort | None = None, *, pick: Pick = Pick.BASELINE, about: About = ABOUT, **entries: Any) -> Study:
    """Return the study of a cohort, with the harmonisation file above."""
    settings = StudySettings("BRAIN1", **entries)
    decisions = replace(DECISIONS, assays=tuple(replace(one, pick=pick) for one in DECISIONS.assays))
    return build(people or cohort(settings.samples), about, settings, decisions, TREE)
