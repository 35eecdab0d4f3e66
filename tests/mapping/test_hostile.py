"""A mapping file that means harm: it cannot see Python, fill the memory, run for ever or crash the loader."""

import time
import tracemalloc
from pathlib import Path

import pytest

from img2fair.errors import UsageFault
from img2fair.mapping import MappingFault, load_mapping
from img2fair.mapping.expression import Compiler, ExpressionFault, NoValue
from img2fair.mapping.filters import LONGEST, plain_text
from img2fair.mapping.problems import Place
from tests.mapping import valued

HEAD = 'mapping: 1\ndataset:\n  iri: "{{ site.url }}/{{ project.id }}"\n  type: dcat:Dataset\n  fields:\n'
COMPILER = Compiler(lambda value, name: None)
NAMES = {"a": "x" * 1000, "n": 7, "words": ["ab"] * 1000, "big": "a" * LONGEST}


def value(text: str) -> object:
    return COMPILER.expression(text, Place("f", 1, 1)).value(NAMES)


NOT_AN_EXPRESSION = [
    "a is nonsense",
    "a }} b",
    "{{ a }} }} {% x",
    "{'k': a}",
    "a()",
    "a.upper()",
    "a ~ a",
    "9 ** 9",
    "a | attr('__class__')",
    "a | xmlattr",
    "a | tojson",
    "a | list",
    "range(9)",
    "lipsum()",
    "a | map('attr', '__class__')",
    "9" * 3000 + "9" * 3000,
    "9" * 4000 + " ",
    "(" * 1000 + "a" + ")" * 1000,
    "not " * 900 + "a",
    "-" * 3000 + "1",
    "[" * 1500 + "]" * 1500,
    "a" + ".b" * 3000,
    "0x" + "F" * 5000,
]


@pytest.mark.parametrize("text", NOT_AN_EXPRESSION, ids=lambda text: str(text)[:24])
def test_what_the_language_does_not_have_is_refused_when_it_is_loaded(text: str) -> None:
    with pytest.raises(ExpressionFault):
        value(text)


NOTHING = [
    "a.__class__",
    "a['__class__']",
    "''.__class__.__mro__",
    "[a] | map(attribute='__class__') | first",
    "words | map(attribute='__init__.__globals__') | first",
    "a.__class__.__base__ | string",
    "'%999999999d' % n",
    "'%s' % a",
    "'x' * 999999999",
    "[n] * 999999999",
    "n * 'x'",
]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_of_python_is_seen_and_texts_are_not_multiplied(text: str) -> None:
    assert value(text) in (None, "", [])


TOO_MUCH = [
    "a" + " | replace('x', 'xxxxxxxxxxxxxxxxxxxx')" * 12,
    "big + 'b'",
    "words | map('replace', 'a', " + "'" + "a" * 3000 + "') | join",
    "words | join(big)",
    "words" + " + words" * 120,
    "n" + " * 999999999999999999" * 40,
    "n | date('%Y' * 3)",
    "'2024-01-01' | date('%99999999Y')",
    "'2024-01-01' | date('%s')",
    "a | truncate(2)",
    "1e308 * 10 | int",
    "words | map(n)",
    "n is divisibleby(0)",
]


@pytest.mark.parametrize("text", TOO_MUCH, ids=lambda text: str(text)[:24])
def test_what_grows_too_large_is_not_computed(text: str) -> None:
    tracemalloc.start()
    with pytest.raises(NoValue):
        value(text)
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_rounding_is_bounded() -> None:
    assert value("7.126 | round(2)") == 7.13
    assert value("7.126 | round(1, 'ceil')") == 7.2
    assert value("7 | round(99999999, 'floor')") == 7
    assert value("a | replace('x', 'y', 2) | truncate(5, true, '')") == "yyxxx"


def test_comments_that_never_end_take_no_time() -> None:
    started = time.monotonic()
    assert plain_text("kept " + "<!--" * 50_000) == "kept"
    assert plain_text("<a" * 50_000).startswith("<a")
    assert time.monotonic() - started < 2


def load(text: str, folder: Path) -> None:
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    load_mapping("site.yaml", beside=folder)


FILES = [
    "[" * 5000,
    "a: " * 1 + "{a: " * 3000,
    'mapping: 1\nextends: "a\\0b"\n',
    'mapping: 1\ntables: {t: "a\\0b"}\n',
    "mapping: 1\nextends: dcat-ap\nprefixes: [a]\ntables: x\nnodes: 5\n",
    "mapping: 1\nextends: dcat-ap\nforms: {a: b}\n",
    "mapping: !!python/object/apply:os.system ['true']\n",
    HEAD + "    dct:title: {from: 'project.name is nonsense'}\n",
    HEAD + "    dct:title: {from: 'project.name }} x'}\n",
    "x0: &x0 [a, a]\n" + "".join(f"x{n + 1}: &x{n + 1} [{', '.join([f'*x{n}'] * 9)}]\n" for n in range(9)),
    "x0: &x0 {a: 1}\n" + "".join(f"x{n + 1}: &x{n + 1} {{k: *x{n}, l: *x{n}, <<: *x{n}}}\n" for n in range(30)),
]


@pytest.mark.parametrize("text", FILES, ids=lambda text: str(text)[:24])
def test_a_file_that_is_no_mapping_is_told_and_nothing_crashes(text: str, tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(MappingFault):
        load(text, tmp_path)
    assert time.monotonic() - started < 5


def test_lists_within_lists_within_lists_end(tmp_path: Path) -> None:
    ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
    inner = f'{{each: "{ten}", from: it}}'
    for depth in range(8):
        inner = (
            f'{{each: "{ten}", node: {{iri: "{{{{ iri }}}}{depth}{{{{ it }}}}", fields: {{dct:subject: {inner}}}}}}}'
        )
    with pytest.raises(UsageFault, match="more than 200000 expressions") as caught:
        valued.run(f"dct:subject: {inner}\n", {}, tmp_path)
    assert caught.value.where.startswith("site.yaml:")


def test_an_iri_that_cannot_be_computed_is_a_fault_of_the_mapping(tmp_path: Path) -> None:
    text = HEAD.replace("{{ project.id }}", "{{ project.id + 1 }}") + "    dct:title: {from: project.name}\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    from img2fair.mapping import map_project
    from tests.mapping.samples import SETTINGS, filled

    with pytest.raises(UsageFault, match="the IRI of the dataset is empty"):
        map_project(load_mapping("site.yaml", beside=tmp_path), SETTINGS, filled())
