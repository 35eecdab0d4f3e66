"""The report for browsers."""

import os
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from img2fair.findings import Judge, Place, Report
from img2fair.model.record import Count
from img2fair.report.described import Described
from img2fair.report.page import to_html
from img2fair.report.page_words import WORDS
from img2fair.report.worklist import worklists
from tests.report.catalogue import catalogue, judged, key_of
from tests.report.findings import EVIL, NOTHING, evil, gaps, report
from tests.sizes import size

SCREENSHOTS = os.environ.get("IMG2FAIR_SCREENSHOTS", "")
MANY = 1000


def hostile() -> str:
    """Return a page on which all that can be is hostile."""
    bad = Described(EVIL, "dataset", EVIL, EVIL, None, catalogue(1)[0].triples, iri=key_of(0))
    return to_html(evil(), title=EVIL, generated=EVIL, catalogue=(bad,), before=evil(), worklists="worklists")


@pytest.fixture(scope="module")
def large() -> str:
    return to_html(judged(MANY), title="Large", catalogue=catalogue(MANY), before=judged(MANY, mended=0))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_page_is_the_same_for_the_same_report(language: str) -> None:
    one, other = (to_html(judged(20), title="x", catalogue=catalogue(20), language=language) for _ in range(2))
    assert one == other


def test_page_of_a_thousand_datasets_is_small_and_soon_made() -> None:
    made, described = judged(MANY), catalogue(MANY)
    started = time.process_time()
    text = to_html(made, title="Large", catalogue=described, before=made)
    assert time.process_time() - started < 5
    assert len(text.encode()) < 3_000_000
    assert text.count("<rect") == 0 and len(re.findall(r'<path class="(?!track|fill)', text)) <= 5


def test_page_leads_from_cause_to_record_and_back() -> None:
    for text in (to_html(report(12), title="x"), to_html(judged(12), title="x", catalogue=catalogue(12))):
        ids = [part.split('"')[0] for part in text.split(' id="')[1:]]
        links = {part.split('"')[0] for part in text.split('href="#')[1:]}
        assert links <= set(ids) and len(links) > 12 and len(ids) == len(set(ids))


def test_a_place_is_a_link_only_where_it_leads_to_the_web() -> None:
    made = judged(1)
    places = [Place("XNAT", "s", "f", link) for link in ("https://x.example.org/p", "javascript:hit()", "data:x", "")]
    made = replace(made, findings=(replace(made.findings[0], where=tuple(places)),))
    text = to_html(made, title="x")
    assert 'href="https://x.example.org/p"' in text and "javascript:" not in text and 'href="data:x' not in text


def test_a_page_in_dutch_says_no_english_phrase() -> None:
    text = to_html(judged(6), title="x", catalogue=catalogue(6), before=judged(7, mended=2), language="nl")
    shown = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.S)
    assert '<html lang="nl">' in text and "dataset heeft geen beschrijving" in text and "Vul het in" in text
    english = [en for en, nl in WORDS.texts.values() if en != nl and len(en) > 12 and "{" not in en]
    assert len(english) > 60 and [phrase for phrase in english if f">{phrase}" in shown] == []


def test_places_are_in_the_language_of_the_page() -> None:
    assert "Custom form &#34;HRI dataset&#34; &gt; field &#34;Theme&#34;" in to_html(gaps("LGG"), title="x")
    dutch = to_html(gaps("LGG"), title="x", language="nl")
    assert "Eigen formulier &#34;HRI dataset&#34; &gt; veld &#34;Theme&#34;" in dutch and "Custom form" not in dutch


def test_decimals_are_written_as_the_language_does() -> None:
    pages = (to_html(judged(7), title="x", catalogue=catalogue(7), language=one) for one in ("en", "nl"))
    gains = [re.findall(r'<td class="number">\+(\d+[.,]\d)</td>', page) for page in pages]
    assert gains[0] and gains[1] == [gain.replace(".", ",") for gain in gains[0]] != gains[0]


def test_who_judges_is_told_on_the_page() -> None:
    made = gaps("LGG")
    theirs = replace(made.findings[0], judge=Judge.TARGET, profile="fdp")
    text = to_html(replace(made, findings=(theirs,), advisory=("health-ri-core",)), title="x")
    assert "fdp (the target&#39;s own schemas)" in text
    assert "dcat-ap" in text and "health-ri-core (advice only)" in text and "at most a warning" in text
    assert "advice only" not in to_html(made, title="x")


def test_one_and_several_datasets_of_too_few_people() -> None:
    counts = (Count("modality", "MR", None),), (Count("modality", "MR", 50),)
    made = [replace(one, counts=counts[one.key == key_of(1)]) for one in catalogue(2)]
    text = to_html(judged(2), title="x", catalogue=made)
    assert "and too few to be told in 1 dataset<" in text and "1 datasets" not in text


def test_every_phrase_is_in_two_languages_with_the_same_slots() -> None:
    for name, (english, dutch) in WORDS.texts.items():
        slots = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (english, dutch)]
        assert slots[0] == slots[1] and english and dutch, name


def test_worklists_are_links_only_where_they_stand_beside_the_page() -> None:
    made = judged(4)
    beside = to_html(made, title="x", worklists="lists")
    links = re.findall(r'href="lists/([^"]+)"', beside)
    assert links == sorted(worklists(made)) and '<table class="tasks"' not in beside
    alone = to_html(made, title="x")
    assert ".csv" not in alone and alone.count("<tr><td>") == len(made.findings) + 1  # one both can mend


def test_nothing_is_said_of_quality_where_the_resources_are_not_known() -> None:
    text = to_html(report(3), title="x")
    assert "of 405" not in text and "FsF-" not in text and 'id="map"' in text


def opened(context: BrowserContext, folder: Path, text: str) -> tuple[Page, list[str]]:
    """Open a page; return it with the list that fills with what it complains of, and asks for outside."""
    file = folder / "page.html"
    file.write_text(text)
    page, said = context.new_page(), list[str]()
    page.set_default_timeout(20_000)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url))
    page.goto(file.as_uri())
    return page, said


PAGES = {
    "some": lambda: to_html(report(12), title="University Hospital Example"),
    "all": lambda: to_html(judged(9), title="Ziekenhuis", catalogue=catalogue(9), before=judged(10, mended=2),
                           language="nl"),
    "one": lambda: to_html(judged(1), title="One", catalogue=catalogue(1)),
    "none": lambda: to_html(NOTHING, title="University Hospital Example"),
    "empty": lambda: to_html(Report((), (), ()), title="Nothing"),
    "evil": hostile,
}  # fmt: skip


@pytest.mark.parametrize(("width", "scheme", "script"), [(1280, "light", True), (380, "dark", False)])
@pytest.mark.parametrize("name", PAGES)
def test_pages_in_a_browser(
    browser: Browser, tmp_path: Path, name: str, width: int, scheme: Literal["light", "dark"], script: bool
) -> None:
    """Quiet, asking nothing, running nothing of others, as wide as the screen, with or without scripts, offline."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script, offline=True
    )
    page, said = opened(context, tmp_path, PAGES[name]())
    assert said == []
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert page.locator("main section").first.is_visible()
    if SCREENSHOTS:
        page.screenshot(path=str(Path(SCREENSHOTS) / f"report-{name}-{width}-{scheme}.png"), full_page=True)
    context.close()


@pytest.mark.parametrize(("name", "scheme"), [("all", "light"), ("all", "dark"), ("some", "light"), ("none", "dark")])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, name: str, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # axe is put in by hand
    page, _ = opened(context, tmp_path, PAGES[name]())
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_a_large_page_is_soon_there_and_accessible(browser: Browser, tmp_path: Path, large: str) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    page, said = opened(context, tmp_path, large)
    took = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert said == [] and took < 2000  # 0.5 s on a machine that does nothing else
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    if size(0, 1):  # half a minute; smaller pages are looked at in every run
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.locator("#picture").scroll_into_view_if_needed()
    page.mouse.move(*middle(page))
    assert re.search(r"\d", page.locator("#pointed").inner_text())
    page.mouse.click(*middle(page))
    assert re.fullmatch(r"#r-[0-9a-f]{10}", page.evaluate("location.hash"))
    context.close()


def middle(page: Page) -> tuple[float, float]:
    """Return a place on the rows of the picture that is on the screen."""
    box = page.locator("#picture").bounding_box()
    assert box
    return box["x"] + 40, box["y"] + int(page.locator("#picture").get_attribute("data-top") or 0) + 30


def test_no_name_of_a_column_is_cut_off_by_the_picture(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = replace(judged(3), profiles=("dcat-ap", "healthdcat-ap"))
    page, _ = opened(context, tmp_path, to_html(made, title="x", catalogue=catalogue(3), language="nl"))
    highest = (
        "Math.min(...[...document.querySelectorAll('#picture .across text')].map(e => e.getBoundingClientRect().top))"
    )
    assert page.evaluate(highest) >= page.evaluate("document.getElementById('picture').getBoundingClientRect().top")
    context.close()


def test_the_filters_narrow_causes_and_records(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    made = judged(12)
    page, _ = opened(context, tmp_path, to_html(made, title="x", catalogue=catalogue(12)))
    assert page.locator("article.record:visible").count() == 12 and page.locator(".cause:visible").count() == 5
    assert not page.locator("#whole").is_visible()
    page.select_option("#by-project", "P0003")
    assert page.locator("#whole").is_visible(), "the picture is not narrowed, and says so"
    wrong = [finding for finding in made.findings if finding.project == "P0003"]
    assert page.locator("article.record:visible").count() == 1
    assert page.locator(".cause:visible").count() == len(wrong) == 1
    page.select_option("#by-who", "operator")
    assert page.locator("#none").is_visible() and page.locator(".cause:visible").count() == 0
    page.select_option("#by-project", "")
    assert page.locator(".cause:visible").count() == 1
    assert page.locator("article.record:visible").count() == 3
    assert page.locator("#shown").inner_text() == "1 of 5 causes, 3 of 12 records"
    context.close()


def test_without_scripts_all_is_there_and_no_filter(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, _ = opened(context, tmp_path, to_html(judged(12), title="x", catalogue=catalogue(12)))
    assert not page.locator("#filter").is_visible()
    assert page.locator("article.record:visible").count() == 12 and page.locator(".cause:visible").count() == 5
    context.close()


def test_the_page_can_be_walked_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    page, _ = opened(context, tmp_path, to_html(judged(3), title="x", catalogue=catalogue(3)))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert {"by-project", "by-who", "SUMMARY", "DIV"} <= seen
    context.close()
