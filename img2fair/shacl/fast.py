"""The fast engine: PyPI ``shacl`` (https://github.com/pwin/SHACL_Engine), of the optional extra ``fast``.

It has one author and is young, so it is pinned, compared with the reference on random graphs
(tests/shacl/test_fast.py), and never trusted on a doubt: then :class:`Doubt` is raised and the reference judges.

It gives results but not the details of a ``sh:node``. Those are had by judging the values that failed once more, by the
node shapes alone: each gets the target ``sh:targetObjectsOf`` of a property of ours, by which the values are named. And
it gives blank nodes names of its own; a shape of ours that every blank node fails brings out which is which.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import TracebackType
from typing import NamedTuple

import pyoxigraph as ox
import shacl
from rdflib import RDF, RDFS, SH

from img2fair.errors import Fault
from img2fair.findings import Severity
from img2fair.rdf import from_text
from img2fair.shacl.data import Data
from img2fair.shacl.doubts import Doubt, Leads, doubt_of_data, leads_of
from img2fair.shacl.profile import Profile
from img2fair.shacl.repairs import TARGETS
from img2fair.shacl.results import SEVERITIES, Node, Result, in_order, message_of, node_of
from img2fair.shacl.shapes import Shapes, read_shapes
from img2fair.shacl.sources import Source

_OURS = "urn:img2fair:fast:"
_BLANK = f"{_OURS}blank"
_PROBE = f"""
<{_OURS}probe> <{SH.targetSubjectsOf}> <{_BLANK}> .
<{_OURS}probe> <{SH.property}> <{_OURS}name> .
<{_OURS}name> <{SH.path}> <{_BLANK}> .
<{_OURS}name> <{SH.nodeKind}> <{SH.IRI}> .
"""

_AIMS = {f"<{term}>" for term in TARGETS}
_IS_CLASS = f"<{RDF.type}>", f"<{RDFS.Class}> ."


class _Raw(NamedTuple):
    """A result as the engine gives it; its terms as N-Triples writes them, with our names for blank nodes."""

    focus: str
    path: str
    value: str | None
    component: str
    severity: str
    source: str


_Pair = tuple[str, str]
"""A node shape and a value that may fail it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The shapes of a profile as the engine takes them; ``inner`` are those that only look at values named to them."""

    whole: shacl.Shapes
    inner: shacl.Shapes
    leads: Leads
    shapes: Shapes


class _Guard:
    """Turns whatever the engine raises into a doubt; a panic of Rust is no ``Exception``."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, (Doubt, Fault, KeyboardInterrupt, SystemExit)):
            raise Doubt(f"the fast engine stops ({type(error).__name__})") from None


@lru_cache(maxsize=64)
def compiled(sources: tuple[Source, ...]) -> Compiled | Doubt:
    """Return shapes made ready once per process, or why the engine cannot be trusted with them."""
    shapes = read_shapes(sources)
    try:
        leads = leads_of(shapes.graph)
        with _Guard():
            lines = str(shapes.graph.serialize(format="nt"))
            whole = shacl.Shapes.from_text(lines + _PROBE, "ntriples")
            inner = shacl.Shapes.from_text(_inner(lines, leads) + _PROBE, "ntriples")
    except Doubt as doubt:
        return doubt
    return Compiled(whole, inner, leads, shapes)


def results(data: Data, profile: Profile) -> list[Result]:
    """Return the results of a profile's shapes (those for every record) on a graph.

    :raises Doubt: the reference has to judge.
    """
    ready = compiled(profile.sources)
    if isinstance(ready, Doubt):
        raise ready
    doubt_of_data(data.triples, ready.leads)
    with _Guard():
        run = _Run(data, ready, profile.name)
        return run.told(run.once(ready.whole, ""))


def doubted(triples: Sequence[ox.Triple], profile: Profile) -> bool:
    """Tell whether a graph has something on which the reference has to judge, while the shapes have not."""
    ready = compiled(profile.sources)
    if isinstance(ready, Doubt):
        return False
    try:
        doubt_of_data(triples, ready.leads)
    except Doubt:
        return True
    return False


def _inner(lines: str, leads: Leads) -> str:
    """Return the shapes, as N-Triples, with nothing that they look at but the values named to them."""
    kept = "".join(f"{line}\n" for line in lines.split("\n") if line and not _is_aim(line))
    named = (f"<{shape}> <{SH.targetObjectsOf}> <{_OURS}{number}> .\n" for shape, number in leads.inner.items())
    return kept + "".join(named)


def _is_aim(line: str) -> bool:
    """Tell whether a line says what a shape looks at by itself."""
    _, predicate, rest = line.split(" ", 2)
    return predicate in _AIMS or (predicate, rest) == _IS_CLASS


class _Run:
    """One graph judged by the shapes of one profile."""

    def __init__(self, data: Data, ready: Compiled, profile: str) -> None:
        self._ready = ready
        self._profile = profile
        self._blanks = _blanks(data.triples)
        named = (f"<{_OURS}b{number}> <{_BLANK}> {blank} .\n" for number, blank in enumerate(self._blanks))
        self._text = data.text + "".join(named)
        self._failed: dict[_Pair, list[_Raw]] = {}

    def once(self, shapes: shacl.Shapes, more: str) -> list[_Raw]:
        """Return the results of one pass over the graph and some lines more."""
        found = shapes.validate_text(self._text + more, "ntriples").results
        probe = f"<{_OURS}name>"
        names: dict[str | None, str] = {
            one.value: str(self._blanks[int(one.focus_node.removeprefix(f"<{_OURS}b")[:-1])])
            for one in found
            if one.source_shape == probe and one.value
        }
        if len(names) != len(self._blanks):
            raise Doubt("the fast engine loses blank nodes")
        return [_raw(one, names) for one in found if one.source_shape != probe]

    def told(self, raws: Sequence[_Raw]) -> list[Result]:
        """Return results with the details of each ``sh:node``."""
        self._look_into(raws)
        return self._build(raws)

    def _look_into(self, raws: Sequence[_Raw]) -> None:
        """Judge the values that fail a ``sh:node`` by the shapes it leads to, level by level."""
        numbers = self._ready.leads.inner
        while wanted := [pair for pair in self._pairs(raws) if pair not in self._failed]:
            self._failed |= {pair: [] for pair in wanted}
            more = (f"<{_OURS}value> <{_OURS}{numbers[shape]}> {value} .\n" for shape, value in wanted)
            raws = self.once(self._ready.inner, "".join(more))
            for raw in raws:
                self._file(raw, wanted)

    def _pairs(self, raws: Iterable[_Raw]) -> list[_Pair]:
        nodes = self._ready.leads.nodes
        failed = ((raw.source, raw.value) for raw in raws if raw.component == "Node" and raw.value is not None)
        return list(dict.fromkeys((shape, value) for source, value in failed for shape in nodes.get(source, ())))

    def _file(self, raw: _Raw, wanted: Sequence[_Pair]) -> None:
        members = self._ready.leads.members
        owners = [(shape, value) for shape, value in wanted if value == raw.focus and raw.source in members[shape]]
        if not owners:
            raise Doubt("a result of the fast engine leads back to no shape")
        for pair in owners:
            self._failed[pair].append(raw)

    def _build(self, raws: Iterable[_Raw]) -> list[Result]:
        return [result for raw, count in Counter(raws).items() for result in self._results(raw, count)]

    def _results(self, raw: _Raw, count: int) -> list[Result]:
        result = self._plain(raw)
        if raw.component != "Node":
            return [result]
        pairs = [(shape, raw.value or "") for shape in self._ready.leads.nodes.get(raw.source, ())]
        inner = [self._build(self._failed[pair]) for pair in pairs if self._failed.get(pair)]
        if len(inner) != count:
            raise Doubt("the fast engine gives no details for a sh:node")
        return [replace(result, details=tuple(in_order(details))) for details in inner]

    def _plain(self, raw: _Raw) -> Result:
        info = self._ready.shapes.infos.get(raw.source)
        if info is None:
            raise Doubt("a result of the fast engine leads back to no shape")
        return Result(
            focus=_node(raw.focus),
            path=raw.path or info.path,
            value=None if raw.value is None else _node(raw.value),
            component=raw.component,
            severity=SEVERITIES.get(raw.severity, Severity.VIOLATION),
            profile=self._profile,
            info=info,
            message=message_of(raw.component, info),
        )


def _raw(one: shacl.Result, names: Mapping[str | None, str]) -> _Raw:
    path = one.path or ""
    plain = path.startswith("<") and path.endswith(">") and path.count("<") == 1
    return _Raw(
        focus=names.get(one.focus_node, one.focus_node),
        path=path[1:-1] if plain else "",
        value=names.get(one.value, one.value),
        component=one.component.removesuffix("ConstraintComponent"),
        severity=one.severity,
        source=(one.source_shape or "").strip("<>"),
    )


def _node(text: str) -> Node:
    if text.startswith("_:"):
        return Node("blank", text)
    if text.startswith("<") and "\\" not in text:
        return Node("iri", text[1:-1])
    return node_of(from_text(f"<{_OURS}s> <{_OURS}p> {text} .", "ntriples")[0].object)


def _blanks(triples: Iterable[ox.Triple]) -> list[ox.BlankNode]:
    found: dict[ox.BlankNode, None] = {}
    for triple in triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.BlankNode):
                found[term] = None
    return list(found)
