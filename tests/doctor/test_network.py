"""The way to a server, with one thing after the other broken."""

import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from img2fair.doctor.archive import archive_checks
from img2fair.doctor.network import network_checks
from img2fair.doctor.targets import target_checks
from img2fair.model import Check
from tests.attacks.certificates import Authority, make_authority
from tests.doctor import servers
from tests.doctor.cases import ALL, Case, compare, located, name_of

TALKS = {"silent": servers.silent, "plain": servers.plain}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def address(case: Case, authority: Authority, folder: Path, stack: ExitStack, patch: pytest.MonkeyPatch) -> str:
    """Start the server of a case, and return its address."""
    wrong = case.get("server", "closed")
    if wrong == "closed":
        port = servers.closed_port()
    elif wrong in TALKS:
        port = stack.enter_context(servers.listening(TALKS[wrong]))
    else:
        authority = servers.ending_soon(folder) if wrong == "ending soon" else authority
        port = stack.enter_context(servers.listening(servers.encrypted(authority.server(wrong))))
    if "trust" in case:
        patch.setenv("SSL_CERT_FILE", str(authority.file))
    if "proxy" in case:
        patch.delenv("NO_PROXY")
        proxy = str(case["proxy"]).replace("closed", f"http://127.0.0.1:{servers.closed_port()}")
        if proxy == "refusing":
            proxy = f"http://me:my-secret-word@127.0.0.1:{stack.enter_context(servers.listening(servers.refusing))}"
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            patch.setenv(name, proxy)
    return str(case.get("url", f"https://127.0.0.1:{port}"))


@pytest.mark.parametrize("case", ALL["network"], ids=name_of)
def test_what_is_wrong_is_told(
    case: Case, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("img2fair.doctor.network.PATIENCE", 0.5)
    with ExitStack() as stack:
        url = address(case, authority, tmp_path, stack, monkeypatch)
        if case.get("url") == "http://localhost":
            url = f"http://localhost:{stack.enter_context(servers.listening(servers.silent))}"
        found = list(network_checks(url))
    compare(case, found)
    assert not [check for check in found if "my-secret-word" in f"{check.found}{check.cure}"]


@pytest.mark.parametrize("case", ALL["credentials"], ids=name_of)
def test_a_log_in_that_is_wrong_is_told(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in case.get("variables", {}).items():
        monkeypatch.setenv(name, value)
    if "netrc" in case:
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login demo password a-password-that-is-long\n")
        netrc.chmod(case["netrc"])
        monkeypatch.setenv("NETRC", str(netrc))
    url = f"http://127.0.0.1:{servers.closed_port()}"
    said = {"archive": case.get("archive", {"url": url}), "targets": {"fdp": {"type": "fdp", "url": url}}}
    config = located(tmp_path, **said)
    found: list[Check] = [
        *(target_checks(config, "fdp") if "target" in case else archive_checks(config, (), time.monotonic() + 5))
    ]
    compare(case, found)
    assert not [check for check in found if "a-password-that-is-long" in f"{check.found}{check.cure}"]
