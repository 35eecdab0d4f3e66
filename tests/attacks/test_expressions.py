"""Configs and mappings that mean harm: no way to Python, files, environment or network; what runs away ends."""

import builtins
import os
import resource
import socket
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from img2fair.config import load_config
from img2fair.errors import Exit, UsageFault
from img2fair.mapping.expression import Compiler, ExpressionFault, NoValue
from img2fair.mapping.problems import Place
from tests.mapping import valued

COMPILER = Compiler(lambda value, name: None)
GIVEN = {"a": "x" * 100, "n": 7, "words": ["ab"] * 100, "d": {"k": "v", "__class__": "plain"}}

_ROOTS = (
    "a",
    "''",
    "n",
    "1.5",
    "true",
    "words",
    "words[0]",
    "d",
    "()",
    "[]",
    "site",
    "project",
    "loop",
    "it",
    "iri",
    "form",
)
_STEPS = (".__class__", "['__class__']", ".__init__.__globals__", ".__class__.__mro__[1].__subclasses__()",
".__reduce__()",
          ".__doc__.__class__", "['\\x5f\\x5fclass\\x5f\\x5f']", "|attr('__class__')",
          "|map(attribute='__class__')|first",
          ".format.__self__", ".mro()", ".reader", ".reader.guard", ".__dict__")  # fmt: skip
_BY_NAME = (
    "self", "self._TemplateReference__context", "cycler.__init__.__globals__.os", "joiner.__init__.__globals__",
    "namespace()",
    "lipsum.__globals__['os'].popen('id').read()", "range.__class__", "dict.__base__", "request", "config.items()",
    "g.pop",
    "get_flashed_messages.__globals__", "url_for.__globals__", "session", "app", "environment", "env", "os.environ",
    "__import__('os')", "__builtins__", "builtins.open('/etc/passwd')", "open('/etc/passwd')", "eval('1')", "exec('1')",
    "import('os')", "sys.modules", "globals()", "locals()", "vars()", "dir()", "getattr(a, 'upper')", "type(a)",
    "object",
    "''.join.__self__", "''.format_map", "'{0.__class__}'.format(a)", "'{0.__class__}'|format(a)", "'%s'|format(a)",
    "(a|string).__class__", "a|tojson", "a|pprint", "a|xmlattr", "a|forceescape", "a|safe", "a|e", "a|urlize",
    "a|wordwrap(1)",
    "a|center(9)", "a|indent(9)", "a|batch(1)", "a|slice(1)", "a|random", "words|shuffle", "words|groupby('__class__')",
    "a|dictsort",
    "d|items", "d|list", "a|filesizeformat", "a|striptags.__class__", "a is callable", "a is sameas(a)",
    "a is filter('attr')",
    "a.upper", "words.append('x')", "words.__iadd__", "d.update({})", "d.__setitem__('k', 1)", "d.pop('k')",
    "a if a.__class__ else a",
    "(a, a).__class__", "(lambda: 1)()", "[x for x in a]", "{**d}", "a[::-1].__class__", "a[0:1].__class__", "await a",
    "yield a",
    "a := 1", "not a.__class__ is none", "a in a.__class__", "a ~ a.__class__", "caller()", "super()", "varargs",
    "kwargs",
)  # fmt: skip
_STATEMENTS = (
    "{% set x = a.__class__ %}{{ x }}", "{% for x in a.__class__.__mro__ %}{{ x }}{% endfor %}",
    "{% import 'os' as o %}{{ o }}",
    "{% from 'os' import path %}", "{% include '/etc/passwd' %}", "{% extends '/etc/passwd' %}",
    "{% macro m() %}{% endmacro %}",
    "{% call a() %}{% endcall %}", "{% filter attr('__class__') %}{% endfilter %}",
    "{% block x %}{{ self }}{% endblock %}",
    "{% raw %}{{ a }}{% endraw %}{{ a.__class__ }}", "{% autoescape false %}{{ a }}{% endautoescape %}",
    "{% with x=a %}{% endwith %}",
    "{% do words.append(1) %}", "{% debug %}", "{% trans %}x{% endtrans %}", "{%- if a.__class__ -%}x{%- endif -%}",
    "{# x #}{{ self }}",
    "{{ a.__class__ }}", "{{ '{{ a.__class__ }}' }}", "{{ a }}{{ self.__init__ }}", "{{ [].__class__.__base__ }}",
    "# for x in a:",
)  # fmt: skip
ESCAPES = (*(f"{root}{step}" for root in _ROOTS for step in _STEPS), *_BY_NAME, *_STATEMENTS)

BOMBS = (
    "'a' * 10**9", "'a' * 999999999", "[0] * 999999999", "(0,) * 999999999", "n ** n ** n ** n", "9 ** 99999999",
    "10 ** 10 ** 10",
    "1 << 999999999", "n * n" + " * 10000000000" * 60, "9" * 4000 + " * 9", "'x' ~ 'x'" + " ~ 'x'" * 5000,
    "'%0999999999d' % n",
    "'%.999999999f' % n", "'%*d' % (999999999, n)", "a|center(999999999)", "a|indent(999999999)",
    "a|wordwrap(1, true, a)",
    "a|replace('', a)|replace('', a)|replace('', a)|replace('', a)",
    "a|replace('x', a)|replace('x', a)|replace('x', a)",
    "words|join(a)|replace('a', a)|replace('x', a)",
    "words|map('replace', 'a', a)|join|replace('x', a)|replace('x', a)",
    "range(10**9)|list", "range(10**9)|sum", "lipsum(n=9999)", "words" + "+words" * 400, "a" + "+a" * 2000,
    "a" + "|upper" * 4000,
    "(" * 5000 + "a" + ")" * 5000, "[" * 5000 + "a" + "]" * 5000, "a" + ".b" * 5000, "a" + "[0]" * 5000,
    "not " * 5000 + "a",
    "-" * 5000 + "n", "a if a else " * 3000 + "a", "a and " * 5000 + "a", "a|default(" * 2000 + "a" + ")" * 2000,
    "'" + "\\" * 50001 + "'",
    "'" + "x" * 200_000 + "' + a", "0x" + "f" * 90_000, "1e99999 * 2", "1e308 * 10 | int", "1e308 - -1e308",
    "1e308 / 1e-300", "n|round(-999999999)", "n|round(999999999)",
    "a|truncate(-1)", "a|truncate(999999999999)", "a|plain_text" * 1, "('<' + 'a' * 50000)|plain_text",
    "('&' + 'amp;' * 20000)|plain_text",
    "('<!--' * 2)|plain_text", "a|words|map('words')|map('words')|join", "words|map('map', 'map')|list",
    "words|sort|unique|sort|join",
    "'2024-01-01'|date('%Y' * 100000)", "'2024-01-01'|date('%999999999Y')", "a|slug|slug|slug",
    "words|select('in', a)|join",
)  # fmt: skip
"""What would fill the memory or never end, in a language that computed it."""


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What an expression reached: files opened, programs begun, connections made, variables read."""
    reached: list[str] = []

    def noted(name: str) -> object:
        def note(*_: object, **__: object) -> None:
            reached.append(name)
            raise AssertionError(name)

        return note

    for owner, name in ((builtins, "eval"), (builtins, "input"), (os, "system"), (os, "popen"), (os, "getenv"),
                        (subprocess, "Popen"), (socket, "create_connection"), (os, "listdir"), (os,
                        "remove")):  # fmt: skip
        monkeypatch.setattr(owner, name, noted(name))
    yield reached


def value(text: str) -> object:
    """Return what an expression gives; nothing where it is refused or cannot be computed."""
    try:
        return COMPILER.expression(text, Place("f", 1, 1)).value(GIVEN)
    except (ExpressionFault, NoValue):
        return None


def test_no_expression_gets_out(watched: list[str]) -> None:
    """Whatever comes of it is a plain value of what was given; no object of Python's own, and none of its texts."""
    plain = (str, int, float, bool, type(None), list, tuple, dict)
    before = set(sys.modules), dict(os.environ)
    for text in ESCAPES:
        found = value(text)
        assert isinstance(found, plain), text
        assert found is None or not any(word in str(found) for word in ("<class", "built-in", " object at", "root:")), (
            text
        )
    assert watched == []
    assert set(sys.modules) - before[0] <= {name for name in sys.modules if name.startswith(("jinja2", "markupsafe"))}
    assert dict(os.environ) == before[1]
    assert GIVEN["d"] == {"k": "v", "__class__": "plain"} and len(GIVEN["words"]) == 100  # type: ignore[arg-type]


def test_what_is_tried_is_much_and_each_another() -> None:
    assert len(set(ESCAPES)) == len(ESCAPES) >= 300 and len(set(BOMBS)) == len(BOMBS) >= 50


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: str(text)[:28])
def test_what_would_grow_without_end_ends_soon_and_small(text: str) -> None:
    started = time.process_time()
    tracemalloc.start()
    found = value(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - started < 5
    assert most < 60_000_000
    assert not isinstance(found, (str, list)) or len(found) <= 200_000


IN_A_FILE = ("a.__class__.__mro__", "form.odd.__class__", "project.reader.guard", "cycler.__init__.__globals__",
"form.odd() ",
             "form.odd | attr('x')", "{{ form.odd.__class__ }}{{ self }}", "{% for x in form.odd %}{{ x }}{% endfor %}",
             "'a' * 10**9", "form.odd ** 99999999", "project._project", "project.subjects", "site.reader",
             "form.__dict__")  # fmt: skip


@pytest.mark.parametrize("text", IN_A_FILE)
def test_in_a_mapping_it_is_an_error_with_its_place_or_makes_nothing(text: str, tmp_path: Path) -> None:
    rule = "dct:title: {from: " + repr(text).replace("\\'", "''") + "}\n"
    try:
        mapped = valued.run(rule, {"odd": "CANARY"}, tmp_path)
    except UsageFault as fault:
        assert fault.code is Exit.USAGE and "site.yaml:14" in str(fault)
        return
    assert [str(triple.object) for record in mapped.records for triple in record.triples[1:]] in ([], ['"CANARY"'])


@pytest.mark.parametrize("rule", [
    'dct:title: {const: "\\uD800"}', 'dct:title: {const: "a\\u202Eb"}', 'dct:title: {const: "a\\0b"}',
    'dct:title: {const: a, lang: "\\uD800"}', 'foaf:page: {const: "https://x.org/\\uD800", as: iri}',
])  # fmt: skip
def test_a_mapping_with_a_character_that_no_text_has_is_refused_with_its_place(rule: str, tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"site\.yaml:14:\d+: a text holds a character that no text has"):
        valued.run(f"{rule}\n", {}, tmp_path)


def bomb(levels: int, width: int = 10) -> str:
    """Return aliases of aliases: ``width ** levels`` values in a few lines."""
    first = f"  x0: &x0 [{', '.join('a' * width)}]\n"
    return first + "".join(f"  x{n + 1}: &x{n + 1} [{', '.join([f'*x{n}'] * width)}]\n" for n in range(levels))


HEAD = "archive: {url: https://x.example.org}\n"
CONFIGS = {
    "aliases of aliases": (f"{HEAD}defaults:\n{bomb(8)}", "aliases stand for more than 10000 values"),
    "merged aliases": (
        f"{HEAD}defaults:\n  x0: &x0 {{a: 1}}\n"
        + "".join(f"  x{n + 1}: &x{n + 1} {{k: *x{n}, l: *x{n}, <<: *x{n}}}\n" for n in range(30)),
        "aliases stand for more than",
    ),
    "an alias within itself": (f"{HEAD}defaults: &a [*a]\n", "contains it"),
    "a key twice": (f"{HEAD}archive: {{url: https://user:hunter2@x.example.org}}\n", "this entry stands twice"),
    "Python's objects": ("archive: !!python/object/apply:os.system ['true']\n", "tags are not taken"),
    "Python's names": ("archive: {url: !!python/name:os.system }\n", "tags are not taken"),
    "an own tag": (f"{HEAD}defaults: !x {{a: b}}\n", "tags are not taken"),
    "bytes": ("archive: {url: !!binary aGVsbG8=}\n", "tags are not taken"),
    "a set": ("archive: !!set {a, b}\n", "tags are not taken"),
    "an ordered map": ("archive: !!omap [a: 1]\n", "tags are not taken"),
    "no such date": ("archive: {url: 2001-99-99}\n", "must be an address"),
    "a number too long": (f"archive: {{url: {'9' * 5000}}}\n", "must be an address"),
    "no whole number": ("archive: {url: !!int abc}\n", "must be an address"),
    "no truth": ("archive: {url: !!bool q}\n", "must be an address"),
    "flow without end": ("[" * 2_000, "nested too deep"),
    "keys without end": ("{a: " * 3000, "nested too deep"),
    "NUL": ("archive: a\0b\n", "a character that no text has"),
    "NUL escaped": ('archive: {url: "a\\0b"}\n', "a character that no text has"),
    "half a character": ('archive: {url: "\\uD800"}\n', "a character that no text has"),
    "turned writing": ('archive: {url: "a\\u202Eb"}\n', "a character that no text has"),
    "two documents": ("a: 1\n---\nb: 2\n", "a second document begins"),
    "no such anchor": ("a: *b\n", "a text that begins with *"),
    "too large": ("#" * 2_000_001, "more than 2000000 bytes"),
    "a list": ("- a\n", "not made of entries with names"),
}


@pytest.mark.parametrize(("text", "told"), CONFIGS.values(), ids=CONFIGS)
def test_a_config_that_means_harm_is_an_error_of_use(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "img2fair.yaml").write_text(text, encoding="utf-8")
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UsageFault) as caught:
        load_config(tmp_path / "img2fair.yaml")
    assert told in str(caught.value) and caught.value.code is Exit.USAGE
    assert "hunter2" not in str(caught.value)
    assert time.process_time() - started < 20, "seconds"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000, "kilobytes"


@pytest.mark.parametrize("data", [b"a: \xff\n", b"\xff\xfea\x00:\x00", b"\xfe\xff\x00a"])
def test_a_config_that_is_not_utf_8_is_an_error_of_use(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "img2fair.yaml").write_bytes(data)
    with pytest.raises(UsageFault, match="not UTF-8"):
        load_config(tmp_path / "img2fair.yaml")


def test_aliases_that_people_write_work(tmp_path: Path) -> None:
    shared = "defaults:\n  publisher: &us {name: Us, email: us@example.org}\n  creator: *us\n"
    shared += "  contact_point: {<<: *us, name: Desk}\n"
    (tmp_path / "img2fair.yaml").write_text(HEAD + shared, encoding="utf-8")
    said = load_config(tmp_path / "img2fair.yaml").config.defaults
    assert said["creator"] == said["publisher"] and said["contact_point"] == {"name": "Desk", "email": "us@example.org"}
