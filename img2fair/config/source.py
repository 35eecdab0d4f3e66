"""The text of a config as a tree: YAML that is short, plain and not made to fill the memory."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from img2fair.characters import NOT_TEXT
from img2fair.errors import UsageFault

DEFAULT_FILE = "img2fair.yaml"
LARGEST_FILE = 2_000_000
"""Bytes; a config of a thousand projects has a tenth of it."""
MOST_REPEATED = 10_000
"""Values that aliases may stand for, all together; more come from aliases of aliases only."""
_KINDS = ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge")
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in _KINDS}
"""What YAML itself tells apart (YAML 1.2.2, chapter 10, and timestamps and merge keys of 1.1)."""


def read_source(path: Path) -> Any:
    """Return the tree of a YAML file, which knows its lines.

    :raises UsageFault: it is missing, too large, not UTF-8 or not YAML, has a tag of another language, a key twice, or
        aliases that contain themselves or stand for very much; with file:line:column.
    """
    text = _text(path)
    try:
        root = YAML(typ="safe", pure=True).compose(text)  # the other kind marks folds by a character of its own
        if root is not None:
            _Measure(path).of(root)
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        spot = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        problem = str(error.problem).partition(" with value ")[0]  # of a key that stands twice
        raise UsageFault(f"not valid YAML: {problem}", where=spot) from None
    except YAMLError:
        raise UsageFault("not YAML: it holds a character that no text has", where=str(path)) from None
    except RecursionError:
        raise UsageFault("not a config: nested too deep", where=str(path)) from None
    except (ValueError, KeyError) as error:
        what = f"not valid YAML: a value is not of the kind it looks like ({type(error).__name__})"
        raise UsageFault(what, where=str(path), cure="put texts and dates in quotes") from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise UsageFault(f"the config has more than {LARGEST_FILE} bytes", where=str(path))
        return data.decode()
    except OSError as error:
        cure = f"name one with -c FILE, or write {DEFAULT_FILE} (docs/operator.md has one to copy)"
        raise UsageFault(f"cannot read the config: {error.strerror}", where=str(path), cure=cure) from None
    except UnicodeDecodeError:
        raise UsageFault("the config is not UTF-8", where=str(path), cure="save it as UTF-8") from None


class _Measure:
    """Counts the values of a tree, those behind aliases as often as they are named, without making them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sizes: dict[int, int] = {}
        self.open: set[int] = set()

    def of(self, node: Node) -> int:
        """Return the number of values at and below a node.

        :raises UsageFault: there are too many, or the node contains itself, or has a tag that is not YAML's own.
        """
        if id(node) in self.open:
            raise self._fault(node, "an alias stands for something that contains it")
        if id(node) not in self.sizes:
            if str(node.tag) not in _TAGS:
                raise self._fault(node, f"the tag {str(node.tag)[:60]} is not taken")
            if isinstance(node, ScalarNode) and NOT_TEXT.search(node.value):
                raise self._fault(node, "a text holds a character that no text has")
            self.open.add(id(node))
            size = 1 + sum(map(self.of, _inside(node)))
            self.open.discard(id(node))
            self.sizes[id(node)] = size
            if size - len(self.sizes) > MOST_REPEATED:
                raise self._fault(node, f"aliases stand for more than {MOST_REPEATED} values")
        return self.sizes[id(node)]

    def _fault(self, node: Node, what: str) -> UsageFault:
        mark = node.start_mark
        return UsageFault(what, where=f"{self.path}:{mark.line + 1}:{mark.column + 1}", cure="write it out")


def _inside(node: Node) -> list[Node]:
    if isinstance(node, ScalarNode):
        return []
    if isinstance(node, MappingNode):
        return [one for pair in node.value for one in pair]
    return list(node.value)
