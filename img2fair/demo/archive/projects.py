"""Projects: both list shapes, the item, accessibility (XNAT's ProjectListResource, ProjectResource)."""

from collections.abc import Callable
from dataclasses import replace

from img2fair.demo.archive import items, shortcuts
from img2fair.demo.archive.columns import RESERVED, Shape, UnknownFieldError
from img2fair.demo.archive.exchange import TEXT, XML, ArchiveError, Request, Response, not_found
from img2fair.demo.archive.joins import project_rows
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.schema import PROJECT
from img2fair.demo.archive.tables import Listing, Table, answer, as_json, refuse, render
from img2fair.demo.content import Investigator, Project

#: Any of these turns the list into the one with access levels, where ``columns`` counts for nothing.
ACCESS_PARAMETERS = frozenset({
    "accessible", "data", "owner", "member", "collaborator", "recent", "favorite", "prearc_code", "activeSince",
    "admin",
})  # fmt: skip

_DEFAULTS = ("ID", "secondary_ID", "name", "description", "pi_firstname", "pi_lastname")
LISTING = Listing(
    Shape(root=PROJECT, shortcuts=shortcuts.PROJECTS, defaults=lambda _: _DEFAULTS),
    given=frozenset({"project"}),
    uri=lambda row: f"/data/projects/{row.project.id}" if row.project else "",
    title="Projects",
    pages=False,
)


def find_project(request: Request, name: str) -> Project:
    """Return the project of an ID or alias.

    :raises ArchiveError: 404 whether it is invisible or absent.
    """
    for project in request.viewer.seen_projects:
        if name == project.id or name in project.aliases:
            return project
    raise not_found()


def list_projects(request: Request) -> Response:
    """Answer ``/data/projects``."""
    if ACCESS_PARAMETERS & request.params.keys():
        return _list_with_access(request)
    if "permissions" in request.params:
        rows = [(p.id, p.secondary_id) for p in request.viewer.read_projects]
        return render(request, Table(("id", "secondary_id"), rows, "Projects"))
    listing = LISTING
    if request.dialect.strict:
        listing = replace(LISTING, shape=replace(LISTING.shape, shortcuts=shortcuts.PROJECTS_STRICTLY))
        request = replace(request, params={n: v for n, v in request.params.items() if n in RESERVED})
    try:
        return answer(request, listing, lambda _: project_rows(request.viewer.seen_projects))
    except UnknownFieldError as error:
        raise refuse(error) from error


def show_project(request: Request, name: str) -> Response:
    """Answer ``/data/projects/P``: a page, or the item as JSON or XML."""
    project = find_project(request, name)
    if request.format == "json":
        return as_json(items.answer(items.project_item(project)))
    if request.format == "xml":
        return page("project.xml", content_type=XML, project=project)
    return page(
        "project.html",
        project=project,
        viewer=request.viewer,
        subjects=request.content.subjects_of(project.id) if request.viewer.reads(project) else None,
        counts=request.content.counts(project.id),
    )


def accessibility(request: Request, name: str) -> Response:
    """Answer ``/data/projects/P/accessibility``: lower case, no line break, whatever ``format`` says."""
    return Response(find_project(request, name).accessibility.encode(), TEXT)


def users(request: Request, name: str) -> Response:
    """Answer ``/data/projects/P/users``, which only owners may read."""
    project = find_project(request, name)
    if request.viewer.role(project) != "Owners":
        raise ArchiveError(403, "Specified user account does not have access to this project's users.")
    keys = ("displayname", "login", "firstname", "lastname", "email", "GROUP_ID")
    rows = [
        {
            "displayname": user.roles[project.id],
            "login": user.login,
            "GROUP_ID": f"{project.id}_{user.roles[project.id].lower().removesuffix('s')}",
        }
        for user in request.content.users
        if project.id in user.roles
    ]
    return render(request, Table.of(keys, rows))


def _list_with_access(request: Request) -> Response:
    viewer = request.viewer
    shown = [project for project in viewer.seen_projects if _wanted(request, project)]
    rows = [_access_row(request, project) for project in shown]
    keys = list(_access_row(request, shown[0])) if shown else ["id"]
    return render(request, Table.of(keys, rows, "Projects"))


def _wanted(request: Request, project: Project) -> bool:
    viewer, params = request.viewer, request.params
    roles = {"owner": "Owners", "member": "Members", "collaborator": "Collaborators"}
    asked = [role for name, role in roles.items() if params.get(name) == "true"]
    conditions: list[Callable[[], bool]] = []
    if params.get("data") == "writable":
        conditions.append(lambda: viewer.role(project) in {"Owners", "Members"})
    elif "data" in params:
        conditions.append(lambda: viewer.reads(project))
    if asked:
        conditions.append(lambda: viewer.role(project) in asked)
    if "favorite" in params:
        conditions.append(lambda: False)
    return all(condition() for condition in conditions)


def _access_row(request: Request, project: Project) -> dict[str, str]:
    viewer = request.viewer
    row = {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "secondary_id": project.secondary_id,
        "pi": _full_name(project.pi),
        "project_invs": " <br/> ".join(_full_name(person) for person in project.investigators),
        "project_access": project.accessibility,
        "project_access_img": f"/@WEBAPP/images/{'globe' if project.accessibility == 'public' else 'key'}.gif",
        "insert_date": project.insert_date,
        "insert_user": project.insert_user,
        f"user_role_{viewer.uid}": viewer.role(project),
        f"last_accessed_{viewer.uid}": "",
        "quarantine_status": "active",
    }
    if "prearc_code" in request.params:
        row |= {"PROJ_QUARANTINE": "0", "PROJ_PREARCHIVE_CODE": "4"}
    return row


def _full_name(person: Investigator | None) -> str:
    return f"{person.firstname} {person.lastname}".strip() if person else ""
