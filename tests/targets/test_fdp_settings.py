"""The settings of the FAIR Data Point target: addresses that are down or something else, and log-ins it keeps back."""

import json
from dataclasses import replace

import pytest

from img2fair.demo.fdp import Fault
from img2fair.errors import Exit, RemoteFault, UsageFault
from img2fair.errors import Fault as OurFault
from img2fair.targets import TARGETS
from img2fair.targets.fdp import FdpSettings
from tests.servers import ADMIN, DemoArchive, DemoFdp
from tests.targets import changes


def test_a_server_that_is_down() -> None:
    with DemoFdp() as fdp:
        url = fdp.url
    with pytest.raises(RemoteFault) as caught:
        TARGETS["fdp"](FdpSettings("fdp", url, login=ADMIN)).observe()
    assert caught.value.code is Exit.UNAVAILABLE
    assert len(str(caught.value).splitlines()) <= 6


def test_a_server_that_is_something_else(archive: DemoArchive) -> None:
    with pytest.raises(OurFault) as caught:
        TARGETS["fdp"](FdpSettings("fdp", archive.url, token="x")).observe()
    assert caught.value.code in (Exit.UNAVAILABLE, Exit.LOGIN)


@pytest.mark.parametrize(
    ("version", "said"), [("v2.0.0-alpha.3~1", "version 2"), ("v1.14.0", "older"), ("v1.21.0", "newer"), ("", "tell")]
)
def test_a_version_that_nobody_tried(version: str, said: str, caplog: pytest.LogCaptureFixture) -> None:
    """Version 2 answers differently: nothing is written to it. Of others it is said."""
    with DemoFdp() as fdp:
        text = json.dumps({"name": "fairdatapoint", "version": version})
        fdp.faults.add(Fault(path="/actuator/info", kind="status", status=200, message=text))
        to = TARGETS["fdp"](FdpSettings("fdp", fdp.url, login=ADMIN))
        if version.startswith("v2"):
            with pytest.raises(UsageFault, match=said):
                to.observe()
        else:
            assert to.observe().records == {}
            assert said in caplog.text


@pytest.mark.parametrize(("charset", "title", "warned"), [
    ("ascii", "Beeldvorming bij coördinatie", 1), ("iso-8859-1", "Beeldvorming bij coördinatie", 1),
    ("utf-8", "Beeldvorming bij coördinatie", 0), ("ascii", "Beeldvorming", 0),
])  # fmt: skip
def test_a_server_whose_answers_lose_letters(
    charset: str, title: str, warned: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It would look as if somebody had edited the records: so it is said when they are written, once."""
    with DemoFdp() as fdp:
        fdp.charset = charset
        to = TARGETS["fdp"](FdpSettings("fdp", fdp.url, login=ADMIN, profile="fdp-default"))
        text = changes.CATALOG_TEXT.replace("’", "'")
        wanted = [changes.catalog(text), *(changes.dataset(name, title=title, description="x") for name in "AB")]
        made = [replace(one, nquads=one.nquads.replace("Björn Åkesson", "B")) for one in wanted]
        changes.write(to, made)
    assert caplog.text.count("letters with accents") == warned


@pytest.mark.parametrize("url", ["http://fdp.example.org", "fdp.example.org", "ftp://fdp.example.org"])
def test_no_login_over_an_open_wire(url: str) -> None:
    with pytest.raises(UsageFault):
        FdpSettings("fdp", url, login=ADMIN)


def test_no_login_at_all() -> None:
    with pytest.raises(UsageFault, match="no log-in"):
        FdpSettings("fdp", "https://fdp.example.org")
    assert "demo-admin" not in repr(FdpSettings("fdp", "https://fdp.example.org", login=ADMIN))
