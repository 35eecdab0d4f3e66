"""What a work folder remembers of earlier runs. Deleting it does no harm: the target is the state (design.md D5).

applied         the digests of plans that were carried out, so that none is carried out twice
written/        what was last written of each record, so that an edit at the target can be shown against it
"""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Triple

from img2fair.errors import UsageFault
from img2fair.files import write_text
from img2fair.model import WRITTEN, Action, Change, Plan, Receipt, Verdict
from img2fair.plan import is_record
from img2fair.rdf import from_text, to_text

MOST = 1000
"""Digests of plans that are kept."""


def applied_plans(work: Path) -> list[str]:
    """Return the digests of plans that were carried out, the oldest first."""
    try:
        return (work / "applied").read_text(encoding="ascii", errors="replace").split()
    except FileNotFoundError:
        return []


def remember_applied(work: Path, digests: Sequence[str]) -> None:
    """Add digests of plans that were carried out."""
    if not digests:
        return
    known = [one for one in applied_plans(work) if one not in digests]
    write_text(work / "applied", "".join(f"{one}\n" for one in [*known, *digests][-MOST:]))


class Written:
    """What was last written of each record at one target, in a folder for each project."""

    def __init__(self, work: Path, target: str) -> None:
        self._folder = work / "written" / target

    def __call__(self, key: str) -> tuple[Triple, ...] | None:
        """Return what was last written of a record, without ``#record``; ``None`` where nobody remembers."""
        path = next(self._folder.glob(f"*/{_name(key)}.nt"), None)
        try:
            return tuple(from_text(path.read_text(encoding="utf-8"), "ntriples", where=str(path))) if path else None
        except (OSError, UnicodeDecodeError, UsageFault):
            return None

    def remember(self, plan: Plan, receipt: Receipt) -> None:
        """Keep what was written; forget what was withdrawn, and all that hung on it."""
        changes = {change.key: change for change in plan.changes}
        for outcome in receipt.outcomes:
            change = changes[outcome.key]
            if outcome.verdict is Verdict.DONE and change.action is Action.WITHDRAW:
                self._forget(change)
            elif outcome.verdict is Verdict.DONE and change.action in WRITTEN:
                triples = from_text(change.nquads, "nquads", where=change.key)
                owned = [triple for triple in triples if not is_record(triple.subject, change.key)]
                write_text(self._path(change), to_text(owned, "ntriples"), private=True)

    def forget_others(self, plan: Plan) -> None:
        """Forget what a plan no longer knows: a run that was killed withdrew it, or somebody did by hand."""
        known = {_name(change.project or change.key) for change in plan.changes}
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if folder.name not in known:
                shutil.rmtree(folder, ignore_errors=True)

    def _forget(self, change: Change) -> None:
        path = self._path(change)
        if change.kind == "distribution":
            path.unlink(missing_ok=True)
        else:
            shutil.rmtree(path.parent, ignore_errors=True)

    def _path(self, change: Change) -> Path:
        return self._folder / _name(change.project or change.key) / f"{_name(change.key)}.nt"


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
