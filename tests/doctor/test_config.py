"""Configs that are wrong, and what is told of them; no server is asked."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from img2fair.config import load_configs
from img2fair.doctor import Group, examine
from img2fair.doctor.config import look_at, read_check
from img2fair.model import Check
from tests.doctor.cases import ALL, Case, compare, located, name_of


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
    people = {"publisher": "P", "contact_point": "C"}
    defaults = {**people, "catalog": {"title": "T", "description": "D"}, "license": "L", "rights": "R"}
    (found,) = look_at([located(tmp_path, defaults=defaults)])
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
