"""Random projects with everything that a clinical snapshot may hold, and random decisions over them."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from img2fair.model import (
    Assessment,
    Assessor,
    Form,
    Held,
    ImagingSession,
    ImagingSubject,
    Project,
    ScanProfile,
    Table,
    Variable,
    Visibility,
)

Maker = Callable[[Random], object]

ODD = ("é", "ß", "中", "\u2028", "\u202e", "\x07", "\t", "\n", '"', "'", "<b>", "#", "|", "  ", "\ud800", "🧠", "'x'")
MISSING = ("", " ", "NA", "n/a", "unknown", "[Not Available]", "not available", "Completed", "missing", "null", "999")
NUMBERS = ("nan", "inf", "-inf", "1e400", "1_000", "٣", "0", "-0", "-1", "1,5", "1e5", "3.14159265358979", "9" * 40)
MODALITIES = ("MR", "CT", "PT", "US", "mr", " MR ", "SEG", "RTSTRUCT", "SM", "OT", "XX", "T1w", "", "PET/CT", "MG")
PARTS = ("BRAIN", "CHEST", "brain", "SKULL", "WHOLEBODY", "nowhere", "")
DIAGNOSES = ("Glioblastoma", "GB", "GBM", "9440/3", "Oligodendroglioma", "astrocytoma", "breast cancer", "C71.9", "?")


def _one_of(*values: object) -> Maker:
    return lambda rng: rng.choice(values)


def _number(low: float, high: float, digits: int = 1) -> Maker:
    return lambda rng: round(rng.uniform(low, high), digits) if digits else rng.randint(int(low), int(high))


FIELDS: dict[str, Maker] = {
    "arm": _one_of("Arm A", "Arm B", "control"),
    "ecog": _number(0, 5, 0),
    "stage": _one_of("Stage II", "IIIa", "4", "stage x"),
    "who grade": _one_of("G2", "III", "4", "WHO grade 2"),
    "side": _one_of("L", "right", "bilateral", "midline"),
    "weight kg": _number(35, 140),
    "length": _number(140, 205, 0),
    "smoker": _one_of("yes", "no", "Y", "ja", "former"),
    "diagnosis": _one_of(*DIAGNOSES),
    "vital status": _one_of("alive", "dead", "deceased", "living", "overleden"),
    "survival months": _number(0, 120),
    "age at diagnosis": _number(18, 99, 0),
    "treatment": _one_of("surgery", "radiotherapy", "completed", "pending"),
    "month of scan": _one_of("Jan-12", "May-12", "mar-3", "12-Dec"),
    "note": _one_of("seen by dr. Jansen", "patient 1234567", "see letter of 2 May 2020", "fine"),
    "diagnosed/day": _number(-900, 30, 0),
    "died/day": _number(0, 4000, 0),
    "volume": _number(0, 90000, 3),
}
MEASURES = tuple(
    f"original_{kind}_{name}" for kind in ("shape", "glcm", "firstorder") for name in ("Mean", "Max", "Sum")
)


def _spoilt(rng: Random, value: object) -> object:
    """Return a value, or what people write in its place."""
    dice = rng.random()
    if dice < 0.06:
        return rng.choice(MISSING)
    if dice < 0.1:
        return rng.choice(NUMBERS)
    if dice < 0.14:
        return f"{value}{rng.choice(ODD)}"
    if dice < 0.16:
        return "".join(rng.choice(ODD) for _ in range(rng.randint(1, 400)))
    return value


def _values(rng: Random, fields: Sequence[str], share: float = 0.8) -> dict[str, object]:
    return {name: _spoilt(rng, FIELDS[name](rng)) for name in fields if rng.random() < share}


def _variables(rng: Random, fields: Sequence[str]) -> tuple[Variable, ...]:
    return tuple(Variable(Held(name), Held(str(value))) for name, value in _values(rng, fields).items())


def _maybe(rng: Random, value: Any, share: float = 0.85) -> Any:
    return Held(value) if rng.random() < share else None


def _label(rng: Random, number: int, kind: str) -> str:
    if kind == "tcga":
        return f"TCGA-{rng.randint(10, 99)}-{number:04}"
    if kind == "odd":
        return f"{rng.choice(ODD)}{number}{rng.choice(('', '_20190402', ' Jansen'))}"
    return f"P{number:03}"


def _assessments(rng: Random, owner: str, fields: Sequence[str]) -> tuple[Assessment, ...]:
    """Return quality control, reads and radiomics as assessors tell them."""
    found = []
    for number in range(rng.randint(0, 3)):
        kind = rng.choice(("xnat:qcManualAssessorData", "icr:roiCollectionData", "radiomics:features", "study:read"))
        values: dict[str, object] = _values(rng, fields, 0.5)
        if kind.startswith("radiomics"):
            values = {name: _spoilt(rng, rng.choice((rng.gauss(0, 1e4), 12, 980.0, 1e-7))) for name in MEASURES}
        day = rng.randint(-100, 4000)
        found.append(Assessment(Held(kind), Held(f"{owner}_A{number}"), Held("label"), _maybe(rng, day), Held(values)))
    return tuple(found)


def _forms(rng: Random, fields: Sequence[str]) -> tuple[Form, ...]:
    answers = {"group": _values(rng, fields, 0.5), "list": [1, "two", None], "tick": rng.random() < 0.5}
    return (Form("f0000001-aa", Held("Case report"), Held(answers)),) if rng.random() < 0.5 else ()


def _scan(rng: Random) -> ScanProfile:
    return ScanProfile(
        rng.choice((1, 1, 4, 10**6)),
        modality=_maybe(rng, rng.choice(MODALITIES)),
        type=_maybe(rng, "T1 MPRAGE"),
        body_part=_maybe(rng, rng.choice(PARTS)),
        frames=_maybe(rng, rng.choice((0, 1, 176, 10**12))),
    )


def _session(rng: Random, number: int, subject: str, fields: Sequence[str]) -> ImagingSession:
    day = dt.date(2001, 1, 1) + dt.timedelta(rng.randint(0, 8000))
    id_ = f"XNAT_E{number:05}"
    return ImagingSession(
        id=Held(id_),
        label=Held(f"{rng.choice(ODD)}{number}"),
        subject=Held(subject),
        date=_maybe(rng, day, 0.9),
        modality=_maybe(rng, rng.choice(MODALITIES)),
        age=_maybe(rng, rng.choice((rng.uniform(0, 100), -4.0, 140.0, 89.9, 90.0)), 0.5),
        study_instance_uid=_maybe(rng, rng.choice((f"1.2.3.{number}", "not a uid", "")), 0.8),
        manufacturer=_maybe(rng, rng.choice(("SIEMENS", "Philips Medical Systems", "Acme"))),
        field_strength=_maybe(rng, rng.choice(("1.5", "3.0T", "30000", "strong"))),
        site=_maybe(rng, "Location A", 0.3),
        visit=_maybe(rng, rng.choice(("baseline", "V2", "")), 0.4),
        shared=rng.random() < 0.1,
        scans=tuple(_scan(rng) for _ in range(rng.randint(0, 4))),
        assessors=(Assessor(Held("icr:roiCollectionData"), 2),) if rng.random() < 0.3 else (),
        age_days=_maybe(rng, rng.randint(0, 40000), 0.3),
        variables=_variables(rng, fields),
        forms=_forms(rng, fields),
        assessments=_assessments(rng, id_, fields),
    )


def _table(rng: Random, labels: Sequence[str]) -> Table:
    rows = [{"subject": label, "when": rng.randint(0, 900), **_values(rng, tuple(FIELDS), 0.4)} for label in labels]
    if rng.random() < 0.5:
        text = json.dumps(rows)
    else:
        names = ("subject", "when", "arm", "ecog", "volume")
        lines = [",".join(str(row.get(name, "")).split("\n")[0].replace(",", ";") for name in names) for row in rows]
        text = "\n".join((",".join(names), *lines))
    return Table(Held("P1"), Held("clinical"), Held(rng.choice(("data.csv", "data.json"))), Held(text))


def random_project(rng: Random) -> Project:
    """Return a project: few or many subjects, sessions of theirs and of strangers, and all that is said of them."""
    fields = rng.sample(sorted(FIELDS), rng.choice((0, 3, 3, 5, 8)))
    labels = [_label(rng, number, kind) for kind in [rng.choice(("plain", "plain", "tcga", "odd"))]
              for number in range(rng.choice((1, 2, 7, 25)))]  # fmt: skip
    subjects = tuple(
        ImagingSubject(
            Held(f"XNAT_S{number:05}"),
            Held(label),
            sex=_maybe(rng, rng.choice(("M", "female", "F", "other", "unknown", "", "vrouw"))),
            age=_maybe(rng, rng.choice((rng.uniform(1, 105), 0.0, -1.0, 1e9, 89.0)), 0.5),
            group=_maybe(rng, rng.choice(("case", "control", "")), 0.5),
            shared=rng.random() < 0.1,
            demographics=_variables(rng, fields[:3]),
            variables=_variables(rng, fields),
            forms=_forms(rng, fields),
            assessments=_assessments(rng, f"XNAT_S{number:05}", fields),
        )
        for number, label in enumerate(labels)
    )
    owners = [f"XNAT_S{number:05}" for number in range(len(labels))] + ["XNAT_S99999"]
    count = rng.randint(1, 2 * len(labels) + 2)
    sessions = tuple(_session(rng, number, rng.choice(owners), fields) for number in range(count))
    return Project(
        "P1",
        rng.choice((Visibility.PUBLIC, Visibility.PROTECTED)),
        name=_maybe(rng, "Imaging of gliomas"),
        description=_maybe(rng, "MRI before and after surgery: α < β, \\n is no line."),
        subjects=subjects,
        sessions=sessions,
        tables=tuple(_table(rng, labels) for _ in range(rng.randint(0, 2))),
    )
