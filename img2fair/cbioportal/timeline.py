"""The imaging timeline: one event for each dated session, by patient and day."""

from collections.abc import Iterator

from img2fair.cbioportal.about import About
from img2fair.cbioportal.events import COLOUR, IMAGING, SHAPE, Entry
from img2fair.cbioportal.modalities import colour, words
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.text import markdown
from img2fair.clinical.cohort import Cohort, Visit
from img2fair.codes import CodeTable

COLUMNS = ("DIAGNOSTIC_TYPE", "SESSION", "MODALITIES", "BODY_PARTS", "SERIES_COUNT", "IMAGE_COUNT", "MANUFACTURER",
           "FIELD_STRENGTH", "SEGMENTATIONS", SHAPE, COLOUR, "VIEWER", "XNAT")  # fmt: skip
"""After the first four; the session's number keeps two events of a day apart, as equal rows are not loaded."""


def imaging_events(cohort: Cohort, about: About, settings: StudySettings, names: CodeTable) -> list[Entry]:
    """Return an event for each dated session.

    STOP_DATE stays blank: the importer takes whole days or nothing there. Links open in a window of their own, because
    a frame needs XNAT or the viewer to allow it.
    """
    return [
        Entry(
            patient.id,
            visit.day,
            None,
            IMAGING,
            {name: cell for name, cell in _cells(visit, about, settings, names) if cell},
        )
        for patient in cohort.patients
        for visit in patient.visits
        if visit.day is not None
    ]


def _cells(visit: Visit, about: About, settings: StudySettings, names: CodeTable) -> Iterator[tuple[str, str]]:
    yield "DIAGNOSTIC_TYPE", markdown(words(visit.modalities, names) or "")
    yield "SESSION", str(visit.number)
    yield "MODALITIES", ";".join(visit.modalities)
    yield "BODY_PARTS", markdown(";".join(visit.body_parts))
    yield "SERIES_COUNT", str(visit.series)
    yield "IMAGE_COUNT", "" if visit.images is None else str(visit.images)
    yield "MANUFACTURER", markdown(visit.manufacturer or "")
    yield "FIELD_STRENGTH", visit.field_strength or ""
    yield "SEGMENTATIONS", str(visit.drawn)
    yield from ((SHAPE, "camera"), (COLOUR, colour(visit.modalities)))
    yield "VIEWER", _viewer(visit, settings)
    yield "XNAT", _page(visit, about) if settings.viewers else ""
    yield from ((name, markdown(value)) for name, value in visit.values.items() if name not in COLUMNS)


def _viewer(visit: Visit, settings: StudySettings) -> str:
    links = (settings.viewer_url(code, visit.link) for code in visit.modalities)
    link = next((link for link in links if link is not None), None)
    return "" if link is None else _linked("Open the images", link)


def _page(visit: Visit, about: About) -> str:
    """Return the link to a session in XNAT, where the config lets ids of the archive into the study."""
    page = about.session_page(visit.link.session_id) if visit.link is not None else ""
    return _linked("Session in XNAT", page) if page else ""


def _linked(text: str, address: str) -> str:
    """Return a link as the portal's timeline reads one: ``:blank`` after the address opens a new window."""
    return f"[{text}]({address}:blank)"
