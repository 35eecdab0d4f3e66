"""What is asked of ``img2fair serve`` is asked of nginx and Apache with the settings that it prints for them."""

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest

from img2fair.errors import UsageFault
from img2fair.targets import TARGETS
from img2fair.targets.site.serve import serve
from img2fair.targets.site.settings import SiteSettings
from img2fair.targets.site.snippets import snippet
from tests.targets.changes import everything, settings, site, withdraw, write
from tests.targets.web_servers import open_folder, web_server

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
TURTLE, JSON_LD, HTML, QUADS = "text/turtle", "application/ld+json", "text/html", "application/n-quads"
SERVERS = ("serve", "nginx", "apache")


class Asked:
    """One of the servers, with a site below ``/catalogue``."""

    def __init__(self, name: str, port: int) -> None:
        self.name, self.port = name, port

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = line.getresponse()
        body = response.read().decode()
        line.close()
        return response.status, dict(response.getheaders()), body

    def kind(self, path: str, **headers: str) -> tuple[int, str]:
        status, got, _ = self.get(path, **headers)
        return status, got.get("Content-Type", "").partition(";")[0]


def _published(folder: Path) -> Path:
    with TARGETS["site"](settings(folder)).writing() as change:
        for one in [*everything(), withdraw("PROSTATE")]:
            change(one)
    (folder / "secret.ttl").write_text("outside")
    return folder / "public"


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[Asked]:
    with ExitStack() as room:
        folder = _published(room.enter_context(open_folder()))
        if request.param == "serve":
            served = room.enter_context(serve(folder))
            Thread(target=served.serve_forever, daemon=True).start()
            room.callback(served.shutdown)
            yield Asked("serve", int(served.server_address[1]))
        else:
            work = room.enter_context(open_folder())
            yield Asked(request.param, room.enter_context(web_server(request.param, folder, work)))


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, TURTLE),
        ("*/*", TURTLE),
        (TURTLE, TURTLE),
        (JSON_LD, JSON_LD),
        (HTML, HTML),
        (BROWSER, HTML),
        ("application/*", JSON_LD),
        ("text/*", TURTLE),
        (f"{JSON_LD};q=0.9, {TURTLE};q=0.1", JSON_LD),
        (f"{TURTLE};q=0.2, {JSON_LD};q=0.9, {HTML};q=0.5", JSON_LD),
        (f"{TURTLE};q=0.2,{HTML};q=0.5", HTML),
        (f"{HTML};q=0.7, */*;q=0.3", HTML),
        (f"{TURTLE};q=0, */*", JSON_LD),
        (f"text/*;q=0.5, {HTML}", HTML),
        (f'{JSON_LD};profile="http://www.w3.org/ns/json-ld#compacted", {TURTLE};q=0.5', JSON_LD),
        (f"application/rdf+xml, {TURTLE};q=0.9, */*;q=0.1", TURTLE),
        ("TEXT/TURTLE", TURTLE),
    ],
)
@pytest.mark.parametrize("path", ["/catalogue/dataset/LGG", "/catalogue/"])
def test_the_form_liked_best(server: Asked, path: str, accept: str | None, kind: str) -> None:
    assert server.kind(path, **({"Accept": accept} if accept else {})) == (200, kind)


@pytest.mark.parametrize(
    ("accept", "kind"), [(None, TURTLE), (QUADS, QUADS), (BROWSER, TURTLE), (JSON_LD, JSON_LD), ("a/b", None)]
)
def test_the_whole(server: Asked, accept: str | None, kind: str | None) -> None:
    got = server.kind("/catalogue/catalogue", **({"Accept": accept} if accept else {}))
    assert got == (200, kind) if kind else got[0] == 406


def test_the_shapes_of_a_record(server: Asked) -> None:
    for kind in ("fdp", "catalog", "dataset", "distribution", "data-service"):
        assert server.kind(f"/catalogue/profile/{kind}") == (200, TURTLE)
        assert server.kind(f"/catalogue/profile/{kind}", Accept=JSON_LD) == (200, JSON_LD)
    assert server.kind("/catalogue/profile/none")[0] == 404


def test_what_cannot_be_had_is_told_with_what_can(server: Asked) -> None:
    for accept in ("application/pdf", f"{TURTLE};q=0, {JSON_LD};q=0.0, {HTML};q=0.000", "image/*"):
        status, _, body = server.get("/catalogue/dataset/LGG", Accept=accept)
        assert status == 406 and ("turtle" in body or "ttl" in body), accept


@pytest.mark.parametrize(
    ("languages", "wanted"),
    [("", "en"), ("nl", "nl"), ("nl-BE, en;q=0.5", "nl"), ("en, nl", "en"), ("en;q=0.3, nl;q=0.8", "nl"),
     ("de, fr", "en"), ("de, nl;q=0.1", "nl"), ("nl;q=0", "en"), ("*", "en")],
)  # fmt: skip
def test_the_language_liked_best(server: Asked, languages: str, wanted: str) -> None:
    given = {"Accept_Language": languages} if languages else {}
    status, headers, body = server.get("/catalogue/dataset/LGG", Accept=BROWSER, **given)
    assert status == 200 and f'<html lang="{wanted}"' in body
    assert {"accept", "accept-language"} <= {name.strip() for name in headers["Vary"].lower().split(",")}
    assert server.kind("/catalogue/dataset/LGG", **given) == (200, TURTLE)


@pytest.mark.parametrize("end", ["", ".ttl", ".jsonld", ".html", ".nl.html", ".linkset.json"])
def test_what_was_withdrawn_is_gone(server: Asked, end: str) -> None:
    for record in ("dataset/PROSTATE", "distribution/PROSTATE-dicom"):
        status, _, body = server.get(f"/catalogue/{record}{end}", Accept="*/*")
        assert status == 410 and "PROSTATE" in body
        assert "before biopsy" not in body
    if not end:
        status, headers, body = server.get("/catalogue/dataset/PROSTATE", Accept=BROWSER, Accept_Language="nl")
        assert status == 410 and headers["Content-Type"].startswith(HTML) and '<html lang="nl"' in body


@pytest.mark.parametrize(
    "path",
    ["/catalogue/dataset/NONE", "/catalogue/dataset/NONE.ttl", "/catalogue/dataset", "/catalogue/dataset/",
     "/catalogue/assets", "/catalogue/.hidden", "/catalogue/dataset/.x", "/catalogue/dataset/PROSTATE.gone",
     "/catalogue/dataset/LGG/", "/catalogue/dataset/LGG/x", "/catalogue/%2e%2e/secret.ttl", "/catalogue/nowhere",
     "/catalogue/../secret.ttl", "/catalogue/.public.versions/1/index.ttl", "/catalogue/dataset/LGG.gone"],
)  # fmt: skip
def test_nothing_else_is_there(server: Asked, path: str) -> None:
    status, _, body = server.get(path)
    assert status in ((400, 403, 404) if ".." in path or "%2e" in path else (404,)) and "outside" not in body


@pytest.mark.parametrize(
    ("path", "kind"),
    [("dataset/LGG.ttl", TURTLE), ("dataset/LGG.jsonld", JSON_LD), ("dataset/LGG.html", HTML),
     ("dataset/LGG.nl.html", HTML), ("dataset/LGG.linkset.json", "application/linkset+json"),
     ("feed.xml", "application/atom+xml"), ("sitemap.xml", "application/xml"), ("catalogue.nq", QUADS),
     ("assets/site.css", "text/css"), ("index.html", HTML), ("index.nl.html", HTML)],
)  # fmt: skip
def test_files_say_what_they_are(server: Asked, path: str, kind: str) -> None:
    status, headers, _ = server.get(f"/catalogue/{path}", Accept="application/pdf")
    assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
    assert headers["X-Content-Type-Options"] == "nosniff" and "no-cache" in headers["Cache-Control"]
    if kind.startswith("text/"):
        assert headers["Content-Type"].lower().replace(" ", "").endswith("charset=utf-8")


def test_what_has_not_changed_is_not_sent_again(server: Asked) -> None:
    for accept in (TURTLE, HTML):
        status, headers, _ = server.get("/catalogue/dataset/LGG", Accept=accept)
        since = server.get("/catalogue/dataset/LGG", Accept=accept, If_Modified_Since=headers["Last-Modified"])
        assert (status, since[0], since[2]) == (200, 304, "")
        old = server.get("/catalogue/dataset/LGG", Accept=accept, If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT")
        assert old[0] == 200
        if server.name == "apache":
            assert "ETag" not in headers, "its tags of negotiated answers are broken"
            continue
        assert re.fullmatch(r'"[^"]+"', headers["ETag"])
        again = server.get("/catalogue/dataset/LGG", Accept=accept, If_None_Match=f'"x", {headers["ETag"]}')
        assert (again[0], again[2]) == (304, "")
        other = server.get("/catalogue/dataset/LGG", Accept=JSON_LD, If_None_Match=headers["ETag"])
        assert other[0] == 200, "another form has another tag"


def test_robots_are_led_to_the_linkset(server: Asked) -> None:
    for accept in (TURTLE, HTML):
        link = server.get("/catalogue/dataset/LGG", Accept=accept)[1]["Link"]
        assert 'rel="linkset"' in link and "LGG.linkset.json" in link
    linked = json.loads(server.get("/catalogue/dataset/LGG.linkset.json")[2])["linkset"][0]
    assert linked["cite-as"] == [{"href": "https://doi.org/10.5072/LGG"}]


def test_only_reading(server: Asked) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        status, headers, _ = server.get("/catalogue/dataset/LGG", method)
        allowed = {name.strip() for name in headers["Allow"].split(",")}
        assert status == 405 and (allowed >= {"GET", "HEAD"} or server.name == "apache"), method  # it says nothing
    status, headers, body = server.get("/catalogue/dataset/LGG", "HEAD")
    assert (status, body) == (200, "") and headers["Content-Type"].startswith(TURTLE)


def test_the_root_without_a_slash(server: Asked) -> None:
    status, headers, _ = server.get("/catalogue", Accept=TURTLE)
    assert status in (200, 301) and (status == 200 or headers["Location"].endswith("/catalogue/"))


@pytest.mark.parametrize("name", ["nginx", "apache"])
def test_a_base_elsewhere_and_withdrawals_after_the_settings(name: str) -> None:
    """The IRIs are at w3id.org, which leads to this server; what is withdrawn later needs no new settings."""
    with ExitStack() as room:
        folder, work = (room.enter_context(open_folder()) for _ in range(2))
        target = TARGETS["site"](SiteSettings("x", folder / "public", "https://w3id.org/uhe-imaging"))
        write(target, everything())
        port = room.enter_context(web_server(name, folder / "public", work, "/fair/images"))
        asked = Asked(name, port)
        assert asked.kind("/fair/images/dataset/LGG", Accept=JSON_LD) == (200, JSON_LD)
        assert "<https://w3id.org/uhe-imaging/dataset/LGG>" in asked.get("/fair/images/dataset/LGG")[2]
        assert asked.kind("/uhe-imaging/dataset/LGG")[0] in (403, 404)
        write(target, [withdraw("LGG")])
        assert asked.get("/fair/images/dataset/LGG")[0] == 410
        write(target, [*everything()])
        assert asked.get("/fair/images/dataset/LGG")[0] == 200


@pytest.mark.parametrize("name", ["nginx", "apache"])
def test_names_that_mean_something_in_settings_are_refused(tmp_path: Path, name: str) -> None:
    write(site(tmp_path), everything())
    for at in ('/x"; }', "/a b", "/$host", "/../x", "x", "/a//b", "/{}"):
        with pytest.raises(UsageFault, match="cannot stand"):
            snippet(tmp_path / "public", name, at)
    folder = tmp_path / "a; b"
    folder.mkdir()
    write(site(folder), everything())
    with pytest.raises(UsageFault, match="cannot stand"):
        snippet(folder / "public", name)


def test_the_settings_follow_from_the_site_alone(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    for name in ("nginx", "apache"):
        text = snippet(tmp_path / "public", name)
        assert text == snippet(tmp_path / "public", name)
        assert str(tmp_path / "public") in text and ".public.versions" not in text
        assert "PROSTATE" not in text and "{{" not in text
