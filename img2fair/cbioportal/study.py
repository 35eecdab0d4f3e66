"""A study as a value, and as a folder."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from img2fair.files import replacing_folder, write_text
from img2fair.findings import Finding

MARKER = ".img2fair-study"
"""Says that a folder is ours and may be replaced; cBioPortal does not look at hidden files."""


@dataclass(frozen=True, slots=True)
class Study:
    """The files of a study (path in the folder → text), how much is in it, and what was found wanting.

    :param project: the id of its project in the archive.
    :param day_zero: what its days count from.
    :param joined: whether its samples are those of another study, which it joins (``samples: table``).
    """

    id: str
    files: Mapping[str, str]
    patients: int
    samples: int
    sessions: int
    findings: tuple[Finding, ...] = ()
    joined: bool = False
    project: str = ""
    day_zero: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the summary that ``export cbioportal --json`` prints."""
        return {
            "study": self.id,
            "patients": self.patients,
            "samples": self.samples,
            "sessions": self.sessions,
            "files": sorted(self.files),
            "findings": [
                {
                    "code": found.code,
                    "severity": found.severity.value,
                    "message": found.message,
                    "where": [str(place) for place in found.where],
                    "cure": found.cure,
                }
                for found in self.findings
            ],
        }


def write_study(folder: Path, study: Study) -> None:
    """Write a study; see :func:`writing_study`."""
    with writing_study(folder, study):
        pass


@contextmanager
def writing_study(folder: Path, study: Study) -> Iterator[None]:
    """Write a study; it takes its place at a clean end of the ``with`` block, which may write what belongs to it.

    The folder holds the old one or the new one, never a part of one. Its rows are people, so only its owner can open
    the folder; whoever loads it elsewhere decides who else may.

    :raises Fault: as ``files.replacing_folder``: something else is there, or it cannot be written.
    """
    with replacing_folder(folder, MARKER) as staging:
        staging.chmod(0o700)
        for path, text in study.files.items():
            write_text(staging / path, text)
        yield
