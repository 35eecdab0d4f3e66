"""TLS and redirects: a log-in goes to the server that was named, over a connection that was verified, or nowhere."""

import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from img2fair.errors import Fault, UsageFault
from img2fair.http import BUNDLES, Client, Journal, wire
from tests.attacks.asking import COMMANDS, USER, WAYS, Asking, leaks
from tests.attacks.certificates import Authority, make_authority
from tests.attacks.hostile import TLS_HANDSHAKE, Hostile, head, hostile, says
from tests.sizes import FULL

BAD = {
    "expired": "has expired",
    "not yet valid": "not valid yet",
    "of another host": "that of another host",
    "without a name": "that of another host",
    "signed by itself": "signed by itself",
}
LONGEST = 6
"""Lines of an error."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def other() -> Iterator[Hostile]:
    """A server to which others would send us."""
    with hostile(says("200 OK", b"[]", "Content-Type: application/json")) as server:
        yield server


@pytest.fixture
def trusting(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    for name in BUNDLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(BUNDLES[0], str(authority.file))
    return authority


def refused(told: tuple[int, str], words: str) -> None:
    """See that a command ended with 4, in few words, for that reason."""
    code, said = told
    error = said[said.index("error:") :]
    assert code == 4 and words in error and "mend:" in error and "where:" in error
    assert len(error.strip().splitlines()) <= LONGEST and "Traceback" not in said
    assert not leaks(said)


@WAYS
@pytest.mark.parametrize("wrong", BAD)
def test_a_bad_certificate_ends_it_before_a_byte_is_sent(
    trusting: Authority, asking: Asking, way: str, wrong: str
) -> None:
    with hostile(says("200 OK"), trusting.server(wrong)) as server:
        refused(asking.ask(way, server.url), BAD[wrong])
        assert server.heard == [] and not server.wire


@WAYS
def test_an_authority_that_nobody_trusts(authority: Authority, asking: Asking, way: str) -> None:
    with hostile(says("200 OK"), authority.server("nothing")) as server:
        refused(asking.ask(way, server.url), "an authority that is not trusted")
        assert server.heard == [] and not server.wire


@WAYS
def test_old_tls_is_not_spoken(trusting: Authority, asking: Asking, way: str) -> None:
    with hostile(says("200 OK"), trusting.server("nothing", ssl.TLSVersion.TLSv1_1)) as server:
        refused(asking.ask(way, server.url), "no TLS of version 1.2 or later")
        assert server.heard == []


@WAYS
def test_a_server_without_tls(asking: Asking, way: str) -> None:
    with hostile(says("200 OK")) as server:
        refused(asking.ask(way, server.url.replace("http:", "https:")), "does not speak TLS")
        assert all(request[:1] == TLS_HANDSHAKE and not leaks(request) for request in server.heard)


@WAYS
@pytest.mark.parametrize("variable", BUNDLES)
def test_the_operators_own_authority_is_trusted(
    authority: Authority, asking: Asking, way: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(authority.file))
    with hostile(says("404 Not Found"), authority.server("nothing", ssl.TLSVersion.TLSv1_2)) as server:
        code, _ = asking.ask(way, server.url)
        assert server.heard and code in (4, 5)


@pytest.mark.parametrize("variable", BUNDLES)
@pytest.mark.parametrize("value", ["0", "false", "False", "no", "none", "/nowhere.pem", "{folder}/not.pem"])
def test_no_variable_turns_verification_off(
    asking: Asking, variable: str, value: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    (asking.folder / "not.pem").write_text("nothing of the kind")
    monkeypatch.setenv(variable, value.format(folder=asking.folder))
    with hostile(says("200 OK"), authority.server("signed by itself")) as server:
        code, said = asking.ask("xnat", server.url)
        assert code == 2 and variable in said and server.heard == []


@pytest.mark.parametrize("variable", ["CURL_CA_BUNDLE", "PYTHONHTTPSVERIFY", "REQUESTS_VERIFY", "SSL_VERIFY"])
@pytest.mark.parametrize("value", ["", "0", "false"])
def test_nor_do_others(
    asking: Asking, variable: str, value: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with hostile(says("200 OK"), authority.server("signed by itself")) as server:
        refused(asking.ask("xnat", server.url), "signed by itself")
        assert server.heard == []


def test_no_entry_of_the_config_turns_it_off(asking: Asking) -> None:
    for entry in ("verify: false", "insecure: true", "tls: {verify: false}", "ssl_verify: 0"):
        code, said = asking.ask("xnat", f'https://x.example.org", {entry}, name: "x')
        assert code == 2 and "there is no such entry" in said


@pytest.mark.parametrize("way", ["xnat", "dicomweb", "fdp"])
@pytest.mark.parametrize("host", ["xnat.example.org", "127.0.0.1.example.org", "localhost.example.org", "0x7f.1.2.3"])
def test_a_log_in_does_not_travel_unencrypted(asking: Asking, way: str, host: str) -> None:
    """Refused before a name is looked up: a connection elsewhere fails the test (conftest)."""
    code, said = asking.ask(way, f"http://{host}")
    assert code == 2 and "would travel unencrypted" in said and not leaks(said)


@WAYS
@pytest.mark.parametrize("log_in", [f"{USER}:Cn4ry.T0ken-_~+", USER, ":Cn4ry.T0ken-_~+"])
def test_an_address_with_a_log_in_is_refused(asking: Asking, way: str, log_in: str) -> None:
    with hostile(says("200 OK")) as server:
        code, said = asking.ask(way, f"http://{log_in}@127.0.0.1:{server.port}")
        assert code == 2 and "log-in" in said and not leaks(said) and server.heard == []
        assert not [found for text in asking.kept() if "img2fair.yaml" not in str(text) for found in leaks(text)
                    if b"archive:" not in text]  # fmt: skip


STATUSES = ("301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect")
LOCATIONS = {
    "other port": "{other}/data/projects",
    "other scheme": "https://127.0.0.1:{port}/data/projects",
    "other host": "http://localhost:{port}/data/projects",
    "without a scheme": "//localhost:{port}/x",
    "same host": "{own}/elsewhere",
    "itself": "{own}{path}",
    "relative": "other",
    "above": "../../../../x",
    "another project": "/data/projects/OTHER?format=json",
    "with a log-in": "http://user:{secret}@localhost:{port}/",
    "the same with a log-in": "http://user:{secret}@127.0.0.1:{port}/",
    "file": "file:///etc/passwd",
    "ftp": "ftp://127.0.0.1:{port}/x",
    "javascript": "javascript:alert(1)",
    "data": "data:text/plain,x",
    "gopher": "gopher://127.0.0.1:{port}/x",
    "no address": "http://[",
    "no port": "http://127.0.0.1:99999999/",
    "nothing": "",
    "with line breaks": "/x\r\n Set-Cookie: JSESSIONID=evil\r\nX-More: {other}/y",
    "not ASCII": "http://ex\u00e4mple.org/\u00e4",
    "a bell": "http://localhost/\x07\x1b[31m",
    "long": "http://localhost/" + "a" * 60000,
}


REDIRECTS = [
    pytest.param(way, location, status, id=f"{way}-{name}-{status[:3]}")
    for place, (name, location) in enumerate(LOCATIONS.items())
    for step, way in enumerate(COMMANDS)
    for status in ([STATUSES[(place + step) % len(STATUSES)]] if not FULL else STATUSES)
]
"""Each place by each way, and at the small size each with one status, in turn."""


@pytest.mark.parametrize(("way", "location", "status"), REDIRECTS)
def test_no_redirect_is_followed(asking: Asking, other: Hostile, way: str, location: str, status: str) -> None:
    def answer(request: bytes) -> list[bytes]:
        path = request.split(b" ")[1].decode()
        names = {"own": server.url, "other": other.url, "port": other.port, "path": path, "secret": "s3cret.x"}
        cookie = "Set-Cookie: JSESSIONID=Cn4ry.T0ken-_~+/=.x1; Domain=127.0.0.1; Path=/"
        line = f"Location: {location.format(**names)}"
        return [head(status, "Content-Length: 0", cookie)[:-2] + line.encode("utf-8") + b"\r\n\r\n"]

    with hostile(answer) as server:
        code, said = asking.ask(way, server.url, "--debug")
    assert code in (4, 5), said
    assert not leaks(said) and "s3cret.x" not in said and "\x1b" not in said
    assert len(said) < 6000
    assert server.url in said, "it tells where we asked"
    if location:
        assert "elsewhere, to" in said, "and where that would lead"
    asked = {request.split(b" ")[1] for request in server.heard}
    assert len(asked - {b"/data/JSESSION"}) == 1, "one path, however often, and the log-out"
    assert other.heard == [] and not other.wire


@pytest.mark.parametrize("status", STATUSES)
def test_a_redirect_with_a_body_without_end_is_not_read(asking: Asking, status: str) -> None:
    def answer(_: bytes) -> "list[bytes]":
        return [head(status, "Location: /x", "Content-Length: 9999999999999"), *[b"x" * 1_000_000] * 400]

    with hostile(answer) as server:
        started = time.monotonic()
        refused(asking.ask("xnat", server.url), "elsewhere")
        assert time.monotonic() - started < 3


def test_the_answer_to_a_log_out_is_not_read(asking: Asking) -> None:
    pieces = [head("200 OK", "Content-Length: 9999999999999"), *[b"x" * 1_000_000] * 400]
    opened = head("302 Found", "Location: /x", "Set-Cookie: JSESSIONID=abc; Path=/", "Content-Length: 0")
    with hostile(lambda request: pieces if request.startswith(b"DELETE") else [opened]) as server:
        started = time.process_time()
        refused(asking.ask("xnat", server.url), "elsewhere")
        assert time.process_time() - started < 1
        assert any(request.startswith(b"DELETE /data/JSESSION ") for request in server.heard)


@pytest.mark.parametrize("piece", [b"X-More: x\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"], ids=["headers", "continue"])
def test_headers_without_end(monkeypatch: pytest.MonkeyPatch, piece: bytes) -> None:
    """Each byte comes in time; all of them never do."""
    monkeypatch.setattr(wire, "_HEADERS", (0.5, 1 << 20))

    def answer(_: bytes) -> "list[bytes]":
        return Drip([b"HTTP/1.1 100 Continue\r\n\r\n", *[piece] * 90])

    with hostile(answer) as server:
        started = time.monotonic()
        with pytest.raises(Fault, match=r"no answer in time|connection was cut"):
            Client(server.url, Journal()).get("/x", read=lambda got: got.content, tries=1)
        assert time.monotonic() - started < 2


def test_many_headers_in_no_time() -> None:
    flood = b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000
    with hostile(lambda _: [flood]) as server, pytest.raises(Fault, match="connection was cut"):
        Client(server.url, Journal()).get("/x", read=lambda got: got.content, tries=1)


class Drip(list[bytes]):
    """Pieces, one every tenth of a second."""

    def __iter__(self):  # type: ignore[no-untyped-def]
        for piece in super().__iter__():
            time.sleep(0.1)
            yield piece


def test_a_proxy_with_a_log_in_is_not_told(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    monkeypatch.delenv("NO_PROXY")
    for address in ("http://user:s3cret.x@127.0.0.1:9", "http://user:s3#cret.x@127.0.0.1:9", "http://[s3cret.x"):
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, address)
        code, said = asking.ask("shapes", "https://x.example.org", "--debug", "-vv")
        assert code in (2, 4) and "s3cret" not in said and "cret.x" not in said, said


def test_a_certificate_file_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BUNDLES[0], str(tmp_path / "none.pem"))
    with pytest.raises(UsageFault, match="cannot be read"):
        Client("https://x.example.org", Journal())
