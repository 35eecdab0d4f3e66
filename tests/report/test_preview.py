"""The investigator's page: nothing but what becomes public, and all of that; the rest by name and reason only."""

import html
import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pyoxigraph import Literal as Text
from ruamel.yaml import YAML

from img2fair.archives.dicom.evidence import TELL_TALES, evidence_of
from img2fair.assets import find_file, find_folder
from img2fair.cli import run
from img2fair.config.model import Privacy
from img2fair.errors import Exit, Fault
from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.mapping import load_mapping
from img2fair.model import Held, ImagingSession, Person, Project, Record, Unread, Visibility, Why, Withheld
from img2fair.model.held import unseal
from img2fair.model.record_files import write_records
from img2fair.model.snapshot_file import project_line, write_snapshot
from img2fair.pipeline import apply_plan, map_snapshot, plan_for
from img2fair.preview import Preview, gathered, preview
from img2fair.privacy import FIELDS, NEVER, Kind
from img2fair.privacy.rules import RULES
from img2fair.publication import load_mapping_of, mapping_settings, target_of
from img2fair.report.figures import CHECKSUM, FIGURE, SMALL
from img2fair.report.inside import Presence, kept_inside
from img2fair.report.inside_words import INSIDE
from img2fair.report.preview import Previewed, to_html
from img2fair.report.preview_words import PAGE, WORDS
from tests.mapping.samples import form
from tests.report.findings import EVIL
from tests.report.previewing import FORMS, PRIVATE, UNNAMED, complete, located, planted, shown, snapshot, words_in
from tests.report.test_page import opened

KEPT_IN = "CT of lungs; ask jan@example.org"


def records_of(project: Project, **more: Any) -> tuple[Record, ...]:
    config = located(**more)
    made = snapshot(project)
    mapped = map_snapshot(made, load_mapping_of(config), mapping_settings(config.config, made.header))
    return tuple(record for record in mapped.records if record.project == project.id)


@cache
def public(language: str = "en") -> str:
    """The page of a project that becomes public, made once."""
    return shown(complete(), language).html


def read(page: str) -> str:
    """Return what the page says, with its links and hints."""
    return html.unescape(re.sub(r"<style>.*?</style>", "", page, flags=re.S))


def section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}".*?</section>', page, re.S)
    assert found, name
    return read(found[0])


def test_all_that_becomes_public_is_on_the_page() -> None:
    page = read(public())
    literals = [t.object for record in records_of(complete()) for t in record.triples if isinstance(t.object, Text)]
    texts = [term.value for term in literals if term.datatype.value.endswith(("#string", "#langString"))]
    assert len(texts) > 20 and [text for text in texts if text not in page] == []
    assert all(name in page for name in ("Dr. Ada Fictional", "40 subjects", "CC BY 4.0", "Computed Tomography"))


def test_nothing_of_the_archive_but_what_records_say_is_on_the_page() -> None:
    project = planted(complete())
    said = " ".join(str(triple) for record in records_of(project) for triple in record.triples)
    public = words_in(said) | {word for record in records_of(project) for pair in record.labels.values()
                               for text in pair for word in words_in(text)}  # fmt: skip
    for language in ("en", "nl"):
        on_page = words_in(shown(project, language).html)
        assert len(on_page) >= 6, "the test looks where there is something to see"
        assert on_page <= public
    everything = words_in(project_line(project).decode())
    assert len(everything) > 250 > len(public)


def test_each_value_tells_where_it_comes_from() -> None:
    page = public().partition('<section aria-labelledby="public">')[2]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>\s*<td>(.*?)</td>\s*<td class="source">(.*?)</td>', page, re.S)
    told: dict[str, tuple[str, str]] = {}
    for what, value, source in rows:
        told.setdefault(re.sub(r"<.*?>", "", what).split(" ")[0], (read(value), read(source)))
    assert "Lungs of people" in told["Title"][0] and "Edit Details > Project Title</a>" in told["Title"][1]
    assert 'href="https://xnat.example.org/data/projects/LUNG' in told["Title"][1]
    assert "defaults.publisher.name" in told["Publisher"][1] and "href" not in told["Publisher"][1]
    assert "fixed in the rules of the catalogue" in told["Theme"][1]
    assert "made by the catalogue" in told["Identifier"][1], "its own address is another for each dataset"
    assert "Investigators" in told["Creator"][1]


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<.*?>", " ", markup)).split())


def values(markup: str) -> dict[str, list[str]]:
    """Return the words and links that a page has for each property of its tables, by CURIE.

    The facts of a value stand in the order of their labels, which depends on the language.
    """
    told: dict[str, list[str]] = defaultdict(list)
    for _, what, cell in re.findall(r'<tr>(<th scope="row">(.*?)</th>\s*<td>(.*?)</td>)', markup, re.S):
        for one in re.split(r'<div class="value">', re.sub(r"<(summary|dt).*?</\1>", "", cell, flags=re.S))[1:]:
            links = [link for link in re.findall(r'href="(.*?)"', one) if link.startswith(("http", "mailto"))]
            told[words(what).split(" ")[-1]].append(" ".join((*sorted(words(one).split()), *links)))
    return {curie: sorted(texts) for curie, texts in told.items()}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("layers", [("health-ri-core",), ("health-ri-core", "analytics"), ("healthdcat-ap",)])
def test_the_page_shows_what_the_site_shows(language: str, layers: tuple[str, ...], tmp_path: Path) -> None:
    config = located(tmp_path, mapping=layers)
    held = snapshot(complete())
    mapped = map_snapshot(held, load_mapping_of(config), mapping_settings(config.config, held.header))
    target = target_of(config, "site")
    plan = plan_for(target, mapped.records, Report((), (), ()), held.header, "violation").plan
    apply_plan(plan, target, lambda _: Visibility.PUBLIC)
    page = preview(config, held, "LUNG", language).html
    shown = [values(part) for part in re.split(r'<h3 class="sub"', section(page, "public"))]
    one = {curie: texts for part in shown if "dcat:accessURL" not in part for curie, texts in part.items()}
    files = {part["dct:title"][0]: part for part in shown if "dcat:accessURL" in part}
    (dataset,) = (one for one in (tmp_path / "public" / "dataset").glob("*.html") if "." not in one.stem)
    everything = dataset.read_text(encoding="utf-8").partition("<summary>All metadata")[2]
    assert one == values(everything) and len(one) > 20
    found = (one for one in (tmp_path / "public" / "distribution").glob("*.html") if "." not in one.stem)
    pages = [values(one.read_text(encoding="utf-8")) for one in found]
    assert files == {told["dct:title"][0]: told for told in pages} and len(files) == 2


@pytest.mark.parametrize(("language", "marked"), [("en", "something mandatory is missing"), ("nl", "iets verplichts")])
def test_files_that_are_held_back_alone_are_marked(language: str, marked: str) -> None:
    made = gathered(located(), snapshot(complete()), complete(), language)
    assert marked not in to_html(made, language)
    panels = tuple(replace(one, held_back=one.title.startswith("SEG")) for one in made.panels)
    page = to_html(replace(made, panels=panels), language)
    assert WORDS.say(language, "in part", project="LUNG") in section(page, "verdict")
    first, second = (part for part in re.split(r'<h3 class="sub"', section(page, "public")) if "dcat:accessURL" in part)
    assert marked in second and marked not in first and "SEG" in second


def test_a_finding_on_files_holds_back_these_alone() -> None:
    project = replace(complete(), sessions=tuple(unsized(one, "SEG") for one in complete().sessions))
    made = gathered(located(), snapshot(project), project, "en")
    assert [panel.title for panel in made.panels if panel.held_back] == ["SEG files of LUNG"] and not made.held_back
    page = to_html(made)
    assert "without the files that are marked" in section(page, "verdict") and not made.kept_in


def unsized(session: ImagingSession, label: str) -> ImagingSession:
    """Return a session that does not say how large its files of a label are."""
    scans = (
        replace(scan, resources=tuple(replace(one, bytes=None) for one in scan.resources))
        if any(unseal(one.label) == label for one in scan.resources if one.label)
        else scan
        for scan in session.scans
    )
    return replace(session, scans=tuple(scans))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "For Dr. Ada Fictional, principal investigator"),
        ({"pi": None}, "For the principal investigator"),
    ],
)
def test_the_page_is_addressed_to_whom_the_records_name(changes: dict[str, Any], said: str) -> None:
    assert said in section(shown(replace(complete(), **changes)).html, "verdict")


@pytest.mark.parametrize("access", [Visibility.PUBLIC, Visibility.PROTECTED])
def test_what_the_access_means_and_how_to_change_it(access: Visibility) -> None:
    text = section(shown(replace(complete(), visibility=access)).html, "decide")
    assert f"the project is {access}" in text and "Access tab > accessibility" in text
    assert "before anything else is written" in text and "img2fair withdraw LUNG" in text and "no-names" in text
    assert "opt" not in text and "Take away" not in text


def test_a_project_that_names_nobody_already_is_told_so() -> None:
    project = replace(complete(), keywords=Held("lung, no-names"))
    text = section(shown(project).html, "decide")
    assert "Nothing: the project has the keyword no-names." in text and "Add the keyword" not in text
    assert "Add the keyword no-names" in section(shown(complete()).html, "decide")
    opted = Privacy.model_validate({"people": {"opt_out": ["Ada Fictional", "Bo Fictional"]}})
    assert "Add the keyword no-names" in section(shown(complete(), privacy=opted).html, "decide")


def test_keywords_that_choose_are_named() -> None:
    archive = located().config.archive
    choosing = archive.model_copy(
        update={
            "include": archive.include.model_copy(update={"keywords": ("fair",)}),
            "exclude": archive.exclude.model_copy(update={"keywords": ("hidden",)}),
        }
    )
    text = section(shown(complete(), archive=choosing).html, "decide")
    assert "Take away the keyword fair." in text and "Add the keyword hidden." in text


def blocked() -> Project:
    return replace(complete(), description=Held(KEPT_IN))


@cache
def held_back(language: str = "en") -> Preview:
    """The page of a project that a text keeps back, made once."""
    return shown(blocked(), language)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_text_that_may_identify_somebody_is_told_first_and_never_shown(language: str) -> None:
    made = held_back(language)
    assert made.kept_in
    text = read(made.html)
    assert "jan@" not in text and "ask " not in text
    assert 'class="verdict bad"' in made.html and WORDS.say(language, "kept in", project="LUNG") in text
    assert "project.description" in section(made.html, "part") and "j***" in text
    assert KEPT_IN not in section(made.html, "missing")


def reviewed(until: str) -> Privacy:
    fingerprint = re.search(r"value: '?([0-9a-f]{20})", read(held_back().html))
    assert fingerprint
    entry = {"project": "LUNG", "field": "project.description", "value": fingerprint[1], "by": "A. Steward",
             "why": "a role mailbox", "until": until}  # fmt: skip
    return Privacy.model_validate({"reviewed": [entry, {**entry, "project": "OTHER", "by": "Somebody else"}]})


def test_reviews_are_told_with_who_and_why() -> None:
    made = shown(blocked(), privacy=reviewed("2026-12-31"))
    text = section(made.html, "part")
    assert not made.kept_in and KEPT_IN in read(made.html)
    assert "reviewed by A. Steward, until 2026-12-31: a role mailbox" in text and "Somebody else" not in text


def test_a_review_that_has_ended_says_so() -> None:
    made = shown(blocked(), privacy=reviewed("2026-03-01"))
    text = section(made.html, "part")
    assert made.kept_in and "A. Steward ended on 2026-03-01; it counts no more" in text


def test_counts_of_headers_are_not_told() -> None:
    found = Finding("I2F-P099", Severity.WARNING, Judge.PRIVACY, "k", "in 3 of 12 headers", project="LUNG")
    page = to_html(with_finding(found))
    assert "3 of 12" not in page and "img2fair rule I2F-P099" in section(page, "missing")
    assert "becomes public of" in section(page, "verdict")
    made = with_finding(replace(found, severity=Severity.VIOLATION))
    assert made.kept_in and "the check of privacy holds it back" in section(to_html(made), "verdict")
    assert "3 of 12" not in to_html(made)


@pytest.mark.parametrize("kind", ["xnat", "dicom_folder", "dicomweb"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_which_attributes_of_headers_are_filled_is_not_told(kind: str, language: str) -> None:
    """That is for the steward; the investigator's page may go by mail."""
    filled = [("CT", {"PatientBirthDate": "19500203", "PatientIdentityRemoved": "YES"}), ("CT", {"OperatorsName": "x"})]
    project = replace(complete(), evidence=evidence_of(filled))
    held = snapshot(project, kind=kind)
    page = read(preview(located(privacy=Privacy(deid="block")), held, "LUNG", language).html)
    assert RULES["I2F-P010"].said(language)[0] in page and RULES["I2F-P013"].said(language)[0] in page
    assert not [keyword for keyword in (*TELL_TALES, "1950") if keyword in page]


def with_finding(found: Finding) -> Previewed:
    """What a page is made of, with one more finding."""
    made = gathered(located(), snapshot(complete()), complete(), "en")
    return replace(made, report=replace(made.report, findings=(*made.report.findings, found)))


def test_what_is_missing_keeps_the_page_honest() -> None:
    made = shown(replace(complete(), description=None))
    assert not made.kept_in, "that is no matter of privacy"
    assert "something mandatory is missing" in section(made.html, "verdict")
    assert "no description" in section(made.html, "missing") and "Project Description" in section(made.html, "missing")


GROUPS = {one.name: one.paths for one in kept_inside(complete(), snapshot().header)}


def test_every_field_that_is_never_published_is_in_one_group() -> None:
    named = [path for paths in GROUPS.values() for path in paths]
    assert sorted(named) == sorted(NEVER) and len(GROUPS) == len(set(GROUPS))
    assert all(name in INSIDE and f"{name} why" in INSIDE for name in GROUPS)


def presence(project: Project, **header: Any) -> dict[str, Presence]:
    return {one.name: one.presence for one in kept_inside(project, snapshot(**header).header)}


def test_what_is_there_is_told_and_what_it_says_is_not() -> None:
    there = presence(complete(), depth=("clinical", "evidence"))
    assert {name for name, seen in there.items() if seen is not Presence.YES} == {"headers"}
    text = section(public(), "inside")
    for word in (
        "ACME",
        "A place",
        "icr:roi",
        "red",
        "Radiology",
        "A citation",
        "1.2.3",
        "unlisted",
        "SECRET-",
        "words<",
    ):
        assert word not in text


def test_unknown_is_not_no() -> None:
    bare = Project(id="EMPTY", visibility=Visibility.PUBLIC)
    seen = presence(bare)
    assert seen["patients"] is Presence.UNKNOWN and seen["labels"] is Presence.NO
    assert seen["answers"] is seen["headers"] is Presence.UNREAD
    lacking = presence(replace(bare, unread=frozenset({"subjects", "sessions", "people", "assessors"})))
    assert {lacking[name] for name in ("labels", "days", "mail", "derived", "groups")} == {Presence.UNKNOWN}
    assert presence(bare, depth=("evidence",))["headers"] is Presence.NO


def test_questions_that_no_value_was_made_of_are_named_by_their_keys() -> None:
    project = replace(complete(), forms=(form(theme="http://publications.europa.eu/resource/authority/data-theme/TECH",
                                              private_phone="unlisted"),))  # fmt: skip
    made = preview(located(), snapshot(project, forms=FORMS), "LUNG", "en")
    text = section(made.html, "inside")
    assert "form.private_phone" in text and "unlisted" not in made.html and "Hidden question" not in made.html
    assert "<code>form.theme</code>" not in text and "<code>project.publications.title</code>" in text


FIGURES = {entry.path for entry in FIELDS if entry.kind in (*SMALL, Kind.TOTAL, Kind.ACQUIRED)} - {CHECKSUM}


def test_every_figure_is_asked_for() -> None:
    asked = load_mapping(str(find_folder("templates") / "preview" / "figures.yaml"))
    paths = {one.predicate.value.removeprefix(FIGURE) for kind in asked.kinds.values() for one in kind.fields}
    assert paths == FIGURES and all(path in INSIDE for path in FIGURES)


def figures(project: Project, **more: Any) -> dict[str, str]:
    text = section(shown(project, **more).html, "part")
    rows = re.findall(r'<tr class="(\w+)"><th scope="row">(.*?)(?: <span.*?)?</th><td>(.*?)</td>', text)
    return {what: f"{outcome}: {how}" for outcome, what, how in rows}


def test_figures_are_told_with_how_exact_they_are() -> None:
    told = figures(complete())
    assert told["number of subjects"] == "told: exactly" and told["number of women"] == "told: rounded to 5"
    assert told["lower end of the ages"].startswith("told: in steps of 5 years")
    assert told["date of the first session"].startswith("withheld: ")
    assert told["number of men"].startswith("untold: "), "none, or too few: that is not told"


def test_of_few_people_figures_are_withheld() -> None:
    few = replace(complete(), subjects=complete().subjects[:6], sessions=complete().sessions[:6])
    told = figures(few)
    assert {told[name].partition(":")[0] for name in ("number of subjects", "number of scans")} == {"withheld"}
    assert "told" not in {how.partition(":")[0] for how in told.values()}
    assert "fewer than 10" in told["number of subjects"]
    assert figures(few, privacy=Privacy(min_count=5))["number of subjects"] == "told: exactly"


def test_files_of_few_are_told_to_one_digit() -> None:
    bare = [replace(one, scans=one.scans[:2] if at > 3 else one.scans) for at, one in enumerate(complete().sessions)]
    told = re.findall(r"size of the files.*?· (.*?)</span></th><td>(.*?)</td>",
                      section(shown(replace(complete(), sessions=tuple(bare))).html, "part"))  # fmt: skip
    assert dict(told)["SEG files of LUNG"].startswith("to one digit") and dict(told)["DICOM files of LUNG"] == "exactly"


TWO = (Person(lastname=Held("Jansen"), firstname=Held("Piet")), Person(lastname=Held("Visser"), firstname=Held("Jo")))


def people(project: Project, **more: Any) -> str:
    return section(shown(project, **more).html, "part").partition("People</h3>")[2].partition("<h3")[0]


def test_who_is_not_named_is_counted_not_named() -> None:
    assert "may be named" in people(complete())
    assert "Nobody of the project is named: the settings say so" in people(complete(), privacy=UNNAMED)
    project = replace(complete(), investigators=TWO)
    opted = Privacy.model_validate({"people": {"opt_out": ["Piet Jansen"]}})
    made = shown(project, privacy=opted)
    assert "1 of 3 people of the project are not named" in read(made.html) and "Jansen" not in made.html
    nobody = replace(complete(), pi=None, investigators=())
    assert "names nobody" in people(nobody)
    assert "did not give the people" in people(replace(nobody, unread=frozenset({"people"})))


def test_what_has_changed_since_is_told_without_what_is_gone(tmp_path: Path) -> None:
    before = replace(complete(), name=Held("An old title"), keywords=Held("a, b"), secondary_id=Held("Old alias"))
    write_records(tmp_path / "earlier", records_of(before))
    write_records(tmp_path / "same", records_of(complete()))
    write_records(tmp_path / "other", records_of(replace(complete(), id="OTHER")))

    def since(folder: str, project: Project = complete()) -> str:  # noqa: B008 - frozen
        made = preview(located(), snapshot(project), "LUNG", "en", tmp_path / folder)
        return section(made.html, "since")

    text = since("earlier", replace(complete(), description=None))
    rows = dict(re.findall(r'<th scope="row">(.*?)</th><td class="(\w+)"', text))
    assert rows["Title"] == rows["Keywords"] == "changed" and rows["Description"] == "gone"
    assert "Lungs of people" in text and "An old title" not in text and "CT of lungs" not in text
    assert "Nothing has changed." in since("same") and "all is new" in since("other")
    assert 'id="since"' not in public()


LEFT_OUT = Withheld("NOT_CHOSEN", Visibility.PUBLIC, "the config leaves out projects that are public", Why.CHOICE)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("SECRET", Exit.PRIVACY, "was not read; nothing of it becomes public: private"),
        ("NOT_CHOSEN", Exit.PRIVACY, "see 'include' and 'exclude'"),
        ("BROKEN", Exit.USAGE, "could not be read at harvest"),
        ("LUNGS", Exit.USAGE, "did you mean 'LUNG'?"),
        ("PRIVATE", Exit.PRIVACY, "nothing of project PRIVATE becomes public"),
    ],
)
def test_a_project_of_which_nothing_becomes_public_has_no_page(name: str, code: Exit, said: str) -> None:
    private = replace(complete(), id="PRIVATE", visibility=Visibility.PRIVATE)
    held = snapshot(complete(), private, withheld=(PRIVATE, LEFT_OUT), unread=(Unread("BROKEN", "", "timeout"),))
    with pytest.raises(Fault) as caught:
        preview(located(), held, name, "en")
    assert caught.value.code == code and said in str(caught.value)


LABELS = ("site/labels.yaml", "preview/labels-nl.yaml")


def test_every_phrase_is_in_two_languages_with_the_same_slots() -> None:
    assert not PAGE.keys() & INSIDE.keys()
    for name, (english, dutch) in WORDS.texts.items():
        slots = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (english, dutch)]
        assert slots[0] == slots[1] and english and dutch, name
    site, dutch_labels = (YAML(typ="safe").load(find_file("templates", name)) for name in LABELS)
    assert site["properties"].keys() == dutch_labels.keys()


@pytest.mark.parametrize("name", ["dutch", "blocked", "dutch wanting"])
def test_a_page_in_dutch_says_no_english_phrase(name: str) -> None:
    text = read(PAGES[name]())
    english = [en for en, nl in WORDS.texts.values() if en != nl and len(en) > 10 and "{" not in en]
    assert '<html lang="nl">' in text and "Wat openbaar wordt" in text
    assert len(english) > 90 and [phrase for phrase in english if f">{phrase}" in text] == []
    assert "project page" not in text and "Custom form" not in text


def test_the_same_project_gives_the_same_page() -> None:
    assert public() == shown(complete()).html


def evil() -> str:
    bad = replace(complete(), name=Held(EVIL), description=Held(EVIL), keywords=Held(EVIL), secondary_id=Held(EVIL),
                  investigators=(Person(lastname=Held(EVIL)),),
                  forms=(form(publisher={"name": EVIL, "homepage": "javascript:hit()"}, title=EVIL),))  # fmt: skip
    return preview(located(), snapshot(bad, forms=FORMS), "LUNG", "en").html


PAGES = {
    "public": lambda: public(),
    "dutch": lambda: public("nl"),
    "blocked": lambda: held_back("nl").html,
    "wanting": lambda: shown(replace(complete(), description=None, pi=None)).html,
    "dutch wanting": lambda: shown(replace(complete(), description=None), "nl").html,
    "evil": evil,
}


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("public", 1280, "light"),
        ("dutch", 380, "dark"),
        ("blocked", 1280, "dark"),
        ("wanting", 380, "light"),
        ("evil", 1280, "light"),
        ("evil", 380, "dark"),
    ],
)
def test_pages_in_a_browser(
    browser: Browser, tmp_path: Path, name: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Quiet, asking nothing, running nothing, as wide as the screen, offline and without scripts, and accessible."""
    text = PAGES[name]()
    assert "<script" not in text
    plain = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=True, offline=True
    )
    page, said = opened(plain, tmp_path, text)
    assert said == [] and page.evaluate("window.hit") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    plain.close()
    judged = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, _ = opened(judged, tmp_path, text)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    judged.close()


def test_it_prints_with_all_that_is_folded_and_room_to_sign(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, _ = opened(context, tmp_path, public())
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator("details:not([open])").count() == 1
    heights = page.locator("details:not([open]) td, details:not([open]) li").evaluate_all(
        "all => all.map((one) => one.getClientRects().length && one.checkVisibility({contentVisibilityAuto: true}))"
    )
    assert len(heights) > 10 and all(heights), "what is folded on the screen is printed"
    assert page.locator(".sign dd").count() == 3 and page.locator(".boxes li").count() == 3
    assert len(page.pdf(format="A4")) > 10_000
    context.close()


CONFIG = """\
archive: {url: "https://xnat.example.org", name: Example XNAT}
language: nl
defaults:
  publisher: &desk {name: Desk, identifier: "https://example.org/d", email: d@example.org, homepage: "https://example.org"}
  creator: *desk
  contact_point: *desk
  license: CC BY 4.0
  rights: https://example.org/terms
work: work
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "img2fair.yaml").write_text(CONFIG)
    (tmp_path / "work").mkdir()
    kept_in = replace(blocked(), id="KEPT IN")
    held = snapshot(complete(), kept_in, withheld=(PRIVATE,))
    write_snapshot(tmp_path / "work" / "snapshot.jsonl", held.projects(), lambda: held.header)
    return tmp_path


def test_the_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = ["-c", str(folder / "img2fair.yaml")]
    assert run(["preview", "LUNG", *config]) == Exit.DONE
    page = folder / "work" / "preview-LUNG.html"
    assert '<html lang="nl">' in page.read_text() and str(page) in capsys.readouterr().err
    assert run(["preview", "KEPT IN", "--language", "en", *config]) == Exit.PRIVACY
    told = capsys.readouterr()
    (made,) = (folder / "work").glob("preview-KEPT*.html")
    assert "privacy holds it back" in told.err and "Not yet" in made.read_text()
    assert run(["preview", "SECRET", *config]) == Exit.PRIVACY
    assert run(["preview", "LUNK", *config]) == Exit.USAGE
    assert "did you mean 'LUNG'?" in capsys.readouterr().err
    snapshot_file = str(folder / "work" / "snapshot.jsonl")
    assert run(["preview", "LUNG", "--snapshot", snapshot_file, "-o", "-", *config]) == Exit.DONE
    told = capsys.readouterr()
    assert told.out == page.read_text() + "\n" and not told.err


def test_today_is_the_day_of_the_harvest() -> None:
    assert "read on 2026-03-02" in read(public())
