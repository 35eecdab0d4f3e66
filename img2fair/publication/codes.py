"""The exit code of a publication, where several hold (design.md section 5)."""

from collections.abc import Iterable, Sequence

from img2fair.errors import Exit
from img2fair.model import Receipt, Verdict
from img2fair.plan import is_held_back
from img2fair.publication.preparing import Prepared, Trouble

_FIRST = (Exit.INTERRUPTED, Exit.BUG, Exit.USAGE, Exit.LOCKED, Exit.LOGIN, Exit.UNAVAILABLE, Exit.SAFETY,
          Exit.PARTLY, Exit.PRIVACY, Exit.INVALID, Exit.PENDING, Exit.DONE)  # fmt: skip


def strongest(codes: Iterable[Exit]) -> Exit:
    """Return the code that a run with all of these ends in."""
    return min(codes, key=_FIRST.index, default=Exit.DONE)


def outcome_code(receipts: Sequence[Receipt]) -> Exit:
    """Return the exit code for what came of plans."""
    return strongest([Exit(receipt.code) for receipt in receipts] + [_of_outcomes(receipt) for receipt in receipts])


def publication_code(prepared: Sequence[Prepared], troubles: Sequence[Trouble], receipts: Sequence[Receipt]) -> Exit:
    """Return the exit code of a publication."""
    of_troubles = [trouble.fault.code for trouble in (*troubles, *(t for one in prepared for t in one.troubles))]
    return strongest([*of_troubles, outcome_code(receipts), *map(_of_preparation, prepared)])


def _of_outcomes(receipt: Receipt) -> Exit:
    return Exit.DONE if all(one.verdict is Verdict.DONE for one in receipt.outcomes) else Exit.PARTLY


def _of_preparation(prepared: Prepared) -> Exit:
    if any(map(is_held_back, prepared.plans)) or not prepared.harvested.header.complete:
        return Exit.SAFETY
    if prepared.report.keeps_in():
        return Exit.PRIVACY
    return Exit.INVALID if any(plan.counts()["blocked"] for plan in prepared.plans) else Exit.DONE
