"""The clinical files: samples first, then patients, as the validator and the importer read them."""

from collections.abc import Sequence

from img2fair.cbioportal.lint.attributes import datatypes
from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.people import (
    PATIENT,
    SAMPLE,
    People,
    Unique,
    id_problem,
    is_normal,
    patient_of,
)
from img2fair.cbioportal.lint.table import MISSING, Block, Judge, Table, missing
from img2fair.cbioportal.lint.values import judge_of

_NORMAL_TYPES = frozenset({"BLOOD_DERIVED_NORMAL", "SOLID_TISSUES_NORMAL"})
"""Names of ``Sample.Type`` that ``ImportClinicalData.addSampleToDatabase`` leaves out."""
_SAMPLE_TYPE = "SAMPLE_TYPE"


def lint_samples(table: Table, people: People, found: Found) -> None:
    """Check the file of samples, and note them."""
    kinds = datatypes(table, "sample level", found)
    if missing(table, (SAMPLE, PATIENT), found) or kinds is None:
        return
    judges = _judges(table, kinds, of_patients=False)
    ids = Unique(table.path, SAMPLE)
    people.samples = {}
    people.attributes = frozenset(table.header) - {PATIENT, SAMPLE}
    for block in table.blocks(found):
        _judge(table, block, judges, found)
        samples, patients = block.columns[table.place(SAMPLE)], block.columns[table.place(PATIENT)]
        for line, sample, patient in zip(block.lines, samples, patients, strict=True):
            people.with_samples.setdefault(patient, line)
            if sample and ids.add(sample, line, found):
                people.samples[sample] = patient
                _imported(table, line, sample, patient, found)


def lint_patients(table: Table, people: People, found: Found) -> None:
    """Check the file of patients, note them, and compare them with the samples."""
    kinds = datatypes(table, "patient level", found)
    if SAMPLE in table.header:
        found.tell("column extra", table.path, table.at)
    for name in table.header:
        if name in people.attributes:
            found.tell("attribute both", table.path, table.at, name)
    _without_survival(table, found)
    if missing(table, (PATIENT,), found) or kinds is None:
        return
    judges = _judges(table, kinds, of_patients=True)
    ids = Unique(table.path, PATIENT)
    people.patients = {}
    for block in table.blocks(found):
        _judge(table, block, judges, found)
        _deceased(table, block, found)
        for line, patient in zip(block.lines, block.columns[table.place(PATIENT)], strict=True):
            if patient and ids.add(patient, line, found):
                people.patients[patient] = line
    _compared(table, people, found)


def _judges(table: Table, kinds: Sequence[str], *, of_patients: bool) -> list[Judge]:
    return [
        _id_judge(name) if name in (PATIENT, SAMPLE) else judge_of(name, kind, table.header, of_patients=of_patients)
        for name, kind in zip(table.header, kinds, strict=True)
    ]


def _id_judge(column: str) -> Judge:
    # The spreadsheet check is of all columns, and an id such as MAR-1 does not pass it.
    dates = judge_of(column, "STRING", (), of_patients=False)

    def judge(value: str) -> str | None:
        wrong = id_problem(column, value)
        return wrong or ("spreadsheet" if dates(value) == "spreadsheet" else None)

    return judge


def _judge(table: Table, block: Block, judges: Sequence[Judge], found: Found) -> None:
    for place, judge in enumerate(judges):
        for line, name in block.judged(place, judge):
            _tell(table, line, table.header[place], name, found)
    if _SAMPLE_TYPE in table.header and SAMPLE in table.header:
        for line, name in block.judged(table.place(_SAMPLE_TYPE), _normal):
            found.tell(name, table.path, line, _SAMPLE_TYPE)


def _tell(table: Table, line: int, column: str, name: str, found: Found) -> None:
    most = {"cell long": 255, "id long": 50 if column == PATIENT else 63}.get(name)
    if most is None:
        found.tell(name, table.path, line, column)
    else:
        found.tell(name, table.path, line, column, most=most)


def _normal(value: str) -> str | None:
    return "normal" if value.strip().upper().replace(" ", "_") in _NORMAL_TYPES else None


def _imported(table: Table, line: int, sample: str, patient: str, found: Found) -> None:
    """Tell of a sample that the importer drops, or gives to the patient of its barcode."""
    if not sample.startswith("TCGA"):
        return
    if is_normal(sample):
        found.tell("normal", table.path, line, SAMPLE)
    if patient_of(sample) not in (None, patient):
        found.tell("other patient", table.path, line, SAMPLE)


def _without_survival(table: Table, found: Found) -> None:
    for name in ("OS", "DFS"):
        if f"{name}_STATUS" not in table.header or f"{name}_MONTHS" not in table.header:
            found.tell("survival", table.path, name=name)


def _deceased(table: Table, block: Block, found: Found) -> None:
    status = table.place("OS_STATUS")
    if status < 0:
        return
    months = table.place("OS_MONTHS")
    for row, line in enumerate(block.lines):
        if block.columns[status][row].strip() == "1:DECEASED":
            known = months >= 0 and block.columns[months][row].strip().lower() not in MISSING
            if not known:
                found.tell("deceased", table.path, line)


def _compared(table: Table, people: People, found: Found) -> None:
    if people.samples is None or people.patients is None:
        return
    for patient, line in people.patients.items():
        if patient not in people.with_samples:
            found.tell("no sample", table.path, line)
    for patient in people.with_samples:
        if patient and patient not in people.patients:
            found.tell("no patient", table.path)
