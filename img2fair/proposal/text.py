"""An img2fair.yaml that explains itself: each entry with what it is, why it is so, and what else could be said.

Made line by line, because the comments are as much of it as the values; what a value looks like: scalars.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from img2fair.assets import find_file
from img2fair.characters import visible
from img2fair.proposal.guide import ROOT, Place, left_out, plain
from img2fair.proposal.proposed import Proposal
from img2fair.proposal.scalars import WIDTH, flow, is_short, scalar

LOOK = "look at this"
"""How a comment begins that asks a person to look at the value below it."""
_STEP = "  "
_GUIDED = {0: ("",), 1: ("archive",), 2: ("archives", "targets")}
"""Level → what stands there whose entries are told that nobody has written: the file, its archives and targets."""


def config_text(proposal: Proposal, *, schema: str = "") -> str:
    """Return the text of an img2fair.yaml: what the proposal says, with a comment for each entry.

    Above an entry stands what it is (the model's words), why its value is so (``notes``), and ``look at this`` where a
    person has to (``open``). Entries that are left at what holds without them stand below, commented out.

    :param schema: address or path of the JSON Schema for editors; none is named without it.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += find_file("templates", "init/config-head.txt").read_text(encoding="utf-8").splitlines()
    lines += _Writer(proposal).block(proposal.tree, ROOT, (), "")
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes the tree of one proposal."""

    def __init__(self, proposal: Proposal) -> None:
        self._notes = proposal.notes
        self._open = proposal.open

    def block(self, tree: Mapping[str, Any], place: Place, path: tuple[str, ...], indent: str) -> Iterator[str]:
        """Yield the lines of a group: its entries, and what else may stand in it."""
        fields = place.fields(tree)
        for key, value in tree.items():
            field = fields.get(key)
            dotted = ".".join((*path, key))
            about = [field.description or ""] if field is not None else []
            if not path:
                yield ""
            yield from _comment(" ".join(filter(None, (*about, self._notes.get(dotted, "")))), indent)
            if dotted in self._open:
                yield from _comment(f"{LOOK}: {self._open[dotted]}", indent)
            yield from self._entry(key, value, place.below(key, tree), (*path, key), indent)
        if tree and next(iter(path), "") in _GUIDED.get(len(path), ()):
            yield from _guide(tree, place, indent)

    def _entry(self, key: str, value: Any, place: Place, path: tuple[str, ...], indent: str) -> Iterator[str]:
        head = f"{indent}{scalar(key)}:"
        if is_short(value, WIDTH - len(head)):
            yield f"{head} {flow(value)}"
        elif isinstance(value, Mapping):
            yield head
            yield from self.block(value, place, path, indent + _STEP)
        else:
            yield head
            yield from _items(value, indent + _STEP)


def _items(values: Sequence[Any], indent: str) -> Iterator[str]:
    """Yield the lines of a list, an item a line or more."""
    for value in values:
        if is_short(value, WIDTH - len(indent) - len(_STEP)):
            yield f"{indent}- {flow(value)}"
            continue
        lines = list(
            _plain_block(value, indent + _STEP) if isinstance(value, Mapping) else _items(value, indent + _STEP)
        )
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]


def _plain_block(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Yield the lines of a group that has no comments: one within a list."""
    yield from _Writer(Proposal(tree)).block(tree, Place(None, {}), ("",), indent)


def _guide(tree: Mapping[str, Any], place: Place, indent: str) -> Iterator[str]:
    """Yield the entries that are left out, commented, each as it holds without being written."""
    for name, field, default in left_out(place, tree):
        said = " ".join((field.description or "").split())
        if not indent:
            yield ""
        if isinstance(default, Mapping) and default:
            yield from _comment(said, indent)
            yield f"{indent}# {name}:"
            inner = place.below(name, tree).fields(default)
            for key, value in default.items():
                about = inner[key].description if key in inner else ""
                yield _commented(f"{indent}#   {key}: {flow(plain(value))}", " ".join((about or "").split()))
        else:
            yield _commented(f"{indent}# {name}: {flow(default)}", said)


def _commented(line: str, about: str) -> str:
    """Return an entry with what it is behind it."""
    return f"{line}  # {about}" if about else line


def _comment(text: str, indent: str) -> list[str]:
    """Return a text as comment lines."""
    width = WIDTH - len(indent) - 2
    shown = str(visible(" ".join(text.split())))
    return [f"{indent}# {line}" for line in wrap(shown, width, break_long_words=False, break_on_hyphens=False)]
