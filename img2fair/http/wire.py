"""The wire to a server: whose certificate is trusted, how long its headers may take; no redirect is looked at.

TLS is always verified, from 1.2 on; there is no option and no entry of the config that would turn it off. A library
that sees a redirect reads its body and works out the next request even where it is not to send it, and headers have a
time-out for the next byte only; both would let a server hold us for ever.
"""

import http.client
import io
import os
import ssl
import time
from functools import cache
from pathlib import Path
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from img2fair.errors import UsageFault

BUNDLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
"""Variables that name the certificates of authorities to trust in place of the usual ones; the first one counts."""
_HEADERS = (120.0, 1 << 20)
"""Seconds and bytes that the headers of an answer may take, with what comes before them (RFC 9110 15.2)."""


def authorities() -> str | bool:
    """Return the file or folder of certificates to trust, or true for the usual ones; never false.

    :raises UsageFault: what a variable names cannot be read as certificates.
    """
    variable = next((name for name in BUNDLES if os.environ.get(name)), None)
    if variable is None:
        return True
    _check(variable, os.environ[variable])
    return os.environ[variable]


@cache
def _check(variable: str, named: str) -> None:
    """Read certificates once in a process: a file of all authorities takes longer than a request."""
    cure = f"name a file of PEM certificates in {variable}, or unset it"
    try:
        folder = Path(named).is_dir()
        ssl.create_default_context(cafile=None if folder else named, capath=named if folder else None)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        what = "the certificates to trust cannot be read"
        raise UsageFault(what, where=f"{variable}={named}", cure=cure) from None


class Session(requests.Session):
    """A session that takes nothing from its surroundings by itself, and follows no redirect."""

    def __init__(self, connections: int) -> None:
        super().__init__()
        self.trust_env = False  # or requests would look up log-ins of its own accord
        self.mount("http://", Adapter(connections))
        self.mount("https://", Adapter(connections))

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - requests' signature
        """Return nothing: its body is not read, and where it leads not looked at."""
        return


class Adapter(HTTPAdapter):
    """Connections to one server, of so many at once, each a little stricter than the library's."""

    def __init__(self, connections: int = 1) -> None:
        super().__init__(pool_maxsize=connections, pool_block=True)

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        """Make the pools of connections."""
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **named: Any) -> urllib3.ProxyManager:
        """Return the pools of connections by a proxy."""
        manager: urllib3.ProxyManager = super().proxy_manager_for(proxy, **named)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager


class _Answer(http.client.HTTPResponse):
    """An answer whose headers have to come in time."""

    def begin(self) -> None:
        """Read the headers.

        Of two lengths the library above complains as well, but too late to close the connection.
        """
        watched = _Punctual(self.fp.detach())
        self.fp = io.BufferedReader(watched)
        super().begin()
        said = self.headers.get_all("Content-Length", [])
        if len({length.strip() for several in said for length in several.split(",")}) > 1:
            raise http.client.HTTPException("its length is said twice")
        watched.there = True


class _Punctual(io.RawIOBase):
    """The bytes of a connection; until the headers are there, by a time and up to a size."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__()
        self.there = False
        self._raw = raw
        self._until = time.monotonic() + _HEADERS[0]
        self._left = _HEADERS[1]

    def readinto(self, buffer: Any, /) -> int | None:
        """Fill a buffer with what has come."""
        count = self._raw.readinto(buffer)
        if not self.there:
            self._left -= count or 0
            if self._left < 0:
                raise http.client.HTTPException("the headers are too long")
            if time.monotonic() > self._until:
                raise TimeoutError("the headers take too long: timed out")
        return count

    def readable(self) -> bool:
        """Return true."""
        return True

    def close(self) -> None:
        """Close the connection's own file."""
        self._raw.close()
        super().close()


class _Plain(HTTPConnection):
    response_class = _Answer


class _Secure(HTTPSConnection):
    response_class = _Answer


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


_POOLS = {"http": _PlainPool, "https": _SecurePool}
