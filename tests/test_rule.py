"""``img2fair rule``: every code explained in both languages, with examples that are what they seem."""

import json

import pytest
from ruamel.yaml import YAML

from img2fair.cli import run
from img2fair.errors import Exit
from img2fair.pipeline import all_rules
from img2fair.rdf import PREFIXES, from_text
from img2fair.report.examples import EXAMPLES
from img2fair.report.exits import EXITS

HEAD = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@base <https://example.org/> .\n"
)


@pytest.mark.parametrize(("language", "names"), [("en", "why: mend: "), ("nl", "waarom: herstel: ")])
def test_every_code_is_explained(language: str, names: str, capsys: pytest.CaptureFixture[str]) -> None:
    for code, text in {**all_rules(), **{str(int(code)): text for code, text in EXITS.items()}}.items():
        assert run(["rule", code, "--language", language]) == 0
        said = capsys.readouterr().out
        title, why, cure = text.said(language)
        assert said.startswith(f"{code}  {title}\n") and why in said and cure in said
        assert all(name in said for name in names.split())


def test_every_exit_code_is_explained_in_both_languages() -> None:
    assert [*EXITS] == [*Exit]
    for text in EXITS.values():
        assert text.dutch is not None and set(text.dutch).isdisjoint((text.title, text.why, text.cure))


def test_an_example_stands_wrong_and_mended(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "i2f-s002"]) == 0
    assert capsys.readouterr().out.splitlines()[4:] == [
        "wrong:  dct:issued:",
        "          - {from: form.release_date, as: dateTime}",
        "          - {from: project.inserted, as: dateTime}",
        "mended: dct:issued:",
        "          - {from: [form.release_date, project.inserted], as: dateTime}",
    ]


def test_the_list_is_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--language", "nl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "I2F-S001  Een waarde ontbreekt" in lines and "9         Veiligheidsstop" in lines
    assert len(lines) == len(all_rules()) + len(Exit)


def test_json_holds_both_languages_and_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {*all_rules(), *(str(int(code)) for code in Exit)}
    assert told["I2F-S009"]["dutch"][0] == "Twee teksten in dezelfde taal"
    assert set(told["I2F-S009"]["example"]) == {"wrong", "mended"}
    assert "example" not in told["I2F-E001"]


def test_a_code_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "I2F-S0001"]) == 2
    assert "did you mean I2F-S001?" in capsys.readouterr().err


@pytest.mark.parametrize("code", EXAMPLES)
def test_examples_are_turtle_or_yaml(code: str) -> None:
    for text in (EXAMPLES[code].wrong, EXAMPLES[code].mended):
        if text.startswith("<"):
            assert from_text(HEAD + text, "turtle")
        else:
            assert YAML(typ="safe", pure=True).load(text)
