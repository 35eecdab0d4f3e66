"""``PUT /xapi/customforms/save``: the one thing that can be changed in the demo archive, by who may manage forms.

Source: XNAT's CustomFormsApi, ClientPojo, SubmissionPojo and CustomFormManagerServiceImpl.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace

from img2fair.demo.archive.exchange import TEXT, ArchiveError, Request, Response
from img2fair.demo.content import ArchiveContent, CustomForm, Json

PATH = "/xapi/customforms/save"
MANAGERS = frozenset({"Administrator", "CustomFormManager"})
_NEW = "-1_-1"
_FORBIDDEN = ("<", "&lt;", ">", "&gt;")
_CREATED = "2025-11-07 09:00:00.0"


def save_form(request: Request) -> tuple[Response, ArchiveContent]:
    """Return XNAT's answer to a form that is to be saved, the form's UUID, and what the archive holds from now on.

    :raises ArchiveError: 403 to who may not manage forms; 400 for what XNAT refuses.
    """
    user = request.viewer.user
    if not MANAGERS.intersection(user.site_roles if user else ()):
        raise ArchiveError(403, "The user does not have permission to manage custom forms.")
    try:
        sent = json.loads(request.body)
    except ValueError:
        raise ArchiveError(400, "Invalid input JSON.") from None
    submission = _part(sent, "submission", "Invalid form submission: Missing required value ")
    data = _part(submission, "data", "Invalid form submission: Submission missing required value ")
    site_wide = str(data.get("isThisASiteWideConfiguration") or "").upper()
    if site_wide not in ("YES", "NO"):
        raise ArchiveError(400, 'Invalid form submission: Data missing required value "isThisASiteWideConfiguration"')
    content = request.viewer.content
    form = _form(sent, data, len(content.forms))
    return Response(form.uuid.encode(), TEXT, 201), replace(content, forms=(*content.forms, form))


def _part(found: Mapping[str, Json], name: str, missing: str) -> Mapping[str, Json]:
    part = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(part, Mapping):
        raise ArchiveError(400, f'{missing}"{name}"')
    return part


def _form(sent: Mapping[str, Json], data: Mapping[str, Json], others: int) -> CustomForm:
    """Return the form; only new ones are taken here, where XNAT also takes changed ones."""
    contents = _part(sent, "builder", "Missing form title: ")
    title = contents.get("title")
    if not isinstance(title, str) or not title:
        raise ArchiveError(400, "Missing form title")
    if any(one in title for one in _FORBIDDEN):
        raise ArchiveError(400, "Invalid characters in form title")
    if data.get("idCustomVariableFormAppliesTo", _NEW) != _NEW:
        raise ArchiveError(500, "Could not create form")
    about, order, projects = data.get("xnatDatatype"), data.get("zIndex"), data.get("xnatProject")
    if not isinstance(about, Mapping) or not isinstance(order, int):
        raise ArchiveError(400, "Invalid input JSON.")
    return CustomForm(
        uuid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{title} {others}")),  # XNAT's are random
        title=title,
        display_order=order,
        created=_CREATED,
        contents=contents,
        projects=tuple(str(one["value"]) for one in projects if isinstance(one, Mapping))
        if isinstance(projects, list)
        else (),
        datatype=str(about["value"]),
    )
