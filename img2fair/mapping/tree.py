"""Mapping files as trees whose every value knows its line and column.

The text is composed, not constructed: ruamel.yaml resolves YAML 1.2 and gives marks, and nothing in a file can make an
object of Python. Merge keys (``<<``) and aliases work; a key that stands twice is an error with its line.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from img2fair.characters import NOT_TEXT
from img2fair.mapping.problems import Notes, Place

LARGEST = 20_000
"""More values than this in one file can only come from aliases of aliases."""
LARGEST_FILE = 2_000_000
"""Bytes of a mapping file; the shipped ones have a hundredth of it."""
_MERGE = "tag:yaml.org,2002:merge"
_KINDS = {"null": None, "bool": bool, "int": int, "float": float}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. ``text`` is as written; ``value`` is ``None``, a truth value, a number or the text."""

    at: Place
    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    at: Place
    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping. ``keys`` tells where each key stands, ``replaced`` where it stood in the file it overrides."""

    at: Place
    entries: dict[str, "Tree"]
    keys: dict[str, Place]
    replaced: dict[str, Place] = field(default_factory=dict)

    def place(self, key: str) -> Place:
        """Return where a key stands."""
        return self.keys.get(key, self.at)

    def overrides(self, key: str) -> str:
        """Return where the key stood in the extended file that it replaces, the empty text where it replaces none."""
        return str(self.replaced.get(key, ""))


Tree = Scalar | Sequence | Table


def is_null(tree: Tree | None) -> bool:
    """Tell whether the value is written as null (or not at all)."""
    return tree is None or (isinstance(tree, Scalar) and tree.value is None)


def plain(tree: Tree) -> Any:
    """Return the tree as plain Python values, scalars as written: for digests."""
    match tree:
        case Table():
            return {key: plain(value) for key, value in tree.entries.items()}
        case Sequence():
            return [plain(item) for item in tree.items]
        case _:
            return None if tree.value is None else tree.text


def read_tree(path: Path, file: str, notes: Notes, expected: str = "'mapping: 1' and 'dataset:'") -> Table | None:
    """Return the tree of a mapping file, or ``None`` where it cannot be read at all.

    :param file: how the file is called in messages; ``expected``: keys that it should hold.
    """
    text = read_source(path, file, notes)
    if text is None:
        return None
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        notes.error(_place(file, error.problem_mark or error.context_mark), "", _syntax(error))
        return None
    except YAMLError as error:
        notes.error(f"{file}:1:1", "", f"not YAML: {str(error).splitlines()[0]}")
        return None
    except RecursionError:
        notes.error(f"{file}:1:1", "", "not a mapping: nested too deep")
        return None
    tree = _Reader(file, notes).tree(root) if root is not None else None
    if isinstance(tree, Table):
        return tree
    notes.error(f"{file}:1:1", "", f"expected keys such as {expected}")
    return None


def read_source(path: Path, file: str, notes: Notes) -> str | None:
    """Return the text of a file that belongs to a mapping, or ``None`` where it cannot be read or is too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            notes.error(f"{file}:1:1", "", f"too large: a file of a mapping has at most {LARGEST_FILE} bytes")
            return None
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        notes.error(f"{file}:1:1", "", f"cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}")
        return None


def _syntax(error: MarkedYAMLError) -> str:
    problem = (error.problem or "not YAML").rstrip(".")
    return f"not YAML: {problem} (quote expressions that contain [ ] {{ }} # or ': ')"


def _place(file: str, mark: Any) -> Place:
    return Place(file, mark.line + 1, mark.column + 1) if mark is not None else Place(file, 1, 1)


class _Reader:
    def __init__(self, file: str, notes: Notes) -> None:
        self.file = file
        self.notes = notes
        self.seen = 0
        self.open: set[int] = set()

    def tree(self, node: Node) -> Tree:
        at = _place(self.file, node.start_mark)
        self.seen += 1
        if id(node) in self.open or self.seen > LARGEST:
            if self.seen <= LARGEST + 1:
                self.notes.error(at, "", "aliases that contain themselves or each other")
            return Scalar(at, "", None)
        if isinstance(node, ScalarNode):
            if NOT_TEXT.search(str(node.value)):
                self.notes.error(at, "", "a text holds a character that no text has")
                plainer = NOT_TEXT.sub("", str(node.value))
                return Scalar(at, plainer, plainer)
            return _scalar(node, at)
        self.open.add(id(node))
        tree = self._table(node, at) if isinstance(node, MappingNode) else self._sequence(node.value, at)
        self.open.discard(id(node))
        return tree

    def _sequence(self, nodes: list[Node], at: Place) -> Sequence:
        return Sequence(at, tuple(self.tree(item) for item in nodes))

    def _table(self, node: MappingNode, at: Place) -> Table:
        entries: dict[str, Tree] = {}
        keys: dict[str, Place] = {}
        inherited: list[Table] = []
        for key_node, value_node in node.value:
            where = _place(self.file, key_node.start_mark)
            if key_node.tag == _MERGE:
                inherited += self._merged(value_node)
            elif not isinstance(key_node, ScalarNode):
                self.notes.error(where, "", "a key must be a plain word")
            elif key_node.value in entries:
                first = keys[key_node.value]
                self.notes.error(where, key_node.value, f"stands twice; first at line {first.line}")
            else:
                entries[key_node.value] = self.tree(value_node)
                keys[key_node.value] = where
        for table in inherited:
            for key, value in table.entries.items():
                if key not in entries:
                    entries[key], keys[key] = value, table.keys[key]
        return Table(at, entries, keys)

    def _merged(self, node: Node) -> list[Table]:
        tree = self.tree(node)
        items = tree.items if isinstance(tree, Sequence) else (tree,)
        tables = [item for item in items if isinstance(item, Table)]
        if len(tables) < len(items):
            self.notes.error(_place(self.file, node.start_mark), "<<", "only keys with values can be merged")
        return tables


def _scalar(node: ScalarNode, at: Place) -> Scalar:
    kind = str(node.tag).rpartition(":")[2]
    text = str(node.value)
    if kind not in _KINDS:
        return Scalar(at, text, text)
    if kind == "null":
        return Scalar(at, text, None)
    return Scalar(at, text, text.casefold() == "true" if kind == "bool" else _number(text))


def _number(text: str) -> float | str:
    try:
        return float(text.replace("_", "")) if "." in text or "e" in text.casefold() else int(text, 0)
    except ValueError:
        return text
