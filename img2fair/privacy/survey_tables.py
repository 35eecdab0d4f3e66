"""The CSV and JSON files of a project, for the draft of a harmonisation file, and which columns name its people."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from img2fair.clinical.outcome import TableSeen
from img2fair.model import Project
from img2fair.model.held import unseal
from img2fair.privacy.guard import Guard
from img2fair.privacy.source_tables import Named, rows_of
from img2fair.privacy.sources import Sources


def tables_seen(project: Project, guard: Guard) -> tuple[TableSeen, ...]:
    """Return the CSV and JSON files of a project by name, and which columns name its subjects, sessions and days."""
    sources = Sources(project, guard)
    named = Named(project)
    files: dict[str, _File] = defaultdict(_File)
    for table in project.tables:
        rows = [{sources.shown(name): value for name, value in row.items()} for row in rows_of(table)]
        files[sources.shown(unseal(table.name))].add(rows, named)
    return tuple(files[file].seen(file) for file in sorted(files))


_DAY_NAMES = re.compile(r"(?:(?:visit|scan|exam\w*|session|study|acq\w*)[ _.-]?)?(?:date|datum|day|dag)")


class _File:
    """Files of one name while their columns are counted."""

    def __init__(self) -> None:
        self.copies = 0
        self.rows = 0
        self.columns: Counter[str] = Counter()
        self.subjects: Counter[str] = Counter()
        self.sessions: Counter[str] = Counter()

    def add(self, rows: Sequence[Mapping[str, object]], named: Named) -> None:
        """Count the columns of one file."""
        self.copies += 1
        self.rows += len(rows)
        for row in rows:
            for name, value in row.items():
                self.columns[name] += 1
                if isinstance(value, (str, int)):
                    self.subjects[name] += named.subject(value) is not None
                    self.sessions[name] += named.session(value) is not None

    def seen(self, file: str) -> TableSeen:
        """Return what a draft tells of the file: a column that names people does so in half of its rows and more."""
        subject, session = self._most(self.subjects), self._most(self.sessions)
        return TableSeen(
            file=file,
            copies=self.copies,
            rows=self.rows,
            found=self.subjects[subject] if subject else self.sessions[session],
            columns=tuple(self.columns),
            subject=subject,
            session=session if session != subject else "",
            day=next((name for name in self.columns if _DAY_NAMES.fullmatch(name.lower())), ""),
        )

    def _most(self, counted: Counter[str]) -> str:
        names = [name for name in self.columns if counted[name] and 2 * counted[name] >= self.columns[name]]
        return max(names, key=lambda name: counted[name], default="")
