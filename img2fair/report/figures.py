"""Which figures of a project are told, how exactly, and which are withheld: for the investigator's page.

A mapping of its own (templates/preview/figures.yaml) asks for every figure, so the one gate decides here too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from img2fair.assets import find_folder
from img2fair.findings import WITHHELD, Finding
from img2fair.mapping import Mapping, Settings, load_mapping, map_project
from img2fair.model import Project, Record
from img2fair.privacy import FIELDS, Kind
from img2fair.report.described import described_of_records

FIGURE = "urn:img2fair:figure:"
"""Begins the properties of that mapping; the path of the figure follows."""
SMALL = (Kind.SPLIT, Kind.AGES, Kind.SHARE, Kind.COUNTED)
"""Figures of which nobody is told whether they are withheld or not known: that would tell the small ones."""
_MANNERS = {Kind.TOTAL: "exact", Kind.SPLIT: "rounded", Kind.AGES: "years", Kind.SHARE: "percent",
            Kind.COUNTED: "rounded", Kind.ACQUIRED: "date"}  # fmt: skip
CHECKSUM = "counts.sha256"
"""No figure, though of that kind."""


class Outcome(StrEnum):
    """What becomes of a figure that the mapping reads."""

    TOLD = "told"
    WITHHELD = "withheld"
    UNTOLD = "untold"
    """Withheld or not known; not to be told apart."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a rule of the mapping reads.

    :param path: its name in the mapping language.
    :param of: the title of the record that it is of; empty for the dataset.
    :param manner: how it is told: ``exact``, ``rounded``, ``digit``, ``years``, ``percent`` or ``date``.
    """

    path: str
    of: str
    outcome: Outcome
    manner: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """One figure of one record, by its slug: whether it left, and whether the gate kept it in."""

    slug: str
    path: str
    left: bool
    kept_in: bool


def figures(project: Project, settings: Settings, records: Sequence[Record]) -> tuple[Figure, ...]:
    """Return what becomes of the figures that the rules of a mapping read; those the archive lacks are left out.

    :param records: the project's, as that mapping made them.
    """
    asked = tuple(_asked(project, settings))
    read = read_paths(records)
    titles = {record.slug: title_of(record) for record in records if record.kind == "distribution"}
    kinds = {entry.path: entry.kind for entry in FIELDS}
    few = {one.slug for one in asked if one.path == "resources.files" and one.kept_in}
    found = []
    for one in asked:
        small = kinds[one.path] in SMALL
        if one.path not in read or not (one.left or one.kept_in or small):
            continue
        outcome = Outcome.TOLD if one.left else Outcome.UNTOLD if small else Outcome.WITHHELD
        rough = one.path == "resources.bytes" and one.slug in few
        manner = "digit" if rough else _MANNERS[kinds[one.path]]
        found.append(Figure(one.path, titles.get(one.slug, ""), outcome, manner))
    return tuple(found)


def read_paths(records: Iterable[Record]) -> set[str]:
    """Return the paths that rules have read for these records, with and without success."""
    read = {source.path for record in records for origin in record.origins.values() for source in origin.sources}
    return read | {path for record in records for gap in record.gaps for path in gap.tried} | {
        "counts.csv" for record in records if record.counts
    }  # fmt: skip


def title_of(record: Record) -> str:
    """Return the title of a record; its slug where it has none."""
    (described,) = described_of_records([record])
    return described.title if described.title != record.key else record.slug


def _asked(project: Project, settings: Settings) -> Iterator[_Asked]:
    """Yield every figure of a project: of the dataset, then of its distributions by label."""
    mapped = map_project(_mapping(), settings, project)
    for record in mapped.records:
        left = {triple.predicate.value.removeprefix(FIGURE) for triple in record.triples}
        kept_in = {path for finding in mapped.findings if finding.key == record.key for path in _kept_in(finding)}
        of = "resources." if record.kind == "distribution" else ""
        for entry in FIELDS:
            if entry.kind in _MANNERS and entry.path != CHECKSUM and entry.path.startswith("resources.") == bool(of):
                yield _Asked(record.slug, entry.path, entry.path in left, entry.path in kept_in)


def _kept_in(finding: Finding) -> Iterator[str]:
    steps = finding.origin.steps if finding.origin else ()
    return (step.removeprefix(WITHHELD) for step in steps if step.startswith(WITHHELD))


@cache
def _mapping() -> Mapping:
    return load_mapping(str(find_folder("templates") / "preview" / "figures.yaml"))
