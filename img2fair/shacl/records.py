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

from pyoxigraph import Triple

from img2fair.errors import UsageFault
from img2fair.findings import Finding, Report
from img2fair.model import Record
from img2fair.rdf import to_text
from img2fair.shacl.access import access_right
from img2fair.shacl.causes import Cause, causes
from img2fair.shacl.engine import doubted
from img2fair.shacl.judge import Node, Result, judge, judge_text, node_of
from img2fair.shacl.nodes import Nodes
from img2fair.shacl.places import owner_of
from img2fair.shacl.profile import Profile, property_names, rights_of, targets_of, with_bases
from img2fair.shacl.telling import told_of_record, told_unjudged

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


@dataclass(frozen=True, slots=True)
class _Stated:
    """A group with its place in the run and what it says about each node."""

    place: int
    records: Group
    said: Said


@dataclass(slots=True)
class _Chunk:
    """Groups judged together, by the sets of shapes for one access right, with what all say about each node."""

    profiles: tuple[Profile, ...]
    groups: list[_Stated] = field(default_factory=list)
    said: Said = field(default_factory=dict)

    def takes(self, said: Said) -> bool:
        """Tell whether no node of a group is described otherwise by a group that is in already."""
        return all(self.said.get(subject, triples) == triples for subject, triples in said.items())

    def triples(self) -> list[Triple]:
        """Return the graph of the chunk."""
        return [triple for triples in self.said.values() for triple in triples]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A record that was checked; ``place`` is that of its group and its own in the group."""

    place: tuple[int, int]
    key: str
    title: str


@dataclass(slots=True)
class _Tally:
    """What has been found so far. ``deferred`` wait for records still to come: they may be what a link leads to."""

    names: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    deferred: list[tuple[Finding, str, str]] = field(default_factory=list)
    classes: dict[str, set[str]] = field(default_factory=dict)
    checked: list[_Checked] = field(default_factory=list)
    judged: int = 0


def validate_groups(
    groups: Iterable[Sequence[Record]],
    profiles: Sequence[Profile],
    *,
    executor: Executor | None = None,
    chunk: int = 50,
    engine: str = "auto",
) -> Report:
    """Return what is wrong with the records of each group, by the profiles and their bases.

    :param groups: a dataset's record with those of its distributions, or one record alone; taken one at a time.
    :param executor: where chunks are judged: ``process_pool()``, a Dask client's; in this process by default.
    :param chunk: how many groups share a graph.
    :param engine: what judges, one of ``engine.ENGINES``.
    :raises UsageFault: no record was the focus of any shape: "valid" would mean nothing.
    """
    ordered = with_bases(profiles)
    tally = _Tally(property_names(ordered))
    for done, results in _judged(_chunks(groups, ordered, chunk, engine), executor, engine):
        _collect(done, results, tally)
    if not tally.judged:
        raise UsageFault(
            "no record was judged: the profiles look at none of the records",
            where=", ".join(profile.name for profile in ordered),
            cure="map some records first, or choose a profile that knows their classes",
        )
    tally.checked.sort(key=lambda checked: checked.place)
    titles = {checked.key: checked.title for checked in tally.checked}
    place = {key: number for number, key in enumerate(titles)}
    kept = [f for f, target, wanted in tally.deferred if wanted not in tally.classes.get(target, ())]
    findings = sorted(
        [*tally.findings, *kept],
        key=lambda f: (place[f.key], f.severity.rank, f.code, f.property, f.focus, f.value or "", f.message),
    )
    return Report(
        findings=tuple(findings),
        checked=tuple(titles),
        profiles=tuple(profile.name for profile in ordered),
        titles=tuple((key, title) for key, title in titles.items() if title),
    )


def _said(group: Group) -> Said:
    """Return the triples of a group by subject, with those that tie its records together."""
    said: dict[object, dict[Triple, None]] = {}
    by_key = {record.key: record for record in group}
    for record in group:
        above = by_key.get(record.parent or "")
        tie = [Triple(above.iri, record.relation, record.iri)] if above and record.relation else []
        for triple in (*record.triples, *tie):
            said.setdefault(triple.subject, {})[triple] = None
    return {node_of(next(iter(triples)).subject): triples for triples in said.values()}


def _chunks(
    groups: Iterable[Sequence[Record]], profiles: tuple[Profile, ...], size: int, engine: str
) -> Iterator[_Chunk]:
    """Yield the groups in chunks, each of datasets of one access right where the profiles tell them apart.

    Groups that the fast engine has to leave to the reference are kept apart, so that they slow no others down.
    """
    rights = rights_of(profiles)
    open_chunks: dict[tuple[str | None, bool], _Chunk] = {}
    for place, listed in enumerate(groups):
        group = _Stated(place, tuple(listed), _said(tuple(listed)))
        right = _right(group, rights) if rights else None
        chosen = tuple(profile.for_access(right) for profile in profiles)
        kind = right, doubted([triple for triples in group.said.values() for triple in triples], chosen, engine)
        current = open_chunks.get(kind)
        if current is None or len(current.groups) >= size or not current.takes(group.said):
            if current is not None:
                yield current
            current = open_chunks[kind] = _Chunk(chosen)
        current.groups.append(group)
        current.said.update(group.said)
    yield from open_chunks.values()


def _right(group: _Stated, rights: frozenset[str]) -> str | None:
    """Return the access right of a group's dataset that has a set of shapes, if there is one."""
    found = (access_right(group.said.get(node_of(record.iri), ()), rights) for record in group.records)
    return next((right for right in found if right), None)


def _judged(chunks: Iterable[_Chunk], executor: Executor | None, engine: str) -> Iterator[tuple[_Chunk, list[Result]]]:
    if executor is None:
        yield from ((chunk, judge(chunk.triples(), chunk.profiles, engine)) for chunk in chunks)
        return
    waiting: deque[tuple[_Chunk, Future[list[Result]]]] = deque()
    for chunk in chunks:
        text = to_text(chunk.triples(), "ntriples")
        waiting.append((chunk, executor.submit(judge_text, text, chunk.profiles, engine)))
        if len(waiting) > _IN_FLIGHT:
            first, future = waiting.popleft()
            yield first, future.result()
    for first, future in waiting:
        yield first, future.result()


def _collect(chunk: _Chunk, results: list[Result], tally: _Tally) -> None:
    by_focus: dict[Node, list[Result]] = {}
    for result in results:
        by_focus.setdefault(result.focus, []).append(result)
    focused = targets_of(chunk.profiles).focus_nodes(chunk.triples())
    order = [profile.name for profile in chunk.profiles]
    for group in chunk.groups:
        mine = [result for node in group.said for result in by_focus.get(node, ())]
        unjudged = [record for record in group.records if record.iri.value not in focused]
        told = (
            group.said if mine or unjudged else {node: group.said.get(node, {}) for node in map(_node, group.records)}
        )
        nodes = Nodes((triple for triples in told.values() for triple in triples), tally.names)
        for cause in causes(mine, nodes.described, order):
            _file(cause, group.records, nodes, chunk.profiles, tally)
        tally.judged += len(group.records) - len(unjudged)
        tally.findings += [told_unjudged(record, nodes) for record in unjudged]
        for number, record in enumerate(group.records):
            node = _node(record)
            tally.checked.append(_Checked((group.place, number), record.key, nodes.label(node)))
            tally.classes[record.iri.value] = set(nodes.classes.get(node, ()))


def _node(record: Record) -> Node:
    return node_of(record.iri)


def _file(cause: Cause, group: Group, nodes: Nodes, profiles: Sequence[Profile], tally: _Tally) -> None:
    finding = told_of_record(cause, nodes, owner_of(cause.focus, group) or group[0], profiles)
    reference = cause.cross_reference
    if reference:
        tally.deferred.append((finding, *reference))
    else:
        tally.findings.append(finding)
