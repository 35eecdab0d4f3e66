"""The config of img2catalog: taken over with where each value came from, or refused with all that is wrong in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from img2fair.errors import UsageFault
from img2fair.mapping import load_mapping
from img2fair.migrate import Asked, Places, find_places, propose, read_legacy
from img2fair.migrate.proposing import PROFILES
from img2fair.plan import project_named
from img2fair.proposal import config_text
from img2fair.publication.needed import at, needs
from tests.migrate.legacy_world import CASES, CONFIG, Old, old_world
from tests.publication.world import everything

BROKEN: list[dict[str, Any]] = YAML(typ="safe").load(CASES / "broken.yaml")
PLACES = Places("https://xnat.hospital.org", "https://fdp.hospital.org", "https://fdp.hospital.org/catalog/1")
CANARY = "canary-7f3a"


def legacy_of(text: str, folder: Path) -> Any:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return read_legacy(folder / "config.toml")


@pytest.mark.parametrize("case", BROKEN, ids=[case["name"] for case in BROKEN])
def test_a_broken_config(case: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as refused:
        legacy_of(case["toml"], tmp_path)
    told = str(refused.value).replace(str(tmp_path / "config.toml"), "FILE")
    for line in case["says"]:
        assert line in told
    assert CANARY not in told


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[dataset]\nlicense = '\xe9'", b"a = " + b"[" * 5000, b" " * 1_000_001])
def test_what_is_no_text_or_too_much(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(data)
    with pytest.raises(UsageFault):
        read_legacy(tmp_path / "config.toml")


def test_the_same_config_gives_the_same_bytes_that_a_config_reads(tmp_path: Path) -> None:
    legacy = read_legacy(CONFIG)
    made = propose(legacy, PLACES)
    assert (config_text(made.proposal), made.mapping) == (config_text(propose(legacy, PLACES).proposal), made.mapping)
    tree = made.proposal.tree
    assert tree["archive"] == {"url": PLACES.archive, "include": {"keywords": ["fair"]}}
    assert tree["defaults"]["publisher"] == {
        "name": "Hospital", "identifier": "https://hospital.example.org", "email": "desk@hospital.example.org",
        "homepage": "https://hospital.example.org",
    }  # fmt: skip
    assert tree["defaults"]["license"] == "http://creativecommons.org/licenses/by/4.0/"
    assert tree["targets"]["fdp"] == {"type": "fdp", "url": PLACES.fdp, "catalog": PLACES.catalog}
    assert made.proposal.notes["defaults.publisher.email"] == (
        "From img2catalog: [dataset.publisher] mbox (config.toml:21)."
    )
    (tmp_path / "mapping.yaml").write_text(made.mapping)
    mapping = load_mapping("mapping.yaml", beside=tmp_path)
    assert not mapping.warnings
    left = {one.name.partition(" (")[0] for one in made.left}
    assert left == {"[xnat] dataset_form_id", "[distribution] default"}
    assert tree["defaults"]["creator"]["identifier"] == "https://hospital.example.org"
    assert "it is the creator where neither the form names one" in made.proposal.open["defaults.creator"]


def test_what_records_are_held_back_without_is_left_open(tmp_path: Path) -> None:
    needed = needs(load_mapping("health-ri-core"), PROFILES)
    made = propose(read_legacy(CONFIG), PLACES, needs=needed).proposal
    assert made.tree["defaults"]["rights"] == ""
    assert {key for key in made.open if at(made.tree, key) == ""} == {"defaults.rights"}
    least = propose(legacy_of("[img2catalog]\noptin = 'fair'", tmp_path), PLACES, needs=needed).proposal
    open_ = {key for key in least.open if at(least.tree, key) == ""}
    assert open_ >= {"defaults.license", "defaults.rights", "defaults.catalog.description", "defaults.publisher.name"}
    assert "look at this: img2catalog had no value for it" in config_text(least)


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[dataset.creator]\nname = 'Hospital'", "not taken over: it has no identifier"),
        ("[dataset.creator]\nidentifier = 'https://h.org'", "not taken over: it has no name"),
        ("[dataset.creator]\nidentifier = 'http://www.example.com'\nname = 'H'", "not taken over: it is an example's"),
    ],
)
def test_a_creator_that_cannot_be_one_institution(toml: str, says: str, tmp_path: Path) -> None:
    made = propose(legacy_of(toml, tmp_path), PLACES)
    assert [says in one.why for one in made.left] == [True]
    assert "creator" not in made.proposal.tree.get("defaults", {}) and "dct:creator" not in made.mapping


SECRETS = f"""
[dataset]
license = "CC BY 4.0"
[xnat]
server = "https://admin:{CANARY}@xnat.hospital.org"
password = "{CANARY}"
[fdp]
username = "somebody@hospital.org"
token = "{CANARY}"
[[dataset.publisher]]
name = "Hospital"
api_key = "{CANARY}"
"""


def test_secrets_reach_no_file_and_no_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(SECRETS)
    with old_world(tmp_path) as old:
        moved = old.migrate("--yes", "-vv", "--debug", config=tmp_path / "config.toml")
        assert moved.code == 0, moved.err
        assert CANARY not in moved.out + moved.err
        assert not [name for name, data in everything(old.new).items() if CANARY.encode() in data]
        assert not [one for one in old.fdp.requests if CANARY in str(one)]
        report = (old.new / "migration.md").read_text()
    for name in ("[xnat] server", "[xnat] password", "[fdp] username", "[fdp] token", "[dataset.publisher] api_key"):
        assert f"- {name} (config.toml:" in report
    assert "somebody@" not in report


EXAMPLE = """
[dataset.contact_point]
formatted_name = "Example Data Management office"
email = "datamanager@example.com"
[dataset.publisher]
name = ["Our hospital"]
homepage = "http://www.example.com"
[catalog]
title = "Example XNAT catalog"
"""


def test_values_of_the_example_are_not_taken(tmp_path: Path) -> None:
    made = propose(legacy_of(EXAMPLE, tmp_path), PLACES)
    assert made.proposal.tree["defaults"] == {"publisher": {"name": "Our hospital"}}
    assert "example.com" not in config_text(made.proposal)
    why = {one.name.partition(" (")[0]: one.why for one in made.left}
    assert why["[dataset.publisher] homepage"] == "it is an example's: say your own at defaults.publisher.homepage"
    assert len(why) == 4


OLD = """
[img2catalog]
optin = "a"
optout = "b"
remove_optin = false
[dataset]
theme = ["http://publications.europa.eu/resource/authority/data-theme/HEAL", "https://theme.example.org/2"]
title = "One title for all"
[dataset.contact_point]
full_name = "Desk"
[[dataset.publisher]]
name = ["First"]
[[dataset.publisher]]
name = ["Second"]
"""


def test_a_config_of_version_1(tmp_path: Path) -> None:
    made = propose(legacy_of(OLD, tmp_path), PLACES)
    defaults = made.proposal.tree["defaults"]
    assert defaults["contact_point"] == {"name": "Desk"}
    assert defaults["publisher"] == {"name": "First"}
    assert defaults["theme"] == ["https://theme.example.org/2"]
    assert "defaults.theme" in made.mapping and "reject" not in made.mapping
    left = "\n".join(f"{one.name}: {one.why}" for one in made.left)
    for words in ("[img2catalog] optout", "[dataset] title", "all but the first [[dataset.publisher]]"):
        assert words in left


@pytest.mark.parametrize(
    ("optin", "optout", "choice"),
    [("x", "", {"include": {"keywords": ["x"]}}), ("", "y", {"exclude": {"keywords": ["y"]}})],
)
def test_the_command_line_goes_before_the_config(optin: str, optout: str, choice: dict[str, Any]) -> None:
    made = propose(read_legacy(CONFIG), PLACES, optin, optout)
    assert made.proposal.tree["archive"] == {"url": PLACES.archive, **choice}
    assert ("reject('equalto', 'x')" in made.mapping) == bool(optin)


def test_both_keywords_are_refused(tmp_path: Path) -> None:
    with old_world(tmp_path, []) as old:
        assert old.migrate("--optin", "a", "--optout", "b").code == 2


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked(environment={}), "--archive URL, or set XNAT_HOST"),
        (Asked(archive="xnat.hospital.org", environment={}), "must be an address"),
        (Asked(archive=f"https://me:{CANARY}@xnat.hospital.org", environment={}), "must not hold a log-in"),
        (Asked(environment={"XNAT_HOST": "https://a.org"}), "--fdp URL, or set IMG2CATALOG_FDP"),
        (Asked(archive="https://a.org", environment={"IMG2CATALOG_FDP": "https://b.org"}), "--catalog URL"),
        (Asked("https://a.org", "https://b.org", "https://b.org/c", ("old.org",), environment={}), "--also-ours"),
    ],
)
def test_what_nobody_says_is_asked_for_by_its_flag(asked: Asked, says: str) -> None:
    with pytest.raises(UsageFault) as refused:
        find_places(read_legacy(CONFIG), asked, lambda _: "")
    assert says in str(refused.value)
    assert CANARY not in str(refused.value)


def test_places_come_from_variables_and_from_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with old_world(tmp_path) as old:
        monkeypatch.setenv("IMG2CATALOG_FDP_USER", "admin@demo.example")
        monkeypatch.setenv("IMG2CATALOG_FDP_PASS", "demo-admin")
        said = {"XNATPY_HOST": f"{old.archive.url}/", "XNAT_HOST": "https://never.org", "IMG2CATALOG_FDP": old.fdp.url,
                "IMG2CATALOG_FDP_USER": "set"}  # fmt: skip
        places = find_places(read_legacy(CONFIG), Asked(environment=said), lambda _: old.fdp.catalog)
    assert (places.archive, places.fdp, places.catalog) == (old.archive.url, old.fdp.url, old.fdp.catalog)
    assert places.sources["archive"] == "From XNATPY_HOST."
    assert (places.profile, places.base) == ("fdp-default", old.archive.url)
    assert places.login == ("IMG2CATALOG_FDP_USER", "IMG2CATALOG_FDP_PASS")


@pytest.mark.parametrize(
    ("identifier", "project"),
    [
        ("https://x.org/data/archive/projects/A", "A"),
        ("http://x.org/data/archive/projects/A/", "A"),
        ("http://x.org/REST/projects/A", "A"),
        ("http://y.org/data/projects/A", "A"),
        ("HTTPS://X.org:443//data/projects/A?format=json", "A"),
        ("https://x.org:8443/data/projects/A", ""),
        ("https://x.org/data/projects/A/subjects/B", ""),
        ("https://x.org/data/projects/a", "a"),
        ("https://[x.org/data/projects/A", ""),
        ("http://x.org.evil.org/data/projects/A", ""),
        ("ftp://x.org/data/projects/A", ""),
        ("10.5281/zenodo.1", ""),
    ],
)
def test_http_and_https_are_one_place(identifier: str, project: str) -> None:
    assert project_named(identifier, "https://x.org/", ["https://y.org"]) == project


def test_the_world_is_what_the_data_say(tmp_path: Path) -> None:
    with old_world(tmp_path) as old:
        assert isinstance(old, Old)
        assert len(set(old.left.values())) == len(old.left) == len(old.fdp.of("dataset"))
        assert json.dumps(old.identifiers()).count("/data/archive/projects/") == len(old.left) - 1
