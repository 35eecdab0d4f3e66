"""What makes a project in an archive that has none: the whole archive, an attribute, a prefix of one, or a table.

A project's id is public in a catalogue, so it must not be a patient's. An id taken from the data is refused where it is
a whole PatientID, and, where it is cut from one, if it has no letter or fewer than two patients behind it: then the cut
did not separate a project from its patients. A project that the config itself names (``access`` or ``names``) is
vouched for. Refused ids are counted and never told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from img2fair.archives.dicom.project_id import safe_id
from img2fair.archives.dicom.project_table import TableRow, read_table
from img2fair.archives.dicom.series import Series
from img2fair.errors import UsageFault
from img2fair.model import Unread, Visibility

FEWEST_PATIENTS = 2
REFUSED = "series have a project id that may be a patient's; correct it there, or name the project in the config"

NAMING = frozenset(
    "BodyPartExamined ClinicalTrialProtocolID ClinicalTrialSiteID InstitutionName Manufacturer ManufacturerModelName "
    "Modality PatientSpeciesDescription".split()
)
"""Attributes whose whole value may become a project's id: they do not speak of one person."""
CUT = NAMING | {"PatientID"}
"""Attributes of whose values the beginning may become a project's id."""
LOOKED_UP = CUT | {"StudyInstanceUID", "SeriesInstanceUID"}
"""Attributes that a table may translate into projects."""

_USUAL = {
    "archive": "",
    "attribute": "ClinicalTrialProtocolID",
    "prefix": "PatientID",
    "table": "StudyInstanceUID",
}
_ALLOWED = {"attribute": NAMING, "prefix": CUT, "table": LOOKED_UP}


@dataclass(frozen=True, slots=True)
class Grouping:
    """The config's word on projects.

    :param by: ``archive`` (all is one project), ``attribute`` (its value is the id), ``prefix`` (the part of its value
        before the first separator), or ``table``.
    :param project: id of the one project, with ``archive``.
    :param attribute: DICOM keyword; empty means ClinicalTrialProtocolID for ``attribute``, PatientID for ``prefix`` and
        StudyInstanceUID for ``table``.
    :param table: a CSV file; see ``project_table``.
    :param visibility: of projects of which neither ``access`` nor the table says it; ``None``: it is unknown, and
        nothing of them is published.
    :param access: project id → who may see it.
    :param names: project id → ``name``, ``description``, ``keywords`` and ``pi`` (surname, first name).
    :raises UsageFault: the entries do not go together.
    """

    by: Literal["archive", "attribute", "prefix", "table"] = "archive"
    project: str = ""
    attribute: str = ""
    separator: str = "-"
    table: Path | None = None
    visibility: Visibility | None = None
    access: Mapping[str, Visibility] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _rows: dict[str, TableRow] = field(default_factory=dict, init=False, repr=False, compare=False)
    _listed: dict[str, TableRow] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            cure = "docs/archives.md shows each way"
            raise UsageFault(problem, where="the archive's projects in the config", cure=cure)

    def _problem(self) -> str:
        if self.by == "archive" and safe_id(self.project) != self.project:
            return "the project of the whole archive needs an id of letters, digits, dot, underscore and hyphen"
        if self.by == "prefix" and not self.separator:
            return "a prefix needs a separator that ends it"
        if self.by == "table" and self.table is None:
            return "projects by table need the table"
        allowed = _ALLOWED.get(self.by, frozenset())
        if allowed and self.key not in allowed:
            return f"'{self.key}' cannot make projects by {self.by}; these can: {', '.join(sorted(allowed))}"
        return ""

    @property
    def key(self) -> str:
        """Return the DICOM keyword that tells the project; empty where none is needed."""
        return self.attribute or _USUAL[self.by]

    def project_of(self, values: Mapping[str, str]) -> str | None:
        """Return the id of the project a series is in by its own values; ``None``: in none.

        :func:`group` then leaves out ids that could be a patient's.
        :raises UsageFault: the table cannot be read.
        """
        if self.by == "archive":
            return self.project
        said = values.get(self.key, "").strip()
        if self.by == "table":
            row = self._table().get(said)
            return row.project if row else None
        if self.by == "prefix":
            said, separator, rest = said.partition(self.separator)
            if not (separator and rest.strip()):
                return None
        return safe_id(said)

    def visibility_of(self, project: str) -> Visibility:
        """Return who may see a project: as ``access`` says, else the table, else ``visibility``; or unknown."""
        said = self.access.get(project)
        row = self._row(project)
        return said or (row.visibility if row else None) or self.visibility or Visibility.UNKNOWN

    def described(self, project: str) -> Mapping[str, str]:
        """Return what config and table say of a project (``name``, ``description``, ``keywords``, ``pi``)."""
        row = self._row(project)
        return {**(row.said if row else {}), **self.names.get(project, {})}

    def known_projects(self) -> frozenset[str] | None:
        """Return the ids of all projects there can be; ``None`` where only the archive's data tell."""
        if self.by == "archive":
            return frozenset({self.project})
        if self.by == "table":
            return frozenset(row.project for row in self._table().values())
        return None

    def said_private(self) -> frozenset[str]:
        """Return the ids that config or table say are private, whether the archive has series of them or not."""
        named = self.access.keys() | (self.known_projects() or frozenset())
        return frozenset(id_ for id_ in named if self.visibility_of(id_) is Visibility.PRIVATE)

    def vouches_for(self, project: str) -> bool:
        """Tell whether the config itself names this id, so that it is no patient's."""
        return self.by in ("archive", "table") or project in self.access or project in self.names

    def _table(self) -> Mapping[str, TableRow]:
        if not self._rows and self.table is not None:
            self._rows.update(read_table(self.table))
            self._listed.update({row.project: row for row in self._rows.values()})
        return self._rows

    def _row(self, project: str) -> TableRow | None:
        return self._listed.get(project) if self._table() else None


@dataclass(frozen=True, slots=True)
class Groups:
    """Series by project id, sorted by id, and what was left out of all projects, as counts.

    ``whole`` is false where a project may be among what was left out, so that no project can be said to be gone: ids
    were refused, which are not told, or there is no project at all.
    """

    projects: Mapping[str, tuple[Series, ...]]
    unread: tuple[Unread, ...] = ()
    whole: bool = True


def group(series: Iterable[Series], grouping: Grouping) -> Groups:
    """Return the series of an archive by project.

    Left out, and counted in ``unread`` as the archive's part ``series``: series in no project, and those of ids that
    could be a patient's. Two values that become the same id make that project unread as a whole: they may be different
    projects, with different rules on who may see them.

    A stray patient whose id is that of a project makes the project's id a refused one: it is left out until somebody
    has looked, and nothing is withdrawn meanwhile (``whole``).
    """
    found: dict[str, list[Series]] = defaultdict(list)
    spellings: dict[str, set[str]] = defaultdict(set)
    patients: set[str] = set()
    lost = 0
    for one in series:
        patients.add(_patient_key(one))
        project = grouping.project_of(one.values)
        if project is None:
            lost += 1
            continue
        found[project].append(one)
        spellings[project].add(_spelling(one, grouping))
    refused = {id_ for id_, members in found.items() if _may_be_a_patient(id_, members, patients, grouping)}
    clashing = {id_ for id_ in found if id_ not in refused and len(spellings[id_]) > 1}
    unread = [
        *_counted(lost, "series belong to no project", grouping),
        *_counted(sum(len(found[id_]) for id_ in refused), REFUSED, grouping),
        *(
            Unread(id_, "", f"{len(spellings[id_])} values of {grouping.key} become this id")
            for id_ in sorted(clashing)
        ),
    ]
    if not patients:
        unread.append(Unread("", "series", "0 series are in the archive"))
    kept = {id_: tuple(found[id_]) for id_ in sorted(found) if id_ not in refused | clashing}
    return Groups(kept, tuple(unread), whole=bool(found) and not refused)


def _counted(count: int, what: str, grouping: Grouping) -> list[Unread]:
    told = f" (projects by {grouping.by}: {grouping.key})" if grouping.key else ""
    return [Unread("", "series", f"{count} {what}{told}")] if count else []


def _spelling(one: Series, grouping: Grouping) -> str:
    """Return the text an id was made of; the same for all where the ids come from config or table."""
    if grouping.by in ("archive", "table"):
        return ""
    said = one.values.get(grouping.key, "")
    return (said.partition(grouping.separator)[0] if grouping.by == "prefix" else said).strip()


def _patient_key(one: Series) -> str:
    return (safe_id(one.values.get("PatientID", "")) or "").casefold()


def _may_be_a_patient(id_: str, members: Iterable[Series], patients: set[str], grouping: Grouping) -> bool:
    if grouping.vouches_for(id_):
        return False
    if id_.casefold() in patients:
        return True
    if grouping.by != "prefix":
        return False
    return not re.search("[A-Za-z]", id_) or len({_patient_key(one) for one in members} - {""}) < FEWEST_PATIENTS
