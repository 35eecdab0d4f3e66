"""Names and numbers of patients that an archive shows on the way: read, hashed with their project, forgotten.

They are in nothing that is kept. Until the project is put together they are here alone; then ``privacy.met`` makes
hashes of them, by which the gate knows a name again that stands in a text.
"""

from collections.abc import Iterable, Iterator
from operator import itemgetter

from img2fair.privacy import Met, met

BETWEEN = "\\"
"""What stands between several values of one attribute (DICOM PS3.5 6.4)."""

UNNAMED = Met()
"""What is said of a patient of whom nothing is said."""


class Patients:
    """The patients of one project, each with all its sessions say of it. Never printed."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, Met] = {}

    def __repr__(self) -> str:
        return "Patients(***)"

    def add(self, patient: str, names: Iterable[str] = (), numbers: Iterable[str] = ()) -> None:
        """Take in what a session or series says of its patient; blank values are none.

        :param patient: the id of its subject.
        """
        self.add_met(patient, met_of(names, numbers))

    def add_met(self, patient: str, said: Met) -> None:
        """Take in what is said of a patient."""
        if said != UNNAMED:
            self._found[patient] = together(self._found.get(patient, UNNAMED), said)

    def add_all(self, others: "Patients") -> None:
        """Take in patients of the same project that were met elsewhere."""
        for patient, said in others.each():
            self.add_met(patient, said)

    def each(self) -> Iterator[tuple[str, Met]]:
        """Yield each patient with what is said of it, by the ids of subjects."""
        yield from sorted(self._found.items(), key=itemgetter(0))

    def hashes(self, project: str) -> tuple[str, ...]:
        """Return what a project keeps of them (``Project.met``).

        :param project: its id.
        """
        return met(project, (said for _, said in self.each()))


def met_of(names: Iterable[str], numbers: Iterable[str]) -> Met:
    """Return names and numbers as one patient's, several values of an attribute apart; blank ones are left out."""
    return Met(_apart(names), _apart(numbers))


def together(one: Met, other: Met) -> Met:
    """Return all that is said of a patient in two places."""
    if one == other or other == UNNAMED:
        return one
    return Met(_sorted((*one.names, *other.names)), _sorted((*one.numbers, *other.numbers)))


def _apart(said: Iterable[str]) -> tuple[str, ...]:
    return _sorted(part for value in said if value for part in value.split(BETWEEN))


def _sorted(said: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text for one in said if (text := one.strip())}))
