"""Resources that are not of scans: those of the project and of its sessions (``--full``).

Source: XNAT's CatalogResourceList and XNATTemplate. Figures are those the catalogue remembers; one that was never
refreshed has none, and a refresh would write, so it is not asked for.
"""

from collections.abc import Iterable, Mapping, Sequence

import requests

from img2fair.archives.values import held, held_number
from img2fair.archives.xnat.answers import Refused, Row, rows_without_id
from img2fair.archives.xnat.deep.asking import GUESSED, JSON, Asker
from img2fair.errors import RemoteFault
from img2fair.http import Client, Unreachable
from img2fair.model import Resource

OF_SESSION = "/data/experiments/{}/resources"
_TOGETHER = 50
"""Sessions asked for in one request; its address stays far below the 8 KB that Tomcat takes."""


def read_resources(
    client: Client, project_id: str, session_ids: Sequence[str], threads: int = 4
) -> tuple[tuple[Resource, ...] | None, Mapping[str, tuple[Resource, ...]]]:
    """Return the resources of a project itself, and those of its sessions by id.

    :return: ``None`` for the project, and no entry for a session, where the archive refuses them: nothing is known.
    :raises RemoteFault: a list failed.
    """
    asker = Asker(client, project_id, "resources", threads)
    found = of_sessions(asker, sorted(set(session_ids)))
    return _of_project(asker), {id_: _resources(rows) for id_, rows in found.items()}


def of_sessions(asker: Asker, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of the resources of each session by id; no entry where the archive refuses them.

    :raises RemoteFault: a list failed.
    """
    found: dict[str, list[Row]] = {}
    for start in range(0, len(ids), _TOGETHER):
        found.update(_together(asker, ids[start : start + _TOGETHER]))
    left = [id_ for id_ in ids if id_ not in found]
    found.update(asker.each(OF_SESSION, left, JSON, resource_rows).found)
    return {id_: found[id_] for id_ in ids if id_ in found}


def resource_rows(answer: requests.Response, _: str) -> list[Row]:
    """Return the rows of a list of resources."""
    return rows_without_id(answer)


def _of_project(asker: Asker) -> tuple[Resource, ...] | None:
    try:
        return _resources(asker.get(asker.of_project("/resources"), params=JSON, read=rows_without_id))
    except Refused:
        return None


def _together(asker: Asker, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of some sessions by id, from one list; nothing where a row does not say whose it is.

    Without ``all`` a row's ``cat_id`` is its session.
    """
    if len(ids) < 2:
        return {}
    try:
        rows = asker.get(OF_SESSION, ",".join(ids), params=JSON, read=rows_without_id, tries=GUESSED)
    except Unreachable:
        raise
    except (Refused, RemoteFault):
        return {}
    found: dict[str, list[Row]] = {id_: [] for id_ in ids}
    if not all(row.get("cat_id") in found for row in rows):
        return {}
    for row in rows:
        found[row["cat_id"]].append(row)
    return found


def _resources(rows: Iterable[Row]) -> tuple[Resource, ...]:
    """Return the resources by label and key; one without a label is none that people can name."""
    ordered = sorted(rows, key=lambda row: (row.get("label", ""), row.get("xnat_abstractresource_id", "")))
    return tuple(
        Resource(
            label=label,
            files=held_number(row.get("file_count")),
            bytes=held_number(row.get("file_size")),
            format=held(row.get("format")),
            content=held(row.get("content")),
        )
        for row in ordered
        if (label := held(row.get("label"))) is not None
    )
