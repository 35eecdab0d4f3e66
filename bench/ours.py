"""What of the measuring has to import the project; ``harvest.py`` runs it as a process and stays small itself.

``ours.py whole URL FOLDER`` harvests and maps in one process; ``ours.py datasets PATH`` counts the datasets in RDF;
``ours.py digest SNAPSHOT``; ``ours.py columns`` tells those of the list of sessions. Each prints a line of JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph

from img2fair.archives import ArchiveSettings, Login
from img2fair.archives.xnat import columns
from img2fair.config import Config, XnatArchive
from img2fair.mapping import load_mapping
from img2fair.model.snapshot_file import read_snapshot, snapshot_digest
from img2fair.pipeline import harvest_to, map_snapshot, save_mapped
from img2fair.publication import mapping_settings

RDF_TYPE = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DATASET = pyoxigraph.NamedNode("http://www.w3.org/ns/dcat#Dataset")


def whole(url: str, folder: str) -> float:
    """Return the seconds of a harvest with its mapping, without the start of an interpreter."""
    started = time.perf_counter()
    snapshot = Path(folder, "in-process.jsonl")
    harvest_to(snapshot, "xnat", ArchiveSettings(url, url, Login("bench", "bench")), lambda *_: None)
    opened = read_snapshot(snapshot)
    settings = mapping_settings(Config(archive=XnatArchive(url=url)), opened.header)
    mapped = map_snapshot(opened, load_mapping("health-ri-core"), settings)
    save_mapped(Path(folder, "in-process"), mapped)
    return time.perf_counter() - started


def datasets(path: str) -> int:
    """Return how many datasets a Turtle file or a folder of them describes."""
    files = sorted(Path(path).rglob("*.ttl")) if Path(path).is_dir() else [Path(path)]
    triples = (triple for file in files for triple in pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TURTLE))
    return len({str(found.subject) for found in triples if (found.predicate, found.object) == (RDF_TYPE, DATASET)})


def digest(path: str) -> str:
    return snapshot_digest(Path(path))


def sessions_columns() -> str:
    return ",".join(columns.SESSIONS)


MODES: dict[str, Callable[..., object]] = {
    "whole": whole,
    "datasets": datasets,
    "digest": digest,
    "columns": sessions_columns,
}

if __name__ == "__main__":
    print(json.dumps(MODES[sys.argv[1]](*sys.argv[2:])))
