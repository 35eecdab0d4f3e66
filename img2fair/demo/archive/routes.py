"""Which path is answered by what."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from img2fair.demo.archive import experiments, projects, scans, search, subjects, xapi
from img2fair.demo.archive.exchange import ArchiveError, Request, Response, not_found
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.schema import PROJECT, SUBJECT
from img2fair.demo.content import SessionSeen

Answer = Callable[..., Response]


def start(request: Request) -> Response:
    """Answer the site's own address: what this is, where it comes from, what can be seen."""
    return page("start.html", viewer=request.viewer, content=request.content, sources=request.content.sources)


def _by_id(answer: Answer) -> Answer:
    """Let an answer about a session be found at ``/data/experiments/E``."""
    return lambda request, name, *rest: answer(request, experiments.find_session(request, name), *rest)


def _in_project(answer: Answer) -> Answer:
    """Let an answer about a session be found at ``/data/projects/P/experiments/E``."""
    return lambda request, project, name, *rest: answer(
        request, experiments.find_project_session(request, project, name), *rest
    )


def _below_subject(answer: Answer) -> Answer:
    """Let an answer about a session be found at ``/data/projects/P/subjects/S/experiments/E``."""

    def found(request: Request, project: str, subject: str, name: str, *rest: str) -> Response:
        owner = subjects.find_project_subject(request, project, subject)
        seen = experiments.find_project_session(request, project, name)
        if seen.subject.subject.id != owner.subject.id:
            raise not_found(experiments.NO_SESSION)
        return answer(request, seen, *rest)

    return found


def _resources(request: Request, seen: SessionSeen) -> Response:
    return scans.session_resources(request, [seen])


def _project_scan_types(request: Request, name: str) -> Response:
    project = subjects.readable_project(request, name)
    return scans.scan_types(request, request.content.sessions_of(project.id))


def _site_scan_types(request: Request) -> Response:
    readable = [seen for seen in request.content.sessions.values() if request.viewer.reads_session(seen)]
    return scans.scan_types(request, readable)


def display_item(request: Request, element: str, value: str) -> Response:
    """Answer the address that leads people to an object's page (XNAT's DisplayItemAction)."""
    name = value.partition("/")[0]
    if element == PROJECT:
        return projects.show_project(request, name)
    if element == SUBJECT:
        return subjects.show_subject(request, name)
    return experiments.show_session(request, experiments.find_session(request, name))


#: What can follow a session's own path.
_OF_SESSION: dict[str, Answer] = {
    "": experiments.show_session,
    "/scans": scans.list_scans,
    "/scans/*": scans.show_scan,
    "/scans/*/resources": scans.scan_resources,
    "/scans/*/resources/*": scans.show_resource,
    "/resources": _resources,
    "/assessors": experiments.no_assessors,
}

_PROJECT = "/data/projects/*"
_SUBJECT = f"{_PROJECT}/subjects/*"
_FIELDS = "/xapi/custom-fields"

_PATTERNS: dict[str, Answer] = {
    "": start,
    "/data/projects": projects.list_projects,
    _PROJECT: projects.show_project,
    f"{_PROJECT}/accessibility": projects.accessibility,
    f"{_PROJECT}/users": projects.users,
    f"{_PROJECT}/resources": projects.no_resources,
    f"{_PROJECT}/scan_types": _project_scan_types,
    f"{_PROJECT}/subjects": subjects.list_project_subjects,
    f"{_PROJECT}/experiments": experiments.list_project_experiments,
    _SUBJECT: subjects.show_project_subject,
    f"{_SUBJECT}/resources": subjects.no_project_subject_resources,
    f"{_SUBJECT}/experiments": experiments.list_subject_experiments,
    "/data/subjects": subjects.list_subjects,
    "/data/subjects/*": subjects.show_subject,
    "/data/experiments": experiments.list_experiments,
    "/data/experiments/*/resources": scans.list_resources,
    "/data/scan_types": _site_scan_types,
    "/data/search/elements": search.list_elements,
    "/data/search/elements/*": search.show_element,
    **{f"{_SUBJECT}/experiments/*{rest}": _below_subject(answer) for rest, answer in _OF_SESSION.items()},
    **{f"{_PROJECT}/experiments/*{rest}": _in_project(answer) for rest, answer in _OF_SESSION.items()},
    **{f"/data/experiments/*{rest}": _by_id(a) for rest, a in _OF_SESSION.items() if rest != "/resources"},
    "/app/action/DisplayItemAction/search_element/*/search_field/?/search_value/**": display_item,
    "/xapi/siteConfig/buildInfo": xapi.build_info,
    "/xapi/siteConfig/uptime": xapi.uptime,
    "/xapi/plugins": xapi.plugins,
    "/xapi/schemas": xapi.schemas,
    "/xapi/schemas/**": xapi.schema,
    "/xapi/access/projects": xapi.memberships,
    "/xapi/investigators": xapi.investigators,
    "/xapi/customforms": xapi.custom_forms,
    f"{_FIELDS}/projects/*/fields": xapi.project_fields,
    f"{_FIELDS}/projects/*/fields/*": xapi.project_fields,
    f"{_FIELDS}/projects/*/subjects/*/fields": xapi.project_subject_fields,
    f"{_FIELDS}/subjects/*/fields": xapi.subject_fields,
    f"{_FIELDS}/subjects/*/fields/*": xapi.subject_fields,
    f"{_FIELDS}/experiments/*/fields": xapi.session_fields,
    f"{_FIELDS}/experiments/*/fields/*": xapi.session_fields,
}


def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern's expression: ``*`` is one step of a path, ``**`` the rest, ``?`` a step that says nothing."""
    escaped = re.escape(pattern).replace(r"\*\*", "(.+)").replace(r"\*", "([^/]+)")
    return re.compile(escaped.replace(r"\?", "[^/]+"))


_ROUTES = [(_compiled(pattern), answer) for pattern, answer in _PATTERNS.items()]


def route(request: Request) -> Response:
    """Return the answer to a reading request.

    :raises ArchiveError: 405 for writing, 404 where no path fits, and whatever the answer itself raises.
    """
    if request.method not in {"GET", "HEAD"}:
        raise ArchiveError(405, "The method specified in the request is not allowed: this archive is read-only")
    for pattern, answer in _ROUTES:
        match = pattern.fullmatch(request.path)
        if match:
            return answer(request, *map(unquote, match.groups()))
    raise not_found("The server has not found anything matching the request URI")
