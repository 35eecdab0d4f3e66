"""The harmonisation report and the researcher's page in a real browser."""

import os
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from img2fair.report.harmonisation import to_html
from img2fair.report.study_page import to_html as study_page
from tests.report.findings import EVIL
from tests.report.harmonised import report
from tests.report.test_harmonisation import hostile
from tests.report.test_study_page import facts
from tests.report.test_study_page import hostile as hostile_facts

SCREENSHOTS = os.environ.get("IMG2FAIR_SCREENSHOTS", "")

PAGES = {
    "report": lambda: to_html(report(before=report()), title="Glioma imaging", language="nl"),
    "study": lambda: study_page(facts()),
    "evil-report": lambda: to_html(hostile(EVIL, report()), title=EVIL),
    "evil-study": lambda: study_page(hostile_facts(EVIL)),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_quiet_fit_and_run_nothing(browser: Browser, tmp_path: Path, name: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGES[name]())
    context = browser.new_context(offline=True)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url))
    for width in (1920, 1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.as_uri())
        assert said == [] and page.evaluate("window.hit") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        if SCREENSHOTS:
            page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}-{width}.png"), full_page=True)
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style is applied"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    context.close()


@pytest.mark.parametrize(("name", "scheme"), [("report", "light"), ("report", "dark"), ("study", "light")])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, name: str, scheme: Literal["light", "dark"]) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGES[name]())
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # axe is put in by hand
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
