"""Expressions: Jinja2 in a sandbox, each compiled once, its names known before anything is evaluated.

An expression sees values and filters, nothing of Python: no attribute of an object is ever read, members come from the
views of views.py; nothing is called; ``**``, ``~`` and ``{ }`` are refused; nothing grows without bound. A text with
``{{ }}`` is a template; a template with an empty part is empty, so nobody reads "DICOM files of None".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, TypeVar
from urllib.parse import quote

from jinja2 import TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from img2fair.mapping.emptiness import MISSING, is_empty
from img2fair.mapping.filters import NAMES, Filter, bounded, filters, lenient
from img2fair.mapping.problems import Place, nearest
from img2fair.mapping.views import Absent, View
from img2fair.rdf import is_iri

T = TypeVar("T")

Run = Callable[[Mapping[str, Any]], Any]

LONGEST_EXPRESSION = 4_000
"""Characters of an expression."""
LARGEST_NUMBER = 10**30

FORBIDDEN: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Call, "nothing can be called in an expression; use a filter, such as 'x | upper'"),
    (nodes.Pow, "'**' is not part of the language"),
    (nodes.Dict, "{ } is not part of an expression; a template has {{ }}"),
    (nodes.Concat, "'~' is not part of the language; write a template such as \"{{ a }} {{ b }}\""),
)
_BY_NAME = frozenset({"map", "select", "reject"})


class ExpressionFault(Exception):
    """An expression cannot be compiled. For the loader, which knows where it stands."""


_CANNOT = (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError, AssertionError)
"""What an expression may raise on data it was not made for; the assertion is one of Jinja2's truncate."""


class NoValue(Exception):
    """An expression could not be computed from this data. The message names no data."""


class _EmptyPart(Exception):
    """A template has an empty part."""


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one mapping: our filters, no globals, members of views and dicts only."""

    intercepted_binops = frozenset({"+", "*", "%"})

    def __init__(self, label: Filter, **options: Any) -> None:
        super().__init__(undefined=type(MISSING), **options)
        self.globals.clear()
        self.filters = filters() | {"label": lenient(label, "label")}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a member of a view or dict; nothing for any other object."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a member of a view or dict, an item of a list, or that member of each item of a list."""
        found: Any = None
        if isinstance(obj, Absent):
            return obj.member(str(argument))
        if isinstance(obj, View):
            found = obj.member(str(argument))
            return Absent(f"{obj.path}.{argument}", obj.reader) if found is None else found
        if isinstance(obj, dict):
            found = obj.get(argument)
        elif isinstance(obj, (list, tuple)) and isinstance(argument, int):
            found = obj[argument] if -len(obj) <= argument < len(obj) else None
        elif isinstance(obj, (list, tuple)):
            found = [member for member in (self.getitem(item, argument) for item in obj) if not is_empty(member)]
        return MISSING if found is None else found

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002  (jinja2's signature)
        """Nothing is called."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Add what stays small; multiply and divide numbers only: a text times a number could fill the memory.

        :raises ValueError: the result would be too large.
        """
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return MISSING
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if numbers and max(abs(left), abs(right)) > LARGEST_NUMBER:
            raise ValueError("too large a number")
        if operator == "+":
            return bounded(left + right)
        if not numbers:
            return MISSING
        return left * right if operator == "*" else left % right


@dataclass(frozen=True, slots=True)
class Chain:
    """A name an expression reads, with the members that follow it: ``project.pi.name``."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.names)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression or template, where it stands, what it reads and which filters it applies."""

    text: str
    at: Place
    chains: tuple[Chain, ...]
    steps: tuple[str, ...]
    run: Run

    def value(self, names: Mapping[str, Any]) -> Any:
        """Return what the expression says of these names; ``None`` for nothing.

        :raises NoValue: it cannot be computed from this data.
        """
        try:
            found = self.run(names)
        except _EmptyPart:
            return None
        except _CANNOT as error:
            raise NoValue(type(error).__name__) from None
        return None if isinstance(found, Undefined) else found


class Compiler:
    """Compiles the expressions of one mapping."""

    def __init__(self, label: Filter) -> None:
        self.plain = Sandbox(label)
        self.texts = Sandbox(label, finalize=_part)
        self.iris = Sandbox(label, finalize=_iri_part)
        self._made: dict[tuple[Sandbox, str], Expression] = {}

    def expression(self, text: str, at: Place) -> Expression:
        """Return an expression, or a template where the text has ``{{``.

        :raises ExpressionFault: it does not parse, or uses what the language does not have.
        """
        return self._once(self.texts if "{{" in text or "{%" in text else self.plain, text, at)

    def iri(self, text: str, at: Place) -> Expression:
        """Return the template of an IRI: what is put in is percent-encoded unless it is an IRI itself.

        :raises ExpressionFault: as for expressions.
        """
        return self._once(self.iris, text, at)

    def _once(self, sandbox: Sandbox, text: str, at: Place) -> Expression:
        """Return an expression, compiled where it is met first: a node template stands in many places."""
        made = self._made.get((sandbox, text))
        if made is None:
            parsed = self._parse(sandbox, f"{{{{ {text} }}}}" if sandbox is self.plain else text)
            run = self._plain(parsed, text) if sandbox is self.plain else _template(sandbox, text)
            made = Expression(text, at, _chains(parsed), _steps(parsed), run)
            self._made[sandbox, text] = made
        return replace(made, at=at)

    def _plain(self, parsed: nodes.Template, text: str) -> Run:
        """Return what computes an expression; a name with its members, as most are, takes no program of Jinja2's."""
        names = _only_names(parsed)
        if names:
            return lambda given: reduce(self.plain.getitem, names[1:], given.get(names[0], MISSING))
        compiled = _compiled(lambda: self.plain.compile_expression(text, undefined_to_none=False))
        return lambda given: compiled(**given)

    def _parse(self, sandbox: Sandbox, text: str) -> nodes.Template:
        if len(text) > LONGEST_EXPRESSION:
            raise ExpressionFault(f"an expression has at most {LONGEST_EXPRESSION} characters")
        parsed = _compiled(lambda: sandbox.parse(text))
        _check(parsed)
        return parsed


def _template(sandbox: Sandbox, text: str) -> Run:
    compiled = _compiled(lambda: sandbox.from_string(text))
    return lambda given: compiled.render(**given)


def _compiled(make: Callable[[], T]) -> T:
    """Return what Jinja2 makes of a text.

    :raises ExpressionFault: it does not parse or compile, is nested too deep, or has a number of thousands of digits.
    """
    try:
        return make()
    except TemplateSyntaxError as error:
        raise ExpressionFault(f"not an expression: {_tidy(error.message or '')}") from None
    except (RecursionError, MemoryError, SyntaxError, ValueError):
        raise ExpressionFault("not an expression: too large, or nested too deep") from None


def _tidy(message: str) -> str:
    plain = re.sub(r"\s+", " ", message).rstrip(".")
    return re.sub(r"'(?:\}\}|end of print statement)'", "the end", plain)


def _part(value: Any) -> Any:
    if is_empty(value) or isinstance(value, (View, list, dict)):
        raise _EmptyPart
    return value


def _iri_part(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else str(_part(value)).strip()
    if not text:
        raise _EmptyPart
    return text if "://" in text and is_iri(text) else quote(text, safe="")


def _check(parsed: nodes.Template) -> None:
    if any(not isinstance(part, nodes.Output) for part in parsed.body):
        raise ExpressionFault("only {{ }} is part of the language, not {% %}")
    for kind, why in FORBIDDEN:
        if next(parsed.find_all(kind), None) is not None:
            raise ExpressionFault(why)
    for node in parsed.find_all(nodes.Filter):
        _check_filter(node)


def _check_filter(node: nodes.Filter) -> None:
    names = [node.name]
    if node.name in _BY_NAME and node.args and isinstance(node.args[0], nodes.Const) and node.name == "map":
        names.append(str(node.args[0].value))
    for name in names:
        if name not in NAMES:
            raise ExpressionFault(f"unknown filter '{name}'{nearest(name, NAMES)}")


def tables_named(text: str) -> tuple[str, ...]:
    """Return the tables that an expression's ``label`` filter names."""
    return tuple(re.findall(r"\blabel\(\s*['\"]([^'\"]*)['\"]", text))


def _steps(parsed: nodes.Template) -> tuple[str, ...]:
    """Return the names of the filters in the order they are applied: the innermost first."""
    return tuple(reversed([node.name for node in parsed.find_all(nodes.Filter)]))


def _chains(parsed: nodes.Template) -> tuple[Chain, ...]:
    return tuple(dict.fromkeys(_walk(parsed)))


def _walk(node: nodes.Node) -> Iterator[Chain]:
    chain = _chain(node)
    if chain is not None:
        yield Chain(chain)
        return
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _chain(node: nodes.Node) -> tuple[str, ...] | None:
    """Return the names of ``a.b['c']``; ``None`` for anything that is not such a chain."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        inner = _chain(node.node)
        return (*inner, node.attr) if inner else None
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        inner = _chain(node.node)
        return (*inner, str(node.arg.value)) if inner and isinstance(node.arg.value, str) else inner
    return None


def _only_names(parsed: nodes.Template) -> tuple[str, ...] | None:
    """Return the names of an expression that is ``a.b`` and nothing else, ``None`` for any other."""
    [*outputs] = parsed.find_all(nodes.Output)
    node = outputs[0].nodes[0] if len(outputs) == 1 and len(outputs[0].nodes) == 1 else None
    members: list[str] = []
    while isinstance(node, nodes.Getattr):
        members.insert(0, node.attr)
        node = node.node
    return (node.name, *members) if isinstance(node, nodes.Name) else None
