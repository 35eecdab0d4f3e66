"""Adds to a harmonisation file without touching what stands there: by the places that YAML's own reader gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from img2fair.errors import UsageFault

GONE = "# not in the snapshot any more"
"""The line above a field that is not seen any more."""
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What a draft adds: items of the parts, in lines that are indented by two, and new values by path of the field.

    :param gone: fields of the file that are not seen any more; ``there``: paths that are seen.
    """

    tables: tuple[Lines, ...] = ()
    fields: tuple[Lines, ...] = ()
    assays: tuple[Lines, ...] = ()
    values: Mapping[str, Lines] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    there: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    """A span that is replaced; of two at one place, the lower ``rank`` stands first."""

    start: int
    rank: int
    end: int
    text: str


_VALUES, _ITEMS, _MARKS = range(3)


def insert(text: str, added: Added, file: str) -> str:
    """Return the text with everything added.

    :raises UsageFault: a part is written in braces, so that no line can be added to it.
    """
    root = _composed(text)
    if root is None:
        raise _fault(file, "the file")
    places = _Places(text, file)
    parts = dict(_pairs(root))
    edits = [*places.marks(parts.get("fields"), added), *places.values(parts.get("fields"), added.values)]
    ending = ""
    for name, items in (("tables", added.tables), ("fields", added.fields), ("assays", added.assays)):
        lines = tuple(line for item in items for line in item)
        if not lines:
            continue
        if name in parts:
            edits.append(places.item(parts[name], lines, name, _ITEMS))
        else:
            ending += f"{places.newline}{name}:{places.newline}" + places.joined(lines)
    made = _applied(text, edits)
    if ending:
        made += ("" if made.endswith("\n") else places.newline) + ending
    if made != text and _composed(made) is None:
        raise _fault(file, "the file")
    return made


def _composed(text: str) -> MappingNode | None:
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:
        return None
    return root if isinstance(root, MappingNode) else None


def _pairs(node: Node | None) -> Iterator[tuple[str, tuple[Node, Node]]]:
    """Yield key and the nodes of key and value."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield str(key.value), (key, value)


def _applied(text: str, edits: list[_Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _fault(file: str, name: str) -> UsageFault:
    return UsageFault(
        f"nothing can be added to {name}: it is not written key by key, each in a line of its own",
        where=file,
        cure="write it so, without braces, or draft a new file with -o",
    )


class _Places:
    """Where in a text something can be added."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def joined(self, lines: Lines, shift: int = 0) -> str:
        """Return lines as text, moved to the right, or to the left as far as they have blanks."""
        moved = [" " * shift + line if shift >= 0 else line[-shift:] for line in lines]
        return "".join(f"{line}{self.newline}" for line in moved)

    def item(self, pair: tuple[Node, Node], lines: Lines, name: str, rank: int) -> _Edit:
        """Return how lines are added at the end of a part; those of items are indented by two."""
        key, value = pair
        indented = 2 if rank == _ITEMS else 0
        if isinstance(value, MappingNode) and not value.flow_style and value.value:
            column = value.value[0][0].start_mark.column
            end = self._after(_end(value), column)
            return self._new(end, rank, self.joined(lines, column - indented))
        column = key.start_mark.column + 2
        if isinstance(value, ScalarNode) and not value.value:
            return self._new(self._after(key.end_mark.index, column), rank, self.joined(lines, column - indented))
        if isinstance(value, MappingNode) and not value.value:
            start, end = value.start_mark.index, value.end_mark.index
            after = self._line_end(end)
            rest = self.text[end:after].rstrip("\r\n") + self.newline
            return _Edit(start, rank, after, rest + self.joined(lines, column - indented))
        raise _fault(self.file, name)

    def values(self, fields: tuple[Node, Node] | None, new: Mapping[str, Lines]) -> Iterator[_Edit]:
        """Yield how new values are added to the fields that are written key by key."""
        for path, (_, value) in _pairs(fields[1] if fields else None):
            lines = new.get(path)
            if not lines or not isinstance(value, MappingNode) or value.flow_style:
                continue
            own = dict(_pairs(value)).get("values")
            if own is None:
                yield self.item((value, value), ("values:", *(f"  {line}" for line in lines)), path, _VALUES)
            elif isinstance(own[1], MappingNode) and own[1].flow_style and own[1].value:
                continue
            else:
                yield self.item(own, lines, path, _VALUES)

    def marks(self, fields: tuple[Node, Node] | None, added: Added) -> Iterator[_Edit]:
        """Yield how the marks of fields that are gone come and go."""
        node = fields[1] if fields else None
        if not isinstance(node, MappingNode) or node.flow_style:
            return
        for path, (key, _) in _pairs(node):
            start = key.start_mark.index - key.start_mark.column
            before = self.text.rfind("\n", 0, max(start - 1, 0)) + 1
            marked = self.text[before:start].strip() == GONE
            if path in added.gone and not marked:
                yield _Edit(start, _MARKS, start, f"{' ' * key.start_mark.column}{GONE}{self.newline}")
            elif path in added.there and marked:
                yield _Edit(before, _MARKS, start, "")

    def _line_end(self, index: int) -> int:
        """Return where the line after a place begins."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def _after(self, index: int, column: int) -> int:
        """Return where the line after a place begins, behind comments that are indented more than ``column``."""
        end = self._line_end(index)
        while end < len(self.text):
            line = self.text[end : self._line_end(end)]
            bare = line.lstrip(" ")
            if not bare.startswith("#") or len(line) - len(bare) <= column:
                break
            end = self._line_end(end)
        return end

    def _new(self, at: int, rank: int, text: str) -> _Edit:
        """Return an addition of whole lines; the last line of a file may lack its end."""
        open_line = at > 0 and self.text[at - 1] != "\n"
        return _Edit(at, rank, at, (self.newline if open_line else "") + text)


def _end(node: Node) -> int:
    """Return the last place of what a node holds: marks of blocks end behind the blanks and comments that follow."""
    if isinstance(node, (MappingNode, SequenceNode)) and not node.flow_style:
        last = node.value[-1]
        return max(_end(one) for one in last) if isinstance(last, tuple) else _end(last)
    is_block = isinstance(node, ScalarNode) and node.style in ("|", ">")
    return int(node.end_mark.index) - (1 if is_block and node.end_mark.index > node.start_mark.index else 0)
