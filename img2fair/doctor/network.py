"""The way to a server, before anything is asked of it: proxy, name, port, certificate.

Each question is one of the operating system or of TLS, and nothing is sent to the server but the greeting of TLS.
"""

import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import TimeoutError as NotInTime
from multiprocessing.pool import ThreadPool
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from img2fair.archives.failing import failed
from img2fair.errors import Exit, UsageFault
from img2fair.http import BUNDLES, in_words
from img2fair.http.wire import authorities
from img2fair.model import Check, Standing

PATIENCE = 2.5
"""Seconds for each question."""
ENDS_SOON = timedelta(days=30)

_PORTS = {"http": 80, "https": 443}
_OURS = frozenset({"localhost", "127.0.0.1", "::1"})
_UNKNOWN_AUTHORITY = ("of an authority that is not trusted", "signed by itself")
_UP = "check the address, that the server is up, and that no firewall stands between"


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a server is, and the proxy that leads there, if any."""

    server: SplitResult
    proxy: SplitResult | None = None

    @property
    def host(self) -> str:
        return self.server.hostname or ""

    @property
    def port(self) -> int:
        return self.server.port or _PORTS[self.server.scheme]

    @property
    def secure(self) -> bool:
        return self.server.scheme == "https"


def network_checks(url: str) -> Iterator[Check]:
    """Yield what is right and wrong with the way to a server; nothing comes after a failed check.

    :param url: its address, http:// or https://.
    """
    way, check = _way(url)
    yield check
    if check.standing is not Standing.PASS:
        return
    for look in (_name, _connection, _certificate):
        check = look(way)
        yield check
        if check.standing is Standing.FAIL:
            return


def _way(url: str) -> tuple[_Way, Check]:
    """Return the way as requests would take it, and what there is to say of a proxy; never the log-in of one."""
    name, server = "proxy", urlsplit(url)
    known = getproxies()
    proxy = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url))
    if not proxy:
        said = f"{server.hostname} is reached directly" + (", as NO_PROXY says" if _set_for(server, known) else "")
        return _Way(server), Check(name, Standing.PASS, said)
    cure = f"correct {server.scheme.upper()}_PROXY, or name {server.hostname} in NO_PROXY"
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        place = f"{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 1080)}"
    except ValueError:
        return _Way(server), Check(name, Standing.FAIL, "the address of the proxy is none", cure)
    if parts.scheme != "http":
        found = f"a proxy of the kind {parts.scheme} leads to {server.hostname}; what lies behind it is not looked at"
        return _Way(server, parts), Check(name, Standing.SKIP, found)
    try:
        _dialled(parts.hostname or "", parts.port or 80).close()
    except OSError as error:
        found = f"the proxy {place}, by which {server.hostname} is reached, does not answer: {_why(error)}"
        return _Way(server, parts), Check(name, Standing.FAIL, found, cure, Exit.UNAVAILABLE)
    return _Way(server, parts), Check(name, Standing.PASS, f"{server.hostname} is reached by the proxy {place}")


def _set_for(server: SplitResult, proxies: dict[str, str]) -> bool:
    return server.scheme in proxies or "all" in proxies


def _name(way: _Way) -> Check:
    """Return whether the host's name leads to an address; asked in a thread, for a resolver may take half a minute."""
    name = "name"
    if way.proxy is not None:
        return Check(name, Standing.SKIP, "the proxy looks the name up")
    pool = ThreadPool(1)  # its threads end with the process: nobody waits for one that hangs
    try:
        found = pool.apply_async(socket.getaddrinfo, (way.host, way.port, 0, socket.SOCK_STREAM)).get(PATIENCE)
    except (socket.gaierror, UnicodeError):
        cure = "check the address for a slip of the pen, and that this machine finds names: getent hosts " + way.host
        return Check(name, Standing.FAIL, f"there is no host of the name {way.host}", cure, Exit.UNAVAILABLE)
    except NotInTime:
        cure = "see which name servers this machine asks: /etc/resolv.conf"
        return Check(name, Standing.FAIL, f"the name {way.host} was not found in time", cure, Exit.UNAVAILABLE)
    finally:
        pool.terminate()
    address = found[0][4][0]
    told = "is an address, no name" if address == way.host else f"is {address}"
    return Check(name, Standing.PASS, f"{way.host} {told}")


def _connection(way: _Way) -> Check:
    name = "connection"
    if way.proxy is not None and not way.secure:
        return Check(name, Standing.SKIP, "the proxy connects")
    try:
        _connected(way).close()
    except OSError as error:
        found = f"{way.host} cannot be reached at port {way.port}: {_why(error)}"
        return Check(name, Standing.FAIL, found, _UP, Exit.UNAVAILABLE)
    return Check(name, Standing.PASS, f"port {way.port} answers")


def _certificate(way: _Way) -> Check:
    """Return whether TLS is spoken, and the certificate is one that every request will trust, for how long."""
    name = "certificate"
    if not way.secure:
        if way.host in _OURS:
            return Check(name, Standing.SKIP, "not encrypted; it does not leave this machine")
        cure = "use the https:// address; a log-in is not sent over this one"
        return Check(name, Standing.WARN, "what is sent and read is not encrypted", cure)
    try:
        context = _trusting()
        with _connected(way) as wire, context.wrap_socket(wire, server_hostname=way.host) as talk:
            return _lasting(talk.getpeercert() or {}, str(talk.version()))
    except UsageFault as fault:
        return failed(name, fault)
    except ssl.SSLError as error:
        return _untrusted(in_words(error))
    except OSError as error:
        found = f"the greeting of TLS is not answered: {_why(error)}"
        return Check(name, Standing.FAIL, found, _UP, Exit.UNAVAILABLE)


def _trusting() -> ssl.SSLContext:
    """Return what trusts the authorities that a request would trust.

    :raises UsageFault: those that a variable names cannot be read.
    """
    trusted = authorities()
    if isinstance(trusted, bool):
        return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    try:
        return ssl.create_default_context(cafile=trusted)
    except IsADirectoryError:
        return ssl.create_default_context(capath=trusted)


def _lasting(certificate: Mapping[str, object], version: str) -> Check:
    name = "certificate"
    try:
        ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    except (KeyError, ValueError):
        return Check(name, Standing.PASS, f"trusted, {version}")
    if ends - datetime.now(UTC) < ENDS_SOON:
        cure = "tell who runs the server; when it has ended nothing is sent there any more"
        return Check(name, Standing.WARN, f"trusted, {version}; it ends on {ends:%Y-%m-%d}", cure)
    return Check(name, Standing.PASS, f"trusted until {ends:%Y-%m-%d}, {version}")


def _untrusted(why: str) -> Check:
    cure = "have the server's certificate mended; there is no way to do without it"
    if why.endswith(_UNKNOWN_AUTHORITY):
        variables = " or ".join(reversed(BUNDLES))
        cure = f"where your own authority signed it, name its certificate (PEM) in {variables}; else have it mended"
    return Check("certificate", Standing.FAIL, why, cure, Exit.UNAVAILABLE)


def _connected(way: _Way) -> socket.socket:
    """Return a connection to a server, by its proxy where there is one (CONNECT: RFC 9110 9.3.6).

    :raises OSError: there is none.
    """
    if way.proxy is None:
        return _dialled(way.host, way.port)
    wire = _dialled(way.proxy.hostname or "", way.proxy.port or 80)
    place = f"[{way.host}]:{way.port}" if ":" in way.host else f"{way.host}:{way.port}"
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}", *_proxy_log_in(way.proxy)]
    try:
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            piece = wire.recv(4096)
            if not piece or len(answer) > 65536:
                raise ConnectionError("the proxy hangs up")
            answer += piece
        status = answer.split(b" ", 2)[1:2]
        if status != [b"200"]:
            raise ConnectionError(f"the proxy answers {b''.join(status).decode('ascii', 'replace')}")
    except OSError:
        wire.close()
        raise
    return wire


def _proxy_log_in(proxy: SplitResult) -> list[str]:
    if not proxy.username:
        return []
    both = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return [f"Proxy-Authorization: Basic {b64encode(both.encode()).decode()}"]


def _dialled(host: str, port: int) -> socket.socket:
    return socket.create_connection((host, port), timeout=PATIENCE)


def _why(error: OSError) -> str:
    """Return the cause of a connection that failed, in words."""
    if isinstance(error, TimeoutError):
        return f"no answer within {PATIENCE} seconds"
    if isinstance(error, socket.gaierror):
        return "there is no host of that name"
    return (error.strerror or str(error)).lower()
