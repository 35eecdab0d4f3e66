"""Records and RDF files, judged by profiles as one report."""

import logging
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from img2fair import rdf
from img2fair.errors import UsageFault
from img2fair.findings import Finding, Report
from img2fair.model import Record
from img2fair.model.record_files import read_records
from img2fair.report.described import Described, described_of_graph, described_of_records
from img2fair.report.json_form import from_json

if TYPE_CHECKING:  # the judge and its libraries are loaded where something is judged: a harvest does without
    from img2fair.shacl import Profile

log = logging.getLogger(__name__)

FINDINGS = "findings.json"
"""In a folder of records: what the mapping found wanting."""
WHOLE = "catalogue.ttl"
"""All records of a published site in one file (docs/site.md): the folder of a site is judged by it."""


@dataclass(frozen=True, slots=True)
class Judging:
    """How records are judged: by which engine (``shacl.engine.ENGINES``), and where.

    :param executor: a process pool's, a Dask client's (design.md D9); this process by default.
    """

    engine: str = "auto"
    executor: Executor | None = None


HERE = Judging()


def profiles_of(names: Sequence[str], advisory: Sequence[str] = (), shapes: Sequence[str] = ()) -> "list[Profile]":
    """Return loaded profiles by name, or one of the SHACL files and addresses ``shapes`` instead of what is shipped.

    :param names: of shipped profiles, such as a config's ``profiles``.
    :param advisory: profiles whose findings are warnings at most.
    :param shapes: files or addresses to judge by instead.
    :raises UsageFault: none is named, there is no such profile, or shapes are of no use.
    :raises RemoteFault: an address cannot be read.
    """
    from img2fair.shacl import load_profile

    if shapes:
        return [load_profile("+".join(PurePath(one).stem for one in shapes), shapes=shapes)]
    if not names:
        raise UsageFault("no profile is named", where="profiles", cure="name one: img2fair list profiles")
    advising = [replace(load_profile(name), advisory=True) for name in advisory if name not in names]
    return [*(load_profile(name) for name in names), *advising]


def groups(records: Sequence[Record]) -> list[list[Record]]:
    """Return the records as they are judged: each with the records below it, the catalogue by itself."""
    grouped: dict[str, list[Record]] = {}
    for record in records:
        head = record.parent if record.kind == "distribution" and record.parent else record.key
        grouped.setdefault(head, []).append(record)
    return list(grouped.values())


def judge_records(
    records: Sequence[Record], wanting: Sequence[Finding], profiles: "Sequence[Profile]", how: Judging
) -> Report:
    """Judge records by profiles, and add what the mapping found wanting."""
    from img2fair.shacl import merge, validate_groups

    found = validate_groups(groups(records), profiles, executor=how.executor, engine=how.engine)
    report = replace(merge(found, wanting), advisory=_advisory(profiles))
    log.info("checked %d records: %s", len(report.checked), report.counts())
    return report


def _advisory(profiles: "Sequence[Profile]") -> tuple[str, ...]:
    """Return the names of the profiles that only advise."""
    from img2fair.shacl.profile import with_bases

    return tuple(profile.name for profile in with_bases(profiles) if profile.advisory)


def judge_folder(folder: Path, profiles: "Sequence[Profile]", how: Judging = HERE) -> tuple[list[Record], Report]:
    """Return the records of a folder and the report on them, with what the mapping had found."""
    records = read_records(folder)
    wanting = from_json((folder / FINDINGS).read_text("utf-8")).findings if (folder / FINDINGS).is_file() else ()
    return records, judge_records(records, wanting, profiles, how)


def judge(
    paths: Sequence[Path], profiles: "Sequence[Profile]", how: Judging = HERE
) -> tuple[Report, tuple[Described, ...]]:
    """Judge folders of records and RDF files, as one report; return what was described beside it.

    :raises UsageFault: a path is neither, or nothing in it is of a class that the profiles know.
    """
    judged = [_judged_path(path, profiles, how) for path in dict.fromkeys(paths)]
    reports = [report for report, _ in judged]
    whole = Report(
        findings=tuple(finding for report in reports for finding in report.findings),
        checked=tuple(key for report in reports for key in report.checked),
        profiles=tuple(dict.fromkeys(name for report in reports for name in report.profiles)),
        titles=tuple(title for report in reports for title in report.titles),
        advisory=_advisory(profiles),
    )
    return whole, tuple(one for _, described in judged for one in described)


def _judged_path(path: Path, profiles: "Sequence[Profile]", how: Judging) -> tuple[Report, tuple[Described, ...]]:
    from img2fair.shacl import validate_graph

    if not path.exists():
        raise UsageFault(
            "there is no such file or folder", where=str(path), cure="give the path of records or of an RDF file"
        )
    if path.is_dir() and not (path / WHOLE).is_file():
        records, report = judge_folder(path, profiles, how)
        return report, described_of_records(records)
    path = path / WHOLE if path.is_dir() else path
    triples = rdf.from_file(path)
    return validate_graph(triples, profiles, source=str(path), engine=how.engine), described_of_graph(triples)
