"""What was checked and what was found. A finding is data: poor metadata never raises."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from img2fair.model.record import Origin


class Severity(StrEnum):
    """How bad, as SHACL names it."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Judge(StrEnum):
    """Who found it."""

    MAPPING = "mapping"
    SHAPES = "shapes"
    TARGET = "target"
    PRIVACY = "privacy"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend.

    ``code`` is stable (I2F-S001 …, explained by ``img2fair rule CODE``); ``focus`` is the node (an internal IRI);
    ``property`` the property's full IRI; ``value`` only ever holds text that the privacy gate has released;
    ``mapping`` is the rule's file:line:column; ``where`` names the place in the archive, form or config to mend;
    ``cure`` says how; ``who`` can do it (``steward``, ``operator``).
    """

    code: str
    severity: Severity
    judge: Judge
    key: str
    message: str
    focus: str = ""
    property: str = ""
    value: str | None = None
    project: str | None = None
    profile: str | None = None
    shape: str | None = None
    mapping: str | None = None
    where: tuple[str, ...] = ()
    cure: str = ""
    who: str = "steward"
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a code means, for ``img2fair rule CODE``: what is wrong, why it matters, how to mend it."""

    code: str
    title: str
    why: str
    cure: str


@dataclass(frozen=True, slots=True)
class Report:
    """The findings on a set of records. ``checked`` are the keys judged; ``titles`` their titles for people."""

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    profiles: tuple[str, ...]
    titles: tuple[tuple[str, str], ...] = ()
    schema: str = "img2fair/report"
    version: int = 1

    @property
    def conforms(self) -> bool:
        """True where nothing is a violation."""
        return not any(finding.severity is Severity.VIOLATION for finding in self.findings)

    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each severity, worst first."""
        found = Counter(finding.severity.value for finding in self.findings)
        return {severity.value: found[severity.value] for severity in Severity}

    def reaches(self, threshold: str) -> bool:
        """Tell whether any finding is as bad as ``threshold`` (a severity, or ``never``)."""
        if threshold == "never":
            return False
        limit = Severity(threshold).rank
        return any(finding.severity.rank <= limit for finding in self.findings)

    def of(self, key: str) -> tuple[Finding, ...]:
        """Return the findings on one record."""
        return tuple(finding for finding in self.findings if finding.key == key)
