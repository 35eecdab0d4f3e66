"""The site builds without a warning, and has a page for everything that somebody may look up."""

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from img2fair.cli.described import described
from img2fair.errors import Exit
from img2fair.files import locked
from img2fair.pipeline import all_rules
from tests.docs.pages import CHECKOUT, DOCS

SEEN = ("index", "tutorial", "reference/config", "reference/findings/I2F-S001", "reference/mappings/health-ri-core")
"""Pages that are looked at in a browser."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once for all workers, from a copy of the sources."""
    base = tmp_path_factory.getbasetemp()
    room = (base.parent if base.name.startswith("popen-") else base) / "docs-site"
    with locked(room, wait=240):
        if not (room / "built").is_file():
            _build(room)
    return room / "html"


def _build(room: Path) -> None:
    leave = shutil.ignore_patterns("_build", "__pycache__")
    shutil.copytree(DOCS, room / "docs", ignore=leave, dirs_exist_ok=True)
    for name in ("img2fair", "tests", "mappings", "sbom.cdx.json"):  # pages lead to files of the checkout
        (room / name).symlink_to(CHECKOUT / name)
    words = [
        "-m",
        "sphinx",
        "-q",
        "-n",
        "-W",
        "--keep-going",
        "-d",
        str(room / "trees"),
        str(room / "docs"),
        str(room / "html"),
    ]
    made = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    assert (made.returncode, made.stderr) == (0, ""), made.stderr
    (room / "built").touch()


class _Read(HTMLParser):
    """The anchors of a page, where it leads, and what it loads."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.anchors.update(told[name] for name in ("id", "name") if name in told)
        if tag == "a" and "href" in told:
            self.leads.append(told["href"])
        if tag in ("script", "img", "iframe", "source", "video") and "src" in told:
            self.loads.append(told["src"])
        if tag == "link" and told.get("rel") in ("stylesheet", "preload", "icon", "preconnect", "dns-prefetch"):
            self.loads.append(told["href"])


@cache
def read(page: Path) -> _Read:
    return _Read(page)


def test_every_link_leads_to_a_page_and_place(site: Path) -> None:
    made = {page.resolve() for page in site.rglob("*.html")}
    broken = []
    for page in made:
        for href in read(page).leads:
            address, _, anchor = href.partition("#")
            if "://" in href or href.startswith("mailto:"):
                continue
            there = (page.parent / unquote(address)).resolve() if address else page
            good = there.exists() and (not anchor or there not in made or unquote(anchor) in read(there).anchors)
            broken += [] if good else [f"{page.name}: {href}"]
    assert broken == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    outside = {
        one for page in site.rglob("*.html") for one in read(page.resolve()).loads if re.match(r"(https?:)?//", one)
    }
    assert outside == set()
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import )['\"]?(?:https?:)?//[^)'\"]*", styles) == []


def test_every_package_stands_with_its_licence(site: Path) -> None:
    page = (site / "reference" / "dependencies.html").read_text(encoding="utf-8")
    bill = json.loads((CHECKOUT / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    assert len(bill) > 20
    assert all(one["name"] in page and one["version"] in page for one in bill)
    assert "MPL-2.0" in page


def test_every_code_has_its_page(site: Path) -> None:
    for code, text in all_rules().items():
        page = (site / "reference" / "findings" / f"{code}.html").read_text(encoding="utf-8")
        assert f'id="{code.lower()}"' in page and code in page
        assert text.dutch is None or "Herstel" in page
    assert {path.stem for path in (site / "reference" / "exit-codes").glob("*.html")} == {
        "index",
        *(str(int(code)) for code in Exit),
    }


def test_every_command_and_option_is_in_the_reference(site: Path) -> None:
    page = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    for command in described():
        assert f'id="{command.words.replace(" ", "-")}"' in page
        for parameter in command.parameters:
            option = parameter.written.split(",")[-1].split()[0]
            assert option in page, f"{command.words} {option}"


def test_every_page_can_be_reached(site: Path) -> None:
    reached, new = set(), {(site / "index.html").resolve()}
    while new:
        reached |= new
        links = {(page.parent / unquote(href.partition("#")[0])).resolve() for page in new for href in read(page).leads}
        new = {page for page in links if page.suffix == ".html" and page.is_file()} - reached
    made = {page.resolve() for page in site.rglob("*.html")}
    assert {page.name for page in made - reached} <= {"search.html", "genindex.html"}


def test_the_search_knows_the_words_of_an_error(site: Path) -> None:
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert "half a log-in is set" in index and "reference/findings/I2F-S001" in index


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", SEEN)
def test_a_page_is_quiet_and_fits(browser: Browser, site: Path, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if width < 800 else "light")
    noise: list[str] = []
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: noise.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((site / f"{path}.html").as_uri())
    assert noise == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_words_of_an_error_lead_to_its_cure(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "search.html").as_uri() + "?q=stale+plan")
    page.wait_for_selector("#search-results li a")
    found = [link.get_attribute("href") or "" for link in page.query_selector_all("#search-results li a")]
    assert any("exit-codes/9" in href or "errors/" in href for href in found), found
    page.close()
