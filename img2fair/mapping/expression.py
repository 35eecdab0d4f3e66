"""Expressions: Jinja2 in a sandbox, each compiled once, its names known before anything is evaluated.

An expression sees values and filters, nothing of Python: no attribute of an object is ever read, members come from the
views of views.py; nothing is called; ``**``, ``~`` and ``{ }`` are refused; nothing grows without bound. A text with
``{{ }}`` is a template; a template with an empty part is empty, so nobody reads "DICOM files of None".
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, TypeVar

from jinja2 import TemplateError, TemplateSyntaxError, Undefined, nodes

from img2fair.mapping.emptiness import MISSING
from img2fair.mapping.filters import NAMES, Filter
from img2fair.mapping.problems import Place, nearest
from img2fair.mapping.sandbox import EmptyPart, Given, Sandbox, iri_part, part

T = TypeVar("T")

Run = Callable[[dict[str, Any]], Any]

LONGEST_EXPRESSION = 4_000
"""Characters of an expression."""

FORBIDDEN: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Call, "nothing can be called in an expression; use a filter, such as 'x | upper'"),
    (nodes.Pow, "'**' is not part of the language"),
    (nodes.Dict, "{ } is not part of an expression; a template has {{ }}"),
    (nodes.Concat, "'~' is not part of the language; write a template such as \"{{ a }} {{ b }}\""),
)
_BY_NAME = frozenset({"map", "select", "reject"})


class ExpressionFault(Exception):
    """An expression cannot be compiled. For the loader, which knows where it stands."""


_CANNOT = (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError, AssertionError,
           NameError)  # fmt: skip
"""What an expression may raise on data it was not made for; the assertion is one of Jinja2's truncate, the name ``inf``
of a sum of numbers in its text that is too large."""


class NoValue(Exception):
    """An expression could not be computed from this data. The message names no data."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A name an expression reads, with the members that follow it: ``project.pi.name``."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.names)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression or template, where it stands, what it reads and which filters it applies.

    ``keys`` are names that only lead to another value, as ``it.name`` does in ``defaults.people[it.name].orcid``.
    """

    text: str
    at: Place
    chains: tuple[Chain, ...]
    steps: tuple[str, ...]
    run: Run
    keys: tuple[Chain, ...] = ()
    where: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", str(self.at))  # once, not each time it is evaluated

    def value(self, names: dict[str, Any]) -> Any:
        """Return what the expression says of these names; ``None`` for nothing.

        :raises NoValue: it cannot be computed from this data.
        """
        try:
            found = self.run(names)
        except EmptyPart:
            return None
        except _CANNOT as error:
            raise NoValue(type(error).__name__) from None
        return None if isinstance(found, Undefined) else found


class Compiler:
    """Compiles the expressions of one mapping."""

    def __init__(self, label: Filter) -> None:
        self.plain = Sandbox(label)
        self.texts = Sandbox(label, finalize=part)
        self.iris = Sandbox(label, finalize=iri_part)
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
            made = self._made[sandbox, text] = _compiled(lambda: self._new(sandbox, text, at))
        return replace(made, at=at)

    def _new(self, sandbox: Sandbox, text: str, at: Place) -> Expression:
        parsed = self._parse(sandbox, f"{{{{ {text} }}}}" if sandbox is self.plain else text)
        run = self._plain(parsed) if sandbox is self.plain else _template(sandbox, text)
        return Expression(text, at, _chains(parsed), _steps(parsed), run, _keys(parsed))

    def _plain(self, parsed: nodes.Template) -> Run:
        """Return what computes an expression; a name with its members, as most are, takes no program of Jinja2's."""
        names = _only_names(parsed)
        if names:
            return lambda given: reduce(self.plain.getitem, names[1:], given.get(names[0], MISSING))
        return _expression(self.plain, parsed)

    def _parse(self, sandbox: Sandbox, text: str) -> nodes.Template:
        if len(text) > LONGEST_EXPRESSION:
            raise ExpressionFault(f"an expression has at most {LONGEST_EXPRESSION} characters")
        parsed = sandbox.parse(text)
        _check(parsed)
        return parsed


def _expression(sandbox: Sandbox, parsed: nodes.Template) -> Run:
    """Return what computes an expression; names are given as they are, without the copies that Jinja2 makes of them."""
    outputs = [each for one in parsed.find_all(nodes.Output) for each in one.nodes]
    if len(outputs) != 1 or not isinstance(outputs[0], nodes.Expr):
        raise ExpressionFault("not an expression: expected one value")
    body = nodes.Assign(nodes.Name("result", "store"), outputs[0], lineno=1)
    program = sandbox.from_string(nodes.Template([body], lineno=1)).root_render_func

    def run(given: dict[str, Any]) -> Any:
        context = Given(sandbox, given)
        for _ in program(context):
            pass
        return context.vars["result"]

    return run


def _template(sandbox: Sandbox, text: str) -> Run:
    program = sandbox.from_string(text).root_render_func
    return lambda given: "".join(program(Given(sandbox, given)))


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


def _check(parsed: nodes.Template) -> None:
    if any(not isinstance(part, nodes.Output) for part in parsed.body):
        raise ExpressionFault("only {{ }} is part of the language, not {% %}")
    for kind, why in FORBIDDEN:
        if next(parsed.find_all(kind), None) is not None:
            raise ExpressionFault(why)
    for number in parsed.find_all(nodes.Const):
        if isinstance(number.value, float) and not math.isfinite(number.value):
            raise ExpressionFault("a number is too large")
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


def _keys(parsed: nodes.Template) -> tuple[Chain, ...]:
    inside = (node.arg for node in parsed.find_all(nodes.Getitem) if not isinstance(node.arg, nodes.Const))
    return tuple(dict.fromkeys(chain for arg in inside for chain in _walk(arg)))


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
