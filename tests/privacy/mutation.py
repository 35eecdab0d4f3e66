"""Small faults put into a module one at a time, each tried against tests: what no test notices is not tested.

A worker process loads the libraries once and forks for each mutant; the child imports the mutated module in place of
the right one and runs the tests up to the first failure.

    python -m tests.privacy.mutation MODULE NAMES TESTS NUMBERS     (JSON lists; prints the numbers that survive)
"""

import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = (
    "pytest", "hypothesis.strategies", "pyoxigraph", "pydantic", "requests", "stamina", "jinja2", "click",
    "ruamel.yaml",
)  # fmt: skip
"""What all tests load and no mutant changes."""
ELSEWHERE = ("img2fair.demo.archive", "img2fair.demo.fdp", "img2fair.model")
"""Rooms of ours that all tests load, and most mutants leave as they are."""
LONGEST = 120
"""Seconds after which a mutant that does not come to an end counts as noticed."""
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
NAMED = {
    "Kind": ("TEXT", "MOMENT"), "Screen": ("PROSE", "PERSON", "IDENTIFIER", "SETTING"),
    "Visibility": ("PUBLIC", "PRIVATE", "UNKNOWN"), "Action": ("WITHDRAW", "CREATE"),
    "Verdict": ("DONE", "SKIPPED"), "Judge": ("PRIVACY", "SHAPES"), "Severity": ("VIOLATION", "WARNING"),
}  # fmt: skip
"""Enumerations, and the members that stand in for others."""


@dataclass(frozen=True)
class Mutant:
    """One fault: ``apply`` puts it into the tree it was found in."""

    place: str
    what: str
    apply: Callable[[], None]

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def source_of(module: str) -> Path:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


def mutants(tree: ast.Module, names: Collection[str]) -> list[Mutant]:
    """Return the mutants of a module's functions, classes and constants of these names; of all where none is named.

    A method is named ``Class.method``. Mutants that read alike are numbered.
    """
    found: list[Mutant] = []
    alike: Counter[str] = Counter()
    for mutant in (one for name, node in _named(tree) if not names or name in names for one in _of(node, name)):
        alike[str(mutant)] += 1
        number = alike[str(mutant)]
        found.append(replace(mutant, what=f"{mutant.what} ({number})") if number > 1 else mutant)
    return found


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef))
        elif isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield ast.unparse(target), node


def _of(node: ast.AST, name: str) -> Iterator[Mutant]:
    for child, put in _inside(node):
        text = ast.unparse(child) if isinstance(child, (ast.expr, ast.stmt)) else type(child).__name__
        for what, new in _changed(child):
            shown = f"{text.splitlines()[0][:90]} -> {what}"
            yield Mutant(name, shown, lambda put=put, new=new: put(new))  # type: ignore[misc]


Put = Callable[[ast.AST], None]
_UNCHANGED = frozenset({"annotation", "returns", "decorator_list", "type_comment"})


def _inside(node: ast.AST) -> Iterator[tuple[ast.AST, Put]]:
    """Yield every node inside one that does something, with what puts another in its place."""
    for name, value in ast.iter_fields(node):
        if name in _UNCHANGED or (isinstance(node, ast.Raise) and name in ("exc", "cause")):
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST) or _is_silent(child):
                continue
            yield child, _putting(node, name, index if isinstance(value, list) else None)
            yield from _inside(child)


def _putting(node: ast.AST, name: str, index: int | None) -> Put:
    def put(new: ast.AST) -> None:
        if index is None:
            setattr(node, name, new)
        else:
            getattr(node, name)[index] = new

    return put


def _is_silent(node: ast.AST) -> bool:
    """Whether a node is a docstring, a word in a text, or a line for the log."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return True
    return isinstance(node, ast.Expr) and (_is_silent(node.value) or ast.unparse(node).startswith("log."))


Change = tuple[str, ast.AST]


def _changed(node: ast.AST) -> Iterator[Change]:
    """Yield what can stand in a node's place."""
    yield from _of_tests(node)
    match node:
        case ast.BoolOp():
            yield from _of_junction(node)
        case ast.Compare():
            yield from _of_comparison(node)
        case ast.UnaryOp(op=ast.Not()):
            yield "without not", node.operand
        case ast.Constant():
            yield from _of_constant(node)
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield "return None", ast.Return(ast.Constant(None))
        case ast.Call() | ast.Attribute() | ast.Name():
            yield from _of_name(node)
        case ast.Tuple(elts=[_, *_], ctx=ast.Load()) | ast.Set() | ast.List(elts=[_, *_], ctx=ast.Load()):
            yield "empty", ast.Tuple([], ast.Load())
        case ast.Expr() | ast.Raise() | ast.AugAssign() | ast.Continue():
            yield "pass", ast.Pass()
        case ast.MatchOr():
            yield from ((f"only {ast.unparse(one)}", one) for one in node.patterns)


def _of_tests(node: ast.AST) -> Iterator[Change]:
    """Yield conditions the other way round, and without what filters."""
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            changed = type(node)(**{**dict(ast.iter_fields(node)), "test": ast.UnaryOp(ast.Not(), node.test)})
            yield "negated", changed
        case ast.match_case(guard=ast.expr() as guard):
            for what, new in (("negated", ast.UnaryOp(ast.Not(), guard)), ("without its if", None)):
                yield what, ast.match_case(node.pattern, new, node.body)
        case ast.comprehension(ifs=[_, *_]):
            yield "without its if", ast.comprehension(node.target, node.iter, [], node.is_async)


def _of_junction(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield type(other).__name__.lower(), ast.BoolOp(other, node.values)
    for index in range(len(node.values)):
        rest = [value for number, value in enumerate(node.values) if number != index]
        yield f"without part {index + 1}", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _of_comparison(node: ast.Compare) -> Iterator[Change]:
    for index, op in enumerate(node.ops):
        for other in COMPARED[type(op)]:
            ops = [*node.ops[:index], other(), *node.ops[index + 1 :]]
            yield f"{other.__name__} at {index + 1}", ast.Compare(node.left, ops, node.comparators)


def _of_constant(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield str(not node.value), ast.Constant(not node.value)
    elif isinstance(node.value, (int, float)):
        yield from ((str(value), ast.Constant(value)) for value in (node.value + 1, node.value - 1))


def _of_name(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            yield CALLED[name], ast.Call(ast.Name(CALLED[name], ast.Load()), node.args, node.keywords)
        case ast.Attribute(value=ast.Name(id=enum), attr=member) if enum in NAMED and member.isupper():
            for other in NAMED[enum]:
                if other != member:
                    yield other, ast.Attribute(node.value, other, node.ctx)


class _Mutated(importlib.machinery.SourceFileLoader):
    """Loads a module from a tree instead of its file."""

    def __init__(self, module: str, path: str, code: CodeType) -> None:
        super().__init__(module, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        return self._code


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the mutated module before the right one."""

    def __init__(self, module: str, code: CodeType) -> None:
        self._module, self._code = module, code

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._module:
            return None
        file = str(source_of(fullname))
        return importlib.util.spec_from_file_location(fullname, file, loader=_Mutated(fullname, file, self._code))


def survives(module: str, tree: ast.Module, mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Tell in a process of its own whether all tests pass with a mutant; with the right module where there is none."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    code = 1
    try:
        signal.alarm(LONGEST)
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - what pytest says is not looked at
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        if mutant is not None:
            mutant.apply()
        made = compile(ast.fix_missing_locations(tree), str(source_of(module)), "exec")
        sys.meta_path.insert(0, _Finder(module, made))
        code = importlib.import_module("pytest").main([*OPTIONS, *tests])
    finally:
        os._exit(int(code))


def work(module: str, names: Sequence[str], tests: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """Return which mutants survive; -1 stands for the right module, which must."""
    for name in (*LIBRARIES, *(one for one in ELSEWHERE if not module.startswith("img2fair.model"))):
        importlib.import_module(name)
    if module in sys.modules:
        raise ImportError(f"{module} is loaded already, so a mutant of it would not be")
    tree = ast.parse(source_of(module).read_text("utf-8"))
    found = mutants(tree, names)
    return [n for n in numbers if survives(module, tree, found[n] if n >= 0 else None, tests)]


def started(module: str, names: Sequence[str], tests: Sequence[str], numbers: Sequence[int]) -> subprocess.Popen[str]:
    """Start a worker in the root of the project; it prints the list that :func:`work` returns."""
    arguments = [module, *(json.dumps(list(some)) for some in (names, tests, numbers))]
    command = [sys.executable, "-m", "tests.privacy.mutation", *arguments]
    around = {name: value for name, value in os.environ.items() if not name.startswith(("REQUESTS_", "SSL_"))}
    return subprocess.Popen(command, cwd=ROOT, env=around, stdout=subprocess.PIPE, text=True)


if __name__ == "__main__":
    print(json.dumps(work(sys.argv[1], *(json.loads(text) for text in sys.argv[2:]))))
