"""The page of a study in cBioPortal on a site: there with its dataset, linked, safe, and gone with it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from img2fair.clinical.study_facts import AboutStudy, AttributeTold, Part, StudyFacts
from img2fair.model import Change
from tests.targets.changes import (
    PREFIXES,
    catalog,
    contents,
    dataset,
    distribution,
    everything,
    key_of,
    publish,
    site,
    stamps,
    withdraw,
    write,
)
from tests.targets.test_pages import XSS, opened

PORTAL = "https://cbioportal.example.org"
PAGE, DUTCH = "study/lgg_example_2026.html", "study/lgg_example_2026.nl.html"


def facts(project: str = "LGG", *, name: str = "Glioma imaging", study: str = "lgg_example_2026") -> StudyFacts:
    about = AboutStudy(project, study, name, PORTAL, viewers=("MR",), access_request="https://example.org/ask")
    return StudyFacts(
        about,
        patients=120,
        sessions=240,
        modalities=(Part("MR", 120), Part("SEG", None)),
        follow_up=(Part("0", 60), Part("1-90", 60)),
        followed=True,
        attributes=(AttributeTold("SEX", "Sex", "patient", "STRING", 120),),
    )


def study_distribution(project: str = "LGG") -> Change:
    text = (
        f"<> a dcat:Distribution ; dct:title 'Study'@en ; dcat:accessURL <{PORTAL}/study/summary?id=lgg_example_2026> ."
    )
    return publish(f"{key_of(project)}/distribution/study", "distribution", PREFIXES + text, slug=f"{project}-study",
                   parent=key_of(project), project=project)  # fmt: skip


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies")
    write(site(folder, studies={"LGG": facts()}), [*everything(), study_distribution()])
    return folder / "public"


def test_a_study_has_a_page_in_each_language(public: Path) -> None:
    english, dutch = (public / PAGE).read_text(), (public / DUTCH).read_text()
    assert '<html lang="en">' in english and "Five questions you can ask" in english
    assert "What day 0 is" in english and f"{PORTAL}/study/summary" in english
    assert '<html lang="nl">' in dutch and "Wat dag 0 is" in dutch
    assert 'href="../dataset/LGG.html"' in english and 'href="../dataset/LGG.nl.html"' in dutch
    assert "Segmentation" not in english, "what may not be told is no bar"


@pytest.mark.parametrize(("mark", "label"), [("", "What this gives you"), (".nl", "Wat dit je geeft")])
@pytest.mark.parametrize("place", ["dataset/LGG", "distribution/LGG-study"])
def test_its_dataset_and_its_distribution_lead_there(public: Path, place: str, mark: str, label: str) -> None:
    text = (public / f"{place}{mark}.html").read_text()
    (shown,) = re.findall(rf'href="\.\./study/lgg_example_2026{mark}\.html"[^>]*>([^<]+)<', text)
    assert shown.startswith(label)


def test_no_other_page_leads_there(public: Path) -> None:
    for place in ("dataset/LUNG.html", "distribution/LGG-dicom.html", "catalog/imaging.html"):
        assert "study/lgg" not in (public / place).read_text()


def test_the_sitemap_lists_it(public: Path) -> None:
    sitemap = (public / "sitemap.xml").read_text()
    assert all(f"<loc>https://fair.example.org/catalogue/{page}</loc>" in sitemap for page in (PAGE, DUTCH))


def test_every_link_leads_somewhere(public: Path) -> None:
    for page in (PAGE, DUTCH):
        for href in re.findall(r'(?:href|src)="([^"#:]+)"', (public / page).read_text()):
            assert ((public / page).parent / href).is_file(), href


def test_it_goes_with_its_dataset(tmp_path: Path) -> None:
    target = site(tmp_path, studies={"LGG": facts(), "LUNG": facts("LUNG", study="lung_example_2026")})
    write(target, everything())
    assert (tmp_path / "public" / PAGE).is_file()
    write(target, [withdraw("LGG")])
    left = contents(tmp_path / "public")
    assert not any("lgg_example" in path or b"lgg_example" in text or b"Glioma imaging" in text
                   for path, text in left.items() if "LUNG" not in path and "lung" not in path)  # fmt: skip
    assert "study/lung_example_2026.html" in left


def test_a_project_that_is_not_in_the_catalogue_has_no_page(tmp_path: Path) -> None:
    write(site(tmp_path, studies={"SECRET": facts("SECRET")}), [catalog(), dataset("LGG"), distribution("LGG")])
    assert not (tmp_path / "public" / "study").exists()


def test_a_changed_study_renews_its_pages_and_no_other(tmp_path: Path) -> None:
    write(site(tmp_path, studies={"LGG": facts()}), everything())
    before = stamps(tmp_path / "public")
    assert not site(tmp_path, studies={"LGG": facts()}).renew()
    assert stamps(tmp_path / "public") == before
    assert site(tmp_path, studies={"LGG": replace(facts(), sessions=250)}).renew()
    assert ">250<" in (tmp_path / "public" / PAGE).read_text()
    assert site(tmp_path, studies={}).renew() and not (tmp_path / "public" / "study").exists()
    assert "study/lgg" not in (tmp_path / "public" / "dataset" / "LGG.html").read_text()


def test_a_site_carried_on_is_as_one_made_anew(tmp_path: Path) -> None:
    studies = {"LUNG": facts("LUNG"), "LGG": facts()}
    for folder in ("on", "anew"):
        (tmp_path / folder).mkdir()
    write(site(tmp_path / "on", studies=studies), [catalog(), dataset("LUNG")])
    write(site(tmp_path / "on", studies=dict(sorted(studies.items()))), [dataset("LGG")])
    write(site(tmp_path / "anew", studies=studies), [catalog(), dataset("LUNG"), dataset("LGG")])
    assert contents(tmp_path / "on" / "public") == contents(tmp_path / "anew" / "public")


def test_two_studies_of_one_id_have_a_page_each(tmp_path: Path) -> None:
    write(site(tmp_path, studies={"LGG": facts(), "LUNG": facts("LUNG", name="Lung")}), everything())
    names = sorted(path.name for path in (tmp_path / "public" / "study").glob("*.nl.html"))
    assert len(names) == 2 and names[0] != names[1]


@pytest.mark.parametrize("width", [1280, 360])
def test_it_is_quiet_and_fits(public: Path, browser: Browser, width: int) -> None:
    page, said = opened(browser, public / PAGE, width)
    assert said == [] and page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1 and page.locator(".study-questions > li").count() >= 3
    page.context.close()


def test_axe_finds_nothing(public: Path, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme="dark")  # axe is put in by hand
    page = context.new_page()
    page.goto((public / DUTCH).as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_hostile_names_are_text(tmp_path: Path) -> None:
    studies = {}
    for number, text in enumerate(XSS):
        told = replace(facts(f"X{number}", name=text, study=f"x{number}"), events=(Part(text, 50),), baselines=(text,),
                       attributes=(AttributeTold("X", text, text, "STRING", 50),))  # fmt: skip
        hostile = replace(told.about, portal="javascript:window.hit=1//", licence="data:text/html,x")
        studies[f"X{number}"] = replace(told, about=hostile)
    write(site(tmp_path, studies=studies), [catalog(), *map(dataset, studies)])
    for number in range(len(XSS)):
        shown = (tmp_path / "public" / "study" / f"x{number}.html").read_text()
        body = shown[shown.index("<main") :]
        assert not re.search(r"<(script|img|iframe|base|meta|svg/|a href=javascript)", body) and "<!--" not in body
        assert not re.search(r'href="(?!https?:|mailto:|[\w./#-]+")', body)
        assert "window.hit" not in "".join(re.findall(r'href="([^"]*)"', body))
