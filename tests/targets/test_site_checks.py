"""What a site says before it is written, and who is told afterwards."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.content import ArchiveContent
from img2fair.model import Standing
from img2fair.targets.site.serve import serve
from img2fair.targets.site.settings import SiteSettings
from img2fair.targets.site.target import SiteTarget
from tests.servers.fdp_index import FdpIndex
from tests.targets.changes import everything, site, withdraw, write


@pytest.fixture
def viewer(content: ArchiveContent) -> Iterator[DemoArchive]:
    """Any server that has pages will do."""
    with DemoArchive(content.only("covid_19_ar")) as server:
        yield server


def standing(folder: Path, **more: object) -> dict[str, tuple[Standing, str]]:
    return {check.name: (check.standing, check.found) for check in site(folder, **more).checks()}


def test_the_folder(tmp_path: Path) -> None:
    assert standing(tmp_path)["folder"][0] is Standing.PASS
    write(site(tmp_path), everything())
    assert "is a site of ours" in standing(tmp_path)["folder"][1]
    (tmp_path / "public").unlink()
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "theirs").touch()
    assert standing(tmp_path)["folder"][0] is Standing.FAIL
    assert list((tmp_path / "public").iterdir()), "nothing was changed"


def test_viewers_are_asked_for_a_project_that_is_shown(tmp_path: Path, viewer: DemoArchive) -> None:
    write(site(tmp_path), everything())
    links = {
        "ohif": f"{viewer.url}/app/template/Login.vm?project={{project}}",
        "gone": f"{viewer.url}/nowhere/{{project}}",
        "down": "http://127.0.0.1:1/viewer",
        "slicer": "slicer://viewer/?project={project}",
    }
    found = standing(tmp_path, open_in=links, request_access=f"{viewer.url}/nowhere?d={{iri}}")
    kinds = {name: kind for name, (kind, _) in found.items()}
    assert kinds == {
        "folder": Standing.PASS,
        "open_in ohif": Standing.PASS,
        "open_in gone": Standing.WARN,
        "open_in down": Standing.WARN,
        "open_in slicer": Standing.SKIP,
        "request_access": Standing.WARN,
    }
    assert "404" in found["open_in gone"][1]
    asked = [f"{request.path}?{request.query}" for request in viewer.requests]
    assert any(address.endswith("Login.vm?project=LGG") for address in asked), asked
    assert "does not answer" in found["open_in down"][1]


def test_nothing_is_asked_for_a_project_that_is_not_shown(tmp_path: Path) -> None:
    links = {"ohif": "http://127.0.0.1:1/{project}"}
    assert standing(tmp_path, open_in=links)["open_in ohif"][0] is Standing.SKIP
    write(site(tmp_path), [*everything(), *map(withdraw, ("LGG", "LUNG", "PROSTATE"))])
    assert standing(tmp_path, open_in=links)["open_in ohif"][0] is Standing.SKIP


def test_a_viewer_that_asks_for_a_log_in_answers(tmp_path: Path, viewer: DemoArchive) -> None:
    viewer.faults.add(Fault(path="/.*", kind="status", status=401))
    found = standing(tmp_path, open_in={"ohif": f"{viewer.url}/viewer"})
    assert found["open_in ohif"][0] is Standing.PASS


def test_an_index_is_told_with_the_sites_own_address(tmp_path: Path) -> None:
    """It comes and finds a FAIR Data Point with all its records."""
    path = tmp_path / "public"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with FdpIndex() as index:
        target = SiteTarget(SiteSettings("catalogue", path, base, index=index.address))
        assert SiteTarget(SiteSettings("catalogue", path, base)).announce() == ""
        write(target, everything())
        with serve(path, port=port) as served:
            Thread(target=served.serve_forever).start()
            assert "was told" in target.announce()
            index.read()
            served.shutdown()
    assert (index.bodies, index.states) == ([{"clientUrl": base}], {base: "Valid"})
    assert f"{base}/dataset/LGG" in index.harvested
