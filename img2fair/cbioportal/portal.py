"""What a cBioPortal knows: its cancer types, and the attributes of its studies.

Source: cBioPortal's web API, https://www.cbioportal.org/api/swagger-ui/index.html: ``/api/cancer-types``,
``/api/studies``, ``/api/clinical-attributes`` and ``/api/info``; lists come in pages (``pageSize``, ``pageNumber``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from img2fair.cbioportal.answers import Service
from img2fair.clinical.oncotree import PortalType, PortalTypes
from img2fair.clinical.report import Match
from img2fair.config.logins import find_token
from img2fair.errors import RemoteFault
from img2fair.log import hide

TOKEN = "CBIOPORTAL_TOKEN"  # noqa: S105 - the name of a variable
"""The variable with a data access token of the portal that shows the studies."""
PAGE = 10_000
"""Rows that are asked for at a time."""
MOST_MATCHES = 10
_MOST_ROWS = 1_000_000
_LONGEST = 255

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Portal:
    """What a portal told.

    :param types: its cancer types by code, in small letters.
    :param version: its own; empty where it does not tell.
    :param studies: id → name, of the public ones; ``attributes``: study id → ids of its clinical attributes.
    """

    url: str
    types: PortalTypes
    version: str = ""
    studies: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)


def portal_token() -> str:
    """Return the token for the portal, from ``CBIOPORTAL_TOKEN`` or the file that ``CBIOPORTAL_TOKEN_FILE`` names.

    It is told no more in this process. It is for the portal that shows the studies, and for no other.

    :raises UsageFault: the file cannot be read.
    """
    token = find_token(TOKEN)
    hide(token)
    return token


def read_portal(url: str, token: str = "", *, page: int = PAGE) -> Portal:
    """Return what a portal knows of cancer types.

    :param page: rows of one page.
    :raises RemoteFault: it cannot be reached, or does not answer as a cBioPortal does.
    :raises LoginFault: it wants a log-in, or does not take the token.
    :raises UsageFault: the address is none, or would carry the token unencrypted.
    """
    with Service(url, "the portal", token, TOKEN) as service:
        types = {
            _text(row, "cancerTypeId").lower(): PortalType(_text(row, "name"), _text(row, "parent").lower())
            for row in _rows(service, "/api/cancer-types", ("cancerTypeId",), page)
        }
        if not types:
            raise _odd(service, "/api/cancer-types", "names no cancer types")
        return Portal(service.url, types, _version(service))


def read_studies(url: str, token: str = "", *, page: int = PAGE) -> Portal:
    """Return the public studies of a portal and their clinical attributes, for a comparison by id.

    :raises RemoteFault, LoginFault, UsageFault: as :func:`read_portal`.
    """
    with Service(url, "the portal", token, TOKEN) as service:
        studies = {
            _text(row, "studyId"): _text(row, "name") or _text(row, "studyId")
            for row in _rows(service, "/api/studies", ("studyId",), page)
            if row.get("publicStudy") is not False
        }
        found: dict[str, set[str]] = {}
        for row in _rows(service, "/api/clinical-attributes", ("studyId", "clinicalAttributeId"), page):
            if _text(row, "studyId") in studies:
                found.setdefault(_text(row, "studyId"), set()).add(_text(row, "clinicalAttributeId"))
        attributes = {study: frozenset(found[study]) for study in sorted(found)}
        return Portal(service.url, {}, _version(service), dict(sorted(studies.items())), attributes)


def matches(portal: Portal, ids: Collection[str]) -> tuple[Match, ...]:
    """Return the studies that have most of some attributes, by id: at most ``MOST_MATCHES``, most first."""
    wanted = set(ids)
    found = [
        Match(study, portal.studies[study], tuple(sorted(has & wanted)))
        for study, has in portal.attributes.items()
        if has & wanted
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.ids), one.study))[:MOST_MATCHES])


def _rows(service: Service, path: str, keys: tuple[str, ...], page: int) -> list[Row]:
    """Return all rows of a list; a row that comes again on a later page counts once.

    The last page is not full, or brings nothing new: some servers heed neither size nor number.
    """
    found: dict[tuple[str, ...], Row] = {}
    number = 0
    while len(found) < _MOST_ROWS:
        params = {"projection": "SUMMARY", "pageSize": str(page), "pageNumber": str(number)}
        said = service.ask(path, params)
        if not isinstance(said, list):
            raise _odd(service, path, "gives no list")
        before = len(found)
        for row in said:
            if not isinstance(row, dict) or not all(_text(row, key) for key in keys):
                raise _odd(service, path, f"gives a row without {' or '.join(keys)}")
            found.setdefault(tuple(_text(row, key) for key in keys), row)
        if len(said) != page or len(found) == before:
            break
        number += 1
    return list(found.values())


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) and len(value) <= _LONGEST and value.isprintable() else ""


def _version(service: Service) -> str:
    """Return the portal's version; empty where it does not tell, which nothing depends on."""
    try:
        said = service.ask("/api/info")
    except RemoteFault:
        return ""
    return _text(said, "portalVersion") if isinstance(said, dict) else ""


def _odd(service: Service, path: str, what: str) -> RemoteFault:
    return RemoteFault(
        f"the portal {what}", where=service.url + path, cure="check that the address is that of a cBioPortal"
    )
