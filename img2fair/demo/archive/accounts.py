"""What XNAT tells an account of itself and its sessions (XNAT's UsersApi, SiteConfigApi, site-config-access.yaml)."""

from urllib.parse import unquote

from img2fair.demo.archive.exchange import ArchiveError, Request, Response
from img2fair.demo.archive.logins import GUEST, Logins
from img2fair.demo.archive.tables import as_json

ADMINISTRATOR = "Administrator"
_GROUPS = {"Owners": "owner", "Members": "member", "Collaborators": "collaborator"}


def roles(request: Request, name: str) -> Response:
    """Answer ``/xapi/users/NAME/roles``: the roles in the whole site."""
    _refuse_others(request, name)
    return as_json(list(request.viewer.user.site_roles if request.viewer.user else ()))


def groups(request: Request, name: str) -> Response:
    """Answer ``/xapi/users/NAME/groups``: the ids of the groups, each of a project."""
    _refuse_others(request, name)
    own = request.viewer.user.roles if request.viewer.user else {}
    return as_json(sorted(f"{project}_{_GROUPS[role]}" for project, role in own.items()))


def active(request: Request, logins: Logins) -> Response:
    """Answer ``/xapi/users/active/NAME``: the ids of the open sessions."""
    name = unquote(request.path.rpartition("/")[2])
    _refuse_others(request, name)
    return as_json(logins.open_of(name))


def site_values(request: Request, logins: Logins) -> Response:
    """Answer ``/xapi/siteConfig/values/NAMES``, which guests do not get."""
    known = {"concurrentMaxSessions": logins.max_sessions, "requireLogin": logins.require_login}
    if request.viewer.login == GUEST:
        raise ArchiveError(403, "Not authorized to access site configuration properties.")
    wanted = unquote(request.path.rpartition("/")[2]).split(",")
    return as_json({name: value for name, value in known.items() if name in wanted})


def _refuse_others(request: Request, name: str) -> None:
    """Let accounts ask for themselves alone, and administrators for all.

    :raises ArchiveError: 403.
    """
    user = request.viewer.user
    if user is None or (user.login != name and ADMINISTRATOR not in user.site_roles):
        raise ArchiveError(403, "Not authorized to view this user.")
