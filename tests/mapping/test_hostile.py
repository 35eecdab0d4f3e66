"""A mapping file that means harm: it cannot see Python, fill the memory, run for ever or crash the loader."""

import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.errors import UsageFault
from img2fair.mapping import MappingFault, load_mapping, map_project, views
from img2fair.mapping.expression import Compiler, ExpressionFault, NoValue
from img2fair.mapping.filters import LONGEST, plain_text
from img2fair.mapping.limits import Clock
from img2fair.mapping.problems import Place
from tests.mapping import valued
from tests.mapping.samples import SETTINGS, filled, form
from tests.sizes import size

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
    started = time.process_time()
    assert plain_text("kept " + "<!--" * 50_000) == "kept"
    assert plain_text("<a" * 50_000).startswith("<a")
    assert time.process_time() - started < 2


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
    started = time.process_time()
    with pytest.raises(MappingFault):
        load(text, tmp_path)
    assert time.process_time() - started < 5


def test_lists_within_lists_within_lists_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = size(20_000, views.MOST)
    monkeypatch.setattr(views, "MOST", most)
    ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
    inner = f'{{each: "{ten}", from: it}}'
    for depth in range(8):
        inner = (
            f'{{each: "{ten}", node: {{iri: "{{{{ iri }}}}{depth}{{{{ it }}}}", fields: {{dct:subject: {inner}}}}}}}'
        )
    with pytest.raises(UsageFault, match=f"more than {most} expressions") as caught:
        valued.run(f"dct:subject: {inner}\n", {}, tmp_path)
    assert caught.value.where.startswith("site.yaml:")


def test_an_iri_that_cannot_be_computed_is_a_fault_of_the_mapping(tmp_path: Path) -> None:
    text = HEAD.replace("{{ project.id }}", "{{ project.id + 1 }}") + "    dct:title: {from: project.name}\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageFault, match="the IRI of the dataset is empty"):
        map_project(load_mapping("site.yaml", beside=tmp_path), SETTINGS, filled())


ESCAPES = [
    "''.__class__.__mro__[1].__subclasses__()",
    "a.__class__.__init__.__globals__['os']",
    "self.__init__.__globals__",
    "cycler.__init__.__globals__.os",
    "namespace.__init__",
    "joiner.__init__",
    "get_flashed_messages.__globals__",
    "a | attr('upper')",
    "a | map('attr', 'upper') | list",
    "[a] | map(attribute='__class__.__mro__') | first",
    "[a] | map(attribute='upper') | first",
    "[a] | selectattr('__class__') | first",
    "[a] | rejectattr('__class__', 'none') | map(attribute='__class__') | first",
    "[a] | sort(attribute='__class__') | map(attribute='__class__') | first",
    "[a] | groupby('__class__')",
    "[a] | sum(attribute='__class__')",
    "[a] | unique(attribute='__class__') | map(attribute='__class__') | first",
    "'{0.__class__}' | format(a)",
    "'{0.__class__.__mro__}'.format(a)",
    "'%c' % n | format",
    "a['__cl' + 'ass__']",
    "a['\\x5f\\x5fclass\\x5f\\x5f']",
    "(a, a)[0].__class__",
    "a[:1].__class__",
    "n.__class__",
    "n.real.__class__",
    "true.__class__",
    "none.__class__",
    "words.append",
    "words.__class__",
    "words[0].__class__",
    "words | first | string | attr('x')",
    "a | replace('x', a.__class__) | truncate(3, true, '')",
    "a | default(a.__class__)",
    "words | join(attribute='__class__')",
    "words | map('string') | map(attribute='__doc__') | first",
    "words | max(attribute='__class__')",
    "loop.__class__",
    "iri.__class__",
    "'' if a.__class__ else ''",
    "{{ a.__class__ }}",
    "{{ [a] | map(attribute='__class__') | first }}",
    "{{ self }}",
    "{{ config }}",
    "{{ request.application.__globals__ }}",
    "{% set x = a.__class__ %}{{ x }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{% import 'os' as os %}{{ os }}",
    "{% include '/etc/passwd' %}",
    "{{ a }}{# #}{% raw %}{{ b }}{% endraw %}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_the_usual_ways_out_of_a_sandbox_lead_nowhere(text: str) -> None:
    try:
        found = value(text)
    except (ExpressionFault, NoValue):
        return
    assert not callable(found)
    assert not isinstance(found, type)
    shown = str(found)
    assert not any(word in shown for word in ("class", "built-in", "object at", "function", "module", "root:"))


@pytest.mark.parametrize("members", [50, 900, 1_900])
def test_a_name_with_very_many_members_is_read_or_refused_and_nothing_crashes(members: int) -> None:
    try:
        assert value("a" + ".b" * members) is None
    except ExpressionFault as fault:
        assert members > 500
        assert "nested too deep" in str(fault)


def test_a_name_of_two_thousand_members_in_a_file_is_an_ordinary_error(tmp_path: Path) -> None:
    with pytest.raises(MappingFault) as caught:
        load(HEAD + "    dct:title: {from: form" + ".b" * 1_950 + "}\n", tmp_path)
    assert caught.value.errors[0].startswith("site.yaml:6:23: dct:title: not an expression: too large, or nested")


def test_a_project_that_takes_too_long_is_stopped_and_told_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(1_000_000))
    monkeypatch.setattr("img2fair.mapping.run.Clock", lambda: Clock(100, lambda: float(next(ticks))))
    with pytest.raises(UsageFault, match="more than 100 seconds for one project") as caught:
        valued.run(MANY, {}, tmp_path)
    assert caught.value.code == 2
    assert caught.value.where.startswith("site.yaml:")


MANY = "dct:title:\n" + "".join(f"  - {{from: \"'{number}'\"}}\n" for number in range(120))

FILE_LIMITS = {
    "too large": ("#" * 2_000_001, "site.yaml:1:1: too large: a file of a mapping has at most 2000000 bytes"),
    "no text": ("mapping: 1\nextends: {a: b}\n", "site.yaml:2:10: extends: "),
    "an empty list": ("mapping: 1\nextends: []\n", "site.yaml:2:10: extends: expected the name of a mapping"),
    "itself": ("mapping: 1\nextends: site.yaml\n", "site.yaml:2:10: extends: the files extend each other"),
    "itself in a list": (
        "mapping: 1\nextends: [dcat-ap, site.yaml]\n",
        "site.yaml:2:20: extends: the files extend each",
    ),
    "key twice": ("mapping: 1\nextends: dcat-ap\nextends: dcat-ap\n", "site.yaml:3:1: extends: stands twice; first at"),
    "a layer alone": ("mapping: 1\ndataset: {fields: {dct:title: null}}\n", "site.yaml:1:1: this only changes other"),
    "a file out of the folder": (
        "mapping: 1\nextends: dcat-ap\ndataset: {files: {../../x.csv: project.id}}\n",
        "site.yaml:3:19: dataset/files: '../../x.csv' is no plain file name",
    ),
    "files of a catalogue": (
        "mapping: 1\nextends: dcat-ap\ncatalog: {files: {x.csv: site.url}}\n",
        "site.yaml:3:11: catalog/files: only a dataset has files",
    ),
}


@pytest.mark.parametrize(("text", "error"), FILE_LIMITS.values(), ids=FILE_LIMITS)
def test_each_limit_of_a_file_has_its_clear_error(text: str, error: str, tmp_path: Path) -> None:
    with pytest.raises(MappingFault) as caught:
        load(text, tmp_path)
    assert caught.value.errors[0].startswith(error)


def test_very_many_files_that_extend_each_other_in_a_row_are_refused(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"m{number}.yaml").write_text(f"mapping: 1\nextends: m{number + 1}.yaml\n", encoding="utf-8")
    with pytest.raises(MappingFault) as caught:
        load("mapping: 1\nextends: m0.yaml\n", tmp_path)
    assert caught.value.errors[0].endswith("a mapping has at most 20 files")


def test_a_file_beside_a_dataset_has_a_largest_size(tmp_path: Path) -> None:
    long = "x" * 100_001
    text = HEAD.replace("  fields:\n", '  files: {a.txt: form.long, b.txt: form.none, c.csv: "{{ project.id }},1"}\n')
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    mapping = load_mapping("site.yaml", beside=tmp_path, form_keys=["long", "none"])
    one = replace(filled(), forms=(form(long="a\nb\n"),))
    assert map_project(mapping, SETTINGS, one).records[0].files == {"a.txt": "a\nb\n", "c.csv": "LUNG,1"}
    with pytest.raises(UsageFault, match=r"the file a\.txt has more than 100000 characters"):
        map_project(mapping, SETTINGS, replace(filled(), forms=(form(long=long),)))
