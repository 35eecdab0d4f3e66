"""Experiments: the site's list, a project's list, one session (XNAT's ExperimentListResource, ProjSubExptList)."""

from collections.abc import Sequence

from img2fair.demo.archive import items, shortcuts
from img2fair.demo.archive.columns import UnknownFieldError
from img2fair.demo.archive.exchange import JSON, XML, Request, Response, not_found
from img2fair.demo.archive.fields import Row
from img2fair.demo.archive.joins import session_rows
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.projects import find_project
from img2fair.demo.archive.schema import EXPERIMENT, SUBJECT_ASSESSOR
from img2fair.demo.archive.subjects import find_project_subject, readable_project
from img2fair.demo.archive.tables import Listing, Table, answer, as_json, refuse, render
from img2fair.demo.content import SessionSeen


def _uri(row: Row) -> str:
    return f"/data/experiments/{row.session.session.id}" if row.session else ""


_DEFAULTS = ("ID", "project", "date", "xsiType", "label", "insert_date")
SITE = Listing(
    root=EXPERIMENT,
    shortcuts=shortcuts.EXPERIMENTS,
    defaults=(*_DEFAULTS, "subject_ID", "subject_label"),
    uri=_uri,
    title="Matching experiments",
)
OF_PROJECT = Listing(root=SUBJECT_ASSESSOR, shortcuts=shortcuts.EXPERIMENTS, defaults=_DEFAULTS, uri=_uri)
NO_SESSION = "Unable to identify experiment"


def list_experiments(request: Request) -> Response:
    """Answer ``/data/experiments``: every session once, as its owner shows it.

    Sessions of projects that are listed but closed take part in the query and are dropped after the page is cut.
    """
    listed = {project.id for project in request.viewer.seen_projects}
    sessions = [
        seen for seen in request.content.sessions.values() if seen.owner in listed or request.viewer.reads_session(seen)
    ]

    def readable(row: Row) -> bool:
        return row.session is not None and request.viewer.reads_session(row.session)

    try:
        return answer(request, SITE, lambda selection: session_rows(sessions, selection), readable)
    except UnknownFieldError as error:
        raise refuse(error) from error


def list_project_experiments(request: Request, project_name: str) -> Response:
    """Answer ``/data/projects/P/experiments``: owned and shared in, with P's labels and P as project."""
    project = readable_project(request, project_name)
    return _swallowing(request, request.content.sessions_of(project.id))


def list_subject_experiments(request: Request, project_name: str, subject_name: str) -> Response:
    """Answer ``/data/projects/P/subjects/S/experiments``."""
    subject = find_project_subject(request, project_name, subject_name)
    sessions = [
        seen for seen in request.content.sessions_of(subject.project) if seen.subject.subject.id == subject.subject.id
    ]
    return _swallowing(request, sessions)


def _swallowing(request: Request, sessions: Sequence[SessionSeen]) -> Response:
    """Answer a project's list; XNAT only logs a bad field here and sends 200 with nothing in it."""
    try:
        return answer(request, OF_PROJECT, lambda selection: session_rows(sessions, selection))
    except UnknownFieldError:
        return Response(b"", JSON)


def find_session(request: Request, name: str) -> SessionSeen:
    """Return a session by its ID, as its owner shows it.

    :raises ArchiveError: 404 whether it may not be read or is absent.
    """
    seen = request.content.sessions.get(name)
    if not seen or not request.viewer.reads_session(seen):
        raise not_found(NO_SESSION)
    return seen


def find_project_session(request: Request, project_name: str, name: str) -> SessionSeen:
    """Return a session by its ID or by the label it has in a project."""
    project = readable_project(request, find_project(request, project_name).id)
    for seen in request.content.sessions_of(project.id):
        if name in (seen.session.id, seen.label):
            return seen
    raise not_found(NO_SESSION)


def show_session(request: Request, seen: SessionSeen) -> Response:
    """Answer one session: a page, or the item as JSON or XML."""
    if request.format == "json":
        return as_json(items.answer(items.session_item(seen)))
    if request.format == "xml":
        return page("session.xml", content_type=XML, seen=seen, session=seen.session)
    return page("session.html", seen=seen)


def no_assessors(request: Request, _: SessionSeen) -> Response:
    """Answer a session's assessors: the demo has none."""
    return render(request, Table(("ID", "label", "project", "date", "xsiType", "URI"), []))
