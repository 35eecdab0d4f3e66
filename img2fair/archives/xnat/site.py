"""What is asked once for the whole site: version, projects with their access, their dates, the titles of forms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from img2fair.archives.xnat.answers import Refused, Row, json_array, json_object, listed
from img2fair.archives.xnat.columns import PROJECT_DATES
from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import Client
from img2fair.model import Visibility


@dataclass(frozen=True, slots=True)
class Site:
    """The site's lists. ``dates`` are rows of insert_date and last_modified by id; ``forms`` titles by UUID."""

    software: str
    access: Mapping[str, Visibility]
    listing: int
    dates: Mapping[str, Row] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)


def read_site(client: Client) -> Site:
    """Read the site's lists: four requests.

    :raises RemoteFault: the list of projects cannot be read.
    """
    software = f"XNAT {_version(client)}".strip()
    access, number = list_access(client)
    dates = client.get("/data/projects", {"format": "json", "columns": ",".join(PROJECT_DATES)}, read=listed)
    return Site(
        software=software,
        access=access,
        listing=number,
        dates={row["ID"]: row for row in dates if "ID" in row},
        forms=_form_titles(client),
    )


def _version(client: Client) -> str:
    try:
        return str(client.get("/xapi/siteConfig/buildInfo", read=json_object).get("version", ""))
    except (Refused, LoginFault):  # closed to guests on some sites; nothing depends on it
        return ""


def list_access(client: Client) -> tuple[dict[str, Visibility], int]:
    """Return every visible project's access and the request's number; all else of the list is dropped at once.

    :raises RemoteFault: the list cannot be read.
    """
    (number,) = client.journal.reserve(1)
    rows = client.get("/data/projects", {"format": "json", "accessible": "true"}, number=number, read=listed)
    access: dict[str, Visibility] = {}
    try:
        for row in rows:
            said = _visibility(row["project_access"])
            access[row["id"]] = said if access.get(row["id"], said) is said else Visibility.UNKNOWN
        return access, number
    except KeyError as error:
        raise RemoteFault(
            f"the archive's list of projects lacks '{error.args[0]}'",
            where="GET /data/projects?accessible=true",
            cure="img2fair needs XNAT 1.7 or later",
        ) from None


def _visibility(access: str) -> Visibility:
    """Only the exact words count; anything else is unknown and nothing will be published of it, as of two answers."""
    try:
        return Visibility(access)
    except ValueError:
        return Visibility.UNKNOWN


def _form_titles(client: Client) -> dict[str, str]:
    """Return the titles of the site's custom forms by UUID; archives without custom forms have none."""
    try:
        definitions = client.get("/xapi/customforms", read=json_array)
    except (Refused, LoginFault):
        return {}
    titles = {}
    for definition in definitions:
        try:
            contents = definition["contents"]
            form = json.loads(contents) if isinstance(contents, str) else contents
            titles.update({use["formUUID"]: form["title"] for use in _uses(definition) if form.get("title")})
        except (KeyError, TypeError, ValueError, AttributeError):
            continue  # a definition of another shape names no form; its answers are read all the same
    return titles


def _uses(definition: dict[str, object]) -> list[dict[str, str]]:
    """Return what of a definition may carry its UUID: itself, or the list of where it applies."""
    uses = definition.get("appliesToList")
    listed_uses = [use for use in uses if isinstance(use, dict)] if isinstance(uses, list) else []
    own = {key: str(value) for key, value in definition.items()}
    return [use for use in (own, *listed_uses) if "formUUID" in use]
