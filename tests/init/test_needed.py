"""Whatever a mapping demands of the config, init asks for it or marks it: read from the mapping, not from a list."""

from pathlib import Path

import pytest

from img2fair.init.proposing import Choice, propose, unmet
from img2fair.init.questions import OF_DEFAULTS
from img2fair.mapping import load_mapping
from img2fair.publication.needed import Need, needs
from img2fair.shacl import load_profile
from img2fair.shacl.profile import with_bases

ANSWERED = {
    "archive": "https://xnat.example.org",
    "publisher": "Example Institute",
    "homepage": "https://ror.org/00example",
    "contact_email": "data@example.org",
    "license": "CC BY 4.0",
    "rights": "https://example.org/terms",
}
HEALTH = {
    "type",
    "provenance",
    "health_category",
    "hdab.name",
    "hdab.identifier",
    "hdab.email",
    "hdab.homepage",
}
NOT_ASKED = {"dcat-ap": set(), "health-ri-core": set(), "healthdcat-ap": HEALTH, "fdp-default": {"catalog.version"}}
"""What each shipped mapping demands beyond what is asked or proposed; one that comes to demand more fails here."""


def needs_of(mapping: str, kind: str = "xnat", beside: Path | None = None) -> tuple[Need, ...]:
    loaded = load_mapping(mapping, beside=beside)
    assert loaded.profile
    return needs(loaded, [one.name for one in with_bases([load_profile(loaded.profile)])], kind)


@pytest.mark.parametrize("mapping", NOT_ASKED)
def test_what_is_not_asked_is_marked(mapping: str) -> None:
    found = needs_of(mapping)
    proposal = propose(ANSWERED, None, Choice(mapping, ""), [], found)
    marked = {key.removeprefix("defaults.") for key in proposal.open if key.startswith("defaults.")}
    assert marked - {"catalog.description"} == NOT_ASKED[mapping]
    assert {*unmet(proposal.tree["defaults"], found)} <= marked


def test_health_ri_demands_all_that_is_asked() -> None:
    """So a question that nothing needs any more is noticed too."""
    demanded = {key for need in needs_of("health-ri-core") for key in need.keys}
    assert all(demanded & {*question.keys} for question in OF_DEFAULTS)


def test_a_new_demand_of_a_mapping_is_marked(tmp_path: Path) -> None:
    text = (
        "mapping: 1\nextends: dcat-ap\nprofile: dcat-ap\ndataset:\n  fields:\n"
        "    dct:accrualPeriodicity: {from: [form.frequency, defaults.rhythm], as: iri, required: true}\n"
        "    dct:spatial: {from: [project.name, defaults.place], required: true}\n"
        "    dct:type: {from: defaults.sort, as: iri}\n"
    )
    (tmp_path / "own.yaml").write_text(text)
    found = needs_of("own.yaml", beside=tmp_path)
    proposal = propose(ANSWERED, None, Choice("own.yaml", ""), [], found)
    assert proposal.tree["defaults"]["rhythm"] == ""
    assert "accrualPeriodicity" in proposal.open["defaults.rhythm"]
    assert not {"place", "sort"} & {*proposal.tree["defaults"]}, "the archive has it, or nobody demands it"


def test_other_archives_have_no_pages_of_their_own() -> None:
    assert ("access_url",) in [need.keys for need in needs_of("dcat-ap", "table")]
    assert not any("data-service" in need.what for need in needs_of("dcat-ap", "table")), "a table serves nothing"
    assert ("access_url",) not in [need.keys for need in needs_of("dcat-ap")]


def test_nothing_is_invented() -> None:
    tree = propose(
        {"archive": "https://xnat.example.org"}, None, Choice("health-ri-core", ""), [], needs_of("health-ri-core")
    ).tree
    assert tree["defaults"]["publisher"] == dict.fromkeys(tree["defaults"]["publisher"], "")
    assert tree["defaults"]["license"] == tree["defaults"]["rights"] == ""
