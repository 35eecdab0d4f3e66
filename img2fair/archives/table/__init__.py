"""A table as an archive: a CSV file with one dataset a row, for data that no archive describes.

What img2catalog calls XDS. The table says nothing of single subjects and sessions, so these are unread, not none;
figures about them can be answers of the form (``number_of_unique_individuals``). What columns mean: ``columns``.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from img2fair.archives import ArchiveSettings
from img2fair.archives.dicom.project_id import safe_id
from img2fair.archives.table.columns import ID, VISIBILITY, Columns, understand
from img2fair.archives.table.rows import Mistakes, Row, read_rows
from img2fair.errors import UsageFault
from img2fair.model import Form, Header, Held, HeldText, Person, Project, Request, Unread, Visibility, Why, Withheld

Progress = Callable[[str, int, int], None]

FORM = "table"
"""What stands for the UUID of the one form."""
UNREAD = frozenset({"subjects", "sessions"})


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What the config says of a table: who may see the datasets of rows that do not say it themselves."""

    visibility: Visibility | None = None


def harvest(settings: ArchiveSettings, progress: Progress) -> "TableHarvest":
    """Read a table; see ``archives.harvest``.

    :param settings: ``url`` is the path of a CSV file; ``options`` are ``TableOptions`` or nothing.
    :raises UsageFault: the table has mistakes, with file:line of the first ones.
    """
    return TableHarvest(settings, progress)


def read_access(settings: ArchiveSettings) -> Mapping[str, Visibility]:
    """Return who may see each dataset; see ``archives.read_access``."""
    return {dataset.id: dataset.visibility for dataset in _datasets(settings)}


@dataclass(frozen=True, slots=True)
class _Dataset:
    """A row that has no mistake."""

    id: str
    visibility: Visibility
    keywords: str
    row: Row
    columns: Columns
    answers: dict[str, Any]

    def project(self, keywords: str) -> Project:
        """Return the project, with these keywords."""
        cells, person = self.row.cells, self.columns.person(self.row.cells)
        return Project(
            id=self.id,
            visibility=self.visibility,
            secondary_id=_held(self.columns.field(cells, "secondary_id")),
            name=_held(self.columns.field(cells, "name")),
            description=_held(self.columns.field(cells, "description")),
            keywords=_held(keywords),
            pi=Person(**{name: Held(cell) for name, cell in person.items()}) if person else None,
            forms=(Form(FORM, None, Held(self.answers)),) if self.answers else (),
            unread=UNREAD,
        )


class TableHarvest:
    """A harvest of a table; all its rows are held in memory."""

    def __init__(self, settings: ArchiveSettings, progress: Progress) -> None:
        self._settings = settings
        self._progress = progress
        self._time = datetime.now(UTC).replace(microsecond=0)
        datasets = {dataset.id: dataset for dataset in _datasets(settings)}
        absent = sorted(set(settings.only) - datasets.keys())
        if absent:
            raise UsageFault(f"the table has no row '{absent[0]}'", where=settings.url, cure=f"check the column '{ID}'")
        wanted = [datasets[id_] for id_ in sorted(set(settings.only) or datasets)]
        withheld = [self._withheld(dataset) for dataset in wanted]
        self._withheld_rows = tuple(one for one in withheld if one is not None)
        self._chosen = [dataset for dataset, one in zip(wanted, withheld, strict=True) if one is None]

    def projects(self) -> Iterator[Project]:
        """Yield the projects by id."""
        for done, dataset in enumerate(self._chosen, start=1):
            yield dataset.project(self._settings.choice.without_opt_in(dataset.keywords))
            self._progress(dataset.id, done, len(self._chosen))

    def header(self) -> Header:
        """Return the header; a table is read as a whole or not at all."""
        return Header(
            kind="table",
            archive=self._settings.iri,
            software="table (CSV)",
            run=secrets.token_hex(4),
            time=self._time,
            account="user",
            only=self._settings.only,
            requests=(Request(1, "READ", "", parts=("project", "people", "form")),),
            withheld=self._withheld_rows,
            unread=tuple(Unread("", part, f"a table says nothing of single {part}") for part in sorted(UNREAD)),
            depth=self._settings.depth.names(),
        )

    def _withheld(self, dataset: _Dataset) -> Withheld | None:
        """Return why a dataset is not read; one that is not for the public is read for an export that names it."""
        settings, visibility = self._settings, dataset.visibility
        if not visibility.publishable:
            if settings.depth.clinical and dataset.id in settings.only:
                return None
            private = visibility is Visibility.PRIVATE
            reason = "private projects are never read or published" if private else "nothing says who may see it"
            return Withheld(dataset.id, visibility, reason)
        choice = settings.choice
        reason = choice.against_id(dataset.id, visibility) or choice.against_keywords(dataset.keywords)
        return Withheld(dataset.id, visibility, reason, Why.CHOICE) if reason else None


def _datasets(settings: ArchiveSettings) -> list[_Dataset]:
    """Return the datasets of a table.

    :raises UsageFault: it has mistakes; all rows are looked at before.
    """
    options = settings.options or TableOptions()
    path = Path(settings.url)
    mistakes = Mistakes(path)
    names, rows = read_rows(path, mistakes)
    columns = understand(names, mistakes)
    found: dict[str, _Dataset] = {}
    for row in rows:
        try:
            dataset = _dataset(row, columns, options)
        except ValueError as mistake:
            mistakes.add(row.line, str(mistake))
            continue
        if dataset.id in found:
            mistakes.add(row.line, f"the id of this row is that of line {found[dataset.id].row.line} too")
        found.setdefault(dataset.id, dataset)
    mistakes.refuse()
    return list(found.values())


def _dataset(row: Row, columns: Columns, options: TableOptions) -> _Dataset:
    """Return the dataset of a row.

    :raises ValueError: a cell is not what its column needs.
    """
    id_ = row.cells.get(columns.id, "")
    if not id_:
        raise ValueError("the row has no id")
    if safe_id(id_) != id_:
        raise ValueError("an id has up to 64 letters, digits, dots, underscores and hyphens")
    return _Dataset(
        id=id_,
        visibility=_visibility(columns.field(row.cells, VISIBILITY), options),
        keywords=columns.field(row.cells, "keywords"),
        row=row,
        columns=columns,
        answers=columns.answers(row.cells),
    )


def _visibility(cell: str, options: TableOptions) -> Visibility:
    if not cell:
        return options.visibility or Visibility.UNKNOWN
    if cell.casefold() not in list(Visibility):
        raise ValueError(f"the visibility is one of {', '.join(Visibility)}")
    return Visibility(cell.casefold())


def _held(text: str) -> HeldText | None:
    return Held(text) if text else None
