"""Content negotiation, as a harvester and as a browser meet it."""

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from img2fair.errors import UsageFault
from img2fair.targets import TARGETS
from img2fair.targets.site.serve import SiteServer, choose, serve
from tests.targets.changes import everything, settings, withdraw

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    folder = tmp_path_factory.mktemp("served")
    with TARGETS["site"](settings(folder)).writing() as change:
        for one in [*everything(), withdraw("PROSTATE")]:
            change(one)
    (folder / "secret.ttl").write_text("outside")
    (folder / "public" / "assets" / "way-out.ttl").symlink_to(folder / "secret.ttl")
    served = serve(folder / "public")
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


def get(server: SiteServer, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, dict(response.getheaders()), body


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json;q=0.9, text/turtle;q=0.1", "application/ld+json"),
        ("application/*", "application/ld+json"),
        (BROWSER, "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("path", ["/dataset/LGG", "/catalogue/dataset/LGG", "/", "/catalogue"])
def test_the_form_asked_for(server: SiteServer, path: str, accept: str, kind: str) -> None:
    status, headers, body = get(server, path, Accept=accept)
    assert (status, headers["Content-Type"], headers["Vary"]) == (200, kind, "Accept")
    assert body and 'rel="alternate"' in headers["Link"]


def test_without_an_accept_header_it_is_turtle(server: SiteServer) -> None:
    assert get(server, "/dataset/LGG")[1]["Content-Type"].startswith("text/turtle")


def test_what_cannot_be_had(server: SiteServer) -> None:
    status, headers, body = get(server, "/dataset/LGG", Accept="application/pdf, text/turtle;q=0")
    assert (status, headers["Vary"]) == (406, "Accept") and "text/turtle" in body


def test_explicit_suffixes(server: SiteServer) -> None:
    for path in ("/dataset/LGG.ttl", "/dataset/LGG.jsonld", "/dataset/LGG.html", "/catalogue.nq", "/assets/site.css"):
        assert get(server, path, Accept="application/pdf")[0] == 200


def test_a_withdrawn_record_is_gone(server: SiteServer) -> None:
    for path in ("/dataset/PROSTATE", "/dataset/PROSTATE.html", "/distribution/PROSTATE-dicom.jsonld"):
        status, _, body = get(server, path)
        assert status == 410 and "PROSTATE" in body


@pytest.mark.parametrize(
    "path",
    ["/dataset", "/dataset/", "/dataset/NONE", "/../secret.ttl", "/%2e%2e/secret.ttl", "/assets/way-out.ttl", "/a%00b",
     "/dataset/..%2f..%2fsecret.ttl", "//etc/passwd", "/.public.versions",
     "//[", "/catalogue/../secret.ttl", "/assets"],
)  # fmt: skip
def test_nothing_else_is_there(server: SiteServer, path: str) -> None:
    status, _, body = get(server, path)
    assert status == 404 and "outside" not in body


def test_a_conditional_request(server: SiteServer) -> None:
    tag = get(server, "/dataset/LGG")[1]["ETag"]
    status, headers, body = get(server, "/dataset/LGG", If_None_Match=f'"other", W/{tag}')
    assert (status, body, headers["ETag"], headers["Vary"]) == (304, "", tag, "Accept")
    assert get(server, "/dataset/LGG", Accept="text/html", If_None_Match=tag)[0] == 200


def test_head_has_no_body(server: SiteServer) -> None:
    status, headers, body = get(server, "/dataset/LGG", "HEAD")
    assert (status, body) == (200, "") and int(headers["Content-Length"]) > 0
    assert get(server, "/dataset/LGG", "POST")[0] == 501


@pytest.mark.parametrize("host", ["0.0.0.0", "example.org", "192.168.1.1", ""])  # noqa: S104
def test_only_loopback_is_served(server: SiteServer, host: str) -> None:
    with pytest.raises(UsageFault, match="loopback"):
        serve(server.folder, host)


def test_a_folder_that_is_no_site_is_not_served(tmp_path: Path, server: SiteServer) -> None:
    with pytest.raises(UsageFault):
        serve(tmp_path)
    with pytest.raises(UsageFault, match="cannot listen"):
        serve(server.folder, port=int(server.server_address[1]))


def test_choosing() -> None:
    offered = ["text/turtle", "text/html"]
    assert choose("", offered) == "text/turtle"
    assert choose("text/*;q=0.5, text/html", offered) == "text/html"
    assert choose("text/html;q=nonsense", offered) is None
