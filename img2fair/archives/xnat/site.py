"""What is asked once for the whole site: its projects with their access, its version, its plugins, its forms."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import requests

from img2fair.archives.xnat.answers import Refused, json_array, json_object, listed, server_time
from img2fair.archives.xnat.form_definitions import Defined, defined
from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import Client, Unreachable
from img2fair.model import Visibility

ABSENT = 404
"""The answer of an XNAT that has no such part."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The projects that an account sees, with their access, and the archive's clock (UTC) when it said so."""

    access: Mapping[str, Visibility]
    at: dt.datetime | None


def list_access(client: Client) -> Seen:
    """Return every visible project's access; all else of the list is dropped at once.

    :raises RemoteFault: the list cannot be read.
    """

    def read(answer: requests.Response) -> Seen:
        rows = listed(answer)
        access: dict[str, Visibility] = {}
        try:
            for row in rows:
                said = _visibility(row["project_access"])
                access[row["id"]] = said if access.get(row["id"], said) is said else Visibility.UNKNOWN
        except KeyError as error:
            raise RemoteFault(
                f"the archive's list of projects lacks '{error.args[0]}'",
                where="GET /data/projects?accessible=true",
                cure="img2fair needs XNAT 1.7 or later",
            ) from None
        return Seen(access, server_time(answer))

    return client.get("/data/projects", {"format": "json", "accessible": "true"}, read=read)


def _visibility(access: str) -> Visibility:
    """Only the exact words count; anything else is unknown and nothing will be published of it, as of two answers."""
    try:
        return Visibility(access)
    except ValueError:
        return Visibility.UNKNOWN


def version(client: Client) -> str:
    """Return the archive's version; empty where it cannot be had, as by guests on some sites."""
    try:
        return str(client.get("/xapi/siteConfig/buildInfo", read=json_object, tries=2).get("version", ""))
    except Unreachable:
        raise
    except (Refused, LoginFault, RemoteFault):  # nothing depends on it
        return ""


_LINKS = {
    "viewer": (
        "ohif",
        "/VIEWER/?subjectId={subject}&projectId={project}&experimentId={session}&experimentLabel={label}",
    ),
    "dicomweb": ("dicomweb", "/xapi/dicomweb/projects/{project}"),
}
"""What a plugin's name holds, and the address it answers. Sources: the OHIF plugin's own checks of its parameters;
NrgXnat/xnat-rest-tests, dicomwebproxy."""


def links(client: Client) -> dict[str, str]:
    """Return the addresses of viewer and DICOMweb, where the archive has the plugins for them.

    :raises RemoteFault: the list of plugins cannot be read.
    """
    try:
        found = client.get("/xapi/plugins", read=json_object)
    except (Refused, LoginFault):  # closed to guests on some sites
        return {}
    names = " ".join(found).casefold()
    return {kind: client.base + path for kind, (mark, path) in _LINKS.items() if mark in names}


def form_definitions(client: Client, projects: Sequence[str]) -> Defined:
    """Return the site's custom forms; archives without custom forms have none.

    :param projects: the ids of the projects that are read.
    :raises RemoteFault: the list of definitions cannot be read.
    """
    try:
        listed_forms = client.get("/xapi/customforms", read=json_array)
    except (Refused, LoginFault) as refusal:
        absent = isinstance(refusal, Refused) and refusal.status == ABSENT
        return Defined() if absent else Defined(unread=("the archive does not show them to this account",))
    return defined(listed_forms, projects)
