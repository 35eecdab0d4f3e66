"""The demo, and its pages in a browser: whole, quiet, readable for everybody."""

import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from img2fair.cli import run
from img2fair.demo.content import ArchiveContent
from img2fair.demo.content.persons import INVENTED_NAME, INVENTED_PHONE

COMMAND = [sys.executable, "-m", "img2fair"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    assert run(["demo", "-q", "-o", str(folder)]) == 0
    return folder


PAGES = [
    "catalogue/index.html",
    "catalogue/dataset/tcga_brca.html",
    "catalogue/dataset/icdc_glioma.html",
    "catalogue/distribution/tcga_brca-seg.html",
    "catalogue/catalog/catalog.html",
    "catalogue/study/pseudo_phi_dicom_data.nl.html",
    "catalogue/404.html",
    "work/report.html",
]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_quiet_and_accessible(browser: Browser, demo: Path, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)  # axe is put in by hand
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: noise.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((demo / path).as_uri())
    assert noise == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_the_start_page_finds_datasets(browser: Browser, demo: Path) -> None:
    page = browser.new_page()
    page.goto((demo / "catalogue" / "index.html").as_uri())
    titles = page.locator("h3").all_inner_texts()
    assert len(titles) == 7
    page.get_by_role("searchbox").fill("glioma")
    page.wait_for_timeout(300)
    visible = [title.inner_text() for title in page.locator("h3").all() if title.is_visible()]
    assert visible == ["Glioma in pet dogs"]
    page.close()


def test_the_demo_tells_its_story(tmp_path: Path) -> None:
    started = time.monotonic()
    first = subprocess.run([*COMMAND, "demo", "-o", str(tmp_path)], capture_output=True, text=True, check=True)
    assert time.monotonic() - started < 60
    assert first.stdout == "", "stdout is for data"
    told = first.stderr
    for words in (
        "Harvested 9 projects",
        "breast_diagnosis is private",
        "Mapped to 9 datasets",
        "Not published: b_mode_and_ceus_liver",
        "Plan: 23 create",
        "The same for fdp: 22 create",
        "Published: 23 records to catalogue and 22 records to fdp",
        "Exported tcga_brca for cBioPortal: 120 patients, 262 imaging sessions",
        "Exported pseudo_phi_dicom_data with clinical data: 42 patients",
        "Try next",
    ):
        assert words in told
    second = subprocess.run([*COMMAND, "demo", "-o", str(tmp_path)], capture_output=True, text=True, check=True)
    assert "Nothing to publish" in second.stderr
    assert second.stderr.count("0 create, 0 update, 0 withdraw") == 2, "neither target has anything left to do"
    patients = (tmp_path / "study" / "data_clinical_patient.txt").read_text(encoding="utf-8")
    assert "TCGA-AO-A03M\t" in patients, "barcodes are what cBioPortal knows"


def test_what_it_says_to_type_next_works(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(demo / "img2fair.yaml")
    assert run(["explain", "tcga_brca", "dct:license", "-c", config]) == 0
    assert "projects.tcga_brca.distributions.SEG.license" in capsys.readouterr().out
    assert run(["explain", "b_mode_and_ceus_liver", "dct:description", "-c", config]) == 0
    assert "Edit Details > Project Description" in capsys.readouterr().out


def test_served_it_answers_people_and_programs(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "demo", "--serve", "-o", str(tmp_path)], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            line = next(line for line in process.stderr if line.startswith("The catalogue is at"))
            addresses = re.findall(r"http://127\.0\.0\.1:\d+", line)
            turtle = urlopen(f"{addresses[0]}/dataset/tcga_brca", timeout=10)
            page = urlopen(Request(f"{addresses[0]}/", headers={"Accept": "text/html"}), timeout=10)
            archive = urlopen(addresses[1], timeout=10)
            assert turtle.headers["Content-Type"].startswith("text/turtle")
            assert "Demo catalogue" in page.read().decode()
            assert archive.status == 200
        finally:
            process.terminate()


def test_the_sources_are_named_wherever_their_data_are_shown(demo: Path, content: ArchiveContent) -> None:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    start = (demo / "catalogue" / "index.html").read_text(encoding="utf-8")
    for source in content.sources:
        assert source.doi in readme
        assert source.doi in start
    assert "CC BY" in start


def test_synthetic_names_in_scan_texts_do_not_come_out(demo: Path, content: ArchiveContent) -> None:
    """The names in pseudo_phi_dicom_data are invented, and sit in labels and descriptions of studies and series."""
    project = content.project("pseudo_phi_dicom_data")
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in demo.rglob("*") if path.is_file() and path.suffix != ".jsonl"
    )
    texts = {session.session_type for subject in project.subjects for session in subject.sessions}
    texts |= {scan.series_description for s in project.subjects for session in s.sessions for scan in session.scans}
    texts |= {subject.label for subject in project.subjects}
    texts |= {INVENTED_NAME, INVENTED_PHONE}
    long_ones = {text for text in texts if len(text) > 8}
    assert len(long_ones) > 50
    assert not {text for text in long_ones if text in everything}
