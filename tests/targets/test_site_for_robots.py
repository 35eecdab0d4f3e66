"""What search engines, feed readers and link followers are told."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as some

from img2fair.model import Action
from img2fair.targets.site import feed
from img2fair.targets.site.dates import instant
from img2fair.targets.site.signposting import MOST_IN_A_HEADER, Link, as_header
from img2fair.targets.site.sitemap import Place, sitemaps
from tests.targets.changes import BASE, DAY, catalog, dataset, distribution, everything, site, withdraw, write

ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LATER = "2026-12-01T07:00:00Z"


def _xml(text: bytes) -> Xml.Element:
    return Xml.fromstring(text)  # noqa: S314 - our own


def _feed(folder: Path) -> Xml.Element:
    return _xml((folder / "public" / "feed.xml").read_bytes())


def _entries(folder: Path) -> dict[str, Xml.Element]:
    return {str(entry.findtext(f"{ATOM}id")): entry for entry in _feed(folder).findall(f"{ATOM}entry")}


def _what(entry: Xml.Element) -> str:
    return entry.findall(f"{ATOM}category")[0].attrib["term"]


def test_the_feed_tells_what_was_made_changed_and_withdrawn(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    first = _entries(tmp_path)
    assert {_what(entry) for entry in first.values()} == {"created"} and len(first) == 7
    write(site(tmp_path), [dataset("LGG", title="Better <b>&", action=Action.UPDATE, day=LATER), withdraw("PROSTATE")])
    top, entries = _feed(tmp_path), _entries(tmp_path)
    assert entries.keys() == first.keys(), "ids stay"
    assert next(iter(entries)) == f"{BASE}/dataset/LGG", "the newest first"
    changed, gone = entries[f"{BASE}/dataset/LGG"], entries[f"{BASE}/dataset/PROSTATE"]
    assert (_what(changed), changed.findtext(f"{ATOM}title")) == ("changed", "Better <b>&")
    assert (changed.findtext(f"{ATOM}published"), changed.findtext(f"{ATOM}updated")) == (DAY, LATER)
    assert (_what(gone), gone.findtext(f"{ATOM}title")) == ("withdrawn", "Withdrawn record")
    assert gone.findtext(f"{ATOM}summary") == "accessibility: protected -> private"
    assert top.findtext(f"{ATOM}updated") == LATER
    assert top.findtext(f"{ATOM}author/{ATOM}name") == "University Hospital Example"
    links = {link.attrib["rel"]: link.attrib["href"] for link in top.findall(f"{ATOM}link")}
    assert links == {"self": f"{BASE}/feed.xml", "alternate": f"{BASE}/index.html"}
    assert "biopsy" not in (tmp_path / "public" / "feed.xml").read_text()


def test_the_feed_has_the_newest_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MOST", 3)
    days = [f"2026-11-{day}T07:00:00{zone}" for day, zone in ((20, "Z"), (22, "+01:00"), (22, "Z"), (21, "Z"))]
    write(site(tmp_path), [catalog(), *(dataset(f"P{at}", day=day) for at, day in enumerate(days))])
    assert [one.removeprefix(f"{BASE}/dataset/") for one in _entries(tmp_path)] == ["P2", "P1", "P3"]


def test_no_feed_of_records_without_dates(tmp_path: Path) -> None:
    """A feed must tell when it changed (RFC 4287, 4.1.1); a day alone is no instant."""
    write(site(tmp_path), [replace(dataset("LGG", day="2026-11-20"), parent=None)])
    assert not (tmp_path / "public" / "feed.xml").exists()
    write(site(tmp_path), [catalog()])
    assert (tmp_path / "public" / "feed.xml").exists() and len(_entries(tmp_path)) == 1


def test_the_sitemap_lists_the_pages_of_what_is_published(tmp_path: Path) -> None:
    write(site(tmp_path), [*everything(), withdraw("PROSTATE")])
    public = tmp_path / "public"
    tree = _xml((public / "sitemap.xml").read_bytes())
    dated = {str(url.findtext(f"{MAP}loc")): url.findtext(f"{MAP}lastmod") for url in tree.findall(f"{MAP}url")}
    pages = {f"{BASE}/{path.relative_to(public)}" for path in public.rglob("*.html")}
    assert set(dated) == {page for page in pages if "PROSTATE" not in page and not page.endswith("/404.html")}
    assert dated[f"{BASE}/dataset/LGG.html"] == DAY and dated[f"{BASE}/index.html"] == "2026-11-21T08:00:00Z"


@pytest.mark.parametrize(("number", "parts"), [(0, 0), (1, 0), (10, 0), (11, 2), (25, 3)])
def test_a_large_sitemap_is_an_index_of_parts(number: int, parts: int) -> None:
    places = [Place(f"dataset/P{at}.html", DAY if at % 2 else "") for at in range(number)]
    files = dict(sitemaps(places, BASE, most=10))
    names = [f"sitemap-{at}.xml" for at in range(1, parts + 1)]
    assert list(files) == [*names, "sitemap.xml"]
    trees = [_xml(text) for name, text in files.items() if parts == 0 or name != "sitemap.xml"]
    listed = [url.findtext(f"{MAP}loc") for tree in trees for url in tree]
    assert listed == [f"{BASE}/{place.path}" for place in places]
    if parts:
        index = _xml(files["sitemap.xml"])
        assert [one.findtext(f"{MAP}loc") for one in index] == [f"{BASE}/{name}" for name in names]


def _links(folder: Path, place: str) -> dict[str, list[dict[str, str]]]:
    linkset = json.loads((folder / "public" / f"{place}.linkset.json").read_text())["linkset"]
    of_record, *back = linkset
    assert of_record.pop("anchor") == f"{BASE}/{place}"
    assert [one["describes"][0]["href"] for one in back] == [f"{BASE}/{place}"] * 2
    found: dict[str, list[dict[str, str]]] = of_record
    return found


def test_the_linkset_of_a_dataset(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    links = _links(tmp_path, "dataset/LGG")
    assert links["cite-as"] == [{"href": "https://doi.org/10.5072/LGG"}]
    assert [(one["href"], one["type"]) for one in links["describedby"]] == [
        (f"{BASE}/dataset/LGG.ttl", "text/turtle"), (f"{BASE}/dataset/LGG.jsonld", "application/ld+json")]  # fmt: skip
    assert [one["href"] for one in links["type"]] == ["https://schema.org/AboutPage", "https://schema.org/Dataset"]
    assert links["license"] == [{"href": "http://creativecommons.org/licenses/by/4.0/"}]
    assert links["author"] == [{"href": "https://orcid.org/0000-0002-1825-0097"}], "a name is no address"
    assert links["collection"][0]["href"] == f"{BASE}/catalog/imaging"
    assert [one["href"] for one in links["item"]] == [f"{BASE}/distribution/LGG-dicom"]
    up = _links(tmp_path, "distribution/LGG-dicom")
    assert up["collection"][0]["href"] == f"{BASE}/dataset/LGG" and "author" not in up
    assert up["cite-as"] == [{"href": f"{BASE}/distribution/LGG-dicom"}]


def test_licences_that_differ_are_not_averaged(tmp_path: Path) -> None:
    one = distribution("LGG")
    text = one.nquads.replace("/distribution/dicom", "/distribution/dicom-2").replace("by/4.0", "by-nc/4.0")
    other = replace(one, key=f"{one.key}-2", slug="LGG-2", nquads=text)
    write(site(tmp_path), [catalog(), dataset("LGG"), one, other])
    assert "license" not in _links(tmp_path, "dataset/LGG")


def test_a_withdrawn_record_has_nothing_left_to_follow(tmp_path: Path) -> None:
    write(site(tmp_path), [*everything(), withdraw("LGG")])
    assert _links(tmp_path, "dataset/LGG").keys() == {"cite-as", "describedby"}
    assert _links(tmp_path, "dataset/LGG")["cite-as"] == [{"href": f"{BASE}/dataset/LGG"}]
    assert (tmp_path / "public" / "dataset" / "LGG.gone").read_bytes() == b""
    write(site(tmp_path), [dataset("LGG")])
    assert not (tmp_path / "public" / "dataset" / "LGG.gone").exists()


def test_pages_carry_the_links_of_their_record(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    for name in ("dataset/LGG.html", "dataset/LGG.nl.html"):
        page = (tmp_path / "public" / name).read_text()
        assert '<link rel="cite-as" href="https://doi.org/10.5072/LGG">' in page
        assert f'<link rel="linkset" href="{BASE}/dataset/LGG.linkset.json" type="application/linkset+json">' in page


def test_a_header_is_never_too_long() -> None:
    many = [Link("item", f"{BASE}/dataset/{at}") for at in range(1000)]
    text = as_header([Link("cite-as", BASE), *many, Link("linkset", "x.linkset.json", "application/linkset+json")])
    assert text == f'<{BASE}>; rel="cite-as", <x.linkset.json>; rel="linkset"; type="application/linkset+json"'
    assert as_header(many[:MOST_IN_A_HEADER]).count("item") == MOST_IN_A_HEADER


@given(some.text(max_size=40))
def test_dates_are_instants_or_nothing(text: str) -> None:
    assert instant(text) is None or text[:4].isdigit()


@pytest.mark.parametrize(
    ("text", "known"),
    [("2026-11-20T07:00:00Z", True), ("2026-11-20T07:00:00.123+01:00", True), ("2026-11-20", False), ("", False),
     ("2026-11-20T07:00:00", False), ("2026-13-20T07:00:00Z", False), ("0001-01-01T00:00:00+14:00", False)],
)  # fmt: skip
def test_which_texts_are_instants(text: str, known: bool) -> None:
    assert (instant(text) is not None) is known
