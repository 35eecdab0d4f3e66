"""Every answer that the form offers, mapped and judged: none breaks a rule of the profiles that the mapping is for."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from img2fair.archives import ArchiveSettings
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, CustomForm
from img2fair.findings import Severity
from img2fair.forms import form_json, read_form
from img2fair.forms.choices import choices_of
from img2fair.forms.questions import LISTS, Panel
from img2fair.model import Snapshot
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import harvest_to, validate
from img2fair.shacl import load_profile
from tests.forms.test_answers import ANSWERS, PROJECT, UUID, as_json, mapped
from tests.sizes import size


def offered() -> Iterator[tuple[str, list[str], bool]]:
    """Yield the key of each question with choices, what can be chosen, and whether several can."""
    for part in read_form().parts:
        for asked in part.questions if isinstance(part, Panel) else part.fields:
            if asked.choices:
                key = asked.key if isinstance(part, Panel) else f"{part.rows}.0.{asked.key}"
                yield key, [one["value"] for one in choices_of(asked, "en")], asked.kind in LISTS


CHOICES = tuple(offered())
PROJECTS = size(12, max(len(values) for _, values, several in CHOICES if not several))
"""So many choose each of the values once; fewer leave out some frequencies and activities."""


def choosing(number: int) -> dict[str, Any]:
    """Return whole answers in which each question has its choice of this number, or all of them where it takes more."""
    answers = deepcopy(ANSWERS)
    for key, values, several in CHOICES:
        *above, last = key.split(".")
        place: Any = answers
        for name in above:
            place = place[int(name)] if name.isdigit() else place[name]
        place[last] = values if several else values[number % len(values)]
    return answers


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, content: ArchiveContent) -> Snapshot:
    """As many projects as a question has choices, each with other answers."""
    (model,) = (one for one in content.projects if one.id == PROJECT)
    projects = [replace(model, id=f"P{number}", custom_fields={UUID: choosing(number)}, subjects=())
                for number in range(PROJECTS)]  # fmt: skip
    form = CustomForm(uuid=UUID, title="Ours", display_order=10, created="2026-01-01 00:00:00.0",
                      contents=as_json(form_json()))  # fmt: skip
    path = tmp_path_factory.mktemp("choices") / "snapshot.jsonl"
    with DemoArchive(replace(content, projects=tuple(projects), forms=(form,))) as archive:
        harvest_to(path, "xnat", ArchiveSettings(archive.url))
    return read_snapshot(path)


OF_OTHERS = ("has no distribution", "must describe its variables (healthdcatap:hasVariables)")
"""How the findings end that no choice can mend: these projects have no images, and no forms about their subjects."""


@pytest.mark.parametrize("name", ["health-ri-core", "healthdcat-ap"])
def test_nothing_that_can_be_chosen_is_wrong(snapshot: Snapshot, name: str) -> None:
    report = validate(mapped(snapshot, name), [load_profile(name)])
    wrong = {finding.message for finding in report.findings if finding.severity > Severity.INFO}
    assert {message for message in wrong if not message.endswith(OF_OTHERS)} == set()
