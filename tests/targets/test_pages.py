"""The pages in a real browser: nothing runs, nothing is asked for outside, nothing is wider than the screen."""

import json
import os
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from img2fair.model import Change
from img2fair.targets import TARGETS
from img2fair.targets.site.show import day, linked, number, safe_href
from img2fair.targets.site.show import size as volume
from tests.sizes import size
from tests.targets.changes import (
    CATALOG,
    catalog,
    dataset,
    everything,
    key_of,
    publish,
    settings,
    site,
    withdraw,
    write,
)

SCREENSHOTS = os.environ.get("IMG2FAIR_SCREENSHOTS", "")
"""Where to leave pictures of the pages, for people to look at."""

XSS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "\"><svg/onload=window.hit=1>",
    "' onmouseover='window.hit=1",
    "</title><script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "{{ 7*7 }}{% raw %}${window.hit=1}",
    "<!--<script>window.hit=1//-->",
    "<a href=javascript:window.hit=1>x</a>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/><link rel=stylesheet href=//evil.example/x.css>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
)  # fmt: skip

HOSTILE_LINKS = """
<> dcat:landingPage <javascript:window.hit=1>, <data:text/html,hit> ; dct:relation <JaVaScRiPt:window.hit=1> ;
  dct:creator <#evil> . <#evil> a foaf:Agent ; foaf:name "Evil" ; foaf:homepage <vbscript:x> .
"""


def hostile(number: int, text: str) -> Change:
    quoted = json.dumps(text)
    body = (f"<> a dcat:Dataset ; dct:title {quoted}@en ; dct:description {quoted} ; dcat:keyword {quoted} ;"
            f"dct:identifier {quoted} ; dct:publisher [ foaf:name {quoted} ] .{HOSTILE_LINKS}")  # fmt: skip
    key = f"https://xnat.example.org/data/projects/X{number}"
    return publish(key, "dataset", body, slug=f"X{number}", parent="https://xnat.example.org/", project=f"X{number}")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    notice = f"Data from https://example.org/source. {XSS[0]} javascript:alert(1)"
    with TARGETS["site"](settings(folder, notice=notice)).writing("2026-11-21T08:00:00Z") as change:
        for one in [*everything(), withdraw("PROSTATE"), *(hostile(n, text) for n, text in enumerate(XSS))]:
            change(one)
    return folder / "public"


def opened(browser: Browser, file: Path, width: int = 1280, *, script: bool = True) -> tuple[Page, list[str]]:
    """Open a file and return the page with all it complained of or asked for outside."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url))
    page.goto(file.as_uri())
    return page, said


PAGES = ("index.html", "dataset/LGG.nl.html", "dataset/PROSTATE.html", "distribution/LGG-dicom.html",
         "catalog/imaging.nl.html", "404.html")  # fmt: skip


@pytest.mark.parametrize("width", [1920, 1280, 360])
def test_pages_are_quiet_and_fit(public: Path, browser: Browser, width: int) -> None:
    for name in PAGES:
        page, said = opened(browser, public / name, width)
        assert not said, (name, said)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.locator("h1").count() == 1
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style is applied"
        if SCREENSHOTS:
            page.screenshot(path=str(Path(SCREENSHOTS) / f"{Path(name).stem}-{width}.png"), full_page=True)
        page.context.close()


def test_hostile_texts_are_shown_and_run_nothing(public: Path, browser: Browser) -> None:
    for name in ["index.html", *(f"dataset/X{n}.html" for n in range(len(XSS)))]:
        page, said = opened(browser, public / name)
        page.wait_for_timeout(30)
        assert not said, (name, said)
        assert page.evaluate("window.hit") is None
        assert (
            page.evaluate("document.querySelectorAll('iframe, base, object, embed, [onerror], [onload]').length") == 0
        )
        hrefs = page.evaluate(
            "[...document.querySelectorAll('[href]')].map(e => e.protocol || new URL(e.href).protocol)"
        )
        assert set(hrefs) <= {"file:", "http:", "https:", "mailto:"}, (name, set(hrefs))
        if "X" in name:
            shown = page.locator("h1").text_content()
            assert shown == XSS[int(re.sub(r"\D", "", name))]
        page.context.close()


def test_a_hostile_iri_is_text(public: Path) -> None:
    text = (public / "dataset" / "X0.html").read_text()
    assert "javascript:window.hit=1</span>" in text
    assert not re.search(r'href="(?!https?:|mailto:|[\w./#-]+")', text)


def test_the_filter_narrows_the_list(public: Path, browser: Browser) -> None:
    page, _ = opened(browser, public / "index.html")
    page.fill("#words", "GLIOMA outlines")
    assert page.locator("#list > li:visible").count() == 1
    page.fill("#words", "")
    page.check("[name=modality][value='Computed Tomography']")
    assert page.locator("#list > li:visible h3").all_text_contents() == ["Lung CT screening cohort 2014–2018"]
    page.fill("#words", "no such word")
    assert page.locator("#none").is_visible() and page.locator("#found").text_content() == "0 of 15 datasets"
    page.context.close()


def test_the_list_needs_no_script(public: Path, browser: Browser) -> None:
    page, _ = opened(browser, public / "index.html", script=False)
    assert page.locator("#list > li:visible").count() == 15 and not page.locator("#filter").is_visible()
    page.context.close()


def test_every_link_of_the_site_leads_somewhere(public: Path) -> None:
    for page in public.rglob("*.html"):
        if page.name == "404.html":
            continue
        for href in re.findall(r'(?:href|src)="([^"#:]+)"', page.read_text()):
            assert (page.parent / href).is_file(), f"{page}: {href}"


def test_a_dataset_page_says_what_matters(public: Path) -> None:
    text = (public / "dataset" / "LGG.html").read_text()
    for word in ("Low-grade glioma", "Magnetic Resonance", "Brain", "Public", "21 to 78 years", "23.4 GB", "CC BY 4.0",
                 "Ada Vermeer; Björn Åkesson (2019)", "https://doi.org/10.5072/LGG", "20 November 2026", "Data office",
                 "1 March 2014 – 30 November 2018", "LGG.jsonld", "img2fair 0.1.0"):  # fmt: skip
        assert word in text, word
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])  # type: ignore[index]
    assert data["@type"] == "Dataset" and data["license"] == ["http://creativecommons.org/licenses/by/4.0/"]


def test_the_preferred_language_comes_first(tmp_path: Path) -> None:
    with TARGETS["site"](settings(tmp_path, language="nl", title="Beelden")).writing() as change:
        for one in everything():
            change(one)
    text = (tmp_path / "public" / "dataset" / "LGG.html").read_text()
    assert '<h1 lang="nl" dir="auto">Low-grade glioma with tumour outlines (nl)</h1>' in text and "Beelden" in text


def test_values_for_people() -> None:
    assert day("2026-03-03T10:00:00+01:00") == "3 March 2026" and day("2026-03") == "March 2026" and day("x") == "x"
    assert (volume("999"), volume("23400000000"), volume("-1")) == ("999 bytes", "23.4 GB", "-1")
    assert (volume("23400000000", "nl"), day("2026-03-03", "nl")) == ("23,4 GB", "3 maart 2026")
    assert number("1234567") == "1\u202f234\u202f567"
    assert safe_href("https://a.b/") and not safe_href("javascript:x") and not safe_href("http://[")
    assert [piece.href for piece in linked("see https://a.b/c. Or not")] == ["", "https://a.b/c", ""]


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a dataset that says nothing, and one that says far too much."""
    folder = tmp_path_factory.mktemp("sparse")
    words = ", ".join(f'"keyword number {n}"' for n in range(60))
    title = "Ein sehr langer Titel " * 20 + "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk" * 4
    bare = publish(key_of("BARE"), "dataset", "<> a dcat:Dataset .", slug="BARE", parent=CATALOG, project="BARE")
    write(site(folder), [catalog(), bare, dataset("LONG", title=title, extra=f"<> dcat:keyword {words} .")])
    return folder / "public"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_pages_of_odd_records_fit(sparse: Path, browser: Browser, width: int, scheme: Literal["light", "dark"]) -> None:
    for name in ("index.html", "dataset/BARE.html", "dataset/LONG.html", "catalog/imaging.html"):
        page, said = opened(browser, sparse / name, width)
        page.emulate_media(color_scheme=scheme)
        assert not said and page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.context.close()


def test_a_title_without_end_does_not_fill_the_list(sparse: Path, browser: Browser) -> None:
    page, _ = opened(browser, sparse / "index.html", 390)
    heights = page.evaluate("[...document.querySelectorAll('.card h3')].map(e => e.offsetHeight)")
    assert max(heights) < 120
    page.context.close()


def test_what_is_missing_is_said_and_no_box_is_empty(sparse: Path, tmp_path: Path) -> None:
    assert "No description was given." in (sparse / "index.html").read_text()
    text = (sparse / "dataset" / "BARE.html").read_text()
    assert "Key facts" not in text and "No description was given." in text
    write(site(tmp_path), [catalog()])
    assert "No dataset is published here" in (tmp_path / "public" / "index.html").read_text()


def test_on_paper_an_address_is_told_once(public: Path, browser: Browser) -> None:
    page, _ = opened(browser, public / "dataset" / "LGG.html", 800)
    page.emulate_media(media="print")
    shown = page.evaluate("""[...document.querySelectorAll('.main a[href^="http"]')].map(
        e => [e.textContent === e.getAttribute('href'), getComputedStyle(e, '::after').content !== 'none'])""")
    assert {tuple(pair) for pair in shown} == {(True, False), (False, True)}
    assert not page.locator(".downloads").is_visible()
    page.context.close()


def test_the_filter_is_quick_on_a_large_catalogue(browser: Browser, tmp_path: Path) -> None:
    many = size(100, 1000)
    write(site(tmp_path), [catalog(), *(dataset(f"P{n}", title=f"Study {n}", count=n) for n in range(many))])
    page, _ = opened(browser, tmp_path / "public" / "index.html")
    took = page.evaluate("""() => {
        const box = document.getElementById('words'), begun = performance.now();
        for (const word of ['s', 'st', 'study 12', 'zzz', '']) {
            box.value = word; box.dispatchEvent(new Event('input', {bubbles: true})); document.body.offsetHeight;
        }
        return (performance.now() - begun) / 5;
    }""")
    assert took < 200, "milliseconds for each letter typed"
    assert page.locator("#found").text_content() == f"{many} datasets"
    page.context.close()
