"""The folder of a study that the imaging has joined: written whole, looked at, and only then put in its place."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from img2fair.cbioportal.lint import lint_folder
from img2fair.cbioportal.study import MARKER
from img2fair.errors import UsageFault
from img2fair.files import replacing_folder, write_text
from img2fair.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Merged:
    """A study with the imaging in it.

    :param write: files that are new or changed, by path.
    :param keep: files that stay as they are.
    """

    id: str
    write: Mapping[str, str]
    keep: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


class BrokenMergeError(Exception):
    """A merged study would not load; ``found`` says why."""

    def __init__(self, found: tuple[Finding, ...]) -> None:
        super().__init__("the merged study would not load")
        self.found = found


@contextmanager
def writing_merged(folder: Path, existing: Path, merged: Merged, project: str = "") -> Iterator[tuple[Finding, ...]]:
    """Write a merged study; it takes its place at a clean end of the ``with`` block.

    Files that stay are linked, or copied where the disk has no links.

    :returns: what cBioPortal would find wrong with it.
    :raises BrokenMergeError: some of that is a violation, and none of the study that was there.
    :raises UsageFault: it would lie in the study that it is made of, or something else is there.
    """
    if folder.resolve() == existing.resolve() or existing.resolve() in folder.resolve().parents:
        raise UsageFault("the merged study would lie in the one it is made of", where=str(folder), cure="name another")
    had = {_said(found) for found in lint_folder(existing, key=merged.id, project=project)}
    with replacing_folder(folder, MARKER) as staging:
        staging.chmod(0o700)
        for path in merged.keep:
            _take(existing / path, staging / path)
        for path, text in merged.write.items():
            write_text(staging / path, text)
        found = lint_folder(staging, key=merged.id, project=project)
        if violations(one for one in found if _said(one) not in had):
            raise BrokenMergeError(found)
        yield found


def violations(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings for which cBioPortal would not load a study."""
    return [found for found in findings if found.severity is Severity.VIOLATION]


def _said(found: Finding) -> tuple[str, str, str]:
    return found.code, found.key, found.message


def _take(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source.resolve(), target)
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, target)
