"""What the page of a dataset tells and offers: charts, links, the citation, and the words for search engines."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from ruamel.yaml import YAML

from img2fair.errors import UsageFault
from img2fair.model import Change
from img2fair.targets.site import SiteSettings
from img2fair.targets.site.charts import people_charts
from img2fair.targets.site.citation import _tex
from img2fair.targets.site.entries import Holdings
from img2fair.targets.site.graph import Context
from img2fair.targets.site.labels import read_labels
from img2fair.targets.site.pages import Pages
from tests.targets.changes import BASE, catalog, dataset, distribution, everything, key_of, publish, site, write

CASES = YAML(typ="safe").load((Path(__file__).parents[1] / "cases" / "site_pages.yaml").read_text("utf-8"))
COUNTS = "about,value,subjects\nsex,female,25\nsex,male,15\nmodality,Magnetic Resonance,40\nbroken\nage,40-44,many\n"


def page_of(change: Change, *others: Change, language: str = "en", **more: Any) -> str:
    """Return the page of one record of a site."""
    holdings = Holdings({})
    for one in (catalog(), change, *others):
        holdings.apply(one, "")
    pages = Pages(holdings, SiteSettings("catalogue", Path("public"), BASE, **more))
    return pages.record(holdings.entries[change.key], language)


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert found
    said: dict[str, Any] = json.loads(found[1])
    return said


def offers(text: str) -> list[list[str]]:
    return [
        [label, unescape(href)]
        for href, label in re.findall(r'<a class="offer[^"]*" href="([^"]+)"[^>]*>([^<]+)</a>', text)
    ]


def test_the_counts_beside_a_dataset_become_charts() -> None:
    text = page_of(replace(dataset("LGG"), files={"LGG/counts.csv": COUNTS}))
    rows = re.findall(r'<th scope="row" dir="auto">([^<]+)</th>.*?<rect width="([\d.]+%)".*?number">([^<]+)</td>', text)
    assert rows == [("Female", "59.5%", "25"), ("Male", "35.7%", "15"), ("Magnetic Resonance", "95.2%", "40")]
    assert "rounded to 5" in text and "all 42 subjects" in text and 'href="../files/LGG/counts.csv"' in text
    dutch = page_of(replace(dataset("LGG"), files={"LGG/counts.csv": COUNTS}), language="nl")
    assert all(word in dutch for word in (">Vrouw<", ">MRI<", "afgerond op 5"))


@pytest.mark.parametrize("text", ["", "about,value\nsex,female\n", "about,value,subjects\nsex,female,ten\n"])
def test_what_is_no_table_of_counts_is_no_chart(text: str) -> None:
    assert "In figures" not in page_of(replace(dataset("LGG"), files={"LGG/counts.csv": text}))
    assert "In figures" not in page_of(replace(dataset("LGG"), files={"LGG/other.csv": COUNTS}))


@given(st.lists(st.tuples(st.sampled_from(["sex", "age", "modality", "unheard"]), st.text(), st.text())))
def test_a_chart_has_no_number_that_the_file_has_not(rows: list[tuple[str, str, str]]) -> None:
    lines = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    context = Context(read_labels(), "en", lambda _: None)
    charts = people_charts("\n".join(["about,value,subjects", *lines]), 40, context)
    said = {str(int(cell)) for _, _, number in rows for cell in number.splitlines() if cell.isdecimal()}
    assert {re.sub("\u202f", "", bar.number) for chart in charts for bar in chart.bars} <= said
    assert all(0 <= float(bar.percent.rstrip("%")) <= 100 for chart in charts for bar in chart.bars)


def test_sizes_are_compared_where_two_are_stated() -> None:
    one = distribution("LGG")
    body = '<> a dcat:Distribution ; dct:title "SEG"@en ; dcat:byteSize "2340000000"^^xsd:nonNegativeInteger .'
    key, above = f"{key_of('LGG')}/distribution/seg", key_of("LGG")
    small = publish(key, "distribution", body, slug="LGG-seg", parent=above, project="LGG")
    assert "Size of each distribution" not in page_of(dataset("LGG"), one)
    assert 'width="10.0%"' in page_of(dataset("LGG"), one, small)


@pytest.mark.parametrize("case", CASES["offers"], ids=lambda case: case["that"])
def test_only_links_that_exist_are_offered(case: Mapping[str, Any]) -> None:
    key, project = key_of("P1"), case.get("project", "P 1")
    body = f'<> a dcat:Dataset ; dct:title "A & B"@en . {case.get("says", "")}'
    change = publish(key, "dataset", body, slug="P1", parent=catalog().key, project=project)
    parts = []
    for n, address in enumerate(case.get("access", ())):
        body = f"<> a dcat:Distribution ; dcat:accessURL <{address}> ."
        parts.append(publish(f"{key}/{n}", "distribution", body, slug=f"P1-{n}", parent=key, project=project))
    text = page_of(change, *parts, **case.get("settings", {}))
    assert offers(text) == case["offers"]
    assert ">Turtle</a>" in text


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["that"])
def test_a_link_that_may_not_be_is_refused(case: Mapping[str, Any]) -> None:
    with pytest.raises(UsageFault, match=case["says"]):
        SiteSettings("catalogue", Path("public"), BASE, **case["settings"])


def test_a_citation_has_the_doi_and_two_formats() -> None:
    text = page_of(dataset("LGG", title="50 % of {all} & more_"))
    assert (
        "Ada Vermeer; Björn Åkesson (2019). 50 % of {all} &amp; more_ [Dataset]. University Hospital Example." in text
    )
    assert "has no DOI" not in text and '<a href="https://doi.org/10.5072/LGG" rel="noreferrer"' in text
    for line in ("@misc{LGG,", "  author = {Ada Vermeer and {Björn Åkesson}},",
                 r"  title = {{50 \% of \{all\} \&amp; more\_}},", "  doi = {10.5072/LGG},", "TY  - DATA",
                 "AU  - Björn Åkesson", "PY  - 2019", "DO  - 10.5072/LGG", "ER  - "):  # fmt: skip
        assert line in text, line


@pytest.mark.parametrize(
    ("identifier", "cited"),
    [
        ('"doi:10.5072/x"', "https://doi.org/10.5072/x"),
        ('"10.5072/x"', "https://doi.org/10.5072/x"),
        ("<http://dx.doi.org/10.5072/x>", "https://doi.org/10.5072/x"),
        ('"https://hdl.handle.net/21.11101/1"', "https://hdl.handle.net/21.11101/1"),
        ('"https://xnat.example.org/data/projects/P"', f"{BASE}/dataset/P"),
        ('"P-7"', f"{BASE}/dataset/P"),
    ],
)
def test_what_has_no_doi_is_cited_by_an_address_that_stays(identifier: str, cited: str) -> None:
    body = f'<> a dcat:Dataset ; dct:title "P"@en ; dct:identifier {identifier} .'
    text = page_of(publish(key_of("P"), "dataset", body, slug="P", parent=catalog().key, project="P"))
    (shown,) = re.findall(r'<p id="citation".*?href="([^"]+)"', text)
    assert shown == cited and ("has no DOI" in text) == ("doi.org" not in cited)


@given(st.text())
def test_nothing_of_a_title_is_a_command_of_tex(text: str) -> None:
    bare = re.sub(r"\\(textbackslash|textasciitilde|textasciicircum)\{\}|\\[{}$&#_%]", "", _tex(text))
    assert not re.search(r"[\\{}$&#_%~^\n]", bare)


def test_search_engines_are_told_what_the_record_says() -> None:
    extra = """<> dct:language <http://publications.europa.eu/resource/authority/language/NLD> ; dcat:version "2.1" ;
      dct:spatial <http://publications.europa.eu/resource/authority/country/NLD> .
      <#creator-2> dct:identifier "https://ror.org/01" ."""
    said = data_of(page_of(dataset("LGG", extra=extra), distribution("LGG")))
    assert said == {**CASES["structured"], "description": said["description"], "keywords": said["keywords"]}
    assert len(said["description"]) >= 50 and {"glioma", "Magnetic Resonance", "Brain"} <= set(said["keywords"])


def test_search_engines_are_told_nothing_else() -> None:
    body = '<> a dcat:Dataset ; dct:title "P"@en ; dct:accessRights ar:RESTRICTED .'
    said = data_of(page_of(publish(key_of("P"), "dataset", body, slug="P", parent=catalog().key, project="P")))
    assert said.keys() == {"@context", "@type", "@id", "url", "name", "conditionsOfAccess", "includedInDataCatalog"}


def test_the_address_of_a_record_can_be_copied(browser: Browser, tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((tmp_path / "public" / "dataset" / "LGG.html").as_uri())
    title = "Low-grade glioma with tumour outlines"
    for name, copied in (
        ("Copy the address of this record", f"{BASE}/dataset/LGG"),
        ("Copy the citation", f"Ada Vermeer; Björn Åkesson (2019). {title} [Dataset]. University Hospital Example. "
         "https://doi.org/10.5072/LGG"),
    ):  # fmt: skip
        page.get_by_role("button", name=name).first.click()
        page.get_by_role("button", name="Copied").first.wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == copied
    context.close()
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto((tmp_path / "public" / "dataset" / "LGG.html").as_uri())
    assert plain.locator("button:visible").count() == 0
    plain.context.close()
