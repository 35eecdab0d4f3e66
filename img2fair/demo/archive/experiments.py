"""Experiments: the site's list, a project's list, one session (XNAT's ExperimentListResource, ProjSubExptList)."""

from collections.abc import Iterable
from dataclasses import replace

from img2fair.demo.archive import items, shortcuts
from img2fair.demo.archive.columns import Shape, UnknownFieldError
from img2fair.demo.archive.exchange import JSON, XML, Request, Response, not_found
from img2fair.demo.archive.joins import experiment_rows
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.projects import find_project
from img2fair.demo.archive.rows import Row
from img2fair.demo.archive.schema import EXPERIMENT, IMAGE_ASSESSOR, SUBJECT_ASSESSOR, is_a
from img2fair.demo.archive.subjects import find_project_subject, readable_project
from img2fair.demo.archive.tables import Listing, answer, as_json, refuse
from img2fair.demo.content import AssessorSeen, ExperimentSeen, SessionSeen, SubjectAssessorSeen


def _uri(row: Row) -> str:
    return f"/data/experiments/{row.experiment.experiment.id}" if row.experiment else ""


def _defaults(root: str) -> tuple[str, ...]:
    """Return the columns when none are named, by root type (XNAT's ExperimentListResource.getDefaultFields)."""
    added: tuple[str, ...] = ()
    if is_a(root, SUBJECT_ASSESSOR):
        added = ("subject_ID", "subject_label")
    if is_a(root, IMAGE_ASSESSOR):
        added = ("session_ID", "session_label")
    return ("ID", "project", "date", "xsiType", "label", "insert_date", *added)


SITE = Listing(
    Shape(root=EXPERIMENT, shortcuts=shortcuts.EXPERIMENTS, defaults=_defaults, distinct="unfiltered"),
    given=frozenset({"experiment", "session", "subject"}),
    uri=_uri,
    title="Matching experiments",
    bare_when_empty=True,
)
OF_PROJECT = Listing(
    Shape(
        root=SUBJECT_ASSESSOR,
        shortcuts=shortcuts.EXPERIMENTS,
        defaults=lambda _: ("ID", "project", "date", "xsiType", "label", "insert_date"),
        distinct="always",
    ),
    given=SITE.given,
    uri=_uri,
)
OF_SESSION = replace(
    OF_PROJECT,
    shape=Shape(root=IMAGE_ASSESSOR, shortcuts=shortcuts.ASSESSORS, defaults=_defaults),
    pages=False,
    bare_when_empty=True,
)
NO_EXPERIMENT = "Unable to identify experiment"


def list_experiments(request: Request) -> Response:
    """Answer ``/data/experiments``: everything once, as its owner shows it: sessions and assessors of all kinds.

    What is in projects that are listed but closed takes part in the query and is dropped after the page is cut.
    """
    listed = {project.id for project in request.viewer.seen_projects}
    experiments = [
        seen
        for seen in request.content.experiments.values()
        if seen.owner in listed or request.viewer.reads_experiment(seen)
    ]

    def readable(row: Row) -> bool:
        return row.experiment is not None and request.viewer.reads_experiment(row.experiment)

    try:
        return answer(request, SITE, lambda selection: experiment_rows(experiments, selection.root), readable)
    except UnknownFieldError as error:
        raise refuse(error) from error


def list_project_experiments(request: Request, project_name: str) -> Response:
    """Answer ``/data/projects/P/experiments``: owned and shared in, with P's labels and P as project.

    Image assessors are not in it.
    """
    project = readable_project(request, project_name)
    return _swallowing(request, OF_PROJECT, request.content.experiments_of(project.id))


def list_subject_experiments(request: Request, project_name: str, subject_name: str) -> Response:
    """Answer ``/data/projects/P/subjects/S/experiments``."""
    subject = find_project_subject(request, project_name, subject_name)
    shown = [
        seen
        for seen in request.content.experiments_of(subject.project)
        if seen.subject.subject.id == subject.subject.id
    ]
    return _swallowing(request, OF_PROJECT, shown)


def list_assessors(request: Request, seen: SessionSeen) -> Response:
    """Answer ``/data/experiments/E/assessors``: a session's assessors that the caller may read."""
    assessors = [request.content.assessors[assessor.id] for assessor in seen.session.assessors]
    return _swallowing(request, OF_SESSION, [one for one in assessors if request.viewer.reads_experiment(one)])


def _swallowing(request: Request, listing: Listing, experiments: Iterable[ExperimentSeen]) -> Response:
    """Answer a list below a project or session; XNAT only logs a bad field here and sends 200 with nothing in it."""
    try:
        return answer(request, listing, lambda selection: experiment_rows(experiments, selection.root))
    except UnknownFieldError:
        return Response(b"", JSON)


def find_experiment(request: Request, name: str) -> ExperimentSeen:
    """Return an experiment by its ID, as its owner shows it.

    :raises ArchiveError: 404 whether it may not be read or is absent.
    """
    seen = request.content.experiments.get(name)
    if not seen or not request.viewer.reads_experiment(seen):
        raise not_found(NO_EXPERIMENT)
    return seen


def find_project_experiment(request: Request, project_name: str, name: str) -> ExperimentSeen:
    """Return an experiment by its ID or by the label it has in a project; image assessors are found too."""
    project = readable_project(request, find_project(request, project_name).id)
    for seen in (*request.content.experiments_of(project.id), *request.content.assessors_of(project.id)):
        if name in (seen.experiment.id, seen.label):
            return seen
    raise not_found(NO_EXPERIMENT)


def a_session(seen: ExperimentSeen) -> SessionSeen:
    """Return what was found if it is an imaging session.

    :raises ArchiveError: 404 where it has no scans and assessors of its own.
    """
    if not isinstance(seen, SessionSeen):
        raise not_found(NO_EXPERIMENT)
    return seen


def find_assessor(request: Request, session: SessionSeen, name: str) -> AssessorSeen:
    """Return an assessor of a session by its ID or label."""
    for assessor in session.session.assessors:
        if name in (assessor.id, assessor.label):
            seen = find_experiment(request, assessor.id)
            if isinstance(seen, AssessorSeen):
                return seen
    raise not_found(NO_EXPERIMENT)


def show_assessor(request: Request, session: SessionSeen, name: str) -> Response:
    """Answer ``/data/experiments/E/assessors/A``."""
    return show_experiment(request, find_assessor(request, session, name))


def show_experiment(request: Request, seen: ExperimentSeen) -> Response:
    """Answer one experiment: a page, or the item as JSON or XML."""
    if request.format == "json":
        return as_json(items.answer(items.experiment_item(seen)))
    if not isinstance(seen, SessionSeen):
        return _show_assessor(request, seen)
    if request.format == "xml":
        return page("session.xml", content_type=XML, seen=seen, session=seen.session)
    return page("session.html", seen=seen)


def _show_assessor(request: Request, seen: AssessorSeen | SubjectAssessorSeen) -> Response:
    if request.format == "xml":
        return page("assessor.xml", content_type=XML, seen=seen, assessor=seen.assessor)
    return page("assessor.html", seen=seen, assessor=seen.assessor)
