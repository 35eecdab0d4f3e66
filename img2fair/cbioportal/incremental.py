"""A folder for ``metaImport.py -d``, which renews a study that a portal has without loading all of it again.

What the importer does with such a folder (cbioportalImporter.process_data_directory, in cBioPortal/cbioportal-core):

* It takes clinical tables, timelines and assays, and stops at a meta file of the study, a cancer type or a resource.
* ImportTimelineData forgets all events of a patient at the first one it meets in a file, so of several files the last
  would stay alone: here all events stand in one file.
* UpdateCaseListsSampleIds takes every sample of the folder out of the study's case lists, but for ``<study>_all`` and
  those in ``case_lists/``, and stops at one that the portal does not have.
* Nothing is removed: a patient or sample that is gone stays in the portal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from img2fair.cbioportal.findings import INFO, WARNING, finding
from img2fair.cbioportal.joining import join_events
from img2fair.cbioportal.meta import TAGS, clinical_meta
from img2fair.cbioportal.rows import Rows, read_meta, read_rows, read_text
from img2fair.cbioportal.study import Study
from img2fair.errors import UsageFault
from img2fair.findings import Finding

Files = Mapping[str, str]

LISTS = "case_lists/"
TIMELINE = "timeline"
_FULL_ONLY = ("meta_study", "study_tags", "meta_cancer_type", "data_cancer_type", "meta_resource", "data_resource")
_CLINICAL = {"data_clinical_patient.txt": "PATIENT_ID", "data_clinical_sample.txt": "SAMPLE_ID"}


@dataclass(frozen=True, slots=True)
class Increment:
    """The files of an incremental folder, and what such a load does not bring."""

    files: Files
    findings: tuple[Finding, ...] = ()


def incremental(study: Study, before: Files | None = None) -> Increment:
    """Return what renews a study in a portal.

    :param before: the files of the export that the portal has (``read_study``); without them nothing is compared.
    :raises UsageFault: the study joins another one, whose case lists and attributes such a load would take away.
    """
    if study.joined:
        raise UsageFault(
            "a study that joins another one cannot be loaded in part: its samples would leave the other's case lists",
            where="samples: table",
            cure="load the merged folder as a whole: metaImport.py -s",
        )
    kept = {path: text for path, text in study.files.items() if not _is_left(path)}
    new = {path for path in kept if path.startswith(LISTS) and before is not None and path not in before}
    files = {path: text for path, text in kept.items() if path not in new} | _timeline(study)
    if before is None:
        return Increment(files)
    return Increment(files, (*_gone(study, before), *_changed(study, before)))


def read_study(folder: Path) -> dict[str, str]:
    """Return the files of a study that an earlier export wrote; its marker is none of them.

    :raises UsageFault: one cannot be read.
    """
    paths = sorted(path for path in folder.rglob("*.*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): read_text(path) for path in paths}


def _is_left(path: str) -> bool:
    return path.startswith(_FULL_ONLY) or path.startswith((f"meta_{TIMELINE}", f"data_{TIMELINE}"))


def _timeline(study: Study) -> dict[str, str]:
    """Return all events in one table; a mark is styled in every row, which a column of styles asks for."""
    tables = list(_tables(study.files, TIMELINE))
    if not tables:
        return {}
    data = f"data_{TIMELINE}.txt"
    joined = reduce(lambda one, other: join_events(one, other, data), tables)
    sorted_ = replace(joined, rows=tuple(sorted(joined.rows, key=lambda row: row[0])))
    return {f"meta_{TIMELINE}.txt": clinical_meta(study.id, "TIMELINE", data), data: sorted_.text()}


def _tables(files: Files, kind: str) -> Iterator[Rows]:
    return (read_rows(text, path) for path, text in files.items() if path.startswith(f"data_{kind}"))


def _gone(study: Study, before: Files) -> Iterator[Finding]:
    """Yield a finding for each table with rows that the portal would keep."""
    for path, number in _rows_gone(study.files, before):
        yield finding(
            "I2F-E053", WARNING, "gone", study.project, f"{study.id}/{path}", {"number": number, "file": path}
        )


def _rows_gone(now: Files, before: Files) -> Iterator[tuple[str, int]]:
    for path, name in _CLINICAL.items():
        yield from _missing(path, _ids(before, path, name), _ids(now, path, name))
    then, still = (_people(files) for files in (before, now))
    yield from _missing(TIMELINE, then, still)
    for path in sorted(path for path in before if path.startswith("data_") and _is_assay(before, path)):
        yield from _missing(path, _measured(before, path), _measured(now, path))


def _missing(path: str, then: Iterable[str], now: Iterable[str]) -> Iterator[tuple[str, int]]:
    number = len(set(then) - set(now))
    if number:
        yield path, number


def _ids(files: Files, path: str, name: str) -> set[str]:
    if path not in files:
        return set()
    rows = read_rows(files[path], path)
    place = rows.column(name)
    return set() if place is None else {row[place] for row in rows.rows}


def _people(files: Files) -> set[str]:
    return {row[0] for rows in _tables(files, TIMELINE) for row in rows.rows}


def _is_assay(files: Files, path: str) -> bool:
    meta = files.get(path.replace("data_", "meta_", 1))
    return meta is not None and read_meta(meta).get("genetic_alteration_type") == "GENERIC_ASSAY"


def _measured(files: Files, path: str) -> set[str]:
    if path not in files:
        return set()
    properties = read_meta(files[path.replace("data_", "meta_", 1)]).get("generic_entity_meta_properties", "")
    return set(read_rows(files[path], path).header) - {"ENTITY_STABLE_ID", *properties.split(",")}


def _changed(study: Study, before: Files) -> Iterator[Finding]:
    """Yield a finding for each file that only a load of the whole study brings."""
    full = {path for path in (*before, *study.files) if path.startswith(_FULL_ONLY)}
    differing = {path for path in full if before.get(path) != study.files.get(path)}
    lists = {path for path in (*before, *study.files) if path.startswith(LISTS)}
    differing |= {path for path in lists if (path in before) != (path in study.files)}
    for path in sorted(differing):
        severity = INFO if path in ("meta_study.txt", TAGS) else WARNING
        yield finding("I2F-E054", severity, "reload", study.project, f"{study.id}/{path}", {"file": path})
