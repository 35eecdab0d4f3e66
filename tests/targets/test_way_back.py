"""What is observed is exactly what was written: otherwise a plan would see edits that nobody made."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from img2fair.model import Action, Change, State
from img2fair.rdf import PREFIXES, digest, from_text, iri, to_text
from img2fair.targets import TARGETS, Target
from img2fair.targets.site import SiteSettings
from img2fair.targets.site.entries import Entry
from img2fair.targets.site.iris import Translation
from tests.sizes import size
from tests.targets import changes as made
from tests.targets.changes import BASE, CATALOG, catalog, dataset, distribution, key_of, site, withdraw, write

PROJECTS = ("P", "P1", "P2", "P-1", "p", "é")
"""Names that begin alike, or differ in case only: so do the keys and the addresses of their records."""

KEYS = [CATALOG, *map(key_of, PROJECTS), f"{key_of('P')}/distribution/dicom"]
THERE = [f"{BASE}/catalog/imaging", *(f"{BASE}/dataset/{name}" for name in ("P", "P1", "P2", "P-1", "Q")),
         f"{BASE}/distribution/P-dicom", BASE, f"{BASE}/", f"{BASE}/profile/catalog"]  # fmt: skip
NODES = [node + end for node in [*KEYS, *THERE] for end in ("", "#a", "#ldp-dataset", "#metadata-identifier", "/x")]
ODD = ["http://www.example.org/é", "http://www.example.org/%C3%A9", "urn:img2fair:itself:x", "mailto:a@b.example",
       "https://xnat.example.org/data/projects/P?x=1#y"]  # fmt: skip
LINKS = ["dct:relation", "dct:isPartOf", "dct:conformsTo", "dcat:landingPage", "dcat:distribution", "dcat:dataset",
         "dct:hasPart", "fdp-o:metadataIssued", "fdp-o:metadataIdentifier", "adms:status", "owl:sameAs"]  # fmt: skip
TYPES = [
    "string",
    "integer",
    "decimal",
    "double",
    "boolean",
    "dateTime",
    "date",
    "gYear",
    "hexBinary",
    "anyURI",
    "float",
]

texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=12)
literals = some.one_of(
    some.builds(Literal, texts),
    some.builds(lambda t, tag: Literal(t, language=tag), texts, some.sampled_from(["en", "EN-gb", "nl-NL", "zh-Hant"])),
    some.builds(lambda t, kind: Literal(t, datatype=NamedNode(PREFIXES["xsd"] + kind)),
                some.one_of(texts, some.sampled_from(["007", "1.0", "1e0", "true", "+1", "-0", ".5", "1.", "INF"])),
                some.sampled_from(TYPES)),
)  # fmt: skip
nodes = some.sampled_from([*NODES, *ODD]).map(NamedNode)
blank = some.sampled_from(["a", "b", "c14n0", "r0-a"]).map(BlankNode)
triples = some.lists(
    some.builds(Triple, some.one_of(nodes, blank), some.sampled_from(LINKS).map(iri),
                some.one_of(nodes, nodes, literals, blank)),
    max_size=8,
)  # fmt: skip
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def with_triples(change: Change, more: list[Triple]) -> Change:
    """Return a change with some more triples of the publisher's, and the digest that a plan would write."""
    own = from_text(change.nquads, "nquads")
    wanted = [*(t for t in own if "#record" not in str(t.subject)), *more]
    record = made.record(change.key, digest(wanted), made.DAY, made.DAY)
    return Change(change.key, change.kind, change.action, "because", slug=change.slug, parent=change.parent,
                  project=change.project, nquads=to_text([*wanted, *record], "nquads"))  # fmt: skip


def check(target: Target, key: str) -> None:
    held = target.observe().records[key]
    assert held.digest == digest(held.triples), key


@settings(few, max_examples=size(6, 60))
@given(triples, triples)
def test_what_was_written_is_observed_whatever_it_says(one: list[Triple], two: list[Triple]) -> None:
    with TemporaryDirectory() as folder:
        target = site(Path(folder))
        others = [dataset("P1"), dataset("P2"), distribution("P")]
        write(target, [catalog(), with_triples(dataset("P"), one), with_triples(dataset("P-1"), two), *others])
        for key in (key_of("P"), key_of("P-1"), key_of("P1"), CATALOG):
            check(target, key)
        held = target.observe().records[key_of("P")]
        write(target, [withdraw("P2"), dataset("Q"), dataset("p"), dataset("é")])
        again = target.observe().records[key_of("P")]
        assert digest(again.triples) == digest(held.triples), "changes to others leave it as it is"
        check(target, key_of("P-1"))


@few
@given(some.lists(some.sampled_from(PROJECTS), unique=True), triples, some.booleans())
def test_the_translation_is_exact_both_ways(projects: list[str], said: list[Triple], own: bool) -> None:
    """``own``: a key that is the address of another record of the site."""
    kinds = [Entry(key_of(p), "dataset", p, None, None, p, State.PUBLISHED, (), ()) for p in projects]
    odd = Entry(f"{BASE}/dataset/P", "dataset", "odd", None, None, None, State.PUBLISHED, (), ())
    translation = Translation(BASE, [*kinds, odd] if own else kinds)
    apart = translation.apart(said)
    assert translation.together(apart) == said
    assert len(set(apart)) == len(set(said)), "two never become one"
    plain = [t for t in said if BASE not in str(t)]
    assert translation.inward(translation.outward(plain)) == plain


@pytest.mark.parametrize(
    "text",
    [
        f"<> dct:relation <{BASE}/dataset/LUNG> .",
        f"<> dct:relation <{BASE}/dataset/LUNG>, <{key_of('LUNG')}> .",
        f"<> dct:relation <{BASE}/dataset/LGG> ; dct:isPartOf <{BASE}>, <{BASE}/catalog/imaging> .",
        f"<> dcat:distribution <{key_of('LGG')}/distribution/dicom> .",
        f"<{BASE}/dataset/LGG> dct:title 'said of the address' . <> dct:title 'said of the key' .",
        f"<> dct:relation [ dct:relation <{BASE}/dataset/LUNG> ] .",
        "<> <https://w3id.org/fdp/fdp-o#metadataIssued> '2026-01-01' . <#ldp-dataset> dct:title 'ours' .",
    ],
)
def test_addresses_and_links_of_the_site_in_a_record_are_no_foreign_edit(tmp_path: Path, text: str) -> None:
    """A steward may well give the published address of a related dataset."""
    write(site(tmp_path), [catalog(), dataset("LGG", extra=text), distribution("LGG")])
    check(site(tmp_path), key_of("LGG"))
    write(site(tmp_path), [dataset("LUNG"), distribution("LUNG")])
    check(site(tmp_path), key_of("LGG"))
    write(site(tmp_path), [withdraw("LUNG")])
    check(site(tmp_path), key_of("LGG"))
    moved = TARGETS["site"](SiteSettings("catalogue", tmp_path / "public", "https://new.example.org"))
    write(moved, [dataset("PROSTATE")])
    check(moved, key_of("LGG"))


def test_an_address_that_was_written_is_published_and_gone_with_its_record(tmp_path: Path) -> None:
    write(
        site(tmp_path), [catalog(), dataset("LUNG"), dataset("LGG", extra=f"<> dct:relation <{BASE}/dataset/LUNG> .")]
    )
    assert f"dct:relation <{BASE}/dataset/LUNG>" in (tmp_path / "public" / "dataset" / "LGG.ttl").read_text()
    listed = {r["slug"]: r for r in json.loads((tmp_path / "public" / "img2fair-site.json").read_text())["records"]}
    assert len(listed["LGG"]["as_written"]) == 1 and "as_written" not in listed["LUNG"]
    write(site(tmp_path), [withdraw("LGG")])
    assert "as_written" not in (tmp_path / "public" / "img2fair-site.json").read_text()


def test_an_edit_is_still_seen_where_an_address_was_written(tmp_path: Path) -> None:
    write(
        site(tmp_path), [catalog(), dataset("LUNG"), dataset("LGG", extra=f"<> dct:relation <{BASE}/dataset/LUNG> .")]
    )
    file = tmp_path / "public" / "dataset" / "LGG.ttl"
    for old, new in ((f"<{BASE}/dataset/LUNG>", f"<{BASE}/dataset/LONG>"), ("glioma", "edited")):
        text = file.read_text()
        file.write_text(text.replace(old, new))
        held = site(tmp_path).observe().records[key_of("LGG")]
        assert held.digest != digest(held.triples)
        file.write_text(text)


def test_a_record_that_moves_hangs_on_the_new_one_only(tmp_path: Path) -> None:
    other = made.publish(f"{CATALOG}other", "catalog", "<> a dcat:Catalog ; dct:title 'Other' .", slug="other")
    write(site(tmp_path), [catalog(), other, dataset("LGG"), distribution("LGG")])
    moved = dataset("LGG", action=Action.UPDATE)
    write(site(tmp_path), [replace(moved, parent=other.key)])
    assert f"<{BASE}/dataset/LGG>" in (tmp_path / "public" / "catalog" / "other.ttl").read_text()
    assert f"<{BASE}/dataset/LGG>" not in (tmp_path / "public" / "catalog" / "imaging.ttl").read_text()
    write(site(tmp_path), [Change(CATALOG, "catalog", Action.WITHDRAW, "no longer made")])
    assert site(tmp_path).observe().records[key_of("LGG")].state is State.PUBLISHED
