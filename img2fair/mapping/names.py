"""The names of one project (or of the site) that expressions see, as views."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from img2fair.codes import CodeTable
from img2fair.mapping.counted import CountsView, counts
from img2fair.mapping.filters import orcid, slug
from img2fair.mapping.layered import defaults_view
from img2fair.mapping.questions import variables
from img2fair.mapping.settings import Settings
from img2fair.mapping.views import OF_PROJECT, ArchiveView, Counted, Figure, FormsView, Reader, TreeView
from img2fair.model import Person, Project
from img2fair.privacy import RATINGS, Facts, FormatFacts

LONGEST_NAME = 60
"""Characters of a short name. Two of them and a suffix stand in the name of a file, which has at most 255 bytes."""


def site_names(settings: Settings, reader: Reader) -> dict[str, Any]:
    """Return the names that records of the site see."""
    return _common(settings, None, reader)


def project_names(
    settings: Settings, project: Project, facts: Facts, reader: Reader, tables: Mapping[str, CodeTable] | None = None
) -> dict[str, Any]:
    """Return the names that records of a project see.

    :param tables: the mapping's code tables: people are counted by the values these know.
    """
    return _common(settings, project.id, reader) | {
        "project": _project(project, reader),
        "form": FormsView(reader, (form.answers for form in project.forms)),
        **_aggregates(facts, reader),
        "resources": resources(settings, project, facts, reader),
        "variables": variables(settings.forms, project.id, reader),
        "counts": CountsView(counts(facts, tables or {}, reader), reader),
    }


def _common(settings: Settings, project: str | None, reader: Reader) -> dict[str, Any]:
    site = {"type": "xnat"} | settings.site | {"url": str(settings.site.get("url", "")).rstrip("/")}
    return {
        "site": TreeView("site", reader, site),
        "defaults": defaults_view(settings, project, reader),
        "policy": ArchiveView("policy", reader, {"min_count": settings.min_count}),
    }


def _project(project: Project, reader: Reader) -> ArchiveView:
    members = {
        "id": project.id,
        "slug": project_slug(project.id),
        "accessibility": project.visibility.value,
        "secondary_id": project.secondary_id,
        "name": project.name,
        "description": project.description,
        "keywords": project.keywords,
        "aliases": project.aliases,
        "inserted": project.inserted,
        "modified": project.modified,
        "pi": _person(project.pi, "project.pi", reader) if project.pi else None,
        "investigators": [_person(one, "project.investigators", reader) for one in project.investigators],
        "publications": [
            ArchiveView("project.publications", reader, {"title": one.title, "doi": one.doi, "uri": one.uri})
            for one in project.publications
        ],
    }
    return ArchiveView("project", reader, members)


def _person(person: Person, path: str, reader: Reader) -> ArchiveView:
    parts = {"title": person.title, "firstname": person.firstname, "lastname": person.lastname}

    def name() -> str | None:
        """Return title, first and last name as XNAT shows them; nothing without a last name."""
        released = {key: reader.release(held, f"{path}.{key}") for key, held in parts.items()}
        shown = " ".join(str(part).strip() for part in released.values() if part and str(part).strip())
        return shown if released["lastname"] and str(released["lastname"]).strip() else None

    def identifier() -> str | None:
        """Return the ORCID as an IRI, nothing for another kind of ID."""
        text = reader.release(person.orcid, f"{path}.orcid")
        return orcid(text) if text else None

    members = {**parts, "name": name, "institution": person.institution, "orcid": identifier}
    held = (person.lastname, person.firstname, person.institution)
    return ArchiveView(path, reader, members, there=any(one is not None for one in held))


def _aggregates(facts: Facts, reader: Reader) -> dict[str, Any]:
    subjects = {
        "count": facts.subject_count,
        "people": facts.subject_count if facts.human else None,
        "female": facts.female,
        "male": facts.male,
        "age_min": facts.age_min,
        "age_max": facts.age_max,
    }
    sessions = {"count": facts.session_count, "first": facts.first, "last": facts.last}
    scans = {
        "count": facts.scan_count,
        "derived": facts.derived_count,
        "segmented": facts.segmented,
        "rated": facts.quality.rated if facts.quality else None,
        **{f"{rating}_share": facts.quality.shares.get(rating) if facts.quality else None for rating in RATINGS},
        "files": facts.files,
        "bytes": facts.bytes,
        "modalities": facts.modalities,
        "derived_modalities": facts.derived_modalities,
        "body_parts": tuple(Counted(held, count) for held, count in facts.body_parts),
        "manufacturers": tuple(Counted(held, count) for held, count in facts.manufacturers),
        "field_strengths": facts.field_strengths,
    }
    return {
        "subjects": ArchiveView("subjects", reader, subjects),
        "sessions": ArchiveView("sessions", reader, sessions),
        "scans": ArchiveView("scans", reader, scans),
    }


def resources(settings: Settings, project: Project, facts: Facts, reader: Reader) -> list[ArchiveView]:
    """Return a project's resources, by label. Each has a slug of its own, also where labels differ in case only.

    A label that only the config names is one as well where it says an ``access_url``: a place outside the archive.
    """
    own = settings.of(project.id).get("distributions") or {}
    held = {str(reader.release(one.label, "resources.label") or ""): _format(one) for one in facts.formats}
    path = f"{OF_PROJECT}{project.id}.distributions"
    outside = [
        label
        for label, said in own.items()
        if label not in held and (said or {}).get("access_url") and reader.setting(label, path)
    ]
    both: dict[str, dict[str, Any]] = held | {label: {"label": label} for label in outside}
    slugs = Counter(slug(label) for label in both)
    found = []
    for label, members in both.items():
        name = plain_name(label, alone=slugs[slug(label)] == 1)
        defaults = TreeView(f"{path}.{label}", reader, own.get(label) or {})
        found.append(ArchiveView("resources", reader, members | {"slug": name, "defaults": defaults}))
    return found


def _format(one: FormatFacts) -> dict[str, Any]:
    return {
        "label": one.label,
        "files": Figure(one.files, one.subjects),
        "bytes": Figure(one.bytes, one.subjects),
        "scans": Figure(one.scans, one.scans_tell),
    }


def plain_name(text: str, *, alone: bool = True) -> str:
    """Return a short name of plain characters; with a digest where the text does not give one of its own."""
    name = slug(text)[:LONGEST_NAME].strip("-")
    if alone and name and len(name) == len(slug(text)):
        return name
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{name}-{digest}" if name else digest


def project_slug(project: str) -> str:
    """Return a project's id as it can stand in an IRI and name a file; with a digest where characters had to go."""
    kept = re.sub(r"[^A-Za-z0-9_.-]+|\.{2,}", "-", project)[:LONGEST_NAME].strip("-.").lstrip("-._")
    if kept == project:
        return project
    digest = hashlib.sha256(project.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{kept}-{digest}" if kept else digest
