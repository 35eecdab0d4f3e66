"""The imaging timeline: one event for each dated session, by patient and day."""

from collections.abc import Iterator

from img2fair.cbioportal.modalities import colour, words
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.text import table
from img2fair.clinical.cohort import Cohort, Patient, Visit
from img2fair.codes import CodeTable

HEADER = ("PATIENT_ID", "START_DATE", "STOP_DATE", "EVENT_TYPE", "DIAGNOSTIC_TYPE", "SESSION", "MODALITIES",
          "BODY_PARTS", "SERIES_COUNT", "IMAGE_COUNT", "SEGMENTATIONS", "STYLE_SHAPE", "STYLE_COLOR")  # fmt: skip
"""The first four in this order; the session's number keeps two events of a day apart, as equal rows are not loaded."""


def timeline_file(cohort: Cohort, settings: StudySettings, names: CodeTable) -> str | None:
    """Return the file of imaging events, or ``None`` where no session has a date.

    STOP_DATE stays blank: the importer takes whole days or nothing there. A viewer's link opens in a window of its own.
    """
    linked = bool(settings.viewers)
    rows = [
        [*_event(patient, visit, names), *([_viewer(visit, settings)] if linked else [])]
        for patient in cohort.patients
        for visit in patient.visits
        if visit.day is not None
    ]
    return table((*HEADER, *(["VIEWER"] if linked else [])), rows, blank="") if rows else None


def _event(patient: Patient, visit: Visit, names: CodeTable) -> Iterator[str | int | None]:
    yield from (patient.id, visit.day, None, "IMAGING")
    yield from (words(visit.modalities, names), visit.number, ";".join(visit.modalities) or None)
    yield from (";".join(visit.body_parts) or None, visit.series, visit.images, visit.drawn)
    yield from ("camera", colour(visit.modalities))


def _viewer(visit: Visit, settings: StudySettings) -> str | None:
    links = (settings.viewer_url(code, visit.link) for code in visit.modalities)
    link = next((link for link in links if link is not None), None)
    return None if link is None else f"[Open the images]({link}:blank)"
