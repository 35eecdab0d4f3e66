"""What is right and wrong with DICOM files on this machine; the headers of a few of them are read."""

import os
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from img2fair.archives import ArchiveSettings
from img2fair.archives.dicom.checks import grouping_check
from img2fair.archives.dicom_folder.entries import FileEntry
from img2fair.errors import Exit
from img2fair.model import Check, Standing

MOST = 50
"""Files that are looked into before a folder counts as one without DICOM."""
_CURE = "check the archive's path, that its disk is there, and that this user may read it"


def checks(settings: ArchiveSettings, form_keys: Collection[str], within: float) -> tuple[Check, ...]:  # noqa: ARG001 - no forms, no server
    """Return all checks of a folder, ZIP archive or DICOMDIR. No name of a file is told: many are patients'."""
    return (_place(Path(settings.url)), grouping_check(settings.options))


def _place(path: Path) -> Check:
    name = "place"
    try:
        if not path.is_dir():
            with path.open("rb") as file:
                file.read(1)
            return Check(name, Standing.PASS, f"{path} can be read")
        next(path.iterdir(), None)  # a folder that may not be listed looks empty to what follows
    except OSError as error:
        return Check(name, Standing.FAIL, f"cannot read {path}: {error.strerror}", _CURE, Exit.UNAVAILABLE)
    looked = [FileEntry(one, number).read() for number, one in enumerate(islice(_files(path), MOST), start=1)]
    if any(outcome.values is not None for outcome in looked):
        return Check(name, Standing.PASS, f"{path} holds DICOM files")
    if len(looked) < MOST:
        return Check(name, Standing.FAIL, f"{path} holds no DICOM file that can be read", _CURE, Exit.UNAVAILABLE)
    return Check(name, Standing.WARN, f"the first {MOST} files of {path} are no DICOM files", _CURE)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder as they come; a folder is listed when its turn comes, and not before."""
    for place, _, names in os.walk(folder, followlinks=True):
        yield from (Path(place, name) for name in names)
