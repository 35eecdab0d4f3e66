"""Validation of records: group by group, in chunks, each finding led back to where it is mended.

A group is a dataset with its distributions, or a catalogue or data service alone. Groups of a chunk are judged in one
graph, which is about twice as fast as one by one (docs/validation.md); groups that say different things about the same
node never share a chunk.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.model import Record
from img2fair.rdf import iri, to_text
from img2fair.shacl import rules
from img2fair.shacl.causes import Cause, causes
from img2fair.shacl.judge import Node, Result, judge, judge_text, node_of
from img2fair.shacl.nodes import Nodes
from img2fair.shacl.places import owner_of
from img2fair.shacl.profile import Profile, property_names, with_bases
from img2fair.shacl.telling import told_of_record

_IN_FLIGHT = 8
"""Chunks given to an executor ahead of the one waited for, so that a large site is never held whole (D9)."""

Group = tuple[Record, ...]
Said = dict[Node, dict[Triple, None]]
"""What is said about each node, in the order it was said: sets would make the same input give other words."""


def process_pool(workers: int | None = None) -> ProcessPoolExecutor:
    """Return an executor that suits the judge, which holds Python's lock: threads would gain nothing.

    Processes are spawned, not forked, so a program that uses this as a library needs ``if __name__ == "__main__"``.
    """
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


@dataclass(slots=True)
class _Chunk:
    """Groups judged together, with what each says about each node."""

    groups: list[Group] = field(default_factory=list)
    said: Said = field(default_factory=dict)

    def takes(self, said: Said) -> bool:
        """Tell whether no node of a group is described otherwise by a group that is in already."""
        return all(self.said.get(subject, triples) == triples for subject, triples in said.items())

    def triples(self) -> list[Triple]:
        """Return the graph of the chunk."""
        return [triple for triples in self.said.values() for triple in triples]


@dataclass(slots=True)
class _Tally:
    """What has been found so far. ``deferred`` wait for records still to come: they may be what a link leads to."""

    findings: list[Finding] = field(default_factory=list)
    deferred: list[tuple[Finding, str, str]] = field(default_factory=list)
    classes: dict[str, set[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    judged: int = 0


def validate_groups(
    groups: Iterable[Sequence[Record]],
    profiles: Sequence[Profile],
    *,
    executor: Executor | None = None,
    chunk: int = 50,
) -> Report:
    """Return what is wrong with the records of each group, by the profiles and their bases.

    :param groups: a dataset's record with those of its distributions, or one record alone; taken one at a time.
    :param executor: where chunks are judged: ``process_pool()``, a Dask client's; in this process by default.
    :param chunk: how many groups share a graph.
    :raises UsageFault: no record was the focus of any shape: "valid" would mean nothing.
    """
    ordered = with_bases(profiles)
    tally = _Tally()
    for done, results in _judged(_chunks(groups, chunk), ordered, executor):
        _collect(done, results, ordered, tally)
    if not tally.judged:
        raise UsageFault(
            "no record was judged: the profiles look at none of the records",
            where=", ".join(profile.name for profile in ordered),
            cure="map some records first, or choose a profile that knows their classes",
        )
    kept = [f for f, target, wanted in tally.deferred if wanted not in tally.classes.get(target, ())]
    place = {key: number for number, key in enumerate(tally.titles)}
    findings = sorted(
        [*tally.findings, *kept],
        key=lambda f: (place[f.key], f.severity.rank, f.code, f.property, f.focus, f.value or "", f.message),
    )
    return Report(
        findings=tuple(findings),
        checked=tuple(tally.titles),
        profiles=tuple(profile.name for profile in ordered),
        titles=tuple((key, title) for key, title in tally.titles.items() if title),
    )


def _said(group: Group) -> Said:
    """Return the triples of a group by subject, with those that tie its records together."""
    said: Said = {}
    by_key = {record.key: record for record in group}
    for record in group:
        above = by_key.get(record.parent or "")
        tie = [Triple(above.iri, record.relation, record.iri)] if above and record.relation else []
        for triple in (*record.triples, *tie):
            said.setdefault(node_of(triple.subject), {})[triple] = None
    return said


def _chunks(groups: Iterable[Sequence[Record]], size: int) -> Iterator[_Chunk]:
    current = _Chunk()
    for listed in groups:
        group = tuple(listed)
        said = _said(group)
        if len(current.groups) >= size or not current.takes(said):
            yield current
            current = _Chunk()
        current.groups.append(group)
        current.said.update(said)
    if current.groups:
        yield current


def _judged(
    chunks: Iterable[_Chunk], profiles: Sequence[Profile], executor: Executor | None
) -> Iterator[tuple[_Chunk, list[Result]]]:
    if executor is None:
        yield from ((chunk, judge(chunk.triples(), profiles)) for chunk in chunks)
        return
    waiting: deque[tuple[_Chunk, Future[list[Result]]]] = deque()
    for chunk in chunks:
        text = to_text(chunk.triples(), "ntriples")
        waiting.append((chunk, executor.submit(judge_text, text, tuple(profiles))))
        if len(waiting) > _IN_FLIGHT:
            first, future = waiting.popleft()
            yield first, future.result()
    for first, future in waiting:
        yield first, future.result()


def _collect(chunk: _Chunk, results: list[Result], profiles: Sequence[Profile], tally: _Tally) -> None:
    names = property_names(profiles)
    by_focus: dict[Node, list[Result]] = {}
    for result in results:
        by_focus.setdefault(result.focus, []).append(result)
    focused = {text for profile in profiles for text in profile.shapes().targets.focus_nodes(chunk.triples())}
    for group in chunk.groups:
        said = _said(group)
        nodes = Nodes((triple for triples in said.values() for triple in triples), names)
        mine = [result for node in said for result in by_focus.get(node, ())]
        for cause in causes(mine, nodes.described, [profile.name for profile in profiles]):
            _file(cause, group, nodes, tally)
        for record in group:
            _note(record, record.iri.value in focused, nodes, tally)


def _note(record: Record, focused: bool, nodes: Nodes, tally: _Tally) -> None:
    """Write down that a record was checked, or that nothing looked at it."""
    node = node_of(record.iri)
    tally.titles[record.key] = nodes.label(node)
    tally.classes[record.iri.value] = {
        triple.object.value
        for triple in record.triples
        if triple.subject == record.iri and triple.predicate == iri("rdf:type") and isinstance(triple.object, NamedNode)
    }
    tally.judged += focused
    if not focused:
        text = rules.RULES[rules.UNJUDGED]
        said = f"{nodes.say(node)} was judged by no shape of the profiles"
        tally.findings.append(
            Finding(
                text.code, Severity.VIOLATION, Judge.SHAPES, record.key, said,
                focus=record.iri.value, project=record.project, cure=text.cure, who="operator",
            )
        )  # fmt: skip


def _file(cause: Cause, group: Group, nodes: Nodes, tally: _Tally) -> None:
    finding = told_of_record(cause, nodes, owner_of(cause.focus, group) or group[0])
    reference = cause.cross_reference
    if reference:
        tally.deferred.append((finding, *reference))
    else:
        tally.findings.append(finding)
