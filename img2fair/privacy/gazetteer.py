"""The names and labels that an archive has of its patients, looked for in text that is to be published."""

from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.model import Project
from img2fair.privacy.hits import Hit


@dataclass(frozen=True, slots=True)
class Met:
    """What an archive says of one patient.

    :param names: names of the patient, as they are written there (DICOM: PatientName, OtherPatientNames).
    :param numbers: numbers of the patient and of visits (PatientID, OtherPatientIDs, AccessionNumber).
    """

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Met(***)"


def met(project: str, patients: Iterable[Met]) -> tuple[str, ...]:
    """Return what is kept of the patients met in a project: salted hashes of the spellings, sorted."""
    return ()


class Gazetteer:
    """The labels and names of one project, in all their spellings."""

    @classmethod
    def of(cls, project: Project, opted_out: Iterable[str] = ()) -> "Gazetteer":
        """Return the gazetteer of a project.

        :param opted_out: names of people who do not want to be named.
        """
        return cls()

    def found(self, text: str) -> tuple[Hit, ...]:
        """Return where a text holds one of them, in the order of places."""
        return ()


NOBODY = Gazetteer()
"""The gazetteer of no project: it knows nobody."""
