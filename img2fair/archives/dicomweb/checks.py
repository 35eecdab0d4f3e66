"""What is right and wrong with a DICOMweb server, without changing anything: two or three requests for one row each.

Source: DICOM PS3.18 10.6 (QIDO-RS): a list of all series is optional, one of studies is not.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from requests.auth import HTTPBasicAuth

from img2fair.archives import ArchiveSettings, Login
from img2fair.archives.dicom.checks import grouping_check
from img2fair.archives.dicomweb.answers import JSON, Page, Refused, page
from img2fair.archives.dicomweb.connection import SERIES, STUDIES, Connection
from img2fair.archives.failing import failed
from img2fair.errors import Exit, Fault, LoginFault
from img2fair.http import Sign
from img2fair.http.clock import clock_check
from img2fair.http.hurried import Hurried
from img2fair.model import Check, Standing

PATIENCE = 3.0
"""Seconds for one question."""
_TRIES = 2
_ONE = {"limit": "1"}
_LOG_IN = "set the user name and password that the config names for this archive (user_env, password_env)"

_Answer = tuple[Page | Refused, datetime | None]


def checks(settings: ArchiveSettings, form_keys: Collection[str], within: float) -> tuple[Check, ...]:  # noqa: ARG001 - no forms
    """Return all checks of a DICOMweb server; those that make no sense after a failed one are left out."""
    try:
        Connection(settings).close()  # it says whether the log-in may travel there
        client = Hurried(settings.url, within=within, patience=PATIENCE)
    except Fault as fault:
        return (failed("address", fault),)
    try:
        return (*_checks(client, settings.login), grouping_check(settings.options))
    finally:
        client.session.close()


def _checks(client: Hurried, login: Login | None) -> Iterator[Check]:
    try:
        studies, at = client.get(STUDIES, _ONE, read=_read, tries=_TRIES, sign=_sign(login))
    except LoginFault as fault:
        yield Check("log-in", Standing.FAIL, fault.what, _LOG_IN, Exit.LOGIN)
        return
    except Fault as fault:
        yield failed("address", fault)
        return
    if isinstance(studies, Refused) and studies.status == 403:
        yield Check("log-in", Standing.FAIL, f"{studies} to this account", _LOG_IN, Exit.LOGIN)
        return
    if isinstance(studies, Refused):
        cure = "check that the url is the server's DICOMweb root, such as https://host/dicom-web"
        yield Check("address", Standing.FAIL, f"{client.base} gives no list of studies: {studies}", cure)
        return
    software = f" ({studies.software})" if studies.software else ""
    yield Check("address", Standing.PASS, f"a DICOMweb server answers at {client.base}{software}")
    yield clock_check(at, datetime.now(UTC))
    if login is None:
        yield Check("log-in", Standing.PASS, "the server answers without a log-in")
    else:
        yield Check("log-in", Standing.PASS, "the server takes the log-in")
    yield _lists(client, login, empty=not studies.rows)


def _lists(client: Hurried, login: Login | None, *, empty: bool) -> Check:
    """Return whether there is one list of all series; without it there is a request for each study."""
    name = "lists"
    if empty:
        cure = "store studies in it, or see which this account is shown"
        return Check(name, Standing.WARN, "the server shows no study", cure)
    try:
        series, _ = client.get(SERIES, _ONE, read=_read, tries=_TRIES, sign=_sign(login))
    except Fault as fault:
        return failed(name, fault, Standing.WARN)
    if isinstance(series, Refused):
        cure = "nothing has to be done: series are asked for study by study, which takes longer"
        return Check(name, Standing.WARN, f"there is no list of all series ({series})", cure)
    return Check(name, Standing.PASS, "there is one list of all series")


def _read(answer: requests.Response) -> _Answer:
    try:
        at = parsedate_to_datetime(answer.headers.get("Date", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        at = None
    try:
        return page(answer), at
    except Refused as refusal:
        return refusal, at


def _sign(login: Login | None) -> Sign:
    """Return what adds the media type and the log-in, as UTF-8 (RFC 7617 2.1)."""
    basic = HTTPBasicAuth(login.user.encode(), login.password.encode()) if login else None

    def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Accept"] = JSON
        return basic(request) if basic else request

    return sign
