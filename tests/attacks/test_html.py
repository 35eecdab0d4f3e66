"""Every page we make, every text on it hostile, in a real browser: shown as text, nothing runs, nobody is asked.

Each page is opened with its policy (CSP) and once more with the policy switched off: the escaping holds by itself.
"""

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from img2fair.characters import NOT_TEXT, REPLACEMENT
from img2fair.findings import Report
from img2fair.mapping import Settings, map_project, map_site
from img2fair.model import Change, Held, Person, Project, Publication, Record, Resource, ScanProfile
from img2fair.plan import Evidence, make_plan
from img2fair.preview import preview
from img2fair.report.described import described_of_records
from img2fair.report.page import to_html
from img2fair.shacl import load_profile, validate_groups
from img2fair.targets import TARGETS
from tests.attacks.corpus import EVIL, RUN, XSS
from tests.mapping.samples import DEFAULTS, SETTINGS, SITE, filled, form, loaded, session
from tests.report.findings import evil
from tests.report.previewing import located, snapshot
from tests.sizes import size
from tests.targets.changes import CATALOG, everything, publish, settings

SAMPLE = XSS[:: size(20, 1)]
"""Of the dataset pages, one for each payload; the start page and the report always hold all of them."""
STRICT = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
LOOSE = re.compile(r"unsafe-|\*|https?:|blob:|strict-dynamic")
PROBE = """() => {
  const all = [...document.querySelectorAll('*')], of = (e) => [...e.attributes];
  const links = ['href', 'src', 'srcset', 'action', 'formaction', 'data', 'poster', 'xlink:href', 'ping', 'background'];
  return {
    hit: window.hit === undefined ? null : String(window.hit),
    handlers: all.filter(e => of(e).some(a => a.name.startsWith('on'))).map(e => e.outerHTML.slice(0, 200)),
    strange: [...document.querySelectorAll('iframe,frame,object,embed,base,applet,math,form[action],'
      + 'meta[http-equiv=refresh],foreignObject,animate,set,template,xmp,marquee,'
      + 'noscript *')].map(e => e.outerHTML.slice(0, 200)),
    scripts: document.scripts.length, styles: document.querySelectorAll('style,link[rel=stylesheet]').length,
    links: all.flatMap(e => of(e).filter(a => links.includes(a.name)).map(a => {
      try { return new URL(a.value, 'https://site.invalid/a/b').href } catch { return a.value } })),
    blind: (document.documentElement.outerHTML.match(/[\\u202a-\\u202e\\u2066-\\u2069\\u0000]/g) || []).length,
  }
}"""


def quoted(text: str) -> str:
    """Return a text as a literal of Turtle."""
    return json.dumps(text)


def dataset(number: int, texts: tuple[str, ...]) -> Change:
    """Return a dataset that says each text wherever a page shows one."""
    said = ", ".join(map(quoted, texts))
    body = f"""<> a dcat:Dataset ; dct:title {quoted(texts[0])}@en ; dct:description {quoted(texts[-1])} ;
      dcat:keyword {said} ; dct:identifier {said} ; dct:creator <#who> ; dct:publisher <#who> ;
      dct:accessRights {said} ;
      dct:subject <#what> ; dct:license <#what> ; dct:provenance [ rdfs:label {said} ] ; dct:extent <#what> ;
      dct:temporal [ dcat:startDate {said} ; dcat:endDate {said} ] ; dct:issued {said} ; dct:modified {said} ;
      dcat:contactPoint [ vcard:fn {said} ; vcard:hasEmail {said} ] ; dcat:landingPage {said}, <javascript:{RUN}> ;
      dct:relation <data:text/html,hit>, <vbscript:hit>, <file:///etc/passwd> .
      <#who> a foaf:Agent ; foaf:name {said} ; foaf:homepage <javascript:{RUN}> ;
        foaf:mbox <mailto:x@y.org?body={RUN}> .
      <#what> rdfs:label {said} ; dct:title {said} ."""
    key = f"https://xnat.example.org/data/projects/X{number}"
    return publish(key, "dataset", body, slug=f"X{number}", parent=CATALOG, project=f"X{number}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose records hold the texts as they are, as if no mapping had cleaned them."""
    folder = tmp_path_factory.mktemp("site")
    told = settings(folder, notice=" ".join(XSS), title=XSS[0] + XSS[30])
    with TARGETS["site"](told).writing("2026-11-21T08:00:00Z") as change:
        for one in everything():
            change(one)
        for number, text in enumerate(XSS):
            change(dataset(number, (text,)))
        change(dataset(len(XSS), XSS))
    return folder / "public"


def project(texts: tuple[str, ...]) -> Project:
    """Return a project of an archive with a text in every field that can hold one."""
    first, *_ = texts
    held = tuple(map(Held, texts))
    person = Person(held[0], held[1], held[2], held[3], held[4], held[5], held[6])
    scan = ScanProfile(2, modality=held[0], type=held[1], body_part=held[2], manufacturer=held[3],
                       resources=(Resource(held[4], Held(1), Held(1)),))  # fmt: skip
    answers: dict[str, Any] = dict.fromkeys("title description keyword theme license landing_page page".split(), first)
    answers |= {"publisher": {"name": first, "homepage": f"javascript:{RUN}", "email": first}, "keywords": list(texts),
                "creator": [{"name": text, "identifier": text} for text in texts[:9]], "custom": first}  # fmt: skip
    return replace(
        filled(),
        name=Held(" ".join(texts)),
        description=Held("\n".join(texts)),
        keywords=Held(";".join(texts)),
        secondary_id=held[0],
        aliases=held,
        pi=person,
        investigators=tuple(replace(person, lastname=one) for one in held),
        publications=tuple(Publication(title=one, doi=one, uri=one) for one in held),
        forms=(form(**answers),),
        sessions=tuple(session(number, scan) for number in range(40)),
    )


def hostile_settings() -> Settings:
    """Return a config in which every text is hostile."""
    said = {
        key: XSS[number] for number, key in enumerate(("license", "rights", "landing_page", "description", "theme"))
    }
    agent = {"name": XSS[1], "email": XSS[2], "homepage": f"javascript:{RUN}", "identifier": f"data:text/html,{RUN}"}
    catalogue = {"title": XSS[3], "description": XSS[4], "license": f"javascript:{RUN}"}
    return replace(
        SETTINGS,
        site=SITE | {"name": XSS[5], "description": XSS[6]},
        defaults=DEFAULTS | said | {"publisher": agent, "creator": agent, "contact_point": agent, "catalog": catalogue},
    )


@pytest.fixture(scope="module")
def mapped() -> tuple[tuple[Record, ...], Report]:
    """The records of hostile projects and what the profile has against them, by the whole way through the house."""
    mapping, said = loaded("health-ri-core"), hostile_settings()
    parts = [map_site(mapping, said)]
    step = size(140, 10)
    for number, start in enumerate(range(0, len(XSS) - 6, step)):
        one = replace(project(XSS[start : start + max(step, 9)] + XSS[:9]), id=f"X{number}")
        parts.append(map_project(mapping, said, one))
    records = tuple(record for part in parts for record in part.records)
    report = validate_groups([[record] for record in records], [load_profile("health-ri-core")])
    found = tuple(finding for part in parts for finding in part.findings)
    return records, replace(report, findings=(*report.findings, *found))


@pytest.fixture(scope="module")
def pages(
    site: Path, mapped: tuple[tuple[Record, ...], Report], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The files of all pages: the site's, the steward's report, the investigator's page."""
    folder = tmp_path_factory.mktemp("pages")
    found = {
        name: site / name for name in ("index.html", "404.html", "catalog/imaging.html", f"dataset/X{len(XSS)}.html")
    }
    found |= {f"dataset/X{n}.html": site / f"dataset/X{n}.html" for n, text in enumerate(XSS) if text in SAMPLE}
    records, report = mapped
    made = {
        "report of all payloads": to_html(told(), title=XSS[0], generated=XSS[1], worklists="lists", before=evil()),
        "report": to_html(
            report, title=XSS[2], catalogue=described_of_records(records), language="nl", worklists="lists"
        ),
    } | {f"investigator, {language}": investigator(language) for language in ("en", "nl")[: size(1, 2)]}
    for name, text in made.items():
        found[name] = folder / f"{name}.html"
        found[name].write_text(text, "utf-8")
    found |= {
        f"mapped {path.stem}": path for path in published(records, folder).rglob("*.html") if path.name != "404.html"
    }
    return found


def told() -> Report:
    """Return a report with a finding for each payload, which stands in each of its texts."""
    (one,) = evil().findings
    (place,) = one.where
    found = [
        replace(one, key=f"urn:x:{number}", code=text, message=text, focus=text, property=text, value=text,
        project=text,
                profile=text, shape=text, mapping=text, cure=text, message_nl=text, cure_nl=text,
                where=(replace(place, system=text, screen=text, field=text, link=text),), allowed=((text, text),))
        for number, text in enumerate(XSS)
    ]  # fmt: skip
    titles = tuple((finding.key, finding.message) for finding in found)
    return Report(tuple(found), tuple(finding.key for finding in found), XSS[:40], titles)


def investigator(language: str) -> str:
    made = project(XSS[:: size(9, 1)])
    return preview(located(defaults=hostile_settings().defaults), snapshot(made), made.id, language).html


def published(records: tuple[Record, ...], folder: Path) -> Path:
    """Publish records to a site, whatever any judge has against them; return its folder."""
    target = TARGETS["site"](settings(folder / "mapped", notice=XSS[7], title=XSS[8]))
    evidence = Evidence.of(snapshot(*(Project(r.project or "", r.visibility) for r in records)).header, ())
    plan = make_plan(target.observe(), records, {}, evidence, "2026-11-21T08:00:00Z")
    with target.writing(plan.made) as write:
        outcomes = [write(change) for change in plan.changes]
    assert len(outcomes) >= len(records)
    return folder / "mapped" / "public"


def policy_of(text: str) -> dict[str, str]:
    """Return the directives of a page's policy, which stands before all that it rules."""
    head = text[: text.index("</head>")]
    (content,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', head)
    before = head[: head.index("Content-Security-Policy")]
    assert not re.search(r"<(script|style|link|img|title)", before)
    directives = (part.strip().partition(" ") for part in html.unescape(content).split(";"))
    return {name: value for name, _, value in directives}


def test_every_page_has_a_strict_policy(pages: dict[str, Path]) -> None:
    for name, path in pages.items():
        policy = policy_of(path.read_text("utf-8"))
        assert STRICT.items() <= policy.items(), name
        assert not LOOSE.search(" ".join(policy.values())), (name, policy)
        assert set(policy) <= {*STRICT, "script-src", "style-src", "img-src"}, name
        assert (
            set(policy.get("script-src", "'none'").split()) <= {"'none'", "'self'"}
            or "'sha256-" in policy["script-src"]
        )


def opened(page: Page, path: Path) -> None:
    page.goto(path.as_uri(), wait_until="load")


@pytest.mark.parametrize("enforced", [True, False], ids=["with its policy", "without"])
def test_nothing_runs_and_nobody_is_asked(pages: dict[str, Path], browser: Browser, enforced: bool) -> None:
    context = browser.new_context(bypass_csp=not enforced)
    context.set_default_timeout(60_000)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:,")) else said.append(f"asks {r.url[:80]}"))
    page.on("popup", lambda popup: said.append(f"opens {popup.url}"))
    for name, path in pages.items():
        opened(page, path)
        found = page.evaluate(PROBE)
        assert not said, (name, said[:5])
        assert page.url == path.as_uri(), name
        assert found["hit"] is None and found["handlers"] == [] and found["strange"] == [], (name, found)
        assert found["scripts"] <= 2 and found["styles"] <= 2, name
        strange = [one for one in found["links"] if not one.startswith(("http://", "https://", "mailto:", "data:"))]
        assert strange == [], (name, strange[:5])
        data = {one[:30] for one in found["links"] if one.startswith("data:")}
        assert data <= {"data:,"}, (name, data)
        asked = [one for one in found["links"] if EVIL in one and "site.invalid" in one]
        assert asked == [], name
        assert found["blind"] == 0, f"marks that turn the writing: {name}"
    context.close()


def test_what_is_hostile_is_shown_as_it_was_written(pages: dict[str, Path], browser: Browser, site: Path) -> None:
    """Nothing is lost on the way to the reader: the title on the page is the text, letter for letter; what cannot
    be shown has a mark in its place."""
    context = browser.new_context()
    page = context.new_page()
    for number, text in enumerate(XSS):
        if text in SAMPLE:
            opened(page, site / f"dataset/X{number}.html")
            shown = page.locator("h1").evaluate("e => e.textContent")
            assert shown.split() == NOT_TEXT.sub(REPLACEMENT, text).split(), text
    context.close()


def test_the_corpus_bites(browser: Browser) -> None:
    """On a page that escapes nothing, many of these texts run: what is quiet above is quiet for a reason."""
    tried = XSS[:: size(4, 1)]
    frames = "".join(f'<iframe srcdoc="{html.escape(text)}"></iframe>' for text in tried)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.set_content(f"<!doctype html>{frames}", wait_until="load")
    page.wait_for_timeout(500)
    ran = page.evaluate("""[...document.querySelectorAll('iframe')].filter(f => {
        try { return f.contentWindow.hit } catch { return false } }).length""")
    assert ran > len(tried) / 4, f"{ran} of {len(tried)} ran"
    context.close()


def test_the_corpus_is_large_and_each_text_is_another() -> None:
    assert len(set(XSS)) == len(XSS) >= 250
