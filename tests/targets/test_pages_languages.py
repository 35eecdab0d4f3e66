"""The pages in English and Dutch: each leads to the same page in the other, and none mixes the two."""

import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from ruamel.yaml import YAML

from img2fair.assets import find_file
from img2fair.errors import UsageFault
from img2fair.farewell import CLOSED, UNMADE
from img2fair.targets.site.entries import Holdings
from img2fair.targets.site.labels import read_labels
from img2fair.targets.site.pages import Pages
from img2fair.targets.site.wording import REASONS, WORDS, reason_in
from tests.targets.changes import dataset, distribution, everything, settings, site, withdraw, write

REASON = "the archive says that the project is private"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    write(site(folder), [*everything(), withdraw("PROSTATE", REASON), withdraw("LUNG", "the ethics board asked <us>")])
    return folder / "public"


PAGES = ("index", "dataset/LGG", "dataset/PROSTATE", "distribution/LGG-dicom", "catalog/imaging")


@pytest.mark.parametrize("place", PAGES)
def test_a_page_leads_to_itself_in_the_other_language(public: Path, place: str) -> None:
    english, dutch = (public / f"{place}.html", public / f"{place}.nl.html")
    assert '<html lang="en">' in english.read_text() and '<html lang="nl">' in dutch.read_text()
    for page, code, other in ((english, "nl", dutch), (dutch, "en", english)):
        text = page.read_text()
        (href,) = re.findall(rf'<a href="([^"]+)" hreflang="{code}"', text)
        assert (page.parent / href).resolve() == other.resolve()
        for tag, name in (("en", f"{place}.html"), ("nl", f"{place}.nl.html")):
            assert f'hreflang="{tag}" href="https://fair.example.org/catalogue/{name}"' in text


@pytest.mark.parametrize("place", PAGES)
def test_links_within_the_site_stay_in_the_language(public: Path, place: str) -> None:
    text = (public / f"{place}.nl.html").read_text()
    pages = re.findall(r'<a [^>]*href="([^":#]+\.html)"(?! hreflang)', text)
    assert pages and all(page.endswith(".nl.html") for page in pages)


def test_a_dutch_page_says_no_english_phrase(public: Path) -> None:
    english = [en for en, nl in WORDS.texts.values() if en != nl and len(en) > 8 and "{" not in en]
    assert len(english) > 60
    for place in PAGES:
        text = (public / f"{place}.nl.html").read_text()
        assert [phrase for phrase in english if f">{phrase}<" in text or f'"{phrase}"' in text] == [], place


def test_a_record_speaks_the_language_of_the_page_where_it_can(public: Path) -> None:
    dutch = (public / "dataset" / "LGG.nl.html").read_text()
    assert '<h1 lang="nl" dir="auto">Low-grade glioma with tumour outlines (nl)</h1>' in dutch
    assert '<p lang="en" dir="auto">Pre-operative MR' in dutch, "there is no Dutch description"
    for word in ("MRI", "Hersenen", "Openbaar", "21 tot 78 jaar", "23,4 GB", "1 maart 2014 – 30 november 2018"):
        assert word in dutch, word
    assert (
        '<h1 lang="en" dir="auto">Low-grade glioma with tumour outlines</h1>'
        in (public / "dataset" / "LGG.html").read_text()
    )


def test_the_first_language_may_be_dutch(tmp_path: Path) -> None:
    write(site(tmp_path, language="nl"), everything())
    folder = tmp_path / "public"
    assert '<html lang="nl">' in (folder / "index.html").read_text()
    assert '<html lang="en">' in (folder / "dataset" / "LGG.en.html").read_text()
    gone = (folder / "404.html").read_text()
    assert gone.index("Op dit adres is niets") < gone.index("There is nothing at this address")
    assert (
        'href="https://fair.example.org/catalogue/index.html"' in gone
        and 'href="https://fair.example.org/catalogue/index.en.html"' in gone
    )


def test_no_other_language_comes_first(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="cannot be in the language 'fr'"):
        settings(tmp_path, language="fr")


def test_a_withdrawal_says_why_and_when_in_both_languages(public: Path) -> None:
    english, dutch = ((public / "dataset" / f"PROSTATE{mark}.html").read_text() for mark in ("", ".nl"))
    assert REASON in english and "21 November 2026" in english
    assert "volgens het archief is het project privé" in dutch and "21 november 2026" in dutch
    assert REASON not in dutch and "Prostate MR before biopsy" not in english + dutch
    assert "the ethics board asked &lt;us&gt;" in (public / "dataset" / "LUNG.nl.html").read_text()


def test_every_reason_of_ours_is_known_in_dutch() -> None:
    assert {*CLOSED, UNMADE} < REASONS.keys()
    assert reason_in("nl", "what a person wrote") == "what a person wrote" and reason_in("en", CLOSED[0]) == CLOSED[0]


def test_every_phrase_has_the_same_slots() -> None:
    for name, (english, dutch) in WORDS.texts.items():
        slots = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (english, dutch)]
        assert slots[0] == slots[1] and english and dutch, name


def test_dutch_labels_are_of_what_has_an_english_one() -> None:
    english, dutch = read_labels(), read_labels("nl")
    own = YAML(typ="safe").load(find_file("templates", "site/labels-nl.yaml"))
    strange = [f"{base}{code}" for base, codes in own["values"].items() for code in codes
               if f"{base}{code}" not in english.terms]  # fmt: skip
    assert strange == [] and own["terms"].keys() <= english.terms.keys()
    assert english.properties.keys() == dutch.properties.keys() and english.kinds.keys() == dutch.kinds.keys()
    assert dutch.words["Magnetic Resonance"] == "MRI" and not english.words


def test_the_files_of_a_record_are_its_pages(tmp_path: Path) -> None:
    holdings = Holdings({})
    for change in everything():
        holdings.apply(change, "")
    entry = next(entry for entry in holdings if entry.slug == "LGG")
    pages = Pages(holdings, settings(tmp_path))
    made = dict(pages.files(entry))
    assert list(made) == ["dataset/LGG.html", "dataset/LGG.nl.html"] and pages.languages == ("en", "nl")
    assert made == dict(Pages(holdings, settings(tmp_path)).files(entry)), "same input, same bytes"
    assert [path for path, _ in pages.tops()] == ["index.html", "index.nl.html", "404.html"]
    assert pages.record(entry, "nl") == made["dataset/LGG.nl.html"] and pages.record(entry) == made["dataset/LGG.html"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(public: Path, browser: Browser, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # axe is put in by hand
    page = context.new_page()
    for place in (*PAGES, "404"):
        for mark in ("", ".nl") if place != "404" else ("",):
            page.goto((public / f"{place}{mark}.html").as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            found = Axe().run(page)
            assert found.violations_count == 0, (place, mark, found.generate_report())
    context.close()


def test_a_child_in_dutch_is_named_on_its_dataset(tmp_path: Path) -> None:
    write(site(tmp_path), [*everything()[:1], dataset("LGG"), distribution("LGG")])
    text = (tmp_path / "public" / "dataset" / "LGG.nl.html").read_text()
    assert 'href="../distribution/LGG-dicom.nl.html"' in text
