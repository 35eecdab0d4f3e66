"""A thing that was looked at before work begins: what preflight and ``doctor`` tell."""

from dataclasses import dataclass
from enum import StrEnum

from img2fair.errors import Exit


class Standing(StrEnum):
    """How a check came out."""

    PASS = "pass"  # noqa: S105 - no password
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, how it came out, what was found, and the cure.

    ``code`` is the exit code in which a failed check ends a run.
    """

    name: str
    standing: Standing
    found: str
    cure: str = ""
    code: Exit = Exit.USAGE
