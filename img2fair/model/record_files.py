"""Records on disk: one RDF file each, and beside it the origins of its triples and its gaps as JSON lines."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from img2fair import rdf
from img2fair.errors import UsageFault
from img2fair.files import replacing_folder
from img2fair.model.record import Count, Gap, Origin, Record, Source
from img2fair.model.snapshot import Visibility

SCHEMA, VERSION = "img2fair/record", 3
MARKER = ".img2fair-records"
_ORIGINS = ".origins.jsonl"
_JSON = json.JSONEncoder(ensure_ascii=False)


def write_records(
    folder: Path, records: Iterable[Record], form: str = "turtle", beside: Mapping[str, str] | None = None
) -> None:
    """Write records into a folder of ours, which they replace as a whole.

    :param form: one of ``rdf.FORMATS``.
    :param beside: names and texts of further files to lay in the folder.
    :raises UsageFault: the folder holds something else, or cannot be written.
    """
    with replacing_folder(folder, MARKER) as staging:
        for name, text in (beside or {}).items():
            (staging / name).write_text(text, "utf-8")
        for record in records:
            place = staging / record.kind
            place.mkdir(exist_ok=True)
            (place / f"{record.slug}{rdf.SUFFIXES[form]}").write_text(rdf.to_text(record.triples, form), "utf-8")
            lines = map(_JSON.encode, _lines(record))
            (place / f"{record.slug}{_ORIGINS}").write_text("\n".join(lines) + "\n", "utf-8")


def read_records(folder: Path | str) -> list[Record]:
    """Return the records of a folder, parents before children.

    :param folder: as ``save_mapped`` or ``img2fair map`` writes it.
    :raises UsageFault: it is not a folder of records, or a file does not parse.
    """
    folder = Path(folder)
    if not (folder / MARKER).is_file():
        raise UsageFault("not a folder of records", where=str(folder), cure="make one: img2fair map SNAPSHOT -o DIR")
    records = [_read(path) for path in sorted(folder.glob(f"*/*{_ORIGINS}"))]
    depth = {"catalog": 0, "dataset": 1, "data-service": 1}
    return sorted(records, key=lambda record: (depth.get(record.kind, 2), record.kind, record.slug))


def _lines(record: Record) -> Iterator[dict[str, Any]]:
    yield {
        "schema": SCHEMA,
        "version": VERSION,
        "key": record.key,
        "kind": record.kind,
        "iri": record.iri.value,
        "visibility": record.visibility.value,
        "slug": record.slug,
        "project": record.project,
        "parent": record.parent,
        "relation": record.relation.value if record.relation else None,
        "mapping": record.mapping,
        "archive": record.archive,
        "page": record.page,
        "labels": dict(record.labels),
        "asked": record.asked,
        "counts": [[count.about, count.value, count.subjects] for count in record.counts],
        "files": dict(record.files),
    }
    for triple in record.triples:
        yield {"triple": rdf.line(triple), "origin": _told(record.origins[triple])}
    for gap in record.gaps:
        yield {"gap": _gap_told(gap)}


def _told(origin: Origin) -> dict[str, Any]:
    sources = [{"path": source.path, "request": source.request} for source in origin.sources]
    return {"rule": origin.rule, "sources": sources, "steps": origin.steps, "overrides": origin.overrides}


def _gap_told(gap: Gap) -> dict[str, Any]:
    return {
        "subject": gap.subject.value,
        "predicate": gap.predicate.value,
        "rule": gap.rule,
        "tried": gap.tried,
        "required": gap.required,
        "kept_in": gap.kept_in,
    }


def _read(path: Path) -> Record:
    try:
        # not splitlines: a text of JSON may hold U+2028 and U+0085, which end lines for Python and not for JSON
        head, *lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
        if (head.pop("schema"), head.pop("version")) != (SCHEMA, VERSION):
            raise ValueError("another version")
        told = {line["triple"]: _origin(line["origin"]) for line in lines if "triple" in line}
        gaps = tuple(_gap(line["gap"]) for line in lines if "gap" in line)
        file = _rdf_beside(path)
        triples = tuple(rdf.from_file(file))
        return Record(
            key=head["key"],
            kind=head["kind"],
            iri=NamedNode(head["iri"]),
            visibility=Visibility(head["visibility"]),
            triples=triples,
            origins={triple: told.get(rdf.line(triple), Origin(f"{file}, by hand")) for triple in triples},
            slug=head["slug"],
            project=head["project"],
            parent=head["parent"],
            relation=NamedNode(head["relation"]) if head["relation"] else None,
            gaps=gaps,
            mapping=head["mapping"],
            archive=head["archive"],
            page=head["page"],
            labels={path: (form, label) for path, (form, label) in head["labels"].items()},
            asked=None if head.get("asked") is None else tuple(head["asked"]),
            counts=tuple(Count(*count) for count in head["counts"]),
            files=head["files"],
        )
    except (OSError, ValueError, KeyError, TypeError, StopIteration, RecursionError) as error:
        raise UsageFault(
            f"not a record of img2fair, or damaged ({type(error).__name__})",
            where=str(path),
            cure="map again: img2fair map SNAPSHOT -o DIR",
        ) from None


def _rdf_beside(path: Path) -> Path:
    stem = path.name.removesuffix(_ORIGINS)
    return next(file for suffix in rdf.SUFFIXES.values() if (file := path.with_name(stem + suffix)).is_file())


def _origin(told: dict[str, Any]) -> Origin:
    sources = tuple(Source(**source) for source in told["sources"])
    return Origin(told["rule"], sources, tuple(told["steps"]), told["overrides"])


def _gap(told: dict[str, Any]) -> Gap:
    subject, predicate = NamedNode(told["subject"]), NamedNode(told["predicate"])
    return Gap(subject, predicate, told["rule"], tuple(told["tried"]), told["required"], tuple(told["kept_in"]))
