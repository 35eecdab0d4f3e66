"""The text of a config as a tree that knows its lines: YAML that is short, plain and not made to fill the memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from img2fair.characters import NOT_TEXT
from img2fair.config.problems import ConfigFault, syntax_problem
from img2fair.errors import UsageFault
from img2fair.problems import Place, Problem

DEFAULT_FILE = "img2fair.yaml"
LARGEST_FILE = 2_000_000
"""Bytes; a config of a thousand projects has a tenth of it."""
MOST_REPEATED = 10_000
"""Values that aliases may stand for, all together; more come from aliases of aliases only."""
_KINDS = ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge")
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in _KINDS}
"""What YAML itself tells apart (YAML 1.2.2, chapter 10, and timestamps and merge keys of 1.1)."""
_MERGE = "tag:yaml.org,2002:merge"

Location = tuple[int | str, ...]
"""Names of entries and numbers of items, from the top of a config down."""


@dataclass(frozen=True, slots=True)
class Source:
    """The tree of a config, with ordinary dicts, lists and values, and where each of them stands.

    ``problems`` are slips that left a tree all the same: an entry that stands twice, a day there is not.
    """

    file: str
    tree: Any
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def place(self, location: Sequence[int | str], *, of_key: bool = False) -> str:
        """Return where a value stands, or its key; where there is none, what would hold it."""
        node, mark = self.root, _start(self.root)
        for number, part in enumerate(location):
            found = next((pair for pair in _entries(node) if pair[0] == part), None)
            if found is None:
                break
            _, key, node = found
            last = number == len(location) - 1
            mark = _start(node) if (last and not of_key) or key is None else _start(key)
        return str(Place(self.file, mark[0] + 1, mark[1] + 1))


def read_source(path: Path) -> Source:
    """Return the tree of a YAML file, which knows its lines.

    :raises UsageFault: it is missing, too large, not UTF-8, or aliases in it stand for very much or for themselves.
    :raises ConfigFault: it is not YAML, or has a tag of another language; with file:line:column.
    """
    text, file = _text(path), str(path)
    try:
        root = YAML(typ="safe", pure=True).compose(text)  # the other kind marks folds by a character of its own
        if root is None:
            return Source(file, None)
        problems = list(_Measure(file).problems(root))
        if problems:
            raise ConfigFault(file, problems)
        builder = _Builder(file)
        return Source(file, builder.value(root), root, builder.problems)
    except MarkedYAMLError as error:
        raise ConfigFault(file, [syntax_problem(error, file)]) from None
    except YAMLError:
        raise UsageFault("not YAML: it holds a character that no text has", where=file) from None
    except RecursionError:
        raise UsageFault("not a config: nested too deep", where=file) from None


def value_at(tree: Any, location: Location) -> tuple[object, bool]:
    """Return what stands at a place, and whether anything does."""
    for part in location:
        try:
            tree = tree[part]
        except (LookupError, TypeError):
            return None, False
    return tree, True


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise UsageFault(f"the config has more than {LARGEST_FILE} bytes", where=str(path))
        return data.decode("utf-8-sig")
    except IsADirectoryError:
        cure = f"name the file in it: -c {path / DEFAULT_FILE}"
        raise UsageFault("cannot read the config: it is a folder", where=str(path), cure=cure) from None
    except OSError as error:
        cure = f"make one with img2fair init, or name one with -c FILE ({DEFAULT_FILE} in this folder by default)"
        raise UsageFault(f"cannot read the config: {error.strerror}", where=str(path), cure=cure) from None
    except UnicodeDecodeError:
        raise UsageFault("the config is not UTF-8", where=str(path), cure="save it as UTF-8") from None


class _Measure:
    """Counts the values of a tree, those behind aliases as often as they are named, without making them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sizes: dict[int, int] = {}
        self.open: set[int] = set()
        self.found: list[Problem] = []

    def problems(self, root: Node) -> list[Problem]:
        """Return what keeps a tree from being made into values.

        :raises UsageFault: it has too many, or a node contains itself.
        """
        self._of(root)
        return self.found

    def _of(self, node: Node) -> int:
        if id(node) in self.open:
            raise self._fault(node, "an alias stands for something that contains it")
        if id(node) not in self.sizes:
            self._look_at(node)
            self.open.add(id(node))
            size = 1 + sum(map(self._of, _inside(node)))
            self.open.discard(id(node))
            self.sizes[id(node)] = size
            if size - len(self.sizes) > MOST_REPEATED:
                raise self._fault(node, f"aliases stand for more than {MOST_REPEATED} values")
        return self.sizes[id(node)]

    def _look_at(self, node: Node) -> None:
        at = _place(self.file, node)
        if str(node.tag) not in _TAGS:
            cure = "put a text that begins with ! in quotes; log-ins come from the environment"  # the text may be one
            self.found.append(Problem(at, "", "what begins with ! is a tag, and tags are not taken", cure))
        if isinstance(node, ScalarNode) and NOT_TEXT.search(node.value):
            self.found.append(Problem(at, "", "a text holds a character that no text has", "write it out"))
        if isinstance(node, MappingNode):
            self.found += [
                Problem(_place(self.file, key), "", "the name of an entry must be a text", "put texts that begin with "
                        "{ or [ in quotes") for key, _ in node.value if not isinstance(key, ScalarNode)
            ]  # fmt: skip

    def _fault(self, node: Node, what: str) -> UsageFault:
        return UsageFault(what, where=_place(self.file, node), cure="write it out")


class _Builder:
    """Makes values of nodes. Names of entries stay as they are written: 007 is the project 007."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.yaml = YAML(typ="safe", pure=True)
        self.problems: list[Problem] = []

    def value(self, node: Node) -> Any:
        """Return what a node stands for."""
        if isinstance(node, MappingNode):
            self._note_doubles(node)
            return {str(key): self.value(value) for key, _, value in _entries(node)}
        if isinstance(node, SequenceNode):
            return [self.value(one) for one in node.value]
        try:
            return self.yaml.constructor.construct_object(node)
        except (ValueError, KeyError):
            what = "looks like a number or a day, and is none"
            self._note(Problem(_place(self.file, node), "", what, "put texts and days in quotes"))
            return str(node.value)

    def _note(self, problem: Problem) -> None:
        if problem not in self.problems:  # what aliases stand for is looked at as often
            self.problems.append(problem)

    def _note_doubles(self, node: MappingNode) -> None:
        seen: dict[str, Node] = {}
        for key, _ in node.value:
            if key.value in seen and key.tag != _MERGE:
                first = seen[key.value].start_mark.line + 1
                what = f"this entry stands twice, first in line {first}"
                self._note(Problem(_place(self.file, key), str(key.value), what, "leave one of them away"))
            seen.setdefault(key.value, key)


def _entries(node: Node | None) -> Iterator[tuple[int | str, Node | None, Node]]:
    """Give what stands in a node: name or number, key and value; what it says itself before what it merges in."""
    if isinstance(node, SequenceNode):
        yield from ((number, None, one) for number, one in enumerate(node.value))
    if not isinstance(node, MappingNode):
        return
    merged: list[Node] = []
    seen: set[str] = set()
    for key, value in node.value:
        if key.tag == _MERGE:
            merged += value.value if isinstance(value, SequenceNode) else [value]
        elif key.value not in seen:
            seen.add(key.value)
            yield key.value, key, value
    for one in merged:
        for name, key, value in _entries(one):
            if name not in seen:
                seen.add(str(name))
                yield name, key, value


def _inside(node: Node) -> list[Node]:
    if isinstance(node, ScalarNode):
        return []
    if isinstance(node, MappingNode):
        return [one for pair in node.value for one in pair]
    return list(node.value)


def _start(node: Node | None) -> tuple[int, int]:
    mark: StringMark | None = node.start_mark if node is not None else None
    return (mark.line, mark.column) if mark else (0, 0)


def _place(file: str, node: Node) -> str:
    line, column = _start(node)
    return str(Place(file, line + 1, column + 1))
