"""The steward's table that joins subjects to a genomic study: who each is there, and which samples are theirs.

A row has the columns ``subject`` (XNAT's label or id), ``patient_id`` and ``sample_id``, with tabs or commas between; a
subject has a row for each sample. Messages name lines and columns, and show nothing that stands there.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from img2fair.errors import UsageFault
from img2fair.model import HeldText, Project
from img2fair.model.held import unseal
from img2fair.privacy.cohort.identities import is_patient_id, is_sample_id, refuse_telling
from img2fair.privacy.cohort.terms import Joined

COLUMNS = ("subject", "patient_id", "sample_id")
_MOST = 12
"""Lines that one message names."""


@dataclass(slots=True)
class _Read:
    """What was read so far, and what is wrong, by line."""

    patients: dict[HeldText, str] = field(default_factory=dict)
    samples: dict[HeldText, list[str]] = field(default_factory=dict)
    owners: dict[str, HeldText] = field(default_factory=dict)
    sampled: set[str] = field(default_factory=set)
    wrong: list[tuple[int, str]] = field(default_factory=list)


def read_join(text: str, project: Project, where: str = "sample_table") -> Mapping[HeldText, Joined]:
    """Return who the subjects of a project are in the genomic study, by the subject's id, which stays sealed.

    :param where: the file's name, for messages.
    :raises UsageFault: a column is missing; or a line names nobody, an id that cBioPortal does not take, a second
        patient for a subject, a second subject for a patient, or a sample twice.
    :raises PrivacyStop: ids may tell who somebody is.
    """
    known = _known(project)
    read = _Read()
    for line, row in _rows(text, where):
        wrong = _note(row, known, read)
        if wrong:
            read.wrong.append((line, wrong))
    if read.wrong:
        told = "; ".join(f"line {line}: {what}" for line, what in read.wrong[:_MOST])
        more = f"; and {len(read.wrong) - _MOST} more" if len(read.wrong) > _MOST else ""
        raise UsageFault(f"the sample table is wrong: {told}{more}", where=where, cure="correct these lines")
    cure = "take the ids of the genomic study, which tell of nobody"
    refuse_telling(list(read.patients.values()), project, "patient ids of the sample table", where, cure)
    named = [sample for samples in read.samples.values() for sample in samples]
    refuse_telling(named, project, "sample ids of the sample table", where, cure)
    return {subject: Joined(patient, tuple(read.samples[subject])) for subject, patient in read.patients.items()}


def _known(project: Project) -> dict[str, HeldText]:
    """Return the subjects by label and by id; an id wins over another subject's label."""
    by_label = {unseal(subject.label): subject.id for subject in project.subjects}
    return by_label | {unseal(subject.id): subject.id for subject in project.subjects}


def _rows(text: str, where: str) -> list[tuple[int, Sequence[str]]]:
    """Return the three cells of each row, with its line."""
    lines = text.removeprefix("\ufeff")
    delimiter = "\t" if "\t" in lines.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(lines), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise UsageFault(
                f"the sample table has no column '{missing[0]}'",
                where=f"{where}:1",
                cure=f"it has {', '.join(COLUMNS)}",
            )
        places = [header.index(name) for name in COLUMNS]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise UsageFault(
            "the sample table is no CSV or TSV",
            where=f"{where}:{reader.line_num}",
            cure="save it as CSV or TSV with the columns subject, patient_id and sample_id",
        ) from None
    return [(line, [row[at].strip() if at < len(row) else "" for at in places]) for line, row in rows]


def _note(row: Sequence[str], known: Mapping[str, HeldText], read: _Read) -> str:
    """Note a row; return what is wrong with it, or nothing."""
    named, patient, sample = row
    subject = known.get(named)
    if subject is None:
        return "its subject is not in the project"
    if not is_patient_id(patient):
        return "its patient_id is none of cBioPortal's"
    if not is_sample_id(sample):
        return "its sample_id is none of cBioPortal's"
    if read.patients.setdefault(subject, patient) != patient:
        return "its subject has another patient_id above"
    if read.owners.setdefault(patient.casefold(), subject) != subject:
        return "its patient_id is another subject's above"
    if sample.casefold() in read.sampled:
        return "its sample_id stands above"
    read.sampled.add(sample.casefold())
    read.samples.setdefault(subject, []).append(sample)
    return ""
