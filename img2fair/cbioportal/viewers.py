"""The archive's own viewer as one of the config's: ``viewer: xnat``."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from img2fair.cbioportal.settings import OWN, StudySettings
from img2fair.errors import UsageFault

_NAMES = {"{subject}": "{subject_id}", "{session}": "{session_id}", "{project}": "{project}"}
"""How a snapshot's header names the ids in an address, and how the config does."""


def with_own_viewer(settings: StudySettings, links: Mapping[str, str]) -> StudySettings:
    """Return settings in which ``xnat`` has become the address of the archive's viewer.

    :param links: of the snapshot's header.
    :raises UsageFault: the archive has none, or the harvest did not ask for it.
    """
    if OWN not in settings.viewers.values():
        return settings
    if not links.get("viewer"):
        raise UsageFault(
            "the archive told of no viewer of its own",
            where=f"cbioportal.projects.{settings.project}.viewer",
            cure="harvest with --clinical or --full from an XNAT that has the OHIF plugin, or write an address",
        )
    own = own_viewer(links["viewer"])
    return replace(settings, viewers={key: own if one == OWN else one for key, one in settings.viewers.items()})


def own_viewer(template: str) -> str:
    """Return the address of the archive's viewer as the config would write it.

    A part of the query that names anything but ids is left out: a session's label can hold a date or a name. The viewer
    wants subject, project and session: ``/VIEWER/?subjectId=…&projectId=…&experimentId=…`` (XNAT's OHIF plugin).
    """
    parts = urlsplit(template)
    kept = [part for part in parts.query.split("&") if set(re.findall(r"\{.*?\}", part)) <= set(_NAMES)]
    query = "&".join(kept)
    for ours, theirs in _NAMES.items():
        query = query.replace(ours, theirs)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
