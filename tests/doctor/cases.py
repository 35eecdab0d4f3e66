"""The table of broken things, and how one of its rows is compared with what was told."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from img2fair.config import Located
from img2fair.config.model import Config
from img2fair.model import Check, Standing

Case = Mapping[str, Any]
ALL: Mapping[str, list[Case]] = YAML(typ="safe").load(
    (Path(__file__).parents[1] / "cases" / "doctor.yaml").read_text(encoding="utf-8")
)


def name_of(case: Case) -> str:
    return f"{case['check']} {case['is']} {re.sub('[^a-z]+', ' ', str(case['says']).lower())[:30]}".strip()


def compare(case: Case, found: Iterable[Check]) -> Check:
    """Return the check that a case is about, when it is as the case says."""
    listed = list(found)
    told = next((check for check in listed if check.name.partition(" ohif")[0] == case["check"]), None)
    assert told is not None, [check.name for check in listed]
    assert told.standing is Standing(case["is"]), told
    assert re.search(case["says"], f"{told.found} {told.cure}"), told
    assert told.cure or told.standing in (Standing.PASS, Standing.SKIP), "what is wrong has a cure"
    if told.standing is Standing.FAIL:
        assert told.code == case.get("code", 2)
    return told


def located(folder: Path, **said: Any) -> Located:
    """Return a config in a folder, of what is said and an archive that nobody asks."""
    return Located(Config.model_validate({"archive": {"url": "https://x.example"}, **said}), folder / "img2fair.yaml")
