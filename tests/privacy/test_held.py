"""Held values do not print, and only the privacy room opens them."""

import ast
import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.model import Held, Project, Visibility
from img2fair.model.held import total, unseal

SECRET = "Jansen^Piet"
SOURCES = sorted((Path(__file__).resolve().parents[2] / "img2fair").rglob("*.py"))


def test_it_prints_as_a_mask(caplog: pytest.LogCaptureFixture) -> None:
    held = Held(SECRET)
    project = Project("P", Visibility.PUBLIC, name=held)
    logging.getLogger("img2fair.test").warning("seen %s %r", held, project)
    shown = [str(held), repr(held), f"{held}", f"{held:>20}", "%s" % held, str([held]), repr(project), caplog.text]  # noqa: UP031
    assert not [text for text in shown if "Jansen" in text]


def test_it_does_not_slip_into_other_forms() -> None:
    held = Held(SECRET)
    slips: list[Callable[[Any], object]] = [json.dumps, pickle.dumps, len, iter, copy.copy]
    slips += [lambda value: value + "", lambda value: "".join([value])]
    for slip in slips:
        with pytest.raises((TypeError, AttributeError)) as caught:
            slip(held)
        assert "Jansen" not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(AttributeError):
        setattr(held, "value", 1)  # noqa: B010 - as somebody who does not read types would
    assert not hasattr(held, "__dict__")


@given(st.text(), st.text())
def test_it_can_be_compared_and_counted(one: str, other: str) -> None:
    assert (Held(one) == Held(other)) == (one == other)
    assert len({Held(one), Held(one)}) == 1
    assert Held(one) != one


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    assert total([Held(1), Held(2)]) == Held(3)
    assert total([Held(1), None]) is None
    assert total([]) is None


def _names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_only_the_privacy_room_opens_held_values() -> None:
    package = SOURCES[0].parent
    openers = {path.relative_to(package) for path in SOURCES if {"unseal", "_Held__value"} & _names(path)}
    assert {path.parts[0] for path in openers - {Path("model/held.py")}} == {"privacy"}
    imports = [p for p in SOURCES if "unseal" in p.read_text(encoding="utf-8") and "privacy" not in str(p)]
    assert [path.name for path in imports] == ["held.py"]


def test_only_map_and_export_release() -> None:
    package = SOURCES[0].parent
    rooms = {path.relative_to(package).parts[0] for path in SOURCES if "release" in _names(path)}
    assert rooms <= {"privacy", "mapping", "cbioportal"}


def test_unseal_gives_the_value_back() -> None:
    assert unseal(Held(SECRET)) == SECRET
