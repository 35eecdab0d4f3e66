"""A clean environment for every test: no log-ins, no home, no network but this machine."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, load_content
from tests.sizes import size

settings.register_profile("sized", max_examples=size(100, 2000), deadline=None)
settings.load_profile("sized")

NOTHING_SKIPPED = os.environ.get("IMG2FAIR_NO_SKIP") == "1"
OF_THE_USER = ("NETRC", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - names of this machine, nothing listens there


class TheTestReachedOutOfThisMachine(AssertionError):
    """A test opened a connection to another machine; use a server on loopback."""


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise TheTestReachedOutOfThisMachine(address)


sys.addaudithook(_only_loopback)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Turn a skip into a failure where nothing may be skipped (continuous integration)."""
    report = yield
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test a home of its own and none of the user's variables."""
    for name in list(os.environ):
        if name.startswith(("XNAT_", "FDP_", "IMG2FAIR_DEMO")) or name in OF_THE_USER:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests to a target be tried as often as ever, with next to no wait unless the server asks for one."""
    monkeypatch.setattr("img2fair.targets.fdp.connection.MOST_WAIT", 0.02)
    monkeypatch.setattr("img2fair.targets.asking._LONGEST_PAUSE", 0.02)


@pytest.fixture(scope="session")
def content() -> ArchiveContent:
    """The bundled content, loaded once; it is frozen."""
    return load_content()


@pytest.fixture
def archive(content: ArchiveContent) -> Iterator[DemoArchive]:
    """A demo archive of one's own."""
    with DemoArchive(content) as started:
        yield started


@pytest.fixture(scope="session")
def reference() -> Path:
    """The reference data beside the checkout, where it is there."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "reference"
    if not folder.is_dir():
        pytest.skip("no reference data beside the checkout")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for the pages that one module of tests looks at."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium")
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = driver.chromium.launch(executable_path=chromium, args=flags)
        yield opened
        opened.close()
