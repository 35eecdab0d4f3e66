"""The judge: one graph, all profiles, the results as plain values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from img2fair.findings import Severity
from img2fair.rdf import from_text
from img2fair.shacl.data import Data
from img2fair.shacl.engine import engine_named
from img2fair.shacl.profile import Profile
from img2fair.shacl.results import Node, Result, in_order, node_of

__all__ = ["Node", "Result", "judge", "judge_text", "node_of"]


def judge_text(text: str, profiles: Sequence[Profile], engine: str = "auto") -> list[Result]:
    """Judge a graph written as N-Triples: what a worker process is given."""
    return judge(from_text(text, "ntriples"), profiles, engine)


def judge(triples: Sequence[ox.Triple], profiles: Sequence[Profile], engine: str = "auto") -> list[Result]:
    """Return the results of every profile on the graph, sorted; what only the tables say is never in focus.

    :param profiles: of those with sets by access right, only the shapes for every record are used here.
    :param engine: one of ``engine.ENGINES``.
    :raises UsageFault: shapes of the user's cannot be used.
    """
    tables = {table.name: table for profile in profiles for table in profile.tables()}
    data = Data(triples, tables.values())
    run = engine_named(engine)
    own = {node_of(subject) for subject in {triple.subject for triple in triples}}
    return in_order(
        result for profile in profiles for result in _advised(run(data, profile), profile) if result.focus in own
    )


def _advised(results: Iterable[Result], profile: Profile) -> Iterator[Result]:
    """Yield the results, those of an advisory profile as warnings at most."""
    for result in results:
        if profile.advisory and result.severity is Severity.VIOLATION:
            yield replace(result, severity=Severity.WARNING)
        else:
            yield result
