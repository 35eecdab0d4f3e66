"""Configs that are wrong, and what is told of them; no server is asked."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from img2fair.config import load_configs
from img2fair.doctor import Group, examine
from img2fair.doctor.config import look_at, read_check
from img2fair.model import Check
from tests.doctor.cases import ALL, Case, compare, located, name_of

DEFAULTS = {
    "publisher": {
        "name": "P",
        "identifier": "https://p.example",
        "email": "p@p.example",
        "homepage": "https://p.example",
    },
    "contact_point": {"name": "C", "email": "c@p.example"},
    "catalog": {"title": "T", "description": "D"},
    "license": "L",
    "rights": "R",
}

NAMED = {"url": "https://xnat.example.org", "name": "An archive"}


def checks_of(groups: tuple[Group, ...]) -> list[Check]:
    return [check for group in groups for check in group.checks]


@pytest.mark.parametrize("case", ALL["config"], ids=name_of)
def test_what_is_wrong_is_told(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "img2fair.yaml"
    for name, text in case.get("beside", {}).items():
        (tmp_path / name).write_text(text)
    text = case["text"].replace("\\n", "\n")
    if text:
        file.write_text(text)
    if case["check"] != "config":
        compare(case, look_at([located(tmp_path, **YAML(typ="safe").load(text))])[0].checks)
    elif case["is"] == "warn":
        compare(case, [read_check(load_configs(file))])
    else:
        groups = examine(file, lambda _: None)
        assert [group.name for group in groups] == ["config", "machine"], "the machine is looked at all the same"
        compare(case, checks_of(groups))


def test_a_config_that_says_what_no_archive_knows(tmp_path: Path) -> None:
    (found,) = look_at([located(tmp_path, archive=NAMED, defaults=DEFAULTS)])
    assert {check.name: check.standing.value for check in found.checks} == {
        "mapping": "pass",
        "profiles": "pass",
        "rules": "pass",
        "defaults": "pass",
    }
    assert {"title", "theme"} <= found.form_keys


def test_without_a_mapping_nothing_is_said_of_its_rules(tmp_path: Path) -> None:
    (found,) = look_at([located(tmp_path, mapping="nowhere")])
    assert [check.name for check in found.checks] == ["mapping", "profiles", "rules", "defaults"]
    assert [check.standing.value for check in found.checks[2:]] == ["skip", "skip"]


def test_archives_with_the_same_mapping_are_told_of_each_for_itself(tmp_path: Path) -> None:
    bare, said, other = look_at(
        [located(tmp_path), located(tmp_path, archive=NAMED, defaults=DEFAULTS), located(tmp_path, mapping="nowhere")]
    )
    assert bare.checks[:3] == said.checks[:3] != other.checks[:3]
    assert [one.checks[3].standing.value for one in (bare, said, other)] == ["fail", "pass", "skip"]


@pytest.mark.parametrize("name", ["a" * 300, "x#" + "a" * 300, "file/img2fair.yaml", "nowhere/img2fair.yaml#leiden"])
def test_a_place_that_cannot_be_looked_at(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    first = checks_of(examine(tmp_path / name, lambda _: None))[0]
    assert first.name == "config" and "cannot read the config" in first.found


@pytest.mark.parametrize(
    ("key", "standing", "entry"),
    [
        ("publisher", "fail", "publisher.email"),
        ("contact_point", "fail", "contact_point.email"),
        ("", "warn", "rights"),
    ],
)
def test_what_lacks_within_an_entry(key: str, standing: str, entry: str, tmp_path: Path) -> None:
    whole = dict[str, Any](DEFAULTS)
    if key:
        whole[key] = {name: value for name, value in whole[key].items() if name != "email"}
    else:
        del whole["rights"]
    (found,) = look_at([located(tmp_path, archive=NAMED, defaults=whole)])
    told = found.checks[-1]
    assert (told.name, told.standing.value) == ("defaults", standing), told
    assert f"defaults.{entry}" in told.cure or f"defaults.{key}.mbox" in told.cure


def test_an_archive_without_a_name(tmp_path: Path) -> None:
    (found,) = look_at([located(tmp_path, defaults=DEFAULTS)])
    told = found.checks[-1]
    assert (told.standing.value, told.cure) == ("fail", "add to the config: archive.name")
    assert "description of the data-service" in told.found or "title of the data-service" in told.found
