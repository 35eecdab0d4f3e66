"""Which path is answered by what."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from img2fair.demo.archive import accounts, dumps, experiments, projects, resources, scans, search, subjects, xapi
from img2fair.demo.archive.exchange import ArchiveError, Request, Response, not_found
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.resources import Holder
from img2fair.demo.archive.schema import PROJECT, SUBJECT
from img2fair.demo.content import ExperimentSeen

Answer = Callable[..., Response]


def start(request: Request) -> Response:
    """Answer the site's own address: what this is, where it comes from, what can be seen."""
    return page("start.html", viewer=request.viewer, content=request.content, sources=request.content.sources)


def _by_id(answer: Answer) -> Answer:
    """Let an answer about an experiment be found at ``/data/experiments/E``."""
    return lambda request, name, *rest: answer(request, experiments.find_experiment(request, name), *rest)


def _in_project(answer: Answer) -> Answer:
    """Let an answer about an experiment be found at ``/data/projects/P/experiments/E``."""
    return lambda request, project, name, *rest: answer(
        request, experiments.find_project_experiment(request, project, name), *rest
    )


def _below_subject(answer: Answer) -> Answer:
    """Let an answer about an experiment be found at ``/data/projects/P/subjects/S/experiments/E``."""

    def found(request: Request, project: str, subject: str, name: str, *rest: str) -> Response:
        owner = subjects.find_project_subject(request, project, subject)
        seen = experiments.find_project_experiment(request, project, name)
        if seen.subject.subject.id != owner.subject.id:
            raise not_found(experiments.NO_EXPERIMENT)
        return answer(request, seen, *rest)

    return found


def _project_scan_types(request: Request, name: str) -> Response:
    project = subjects.readable_project(request, name)
    return scans.scan_types(request, request.content.sessions_of(project.id))


def _site_scan_types(request: Request) -> Response:
    readable = [seen for seen in request.content.sessions.values() if request.viewer.reads_experiment(seen)]
    return scans.scan_types(request, readable)


def display_item(request: Request, element: str, value: str) -> Response:
    """Answer the address that leads people to an object's page (XNAT's DisplayItemAction)."""
    name = value.partition("/")[0]
    if element == PROJECT:
        return projects.show_project(request, name)
    if element == SUBJECT:
        return subjects.show_subject(request, name)
    return experiments.show_experiment(request, experiments.find_experiment(request, name))


def _experiment_resources(request: Request, names: str) -> Response:
    """Answer ``/data/experiments/E1,E2/resources``; the row does not say which session it is of."""
    found = [experiments.find_experiment(request, name) for name in names.split(",")]
    return resources.list_resources(request, [resources.experiment_holder(seen, request) for seen in found])


def _of_one(request: Request, holder: Holder) -> Response:
    return resources.list_resources(request, [holder])


def _of_project(request: Request, name: str) -> Holder:
    project = subjects.readable_project(request, name)
    return Holder(f"/data/projects/{project.id}", project.resources)


def _of_subject(request: Request, name: str) -> Holder:
    seen = subjects.find_subject(request, name)
    return Holder(f"/data/subjects/{seen.subject.id}", seen.subject.resources)


def _of_project_subject(request: Request, project: str, name: str) -> Holder:
    seen = subjects.find_project_subject(request, project, name)
    return Holder(f"/data/projects/{seen.project}/subjects/{seen.subject.id}", seen.subject.resources)


def _of_experiment(request: Request, seen: ExperimentSeen) -> Holder:
    return resources.experiment_holder(seen, request)


def _of_scan(_: Request, seen: ExperimentSeen, name: str) -> Holder:
    session = experiments.a_session(seen)
    return resources.scan_holder(session, scans.find_scan(session, name))


def _of_assessor(request: Request, seen: ExperimentSeen, name: str) -> Holder:
    found = experiments.find_assessor(request, experiments.a_session(seen), name)
    return resources.experiment_holder(found, request)


def _with_files(path: str, find: Callable[..., Holder], given: int = 0) -> dict[str, Answer]:
    """Return what can follow the path of something that has resources.

    :param find: finds it by what is given and what the path's steps say.
    :param given: how many things are found before the path begins.
    """
    steps = given + path.count("*")

    def held(answer: Callable[..., Response]) -> Answer:
        return lambda request, *found: answer(request, find(request, *found[:steps]), *found[steps:])

    return {
        f"{path}/resources": held(_of_one),
        f"{path}/resources/*": held(resources.show_resource),
        f"{path}/resources/*/files": held(resources.list_files),
        f"{path}/resources/*/files/**": held(resources.show_file),
        f"{path}/files": held(resources.list_files),
    }


def _with_session(answer: Answer) -> Answer:
    """Let an answer about a session be given to any experiment that is one."""
    return lambda request, seen, *rest: answer(request, experiments.a_session(seen), *rest)


#: What can follow an experiment's own path.
_OF_EXPERIMENT: dict[str, Answer] = {
    "": experiments.show_experiment,
    "/scans": _with_session(scans.list_scans),
    "/scans/*": _with_session(scans.show_scan),
    "/assessors": _with_session(experiments.list_assessors),
    "/assessors/*": _with_session(experiments.show_assessor),
    **_with_files("", _of_experiment, given=1),
    **_with_files("/scans/*", _of_scan, given=1),
    **_with_files("/assessors/*", _of_assessor, given=1),
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
    f"{_PROJECT}/scan_types": _project_scan_types,
    f"{_PROJECT}/subjects": subjects.list_project_subjects,
    f"{_PROJECT}/experiments": experiments.list_project_experiments,
    **_with_files(_PROJECT, _of_project),
    _SUBJECT: subjects.show_project_subject,
    f"{_SUBJECT}/experiments": experiments.list_subject_experiments,
    **_with_files(_SUBJECT, _of_project_subject),
    "/data/subjects": subjects.list_subjects,
    "/data/subjects/*": subjects.show_subject,
    **_with_files("/data/subjects/*", _of_subject),
    "/data/experiments": experiments.list_experiments,
    "/data/experiments/*/resources": _experiment_resources,
    "/data/scan_types": _site_scan_types,
    "/data/search/elements": search.list_elements,
    "/data/search/elements/*": search.show_element,
    "/data/services/dicomdump": dumps.dicom_dump,
    **{f"{_SUBJECT}/experiments/*{rest}": _below_subject(answer) for rest, answer in _OF_EXPERIMENT.items()},
    **{f"{_PROJECT}/experiments/*{rest}": _in_project(answer) for rest, answer in _OF_EXPERIMENT.items()},
    **{f"/data/experiments/*{rest}": _by_id(a) for rest, a in _OF_EXPERIMENT.items() if rest != "/resources"},
    "/app/action/DisplayItemAction/search_element/*/search_field/?/search_value/**": display_item,
    "/xapi/siteConfig/buildInfo": xapi.build_info,
    "/xapi/siteConfig/uptime": xapi.uptime,
    "/xapi/plugins": xapi.plugins,
    "/xapi/schemas": xapi.schemas,
    "/xapi/schemas/**": xapi.schema,
    "/xapi/access/projects": xapi.memberships,
    "/xapi/users/*/roles": accounts.roles,
    "/xapi/users/*/groups": accounts.groups,
    "/xapi/investigators": xapi.investigators,
    "/xapi/customforms": xapi.custom_forms,
    f"{_FIELDS}/projects/*/fields": xapi.project_fields,
    f"{_FIELDS}/projects/*/fields/*": xapi.project_fields,
    f"{_FIELDS}/projects/*/subjects/*/fields": xapi.project_subject_fields,
    f"{_FIELDS}/subjects/*/fields": xapi.subject_fields,
    f"{_FIELDS}/subjects/*/fields/*": xapi.subject_fields,
    f"{_FIELDS}/experiments/*/fields": xapi.experiment_fields,
    f"{_FIELDS}/experiments/*/fields/*": xapi.experiment_fields,
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
