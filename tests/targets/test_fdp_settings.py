"""The settings of the FAIR Data Point target: addresses that are down or something else, and log-ins it keeps back."""

import pytest

from img2fair.errors import Exit, RemoteFault, UsageFault
from img2fair.errors import Fault as OurFault
from img2fair.targets import TARGETS
from img2fair.targets.fdp import FdpSettings
from tests.servers import ADMIN, DemoArchive, DemoFdp


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


@pytest.mark.parametrize("url", ["http://fdp.example.org", "fdp.example.org", "ftp://fdp.example.org"])
def test_no_login_over_an_open_wire(url: str) -> None:
    with pytest.raises(UsageFault):
        FdpSettings("fdp", url, login=ADMIN)


def test_no_login_at_all() -> None:
    with pytest.raises(UsageFault, match="no log-in"):
        FdpSettings("fdp", "https://fdp.example.org")
    assert "demo-admin" not in repr(FdpSettings("fdp", "https://fdp.example.org", login=ADMIN))
