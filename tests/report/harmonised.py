"""A harmonised cohort made by hand: plain values as privacy releases them, and the report of it."""

from typing import Any

from img2fair.clinical.cohort import Cohort, Event, Link, Patient, Sample, Visit
from img2fair.clinical.decisions import AssayDecision, Attribute, Datatype, Decide, Decisions, FieldDecision
from img2fair.clinical.oncotree import Candidate, Match
from img2fair.clinical.outcome import Came, Conflict, FieldSeen, FieldTold, Ledger, ValueTold
from img2fair.clinical.report import HarmonisationReport
from img2fair.clinical.report import Match as StudyMatch
from img2fair.clinical.report_making import Beside, make_report
from img2fair.clinical.study_facts import AboutStudy
from img2fair.findings import Finding, Judge, Severity

RELEASE = "oncotree_2025_10_03"
STAGE = "subjects.variables.stadium"
DIAGNOSIS = "subjects.variables.diagnosis"
ATTRIBUTES = {
    STAGE: Attribute("AJCC_PATHOLOGIC_TUMOR_STAGE", "Tumour stage", "Stage by AJCC"),
    DIAGNOSIS: Attribute("ONCOTREE_CODE", "OncoTree code", "Code of the tumour"),
    "subjects.variables.os_status": Attribute("OS_STATUS", "Overall survival status", "Whether the patient has died"),
    "subjects.variables.os_months": Attribute(
        "OS_MONTHS", "Overall survival", "Months from day 0", datatype=Datatype.NUMBER, unit="months"
    ),
    "subjects.demographics.weight": Attribute("WEIGHT", "Weight", "Weight in kg", datatype=Datatype.NUMBER, unit="kg"),
    "subjects.variables.arm": Attribute("TRIAL_ARM_OF_OURS", "Arm", "Arm of the trial"),
}
STANDARD = ("AJCC_PATHOLOGIC_TUMOR_STAGE", "ONCOTREE_CODE", "OS_STATUS", "OS_MONTHS", "WEIGHT")


def decisions(file: str = "brain1.yaml", digest: str = "ab" * 32) -> Decisions:
    fields = [FieldDecision(path, Decide.EXPORT, attribute, line=10 + place * 6)
              for place, (path, attribute) in enumerate(ATTRIBUTES.items())]  # fmt: skip
    fields.append(FieldDecision("sessions.assessments.clin:visit.ecog", Decide.UNDECIDED, line=70))
    fields.append(FieldDecision("subjects.forms.intake.remark", Decide.DROP, line=74))
    assays = (
        AssayDecision("radiomics_mr_t1c", Decide.EXPORT, ("tables.radiomics.csv.original_*",), name="Radiomics T1c"),
    )
    return Decisions("BRAIN1", tuple(fields), assays, oncotree=RELEASE, file=file, digest=digest)


def patient(number: int, **more: Any) -> Patient:
    days = (0, 90) if number % 3 == 0 else (0,)
    modalities = ("CT", "PT") if number % 5 == 0 else ("MR",)
    visits = tuple(
        Visit(place, day, modalities, ("Brain",), 4, 400, int(number % 2 == 0), Link("XNAT_S1", "XNAT_E1", ""))
        for place, day in enumerate(days, start=1)
    )
    id_ = f"P-{number:04}"
    values = {
        "AJCC_PATHOLOGIC_TUMOR_STAGE": f"Stage {'I' * (1 + number % 3)}",
        "OS_STATUS": "0:LIVING",
        "OS_MONTHS": "12",
    }
    sample = Sample(
        f"{id_}-S1",
        tuple(visit.number for visit in visits),
        {"ONCOTREE_CODE": "GB"} if number % 4 else {},
        {"radiomics_mr_t1c": {"original_glcm_Contrast": "1.5", "original_shape_Volume": "3"}} if number % 2 else {},
    )
    said: dict[str, Any] = {
        "sex": "Female" if number % 2 else "Male",
        "age": str(40 + number % 30),
        "values": values,
        "samples": (sample,),
        "baseline": "diagnosis" if number % 6 else "first imaging session",
    }
    if number % 4 == 0:
        said["events"] = (Event(10, None, "TREATMENT", {"AGENT": "Temozolomide"}),)
    return Patient(id_, visits=visits, **{**said, **more})


def told(path: str, **more: Any) -> FieldTold:
    attribute = ATTRIBUTES.get(path)
    said: dict[str, Any] = {"decide": Decide.EXPORT, "level": "patient", "of": 100, "filled": 100, "distinct": 3}
    if attribute is not None:
        said |= {"attribute": attribute.id, "datatype": attribute.datatype.value, "unit": attribute.unit}
    return FieldTold(path, **{**said, **more})


def fields() -> tuple[FieldTold, ...]:
    stages = (
        ValueTold("stadium II", "Stage II", Came.READ, 48),
        ValueTold("IIIb", "Stage IIIB", Came.READ, 30),
        ValueTold("", "Stage IV", Came.READ, None),
        ValueTold("pT2N0M0", None, Came.UNMAPPED, 12),
        ValueTold("onbekend", None, Came.MISSING, 7),
    )
    diagnoses = (
        ValueTold("Glioblastoma multiforme", None, Came.UNMAPPED, 60),
        ValueTold("Astrocytoma", "ASTR", Came.READ, 36),
        ValueTold("", None, Came.UNMAPPED, None),
    )
    return (
        told(STAGE, kind="stage", distinct=5, patients=81, line=10, values=stages,
             came={Came.READ: 81, Came.UNMAPPED: 12, Came.MISSING: 7}),
        told(DIAGNOSIS, kind="oncotree", patients=36, line=16, values=diagnoses,
             came={Came.READ: 36, Came.UNMAPPED: 64}),
        told("subjects.variables.os_status", kind="survival", distinct=2, patients=98, conflicts=6, line=22,
             came={Came.READ: 98, Came.UNREADABLE: 2}),
        told("subjects.demographics.weight", kind="number", filled=80, distinct=55, patients=71, line=34,
             came={Came.READ: 71, Came.OUT_OF_RANGE: 9}),
        told("subjects.variables.arm", kind="table", filled=40, distinct=2, patients=40, line=40, came={Came.READ: 40}),
        FieldTold("sessions.assessments.clin:visit.ecog", Decide.UNDECIDED, of=100, filled=83, distinct=6, line=70),
        FieldTold("subjects.forms.intake.remark", Decide.DROP, of=100, filled=12, distinct=12, line=74),
    )  # fmt: skip


def cohort(people: int = 100) -> Cohort:
    return Cohort(
        tuple(patient(number) for number in range(people)),
        {"undated": 3, "modality": 8, "sex": 0},
        fields(),
        {Conflict.SEX: 2, Conflict.AFTER_DEATH: 7},
        Ledger({"dropped: field": 4, "date to offset": 260, "age capped": 2, "pseudonym": people}),
    )


def propose(term: str) -> tuple[Candidate, ...]:
    if not term.startswith("Glio"):
        return ()
    return (
        Candidate("GB", "Glioblastoma, IDH-Wildtype", "Glioma", Match.PREDECESSOR, 0.6, RELEASE, note="GBM meant more"),
        Candidate("HGGNOS", "High-Grade Glioma, NOS", "Glioma", Match.PARTIAL, 0.3, RELEASE, ambiguous=True),
    )


def finding(severity: Severity = Severity.WARNING) -> Finding:
    return Finding("I2F-E005", severity, Judge.EXPORT, "BRAIN1", "3 patients are alone with their sex and age",
                   cure="Load it where a log-in is asked for.", message_nl="3 patiënten staan alleen",
                   cure_nl="Laad de studie waar een login gevraagd wordt.")  # fmt: skip


def beside(**more: Any) -> Beside:
    said: dict[str, Any] = {
        "study": "gbm_example_2026",
        "findings": (finding(),),
        "seen": (FieldSeen("sessions.assessments.clin:visit.ecog", 100, 83, 6),),
        "propose": propose,
        "known": lambda code: code != "GB",
        "standard": STANDARD,
        "matches": (StudyMatch("gbm_tcga", "Glioblastoma (TCGA)", ("AGE", "OS_MONTHS", "OS_STATUS", "SEX")),),
        "viewer": True,
        "unlinked": 11,
        "made_of": {"snapshot": "cd" * 32, "mapping": "ab" * 32, "img2fair": "0.1.0"},
    }
    return Beside(**{**said, **more})


def report(before: HarmonisationReport | None = None, **more: Any) -> HarmonisationReport:
    return make_report(cohort(), decisions(), beside(**more), before)


def about(**more: Any) -> AboutStudy:
    said: dict[str, Any] = {
        "project": "LGG",
        "study": "gbm_example_2026",
        "name": "Glioma imaging",
        "portal": "https://cbioportal.example.org",
        "record": "https://fair.example.org/catalogue/dataset/LGG",
        "viewers": ("CT", "MR"),
        "access_request": "https://example.org/request",
        "licence": "http://creativecommons.org/licenses/by/4.0/",
        "citation": "Vermeer et al. 2025",
        "pmid": "12345678",
    }
    return AboutStudy(**{**said, **more})
