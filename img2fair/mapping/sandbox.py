"""The sandbox of expressions: Jinja2 that sees values and filters, and nothing of Python.

No attribute of an object is ever read: members come from the views of views.py, from dicts and lists. Nothing is
called, and nothing grows without bound.
"""

from typing import Any
from urllib.parse import quote

from jinja2 import Undefined
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from img2fair.mapping.emptiness import MISSING, is_empty
from img2fair.mapping.filters import Filter, bounded, filters, lenient
from img2fair.mapping.views import Absent, View
from img2fair.rdf import is_iri

LARGEST_NUMBER = 10**30


class EmptyPart(Exception):
    """A template has an empty part."""


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one mapping: our filters, no globals, members of views and dicts only."""

    intercepted_binops = frozenset({"+", "*", "%"})

    def __init__(self, label: Filter, **options: Any) -> None:
        super().__init__(undefined=type(MISSING), **options)
        self.globals.clear()
        self.evaluation = EvalContext(self)
        self.filters = filters() | {"label": lenient(label, "label")}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a member of a view or dict; nothing for any other object."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a member of a view or dict, an item of a list, or that member of each item of a list."""
        found: Any = None
        if isinstance(obj, View):
            found = obj.member(str(argument))
            return Absent(f"{obj.path}.{argument}", obj.reader) if found is None else found
        if isinstance(obj, Absent):
            return obj.member(str(argument))
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


class Given(Context):
    """The names that one evaluation sees; what is the same for all is not made anew, as Jinja2's own would."""

    def __init__(self, sandbox: Sandbox, names: dict[str, Any]) -> None:  # the whole of Context's, but for blocks
        self.environment, self.eval_ctx, self.name = sandbox, sandbox.evaluation, None
        self.parent, self.vars = names, {}
        self.exported_vars, self.globals_keys, self.blocks = set(), set(), {}


def part(value: Any) -> Any:
    """Return a part of a template as it is.

    :raises EmptyPart: it is empty, or no single value.
    """
    if is_empty(value) or isinstance(value, (View, list, dict)):
        raise EmptyPart
    return value


def iri_part(value: Any) -> str:
    """Return a part of an IRI's template, percent-encoded unless it is an IRI itself.

    Blanks at its ends are encoded too: two ids that differ in them alone are two.

    :raises EmptyPart: as for ``part``.
    """
    text = value if isinstance(value, str) else str(part(value))
    bare = text.strip()
    if not bare:
        raise EmptyPart
    return bare if "://" in bare and is_iri(bare) else quote(text, safe="")
