"""What of measuring validation has to import the project; ``validate.py`` runs it as a process and stays small itself.

The datasets are a filled project of the tests, mapped by ``health-ri-core`` and copied under other names; every tenth
has no theme and an e-mail address of the wrong form. Each mode prints a line of JSON.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pyoxigraph as ox
import pyshacl
from rdflib import Graph

from img2fair.mapping import map_project
from img2fair.model import Record
from img2fair.rdf import from_text, iri, to_text
from img2fair.shacl import load_profile, process_pool, validate_groups
from img2fair.shacl.data import Data
from img2fair.shacl.engine import engine_named
from img2fair.shacl.profile import with_bases
from tests.mapping.samples import SETTINGS, filled, loaded

PROFILE = "health-ri-core"
MAPPING = "health-ri-core"
ID = "LUNG"
CLOCK = time.process_time
"""Seconds of CPU, so that others at work on the machine count for little; only ``workers`` goes by the clock."""


def groups(count: int) -> Iterator[tuple[Record, ...]]:
    """Yield datasets with their distributions, made as they are asked for."""
    records = map_project(loaded(MAPPING), SETTINGS, filled()).records
    texts = [to_text(record.triples, "ntriples") for record in records]
    for number in range(count):
        name = f"P{number:06}"
        yield tuple(_named(record, text, name, number % 10 == 0) for record, text in zip(records, texts, strict=True))


def _named(record: Record, text: str, name: str, spoil: bool) -> Record:
    lowered = text.replace(ID, name).replace(ID.lower(), name.lower())
    if spoil:
        kept = (line for line in lowered.splitlines() if "dcat#theme>" not in line)
        lowered = "\n".join(kept).replace("<mailto:", "<http://mail.example.org/")
    return replace(
        record,
        key=_renamed(record.key, name),
        iri=ox.NamedNode(_renamed(record.iri.value, name)),
        parent=record.parent and _renamed(record.parent, name),
        triples=tuple(from_text(lowered, "ntriples")),
        origins={},
        gaps=(),
    )


def _renamed(text: str, name: str) -> str:
    return text.replace(ID, name).replace(ID.lower(), name.lower())


def judged(count: str, engine: str) -> dict[str, float]:
    """Return the seconds that validation of so many datasets takes, without the start of interpreters."""
    profiles = [load_profile(PROFILE)]
    validate_groups(groups(2), profiles, engine=engine)
    started = CLOCK()
    report = validate_groups(groups(int(count)), profiles, engine=engine)
    return {"seconds": CLOCK() - started, "findings": len(report.findings)}


def workers(count: str, engine: str, workers: str) -> float:
    """Return the seconds by the clock that a user's run waits, with the start of the workers: nothing is warm.

    :param workers: 1 is this process, as it is to ``img2fair validate --workers``.
    """
    profiles = [load_profile(PROFILE)]
    started = time.perf_counter()
    with ExitStack() as stack:
        pool = stack.enter_context(process_pool(int(workers))) if int(workers) > 1 else None
        validate_groups(groups(int(count)), profiles, executor=pool, engine=engine)
        return time.perf_counter() - started


def naive(count: str) -> float:
    """Return the seconds of ``pyshacl.validate`` on each dataset, as its documentation has it: shapes by their path."""
    paths = [str(path) for profile in with_bases([load_profile(PROFILE)]) for path in profile.sources]
    graphs = [to_text((t for record in group for t in record.triples), "ntriples") for group in groups(int(count))]
    started = CLOCK()
    for text in graphs:
        for path in paths:
            data = Graph().parse(data=text, format="nt")
            pyshacl.validate(data, shacl_graph=path, inference="none", advanced=True, allow_warnings=True)
    return CLOCK() - started


def engines(count: str) -> dict[str, float]:
    """Return the seconds each engine takes for the Health-RI shapes on datasets one by one, graphs and all."""
    profile = load_profile(PROFILE)
    graphs = [[t for record in group for t in record.triples] for group in groups(int(count))]
    seconds = {}
    for name in ("pyshacl", "fast"):
        run = engine_named(name)
        run(Data(graphs[0], ()), profile)
        started = CLOCK()
        for triples in graphs:
            run(Data(triples, profile.tables()), profile)
        seconds[name] = CLOCK() - started
    return seconds


def texts(count: str) -> dict[str, float]:
    """Return the seconds that writing and reading take, ours and rdflib's."""
    triples = [t for group in groups(int(count)) for record in group for t in record.triples]
    graph = Graph().parse(data=to_text(triples, "ntriples"), format="nt")
    found = {"triples": float(len(triples))}
    for form in ("turtle", "json-ld"):
        text = to_text(triples, form)
        found[f"{form} write ours"] = _seconds(lambda form=form: to_text(triples, form))
        found[f"{form} write rdflib"] = _seconds(lambda form=form: graph.serialize(format=form))
        found[f"{form} read ours"] = _seconds(lambda text=text, form=form: from_text(text, form))
        found[f"{form} read rdflib"] = _seconds(lambda text=text, form=form: Graph().parse(data=text, format=form))
    return found


def _seconds(work: Callable[[], object]) -> float:
    """Return the least of three; what was there before is nothing that collecting garbage should go through."""
    found = []
    for _ in range(3):
        gc.collect()
        gc.freeze()
        started = CLOCK()
        work()
        found.append(CLOCK() - started)
    return min(found)


def mapping(count: str) -> float:
    """Return the seconds that mapping a filled project takes so many times."""
    project, known = filled(), loaded(MAPPING)
    mapped = map_project(known, SETTINGS, project)
    assert any(t.predicate == iri("dcat:theme") for record in mapped.records for t in record.triples)
    started = CLOCK()
    for number in range(int(count)):
        map_project(known, SETTINGS, replace(project, id=f"P{number}"))
    return CLOCK() - started


MODES: dict[str, Callable[..., object]] = {
    "judged": judged,
    "workers": workers,
    "naive": naive,
    "engines": engines,
    "texts": texts,
    "mapping": mapping,
}

if __name__ == "__main__":
    print(json.dumps(MODES[sys.argv[1]](*sys.argv[2:])))
