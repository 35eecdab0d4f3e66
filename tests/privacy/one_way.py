"""What no module but the privacy room may do: opening held values, or any way round their type.

Judged by the words of a module, so a test can judge a planted one; what is hidden in strings put together at run time
is not found here.
"""

import ast
from collections.abc import Callable, Iterator, Mapping

PRIVACY, HELD, SNAPSHOT = "privacy/", "model/held.py", "model/snapshot_file.py"

OPENERS = frozenset({"unseal", "_Held__value"})
OF_HELD = frozenset({"_content", "_seal"})
"""Names of model/held.py that others use for things of their own; nobody else imports them."""
TRICKS = frozenset({
    "__getattribute__", "__reduce__", "__reduce_ex__", "__getstate__", "__get_pydantic_core_schema__", "__closure__",
    "__globals__", "f_locals", "f_globals", "tb_frame", "_getframe", "_current_frames", "attrgetter",
    "get_referents", "get_referrers", "get_objects", "member_descriptor", "eval", "exec",
})  # fmt: skip
"""Words by which Python lets one look into any object."""
SERIALISERS = frozenset({
    "pydantic_core", "to_jsonable_python", "RootModel", "create_model", "dump_python", "dump_json",
})  # fmt: skip
"""pydantic's door to held values."""
LOOKERS = frozenset({
    "pickle", "copyreg", "marshal", "shelve", "inspect", "gc", "ctypes", "dis", "reprlib", "pprint", "traceback",
    "faulthandler", "cgitb", "pdb", "code", "tracemalloc", "rich.traceback", "rich.pretty",
})  # fmt: skip
"""Modules that look into objects, or show the stack."""
RELEASERS = frozenset({"release", "release_answer"})

MAY_IMPORT: Mapping[str, frozenset[str]] = {
    "files.py": frozenset({"ctypes"}),  # renameat2, to swap two folders
    "cli/__init__.py": frozenset({"gc", "traceback"}),  # thresholds; the edge
}
"""Modules that may import what others may not, and why."""
PLAIN_TYPES: Mapping[str, frozenset[str]] = {
    "plan/files.py": frozenset({"tuple[Plan, ...]", "tuple[Receipt, ...]"}),
    "clinical/study_facts.py": frozenset({"StudyFacts"}),
    "report/harmonisation/json_form.py": frozenset({"HarmonisationReport"}),
}
"""What a module may serialise: a test sees that nothing in it is held."""


def offences(module: str, source: str) -> set[str]:
    """Return what a module does that it may not.

    :param module: its path in the package, such as ``report/page.py``.
    """
    tree = ast.parse(source)
    found = {rule for node in ast.walk(tree) for rule, judge in _RULES.items() if judge(module, node)}
    if module.startswith("demo/"):
        return found - {"tricks"}  # nothing is held there: it is what the archive is made of
    return found - ({"opens", "tricks"} if module.startswith(PRIVACY) or module == HELD else set())


def _words(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node uses, also those of imports, their new names, and texts that are names."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield from (name, *name.split("."), *([other] if other else []))
        case ast.ImportFrom(module=str(name)):
            yield from (name, *name.split("."))
        case ast.Constant(value=str(text)) if text.isidentifier():
            yield text


def _opens(_: str, node: ast.AST) -> bool:
    if isinstance(node, (ast.alias, ast.Attribute)) and OF_HELD & {*_words(node)}:
        return True
    return bool(OPENERS & {*_words(node)})


def _models(module: str, node: ast.AST) -> bool:
    """Tell whether a pydantic model could have held values: config's have none."""
    return module.startswith("config/") and bool({"Held", "HeldText"} & {*_words(node)})


def _tricks(_: str, node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("getattr", "vars"):
        return node.func.id == "vars" or (len(node.args) > 1 and _hidden(node.args[1]))
    return bool(TRICKS & {*_words(node)})


def _hidden(name: ast.expr) -> bool:
    """Tell whether the name of an attribute is one that is no one's business, or put together at run time."""
    match name:
        case ast.Constant(value=str(text)):
            return text.startswith("_")
        case ast.Name() | ast.Attribute():
            return False  # the names of a dataclass' fields
        case _:
            return True


def _serialises(module: str, node: ast.AST) -> bool:
    if module in (SNAPSHOT, HELD):
        return False
    if isinstance(node, ast.Call) and "TypeAdapter" in _words(node.func):
        return not {ast.unparse(one) for one in node.args} <= PLAIN_TYPES.get(module, frozenset())
    return bool((SERIALISERS - ({"dump_json"} if module in PLAIN_TYPES else set())) & {*_words(node)})


def _looks(module: str, node: ast.AST) -> bool:
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return False
    names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else {str(node.module)}
    return bool(names & (LOOKERS - MAY_IMPORT.get(module, frozenset())))


def _releases(module: str, node: ast.AST) -> bool:
    return not module.startswith((PRIVACY, "mapping/", "cbioportal/")) and bool(RELEASERS & {*_words(node)})


def _logs_errors(module: str, node: ast.AST) -> bool:
    """Tell whether an exception is logged, whose words may quote anything."""
    match node:
        case ast.keyword(arg="exc_info" | "stack_info"):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "logger" | "logging"), attr="exception")):
            return True
        case _:
            return False


def _exports(module: str, node: ast.AST) -> bool:
    return not module.startswith((PRIVACY, "cbioportal/", "exporting/")) and "release_cohort" in _words(node)


_RULES: Mapping[str, Callable[[str, ast.AST], bool]] = {
    "opens": _opens,
    "tricks": _tricks,
    "models": _models,
    "serialises": _serialises,
    "looks": _looks,
    "releases": _releases,
    "logs errors": _logs_errors,
    "exports": _exports,
}
