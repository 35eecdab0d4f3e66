"""Reports for terminals, programs and browsers."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from img2fair.errors import UsageFault
from img2fair.findings import Finding, Judge, Place, Report, Severity
from img2fair.report.causes import causes
from img2fair.report.json_form import from_json, to_json
from img2fair.report.page import to_html
from img2fair.report.text import to_text
from tests.report.findings import report

CHROMIUM = Path("/usr/bin/chromium")
SCREENSHOTS = os.environ.get("IMG2FAIR_SCREENSHOTS", "")
NOTHING = Report((), ("https://x.org/1",), ("dcat-ap",))
EVIL = "</style><script>window.hit=1</script><img src=x onerror=window.hit=1>\x1b[31m\u202e"


def evil() -> Report:
    finding = Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, f"urn:{EVIL}", EVIL, focus=EVIL, property=EVIL,
                      value=EVIL, project=EVIL, mapping=EVIL, where=(Place(EVIL, EVIL, EVIL),), cure=EVIL)  # fmt: skip
    return Report((finding,), (finding.key,), (EVIL,), ((finding.key, EVIL),))


def test_text_groups_by_cause() -> None:
    text = to_text(report(12))
    first = text.split("\n\n")[0].splitlines()
    assert first == [
        'error[I2F-S003]: dataset "Low-grade glioma with tumour outlines 0" has no description',
        "  --> mapping.yaml:22:9   dct:description",
        "   | mend   XNAT: project P0000 > Manage > Description: empty",
        "   | rule   health-ri-core, https://example.org/shapes#theme",
        "   = steward: write what the images show",
        "   = 7 more projects fail for the same reason: P0002, P0003, P0005, P0006, P0008 …",
    ]
    last = "Checked 14 records against dcat-ap, health-ri-core: 14 violations, 18 warnings, 10 notes; does not conform."
    assert text.splitlines()[-1] == last


def test_text_can_be_limited_and_still_counts_all() -> None:
    text = to_text(report(12), limit=1)
    assert text.count("-->") == 1 and "and 4 more causes" in text and "14 violations" in text
    assert to_text(report(12), limit=0).startswith("… and 5 more causes")


def test_text_of_nothing() -> None:
    assert to_text(NOTHING) == "Checked 1 record against dcat-ap: 0 violations, 0 warnings, 0 notes; conforms.\n"
    assert "nothing was checked" in to_text(replace(NOTHING, checked=()))


def test_text_cannot_steer_the_terminal() -> None:
    text = to_text(evil())
    assert not {"\x1b", "\u202e", "\r"} & set(text)
    assert len(text.splitlines()) == 7
    assert "\x1b[31m" in to_text(report(1), color=True)


def test_text_cuts_what_is_huge() -> None:
    found = replace(report(1).findings[0], message="m" * 10_000, value="v" * 1_000_000)
    text = to_text(Report((found,), (found.key,), ("p",)))
    assert max(map(len, text.splitlines())) < 500 and "v…" in text


def test_a_cause_of_several_records_does_not_name_one() -> None:
    title = "A very long title " * 10
    cut = title[:79] + "…"
    for said in (title, cut):
        found = [
            Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, key, f"dataset '{said}' has no theme") for key in "ab"
        ]
        (cause,) = causes(found)
        assert cause.heading({"a": title, "b": "B"}) == "dataset has no theme"
    assert "A very" in causes(found[:1])[0].heading({"a": title})


def test_causes_are_the_worst_first_then_the_most_frequent() -> None:
    found = causes(report(12).findings)
    order = [(cause.first.severity.rank, -len(cause.keys)) for cause in found]
    assert order == sorted(order) and len(found) == 5


@pytest.mark.parametrize("made", [report(12), NOTHING, evil(), Report((), (), ())])
def test_json_goes_both_ways(made: Report) -> None:
    assert from_json(to_json(made)) == made


def test_json_keeps_its_contract() -> None:
    data = json.loads(to_json(report(3)))
    assert {"schema", "version", "conforms", "checked", "checked_keys", "findings"} <= set(data)
    assert (data["schema"], data["version"], data["conforms"], data["checked"]) == ("img2fair/report", 2, False, 5)
    first = data["findings"][0]
    assert {"code", "severity", "focus_node", "path", "message", "mapping", "source"} <= set(first)
    assert first["path"] == "http://www.w3.org/ns/dcat#theme" and first["severity"] == "violation"
    assert first["focus_node"].endswith("P0000") and 'field "Theme"' in first["source"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "img2fair/report", "version": 2}', "null",
                                  '{"schema": "img2fair/report", "version": 1, "findings": [{}]}'])  # fmt: skip
def test_what_is_no_report_is_a_fault(text: str) -> None:
    with pytest.raises(UsageFault):
        from_json(text)


def test_page_is_the_same_for_the_same_report() -> None:
    assert to_html(report(20), title="x") == to_html(report(20), title="x")


def test_page_of_a_thousand_datasets_is_small() -> None:
    text = to_html(report(1000), title="Large")
    assert len(text.encode()) < 3_000_000
    assert text.count("<rect") == 0 and text.count("<path") <= 4


def test_page_leads_from_cause_to_record_and_back() -> None:
    text = to_html(report(12), title="x")
    ids = {part.split('"')[0] for part in text.split('id="')[1:]}
    links = {part.split('"')[0] for part in text.split('href="#')[1:]}
    assert links <= ids and len(links) > 12


def listened(page: Page) -> list[str]:
    """Return the list that fills with what a page complains of, and asks for outside."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url))
    return said


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium")
def test_pages_in_a_browser(tmp_path: Path) -> None:
    """Quiet, asking nothing, running nothing, as wide as the screen; the large one is there within two seconds."""
    made = {"some": report(12), "none": NOTHING, "evil": evil(), "large": report(1000), "empty": Report((), (), ())}
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        for name, one in made.items():
            file = tmp_path / f"{name}.html"
            file.write_text(to_html(one, title=EVIL if name == "evil" else "University Hospital Example"))
            for width in (1280, 390):
                page = browser.new_page(viewport={"width": width, "height": 900})
                said = listened(page)
                page.set_default_timeout(20_000)
                page.goto(file.as_uri())
                assert said == [], name
                assert page.evaluate("window.hit") is None
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
                assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
                if SCREENSHOTS and name != "large":
                    page.screenshot(path=str(Path(SCREENSHOTS) / f"report-{name}-{width}.png"), full_page=True)
                page.close()
        browser.close()
