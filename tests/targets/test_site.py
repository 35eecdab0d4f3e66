"""The site target: what goes in comes out, records keep their IRIs, what is withdrawn is gone."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode

from img2fair.errors import UsageFault
from img2fair.model import Action, Change, State, Verdict
from img2fair.rdf import digest, from_file, from_text
from img2fair.targets.site import SiteSettings
from tests.targets.changes import (
    ARCHIVE,
    BASE,
    CATALOG,
    DAY,
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


def test_an_absent_folder_is_an_empty_site(tmp_path: Path) -> None:
    assert site(tmp_path).observe().records == {}
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_observed(tmp_path: Path) -> None:
    changes = everything()
    outcomes = write(site(tmp_path), changes)
    assert {outcome.verdict for outcome in outcomes} == {Verdict.DONE}
    observed = site(tmp_path).observe()
    assert list(observed.records) == sorted(observed.records, key=lambda k: ("distribution" in k, k))
    for change in changes:
        held = observed.records[change.key]
        wanted = {t for t in from_text(change.nquads, "nquads") if "#record" not in str(t.subject)}
        assert set(held.triples) == wanted, change.key
        assert held.digest == digest(held.triples) == digest(wanted)
        assert (held.kind, held.parent, held.project) == (change.kind, change.parent, change.project)
        assert (held.issued, held.modified, held.state) == (DAY, DAY, State.PUBLISHED)


def test_blank_nodes_and_odd_literals_survive(tmp_path: Path) -> None:
    extra = (
        '<> dct:relation [ dct:title "a\\u0000\\n\\"\\\\ \\u202e" ; dct:extent "007"^^xsd:integer ], [ a dct:Policy ] .'
    )
    one, two = dataset("LGG", extra=extra), dataset("LUNG", extra=extra)
    write(site(tmp_path), [catalog(), one, two])
    held = site(tmp_path).observe().records[one.key]
    assert held.digest == digest(held.triples)
    first = contents(tmp_path / "public")
    write(site(tmp_path), [dataset("PROSTATE")])
    again = contents(tmp_path / "public")
    assert again["dataset/LGG.ttl"] == first["dataset/LGG.ttl"]
    whole = from_text(again["catalogue.nq"], "nquads")
    assert sum("Policy" in str(t.object) for t in whole) == 2


def test_same_changes_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(site(tmp_path / name), everything())
    assert contents(tmp_path / "a" / "public") == contents(tmp_path / "b" / "public")


def test_an_update_changes_its_record_only(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    before = contents(tmp_path / "public")
    later = "2026-12-01T07:00:00Z"
    write(site(tmp_path), [dataset("LGG", title="A better title", action=Action.UPDATE, day=later)])
    after = contents(tmp_path / "public")
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if name.endswith(".ttl")} == {"dataset/LGG.ttl", "index.ttl", "catalogue.ttl"}
    assert "dataset/LUNG.html" not in changed
    assert site(tmp_path).observe().records[key_of("LGG")].modified == later
    assert (tmp_path / ".public.versions" / "1" / "index.html").is_file(), "the version before is kept"


def test_withdrawal_takes_children_along_and_leaves_no_text(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    [outcome] = write(site(tmp_path), [withdraw("PROSTATE")])
    assert outcome.verdict is Verdict.DONE
    observed = site(tmp_path).observe().records
    gone = {observed[key_of("PROSTATE")], observed[f"{key_of('PROSTATE')}/distribution/dicom"]}
    for held in gone:
        assert (held.state, held.triples, held.issued) == (State.WITHDRAWN, (), DAY)
        assert held.modified == "2026-11-21T08:00:00Z"
    left = b"\n".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"before biopsy" not in left and b"a secret title" not in left and b"DICOM files of PROSTATE" not in left
    assert "dataset/PROSTATE" not in (tmp_path / "public" / "catalogue.ttl").read_text()
    assert "dataset/PROSTATE" not in (tmp_path / "public" / "catalog" / "imaging.ttl").read_text()
    page = (tmp_path / "public" / "dataset" / "PROSTATE.html").read_text()
    assert "protected -&gt; private" in page and "21 November 2026" in page


def _texts(changes: list[Change]) -> set[bytes]:
    """Every literal and every IRI that these records say, as bytes; short ones would be found by chance."""
    triples = [t for change in changes for t in from_text(change.nquads, "nquads") if "#record" not in str(t.subject)]
    terms = [term for t in triples for term in (t.subject, t.object)]
    return {term.value.encode() for term in terms if not isinstance(term, BlankNode) and len(term.value) > 5}  # type: ignore[union-attr]


def test_no_byte_of_a_withdrawn_project_is_left_anywhere(tmp_path: Path) -> None:
    """Not in pages, RDF, search words, manifest or older versions; its key and the reason alone."""
    extra = """<> dcat:keyword "Kanarienvogel", "Rotkehlchen"@de ; dct:relation <https://canary.example.org/i>, <#x>,
      <https://fair.example.org/catalogue/dataset/LUNG>, [ dct:title "canary blank" ] . <#x> foaf:name "Ida Canary" ."""
    secret = [
        dataset("PROSTATE", extra=extra, title="Canary title", description="Canary text"),
        distribution("PROSTATE"),
    ]
    others = [catalog(), dataset("LGG"), dataset("LUNG"), distribution("LGG"), distribution("LUNG")]
    write(site(tmp_path), [*others, *secret])
    write(site(tmp_path), [dataset("PROSTATE", extra=extra, title="Canary, renamed", action=Action.UPDATE)])
    canaries = _texts(secret) - _texts(others) - {change.key.encode() for change in secret}
    canaries.discard(f"{BASE}/dataset/LUNG".encode())
    assert len(canaries) > 10 and b"Kanarienvogel" in canaries
    found = b"\n".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert all(canary in found for canary in (b"Kanarienvogel", b"Ida Canary", b"canary blank"))
    write(site(tmp_path), [withdraw("PROSTATE")])
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        text = path.read_bytes()
        assert not [canary for canary in canaries if canary in text], path
        assert b"canary" not in text.lower(), path


def test_withdrawing_twice_changes_nothing(tmp_path: Path) -> None:
    write(site(tmp_path), [*everything(), withdraw("LGG")])
    before = stamps(tmp_path)
    write(site(tmp_path), [withdraw("LGG"), withdraw("NEVER")])
    assert stamps(tmp_path) == before


def test_a_returning_record_keeps_its_iri(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    write(site(tmp_path), [withdraw("LGG")])
    write(site(tmp_path), [dataset("LGG", slug="another-name")])
    held = site(tmp_path).observe().records[key_of("LGG")]
    assert (held.slug, held.state) == ("LGG", State.PUBLISHED)
    assert "before biopsy" not in (tmp_path / "public" / "dataset" / "LGG.ttl").read_text()


def test_a_child_of_a_withdrawn_record_is_refused(tmp_path: Path) -> None:
    outcomes = write(site(tmp_path), [*everything(), withdraw("LGG"), distribution("LGG"), distribution("NEVER")])
    assert [outcome.verdict for outcome in outcomes[-2:]] == [Verdict.FAILED, Verdict.FAILED]
    assert "is not published here" in outcomes[-1].answer


def test_a_child_may_be_withdrawn_alone(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    key = f"{key_of('LGG')}/distribution/dicom"
    write(site(tmp_path), [Change(key, "distribution", Action.WITHDRAW, "no longer there")])
    records = site(tmp_path).observe().records
    assert (records[key].state, records[key_of("LGG")].state) == (State.WITHDRAWN, State.PUBLISHED)
    assert "dcat:distribution" not in (tmp_path / "public" / "dataset" / "LGG.ttl").read_text()


OUTSIDE = """{"schema": "img2fair/site", "version": 1, "base": "https://a.b", "records": [
    {"key": "k", "kind": "dataset", "slug": "../../etc/passwd", "state": "published"}]}"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dataset/LGG.ttl", "<a> <b"),
        ("dataset/LGG.ttl", ""),
        ("img2fair-site.json", "{"),
        ("img2fair-site.json", '{"schema": "img2fair/site", "version": 9, "base": "https://a.b", "records": []}'),
        ("img2fair-site.json", OUTSIDE),
    ],
)  # fmt: skip
def test_a_damaged_site_is_a_fault(tmp_path: Path, name: str, text: str) -> None:
    write(site(tmp_path), everything())
    (tmp_path / "public" / name).write_text(text)
    with pytest.raises(UsageFault) as caught:
        site(tmp_path).observe()
    assert Path(name).name in caught.value.where and caught.value.cure


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    (tmp_path / "public" / "dataset" / "LGG.ttl").unlink()
    with pytest.raises(UsageFault, match="cannot be read"):
        site(tmp_path).observe()


def test_an_edit_by_another_hand_is_seen_and_kept(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    file = tmp_path / "public" / "dataset" / "LGG.ttl"
    file.write_text(file.read_text().replace("with tumour outlines", "by hand"))
    held = site(tmp_path).observe().records[key_of("LGG")]
    assert held.digest != digest(held.triples)
    write(site(tmp_path), [dataset("LUNG", title="x", action=Action.UPDATE)])
    assert "by hand" in file.read_text()


HOSTILE = ["..", "../../etc/passwd", "a/b", "a\\b", ".hidden", "nul", "CON", "a\0b", "x" * 300, "ü" * 200, "\u202ecod",
           "", "a.ttl", "index", "con.txt", "-rf", "~", "LGG", "lgg", "LgG", "%2e%2e", "a b", "é", "e\u0301", "😀",
           "CON-", "_x"]  # fmt: skip


def test_hostile_slugs_stay_inside_and_apart(tmp_path: Path) -> None:
    changes = [dataset(f"P{number}", slug=slug or " ") for number, slug in enumerate(HOSTILE)]
    outcomes = write(site(tmp_path), [catalog(), *changes])
    assert {outcome.verdict for outcome in outcomes} == {Verdict.DONE}
    slugs = [held.slug for held in site(tmp_path).observe().records.values() if held.kind == "dataset"]
    assert len({slug.casefold() for slug in slugs}) == len(HOSTILE)
    assert all(slug.isascii() and len(slug) <= 150 and not slug.startswith((".", "-")) for slug in slugs)
    files = [path for path in tmp_path.rglob("*.ttl") if path.parent.name == "dataset"]
    assert {path.stem for path in files} == set(slugs)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".public.versions", "public"]


def test_the_fair_data_point_can_be_walked(tmp_path: Path) -> None:
    """From the root, by ldp:contains only, every record is reached, and each is in Turtle and JSON-LD."""
    write(site(tmp_path), everything())
    public, contains = tmp_path / "public", "http://www.w3.org/ns/ldp#contains"
    ahead, reached = [f"{BASE}/index"], set[str]()
    while ahead:
        place = public / ahead.pop().removeprefix(f"{BASE}/")
        assert from_file(place.with_suffix(".jsonld")) != []
        triples = from_file(place.with_suffix(".ttl"))
        members = {t.object.value for t in triples if t.predicate.value == contains}  # type: ignore[union-attr]
        boxes = [t for t in triples if t.predicate.value.endswith("ldp#membershipResource")]
        assert bool(members) == bool(boxes)
        reached |= members
        ahead += members
    assert len(reached) == 7
    assert f"{BASE}/distribution/LGG-dicom" in reached


def test_links_between_records_are_translated_and_addresses_are_not(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    text = (tmp_path / "public" / "dataset" / "LGG.ttl").read_text()
    assert f"dct:isPartOf <{BASE}/catalog/imaging>" in text
    assert f"<{ARCHIVE}/data/projects/LGG>" in text, "the landing page is the archive's"
    assert f"<{BASE}/dataset/LGG#creator-1>" in text


def test_a_data_service_is_a_record_too(tmp_path: Path) -> None:
    text = '<> a dcat:DataService ; dct:title "DICOMweb" ; dcat:endpointURL <https://xnat.example.org/xapi/dicomweb> .'
    service = publish(f"{ARCHIVE}/dicomweb", "data-service", text, slug="dicomweb", parent=CATALOG)
    write(site(tmp_path), [catalog(), service])
    assert (
        f"dcat:service <{BASE}/data-service/dicomweb>" in (tmp_path / "public" / "catalog" / "imaging.ttl").read_text()
    )


@pytest.mark.parametrize(
    "base",
    ["", "fair.example.org", "ftp://a.b/", "https://", "http://[", "https://me@a.b", "https://a.b/?x", "https://a b/"],
)
def test_a_base_that_is_no_web_address_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(UsageFault, match="no web address"):
        SiteSettings("x", tmp_path, base)
