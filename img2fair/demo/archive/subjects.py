"""Subjects, of the site and of one project (XNAT's SubjectListResource, ProjectSubjectList)."""

from collections.abc import Iterable
from dataclasses import replace

from img2fair.demo.archive import items, shortcuts
from img2fair.demo.archive.columns import Shape, UnknownFieldError
from img2fair.demo.archive.exchange import XML, ArchiveError, Request, Response, not_found
from img2fair.demo.archive.joins import subject_rows
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.projects import find_project
from img2fair.demo.archive.schema import SUBJECT
from img2fair.demo.archive.tables import Listing, answer, as_json, refuse
from img2fair.demo.content import Project, SubjectSeen

_DEFAULTS = ("ID", "project", "label", "insert_date", "insert_user")
SITE = Listing(
    Shape(root=SUBJECT, shortcuts=shortcuts.SUBJECTS, defaults=lambda _: _DEFAULTS),
    given=frozenset({"subject"}),
    uri=lambda row: f"/data/subjects/{row.subject.subject.id}" if row.subject else "",
)
OF_PROJECT = replace(SITE, shape=replace(SITE.shape, distinct="always"))


def list_subjects(request: Request) -> Response:
    """Answer ``/data/subjects``: every subject once, as its owner shows it.

    :raises ArchiveError: 500 to somebody who may read no project, as XNAT does.
    """
    if not request.viewer.read_projects:
        raise ArchiveError(500, "The user does not have access to any project.")
    readable = [seen for seen in request.content.subjects.values() if request.viewer.reads_subject(seen)]
    return _answer(request, SITE, readable)


def list_project_subjects(request: Request, project_name: str) -> Response:
    """Answer ``/data/projects/P/subjects``: owned and shared in, under the labels they have in P."""
    project = readable_project(request, project_name)
    shown = request.content.subjects_of(project.id)
    return _answer(request, OF_PROJECT, shown)


def readable_project(request: Request, name: str) -> Project:
    """Return a project whose data may be read.

    :raises ArchiveError: 404 where the project is invisible, 403 where only its data are closed.
    """
    project = find_project(request, name)
    if not request.viewer.reads(project):
        raise ArchiveError(403, f"Unable to read subjects for Project: {project.id}")
    return project


def find_subject(request: Request, name: str) -> SubjectSeen:
    """Return a subject by its ID, as its owner shows it.

    :raises ArchiveError: 404 whether it may not be read or is absent.
    """
    seen = request.content.subjects.get(name)
    if not seen or not request.viewer.reads_subject(seen):
        raise not_found("Unable to identify subject")
    return seen


def find_project_subject(request: Request, project_name: str, name: str) -> SubjectSeen:
    """Return a subject by its ID or by the label it has in a project."""
    project = readable_project(request, project_name)
    for seen in request.content.subjects_of(project.id):
        if name in (seen.subject.id, seen.label):
            return seen
    raise not_found("Unable to identify subject")


def show_subject(request: Request, name: str) -> Response:
    """Answer ``/data/subjects/ID``."""
    return _show(request, find_subject(request, name))


def show_project_subject(request: Request, project_name: str, name: str) -> Response:
    """Answer ``/data/projects/P/subjects/S``."""
    return _show(request, find_project_subject(request, project_name, name))


def _answer(request: Request, listing: Listing, subjects: Iterable[SubjectSeen]) -> Response:
    params = {name: value for name, value in request.params.items() if name != "xsiType"}
    asked = replace(request, params=params)
    try:
        return answer(asked, listing, lambda _: subject_rows(subjects))
    except UnknownFieldError as error:
        raise refuse(error) from error


def _show(request: Request, seen: SubjectSeen) -> Response:
    shown = [s for s in request.content.experiments_of(seen.project) if s.subject.subject.id == seen.subject.id]
    readable = [one for one in shown if request.viewer.reads_experiment(one)]
    if request.format == "json":
        return as_json(items.answer(items.subject_item(seen, readable)))
    if request.format == "xml":
        return page("subject.xml", content_type=XML, seen=seen, subject=seen.subject)
    return page("subject.html", seen=seen, experiments=readable)
