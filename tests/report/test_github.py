"""Workflow commands of GitHub Actions, read as its runner reads them."""

import re
from dataclasses import replace

from hypothesis import given, settings

from img2fair.findings import Place, Report
from img2fair.report.causes import causes
from img2fair.report.github import to_github
from tests.report.findings import GAP, NOTHING, REPORTS, gaps, report
from tests.sizes import size

_COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>[^:]*)::(?P<data>.*)")


def read(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Commands as the runner reads lines: name, properties and data, unescaped."""
    found = []
    for line in re.split("\r\n|\r|\n", text):
        assert "##[" not in line or line.startswith("::")
        if line.lstrip().startswith("::"):
            match = _COMMAND.fullmatch(line)
            assert match, line
            pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
            properties = {name: _unescaped(value, ":", ",") for name, value in pairs}
            found.append((match["name"], properties, _unescaped(match["data"])))
    return found


def _unescaped(text: str, *more: str) -> str:
    for character in ("\r", "\n", *more, "%"):
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def test_a_cause_is_one_annotation_at_the_rule_of_the_mapping() -> None:
    ((name, properties, data),) = read(to_github(gaps("LGG", "BRATS")))
    assert name == "error"
    assert properties == {"file": "mapping.yaml", "line": "41", "col": "9", "title": "I2F-S001"}
    assert data.splitlines() == [
        "dataset 'Glioma LGG' (project LGG) has no theme",
        'where: XNAT: project LGG > Custom form "HRI dataset" > field "Theme" <https://xnat.example.org/p/LGG>',
        "where: img2fair.yaml: defaults.theme",
        "mapping: mapping.yaml:41:9",
        "mend: Choose one.",
        "1 more project fails for the same reason: BRATS",
    ]


def test_severities_and_summary() -> None:
    text = to_github(report(12))
    assert [name for name, _, _ in read(text)] == ["error", "error", "warning", "warning", "notice"]
    assert text.splitlines()[-1].startswith("Checked 14 records")
    assert to_github(NOTHING).splitlines() == [
        "Checked 1 record against dcat-ap: 0 violations, 0 warnings, 0 notes; conforms."
    ]


def test_dutch() -> None:
    assert read(to_github(gaps("LGG"), language="nl"))[0][2].startswith(
        "dataset 'Glioma LGG' (project LGG) heeft geen thema\nwaar: XNAT: "
    )


def test_a_file_without_a_line_and_its_name_escaped() -> None:
    found = replace(GAP, mapping=None, where=(Place("file", "", "a,b:100%.ttl"),))
    text = to_github(Report((found,), (found.key,), ()))
    assert text.startswith("::error file=a%2Cb%3A100%25.ttl,title=I2F-S001::")
    assert read(text)[0][1]["file"] == "a,b:100%.ttl"


@settings(max_examples=size(60, 600), deadline=None)
@given(REPORTS)
def test_no_text_becomes_a_command(made: Report) -> None:
    text = to_github(made)
    text.encode()
    commands = read(text)
    assert len(commands) == len(causes(made.findings)) == len(text.split("\n")) - 2
    assert {name for name, _, _ in commands} <= {"error", "warning", "notice"}
    assert all(set(properties) <= {"file", "line", "col", "title"} for _, properties, _ in commands)
