"""The start page narrows its list by search and facets, in a real browser, from a file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from img2fair.targets.site.facets import BANDS, NOT_STATED, _band
from img2fair.targets.site.graph import Context
from img2fair.targets.site.labels import read_labels
from tests.targets.changes import CATALOG, dataset, everything, key_of, publish, site, write

TITLES = ["BARE", "Low-grade glioma with tumour outlines", "Lung CT screening cohort 2014–2018", "Many",
          "Prostate MR before biopsy"]  # fmt: skip


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("facets")
    bare = publish(key_of("BARE"), "dataset", "<> a dcat:Dataset .", slug="BARE", parent=CATALOG, project="BARE")
    write(site(folder), [*everything(), dataset("MANY", title="Many", count=1500), bare])
    return (folder / "public" / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser, start: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(5000)
    opened.goto(start)
    return opened


def shown(page: Page) -> list[str]:
    return page.locator("#list > li:visible h3").all_text_contents()


def counts(page: Page, facet: str) -> dict[str, str]:
    rows = page.locator(f"[data-facet={facet}] label").evaluate_all(
        "rows => rows.map(row => [row.querySelector('.name').textContent, row.querySelector('.count').textContent])"
    )
    return dict(rows)


def test_each_facet_says_how_many_there_are(page: Page) -> None:
    assert counts(page, "modality") == {
        "Magnetic Resonance": "3", "Computed Tomography": "1", "Positron Emission Tomography": "1", "Segmentation": "1",
        "not stated": "1",
    }  # fmt: skip
    assert counts(page, "access") == {"Public": "2", "Not public": "1", "Restricted": "1", "not stated": "1"}
    assert counts(page, "size") == {"fewer than 50": "3", "1\u202f000 and more": "1", "not stated": "1"}
    assert counts(page, "licence") == {"CC BY 4.0": "3", "not stated": "2"}


def test_counts_follow_the_other_choices_and_choices_of_one_facet_add_up(page: Page) -> None:
    page.check("[name=access][value=Restricted]")
    assert shown(page) == ["Prostate MR before biopsy"]
    assert counts(page, "modality")["Computed Tomography"] == "0"
    assert counts(page, "access")["Public"] == "2", "its own facet is not narrowed by itself"
    page.check("[name=access][value=Public]")
    assert shown(page) == [TITLES[1], "Many", TITLES[4]]
    assert page.locator("#found").text_content() == "3 of 5 datasets"


def test_a_choice_can_be_taken_away(page: Page) -> None:
    page.check("[name=access][value=Restricted]")
    page.check("[name=modality][value='Magnetic Resonance']")
    page.get_by_role("button", name="Take away: Access: Restricted").click()
    assert not page.is_checked("[name=access][value=Restricted]") and len(shown(page)) == 3
    assert page.evaluate("document.activeElement.tagName") == "BUTTON", "the keyboard stays among the choices"
    page.check("[name=access][value=Public]")
    page.get_by_role("button", name="Clear all").click()
    assert shown(page) == TITLES and page.locator("#chips").is_hidden()


@pytest.mark.parametrize(("order", "first"), [("", "BARE"), ("size", "Many"), ("changed", TITLES[1])])
def test_the_list_is_sorted(page: Page, order: str, first: str) -> None:
    page.select_option("#sort", order)
    assert shown(page)[0] == first
    assert shown(page)[-1] == ("BARE" if order else TITLES[4]), "what is not stated comes last"


def test_a_search_can_be_linked_and_switches_language(page: Page, start: str) -> None:
    page.fill("#words", "biopsy")
    page.check("[name=modality][value='Magnetic Resonance']")
    page.select_option("#sort", "size")
    address = page.url
    assert address.endswith("#q=biopsy&modality=Magnetic+Resonance&sort=size")
    page.goto("about:blank")
    page.goto(address)
    assert shown(page) == [TITLES[4]] and page.input_value("#words") == "biopsy"
    assert page.input_value("#sort") == "size" and page.is_checked("[name=modality][value='Magnetic Resonance']")
    page.get_by_role("link", name="Nederlands").click()
    assert page.url.startswith(start.replace("index.html", "index.nl.html#q=biopsy"))
    assert shown(page) == ["Prostate MR before biopsy (nl)"]
    assert page.locator("#chips button").all_text_contents() == ["MRI ×"]


def test_the_address_is_read_again_and_a_place_on_the_page_is_none(page: Page) -> None:
    page.evaluate("location.hash = '#access=Restricted&size=nonsense&sort=evil'")
    page.wait_for_function("document.querySelectorAll('#list > li:not([hidden])').length === 1")
    assert shown(page) == [TITLES[4]]
    page.evaluate("location.hash = '#content'")
    page.wait_for_timeout(50)
    assert shown(page) == [TITLES[4]]


def test_it_works_with_the_keyboard_alone(page: Page) -> None:
    page.focus("#words")
    page.keyboard.type("lung")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "modality"
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked") and shown(page) == []
    assert page.get_by_role("group", name="Modality").count() == 1
    assert page.locator("#found[role=status]").text_content() == "0 of 5 datasets"


def test_a_code_of_a_modality_is_found(page: Page) -> None:
    page.fill("#words", "pt")
    assert TITLES[2] in shown(page)


def test_on_a_phone_the_facets_are_folded(browser: Browser, start: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(start)
    assert not page.locator("[name=access]").first.is_visible()
    page.get_by_text("Narrow down").click()
    assert page.locator("[name=access]").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_a_facet_in_which_all_are_alike_is_left_out(tmp_path: Path) -> None:
    write(site(tmp_path), [*everything()[:1], dataset("A"), dataset("B")])
    assert "<fieldset" not in (tmp_path / "public" / "index.html").read_text()


@given(people=st.integers(min_value=0, max_value=5000))
def test_every_number_of_subjects_is_in_one_band(people: int) -> None:
    key, _ = _band(people, Context(read_labels(), "en", lambda _: None))
    least, _, most = key.partition("-")
    assert int(least) <= people <= (int(most) if most else people)
    assert key != NOT_STATED and int(least) in (0, *BANDS)
