"""Adding to a project what is read beyond the ordinary: ``--full``, ``--clinical`` and ``--deid-evidence``."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import TypeVar

from img2fair.archives import ArchiveSettings
from img2fair.archives.values import day
from img2fair.archives.xnat.deep import (
    ScanSeed,
    SessionExtras,
    SessionSeed,
    SubjectExtras,
    read_clinical,
    read_resources,
)
from img2fair.archives.xnat.reader import Material
from img2fair.archives.xnat.scans import DATE, LABEL, SUBJECT, agreed, scan_ids
from img2fair.http import Client
from img2fair.model import ImagingSession, ImagingSubject, Project

Deepened = TypeVar("Deepened", ImagingSubject, ImagingSession)


def deepened(
    project: Project, material: Material, client: Client, settings: ArchiveSettings, titles: Mapping[str, str]
) -> Project:
    """Return a project with what the settings' depth asks for.

    :param material: what the project was made of; its subjects and sessions stand in the same order there, by id.
    :param titles: form UUID → title.
    :raises RemoteFault: a part failed.
    """
    if project.unread & {"subjects", "sessions"}:
        return project
    if settings.depth.full:
        project = _with_resources(project, material, client, settings.threads)
    if settings.depth.clinical:
        project = _with_people(project, material, client, settings, titles)
    if settings.depth.evidence:
        project = _with_evidence(project, material, client, settings.depth.evidence)
    return project


def _session_ids(material: Material) -> list[str]:
    return sorted({*material.own, *material.shared})


def _with_resources(project: Project, material: Material, client: Client, threads: int) -> Project:
    ids = _session_ids(material)
    own, by_session = read_resources(client, project.id, ids, threads)
    refused = {"resources": own is None, "sessions.resources": len(by_session) < len(ids)}
    return replace(
        project,
        resources=own or (),
        sessions=tuple(
            replace(session, resources=by_session.get(id_, ()))
            for id_, session in zip(ids, project.sessions, strict=True)
        ),
        unread=project.unread | {part for part, unread in refused.items() if unread},
    )


def _with_people(
    project: Project, material: Material, client: Client, settings: ArchiveSettings, titles: Mapping[str, str]
) -> Project:
    labels = {row[0]: row[2] for row in sorted(material.subjects)}
    seeds = list(_session_seeds(material))
    found = read_clinical(client, project.id, labels, seeds, titles, settings.depth.tables, threads=settings.threads)
    return replace(
        project,
        subjects=tuple(
            _with(subject, found.subjects.get(id_))
            for id_, subject in zip(sorted(labels), project.subjects, strict=True)
        ),
        sessions=tuple(
            _with(session, found.sessions.get(seed.id)) for seed, session in zip(seeds, project.sessions, strict=True)
        ),
        tables=found.tables,
        unread=project.unread | found.unread,
    )


def _with(one: Deepened, extras: SubjectExtras | SessionExtras | None) -> Deepened:
    """Return a subject or session with what was read of it beyond the lists; both sides name it alike."""
    told = {field.name: getattr(extras, field.name) for field in fields(extras)} if extras else {}
    return replace(one, **told)


def _with_evidence(project: Project, material: Material, client: Client, most: int) -> Project:
    from img2fair.archives.xnat.deep.evidence import read_evidence  # with pydicom, which takes time to import

    return replace(project, evidence=read_evidence(client, project.id, list(_scan_seeds(material)), most))


def _session_seeds(material: Material) -> Iterator[SessionSeed]:
    for id_ in _session_ids(material):
        row = agreed(list(material.own.get(id_) or material.shared[id_]))
        yield SessionSeed(id_, row[SUBJECT], row[LABEL], day(row[DATE]))


def _scan_seeds(material: Material) -> Iterator[ScanSeed]:
    labels = {row[0]: row[2] for row in material.subjects}
    for id_ in _session_ids(material):
        rows = material.own.get(id_) or material.shared[id_]
        for scan, modality in scan_ids(rows):
            yield ScanSeed(id_, labels.get(rows[0][SUBJECT], ""), rows[0][LABEL], scan, modality)
