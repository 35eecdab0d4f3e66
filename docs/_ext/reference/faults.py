"""Every error that the program can tell, read from its source: the message with … for what differs, cure, exit code.

A message is built where a fault is raised, often from a name or a parameter; both are followed back to the text.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

import img2fair
from img2fair import errors
from img2fair.errors import Exit

GAP = "…"
"""Stands for what differs from case to case."""
_DEEPEST = 4
_MOST_FORMS = 12
_NO_FAULTS = ("img2fair/demo/", "img2fair/errors.py")
"""The demo's servers have faults of their own, and errors.py only says what faults are."""
_PLAIN = {"notes.error": 2, "ValueError": 0}
_PLAIN_IN = {"notes.error": "img2fair.mapping.", "ValueError": "img2fair.config."}
"""Other ways of telling what is wrong in a mapping or config → which argument is the message, and in which package."""


@dataclass(frozen=True, slots=True)
class Raised:
    """One place of the source that raises an error.

    ``what`` and ``cure`` are the texts it can have, side by side; without a text, the fault of another place is
    passed on. ``room`` is the first part of the module below ``img2fair``.
    """

    module: str
    function: str
    line: int
    kind: str
    code: Exit
    texts: tuple[tuple[str, str], ...]

    @property
    def room(self) -> str:
        """The package or module directly below ``img2fair``."""
        return self.module.split(".")[1]

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The messages that say something by themselves, each with its cure."""
        return tuple((what, cure) for what, cure in self.texts if what.strip(f"{GAP} :"))


@dataclass(frozen=True, slots=True)
class _Scope:
    """A function with its module, and the values of its parameters where it is called from a known place."""

    module: "_Module"
    function: ast.FunctionDef | None
    given: Mapping[str, tuple["_Scope", ast.expr]]


class _Module:
    """A parsed module: which function holds what, who calls whom."""

    def __init__(self, path: Path, root: Path) -> None:
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.path = path.relative_to(root.parent).as_posix()
        self.name = self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def holders(self) -> dict[ast.AST, ast.FunctionDef | None]:
        """Node → the innermost function around it."""
        found: dict[ast.AST, ast.FunctionDef | None] = {}

        def walk(node: ast.AST, holder: ast.FunctionDef | None) -> None:
            for child in ast.iter_child_nodes(node):
                found[child] = holder
                walk(child, child if isinstance(child, ast.FunctionDef) else holder)

        walk(self.tree, None)
        return found

    @cached_property
    def named(self) -> set[str]:
        """What the module imports from others, and its own classes."""
        nodes = self.holders
        imported = {one.asname or one.name for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names}
        return imported | {node.name for node in nodes if isinstance(node, ast.ClassDef)}

    @cached_property
    def calls(self) -> list[tuple[str, ast.Call]]:
        """Every call with its name as written, such as ``self._fault``."""
        return [(_dotted(node.func), node) for node in self.holders if isinstance(node, ast.Call)]

    @cached_property
    def _set(self) -> dict[tuple[str, ast.FunctionDef | None], list[ast.expr]]:
        """Name and function (or the top of the module) → what the name is set to there."""
        found: dict[tuple[str, ast.FunctionDef | None], list[ast.expr]] = {}
        for node, holder in self.holders.items():
            if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
                continue
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                for name, its in _matching(target, node.value):
                    found.setdefault((name, holder), []).append(its)
        return found

    def assigned(self, name: str, function: ast.FunctionDef | None) -> list[ast.expr]:
        """Return what a name is set to in a function, or at the top of the module."""
        return self._set.get((name, function), [])


def _matching(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=False):
            yield from _matching(one, its)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{_dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


@cache
def harvested() -> tuple[Raised, ...]:
    """Return every place of the program that raises an error, in the order of the source."""
    root = Path(img2fair.__file__).resolve().parent
    modules = [_Module(path, root) for path in sorted(root.rglob("*.py"))]
    kinds = _kinds(modules)
    return tuple(
        raised for module in modules if not module.path.startswith(_NO_FAULTS) for raised in _raised(module, kinds)
    )


def _kinds(modules: Iterable[_Module]) -> dict[str, Exit]:
    """Return the name of each kind of fault with its exit code, those that rooms add included."""
    kinds = {name: kind.code for name, kind in vars(errors).items() if isinstance(kind, type) and hasattr(kind, "code")}
    classes = [node for module in modules for node in module.holders if isinstance(node, ast.ClassDef)]
    for node in classes:
        base = next((_dotted(one) for one in node.bases if _dotted(one) in kinds), None)
        if base is not None and node.name not in kinds:
            kinds[node.name] = _own_code(node) or kinds[base]
    return kinds


def _own_code(node: ast.ClassDef) -> Exit | None:
    for line in node.body:
        if (
            isinstance(line, ast.Assign)
            and _dotted(line.targets[0]) == "code"
            and isinstance(line.value, ast.Attribute)
        ):
            return Exit[line.value.attr]
    return None


def _raised(module: _Module, kinds: Mapping[str, Exit]) -> Iterator[Raised]:
    known = module.named
    for name, call in module.calls:
        if name in kinds and name in known:
            yield _found(module, call, name, kinds[name])
        elif name == "fault_of":
            yield _found(module, call, name, _first_code(call))
        elif name in _PLAIN and module.name.startswith(_PLAIN_IN[name]):
            yield _found(module, call, name, Exit.USAGE, _PLAIN[name])


def _first_code(call: ast.Call) -> Exit:
    said = _dotted(call.args[0]).rpartition(".")[2] if call.args else ""
    return Exit[said] if said in Exit.__members__ else Exit.UNAVAILABLE


def _found(module: _Module, call: ast.Call, kind: str, code: Exit, at: int | None = None) -> Raised:
    function = module.holders[call]
    place = at if at is not None else int(kind == "fault_of")
    keywords = {one.arg: one.value for one in call.keywords}
    what = call.args[place] if len(call.args) > place else keywords.get("what")
    cure = keywords.get("cure")
    texts: dict[tuple[str, str], None] = {}
    for scope in _scopes(module, function):
        pairs = _paired(what, cure, scope)
        texts.update(dict.fromkeys(islice(pairs, _MOST_FORMS)))
    name = function.name if function else ""
    return Raised(module.name, name, call.lineno, kind, code, tuple(texts))


def _scopes(module: _Module, function: ast.FunctionDef | None, depth: int = 0) -> Iterator[_Scope]:
    """Yield a function as each of its callers in the module calls it; as it is where nobody does."""
    if function is None:
        yield _Scope(module, None, {})
        return
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    ours = [call for name, call in module.calls if name.rpartition(".")[2] == function.name]
    if not ours or depth >= _DEEPEST:
        yield _Scope(module, function, {})
        return
    bound = names[1:] if names[:1] in (["self"], ["cls"]) else names
    for call in ours:
        holder = module.holders[call]
        above = _Scope(module, holder, {}) if holder is function else next(_scopes(module, holder, depth + 1))
        given = {name: (above, value) for name, value in zip(bound, call.args, strict=False)}
        given |= {one.arg: (above, one.value) for one in call.keywords if one.arg}
        yield _Scope(module, function, given)


def _paired(what: ast.expr | None, cure: ast.expr | None, scope: _Scope) -> Iterator[tuple[str, str]]:
    """Yield messages with their cures; those chosen by one condition, or set on one line, go together."""
    whats = _texts(what, scope) if what is not None else [GAP]
    cures = _texts(cure, scope) if cure is not None else [""]
    if len(whats) == len(cures):
        yield from zip(whats, cures, strict=True)
    else:
        yield from ((one, " / ".join(dict.fromkeys(filter(None, cures)))) for one in whats)


def _texts(node: ast.expr, scope: _Scope, depth: int = 0) -> list[str]:
    """Return the texts that an expression can be, with ``GAP`` for what the source does not tell."""
    if depth > _DEEPEST * 2:
        return [GAP]
    if isinstance(node, ast.Constant):
        return [str(node.value)] if isinstance(node.value, str) else [GAP]
    if isinstance(node, ast.IfExp):
        return list(dict.fromkeys([*_texts(node.body, scope, depth + 1), *_texts(node.orelse, scope, depth + 1)]))
    if isinstance(node, ast.JoinedStr):
        return _joined(list(node.values), scope, depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _joined([node.left, node.right], scope, depth)
    if isinstance(node, ast.BoolOp):
        return list(dict.fromkeys(text for one in node.values for text in _texts(one, scope, depth + 1)))
    if isinstance(node, ast.Name):
        return _named(node.id, scope, depth)
    return [GAP]


def _joined(parts: list[ast.expr], scope: _Scope, depth: int) -> list[str]:
    found = [""]
    for part in parts:
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        texts = _texts(inner, scope, depth + 1)
        if isinstance(part, ast.FormattedValue) and len(texts) > 3:
            texts = [GAP]
        found = [f"{head}{text}" for head in found for text in texts][:_MOST_FORMS]
    return found


def _named(name: str, scope: _Scope, depth: int) -> list[str]:
    values = scope.module.assigned(name, scope.function)
    if values:
        return list(dict.fromkeys(text for value in values for text in _texts(value, scope, depth + 1)))
    if name in scope.given:
        above, value = scope.given[name]
        return _texts(value, above, depth + 1)
    if scope.function is not None:
        constants = scope.module.assigned(name, None)
        if constants and all(isinstance(one, (ast.Constant, ast.JoinedStr, ast.BinOp)) for one in constants):
            return _texts(constants[0], _Scope(scope.module, None, {}), depth + 1)
    return [GAP]


def kinds_of(code: Exit) -> tuple[Raised, ...]:
    """Return the errors that end in an exit code and say something by themselves."""
    return tuple(raised for raised in harvested() if raised.code is code and raised.told)
