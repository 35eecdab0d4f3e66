"""The newer half of XNAT's API, ``/xapi``: errors as short texts, else JSON (XNAT's SiteConfigApi, CustomFieldsApi)."""

import json
from collections.abc import Mapping

from img2fair.demo.archive.exchange import TEXT, XML, ArchiveError, Request, Response, not_found
from img2fair.demo.archive.experiments import find_experiment
from img2fair.demo.archive.pages import document
from img2fair.demo.archive.projects import find_project
from img2fair.demo.archive.subjects import find_subject
from img2fair.demo.archive.tables import as_json
from img2fair.demo.content import CustomForm, Investigator, Json

#: The schemas the archive serves; each is a file of templates/archive.
SCHEMAS = ("xdat", "xnat", "icr", "clin", "radm")


def build_info(request: Request) -> Response:
    """Answer ``/xapi/siteConfig/buildInfo``."""
    return as_json(
        {
            "applicationName": "img2fair demo archive",
            "version": request.content.version,
            "buildNumber": "1",
            "buildDate": "2025-11-06",
            "commit": "demo",
        }
    )


def uptime(_: Request) -> Response:
    """Answer ``/xapi/siteConfig/uptime``."""
    return as_json({"Days": "0", "Hours": "0", "Mins": "1"})


def plugins(request: Request) -> Response:
    """Answer ``/xapi/plugins``: a map of the installed ones."""
    return as_json(request.content.plugins)


def schemas(_: Request) -> Response:
    """Answer ``/xapi/schemas``."""
    return as_json(list(SCHEMAS))


def schema(_: Request, name: str) -> Response:
    """Answer ``/xapi/schemas/NAME``."""
    namespace, _slash, file = name.partition("/")
    if namespace not in SCHEMAS or file not in ("", namespace):
        raise not_found(f"No schema named {name}")
    return Response(document(f"{namespace}.xsd"), XML)


def memberships(request: Request) -> Response:
    """Answer ``/xapi/access/projects``: the caller's own memberships."""
    shown = ((project, request.viewer.role(project)) for project in request.content.projects)
    return as_json(
        [
            {
                "ID": project.id,
                "name": project.name,
                "secondary_ID": project.secondary_id,
                "description": project.description,
                "role": role,
                "group_id": f"{project.id}_{role.lower().removesuffix('s')}",
                "URI": f"/data/projects/{project.id}",
            }
            for project, role in shown
            if role
        ]
    )


def investigators(request: Request) -> Response:
    """Answer ``/xapi/investigators`` with the projects each leads or joins, of those the caller sees."""
    led: dict[Investigator, list[str]] = {}
    joined: dict[Investigator, list[str]] = {}
    for project in request.viewer.seen_projects:
        if project.pi:
            led.setdefault(project.pi, []).append(project.id)
        for person in project.investigators:
            joined.setdefault(person, []).append(project.id)
    people = {**led, **joined}
    return as_json(
        [
            {
                "xnatInvestigatordataId": number,
                "title": person.title,
                "firstname": person.firstname,
                "lastname": person.lastname,
                "institution": person.institution,
                "department": person.department,
                "email": person.email,
                "ID": person.id,
                "primaryProjects": led.get(person, []),
                "investigatorProjects": joined.get(person, []),
            }
            for number, person in enumerate(people, 1)
        ]
    )


def custom_forms(request: Request) -> Response:
    """Answer ``/xapi/customforms``: the definitions, their form.io part as a JSON text.

    XNAT lists them all to everyone, also those of projects that the caller does not see.
    """
    wanted = request.params.get("projectId")
    return as_json(
        [
            _form(form, number)
            for number, form in enumerate(request.content.forms, 1)
            if not wanted or not form.projects or wanted in form.projects
        ]
    )


def project_fields(request: Request, name: str, form: str = "") -> Response:
    """Answer ``/xapi/custom-fields/projects/P/fields``: the answers under each form's UUID."""
    project = find_project(request, name)
    if not request.viewer.reads(project):
        raise ArchiveError(403, "The user does not have permission to read this project.")
    return _answers(request, project.custom_fields, form)


def subject_fields(request: Request, name: str, form: str = "") -> Response:
    """Answer ``/xapi/custom-fields/subjects/S/fields``."""
    return _answers(request, find_subject(request, name).subject.custom_fields, form)


def project_subject_fields(request: Request, project: str, name: str, form: str = "") -> Response:
    """Answer the same for a subject below its project."""
    find_project(request, project)
    return subject_fields(request, name, form)


def experiment_fields(request: Request, name: str, form: str = "") -> Response:
    """Answer ``/xapi/custom-fields/experiments/E/fields``."""
    return _answers(request, find_experiment(request, name).experiment.custom_fields, form)


def _answers(request: Request, answers: Mapping[str, Json], form: str) -> Response:
    if form:
        if form not in answers:
            raise not_found(f"No field {form}")
        return Response(json.dumps(answers[form]).encode("utf-8"), TEXT)
    wanted = [name for name in request.params.get("fieldNames", "").split(",") if name]
    return as_json({name: value for name, value in answers.items() if not wanted or name in wanted})


def _form(form: CustomForm, number: int) -> Mapping[str, object]:
    projects = form.projects or ("Site",)
    return {
        "formId": str(number),
        "formUUID": form.uuid,
        "formDisplayOrder": form.display_order,
        "path": f"datatype/{form.datatype}",
        "scope": "Project" if form.projects else "Site",
        "doProjectsShareForm": len(projects) > 1,
        "username": "admin",
        "dateCreated": form.created,
        "hasData": True,
        "appliesToList": [
            {"entityId": entity, "idCustomVariableFormAppliesTo": f"{number}_{place}", "status": "enabled"}
            for place, entity in enumerate(projects, 1)
        ],
        "contents": json.dumps(form.contents),
    }  # fmt: skip
