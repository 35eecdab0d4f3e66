"""On what terms the people of a project enter a study, and the stop where these would be broken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from img2fair.clinical.decisions import Decisions
from img2fair.codes import CodeTable
from img2fair.errors import Exit, Fault
from img2fair.model import HeldText
from img2fair.privacy.guard import Guard

Strategy = Literal["subject", "session", "table"]


class PrivacyStop(Fault):
    """What was asked for would show what must stay inside."""

    code = Exit.PRIVACY


@dataclass(frozen=True, slots=True)
class Joined:
    """Who a subject is in a genomic study: its patient's id there, and the ids of the samples."""

    patient: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a project's people enter a study.

    :param key: makes pseudonyms; ``None`` keeps the archive's subject labels (config: ``patient_id: label``).
    :param scope: what a pseudonym is made for; the same person has another one elsewhere.
    :param links: whether the project's owner wants links to a viewer, which carry ids of the archive.
    :param study_uids: whether these may be study UIDs.
    :param untold: ids of the archive that no link may hold, because they tell who somebody is (``telling_ids``).
    :param decisions: the harmonisation file; what it does not name stays inside.
    :param guard: looks at names and values that are told in a report; not the one that looks at the study's own texts,
        because it remembers what it has kept in.
    :param strategy: what a sample stands for: all imaging of a subject, one session, or a row of a steward's table.
    :param join: with ``table``: who each subject is in the genomic study (``read_join``).
    :param least: fewest patients of a value that a report shows.
    """

    key: bytes | None
    scope: str
    modalities: CodeTable
    body_parts: CodeTable
    manufacturers: CodeTable | None = None
    links: bool = False
    study_uids: bool = False
    untold: frozenset[str] = frozenset()
    decisions: Decisions = field(default_factory=lambda: Decisions(""))
    guard: Guard = field(default_factory=Guard)
    strategy: Strategy = "subject"
    join: Mapping[HeldText, Joined] | None = None
    least: int = 5

    def __repr__(self) -> str:
        return f"Terms({self.scope!r}, links={self.links}, strategy={self.strategy!r})"
