"""What a config says of its archive, as a harvest needs it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from img2fair.archives import ArchiveSettings, Depth, Login
from img2fair.archives.choice import Choice
from img2fair.config import Archive, DicomwebArchive, Located, TableArchive, XnatArchive, seek_login
from img2fair.model import Header, Visibility

HEADERS = 3
"""Of how many scans per project and modality headers are looked at where nobody says another number."""


def archive_settings(located: Located, only: Sequence[str] = (), depth: Depth | None = None) -> ArchiveSettings:
    """Return what a harvest of the config's archive needs, its log-in included.

    Where the config lets headers keep records back (``privacy: deid: block``), every harvest looks into some.

    :param located: as ``load_config`` gives it.
    :param only: ids to limit the harvest to; none: every project.
    :param depth: what is read beyond the ordinary.
    :raises UsageFault: a log-in cannot be read, or a file that holds it is open to others.
    """
    said = located.config.archive
    server = said if isinstance(said, (XnatArchive, DicomwebArchive)) else None
    found = seek_login(server.url, server.user_env, server.password_env) if server else None
    depth = depth or Depth()
    if located.config.privacy.deid == "block" and not depth.evidence:
        depth = replace(depth, evidence=HEADERS)
    return ArchiveSettings(
        url=said.place if server else str(located.path(Path(said.place))),
        iri=said.identity,
        login=Login(found.user, found.password) if found else None,
        only=tuple(only),
        threads=said.threads,
        rate=said.rate,
        choice=choice_of(said),
        depth=replace(depth, tables=said.tables) if isinstance(said, XnatArchive) else depth,
        options=_archive_options(located, said),
    )


def is_chosen_otherwise(located: Located, header: Header) -> bool:
    """Tell whether a config chooses projects by other words than a harvest did, which settles who is for the catalogue.

    :param header: of the snapshot; one of an earlier version does not say how it was chosen.
    """
    return bool(header.choice) and header.choice != choice_of(located.config.archive).digest


def choice_of(said: Archive) -> Choice:
    """Return which projects a config chooses."""
    return Choice(
        include_keywords=said.include.keywords,
        exclude_keywords=said.exclude.keywords,
        include=said.include.projects,
        exclude=said.exclude.projects,
        access=tuple(Visibility(access) for access in said.include.access),
    )


def _archive_options(located: Located, said: Archive) -> Any:
    """Return what only one kind of archive asks for."""
    if isinstance(said, XnatArchive):
        return None
    if isinstance(said, TableArchive):
        from img2fair.archives.table import TableOptions

        return TableOptions(_visibility(said.visibility))
    from img2fair.archives.dicom.grouping import Grouping

    stated = said.grouping
    return Grouping(
        by=stated.by,
        project=stated.project,
        attribute=stated.attribute,
        separator=stated.separator,
        table=located.path(stated.table) if stated.table else None,
        visibility=_visibility(stated.visibility),
        access={id_: Visibility(words.visibility) for id_, words in stated.projects.items() if words.visibility},
        names={id_: words.model_dump(exclude={"visibility"}) for id_, words in stated.projects.items()},
    )


def _visibility(said: str | None) -> Visibility | None:
    return Visibility(said) if said else None
