"""What an earlier harvest read and need not be read again: the people of projects that have not changed.

A project says when it was last changed, to a moment; a later edit that bears the same moment would go unseen. So a
project is taken over only if its last change was days before the earlier reading, by the archive's own clock: an edit
after that reading then bears another time, in whatever zone it is written and even where the clock was set in between.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from img2fair.archives.values import moment
from img2fair.archives.xnat.project import People
from img2fair.errors import UsageFault
from img2fair.model import Held, Project
from img2fair.model.snapshot_file import read_partial

log = logging.getLogger(__name__)

LONG_AGO = dt.timedelta(days=3)
"""How long before a reading a change must lie. A day may come from the zone of its time, which XNAT does not write, and
another one from clocks that are wrong."""


@dataclass(slots=True)
class Earlier:
    """People of projects by id, each with the last change it is of."""

    known: dict[str, tuple[Held[dt.datetime], People]] = field(default_factory=dict)

    @classmethod
    def of(cls, paths: Sequence[Path], archive: str) -> "Earlier":
        """Return what snapshots of an archive hold; an earlier path goes before a later one.

        :param archive: the archive's lasting name; a snapshot of another one is not used.
        """
        found = cls()
        for path in reversed(paths):
            found._add(path, archive)
        return found

    def people(self, id_: str, last_modified: str) -> People | None:
        """Return the people of a project, if it has not changed since."""
        known = self.known.get(id_)
        return known[1] if known and known[0] == moment(last_modified) else None

    def _add(self, path: Path, archive: str) -> None:
        try:
            snapshot = read_partial(path)
            if snapshot.header.archive == archive:
                for project in snapshot.projects():
                    if project.id not in snapshot.header.unsettled:
                        self._take(project)
        except UsageFault as fault:
            log.warning("the earlier snapshot is not used: %s (%s)", fault.what, fault.where)

    def _take(self, project: Project) -> None:
        if project.modified is not None:
            people = People(project.pi, project.investigators, project.aliases, project.publications)
            self.known[project.id] = project.modified, people


def settled(last_modified: str, read_at: dt.datetime | None) -> bool:
    """Tell whether a change was made well before a reading, whatever zone it is written in.

    :param last_modified: as XNAT writes it, local time without a zone.
    :param read_at: the archive's clock at the reading; without it nothing is settled.
    """
    try:
        changed = dt.datetime.fromisoformat(last_modified.strip()).replace(tzinfo=dt.UTC)
    except ValueError:
        return False
    return read_at is not None and read_at - changed > LONG_AGO
