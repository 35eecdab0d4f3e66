"""Asking a DICOMweb server: only GET, by URI templates, so that no UID stands in the journal, a log line or an error.

A template such as ``/studies/{study}/series`` is what is noted of a request; the UIDs are filled in as it is sent.
Source: DICOM PS3.18 chapter 10 for the templates.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote, urlsplit

import requests
from requests.auth import HTTPBasicAuth

from img2fair.archives import ArchiveSettings, Login
from img2fair.archives.dicomweb.answers import JSON
from img2fair.errors import LoginFault, RemoteFault, UsageFault
from img2fair.http import Client, Journal, Sign, Unreachable

T = TypeVar("T")

SERIES = "/series"
STUDIES = "/studies"
SERIES_OF = "/studies/{study}/series"
INSTANCES_OF = "/studies/{study}/series/{series}/instances"
METADATA = "/studies/{study}/series/{series}/instances/{instance}/metadata"
OBJECT = "/studies/{study}/series/{series}/instances/{instance}"

ROUNDS = 3
"""How often a request is begun anew, each time with the client's own tries: one of a thousand may fail them all."""

Asked = Mapping[str, str | Sequence[str]]
"""Query parameters; several values of one are sent as ``name=a&name=b``, which Orthanc needs."""

NONE: Mapping[str, str] = {}


class Connection:
    """A DICOMweb server, and the log-in it is asked with.

    :raises UsageFault: the log-in would travel unencrypted to another machine.
    """

    def __init__(self, settings: ArchiveSettings) -> None:
        self.client = Client(settings.url, Journal(), threads=settings.threads, rate=settings.rate)
        self.account = "user" if settings.login else "guest"
        self._basic = _basic(settings.login) if settings.login else None
        if settings.login:
            self._refuse_open_wire()

    def get(
        self,
        template: str,
        asked: Asked,
        read: Callable[[requests.Response], T],
        uids: Mapping[str, str] = NONE,
        parts: tuple[str, ...] = (),
    ) -> T:
        """Return what ``read`` makes of an answer; see ``http.Client.get``.

        :param uids: what the template's names stand for.
        :raises RemoteFault: the server keeps failing.
        :raises LoginFault: it wants another log-in.
        """
        path = template.format_map({name: quote(uid, safe="") for name, uid in uids.items()})
        (number,) = self.client.journal.reserve(1)
        for round_ in range(1, ROUNDS + 1):
            try:
                return self.client.get(
                    path, asked, read=read, told=template, number=number, parts=parts, sign=self._sign(template)
                )
            except LoginFault as fault:
                cure = "set the user name and password that the config names for this archive"
                raise LoginFault(fault.what, where=fault.where, cure=cure) from None
            except Unreachable:
                raise
            except RemoteFault as fault:
                if round_ == ROUNDS:
                    where = fault.where or f"GET {self.client.base}{template}"
                    raise RemoteFault(fault.what, where=where, cure=fault.cure) from None
        raise AssertionError("unreachable")  # pragma: no cover

    def _sign(self, template: str) -> Sign:
        """Return what adds the media type and the log-in to a request."""

        def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
            request.headers["Accept"] = "application/dicom" if template == OBJECT else JSON
            return self._basic(request) if self._basic else request

        return sign

    def close(self) -> None:
        """Close the connections."""
        self.client.session.close()

    def odd(self, what: str, template: str, cure: str = "") -> RemoteFault:
        """Return the fault of answers that cannot be used."""
        usual = "check that the address is the server's DICOMweb root, such as https://host/dicom-web"
        return RemoteFault(what, where=f"GET {self.client.base}{template}", cure=cure or usual)

    def _refuse_open_wire(self) -> None:
        """Send no log-in over an unencrypted wire, except inside this machine."""
        parts = urlsplit(self.client.base)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise UsageFault(
                "the log-in would travel unencrypted", where=self.client.base, cure="use the server's https:// address"
            )


def _basic(login: Login) -> HTTPBasicAuth:
    """Return a log-in as UTF-8 (RFC 7617 2.1); the library's own Latin-1 has not every letter."""
    return HTTPBasicAuth(login.user.encode(), login.password.encode())
