"""Keeping a server's records over its end, in one JSON file, so that the demo finds next time what it published."""

import json
from collections.abc import Mapping
from pathlib import Path

from img2fair import rdf
from img2fair.demo.fdp.store import StoredRecord
from img2fair.files import write_text


def keep(records: Mapping[str, StoredRecord], path: Path) -> None:
    """Write the records to a file."""
    kept = {
        record.iri: {
            "prefix": record.prefix,
            "state": record.state,
            "triples": rdf.to_text(record.triples, "ntriples"),
        }
        for record in records.values()
    }
    write_text(path, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def kept(path: Path) -> dict[str, StoredRecord]:
    """Return the records of a file; none where there is no such file."""
    if not path.is_file():
        return {}
    told = json.loads(path.read_text(encoding="utf-8"))
    return {
        iri: StoredRecord(iri, entry["prefix"], rdf.from_text(entry["triples"], "ntriples"), entry["state"])
        for iri, entry in told.items()
    }
